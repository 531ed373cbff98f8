// SPDX-License-Identifier: Apache-2.0

//! Each error of too many, too poor or suspended operators once, with all the calls that give it.

use crate::{mock::*, Amount, Error};
use bulwark_traits::Suspend;
use frame_support::{assert_noop, assert_ok};

#[test]
fn too_many_operators_when_every_place_is_taken() {
	test(|| {
		CAST.into_iter().for_each(register);

		let full = Error::<Test>::TooManyOperators;
		assert_noop!(Staking::register(signed(TREASURY)), full);
	});
}

#[test]
fn self_stake_too_low_when_the_operator_has_or_leaves_less_than_the_minimum() {
	test(|| {
		let (pool, standalone) = (pool_with_own(100), standalone_pool(NATIVE));
		let part = Amount::Exactly(1);
		assert_noop!(try_undelegate(pool, OPERATOR, 1), Error::<Test>::SelfStakeTooLow);
		let moved = try_redelegate(pool, standalone, OPERATOR, part);
		assert_noop!(moved, Error::<Test>::SelfStakeTooLow);
		let refused = Staking::set_min_self_stake(signed(OPERATOR), 101);
		assert_noop!(refused, Error::<Test>::SelfStakeTooLow);

		delegate(standalone, ALICE, 100);
		demand(102);
		for who in [ALICE, OPERATOR] {
			let staked = Staking::delegate(signed(who), pool, 1);
			assert_noop!(staked, Error::<Test>::SelfStakeTooLow);
		}
		let moved = try_redelegate(standalone, pool, ALICE, part);
		assert_noop!(moved, Error::<Test>::SelfStakeTooLow);
	});
}

#[test]
fn already_suspended_when_the_admin_suspends_twice() {
	test(|| {
		register(OPERATOR);
		assert_ok!(Staking::suspend(root(), OPERATOR));

		assert_noop!(Staking::suspend(root(), OPERATOR), Error::<Test>::AlreadySuspended);
	});
}

#[test]
fn not_suspended_when_something_else_keeps_the_operator_from_serving() {
	test(|| {
		register(OPERATOR);
		slash_bond(now(), percent(10));

		for origin in [root(), signed(OPERATOR)] {
			assert_noop!(Staking::resume(origin, OPERATOR), Error::<Test>::NotSuspended);
		}
	});
}

#[test]
fn still_suspended_when_the_admin_said_so_or_the_epoch_has_not_ended() {
	test(|| {
		register(OPERATOR);
		register(RIVAL);
		assert_ok!(Staking::suspend(root(), OPERATOR));
		assert_ok!(Staking::suspend_idle(&RIVAL));

		for who in [OPERATOR, RIVAL] {
			assert_noop!(Staking::resume(signed(who), who), Error::<Test>::CannotResume);
		}
	});
}
