// SPDX-License-Identifier: Apache-2.0

//! The observer of reward weights: told before a pool changes, and of every weight that has changed.
//!
//! The recording observer fails a test by itself that changes a pool without a word, tells of a weight that was never
//! there, or tells a weight twice.

use crate::{mock::*, Amount, GenesisOperator, GenesisPool, Holdings, PoolId, Pools};
use bulwark_traits::StakePools;
use frame_support::{assert_noop, assert_ok};

/// The pools that are announced by an act.
fn announced(act: impl FnOnce()) -> Vec<PoolId> {
	RecordingObserver::begin();
	act();
	RecordingObserver::check();
	let pools = (1..=last_pool().0).map(PoolId);
	pools.filter(|pool| RecordingObserver::was_announced(*pool)).collect()
}

// Before.

#[test]
fn every_call_announces_the_pools_it_changes() {
	test(|| {
		let (from, to) = two_pools(GOLD);

		assert_eq!(announced(|| delegate(from, BOB, 100)), [from]);
		assert_eq!(announced(|| undelegate(from, ALICE, 10)), [from]);
		assert_eq!(announced(|| poke(to, None)), [to]);
		assert_eq!(announced(|| redelegate(from, to, ALICE, 10)), [from]);
		assert_eq!(announced(|| redelegate(from, to, BOB, 10)), [from, to]);
		assert_eq!(announced(|| cancel(from, to, ALICE)), [from]);
		redelegate(from, to, ALICE, 10);
		assert_eq!(announced(|| slash_pools(now(), percent(50))), [from]);
		skip(WINDOW + 1);
		assert_eq!(announced(|| complete(from, to, ALICE, 5)), [from, to]);
		assert_eq!(announced(|| withdraw(from, ALICE, 10)), [from]);
		assert_eq!(announced(|| retire(OPERATOR)), [from]);
	});
}

#[test]
fn slash_announces_every_pool_of_the_operator() {
	test(|| {
		let first = operator_pool();
		let second = operator_pool_in(OPERATOR, GOLD);
		operator_pool_in(RIVAL, GOLD);
		delegate(first, ALICE, 100);
		skip(1);

		assert_eq!(announced(|| slash_pools(1, percent(10))), [first, second]);
		assert_eq!(announced(|| slash_bond(1, percent(10))), []);
	});
}

#[test]
fn retire_announces_every_pool_before_the_first_has_closed() {
	test(|| {
		let pools = [operator_pool(), operator_pool_in(OPERATOR, GOLD)];

		assert_eq!(announced(|| retire(OPERATOR)), pools);

		assert_eq!(pools.map(RecordingObserver::closed_when_announced), [Some(0), Some(0)]);
	});
}

#[test]
fn looking_announces_nothing() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		go_to(10);

		let look = || {
			let _ = (stake_of(pool, ALICE), active(pool), Staking::value(pool, &ALICE, epoch()));
			let _ = (stake_as_of(pool, 10), present(pool, ALICE), Staking::do_try_state());
		};

		assert_eq!(announced(look), []);
	});
}

#[test]
#[should_panic(expected = "has changed before it was announced")]
fn the_observer_notices_when_a_pool_changes_before_it_is_announced() {
	test(|| {
		let pool = operator_pool();
		RecordingObserver::begin();

		Pools::<Test>::mutate(pool, |record| record.as_mut().expect("it is there").minimum = 7);

		delegate(pool, ALICE, 100);
	});
}

#[test]
#[should_panic(expected = "has changed")]
fn the_observer_notices_when_a_pool_is_not_announced_at_all() {
	test(|| {
		let pool = operator_pool();
		RecordingObserver::begin();

		Pools::<Test>::mutate(pool, |record| record.as_mut().expect("it is there").minimum = 7);
	});
}

#[test]
#[should_panic(expected = "left == right")]
fn the_observer_notices_when_a_weight_is_not_told() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);

		Holdings::<Test>::swap(ALICE, pool, BOB, pool);
	});
}

// Afterwards.

#[test]
fn undelegate_tells_of_the_lot_and_of_the_exit() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		skip(1);
		delegate(pool, ALICE, 7);

		undelegate(pool, ALICE, 47);

		assert_eq!(heard(pool, ALICE), [(young(1), 6_000), (exit_of(1, 1), 4_000)]);
	});
}

#[test]
fn withdraw_tells_that_nothing_is_left() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		skip(1);
		undelegate(pool, ALICE, 40);
		retire(OPERATOR);
		skip(WINDOW + 1);

		withdraw(pool, ALICE, 100);

		assert_eq!(heard(pool, ALICE), []);
	});
}

#[test]
fn poke_tells_how_lots_have_followed_and_nothing_twice() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		go_to(WINDOW + 1);
		assert_eq!(heard(pool, ALICE), [(young(1), 10_000)], "nobody has touched it");

		poke(pool, Some(ALICE));

		assert_eq!(heard(pool, ALICE), [(MATURE, 10_000)]);
		poke(pool, Some(ALICE));
		poke(pool, Some(BOB));
	});
}

#[test]
fn slash_tells_nothing_but_how_the_operators_own_lots_have_followed() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		delegate(pool, OPERATOR, 100);
		go_to(WINDOW + 1);

		slash_pools(now(), percent(10));

		assert_eq!(heard(pool, ALICE), [(young(1), 10_000)]);
		assert_eq!(heard(pool, OPERATOR), [(MATURE, 10_000)]);
	});
}

#[test]
fn cancel_tells_that_weight_has_gone_from_the_way_to_the_exits() {
	test(|| {
		let (from, to) = two_pools(GOLD);
		redelegate(from, to, ALICE, 40);
		undelegate(from, ALICE, 30);
		assert_eq!(heard_moving(from, to, ALICE), [(exit_of(1, 1), 4_000)]);
		assert_eq!(heard(from, ALICE), [(young(1), 3_000), (exit_of(1, 1), 3_000)]);

		cancel(from, to, ALICE);

		assert_eq!(heard_moving(from, to, ALICE), []);
		assert_eq!(heard(from, ALICE), [(young(1), 3_000), (exit_of(1, 1), 7_000)]);
	});
}

#[test]
fn redelegation_that_comes_back_tells_nothing_of_the_new_pool() {
	test(|| {
		let (from, to) = two_pools(GOLD);
		redelegate(from, to, ALICE, 40);
		skip(WINDOW + 1);
		retire(RIVAL);

		assert_ok!(try_complete(ALICE, from, to, ALICE));

		assert_eq!((heard(to, ALICE), heard_moving(from, to, ALICE)), (vec![], vec![]));
		assert_eq!(due(from, ALICE), 0, "it was paid");
	});
}

#[test]
fn call_that_is_refused_is_not_heard() {
	test(|| {
		let pool = pool_with_own(100);
		let before = heard(pool, OPERATOR);
		RecordingObserver::begin();

		assert!(Staking::undelegate(signed(OPERATOR), pool, Amount::Exactly(1)).is_err());
		assert_noop!(
			Staking::undelegate(signed(OPERATOR), pool, Amount::Exactly(1)),
			crate::Error::<Test>::SelfStakeTooLow
		);

		assert_eq!(heard(pool, OPERATOR), before);
	});
}

#[test]
fn genesis_tells_of_the_stake_of_the_first_block() {
	let mut genesis = genesis();
	let stakes = vec![(ALICE, 100), (BOB, 30)];
	let pools = vec![GenesisPool { asset: NATIVE, base: Default::default(), minimum: 1, stakes }];
	genesis.staking.operators = vec![GenesisOperator { account: OPERATOR, pools }];

	chain(genesis).execute_with(|| {
		RecordingObserver::check();
		assert_eq!(heard(last_pool(), BOB), [(young(1), 3_000)]);
	});
}
