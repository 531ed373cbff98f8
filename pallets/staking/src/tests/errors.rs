// SPDX-License-Identifier: Apache-2.0

//! Each error once, with all the calls that give it, and that nothing has changed.
//!
//! Not reachable in another way than by writing storage: `Overflow`, which takes 2³² pools here, or
//! an issuance above 2¹⁰⁰ in the ledger.

use crate::{mock::*, Amount, Error, NextPoolId, PoolId, RegistrationPolicy, Scope};
use bulwark_traits::Suspend;
use frame_support::{assert_noop, assert_ok};

/// No such pool is opened in these tests.
const NO_POOL: PoolId = PoolId(77);

/// A pool of [`OPERATOR`]'s in which Alice has a hundred active.
fn staked_pool() -> PoolId {
	let pool = operator_pool();
	delegate(pool, ALICE, 100);
	skip(1);
	pool
}

#[test]
fn not_allowed_when_there_is_a_list_without_the_account() {
	test(|| {
		assert_ok!(Staking::set_registration_policy(root(), RegistrationPolicy::AllowList));
		assert_ok!(Staking::allow_operator(root(), RIVAL));

		assert_noop!(Staking::register(signed(OPERATOR)), Error::<Test>::NotAllowed);
		assert_noop!(Staking::disallow_operator(root(), OPERATOR), Error::<Test>::NotAllowed);
	});
}

#[test]
fn already_registered_when_an_operator_registers_again() {
	test(|| {
		register(OPERATOR);
		assert_noop!(Staking::register(signed(OPERATOR)), Error::<Test>::AlreadyRegistered);

		retire(OPERATOR);
		assert_noop!(Staking::register(signed(OPERATOR)), Error::<Test>::AlreadyRegistered);
	});
}

#[test]
fn operator_gone_when_it_registers_after_it_left() {
	test(|| {
		register(OPERATOR);
		retire(OPERATOR);
		skip(WINDOW + 1);
		withdraw_bond(OPERATOR, BOND);

		assert_noop!(Staking::register(signed(OPERATOR)), Error::<Test>::OperatorGone);
	});
}

#[test]
fn unknown_operator_when_the_account_never_registered() {
	test(|| {
		let unknown = Error::<Test>::NotOperator;
		assert_noop!(Staking::open_pool(signed(ALICE), NATIVE, 1, Default::default()), unknown);
		assert_noop!(Staking::top_up_bond(signed(ALICE)), Error::<Test>::NotOperator);
		assert_noop!(Staking::retire(signed(ALICE)), Error::<Test>::NotOperator);
		assert_noop!(Staking::withdraw_bond(signed(ALICE), ALICE), Error::<Test>::NotOperator);
		assert_noop!(Staking::suspend(root(), ALICE), Error::<Test>::NotOperator);
		assert_noop!(Staking::suspend_idle(&ALICE), Error::<Test>::NotOperator);
		assert_noop!(Staking::resume(root(), ALICE), Error::<Test>::NotOperator);
		assert_noop!(Staking::close_operator(root(), ALICE), Error::<Test>::NotOperator);
		let refused = Staking::set_min_self_stake(signed(ALICE), 0);
		assert_noop!(refused, Error::<Test>::NotOperator);
		let slashed = slash(ALICE, now(), percent(10), Scope::Bond);
		assert_noop!(slashed, Error::<Test>::NotOperator);
	});
}

#[test]
fn unknown_operator_when_it_has_gone() {
	test(|| {
		register(OPERATOR);
		retire(OPERATOR);
		skip(WINDOW + 1);
		withdraw_bond(OPERATOR, BOND);

		assert_noop!(
			Staking::withdraw_bond(signed(OPERATOR), OPERATOR),
			Error::<Test>::NotOperator
		);
		let slashed = slash(OPERATOR, now(), percent(10), Scope::BondAndPools);
		assert_noop!(slashed, Error::<Test>::NotOperator);
	});
}

#[test]
fn operator_not_active_when_it_is_suspended() {
	test(|| {
		let pool = operator_pool();
		slash_bond(now(), percent(10));

		let refused = Error::<Test>::OperatorNotActive;
		assert_noop!(Staking::delegate(signed(ALICE), pool, 100), refused);
		assert_noop!(
			Staking::open_pool(signed(OPERATOR), GOLD, 1, Default::default()),
			Error::<Test>::OperatorNotActive
		);
	});
}

#[test]
fn already_closing_when_the_operator_has_retired() {
	test(|| {
		operator_pool();
		slash_bond(now(), percent(10));
		retire(OPERATOR);

		assert_noop!(Staking::retire(signed(OPERATOR)), Error::<Test>::AlreadyClosing);
		assert_noop!(Staking::top_up_bond(signed(OPERATOR)), Error::<Test>::AlreadyClosing);
		assert_noop!(Staking::suspend(root(), OPERATOR), Error::<Test>::AlreadyClosing);
		assert_noop!(Staking::close_operator(root(), OPERATOR), Error::<Test>::AlreadyClosing);
		let refused = Staking::set_min_self_stake(signed(OPERATOR), 0);
		assert_noop!(refused, Error::<Test>::AlreadyClosing);
	});
}

#[test]
fn not_closing_when_the_operator_has_not_retired() {
	test(|| {
		register(OPERATOR);
		skip(20);

		assert_noop!(Staking::withdraw_bond(signed(OPERATOR), OPERATOR), Error::<Test>::NotClosing);
	});
}

#[test]
fn bond_full_when_nothing_is_missing() {
	test(|| {
		register(OPERATOR);

		assert_noop!(Staking::top_up_bond(signed(OPERATOR)), Error::<Test>::BondFull);
	});
}

#[test]
fn too_many_pools_when_the_operator_has_all_it_may() {
	test(|| {
		for _ in 0..MAX_POOLS {
			operator_pool();
		}

		assert_noop!(
			Staking::open_pool(signed(OPERATOR), NATIVE, 1, Default::default()),
			Error::<Test>::TooManyPools
		);
	});
}

#[test]
fn unknown_pool_when_no_pool_has_the_number() {
	test(|| {
		let unknown = Error::<Test>::UnknownPool;
		assert_noop!(Staking::delegate(signed(ALICE), NO_POOL, 100), unknown);
		assert_noop!(try_undelegate(NO_POOL, ALICE, 100), Error::<Test>::UnknownPool);
		assert_noop!(try_withdraw(ALICE, NO_POOL, ALICE), Error::<Test>::UnknownPool);
		assert_noop!(Staking::poke(signed(ALICE), NO_POOL, None), Error::<Test>::UnknownPool);
	});
}

#[test]
fn asset_not_listed_when_nobody_may_stake_it() {
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
fn pool_closed_when_its_operator_has_retired() {
	test(|| {
		let pool = staked_pool();
		retire(OPERATOR);
		assert_noop!(Staking::delegate(signed(ALICE), pool, 100), Error::<Test>::PoolClosed);

		skip(1);
		assert_noop!(try_undelegate(pool, ALICE, 10), Error::<Test>::PoolClosed);
	});
}

#[test]
fn below_minimum_when_too_little_comes_or_stays() {
	test(|| {
		register(OPERATOR);
		assert_ok!(Staking::open_pool(signed(OPERATOR), NATIVE, 10, Default::default()));
		let pool = last_pool();
		assert_noop!(Staking::delegate(signed(ALICE), pool, 9), Error::<Test>::BelowMinimum);

		delegate(pool, ALICE, 100);
		assert_noop!(try_undelegate(pool, ALICE, 91), Error::<Test>::BelowMinimum);
		assert_noop!(try_undelegate(pool, ALICE, 0), Error::<Test>::BelowMinimum);
	});
}

/// 1 is left of the mature lot and 100 are pending: the pool's minimum is the staker's, not a lot's.
#[test]
fn undelegate_may_leave_less_than_the_minimum_in_a_lot() {
	test(|| {
		register(OPERATOR);
		assert_ok!(Staking::open_pool(signed(OPERATOR), NATIVE, 10, Default::default()));
		let pool = last_pool();
		delegate(pool, ALICE, 15);
		skip(WINDOW + 1);
		delegate(pool, ALICE, 100);
		skip(1);

		assert_ok!(try_undelegate(pool, ALICE, 14));

		assert_eq!(staked(pool, ALICE), 101);
		assert_noop!(try_undelegate(pool, ALICE, 92), Error::<Test>::BelowMinimum);
	});
}

#[test]
fn insufficient_stake_when_more_is_asked_for_than_there_is() {
	test(|| {
		let pool = staked_pool();
		assert_noop!(try_undelegate(pool, ALICE, 101), Error::<Test>::InsufficientStake);
	});
}

#[test]
fn nothing_staked_when_the_account_has_no_stake_or_all_of_it_unbonds() {
	test(|| {
		let pool = staked_pool();
		for amount in [Amount::All, Amount::Exactly(1)] {
			let nothing = Staking::undelegate(signed(BOB), pool, amount);
			assert_noop!(nothing, Error::<Test>::NothingStaked);
		}

		undelegate_all(pool, ALICE);

		assert_noop!(try_undelegate(pool, ALICE, 1), Error::<Test>::NothingStaked);
	});
}

#[test]
fn nothing_to_withdraw_when_nothing_waits() {
	test(|| {
		let pool = staked_pool();

		let staked_only = try_withdraw(ALICE, pool, ALICE);
		assert_noop!(staked_only, Error::<Test>::NothingToWithdraw);
		let nothing = try_withdraw(ALICE, pool, BOB);
		assert_noop!(nothing, Error::<Test>::NothingToWithdraw);
	});
}

#[test]
fn not_released_when_it_is_too_early() {
	test(|| {
		let pool = staked_pool();
		undelegate(pool, ALICE, 40);
		assert_noop!(try_withdraw(ALICE, pool, ALICE), Error::<Test>::NotReleased);

		retire(OPERATOR);
		assert_noop!(try_withdraw(ALICE, pool, ALICE), Error::<Test>::NotReleased);
		assert_noop!(
			Staking::withdraw_bond(signed(OPERATOR), OPERATOR),
			Error::<Test>::NotReleased
		);
	});
}

#[test]
fn epoch_in_future_when_it_has_not_begun() {
	test(|| {
		staked_pool();

		let slashed = slash(OPERATOR, now() + 1, percent(10), Scope::BondAndPools);
		assert_noop!(slashed, Error::<Test>::EpochInFuture);
	});
}

#[test]
fn epoch_too_old_when_it_lies_before_the_window() {
	test(|| {
		staked_pool();
		skip(WINDOW);

		let slashed = slash(OPERATOR, now() - WINDOW - 1, percent(10), Scope::BondAndPools);
		assert_noop!(slashed, Error::<Test>::EpochTooOld);
	});
}

#[test]
fn invalid_fraction_when_it_is_nothing_or_more_than_half_of_a_pool() {
	test(|| {
		staked_pool();

		for fraction in [percent(0), percent(51)] {
			let slashed = slash(OPERATOR, now(), fraction, Scope::BondAndPools);
			assert_noop!(slashed, Error::<Test>::InvalidFraction);
		}
		let slashed = slash(OPERATOR, now(), percent(0), Scope::Bond);
		assert_noop!(slashed, Error::<Test>::InvalidFraction);
	});
}

#[test]
fn nothing_active_when_the_fault_lies_after_the_last_epoch() {
	test(|| {
		staked_pool();
		retire(OPERATOR);
		skip(1);

		for scope in [Scope::Bond, Scope::BondAndPools] {
			let slashed = slash(OPERATOR, now(), percent(10), scope);
			assert_noop!(slashed, Error::<Test>::NothingAtStake);
		}
	});
}

#[test]
fn overflow_when_no_number_is_left_for_a_pool() {
	test(|| {
		register(OPERATOR);
		NextPoolId::<Test>::put(PoolId(u32::MAX));

		assert_noop!(
			Staking::open_pool(signed(OPERATOR), NATIVE, 1, Default::default()),
			Error::<Test>::Overflow
		);
		assert_noop!(
			Staking::open_standalone_pool(root(), NATIVE, 1, Default::default()),
			Error::<Test>::Overflow
		);
	});
}
