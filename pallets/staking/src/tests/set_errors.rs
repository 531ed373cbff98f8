// SPDX-License-Identifier: Apache-2.0

//! Errors of the active set: each changes nothing.

use crate::{mock::*, Error};
use frame_support::assert_noop;
use sp_runtime::traits::BadOrigin;

#[test]
fn in_active_set_when_nobody_takes_the_operators_place() {
	test(|| {
		serve(1, [(OPERATOR, 100)]);
		retire(OPERATOR);
		for _ in 0..=2 * WINDOW {
			next_epoch();
		}

		assert_noop!(
			Staking::withdraw_bond(signed(OPERATOR), OPERATOR),
			Error::<Test>::InActiveSet
		);
	});
}

#[test]
fn in_active_set_when_no_block_has_put_the_operator_out() {
	test(|| {
		serve(1, [(OPERATOR, 100), (RIVAL, 100)]);
		retire(OPERATOR);
		skip(WINDOW + 1);
		assert_noop!(
			Staking::withdraw_bond(signed(OPERATOR), OPERATOR),
			Error::<Test>::InActiveSet
		);

		next_block();

		withdraw_bond(OPERATOR, BOND);
	});
}

#[test]
fn invalid_set_size_when_it_is_nothing_or_leaves_no_room_for_anybody_else() {
	test(|| {
		for size in [0, MAX_OPERATORS, u32::MAX] {
			let sized = Staking::set_active_set_size(root(), size);
			assert_noop!(sized, Error::<Test>::InvalidSetSize);
		}

		set_size(MAX_SET);
		set_size(1);
	});
}

#[test]
fn bad_origin_when_the_caller_is_not_the_admin() {
	test(|| {
		assert_noop!(Staking::set_active_set_size(signed(ALICE), 1), BadOrigin);
	});
}
