// SPDX-License-Identifier: Apache-2.0

//! Upgrades with other bounds than those by which the storage was laid out.

use crate::{mock::*, Bounds, Event};
use frame_support::assert_ok;

fn send_one_and_owe_another() {
	assert_ok!(SetMessages::set_followers(RuntimeOrigin::root(), followers(&[LEFT])));
	elect(1, 5, &[10]);
	announce(1, 6, 6, &[10]);
}

bulwark_testing::layout_tests!(SetMessages, send_one_and_owe_another);
