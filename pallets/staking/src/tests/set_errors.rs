// SPDX-License-Identifier: Apache-2.0

//! Errors of the active set: each changes nothing.

use crate::{mock::*, Error};
use frame_support::assert_noop;
use sp_runtime::traits::BadOrigin;

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
