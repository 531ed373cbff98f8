// SPDX-License-Identifier: Apache-2.0

//! Errors of redelegations.

use crate::{mock::*, Amount, Error, PoolId, Scope};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::{traits::BadOrigin, DispatchResult};

/// No such pool is opened in these tests.
const NO_POOL: PoolId = PoolId(77);

/// Moves some of Alice's stake.
fn move_some(from: PoolId, to: PoolId) -> DispatchResult {
	try_redelegate(from, to, ALICE, Amount::Exactly(40))
}

#[test]
fn stakers_are_refused_when_nobody_signed() {
	test(|| {
		let (from, to) = two_pools(NATIVE);

		assert_noop!(Staking::redelegate(root(), from, to, Amount::All), BadOrigin);
		assert_noop!(Staking::complete_redelegation(root(), from, to, ALICE), BadOrigin);
		assert_noop!(Staking::cancel_redelegation(root(), from, to), BadOrigin);
	});
}

#[test]
fn same_pool_when_the_stake_is_there_already() {
	test(|| {
		let (from, _) = two_pools(NATIVE);

		assert_noop!(move_some(from, from), Error::<Test>::SamePool);
	});
}

#[test]
fn asset_mismatch_when_the_new_pool_is_in_another_asset() {
	test(|| {
		let (from, _) = two_pools(NATIVE);
		let gold = operator_pool_in(RIVAL, GOLD);

		assert_noop!(move_some(from, gold), Error::<Test>::AssetMismatch);
	});
}

#[test]
fn unknown_pool_when_no_pool_has_the_number() {
	test(|| {
		let (from, to) = two_pools(NATIVE);

		assert_noop!(move_some(from, NO_POOL), Error::<Test>::UnknownPool);
		assert_noop!(move_some(NO_POOL, to), Error::<Test>::UnknownPool);
		assert_noop!(try_complete(ALICE, NO_POOL, to, ALICE), Error::<Test>::UnknownPool);
		assert_noop!(try_cancel(NO_POOL, to, ALICE), Error::<Test>::UnknownPool);
	});
}

#[test]
fn pool_closed_when_the_new_operator_has_retired() {
	test(|| {
		let (from, to) = two_pools(NATIVE);
		retire(RIVAL);

		assert_noop!(move_some(from, to), Error::<Test>::PoolClosed);
	});
}

#[test]
fn pool_closed_when_the_old_operator_retired_in_an_earlier_epoch() {
	test(|| {
		let (from, to) = two_pools(NATIVE);
		let departure = leaving_now();
		retire(OPERATOR);
		assert_ok!(move_some(from, to));
		assert_eq!(moving(from, to, ALICE), [(departure.release_epoch.0, 40)]);

		skip(1);

		assert_noop!(move_some(from, to), Error::<Test>::PoolClosed);
		let all = try_redelegate(from, to, ALICE, Amount::All);
		assert_noop!(all, Error::<Test>::PoolClosed);
		go_to(departure.release_epoch.0);
		complete(from, to, ALICE, 40);
	});
}

#[test]
fn operator_not_active_when_the_new_operator_is_suspended() {
	test(|| {
		let (from, to) = two_pools(NATIVE);
		slash_and_check(RIVAL, now(), percent(10), Scope::Bond);

		assert_noop!(move_some(from, to), Error::<Test>::OperatorNotActive);
	});
}

#[test]
fn redelegate_leaves_an_operator_that_is_suspended() {
	test(|| {
		let (from, to) = two_pools(NATIVE);
		slash_bond(now(), percent(100));

		redelegate_all(from, to, ALICE);
	});
}

#[test]
fn self_stake_too_low_when_the_new_operator_is_short() {
	test(|| {
		let (from, to) = two_pools(NATIVE);
		assert_ok!(Staking::set_global_min_self_stake(root(), 1));

		assert_noop!(move_some(from, to), Error::<Test>::SelfStakeTooLow);
	});
}

#[test]
fn self_stake_too_low_when_an_operator_would_keep_too_little_of_its_own() {
	test(|| {
		let (from, to) = (operator_pool(), standalone_pool(NATIVE));
		assert_ok!(Staking::set_global_min_self_stake(root(), 100));
		delegate(from, OPERATOR, 150);
		skip(1);
		let too_much = try_redelegate(from, to, OPERATOR, Amount::Exactly(51));
		assert_noop!(too_much, Error::<Test>::SelfStakeTooLow);

		redelegate(from, to, OPERATOR, 50);

		redelegate_all(from, to, OPERATOR);
	});
}

#[test]
fn insufficient_stake_when_more_is_asked_for_than_there_is() {
	test(|| {
		let (from, to) = two_pools(NATIVE);
		let moved = try_redelegate(from, to, ALICE, Amount::Exactly(101));
		assert_noop!(moved, Error::<Test>::InsufficientStake);
		let moved = try_redelegate(from, to, BOB, Amount::All);
		assert_noop!(moved, Error::<Test>::NothingStaked);

		redelegate_all(from, to, ALICE);

		assert_noop!(move_some(from, to), Error::<Test>::NothingStaked);
	});
}

#[test]
fn below_minimum_when_nothing_is_asked_for_or_too_little_stays() {
	test(|| {
		let from = pool_with_minimum(10);
		let to = standalone_pool(NATIVE);
		delegate(from, ALICE, 100);
		skip(1);
		for amount in [0, 91] {
			let moved = try_redelegate(from, to, ALICE, Amount::Exactly(amount));
			assert_noop!(moved, Error::<Test>::BelowMinimum);
		}

		redelegate(from, to, ALICE, 90);
	});
}

#[test]
fn nothing_to_withdraw_when_nothing_is_on_its_way() {
	test(|| {
		let (from, to) = two_pools(NATIVE);
		redelegate(from, to, ALICE, 40);
		undelegate(from, ALICE, 40);
		skip(WINDOW + 1);

		assert_noop!(try_complete(ALICE, to, from, ALICE), Error::<Test>::NothingToWithdraw);
		assert_noop!(try_complete(ALICE, from, NO_POOL, ALICE), Error::<Test>::NothingToWithdraw);
		assert_noop!(try_complete(BOB, from, to, BOB), Error::<Test>::NothingToWithdraw);
		assert_noop!(try_cancel(to, from, ALICE), Error::<Test>::NothingToWithdraw);
	});
}

#[test]
fn not_released_when_what_is_on_its_way_has_to_wait() {
	test(|| {
		let (from, to) = two_pools(NATIVE);
		LastLiable::set(&Some(now()));
		let release = now() + WINDOW + 1;
		skip(1);
		redelegate(from, to, ALICE, 40);
		assert_eq!(moving(from, to, ALICE), [(release, 40)]);

		go_to(release - 1);
		assert_noop!(try_complete(ALICE, from, to, ALICE), Error::<Test>::NotReleased);
		go_to(release);
		assert_noop!(try_complete(BOB, from, to, ALICE), Error::<Test>::NotReleased);

		complete(from, to, ALICE, 40);
	});
}
