// SPDX-License-Identifier: Apache-2.0

//! The answers of pools to other pallets.

use crate::{mock::*, Departure, EpochIndex, PoolId};
use bulwark_ledger::{Balance, BaseTerms, Cohort, Followed, Horizon, RewardWeights, Worth};
use bulwark_traits::{PoolInfo, StakePools, StakeRef};
use frame_support::{assert_ok, assert_storage_noop};
use sp_runtime::DispatchError;

const NO_POOL: PoolId = PoolId(77);

const fn worth(active: Balance, pending: Balance) -> Worth {
	Worth { active, pending }
}

fn weights(pool: PoolId, staker: AccountId, to: Option<PoolId>) -> RewardWeights {
	Staking::reward_weights(&StakeRef { pool_id: pool, staker, to }, EpochIndex(now()))
		.expect("it decodes")
}

fn stored(pool: PoolId, staker: AccountId) -> Vec<(bulwark_ledger::Place, u128)> {
	weights(pool, staker, None).stored.iter().map(|one| (one.place, one.weight)).collect()
}

/// The cohorts of a pool as they were in an epoch, with their tokens.
fn cohorts(pool: PoolId, epoch: u32) -> Vec<(Cohort, u128)> {
	stake_as_of(pool, epoch).iter().map(|(cohort, bucket)| (cohort, bucket.tokens())).collect()
}

// Pools.

#[test]
fn pool_tells_its_operator_and_its_horizon() {
	test(|| {
		register(OPERATOR);
		assert_ok!(Staking::open_pool(signed(OPERATOR), GOLD, 7, Default::default()));
		go_to(5);

		assert_eq!(
			pool_info(last_pool()),
			PoolInfo {
				asset: GOLD,
				operator: Some(OPERATOR),
				minimum: 7,
				base: BaseTerms::ONE,
				pool_id: last_pool(),
				horizon: Horizon { now: EpochIndex(5), window: WINDOW },
				stored: Default::default(),
			}
		);
		assert!(Staking::is_active(&pool_info(last_pool())));
	});
}

#[test]
fn pool_has_a_horizon_of_one_epoch_when_it_is_standalone() {
	test(|| {
		let pool = standalone_pool(GOLD);

		let info = pool_info(pool);

		assert_eq!((info.operator, info.horizon.window), (None, 1));
		assert!(Staking::is_active(&pool_info(pool)));
	});
}

#[test]
fn pool_is_not_active_when_its_operator_is_not() {
	test(|| {
		let pool = operator_pool();
		assert_ok!(Staking::suspend(root(), OPERATOR));
		assert!(!Staking::is_active(&pool_info(pool)));
		assert_ok!(Staking::resume(root(), OPERATOR));
		assert!(Staking::is_active(&pool_info(pool)));

		demand(100);
		go_to(CURE + 1);

		assert!(!Staking::is_active(&pool_info(pool)));
	});
}

#[test]
fn waives_when_an_operator_has_announced_more() {
	test(|| {
		let begin = Staking::lock_begin(&OPERATOR, epoch());

		RecordingLiability::announce(OPERATOR);

		let waives = |operator, begin| Staking::waives(&operator, EpochIndex(0), begin, epoch());
		assert_eq!([OPERATOR, RIVAL].map(|who| waives(who, &begin)), [true, false]);
		assert!(!waives(OPERATOR, &Staking::lock_begin(&OPERATOR, epoch())));
	});
}

#[test]
fn pool_is_not_active_when_it_has_closed() {
	test(|| {
		let pool = operator_pool();
		let departure: Departure = leaving_now();
		retire(OPERATOR);
		assert_eq!(
			(Staking::is_active(&pool_info(pool)), pool_info(pool).departure()),
			(false, Some(departure))
		);

		go_to(departure.release_epoch.0);
		withdraw_bond(OPERATOR, BOND);

		assert_eq!(
			(Staking::is_active(&pool_info(pool)), pool_info(pool).departure()),
			(false, Some(departure))
		);
	});
}

#[test]
fn pool_that_is_not_there_has_nothing_and_says_so() {
	test(|| {
		assert_eq!(<Staking as StakePools<_, _>>::pool(NO_POOL, epoch()), None);
		assert_eq!(Staking::exits(NO_POOL, EpochIndex(0), EpochIndex(9)), Ok(Default::default()));
		let unknown = DispatchError::from(crate::Error::<Test>::UnknownPool);
		let stake = StakeRef { pool_id: NO_POOL, staker: ALICE, to: None };
		assert_eq!(Staking::reward_weights(&stake, EpochIndex(now())), Err(unknown));
		assert_eq!(Staking::value(NO_POOL, &ALICE, epoch()), Err(unknown));
	});
}

#[test]
fn pools_of_an_operator_are_those_it_opened() {
	test(|| {
		let first = operator_pool();
		operator_pool_in(RIVAL, NATIVE);
		let second = operator_pool_in(OPERATOR, GOLD);

		assert_eq!(Staking::pools_of(&OPERATOR), [first, second]);
		assert_eq!(Staking::pools_ever_of(&OPERATOR), [first, second]);
		assert_eq!(Staking::pools_of(&ALICE), []);
		assert_eq!(Staking::pools_ever_of(&ALICE), []);
	});
}

#[test]
fn pools_of_an_operator_that_has_gone_are_still_known() {
	test(|| {
		let pool = operator_pool();
		retire(OPERATOR);
		skip(WINDOW + 1);

		withdraw_bond(OPERATOR, BOND);

		assert_eq!(Staking::pools_of(&OPERATOR), []);
		assert_eq!(Staking::pools_ever_of(&OPERATOR), [pool]);
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
fn exits_are_those_that_were_asked_for_in_some_epochs() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		skip(1);
		undelegate(pool, ALICE, 40);
		skip(1);
		undelegate(pool, ALICE, 5);

		let exits = |first, last| {
			let exits = Staking::exits(pool, EpochIndex(first), EpochIndex(last)).unwrap();
			exits.into_iter().map(|(asked, exits)| (asked.0, exits.tokens().unwrap())).collect()
		};

		let found: [Vec<_>; 4] = [exits(0, 3), exits(1, 1), exits(2, 9), exits(3, 3)];
		assert_eq!(found, [vec![(1, 40), (2, 5)], vec![(1, 40)], vec![(2, 5)], vec![]]);
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
fn weights_of_a_redelegation_are_those_of_one_target() {
	test(|| {
		let (from, to) = two_pools(GOLD);
		let other = standalone_pool(GOLD);
		redelegate(from, to, ALICE, 40);
		redelegate(from, other, ALICE, 30);

		let way = weights(from, ALICE, Some(to));

		assert_eq!((way.stored.len(), way.stored[0].weight), (1, 4_000));
		assert_eq!(way.stored[0].place, exit_of(1, 1));
		assert_eq!(stored(from, ALICE), [(young(1), 3_000)]);
		assert_eq!(weights(to, ALICE, Some(from)), RewardWeights::default());
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
		poke(pool, Some(ALICE));
		assert_eq!(stored(pool, ALICE), [(MATURE, 100_100)]);
	});
}

#[test]
fn stakers_are_all_that_have_reward_weight_each_once() {
	test(|| {
		let (from, to) = two_pools(GOLD);
		undelegate(from, ALICE, 10);
		redelegate(from, to, ALICE, 40);
		delegate(from, BOB, 7);
		stake_for(from, POSITION, 7, HALF_MORE);
		stake_for(to, POSITION, 7, HALF_MORE);
		skip(1);
		undelegate_all(from, BOB);

		let own = |staker| StakeRef { pool_id: from, staker, to: None };
		let on_its_way = StakeRef { to: Some(to), ..own(ALICE) };

		assert_eq!(Staking::stakers(from), [own(ALICE), on_its_way, own(BOB), own(POSITION)]);
		assert_eq!(Staking::stakers(NO_POOL), []);
	});
}

// Values.

#[test]
fn value_tells_active_stake_from_pending() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		assert_eq!(Staking::value(pool, &ALICE, epoch()), Ok(worth(0, 100)));
		skip(1);
		slash_and_top_up(now(), percent(10));

		delegate(pool, ALICE, 30);

		assert_eq!(Staking::value(pool, &ALICE, epoch()), Ok(worth(90, 30)));
		assert_eq!(Staking::value(pool, &BOB, epoch()), Ok(worth(0, 0)));
		skip(9);
		assert_eq!(Staking::value(pool, &ALICE, epoch()), Ok(worth(120, 0)));
	});
}

#[test]
fn value_of_pending_stake_when_the_pool_closed_never_counts() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		skip(1);
		delegate(pool, ALICE, 30);

		retire(OPERATOR);
		skip(5);

		assert_eq!(Staking::value(pool, &ALICE, epoch()), Ok(worth(100, 30)));
	});
}
