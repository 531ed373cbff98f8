// SPDX-License-Identifier: Apache-2.0

//! The registration of operators, and a bond that has to be full.

use crate::{
	mock::*, AllowedOperators, Error, Event, OperatorState, Registration, RegistrationPolicy,
};
use frame_support::{assert_noop, assert_ok, traits::fungibles::Inspect};
use sp_runtime::{traits::BadOrigin, TokenError};

/// Leaves an operator with so much free native money that it can just register.
fn just_enough(operator: AccountId, floor: u128) {
	keep_only(NATIVE, operator, BOND + EXISTENTIAL_DEPOSIT + floor);
}

// Registering.

#[test]
fn register_holds_the_bond_and_pays_the_pots_floor_when_first() {
	test(|| {
		register(OPERATOR);

		assert_eq!(balance(NATIVE, Staking::pot()), EXISTENTIAL_DEPOSIT);
		assert_eq!(recorded(NATIVE), 0);
		assert_eq!(AllAssets::total_balance(NATIVE, &OPERATOR), FUNDS - EXISTENTIAL_DEPOSIT);
	});
}

#[test]
fn register_pays_no_floor_when_the_pot_has_it() {
	test(|| {
		register(OPERATOR);

		register(RIVAL);

		assert_eq!(balance(NATIVE, Staking::pot()), EXISTENTIAL_DEPOSIT);
		assert_eq!(AllAssets::total_balance(NATIVE, &RIVAL), FUNDS);
	});
}

#[test]
fn register_succeeds_when_bond_floor_and_existential_deposit_are_just_there() {
	test(|| {
		just_enough(OPERATOR, EXISTENTIAL_DEPOSIT);
		just_enough(RIVAL, 0);

		register(OPERATOR);
		register(RIVAL);

		assert_eq!(balance(NATIVE, OPERATOR), EXISTENTIAL_DEPOSIT);
		assert_eq!(balance(NATIVE, RIVAL), EXISTENTIAL_DEPOSIT);
	});
}

#[test]
fn register_changes_nothing_when_a_unit_is_missing() {
	test(|| {
		just_enough(OPERATOR, EXISTENTIAL_DEPOSIT - 1);

		assert_noop!(Staking::register(signed(OPERATOR)), TokenError::FundsUnavailable);

		register(RIVAL);
		just_enough(OPERATOR, 0);
		transfer(NATIVE, OPERATOR, TREASURY, 1);
		assert_noop!(Staking::register(signed(OPERATOR)), TokenError::FundsUnavailable);
	});
}

#[test]
fn register_is_open_to_everybody_when_nobody_said_otherwise() {
	test(|| {
		assert_eq!(Registration::<Test>::get(), RegistrationPolicy::Open);

		register(OPERATOR);
	});
}

#[test]
fn register_needs_a_place_on_the_list_when_there_is_one() {
	test(|| {
		assert_ok!(Staking::set_registration_policy(root(), RegistrationPolicy::AllowList));
		assert_noop!(Staking::register(signed(OPERATOR)), Error::<Test>::NotAllowed);

		assert_ok!(Staking::allow_operator(root(), OPERATOR));
		assert_last(Event::AccountAllowed { who: OPERATOR });

		register(OPERATOR);
		assert_noop!(Staking::register(signed(RIVAL)), Error::<Test>::NotAllowed);
	});
}

#[test]
fn register_is_refused_again_when_taken_off_the_list() {
	test(|| {
		assert_ok!(Staking::set_registration_policy(root(), RegistrationPolicy::AllowList));
		assert_ok!(Staking::allow_operator(root(), OPERATOR));

		assert_ok!(Staking::disallow_operator(root(), OPERATOR));

		assert_last(Event::AccountDisallowed { who: OPERATOR });
		assert!(!AllowedOperators::<Test>::contains_key(OPERATOR));
		assert_noop!(Staking::register(signed(OPERATOR)), Error::<Test>::NotAllowed);
	});
}

#[test]
fn operator_stays_when_taken_off_the_list() {
	test(|| {
		assert_ok!(Staking::set_registration_policy(root(), RegistrationPolicy::AllowList));
		assert_ok!(Staking::allow_operator(root(), OPERATOR));
		let pool = operator_pool();

		assert_ok!(Staking::disallow_operator(root(), OPERATOR));

		assert_eq!(state(OPERATOR), OperatorState::Active);
		delegate(pool, ALICE, 100);
		operator_pool_in(OPERATOR, GOLD);
	});
}

#[test]
fn set_registration_tells_the_old_and_the_new() {
	test(|| {
		let (old, new) = (RegistrationPolicy::Open, RegistrationPolicy::AllowList);

		assert_ok!(Staking::set_registration_policy(root(), new));

		assert_last(Event::RegistrationPolicySet { old, new });
		assert_ok!(Staking::set_registration_policy(root(), old));
		assert_last(Event::RegistrationPolicySet { old: new, new: old });
		register(OPERATOR);
	});
}

#[test]
fn registration_is_refused_when_the_caller_is_not_the_admin() {
	test(|| {
		let policy = RegistrationPolicy::AllowList;

		assert_noop!(Staking::set_registration_policy(signed(ALICE), policy), BadOrigin);
		assert_noop!(Staking::allow_operator(signed(ALICE), ALICE), BadOrigin);
		assert_noop!(Staking::disallow_operator(signed(ALICE), ALICE), BadOrigin);
	});
}

#[test]
fn operators_are_refused_when_nobody_signed() {
	test(|| {
		assert_noop!(Staking::register(root()), BadOrigin);
		assert_noop!(Staking::open_pool(root(), NATIVE, 1, Default::default()), BadOrigin);
		assert_noop!(Staking::top_up_bond(root()), BadOrigin);
		assert_noop!(Staking::retire(root()), BadOrigin);
		assert_noop!(Staking::withdraw_bond(root(), OPERATOR), BadOrigin);
	});
}

// Suspension.

#[test]
fn operator_takes_nothing_when_a_slash_lowered_its_bond() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		skip(1);

		slash_bond(now(), percent(1));

		assert_eq!(state(OPERATOR), OperatorState::Suspended);
		let refused = Error::<Test>::OperatorNotActive;
		assert_noop!(Staking::delegate(signed(BOB), pool, 100), refused);
		assert_noop!(
			Staking::open_pool(signed(OPERATOR), GOLD, 1, Default::default()),
			Error::<Test>::OperatorNotActive
		);
		undelegate(pool, ALICE, 40);
	});
}

#[test]
fn top_up_bond_pays_exactly_what_is_missing_and_ends_the_suspension() {
	test(|| {
		let pool = operator_pool();
		slash_bond(now(), percent(10));
		slash_bond(now(), percent(50));

		top_up_bond(OPERATOR, 550);

		assert_eq!(state(OPERATOR), OperatorState::Active);
		delegate(pool, ALICE, 100);
	});
}

#[test]
fn top_up_bond_fills_it_all_when_nothing_was_left() {
	test(|| {
		operator_pool();
		slash_bond(now(), percent(100));
		assert_eq!(bond_of(OPERATOR), 0);

		top_up_bond(OPERATOR, BOND);

		assert_eq!(state(OPERATOR), OperatorState::Active);
	});
}

#[test]
fn top_up_bond_changes_nothing_when_the_money_is_not_there() {
	test(|| {
		operator_pool();
		slash_bond(now(), percent(50));
		keep_only(NATIVE, OPERATOR, EXISTENTIAL_DEPOSIT + 499);

		assert_noop!(Staking::top_up_bond(signed(OPERATOR)), TokenError::FundsUnavailable);

		transfer(NATIVE, TREASURY, OPERATOR, 1);
		top_up_bond(OPERATOR, 500);
	});
}
