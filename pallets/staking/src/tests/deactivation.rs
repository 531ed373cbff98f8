// SPDX-License-Identifier: Apache-2.0

//! Operators that are closed for good by their slashes.

use crate::{mock::*, ClosingCause, Departure, Error, Event, OperatorState, Operators};
use frame_support::assert_noop;

/// Slashes [`OPERATOR`] until a fifth of every share is left: 50 %, 50 %, 20 %.
fn deactivate() {
	for part in [50, 50, 20] {
		slash_pools(now(), percent(part));
	}
	assert_eq!(state(OPERATOR), OperatorState::Deactivated);
}

/// The slashes have left a fifth, and so the operator closes.
fn deactivated(departure: Departure) -> Event<Test> {
	let cause = ClosingCause::Deactivated { unslashed: percent(20) };
	Event::OperatorClosing { operator: OPERATOR, cause, departure }
}

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
		assert_has(deactivated(leaving_now()));
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
		let taken = BOND - bond_of(OPERATOR);
		top_up_bond(OPERATOR, taken);
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
fn slash_leaves_an_operator_unslashed_when_no_pool_had_anything_active() {
	test(|| {
		operator_pool();
		skip(1);

		for _ in 0..4 {
			slash_pools(now(), percent(50));
		}

		let record = Operators::<Test>::get(OPERATOR).expect("it is registered");
		assert_eq!(record.unslashed.get(), percent(100));
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
			Staking::open_pool(signed(OPERATOR), GOLD, 1, Default::default()),
			Error::<Test>::OperatorNotActive
		);

		go_to(release - 1);
		assert_eq!(state(OPERATOR), OperatorState::Deactivated);
		assert_noop!(
			Staking::withdraw_bond(signed(OPERATOR), OPERATOR),
			Error::<Test>::NotReleased
		);
		assert_noop!(Staking::withdraw(signed(ALICE), pool, ALICE), Error::<Test>::NotReleased);
		go_to(release);
		withdraw_bond(OPERATOR, 200);
		withdraw(pool, ALICE, 200);
		assert_noop!(Staking::register(signed(OPERATOR)), Error::<Test>::OperatorGone);
	});
}

#[test]
fn deactivation_gives_back_at_once_pending_stake() {
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
		assert_has(deactivated(departure));
		assert_closed(OPERATOR, departure);
		go_to(departure.release_epoch.0);
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

		let told = |event: &Event<Test>| matches!(event, Event::OperatorClosing { .. });
		assert_eq!(events().iter().filter(|event| told(event)).count(), 1);
		assert_eq!(staked(pool, ALICE), 100);
	});
}
