// SPDX-License-Identifier: Apache-2.0

//! A set and its messages, from the first to one that is overtaken.

use crate::{mock::*, Error};
use frame_support::assert_noop;

#[docify::export]
#[test]
fn newest_set_is_known_whatever_comes_late() {
	test(|| {
		// The chain tells the set of epoch 10, and is answered.
		follow(1, 10, &[11, 12, 13]);

		// The message of epoch 11 is lost; that of 12 has all members again.
		follow(3, 12, &[12, 14]);

		// That of 11 comes after all, and then that of 12 a second time: both are old news.
		assert_noop!(told(2, 11, &[11, 12]), Error::<Test>::OldNews);
		assert_noop!(told(3, 12, &[12, 14]), Error::<Test>::OldNews);
		assert_known(3, 12, &[12, 14]);
		assert_eq!(Acknowledged::get(), [10, 12]);
	});
}
