// SPDX-License-Identifier: Apache-2.0

//! Operators that make up for a shortage of self-stake, or leave.

use super::{
	self_stake::{assert_keeps, assert_too_little},
	shortages::{assert_cured_until, assert_short, slashed_pool},
};
use crate::{mock::*, EpochIndex, Error, Event, OperatorState};
use frame_support::{assert_noop, assert_ok};

#[test]
fn delegate_by_the_operator_makes_up_for_a_slash() {
	test(|| {
		let pool = slashed_pool();
		assert_too_little(pool, 9);

		delegate(pool, OPERATOR, 10);

		assert_has(Event::SelfStakeRestored { operator: OPERATOR });
		assert_eq!(state(OPERATOR), OperatorState::Active);
		assert_takes_nothing(pool);
		skip(1);
		assert_takes(pool);
		skip(CURE + 1);
		assert_eq!(state(OPERATOR), OperatorState::Active);
	});
}

#[test]
fn delegate_by_the_operator_makes_up_for_a_slash_when_its_time_is_over() {
	test(|| {
		let pool = slashed_pool();
		skip(CURE + 1);
		assert_too_little(pool, 9);

		delegate(pool, OPERATOR, 10);

		assert_has(Event::SelfStakeRestored { operator: OPERATOR });
		assert_eq!(state(OPERATOR), OperatorState::Active);
	});
}

#[test]
fn delegate_by_the_operator_makes_up_for_a_raise() {
	test(|| {
		let pool = pool_with_own(100);
		demand(150);
		assert_too_little(pool, 49);

		delegate(pool, OPERATOR, 50);

		assert_eq!(state(OPERATOR), OperatorState::Active);
		assert_takes_nothing(pool);
		skip(1);
		assert_takes(pool);
	});
}

#[test]
fn operator_has_all_its_time_again_when_it_had_made_up_for_a_slash() {
	test(|| {
		let pool = slashed_pool();
		delegate(pool, OPERATOR, 10);
		skip(CURE);

		slash_and_top_up(12, percent(10));

		assert_short(90, 12 + CURE);
		assert_cured_until(12 + CURE);
	});
}

#[test]
fn operator_has_all_its_time_again_when_a_lower_minimum_had_made_up_for_a_slash() {
	test(|| {
		slashed_pool();
		demand(90);
		go_to(20);
		assert_eq!(state(OPERATOR), OperatorState::Active);

		slash_and_top_up(20, percent(10));

		let (operator, own, minimum) = (OPERATOR, 81, 90);
		let cure_until_epoch = EpochIndex(20 + CURE);
		assert_has(Event::SelfStakeBelowMinimum { operator, own, minimum, cure_until_epoch });
		assert_cured_until(20 + CURE);
	});
}

#[test]
fn operator_has_all_its_time_again_when_the_minimum_rises_after_it_had_fallen() {
	test(|| {
		slashed_pool();
		demand(90);
		go_to(20);

		demand(100);

		assert_cured_until(20 + CURE);
	});
}

#[test]
fn curing_operator_takes_back_all_or_nothing() {
	test(|| {
		let pool = slashed_pool();
		assert_keeps(pool, 1);

		undelegate_all(pool, OPERATOR);

		assert_eq!(state(OPERATOR), OperatorState::Suspended);
		skip(1);
		delegate(pool, OPERATOR, 100);
		assert_eq!(state(OPERATOR), OperatorState::Active);
	});
}

#[test]
fn curing_operator_opens_pools_and_retires() {
	test(|| {
		slashed_pool();

		operator_pool_in(OPERATOR, GOLD);

		retire(OPERATOR);
		skip(WINDOW + 1);
		withdraw_bond(OPERATOR, BOND);
	});
}

#[test]
fn curing_operator_takes_nothing_of_its_own_until_its_bond_is_full() {
	test(|| {
		let pool = pool_with_own(100);
		slash_pools(10, percent(10));
		assert_eq!(state(OPERATOR), OperatorState::Suspended);
		let refused = Error::<Test>::OperatorNotActive;
		assert_noop!(Staking::delegate(signed(OPERATOR), pool, 10), refused);

		top_up_bond(OPERATOR, 100);

		assert_eq!(state(OPERATOR), OperatorState::Curing);
		delegate(pool, OPERATOR, 10);
	});
}

// Roundings.

#[test]
fn merge_leaves_nobody_short_who_staked_exactly_the_minimum() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 10);
		go_to(10);
		slash_and_top_up(10, percent(10));
		demand(100);
		delegate(pool, OPERATOR, 100);
		go_to(20);

		poke(pool, Some(OPERATOR));

		assert_eq!(staked(pool, OPERATOR), 99);
		assert_eq!(state(OPERATOR), OperatorState::Active);
		assert_takes(pool);
	});
}

#[test]
fn nothing_is_forgiven_when_the_operator_itself_takes_back_what_a_slash_left() {
	test(|| {
		let pool = slashed_pool();
		let other = operator_pool_in(OPERATOR, NATIVE);
		delegate(other, OPERATOR, 10);
		skip(1);
		slash_and_top_up(now(), percent(10));
		assert_eq!(state(OPERATOR), OperatorState::Curing);

		undelegate_all(pool, OPERATOR);

		assert_eq!(state(OPERATOR), OperatorState::Suspended);
		assert_ok!(Staking::set_global_min_self_stake(root(), 200));
		assert_eq!(state(OPERATOR), OperatorState::Suspended);
		delegate(other, OPERATOR, 200);
		assert_has(Event::SelfStakeRestored { operator: OPERATOR });
	});
}

#[test]
fn delegators_are_not_taken_on_own_stake_that_can_be_taken_back_in_an_instant() {
	test(|| {
		let pool = operator_pool();
		demand(100);

		for _ in 0..3 {
			delegate(pool, OPERATOR, 100);
			assert_takes_nothing(pool);
			undelegate_all(pool, OPERATOR);
			skip(1);
		}

		assert_eq!(state(OPERATOR), OperatorState::Suspended);
	});
}
