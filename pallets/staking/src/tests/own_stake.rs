// SPDX-License-Identifier: Apache-2.0

//! The stake of an account, for whoever counts its votes.

use crate::{mock::*, Amount, Exits, Holdings, PoolId, Scope};
use bulwark_ledger::Balance;
use bulwark_traits::OwnStake;
use frame_support::{assert_ok, storage::unhashed, weights::Weight};

/// All stake of an account.
fn own(who: AccountId) -> Balance {
	<Staking as OwnStake<_>>::own_stake(&who, 8)
}

/// The same in so many pools at most.
fn own_in(who: AccountId, most_pools: u32) -> Balance {
	<Staking as OwnStake<_>>::own_stake(&who, most_pools)
}

#[test]
fn stake_counts_from_its_deposit_to_its_withdrawal() {
	test(|| {
		let pool = operator_pool();
		assert_eq!(own(ALICE), 0);

		delegate(pool, ALICE, 100);
		assert_eq!(own(ALICE), 100);
		skip(1);
		undelegate(pool, ALICE, 30);
		assert_eq!((own(ALICE), staked(pool, ALICE)), (100, 70));

		skip(WINDOW + 1);
		assert_eq!(own(ALICE), 100);
		withdraw(pool, ALICE, 30);
		assert_eq!(own(ALICE), 70);
		assert_eq!(own(BOB), 0);
	});
}

#[test]
fn slash_lowers_stake_and_unbonding_stake() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		skip(1);
		undelegate(pool, ALICE, 30);

		slash_pools(now(), percent(10));

		assert_eq!(own(ALICE), 63 + 27);
	});
}

#[test]
fn stake_counts_on_its_way_to_another_pool() {
	test(|| {
		let (from, to) = two_pools(NATIVE);
		redelegate(from, to, ALICE, 60);
		delegate(to, ALICE, 5);

		assert_eq!(own(ALICE), 100 + 5);
		// The way is a pool of its own.
		assert_eq!(own_in(ALICE, 2), 40 + 5);
		assert_eq!(own_in(ALICE, 3), 105);
	});
}

#[test]
fn stake_of_a_closed_pool_counts_until_it_is_paid() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		skip(1);
		assert_ok!(Staking::retire(signed(OPERATOR)));
		skip(WINDOW + 1);
		assert_eq!(own(ALICE), 100);

		withdraw(pool, ALICE, 100);

		assert_eq!(own(ALICE), 0);
	});
}

#[test]
fn stake_in_other_assets_counts_for_nothing() {
	test(|| {
		let native = operator_pool();
		let gold = operator_pool_in(OPERATOR, GOLD);
		delegate(native, ALICE, 100);
		delegate(gold, ALICE, 1_000);

		assert_eq!(own(ALICE), 100);
	});
}

#[test]
fn stake_counts_in_so_many_pools_at_most() {
	test(|| {
		let pools: Vec<PoolId> = (0..4).map(|_| operator_pool()).collect();
		for pool in pools {
			delegate(pool, ALICE, 100);
		}

		assert_eq!([0, 1, 3, 4, 8].map(|most| own_in(ALICE, most)), [0, 100, 300, 400, 400]);
	});
}

/// It stands under an account of its own, until it leaves.
#[test]
fn stake_of_a_position_is_its_owners_from_when_it_unbonds() {
	test(|| {
		let pool = operator_pool();
		stake_for(pool, POSITION, 1_000, HALF_MORE);
		skip(1);
		assert_eq!(CAST.map(own), [0; 8]);

		unstake_for(pool, POSITION, Amount::Exactly(300), BOB);

		assert_eq!((own(BOB), own(POSITION)), (300, 700));
	});
}

#[test]
fn stake_that_does_not_decode_counts_for_nothing() {
	new_test_ext().execute_with(|| {
		let (broken, whole) = (operator_pool(), operator_pool());
		let other = operator_pool();
		for pool in [broken, whole, other] {
			delegate(pool, ALICE, 100);
		}
		unhashed::put_raw(&Holdings::<Test>::hashed_key_for(ALICE, broken), &[0xff]);
		assert_eq!(own(ALICE), 200);

		unhashed::put_raw(&Exits::<Test>::hashed_key_for(ALICE, other), &[0xff]);
		assert_eq!(own(ALICE), 100);
	});
}

#[test]
fn slash_of_the_bond_lowers_nobodys_stake() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, OPERATOR, 100);
		skip(1);

		assert_ok!(slash(OPERATOR, now(), percent(50), Scope::Bond));

		assert_eq!(own(OPERATOR), 100);
	});
}

#[test]
fn look_weighs_by_the_pools_that_it_may_look_at() {
	let weight = |most| <Staking as OwnStake<AccountId>>::weight(most);
	let each = weight(2) - weight(1);

	assert!(each.all_gt(Weight::zero()));
	assert_eq!(weight(8), weight(1) + each * 7);
}
