// SPDX-License-Identifier: Apache-2.0

//! The life of an operator: registered, suspended, closing, gone.

use crate::{
	mock::*, Allowed, Error, Event, Exits, Gone, Holdings, OperatorState, Operators, Registration,
	RegistrationPolicy, Scope,
};
use bulwark_ledger::{EpochIndex, PoolId};
use frame_support::{assert_noop, assert_ok, traits::fungibles::Inspect};
use sp_runtime::{traits::BadOrigin, TokenError};

/// Leaves an operator with so much free native money that it can just register.
fn just_enough(operator: AccountId, floor: u128) {
	keep_only(NATIVE, operator, BOND + EXISTENTIAL_DEPOSIT + floor);
}

/// Slashes [`OPERATOR`] until a fifth of every share is left: 50 %, 50 %, 20 %.
fn deactivate() {
	for part in [50, 50, 20] {
		slash_pools(now(), percent(part));
	}
	assert_eq!(state(OPERATOR), OperatorState::Deactivated);
}

/// Everything that stands of a holder.
fn of_holder(pool: PoolId, who: AccountId) -> impl PartialEq + std::fmt::Debug {
	(Holdings::<Test>::get(who, pool), Exits::<Test>::get(who, pool), balance(NATIVE, who))
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
		assert_ok!(Staking::set_registration(root(), RegistrationPolicy::AllowList));
		assert_noop!(Staking::register(signed(OPERATOR)), Error::<Test>::NotAllowed);

		assert_ok!(Staking::allow(root(), OPERATOR));
		assert_last(Event::AccountAllowed { who: OPERATOR });

		register(OPERATOR);
		assert_noop!(Staking::register(signed(RIVAL)), Error::<Test>::NotAllowed);
	});
}

#[test]
fn register_is_refused_again_when_taken_off_the_list() {
	test(|| {
		assert_ok!(Staking::set_registration(root(), RegistrationPolicy::AllowList));
		assert_ok!(Staking::allow(root(), OPERATOR));

		assert_ok!(Staking::disallow(root(), OPERATOR));

		assert_last(Event::AccountDisallowed { who: OPERATOR });
		assert!(!Allowed::<Test>::contains_key(OPERATOR));
		assert_noop!(Staking::register(signed(OPERATOR)), Error::<Test>::NotAllowed);
	});
}

#[test]
fn operator_stays_when_taken_off_the_list() {
	test(|| {
		assert_ok!(Staking::set_registration(root(), RegistrationPolicy::AllowList));
		assert_ok!(Staking::allow(root(), OPERATOR));
		let pool = operator_pool();

		assert_ok!(Staking::disallow(root(), OPERATOR));

		assert_eq!(state(OPERATOR), OperatorState::Active);
		delegate(pool, ALICE, 100);
		operator_pool_in(OPERATOR, GOLD);
	});
}

#[test]
fn set_registration_tells_the_old_and_the_new() {
	test(|| {
		let (old, new) = (RegistrationPolicy::Open, RegistrationPolicy::AllowList);

		assert_ok!(Staking::set_registration(root(), new));

		assert_last(Event::RegistrationSet { old, new });
		assert_ok!(Staking::set_registration(root(), old));
		assert_last(Event::RegistrationSet { old: new, new: old });
		register(OPERATOR);
	});
}

#[test]
fn registration_is_refused_when_the_caller_is_not_the_admin() {
	test(|| {
		let policy = RegistrationPolicy::AllowList;

		assert_noop!(Staking::set_registration(signed(ALICE), policy), BadOrigin);
		assert_noop!(Staking::allow(signed(ALICE), ALICE), BadOrigin);
		assert_noop!(Staking::disallow(signed(ALICE), ALICE), BadOrigin);
	});
}

#[test]
fn operators_are_refused_when_nobody_signed() {
	test(|| {
		assert_noop!(Staking::register(root()), BadOrigin);
		assert_noop!(Staking::open_pool(root(), NATIVE, 1), BadOrigin);
		assert_noop!(Staking::top_up_bond(root()), BadOrigin);
		assert_noop!(Staking::retire(root()), BadOrigin);
		assert_noop!(Staking::withdraw_bond(root()), BadOrigin);
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
			Staking::open_pool(signed(OPERATOR), GOLD, 1),
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

// Retiring.

#[test]
fn retire_closes_every_pool_and_touches_no_holder() {
	test(|| {
		let pool = operator_pool();
		let other = operator_pool_in(OPERATOR, GOLD);
		delegate(pool, ALICE, 100);
		delegate(other, ALICE, 100);
		skip(1);
		undelegate(pool, ALICE, 10);
		delegate(pool, BOB, 100);
		let before = (of_holder(pool, ALICE), of_holder(other, ALICE), of_holder(pool, BOB));

		retire(OPERATOR);

		assert_eq!(state(OPERATOR), OperatorState::Closing);
		let after = (of_holder(pool, ALICE), of_holder(other, ALICE), of_holder(pool, BOB));
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
			Staking::open_pool(signed(OPERATOR), GOLD, 1),
			Error::<Test>::OperatorNotActive
		);
	});
}

#[test]
fn retire_releases_with_the_next_epoch_when_nobody_may_charge() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		skip(5);
		LastLiable::set(&None);

		assert_ok!(Staking::retire(signed(OPERATOR)));

		let record = Operators::<Test>::get(OPERATOR).expect("its bond is there");
		assert_eq!(record.departure.map(|departure| departure.release), Some(EpochIndex(6)));
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
		assert_noop!(Staking::withdraw_bond(signed(OPERATOR)), Error::<Test>::NotReleased);

		go_to(release - 1);
		assert_noop!(Staking::withdraw_bond(signed(OPERATOR)), Error::<Test>::NotReleased);

		go_to(release);
		withdraw_bond(OPERATOR, BOND);
		assert!(Gone::<Test>::contains_key(OPERATOR));
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

		assert!(Gone::<Test>::contains_key(OPERATOR));
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

// What the bond answers for.

#[test]
fn slash_still_charges_the_bond_when_its_operator_retired_after_the_fault() {
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
		assert_noop!(slash(registered - 1), Error::<Test>::NothingInForce);
		assert_ok!(slash(registered));

		retire(OPERATOR);
		skip(1);

		assert_noop!(slash(now()), Error::<Test>::NothingInForce);
		assert_ok!(slash(now() - 1));
	});
}

// Deactivation.

#[test]
fn slash_deactivates_when_a_fifth_is_left() {
	test(|| {
		let pool = operator_pool();
		let other = operator_pool_in(OPERATOR, GOLD);
		delegate(pool, ALICE, 1_000);
		skip(1);
		for part in [50, 50] {
			slash_pools(now(), percent(part));
		}
		assert_eq!(state(OPERATOR), OperatorState::Suspended);

		slash_pools(now(), percent(20));

		assert_eq!(state(OPERATOR), OperatorState::Deactivated);
		assert_has(Event::OperatorDeactivated { operator: OPERATOR, mark: percent(20) });
		assert_closed(OPERATOR, leaving_now());
		assert_noop!(Staking::delegate(signed(BOB), pool, 100), Error::<Test>::PoolClosed);
		assert_noop!(Staking::delegate(signed(BOB), other, 100), Error::<Test>::PoolClosed);
	});
}

#[test]
fn slash_deactivates_not_yet_when_a_little_more_than_a_fifth_is_left() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 1_000);
		skip(1);

		for part in [50, 50, 19] {
			slash_pools(now(), percent(part));
		}

		assert_eq!(state(OPERATOR), OperatorState::Suspended);
		let charged = BOND - bond_of(OPERATOR);
		top_up_bond(OPERATOR, charged);
		delegate(pool, BOB, 100);
	});
}

#[test]
fn slash_of_the_bond_never_deactivates() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 1_000);
		skip(1);

		for _ in 0..3 {
			slash_bond(now(), percent(90));
		}

		assert_eq!(state(OPERATOR), OperatorState::Suspended);
	});
}

#[test]
fn slash_lowers_no_mark_when_no_pool_had_anything_in_force() {
	test(|| {
		operator_pool();
		skip(1);

		for _ in 0..4 {
			slash_pools(now(), percent(50));
		}

		let record = Operators::<Test>::get(OPERATOR).expect("it is registered");
		assert_eq!(record.mark.get(), percent(100));
		assert_eq!(state(OPERATOR), OperatorState::Suspended);
	});
}

#[test]
fn deactivated_operator_stays_so_and_leaves_with_its_own_release() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 1_000);
		skip(1);
		deactivate();
		let release = now() + WINDOW + 1;

		let closing = Error::<Test>::AlreadyClosing;
		assert_noop!(Staking::top_up_bond(signed(OPERATOR)), closing);
		assert_noop!(Staking::retire(signed(OPERATOR)), Error::<Test>::AlreadyClosing);
		assert_noop!(
			Staking::open_pool(signed(OPERATOR), GOLD, 1),
			Error::<Test>::OperatorNotActive
		);

		go_to(release - 1);
		assert_eq!(state(OPERATOR), OperatorState::Deactivated);
		assert_noop!(Staking::withdraw_bond(signed(OPERATOR)), Error::<Test>::NotReleased);
		assert_noop!(Staking::withdraw(signed(ALICE), pool, ALICE), Error::<Test>::NotReleased);
		go_to(release);
		withdraw_bond(OPERATOR, 200);
		withdraw(pool, ALICE, 200);
		assert_noop!(Staking::register(signed(OPERATOR)), Error::<Test>::OperatorGone);
	});
}

#[test]
fn deactivation_gives_back_at_once_what_had_not_begun() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 1_000);
		skip(1);
		delegate(pool, BOB, 100);

		deactivate();

		withdraw(pool, BOB, 100);
	});
}

#[test]
fn deactivation_prolongs_nothing_when_the_operator_had_retired() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 1_000);
		skip(1);
		let fault = now();
		retire(OPERATOR);
		let departure = leaving_now();
		skip(2);

		for part in [50, 50, 20] {
			slash_pools(fault, percent(part));
		}

		assert_eq!(state(OPERATOR), OperatorState::Deactivated);
		assert_has(Event::OperatorDeactivated { operator: OPERATOR, mark: percent(20) });
		assert_closed(OPERATOR, departure);
		go_to(departure.release.0);
		withdraw_bond(OPERATOR, 200);
		withdraw(pool, ALICE, 200);
	});
}

#[test]
fn deactivation_is_told_once_when_slashes_go_on() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 1_000);
		skip(1);
		deactivate();

		slash_pools(now(), percent(50));

		let told = |event: &Event<Test>| matches!(event, Event::OperatorDeactivated { .. });
		assert_eq!(events().iter().filter(|event| told(event)).count(), 1);
		assert_eq!(staked(pool, ALICE), 100);
	});
}
