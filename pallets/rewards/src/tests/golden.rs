// SPDX-License-Identifier: Apache-2.0

//! The worked examples of the documentation.

use crate::{mock::*, EpochIndex, Event, RewardClaim};
use frame_support::assert_noop;

#[docify::export]
#[test]
fn ratios_of_a_half_and_nine_tenths_pay_nine_and_four() {
	test(|| {
		delegate(STANDALONE, ALICE, 10);
		skip(1);
		reward(STANDALONE, GOLD, 5, now());
		delegate(STANDALONE, BOB, 10);
		skip(1);

		reward(STANDALONE, GOLD, 8, now());

		assert_eq!(earned(STANDALONE, ALICE, GOLD), 9);
		assert_eq!(earned(STANDALONE, BOB, GOLD), 4);
	});
}

#[test]
fn ten_at_a_commission_of_a_fifth_are_eight_and_two() {
	test(|| {
		delegate(BACKED, ALICE, 100);
		take(20);
		skip(1);

		reward(BACKED, GOLD, 10, now());

		assert_eq!(earned(BACKED, ALICE, GOLD), 8);
		assert_eq!(commission(BACKED, GOLD), 2);
	});
}

#[test]
fn ten_thousand_left_early_at_a_penalty_of_a_half_are_five_and_five_thousand() {
	test(|| {
		let position = stake(STANDALONE, ALICE, 10_000, tier(8, 100));
		skip(1);
		reward(STANDALONE, GOLD, 100, now());

		unstake(ALICE, position);

		skip(1);
		assert_eq!(withdraws(STANDALONE, ALICE), 5_000);
		assert_eq!(withdraws(STANDALONE, TREASURY), 5_000);
		assert_eq!(earned(STANDALONE, ALICE, GOLD), 100, "rewards are kept");
	});
}

#[docify::export]
#[test]
fn two_positions_at_one_and_a_half_divide_three_hundred_as_two_and_one() {
	test(|| {
		let one = stake(STANDALONE, ALICE, 1_000, tier(8, 100));
		let half = stake(STANDALONE, BOB, 1_000, tier(1, 50));
		skip(1);

		reward(STANDALONE, GOLD, 300, now());
		stake(STANDALONE, CHARLIE, 1_000_000, tier(26, 200));
		delegate(STANDALONE, DAVE, 1_000_000);
		skip(1);

		assert_eq!(earned_by(one, GOLD), 200);
		assert_eq!(earned_by(half, GOLD), 100);
	});
}

#[docify::export]
#[test]
fn tagged_position_leaves_a_hundred_to_the_owner_and_returns_fifty() {
	test(|| {
		let position = stake(STANDALONE, ALICE, 1_000, tier(8, 100));
		skip(1);
		reward(STANDALONE, GOLD, 100, now());
		skip(8);
		reward(STANDALONE, GOLD, 50, now());
		skip(1);

		tag(position, BOB);

		assert_has(Event::ExpiredRewardsReturned {
			position_id: position,
			asset: GOLD,
			amount: 50,
		});
		assert_eq!(streaming(STANDALONE, 1), 50, "a stream for those who stay");
		assert_eq!(earned_by(position, GOLD), 100, "what it had earned until it expired");
	});
}

#[test]
fn tagger_earns_with_half_the_base_multiplier_and_the_owner_nothing() {
	test(|| {
		let position = stake(STANDALONE, ALICE, 1_000, tier(8, 100));
		delegate(STANDALONE, CHARLIE, 1_000);
		skip(10);
		tag(position, BOB);

		reward(STANDALONE, GOLD, 150, now());

		let to_bob = gain(GOLD, BOB, || assert_eq!(earned_by(position, GOLD), 0));
		assert_eq!(to_bob, 50);
		assert_eq!(earned(STANDALONE, CHARLIE, GOLD), 100);
	});
}

#[test]
fn who_leaves_in_twelve_has_its_half_of_a_late_reward_for_eleven() {
	test(|| {
		delegate(BACKED, ALICE, 100);
		delegate(BACKED, BOB, 100);
		go_to(12);
		undelegate_all(BACKED, ALICE);

		reward(BACKED, GOLD, 1_000, 11);

		assert_eq!(earned(BACKED, ALICE, GOLD), 500);
		assert_eq!(earned(BACKED, BOB, GOLD), 500);
	});
}

#[test]
fn commission_set_in_ten_counts_from_eleven_and_changes_in_thirteen_again() {
	test(|| {
		delegate(BACKED, ALICE, 100);
		take(20);
		for epoch in [10, 11, 12] {
			go_to(epoch);
			assert_noop!(try_take(10), crate::Error::<Test>::CommissionLocked);
		}

		go_to(13);
		take(10);

		reward(BACKED, GOLD, 100, 11);
		reward(BACKED, GOLD, 100, 13);
		assert_eq!(commission(BACKED, GOLD), 40);
		go_to(14);
		reward(BACKED, GOLD, 100, 14);
		assert_eq!(commission(BACKED, GOLD), 10);
	});
}

// Extremes.

#[test]
fn reward_of_one_unit_is_divided_over_stake_of_eighteen_decimals_without_loss() {
	test(|| {
		const UNIT: u128 = 1_000_000_000_000_000_000;
		delegate(STANDALONE, ALICE, 300_000_000 * UNIT / 1_000);
		delegate(STANDALONE, BOB, 100_000_000 * UNIT / 1_000);
		skip(1);

		for _ in 0..4 {
			reward(STANDALONE, GOLD, 1, now());
		}

		assert_eq!(earned(STANDALONE, ALICE, GOLD), 3);
		assert_eq!(earned(STANDALONE, BOB, GOLD), 1);
	});
}

#[test]
fn stakers_of_one_unit_go_through_a_merge_at_odd_multipliers() {
	test(|| {
		configure(BACKED, crate::Offer { tiers: tiers(&[(3, 130), (4, 190)]), ..backed_offer() });
		let light = stake(BACKED, ALICE, 1, tier(3, 130));
		delegate(BACKED, CHARLIE, 999);
		skip(1);
		slash(now(), percent(33));
		top_up();
		let heavy = stake(BACKED, BOB, 1, tier(4, 190));
		skip(1);
		reward(BACKED, GOLD, 1_000_000, now());
		let then = EpochIndex(now() + WINDOW + 1);
		let foreseen = [light, heavy]
			.map(|position| Rewards::available_reward(RewardClaim::Position(position), then));
		let before = (foreseen[0].clone(), foreseen[1].clone());

		skip(WINDOW + 1);

		assert_eq!((view(light).claimable, view(heavy).claimable), before);
		for (who, position) in [(ALICE, light), (BOB, heavy)] {
			unstake(who, position);
		}
	});
}
