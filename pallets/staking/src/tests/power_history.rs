// SPDX-License-Identifier: Apache-2.0

//! The power of operators in the epochs of the window, and the view of one.

use crate::{
	mock::*, EpochIndex, OperatorState, Power, PowerHistory, PowerHistoryViewFunction, Powers,
	SetId, Suspension,
};
use bulwark_traits::{ActiveSetInfo, PowerAt, Suspend};
use codec::Encode;
use frame_support::{assert_ok, view_functions::ViewFunction};

/// The power of an operator by epoch, the oldest first.
fn history(operator: AccountId) -> Vec<(u32, Power)> {
	let history = Staking::power_history(operator);
	history.into_iter().map(|(epoch, power)| (epoch.0, power)).collect()
}

#[test]
fn power_history_has_every_epoch_of_the_window_and_none_before() {
	test(|| {
		let pool = operator_pool();
		register(RIVAL);
		for _ in 0..6 {
			delegate(pool, ALICE, 100);
			skip(1);
			next_block();
		}
		assert_eq!(now(), 6);

		assert_eq!(history(OPERATOR), [(3, 300), (4, 400), (5, 500), (6, 600)]);
		assert_eq!(history(RIVAL), [(3, 0), (4, 0), (5, 0), (6, 0)]);
		assert_eq!(PowerHistory::<Test>::iter().count(), WINDOW as usize + 1);
	});
}

#[test]
fn power_history_has_no_epoch_without_a_block() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		for epoch in [1, 2, 5] {
			go_to(epoch);
			next_block();
		}
		assert_eq!(history(OPERATOR), [(2, 100), (5, 100)]);

		skip(1);
		assert_eq!(history(OPERATOR), [(5, 100)]);
		skip(WINDOW);
		assert_eq!(history(OPERATOR), []);
	});
}

#[test]
fn power_history_keeps_what_an_epoch_began_with() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		skip(1);
		next_block();

		slash_pools(now(), percent(10));
		next_block();
		assert_eq!(history(OPERATOR), [(1, 100)]);

		skip(1);
		next_block();
		assert_eq!(history(OPERATOR), [(1, 100), (2, 90)]);
	});
}

#[test]
fn power_history_answers_as_a_view_function_does() {
	test(|| {
		serve(1, [(OPERATOR, 100)]);

		let id = PowerHistoryViewFunction::<Test>::id();
		let answer = Test::execute_view_function(id, OPERATOR.encode());

		let answer = answer.expect("there is such a function");
		assert_eq!(answer, vec![(EpochIndex(1), 100 as Power)].encode());
	});
}

#[test]
fn operator_is_shown_with_what_stands_behind_it() {
	test(|| {
		let [pool] = serve(1, [(OPERATOR, 100)]);
		delegate(pool, OPERATOR, 30);
		demand(20);
		let view = || Staking::operator(OPERATOR).expect("it is registered");

		let active = view();
		assert_eq!(active.power, Powers { current: 100, next: 130 });
		assert_eq!(active.self_stake.own, Powers { current: 0, next: 30 });
		assert_eq!((active.self_stake.minimum, active.self_stake.cure_until_epoch), (20, None));
		assert_eq!((active.is_serving, active.suspension), (true, None));
		assert_eq!(active.state, OperatorState::Active);

		assert_ok!(Staking::suspend_idle(&OPERATOR));
		let suspended = view();
		assert_eq!(suspended.state, OperatorState::Suspended);
		assert_eq!(suspended.suspension, Some(Suspension::Idle(EpochIndex(now()))));
		assert_eq!((suspended.power, suspended.is_serving), (active.power, true));
	});
}

// The doors.

#[test]
fn powers_are_those_of_all_operators_that_had_any() {
	test(|| {
		serve(1, [(OPERATOR, 100), (RIVAL, 30), (THIRD, 0)]);

		let mut powers = Staking::powers(EpochIndex(1)).expect("it had an election");
		powers.sort();
		assert_eq!(powers, [(OPERATOR, 100), (RIVAL, 30)]);
	});
}

#[test]
fn powers_are_none_outside_the_window_and_without_an_election() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		for epoch in [1, 3, 5] {
			go_to(epoch);
			next_block();
		}
		let had_election = |epoch| Staking::powers(EpochIndex(epoch)).is_some();

		assert_eq!([1, 2, 3, 4, 5, 6].map(had_election), [false, false, true, false, true, false]);

		go_to(5 + WINDOW);
		assert!(had_election(5));
		go_to(6 + WINDOW);
		assert!(!had_election(5));
	});
}

#[test]
fn powers_name_an_operator_that_has_gone() {
	test(|| {
		serve(1, [(OPERATOR, 100), (RIVAL, 30)]);
		LastLiable::set(&None);
		assert_ok!(Staking::retire(signed(RIVAL)));
		skip(2);
		assert_ok!(Staking::withdraw_bond(signed(RIVAL), RIVAL));

		let powers = Staking::powers(EpochIndex(1)).expect("it had an election");

		assert!(powers.contains(&(RIVAL, 30)));
		assert!(!<Staking as PowerAt<_>>::is_operator(&RIVAL));
		assert!(<Staking as PowerAt<_>>::is_operator(&OPERATOR));
	});
}

#[test]
fn set_is_the_present_one() {
	test(|| {
		assert_eq!(Staking::set(), None);

		serve(1, [(OPERATOR, 100), (RIVAL, 30)]);

		assert_eq!(Staking::set(), Some((SetId(1), vec![OPERATOR])));
		assert_eq!([OPERATOR, RIVAL].map(|who| Staking::is_active(&who)), [true, false]);
	});
}
