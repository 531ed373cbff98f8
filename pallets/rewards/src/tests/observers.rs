// SPDX-License-Identifier: Apache-2.0

//! Rewards follow stake wherever it goes, and never stand in its way.

use crate::{mock::*, PoolId};

/// A pool that begins to pay rewards when stake stands in it in every state: mature, merged and not followed, young,
/// begun just now, leaving, and on its way to another pool.
fn configured_late() -> PoolId {
	let other = bare_pool(NATIVE);
	delegate(BACKED, ALICE, 100);
	skip(1);
	delegate(BACKED, BOB, 100);
	skip(WINDOW);
	delegate(BACKED, CHARLIE, 100);
	skip(1);
	undelegate(BACKED, ALICE, 20);
	delegate(BACKED, DAVE, 300);
	delegate(BACKED, SPONSOR, 100);
	skip(1);
	redelegate_all(BACKED, other, SPONSOR);
	delegate(BACKED, TREASURY, 100);
	configure(BACKED, backed_offer());
	other
}

#[test]
fn stakers_of_before_earn_from_the_configuration_on() {
	test_bare(|| {
		configured_late();

		reward(BACKED, GOLD, 6_800, now());

		// 80, 100, 100, 300, and 100 that leave with this epoch; what begins with the next has earned nothing.
		assert_eq!(earned(BACKED, ALICE, GOLD), 800);
		assert_eq!(earned(BACKED, BOB, GOLD), 1_000);
		assert_eq!(earned(BACKED, CHARLIE, GOLD), 1_000);
		assert_eq!(earned(BACKED, DAVE, GOLD), 3_000);
		assert_eq!(earned(BACKED, TREASURY, GOLD), 0);
		assert_eq!(available(BACKED, SPONSOR), []);
	});
}

#[test]
fn stakers_of_before_earn_what_comes_late_for_the_time_before() {
	test_bare(|| {
		configured_late();

		reward(BACKED, GOLD, 4_000, now() - 1);

		// 80, 20 that left with that epoch, 100, 100, and 100 that were to come.
		assert_eq!(earned(BACKED, ALICE, GOLD), 1_333);
		assert_eq!(earned(BACKED, BOB, GOLD), 1_333);
		assert_eq!(earned(BACKED, CHARLIE, GOLD), 1_333);
		assert_eq!(earned(BACKED, DAVE, GOLD), 0);
	});
}

#[test]
fn stakers_of_before_go_on_through_merges_and_moves() {
	test_bare(|| {
		let other = configured_late();
		reward(BACKED, GOLD, 6_800, now());
		skip(WINDOW + 2);
		check_invariants();
		complete(BACKED, other, SPONSOR);
		for who in [ALICE, BOB, CHARLIE, DAVE] {
			undelegate_all(BACKED, who);
		}
		skip(WINDOW + 1);

		let paid = [ALICE, BOB, CHARLIE, DAVE, SPONSOR].map(|who| earned(BACKED, who, GOLD));

		assert_eq!(paid, [800, 1_000, 1_000, 3_000, 1_000]);
	});
}

#[test]
fn delegated_stake_has_one_multiplier_whatever_is_offered() {
	test_bare(|| {
		delegate(STANDALONE, ALICE, 100);
		configure(STANDALONE, offer());
		delegate(STANDALONE, BOB, 100);
		skip(1);

		reward(STANDALONE, GOLD, 90, now());
		assert_eq!(earned(STANDALONE, ALICE, GOLD), 45);
		assert_eq!(earned(STANDALONE, BOB, GOLD), 45);

		delegate(STANDALONE, ALICE, 100);
		skip(1);
		reward(STANDALONE, SILVER, 90, now());
		assert_eq!(earned(STANDALONE, ALICE, SILVER), 60, "twice as much stake");
		assert_eq!(earned(STANDALONE, BOB, SILVER), 30);
	});
}

#[test]
fn rewards_of_before_a_slash_are_not_slashed() {
	test(|| {
		delegate(BACKED, ALICE, 100);
		delegate(BACKED, BOB, 300);
		fund(BACKED, GOLD, 400, 1);
		skip(2);

		slash(11, percent(50));

		assert_eq!(earned(BACKED, ALICE, GOLD), 100);
		assert_eq!(earned(BACKED, BOB, GOLD), 300);
	});
}

#[test]
fn stake_leaves_a_pool_that_pays_nothing() {
	test_bare(|| {
		delegate(STANDALONE, ALICE, 100);
		skip(1);

		undelegate_all(STANDALONE, ALICE);

		skip(1);
		assert_eq!(withdraws(STANDALONE, ALICE), 100);
		assert_eq!(crate::Entitlements::<Test>::iter().count(), 0);
	});
}
