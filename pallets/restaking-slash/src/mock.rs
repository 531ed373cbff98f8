// SPDX-License-Identifier: Apache-2.0

//! A runtime for tests: staking, rewards and restaking wired together, epochs of a second, a window of five epochs. The
//! helpers do something and check all that has to come of it, so that a test reads as a story.

pub use bulwark_testing::mock::*;

use crate as pallet_restaking_slash;
use crate::{
	Balance, Basis, Case, CaseId, CaseStatus, ConsumerId, ConsumerTerms, Destination, EpochIndex,
	Event, Evidence, Fraction, Fractions, OptInView, Outcome, PoolId, Report, ReportId,
	SlashRequest, Verdict, When, Windows,
};
use bulwark_ledger::Cover;
use bulwark_traits::{CoverObserver, FaultReporter};
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
use pallet_staking_rewards::{LockTier, Multiplier, Offer, PositionId, RewardClaim};
use sp_runtime::{traits::Convert, BuildStorage, DispatchError, DispatchResult};

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

// Stake.

pub fn delegate(pool: PoolId, who: AccountId, amount: Balance) {
	assert_ok!(Staking::delegate(signed(who), pool, amount));
}

pub fn undelegate_all(pool: PoolId, who: AccountId) {
	let all = pallet_operator_staking::Amount::All;
	assert_ok!(Staking::undelegate(signed(who), pool, all));
}

pub fn undelegate(pool: PoolId, who: AccountId, amount: Balance) {
	let amount = pallet_operator_staking::Amount::Exactly(amount);
	assert_ok!(Staking::undelegate(signed(who), pool, amount));
}

/// The exits of a staker: from when on each is paid, and what it is worth.
pub fn exits_of(pool: PoolId, who: AccountId) -> Vec<(u32, Balance)> {
	let exits = Staking::stake_of(pool, who).map_or(vec![], |stake| stake.exits);
	exits.into_iter().map(|exit| (exit.release.0, exit.value)).collect()
}

/// Opens a position of 200 hundredths, locked for 8 epochs, and returns the account of its stake.
pub fn lock(pool: PoolId, who: AccountId, amount: Balance) -> (PositionId, AccountId) {
	let tier = LockTier { duration: 8, multiplier: Multiplier(200) };
	let position_id = pallet_staking_rewards::NextPositionId::<Test>::get();
	let destination = Destination::Account(TREASURY);
	assert_ok!(Rewards::stake(signed(who), pool, amount, tier, Fraction::one(), destination));
	(position_id, Rewards::position_account(position_id))
}

/// Takes all out of a position.
pub fn unlock(position: PositionId, who: AccountId) {
	let all = pallet_operator_staking::Amount::All;
	assert_ok!(Rewards::unstake(signed(who), position, all, Fraction::one()));
}

pub fn retire(operator: AccountId) {
	assert_ok!(Staking::retire(signed(operator)));
}

/// Withdraws what is released, and returns it.
pub fn withdraw(pool: PoolId, who: AccountId) -> Balance {
	let asset = pallet_operator_staking::Pools::<Test>::get(pool).expect("it is there").asset;
	gain(asset, who.clone(), || {
		assert_ok!(Staking::withdraw(signed(who.clone()), pool, who));
	})
}

/// The amount of an asset that a staker can claim in a pool.
pub fn claimable(pool: PoolId, who: AccountId, asset: AssetId) -> Balance {
	let claim = RewardClaim::Stake { pool_id: pool, staker: who };
	let earned = Rewards::available_reward(claim, EpochIndex(now()));
	earned.into_iter().find(|(known, _)| *known == asset).map_or(0, |(_, amount)| amount)
}

/// The amount of an asset that [`OPERATOR`] can claim as its commission in a pool.
pub fn commission(pool: PoolId, asset: AssetId) -> Balance {
	let earned = Rewards::available_reward(RewardClaim::Commission(pool), EpochIndex(now()));
	earned.into_iter().find(|(known, _)| *known == asset).map_or(0, |(_, amount)| amount)
}

/// The value of a staker's lots.
pub fn stake_of(pool: PoolId, who: AccountId) -> Balance {
	Staking::stake_of(pool, who).map_or(0, |stake| stake.value)
}

// Consumers and opt-ins.

/// Up to all of the bond and half of the pools in one report, R = 2, D = 1 (so that W leaves two epochs for the verdict), a
/// bounty of 30 %, everything else to the treasury.
pub fn terms() -> ConsumerTerms<AccountId> {
	ConsumerTerms {
		most: budget(100, 50),
		windows: Windows { report: 2, dispute: 1 },
		bounty: percent(30),
		destination: Destination::Treasury,
		resolver: Some(RESOLVER),
		follower: None,
	}
}

/// Registers [`ROLLUP`] on [`terms`], and admits it.
pub fn register() {
	assert_eq!(register_with(MANAGER, terms()), ROLLUP);
	assert_ok!(Restaking::set_admission(root(), ROLLUP, true));
}

/// Registers a consumer, and checks what is held for it.
pub fn register_with(manager: AccountId, terms: ConsumerTerms<AccountId>) -> ConsumerId {
	let consumer = crate::NextConsumerId::<Test>::get();
	let before = held(crate::HoldReason::ConsumerDeposit, &manager);

	assert_ok!(Restaking::register_consumer(signed(manager.clone()), terms));

	assert_eq!(held(crate::HoldReason::ConsumerDeposit, &manager) - before, CONSUMER_DEPOSIT);
	consumer
}

pub fn set_slash_cap(operator: AccountId, cap: u64) {
	assert_ok!(Restaking::set_slash_cap(signed(operator), percent(cap)));
}

/// Opts in on the present terms of a consumer, with budgets in percent.
pub fn opt_in(operator: AccountId, consumer: ConsumerId, bond: u64, pools: u64) {
	assert_ok!(try_opt_in(operator, consumer, budget(bond, pools)));
}

pub fn try_opt_in(operator: AccountId, consumer: ConsumerId, budget: Fractions) -> DispatchResult {
	let version = Restaking::consumer(consumer).map_or(1, |view| view.version);
	Restaking::opt_in(signed(operator), consumer, version, budget)
}

pub fn opt_out(operator: AccountId, consumer: ConsumerId) {
	assert_ok!(Restaking::opt_out(signed(operator), consumer));
}

// Cases.

/// Hash of the evidence that a reporter names for a text.
pub fn evidence_of(who: &AccountId, text: &str) -> Evidence {
	Restaking::evidence_of(who, text.as_bytes())
}

/// Evidence where it does not matter.
pub const SOME: Evidence = [3; 32];

/// Parts of bond and pools.
pub fn request(fractions: Fractions) -> SlashRequest<AssetId> {
	SlashRequest { fractions, quantity: None }
}

/// A part of bond and pools, the same of both.
pub fn of_pools(part: u64) -> SlashRequest<AssetId> {
	request(budget(part, part))
}

/// A part of the bond.
pub fn of_bond(part: u64) -> SlashRequest<AssetId> {
	request(budget(part, 0))
}

/// The same part of bond and pools, in steps of 10⁻¹⁸.
pub fn both(parts: u64) -> SlashRequest<AssetId> {
	let part = Fraction::from_parts(parts);
	request(Fractions { bond: part, pools: part })
}

/// A report id that was not used yet.
pub fn fresh_id() -> ReportId {
	let mut id = [7; 32];
	let next = crate::UsedReportIds::<Test>::iter().count().to_le_bytes();
	id.iter_mut().zip(next).for_each(|(to, from)| *to = from);
	id
}

pub fn epoch(index: u32) -> When {
	When::Epoch(EpochIndex(index))
}

/// A part of bond and pools, and so much of an asset at most.
pub fn worth(part: u64, asset: AssetId, quantity: Balance) -> SlashRequest<AssetId> {
	SlashRequest { quantity: Some((asset, quantity)), ..of_pools(part) }
}

/// A case_id, opened by whatever is done.
pub fn case_of(act: impl FnOnce() -> DispatchResult) -> CaseId {
	let case_id = crate::NextCaseId::<Test>::get();
	assert_ok!(act());
	case_id
}

/// The manager of a consumer reports a fault of an operator.
pub fn report_of(
	(manager, consumer): (AccountId, ConsumerId),
	operator: AccountId,
	fault: u32,
	request: SlashRequest<AssetId>,
) -> CaseId {
	let (when, id) = (epoch(fault), fresh_id());
	case_of(|| {
		Restaking::report_slash(signed(manager), consumer, operator, when, request, SOME, id)
	})
}

/// [`MANAGER`] reports a fault of [`OPERATOR`].
pub fn report(fault: u32, request: SlashRequest<AssetId>) -> CaseId {
	let case_id = crate::NextCaseId::<Test>::get();
	assert_ok!(try_report(epoch(fault), request, fresh_id()));
	assert!(matches!(status(case_id), CaseStatus::Filed { .. }));
	case_id
}

pub fn try_report(when: When, request: SlashRequest<AssetId>, id: ReportId) -> DispatchResult {
	Restaking::report_slash(signed(MANAGER), ROLLUP, OPERATOR, when, request, SOME, id)
}

/// A pallet that has the door proves a fault of [`OPERATOR`] to [`ROLLUP`].
pub fn prove(fault: u32, request: SlashRequest<AssetId>) -> CaseId {
	let case_id = try_prove(fault, request, fresh_id()).expect("nothing is wrong with it");
	assert!(matches!(status(case_id), CaseStatus::Filed { .. }));
	case_id
}

pub fn try_prove(
	fault: u32,
	request: SlashRequest<AssetId>,
	id: ReportId,
) -> Result<CaseId, DispatchError> {
	try_file(fault, request, id, Basis::Proof, None)
}

/// A pallet that has the door files a case.
pub fn try_file(
	fault: u32,
	request: SlashRequest<AssetId>,
	id: ReportId,
	basis: Basis,
	reporter: Option<AccountId>,
) -> Result<CaseId, DispatchError> {
	let (when, consumer_id, operator) = (epoch(fault), ROLLUP, OPERATOR);
	let report = Report { consumer_id, operator, when, request, evidence: SOME };
	<Restaking as FaultReporter<_, _>>::report(report, id, basis, reporter)
}

/// [`OUTSIDER`] proposes a slash of [`OPERATOR`] for [`ROLLUP`], and shows its evidence.
pub fn propose(fault: u32, request: SlashRequest<AssetId>) -> CaseId {
	let text = format!("what happened, told the {}th time", crate::NextCaseId::<Test>::get().0);
	let case_id = propose_hidden(OUTSIDER, fault, request, &text);
	reveal(case_id, &text);
	case_id
}

/// Somebody proposes a slash of [`OPERATOR`] for [`ROLLUP`], with the hash of a text.
pub fn propose_hidden(
	who: AccountId,
	fault: u32,
	request: SlashRequest<AssetId>,
	text: &str,
) -> CaseId {
	let (when, evidence) = (epoch(fault), evidence_of(&who, text));
	let case_id = case_of(|| {
		Restaking::propose_slash(signed(who), ROLLUP, OPERATOR, when, request, evidence)
	});
	assert!(matches!(status(case_id), CaseStatus::Proposed { .. }));
	case_id
}

pub fn reveal(case_id: CaseId, text: &str) {
	assert_ok!(try_reveal(case_id, text));
}

pub fn try_reveal(case_id: CaseId, text: &str) -> DispatchResult {
	let text = text.as_bytes().to_vec().try_into().expect("it is short");
	Restaking::reveal_evidence(signed(CHARLIE), case_id, text)
}

pub fn try_propose(when: When, request: SlashRequest<AssetId>) -> DispatchResult {
	Restaking::propose_slash(signed(OUTSIDER), ROLLUP, OPERATOR, when, request, SOME)
}

pub fn endorse(case_id: CaseId) {
	assert_ok!(Restaking::endorse(signed(MANAGER), case_id, fresh_id()));
}

/// The operator disputes a case.
pub fn dispute(case_id: CaseId) {
	assert_ok!(Restaking::dispute(signed(OPERATOR), case_id, SOME));
	assert!(matches!(status(case_id), CaseStatus::Disputed { .. }));
}

/// Somebody takes the deposit of its dispute back.
pub fn release_dispute(case_id: CaseId, who: AccountId) {
	assert_ok!(Restaking::release_dispute_deposit(signed(CHARLIE), case_id, who));
}

pub fn resolve(case_id: CaseId, verdict: Verdict) {
	assert_ok!(Restaking::resolve(signed(RESOLVER), case_id, verdict));
}

/// The time to dispute passes, and the resolver upholds a case that the operator has disputed.
pub fn uphold(case_id: CaseId) {
	dispute(case_id);
	skip(2);
	resolve(case_id, Verdict::Uphold);
}

/// Settles a case_id, and checks how it has ended.
pub fn settle(case_id: CaseId, outcome: Outcome) {
	assert_ok!(try_settle(case_id));
	assert_has(Event::Ended { case_id, outcome });
	assert!(!crate::Cases::<Test>::contains_key(case_id));
}

pub fn try_settle(case_id: CaseId) -> DispatchResult {
	Restaking::settle(signed(CHARLIE), case_id).map(|_| ()).map_err(|error| error.error)
}

/// The part of the budget of [`ROLLUP`] with [`OPERATOR`] that can be reported, for a fault of the present epoch.
pub fn reportable() -> Fractions {
	opt_in_of(ROLLUP).reportable
}

/// The part of it that proofs could still take.
pub fn unused() -> Fractions {
	opt_in_of(ROLLUP).unused
}

pub fn opt_in_of(consumer: ConsumerId) -> OptInView {
	let view = Restaking::opt_ins(OPERATOR);
	let opt_in = view.opt_ins.into_iter().find(|opt_in| opt_in.consumer_id == consumer);
	opt_in.expect("it is opted in")
}

pub fn case(case_id: CaseId) -> Case<Test> {
	crate::Cases::<Test>::get(case_id).expect("it is open")
}

/// The fractions that a case slashes at most, once they are fixed.
pub fn fractions(case_id: CaseId) -> Option<Fractions> {
	case(case_id).course.filing().map(|filing| filing.fractions)
}

/// The consumer's own id for the report of a case, once it is filed.
pub fn report_id(case_id: CaseId) -> Option<ReportId> {
	case(case_id).course.filing().map(|filing| filing.report_id)
}

pub fn status(case_id: CaseId) -> CaseStatus {
	crate::Cases::<Test>::get(case_id).expect("it is open").course.status()
}

/// The amounts that a slash of [`OPERATOR`] could find, one for each asset.
pub fn slashable(fault: u32) -> Vec<(AssetId, Balance)> {
	use bulwark_traits::Exposure;
	let found = <Staking as Exposure<_, _>>::slashable(&OPERATOR, EpochIndex(fault));
	let sum = |asset: &AssetId| {
		let (bond, pools) = found.in_asset(asset);
		bond + pools
	};
	[NATIVE, GOLD].into_iter().map(|asset| (asset.clone(), sum(&asset))).collect()
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
