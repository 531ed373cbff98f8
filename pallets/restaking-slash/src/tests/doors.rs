// SPDX-License-Identifier: Apache-2.0

//! Doors that other pallets use. For `Liability` see the tests of the same name.

use crate::{mock::*, *};
use bulwark_ledger::MIN_SLASH;
use bulwark_traits::{FaultReporter, Liability, OptIns as _};
use frame_support::{assert_noop, assert_ok, traits::StorageInfoTrait};
use sp_runtime::DispatchError;

fn files(id: ReportId, reporter: Option<AccountId>) -> Result<CaseId, DispatchError> {
	try_file(now(), of_bond(50), id, Basis::Word, reporter)
}

#[test]
fn fault_reporter_files_in_the_consumers_name() {
	test_opted_in(|| {
		let case_id = files([1; 32], None).expect("nothing is wrong with it");

		assert!(matches!(status(case_id), CaseStatus::Filed { .. }));
		assert_eq!(report_id(case_id), Some([1; 32]));
		assert_eq!(reportable(), budget(50, 50));
		skip(2);
		settle(case_id, Outcome::Executed);
		assert_eq!(Bounties::<Test>::get(case_id), None);
	});
}

#[test]
fn fault_reporter_names_who_gets_the_bounty() {
	test_opted_in(|| {
		let case_id = files([1; 32], Some(DAVE)).expect("nothing is wrong with it");
		assert_eq!(held(HoldReason::ReportDeposit, &DAVE), 0);
		skip(2);

		settle(case_id, Outcome::Executed);

		let bounty = Bounties::<Test>::get(case_id).expect("there is one");
		assert_eq!((bounty.reporter, bounty.amount), (DAVE, 150));
	});
}

#[test]
fn fault_reporter_gives_no_bounty_when_the_case_is_dismissed() {
	test_opted_in(|| {
		let case_id = files([1; 32], Some(DAVE)).expect("nothing is wrong with it");
		dispute(case_id);

		resolve(case_id, Verdict::Dismiss);

		assert_eq!(Bounties::<Test>::get(case_id), None);
		assert_eq!(balance(NATIVE, &DAVE), FUNDS);
	});
}

#[test]
fn fault_reporter_changes_nothing_when_the_report_is_refused() {
	test_opted_in(|| {
		files([1; 32], None).expect("nothing is wrong with it");
		assert_noop!(files([1; 32], Some(DAVE)), Error::<Test>::DuplicateReport);
		files([2; 32], None).expect("nothing is wrong with it");

		assert_noop!(files([3; 32], Some(DAVE)), Error::<Test>::OverBudget);
	});
}

#[test]
fn liability_is_nothing_for_who_has_never_opted_in() {
	test_opted_in(|| {
		let leaving = EpochIndex(now());
		for scope in [Scope::Bond, Scope::BondAndPools] {
			let last = <Restaking as Liability<_>>::last_liable(&OTHER, scope, leaving);
			assert_eq!(last, None);
		}
		let begin = <Restaking as Liability<_>>::lock_begin(&OTHER, EpochIndex(now()));
		assert!(!<Restaking as Liability<_>>::waives(&OTHER, leaving, &begin, EpochIndex(now())));
	});
}

#[test]
fn liability_waives_while_more_is_announced() {
	test_opted_in_on(terms(), budget(100, 10), || {
		let begin = <Restaking as Liability<_>>::lock_begin(&OPERATOR, EpochIndex(now()));
		let locked_in = EpochIndex(now());
		let waives =
			|| <Restaking as Liability<_>>::waives(&OPERATOR, locked_in, &begin, EpochIndex(now()));
		set_slash_cap(OPERATOR, 50);
		assert!(!waives(), "a cap alone takes nothing");

		opt_in(OPERATOR, ROLLUP, 100, 20);
		assert!(!waives(), "it may be taken back");
		skip(1);
		assert!(waives());

		skip(NOTICE - 1);
		assert!(!waives());
	});
}

// Promises that somebody relies on.

fn opted_in(operator: AccountId, epoch: u32) -> Fractions {
	Restaking::opted_in(ROLLUP, &operator, EpochIndex(epoch))
}

fn unused_in(epoch: u32) -> Fractions {
	Restaking::unused(ROLLUP, &OPERATOR, EpochIndex(epoch))
}

fn of_bond_and_pools(epochs: std::ops::Range<u32>) -> Vec<Fractions> {
	epochs.map(|epoch| opted_in(OPERATOR, epoch)).collect()
}

#[test]
fn opt_ins_say_what_is_promised_for_an_epoch() {
	let (nothing, before, after) = (Fractions::NOTHING, budget(60, 40), budget(90, 40));
	test_opted_in_on(terms(), before, || {
		assert_eq!(of_bond_and_pools(11..15), [nothing, before, before, before]);
		assert_eq!(opted_in(OTHER, now()), nothing);
		assert_eq!(Restaking::opted_in(ConsumerId(9), &OPERATOR, EpochIndex(now())), nothing);

		opt_in(OPERATOR, ROLLUP, 90, 40);
		assert_eq!(of_bond_and_pools(13..16), [before, after, after]);
		skip(1);
		opt_out(OPERATOR, ROLLUP);

		assert_eq!(of_bond_and_pools(12..18), [before, before, after, after, nothing, nothing]);
	});
}

#[test]
fn opt_ins_are_nothing_once_the_consumer_has_retired() {
	test_opted_in(|| {
		let all = budget(100, 50);
		assert_ok!(Restaking::retire_consumer(signed(MANAGER), ROLLUP));

		assert_eq!([13, 14, 15].map(unused_in), [all, all, Fractions::NOTHING]);
		assert_eq!(of_bond_and_pools(14..16), [all, Fractions::NOTHING]);
	});
}

#[test]
fn opted_in_is_no_more_than_the_terms_allow_however_much_is_promised_and_unused() {
	let opted_in_for = |epoch| Restaking::opted_in(ROLLUP, &OPERATOR, EpochIndex(epoch));
	let terms = ConsumerTerms { most: budget(50, 20), ..terms() };
	test_opted_in_on(terms, budget(90, 40), || {
		assert_eq!((opted_in_for(now()), unused_in(now())), (budget(50, 20), budget(50, 20)));

		prove(now(), of_bond(50));

		assert_eq!((opted_in_for(now()), unused_in(now())), (budget(50, 20), budget(40, 20)));
		assert_eq!(opted_in_for(11), Fractions::NOTHING);
		assert_eq!(Restaking::opted_in(ROLLUP, &OTHER, EpochIndex(now())), Fractions::NOTHING);
	});
}

#[test]
fn unused_is_what_the_view_shows_and_a_proof_could_take() {
	test_opted_in(|| {
		report(now(), of_bond(10));
		assert_eq!(unused_in(now()), budget(100, 50), "keys use nothing up");
		prove(now(), of_bond(70));
		for epoch in [now(), now() + 1, now() + WINDOW] {
			assert_eq!(unused_in(epoch), budget(30, 50));
		}
		assert_eq!(unused_in(now()), unused());
		assert_eq!(unused_in(now() + WINDOW + 1), budget(100, 50));

		let more = Fractions { bond: percent(30) + MIN_SLASH, ..budget(0, 50) };
		let refused = try_prove(now(), request(more), fresh_id());
		assert_noop!(refused, Error::<Test>::OverBudget);
		prove(now(), request(unused_in(now())));

		assert_eq!(unused_in(now()), Fractions::NOTHING);
	});
}

#[test]
fn unused_is_no_more_than_one_report_may_take() {
	let terms = ConsumerTerms { most: budget(30, 20), ..terms() };
	test_opted_in_on(terms, budget(70, 10), || {
		assert_eq!(unused_in(now()), budget(30, 10));
		assert_eq!(opted_in(OPERATOR, now()), budget(30, 10));
		let refused = try_prove(now(), request(budget(31, 10)), fresh_id());
		assert_noop!(refused, Error::<Test>::FractionTooLarge);

		for left in [budget(30, 0), budget(10, 0), Fractions::NOTHING] {
			prove(now(), request(unused_in(now())));
			assert_eq!(unused_in(now()), left);
		}
	});
}

#[test]
fn fault_reporter_says_whether_a_case_is_open() {
	test_opted_in(|| {
		let is_open = |case_id| <Restaking as FaultReporter<_, _>>::is_open(case_id);
		let case_id = prove(now(), of_bond(40));
		assert!(is_open(case_id) && !is_open(CaseId(case_id.0 + 1)));
		skip(2);

		settle(case_id, Outcome::Executed);

		assert!(!is_open(case_id));
	});
}

#[test]
fn fault_reporter_says_the_times_of_a_consumers_terms() {
	test_opted_in(|| {
		let windows = |consumer_id| <Restaking as FaultReporter<_, _>>::windows(consumer_id);
		let terms = Restaking::consumer(ROLLUP).expect("it is there").terms;

		assert_eq!(windows(ROLLUP), Some(terms.windows));
		assert_eq!(windows(ConsumerId(99)), None);
	});
}

/// Files by proof for a reporter, and gives the bounty to another before it is executed, or after.
#[test]
fn fault_reporter_gives_the_bounty_of_a_proof_to_another() {
	for is_executed in [false, true] {
		test_opted_in(|| {
			let filed = try_file(now(), of_bond(50), [1; 32], Basis::Proof, Some(CHARLIE));
			let case_id = filed.expect("nothing is wrong with it");
			let reassign = || <Restaking as FaultReporter<_, _>>::reassign_bounty(case_id, DAVE);
			if !is_executed {
				reassign();
			}
			skip(2);
			settle(case_id, Outcome::Executed);
			if is_executed {
				reassign();
			}

			System::assert_has_event(
				Event::<Test>::BountyReassigned { case_id, reporter: DAVE }.into(),
			);
			let bounty = Bounties::<Test>::get(case_id).expect("there is one");
			assert_eq!((bounty.reporter, bounty.amount), (DAVE, 150));
		});
	}
}

#[test]
fn fault_reporter_gives_away_no_bounty_of_a_consumers_own_word_and_none_that_is_paid() {
	test_opted_in(|| {
		let case_id = files([1; 32], Some(CHARLIE)).expect("nothing is wrong with it");
		<Restaking as FaultReporter<_, _>>::reassign_bounty(case_id, DAVE);
		skip(2);
		settle(case_id, Outcome::Executed);
		assert_eq!(Bounties::<Test>::get(case_id).map(|one| one.reporter), Some(CHARLIE));
		skip(BOUNTY_DELAY);
		assert_ok!(Restaking::claim_bounty(signed(PAUPER), case_id));

		<Restaking as FaultReporter<_, _>>::reassign_bounty(case_id, DAVE);

		assert_eq!(Bounties::<Test>::get(case_id), None);
	});
}

/// Whoever acts within the times of a promise asks for those of the promise, not for those of the next.
#[test]
fn windows_are_those_that_the_opt_in_pins() {
	test_opted_in(|| {
		let pinned = |epoch| Restaking::pinned_windows(ROLLUP, &OPERATOR, EpochIndex(epoch));
		let longer = Windows { report: 3, dispute: 1 };
		let terms = ConsumerTerms { windows: longer, ..terms() };
		assert_ok!(Restaking::set_terms(signed(MANAGER), ROLLUP, terms));
		skip(NOTICE + 1);

		assert_eq!(Restaking::windows(ROLLUP), Some(longer));
		assert_eq!(pinned(now()), Some(Windows { report: 2, dispute: 1 }));
		assert_eq!(pinned(0), None, "it was not opted in");
		let other = Restaking::pinned_windows(ROLLUP, &OTHER, EpochIndex(now()));
		assert_eq!(other, None);
	});
}

/// A bounty that goes to another is read and written beside its case.
#[test]
fn fault_reporter_weighs_a_bounty_beside_a_case() {
	let items = Restaking::storage_info();
	let bounties = items.iter().find(|item| item.storage_name == b"Bounties");
	let size = bounties.and_then(|item| item.max_size).expect("it is bounded");
	let overhead = 2_475; // of a benchmark, for the way through the trie

	let look = <Restaking as FaultReporter<_, _>>::look_weight();

	let case = <Restaking as FaultReporter<_, _>>::uphold_weight();
	assert_eq!(look.proof_size(), case.proof_size() + u64::from(size) + overhead);
}
