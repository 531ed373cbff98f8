// SPDX-License-Identifier: Apache-2.0

//! Payments that an asset refuses, and the pot that pays.

use crate::{mock::*, Error, Event, Exits};
use frame_support::{assert_noop, traits::fungibles::Inspect};

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

		assert_has(Event::PaymentDeferred { pool_id: pool, staker: ALICE, amount: 15 });
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
		assert_noop!(try_withdraw(ALICE, pool, ALICE), Error::<Test>::PaymentRefused);
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
		assert_noop!(try_withdraw(ALICE, pool, ALICE), Error::<Test>::PaymentRefused);
		unblock(GOLD, ALICE);

		withdraw(pool, ALICE, 21);

		assert_eq!(unbonding(pool, ALICE), [(now() + 1, 40)]);
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

		assert_has(Event::Withdrawn { pool_id: pool, staker: ALICE, amount: 90 });
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

		assert_has(Event::PaymentDeferred { pool_id: pool, staker: ALICE, amount: 4 });
		assert_noop!(try_withdraw(ALICE, pool, ALICE), Error::<Test>::PaymentRefused);
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

		assert_has(Event::PaymentDeferred { pool_id: pool, staker: ALICE, amount: 100 });
		assert_noop!(try_withdraw(ALICE, pool, ALICE), Error::<Test>::PaymentRefused);
		transfer(NATIVE, TREASURY, ALICE, EXISTENTIAL_DEPOSIT);
		withdraw(pool, ALICE, 100);
	});
}

#[test]
fn payment_waits_when_the_asset_is_frozen() {
	test(|| {
		let pool = operator_pool_in(OPERATOR, GOLD);
		delegate(pool, ALICE, 100);
		freeze(GOLD);

		undelegate_all(pool, ALICE);

		assert_has(Event::PaymentDeferred { pool_id: pool, staker: ALICE, amount: 100 });
		assert_noop!(try_withdraw(ALICE, pool, ALICE), Error::<Test>::PaymentRefused);
		let more = Staking::delegate(signed(ALICE), pool, 100);
		assert_noop!(more, Error::<Test>::NotSpendable);
		thaw(GOLD);
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

// The pot.

#[test]
fn donations_change_nothing() {
	test(|| {
		for asset in [NATIVE, GOLD] {
			let pool = operator_pool_in(OPERATOR, asset.clone());
			delegate(pool, ALICE, 100);
			skip(1);
			let before = (Staking::pool(pool), stake_of(pool, ALICE), recorded(asset.clone()));

			transfer(asset.clone(), DAVE, Staking::pot(), 777);

			assert_eq!(
				(Staking::pool(pool), stake_of(pool, ALICE), recorded(asset.clone())),
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
