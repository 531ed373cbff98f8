// SPDX-License-Identifier: Apache-2.0

//! Positions that have expired and were not noticed, until somebody does.

use crate::{mock::*, Call, Error, Event, Offer, Payee, PositionId, RewardClaim};
use frame_support::{assert_noop, assert_ok, dispatch::CheckIfFeeless};
use sp_runtime::traits::BadOrigin;

/// Alice's position of 1 000 that expires in 15 and can be tagged from 16 on.
fn position() -> PositionId {
	stake(STANDALONE, ALICE, 1_000, tier(4, 80))
}

/// The same in 16, with 50 that it has earned since it expired.
fn taggable() -> PositionId {
	let position = position();
	skip(5);
	reward(STANDALONE, GOLD, 50, now());
	skip(1);
	position
}

/// Whether tagging a position costs no fee.
fn is_free(position: PositionId) -> bool {
	Call::<Test>::tag { position_id: position, beneficiary: BOB }.is_feeless(&signed(PAUPER))
}

// When.

#[test]
fn tag_waits_until_no_reward_can_come_late_for_the_time_before_the_expiry() {
	for (pool, lock, window) in [(STANDALONE, tier(4, 80), 1), (BACKED, tier(3, 100), WINDOW)] {
		test(|| {
			let position = stake(pool, ALICE, 1_000, lock);
			let expiry = view(position).expiry.0;

			go_to(expiry - 1);
			assert_noop!(try_tag(position, BOB), Error::<Test>::NotExpired);
			for epoch in expiry..expiry + window {
				go_to(epoch);
				assert_noop!(try_tag(position, BOB), Error::<Test>::TooEarlyToTag);
			}

			go_to(expiry + window);
			assert_eq!(view(position).taggable_epoch.0, now());
			tag(position, BOB);
		});
	}
}

#[test]
fn tag_is_refused_when_there_is_one() {
	test(|| {
		let position = taggable();
		tag(position, BOB);

		assert_noop!(try_tag(position, CHARLIE), Error::<Test>::PositionTagged);
	});
}

#[test]
fn tag_is_refused_when_the_pool_has_closed() {
	test(|| {
		let position = stake(BACKED, ALICE, 1_000, tier(3, 100));
		skip(10);
		retire();

		assert_noop!(try_tag(position, BOB), Error::<Test>::PoolClosed);
	});
}

#[test]
fn tag_is_anybodys_who_signs() {
	test(|| {
		let position = taggable();
		let call = || Call::tag { position_id: position, beneficiary: BOB };

		assert_noop!(calls(RuntimeOrigin::none(), call()), BadOrigin);

		assert_ok!(calls(signed(ALICE), call()));
	});
}

// What becomes of rewards.

#[test]
fn tag_leaves_the_owner_what_it_earned_until_the_expiry_and_returns_the_rest() {
	test(|| {
		let position = position();
		skip(1);
		reward(STANDALONE, GOLD, 100, now());
		skip(4);
		reward(STANDALONE, SILVER, 50, now());
		skip(1);

		tag(position, BOB);

		assert_has(Event::ExpiredRewardsReturned {
			position_id: position,
			asset: SILVER,
			amount: 50,
		});
		assert_eq!(streaming(STANDALONE, 2), 50);
		assert_eq!(view(position).claimable, [(GOLD, 100)]);
		assert_eq!(earned_by(position, GOLD), 100);
	});
}

#[test]
fn tag_lets_what_it_returns_flow_to_those_who_stay() {
	test(|| {
		let position = taggable();
		delegate(STANDALONE, CHARLIE, 9_000);
		tag(position, BOB);
		skip(1);
		unstake(ALICE, position);

		skip(RETURN + 1);

		assert_eq!(earned(STANDALONE, CHARLIE, GOLD), 50);
		assert_eq!(earned(STANDALONE, ALICE, GOLD), 0);
	});
}

#[test]
fn tagged_position_earns_half_the_base_multiplier_for_the_tagger_alone() {
	test(|| {
		let position = taggable();
		delegate(STANDALONE, CHARLIE, 1_000);
		tag(position, BOB);
		poke(STANDALONE);
		skip(1);

		reward(STANDALONE, SILVER, 75, now());

		assert_eq!(earned(STANDALONE, CHARLIE, SILVER), 50);
		assert_eq!(claims(RewardClaim::Position(position), SILVER, BOB), 25);
		assert_eq!(earned_by(position, SILVER), 0);
	});
}

#[test]
fn tagged_position_pays_both_with_one_claim() {
	test(|| {
		let position = position();
		skip(1);
		reward(STANDALONE, GOLD, 100, now());
		skip(5);
		tag(position, BOB);
		reward(STANDALONE, SILVER, 30, now());
		let before = balance(GOLD, &ALICE);

		let to_bob = gain(SILVER, BOB, || claim(CHARLIE, RewardClaim::Position(position), None));

		assert_eq!((to_bob, balance(GOLD, &ALICE) - before), (30, 100));
		let again = try_claim(ALICE, RewardClaim::Position(position), None);
		assert_noop!(again, Error::<Test>::NothingToClaim);
	});
}

#[test]
fn tagged_position_pays_the_tagger_wherever_the_owner_wants_its_own() {
	test(|| {
		let position = position();
		skip(1);
		reward(STANDALONE, GOLD, 100, now());
		skip(5);
		tag(position, BOB);
		reward(STANDALONE, SILVER, 30, now());

		let to_charlie = gain(GOLD, CHARLIE, || {
			let to_bob = gain(SILVER, BOB, || {
				claim(ALICE, RewardClaim::Position(position), Some(CHARLIE));
			});
			assert_eq!(to_bob, 30);
		});

		assert_eq!(to_charlie, 100);
		let by_bob = try_claim(BOB, RewardClaim::Position(position), Some(BOB));
		assert_noop!(by_bob, Error::<Test>::NotOwner);
	});
}

#[test]
fn tagged_position_weighs_half_of_the_base_in_a_pool_for_positions_too() {
	test(|| {
		let pool = pool_for_positions();
		let position = stake(pool, ALICE, 1_000, tier(8, 200));
		skip(9 + WINDOW);

		tag(position, BOB);

		assert_eq!(reward_weight(pool, &view(position).account), 50_000);
	});
}

#[test]
fn late_rewards_are_the_owners_or_expired_by_the_epoch_they_were_earned_in() {
	test(|| {
		let position = stake(BACKED, ALICE, 1_000, tier(3, 100));
		go_to(16);
		reward(BACKED, GOLD, 70, 13);
		reward(BACKED, SILVER, 30, 14);

		assert_eq!(view(position).claimable, [(GOLD, 70)]);
		assert_eq!(view(position).expired_rewards, [(SILVER, 30)]);

		skip(1);
		tag(position, BOB);
		assert_eq!(earned_by(position, GOLD), 70);
		assert_has(Event::ExpiredRewardsReturned {
			position_id: position,
			asset: SILVER,
			amount: 30,
		});
	});
}

// Leaving.

#[test]
fn unstake_of_a_tagged_position_pays_the_owner_and_the_tagger() {
	test(|| {
		let position = position();
		skip(1);
		reward(STANDALONE, GOLD, 100, now());
		skip(5);
		tag(position, BOB);
		reward(STANDALONE, SILVER, 30, now());

		unstake(ALICE, position);

		assert_eq!(unbonding(STANDALONE, ALICE), [(now() + 1, 1_000)], "no penalty");
		assert_eq!(earned(STANDALONE, ALICE, GOLD), 100);
		assert_eq!(earned(STANDALONE, BOB, SILVER), 30);
	});
}

#[test]
fn unstake_of_an_expired_position_returns_what_it_earned_since() {
	test(|| {
		let position = position();
		skip(1);
		reward(STANDALONE, GOLD, 100, now());
		skip(4);
		reward(STANDALONE, SILVER, 50, now());
		skip(1);

		unstake(ALICE, position);

		assert_has(Event::ExpiredRewardsReturned {
			position_id: position,
			asset: SILVER,
			amount: 50,
		});
		assert_eq!(streaming(STANDALONE, 2), 50);
		assert_eq!(earned(STANDALONE, ALICE, GOLD), 100);
	});
}

#[test]
fn unstake_of_an_expired_position_gives_its_expired_rewards_to_the_treasury_when_the_pool_has_closed(
) {
	test(|| {
		let position = stake(BACKED, ALICE, 1_000, tier(3, 100));
		go_to(15);
		reward(BACKED, GOLD, 50, now());
		retire();

		unstake(ALICE, position);

		assert_has(Event::Unallocated { to: Payee::Pool(BACKED), asset: GOLD, amount: 50 });
		assert_eq!(gain(GOLD, TREASURY, || poke(BACKED)), 50);
	});
}

#[test]
fn all_is_the_owners_when_the_pool_closes_before_the_expiry() {
	test(|| {
		let position = stake(BACKED, ALICE, 1_000, tier(8, 200));
		skip(3);
		retire();
		reward(BACKED, GOLD, 50, now());
		skip(20);

		assert!(!view(position).is_expired);
		assert_eq!(earned_by(position, GOLD), 50);
		unstake(ALICE, position);
	});
}

// It does not pay to tag oneself.

#[test]
fn tagging_oneself_earns_less_than_unstaking_and_delegating() {
	for multiplier in [50, 70, 100, 200, 1_000] {
		let story = |act: fn(PositionId)| {
			let mut ext = new_test_ext();
			ext.execute_with(|| {
				configure(
					STANDALONE,
					Offer { tiers: tiers(&[(4, multiplier), (8, 100)]), ..offer() },
				);
				let position = stake(STANDALONE, ALICE, 1_000, tier(4, multiplier));
				delegate(STANDALONE, BOB, 1_000);
				skip(6);
				act(position);
				skip(1);
				reward(STANDALONE, GOLD, 1_000_000, now());
				check_invariants();

				let mut all = earned(STANDALONE, ALICE, GOLD);
				if owner(position).is_some() {
					all += earned_by(position, GOLD);
				}
				all
			})
		};

		let tagged = story(|position| tag(position, ALICE));
		let delegated = story(|position| {
			unstake(ALICE, position);
			delegate(STANDALONE, ALICE, 1_000);
		});

		assert!(tagged < delegated, "at {multiplier} hundredths: {tagged} and {delegated}");
	}
}

// The fee.

#[test]
fn tag_is_free_when_it_succeeds_and_returns_something() {
	test(|| {
		let position = position();
		let mut seen = Vec::new();
		for epoch in 11..=16 {
			go_to(epoch);
			if epoch == 15 {
				reward(STANDALONE, GOLD, 50, now());
			}
			seen.push(is_free(position));
		}
		assert_eq!(seen, [false, false, false, false, false, true]);

		tag(position, BOB);

		assert!(!is_free(position), "a second one fails");
		assert!(!is_free(PositionId(77)));
	});
}

#[test]
fn tag_is_free_from_the_minimum_balance_of_an_asset_on() {
	for (amount, free) in [(4, false), (5, true)] {
		test(|| {
			let position = position();
			skip(5);
			reward(STANDALONE, SILVER, amount, now());
			skip(1);

			assert_eq!(is_free(position), free);

			tag(position, BOB);
		});
	}
}

#[test]
fn tag_is_free_from_the_minimum_of_the_pool_on() {
	for (minimum, free) in [(500, true), (501, false)] {
		test(|| {
			let pool = pool_with_minimum(minimum);
			let position = stake(pool, ALICE, 1_000, tier(3, 100));
			skip(4);
			slash(now(), percent(50));
			top_up();
			reward(pool, GOLD, 50, now());
			skip(WINDOW);
			assert_eq!(stake_in(position), (500, 0));

			assert_eq!(is_free(position), free);

			tag(position, BOB);
		});
	}
}

#[test]
fn tag_costs_a_fee_when_the_position_is_worth_nothing() {
	test(|| {
		let pool = pool_with_minimum(0);
		let position = stake(pool, ALICE, 1, tier(3, 100));
		delegate(pool, BOB, 999);
		skip(1);
		slash(now(), percent(50));
		go_to(15);
		reward(pool, GOLD, 1_000_000, now());
		go_to(17);
		assert_eq!(stake_in(position), (0, 0));

		assert!(!is_free(position));
		unstake(ALICE, position);
	});
}

#[test]
fn tag_costs_a_fee_when_nobody_signed() {
	test(|| {
		let position = taggable();
		let call = Call::<Test>::tag { position_id: position, beneficiary: BOB };

		assert!(!call.is_feeless(&RuntimeOrigin::none()));
		assert!(call.is_feeless(&signed(PAUPER)));
	});
}
