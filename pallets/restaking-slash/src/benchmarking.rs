// SPDX-License-Identifier: Apache-2.0

//! Weights of the calls at worst: an operator is opted in to as many consumers as it may be, with another budget in every
//! epoch, and everything that can be full is.
//!
//! A call that passes on what a door takes or gives is measured while the door is quiet. Looks at stake need an answer:
//! their part is measured here, and counted once more with the weight of the door.

use super::*;
use alloc::vec;
use alloc::vec::Vec;
use bulwark_ledger::{Cover, Horizon, Millis, MIN_SLASH};
use bulwark_traits::{Epochs, Exposure, Liability, SetAcknowledgements, Slashed};
use frame_benchmarking::v2::*;
use frame_support::{
	assert_ok,
	traits::{
		fungibles::{Balanced, Inspect, Mutate},
		tokens::{Fortitude, Precision, Preservation},
		Contains, EnsureOrigin, Get,
	},
	BoundedVec,
};
use frame_system::RawOrigin;
use sp_runtime::traits::{BlockNumberProvider, Bounded};

/// Setup of benchmarks by a runtime, with what staking and rewards have for their own.
pub trait BenchmarkHelper<AssetId, AccountId> {
	/// Gives an account some of an asset.
	fn fund(asset: &AssetId, who: &AccountId, amount: Balance);

	/// Sets the wall clock.
	fn set_time(now: Millis);

	/// Lets the neighbours behind the doors answer as `()` would, from now on in this benchmark: money that the rewards
	/// take is gone, a slash takes none. Looks at stake and the clock go on.
	fn quiet_doors();

	/// The largest number of pools of an operator.
	fn most_pools() -> u32;

	/// An operator with so many pools of which a slash costs most, and the epoch of the fault.
	fn slashable(pools: u32) -> (AccountId, EpochIndex);

	/// The same of one pool, with so many stakers besides.
	fn slashable_among(stakers: u32) -> (AccountId, EpochIndex);

	/// The same of one pool in which all stake is mature.
	fn slashable_when_mature() -> (AccountId, EpochIndex);

	/// An operator of which a reward costs most, the asset of it, and its epoch.
	fn rewardable() -> (AccountId, AssetId, EpochIndex);
}

/// Not round.
const PLENTY: Balance = 1_000_000_000_000_000_007;

/// Number of stakers that are a crowd. Tests ask whether a benchmark runs, not what it says.
const CROWD: u32 = if cfg!(test) { 1_000 } else { 100_000 };

/// There is a past.
const START: EpochIndex = EpochIndex(1_000);

fn go_to<T: Config>(epoch: EpochIndex) {
	T::BenchmarkHelper::set_time(T::Exposure::start(epoch));
}

/// Some epochs pass, with enough blocks in them.
fn skip<T: Config>(epochs: u32) {
	go_to::<T>(T::Exposure::now().plus(epochs));
	pass_blocks::<T>();
}

/// The escrow is open for an asset.
fn open_escrow_of<T: Config>(asset: &AssetIdOf<T>) {
	if !Escrow::<T>::contains_key(asset) {
		let who = rich::<T>("opener");
		T::BenchmarkHelper::fund(asset, &who, PLENTY);
		assert_ok!(Pallet::<T>::do_touch(who, asset.clone()));
	}
}

/// The escrow is as before anything came into it: it has no account in an asset, and strangers have filled its references, so
/// that whoever opens it leaves a deposit.
fn close_escrow_of<T: Config>(asset: &AssetIdOf<T>) {
	let pot = Pallet::<T>::pot();
	let all = T::Assets::total_balance(asset.clone(), &pot);
	let (expendable, exact) = (Preservation::Expendable, Precision::Exact);
	assert_ok!(T::Assets::burn_from(asset.clone(), &pot, all, expendable, exact, Fortitude::Force));
	[asset.clone(), T::NativeAsset::get()].iter().for_each(Escrow::<T>::remove);
	while frame_system::Pallet::<T>::inc_consumers(&pot).is_ok() {}
}

/// As many blocks as a dispute needs.
fn pass_blocks<T: Config>() {
	T::BlockNumberProvider::set_block_number(Bounded::max_value());
}

fn lookup<T: Config>(who: &T::AccountId) -> AccountIdLookupOf<T> {
	T::Lookup::unlookup(who.clone())
}

fn rich<T: Config>(name: &'static str) -> T::AccountId {
	let who = account(name, 0, 0);
	let enough = T::ConsumerDeposit::get() + T::ReportDeposit::get() + T::DisputeDeposit::get();
	T::BenchmarkHelper::fund(&T::NativeAsset::get(), &who, PLENTY + 10 * enough);
	who
}

/// Everything is named that can be.
fn terms<T: Config>() -> ConsumerTerms<T::AccountId> {
	ConsumerTerms {
		most: Fractions { bond: Fraction::one(), pools: Fraction::from_percent(50) },
		windows: Windows { report: T::Exposure::window() - 2, dispute: 1 },
		bounty: Fraction::from_percent(50),
		destination: Destination::Treasury,
		resolver: Some(account("resolver", 0, 0)),
		follower: Some(account("follower", 0, 0)),
	}
}

/// A consumer that is admitted, and its manager.
fn consumer<T: Config>() -> (ConsumerId, T::AccountId) {
	let manager = rich::<T>("manager");
	let destination = Destination::Account(rich::<T>("beneficiary"));
	let terms = ConsumerTerms { destination, ..terms::<T>() };
	let consumer_id = Pallet::<T>::do_register_consumer(manager.clone(), terms, true);
	(consumer_id.expect("it has the deposit"), manager)
}

/// As many consumers as an operator may opt in to: an id and those after it, whether they are there or not.
fn consumers_from<T: Config>(first: ConsumerId) -> Vec<ConsumerId> {
	(first.0..).take(T::MaxOptIns::get() as usize).map(ConsumerId).collect()
}

/// The same, first those of a thousand that the chain counts as its own.
fn consumers_that_count<T: Config>() -> Vec<ConsumerId> {
	let most = T::MaxOptIns::get();
	let some = (ConsumerId::FIRST.0..).take(most.max(1_000) as usize).map(ConsumerId);
	let (own, others): (Vec<_>, Vec<_>) = some.partition(T::Cover::contains);
	own.into_iter().chain(others).take(most as usize).collect()
}

/// See [`bulwark_traits::Liability::worst_case`].
pub(crate) fn worst_opt_ins<T: Config>(operator: &T::AccountId) {
	opt_in_to_all::<T>(operator, &consumers_that_count::<T>());
}

/// Opt-ins to consumers, each of as many spans as there may be: half of everything for the first, little for the others. They
/// have begun in the first epochs, and the last span of each goes on.
fn opt_in_to_all<T: Config>(operator: &T::AccountId, consumers: &[ConsumerId]) {
	let window = T::Exposure::window();
	let mut opt_ins = OptInsOf::<T>::default();
	let begin = Horizon { now: EpochIndex(0), window };
	assert_ok!(opt_ins.set_slash_cap(Fraction::one(), begin.now, begin));
	for epoch in 0..MaxSpans::<T>::get() {
		let at = Horizon { now: EpochIndex(epoch), window };
		let budget = |whole: u32| {
			let parts = Fraction::from_percent(whole.into()).deconstruct() + u64::from(epoch % 2);
			let part = Fraction::from_parts(parts);
			Fractions { bond: part, pools: part }
		};
		for (index, consumer_id) in consumers.iter().enumerate() {
			let whole = if index == 0 { 50 } else { 1 };
			assert_ok!(opt_ins.begin(*consumer_id, budget(whole), 1, at));
		}
	}
	assert_eq!(opt_ins.list().len(), consumers.len());
	let is_full = |spans: &[Span]| spans.len() as u32 == MaxSpans::<T>::get();
	assert!(opt_ins.list().iter().all(|opt_in| is_full(opt_in.spans())));
	OptIns::<T>::insert(operator, opt_ins);
}

/// For the benchmarks of pallets that rely on promises.
impl<T: Config> Pallet<T> {
	/// Lets an operator have promised all of its bond to a consumer, from the first epoch on, by a version of the terms that nobody
	/// else has pinned.
	pub fn promised(operator: &T::AccountId, consumer_id: ConsumerId) {
		if !Consumers::<T>::contains_key(consumer_id) {
			NextConsumerId::<T>::put(consumer_id);
			assert_eq!(consumer::<T>().0, consumer_id);
		}
		let terms = TermsByVersion::<T>::get(consumer_id, 1).expect("there is the consumer");
		let is_new = |version: &u32| !TermsByVersion::<T>::contains_key(consumer_id, version);
		let version = (2..).find(is_new).expect("there are few");
		TermsByVersion::<T>::insert(consumer_id, version, terms);
		let at = Horizon { now: EpochIndex(0), window: T::Exposure::window() };
		let budget = Fractions { bond: Fraction::one(), pools: Fraction::zero() };
		let mut opt_ins = OptInsOf::<T>::default();
		assert_ok!(opt_ins.begin(consumer_id, budget, version, at));
		OptIns::<T>::insert(operator, opt_ins);
	}
}

/// As many opt-ins as there may be to consumers that are there, those that the chain counts first; and of the budget of each
/// something was used up.
fn worst_cover<T: Config>() -> (T::AccountId, Vec<ConsumerId>) {
	let (operator, _) = T::BenchmarkHelper::slashable_when_mature();
	let consumers = consumers_that_count::<T>();
	opt_in_to_all::<T>(&operator, &consumers);
	for consumer_id in &consumers {
		// In the place of one that the genesis may have made.
		NextConsumerId::<T>::put(consumer_id);
		assert_eq!(consumer::<T>().0, *consumer_id);
		spend_all::<T>(&operator, *consumer_id);
	}
	(operator, consumers)
}

/// Opt-ins of an operator are over and can be forgotten; and the budget of each was used.
fn end_all<T: Config>(operator: &T::AccountId, consumers: &[ConsumerId]) {
	for consumer_id in consumers {
		assert_ok!(Pallet::<T>::do_opt_out(operator.clone(), *consumer_id));
	}
	skip::<T>(T::Exposure::window() + 2 + T::NarrowNotice::get());
	for consumer_id in consumers {
		spend_all::<T>(operator, *consumer_id);
	}
}

/// So many opt-ins are left, and nothing is known of what was used of others.
fn assert_left<T: Config>(operator: &T::AccountId, count: usize) {
	assert_eq!(OptIns::<T>::get(operator).list().len(), count);
	assert_eq!(UsedBudgets::<T>::iter_prefix(operator).count(), 0);
}

/// Something was used up for the faults of every epoch that counts.
fn spend_all<T: Config>(operator: &T::AccountId, consumer_id: ConsumerId) {
	let (now, window) = (T::Exposure::now(), T::Exposure::window());
	let mut spending = SpendingOf::<T>::default();
	let little = Fractions { bond: MIN_SLASH, pools: MIN_SLASH };
	let all = Fractions { bond: Fraction::one(), pools: Fraction::one() };
	for fault_epoch in now.minus(2 * window).through(now) {
		spending.file(all, fault_epoch, little, Basis::Word, window).expect("it is little");
	}
	assert_eq!(spending.list().len() as u32, MaxSpent::<T>::get());
	UsedBudgets::<T>::insert(operator, consumer_id, spending);
}

/// The longest text.
fn text<T: Config>() -> TextOf<T> {
	BoundedVec::truncate_from(vec![7; T::MaxEvidence::get() as usize])
}

/// Evidence with that text, of the account that reports and disputes here.
fn evidence<T: Config>(who: &T::AccountId) -> Evidence {
	Pallet::<T>::evidence_of(who, &text::<T>())
}

/// A quarter of everything.
fn request<T: Config>() -> SlashRequest<AssetIdOf<T>> {
	let quarter = Fraction::from_percent(25);
	SlashRequest { fractions: Fractions { bond: quarter, pools: quarter }, quantity: None }
}

/// A report that costs most, of an operator with everything; and the manager of its consumer.
fn report<T: Config>(operator: T::AccountId, fault: EpochIndex) -> (ReportOf<T>, T::AccountId) {
	let (consumer_id, manager) = consumer::<T>();
	// The fault is as old as what the consumer may report.
	let window = T::Exposure::window();
	TermsByVersion::<T>::mutate(consumer_id, 1, |terms| {
		let terms = terms.as_mut().expect("they are there");
		terms.windows = Windows { report: window, dispute: 1 };
	});
	let follower = account("follower", 0, 0);
	assert_ok!(<Pallet<T> as SetAcknowledgements<_>>::acknowledge(&follower, fault));
	opt_in_to_all::<T>(&operator, &consumers_from::<T>(consumer_id));
	spend_all::<T>(&operator, consumer_id);
	let (when, request) = (When::Epoch(fault), request::<T>());
	let evidence = evidence::<T>(&rich::<T>("reporter"));
	(Report { consumer_id, operator, when, request, evidence }, manager)
}

/// An operator with as many pools as it may have.
fn worst_report<T: Config>() -> (ReportOf<T>, T::AccountId) {
	let (operator, fault) = T::BenchmarkHelper::slashable(T::BenchmarkHelper::most_pools());
	report::<T>(operator, fault)
}

/// Lets an operator have so many cases, and a reporter as many proposals as it may.
fn crowd_cases<T: Config>(operator: &T::AccountId, consumer_id: ConsumerId, cases: u32) {
	let others = |first: u32, count: u32| (first..first + count).map(CaseId).collect();
	FiledCases::<T>::insert(
		operator,
		consumer_id,
		BoundedVec::truncate_from(others(1_000_000, cases)),
	);
	let proposals = T::MaxProposals::get() - 1;
	ProposedCases::<T>::insert(
		rich::<T>("reporter"),
		BoundedVec::truncate_from(others(2_000_000, proposals)),
	);
}

const REPORT_ID: ReportId = [9; 32];

/// An outsider's report.
fn proposed<T: Config>() -> (CaseId, T::AccountId) {
	let (report, manager) = worst_report::<T>();
	crowd_cases::<T>(&report.operator, report.consumer_id, T::MaxCases::get() - 1);
	let case_id = NextCaseId::<T>::get();
	assert_ok!(Pallet::<T>::do_propose(rich::<T>("reporter"), report));
	(case_id, manager)
}

/// The same, whose text is known.
fn revealed<T: Config>() -> (CaseId, T::AccountId) {
	let (case_id, manager) = proposed::<T>();
	assert_ok!(Pallet::<T>::do_reveal_evidence(case_id, text::<T>()));
	(case_id, manager)
}

/// The same, which the consumer has made its own.
fn endorsed<T: Config>() -> CaseId {
	let (case_id, manager) = revealed::<T>();
	assert_ok!(Pallet::<T>::do_endorse(manager, case_id, REPORT_ID));
	case_id
}

/// A filed case comes into another stage.
fn set_stage<T: Config>(case_id: CaseId, to: Stage) {
	Cases::<T>::mutate(case_id, |case| {
		let course = &mut case.as_mut().expect("it is open").course;
		let CaseState::Filed { stage, .. } = &mut course.state else { panic!("it was endorsed") };
		*stage = to;
	});
}

/// A case against an operator that is to be executed, with a bounty, whatever was disputed of it.
fn due<T: Config>(operator: T::AccountId, fault: EpochIndex, cases: u32) -> CaseId {
	let (report, manager) = report::<T>(operator.clone(), fault);
	crowd_cases::<T>(&operator, report.consumer_id, cases - 1);
	let case_id = NextCaseId::<T>::get();
	assert_ok!(Pallet::<T>::do_propose(rich::<T>("reporter"), report));
	assert_ok!(Pallet::<T>::do_reveal_evidence(case_id, text::<T>()));
	assert_ok!(Pallet::<T>::do_endorse(manager, case_id, REPORT_ID));
	// The last epoch of the window, and no time to dispute any more.
	set_stage::<T>(case_id, Stage::Upheld(1));
	case_id
}

/// An endorsed case that somebody has disputed.
fn disputed<T: Config>() -> CaseId {
	let case_id = endorsed::<T>();
	assert_ok!(Pallet::<T>::do_dispute(rich::<T>("disputer"), case_id, REPORT_ID));
	case_id
}

fn assert_executed<T: Config>(case_id: CaseId) {
	assert!(!Cases::<T>::contains_key(case_id));
	assert!(Bounties::<T>::contains_key(case_id), "the bond has lost something");
}

#[benchmarks]
mod benchmarks {
	use super::*;

	/// The first consumer of a chain also fills the floor of the escrow.
	#[benchmark]
	fn register_consumer() {
		go_to::<T>(START);
		let manager = rich::<T>("manager");
		Escrow::<T>::remove(T::NativeAsset::get());

		#[extrinsic_call]
		_(RawOrigin::Signed(manager), terms::<T>());

		assert!(Escrow::<T>::contains_key(T::NativeAsset::get()));
	}

	#[benchmark]
	fn set_terms() {
		go_to::<T>(START);
		let (consumer_id, manager) = consumer::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(manager), consumer_id, terms::<T>());

		assert!(TermsByVersion::<T>::contains_key(consumer_id, 2));
	}

	#[benchmark]
	fn set_manager() {
		let (consumer_id, manager) = consumer::<T>();
		let new: T::AccountId = account("new", 0, 0);

		#[extrinsic_call]
		_(RawOrigin::Signed(manager), consumer_id, lookup::<T>(&new));

		assert_eq!(Consumers::<T>::get(consumer_id).map(|record| record.manager), Some(new));
	}

	#[benchmark]
	fn retire_consumer() {
		let (consumer_id, manager) = consumer::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(manager), consumer_id);

		assert!(Consumers::<T>::get(consumer_id).is_some_and(|record| record.last_epoch.is_some()));
	}

	#[benchmark]
	fn cancel_retirement() -> Result<(), BenchmarkError> {
		let origin = T::AdminOrigin::try_successful_origin().map_err(|_| "an admin")?;
		go_to::<T>(START);
		let (consumer_id, manager) = consumer::<T>();
		assert_ok!(Pallet::<T>::do_retire_consumer(manager, consumer_id));

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, consumer_id);

		assert!(Consumers::<T>::get(consumer_id).is_some_and(|record| record.last_epoch.is_none()));
		Ok(())
	}

	#[benchmark]
	fn release_consumer_deposit() {
		go_to::<T>(START);
		let (consumer_id, manager) = consumer::<T>();
		assert_ok!(Pallet::<T>::do_retire_consumer(manager.clone(), consumer_id));
		skip::<T>(T::Exposure::window() + 1 + T::NarrowNotice::get());

		#[extrinsic_call]
		_(RawOrigin::Signed(manager), consumer_id);

		assert!(Consumers::<T>::get(consumer_id).is_some_and(|record| record.deposit.amount == 0));
	}

	#[benchmark]
	fn set_admission() -> Result<(), BenchmarkError> {
		let origin = T::AdminOrigin::try_successful_origin().map_err(|_| "an admin")?;
		let (consumer_id, _) = consumer::<T>();

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, consumer_id, false);

		assert!(Consumers::<T>::get(consumer_id).is_some_and(|record| !record.admitted));
		Ok(())
	}

	/// All opt-ins are over, and are forgotten on the way.
	#[benchmark]
	fn set_slash_cap() {
		let (operator, _) = T::BenchmarkHelper::slashable_when_mature();
		let consumers = consumers_from::<T>(consumer::<T>().0);
		opt_in_to_all::<T>(&operator, &consumers);
		end_all::<T>(&operator, &consumers);

		#[extrinsic_call]
		_(RawOrigin::Signed(operator.clone()), Fraction::from_percent(90));

		assert_left::<T>(&operator, 0);
	}

	/// All opt-ins are over, and are forgotten on the way: this one is new.
	#[benchmark]
	fn opt_in() {
		let (operator, _) = T::BenchmarkHelper::slashable_when_mature();
		let (consumer_id, _) = consumer::<T>();
		let others = consumers_from::<T>(ConsumerId(consumer_id.0 + 1));
		opt_in_to_all::<T>(&operator, &others);
		end_all::<T>(&operator, &others);
		let budget = Fractions::of(Scope::BondAndPools, Fraction::from_percent(70));

		#[extrinsic_call]
		_(RawOrigin::Signed(operator.clone()), consumer_id, 1, budget);

		assert_left::<T>(&operator, 1);
		assert!(!Announcements::<T>::get(operator).is_empty());
	}

	/// All opt-ins but one are over, and are forgotten on the way.
	#[benchmark]
	fn opt_out() {
		let (operator, _) = T::BenchmarkHelper::slashable_when_mature();
		let (consumer_id, _) = consumer::<T>();
		let consumers = consumers_from::<T>(consumer_id);
		opt_in_to_all::<T>(&operator, &consumers);
		end_all::<T>(&operator, &consumers[1..]);

		#[extrinsic_call]
		_(RawOrigin::Signed(operator.clone()), consumer_id);

		assert_left::<T>(&operator, 1);
	}

	/// So many opt-ins, to consumers that have retired: all of them are ended.
	#[benchmark]
	fn prune(n: Linear<0, 16>) {
		let (operator, _) = T::BenchmarkHelper::slashable_when_mature();
		let n = n.min(T::MaxOptIns::get());
		let managed: Vec<_> = (0..n).map(|_| consumer::<T>()).collect();
		let consumers: Vec<_> = managed.iter().map(|(consumer_id, _)| *consumer_id).collect();
		opt_in_to_all::<T>(&operator, &consumers);
		for (consumer_id, manager) in managed {
			assert_ok!(Pallet::<T>::do_retire_consumer(manager, consumer_id));
		}
		skip::<T>(T::NarrowNotice::get() + 2);

		#[extrinsic_call]
		_(RawOrigin::Signed(account("anybody", 0, 0)), lookup::<T>(&operator));

		let (opt_ins, next) = (OptIns::<T>::get(&operator), T::Exposure::now().next());
		assert_eq!(opt_ins.list().len() as u32, n);
		assert!(opt_ins.list().iter().all(|ended| opt_ins.at(ended.consumer_id, next).is_none()));
	}

	/// So many opt-ins of an operator that has gone: all of them are forgotten, with what was used of each.
	#[benchmark]
	fn prune_gone(n: Linear<0, 16>) {
		go_to::<T>(START);
		let operator: T::AccountId = account("gone", 0, 0);
		let all = consumers_from::<T>(ConsumerId::FIRST);
		let consumers: Vec<_> = all.into_iter().take(n as usize).collect();
		opt_in_to_all::<T>(&operator, &consumers);
		for consumer_id in consumers {
			spend_all::<T>(&operator, consumer_id);
		}

		#[extrinsic_call]
		prune(RawOrigin::Signed(account("anybody", 0, 0)), lookup::<T>(&operator));

		assert_left::<T>(&operator, 0);
		assert!(!OptIns::<T>::contains_key(operator));
	}

	/// In an asset that is not the native one.
	#[benchmark]
	fn remit() {
		let (operator, asset, earned_in) = T::BenchmarkHelper::rewardable();
		let (consumer_id, manager) = consumer::<T>();
		opt_in_to_all::<T>(&operator, &consumers_from::<T>(consumer_id));
		T::BenchmarkHelper::fund(&asset, &manager, PLENTY);
		let before = T::Assets::balance(asset.clone(), &manager);
		T::BenchmarkHelper::quiet_doors();

		#[extrinsic_call]
		_(
			RawOrigin::Signed(manager.clone()),
			consumer_id,
			lookup::<T>(&operator),
			asset.clone(),
			PLENTY / 2,
			earned_in,
		);

		assert_eq!(before - T::Assets::balance(asset, &manager), PLENTY / 2);
	}

	#[benchmark]
	fn report_slash() {
		let (report, manager) = worst_report::<T>();
		crowd_cases::<T>(&report.operator, report.consumer_id, T::MaxCases::get() - 1);
		let Report { consumer_id, operator, when, request, evidence } = report;

		#[extrinsic_call]
		_(
			RawOrigin::Signed(manager),
			consumer_id,
			lookup::<T>(&operator),
			when,
			request,
			evidence,
			REPORT_ID,
		);

		assert_eq!(FiledCases::<T>::get(operator, consumer_id).len() as u32, T::MaxCases::get());
	}

	#[benchmark]
	fn propose_slash() {
		let (report, _) = worst_report::<T>();
		crowd_cases::<T>(&report.operator, report.consumer_id, T::MaxCases::get());
		let Report { consumer_id, operator, when, request, evidence } = report;

		#[extrinsic_call]
		_(
			RawOrigin::Signed(rich::<T>("reporter")),
			consumer_id,
			lookup::<T>(&operator),
			when,
			request,
			evidence,
		);

		let proposed = ProposedCases::<T>::get(rich::<T>("reporter"));
		assert_eq!(proposed.len() as u32, T::MaxProposals::get());
	}

	#[benchmark]
	fn endorse() {
		let (case_id, manager) = revealed::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(manager), case_id, REPORT_ID);

		assert!(Cases::<T>::get(case_id).is_some_and(|case| case.course.filing().is_some()));
	}

	#[benchmark]
	fn decline() {
		let (case_id, manager) = revealed::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(manager), case_id, false);

		let case = Cases::<T>::get(case_id).expect("it counts");
		assert!(matches!(case.course.status(), CaseStatus::Declined { .. }));
	}

	#[benchmark]
	fn dispute() {
		let case_id = endorsed::<T>();
		let disputer = rich::<T>("disputer");

		#[extrinsic_call]
		_(RawOrigin::Signed(disputer), case_id, REPORT_ID);

		let case = Cases::<T>::get(case_id).expect("it is open");
		assert_eq!(case.course.disputes(), 1);
	}

	/// Nobody could uphold it, so that it ends.
	#[benchmark]
	fn dispute_unjudged() {
		let case_id = endorsed::<T>();
		let case = Cases::<T>::get(case_id).expect("it is open");
		TermsByVersion::<T>::mutate(case.consumer_id, case.version, |terms| {
			terms.as_mut().expect("they are there").resolver = None;
		});

		#[extrinsic_call]
		dispute(RawOrigin::Signed(rich::<T>("disputer")), case_id, REPORT_ID);

		assert!(!Cases::<T>::contains_key(case_id));
	}

	/// Dismissed, which ends the case and costs the consumer.
	#[benchmark]
	fn resolve() {
		let case_id = disputed::<T>();
		let resolver: T::AccountId = account("resolver", 0, 0);

		#[extrinsic_call]
		_(RawOrigin::Signed(resolver), case_id, Verdict::Dismiss);

		assert!(!Cases::<T>::contains_key(case_id));
	}

	/// Executed, against an operator of which a slash costs most, for an account and with a bounty. The quiet door takes
	/// nothing, so as much as it could have taken is paid out beside the call, and every pool owes something.
	#[benchmark]
	fn settle() {
		let (operator, fault) = T::BenchmarkHelper::slashable(T::BenchmarkHelper::most_pools());
		let case_id = due::<T>(operator.clone(), fault, T::MaxCases::get());
		let case = Cases::<T>::get(case_id).expect("it is open");
		let filing = case.course.filing().expect("it was endorsed");
		let reporter = Pallet::<T>::first_reporter(&case, filing);
		let consumer_id = case.consumer_id;
		let terms = Pallet::<T>::terms_of(consumer_id, 1).expect("they are there");
		let pools = T::Exposure::slashable(&operator, fault).pools;
		let assets: Vec<_> = pools.into_iter().map(|(asset, _)| asset).collect();
		assets.iter().for_each(open_escrow_of::<T>);
		let ids = (0..T::BenchmarkHelper::most_pools()).map(PoolId);
		let issue = |asset: &AssetIdOf<T>| T::Assets::issue(asset.clone(), PLENTY);
		let slashed = Slashed {
			bond: Some(issue(&T::NativeAsset::get())),
			pools: assets.iter().map(issue).collect(),
			owed: ids.zip(assets.iter().cycle()).map(|(id, of)| (id, of.clone(), 1)).collect(),
		};
		T::BenchmarkHelper::quiet_doors();

		#[block]
		{
			assert_ok!(Pallet::<T>::do_settle(case_id));
			assert_ok!(Pallet::<T>::pay_out(case_id, consumer_id, reporter, &terms, slashed));
		}

		assert_executed::<T>(case_id);
		let owed = OwedSlashes::<T>::iter_prefix((case_id,)).count() as u32;
		assert_eq!(owed, T::BenchmarkHelper::most_pools());
	}

	#[benchmark]
	fn claim_bounty() {
		go_to::<T>(START);
		let _ = consumer::<T>();
		let (asset, case_id) = (T::NativeAsset::get(), CaseId::FIRST);
		let reporter: T::AccountId = account("reporter", 0, 0);
		let bounty = T::Assets::issue(asset, PLENTY);
		assert_ok!(Pallet::<T>::escrow(bounty));
		let unlock_epoch = T::Exposure::now();
		let bounty = Bounty { reporter: reporter.clone(), amount: PLENTY, unlock_epoch };
		Bounties::<T>::insert(case_id, bounty);

		#[extrinsic_call]
		_(RawOrigin::Signed(account("anybody", 0, 0)), case_id);

		assert_eq!(T::Assets::balance(T::NativeAsset::get(), &reporter), PLENTY);
	}

	#[benchmark]
	fn acknowledge_set() -> Result<(), BenchmarkError> {
		go_to::<T>(START);
		let origin =
			T::FollowerOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		let follower = T::FollowerOrigin::ensure_origin(origin.clone()).map_err(|_| "it is one")?;
		AcknowledgedEpochs::<T>::insert(&follower, START.minus(1));

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, START);

		assert_eq!(AcknowledgedEpochs::<T>::get(follower), Some(START));
		Ok(())
	}

	/// Of an operator with as many opt-ins and spans as may be, to as many consumers of the chain's own as it has.
	#[benchmark]
	fn cover() {
		let (operator, consumers) = worst_cover::<T>();
		let own = consumers.iter().filter(|consumer_id| T::Cover::contains(consumer_id)).count();
		let told;

		#[block]
		{
			told = <Pallet<T> as Liability<_>>::cover(&operator);
		}

		let opt_ins = OptIns::<T>::get(&operator);
		let promises = Pallet::<T>::promises_to_the_chain(&operator, &opt_ins);
		assert_eq!(promises.len(), own, "each of which was read");
		assert!(promises.iter().all(|promise| !promise.spending.is_empty()));
		assert_eq!(told, Cover::of(&promises, T::LeastCover::get(), T::Exposure::horizon()));
	}

	/// The last one of as many opt-ins and spans as may be, with as many faults that use it up.
	#[benchmark]
	fn unused() {
		let (operator, consumers) = worst_cover::<T>();
		let consumer_id = *consumers.last().expect("there are some");
		let now = T::Exposure::now();
		let left;

		#[block]
		{
			left = <Pallet<T> as bulwark_traits::OptIns<_>>::unused(consumer_id, &operator, now);
		}

		assert!(!left.is_nothing());
	}

	/// All opt-ins are over, one of them was announced once more and falls away, and all are forgotten.
	#[benchmark]
	fn shrink_opt_ins() {
		let (operator, consumers) = worst_cover::<T>();
		end_all::<T>(&operator, &consumers);
		let again = Fractions::of(Scope::BondAndPools, Fraction::from_percent(60));
		// By hand: every call forgets what is over.
		OptIns::<T>::mutate(&operator, |opt_ins| {
			let (notices, at) = (Pallet::<T>::notices(), T::Exposure::horizon());
			assert_ok!(opt_ins.opt_in(consumers[0], again, 1, notices, at));
		});

		#[block]
		{
			<Pallet<T> as Liability<_>>::closes(&operator);
		}

		assert_left::<T>(&operator, 0);
		assert!(OptIns::<T>::contains_key(operator), "it has its slash cap");
	}

	#[benchmark]
	fn last_liable() {
		go_to::<T>(START);
		let operator: T::AccountId = account("operator", 0, 0);
		worst_opt_ins::<T>(&operator);
		let begin = <Pallet<T> as Liability<_>>::lock_begin(&operator, START);
		let (last, waives);

		#[block]
		{
			last = <Pallet<T> as Liability<_>>::last_liable(&operator, Scope::BondAndPools, START);
			waives = <Pallet<T> as Liability<_>>::waives(&operator, START, &begin, START);
		}

		assert_eq!((last, waives), (Some(START), false));
	}

	#[benchmark]
	fn reveal_evidence() {
		let (case_id, _) = proposed::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(account("anybody", 0, 0)), case_id, text::<T>());

		assert!(Cases::<T>::get(case_id).is_some_and(|case| case.text.is_some()));
	}

	/// Lost, as the last one of an executed case.
	#[benchmark]
	fn release_dispute_deposit() {
		let case_id = disputed::<T>();
		let disputer = rich::<T>("disputer");
		let case = Cases::<T>::take(case_id).expect("it is open");
		assert_eq!(case.course.disputes(), 1);
		LostDisputes::<T>::insert(case_id, 1);

		#[extrinsic_call]
		_(RawOrigin::Signed(account("anybody", 0, 0)), case_id, lookup::<T>(&disputer));

		assert!(!Disputes::<T>::contains_key(case_id, disputer));
		assert!(!LostDisputes::<T>::contains_key(case_id));
	}

	#[benchmark]
	fn uphold() {
		let (report, _) = worst_report::<T>();
		let consumer = Consumers::<T>::get(report.consumer_id).expect("it is there");
		let case_id = Pallet::<T>::file_report(&consumer, report, REPORT_ID, Basis::Proof, None);
		let case_id = case_id.expect("nothing is wrong with it");
		set_stage::<T>(case_id, Stage::Disputed(1));
		Cases::<T>::mutate(case_id, |case| {
			let course = &mut case.as_mut().expect("it is open").course;
			if let CaseState::Filed { until, .. } = &mut course.state {
				*until = Deadline { last_epoch: EpochIndex(0), last_block: 0 };
			}
		});
		pass_blocks::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(account("anybody", 0, 0)), case_id);

		let case = Cases::<T>::get(case_id).expect("it is open");
		assert_eq!(case.course.status(), CaseStatus::Upheld);
	}

	#[benchmark]
	fn dismiss_case() -> Result<(), BenchmarkError> {
		let origin =
			T::EmergencyOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		let case_id = disputed::<T>();

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, case_id);

		assert!(!Cases::<T>::contains_key(case_id));
		Ok(())
	}

	/// By another account than the one that registered the consumer.
	#[benchmark]
	fn top_up_consumer() {
		go_to::<T>(START);
		let (consumer_id, manager) = consumer::<T>();
		let lost = T::ConsumerDeposit::get();
		Consumers::<T>::mutate(consumer_id, |record| {
			record.as_mut().expect("it is there").deposit.amount = 0;
		});
		let deposit = Deposit { who: manager, amount: lost };
		assert_ok!(Pallet::<T>::release(HoldReason::ConsumerDeposit, &deposit));

		#[extrinsic_call]
		_(RawOrigin::Signed(rich::<T>("payer")), consumer_id);

		let record = Consumers::<T>::get(consumer_id).expect("it is there");
		assert_eq!(record.deposit.amount, lost);
	}

	/// Of the escrow, to an account.
	#[benchmark]
	fn release_slashed() {
		let (_, asset, now) = T::BenchmarkHelper::rewardable();
		let (consumer_id, _) = consumer::<T>();
		open_escrow_of::<T>(&asset);
		let who: T::AccountId = account("beneficiary", 0, 0);
		assert_ok!(Pallet::<T>::escrow(T::Assets::issue(asset.clone(), PLENTY)));
		let record = WithheldSlash {
			consumer_id,
			destination: Destination::Account(who.clone()),
			escrowed: PLENTY,
			unlock_epoch: now.minus(1),
		};
		WithheldSlashes::<T>::insert(CaseId::FIRST, &asset, record);
		let before = T::Assets::balance(asset.clone(), &who);

		#[extrinsic_call]
		_(RawOrigin::Signed(account("anybody", 0, 0)), CaseId::FIRST, asset.clone());

		assert_eq!(T::Assets::balance(asset, &who) - before, PLENTY);
	}

	/// For an asset that is not the native one, before there is a consumer.
	#[benchmark]
	fn touch() {
		let (_, asset, _) = T::BenchmarkHelper::rewardable();
		let who = rich::<T>("opener");
		T::BenchmarkHelper::fund(&asset, &who, PLENTY);
		close_escrow_of::<T>(&asset);

		#[extrinsic_call]
		_(RawOrigin::Signed(who), asset.clone());

		assert!(Escrow::<T>::contains_key(asset));
		assert!(Escrow::<T>::contains_key(T::NativeAsset::get()));
	}

	// For the table of costs.

	/// One pool, and so many stakers.
	#[benchmark(extra)]
	fn settle_among(h: Linear<1, { CROWD }>) {
		let (operator, fault) = T::BenchmarkHelper::slashable_among(h);
		let case_id = due::<T>(operator, fault, 1);

		#[extrinsic_call]
		settle(RawOrigin::Signed(account("anybody", 0, 0)), case_id);

		assert_executed::<T>(case_id);
	}

	/// One pool with one cohort.
	#[benchmark(extra)]
	fn settle_mature() {
		let (operator, fault) = T::BenchmarkHelper::slashable_when_mature();
		let case_id = due::<T>(operator, fault, 1);

		#[extrinsic_call]
		settle(RawOrigin::Signed(account("anybody", 0, 0)), case_id);

		assert_executed::<T>(case_id);
	}

	/// So many pools.
	#[benchmark(extra)]
	fn settle_pools(p: Linear<1, 4>) {
		let (operator, fault) = T::BenchmarkHelper::slashable(p);
		let case_id = due::<T>(operator, fault, 1);

		#[extrinsic_call]
		settle(RawOrigin::Signed(account("anybody", 0, 0)), case_id);

		assert_executed::<T>(case_id);
	}

	/// One pool, and so many open cases.
	#[benchmark(extra)]
	fn settle_cases(c: Linear<1, 16>) {
		let (operator, fault) = T::BenchmarkHelper::slashable(1);
		let case_id = due::<T>(operator, fault, c.min(T::MaxCases::get()));

		#[extrinsic_call]
		settle(RawOrigin::Signed(account("anybody", 0, 0)), case_id);

		assert_executed::<T>(case_id);
	}

	#[cfg(feature = "std")]
	impl<T: Config> Pallet<T> {
		/// Runs every benchmark once, each in a state that is made for it, as `impl_benchmark_test_suite` does for a
		/// mock: for the tests of a runtime.
		pub fn test_benchmarks(in_new_state: impl Fn(&mut dyn FnMut())) {
			macro_rules! selected {
				($($name:ident)*) => { [$((stringify!($name), SelectedBenchmark::$name)),*] };
			}
			let all = selected! {
				register_consumer set_terms set_manager retire_consumer release_consumer_deposit set_admission
				set_slash_cap opt_in opt_out prune prune_gone remit report_slash propose_slash endorse decline dispute
				dispute_unjudged resolve settle claim_bounty acknowledge_set last_liable cancel_retirement cover shrink_opt_ins reveal_evidence
				release_dispute_deposit uphold dismiss_case top_up_consumer release_slashed touch settle_among settle_mature
				settle_pools settle_cases unused
			};
			let listed = <Pallet<T> as frame_benchmarking::Benchmarking>::benchmarks(true);
			assert_eq!(all.len(), listed.len(), "none is forgotten");
			for (name, benchmark) in all {
				let components = BenchmarkingSetup::<T>::components(&benchmark).into_iter();
				let lowest: Vec<_> =
					components.map(|(component, low, _)| (component, low)).collect();
				in_new_state(&mut || {
					let begin = || frame_system::Pallet::<T>::set_block_number(1u32.into());
					let run = BenchmarkingSetup::<T>::test_instance(&benchmark, &lowest, &begin);
					assert_eq!(run, Ok(()), "{name}");
				});
			}
		}
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::new_test_ext(), crate::mock::Test);
}
