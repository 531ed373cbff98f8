// SPDX-License-Identifier: Apache-2.0

//! Upgrades with other bounds than those by which the storage was laid out.

use crate::{mock::*, Bounds, Event};

fn follow_one() {
	follow(1, 1, &[1, 2]);
}

bulwark_testing::layout_tests!(SetFollower, follow_one);
