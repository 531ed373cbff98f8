// SPDX-License-Identifier: Apache-2.0

//! The life of an operator as a table: the outcome of each call at each stage.

use crate::{mock::*, Error, OperatorState, PoolId, Scope};
use bulwark_traits::Suspend;
use frame_support::{assert_ok, assert_storage_noop};
use sp_runtime::DispatchResult;
use Error::*;
use OperatorState::{Active, Closing, Curing, Deactivated, Suspended};
use Stage::*;

/// The stages of an operator.
#[derive(Clone, Copy, Debug)]
enum Stage {
	Fine,
	/// The minimum was raised above its own stake.
	Curable,
	/// The time to make up for that is over.
	Short,
	/// A slash took a part of its bond.
	Slashed,
	/// Suspended in the epoch before.
	Idle,
	Banned,
	Leaving,
	Spent,
	Gone,
}

const STAGES: [Stage; 9] = [Fine, Curable, Short, Slashed, Idle, Banned, Leaving, Spent, Gone];

/// Brings [`OPERATOR`] to a stage, with a pool that had 100 of its own and 900 of Alice's active
/// in epoch 10.
fn reach(stage: Stage) -> PoolId {
	let pool = operator_pool();
	delegate(pool, OPERATOR, 100);
	delegate(pool, ALICE, 900);
	go_to(10);
	match stage {
		Fine => (),
		Curable => demand(101),
		Short => {
			demand(101);
			skip(CURE + 1);
		},
		Slashed => slash_bond(10, percent(10)),
		Idle => {
			assert_ok!(Staking::suspend_idle(&OPERATOR));
			skip(1);
		},
		Banned => {
			assert_ok!(Staking::suspend(root(), OPERATOR));
		},
		Leaving => retire(OPERATOR),
		Spent => {
			assert_ok!(slash_to_a_fifth(pool));
		},
		Gone => {
			retire(OPERATOR);
			skip(WINDOW + 1);
			withdraw_bond(OPERATOR, BOND);
		},
	}
	pool
}

/// Slashes all pools until a fifth of every share is left.
fn slash_to_a_fifth(_: PoolId) -> DispatchResult {
	let mut parts = [50, 50, 20].into_iter();
	parts.try_for_each(|part| slash(OPERATOR, 10, percent(part), Scope::BondAndPools))
}

/// At each stage a call leads to a state or is refused, and then nothing changes.
fn assert_outcomes(
	call: impl Fn(PoolId) -> DispatchResult,
	outcome: impl Fn(Stage) -> Result<OperatorState, Error<Test>>,
) {
	for stage in STAGES {
		test(|| {
			let pool = reach(stage);
			let told = |expected: DispatchResult| assert_eq!(call(pool), expected, "{stage:?}");

			match outcome(stage) {
				Ok(then) => {
					told(Ok(()));
					assert_eq!(Staking::state_of(&OPERATOR), Some(then), "{stage:?}");
				},
				Err(error) => {
					assert_storage_noop!(told(Err(error.into())));
				},
			}
		});
	}
}

#[test]
fn state_follows_from_the_stage() {
	for stage in STAGES {
		let expected = match stage {
			Fine => Some(Active),
			Curable => Some(Curing),
			Short | Slashed | Idle | Banned => Some(Suspended),
			Leaving => Some(Closing),
			Spent => Some(Deactivated),
			Gone => None,
		};
		test(|| {
			reach(stage);

			assert_eq!(Staking::state_of(&OPERATOR), expected, "{stage:?}");
		});
	}
}

// Registration and stake.

#[test]
fn delegate_is_taken_by_active_operators() {
	assert_outcomes(
		|pool| outcome(Staking::delegate(signed(BOB), pool, 1)),
		|stage| match stage {
			Fine => Ok(Active),
			Curable | Short => Err(SelfStakeTooLow),
			Slashed | Idle | Banned => Err(OperatorNotActive),
			Leaving | Spent | Gone => Err(PoolClosed),
		},
	);
}

#[test]
fn delegate_by_the_operator_makes_it_active_when_nothing_else_is_missing() {
	assert_outcomes(
		|pool| outcome(Staking::delegate(signed(OPERATOR), pool, 1)),
		|stage| match stage {
			Fine | Curable | Short => Ok(Active),
			Slashed | Idle | Banned => Err(OperatorNotActive),
			Leaving | Spent | Gone => Err(PoolClosed),
		},
	);
}

#[test]
fn open_pool_is_for_operators_in_order() {
	assert_outcomes(
		|_| Staking::open_pool(signed(OPERATOR), GOLD, 1, Default::default()),
		|stage| match stage {
			Fine => Ok(Active),
			Curable => Ok(Curing),
			Short => Ok(Suspended),
			Slashed | Idle | Banned | Leaving | Spent => Err(OperatorNotActive),
			Gone => Err(NotOperator),
		},
	);
}

#[test]
fn register_is_for_newcomers() {
	assert_outcomes(
		|_| Staking::register(signed(OPERATOR)),
		|stage| match stage {
			Gone => Err(OperatorGone),
			_ => Err(AlreadyRegistered),
		},
	);
}

#[test]
fn top_up_bond_makes_an_operator_active_when_only_its_bond_was_short() {
	assert_outcomes(
		|_| Staking::top_up_bond(signed(OPERATOR)),
		|stage| match stage {
			Slashed => Ok(Active),
			Fine | Curable | Short | Idle | Banned => Err(BondFull),
			Leaving | Spent => Err(AlreadyClosing),
			Gone => Err(NotOperator),
		},
	);
}

#[test]
fn undelegate_goes_on_until_the_pool_has_closed() {
	assert_outcomes(
		|pool| try_undelegate(pool, ALICE, 10),
		|stage| match stage {
			Fine => Ok(Active),
			Curable => Ok(Curing),
			Short | Slashed | Idle | Banned => Ok(Suspended),
			Leaving => Ok(Closing),
			Spent => Ok(Deactivated),
			Gone => Err(PoolClosed),
		},
	);
}

// Suspensions.

#[test]
fn suspend_is_for_operators_that_have_not_closed() {
	assert_outcomes(
		|_| Staking::suspend(root(), OPERATOR),
		|stage| match stage {
			Fine | Curable | Short | Slashed | Idle => Ok(Suspended),
			Banned => Err(AlreadySuspended),
			Leaving | Spent => Err(AlreadyClosing),
			Gone => Err(NotOperator),
		},
	);
}

#[test]
fn suspend_idle_tightens_and_fails_only_when_there_is_no_operator() {
	assert_outcomes(
		|_| Staking::suspend_idle(&OPERATOR).map(drop),
		|stage| match stage {
			Fine | Curable | Short | Slashed | Idle | Banned => Ok(Suspended),
			Leaving => Ok(Closing),
			Spent => Ok(Deactivated),
			Gone => Err(NotOperator),
		},
	);
}

#[test]
fn resume_by_the_admin_ends_a_suspension_and_nothing_else() {
	assert_outcomes(
		|_| Staking::resume(root(), OPERATOR),
		|stage| match stage {
			Idle | Banned => Ok(Active),
			Fine | Curable | Short | Slashed | Leaving | Spent => Err(NotSuspended),
			Gone => Err(NotOperator),
		},
	);
}

#[test]
fn resume_by_the_operator_ends_idleness_and_nothing_else() {
	assert_outcomes(
		|_| Staking::resume(signed(OPERATOR), OPERATOR),
		|stage| match stage {
			Idle => Ok(Active),
			Banned => Err(CannotResume),
			Fine | Curable | Short | Slashed | Leaving | Spent => Err(NotSuspended),
			Gone => Err(NotOperator),
		},
	);
}

// Slashes.

#[test]
fn slash_of_the_bond_only_tightens() {
	assert_outcomes(
		|_| slash(OPERATOR, 10, percent(10), Scope::Bond),
		|stage| match stage {
			Fine | Curable | Short | Slashed | Idle | Banned => Ok(Suspended),
			Leaving => Ok(Closing),
			Spent => Ok(Deactivated),
			Gone => Err(NotOperator),
		},
	);
}

#[test]
fn slashes_of_the_pools_deactivate_whoever_is_there() {
	assert_outcomes(slash_to_a_fifth, |stage| match stage {
		Gone => Err(NotOperator),
		_ => Ok(Deactivated),
	});
}

// Leaving.

#[test]
fn retire_and_close_operator_are_for_operators_that_have_not_closed() {
	let outcome = |stage| match stage {
		Fine | Curable | Short | Slashed | Idle | Banned => Ok(Closing),
		Leaving | Spent => Err(AlreadyClosing),
		Gone => Err(NotOperator),
	};

	assert_outcomes(|_| crate::mock::outcome(Staking::retire(signed(OPERATOR))), outcome);
	assert_outcomes(|_| crate::mock::outcome(Staking::close_operator(root(), OPERATOR)), outcome);
}

#[test]
fn withdraw_bond_waits_for_the_release() {
	assert_outcomes(
		|_| Staking::withdraw_bond(signed(OPERATOR), OPERATOR),
		|stage| match stage {
			Fine | Curable | Short | Slashed | Idle | Banned => Err(NotClosing),
			Leaving | Spent => Err(NotReleased),
			Gone => Err(NotOperator),
		},
	);
}
