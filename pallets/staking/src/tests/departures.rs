// SPDX-License-Identifier: Apache-2.0

//! Nothing that others do or leave undone holds an operator or its bond, and a place that is left is free.

use crate::{mock::*, ClosingCause, Error, Event, OperatorState, Operators, Scope};
use frame_support::{assert_noop, assert_ok};

/// Closes [`OPERATOR`], and checks that it closes as if it had retired.
fn close_operator() {
	assert_ok!(Staking::close_operator(root(), OPERATOR));

	assert_closed(OPERATOR, leaving_now());
	let (cause, departure) = (ClosingCause::Closed, leaving_now());
	assert_last(Event::OperatorClosing { operator: OPERATOR, cause, departure });
}

/// The bond leaves with its release and not before, as it was.
fn assert_bond_leaves() {
	let release = leaving_now().release_epoch.0;

	retire(OPERATOR);

	go_to(release - 1);
	assert_noop!(Staking::withdraw_bond(signed(OPERATOR), OPERATOR), Error::<Test>::NotReleased);
	go_to(release);
	withdraw_bond(OPERATOR, BOND);
}

// Closing by the admin.

#[test]
fn close_operator_frees_stakers_when_nobody_can_slash_them() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		delegate(pool, BOB, 100);
		skip(1);
		undelegate(pool, BOB, 60);

		close_operator();

		assert_eq!(state(OPERATOR), OperatorState::Closing);
		assert_noop!(Staking::delegate(signed(ALICE), pool, 1), Error::<Test>::PoolClosed);
		skip(WINDOW);
		assert_noop!(try_withdraw(ALICE, pool, ALICE), Error::<Test>::NotReleased);
		skip(1);
		withdraw(pool, ALICE, 100);
		withdraw(pool, BOB, 100);
		withdraw_bond(OPERATOR, BOND);
	});
}

#[test]
fn close_operator_leaves_stake_slashable_for_past_faults() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		skip(1);
		let fault = now();
		close_operator();
		skip(WINDOW);

		slash_pools(fault, percent(50));

		skip(1);
		withdraw(pool, ALICE, 50);
		withdraw_bond(OPERATOR, 500);
	});
}

#[test]
fn close_operator_is_for_good() {
	test(|| {
		operator_pool();
		close_operator();

		assert_noop!(Staking::resume(root(), OPERATOR), Error::<Test>::NotSuspended);
		assert_noop!(Staking::register(signed(OPERATOR)), Error::<Test>::AlreadyRegistered);
		skip(WINDOW + 1);
		withdraw_bond(OPERATOR, BOND);
		assert_noop!(Staking::register(signed(OPERATOR)), Error::<Test>::OperatorGone);
	});
}

// Nothing holds a bond.

#[test]
fn bond_leaves_when_stakers_never_move() {
	test(|| {
		let pool = operator_pool();
		for who in CAST {
			delegate(pool, who, 100);
		}
		skip(1);
		undelegate(pool, ALICE, 40);

		assert_bond_leaves();

		skip(20);
		withdraw_by(PAUPER, pool, BOB, 100);
		withdraw_by(PAUPER, pool, ALICE, 100);
	});
}

#[test]
fn bond_leaves_when_stake_has_yet_to_begin() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);

		assert_bond_leaves();

		withdraw(pool, ALICE, 100);
	});
}

#[test]
fn bond_leaves_when_dust_stays() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 1_000);
		delegate(pool, BOB, 1);
		skip(1);
		slash_and_top_up(now(), percent(50));

		assert_bond_leaves();

		assert_eq!(staked(pool, BOB), 0);
		assert_ok!(try_withdraw(BOB, pool, BOB));
		withdraw(pool, ALICE, 501);
	});
}

#[test]
fn bond_leaves_when_somebody_gives_money_away() {
	test(|| {
		let pool = operator_pool();
		operator_pool_in(OPERATOR, GOLD);
		delegate(pool, ALICE, 100);
		skip(1);
		for asset in [NATIVE, GOLD] {
			transfer(asset.clone(), DAVE, Staking::pot(), 1);
			transfer(asset, DAVE, OPERATOR, 1);
		}

		assert_bond_leaves();

		withdraw(pool, ALICE, 100);
	});
}

#[test]
fn bond_leaves_when_a_payment_could_not_be_made() {
	test(|| {
		let pool = operator_pool_in(OPERATOR, GOLD);
		delegate(pool, ALICE, 100);
		block(GOLD, ALICE);
		undelegate(pool, ALICE, 30);
		assert_eq!(due(pool, ALICE), 30);

		assert_bond_leaves();

		assert!(try_withdraw(ALICE, pool, ALICE).is_err());
		unblock(GOLD, ALICE);
		withdraw(pool, ALICE, 100);
	});
}

#[test]
fn bond_leaves_when_stake_is_on_its_way_to_and_fro() {
	test(|| {
		let (pool, rivals) = (operator_pool(), operator_pool_in(RIVAL, NATIVE));
		delegate(pool, ALICE, 100);
		delegate(rivals, BOB, 100);
		skip(1);
		redelegate(pool, rivals, ALICE, 60);
		redelegate_all(rivals, pool, BOB);

		assert_bond_leaves();

		complete(pool, rivals, ALICE, 60);
		withdraw(pool, ALICE, 40);
		assert_ok!(try_complete(BOB, rivals, pool, BOB));
		assert_has(Event::Withdrawn { pool_id: rivals, staker: BOB, amount: 100 });
	});
}

#[test]
fn bond_leaves_when_own_stake_stays() {
	test(|| {
		let pool = pool_with_own(100);

		assert_bond_leaves();

		withdraw(pool, OPERATOR, 100);
	});
}

#[test]
fn bond_leaves_when_nobody_takes_the_operators_place() {
	test(|| {
		serve(1, [(OPERATOR, 200)]);

		assert_bond_leaves();

		assert_eq!(members(), [OPERATOR]);
	});
}

#[test]
fn bond_leaves_when_no_block_has_put_the_operator_out() {
	test(|| {
		serve(1, [(OPERATOR, 100), (RIVAL, 100)]);

		assert_bond_leaves();

		assert_eq!(members(), [OPERATOR]);
		next_block();
		assert_eq!(members(), [RIVAL]);
	});
}

// Places.

#[test]
fn register_waits_for_a_place_when_there_are_as_many_as_there_may_be() {
	test(|| {
		assert_eq!(CAST.len(), MAX_OPERATORS as usize);
		CAST.into_iter().for_each(register);
		let full = Error::<Test>::TooManyOperators;
		assert_noop!(Staking::register(signed(TREASURY)), full);

		retire(OPERATOR);
		skip(WINDOW + 1);
		assert_noop!(Staking::register(signed(TREASURY)), Error::<Test>::TooManyOperators);
		withdraw_bond(OPERATOR, BOND);

		register(TREASURY);
		assert_eq!(Operators::<Test>::count(), MAX_OPERATORS);
	});
}

#[test]
fn anybody_makes_room_when_an_operator_does_not_take_its_bond() {
	test(|| {
		CAST.into_iter().for_each(register);
		slash_bond(now(), percent(100));
		retire(OPERATOR);
		skip(WINDOW + 1);

		assert_ok!(Staking::withdraw_bond(signed(PAUPER), OPERATOR));

		assert_last(Event::BondWithdrawn { operator: OPERATOR, amount: 0 });
		register(TREASURY);
	});
}

#[test]
fn newcomer_relieves_everybody_when_as_many_have_retired_as_can_serve() {
	test(|| {
		set_size(MAX_SET);
		CAST.into_iter().for_each(register);
		next_epoch();
		assert_eq!(members(), CAST[..MAX_SET as usize]);
		CAST.into_iter().for_each(retire);
		skip(WINDOW + 1);
		next_block();
		CAST.into_iter().for_each(|who| withdraw_bond(who, BOND));
		assert_eq!(members(), CAST[..MAX_SET as usize]);

		register(TREASURY);
		next_epoch();

		assert_eq!(members(), [TREASURY]);
	});
}

#[test]
fn newcomer_is_junior_to_all_when_it_takes_a_place_that_was_left() {
	test(|| {
		let seniority = |who| Operators::<Test>::get(who).expect("it is registered").seniority;
		register(OPERATOR);
		register(RIVAL);
		retire(OPERATOR);
		skip(WINDOW + 1);
		withdraw_bond(OPERATOR, BOND);

		register(THIRD);

		assert_eq!((seniority(RIVAL), seniority(THIRD)), (2, 3));
	});
}

#[test]
fn slash_finds_nobody_when_the_operator_has_gone() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		skip(1);
		assert_bond_leaves();

		let slashed = slash(OPERATOR, now() - 1, percent(10), Scope::BondAndPools);
		assert_noop!(slashed, Error::<Test>::NotOperator);

		withdraw(pool, ALICE, 100);
	});
}
