// SPDX-License-Identifier: Apache-2.0

//! A runtime for tests: the native asset and two others, epochs of 100 ms, a window of three epochs.

use crate as pallet_operator_staking;
use crate::{Amount, Balance, EpochClock, EpochIndex, Event, Fraction, PoolId, Scope};
use bulwark_traits::Epochs;
use frame_support::{
	assert_ok, derive_impl, parameter_types,
	traits::{
		fungible::{NativeFromLeft, NativeOrWithId, UnionOf},
		fungibles::Inspect,
		tokens::imbalance::ResolveAssetTo,
		AsEnsureOriginWithArg, ConstU128, ConstU32, Contains,
	},
	PalletId,
};
use frame_system::{EnsureRoot, EnsureRootWithSuccess, EnsureSigned};
use sp_runtime::{BuildStorage, DispatchResult};

pub type AccountId = u64;
pub type AssetId = NativeOrWithId<u32>;

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
	#[runtime::pallet_index(40)]
	pub type Staking = pallet_operator_staking;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = frame_system::mocking::MockBlock<Test>;
	type AccountData = pallet_balances::AccountData<Balance>;
}

#[derive_impl(pallet_timestamp::config_preludes::TestDefaultConfig)]
impl pallet_timestamp::Config for Test {}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type Balance = Balance;
	type AccountStore = System;
	type ExistentialDeposit = ConstU128<EXISTENTIAL_DEPOSIT>;
}

#[derive_impl(pallet_assets::config_preludes::TestDefaultConfig)]
impl pallet_assets::Config for Test {
	type Balance = Balance;
	type Currency = Balances;
	type CreateOrigin = AsEnsureOriginWithArg<EnsureSigned<AccountId>>;
	type ForceOrigin = EnsureRoot<AccountId>;
	type Holder = ();
	type Freezer = ();
}

pub const ALICE: AccountId = 1;
pub const BOB: AccountId = 2;
pub const CHARLIE: AccountId = 3;
pub const DAVE: AccountId = 4;
/// An operator.
pub const OPERATOR: AccountId = 10;
/// A second one.
pub const RIVAL: AccountId = 11;
/// Where slashed money goes.
pub const TREASURY: AccountId = 99;

pub const EXISTENTIAL_DEPOSIT: Balance = 10;
pub const BOND: Balance = 1_000;
pub const FUNDS: Balance = 1 << 100;
pub const WINDOW: u32 = 3;
pub const EPOCH: u64 = 100;

pub const NATIVE: AssetId = NativeOrWithId::Native;
/// An asset whose minimum balance is 1.
pub const GOLD: AssetId = NativeOrWithId::WithId(1);
/// An asset whose minimum balance is 5.
pub const SILVER: AssetId = NativeOrWithId::WithId(2);
/// An asset nobody may stake.
pub const TIN: AssetId = NativeOrWithId::WithId(3);

parameter_types! {
	pub const StakePot: PalletId = PalletId(*b"bw/stake");
	pub const NativeAsset: AssetId = NATIVE;
	pub const Treasury: AccountId = TREASURY;
}

/// Everything but tin.
pub struct Listed;
impl Contains<AssetId> for Listed {
	fn contains(asset: &AssetId) -> bool {
		*asset != TIN
	}
}

pub type AllAssets = UnionOf<Balances, Assets, NativeFromLeft, AssetId, AccountId>;

impl crate::Config for Test {
	type Assets = AllAssets;
	type Native = Balances;
	type NativeAsset = NativeAsset;
	type RuntimeHoldReason = RuntimeHoldReason;
	type OnSlash = ResolveAssetTo<Treasury, AllAssets>;
	type StakeAssets = Listed;
	type Liability = ();
	type AdminOrigin = EnsureRoot<AccountId>;
	type PlainPoolOrigin = EnsureRootWithSuccess<AccountId, Treasury>;
	type SlashOrigin = EnsureRoot<AccountId>;
	type Time = Timestamp;
	type PalletId = StakePot;
	type Window = ConstU32<WINDOW>;
	type Bond = ConstU128<BOND>;
	type MaxPools = ConstU32<4>;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = Helper;
}

#[cfg(feature = "runtime-benchmarks")]
pub struct Helper;
#[cfg(feature = "runtime-benchmarks")]
impl crate::BenchmarkHelper<AssetId, AccountId> for Helper {
	fn asset(index: u32) -> AssetId {
		match index {
			0 => NATIVE,
			1 => GOLD,
			_ => SILVER,
		}
	}

	fn fund(asset: &AssetId, who: &AccountId, amount: Balance) {
		use frame_support::traits::fungibles::Mutate;
		assert_ok!(AllAssets::mint_into(asset.clone(), who, amount));
	}

	fn set_time(now: u64) {
		pallet_timestamp::Now::<Test>::put(now);
	}
}

/// A chain in epoch 0, with rich accounts and nobody registered.
pub fn new_test_ext() -> sp_io::TestExternalities {
	let accounts = [ALICE, BOB, CHARLIE, DAVE, OPERATOR, RIVAL, TREASURY];
	let in_asset = |id: u32| accounts.map(|who| (id, who, FUNDS)).into_iter();
	let mut storage = RuntimeGenesisConfig {
		balances: pallet_balances::GenesisConfig {
			balances: accounts.map(|who| (who, FUNDS)).to_vec(),
			..Default::default()
		},
		assets: pallet_assets::GenesisConfig {
			assets: vec![(1, TREASURY, true, 1), (2, TREASURY, true, 5), (3, TREASURY, true, 1)],
			accounts: [1, 2, 3].into_iter().flat_map(in_asset).collect(),
			..Default::default()
		},
		staking: crate::GenesisConfig {
			clock: EpochClock { origin: 0, length: EPOCH },
			..Default::default()
		},
		..Default::default()
	}
	.build_storage()
	.expect("the genesis is sound");
	let mut ext: sp_io::TestExternalities = std::mem::take(&mut storage).into();
	ext.execute_with(|| System::set_block_number(1));
	ext
}

/// Runs a test on a new chain and checks every invariant at its end.
pub fn test(run: impl FnOnce()) {
	new_test_ext().execute_with(|| {
		run();
		check_invariants();
	});
}

pub fn check_invariants() {
	Staking::do_try_state().expect("every invariant holds");
}

/// Lets the wall clock reach the beginning of an epoch.
pub fn go_to(epoch: u32) {
	pallet_timestamp::Now::<Test>::put(u64::from(epoch) * EPOCH);
}

pub fn now() -> u32 {
	Staking::now().0
}

pub fn skip(epochs: u32) {
	go_to(now() + epochs);
}

pub fn signed(who: AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

pub fn root() -> RuntimeOrigin {
	RuntimeOrigin::root()
}

pub fn percent(part: u64) -> Fraction {
	Fraction::from_percent(part)
}

/// Registers [`OPERATOR`] with one pool in the native asset.
pub fn operator_pool() -> PoolId {
	operator_pool_in(OPERATOR, NATIVE)
}

/// Registers an operator if it is not yet, and opens a pool with a minimum of 1.
pub fn operator_pool_in(operator: AccountId, asset: AssetId) -> PoolId {
	if !crate::Operators::<Test>::contains_key(operator) {
		assert_ok!(Staking::register(signed(operator)));
	}
	assert_ok!(Staking::open_pool(signed(operator), asset, 1));
	last_pool()
}

pub fn plain_pool(asset: AssetId) -> PoolId {
	assert_ok!(Staking::open_plain_pool(root(), asset, 1));
	last_pool()
}

pub fn last_pool() -> PoolId {
	crate::LastPool::<Test>::get().expect("a pool was opened")
}

pub fn balance(asset: AssetId, who: AccountId) -> Balance {
	AllAssets::balance(asset, &who)
}

pub fn asset_of(pool: PoolId) -> AssetId {
	crate::Pools::<Test>::get(pool).expect("there is such a pool").asset
}

/// The value of a holder's lots now.
pub fn staked(pool: PoolId, who: AccountId) -> Balance {
	Staking::stake_view(pool, &who).map_or(0, |stake| stake.value)
}

/// The value of a holder's exits now.
pub fn exiting(pool: PoolId, who: AccountId) -> Vec<(u32, Balance)> {
	let stake = Staking::stake_view(pool, &who).expect("there is such a pool");
	stake.exits.iter().map(|exit| (exit.release.0, exit.value)).collect()
}

/// Delegates, and checks that the money moved, that it counts from the next epoch, and the event.
pub fn delegate(pool: PoolId, who: AccountId, amount: Balance) {
	let (before, had) = (balance(asset_of(pool), who), staked(pool, who));

	assert_ok!(Staking::delegate(signed(who), pool, amount));

	assert_eq!(balance(asset_of(pool), who), before - amount);
	assert_eq!(staked(pool, who), had + amount);
	let effective = EpochIndex(now() + 1);
	assert_last(Event::Delegated { pool, holder: who, amount, effective });
}

pub fn undelegate(pool: PoolId, who: AccountId, amount: Balance) {
	assert_ok!(Staking::undelegate(signed(who), pool, Amount::Exactly(amount)));
}

pub fn undelegate_all(pool: PoolId, who: AccountId) {
	assert_ok!(Staking::undelegate(signed(who), pool, Amount::All));
}

/// Withdraws, and checks that exactly so much was paid.
pub fn withdraw(pool: PoolId, who: AccountId, amount: Balance) {
	let before = balance(asset_of(pool), who);

	assert_ok!(Staking::withdraw(signed(who), pool, who));

	assert_eq!(balance(asset_of(pool), who) - before, amount);
	assert_last(Event::Withdrawn { pool, holder: who, amount });
}

pub fn slash(operator: AccountId, fault: u32, fraction: Fraction, scope: Scope) -> DispatchResult {
	Staking::slash(root(), operator, EpochIndex(fault), fraction, scope)
}

/// Slashes the pools (and the bond) of [`OPERATOR`].
pub fn slash_pools(fault: u32, fraction: Fraction) {
	assert_ok!(slash(OPERATOR, fault, fraction, Scope::BondAndPools));
}

pub fn assert_last(event: Event<Test>) {
	System::assert_last_event(event.into());
}

pub fn assert_has(event: Event<Test>) {
	System::assert_has_event(event.into());
}
