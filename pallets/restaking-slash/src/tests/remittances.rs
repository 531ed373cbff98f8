// SPDX-License-Identifier: Apache-2.0

//! Payments of consumers, and their division.

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok, traits::fungibles::Mutate};
use pallet_staking_rewards::Offer;
use sp_runtime::{traits::BadOrigin, DispatchResult, TokenError};

fn try_remit(who: AccountId, asset: AssetId, amount: Balance, earned_in: u32) -> DispatchResult {
	let earned_in = EpochIndex(earned_in);
	let remitted = Restaking::remit(signed(who), ROLLUP, OPERATOR, asset, amount, earned_in);
	remitted.map(drop).map_err(|refused| refused.error)
}

/// [`MANAGER`] pays, and loses as much.
fn remit(asset: AssetId, amount: Balance, earned_in: u32) {
	let before = balance(asset.clone(), &MANAGER);

	assert_ok!(try_remit(MANAGER, asset.clone(), amount, earned_in));

	assert_eq!(balance(asset.clone(), &MANAGER), before - amount);
	let (consumer_id, operator, earned_in) = (ROLLUP, OPERATOR, EpochIndex(earned_in));
	assert_last(Event::Remitted { consumer_id, operator, asset, amount, earned_in });
}

/// Rewards of Alice and Bob in the native pool.
fn earned(asset: AssetId) -> [Balance; 2] {
	[ALICE, BOB].map(|who| claimable(POOL, who, asset.clone()))
}

#[test]
fn remit_pays_those_active_in_every_pool() {
	test_opted_in(|| {
		delegate(POOL, BOB, 2_000);
		skip(1);

		remit(NATIVE, 4_000, now());

		// 3 000 in one pool, 1 000 in the other.
		assert_eq!(earned(NATIVE), [1_000, 2_000]);
		assert_eq!(claimable(GOLD_POOL, ALICE, NATIVE), 1_000);
	});
}

#[test]
fn remit_gives_the_operator_its_commission_first() {
	test_opted_in(|| {
		assert_ok!(Rewards::set_commission(signed(OPERATOR), percent(10)));
		skip(1);

		remit(GOLD, 2_000, now());
		remit(GOLD, 2_000, now() - 1); // before the commission counted

		assert_eq!(commission(POOL, GOLD), 200);
		assert_eq!(claimable(POOL, ALICE, GOLD), 900 + 1_000);
		assert_eq!(claimable(GOLD_POOL, ALICE, GOLD), 900 + 1_000);
	});
}

#[test]
fn remit_pays_who_was_active_when_it_was_earned() {
	test_opted_in(|| {
		let earned_in = now();
		delegate(POOL, BOB, 1_000);
		undelegate_all(GOLD_POOL, ALICE);
		undelegate_all(POOL, ALICE);
		skip(3);

		remit(NATIVE, 4_000_000, earned_in);
		assert_eq!(earned(NATIVE), [2_000_000, 0]);
		assert_eq!(claimable(GOLD_POOL, ALICE, NATIVE), 2_000_000);
		remit(NATIVE, 3_000_000, earned_in + 1);

		assert_eq!(earned(NATIVE), [2_000_000, 3_000_000]);
	});
}

#[test]
fn remit_reaches_back_to_the_window() {
	test_opted_in(|| {
		let earned_in = now();
		skip(WINDOW);
		remit(NATIVE, 200, earned_in);

		skip(1);

		let late = try_remit(MANAGER, NATIVE, 200, earned_in);
		assert_noop!(late, pallet_staking_rewards::Error::<Test>::EpochTooOld);
	});
}

#[test]
fn remit_is_refused_when_the_operator_was_not_opted_in_then() {
	test_opted_in(|| {
		let early = try_remit(MANAGER, NATIVE, 200, 11);
		assert_noop!(early, Error::<Test>::NotOptedIn);
		remit(NATIVE, 200, 12);

		opt_out(OPERATOR, ROLLUP);
		skip(NARROW_NOTICE - 1);
		let last = now();
		skip(1);
		let after = try_remit(MANAGER, NATIVE, 200, last + 1);
		assert_noop!(after, Error::<Test>::NotOptedIn);
		remit(NATIVE, 200, last);
	});
}

#[test]
fn remit_is_refused_for_an_epoch_to_come() {
	test_opted_in(|| {
		let early = try_remit(MANAGER, NATIVE, 200, now() + 1);

		assert_noop!(early, pallet_staking_rewards::Error::<Test>::EpochInFuture);
	});
}

#[test]
fn remit_is_refused_when_another_operator_is_meant() {
	test_opted_in(|| {
		let earned_in = EpochIndex(now());
		let paid = Restaking::remit(signed(MANAGER), ROLLUP, OTHER, NATIVE, 200, earned_in);

		assert_noop!(paid, Error::<Test>::NotOptedIn);
	});
}

#[test]
fn remit_is_for_the_manager() {
	test_opted_in(|| {
		for who in [ALICE, OPERATOR, RESOLVER] {
			assert_noop!(try_remit(who, NATIVE, 200, now()), Error::<Test>::NotManager);
		}
		let earned_in = EpochIndex(now());
		let unknown = ConsumerId(2);
		let paid = Restaking::remit(signed(MANAGER), unknown, OPERATOR, NATIVE, 200, earned_in);
		assert_noop!(paid, Error::<Test>::UnknownConsumer);
		let none = RuntimeOrigin::none();
		let paid = Restaking::remit(none, ROLLUP, OPERATOR, NATIVE, 200, earned_in);
		assert_noop!(paid, BadOrigin);
	});
}

#[test]
fn remit_goes_to_the_treasury_when_nobody_was_active() {
	test(|| {
		register();
		opt_in(OPERATOR, ROLLUP, 100, 0);
		skip(1);

		let paid = gain(NATIVE, TREASURY, || remit(NATIVE, 200, now()));

		assert_eq!(paid, 200);
	});
}

#[test]
fn remit_is_refused_when_the_asset_is_not_listed() {
	test_opted_in(|| {
		// No pool has ever paid silver; tin is on no list at all.
		for asset in [SILVER, TIN] {
			let paid = try_remit(MANAGER, asset, 200, now());
			assert_noop!(paid, pallet_staking_rewards::Error::<Test>::AssetNotListed);
		}
	});
}

#[test]
fn remit_lists_its_asset_in_every_pool_that_earns() {
	test_opted_in(|| {
		let assets = vec![SILVER].try_into().expect("it is one");
		let silver = Offer { assets, destination: Destination::Account(TREASURY), ..offer() };
		assert_ok!(Rewards::configure(root(), OTHER_POOL, silver));

		remit(SILVER, 2_000, now());

		assert_eq!(claimable(POOL, ALICE, SILVER), 1_000);
		assert_eq!(claimable(GOLD_POOL, ALICE, SILVER), 1_000);
	});
}

#[test]
fn remit_is_refused_when_it_is_nothing() {
	test_opted_in(|| {
		let paid = try_remit(MANAGER, NATIVE, 0, now());
		assert_noop!(paid, pallet_staking_rewards::Error::<Test>::NothingToPay);
	});
}

#[test]
fn remit_is_refused_when_the_money_is_not_there() {
	test_opted_in(|| {
		// The payer's account stays.
		let spare = balance(NATIVE, &MANAGER) - EXISTENTIAL_DEPOSIT;

		let paid = try_remit(MANAGER, NATIVE, spare + 1, now());
		assert_noop!(paid, TokenError::FundsUnavailable);
		remit(NATIVE, spare, now());
	});
}

#[test]
fn remit_of_one_consumer_does_not_wait_for_another() {
	test_opted_in(|| {
		assert_ok!(AllAssets::mint_into(NATIVE, &PAUPER, CONSUMER_DEPOSIT + EXISTENTIAL_DEPOSIT));
		opt_in(OPERATOR, ROLLUP, 50, 50);
		skip(WINDOW + 1);
		let poor = register_with(PAUPER, terms());
		opt_in(OPERATOR, poor, 50, 0);
		skip(1);
		let earned_in = EpochIndex(now());

		let paid = Restaking::remit(signed(PAUPER), poor, OPERATOR, NATIVE, 200, earned_in);

		assert_noop!(paid, TokenError::FundsUnavailable);
		remit(NATIVE, 200, now());
	});
}

#[test]
fn remit_pays_for_an_operator_that_has_closed_since() {
	test_opted_in(|| {
		let earned_in = now();
		retire(OPERATOR);
		skip(2);

		remit(NATIVE, 200, earned_in);

		assert_eq!(claimable(POOL, ALICE, NATIVE), 100);
	});
}

#[test]
fn remit_is_for_a_consumer_that_has_retired_since() {
	test_opted_in(|| {
		assert_ok!(Restaking::retire_consumer(signed(MANAGER), ROLLUP));
		skip(1);

		remit(NATIVE, 200, now() - 1);
	});
}

#[test]
fn remit_by_root_is_paid_by_the_treasury() {
	test(|| {
		assert_ok!(Restaking::register_consumer(root(), terms()));
		delegate(POOL, ALICE, 1_000);
		opt_in(OPERATOR, ROLLUP, 100, 0);
		skip(1);
		let (before, earned_in) = (balance(NATIVE, &TREASURY), EpochIndex(now()));

		assert_ok!(Restaking::remit(root(), ROLLUP, OPERATOR, NATIVE, 200, earned_in));

		assert_eq!(before - balance(NATIVE, &TREASURY), 200);
		assert_eq!(earned(NATIVE), [200, 0]);
	});
}
