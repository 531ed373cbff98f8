// SPDX-License-Identifier: Apache-2.0

//! What an operator promises to stake itself: more at once, less with notice.

use super::self_stake::{assert_keeps, assert_too_little, minimum};
use crate::{mock::*, EpochIndex, Error, Event, Power};
use frame_support::{assert_noop, assert_ok};

/// Promises another minimum, and checks from when on it counts.
fn promise(amount: Power, from: u32) {
	assert_ok!(Staking::set_own_minimum(signed(OPERATOR), amount));

	let from = EpochIndex(from);
	assert_last(Event::OwnMinimumSet { operator: OPERATOR, amount, from });
}

#[test]
fn set_own_minimum_counts_at_once_when_it_rises() {
	test(|| {
		let pool = pool_with_own(150);

		promise(120, 10);

		assert_eq!(minimum(), 120);
		assert_keeps(pool, 31);
		undelegate(pool, OPERATOR, 30);
	});
}

#[test]
fn set_own_minimum_is_refused_when_own_stake_is_a_unit_less() {
	test(|| {
		pool_with_own(150);

		let refused = Staking::set_own_minimum(signed(OPERATOR), 151);
		assert_noop!(refused, Error::<Test>::SelfStakeTooLow);

		promise(150, 10);
	});
}

#[test]
fn set_own_minimum_counts_what_has_not_begun_and_not_what_leaves() {
	test(|| {
		let pool = pool_with_own(150);
		delegate(pool, OPERATOR, 50);
		promise(200, 10);
		promise(0, 10 + WINDOW);
		skip(WINDOW);
		undelegate(pool, OPERATOR, 40);

		let refused = Staking::set_own_minimum(signed(OPERATOR), 161);
		assert_noop!(refused, Error::<Test>::SelfStakeTooLow);

		promise(160, 10 + WINDOW);
	});
}

#[test]
fn set_own_minimum_waits_for_the_window_when_it_falls() {
	test(|| {
		let pool = pool_with_own(150);
		promise(150, 10);

		promise(120, 10 + WINDOW);

		go_to(10 + WINDOW - 1);
		assert_eq!(minimum(), 150);
		assert_keeps(pool, 1);
		go_to(10 + WINDOW);
		assert_eq!(minimum(), 120);
		assert_keeps(pool, 31);
		undelegate(pool, OPERATOR, 30);
	});
}

#[test]
fn set_own_minimum_forgets_a_lowering_when_it_rises_again() {
	test(|| {
		let pool = pool_with_own(150);
		promise(140, 10);
		promise(120, 10 + WINDOW);
		skip(1);

		promise(140, 11);

		skip(WINDOW + 1);
		assert_eq!(minimum(), 140);
		assert_keeps(pool, 11);
	});
}

#[test]
fn set_own_minimum_begins_the_wait_again_when_it_falls_twice() {
	test(|| {
		pool_with_own(150);
		promise(150, 10);
		promise(120, 10 + WINDOW);
		skip(1);

		promise(130, 11 + WINDOW);

		go_to(10 + WINDOW);
		assert_eq!(minimum(), 150);
		go_to(11 + WINDOW);
		assert_eq!(minimum(), 130);
	});
}

#[test]
fn set_own_minimum_demands_no_less_than_that_of_all() {
	test(|| {
		let pool = pool_with_own(150);

		promise(60, 10);

		assert_eq!(minimum(), 100);
		assert_keeps(pool, 51);
		demand(40);
		assert_eq!(minimum(), 60);
		assert_keeps(pool, 91);
	});
}

#[test]
fn set_own_minimum_frees_nothing_when_the_operator_leaves_altogether() {
	test(|| {
		let pool = pool_with_own(150);
		promise(150, 10);
		undelegate_all(pool, OPERATOR);

		assert_too_little(pool, 149);

		delegate(pool, OPERATOR, 150);
	});
}

#[test]
fn set_own_minimum_is_refused_when_the_operator_is_closing_or_unknown() {
	test(|| {
		pool_with_own(150);
		retire(OPERATOR);

		let closing = Staking::set_own_minimum(signed(OPERATOR), 0);
		assert_noop!(closing, Error::<Test>::AlreadyClosing);
		let unknown = Staking::set_own_minimum(signed(ALICE), 0);
		assert_noop!(unknown, Error::<Test>::UnknownOperator);
	});
}
