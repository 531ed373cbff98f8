// SPDX-License-Identifier: Apache-2.0

//! Consumers that rent security, on this chain or on another one.

use super::{
	followers::EnsureSibling,
	origins::{EmergencyOrigin, TreasuryOrigin},
	staking::{NativeAsset, Treasury},
};
use crate::{
	assets::NativeAndAssets,
	units::{DAYS, UNIT},
	Balances, OperatorStaking, Runtime, RuntimeHoldReason, StakingRewards, System,
};
use bulwark_runtime_common::Door;
use frame_support::{
	parameter_types,
	traits::{
		tokens::imbalance::{ResolveAssetTo, ResolveTo},
		ConstU128, ConstU32, Contains,
	},
	PalletId,
};
use pallet_restaking_slash::{ConsumerId, Fraction};

parameter_types! {
	/// Number of whole epochs before whatever concerns stakers: a wider opt-in, and the next offer of a pool.
	pub const Notice: u32 = 2;
	/// Id of the pot that keeps bounties.
	pub const SlashPot: PalletId = PalletId(*b"bw/slash");
	/// An operator answers to the chain with a tenth of its bond at least.
	pub const LeastCover: Fraction = Fraction::from_percent(10);
}

/// The consumers that the chain counts as its own: governance and the rollup of the presets.
pub struct ChainsOwn;
impl Contains<ConsumerId> for ChainsOwn {
	fn contains(consumer_id: &ConsumerId) -> bool {
		matches!(consumer_id, ConsumerId(1 | 2))
	}
}

impl pallet_restaking_slash::Config for Runtime {
	type Assets = NativeAndAssets;
	type Native = Balances;
	type NativeAsset = NativeAsset;
	type RuntimeHoldReason = RuntimeHoldReason;
	type OnSlash = ResolveAssetTo<Treasury, NativeAndAssets>;
	type OnForfeit = ResolveTo<Treasury, Balances>;
	type Exposure = Door<OperatorStaking>;
	type Slash = Door<OperatorStaking>;
	type Rewards = Door<StakingRewards>;
	type CoverObserver = Door<OperatorStaking>;
	type Cover = ChainsOwn;
	type LeastCover = LeastCover;
	// It acts for the treasury's consumer: governance.
	type AdminOrigin = TreasuryOrigin;
	// Whoever rents security from elsewhere names the chain that hears the sets. A bridge to another network would be named here.
	type FollowerOrigin = EnsureSibling;
	type EmergencyOrigin = EmergencyOrigin;
	// Blocks are chances to dispute. Those of the relay chain go on while this chain stands still, and nobody can.
	type BlockNumberProvider = System;
	type PalletId = SlashPot;
	type Notice = Notice;
	type NarrowNotice = ConstU32<1>;
	type LongestLock = <Runtime as pallet_staking_rewards::Config>::MaxDuration;
	type MaxAnnouncements = ConstU32<64>;
	type MinBlocks = ConstU32<DAYS>;
	type BountyDelay = ConstU32<2>;
	type ConsumerDeposit = ConstU128<{ 100 * UNIT }>;
	// So much that ten false reports cost a deposit.
	type ConsumerForfeit = ConstU128<{ 10 * UNIT }>;
	type ReportDeposit = ConstU128<{ 10 * UNIT }>;
	type DisputeDeposit = ConstU128<{ 10 * UNIT }>;
	type MaxOptIns = ConstU32<16>;
	type MaxCases = ConstU32<16>;
	type MaxProposals = ConstU32<4>;
	type MaxEvidence = ConstU32<128>;
	type WeightInfo = pallet_restaking_slash::weights::SubstrateWeight<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::Helper;
}
