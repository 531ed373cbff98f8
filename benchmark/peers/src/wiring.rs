// SPDX-License-Identifier: Apache-2.0

//! The peers, as their own documentation and benchmarks wire them.
//!
//! Their declared weights are those that they ship; what they cost here is measured, not declared.

use crate::{
	assets::AssetId, configs::staking::Treasury, AccountId, AssetsFreezer, Balance, Balances,
	BlockNumber, DelegatedStaking, NominationPools, PeerAssets, Runtime, RuntimeEvent,
	RuntimeFreezeReason, RuntimeHoldReason, Staking, System, VoterList,
};
use alloc::vec::Vec;
use frame_election_provider_support::{NoElection, VoteWeight};
use frame_support::{
	derive_impl,
	instances::Instance1,
	parameter_types,
	traits::{AsEnsureOriginWithArg, ConstBool, ConstU128, ConstU32, ConstU8, Nothing},
	PalletId,
};
use frame_system::{EnsureRoot, EnsureRootWithSuccess, EnsureSigned};
use pallet_nomination_pools::adapter::DelegateStake;
use pallet_staking_async::{Seed, UseValidatorsMap};
use pallet_staking_async_rc_client::RcClientInterface;
use sp_core::U256;
use sp_runtime::{
	traits::{Convert, ConvertInto},
	FixedU128, Perbill,
};
use sp_staking::currency_to_vote::SaturatingCurrencyToVote;

parameter_types! {
	pub const AssetRewardsId: PalletId = PalletId(*b"py/stkrd");
	pub const PoolsId: PalletId = PalletId(*b"py/nopls");
	pub const DelegationsId: PalletId = PalletId(*b"py/dlstk");
	pub const StakingPotsId: PalletId = PalletId(*b"py/stkng");
	pub const SlashReward: Perbill = Perbill::from_percent(1);
	pub const Bags: &'static [VoteWeight] = &BAGS;
}

/// Bags by powers of two: with fewer a pool's list would be one bag, with more no call would be cheaper.
const BAGS: [VoteWeight; 60] = {
	let (mut bags, mut index) = ([0; 60], 0);
	while index < bags.len() {
		bags[index] = 1 << (index + 1);
		index += 1;
	}
	bags
};

/// Assets that can be frozen, which asset-rewards needs. An instance of their own, so that ours are not asked for freezes
/// that the sample runtime has not.
impl pallet_assets::Config<Instance1> for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type Balance = Balance;
	type RemoveItemsLimit = ConstU32<1000>;
	type AssetId = AssetId;
	type AssetIdParameter = AssetId;
	type ReserveData = ();
	type Currency = Balances;
	type CreateOrigin = AsEnsureOriginWithArg<EnsureSigned<AccountId>>;
	type ForceOrigin = EnsureRoot<AccountId>;
	type AssetDeposit = ConstU128<1>;
	type AssetAccountDeposit = ConstU128<1>;
	type MetadataDepositBase = ConstU128<1>;
	type MetadataDepositPerByte = ConstU128<1>;
	type ApprovalDeposit = ConstU128<1>;
	type StringLimit = ConstU32<50>;
	type Holder = ();
	type Freezer = AssetsFreezer;
	type Extra = ();
	type CallbackHandle = ();
	type AssetIdAllocator = ();
	type WeightInfo = pallet_assets::weights::SubstrateWeight<Runtime>;
	type BenchmarkHelper = ();
}

impl pallet_assets_freezer::Config<Instance1> for Runtime {
	type RuntimeFreezeReason = RuntimeFreezeReason;
	type RuntimeEvent = RuntimeEvent;
}

impl pallet_asset_rewards::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type PalletId = AssetRewardsId;
	type AssetId = AssetId;
	type Balance = Balance;
	type CreatePoolOrigin = EnsureRootWithSuccess<AccountId, Treasury>;
	type Assets = PeerAssets;
	type AssetsFreezer = AssetsFreezer;
	type RuntimeFreezeReason = RuntimeFreezeReason;
	// Only the creation of a pool pays it.
	type Consideration = ();
	// The others are private.
	type WeightInfo = ();
	type BlockNumberProvider = System;
	type BenchmarkHelper = RewardedAssets;
}

/// The assets that asset-rewards stakes and pays in its own benchmarks.
pub struct RewardedAssets;
impl pallet_asset_rewards::benchmarking::BenchmarkHelper<AssetId> for RewardedAssets {
	fn staked_asset() -> AssetId {
		101
	}

	fn reward_asset() -> AssetId {
		102
	}
}

/// The staking that nomination pools stake with. Nobody is elected: the calls that are compared do not ask for it.
#[derive_impl(pallet_staking_async::config_preludes::TestDefaultConfig)]
impl pallet_staking_async::Config for Runtime {
	type RuntimeHoldReason = RuntimeHoldReason;
	type OldCurrency = Balances;
	type Currency = Balances;
	type CurrencyToVote = SaturatingCurrencyToVote;
	type ElectionProvider = NoElection<(AccountId, BlockNumber, Staking, (), ())>;
	// One more than our liability window, as ours: unbonding stake is released after as many.
	type BondingDuration = ConstU32<8>;
	type SlashDeferDuration = ConstU32<7>;
	type AdminOrigin = EnsureRoot<AccountId>;
	// Rewards reach the pools' accounts by hand: nothing is minted.
	type EraPayout = ();
	type DisableMinting = ConstBool<true>;
	type RewardPots = Seed<StakingPotsId>;
	type VoterList = VoterList;
	type TargetList = UseValidatorsMap<Self>;
	// Slashes of a pool's stake reach its members by these.
	type EventListeners = (NominationPools, DelegatedStaking);
	type RcClientInterface = NoRelayChain;
	type WeightInfo = pallet_staking_async::weights::SubstrateWeight<Runtime>;
}

/// No relay chain waits for a validator set.
pub struct NoRelayChain;
impl RcClientInterface for NoRelayChain {
	type AccountId = AccountId;

	fn validator_set(_: Vec<AccountId>, _: u32, _: Option<u32>) {}
}

/// The list of nominators that staking asks for: a pool is in it, and moves between its bags.
impl pallet_bags_list::Config<Instance1> for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type WeightInfo = pallet_bags_list::weights::SubstrateWeight<Runtime>;
	type ScoreProvider = Staking;
	type BagThresholds = Bags;
	type MaxAutoRebagPerBlock = ();
	type Score = VoteWeight;
}

/// By delegation, as on the live networks: members keep their money in their own accounts, held.
impl pallet_nomination_pools::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type WeightInfo = pallet_nomination_pools::weights::SubstrateWeight<Runtime>;
	type Currency = Balances;
	type RuntimeFreezeReason = RuntimeFreezeReason;
	type RewardCounter = FixedU128;
	type PalletId = PoolsId;
	type MaxPointsToBalance = ConstU8<10>;
	type MaxUnbonding = ConstU32<8>;
	type BalanceToU256 = ConvertInto;
	type U256ToBalance = Narrow;
	type StakeAdapter = DelegateStake<Self, Staking, DelegatedStaking>;
	type MaxUnbondingPools = ConstU32<13>;
	type MaxMetadataLen = ConstU32<256>;
	type AdminOrigin = EnsureRoot<AccountId>;
	type BlockNumberProvider = System;
	type Filter = Nothing;
}

/// A balance out of the wider number that pools calculate with.
pub struct Narrow;
impl Convert<U256, Balance> for Narrow {
	fn convert(number: U256) -> Balance {
		number.try_into().unwrap_or(Balance::MAX)
	}
}

impl pallet_delegated_staking::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type PalletId = DelegationsId;
	type Currency = Balances;
	type OnSlash = ();
	type SlashRewardFraction = SlashReward;
	type RuntimeHoldReason = RuntimeHoldReason;
	type CoreStaking = Staking;
}

impl pallet_nomination_pools_benchmarking::Config for Runtime {}
