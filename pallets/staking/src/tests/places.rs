// SPDX-License-Identifier: Apache-2.0

//! Places of operators that are not used, and who may reclaim them.

use crate::{mock::*, ClosingCause, Error, Event, Operators, ReplaceableOperator};
use frame_support::{assert_noop, assert_ok};

fn reclaim(operator: AccountId) -> sp_runtime::DispatchResult {
	outcome(Staking::reclaim_place(signed(PAUPER), operator))
}

/// Lets anybody close an operator, and checks the cause.
fn assert_reclaimed(operator: AccountId, cause: ClosingCause) {
	let shown = Staking::operator(operator).and_then(|view| view.reclaimable);
	assert_eq!(shown, Some(cause));

	assert_ok!(reclaim(operator));

	let departure = Operators::<Test>::get(operator).and_then(|record| record.departure);
	let departure = departure.expect("it closes");
	assert_last(Event::OperatorClosing { operator, cause, departure });
	assert_noop!(reclaim(operator), Error::<Test>::AlreadyClosing);
}

fn assert_kept(operator: AccountId) {
	assert_noop!(reclaim(operator), Error::<Test>::PlaceInUse);
	assert_eq!(Staking::operator(operator).and_then(|view| view.reclaimable), None);
}

fn unable_for(operator: AccountId) -> u32 {
	Staking::operator(operator).expect("it is registered").unable_elections
}

fn elect_times(count: u32) {
	for _ in 0..count {
		next_epoch();
	}
}

/// Every place is taken: [`OPERATOR`] and [`RIVAL`] serve, the six others have power and do not.
fn full_house() {
	let all = [OPERATOR, RIVAL, THIRD, FOURTH, ALICE, BOB, CHARLIE, DAVE];
	let power = |at: usize| 1_000 - at as u128 * 100;
	for (at, operator) in all.into_iter().enumerate() {
		let pool = operator_pool_in(operator, NATIVE);
		delegate(pool, operator, power(at));
	}
	set_size(2);
}

#[test]
fn reclaim_place_fails_for_who_is_no_operator() {
	test(|| {
		assert_noop!(reclaim(ALICE), Error::<Test>::NotOperator);
	});
}

#[test]
fn place_without_power_is_reclaimed_after_so_many_elections() {
	test(|| {
		serve(1, [(OPERATOR, 100), (RIVAL, 0)]);

		elect_times(RECLAIM - 2);
		assert_eq!(unable_for(RIVAL), RECLAIM - 1);
		assert_kept(RIVAL);
		next_epoch();

		assert_kept(OPERATOR);
		assert_reclaimed(RIVAL, ClosingCause::Unable { elections: RECLAIM });
	});
}

#[test]
fn place_of_a_suspended_or_short_operator_is_reclaimed_after_so_many_elections() {
	test(|| {
		let [_, rivals, thirds] = serve(3, [(OPERATOR, 100), (RIVAL, 90), (THIRD, 80)]);
		delegate(rivals, RIVAL, 10);
		delegate(thirds, THIRD, 9);
		next_epoch();
		demand(10);
		assert_ok!(Staking::suspend(root(), RIVAL));

		elect_times(RECLAIM - 1);
		[OPERATOR, RIVAL, THIRD].into_iter().for_each(assert_kept);
		next_epoch();

		let cause = ClosingCause::Unable { elections: RECLAIM };
		[OPERATOR, RIVAL, THIRD].into_iter().for_each(|operator| assert_reclaimed(operator, cause));
	});
}

#[test]
fn streak_ends_when_the_operator_can_be_elected_once() {
	test(|| {
		let [_, rivals] = serve(1, [(OPERATOR, 100), (RIVAL, 0)]);
		elect_times(RECLAIM - 2);
		delegate(rivals, BOB, 1);
		next_epoch();
		assert_eq!(unable_for(RIVAL), 0);

		undelegate_all(rivals, BOB);
		elect_times(RECLAIM - 1);
		assert_kept(RIVAL);
	});
}

#[test]
fn epochs_without_an_election_do_not_count() {
	test(|| {
		serve(1, [(OPERATOR, 100), (RIVAL, 0)]);

		skip(RECLAIM * 10);
		next_block();

		assert_eq!(unable_for(RIVAL), 2);
		assert_kept(RIVAL);
	});
}

#[test]
fn weakest_operator_makes_room_when_there_is_no_place() {
	test(|| {
		full_house();
		elect_times(RECLAIM - 1);
		assert_eq!(ReplaceableOperator::<Test>::get(), None);

		next_epoch();

		for other in [OPERATOR, RIVAL, THIRD, CHARLIE] {
			assert_kept(other);
		}
		assert_reclaimed(DAVE, ClosingCause::Replaced { elections: RECLAIM });
		assert_kept(CHARLIE);
		next_epoch();
		assert_kept(CHARLIE);
	});
}

#[test]
fn nobody_makes_room_while_a_place_is_free_or_comes_free() {
	test(|| {
		full_house();
		elect_times(RECLAIM);
		assert_eq!(ReplaceableOperator::<Test>::get(), Some(DAVE));

		assert_ok!(Staking::retire(signed(CHARLIE)));

		assert_kept(DAVE);
		next_epoch();
		assert_kept(DAVE);
	});
}

#[test]
fn not_answering_is_no_reason() {
	test(|| {
		Unsecured::set(&vec![OPERATOR, RIVAL, THIRD]);
		serve(2, [(OPERATOR, 100), (RIVAL, 90), (THIRD, 80)]);

		elect_times(RECLAIM * 2);

		[OPERATOR, RIVAL, THIRD].into_iter().for_each(assert_kept);
	});
}
