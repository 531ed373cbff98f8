// SPDX-License-Identifier: Apache-2.0

//! The stake of one staker that a slash would find, as the door shows.

use crate::{mock::*, Balance, EpochIndex, PoolId};
use bulwark_traits::Exposure;
use frame_support::assert_storage_noop;

fn slashable_of(pool: PoolId, who: AccountId, fault: u32) -> Balance {
	Staking::slashable_of(pool, &who, EpochIndex(fault))
}

// Stake.

#[test]
fn slashable_of_counts_the_lots_that_had_begun() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		skip(1);
		delegate(pool, ALICE, 30);
		skip(1);

		assert_storage_noop!({
			let slashable_of = |fault| slashable_of(pool, ALICE, fault);
			assert_eq!([0, 1, 2].map(slashable_of), [0, 100, 130]);
		});
	});
}

#[test]
fn slashable_of_counts_lots_that_have_matured_since() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		go_to(WINDOW + 1);
		slash_and_top_up(now(), percent(10));
		delegate(pool, ALICE, 45);
		go_to(2 * WINDOW + 3);

		assert_eq!(slashable_of(pool, ALICE, now() - WINDOW), 135);
	});
}

#[test]
fn slashable_of_counts_exits_in_the_epochs_in_which_they_were_active() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		skip(1);
		delegate(pool, ALICE, 30);
		skip(1);
		undelegate(pool, ALICE, 120);
		skip(1);

		let slashable_of = |fault| slashable_of(pool, ALICE, fault);

		assert_eq!([1, 2, 3].map(slashable_of), [100, 130, 10]);
	});
}

#[test]
fn slashable_of_counts_redelegations() {
	test(|| {
		let (from, to) = two_pools(GOLD);
		let other = standalone_pool(GOLD);
		redelegate(from, to, ALICE, 40);
		redelegate(from, other, ALICE, 30);
		skip(1);

		assert_eq!([1, 2].map(|fault| slashable_of(from, ALICE, fault)), [100, 30]);
		assert_eq!([to, other].map(|pool| slashable_of(pool, ALICE, 1)), [0, 0]);
	});
}

#[test]
fn slashable_of_counts_the_stake_of_a_position_account() {
	test(|| {
		let pool = operator_pool();
		stake_for(pool, POSITION, 100, HALF_MORE);
		skip(1);

		assert_eq!(slashable_of(pool, POSITION, now()), 100);
	});
}

#[test]
fn slashable_of_is_nothing_after_the_pool_closed() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		skip(1);
		undelegate(pool, ALICE, 40);
		let last = now();
		retire(OPERATOR);
		skip(1);

		assert_eq!([last, last + 1].map(|fault| slashable_of(pool, ALICE, fault)), [100, 0]);
	});
}

#[test]
fn slashable_of_is_nothing_outside_the_window() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		go_to(WINDOW + 2);

		let slashable_of = |fault| slashable_of(pool, ALICE, fault);

		assert_eq!([1, 2, now(), now() + 1].map(slashable_of), [0, 100, 100, 0]);
	});
}

#[test]
fn slashable_of_is_nothing_without_stake_or_pool() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		skip(1);

		assert_eq!(slashable_of(pool, BOB, now()), 0);
		assert_eq!(slashable_of(PoolId(77), ALICE, now()), 0);
	});
}

// Amounts.

#[test]
fn slashable_of_falls_by_what_a_slash_takes() {
	test(|| {
		let (pool, to) = two_pools(GOLD);
		undelegate(pool, ALICE, 30);
		redelegate(pool, to, ALICE, 20);
		let fault = now();
		skip(1);
		delegate(pool, ALICE, 70);
		assert_eq!(slashable_of(pool, ALICE, fault), 100);
		let before = recorded(GOLD);

		slash_pools(fault, percent(10));

		assert_eq!(before - recorded(GOLD), 10);
		assert_eq!(slashable_of(pool, ALICE, fault), 90);
	});
}

#[test]
fn slashable_of_stays_when_a_slash_is_for_another_epoch() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		skip(1);
		undelegate_all(pool, ALICE);
		let last = now();
		delegate(pool, BOB, 100);
		skip(1);

		slash_pools(now(), percent(10));

		assert_eq!(slashable_of(pool, ALICE, last), 100);
		assert_eq!(slashable_of(pool, BOB, now()), 90);
	});
}
