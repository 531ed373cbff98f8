// SPDX-License-Identifier: Apache-2.0

//! What of a holder's stake answers for an epoch, as the door tells.

use crate::{mock::*, Balance, EpochIndex, PoolId};
use bulwark_traits::Slash;
use frame_support::assert_storage_noop;

fn answers(pool: PoolId, who: AccountId, fault: u32) -> Balance {
	Staking::answers(pool, &who, EpochIndex(fault))
}

// Which stake.

#[test]
fn answers_counts_the_lots_that_had_begun() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		skip(1);
		delegate(pool, ALICE, 30);
		skip(1);

		assert_storage_noop!({
			let answers = |fault| answers(pool, ALICE, fault);
			assert_eq!([0, 1, 2].map(answers), [0, 100, 130]);
		});
	});
}

#[test]
fn answers_counts_lots_that_have_matured_since() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		go_to(WINDOW + 1);
		slash_and_top_up(now(), percent(10));
		delegate(pool, ALICE, 45);
		go_to(2 * WINDOW + 3);

		assert_eq!(answers(pool, ALICE, now() - WINDOW), 135);
	});
}

#[test]
fn answers_counts_exits_in_the_epochs_they_answer_for() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		skip(1);
		delegate(pool, ALICE, 30);
		skip(1);
		undelegate(pool, ALICE, 120);
		skip(1);

		let answers = |fault| answers(pool, ALICE, fault);

		assert_eq!([1, 2, 3].map(answers), [100, 130, 10]);
	});
}

#[test]
fn answers_counts_what_is_on_its_way_elsewhere() {
	test(|| {
		let (from, to) = two_pools(GOLD);
		let other = plain_pool(GOLD);
		redelegate(from, to, ALICE, 40);
		redelegate(from, other, ALICE, 30);
		skip(1);

		assert_eq!([1, 2].map(|fault| answers(from, ALICE, fault)), [100, 30]);
		assert_eq!([to, other].map(|pool| answers(pool, ALICE, 1)), [0, 0]);
	});
}

#[test]
fn answers_counts_what_stands_under_a_key() {
	test(|| {
		let pool = operator_pool();
		stake_for(pool, KEY, 100, HALF_MORE);
		skip(1);

		assert_eq!(answers(pool, KEY, now()), 100);
	});
}

#[test]
fn answers_is_nothing_after_the_pool_closed() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		skip(1);
		undelegate(pool, ALICE, 40);
		let last = now();
		retire(OPERATOR);
		skip(1);

		assert_eq!([last, last + 1].map(|fault| answers(pool, ALICE, fault)), [100, 0]);
	});
}

#[test]
fn answers_is_nothing_outside_the_window() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		go_to(WINDOW + 2);

		let answers = |fault| answers(pool, ALICE, fault);

		assert_eq!([1, 2, now(), now() + 1].map(answers), [0, 100, 100, 0]);
	});
}

#[test]
fn answers_is_nothing_of_who_has_nothing_and_of_no_pool() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		skip(1);

		assert_eq!(answers(pool, BOB, now()), 0);
		assert_eq!(answers(PoolId(77), ALICE, now()), 0);
	});
}

// How much.

#[test]
fn answers_falls_by_what_a_slash_takes() {
	test(|| {
		let (pool, to) = two_pools(GOLD);
		undelegate(pool, ALICE, 30);
		redelegate(pool, to, ALICE, 20);
		let fault = now();
		skip(1);
		delegate(pool, ALICE, 70);
		assert_eq!(answers(pool, ALICE, fault), 100);
		let before = recorded(GOLD);

		slash_pools(fault, percent(10));

		assert_eq!(before - recorded(GOLD), 10);
		assert_eq!(answers(pool, ALICE, fault), 90);
	});
}

#[test]
fn answers_stays_when_a_slash_charges_another_epoch() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		skip(1);
		undelegate_all(pool, ALICE);
		let last = now();
		delegate(pool, BOB, 100);
		skip(1);

		slash_pools(now(), percent(10));

		assert_eq!(answers(pool, ALICE, last), 100);
		assert_eq!(answers(pool, BOB, now()), 90);
	});
}
