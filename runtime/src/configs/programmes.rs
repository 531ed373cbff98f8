// SPDX-License-Identifier: Apache-2.0

//! Rewards per epoch for what operators do.

use super::staking::{NativeAsset, Treasury};
use crate::{
	assets::NativeAndAssets, AccountId, OperatorStaking, Runtime, Signature, StakingRewards,
};
use bulwark_runtime_common::Door;
use frame_support::{
	parameter_types,
	traits::{ConstU32, ConstU8},
	PalletId,
};
use frame_system::EnsureRootWithSuccess;
use pallet_performance_programmes::Fraction;

parameter_types! {
	/// Id of the pot that keeps the money of programmes.
	pub const ProgrammePot: PalletId = PalletId(*b"bw/progr");
	/// Largest inflation in an epoch: a thousandth, about five per cent in a year of weeks.
	pub const MaxMint: Fraction = Fraction::from_parts(1_000_000_000_000_000);
}

impl pallet_performance_programmes::Config for Runtime {
	type Assets = NativeAndAssets;
	type NativeAsset = NativeAsset;
	type RewardAssets = <Runtime as pallet_staking_rewards::Config>::RewardAssets;
	type Operators = OperatorStaking;
	type ActiveSet = OperatorStaking;
	type Suspend = Door<OperatorStaking>;
	type Rewards = Door<StakingRewards>;
	type AdminOrigin = EnsureRootWithSuccess<AccountId, Treasury>;
	// The key of a node may be of any scheme that signs transactions.
	type NodeSignature = Signature;
	type PalletId = ProgrammePot;
	type MaxProgrammes = ConstU32<8>;
	type MaxNodes = ConstU32<16>;
	type MaxRows = ConstU32<64>;
	// A node can be told hour by hour, a hundred operators with a few nodes in runs.
	type MaxRuns = ConstU32<4096>;
	// The hours of a week. They are parts of an epoch: where it lasts a minute, an hour lasts 357 milliseconds.
	type HoursPerEpoch = ConstU8<168>;
	type Grace = ConstU8<24>;
	type MaxMint = MaxMint;
	type WeightInfo = pallet_performance_programmes::weights::SubstrateWeight<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::Helper;
}
