// SPDX-License-Identifier: Apache-2.0

//! What a lock earns above the base multiplier is the owner's once it has lasted for the window.

use crate::{mock::*, Error, Event, Offer, PositionId, RewardClaim};
use frame_support::{assert_noop, assert_ok};

/// Ten times the weight of stake without a position.
fn friend() -> PositionId {
	configure(BACKED, Offer { tiers: tiers(&[(8, 1_000)]), ..backed_offer() });
	delegate(BACKED, BOB, 1_000);
	let position = stake(BACKED, ALICE, 1_000, tier(8, 1_000));
	skip(1);
	position
}

fn unvested(position: PositionId) -> u128 {
	view(position).unvested.iter().filter(|(asset, _)| *asset == GOLD).map(|(_, units)| units).sum()
}

fn claimable(position: PositionId) -> u128 {
	view(position)
		.claimable
		.iter()
		.filter(|(asset, _)| *asset == GOLD)
		.map(|(_, units)| units)
		.sum()
}

fn claims_of(position: PositionId) -> u128 {
	crate::mock::claims(RewardClaim::Position(position), GOLD, ALICE)
}

#[test]
fn a_young_lock_pays_by_the_base_multiplier_and_the_rest_when_it_has_vested() {
	test(|| {
		let position = friend();
		reward(BACKED, GOLD, 1_100, now());

		assert_eq!((claimable(position), unvested(position)), (100, 900));
		assert_eq!(claims_of(position), 100);
		assert_eq!((claimable(position), unvested(position)), (0, 900));
		reward(BACKED, GOLD, 110, now());
		assert_eq!(claims_of(position), 10, "what was not paid is not divided again");

		assert_eq!(view(position).vested_epoch.0, now() + WINDOW);
		skip(WINDOW);
		assert_eq!((claimable(position), unvested(position)), (990, 0));
		assert_eq!(claims_of(position), 990);
		check_invariants();
	});
}

/// A friend locks at 10.00, the operator is no longer active, and the friend leaves free: it has earned as if it had not
/// locked, and so it does of what comes late.
#[test]
fn leaving_free_before_earns_nothing_above_the_base() {
	test(|| {
		let position = friend();
		reward(BACKED, GOLD, 1_100, now());
		skip(1);
		let late = now();
		reward(BACKED, GOLD, 1_100, late);
		assert_ok!(Staking::suspend(root(), OPERATOR));

		unstake(ALICE, position);

		let (position_id, asset) = (position, GOLD);
		assert_has(Event::UnvestedRewardsReturned { position_id, asset, amount: 1_800 });
		assert_eq!(earned(BACKED, ALICE, GOLD), 200);
		reward(BACKED, GOLD, 2_000, late);
		assert_eq!(earned(BACKED, ALICE, GOLD), 1_000, "half of it, as the other half is Bob's");
		check_invariants();
	});
}

#[test]
fn leaving_with_the_penalty_keeps_it() {
	test(|| {
		let position = friend();
		reward(BACKED, GOLD, 1_100, now());

		unstake(ALICE, position);

		assert_eq!(earned(BACKED, ALICE, GOLD), 1_000);
	});
}

#[test]
fn leaving_free_in_part_returns_a_part_rounded_up() {
	test(|| {
		let position = friend();
		reward(BACKED, GOLD, 1_100, now());
		assert_ok!(Staking::suspend(root(), OPERATOR));

		let rest = unstake_part(ALICE, position, 301);

		assert_eq!((claimable(rest), unvested(rest)), (100, 900 - 271));
		reward(BACKED, GOLD, 6_990, now());
		skip(WINDOW);
		assert!(claimable(rest) > 729);
		check_invariants();
	});
}

#[test]
fn split_divides_what_has_not_vested() {
	test(|| {
		let position = friend();
		reward(BACKED, GOLD, 1_100, now());

		let (rest, part) = split(ALICE, position, 300);

		assert_eq!((claimable(rest), unvested(rest)), (100, 630));
		assert_eq!((claimable(part), unvested(part)), (0, 270));
		check_invariants();
	});
}

#[test]
fn merge_vests_with_the_later_lock_and_leaves_what_had_vested() {
	test(|| {
		let position = friend();
		reward(BACKED, GOLD, 1_100, now());
		skip(WINDOW);
		let other = stake(BACKED, ALICE, 1_000, tier(8, 1_000));
		assert_eq!(claimable(position), 1_000);

		let merged = merge(ALICE, position, other);

		assert_eq!((claimable(merged), unvested(merged)), (1_000, 0));
		assert_eq!(view(merged).vested_epoch.0, now() + 1 + WINDOW);
		skip(1);
		reward(BACKED, GOLD, 2_100, now());
		assert_eq!((claimable(merged), unvested(merged)), (1_200, 1_800));
		check_invariants();
	});
}

#[test]
fn extend_goes_on_vesting() {
	test(|| {
		let position = friend();
		reward(BACKED, GOLD, 1_100, now());
		skip(1);
		let vested_epoch = view(position).vested_epoch;

		let extended = extend(ALICE, position);

		assert_eq!((view(extended).vested_epoch, unvested(extended)), (vested_epoch, 900));
	});
}

/// `batch_all([restake, unstake])` while leaving is free pays no more than `unstake`.
#[test]
fn expired_rewards_vest_with_the_new_lock() {
	test(|| {
		let position = friend();
		reward(BACKED, GOLD, 1_100, now());
		skip(9);
		reward(BACKED, GOLD, 1_100, now());
		assert_eq!(claimable(position), 1_000);

		let restaked = restake(ALICE, position);

		assert_eq!((claimable(restaked), unvested(restaked)), (1_000, 1_000));
		assert_ok!(Staking::set_global_min_self_stake(root(), 1_000_000));
		unstake(ALICE, restaked);
		assert_eq!(earned(BACKED, ALICE, GOLD), 1_000);
		check_invariants();
	});
}

#[test]
fn expired_rewards_are_returned_by_leaving_early_and_the_owners_when_they_have_vested() {
	test(|| {
		let position = friend();
		skip(9);
		reward(BACKED, GOLD, 1_100, now());
		let restaked = restake(ALICE, position);
		skip(1);

		let rest = unstake_part(ALICE, restaked, 501);

		assert_eq!((claimable(rest), unvested(rest)), (0, 499));
		skip(WINDOW);
		assert_eq!(claimable(rest), 499 + 278, "with its part of what went back");
		check_invariants();
	});
}

#[test]
fn expired_rewards_are_the_owners_when_the_pool_closes() {
	test(|| {
		let position = friend();
		skip(9);
		reward(BACKED, GOLD, 1_100, now());
		let restaked = restake(ALICE, position);

		retire();

		assert_eq!((claimable(restaked), unvested(restaked)), (1_000, 0));
		unstake(ALICE, restaked);
		assert_eq!(earned(BACKED, ALICE, GOLD), 1_000);
		check_invariants();
	});
}

/// A large lock that stays does not pay for a small one that leaves: neither for its expired rewards,
#[test]
fn merge_before_leaving_early_keeps_no_expired_rewards() {
	test(|| {
		let position = friend();
		skip(9);
		reward(BACKED, GOLD, 1_100, now());
		let large = stake(BACKED, ALICE, 9_000, tier(8, 1_000));
		let restaked = restake(ALICE, position);
		skip(1);
		let merged = merge(ALICE, restaked, large);
		assert_eq!(unvested(merged), 1_000);

		let rest = unstake_part(ALICE, merged, 1_000);

		assert_eq!((claimable(rest), unvested(rest)), (0, 0));
		check_invariants();
	});
}

/// nor for what it earned above the base multiplier,
#[test]
fn merge_before_leaving_free_keeps_nothing_above_the_base() {
	test(|| {
		let position = friend();
		reward(BACKED, GOLD, 1_100, now());
		let large = stake(BACKED, ALICE, 9_000, tier(8, 1_000));
		let merged = merge(ALICE, position, large);
		skip(1);
		assert_ok!(Staking::suspend(root(), OPERATOR));
		assert_eq!((claimable(merged), unvested(merged)), (100, 900));

		let rest = unstake_part(ALICE, merged, 1_000);

		assert_eq!((claimable(rest), unvested(rest)), (100, 0));
		check_invariants();
	});
}

/// nor is it split off before.
#[test]
fn split_is_refused_when_merged_locks_have_not_vested() {
	test(|| {
		let position = friend();
		let other = stake(BACKED, ALICE, 9_000, tier(8, 1_000));
		let merged = merge(ALICE, position, other);
		skip(1);

		assert_noop!(try_split(ALICE, merged, 1_000), Error::<Test>::CannotSplit);

		skip(WINDOW - 1);
		assert_noop!(try_split(ALICE, merged, 1_000), Error::<Test>::CannotSplit);
		skip(1);
		split(ALICE, merged, 1_000);
	});
}

#[test]
fn locks_of_one_epoch_that_merge_are_split_as_one() {
	test(|| {
		configure(BACKED, Offer { tiers: tiers(&[(8, 1_000)]), ..backed_offer() });
		let [one, other] = [(); 2].map(|()| stake(BACKED, ALICE, 1_000, tier(8, 1_000)));

		let merged = merge(ALICE, one, other);

		split(ALICE, merged, 1_000);
	});
}

/// Who leaves an expired position gets nothing that comes late for the time since its expiry, and no more by locking it
/// for a moment: with the penalty or without.
#[test]
fn restake_before_leaving_earns_nothing_that_comes_late() {
	for is_free in [false, true] {
		test(|| {
			let position = friend();
			skip(10);
			let restaked = restake(ALICE, position);
			if is_free {
				assert_ok!(Staking::suspend(root(), OPERATOR));
			}

			unstake(ALICE, restaked);

			reward(BACKED, GOLD, 1_100, now() - 1);
			assert_eq!(earned(BACKED, ALICE, GOLD), 0);
			check_invariants();
		});
	}
}

/// In the epoch of the expiry there is no time between the locks.
#[test]
fn restake_in_the_epoch_of_the_expiry_keeps_what_comes_late() {
	test(|| {
		let position = friend();
		skip(8);
		let restaked = restake(ALICE, position);

		unstake(ALICE, restaked);

		reward(BACKED, GOLD, 1_100, now() - 1);
		assert_eq!(earned(BACKED, ALICE, GOLD), 1_000);
	});
}
