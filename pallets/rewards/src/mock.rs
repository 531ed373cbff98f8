// SPDX-License-Identifier: Apache-2.0

//! A runtime for tests: rewards over the real staking pallet and the real NFTs, the native asset and three others,
//! epochs of a second, a window of three epochs.

mod acts;
mod looks;
mod nfts;

pub use acts::*;
pub use bulwark_testing::mock::*;
pub use looks::*;
pub use nfts::*;

use crate as pallet_staking_rewards;
use crate::{Balance, Beneficiary, EpochIndex, Fraction, Multiplier, Offer, PoolId, Preset};
use bulwark_traits::{Epochs, Liability, NftCollection, Slash};
use frame_support::{
	assert_ok, derive_impl, parameter_types,
	traits::{
		fungible::{NativeFromLeft, UnionOf},
		fungibles::{Inspect, Mutate},
		tokens::imbalance::ResolveAssetTo,
		AsEnsureOriginWithArg, ConstU128, ConstU32,
	},
	PalletId,
};
use frame_system::{EnsureRoot, EnsureRootWithSuccess, EnsureSigned};
use pallet_operator_staking::{EpochClock, Power, Scope};
use sp_runtime::{traits::Convert, BuildStorage};

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
	pub struct Test;

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
	pub type Staking = pallet_operator_staking;
	#[runtime::pallet_index(41)]
	pub type Rewards = pallet_staking_rewards;
}

bulwark_testing::money!(AccountId);
bulwark_testing::nfts!();

/// An operator.
pub const OPERATOR: AccountId = AccountId::new([10; 32]);
/// Pays rewards.
pub const SPONSOR: AccountId = AccountId::new([20; 32]);

/// Everybody who is rich at the start.
pub const CAST: [AccountId; 7] = [ALICE, BOB, CHARLIE, DAVE, OPERATOR, SPONSOR, TREASURY];

pub const BOND: Balance = 1_000;
pub const FUNDS: Balance = 1 << 99;
pub const WINDOW: u32 = 3;
pub const EPOCH: u64 = 1_000;
/// K.
pub const RETURN: u32 = 3;

parameter_types! {
	pub const StakePot: PalletId = PalletId(*b"bw/stake");
	pub const RewardPot: PalletId = PalletId(*b"bw/rewrd");
	pub const NativeAsset: AssetId = NATIVE;
	pub const Treasury: AccountId = TREASURY;
	pub const MaxCommission: Fraction = Fraction::from_percent(50);
	/// Who has announced that its pools will be able to lose more.
	pub storage Widening: Vec<AccountId> = vec![];
}

/// What operators have promised: everything, and more is to come of those in [`Widening`].
pub struct Promises;
impl Liability<AccountId> for Promises {
	fn last_liable(_: &AccountId, _: Scope, leaving: EpochIndex) -> Option<EpochIndex> {
		Some(leaving)
	}

	fn widens(operator: &AccountId) -> bool {
		Widening::get().contains(operator)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn worst_case(_: &AccountId) {}
}

/// Silver weighs twice as much as everything else.
pub struct Weighing;
impl Convert<(AssetId, Balance), Power> for Weighing {
	fn convert((asset, amount): (AssetId, Balance)) -> Power {
		if asset == SILVER {
			amount * 2
		} else {
			amount
		}
	}
}

pub type AllAssets = UnionOf<Balances, Assets, NativeFromLeft, AssetId, AccountId>;

impl pallet_operator_staking::Config for Test {
	type Assets = AllAssets;
	type Native = Balances;
	type NativeAsset = NativeAsset;
	type RuntimeHoldReason = RuntimeHoldReason;
	type StakeAssets = Listed;
	type Power = Weighing;
	type Liability = Promises;
	type Observer = Rewards;
	type Messenger = ();
	type Keys = Keyed;
	type AdminOrigin = EnsureRoot<AccountId>;
	type PlainPoolOrigin = EnsureRootWithSuccess<AccountId, Treasury>;
	type FollowerOrigin = EnsureSigned<AccountId>;
	type Time = Timestamp;
	type PalletId = StakePot;
	type Window = ConstU32<WINDOW>;
	type Bond = ConstU128<BOND>;
	type MaxPools = ConstU32<4>;
	type MaxOperators = ConstU32<8>;
	type CurePeriod = ConstU32<2>;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = Helper;
}

impl crate::Config for Test {
	type Assets = AllAssets;
	type NativeAsset = NativeAsset;
	type OnUnallocated = ResolveAssetTo<Treasury, AllAssets>;
	type Stake = Staking;
	type Epochs = Staking;
	type Nfts = NftCollection<Test>;
	type RewardAssets = Listed;
	type AdminOrigin = EnsureRootWithSuccess<AccountId, Treasury>;
	type PalletId = RewardPot;
	type Window = ConstU32<WINDOW>;
	type MaxCommission = MaxCommission;
	type ReturnPeriod = ConstU32<RETURN>;
	type MaxRewardAssets = ConstU32<3>;
	type MaxPresets = ConstU32<4>;
	type MaxDuration = ConstU32<26>;
	type MaxExpiries = ConstU32<28>;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = Helper;
}

#[cfg(feature = "runtime-benchmarks")]
pub struct Helper;
#[cfg(feature = "runtime-benchmarks")]
impl pallet_operator_staking::BenchmarkHelper<AssetId, AccountId> for Helper {
	fn asset(index: u32) -> AssetId {
		[NATIVE, GOLD, SILVER][index as usize % 3].clone()
	}

	fn fund(asset: &AssetId, who: &AccountId, amount: Balance) {
		assert_ok!(AllAssets::mint_into(asset.clone(), who, amount));
	}

	fn set_time(now: u64) {
		pallet_timestamp::Now::<Test>::put(now);
	}
}
#[cfg(feature = "runtime-benchmarks")]
impl crate::BenchmarkHelper<AssetId, AccountId> for Helper {
	fn asset(index: u32) -> AssetId {
		<Self as pallet_operator_staking::BenchmarkHelper<_, _>>::asset(index)
	}

	fn fund(asset: &AssetId, who: &AccountId, amount: Balance) {
		<Self as pallet_operator_staking::BenchmarkHelper<_, _>>::fund(asset, who, amount);
	}

	fn set_time(now: u64) {
		<Self as pallet_operator_staking::BenchmarkHelper<AssetId, AccountId>>::set_time(now);
	}

	fn most_pools() -> u32 {
		<<Test as pallet_operator_staking::Config>::MaxPools as frame_support::traits::Get<_>>::get(
		)
	}

	fn open_pool(operator: &AccountId, asset: AssetId) -> PoolId {
		if !pallet_operator_staking::Operators::<Test>::contains_key(operator) {
			assert_ok!(Staking::register(signed(operator.clone())));
		}
		assert_ok!(Staking::open_pool(signed(operator.clone()), asset, 1));
		pallet_operator_staking::LastPool::<Test>::get().expect("a pool was opened")
	}

	fn delegate(pool: PoolId, holder: &AccountId, amount: Balance) {
		assert_ok!(Staking::delegate(signed(holder.clone()), pool, amount));
	}

	fn undelegate(pool: PoolId, holder: &AccountId, amount: Balance) {
		let amount = crate::Amount::Exactly(amount);
		assert_ok!(Staking::undelegate(signed(holder.clone()), pool, amount));
	}

	fn slash(operator: &AccountId, fraction: Fraction) {
		let now = <Staking as Epochs>::now();
		// The bond is too small to lose anything.
		assert_ok!(<Staking as Slash<_>>::slash(operator, now, fraction, Scope::BondAndPools));
	}

	fn crowd(pool: PoolId, holders: Vec<AccountId>, multiplier: Multiplier) {
		Staking::crowd(pool, holders, multiplier);
	}
}

// Chains.

/// A chain in epoch 0, with rich accounts.
pub fn genesis() -> RuntimeGenesisConfig {
	let in_asset = |id: u32| CAST.into_iter().map(move |who| (id, who, FUNDS));
	RuntimeGenesisConfig {
		balances: pallet_balances::GenesisConfig {
			balances: CAST.into_iter().map(|who| (who, FUNDS)).collect(),
			..Default::default()
		},
		assets: pallet_assets::GenesisConfig {
			assets: vec![(1, TREASURY, true, 1), (2, TREASURY, true, 5), (3, TREASURY, true, 1)],
			accounts: (1..=3).flat_map(in_asset).collect(),
			..Default::default()
		},
		staking: pallet_operator_staking::GenesisConfig {
			clock: EpochClock { origin: 0, length: EPOCH },
			..Default::default()
		},
		..Default::default()
	}
}

/// A chain in block 1 of epoch 10, with a plain pool 1 and an operator's pool 2, both in the native asset, which pay in
/// native, gold and silver.
pub fn new_test_ext() -> sp_io::TestExternalities {
	let mut ext = bare_test_ext();
	ext.execute_with(|| {
		configure(PLAIN, offer());
		configure(BACKED, backed_offer());
		System::reset_events();
	});
	ext
}

/// The same with pools that pay nothing.
pub fn bare_test_ext() -> sp_io::TestExternalities {
	let storage = genesis().build_storage().expect("the genesis is sound");
	let mut ext = sp_io::TestExternalities::from(storage);
	ext.execute_with(|| {
		System::set_block_number(1);
		go_to(10);
		assert_ok!(Staking::open_plain_pool(root(), NATIVE, 1));
		assert_ok!(Staking::register(signed(OPERATOR)));
		assert_ok!(Staking::open_pool(signed(OPERATOR), NATIVE, 1));
		System::reset_events();
	});
	ext
}

/// Runs a test on a new chain and checks every invariant at its end.
pub fn test(run: impl FnOnce()) {
	new_test_ext().execute_with(|| {
		run();
		check_invariants();
	});
}

/// The same on a chain whose pools pay nothing yet.
pub fn test_bare(run: impl FnOnce()) {
	bare_test_ext().execute_with(|| {
		run();
		check_invariants();
	});
}

pub fn check_invariants() {
	use frame_support::traits::Hooks;
	assert_ok!(<Staking as Hooks<_>>::try_state(1));
	assert_ok!(Rewards::do_try_state());
}

/// The plain pool.
pub const PLAIN: PoolId = PoolId(1);
/// The operator's pool.
pub const BACKED: PoolId = PoolId(2);

/// 1 epoch at 0.50, 4 at 0.80, 8 at 1.00, 26 at 2.00, and leaving early costs half, for the treasury.
pub fn offer() -> Offer<Test> {
	Offer {
		presets: presets(&[(1, 50), (4, 80), (8, 100), (26, 200)]),
		assets: vec![NATIVE, GOLD, SILVER].try_into().expect("there are three"),
		penalty: percent(50),
		beneficiary: Beneficiary::Account(TREASURY),
		plain: true,
	}
}

/// The same for a pool whose locks last for the window at least, without a discount for plain stake.
pub fn backed_offer() -> Offer<Test> {
	Offer { presets: presets(&[(3, 100), (8, 200)]), ..offer() }
}

pub fn presets(list: &[(u32, u16)]) -> frame_support::BoundedVec<Preset, ConstU32<4>> {
	let presets: Vec<_> =
		list.iter().map(|(duration, weight)| preset(*duration, *weight)).collect();
	presets.try_into().expect("there are at most four")
}

pub fn preset(duration: u32, weight: u16) -> Preset {
	Preset { duration, multiplier: Multiplier(weight) }
}

// Origins and numbers.

pub fn signed(who: AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

pub fn root() -> RuntimeOrigin {
	RuntimeOrigin::root()
}

pub fn percent(part: u64) -> Fraction {
	Fraction::from_percent(part)
}

// Time.

/// Lets the wall clock reach the beginning of an epoch.
pub fn go_to(epoch: u32) {
	pallet_timestamp::Now::<Test>::put(u64::from(epoch) * EPOCH);
}

pub fn now() -> u32 {
	<Staking as Epochs>::now().0
}

pub fn skip(epochs: u32) {
	go_to(now() + epochs);
}
