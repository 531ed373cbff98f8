// SPDX-License-Identifier: Apache-2.0

//! Consumers that rent security.

use super::staking::{NativeAsset, Treasury};
use crate::{
	assets::NativeAndAssets, units::UNIT, AccountId, Balances, OperatorStaking, Runtime,
	RuntimeHoldReason, StakingRewards, System,
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
use frame_system::{EnsureRoot, EnsureRootWithSuccess, EnsureSigned};
use pallet_restaking_slash::{ConsumerId, Fraction};

parameter_types! {
	/// Number of whole epochs before whatever concerns stakers: a wider opt-in, and the next offer of a pool.
	pub const Notice: u32 = 1;
	/// Id of the pot that keeps bounties.
	pub const SlashPot: PalletId = PalletId(*b"bw/slash");
}

parameter_types! {
	/// An operator answers to the chain with a tenth of its bond at least.
	pub const LeastCover: Fraction = Fraction::from_percent(10);
}

/// The consumers that the chain counts as its own: governance, and the first rollup. Presets and upgrade register both: an id that
/// nobody has is the first stranger's.
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
	// Governance and the rollup, the consumers of the presets.
	type Cover = ChainsOwn;
	type LeastCover = LeastCover;
	// `Root` acts for the treasury's consumer: governance.
	type AdminOrigin = EnsureRootWithSuccess<AccountId, Treasury>;
	// Anybody may acknowledge; the terms of a consumer name the follower whose word counts for it. Each leaves an entry of 36 bytes
	// for ever, for a fee: a chain to develop against takes any account as a follower. One that is worth something names
	// them here, as the parachain runtime does.
	type FollowerOrigin = EnsureSigned<AccountId>;
	type EmergencyOrigin = EnsureRoot<AccountId>;
	type BlockNumberProvider = System;
	type PalletId = SlashPot;
	// Short and few, because a chain to develop against makes epochs and blocks on demand. One with weekly epochs would
	// ask for two of them, and for the blocks of a day.
	type Notice = Notice;
	type NarrowNotice = ConstU32<1>;
	type LongestLock = <Runtime as pallet_staking_rewards::Config>::MaxDuration;
	type MaxAnnouncements = ConstU32<64>;
	type MinBlocks = ConstU32<10>;
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
