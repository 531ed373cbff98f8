// SPDX-License-Identifier: Apache-2.0

//! A runtime for tests: the native asset and four others, epochs of a second, a window of three
//! epochs. The helpers do something and check all that has to come of it, so that a test reads as a
//! story.

mod observer;
mod pages;
mod position_accounts;
mod recording_liability;

pub use bulwark_testing::mock::{AssetId, Listed, EXISTENTIAL_DEPOSIT, GOLD, NATIVE, SILVER, TIN};
pub use observer::RecordingObserver;
pub use pages::*;
pub use position_accounts::*;
pub use recording_liability::RecordingLiability;

use crate as pallet_operator_staking;
use crate::{
	Amount, Balance, BaseTerms, ClosingCause, Departure, EpochClock, EpochIndex, Event, Fraction,
	Fractions, HoldReason, Multiplier, OperatorState, PoolId, Power, Price, Scope, SetId,
	StakeView,
};
use bulwark_ledger::{Cover, OptInsAtLock};
use bulwark_testing::CallsBack;
use bulwark_traits::{Epochs, Liability, SetChange, SetMessenger, Slash, Slashed};
use frame_support::{
	assert_noop, assert_ok, derive_impl,
	dispatch::DispatchResultWithPostInfo,
	parameter_types,
	storage::with_storage_layer,
	traits::{
		fungible::{InspectHold, NativeFromLeft, NativeOrWithId, UnionOf},
		fungibles::{Inspect, Mutate},
		tokens::{imbalance::ResolveAssetTo, Preservation},
		AsEnsureOriginWithArg, ConstU128, ConstU32, Hooks, OnUnbalanced, ValidatorRegistration,
	},
	weights::{Weight, WeightMeter},
	PalletId,
};
use frame_system::{EnsureRoot, EnsureRootWithSuccess, EnsureSigned};
use sp_runtime::{traits::Convert, BuildStorage, DispatchResult};

pub type AccountId = u64;

bulwark_testing::runtime!(40: Staking = pallet_operator_staking);
bulwark_testing::money!(AccountId);

pub const ALICE: AccountId = 1;
pub const BOB: AccountId = 2;
pub const CHARLIE: AccountId = 3;
pub const DAVE: AccountId = 4;
/// An operator.
pub const OPERATOR: AccountId = 10;
/// A second one.
pub const RIVAL: AccountId = 11;
/// Two more, for long histories.
pub const THIRD: AccountId = 12;
pub const FOURTH: AccountId = 13;
/// Stands by for when everybody has left.
pub const RELIEF: AccountId = 14;
/// Gets slashed money, opens standalone pools and looks after the assets.
pub const TREASURY: AccountId = 99;
/// Has nothing.
pub const PAUPER: AccountId = 100;

/// Everybody who is rich at the start, the treasury apart.
pub const CAST: [AccountId; 8] = [ALICE, BOB, CHARLIE, DAVE, OPERATOR, RIVAL, THIRD, FOURTH];

pub const BOND: Balance = 1_000;
pub const FUNDS: Balance = 1 << 100;
pub const WINDOW: u32 = 3;
pub const MAX_POOLS: u32 = 4;
pub const MAX_OPERATORS: u32 = 8;
/// The largest active set.
pub const MAX_SET: u32 = MAX_OPERATORS - 1;
/// The number of epochs in which an operator may make up for its self-stake.
pub const CURE: u32 = 2;
/// The number of elections after which a place that is not used can be reclaimed.
pub const RECLAIM: u32 = 5;
pub const EPOCH: u64 = 1_000;
/// The weight of every door.
pub const DOOR: Weight = Weight::from_parts(1_000_000_000, 0);

/// An asset that keeps no account alive: its stakers need native money too.
pub const COPPER: AssetId = NativeOrWithId::WithId(4);
/// The assets that can be staked.
pub const LISTED: [AssetId; 4] = [NATIVE, GOLD, SILVER, COPPER];

parameter_types! {
	pub const StakePot: PalletId = PalletId(*b"bw/stake");
	pub const NativeAsset: AssetId = NATIVE;
	pub const Treasury: AccountId = TREASURY;
	/// The last epoch in which anybody may slash operators, if there is any.
	pub storage LastLiable: Option<u32> = Some(u32::MAX);
	/// The notices to followers of the active set.
	pub storage Notices: Vec<(SetId, EpochIndex, Vec<AccountId>, Vec<AccountId>)> = vec![];
	/// [`WINDOW`], where a test does not say otherwise.
	pub storage Window: u32 = WINDOW;
	/// As many as [`LISTED`] has.
	pub storage MaxAssets: u32 = 4;
	/// Pools wait for their calls, if no test says otherwise.
	pub storage PoolsPerIdleBlock: u32 = 0;
	/// The number of members up to which operators serve unsecured.
	pub storage MinMembers: u32 = 2;
	/// The operators whose bonds answer to nobody.
	pub storage Unsecured: Vec<AccountId> = vec![];
	/// The price of silver.
	pub storage SilverPrice: Price = Price::from_u32(2);
	/// The accounts without session keys.
	pub storage Keyless: Vec<AccountId> = vec![];
}

// Weights ask for them where there is no storage.
parameter_types! {
	/// [`MAX_POOLS`], where a test does not say otherwise.
	pub static PoolsOfOperator: u32 = MAX_POOLS;
	/// [`MAX_OPERATORS`], where a test does not say otherwise.
	pub static OperatorsOfChain: u32 = MAX_OPERATORS;
}

/// The opt-ins of operators: everything, up to [`LastLiable`], and what a test tells [`RecordingLiability`].
pub struct OptedIn;
impl Liability<AccountId> for OptedIn {
	fn last_liable(operator: &AccountId, scope: Scope, leaving: EpochIndex) -> Option<EpochIndex> {
		let told = RecordingLiability::last_liable(operator, scope, leaving);
		LastLiable::get().map(|last| EpochIndex(last).min(leaving)).max(told)
	}

	fn notice(operator: &AccountId) -> u32 {
		RecordingLiability::notice(operator)
	}

	fn cover(operator: &AccountId) -> Cover {
		match Unsecured::get().contains(operator) {
			true => Cover::NEVER,
			false => RecordingLiability::cover(operator),
		}
	}

	fn closes(_: &AccountId) {}

	fn lock_begin(operator: &AccountId, now: EpochIndex) -> OptInsAtLock {
		RecordingLiability::lock_begin(operator, now)
	}

	fn waives(
		operator: &AccountId,
		locked_in: EpochIndex,
		begin: &OptInsAtLock,
		now: EpochIndex,
	) -> bool {
		RecordingLiability::waives(operator, locked_in, begin, now)
	}

	fn weight() -> Weight {
		DOOR
	}

	fn cover_weight() -> Weight {
		DOOR
	}

	fn closes_weight() -> Weight {
		DOOR
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn worst_case(operator: &AccountId) {
		RecordingLiability::worst_case(operator);
	}
}

/// Silver has a price of its own, everything else weighs as much as native money.
pub struct Weighing;
impl Convert<AssetId, Price> for Weighing {
	fn convert(asset: AssetId) -> Price {
		if asset == SILVER {
			SilverPrice::get()
		} else {
			Price::from_u32(1)
		}
	}
}

/// Keeps every notice of the active set, the latest last.
pub struct Outbox;
impl SetMessenger<AccountId> for Outbox {
	fn announce(notice: SetChange<AccountId>) {
		let SetChange { set_id, epoch, joined, left } = notice;
		let mut notices = Notices::get();
		notices.push((set_id, epoch, joined, left));
		Notices::set(&notices);
	}

	fn weight() -> Weight {
		DOOR
	}
}

/// Everybody has session keys, but [`Keyless`].
pub struct Keyed;
impl ValidatorRegistration<AccountId> for Keyed {
	fn is_registered(who: &AccountId) -> bool {
		!Keyless::get().contains(who)
	}
}

/// They call back where a test says so.
pub type AllAssets = CallsBack<UnionOf<Balances, Assets, NativeFromLeft, AssetId, AccountId>>;

impl crate::Config for Test {
	type Assets = AllAssets;
	type Native = CallsBack<Balances>;
	type NativeAsset = NativeAsset;
	type RuntimeHoldReason = RuntimeHoldReason;
	type StakeAssets = Listed;
	type Power = Weighing;
	type Liability = OptedIn;
	type Observer = RecordingObserver;
	type Messenger = Outbox;
	type AdminOrigin = EnsureRoot<AccountId>;
	type EmergencyOrigin = EnsureRoot<AccountId>;
	type StandalonePoolOrigin = EnsureRootWithSuccess<AccountId, Treasury>;
	type Time = Timestamp;
	type PalletId = StakePot;
	type Window = Window;
	type Bond = ConstU128<BOND>;
	type MaxPools = PoolsOfOperator;
	type PoolsPerIdleBlock = PoolsPerIdleBlock;
	type MaxAssets = MaxAssets;
	type MaxOperators = OperatorsOfChain;
	type MinMembers = MinMembers;
	type ReclaimPeriod = ConstU32<RECLAIM>;
	type CurePeriod = ConstU32<CURE>;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = Helper;
}

#[cfg(feature = "runtime-benchmarks")]
pub struct Helper;
#[cfg(feature = "runtime-benchmarks")]
impl crate::BenchmarkHelper<AssetId, AccountId> for Helper {
	fn asset(index: u32) -> AssetId {
		LISTED[index as usize % LISTED.len()].clone()
	}

	fn fund(asset: &AssetId, who: &AccountId, amount: Balance) {
		assert_ok!(AllAssets::mint_into(asset.clone(), who, amount));
	}

	fn set_time(now: u64) {
		pallet_timestamp::Now::<Test>::put(now);
	}

	fn quiet_doors() {}
}

// Chains.

/// A chain in epoch 0, with rich accounts and nobody registered.
pub fn genesis() -> RuntimeGenesisConfig {
	let rich = || CAST.into_iter().chain([RELIEF, TREASURY]);
	let in_asset = |id: u32| rich().map(move |who| (id, who, FUNDS));
	RuntimeGenesisConfig {
		balances: pallet_balances::GenesisConfig {
			balances: rich().map(|who| (who, FUNDS)).collect(),
			..Default::default()
		},
		assets: pallet_assets::GenesisConfig {
			assets: vec![
				(1, TREASURY, true, 1),
				(2, TREASURY, true, 5),
				(3, TREASURY, true, 1),
				(4, TREASURY, false, 1),
			],
			accounts: (1..=4).flat_map(in_asset).collect(),
			..Default::default()
		},
		staking: crate::GenesisConfig {
			clock: EpochClock { origin: 0, length: EPOCH },
			..Default::default()
		},
		..Default::default()
	}
}

/// A chain in block 1, from which on events are kept.
pub fn chain(genesis: RuntimeGenesisConfig) -> sp_io::TestExternalities {
	RecordingLiability::reset();
	let storage = genesis.build_storage().expect("the genesis is sound");
	let mut ext = sp_io::TestExternalities::from(storage);
	ext.execute_with(|| {
		System::set_block_number(1);
		RecordingObserver::begin();
	});
	ext
}

pub fn new_test_ext() -> sp_io::TestExternalities {
	chain(genesis())
}

/// Runs a test on a new chain and checks every invariant at its end.
pub fn test(run: impl FnOnce()) {
	new_test_ext().execute_with(|| {
		run();
		check_invariants();
	});
}

/// The chain has begun with the bounds that its runtime has now.
pub fn begin_anew() {
	crate::Bounds::<Test>::kill();
	Staking::keep_bounds();
}

pub fn check_invariants() {
	Staking::do_try_state().expect("every invariant holds");
	RecordingObserver::check();
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
	Staking::now().0
}

pub fn skip(epochs: u32) {
	go_to(now() + epochs);
}

/// The departure of stake that is unstaked now, while somebody may slash the operator.
pub fn leaving_now() -> Departure {
	Departure {
		last_epoch: EpochIndex(now()),
		release_epoch: EpochIndex(now() + Window::get() + 1),
	}
}

// Money.

/// The free balance.
pub fn balance(asset: AssetId, who: AccountId) -> Balance {
	AllAssets::balance(asset, &who)
}

/// The bond that is held.
pub fn bond_of(operator: AccountId) -> Balance {
	Balances::balance_on_hold(&HoldReason::Bond.into(), &operator)
}

/// The amount of an asset in the pot that is somebody's.
pub fn recorded(asset: AssetId) -> Balance {
	crate::Pots::<Test>::get(asset).map_or(0, |pot| pot.owed())
}

/// Moves money between accounts, to the last unit if need be.
pub fn transfer(asset: AssetId, from: AccountId, to: AccountId, amount: Balance) {
	assert_ok!(AllAssets::transfer(asset, &from, &to, amount, Preservation::Expendable));
}

/// Leaves an account no more than so much of an asset.
pub fn keep_only(asset: AssetId, who: AccountId, amount: Balance) {
	transfer(asset.clone(), who, TREASURY, balance(asset, who) - amount);
}

/// Lets an asset other than the native one refuse all payments to and from an account.
pub fn block(asset: AssetId, who: AccountId) {
	let NativeOrWithId::WithId(id) = asset else { panic!("nobody can block native money") };
	assert_ok!(Assets::block(signed(TREASURY), id, who));
}

pub fn unblock(asset: AssetId, who: AccountId) {
	let NativeOrWithId::WithId(id) = asset else { panic!("nobody can block native money") };
	assert_ok!(Assets::thaw(signed(TREASURY), id, who));
}

/// Lets an asset other than the native one refuse all payments. Nothing happens if it does.
pub fn freeze(asset: AssetId) {
	let NativeOrWithId::WithId(id) = asset else { panic!("nobody can freeze native money") };
	let _ = Assets::freeze_asset(signed(TREASURY), id);
}

pub fn thaw(asset: AssetId) {
	let NativeOrWithId::WithId(id) = asset else { panic!("nobody can freeze native money") };
	let _ = Assets::thaw_asset(signed(TREASURY), id);
}

// Operators.

/// Registers, and checks that the bond is held, and that the floor of the native pot was paid if it
/// was missing.
pub fn register(operator: AccountId) {
	let pot = crate::Pots::<Test>::contains_key(NATIVE);
	let floor = if pot { 0 } else { EXISTENTIAL_DEPOSIT };
	let before = balance(NATIVE, operator);

	assert_ok!(Staking::register(signed(operator)));

	assert_eq!(balance(NATIVE, operator), before - BOND - floor);
	assert_eq!(bond_of(operator), BOND);
	assert_eq!(state(operator), OperatorState::Active);
	let since_epoch = EpochIndex(now());
	assert_last(Event::OperatorRegistered { operator, bond: BOND, since_epoch });
}

/// Fills the bond up, and checks that exactly so much was held.
pub fn top_up_bond(operator: AccountId, amount: Balance) {
	let before = balance(NATIVE, operator);

	assert_ok!(Staking::top_up_bond(signed(operator)));

	assert_eq!(balance(NATIVE, operator), before - amount);
	assert_eq!(bond_of(operator), BOND);
	let effective_from = EpochIndex(now() + 1);
	assert_last(Event::BondToppedUp { operator, amount, effective_from });
}

/// Retires, and checks that every pool closes with the present epoch.
pub fn retire(operator: AccountId) {
	assert_ok!(Staking::retire(signed(operator)));

	assert_closed(operator, leaving_now());
	let (cause, departure) = (ClosingCause::Retired, leaving_now());
	assert_last(Event::OperatorClosing { operator, cause, departure });
}

/// Withdraws the bond, and checks that exactly so much was left of it.
pub fn withdraw_bond(operator: AccountId, amount: Balance) {
	let before = balance(NATIVE, operator);

	assert_ok!(Staking::withdraw_bond(signed(operator), operator));

	assert_eq!(balance(NATIVE, operator), before + amount);
	assert_eq!(bond_of(operator), 0);
	assert!(!crate::Operators::<Test>::contains_key(operator));
	assert_last(Event::BondWithdrawn { operator, amount });
}

pub fn state(operator: AccountId) -> OperatorState {
	Staking::state_of(&operator).expect("it is registered")
}

/// The operator and all its pools leave like this.
pub fn assert_closed(operator: AccountId, departure: Departure) {
	assert_leave(operator, departure, departure);
}

/// An operator's bond leaves like the one, all its pools like the other.
pub fn assert_leave(operator: AccountId, bond: Departure, pools: Departure) {
	let record = crate::Operators::<Test>::get(operator).expect("it is registered");
	assert_eq!(record.departure, Some(bond));
	for pool in record.backing.pool_ids() {
		let buckets = crate::Pools::<Test>::get(pool).expect("it is there").buckets;
		assert_eq!(buckets.departure(), Some(pools));
		assert_has(Event::PoolClosed { pool_id: pool, departure: pools });
	}
}

// Pools.

/// Registers [`OPERATOR`] with one pool in the native asset.
pub fn operator_pool() -> PoolId {
	operator_pool_in(OPERATOR, NATIVE)
}

/// Registers an operator if it is not yet, and opens a pool with a minimum of 1.
pub fn operator_pool_in(operator: AccountId, asset: AssetId) -> PoolId {
	if !crate::Operators::<Test>::contains_key(operator) {
		register(operator);
	}
	pool_in(operator, asset, BaseTerms::ONE)
}

/// Opens a pool of [`OPERATOR`] in the native asset, in which stake without a position weighs as much.
pub fn pool_on(base: BaseTerms) -> PoolId {
	register(OPERATOR);
	pool_in(OPERATOR, NATIVE, base)
}

/// Opens one more pool of an operator.
pub fn pool_in(operator: AccountId, asset: AssetId, base: BaseTerms) -> PoolId {
	assert_ok!(Staking::open_pool(signed(operator), asset, 1, base));
	last_pool()
}

pub fn standalone_pool(asset: AssetId) -> PoolId {
	assert_ok!(Staking::open_standalone_pool(root(), asset, 1, Default::default()));
	last_pool()
}

pub fn last_pool() -> PoolId {
	PoolId(crate::NextPoolId::<Test>::get().0 - 1)
}

pub fn asset_of(pool: PoolId) -> AssetId {
	crate::Pools::<Test>::get(pool).expect("there is such a pool").asset
}

// Stake.

/// Registers [`OPERATOR`] with a pool in the native asset that takes no less than so much.
pub fn pool_with_minimum(minimum: Balance) -> PoolId {
	register(OPERATOR);
	assert_ok!(Staking::open_pool(signed(OPERATOR), NATIVE, minimum, Default::default()));
	last_pool()
}

/// The active stake of a pool.
pub fn active(pool: PoolId) -> Balance {
	Staking::pool(pool).expect("there is such a pool").active
}

/// A staker's stake in a pool; an empty one if it has none.
pub fn stake_of(pool: PoolId, who: AccountId) -> StakeView {
	let nothing = StakeView {
		value: 0,
		multiplier: Multiplier::ONE,
		lots: vec![],
		exits: vec![],
		redelegations: vec![],
		withdrawable: 0,
	};
	Staking::stake_of(pool, who).unwrap_or(nothing)
}

/// The shares of a staker's lots, the oldest first.
pub fn lots(pool: PoolId, who: AccountId) -> Vec<u128> {
	stake_of(pool, who).lots.iter().map(|lot| lot.shares.0).collect()
}

/// The value of a staker's lots and exits.
pub fn owned(pool: PoolId, who: AccountId) -> Balance {
	staked(pool, who) + unbonding(pool, who).iter().map(|(_, value)| value).sum::<Balance>()
}

/// The value of a staker's lots now.
pub fn staked(pool: PoolId, who: AccountId) -> Balance {
	Staking::stake_of(pool, who).map_or(0, |stake| stake.value)
}

/// A staker's exits now: their release, and their value.
pub fn unbonding(pool: PoolId, who: AccountId) -> Vec<(u32, Balance)> {
	stake_of(pool, who).exits.iter().map(|exit| (exit.release.0, exit.value)).collect()
}

/// The released amount that could not be paid.
pub fn due(pool: PoolId, who: AccountId) -> Balance {
	crate::Exits::<Test>::get(who, pool).map_or(0, |exits| exits.due())
}

/// Delegates, and checks that the money moved, that it is active from the next epoch on, and the event.
pub fn delegate(pool: PoolId, who: AccountId, amount: Balance) {
	let (before, had) = (balance(asset_of(pool), who), staked(pool, who));

	assert_ok!(Staking::delegate(signed(who), pool, amount));

	assert_eq!(balance(asset_of(pool), who), before - amount);
	assert_eq!(staked(pool, who), had + amount);
	let effective_from = EpochIndex(now() + 1);
	assert_last(Event::Delegated { pool_id: pool, staker: who, amount, effective_from });
}

/// Undelegates an amount, and checks that exactly so much left the lots.
pub fn undelegate(pool: PoolId, who: AccountId, amount: Balance) {
	let had = staked(pool, who);

	assert_ok!(Staking::undelegate(signed(who), pool, Amount::Exactly(amount)));

	let (returned, unbonding) = last_undelegated();
	assert_eq!(returned + unbonding, amount);
	assert!(staked(pool, who) <= had - amount, "rounding never favours who leaves");
}

/// Undelegates everything, and checks that it is what it was worth and that no dust stays.
pub fn undelegate_all(pool: PoolId, who: AccountId) {
	let had = staked(pool, who);

	assert_ok!(Staking::undelegate(signed(who), pool, Amount::All));

	let (returned, unbonding) = last_undelegated();
	assert_eq!(returned + unbonding, had);
	assert!(!crate::Holdings::<Test>::contains_key(who, pool));
}

pub fn try_undelegate(pool: PoolId, who: AccountId, amount: Balance) -> DispatchResult {
	outcome(Staking::undelegate(signed(who), pool, Amount::Exactly(amount)))
}

/// The amounts that came back at once and that unbond, as the last event says.
pub fn last_undelegated() -> (Balance, Balance) {
	let Some(Event::Undelegated { returned, unbonding, .. }) = events().pop() else {
		panic!("nobody asked stake back last");
	};
	(returned, unbonding)
}

/// Withdraws, and checks that exactly so much was paid.
pub fn withdraw(pool: PoolId, who: AccountId, amount: Balance) {
	withdraw_by(who, pool, who, amount);
}

/// Lets anyone pay a staker out.
pub fn withdraw_by(caller: AccountId, pool: PoolId, who: AccountId, amount: Balance) {
	let (before, record) = (balance(asset_of(pool), who), recorded(asset_of(pool)));

	assert_ok!(Staking::withdraw(signed(caller), pool, who));

	assert_eq!(balance(asset_of(pool), who), before + amount);
	assert_eq!(recorded(asset_of(pool)), record - amount);
	assert_last(Event::Withdrawn { pool_id: pool, staker: who, amount });
}

pub fn try_withdraw(caller: AccountId, pool: PoolId, staker: AccountId) -> DispatchResult {
	outcome(Staking::withdraw(signed(caller), pool, staker))
}

pub fn poke(pool: PoolId, staker: Option<AccountId>) {
	assert_ok!(Staking::poke(signed(PAUPER), pool, staker));
}

// Slashes.

/// Slashes as a judge would, in a call of its own: the money goes to the treasury.
pub fn slash(operator: AccountId, fault: u32, fraction: Fraction, scope: Scope) -> DispatchResult {
	slash_of(operator, fault, Fractions::of(scope, fraction))
}

/// The same of bond and pools by fractions of their own.
pub fn slash_of(operator: AccountId, fault: u32, fractions: Fractions) -> DispatchResult {
	with_storage_layer(|| {
		let Slashed { bond, pools, .. } =
			<Staking as Slash<_, _, _>>::slash(&operator, EpochIndex(fault), fractions)?;
		bond.into_iter()
			.chain(pools)
			.for_each(ResolveAssetTo::<Treasury, AllAssets>::on_unbalanced);
		Ok(())
	})
}

/// Hands out what is owed in a pool to the treasury, up to an amount.
pub fn hand_out_owed(pool: PoolId, amount: Balance) -> DispatchResult {
	with_storage_layer(|| {
		let money = <Staking as Slash<_, _, _>>::hand_out(pool, amount)?;
		ResolveAssetTo::<Treasury, AllAssets>::on_unbalanced(money);
		Ok(())
	})
}

/// Slashes the pools (and the bond) of [`OPERATOR`].
pub fn slash_pools(fault: u32, fraction: Fraction) {
	slash_and_check(OPERATOR, fault, fraction, Scope::BondAndPools);
}

/// Slashes the pools of [`OPERATOR`], and fills its bond up again, so that its pools go on.
pub fn slash_and_top_up(fault: u32, fraction: Fraction) {
	slash_pools(fault, fraction);
	top_up_bond(OPERATOR, BOND - bond_of(OPERATOR));
}

/// Slashes the bond of [`OPERATOR`].
pub fn slash_bond(fault: u32, fraction: Fraction) {
	slash_and_check(OPERATOR, fault, fraction, Scope::Bond);
}

/// Slashes, and checks that the treasury received what bond and pools lost, to the unit, in every
/// asset (I8).
pub fn slash_and_check(operator: AccountId, fault: u32, fraction: Fraction, scope: Scope) {
	let records = || LISTED.map(recorded);
	let riches = || LISTED.map(|asset| balance(asset, TREASURY));
	let (bond, recorded, rich) = (bond_of(operator), records(), riches());

	assert_ok!(slash(operator, fault, fraction, scope));

	let bond = bond - bond_of(operator);
	let fault = EpochIndex(fault);
	let fractions = Fractions::of(scope, fraction);
	assert_has(Event::Slashed { operator, fault_epoch: fault, fractions, bond });
	for (index, asset) in LISTED.into_iter().enumerate() {
		let from_bond = if asset == NATIVE { bond } else { 0 };
		let lost = recorded[index] - records()[index] + from_bond;
		assert_eq!(riches()[index] - rich[index], lost, "I8: {asset:?}");
	}
}

// Events.

/// Everything that the pallet told, the latest last.
pub fn events() -> Vec<Event<Test>> {
	System::read_events_for_pallet()
}

pub fn assert_last(event: Event<Test>) {
	System::assert_last_event(event.into());
}

/// The outcome of a call, whatever it weighs.
pub fn outcome(result: DispatchResultWithPostInfo) -> DispatchResult {
	result.map(|_| ()).map_err(|failed| failed.error)
}

pub fn assert_has(event: Event<Test>) {
	System::assert_has_event(event.into());
}

// Blocks and the active set.

/// Lets a block begin that has weight for everything.
pub fn next_block() {
	next_block_within(Weight::MAX);
}

/// Lets a block begin that has so much weight to spare, and returns how much of it was used.
pub fn next_block_within(limit: Weight) -> Weight {
	let number = System::block_number() + 1;
	let mut meter = WeightMeter::with_limit(limit);

	System::set_block_number(number);
	Staking::on_poll(number, &mut meter);

	meter.consumed()
}

/// Lets an epoch begin with two blocks: one that ranks, and one in which the set is active.
pub fn next_epoch() {
	skip(1);
	next_block();
	next_block();
}

/// Says how many operators serve.
pub fn set_size(size: u32) {
	let old = crate::ActiveSetSize::<Test>::get();

	assert_ok!(Staking::set_active_set_size(root(), size));

	assert_last(Event::ActiveSetSizeSet { old, new: size });
}

/// Registers operators, each with a pool in the native asset and so much of Alice's stake behind
/// it, and lets the first X serve.
pub fn serve<const N: usize>(size: u32, powers: [(AccountId, Balance); N]) -> [PoolId; N] {
	set_size(size);
	let pools = powers.map(|(operator, power)| {
		let pool = operator_pool_in(operator, NATIVE);
		if power > 0 {
			delegate(pool, ALICE, power);
		}
		pool
	});

	next_epoch();

	let with_power = powers.iter().filter(|(_, power)| *power > 0).count();
	let able = if with_power == 0 { N } else { with_power };
	let least = able.min(size as usize).min(MinMembers::get() as usize);
	assert!((least..=able).contains(&members().len()));
	pools
}

/// The members of the active set.
pub fn members() -> Vec<AccountId> {
	Staking::active_set().members
}

/// The operators that can serve, the most powerful first.
pub fn ranking() -> Vec<AccountId> {
	Staking::active_set().ranking.iter().map(|ranked| ranked.operator).collect()
}

// Own stake.

/// Says how much every operator has to stake itself.
pub fn demand(amount: Power) {
	let old = crate::GlobalMinSelfStake::<Test>::get().amount;

	assert_ok!(Staking::set_global_min_self_stake(root(), amount));

	assert_last(Event::GlobalMinSelfStakeSet { old, new: amount });
}

/// In epoch 10, [`OPERATOR`] with a pool in which so much of its own is active. A hundred are
/// demanded.
pub fn pool_with_own(own: Balance) -> PoolId {
	let pool = operator_pool();
	demand(100);
	delegate(pool, OPERATOR, own);
	go_to(10);
	pool
}

/// An operator's pool takes stake of others.
pub fn assert_takes(pool: PoolId) {
	delegate(pool, BOB, 1);
}

/// An operator's pool takes no stake of others: its own is too low.
pub fn assert_takes_nothing(pool: PoolId) {
	let refused = crate::Error::<Test>::SelfStakeTooLow;
	assert_noop!(Staking::delegate(signed(BOB), pool, 1), refused);
}

// Redelegations.

/// The pools of [`OPERATOR`] and of [`RIVAL`] in an asset, with Alice's hundred active in the
/// first.
pub fn two_pools(asset: AssetId) -> (PoolId, PoolId) {
	let (from, to) = (operator_pool_in(OPERATOR, asset.clone()), operator_pool_in(RIVAL, asset));
	delegate(from, ALICE, 100);
	skip(1);
	(from, to)
}

/// Moves an amount, and checks that exactly so much left the lots.
pub fn redelegate(from: PoolId, to: PoolId, who: AccountId, amount: Balance) {
	let had = staked(from, who);

	redelegate_and_check(from, to, who, Amount::Exactly(amount));

	let (returned, unbonding) = last_redelegated();
	assert_eq!(returned + unbonding, amount);
	assert!(staked(from, who) <= had - amount, "rounding never favours who leaves");
}

/// Moves everything, and checks that it is what it was worth and that no dust stays.
pub fn redelegate_all(from: PoolId, to: PoolId, who: AccountId) {
	let had = staked(from, who);

	redelegate_and_check(from, to, who, Amount::All);

	let (returned, unbonding) = last_redelegated();
	assert_eq!(returned + unbonding, had);
	assert!(!crate::Holdings::<Test>::contains_key(who, from));
}

/// Moves stake, and checks that no money moved.
fn redelegate_and_check(from: PoolId, to: PoolId, who: AccountId, amount: Amount) {
	let (before, record) = (balance(asset_of(from), who), recorded(asset_of(from)));

	assert_ok!(try_redelegate(from, to, who, amount));

	assert_eq!(balance(asset_of(from), who), before);
	assert_eq!(recorded(asset_of(from)), record);
}

pub fn try_redelegate(from: PoolId, to: PoolId, who: AccountId, amount: Amount) -> DispatchResult {
	outcome(Staking::redelegate(signed(who), from, to, amount))
}

/// The amounts that went on at once and that unbond, as the event says.
pub fn last_redelegated() -> (Balance, Balance) {
	let moved = events().into_iter().rev().find_map(|event| match event {
		Event::Redelegated { returned, unbonding, .. } => Some((returned, unbonding)),
		_ => None,
	});
	moved.expect("somebody moved stake")
}

/// The redelegated exits of a staker now: their release, and their value.
pub fn moving(from: PoolId, to: PoolId, who: AccountId) -> Vec<(u32, Balance)> {
	let ways = stake_of(from, who).redelegations;
	let exits = ways.into_iter().filter(|way| way.to == to).flat_map(|way| way.exits);
	exits.map(|exit| (exit.release.0, exit.value)).collect()
}

/// Completes a redelegation, and checks that exactly so much was staked and no money moved.
pub fn complete(from: PoolId, to: PoolId, who: AccountId, amount: Balance) {
	complete_by(who, from, to, who, amount);
}

/// Lets anyone complete a staker's redelegation.
pub fn complete_by(caller: AccountId, from: PoolId, to: PoolId, who: AccountId, amount: Balance) {
	let (before, record) = (balance(asset_of(from), who), recorded(asset_of(from)));
	let had = staked(to, who);

	assert_ok!(try_complete(caller, from, to, who));

	assert_eq!(balance(asset_of(from), who), before);
	assert_eq!(recorded(asset_of(from)), record);
	assert_eq!(staked(to, who), had + amount);
	let effective_from = EpochIndex(now() + 1);
	assert_last(Event::RedelegationCompleted { from, to, staker: who, amount, effective_from });
}

pub fn try_complete(caller: AccountId, from: PoolId, to: PoolId, who: AccountId) -> DispatchResult {
	outcome(Staking::complete_redelegation(signed(caller), from, to, who))
}

/// Makes a redelegation an ordinary exit, and checks that nothing is on its way any more.
pub fn cancel(from: PoolId, to: PoolId, who: AccountId) {
	assert_ok!(try_cancel(from, to, who));

	assert!(!crate::Redelegations::<Test>::contains_key((who, from, to)));
	assert_last(Event::RedelegationCancelled { from, to, staker: who });
}

pub fn try_cancel(from: PoolId, to: PoolId, who: AccountId) -> DispatchResult {
	Staking::cancel_redelegation(signed(who), from, to)
}
