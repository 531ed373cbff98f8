// SPDX-License-Identifier: Apache-2.0

//! A runtime with staking and rewards: pools pay their stakers, and stake can be locked as an NFT. Nobody slashes.

use bulwark_runtime_common::NftCollection;
use bulwark_testing::mock::{AccountId, ALICE, BOB, EXISTENTIAL_DEPOSIT, TREASURY};
use bulwark_traits::Payee;
use frame_support::{
	assert_ok, derive_impl, parameter_types,
	traits::{
		fungible::{NativeFromLeft, NativeOrWithId, UnionOf},
		tokens::imbalance::ResolveAssetTo,
		AsEnsureOriginWithArg, ConstU128, ConstU32, Equals, Everything,
	},
	PalletId,
};
use frame_system::{EnsureRoot, EnsureRootWithSuccess, EnsureSigned};
use pallet_operator_staking::{AtPar, EpochClock, EpochIndex, Fraction, PoolId};
use pallet_staking_rewards::RewardClaim;
use sp_runtime::BuildStorage;

#[frame_support::runtime]
mod runtime {
	#[runtime::runtime]
	#[runtime::derive(
		RuntimeCall,
		RuntimeEvent,
		RuntimeError,
		RuntimeOrigin,
		RuntimeFreezeReason,
		RuntimeHoldReason,
		RuntimeSlashReason,
		RuntimeLockId,
		RuntimeTask,
		RuntimeViewFunction
	)]
	pub struct Runtime;

	#[runtime::pallet_index(0)]
	pub type System = frame_system;

	#[runtime::pallet_index(1)]
	pub type Timestamp = pallet_timestamp;

	#[runtime::pallet_index(10)]
	pub type Balances = pallet_balances;

	#[runtime::pallet_index(13)]
	pub type Assets = pallet_assets;

	#[runtime::pallet_index(14)]
	pub type Nfts = pallet_nfts;

	#[runtime::pallet_index(40)]
	pub type OperatorStaking = pallet_operator_staking;

	#[runtime::pallet_index(41)]
	pub type StakingRewards = pallet_staking_rewards;
}

/// As the shared settings call a runtime.
type Test = Runtime;
bulwark_testing::money!(AccountId);
bulwark_testing::nfts!();

const UNIT: u128 = 1_000;
const WEEK: u64 = 604_800_000;

parameter_types! {
	pub const StakePot: PalletId = PalletId(*b"bw/stake");
	pub const RewardPot: PalletId = PalletId(*b"bw/rewrd");
	pub const NativeAsset: NativeOrWithId<u32> = NativeOrWithId::Native;
	pub const Treasury: AccountId = TREASURY;
	pub const MaxCommission: Fraction = Fraction::from_percent(50);
}

pub type AllAssets = UnionOf<Balances, Assets, NativeFromLeft, NativeOrWithId<u32>, AccountId>;

impl pallet_operator_staking::Config for Runtime {
	type Assets = AllAssets;
	type Native = Balances;
	type NativeAsset = NativeAsset;
	type RuntimeHoldReason = RuntimeHoldReason;
	type StakeAssets = Equals<NativeAsset>;
	type Power = AtPar;
	type Liability = ();
	// Every change of stake is told to the rewards, which divide by it.
	type Observer = StakingRewards;
	type Messenger = ();
	type AdminOrigin = EnsureRoot<AccountId>;
	type EmergencyOrigin = EnsureRoot<AccountId>;
	type StandalonePoolOrigin = EnsureRootWithSuccess<AccountId, Treasury>;
	type Time = Timestamp;
	type PalletId = StakePot;
	type Window = ConstU32<7>;
	type Bond = ConstU128<{ 1_000 * UNIT }>;
	type MaxPools = ConstU32<1>;
	type PoolsPerIdleBlock = ConstU32<4>;
	type MaxAssets = ConstU32<1>;
	type MaxOperators = ConstU32<64>;
	type MinMembers = ConstU32<4>;
	type ReclaimPeriod = ConstU32<8>;
	type CurePeriod = ConstU32<2>;
	type WeightInfo = pallet_operator_staking::weights::SubstrateWeight<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = Helper;
}

impl pallet_staking_rewards::Config for Runtime {
	type Assets = AllAssets;
	type NativeAsset = NativeAsset;
	type OnUnallocated = ResolveAssetTo<Treasury, AllAssets>;
	type Stake = OperatorStaking;
	type Nfts = NftCollection<Runtime>;
	type AssetNames = ();
	type RewardAssets = Everything;
	type AdminOrigin = EnsureRootWithSuccess<AccountId, Treasury>;
	type PalletId = RewardPot;
	type MaxCommission = MaxCommission;
	type ReturnPeriod = ConstU32<7>;
	type MaxRewardAssets = ConstU32<2>;
	type MaxLockTiers = ConstU32<4>;
	type MaxDuration = ConstU32<52>;
	type Notice = ConstU32<1>;
	type WeightInfo = pallet_staking_rewards::weights::SubstrateWeight<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = Helper;
}

#[cfg(feature = "runtime-benchmarks")]
use benchmarks::Helper;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarks {
	use super::*;
	use bulwark_testing::mock::{AssetId, GOLD, NATIVE, SILVER};

	/// As the shared helper calls it.
	type Staking = OperatorStaking;
	bulwark_testing::benchmark_helper!();
}

/// A chain with weekly epochs, on which Alice and Bob are rich.
fn chain() -> sp_io::TestExternalities {
	let genesis = RuntimeGenesisConfig {
		balances: pallet_balances::GenesisConfig {
			balances: [ALICE, BOB, TREASURY].map(|who| (who, 1_000_000 * UNIT)).to_vec(),
			..Default::default()
		},
		operator_staking: pallet_operator_staking::GenesisConfig {
			clock: EpochClock { origin: 0, length: WEEK },
			..Default::default()
		},
		..Default::default()
	};
	genesis.build_storage().expect("the genesis is sound").into()
}

fn go_to(epoch: u64) {
	pallet_timestamp::Now::<Runtime>::put(epoch * WEEK);
}

fn signed(who: AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

#[test]
fn pool_pays_by_stake() {
	chain().execute_with(|| {
		go_to(10);
		let native = || NativeOrWithId::Native;
		assert_ok!(OperatorStaking::register(signed(ALICE)));
		assert_ok!(OperatorStaking::open_pool(signed(ALICE), native(), UNIT, Default::default()));
		assert_ok!(OperatorStaking::delegate(signed(ALICE), PoolId(1), 500 * UNIT));
		go_to(11);
		assert_ok!(OperatorStaking::delegate(signed(BOB), PoolId(1), 100 * UNIT));
		go_to(12);

		// Once for each asset somebody pays the floor of the pot.
		assert_ok!(StakingRewards::touch(signed(ALICE), native()));

		// The treasury pays 60 for the present week: 50 to Alice's 500, 10 to Bob's 100.
		let week = EpochIndex(12);
		let pool = Payee::Pool(PoolId(1));
		assert_ok!(StakingRewards::reward(RuntimeOrigin::root(), pool, native(), 60 * UNIT, week));

		let before = Balances::free_balance(BOB);
		let claim = RewardClaim::Stake { pool_id: PoolId(1), staker: BOB };
		assert_ok!(StakingRewards::claim(signed(BOB), claim, None));
		assert_eq!(Balances::free_balance(BOB), before + 10 * UNIT);
	});
}
