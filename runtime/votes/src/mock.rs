// SPDX-License-Identifier: Apache-2.0

//! A runtime for tests: staking, rewards with positions, and votes with what is staked. Epochs of a second, a window of five
//! epochs, one poll.

mod acts;
mod poll;

pub use acts::*;
pub use bulwark_ledger::{Balance, EpochIndex, Fraction, PoolId};
pub use bulwark_testing::mock::*;
pub use poll::*;

use crate::{ConvictionLock, PaidUnderLock, VotingPower, WithStake};
use frame_support::{
	assert_ok, derive_impl, parameter_types,
	traits::{
		fungible::{NativeFromLeft, UnionOf},
		tokens::imbalance::ResolveAssetTo,
		AsEnsureOriginWithArg, ConstU128, ConstU32, ConstU64, TotalIssuanceOf,
	},
	PalletId,
};
use frame_system::{EnsureRoot, EnsureRootWithSuccess, EnsureSigned};
use pallet_operator_staking::Price;
use sp_runtime::{traits::Convert, BuildStorage};

bulwark_testing::runtime!(
	14: Nfts = pallet_nfts,
	40: Staking = pallet_operator_staking,
	41: Rewards = pallet_staking_rewards,
	60: Voting = pallet_conviction_voting,
);
bulwark_testing::money!(AccountId);
bulwark_testing::nfts!();
bulwark_testing::origins_and_time!();
#[cfg(feature = "runtime-benchmarks")]
bulwark_testing::benchmark_helper!();

/// An operator with a pool in the native asset and one in gold.
pub const OPERATOR: AccountId = AccountId::new([10; 32]);
/// Another one, with a pool in the native asset.
pub const OTHER: AccountId = AccountId::new([11; 32]);

/// Native money of Alice and Bob each; others have a thousand times as much.
pub const FUNDS: Balance = 1_000;
pub const BOND: Balance = 1_000;
/// W.
pub const WINDOW: u32 = 5;
pub const EPOCH: u64 = 1_000;
/// The most pools whose stake votes.
pub const MOST_POOLS: u32 = 3;
/// The pool of [`OPERATOR`] in the native asset.
pub const POOL: PoolId = PoolId(1);
/// The pool of [`OPERATOR`] in gold.
pub const GOLD_POOL: PoolId = PoolId(2);
/// The pool of [`OTHER`].
pub const OTHER_POOL: PoolId = PoolId(3);

parameter_types! {
	pub const StakePot: PalletId = PalletId(*b"bw/stake");
	pub const RewardPot: PalletId = PalletId(*b"bw/rewrd");
	pub StakePotAccount: AccountId = Staking::pot();
	pub const NativeAsset: AssetId = NATIVE;
	pub const Treasury: AccountId = TREASURY;
	pub const MaxCommission: Fraction = Fraction::from_percent(50);
}

/// Everything weighs the same.
pub struct Weighing;
impl Convert<AssetId, Price> for Weighing {
	fn convert(_: AssetId) -> Price {
		Price::from_u32(1)
	}
}

pub type AllAssets = UnionOf<Balances, Assets, NativeFromLeft, AssetId, AccountId>;
/// Money with which accounts vote.
pub type Power = VotingPower<Balances, Staking, ConstU32<MOST_POOLS>>;

/// Lock of their votes.
pub type Lock = ConvictionLock<Test, Balances, ()>;

impl pallet_operator_staking::Config for Test {
	type Assets = PaidUnderLock<AllAssets, NativeAsset, StakePotAccount, Lock>;
	type Native = Balances;
	type NativeAsset = NativeAsset;
	type RuntimeHoldReason = RuntimeHoldReason;
	type StakeAssets = Listed;
	type Power = Weighing;
	type Liability = ();
	type Observer = Rewards;
	type Messenger = ();
	type AdminOrigin = EnsureRoot<AccountId>;
	type EmergencyOrigin = EnsureRoot<AccountId>;
	type StandalonePoolOrigin = EnsureRootWithSuccess<AccountId, Treasury>;
	type Time = Timestamp;
	type PalletId = StakePot;
	type Window = ConstU32<WINDOW>;
	type Bond = ConstU128<BOND>;
	type MaxPools = ConstU32<4>;
	type PoolsPerIdleBlock = ConstU32<0>;
	type MaxAssets = ConstU32<4>;
	type MaxOperators = ConstU32<8>;
	type MinMembers = ConstU32<2>;
	type ReclaimPeriod = ConstU32<5>;
	type CurePeriod = ConstU32<2>;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = Helper;
}

impl pallet_staking_rewards::Config for Test {
	type Assets = AllAssets;
	type NativeAsset = NativeAsset;
	type OnUnallocated = ResolveAssetTo<Treasury, AllAssets>;
	type Stake = Staking;
	type Nfts = bulwark_runtime_common::NftCollection<Test>;
	type AssetNames = ();
	type RewardAssets = Listed;
	type AdminOrigin = EnsureRootWithSuccess<AccountId, Treasury>;
	type PalletId = RewardPot;
	type MaxCommission = MaxCommission;
	type ReturnPeriod = ConstU32<RETURN>;
	type MaxRewardAssets = ConstU32<3>;
	type MaxLockTiers = ConstU32<4>;
	type MaxDuration = ConstU32<26>;
	type Notice = ConstU32<NOTICE>;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = Helper;
}

impl pallet_conviction_voting::Config for Test {
	type RuntimeEvent = RuntimeEvent;
	type WeightInfo = WithStake<(), (), Staking, ConstU32<MOST_POOLS>, AccountId>;
	type Currency = Power;
	type Polls = OnePoll;
	type MaxTurnout = TotalIssuanceOf<Balances, AccountId>;
	type MaxVotes = ConstU32<3>;
	type VoteLockingPeriod = ConstU64<3>;
	type BlockNumberProvider = System;
	type VotingHooks = ();
}

#[cfg(feature = "runtime-benchmarks")]
impl crate::benchmarking::Config for Test {
	type Money = Balances;
	type Lock = Lock;
}

// Chains.

fn genesis() -> RuntimeGenesisConfig {
	let people = [ALICE, BOB].map(|who| (who, FUNDS));
	let others = [OPERATOR, OTHER, TREASURY].map(|who| (who, 1_000 * FUNDS));
	let gold = [ALICE, OPERATOR, TREASURY].map(|who| (1, who, 1_000 * FUNDS));
	RuntimeGenesisConfig {
		balances: pallet_balances::GenesisConfig {
			balances: people.into_iter().chain(others).collect(),
			..Default::default()
		},
		assets: pallet_assets::GenesisConfig {
			assets: vec![(1, TREASURY, true, 1)],
			accounts: gold.to_vec(),
			..Default::default()
		},
		staking: pallet_operator_staking::GenesisConfig {
			clock: pallet_operator_staking::EpochClock { origin: 0, length: EPOCH },
			..Default::default()
		},
		..Default::default()
	}
}

/// A chain in block 1 of epoch 10: two operators with pools, one of which offers positions, and a poll.
pub fn new_test_ext() -> sp_io::TestExternalities {
	let storage = genesis().build_storage().expect("the genesis is sound");
	let mut ext = sp_io::TestExternalities::from(storage);
	ext.execute_with(|| {
		System::set_block_number(1);
		go_to(10);
		assert_ok!(Staking::register(signed(OPERATOR)));
		assert_ok!(Staking::register(signed(OTHER)));
		assert_ok!(Staking::open_pool(signed(OPERATOR), NATIVE, 1, Default::default()));
		assert_ok!(Staking::open_pool(signed(OPERATOR), GOLD, 1, Default::default()));
		assert_ok!(Staking::open_pool(signed(OTHER), NATIVE, 1, Default::default()));
		assert_ok!(Rewards::configure(root(), POOL, offer()));
		System::reset_events();
	});
	ext
}

/// Runs a test on a new chain and checks every invariant at its end.
pub fn test(run: impl FnOnce()) {
	use frame_support::traits::Hooks;
	new_test_ext().execute_with(|| {
		run();
		assert_ok!(<Staking as Hooks<_>>::try_state(1));
		assert_ok!(<Rewards as Hooks<_>>::try_state(1));
		assert_ok!(<Balances as Hooks<_>>::try_state(1));
	});
}
