// SPDX-License-Identifier: Apache-2.0

//! Delegating and undelegating.

use crate::{mock::*, Amount, Error, Event, Exits, Holdings};
use frame_support::assert_noop;
use sp_runtime::{traits::BadOrigin, TokenError};

// Delegating.

#[test]
fn delegate_counts_from_the_next_epoch() {
	test(|| {
		let pool = operator_pool();

		delegate(pool, ALICE, 100);

		assert_eq!(active(pool), 0);
		skip(1);
		assert_eq!(active(pool), 100);
	});
}

#[test]
fn delegate_joins_the_lot_of_the_same_epoch() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		delegate(pool, ALICE, 20);
		skip(1);
		delegate(pool, ALICE, 3);

		assert_eq!(lots(pool, ALICE), [120, 3]);
	});
}

#[test]
fn delegate_is_never_one_lot_too_many_when_it_comes_every_epoch() {
	test(|| {
		let pool = operator_pool();
		let mut most = 0;

		for _ in 0..3 * WINDOW {
			delegate(pool, ALICE, 100);
			most = most.max(lots(pool, ALICE).len());
			skip(1);
		}

		assert_eq!(most, WINDOW as usize + 2);
	});
}

#[test]
fn delegate_takes_the_minimum_and_no_less() {
	test(|| {
		let pool = pool_with_minimum(50);

		let delegated = Staking::delegate(signed(ALICE), pool, 49);
		assert_noop!(delegated, Error::<Test>::BelowMinimum);

		delegate(pool, ALICE, 50);
	});
}

#[test]
fn delegate_refuses_nothing_when_the_minimum_is_nothing() {
	test(|| {
		let pool = pool_with_minimum(0);

		assert_noop!(Staking::delegate(signed(ALICE), pool, 0), Error::<Test>::BelowMinimum);

		delegate(pool, ALICE, 1);
	});
}

#[test]
fn delegate_keeps_the_account_alive() {
	test(|| {
		keep_only(COPPER, ALICE, 0);
		for (asset, minimum) in [(NATIVE, EXISTENTIAL_DEPOSIT), (SILVER, 5)] {
			let pool = operator_pool_in(OPERATOR, asset.clone());
			keep_only(asset.clone(), ALICE, minimum + 100);
			let delegated = Staking::delegate(signed(ALICE), pool, 101);
			assert_noop!(delegated, Error::<Test>::NotSpendable);

			delegate(pool, ALICE, 100);

			assert_eq!(balance(asset, ALICE), minimum);
		}
	});
}

#[test]
fn delegate_changes_nothing_when_the_money_is_not_there() {
	test(|| {
		let pool = operator_pool();

		let delegated = Staking::delegate(signed(PAUPER), pool, 100);

		assert_noop!(delegated, TokenError::FundsUnavailable);
	});
}

#[test]
fn delegate_takes_no_held_bond() {
	test(|| {
		let pool = operator_pool();
		keep_only(NATIVE, OPERATOR, EXISTENTIAL_DEPOSIT + 100);

		delegate(pool, OPERATOR, 100);

		assert_eq!(bond_of(OPERATOR), BOND);
		assert!(Staking::delegate(signed(OPERATOR), pool, 1).is_err());
	});
}

#[test]
fn stakers_are_refused_when_nobody_signed() {
	test(|| {
		let pool = operator_pool();

		assert_noop!(Staking::delegate(root(), pool, 100), BadOrigin);
		assert_noop!(Staking::undelegate(root(), pool, Amount::All), BadOrigin);
		assert_noop!(Staking::withdraw(root(), pool, ALICE), BadOrigin);
		assert_noop!(Staking::poke(root(), pool, None), BadOrigin);
	});
}

// Undelegating.

#[test]
fn undelegate_returns_at_once_what_does_not_count_yet() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, BOB, 1_000);
		skip(1);
		delegate(pool, ALICE, 100);
		slash_pools(now(), percent(50));
		let before = balance(NATIVE, ALICE);

		undelegate(pool, ALICE, 30);
		assert_eq!(last_undelegated(), (30, 0));
		assert_eq!(balance(NATIVE, ALICE), before + 30);

		undelegate_all(pool, ALICE);
		assert_eq!(last_undelegated(), (70, 0));
		assert_eq!(balance(NATIVE, ALICE), before + 100);
		assert!(!Exits::<Test>::contains_key(ALICE, pool));
	});
}

#[test]
fn undelegate_tells_what_leaves_and_when() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		skip(1);
		delegate(pool, ALICE, 10);

		undelegate(pool, ALICE, 40);

		let (returned, unbonding, departure) = (10, 30, leaving_now());
		assert_has(Event::Withdrawn { pool_id: pool, staker: ALICE, amount: 10 });
		assert_last(Event::Undelegated {
			pool_id: pool,
			staker: ALICE,
			returned,
			unbonding,
			departure,
		});
	});
}

#[test]
fn undelegate_takes_pending_stake_and_then_the_oldest() {
	test(|| {
		let pool = operator_pool();
		for amount in [100, 200, 400] {
			delegate(pool, ALICE, amount);
			skip(1);
		}
		delegate(pool, ALICE, 800);

		undelegate(pool, ALICE, 850);

		assert_eq!(last_undelegated(), (800, 50));
		assert_eq!(lots(pool, ALICE), [50, 200, 400]);
		undelegate(pool, ALICE, 150);
		assert_eq!(lots(pool, ALICE), [100, 400]);
		undelegate_all(pool, ALICE);
		assert_eq!(lots(pool, ALICE), [0; 0]);
		assert_eq!(unbonding(pool, ALICE), [(now() + WINDOW + 1, 700)]);
	});
}

#[test]
fn undelegate_pays_an_amount_exactly_when_a_share_is_not_a_unit() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 1_000);
		skip(1);
		slash_pools(now(), percent(10));
		slash_pools(now(), percent(10));

		undelegate(pool, ALICE, 333);

		assert_eq!(staked(pool, ALICE), 477);
		skip(WINDOW + 1);
		withdraw(pool, ALICE, 333);
	});
}

#[test]
fn undelegate_of_all_leaves_no_dust_when_a_share_is_not_a_unit() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 1_000);
		delegate(pool, BOB, 7);
		skip(1);
		slash_pools(now(), percent(33));

		undelegate_all(pool, BOB);
		undelegate_all(pool, ALICE);

		assert_eq!(Staking::pool(pool).expect("it is there").buckets, vec![]);
		skip(WINDOW + 1);
		withdraw(pool, BOB, 4);
		withdraw(pool, ALICE, 671);
		assert_eq!(recorded(NATIVE), 0);
	});
}

#[test]
fn undelegate_of_all_frees_a_lot_that_is_worth_nothing() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 1);
		delegate(pool, BOB, 999);
		skip(1);
		slash_pools(now(), percent(50));
		assert_eq!(staked(pool, ALICE), 0);

		undelegate_all(pool, ALICE);

		assert!(!Exits::<Test>::contains_key(ALICE, pool));
		assert_eq!(staked(pool, BOB), 500);
	});
}

#[test]
fn undelegate_leaves_the_minimum_or_nothing() {
	test(|| {
		let pool = pool_with_minimum(10);
		delegate(pool, ALICE, 100);
		skip(1);
		assert_noop!(try_undelegate(pool, ALICE, 91), Error::<Test>::BelowMinimum);

		undelegate(pool, ALICE, 90);

		assert_eq!(staked(pool, ALICE), 10);
		assert_noop!(try_undelegate(pool, ALICE, 1), Error::<Test>::BelowMinimum);
		undelegate(pool, ALICE, 10);
		assert!(!Holdings::<Test>::contains_key(ALICE, pool));
	});
}

#[test]
fn undelegate_leaves_the_minimum_of_pending_stake_too() {
	test(|| {
		let pool = pool_with_minimum(10);
		delegate(pool, ALICE, 100);

		assert_noop!(try_undelegate(pool, ALICE, 91), Error::<Test>::BelowMinimum);

		undelegate(pool, ALICE, 90);
	});
}

/// 15 mature and 1 000 young: of the mature lot less than the minimum is left, of all of it more.
#[test]
fn undelegate_leaves_the_minimum_of_all_lots_together() {
	test(|| {
		let pool = pool_with_minimum(10);
		delegate(pool, ALICE, 15);
		skip(WINDOW + 1);
		delegate(pool, ALICE, 1_000);
		skip(1);

		undelegate(pool, ALICE, 10);

		assert_eq!(staked(pool, ALICE), 1_005);
		assert_noop!(try_undelegate(pool, ALICE, 996), Error::<Test>::BelowMinimum);
		undelegate(pool, ALICE, 995);
	});
}

#[test]
fn undelegate_asks_for_no_more_than_there_is() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		skip(1);
		delegate(pool, ALICE, 20);
		assert_noop!(try_undelegate(pool, ALICE, 121), Error::<Test>::InsufficientStake);

		undelegate(pool, ALICE, 120);

		assert_noop!(try_undelegate(pool, ALICE, 1), Error::<Test>::NothingStaked);
	});
}

#[test]
fn undelegate_asks_for_something() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);

		assert_noop!(try_undelegate(pool, ALICE, 0), Error::<Test>::BelowMinimum);
	});
}

#[test]
fn undelegate_joins_the_exit_of_the_same_epoch() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		skip(1);

		undelegate(pool, ALICE, 10);
		undelegate(pool, ALICE, 20);

		assert_eq!(unbonding(pool, ALICE), [(now() + WINDOW + 1, 30)]);
		skip(1);
		undelegate(pool, ALICE, 5);
		assert_eq!(unbonding(pool, ALICE), [(now() + WINDOW, 30), (now() + WINDOW + 1, 5)]);
	});
}

#[test]
fn undelegate_is_never_refused_and_pays_on_the_way_when_it_comes_every_epoch() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 1_000);
		let staked = balance(NATIVE, ALICE);

		for round in 0..3 * u128::from(WINDOW) {
			skip(1);
			undelegate(pool, ALICE, 10);

			let paid = round.saturating_sub(WINDOW.into()) * 10;
			assert_eq!(balance(NATIVE, ALICE), staked + paid);
			assert!(unbonding(pool, ALICE).len() <= WINDOW as usize + 1);
		}

		assert_eq!(unbonding(pool, ALICE).len(), WINDOW as usize + 1);
	});
}

#[test]
fn undelegate_succeeds_when_the_operator_is_suspended() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		skip(1);
		slash_bond(now(), percent(100));

		undelegate_all(pool, ALICE);
	});
}
