// SPDX-License-Identifier: Apache-2.0

//! What a holder does with its stake, and what becomes of it without the holder.

use crate::{mock::*, Amount, Conversions, Error, Event, Exits, Holdings, PoolId, StakeView};
use bulwark_ledger::{Bucket, Cohort};
use frame_support::{assert_noop, assert_ok, assert_storage_noop, traits::fungibles::Inspect};
use sp_runtime::{traits::BadOrigin, DispatchResult, TokenError};

/// Registers [`OPERATOR`] with a pool in the native asset that takes no less than so much.
fn pool_with_minimum(minimum: u128) -> PoolId {
	register(OPERATOR);
	assert_ok!(Staking::open_pool(signed(OPERATOR), NATIVE, minimum));
	last_pool()
}

fn in_force(pool: PoolId) -> u128 {
	Staking::pool_view(pool).expect("it is there").in_force
}

fn stake(pool: PoolId, who: u64) -> StakeView {
	Staking::stake_view(pool, &who).expect("there is such a pool")
}

/// The shares of a holder's lots, the oldest first.
fn lots(pool: PoolId, who: u64) -> Vec<u128> {
	stake(pool, who).lots.iter().map(|lot| lot.shares.0).collect()
}

/// What stands in a pool but for weights: the weight that nobody follows into leaves with the last who follows.
fn prices(pool: PoolId) -> Vec<(Cohort, u128, u128)> {
	let buckets = Staking::pool_view(pool).expect("it is there").buckets;
	let price = |(cohort, bucket): (_, Bucket)| (cohort, bucket.shares().0, bucket.tokens());
	buckets.into_iter().map(price).collect()
}

fn undelegate_exactly(pool: PoolId, who: u64, amount: u128) -> DispatchResult {
	Staking::undelegate(signed(who), pool, Amount::Exactly(amount))
}

fn withdraw_for(caller: u64, pool: PoolId, holder: u64) -> DispatchResult {
	Staking::withdraw(signed(caller), pool, holder)
}

// Delegating.

#[test]
fn delegate_counts_from_the_next_epoch() {
	test(|| {
		let pool = operator_pool();

		delegate(pool, ALICE, 100);

		assert_eq!(in_force(pool), 0);
		skip(1);
		assert_eq!(in_force(pool), 100);
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
			assert_noop!(delegated, TokenError::NotExpendable);

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
fn holders_are_refused_when_nobody_signed() {
	test(|| {
		let pool = operator_pool();

		assert_noop!(Staking::delegate(root(), pool, 100), BadOrigin);
		assert_noop!(Staking::undelegate(root(), pool, Amount::All), BadOrigin);
		assert_noop!(Staking::withdraw(root(), pool, ALICE), BadOrigin);
		assert_noop!(Staking::roll(root(), pool, None), BadOrigin);
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

		let (returned, exiting, departure) = (10, 30, leaving_now());
		assert_has(Event::Withdrawn { pool, holder: ALICE, amount: 10 });
		assert_last(Event::Undelegated { pool, holder: ALICE, returned, exiting, departure });
	});
}

#[test]
fn undelegate_takes_what_has_not_begun_and_then_the_oldest() {
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
		assert_eq!(exiting(pool, ALICE), [(now() + WINDOW + 1, 700)]);
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

		assert_eq!(Staking::pool_view(pool).expect("it is there").buckets, vec![]);
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
		assert_noop!(undelegate_exactly(pool, ALICE, 91), Error::<Test>::BelowMinimum);

		undelegate(pool, ALICE, 90);

		assert_eq!(staked(pool, ALICE), 10);
		assert_noop!(undelegate_exactly(pool, ALICE, 1), Error::<Test>::BelowMinimum);
		undelegate(pool, ALICE, 10);
		assert!(!Holdings::<Test>::contains_key(ALICE, pool));
	});
}

#[test]
fn undelegate_leaves_the_minimum_of_what_has_not_begun_too() {
	test(|| {
		let pool = pool_with_minimum(10);
		delegate(pool, ALICE, 100);

		assert_noop!(undelegate_exactly(pool, ALICE, 91), Error::<Test>::BelowMinimum);

		undelegate(pool, ALICE, 90);
	});
}

#[test]
fn undelegate_asks_for_no_more_than_there_is() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		skip(1);
		delegate(pool, ALICE, 20);
		assert_noop!(undelegate_exactly(pool, ALICE, 121), Error::<Test>::InsufficientStake);

		undelegate(pool, ALICE, 120);

		assert_noop!(undelegate_exactly(pool, ALICE, 1), Error::<Test>::InsufficientStake);
	});
}

#[test]
fn undelegate_asks_for_something() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);

		assert_noop!(undelegate_exactly(pool, ALICE, 0), Error::<Test>::BelowMinimum);
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

		assert_eq!(exiting(pool, ALICE), [(now() + WINDOW + 1, 30)]);
		skip(1);
		undelegate(pool, ALICE, 5);
		assert_eq!(exiting(pool, ALICE), [(now() + WINDOW, 30), (now() + WINDOW + 1, 5)]);
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
			assert!(exiting(pool, ALICE).len() <= WINDOW as usize + 1);
		}

		assert_eq!(exiting(pool, ALICE).len(), WINDOW as usize + 1);
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

// When it is released.

#[test]
fn withdraw_pays_from_the_epoch_of_release() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		skip(1);
		undelegate_all(pool, ALICE);
		let release = now() + WINDOW + 1;
		assert_noop!(withdraw_for(ALICE, pool, ALICE), Error::<Test>::NotReleased);

		go_to(release - 1);
		assert_noop!(withdraw_for(ALICE, pool, ALICE), Error::<Test>::NotReleased);

		go_to(release);
		withdraw(pool, ALICE, 100);
		assert_noop!(withdraw_for(ALICE, pool, ALICE), Error::<Test>::NothingToWithdraw);
	});
}

#[test]
fn withdraw_pays_with_the_next_epoch_when_the_pool_is_plain() {
	test(|| {
		let pool = plain_pool(NATIVE);
		delegate(pool, ALICE, 100);
		skip(1);
		undelegate_all(pool, ALICE);
		assert_noop!(withdraw_for(ALICE, pool, ALICE), Error::<Test>::NotReleased);

		skip(1);

		withdraw(pool, ALICE, 100);
	});
}

#[test]
fn withdraw_pays_with_the_next_epoch_when_nobody_may_charge() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		skip(1);
		LastLiable::set(&None);

		undelegate_all(pool, ALICE);

		assert_eq!(exiting(pool, ALICE), [(now() + 1, 100)]);
		skip(1);
		withdraw(pool, ALICE, 100);
	});
}

#[test]
fn withdraw_pays_a_window_after_the_last_epoch_that_somebody_may_charge() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		LastLiable::set(&Some(7));
		go_to(8);
		undelegate(pool, ALICE, 40);
		assert_eq!(exiting(pool, ALICE), [(7 + WINDOW + 1, 40)]);

		go_to(20);
		undelegate(pool, ALICE, 20);

		assert_eq!(exiting(pool, ALICE), [(20 + 1, 20)]);
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

		assert_eq!(exiting(pool, BOB), exiting(pool, ALICE));
		assert_eq!(exiting(pool, BOB), [(now() + WINDOW + 1, 40)]);
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

		assert_eq!(exiting(pool, ALICE), [(now() + 1, 20)]);
		assert_eq!(staked(pool, ALICE), 69);
	});
}

#[test]
fn withdraw_pays_the_holder_when_another_calls() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		skip(1);
		undelegate_all(pool, ALICE);
		skip(WINDOW);
		assert_noop!(withdraw_for(BOB, pool, ALICE), Error::<Test>::NotReleased);

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
		assert_noop!(withdraw_for(CHARLIE, pool, BOB), Error::<Test>::NotReleased);
		withdraw(pool, ALICE, 100);
		go_to(last + WINDOW);
		assert_noop!(withdraw_for(CHARLIE, pool, BOB), Error::<Test>::NotReleased);

		go_to(last + WINDOW + 1);
		withdraw_by(CHARLIE, pool, BOB, 100);
	});
}

#[test]
fn withdraw_from_a_plain_pool_waits_an_epoch_longer_when_another_calls() {
	test(|| {
		let pool = plain_pool(GOLD);
		delegate(pool, ALICE, 100);
		skip(1);
		undelegate_all(pool, ALICE);
		skip(1);
		assert_noop!(withdraw_for(BOB, pool, ALICE), Error::<Test>::NotReleased);

		skip(1);

		withdraw_by(BOB, pool, ALICE, 100);
	});
}

// Payments that are refused.

#[test]
fn undelegate_succeeds_when_the_asset_refuses_the_payment() {
	test(|| {
		let pool = operator_pool_in(OPERATOR, GOLD);
		delegate(pool, ALICE, 100);
		skip(1);
		undelegate(pool, ALICE, 10);
		skip(WINDOW + 1);
		delegate(pool, ALICE, 5);
		block(GOLD, ALICE);

		undelegate(pool, ALICE, 25);

		assert_has(Event::PaymentDeferred { pool, holder: ALICE, amount: 15 });
		assert_eq!(last_undelegated(), (5, 20));
		assert_eq!(due(pool, ALICE), 15);
		assert_eq!(recorded(GOLD), 105);
	});
}

#[test]
fn withdraw_pays_what_is_due_when_the_asset_allows_it_again() {
	test(|| {
		let pool = operator_pool_in(OPERATOR, GOLD);
		delegate(pool, ALICE, 100);
		block(GOLD, ALICE);
		undelegate(pool, ALICE, 60);
		undelegate(pool, ALICE, 30);
		assert_eq!(due(pool, ALICE), 90);
		assert_noop!(withdraw_for(ALICE, pool, ALICE), TokenError::Blocked);
		unblock(GOLD, ALICE);

		withdraw_by(BOB, pool, ALICE, 90);

		assert!(!Exits::<Test>::contains_key(ALICE, pool));
		assert_eq!(staked(pool, ALICE), 10);
	});
}

#[test]
fn withdraw_pays_what_is_due_with_what_is_released_and_keeps_the_rest_waiting() {
	test(|| {
		let pool = operator_pool_in(OPERATOR, GOLD);
		delegate(pool, ALICE, 100);
		block(GOLD, ALICE);
		undelegate(pool, ALICE, 1);
		skip(1);
		undelegate(pool, ALICE, 20);
		skip(1);
		undelegate(pool, ALICE, 40);
		skip(WINDOW);
		assert_noop!(withdraw_for(ALICE, pool, ALICE), TokenError::Blocked);
		unblock(GOLD, ALICE);

		withdraw(pool, ALICE, 21);

		assert_eq!(exiting(pool, ALICE), [(now() + 1, 40)]);
	});
}

#[test]
fn undelegate_pays_what_was_due_when_the_asset_allows_it_again() {
	test(|| {
		let pool = operator_pool_in(OPERATOR, GOLD);
		delegate(pool, ALICE, 100);
		block(GOLD, ALICE);
		undelegate(pool, ALICE, 60);
		unblock(GOLD, ALICE);

		undelegate(pool, ALICE, 30);

		assert_has(Event::Withdrawn { pool, holder: ALICE, amount: 90 });
		assert_eq!(due(pool, ALICE), 0);
		assert_eq!(recorded(GOLD), 10);
	});
}

#[test]
fn payment_waits_when_it_is_below_the_minimum_of_an_account_that_is_gone() {
	test(|| {
		let pool = operator_pool_in(OPERATOR, SILVER);
		delegate(pool, ALICE, 4);
		keep_only(SILVER, ALICE, 0);

		undelegate_all(pool, ALICE);

		assert_has(Event::PaymentDeferred { pool, holder: ALICE, amount: 4 });
		assert_noop!(withdraw_for(ALICE, pool, ALICE), TokenError::BelowMinimum);
		transfer(SILVER, TREASURY, ALICE, 5);
		withdraw(pool, ALICE, 4);
	});
}

#[test]
fn payment_waits_when_the_account_may_not_hold_the_asset_any_more() {
	test(|| {
		let pool = operator_pool_in(OPERATOR, COPPER);
		delegate(pool, ALICE, 100);
		for asset in [COPPER, NATIVE, GOLD, SILVER, TIN] {
			keep_only(asset, ALICE, 0);
		}

		undelegate_all(pool, ALICE);

		assert_has(Event::PaymentDeferred { pool, holder: ALICE, amount: 100 });
		assert_noop!(withdraw_for(ALICE, pool, ALICE), TokenError::CannotCreate);
		transfer(NATIVE, TREASURY, ALICE, EXISTENTIAL_DEPOSIT);
		withdraw(pool, ALICE, 100);
	});
}

#[test]
fn slash_leaves_alone_what_is_due() {
	test(|| {
		let pool = operator_pool_in(OPERATOR, GOLD);
		delegate(pool, ALICE, 100);
		skip(1);
		undelegate(pool, ALICE, 40);
		skip(WINDOW + 1);
		block(GOLD, ALICE);
		undelegate(pool, ALICE, 10);
		assert_eq!(due(pool, ALICE), 40);

		slash_pools(now() - WINDOW, percent(50));

		assert_eq!(due(pool, ALICE), 40);
		assert_eq!(staked(pool, ALICE), 25);
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
		assert_noop!(withdraw_for(ALICE, pool, ALICE), Error::<Test>::NotReleased);
		assert_noop!(withdraw_for(BOB, pool, ALICE), Error::<Test>::NotReleased);

		skip(1);

		withdraw_by(BOB, pool, ALICE, 150);
		assert!(!Holdings::<Test>::contains_key(ALICE, pool));
	});
}

#[test]
fn withdraw_pays_at_once_what_had_not_begun_when_the_pool_closed() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		skip(1);
		delegate(pool, ALICE, 50);
		retire(OPERATOR);
		assert_noop!(withdraw_for(BOB, pool, ALICE), Error::<Test>::NotReleased);

		withdraw(pool, ALICE, 50);

		assert_eq!(staked(pool, ALICE), 100);
		assert_noop!(withdraw_for(ALICE, pool, ALICE), Error::<Test>::NotReleased);
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
			slash(OPERATOR, closed + 1, percent(50), crate::Scope::BondAndPools),
			Error::<Test>::NothingInForce
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

		assert_noop!(undelegate_exactly(pool, ALICE, 10), Error::<Test>::PoolClosed);
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

		assert_eq!(exiting(pool, ALICE), [(now() + 1, 40)]);
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

		assert_ok!(withdraw_for(ALICE, pool, ALICE));

		assert!(!Holdings::<Test>::contains_key(ALICE, pool));
		assert_noop!(withdraw_for(ALICE, pool, ALICE), Error::<Test>::NothingToWithdraw);
		withdraw(pool, BOB, 500);
	});
}

// Lazy work.

/// A pool whose price is not 1, with two cohorts that have yet to merge into M.
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
fn roll_changes_nobodys_stake() {
	test(|| {
		let pool = pool_with_work();
		let all =
			|| ([ALICE, BOB, CHARLIE].map(|who| stake(pool, who)), prices(pool), in_force(pool));
		let before = all();

		roll(pool, None);
		for who in [ALICE, BOB, CHARLIE, DAVE] {
			roll(pool, Some(who));
		}

		assert_eq!(all(), before);
		assert!(!Holdings::<Test>::contains_key(DAVE, pool));
	});
}

#[test]
fn roll_of_a_pool_changes_nothing_when_repeated() {
	test(|| {
		let pool = pool_with_work();
		roll(pool, None);

		assert_storage_noop!(roll(pool, None));
	});
}

#[test]
fn roll_lets_lots_follow_until_no_conversion_is_needed() {
	test(|| {
		let pool = pool_with_work();
		let pending = || Conversions::<Test>::iter_prefix(pool).count();
		roll(pool, None);
		assert_eq!(pending(), 2);

		roll(pool, Some(BOB));
		assert_eq!(pending(), 1);

		roll(pool, Some(CHARLIE));
		assert_eq!(pending(), 0);
		assert_eq!(lots(pool, BOB).len(), 1);
	});
}

#[test]
fn roll_frees_a_lot_that_is_worth_nothing_and_follows_into_nothing() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 1);
		delegate(pool, BOB, 999);
		skip(1);
		slash_pools(now(), percent(50));
		skip(WINDOW);
		check_invariants();

		roll(pool, Some(ALICE));

		assert!(!Holdings::<Test>::contains_key(ALICE, pool));
		assert_eq!(staked(pool, BOB), 499, "499 of the 500 shares, and the one of nobody");
	});
}

#[test]
fn stake_is_the_same_whoever_rolled_or_not() {
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
					roll(pool, Some(BOB));
					roll(pool, Some(ALICE));
				}
			}
			skip(WINDOW + 1);
			check_invariants();
			(stake(pool, ALICE), stake(pool, BOB), prices(pool))
		})
	};

	assert_eq!(story(true), story(false));
}

// The pot.

#[test]
fn donations_change_nothing() {
	test(|| {
		for asset in [NATIVE, GOLD] {
			let pool = operator_pool_in(OPERATOR, asset.clone());
			delegate(pool, ALICE, 100);
			skip(1);
			let before = (Staking::pool_view(pool), stake(pool, ALICE), recorded(asset.clone()));

			transfer(asset.clone(), DAVE, Staking::pot(), 777);

			assert_eq!(
				(Staking::pool_view(pool), stake(pool, ALICE), recorded(asset.clone())),
				before
			);
			slash_and_top_up(now(), percent(10));
			undelegate_all(pool, ALICE);
			skip(WINDOW + 1);
			withdraw(pool, ALICE, 90);
			let floor = AllAssets::minimum_balance(asset.clone());
			assert_eq!(balance(asset, Staking::pot()), 777 + floor);
		}
	});
}

#[test]
fn donation_is_no_floor_when_it_came_before_the_first_pool() {
	test(|| {
		transfer(GOLD, DAVE, Staking::pot(), 777);

		let pool = operator_pool_in(OPERATOR, GOLD);

		delegate(pool, ALICE, 100);
		assert_eq!(balance(GOLD, Staking::pot()), 777 + 1 + 100);
		assert_eq!(balance(GOLD, OPERATOR), FUNDS - 1);
	});
}

#[test]
fn pot_is_never_dusted_when_everybody_leaves() {
	test(|| {
		for asset in LISTED {
			let pool = operator_pool_in(OPERATOR, asset.clone());
			delegate(pool, ALICE, 100);
			skip(1);
			undelegate_all(pool, ALICE);
			skip(WINDOW + 1);

			withdraw(pool, ALICE, 100);

			let floor = AllAssets::minimum_balance(asset.clone());
			assert_eq!(balance(asset.clone(), Staking::pot()), floor);
			assert_eq!(recorded(asset), 0);
		}
	});
}

#[test]
fn pot_keeps_its_floor_when_the_last_stake_is_slashed_too() {
	test(|| {
		let pool = operator_pool_in(OPERATOR, SILVER);
		delegate(pool, ALICE, 2);
		skip(1);

		slash_pools(now(), percent(50));

		assert_eq!(balance(SILVER, Staking::pot()), 6);
		assert_eq!(staked(pool, ALICE), 1);
	});
}

#[test]
fn pools_of_one_asset_do_not_mix() {
	test(|| {
		let (slashed, spared) = (operator_pool(), operator_pool_in(RIVAL, NATIVE));
		delegate(slashed, ALICE, 100);
		delegate(spared, ALICE, 100);
		skip(1);

		slash_pools(now(), percent(50));

		assert_eq!(staked(slashed, ALICE), 50);
		assert_eq!(staked(spared, ALICE), 100);
		undelegate_all(spared, ALICE);
		skip(WINDOW + 1);
		withdraw(spared, ALICE, 100);
	});
}

#[test]
fn issuance_stays_when_stake_comes_and_goes() {
	test(|| {
		let before = LISTED.map(AllAssets::total_issuance);
		for asset in LISTED {
			let pool = operator_pool_in(OPERATOR, asset);
			delegate(pool, ALICE, 101);
			skip(1);
			slash_and_top_up(now(), percent(7));
			undelegate_all(pool, ALICE);
			skip(WINDOW + 1);
			withdraw(pool, ALICE, 94);
		}

		assert_eq!(LISTED.map(AllAssets::total_issuance), before);
	});
}
