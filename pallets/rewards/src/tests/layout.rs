// SPDX-License-Identifier: Apache-2.0

//! Upgrades with other bounds than those by which the storage was laid out.

use crate::{mock::*, Bounds, Event};

bulwark_testing::layout_tests!(Rewards, || {
	take(10);
	delegate(BACKED, ALICE, 1_000);
	stake(BACKED, ALICE, 1_000, tier(8, 200));
	skip(1);
	reward(BACKED, GOLD, 1_000, now());
	undelegate(BACKED, ALICE, 400);
	fund(BACKED, GOLD, 1_000, 8);
	skip(WINDOW);
	poke(BACKED);
	undelegate(BACKED, ALICE, 100);
	reward(BACKED, GOLD, 1_000, now());
});
