// SPDX-License-Identifier: Apache-2.0

//! What calls cost at worst: an operator has promised something to as many consumers as it may, and something else in
//! every epoch; everything that can be full is; and staking and rewards have as much to do as they can have.

use super::*;
use alloc::vec;
use bulwark_ledger::{Horizon, Millis, MIN_CHARGE};
use bulwark_traits::{Epochs, SetAcknowledgements};
use frame_benchmarking::v2::*;
use frame_support::{
	assert_ok,
	traits::{
		fungibles::{Balanced, Inspect},
		EnsureOrigin, Get,
	},
	BoundedVec,
};
use frame_system::RawOrigin;
use sp_runtime::traits::{BlockNumberProvider, Bounded};

/// What a runtime does for the benchmarks, with what staking and rewards have for their own.
pub trait BenchmarkHelper<AssetId, AccountId> {
	/// Gives an account some of an asset.
	fn fund(asset: &AssetId, who: &AccountId, amount: Balance);

	/// Sets the wall clock.
	fn set_time(now: Millis);

	/// How many pools an operator may have.
	fn most_pools() -> u32;

	/// An operator with so many pools of which a slash costs most, and the epoch of the fault.
	fn slashable(pools: u32) -> (AccountId, EpochIndex);

	/// The same of one pool, with so many holders besides.
	fn slashable_among(holders: u32) -> (AccountId, EpochIndex);

	/// The same of one pool in which all stake is mature.
	fn slashable_when_mature() -> (AccountId, EpochIndex);

	/// An operator of which a reward costs most, in what, and for which epoch.
	fn rewardable() -> (AccountId, AssetId, EpochIndex);
}

/// Not round.
const PLENTY: Balance = 1_000_000_000_000_000_007;

/// How many holders are a crowd. Tests ask whether a benchmark runs, not what it says.
const CROWD: u32 = if cfg!(test) { 1_000 } else { 100_000 };

/// There is a past.
const START: EpochIndex = EpochIndex(1_000);

fn go_to<T: Config>(epoch: EpochIndex) {
	T::BenchmarkHelper::set_time(T::Epochs::start(epoch));
}

/// Some epochs pass, with enough blocks in them.
fn skip<T: Config>(epochs: u32) {
	go_to::<T>(T::Epochs::now().plus(epochs));
	pass_blocks::<T>();
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
fn terms<T: Config>() -> Terms<T::AccountId> {
	Terms {
		most: Budget { bond: Fraction::one(), pools: Fraction::from_percent(50) },
		windows: Windows { report: T::Window::get() - 2, dispute: 1 },
		bounty: Fraction::from_percent(50),
		destination: Destination::Treasury,
		resolver: Some(account("resolver", 0, 0)),
		follower: Some(account("follower", 0, 0)),
	}
}

/// A consumer that is admitted, and who speaks for it.
fn consumer<T: Config>() -> (ConsumerId, T::AccountId) {
	let manager = rich::<T>("manager");
	let destination = Destination::Account(rich::<T>("beneficiary"));
	let terms = Terms { destination, ..terms::<T>() };
	let consumer = Pallet::<T>::do_register_consumer(manager.clone(), terms, true);
	(consumer.expect("it has the deposit"), manager)
}

/// As many promises as there may be, each of as many spans: half of everything to the first consumer, little to those
/// after it. They have begun in the first epochs, and the last span of each goes on.
pub(crate) fn pledge_all<T: Config>(operator: &T::AccountId, first: ConsumerId) {
	let window = T::Window::get();
	let mut pledge = PledgeOf::<T>::default();
	let begin = Horizon { now: EpochIndex(0), window };
	assert_ok!(pledge.set_cap(Fraction::one(), 0, begin));
	for epoch in 0..MaxSpans::<T>::get() {
		let at = Horizon { now: EpochIndex(epoch), window };
		let part = |whole: u32| {
			let parts = Fraction::from_percent(whole.into()).deconstruct() + u64::from(epoch % 2);
			Budget { bond: Fraction::from_parts(parts), pools: Fraction::from_parts(parts) }
		};
		for index in 0..T::MaxPromises::get() {
			let whole = if index == 0 { 50 } else { 1 };
			let consumer = ConsumerId(first.0 + index);
			assert_ok!(pledge.begin(consumer, part(whole), 1, at));
		}
	}
	assert_eq!(pledge.promises().len() as u32, T::MaxPromises::get());
	let is_full = |spans: &[Span]| spans.len() as u32 == MaxSpans::<T>::get();
	assert!(pledge.promises().iter().all(|promise| is_full(promise.spans())));
	Pledges::<T>::insert(operator, pledge);
}

/// Every promise of an operator's is over and can be forgotten, but the first; and each was used.
fn end_all<T: Config>(operator: &T::AccountId, first: ConsumerId) {
	for index in 1..T::MaxPromises::get() {
		assert_ok!(Pallet::<T>::do_opt_out(operator.clone(), ConsumerId(first.0 + index)));
	}
	skip::<T>(T::Window::get() + 2);
	for index in 1..T::MaxPromises::get() {
		spend_all::<T>(operator, ConsumerId(first.0 + index));
	}
}

/// Something was used up for the faults of every epoch that counts.
fn spend_all<T: Config>(operator: &T::AccountId, consumer: ConsumerId) {
	let (now, window) = (T::Epochs::now(), T::Window::get());
	let mut spending = SpendingOf::<T>::default();
	let little = Budget::of(Scope::BondAndPools, MIN_CHARGE);
	let all = Budget { bond: Fraction::one(), pools: Fraction::one() };
	for fault in now.minus(2 * window).through(now) {
		spending.reserve(all, fault, little, window).expect("it is little");
	}
	assert_eq!(spending.list().len() as u32, MaxSpent::<T>::get());
	Spendings::<T>::insert(operator, consumer, spending);
}

fn evidence<T: Config>() -> EvidenceOf<T> {
	BoundedVec::truncate_from(vec![7; T::MaxEvidence::get() as usize])
}

/// What has to be found among all that could be charged: so much of it that a part between the least and the most is
/// asked for.
fn claim<T: Config>() -> Claim<AssetIdOf<T>> {
	Claim { scope: Scope::BondAndPools, fraction: Fraction::from_percent(25), quantity: None }
}

/// A report that costs most, and who makes it: of an operator with everything.
fn report<T: Config>(operator: T::AccountId, fault: EpochIndex) -> (ReportOf<T>, T::AccountId) {
	let (consumer, manager) = consumer::<T>();
	// The fault is as old as what the consumer may report.
	let window = T::Window::get();
	ConsumerTerms::<T>::mutate(consumer, 1, |terms| {
		let terms = terms.as_mut().expect("they are there");
		terms.windows = Windows { report: window, dispute: 1 };
	});
	assert_ok!(T::Acknowledgements::acknowledge(&account("follower", 0, 0), fault));
	pledge_all::<T>(&operator, consumer);
	spend_all::<T>(&operator, consumer);
	let (when, claim) = (When::Epoch(fault), claim::<T>());
	(Report { consumer, operator, when, claim, evidence: evidence::<T>() }, manager)
}

/// An operator with as many pools as it may have.
fn worst_report<T: Config>() -> (ReportOf<T>, T::AccountId) {
	let (operator, fault) = T::BenchmarkHelper::slashable(T::BenchmarkHelper::most_pools());
	report::<T>(operator, fault)
}

/// Lets an operator have so many cases, and as many proposals as it may.
fn crowd_cases<T: Config>(operator: &T::AccountId, consumer: ConsumerId, cases: u32) {
	let others = |first: u32, count: u32| (first..first + count).map(CaseId).collect();
	OpenCases::<T>::insert(operator, consumer, BoundedVec::truncate_from(others(1_000_000, cases)));
	let proposals = T::MaxProposals::get() - 1;
	Proposals::<T>::insert(
		operator,
		consumer,
		BoundedVec::truncate_from(others(2_000_000, proposals)),
	);
}

const ID: ReportId = [9; 32];

/// An outsider's report.
fn proposed<T: Config>() -> (CaseId, T::AccountId) {
	let (report, manager) = worst_report::<T>();
	crowd_cases::<T>(&report.operator, report.consumer, T::MaxCases::get() - 1);
	let case = CaseId(NextCase::<T>::get());
	assert_ok!(Pallet::<T>::do_propose(rich::<T>("reporter"), report));
	(case, manager)
}

/// The same, which the consumer has made its own.
fn endorsed<T: Config>() -> CaseId {
	let (case, manager) = proposed::<T>();
	assert_ok!(Pallet::<T>::do_endorse(manager, case, ID));
	case
}

/// A case against an operator that is to be executed, with a bounty.
fn due<T: Config>(operator: T::AccountId, fault: EpochIndex, cases: u32) -> CaseId {
	let (report, manager) = report::<T>(operator.clone(), fault);
	crowd_cases::<T>(&operator, report.consumer, cases - 1);
	let case = CaseId(NextCase::<T>::get());
	assert_ok!(Pallet::<T>::do_propose(rich::<T>("reporter"), report));
	assert_ok!(Pallet::<T>::do_endorse(manager, case, ID));
	// The last epoch of the window, and no time to dispute any more.
	Cases::<T>::mutate(case, |record| {
		let record = record.as_mut().expect("it is open");
		record.course.state = CaseState::Upheld;
		record.fraction = Some(Fraction::from_percent(50));
	});
	case
}

fn assert_executed<T: Config>(case: CaseId) {
	assert!(!Cases::<T>::contains_key(case));
	assert!(Bounties::<T>::contains_key(case), "the bond has lost something");
}

#[benchmarks]
mod benchmarks {
	use super::*;

	/// The first consumer of a chain also fills the floor of the escrow.
	#[benchmark]
	fn register_consumer() {
		go_to::<T>(START);
		let manager = rich::<T>("manager");
		Escrow::<T>::kill();

		#[extrinsic_call]
		_(RawOrigin::Signed(manager), terms::<T>());

		assert!(Escrow::<T>::exists());
	}

	#[benchmark]
	fn set_terms() {
		go_to::<T>(START);
		let (consumer, manager) = consumer::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(manager), consumer, terms::<T>());

		assert!(ConsumerTerms::<T>::contains_key(consumer, 2));
	}

	#[benchmark]
	fn set_manager() {
		let (consumer, manager) = consumer::<T>();
		let new: T::AccountId = account("new", 0, 0);

		#[extrinsic_call]
		_(RawOrigin::Signed(manager), consumer, lookup::<T>(&new));

		assert_eq!(Consumers::<T>::get(consumer).map(|record| record.manager), Some(new));
	}

	#[benchmark]
	fn retire_consumer() {
		let (consumer, manager) = consumer::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(manager), consumer);

		assert!(Consumers::<T>::get(consumer).is_some_and(|record| record.retired.is_some()));
	}

	#[benchmark]
	fn return_deposit() {
		go_to::<T>(START);
		let (consumer, manager) = consumer::<T>();
		assert_ok!(Pallet::<T>::do_retire_consumer(manager.clone(), consumer));
		skip::<T>(T::Window::get() + 1);

		#[extrinsic_call]
		_(RawOrigin::Signed(manager), consumer);

		assert!(Consumers::<T>::get(consumer).is_some_and(|record| record.deposit.amount == 0));
	}

	#[benchmark]
	fn set_admission() -> Result<(), BenchmarkError> {
		let origin = T::AdminOrigin::try_successful_origin().map_err(|_| "an admin")?;
		let (consumer, _) = consumer::<T>();

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, consumer, false);

		assert!(Consumers::<T>::get(consumer).is_some_and(|record| !record.admitted));
		Ok(())
	}

	/// All promises but one are over, and are forgotten on the way.
	#[benchmark]
	fn set_cap() {
		let (operator, _) = T::BenchmarkHelper::slashable_when_mature();
		let (consumer, _) = consumer::<T>();
		pledge_all::<T>(&operator, consumer);
		end_all::<T>(&operator, consumer);

		#[extrinsic_call]
		_(RawOrigin::Signed(operator.clone()), Fraction::from_percent(90));

		assert_eq!(Pledges::<T>::get(operator).promises().len(), 1);
	}

	/// All promises but one are over, and are forgotten on the way.
	#[benchmark]
	fn opt_in() {
		let (operator, _) = T::BenchmarkHelper::slashable_when_mature();
		let (consumer, _) = consumer::<T>();
		pledge_all::<T>(&operator, consumer);
		end_all::<T>(&operator, consumer);
		let budget = Budget::of(Scope::BondAndPools, Fraction::from_percent(70));

		#[extrinsic_call]
		_(RawOrigin::Signed(operator.clone()), consumer, 1, budget);

		let pledge = Pledges::<T>::get(operator);
		assert_eq!(pledge.promises().len(), 1);
		assert!(pledge.widens(T::Epochs::now()));
	}

	/// All promises but one are over, and are forgotten on the way.
	#[benchmark]
	fn opt_out() {
		let (operator, _) = T::BenchmarkHelper::slashable_when_mature();
		let (consumer, _) = consumer::<T>();
		pledge_all::<T>(&operator, consumer);
		end_all::<T>(&operator, consumer);

		#[extrinsic_call]
		_(RawOrigin::Signed(operator.clone()), consumer);

		assert_eq!(Pledges::<T>::get(operator).promises().len(), 1);
	}

	/// All promises but one are over.
	#[benchmark]
	fn prune() {
		let (operator, _) = T::BenchmarkHelper::slashable_when_mature();
		let (consumer, manager) = consumer::<T>();
		pledge_all::<T>(&operator, consumer);
		end_all::<T>(&operator, consumer);

		#[extrinsic_call]
		_(RawOrigin::Signed(manager), lookup::<T>(&operator));

		assert_eq!(Pledges::<T>::get(&operator).promises().len(), 1);
		assert_eq!(Spendings::<T>::iter_prefix(&operator).count(), 0);
	}

	/// In an asset that is not the native one, to an operator of which a reward costs most.
	#[benchmark]
	fn remit() {
		let (operator, asset, earned_in) = T::BenchmarkHelper::rewardable();
		let (consumer, manager) = consumer::<T>();
		pledge_all::<T>(&operator, consumer);
		T::BenchmarkHelper::fund(&asset, &manager, PLENTY);
		let before = T::Assets::balance(asset.clone(), &manager);

		#[extrinsic_call]
		_(
			RawOrigin::Signed(manager.clone()),
			consumer,
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
		crowd_cases::<T>(&report.operator, report.consumer, T::MaxCases::get() - 1);
		let Report { consumer, operator, when, claim, evidence } = report;

		#[extrinsic_call]
		_(RawOrigin::Signed(manager), consumer, lookup::<T>(&operator), when, claim, evidence, ID);

		assert_eq!(OpenCases::<T>::get(operator, consumer).len() as u32, T::MaxCases::get());
	}

	#[benchmark]
	fn propose_slash() {
		let (report, _) = worst_report::<T>();
		crowd_cases::<T>(&report.operator, report.consumer, T::MaxCases::get());
		let Report { consumer, operator, when, claim, evidence } = report;

		#[extrinsic_call]
		_(
			RawOrigin::Signed(rich::<T>("reporter")),
			consumer,
			lookup::<T>(&operator),
			when,
			claim,
			evidence,
		);

		assert_eq!(Proposals::<T>::get(operator, consumer).len() as u32, T::MaxProposals::get());
	}

	#[benchmark]
	fn endorse() {
		let (case, manager) = proposed::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(manager), case, ID);

		assert!(Cases::<T>::get(case).is_some_and(|record| record.course.is_filed()));
	}

	#[benchmark]
	fn decline() {
		let (case, manager) = proposed::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(manager), case, true);

		assert!(!Cases::<T>::contains_key(case));
	}

	#[benchmark]
	fn dispute() {
		let case = endorsed::<T>();
		let disputer = rich::<T>("disputer");

		#[extrinsic_call]
		_(RawOrigin::Signed(disputer), case);

		let record = Cases::<T>::get(case).expect("it is open");
		assert_eq!(record.course.state, CaseState::Disputed);
	}

	/// Dismissed, which ends the case.
	#[benchmark]
	fn resolve() {
		let case = endorsed::<T>();
		assert_ok!(Pallet::<T>::do_dispute(rich::<T>("disputer"), case));
		let resolver: T::AccountId = account("resolver", 0, 0);

		#[extrinsic_call]
		_(RawOrigin::Signed(resolver), case, Verdict::Dismiss);

		assert!(!Cases::<T>::contains_key(case));
	}

	/// Executed, against an operator of which a slash costs most, for an account and with a bounty.
	#[benchmark]
	fn settle() {
		let (operator, fault) = T::BenchmarkHelper::slashable(T::BenchmarkHelper::most_pools());
		let case = due::<T>(operator, fault, T::MaxCases::get());

		#[extrinsic_call]
		_(RawOrigin::Signed(account("anybody", 0, 0)), case);

		assert_executed::<T>(case);
	}

	#[benchmark]
	fn claim_bounty() {
		go_to::<T>(START);
		let _ = consumer::<T>();
		let (asset, case) = (T::NativeAsset::get(), CaseId(0));
		let reporter: T::AccountId = account("reporter", 0, 0);
		let bounty = T::Assets::issue(asset, PLENTY);
		assert_ok!(Pallet::<T>::escrow(bounty));
		let unlocks = T::Epochs::now();
		let bounty = Bounty { reporter: reporter.clone(), amount: PLENTY, unlocks };
		Bounties::<T>::insert(case, bounty);

		#[extrinsic_call]
		_(RawOrigin::Signed(account("anybody", 0, 0)), case);

		assert_eq!(T::Assets::balance(T::NativeAsset::get(), &reporter), PLENTY);
	}

	// For the table of costs.

	/// One pool, and so many holders.
	#[benchmark(extra)]
	fn settle_among(h: Linear<1, { CROWD }>) {
		let (operator, fault) = T::BenchmarkHelper::slashable_among(h);
		let case = due::<T>(operator, fault, 1);

		#[extrinsic_call]
		settle(RawOrigin::Signed(account("anybody", 0, 0)), case);

		assert_executed::<T>(case);
	}

	/// One pool with one cohort.
	#[benchmark(extra)]
	fn settle_mature() {
		let (operator, fault) = T::BenchmarkHelper::slashable_when_mature();
		let case = due::<T>(operator, fault, 1);

		#[extrinsic_call]
		settle(RawOrigin::Signed(account("anybody", 0, 0)), case);

		assert_executed::<T>(case);
	}

	/// So many pools.
	#[benchmark(extra)]
	fn settle_pools(p: Linear<1, 4>) {
		let (operator, fault) = T::BenchmarkHelper::slashable(p);
		let case = due::<T>(operator, fault, 1);

		#[extrinsic_call]
		settle(RawOrigin::Signed(account("anybody", 0, 0)), case);

		assert_executed::<T>(case);
	}

	/// One pool, and so many open cases.
	#[benchmark(extra)]
	fn settle_cases(c: Linear<1, 16>) {
		let (operator, fault) = T::BenchmarkHelper::slashable(1);
		let case = due::<T>(operator, fault, c.min(T::MaxCases::get()));

		#[extrinsic_call]
		settle(RawOrigin::Signed(account("anybody", 0, 0)), case);

		assert_executed::<T>(case);
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
				register_consumer set_terms set_manager retire_consumer return_deposit set_admission
				set_cap opt_in opt_out prune remit report_slash propose_slash endorse decline dispute
				resolve settle claim_bounty settle_among settle_mature settle_pools settle_cases
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
