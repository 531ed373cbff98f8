// SPDX-License-Identifier: Apache-2.0

//! Suspensions: by the admin until the admin says otherwise, for idleness until the operator comes
//! back.

use crate::{mock::*, Error, Event, OperatorState, Operators, Suspension};
use bulwark_traits::Suspend;
use frame_support::{assert_noop, assert_ok, assert_storage_noop};
use sp_runtime::{traits::BadOrigin, DispatchResult};

fn suspension() -> Option<Suspension> {
	Operators::<Test>::get(OPERATOR).expect("it is registered").suspension
}

fn suspend() {
	assert_ok!(Staking::suspend(root(), OPERATOR));

	let reason = Suspension::ByAdmin;
	assert_eq!(suspension(), Some(reason));
	assert_eq!(state(OPERATOR), OperatorState::Suspended);
	assert_last(Event::OperatorSuspended { operator: OPERATOR, reason });
}

fn suspend_idle() {
	let reason = Suspension::Idle(leaving_now().last_epoch);

	assert_ok!(Staking::suspend_idle(&OPERATOR));

	assert_eq!(suspension(), Some(reason));
	assert_eq!(state(OPERATOR), OperatorState::Suspended);
	assert_last(Event::OperatorSuspended { operator: OPERATOR, reason });
}

fn resume(origin: RuntimeOrigin) {
	assert_ok!(Staking::resume(origin, OPERATOR));

	assert_eq!(suspension(), None);
	assert_last(Event::OperatorResumed { operator: OPERATOR });
}

fn try_resume(who: AccountId) -> DispatchResult {
	Staking::resume(signed(who), OPERATOR)
}

#[test]
fn suspensions_are_refused_when_the_origin_is_wrong() {
	test(|| {
		register(OPERATOR);

		for origin in [signed(ALICE), signed(OPERATOR), RuntimeOrigin::none()] {
			assert_noop!(Staking::suspend(origin.clone(), OPERATOR), BadOrigin);
			assert_noop!(Staking::close_operator(origin, OPERATOR), BadOrigin);
		}
		assert_noop!(Staking::resume(RuntimeOrigin::none(), OPERATOR), BadOrigin);
	});
}

// By the admin.

#[test]
fn suspend_lasts_until_the_admin_resumes() {
	test(|| {
		let pool = operator_pool();
		suspend();
		skip(20);

		assert_noop!(try_resume(OPERATOR), Error::<Test>::CannotResume);
		resume(root());

		assert_eq!(state(OPERATOR), OperatorState::Active);
		delegate(pool, ALICE, 100);
	});
}

#[test]
fn suspend_outlasts_a_slash_and_a_full_bond() {
	test(|| {
		operator_pool();
		suspend();

		slash_bond(now(), percent(10));
		assert_eq!(suspension(), Some(Suspension::ByAdmin));

		top_up_bond(OPERATOR, 100);
		assert_eq!(suspension(), Some(Suspension::ByAdmin));
		assert_eq!(state(OPERATOR), OperatorState::Suspended);
	});
}

#[test]
fn suspend_outlasts_whatever_becomes_of_own_stake() {
	test(|| {
		let pool = pool_with_own(150);
		suspend();

		let refused = Error::<Test>::OperatorNotActive;
		assert_noop!(Staking::delegate(signed(OPERATOR), pool, 1), refused);
		undelegate(pool, OPERATOR, 50);
		demand(101);
		demand(0);

		assert_eq!(suspension(), Some(Suspension::ByAdmin));
		assert_eq!(state(OPERATOR), OperatorState::Suspended);
	});
}

#[test]
fn suspend_lets_stake_leave_and_be_slashed() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		delegate(pool, BOB, 100);
		skip(1);
		suspend();

		undelegate_all(pool, ALICE);
		slash_pools(now(), percent(20));

		skip(WINDOW + 1);
		withdraw(pool, ALICE, 80);
		assert_eq!(staked(pool, BOB), 80);
	});
}

#[test]
fn suspend_lets_the_operator_leave() {
	test(|| {
		operator_pool();
		suspend();

		retire(OPERATOR);

		skip(WINDOW + 1);
		withdraw_bond(OPERATOR, BOND);
	});
}

#[test]
fn resume_does_not_fill_the_bond() {
	test(|| {
		operator_pool();
		suspend();
		slash_bond(now(), percent(10));

		resume(root());

		assert_eq!(state(OPERATOR), OperatorState::Suspended);
		top_up_bond(OPERATOR, 100);
		assert_eq!(state(OPERATOR), OperatorState::Active);
	});
}

#[test]
fn resume_does_not_make_up_for_own_stake() {
	test(|| {
		pool_with_own(100);
		suspend();
		demand(101);
		skip(CURE + 1);

		resume(root());

		assert_eq!(state(OPERATOR), OperatorState::Suspended);
	});
}

// For idleness.

#[test]
fn suspend_idle_ends_when_the_operator_comes_back_in_a_later_epoch() {
	test(|| {
		let pool = operator_pool();
		suspend_idle();
		assert_noop!(try_resume(OPERATOR), Error::<Test>::CannotResume);

		skip(1);
		assert_eq!(state(OPERATOR), OperatorState::Suspended);
		assert_noop!(try_resume(RIVAL), Error::<Test>::CannotResume);
		resume(signed(OPERATOR));

		assert_eq!(state(OPERATOR), OperatorState::Active);
		delegate(pool, ALICE, 100);
	});
}

#[test]
fn suspend_idle_ends_at_once_when_the_admin_says_so() {
	test(|| {
		operator_pool();
		suspend_idle();

		resume(root());

		assert_eq!(state(OPERATOR), OperatorState::Active);
	});
}

#[test]
fn suspend_idle_keeps_its_epoch_when_it_comes_again() {
	test(|| {
		operator_pool();
		suspend_idle();
		skip(1);

		assert_storage_noop!(assert_eq!(Staking::suspend_idle(&OPERATOR), Ok(false)));

		resume(signed(OPERATOR));
	});
}

#[test]
fn suspend_idle_counts_anew_when_the_operator_had_come_back() {
	test(|| {
		operator_pool();
		suspend_idle();
		skip(1);
		resume(signed(OPERATOR));

		suspend_idle();

		assert_noop!(try_resume(OPERATOR), Error::<Test>::CannotResume);
		skip(1);
		resume(signed(OPERATOR));
	});
}

#[test]
fn suspend_idle_softens_nothing_when_the_admin_had_suspended() {
	test(|| {
		operator_pool();
		suspend();

		assert_storage_noop!(assert_eq!(Staking::suspend_idle(&OPERATOR), Ok(false)));

		skip(1);
		assert_noop!(try_resume(OPERATOR), Error::<Test>::CannotResume);
	});
}

#[test]
fn suspend_tightens_idleness() {
	test(|| {
		operator_pool();
		suspend_idle();

		suspend();

		skip(1);
		assert_noop!(try_resume(OPERATOR), Error::<Test>::CannotResume);
	});
}

#[test]
fn suspended_operator_serves_again_after_an_election() {
	test(|| {
		serve(1, [(OPERATOR, 200), (RIVAL, 100)]);
		suspend_idle();
		next_block();
		assert_eq!(members(), [RIVAL]);

		next_epoch();
		assert_eq!(members(), [RIVAL]);
		resume(signed(OPERATOR));
		next_block();
		assert_eq!(members(), [RIVAL]);

		next_epoch();
		assert_eq!(members(), [OPERATOR]);
	});
}
