// SPDX-License-Identifier: Apache-2.0

//! Operators that leave, with their bonds.

use crate::{mock::*, Error, Exits, Holdings, OperatorState, Operators, RetiredOperators, Scope};
use bulwark_ledger::{EpochIndex, PoolId};
use frame_support::{assert_noop, assert_ok};

/// All that a staker has.
fn of_staker(pool: PoolId, who: AccountId) -> impl PartialEq + std::fmt::Debug {
	(Holdings::<Test>::get(who, pool), Exits::<Test>::get(who, pool), balance(NATIVE, who))
}

// Retiring.

#[test]
fn retire_closes_every_pool_and_touches_no_staker() {
	test(|| {
		let pool = operator_pool();
		let other = operator_pool_in(OPERATOR, GOLD);
		delegate(pool, ALICE, 100);
		delegate(other, ALICE, 100);
		skip(1);
		undelegate(pool, ALICE, 10);
		delegate(pool, BOB, 100);
		let before = (of_staker(pool, ALICE), of_staker(other, ALICE), of_staker(pool, BOB));

		retire(OPERATOR);

		assert_eq!(state(OPERATOR), OperatorState::Closing);
		let after = (of_staker(pool, ALICE), of_staker(other, ALICE), of_staker(pool, BOB));
		assert_eq!(before, after);
	});
}

#[test]
fn retire_leaves_other_operators_alone() {
	test(|| {
		operator_pool();
		let rivals = operator_pool_in(RIVAL, NATIVE);

		retire(OPERATOR);

		assert_eq!(state(RIVAL), OperatorState::Active);
		delegate(rivals, ALICE, 100);
	});
}

#[test]
fn retire_succeeds_when_suspended() {
	test(|| {
		operator_pool();
		slash_bond(now(), percent(50));

		retire(OPERATOR);

		assert_eq!(state(OPERATOR), OperatorState::Closing);
	});
}

#[test]
fn operator_takes_nothing_when_it_has_retired() {
	test(|| {
		let pool = operator_pool();

		retire(OPERATOR);

		assert_noop!(Staking::delegate(signed(ALICE), pool, 100), Error::<Test>::PoolClosed);
		assert_noop!(
			Staking::open_pool(signed(OPERATOR), GOLD, 1, Default::default()),
			Error::<Test>::OperatorNotActive
		);
	});
}

#[test]
fn retire_releases_with_the_next_epoch_when_nobody_may_slash() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		skip(5);
		LastLiable::set(&None);

		assert_ok!(Staking::retire(signed(OPERATOR)));

		let record = Operators::<Test>::get(OPERATOR).expect("its bond is there");
		assert_eq!(record.departure.map(|departure| departure.release_epoch), Some(EpochIndex(6)));
		skip(1);
		withdraw_bond(OPERATOR, BOND);
		withdraw(pool, ALICE, 100);
	});
}

// The bond leaves.

#[test]
fn withdraw_bond_is_refused_until_the_epoch_of_release() {
	test(|| {
		skip(7);
		operator_pool();
		retire(OPERATOR);
		let release = now() + WINDOW + 1;
		assert_noop!(
			Staking::withdraw_bond(signed(OPERATOR), OPERATOR),
			Error::<Test>::NotReleased
		);

		go_to(release - 1);
		assert_noop!(
			Staking::withdraw_bond(signed(OPERATOR), OPERATOR),
			Error::<Test>::NotReleased
		);

		go_to(release);
		withdraw_bond(OPERATOR, BOND);
		assert!(RetiredOperators::<Test>::contains_key(OPERATOR));
	});
}

#[test]
fn withdraw_bond_pays_what_slashes_left() {
	test(|| {
		operator_pool();
		slash_bond(now(), percent(33));
		retire(OPERATOR);
		slash_bond(now(), percent(10));
		skip(WINDOW + 1);

		withdraw_bond(OPERATOR, 603);
	});
}

#[test]
fn withdraw_bond_succeeds_when_nothing_is_left() {
	test(|| {
		operator_pool();
		slash_bond(now(), percent(100));
		retire(OPERATOR);
		skip(WINDOW + 1);

		withdraw_bond(OPERATOR, 0);

		assert!(RetiredOperators::<Test>::contains_key(OPERATOR));
	});
}

#[test]
fn stake_is_paid_when_its_operator_has_gone() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		delegate(pool, BOB, 100);
		skip(1);
		undelegate(pool, BOB, 60);
		retire(OPERATOR);
		skip(WINDOW + 1);

		withdraw_bond(OPERATOR, BOND);

		withdraw(pool, ALICE, 100);
		withdraw(pool, BOB, 100);
	});
}

// Slashes of the bond.

#[test]
fn slash_still_takes_from_the_bond_when_its_operator_retired_after_the_fault() {
	test(|| {
		operator_pool();
		skip(1);
		let fault = now();
		retire(OPERATOR);
		skip(WINDOW);

		slash_bond(fault, percent(30));

		skip(1);
		withdraw_bond(OPERATOR, 700);
	});
}

#[test]
fn slash_finds_no_bond_when_the_fault_lies_outside_its_time() {
	test(|| {
		skip(1);
		operator_pool();
		let registered = now();
		let slash = |fault| slash(OPERATOR, fault, percent(10), Scope::Bond);
		assert_noop!(slash(registered - 1), Error::<Test>::NothingAtStake);
		assert_ok!(slash(registered));

		retire(OPERATOR);
		skip(1);

		assert_noop!(slash(now()), Error::<Test>::NothingAtStake);
		assert_ok!(slash(now() - 1));
	});
}
