// SPDX-License-Identifier: Apache-2.0

//! Lazy work that waits until a pool is touched.

use crate::{mock::*, Holdings, PoolId};
use bulwark_ledger::{Bucket, Cohort};
use frame_support::assert_storage_noop;

/// The stake of a pool but for weights: the weight that nobody follows into leaves with the last staker that follows.
fn prices(pool: PoolId) -> Vec<(Cohort, u128, u128)> {
	let buckets = Staking::pool(pool).expect("it is there").buckets;
	let price = |(cohort, bucket): (_, Bucket)| (cohort, bucket.shares().0, bucket.tokens());
	buckets.into_iter().map(price).collect()
}

/// A pool whose price is not 1, with two cohorts that have yet to merge into the mature bucket.
fn pool_with_work() -> PoolId {
	let pool = operator_pool();
	delegate(pool, ALICE, 1_000);
	skip(WINDOW + 1);
	slash_and_top_up(now(), percent(30));
	delegate(pool, BOB, 333);
	skip(1);
	delegate(pool, BOB, 77);
	delegate(pool, CHARLIE, 100);
	skip(WINDOW + 1);
	undelegate(pool, ALICE, 100);
	pool
}

#[test]
fn poke_changes_nobodys_stake() {
	test(|| {
		let pool = pool_with_work();
		let all =
			|| ([ALICE, BOB, CHARLIE].map(|who| stake_of(pool, who)), prices(pool), active(pool));
		let before = all();

		poke(pool, None);
		for who in [ALICE, BOB, CHARLIE, DAVE] {
			poke(pool, Some(who));
		}

		assert_eq!(all(), before);
		assert!(!Holdings::<Test>::contains_key(DAVE, pool));
	});
}

#[test]
fn poke_of_a_pool_changes_nothing_when_repeated() {
	test(|| {
		let pool = pool_with_work();
		poke(pool, None);

		assert_storage_noop!(poke(pool, None));
	});
}

#[test]
fn poke_lets_lots_follow_until_no_conversion_is_needed() {
	test(|| {
		let pool = pool_with_work();
		let pending = || conversions(pool).len();
		poke(pool, None);
		assert_eq!(pending(), 2);

		poke(pool, Some(BOB));
		assert_eq!(pending(), 1);

		poke(pool, Some(CHARLIE));
		assert_eq!(pending(), 0);
		assert_eq!(lots(pool, BOB).len(), 1);
	});
}

#[test]
fn poke_frees_a_lot_that_is_worth_nothing_and_follows_into_nothing() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 1);
		delegate(pool, BOB, 999);
		skip(1);
		slash_pools(now(), percent(50));
		skip(WINDOW);
		check_invariants();

		poke(pool, Some(ALICE));

		assert!(!Holdings::<Test>::contains_key(ALICE, pool));
		assert_eq!(staked(pool, BOB), 499, "499 of the 500 shares, and the one of nobody");
	});
}

#[test]
fn stake_is_the_same_whoever_poked_or_not() {
	let story = |lazy: bool| {
		let mut ext = new_test_ext();
		ext.execute_with(|| {
			let pool = operator_pool();
			for epoch in 0..3 * u128::from(WINDOW) {
				delegate(pool, ALICE, 1_001 + epoch);
				delegate(pool, BOB, 333);
				skip(1);
				slash_and_top_up(now(), percent(3));
				undelegate(pool, ALICE, 101);
				if !lazy {
					poke(pool, Some(BOB));
					poke(pool, Some(ALICE));
				}
			}
			skip(WINDOW + 1);
			check_invariants();
			(stake_of(pool, ALICE), stake_of(pool, BOB), prices(pool))
		})
	};

	assert_eq!(story(true), story(false));
}
