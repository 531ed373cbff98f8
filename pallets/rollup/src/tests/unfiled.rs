// SPDX-License-Identifier: Apache-2.0

//! Reports for less than a bond: others had a part of the budget, and what they leave is asked for later.

use super::verdicts::prove;
use crate::{mock::*, BatchId, Batches, CaseId, Event, Reported};
use bulwark_ledger::{Fractions, Scope};
use frame_support::{assert_noop, assert_ok};

type Error = crate::Error<Test>;

fn report_again(batch_id: BatchId) -> frame_support::dispatch::DispatchResultWithPostInfo {
	Rollup::report_again(signed(PAUPER), batch_id)
}

/// Parts of Alice's bond that cases ask for, in percent.
fn asked() -> Vec<Fractions> {
	Cases::get().into_iter().map(|case| case.fractions).collect()
}

fn of_bond(part: u64) -> Fractions {
	Fractions::of(Scope::Bond, percent(part))
}

/// A case of an epoch, about something else than a batch.
fn case_of(part: u64, report_id: u8) -> Case {
	Case {
		operator: ALICE,
		fault_epoch: now(),
		fractions: of_bond(part),
		report_id: [report_id; 32],
		reporter: FRIEND,
		basis: bulwark_ledger::Basis::Proof,
		taken: None,
	}
}

/// Half of the bond was promised for the epoch of the first batch, and all of it for that of the second.
#[test]
fn rest_of_the_bond_is_asked_for_when_the_first_case_is_dismissed() {
	test_signing(|| {
		let first = submit_next(ALICE, 0);
		pass_to(12);
		let second = submit_next(ALICE, 1);
		challenge(WATCHER, first);
		challenge(WATCHER, second);
		promise(ALICE, 50);
		judge_bad(first, WATCHER);
		assert_noop!(report_again(first), Error::NothingToReport);
		promise(ALICE, 100);
		judge_bad(second, WATCHER);
		assert_eq!(asked(), [of_bond(50), of_bond(50)]);
		assert_noop!(report_again(second), Error::OverBudget);

		end_case(1, false);
		assert_ok!(report_again(second));

		let (batch_id, operator, case_id) = (second, ALICE, CaseId(3));
		assert_told(Event::Reported { batch_id, operator, case_id, fractions: of_bond(50) });
		assert_eq!(Cases::get()[2].reporter, WATCHER);
		// Each case takes its part of what is left.
		assert_eq!((end_case(2, true), end_case(3, true)), (500, 250));
		assert_noop!(report_again(second), Error::NothingToReport);
	});
}

/// A friend that files the little that is left for a moment does not save what comes free later.
#[test]
fn rest_of_the_bond_is_asked_for_after_a_part_was() {
	test_signing(|| {
		let batch_id = submit_next(ALICE, 5);
		Cases::set(&vec![case_of(90, 1), case_of(10, 2)]);
		assert_ok!(prove(WATCHER, batch_id, 5));
		assert_noop!(report_again(batch_id), Error::OverBudget);
		end_case(2, false);
		assert_ok!(report_again(batch_id));
		assert_eq!(asked()[2], of_bond(10));

		end_case(1, false);
		assert_ok!(report_again(batch_id));

		assert_eq!(asked()[3], of_bond(90));
		let ids: Vec<_> = Cases::get().into_iter().map(|case| case.report_id).collect();
		assert_ne!(ids[2], ids[3]);
		assert_noop!(report_again(batch_id), Error::NothingToReport);
	});
}

/// Each part of the bond is asked for once, however its case ends.
#[test]
fn part_that_was_asked_for_is_not_asked_for_again() {
	test_signing(|| {
		let batch_id = submit_next(ALICE, 5);
		Cases::set(&vec![case_of(60, 1)]);
		assert_ok!(prove(WATCHER, batch_id, 5));
		end_case(1, false);
		end_case(2, false);

		assert_ok!(report_again(batch_id));

		assert_eq!(asked()[1..], [of_bond(40), of_bond(60)]);
		end_case(3, false);
		assert_noop!(report_again(batch_id), Error::NothingToReport);
	});
}

/// The batch and the bar stay until the rest can be filed no more.
#[test]
fn batch_with_a_rest_is_kept_as_long_as_it_can_be_filed() {
	test_signing(|| {
		let batch_id = submit_next(ALICE, 5);
		Cases::set(&vec![case_of(60, 1)]);
		assert_ok!(prove(WATCHER, batch_id, 5));
		let bar = crate::Barred::<Test>::get(ALICE).unwrap();
		assert_eq!(bar.report, Reported::Filed { case_id: CaseId(2) });
		end_case(1, false);
		end_case(2, false);

		pass_to(14); // the last epoch of the terms
		let release = || Rollup::release_batch(signed(PAUPER), batch_id);
		assert_noop!(release(), Error::NotFinal);
		assert_noop!(Rollup::lift_bar(signed(PAUPER), ALICE), Error::StillBarred);

		pass_to(15);
		assert_noop!(report_again(batch_id), sp_runtime::DispatchError::Other("too late"));
		assert_ok!(Rollup::lift_bar(signed(PAUPER), ALICE));
		assert_ok!(release());
		assert_eq!(Batches::<Test>::get(batch_id), None);
	});
}
