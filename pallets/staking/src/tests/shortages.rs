// SPDX-License-Identifier: Apache-2.0

//! Operators that a slash or a higher minimum left with too little self-stake, and their cure period.

use super::self_stake::{assert_keeps, assert_too_little};
use crate::{mock::*, EpochIndex, Event, OperatorState, PoolId, Power};

/// A slash has left [`OPERATOR`] with so much of a hundred, until an epoch.
pub(super) fn assert_short(own: Power, until: u32) {
	let cure_until_epoch = EpochIndex(until);
	let (operator, minimum) = (OPERATOR, 100);
	assert_has(Event::SelfStakeBelowMinimum { operator, own, minimum, cure_until_epoch });
}

/// How often it was told.
fn times_short() -> usize {
	let short = |event: &&Event<Test>| matches!(event, Event::SelfStakeBelowMinimum { .. });
	events().iter().filter(short).count()
}

/// Cured until the end of an epoch, and no longer.
pub(super) fn assert_cured_until(epoch: u32) {
	for cured in now()..=epoch {
		go_to(cured);
		assert_eq!(state(OPERATOR), OperatorState::Curing);
	}
	go_to(epoch + 1);
	assert_eq!(state(OPERATOR), OperatorState::Suspended);
}

/// [`OPERATOR`] with 90 of its own in epoch 10, after a slash and with a full bond.
pub(super) fn slashed_pool() -> PoolId {
	let pool = pool_with_own(100);
	delegate(pool, ALICE, 900);
	slash_and_top_up(10, percent(10));
	pool
}

// A slash.

#[test]
fn slash_leaves_the_operator_time_to_make_up_for_its_own_stake() {
	test(|| {
		let pool = slashed_pool();

		assert_short(90, 10 + CURE);
		assert_takes_nothing(pool);
		assert_cured_until(10 + CURE);
		assert_takes_nothing(pool);
	});
}

#[test]
fn slash_tells_nothing_when_exactly_the_minimum_is_left() {
	test(|| {
		let pool = pool_with_own(125);

		slash_and_top_up(10, percent(20));

		assert_eq!(times_short(), 0);
		assert_eq!(state(OPERATOR), OperatorState::Active);
		assert_takes(pool);
	});
}

#[test]
fn slash_leaves_nobody_short_when_enough_is_coming() {
	test(|| {
		let pool = pool_with_own(100);
		delegate(pool, OPERATOR, 10);

		slash_and_top_up(10, percent(10));

		assert_eq!(own_power(OPERATOR).next, 100);
		assert_eq!(times_short(), 0);
		assert_eq!(state(OPERATOR), OperatorState::Active);
	});
}

#[test]
fn slash_leaves_nobody_short_who_had_nothing() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 900);
		demand(100);
		go_to(10);

		slash_and_top_up(10, percent(10));

		assert_eq!(times_short(), 0);
		assert_eq!(state(OPERATOR), OperatorState::Suspended);
	});
}

#[test]
fn slash_of_the_bond_leaves_own_stake_alone() {
	test(|| {
		pool_with_own(100);

		slash_bond(10, percent(50));

		top_up_bond(OPERATOR, 500);
		assert_eq!(times_short(), 0);
		assert_eq!(state(OPERATOR), OperatorState::Active);
	});
}

#[test]
fn slash_counts_own_stake_by_weight_when_it_is_short() {
	test(|| {
		let (native, silver) = (operator_pool(), operator_pool_in(OPERATOR, SILVER));
		delegate(native, OPERATOR, 30);
		delegate(silver, OPERATOR, 35);
		demand(100);
		go_to(10);

		slash_and_top_up(10, percent(20));

		assert_short(24 + 2 * 28, 12);
		assert_too_little(silver, 9);
		delegate(silver, OPERATOR, 10);
		assert_eq!(state(OPERATOR), OperatorState::Active);
	});
}

#[test]
fn slash_gives_no_more_time_when_the_operator_is_short_already() {
	test(|| {
		let pool = slashed_pool();
		skip(1);

		slash_and_top_up(11, percent(10));

		assert_eq!(times_short(), 1);
		assert_eq!(staked(pool, OPERATOR), 81);
		assert_cured_until(12);
	});
}

#[test]
fn slash_tells_nothing_when_the_operator_has_retired() {
	test(|| {
		pool_with_own(100);
		retire(OPERATOR);

		slash_pools(10, percent(10));

		assert_eq!(times_short(), 0);
		assert_eq!(state(OPERATOR), OperatorState::Closing);
	});
}

// A higher minimum.

#[test]
fn raise_leaves_operators_time_to_make_up_for_it() {
	test(|| {
		let pool = pool_with_own(100);

		demand(101);

		assert_takes_nothing(pool);
		assert_cured_until(10 + CURE);
		assert_eq!(times_short(), 0);
	});
}

#[test]
fn raise_changes_nothing_for_who_has_enough() {
	test(|| {
		let pool = pool_with_own(150);

		demand(150);

		assert_eq!(state(OPERATOR), OperatorState::Active);
		assert_takes(pool);
		assert_keeps(pool, 1);
	});
}

#[test]
fn raise_gives_no_more_time_when_it_is_lowered_in_part() {
	test(|| {
		pool_with_own(100);
		demand(150);
		skip(1);

		demand(120);

		assert_cured_until(12);
	});
}

#[test]
fn raise_is_over_when_it_is_lowered_again() {
	test(|| {
		let pool = pool_with_own(100);
		demand(150);
		skip(CURE + 1);
		assert_eq!(state(OPERATOR), OperatorState::Suspended);

		demand(100);

		assert_eq!(state(OPERATOR), OperatorState::Active);
		assert_takes(pool);
	});
}

#[test]
fn slash_gives_no_more_time_when_a_raise_has_left_the_operator_short() {
	test(|| {
		pool_with_own(100);
		demand(101);
		skip(1);

		slash_and_top_up(11, percent(10));

		let (operator, own, minimum) = (OPERATOR, 90, 101);
		let cure_until_epoch = EpochIndex(12);
		assert_has(Event::SelfStakeBelowMinimum { operator, own, minimum, cure_until_epoch });
		assert_cured_until(12);
	});
}
