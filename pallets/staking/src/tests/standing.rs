// SPDX-License-Identifier: Apache-2.0

//! The standing of operators, as those see it who give them work.

use crate::{mock::*, Error};
use bulwark_traits::Standing;
use frame_support::{assert_noop, assert_ok};

fn is_open() -> bool {
	<Staking as Standing<_>>::is_open(&OPERATOR)
}

fn is_in_order() -> bool {
	<Staking as Standing<_>>::is_in_order(&OPERATOR)
}

#[test]
fn operator_is_in_order_when_it_has_registered() {
	test(|| {
		assert!(!is_open() && !is_in_order());

		register(OPERATOR);

		assert!(is_open() && is_in_order());
	});
}

#[test]
fn operator_is_not_in_order_while_it_is_suspended() {
	test(|| {
		register(OPERATOR);
		assert_ok!(Staking::suspend(root(), OPERATOR));
		assert!(is_open() && !is_in_order());

		assert_ok!(Staking::resume(root(), OPERATOR));

		assert!(is_in_order());
	});
}

#[test]
fn operator_is_in_order_again_when_all_of_its_bond_answers() {
	test(|| {
		register(OPERATOR);
		slash_bond(now(), percent(40));
		assert!(is_open() && !is_in_order());

		// What a top-up adds answers from the next epoch on.
		top_up_bond(OPERATOR, 400);
		assert!(!is_in_order());
		skip(1);

		assert!(is_in_order());
	});
}

#[test]
fn operator_is_not_open_when_it_closes() {
	test(|| {
		register(OPERATOR);

		retire(OPERATOR);

		assert!(!is_open() && !is_in_order());
		assert_noop!(Staking::top_up_bond(signed(OPERATOR)), Error::<Test>::AlreadyClosing);
	});
}
