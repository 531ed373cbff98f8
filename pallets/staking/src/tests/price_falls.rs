// SPDX-License-Identifier: Apache-2.0

//! A price that falls leaves operators short as a slash does: with a cure period, and an event.

use crate::{mock::*, EpochIndex, Event, OperatorState, PoolId, Price};

/// In epoch 10, [`OPERATOR`] with 60 of its own silver, which is 120 of the hundred that are demanded.
fn silver_pool() -> PoolId {
	let pool = operator_pool_in(OPERATOR, SILVER);
	demand(100);
	delegate(pool, OPERATOR, 60);
	go_to(10);
	next_block();
	pool
}

fn set_silver(price: Price) {
	SilverPrice::set(&price);
}

fn assert_told_short(own: u128, until: u32) {
	let cure_until_epoch = EpochIndex(until);
	assert_has(Event::SelfStakeBelowMinimum {
		operator: OPERATOR,
		own,
		minimum: 100,
		cure_until_epoch,
	});
}

#[test]
fn lower_price_counts_from_the_next_election() {
	test(|| {
		let pool = silver_pool();

		set_silver(Price::from_u32(1));

		assert_eq!(own_power(OPERATOR).next, 120);
		assert_takes(pool);
	});
}

#[test]
fn lower_price_gives_a_cure_period_and_is_told() {
	test(|| {
		let pool = silver_pool();
		set_silver(Price::from_u32(1));
		skip(1);
		next_block();

		assert_told_short(60, 11 + CURE);
		assert_eq!(state(OPERATOR), OperatorState::Curing);
		assert_takes_nothing(pool);
		for _ in 0..CURE {
			next_epoch();
			assert_eq!(state(OPERATOR), OperatorState::Curing);
		}
		next_epoch();
		assert_eq!(state(OPERATOR), OperatorState::Suspended);
	});
}

#[test]
fn price_of_nothing_gives_a_cure_period_too() {
	test(|| {
		silver_pool();
		set_silver(Price::from_u32(0));
		next_epoch();

		assert_told_short(0, 11 + CURE);
		assert_eq!(state(OPERATOR), OperatorState::Curing);
	});
}

#[test]
fn shortage_is_over_when_the_price_has_risen_and_the_next_one_has_all_its_time() {
	test(|| {
		silver_pool();
		set_silver(Price::from_u32(1));
		next_epoch();
		set_silver(Price::from_u32(2));
		next_epoch();
		assert_has(Event::SelfStakeRestored { operator: OPERATOR });
		assert_eq!(state(OPERATOR), OperatorState::Active);

		skip(20);
		next_block();
		set_silver(Price::from_u32(1));
		next_epoch();

		assert_told_short(60, now() + CURE);
		assert_eq!(state(OPERATOR), OperatorState::Curing);
	});
}

#[test]
fn operator_that_takes_all_back_has_no_cure_period() {
	test(|| {
		let pool = silver_pool();
		set_silver(Price::from_u32(1));
		next_epoch();

		undelegate_all(pool, OPERATOR);
		next_epoch();

		assert_eq!(state(OPERATOR), OperatorState::Suspended);
	});
}
