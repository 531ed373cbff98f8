// SPDX-License-Identifier: Apache-2.0

//! The set as pallets of this chain see it.

use crate::{mock::*, SetId};
use bulwark_traits::ActiveSetInfo;

#[test]
fn door_shows_the_set_that_is_known() {
	test(|| {
		assert_eq!(<SetFollower as ActiveSetInfo<u64>>::set(), None);

		follow(3, 1, &[12, 11]);

		assert_eq!(<SetFollower as ActiveSetInfo<u64>>::set(), Some((SetId(3), vec![12, 11])));
		for (who, is_active) in [(11, true), (12, true), (13, false)] {
			assert_eq!(<SetFollower as ActiveSetInfo<u64>>::is_active(&who), is_active);
			assert_eq!(SetFollower::is_member(who), is_active);
		}
	});
}
