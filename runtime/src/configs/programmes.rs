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
	type BenchmarkHelper = benchmarks::Helper;
}

#[cfg(feature = "runtime-benchmarks")]
mod benchmarks {
	use super::*;
	use crate::{
		assets::AssetKind, configs::staking::Helper as StakingHelper, Balance, RuntimeOrigin,
	};
	use alloc::vec::Vec;
	use pallet_operator_staking::{BenchmarkHelper as _, Operators};
	use pallet_performance_programmes::{EpochIndex, Power};

	/// The assets of the genesis, and operators that register.
	pub struct Helper;

	impl pallet_performance_programmes::BenchmarkHelper<AssetKind, AccountId, Signature> for Helper {
		fn asset(index: u32) -> AssetKind {
			StakingHelper::asset(index)
		}

		fn fund(asset: &AssetKind, who: &AccountId, amount: Balance) {
			StakingHelper::fund(asset, who, amount);
		}

		fn set_time(now: u64) {
			StakingHelper::set_time(now);
		}

		fn quiet_doors() {
			StakingHelper::quiet_doors();
		}

		fn operator(index: u32) -> AccountId {
			let who: AccountId = frame_benchmarking::account("operator", index, 0);
			if !Operators::<Runtime>::contains_key(&who) {
				StakingHelper::fund(&AssetKind::Native, &who, 1_000_000 * crate::units::UNIT);
				let registered = OperatorStaking::register(RuntimeOrigin::signed(who.clone()));
				registered.expect("it has the bond");
			}
			who
		}

		fn set_powers(epoch: EpochIndex, powers: Vec<(AccountId, Power)>) {
			OperatorStaking::elected(epoch, powers);
		}

		/// A test knows keys and has no keystore.
		#[cfg(feature = "std")]
		fn sign(message: &[u8]) -> (AccountId, Signature) {
			let key = sp_keyring::Sr25519Keyring::Ferdie;
			(key.to_account_id(), key.sign(message).into())
		}

		/// The wasm has the keystore of its host.
		#[cfg(not(feature = "std"))]
		fn sign(message: &[u8]) -> (AccountId, Signature) {
			use sp_consensus_aura::sr25519::AuthorityId;
			use sp_core::sr25519;
			use sp_runtime::RuntimeAppPublic;

			let key = AuthorityId::generate_pair(None);
			let signature = key.sign(&message).expect("the host has the key");
			let key: sr25519::Public = key.into();
			let signature: sr25519::Signature = signature.into();
			(key.0.into(), signature.into())
		}
	}
}
