// SPDX-License-Identifier: Apache-2.0

//! The self-stake of an operator: enough or nothing, by whatever way it comes and goes.

use crate::{mock::*, Amount, Error, OperatorState, PoolId, Power};
use frame_support::assert_noop;
use sp_runtime::traits::BadOrigin;

/// The minimum of [`OPERATOR`] now.
pub(super) fn minimum() -> Power {
	Staking::operator(OPERATOR).expect("it is registered").self_stake.minimum
}

/// [`OPERATOR`] cannot have so much of its own stake back.
pub(super) fn assert_keeps(pool: PoolId, amount: u128) {
	let refused = Error::<Test>::SelfStakeTooLow;
	assert_noop!(try_undelegate(pool, OPERATOR, amount), refused);
}

/// [`OPERATOR`] cannot stake so little.
pub(super) fn assert_too_little(pool: PoolId, amount: u128) {
	let refused = Error::<Test>::SelfStakeTooLow;
	assert_noop!(Staking::delegate(signed(OPERATOR), pool, amount), refused);
}

// The global minimum.

#[test]
fn set_min_self_stake_counts_at_once_when_it_rises_or_falls() {
	test(|| {
		register(OPERATOR);
		assert_eq!(minimum(), 0);

		for amount in [100, 40, 0, 70] {
			demand(amount);
			assert_eq!(minimum(), amount);
		}
	});
}

#[test]
fn set_min_self_stake_is_refused_when_the_caller_is_not_the_admin() {
	test(|| {
		register(OPERATOR);

		assert_noop!(Staking::set_global_min_self_stake(signed(OPERATOR), 0), BadOrigin);
		assert_noop!(Staking::set_min_self_stake(root(), 0), BadOrigin);
	});
}

#[test]
fn operator_takes_nothing_until_its_min_self_stake_is_active() {
	test(|| {
		let pool = operator_pool();
		demand(100);
		assert_eq!(state(OPERATOR), OperatorState::Suspended);
		assert_takes_nothing(pool);

		delegate(pool, OPERATOR, 100);

		assert_eq!(state(OPERATOR), OperatorState::Active);
		assert_takes_nothing(pool);
		skip(1);
		assert_takes(pool);
	});
}

#[test]
fn operator_takes_stake_without_its_own_when_none_is_demanded() {
	test(|| {
		let pool = operator_pool();

		assert_takes(pool);

		assert_eq!(state(OPERATOR), OperatorState::Active);
	});
}

#[test]
fn silver_counts_twice_when_own_stake_is_added_up() {
	test(|| {
		let (native, silver) = (operator_pool(), operator_pool_in(OPERATOR, SILVER));
		demand(100);
		assert_too_little(silver, 49);

		delegate(silver, OPERATOR, 50);
		delegate(native, OPERATOR, 30);

		undelegate(silver, OPERATOR, 15);
		assert_keeps(silver, 1);
		assert_keeps(native, 1);
		assert_eq!(own_power(OPERATOR).next, 30 + 2 * 35);
	});
}

#[test]
fn stake_elsewhere_never_counts_as_own() {
	test(|| {
		let rivals = operator_pool_in(RIVAL, NATIVE);
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		delegate(rivals, OPERATOR, 100);
		demand(100);

		assert_eq!(state(OPERATOR), OperatorState::Suspended);
		assert_too_little(pool, 99);
	});
}

// Staking.

#[test]
fn delegate_by_the_operator_is_refused_when_a_unit_is_missing() {
	test(|| {
		let pool = operator_pool();
		demand(100);

		assert_too_little(pool, 99);

		delegate(pool, OPERATOR, 100);
		delegate(pool, OPERATOR, 1);
	});
}

#[test]
fn delegate_by_the_operator_succeeds_when_all_pools_together_have_enough() {
	test(|| {
		let pool = pool_with_own(100);
		let other = operator_pool_in(OPERATOR, GOLD);

		delegate(other, OPERATOR, 1);

		undelegate(pool, OPERATOR, 1);
		assert_keeps(pool, 1);
	});
}

// Unstaking.

#[test]
fn undelegate_by_the_operator_leaves_the_minimum_and_not_a_unit_less() {
	test(|| {
		let pool = pool_with_own(150);
		assert_keeps(pool, 51);

		undelegate(pool, OPERATOR, 50);

		assert_keeps(pool, 1);
		assert_eq!(staked(pool, OPERATOR), 100);
	});
}

#[test]
fn undelegate_by_the_operator_is_refused_when_it_would_take_back_pending_stake() {
	test(|| {
		let pool = operator_pool();
		demand(100);
		delegate(pool, OPERATOR, 100);

		assert_keeps(pool, 1);

		undelegate_all(pool, OPERATOR);
		assert_eq!(state(OPERATOR), OperatorState::Suspended);
		assert_takes_nothing(pool);
	});
}

#[test]
fn operator_is_suspended_from_the_next_epoch_when_it_takes_everything_back() {
	test(|| {
		let pool = pool_with_own(150);
		delegate(pool, ALICE, 900);

		undelegate_all(pool, OPERATOR);

		assert_eq!(state(OPERATOR), OperatorState::Active);
		assert_takes_nothing(pool);
		skip(1);
		assert_eq!(state(OPERATOR), OperatorState::Suspended);
		assert_takes_nothing(pool);
		undelegate(pool, ALICE, 400);
	});
}

#[test]
fn operator_takes_everything_back_when_it_names_the_amount() {
	test(|| {
		let pool = pool_with_own(150);

		undelegate(pool, OPERATOR, 150);

		assert_eq!(staked(pool, OPERATOR), 0);
	});
}

#[test]
fn operator_takes_everything_back_pool_by_pool() {
	test(|| {
		let pool = pool_with_own(100);
		let other = operator_pool_in(OPERATOR, GOLD);
		delegate(other, OPERATOR, 60);
		skip(1);
		undelegate(pool, OPERATOR, 40);

		undelegate_all(pool, OPERATOR);

		assert_takes_nothing(other);
		assert_keeps(other, 1);
		assert_too_little(pool, 39);
		skip(1);
		assert_eq!(state(OPERATOR), OperatorState::Suspended);
		undelegate_all(other, OPERATOR);
		assert_eq!(state(OPERATOR), OperatorState::Suspended);
	});
}

#[test]
fn operator_is_active_again_when_it_stakes_the_minimum_after_a_full_exit() {
	test(|| {
		let pool = pool_with_own(100);
		undelegate_all(pool, OPERATOR);
		skip(1);
		assert_too_little(pool, 99);

		delegate(pool, OPERATOR, 100);
		skip(1);

		assert_eq!(state(OPERATOR), OperatorState::Active);
		assert_takes(pool);
	});
}

#[test]
fn redelegate_by_the_operator_is_refused_when_too_little_stays() {
	test(|| {
		let pool = pool_with_own(150);
		let standalone = standalone_pool(NATIVE);

		let refused = try_redelegate(pool, standalone, OPERATOR, Amount::Exactly(51));
		assert_noop!(refused, Error::<Test>::SelfStakeTooLow);

		redelegate(pool, standalone, OPERATOR, 50);
		assert_eq!(staked(pool, OPERATOR), 100);
		redelegate_all(pool, standalone, OPERATOR);
	});
}

#[test]
fn redelegated_stake_arrives_when_the_minimum_rose_on_its_way() {
	test(|| {
		let standalone = standalone_pool(NATIVE);
		let pool = operator_pool();
		delegate(standalone, OPERATOR, 99);
		skip(1);
		redelegate_all(standalone, pool, OPERATOR);
		demand(100);
		skip(2);

		complete_by(BOB, standalone, pool, OPERATOR, 99);

		assert_takes_nothing(pool);
	});
}

#[test]
fn closing_operator_takes_back_what_it_likes() {
	test(|| {
		let pool = pool_with_own(100);
		retire(OPERATOR);

		undelegate(pool, OPERATOR, 1);

		skip(WINDOW + 1);
		withdraw(pool, OPERATOR, 100);
		withdraw_bond(OPERATOR, BOND);
	});
}
