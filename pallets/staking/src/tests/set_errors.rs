// SPDX-License-Identifier: Apache-2.0

//! What is refused around the active set, and that nothing has changed.

use crate::{mock::*, EpochIndex, Error};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::{traits::BadOrigin, DispatchResult};

fn acknowledge(follower: AccountId, epoch: u32) -> DispatchResult {
	Staking::acknowledge_set(signed(follower), EpochIndex(epoch))
}

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
fn epoch_in_future_when_a_follower_knows_it_before_it_begins() {
	test(|| {
		go_to(5);
		assert_noop!(acknowledge(BOB, 6), Error::<Test>::EpochInFuture);

		assert_ok!(acknowledge(BOB, 5));
	});
}

#[test]
fn already_acknowledged_when_the_epoch_is_not_later_than_the_one_before() {
	test(|| {
		go_to(5);
		assert_ok!(acknowledge(BOB, 3));

		for epoch in [0, 2, 3] {
			assert_noop!(acknowledge(BOB, epoch), Error::<Test>::AlreadyAcknowledged);
		}

		assert_ok!(acknowledge(CHARLIE, 3));
		assert_ok!(acknowledge(BOB, 4));
	});
}

#[test]
fn bad_origin_when_the_caller_is_not_the_admin_or_no_follower() {
	test(|| {
		assert_noop!(Staking::set_active_set_size(signed(ALICE), 1), BadOrigin);
		assert_noop!(Staking::acknowledge_set(root(), EpochIndex(0)), BadOrigin);
	});
}
