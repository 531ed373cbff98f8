// SPDX-License-Identifier: Apache-2.0

//! What others may ask of pools.

use crate::{mock::*, Departure, EpochIndex, PoolId};
use bulwark_ledger::{Balance, Cohort, Followed, Horizon, Multiplier, Weights, Worth};
use bulwark_traits::{PoolInfo, RecordingLiability, Stake, StakePools};
use frame_support::{assert_ok, assert_storage_noop};

const NO_POOL: PoolId = PoolId(77);

const fn worth(counts: Balance, begins: Balance) -> Worth {
	Worth { counts, begins }
}

fn weights(pool: PoolId, holder: AccountId, to: Option<PoolId>) -> Weights {
	Staking::weights(&Stake { pool, holder, to }, EpochIndex(now()))
}

fn stored(pool: PoolId, holder: AccountId) -> Vec<(bulwark_ledger::Place, u128)> {
	weights(pool, holder, None).stored.iter().map(|one| (one.place, one.weight)).collect()
}

/// The cohorts of a pool as they were in an epoch, and what stands in them.
fn cohorts(pool: PoolId, epoch: u32) -> Vec<(Cohort, u128)> {
	stake_as_of(pool, epoch).iter().map(|(cohort, bucket)| (cohort, bucket.tokens())).collect()
}

// Pools.

#[test]
fn pool_tells_whom_it_stands_behind_and_how_far_back_it_answers() {
	test(|| {
		register(OPERATOR);
		assert_ok!(Staking::open_pool(signed(OPERATOR), GOLD, 7));
		go_to(5);

		assert_eq!(
			pool_info(last_pool()),
			PoolInfo {
				asset: GOLD,
				operator: Some(OPERATOR),
				is_active: true,
				widens: false,
				minimum: 7,
				plain: Multiplier::ONE,
				departure: None,
				horizon: Horizon { now: EpochIndex(5), window: WINDOW },
			}
		);
	});
}

#[test]
fn pool_answers_for_an_epoch_when_it_is_plain() {
	test(|| {
		let pool = plain_pool(GOLD);

		let info = pool_info(pool);

		assert_eq!((info.operator, info.is_active, info.horizon.window), (None, true, 1));
	});
}

#[test]
fn pool_is_not_active_when_its_operator_is_not() {
	test(|| {
		let pool = operator_pool();
		assert_ok!(Staking::suspend(root(), OPERATOR));
		assert!(!pool_info(pool).is_active);
		assert_ok!(Staking::resume(root(), OPERATOR));
		assert!(pool_info(pool).is_active);

		demand(100);
		go_to(CURE + 1);

		assert!(!pool_info(pool).is_active);
	});
}

#[test]
fn pool_widens_when_its_operator_has_announced_more() {
	test(|| {
		let pools = [operator_pool(), operator_pool_in(RIVAL, NATIVE), plain_pool(NATIVE)];

		RecordingLiability::announce(OPERATOR);

		assert_eq!(pools.map(|pool| pool_info(pool).widens), [true, false, false]);
	});
}

#[test]
fn pool_is_not_active_when_it_has_closed() {
	test(|| {
		let pool = operator_pool();
		let departure: Departure = leaving_now();
		retire(OPERATOR);
		assert_eq!(
			(pool_info(pool).is_active, pool_info(pool).departure),
			(false, Some(departure))
		);

		go_to(departure.release.0);
		withdraw_bond(OPERATOR, BOND);

		assert_eq!(
			(pool_info(pool).is_active, pool_info(pool).departure),
			(false, Some(departure))
		);
	});
}

#[test]
fn pool_that_is_not_there_has_nothing() {
	test(|| {
		assert_eq!(<Staking as StakePools<_>>::pool(NO_POOL), None);
		assert!(stake_as_of(NO_POOL, 0).is_empty());
		assert!(Staking::exits(NO_POOL, EpochIndex(0)).is_empty());
		assert_eq!(weights(NO_POOL, ALICE, None), Weights::default());
		assert_eq!(Staking::value(NO_POOL, &ALICE), worth(0, 0));
	});
}

#[test]
fn pools_of_an_operator_are_those_it_opened() {
	test(|| {
		let first = operator_pool();
		operator_pool_in(RIVAL, NATIVE);
		let second = operator_pool_in(OPERATOR, GOLD);

		assert_eq!(Staking::pools_of(&OPERATOR), [first, second]);
		assert_eq!(Staking::pools_of(&ALICE), []);
	});
}

#[test]
fn power_is_what_elections_count() {
	test(|| {
		assert_eq!(Staking::power(SILVER, 100), 200);
		assert_eq!(Staking::power(GOLD, 100), 100);
	});
}

// Stake.

#[test]
fn stake_is_as_it_was_in_the_epoch_that_is_asked_for() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		skip(1);
		delegate(pool, ALICE, 30);
		go_to(WINDOW + 2);

		assert_storage_noop!({
			let (first, second) = (Cohort::From(EpochIndex(1)), Cohort::From(EpochIndex(2)));
			assert_eq!(cohorts(pool, 1), [(first, 100), (second, 30)]);
			assert_eq!(cohorts(pool, WINDOW), [(first, 100), (second, 30)]);
			assert_eq!(cohorts(pool, WINDOW + 1), [(Cohort::Mature, 100), (second, 30)]);
			assert_eq!(cohorts(pool, WINDOW + 2), [(Cohort::Mature, 130)]);
		});
	});
}

#[test]
fn exits_are_those_that_were_asked_for_in_an_epoch() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		skip(1);
		undelegate(pool, ALICE, 40);
		skip(1);
		undelegate(pool, ALICE, 5);

		let tokens = |asked| Staking::exits(pool, EpochIndex(asked)).tokens();

		assert_eq!([1, 2, 3].map(tokens), [Ok(40), Ok(5), Ok(0)]);
	});
}

// Weights.

#[test]
fn weights_are_those_of_lots_and_exits() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		skip(1);
		delegate(pool, ALICE, 30);
		skip(1);
		undelegate(pool, ALICE, 60);

		let expected = [(young(1), 4_000), (young(2), 3_000), (exit_of(2, 1), 6_000)];
		assert_eq!(stored(pool, ALICE), expected);
		assert_eq!(weights(pool, ALICE, None).followed, []);
	});
}

#[test]
fn weights_on_the_way_are_those_of_one_way() {
	test(|| {
		let (from, to) = two_pools(GOLD);
		let other = plain_pool(GOLD);
		redelegate(from, to, ALICE, 40);
		redelegate(from, other, ALICE, 30);

		let way = weights(from, ALICE, Some(to));

		assert_eq!((way.stored.len(), way.stored[0].weight), (1, 4_000));
		assert_eq!(way.stored[0].place, exit_of(1, 1));
		assert_eq!(stored(from, ALICE), [(young(1), 3_000)]);
		assert_eq!(weights(to, ALICE, Some(from)), Weights::default());
	});
}

#[test]
fn weights_tell_how_lots_would_follow_and_store_nothing() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, BOB, 1_000);
		go_to(WINDOW + 1);
		slash_and_top_up(now(), percent(10));
		delegate(pool, ALICE, 901);
		go_to(20);

		assert_storage_noop!({
			let start = EpochIndex(WINDOW + 2);
			let weights = weights(pool, ALICE, None);
			assert_eq!(weights.stored.len(), 1);
			// 901 · 1000 / 900, rounded down.
			assert_eq!(weights.followed, [Followed { start, left: 90_100, joined: 100_100 }]);
			assert_eq!(present(pool, ALICE).into_iter().collect::<Vec<_>>(), [(MATURE, 100_100)]);
		});
		roll(pool, Some(ALICE));
		assert_eq!(stored(pool, ALICE), [(MATURE, 100_100)]);
	});
}

#[test]
fn holders_are_all_who_have_weight_each_once() {
	test(|| {
		let (from, to) = two_pools(GOLD);
		undelegate(from, ALICE, 10);
		redelegate(from, to, ALICE, 40);
		delegate(from, BOB, 7);
		stake_for(from, KEY, 7, HALF_MORE);
		stake_for(to, KEY, 7, HALF_MORE);
		skip(1);
		undelegate_all(from, BOB);

		let own = |holder| Stake { pool: from, holder, to: None };
		let on_its_way = Stake { to: Some(to), ..own(ALICE) };

		assert_eq!(Staking::holders(from), [own(ALICE), on_its_way, own(BOB), own(KEY)]);
		assert_eq!(Staking::holders(NO_POOL), []);
	});
}

// Values.

#[test]
fn value_tells_what_has_begun_from_what_has_not() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		assert_eq!(Staking::value(pool, &ALICE), worth(0, 100));
		skip(1);
		slash_and_top_up(now(), percent(10));

		delegate(pool, ALICE, 30);

		assert_eq!(Staking::value(pool, &ALICE), worth(90, 30));
		assert_eq!(Staking::value(pool, &BOB), worth(0, 0));
		skip(9);
		assert_eq!(Staking::value(pool, &ALICE), worth(120, 0));
	});
}

#[test]
fn value_of_what_had_not_begun_when_the_pool_closed_never_counts() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		skip(1);
		delegate(pool, ALICE, 30);

		retire(OPERATOR);
		skip(5);

		assert_eq!(Staking::value(pool, &ALICE), worth(100, 30));
	});
}
