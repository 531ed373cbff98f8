// SPDX-License-Identifier: Apache-2.0

//! The payment of unbonding stake once it is released, and of stake in pools that have closed.

use crate::{mock::*, Amount, Error, Event, Holdings, Scope};
use frame_support::{assert_noop, assert_ok};

// Releases.

#[test]
fn withdraw_pays_from_the_epoch_of_release() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		skip(1);
		undelegate_all(pool, ALICE);
		let release = now() + WINDOW + 1;
		assert_noop!(try_withdraw(ALICE, pool, ALICE), Error::<Test>::NotReleased);

		go_to(release - 1);
		assert_noop!(try_withdraw(ALICE, pool, ALICE), Error::<Test>::NotReleased);

		go_to(release);
		withdraw(pool, ALICE, 100);
		assert_noop!(try_withdraw(ALICE, pool, ALICE), Error::<Test>::NothingToWithdraw);
	});
}

#[test]
fn withdraw_pays_with_the_next_epoch_when_the_pool_is_standalone() {
	test(|| {
		let pool = standalone_pool(NATIVE);
		delegate(pool, ALICE, 100);
		skip(1);
		undelegate_all(pool, ALICE);
		assert_noop!(try_withdraw(ALICE, pool, ALICE), Error::<Test>::NotReleased);

		skip(1);

		withdraw(pool, ALICE, 100);
	});
}

#[test]
fn withdraw_pays_with_the_next_epoch_when_nobody_may_slash() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		skip(1);
		LastLiable::set(&None);

		undelegate_all(pool, ALICE);

		assert_eq!(unbonding(pool, ALICE), [(now() + 1, 100)]);
		skip(1);
		withdraw(pool, ALICE, 100);
	});
}

#[test]
fn withdraw_pays_a_window_after_the_last_epoch_that_somebody_may_slash() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		LastLiable::set(&Some(7));
		go_to(8);
		undelegate(pool, ALICE, 40);
		assert_eq!(unbonding(pool, ALICE), [(7 + WINDOW + 1, 40)]);

		go_to(20);
		undelegate(pool, ALICE, 20);

		assert_eq!(unbonding(pool, ALICE), [(20 + 1, 20)]);
	});
}

#[test]
fn release_is_fixed_with_the_first_exit_of_an_epoch() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		delegate(pool, BOB, 100);
		skip(1);
		undelegate(pool, ALICE, 40);
		LastLiable::set(&None);

		undelegate(pool, BOB, 40);

		let (staker, returned, departure) = (BOB, 0, leaving_now());
		assert_last(Event::Undelegated {
			pool_id: pool,
			staker,
			returned,
			unbonding: 40,
			departure,
		});
		assert_eq!(unbonding(pool, BOB), unbonding(pool, ALICE));
		assert_eq!(unbonding(pool, BOB), [(now() + WINDOW + 1, 40)]);
	});
}

#[test]
fn withdraw_pays_all_that_is_released_and_nothing_else() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		for amount in [1, 10, 20] {
			skip(1);
			undelegate(pool, ALICE, amount);
		}
		skip(WINDOW);

		withdraw(pool, ALICE, 11);

		assert_eq!(unbonding(pool, ALICE), [(now() + 1, 20)]);
		assert_eq!(staked(pool, ALICE), 69);
	});
}

#[test]
fn withdraw_pays_the_staker_when_another_calls() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		skip(1);
		undelegate_all(pool, ALICE);
		skip(WINDOW);
		assert_noop!(try_withdraw(BOB, pool, ALICE), Error::<Test>::NotReleased);

		skip(1);

		let before = balance(NATIVE, BOB);
		withdraw_by(BOB, pool, ALICE, 100);
		assert_eq!(balance(NATIVE, BOB), before);
	});
}

#[test]
fn withdraw_waits_for_the_window_when_another_calls() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		delegate(pool, BOB, 100);
		skip(1);
		LastLiable::set(&None);
		undelegate_all(pool, ALICE);
		undelegate_all(pool, BOB);
		let last = now();

		go_to(last + 1);
		assert_noop!(try_withdraw(CHARLIE, pool, BOB), Error::<Test>::NotReleased);
		withdraw(pool, ALICE, 100);
		go_to(last + WINDOW);
		assert_noop!(try_withdraw(CHARLIE, pool, BOB), Error::<Test>::NotReleased);

		go_to(last + WINDOW + 1);
		withdraw_by(CHARLIE, pool, BOB, 100);
	});
}

#[test]
fn withdraw_from_a_standalone_pool_waits_an_epoch_longer_when_another_calls() {
	test(|| {
		let pool = standalone_pool(GOLD);
		delegate(pool, ALICE, 100);
		skip(1);
		undelegate_all(pool, ALICE);
		skip(1);
		assert_noop!(try_withdraw(BOB, pool, ALICE), Error::<Test>::NotReleased);

		skip(1);

		withdraw_by(BOB, pool, ALICE, 100);
	});
}

// Closed pools.

#[test]
fn withdraw_pays_lots_of_a_closed_pool_from_its_release() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		skip(1);
		delegate(pool, ALICE, 50);
		skip(1);
		retire(OPERATOR);
		skip(WINDOW);
		assert_noop!(try_withdraw(ALICE, pool, ALICE), Error::<Test>::NotReleased);
		assert_noop!(try_withdraw(BOB, pool, ALICE), Error::<Test>::NotReleased);

		skip(1);

		withdraw_by(BOB, pool, ALICE, 150);
		assert!(!Holdings::<Test>::contains_key(ALICE, pool));
	});
}

#[test]
fn withdraw_pays_at_once_pending_stake_when_the_pool_closed() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		skip(1);
		delegate(pool, ALICE, 50);
		retire(OPERATOR);
		assert_noop!(try_withdraw(BOB, pool, ALICE), Error::<Test>::NotReleased);

		withdraw(pool, ALICE, 50);

		assert_eq!(staked(pool, ALICE), 100);
		assert_noop!(try_withdraw(ALICE, pool, ALICE), Error::<Test>::NotReleased);
	});
}

#[test]
fn withdraw_pays_long_after_the_pool_closed_what_never_began() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 50);
		retire(OPERATOR);
		let closed = now();
		skip(2);
		assert_noop!(
			slash(OPERATOR, closed + 1, percent(50), Scope::BondAndPools),
			Error::<Test>::NothingAtStake
		);
		skip(20);

		withdraw(pool, ALICE, 50);
	});
}

#[test]
fn undelegate_is_refused_when_the_pool_closed_in_an_earlier_epoch() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		skip(1);
		retire(OPERATOR);
		undelegate(pool, ALICE, 40);

		skip(1);

		assert_noop!(try_undelegate(pool, ALICE, 10), Error::<Test>::PoolClosed);
		let all = Staking::undelegate(signed(ALICE), pool, Amount::All);
		assert_noop!(all, Error::<Test>::PoolClosed);
		skip(WINDOW);
		withdraw(pool, ALICE, 100);
	});
}

#[test]
fn exit_leaves_like_its_pool_when_that_closed_in_the_same_epoch() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		skip(1);
		LastLiable::set(&None);
		assert_ok!(Staking::retire(signed(OPERATOR)));
		LastLiable::set(&Some(u32::MAX));

		undelegate(pool, ALICE, 40);

		assert_eq!(unbonding(pool, ALICE), [(now() + 1, 40)]);
		skip(1);
		withdraw(pool, ALICE, 100);
	});
}

#[test]
fn withdraw_pays_nothing_and_frees_the_lot_when_it_is_worth_nothing() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 1);
		delegate(pool, BOB, 999);
		skip(1);
		slash_pools(now(), percent(50));
		retire(OPERATOR);
		skip(WINDOW + 1);

		assert_ok!(try_withdraw(ALICE, pool, ALICE));

		assert!(!Holdings::<Test>::contains_key(ALICE, pool));
		assert_noop!(try_withdraw(ALICE, pool, ALICE), Error::<Test>::NothingToWithdraw);
		withdraw(pool, BOB, 500);
	});
}
