// SPDX-License-Identifier: Apache-2.0

//! The money with which an account votes.

use crate::mock::*;
use frame_support::{assert_noop, assert_ok, traits::fungible::Inspect};
use pallet_conviction_voting::Error;

#[test]
fn stake_votes_beside_the_balance() {
	test(|| {
		delegate(POOL, ALICE, 600);
		assert_eq!((balance(&ALICE), power(&ALICE)), (400, 1_000));

		assert_noop!(try_vote(&ALICE, 1_001), Error::<Test>::InsufficientFunds);
		vote(&ALICE, 1_000);

		assert_eq!(support(), 1_000);
	});
}

#[test]
fn stake_votes_while_it_unbonds_and_until_it_is_paid() {
	test(|| {
		delegate(POOL, ALICE, 600);
		skip(1);
		undelegate(POOL, ALICE, 200);
		assert_eq!(power(&ALICE), 1_000);

		pass_window();
		assert_eq!(power(&ALICE), 1_000);
		withdraw(POOL, ALICE);

		assert_eq!((balance(&ALICE), power(&ALICE)), (600, 1_000));
	});
}

#[test]
fn stake_votes_on_its_way_to_another_pool() {
	test(|| {
		delegate(POOL, ALICE, 600);
		skip(1);

		let all = pallet_operator_staking::Amount::All;
		assert_ok!(Staking::redelegate(signed(ALICE), POOL, OTHER_POOL, all));

		assert_eq!(power(&ALICE), 1_000);
	});
}

#[test]
fn stake_in_other_assets_has_no_votes() {
	test(|| {
		delegate(GOLD_POOL, ALICE, 600);

		assert_eq!(power(&ALICE), 1_000);
		assert_noop!(try_vote(&ALICE, 1_001), Error::<Test>::InsufficientFunds);
	});
}

#[test]
fn stake_votes_in_as_many_pools_as_the_runtime_looks_at() {
	test(|| {
		let pools: Vec<PoolId> = (4..=6).map(PoolId).collect();
		for operator in [OPERATOR, OTHER, OTHER] {
			let opened = Staking::open_pool(signed(operator), NATIVE, 1, Default::default());
			assert_ok!(opened);
		}
		for pool in pools.into_iter().chain([POOL]) {
			delegate(pool, ALICE, 100);
		}

		assert_eq!(balance(&ALICE), 600);
		assert_eq!(power(&ALICE), 600 + 100 * u128::from(MOST_POOLS));
	});
}

/// The bond stands on the operator's own account.
#[test]
fn bond_votes_once() {
	test(|| {
		assert_eq!(power(&OPERATOR), <Balances as Inspect<_>>::total_balance(&OPERATOR));
		assert_eq!(power(&OPERATOR), balance(&OPERATOR) + BOND);
	});
}

#[test]
fn position_has_no_votes_whoever_owns_it() {
	test(|| {
		let position_id = open_position(ALICE, 200);
		let has_no_more =
			|who: &AccountId| power(who) == <Balances as Inspect<_>>::total_balance(who);
		assert!(has_no_more(&ALICE));

		give_position(ALICE, position_id, BOB);
		assert!(has_no_more(&ALICE) && has_no_more(&BOB));

		// When it leaves, half of it is Bob's, and half is lost.
		skip(1);
		close_position(BOB, position_id);
		assert_eq!(power(&BOB), <Balances as Inspect<_>>::total_balance(&BOB) + 100);
		assert!(has_no_more(&ALICE));
	});
}

#[test]
fn vote_stands_when_a_position_is_given_away() {
	test(|| {
		let position_id = open_position(ALICE, 200);
		let all = power(&ALICE);
		vote(&ALICE, all);

		give_position(ALICE, position_id, BOB);
		let of_bob = power(&BOB);
		vote(&BOB, of_bob);

		assert_eq!(of_bob, FUNDS);
		assert_eq!(support(), all + of_bob);
	});
}
