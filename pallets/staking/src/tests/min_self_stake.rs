// SPDX-License-Identifier: Apache-2.0

//! The minimum self-stake that an operator promises: more at once, less with notice.

use super::self_stake::{assert_keeps, assert_too_little, minimum};
use crate::{mock::*, EpochIndex, Error, Event, Operators, Power};
use frame_support::{assert_noop, assert_ok};

/// Sets another minimum, and checks the epoch from which it counts.
fn set_minimum(new: Power, from: u32) {
	let record = Operators::<Test>::get(OPERATOR).expect("it is registered");
	let old = record.min_self_stake.at(EpochIndex(now()));

	assert_ok!(Staking::set_min_self_stake(signed(OPERATOR), new));

	let (operator, effective_from) = (OPERATOR, EpochIndex(from));
	assert_last(Event::MinSelfStakeSet { operator, old, new, effective_from });
}

#[test]
fn set_min_self_stake_counts_at_once_when_it_rises() {
	test(|| {
		let pool = pool_with_own(150);

		set_minimum(120, 10);

		assert_eq!(minimum(), 120);
		assert_keeps(pool, 31);
		undelegate(pool, OPERATOR, 30);
	});
}

#[test]
fn set_min_self_stake_is_refused_when_own_stake_is_a_unit_less() {
	test(|| {
		pool_with_own(150);

		let refused = Staking::set_min_self_stake(signed(OPERATOR), 151);
		assert_noop!(refused, Error::<Test>::SelfStakeTooLow);

		set_minimum(150, 10);
	});
}

#[test]
fn set_min_self_stake_counts_pending_stake_and_not_what_leaves() {
	test(|| {
		let pool = pool_with_own(150);
		delegate(pool, OPERATOR, 50);
		set_minimum(200, 10);
		set_minimum(0, 10 + WINDOW);
		skip(WINDOW);
		undelegate(pool, OPERATOR, 40);

		let refused = Staking::set_min_self_stake(signed(OPERATOR), 161);
		assert_noop!(refused, Error::<Test>::SelfStakeTooLow);

		set_minimum(160, 10 + WINDOW);
	});
}

#[test]
fn set_min_self_stake_waits_for_the_window_when_it_falls() {
	test(|| {
		let pool = pool_with_own(150);
		set_minimum(150, 10);

		set_minimum(120, 10 + WINDOW);

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
fn set_min_self_stake_forgets_a_lowering_when_it_rises_again() {
	test(|| {
		let pool = pool_with_own(150);
		set_minimum(140, 10);
		set_minimum(120, 10 + WINDOW);
		skip(1);

		set_minimum(140, 11);

		skip(WINDOW + 1);
		assert_eq!(minimum(), 140);
		assert_keeps(pool, 11);
	});
}

#[test]
fn set_min_self_stake_begins_the_wait_again_when_it_falls_twice() {
	test(|| {
		pool_with_own(150);
		set_minimum(150, 10);
		set_minimum(120, 10 + WINDOW);
		skip(1);

		set_minimum(130, 11 + WINDOW);

		go_to(10 + WINDOW);
		assert_eq!(minimum(), 150);
		go_to(11 + WINDOW);
		assert_eq!(minimum(), 130);
	});
}

#[test]
fn set_min_self_stake_demands_no_less_than_that_of_all() {
	test(|| {
		let pool = pool_with_own(150);

		set_minimum(60, 10);

		assert_eq!(minimum(), 100);
		assert_keeps(pool, 51);
		demand(40);
		assert_eq!(minimum(), 60);
		assert_keeps(pool, 91);
	});
}

#[test]
fn set_min_self_stake_frees_nothing_when_the_operator_leaves_altogether() {
	test(|| {
		let pool = pool_with_own(150);
		set_minimum(150, 10);
		undelegate_all(pool, OPERATOR);

		assert_too_little(pool, 149);

		delegate(pool, OPERATOR, 150);
	});
}

#[test]
fn set_min_self_stake_is_refused_when_the_operator_is_closing_or_unknown() {
	test(|| {
		pool_with_own(150);
		retire(OPERATOR);

		let closing = Staking::set_min_self_stake(signed(OPERATOR), 0);
		assert_noop!(closing, Error::<Test>::AlreadyClosing);
		let unknown = Staking::set_min_self_stake(signed(ALICE), 0);
		assert_noop!(unknown, Error::<Test>::NotOperator);
	});
}
