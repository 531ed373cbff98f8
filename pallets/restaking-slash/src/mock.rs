// SPDX-License-Identifier: Apache-2.0

//! A runtime for tests: staking, rewards and restaking wired together, epochs of a second, a window of five epochs. The
//! helpers do something and check all that has to come of it, so that a test reads as a story.

mod cases;
mod opt_ins;
mod stake;

pub use bulwark_testing::mock::*;
pub use cases::*;
pub use opt_ins::*;
pub use stake::*;

use crate as pallet_restaking_slash;
use crate::{
	Balance, CaseId, ConsumerId, ConsumerTerms, Destination, EpochIndex, Event, Fraction,
	Fractions, PoolId,
};
use bulwark_ledger::Cover;
use bulwark_traits::CoverObserver;
use frame_support::{
	assert_ok, derive_impl, parameter_types,
	traits::{
		fungible::InspectHold,
		fungibles::Inspect,
		tokens::imbalance::{ResolveAssetTo, ResolveTo},
		AsEnsureOriginWithArg, ConstU128, ConstU32, Contains, Hooks,
	},
	weights::Weight,
	PalletId,
};
use frame_system::{EnsureRoot, EnsureRootWithSuccess, EnsureSigned};
use pallet_operator_staking::Price;
use pallet_staking_rewards::{LockTier, Multiplier, Offer};
use sp_runtime::{traits::Convert, BuildStorage};

bulwark_testing::runtime!(
	14: Nfts = pallet_nfts,
	40: Staking = pallet_operator_staking,
	41: Rewards = pallet_staking_rewards,
	42: Restaking = pallet_restaking_slash,
);
bulwark_testing::money!(AccountId);
bulwark_testing::nfts!();
bulwark_testing::staking_and_rewards!(Restaking);
bulwark_testing::genesis!();
bulwark_testing::origins_and_time!();
#[cfg(feature = "runtime-benchmarks")]
bulwark_testing::benchmark_helper!();
#[cfg(feature = "runtime-benchmarks")]
mod helper;

/// An operator with a pool in the native asset and one in gold.
pub const OPERATOR: AccountId = AccountId::new([10; 32]);
/// Another operator, with a pool in the native asset.
pub const OTHER: AccountId = AccountId::new([11; 32]);
/// The manager of the consumer [`ROLLUP`].
pub const MANAGER: AccountId = AccountId::new([20; 32]);
/// Decides what is disputed of it.
pub const RESOLVER: AccountId = AccountId::new([21; 32]);
/// Hears of the active sets for consumers elsewhere.
pub const FOLLOWER: AccountId = AccountId::new([22; 32]);
/// Reports what is not its own.
pub const OUTSIDER: AccountId = AccountId::new([30; 32]);
/// Gets deposits that were lost.
pub const LOST: AccountId = AccountId::new([98; 32]);

/// Everybody who is rich at the start.
pub const CAST: [AccountId; 11] =
	[ALICE, BOB, CHARLIE, DAVE, OPERATOR, OTHER, MANAGER, RESOLVER, OUTSIDER, TREASURY, LOST];

pub const BOND: Balance = 1_000;
pub const FUNDS: Balance = 1 << 90;
/// W.
pub const WINDOW: u32 = 5;
/// N + 1: what is announced now holds so many epochs later.
pub const NOTICE: u32 = 2;
/// M + 1: what is let go now answers for so many epochs, this one included.
pub const NARROW_NOTICE: u32 = 2;
/// B.
pub const MIN_BLOCKS: u32 = 3;
pub const BOUNTY_DELAY: u32 = 2;
pub const CONSUMER_DEPOSIT: Balance = 500;
pub const CONSUMER_FORFEIT: Balance = 120;
pub const REPORT_DEPOSIT: Balance = 100;
pub const DISPUTE_DEPOSIT: Balance = 200;
pub const MAX_OPT_INS: u32 = 4;
pub const MAX_ANNOUNCEMENTS: u32 = 6;
pub const MAX_CASES: u32 = 6;
pub const MAX_PROPOSALS: u32 = 2;
pub const EPOCH: u64 = 1_000;

parameter_types! {
	pub const SlashPot: PalletId = PalletId(*b"bw/slash");
	pub const Lost: AccountId = LOST;
}

/// Everything weighs the same.
pub struct Weighing;
impl Convert<AssetId, Price> for Weighing {
	fn convert(_: AssetId) -> Price {
		Price::from_u32(1)
	}
}

parameter_types! {
	/// The least part of a bond that has to answer to [`ChainsOwn`] consumers.
	pub const LeastCover: Fraction = Fraction::from_percent(10);
	/// The covers that were told of operators.
	pub storage Covers: Vec<(AccountId, Cover)> = vec![];
}

/// The consumers that the chain counts as its own: the first two.
pub struct ChainsOwn;
impl Contains<ConsumerId> for ChainsOwn {
	fn contains(consumer_id: &ConsumerId) -> bool {
		consumer_id.0 <= 2
	}
}

/// Keeps the latest cover of every operator.
pub struct Told;
impl CoverObserver<AccountId> for Told {
	fn cover_changed(operator: &AccountId, cover: Cover) {
		let mut covers = Covers::get();
		covers.retain(|(other, _)| other != operator);
		covers.push((operator.clone(), cover));
		Covers::set(&covers);
	}

	fn weight() -> Weight {
		Weight::zero()
	}
}

impl crate::Config for Test {
	type Assets = AllAssets;
	type Native = bulwark_testing::CallsBack<Balances>;
	type NativeAsset = NativeAsset;
	type RuntimeHoldReason = RuntimeHoldReason;
	type OnSlash = ResolveAssetTo<Treasury, AllAssets>;
	type OnForfeit = ResolveTo<Lost, Balances>;
	type Exposure = Staking;
	type Slash = Staking;
	type Rewards = Rewards;
	type CoverObserver = Told;
	type Cover = ChainsOwn;
	type LeastCover = LeastCover;
	type AdminOrigin = EnsureRootWithSuccess<AccountId, Treasury>;
	type FollowerOrigin = EnsureSigned<AccountId>;
	type EmergencyOrigin = EnsureRoot<AccountId>;
	type BlockNumberProvider = System;
	type PalletId = SlashPot;
	type Notice = ConstU32<{ NOTICE - 1 }>;
	type NarrowNotice = ConstU32<{ NARROW_NOTICE - 1 }>;
	type LongestLock = <Test as pallet_staking_rewards::Config>::MaxDuration;
	type MaxAnnouncements = ConstU32<MAX_ANNOUNCEMENTS>;
	type MinBlocks = ConstU32<MIN_BLOCKS>;
	type BountyDelay = ConstU32<BOUNTY_DELAY>;
	type ConsumerDeposit = ConstU128<CONSUMER_DEPOSIT>;
	type ConsumerForfeit = ConstU128<CONSUMER_FORFEIT>;
	type ReportDeposit = ConstU128<REPORT_DEPOSIT>;
	type DisputeDeposit = ConstU128<DISPUTE_DEPOSIT>;
	type MaxOptIns = ConstU32<MAX_OPT_INS>;
	type MaxCases = ConstU32<MAX_CASES>;
	type MaxProposals = ConstU32<MAX_PROPOSALS>;
	type MaxEvidence = ConstU32<64>;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = Helper;
}

// Chains.

/// The pool of [`OPERATOR`] in the native asset.
pub const POOL: PoolId = PoolId(1);
/// The pool of [`OPERATOR`] in gold.
pub const GOLD_POOL: PoolId = PoolId(2);
/// The pool of [`OTHER`].
pub const OTHER_POOL: PoolId = PoolId(3);
/// The consumer of [`MANAGER`].
pub const ROLLUP: ConsumerId = ConsumerId(1);

/// A chain in block 1 of epoch 10: two operators with pools that pay rewards, and nobody has opted in.
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
		for pool in [POOL, GOLD_POOL, OTHER_POOL] {
			let offer = Offer { destination: Destination::Account(TREASURY), ..offer() };
			assert_ok!(Rewards::configure(root(), pool, offer));
		}
		System::reset_events();
	});
	ext
}

/// A tier of 8 epochs that counts twice, rewards in native and gold, and a penalty of a half.
pub fn offer() -> Offer<Test> {
	Offer {
		tiers: vec![LockTier { duration: 8, multiplier: Multiplier(200) }]
			.try_into()
			.expect("it is one"),
		assets: vec![NATIVE, GOLD].try_into().expect("there are two"),
		penalty: percent(50),
		destination: Destination::Burn,
	}
}

/// Runs a test on a new chain and checks every invariant at its end.
pub fn test(run: impl FnOnce()) {
	new_test_ext().execute_with(|| {
		run();
		check_invariants();
	});
}

/// The same where [`OPERATOR`] is opted in to [`ROLLUP`] with all it may, on [`terms`], from epoch 12 on, and Alice has
/// delegated 1 000 to each of its pools. It is the beginning of epoch 13. [`ROLLUP`] is admitted.
pub fn test_opted_in(run: impl FnOnce()) {
	test_opted_in_on(terms(), budget(100, 50), run);
}

/// The same on other terms, with other budgets.
pub fn test_opted_in_on(terms: ConsumerTerms<AccountId>, budget: Fractions, run: impl FnOnce()) {
	test(|| {
		opt_in_on(terms, budget);
		run();
	});
}

pub fn opt_in_on(terms: ConsumerTerms<AccountId>, budget: Fractions) {
	assert_eq!(Restaking::do_register_consumer(MANAGER, terms, true), Ok(ROLLUP));
	delegate(POOL, ALICE, 1_000);
	delegate(GOLD_POOL, ALICE, 1_000);
	assert_ok!(Restaking::set_slash_cap(signed(OPERATOR), budget.pools));
	assert_ok!(try_opt_in(OPERATOR, ROLLUP, budget));
	skip(NOTICE + 1);
	System::reset_events();
}

pub fn check_invariants() {
	assert_ok!(<Staking as Hooks<_>>::try_state(1));
	assert_ok!(<Rewards as Hooks<_>>::try_state(1));
	assert_ok!(Restaking::do_try_state());
}

// Numbers.

pub fn budget(bond: u64, pools: u64) -> Fractions {
	Fractions { bond: percent(bond), pools: percent(pools) }
}

// Time.

/// Some epochs pass, with enough blocks in them.
pub fn skip(epochs: u32) {
	go_to(now() + epochs);
	blocks(MIN_BLOCKS + 1);
}

/// Some blocks are made.
pub fn blocks(count: u32) {
	System::set_block_number(System::block_number() + u64::from(count));
}

// Money.

pub fn balance(asset: AssetId, who: &AccountId) -> Balance {
	AllAssets::balance(asset, who)
}

/// The gain of an account by an act.
pub fn gain(asset: AssetId, who: AccountId, act: impl FnOnce()) -> Balance {
	let before = balance(asset.clone(), &who);
	act();
	balance(asset, &who).checked_sub(before).expect("nobody loses by it")
}

pub fn held(reason: crate::HoldReason, who: &AccountId) -> Balance {
	Balances::balance_on_hold(&reason.into(), who)
}

/// The rest of an operator's bond.
pub fn bond_of(operator: &AccountId) -> Balance {
	Balances::balance_on_hold(&pallet_operator_staking::HoldReason::Bond.into(), operator)
}

// Events.

pub fn assert_has(event: Event<Test>) {
	System::assert_has_event(event.into());
}

/// The events of this pallet.
pub fn events() -> Vec<Event<Test>> {
	let all = System::events().into_iter();
	let ours = all.filter_map(|record| match record.event {
		RuntimeEvent::Restaking(event) => Some(event),
		_ => None,
	});
	ours.collect()
}

/// The destinations of the money that a case slashed.
pub fn distributed(case_id: CaseId) -> Vec<(AssetId, Balance, Destination<AccountId>)> {
	let parts = events().into_iter().filter_map(|event| match event {
		Event::Distributed { case_id: of, asset, amount, to } if of == case_id => {
			Some((asset, amount, to))
		},
		_ => None,
	});
	parts.collect()
}

pub fn assert_last(event: Event<Test>) {
	System::assert_last_event(event.into());
}

/// Takes the whole bond of [`OPERATOR`], as whoever else had the door could.
pub fn slash_whole_bond(fault: EpochIndex) {
	let fractions = Fractions { bond: percent(100), pools: percent(0) };
	assert_ok!(<Staking as bulwark_traits::Slash<_, _, _>>::slash(&OPERATOR, fault, fractions));
}
