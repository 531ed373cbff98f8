// SPDX-License-Identifier: Apache-2.0

//! A runtime for tests: the native asset and four others, epochs of a second, a window of three
//! epochs. The helpers do something and check all that has to come of it, so that a test reads as a
//! story.

mod active_set;
mod money;
mod observer;
mod operators;
mod pages;
mod pools;
mod position_accounts;
mod recording_liability;
mod redelegations;
mod slashes;
mod stake;

pub use active_set::*;
pub use bulwark_testing::mock::{AssetId, Listed, EXISTENTIAL_DEPOSIT, GOLD, NATIVE, SILVER, TIN};
pub use money::*;
pub use observer::{RecordingObserver, OF_JOINING, OF_LEAVING, OF_POOL};
pub use operators::*;
pub use pages::*;
pub use pools::*;
pub use position_accounts::*;
pub use recording_liability::RecordingLiability;
pub use redelegations::*;
pub use slashes::*;
pub use stake::*;

use crate as pallet_operator_staking;
use crate::{Balance, Departure, EpochClock, EpochIndex, Event, Fraction, Price, Scope, SetId};
use bulwark_ledger::{Cover, OptInsAtLock};
use bulwark_testing::CallsBack;
use bulwark_traits::{Epochs, Liability, SetChange, SetMessenger};
use frame_support::{
	assert_ok, derive_impl,
	dispatch::DispatchResultWithPostInfo,
	parameter_types,
	traits::{
		fungible::{NativeFromLeft, NativeOrWithId, UnionOf},
		AsEnsureOriginWithArg, ConstU128, ConstU32, ValidatorRegistration,
	},
	weights::Weight,
	PalletId,
};
use frame_system::{EnsureRoot, EnsureRootWithSuccess, EnsureSigned};
use sp_runtime::{traits::Convert, BuildStorage, DispatchResult};

pub type AccountId = u64;

bulwark_testing::runtime!(40: Staking = pallet_operator_staking);
bulwark_testing::money!(AccountId, NativeMinimum);

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
/// The weight of every door; the observer weighs several.
pub const DOOR: Weight = Weight::from_parts(1_000_000_000, 0);

/// An asset that keeps no account alive: its stakers need native money too.
pub const COPPER: AssetId = NativeOrWithId::WithId(4);
/// The assets that can be staked.
pub const LISTED: [AssetId; 4] = [NATIVE, GOLD, SILVER, COPPER];

parameter_types! {
	pub const StakePot: PalletId = PalletId(*b"bw/stake");
	pub const NativeAsset: AssetId = NATIVE;
	/// [`EXISTENTIAL_DEPOSIT`], where a test does not say otherwise.
	pub storage NativeMinimum: Balance = EXISTENTIAL_DEPOSIT;
	pub const Treasury: AccountId = TREASURY;
	/// The last epoch in which anybody may slash operators, if there is any.
	pub storage LastLiable: Option<u32> = Some(u32::MAX);
	/// The notices to followers of the active set.
	pub storage Notices: Vec<(SetId, EpochIndex, Vec<AccountId>, Vec<AccountId>)> = vec![];
	/// The epochs of these notices, and of the elections that they tell of.
	pub storage Elections: Vec<(EpochIndex, Option<EpochIndex>)> = vec![];
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
		let SetChange { set_id, epoch, elected_epoch, joined, left } = notice;
		let mut elections = Elections::get();
		elections.push((epoch, elected_epoch));
		Elections::set(&elections);
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
		use frame_support::traits::fungibles::Mutate;
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
