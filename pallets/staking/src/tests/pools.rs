// SPDX-License-Identifier: Apache-2.0

//! Opening pools.

use crate::{mock::*, BaseTerms, Error, Event, NextPoolId, Operators, Pool, PoolId, Pools, Pots};
use bulwark_ledger::Pot;
use frame_support::{assert_noop, assert_ok};
use sp_runtime::traits::BadOrigin;

fn record(pool: PoolId) -> Pool<Test> {
	Pools::<Test>::get(pool).expect("it was opened")
}

#[test]
fn open_pool_counts_from_one() {
	test(|| {
		assert_eq!(NextPoolId::<Test>::get(), PoolId(1));

		assert_eq!(operator_pool_in(OPERATOR, NATIVE), PoolId(1));
		assert_eq!(standalone_pool(NATIVE), PoolId(2));
		assert_eq!(operator_pool_in(RIVAL, GOLD), PoolId(3));
	});
}

#[test]
fn open_pool_stands_behind_its_operator() {
	test(|| {
		register(OPERATOR);

		assert_ok!(Staking::open_pool(signed(OPERATOR), GOLD, 7, Default::default()));

		let (pool, operator, base) = (PoolId(1), Some(OPERATOR), BaseTerms::ONE);
		assert_last(Event::PoolOpened { pool_id: pool, asset: GOLD, operator, minimum: 7, base });
		assert_eq!(record(pool), Pool::new(GOLD, operator, 7, base));
		assert_eq!(
			Operators::<Test>::get(OPERATOR).expect("it is there").backing.pool_ids(),
			vec![pool]
		);
	});
}

#[test]
fn open_standalone_pool_stands_behind_nobody() {
	test(|| {
		assert_ok!(Staking::open_standalone_pool(root(), SILVER, 7, Default::default()));

		let (pool, base) = (PoolId(1), BaseTerms::ONE);
		assert_last(Event::PoolOpened {
			pool_id: pool,
			asset: SILVER,
			operator: None,
			minimum: 7,
			base,
		});
		assert_eq!(record(pool), Pool::new(SILVER, None, 7, base));
	});
}

#[test]
fn open_pool_puts_the_floor_of_each_asset_in_once() {
	test(|| {
		register(OPERATOR);
		register(RIVAL);
		for (asset, floor) in [(GOLD, 1), (SILVER, 5), (COPPER, 1)] {
			operator_pool_in(OPERATOR, asset.clone());

			operator_pool_in(RIVAL, asset.clone());

			assert_eq!(balance(asset.clone(), OPERATOR), FUNDS - floor);
			assert_eq!(balance(asset.clone(), RIVAL), FUNDS);
			assert_eq!(balance(asset.clone(), Staking::pot()), floor);
			assert_eq!(Pots::<Test>::get(asset), Some(Pot::new(floor)));
		}
	});
}

#[test]
fn open_pool_pays_no_floor_when_the_asset_is_native() {
	test(|| {
		register(OPERATOR);
		let before = balance(NATIVE, OPERATOR);

		operator_pool_in(OPERATOR, NATIVE);

		assert_eq!(balance(NATIVE, OPERATOR), before);
	});
}

#[test]
fn open_standalone_pool_lets_its_opener_pay_the_floor() {
	test(|| {
		standalone_pool(SILVER);

		assert_eq!(balance(SILVER, TREASURY), FUNDS - 5);
		assert_eq!(Pots::<Test>::get(SILVER), Some(Pot::new(5)));
	});
}

#[test]
fn open_standalone_pool_succeeds_when_the_pot_has_no_native_money_yet() {
	test(|| {
		let pool = standalone_pool(COPPER);

		delegate(pool, ALICE, 100);

		assert_eq!(balance(NATIVE, Staking::pot()), EXISTENTIAL_DEPOSIT);
		assert_eq!(balance(COPPER, Staking::pot()), 101);
	});
}

#[test]
fn open_pool_changes_nothing_when_the_floor_cannot_be_paid() {
	test(|| {
		register(OPERATOR);
		transfer(SILVER, OPERATOR, TREASURY, FUNDS - 9);

		let opened = Staking::open_pool(signed(OPERATOR), SILVER, 1, Default::default());

		assert_noop!(opened, Error::<Test>::NotSpendable);
	});
}

#[test]
fn open_pool_may_use_an_asset_twice() {
	test(|| {
		let first = operator_pool();
		let second = operator_pool();
		delegate(first, ALICE, 100);
		delegate(second, ALICE, 50);

		assert_eq!(staked(first, ALICE), 100);
		assert_eq!(staked(second, ALICE), 50);
		assert_eq!(recorded(NATIVE), 150);
	});
}

#[test]
fn open_pool_is_refused_when_the_operator_has_as_many_as_it_may() {
	test(|| {
		for asset in LISTED {
			operator_pool_in(OPERATOR, asset);
		}
		assert_eq!(last_pool(), PoolId(MAX_POOLS));

		assert_noop!(
			Staking::open_pool(signed(OPERATOR), GOLD, 1, Default::default()),
			Error::<Test>::TooManyPools
		);

		operator_pool_in(RIVAL, GOLD);
	});
}

#[test]
fn open_pool_is_refused_when_the_asset_is_not_listed() {
	test(|| {
		register(OPERATOR);

		assert_noop!(
			Staking::open_pool(signed(OPERATOR), TIN, 1, Default::default()),
			Error::<Test>::AssetNotListed
		);
		assert_noop!(
			Staking::open_standalone_pool(root(), TIN, 1, Default::default()),
			Error::<Test>::AssetNotListed
		);
	});
}

#[test]
fn open_standalone_pool_is_refused_when_the_caller_may_not() {
	test(|| {
		register(OPERATOR);

		assert_noop!(
			Staking::open_standalone_pool(signed(OPERATOR), GOLD, 1, Default::default()),
			BadOrigin
		);
		assert_noop!(
			Staking::open_standalone_pool(signed(TREASURY), GOLD, 1, Default::default()),
			BadOrigin
		);
	});
}
