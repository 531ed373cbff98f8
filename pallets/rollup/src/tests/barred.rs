// SPDX-License-Identifier: Apache-2.0

//! The barred: what they may not do, and how they come back.

use crate::{mock::*, Bar, Barred, EpochIndex, Event, Header, Reported};
use frame_support::{assert_noop, assert_ok};

type Error = crate::Error<Test>;

fn lift(operator: AccountId) -> sp_runtime::DispatchResult {
	Rollup::lift_bar(signed(PAUPER), operator)
}

/// Somebody proves that an operator has signed two contents for the next batch: a case of its own, in epoch 11.
fn prove_two_contents(operator: AccountId) {
	let header = next_header(1);
	let member = OPERATORS.iter().position(|who| *who == operator).unwrap();
	let one = signed_header(header, &[member]);
	let other = signed_header(Header { size: 101, ..header }, &[member]);
	let accused = vec![operator].try_into().unwrap();
	assert_ok!(Rollup::prove_equivocation(signed(WATCHER), one.into(), other.into(), accused));
}

/// A batch of Alice in epoch 11 is bad.
fn bar_alice() {
	let batch_id = submit_next(ALICE, 0);
	challenge(WATCHER, batch_id);
	judge_bad(batch_id, WATCHER);
}

#[test]
fn barred_operator_is_in_no_new_set_and_submits_nothing() {
	test_signing(|| {
		bar_alice();

		assert_noop!(try_submit(ALICE, next_header(1), &[0, 1, 2]), Error::Barred);
		go_to(12);
		poll();

		assert_eq!(members(2), [BOB, CHARLIE, DAVE]);
	});
}

#[test]
fn barred_operator_submits_nothing_without_signatures_either() {
	test(|| {
		set_keys(&OPERATORS[..4]);
		let bar =
			Bar { fault_epoch: EpochIndex(9), report: Reported::Refused, retry_until_epoch: None };
		Barred::<Test>::insert(ALICE, bar);
		let result = Rollup::submit_batch(signed(ALICE), next_header(0), None);
		assert_noop!(result, Error::Barred);
	});
}

#[test]
fn bar_is_lifted_by_the_admin() {
	test_signing(|| {
		bar_alice();
		assert_noop!(lift(ALICE), Error::StillBarred);

		assert_ok!(Rollup::lift_bar(root(), ALICE));

		assert_told(Event::BarLifted { operator: ALICE });
		assert_noop!(Rollup::lift_bar(root(), ALICE), Error::NotBarred);
		submit_next(ALICE, 1);
	});
}

#[test]
fn bar_is_lifted_when_the_case_has_ended_without_a_charge() {
	test_signing(|| {
		bar_alice();
		end_case(1, false);

		assert_ok!(lift(ALICE));
	});
}

#[test]
fn bar_is_lifted_when_the_report_was_refused_and_cannot_be_filed_any_more() {
	test_signing(|| {
		Refusal::set(&Some(1));
		bar_alice();

		pass_to(14);
		assert_noop!(lift(ALICE), Error::StillBarred);
		pass_to(15);
		assert_ok!(lift(ALICE));
	});
}

/// Else a sequencer that is out of order for a moment would buy bad batches for deposits.
#[test]
fn operator_that_has_lost_a_deposit_is_barred_until_it_is_as_good_as_new() {
	test_signing(|| {
		OutOfOrder::set(&[ALICE].into());
		bar_alice();
		OutOfOrder::set(&Default::default());

		assert_eq!(Cases::get(), []);
		assert_eq!(Barred::<Test>::get(ALICE).unwrap().report, Reported::DepositLost);
		assert_noop!(try_submit(ALICE, next_header(1), &[0, 1, 2]), Error::Barred);
		pass_to(11 + WINDOW);
		assert_noop!(lift(ALICE), Error::StillBarred);
		pass_to(12 + WINDOW);
		assert_ok!(lift(ALICE));
	});
}

#[test]
fn operator_that_closes_is_barred_for_a_deposit_too() {
	test_signing(|| {
		Closing::set(&[ALICE].into());

		bar_alice();

		assert_eq!(Barred::<Test>::get(ALICE).unwrap().report, Reported::DepositLost);
	});
}

#[test]
fn bar_for_a_deposit_outlives_a_case_that_is_dismissed() {
	test_signing(|| {
		OutOfOrder::set(&[ALICE].into());
		let of_deposit = submit_next(ALICE, 0);
		OutOfOrder::set(&Default::default());
		let of_bond = submit_next(ALICE, 1);
		for batch_id in [of_bond, of_deposit] {
			challenge(WATCHER, batch_id);
		}
		judge_bad(of_deposit, WATCHER);
		judge_bad(of_bond, WATCHER);

		end_case(1, false);

		assert_noop!(lift(ALICE), Error::StillBarred);
	});
}

#[test]
fn bar_stays_after_a_charge_until_the_operator_is_as_good_as_new() {
	test_signing(|| {
		bar_alice();
		end_case(1, true);
		OutOfOrder::set(&[ALICE].into());
		assert_noop!(lift(ALICE), Error::StillBarred);

		// Its bond is full again, but the fault can still be charged, and the budget is used.
		pass_to(11 + WINDOW);
		OutOfOrder::set(&Default::default());
		assert_noop!(lift(ALICE), Error::StillBarred);

		// Nobody can charge it any more.
		pass_to(12 + WINDOW);
		OutOfOrder::set(&[ALICE].into());
		assert_noop!(lift(ALICE), Error::StillBarred);
		OutOfOrder::set(&Default::default());
		promise(ALICE, 0);
		assert_noop!(lift(ALICE), Error::StillBarred);
		promise(ALICE, 100);
		assert_ok!(lift(ALICE));
	});
}

#[test]
fn bar_after_a_report_over_budget_stays_until_the_window_is_over() {
	test_signing(|| {
		let batches = submit_many(ALICE, 2);
		challenge(WATCHER, batches[0]);
		challenge(WATCHER, batches[1]);
		judge_bad(batches[1], WATCHER);
		judge_bad(batches[0], WATCHER);
		end_case(1, false);

		assert_noop!(lift(ALICE), Error::StillBarred);
		pass_to(12 + WINDOW);
		assert_ok!(lift(ALICE));
	});
}

/// What is free again after the dismissal was another's room: it does not show that the batch has cost nothing.
#[test]
fn bar_stays_when_another_case_is_dismissed() {
	test_signing(|| {
		let batch_id = submit_next(ALICE, 0);
		challenge(WATCHER, batch_id);
		prove_two_contents(ALICE);
		judge_bad(batch_id, WATCHER);
		end_case(2, true);

		end_case(1, false);

		assert_noop!(lift(ALICE), Error::StillBarred);
	});
}

/// Whose charge it was cannot be told any more. The admin can look.
#[test]
fn bar_stays_when_another_case_has_taken_something() {
	test_signing(|| {
		let batch_id = submit_next(ALICE, 0);
		challenge(WATCHER, batch_id);
		prove_two_contents(ALICE);
		judge_bad(batch_id, WATCHER);
		end_case(1, true);

		end_case(2, false);

		assert_noop!(lift(ALICE), Error::StillBarred);
	});
}

#[test]
fn bar_by_a_case_outlives_a_refused_report() {
	test_signing(|| {
		let batches = submit_many(ALICE, 2);
		challenge(WATCHER, batches[0]);
		challenge(WATCHER, batches[1]);
		promise(ALICE, 40);
		judge_bad(batches[1], WATCHER);
		promise(ALICE, 100);
		Refusal::set(&Some(1));
		judge_bad(batches[0], WATCHER);

		assert!(matches!(Barred::<Test>::get(ALICE).unwrap().report, Reported::Filed { .. }));
	});
}
