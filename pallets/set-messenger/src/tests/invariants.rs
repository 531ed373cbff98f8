// SPDX-License-Identifier: Apache-2.0

//! Every invariant notices when it is broken.

use crate::{mock::*, DueEpoch, EpochIndex, Followers};
use sp_runtime::TryRuntimeError;

/// A set was sent, and then something is broken.
fn broken(message: &'static str, spoil: impl FnOnce()) {
	ext_of(SetMessagesConfig { followers: vec![LEFT] }).execute_with(|| {
		elect(1, 5, &[10]);
		check_invariants();

		spoil();

		assert_eq!(SetMessages::do_try_state(), Err(TryRuntimeError::Other(message)));
	});
}

#[test]
fn notices_a_follower_that_is_named_twice() {
	broken("each follower is named once", || {
		Followers::<Test>::put(followers(&[LEFT, LEFT]));
	});
}

#[test]
fn notices_an_epoch_that_was_sent_and_is_due() {
	broken("an epoch is not due any more once its set was sent", || {
		DueEpoch::<Test>::put(EpochIndex(5));
	});
}
