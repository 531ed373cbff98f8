// SPDX-License-Identifier: Apache-2.0

//! Every invariant notices when it is broken.

use crate::{mock::*, Followed};
use frame_support::BoundedVec;
use sp_runtime::TryRuntimeError;

/// A set is followed, and then it has other members.
fn broken(message: &'static str, members: &[u64]) {
	new_test_ext().execute_with(|| {
		follow(1, 1, &[1, 2]);
		check_invariants();

		Followed::<Test>::mutate(|known| {
			let known = known.as_mut().expect("it is followed");
			known.members = BoundedVec::truncate_from(members.to_vec());
		});

		assert_eq!(SetFollower::do_try_state(), Err(TryRuntimeError::Other(message)));
	});
}

#[test]
fn notices_a_set_without_members() {
	broken("a set that is followed has a member", &[]);
}

#[test]
fn notices_an_account_that_is_a_member_twice() {
	broken("an account is a member of a set that is followed once", &[1, 2, 1]);
}
