// SPDX-License-Identifier: Apache-2.0

//! Making two positions of one, and one of two.

use crate::{mock::*, Error, Event, Offer, PositionId};
use bulwark_ledger::EpochIndex;
use frame_support::assert_noop;

type StakingError = pallet_operator_staking::Error<Test>;

/// A position of 1 000 in the standalone pool that is locked for four epochs.
fn position() -> PositionId {
	stake(STANDALONE, ALICE, 1_000, tier(4, 80))
}

// Splitting.

#[test]
fn split_leaves_both_parts_the_terms_and_the_expiry() {
	test(|| {
		let position = position();
		skip(1);

		let (rest, part) = split(ALICE, position, 300);

		for (half, amount) in [(rest, 700), (part, 300)] {
			let view = view(half);
			assert_eq!(stake_in(half), (amount, 0));
			assert_eq!((view.expiry.0, view.duration, view.multiplier.0), (15, 4, 80));
			assert!(text(half).contains(&format!("{amount} units")));
		}
	});
}

#[test]
fn split_leaves_what_was_earned_with_the_rest() {
	test(|| {
		let position = position();
		skip(1);
		reward(STANDALONE, GOLD, 40, now());

		let (rest, part) = split(ALICE, position, 300);

		assert_eq!(earned_by(part, GOLD), 4, "of the 15 that have not vested");
		assert_eq!(earned_by(rest, GOLD), 25 + 10);
		skip(1);
		assert_eq!((earned_by(part, GOLD), earned_by(rest, GOLD)), (4, 10), "and halves");
		reward(STANDALONE, GOLD, 100, now());
		assert_eq!(earned_by(part, GOLD), 30);
		assert_eq!(earned_by(rest, GOLD), 70);
	});
}

#[test]
fn split_divides_what_comes_late_by_what_stands_now() {
	test(|| {
		let position = stake(BACKED, ALICE, 1_000, tier(8, 200));
		skip(2);
		let (rest, part) = split(ALICE, position, 300);

		reward(BACKED, GOLD, 100, 11);

		assert_eq!(earned_by(part, GOLD), 30);
		assert_eq!(earned_by(rest, GOLD), 70);
	});
}

#[test]
fn split_works_before_the_stake_counts() {
	test(|| {
		let (rest, part) = split(ALICE, position(), 300);

		assert_eq!((stake_in(rest), stake_in(part)), ((0, 700), (0, 300)));
		let paid = gain(NATIVE, ALICE, || unstake(ALICE, part));
		assert_eq!(paid, 300);
	});
}

#[test]
fn split_parts_expire_each_on_their_own() {
	test(|| {
		let (rest, part) = split(ALICE, position(), 300);
		skip(1);
		reward(STANDALONE, GOLD, 100, now());
		let rest = extend(ALICE, rest);
		skip(4);
		reward(STANDALONE, GOLD, 100, now());

		assert_eq!(earned_by(rest, GOLD), 140);
		assert_eq!(earned_by(part, GOLD), 30);
		skip(1);
		tag(part, BOB);
	});
}

#[test]
fn split_leaves_something_in_both() {
	test(|| {
		let position = position();
		skip(1);

		assert_noop!(try_split(ALICE, position, 1_000), Error::<Test>::CannotSplit);
		assert_noop!(try_split(ALICE, position, 1_001), StakingError::InsufficientStake);
		assert_noop!(try_split(ALICE, position, 0), StakingError::BelowMinimum);

		split(ALICE, position, 999);
	});
}

#[test]
fn split_leaves_the_minimum_in_both() {
	test(|| {
		let pool = pool_with_minimum(50);
		let position = stake(pool, ALICE, 1_000, tier(8, 200));
		skip(1);

		for amount in [49, 951] {
			assert_noop!(try_split(ALICE, position, amount), StakingError::BelowMinimum);
		}

		let (rest, part) = split(ALICE, position, 950);
		assert_noop!(try_split(ALICE, rest, 1), StakingError::BelowMinimum);
		split(ALICE, part, 50);
	});
}

#[test]
fn split_divides_slashed_stake_by_its_value() {
	test(|| {
		let position = stake(BACKED, ALICE, 1_000, tier(8, 200));
		skip(1);
		slash(now(), percent(30));

		let (rest, part) = split(ALICE, position, 300);

		assert_eq!(stake_in(part), (300, 0));
		assert_eq!(stake_in(rest), (399, 0), "429 shares of 1000 went, at 0.7 each");
	});
}

#[test]
fn positions_are_neither_split_nor_merged_when_one_has_expired() {
	test(|| {
		let old = position();
		skip(1);
		let young = position();
		skip(4);

		assert_noop!(try_split(ALICE, old, 300), Error::<Test>::PositionExpired);
		for (one, other) in [(old, young), (young, old)] {
			assert_noop!(try_merge(ALICE, one, other), Error::<Test>::PositionExpired);
		}
		skip(2);
		tag(old, BOB);
		assert_noop!(try_split(ALICE, old, 300), Error::<Test>::PositionTagged);
		assert_noop!(try_merge(ALICE, old, young), Error::<Test>::PositionTagged);
	});
}

// Merging.

#[test]
fn merge_takes_the_later_expiry_and_all_that_was_earned() {
	test(|| {
		let old = position();
		skip(1);
		reward(STANDALONE, GOLD, 40, now());
		let young = position();
		skip(1);
		reward(STANDALONE, GOLD, 60, now());

		let new = merge(ALICE, old, young);

		let (position, other, expiry) = (old, young, EpochIndex(16));
		assert_last(Event::Merged { position_id: position, other_id: other, new_id: new, expiry });
		assert_eq!(stake_in(new), (2_000, 0));
		assert_eq!(view(new).expiry, EpochIndex(16));
		skip(1);
		assert_eq!(earned_by(new, GOLD), 100);
	});
}

#[test]
fn merge_takes_the_later_expiry_whichever_comes_first() {
	test(|| {
		let old = position();
		skip(1);
		let young = position();

		let new = merge(ALICE, young, old);

		assert_eq!(view(new).expiry, EpochIndex(16));
		assert_eq!(stake_in(new), (1_000, 1_000));
		skip(4);
		assert!(!view(new).is_expired);
		skip(1);
		assert!(view(new).is_expired);
	});
}

#[test]
fn merge_undoes_a_split() {
	test(|| {
		let position = position();
		let account = view(position).account;
		skip(1);
		reward(STANDALONE, GOLD, 100, now());
		let before = reward_weight(STANDALONE, &account);
		let (rest, part) = split(ALICE, position, 300);

		let new = merge(ALICE, rest, part);

		assert_eq!(stake_in(new), (1_000, 0));
		assert_eq!(
			(view(new).account, reward_weight(STANDALONE, &account)),
			(account.clone(), before)
		);
		skip(1);
		assert_eq!(earned_by(new, GOLD), 100);
	});
}

#[test]
fn merge_leaves_nothing_of_the_other_account() {
	test(|| {
		let (one, other) = (position(), position());
		skip(1);
		reward(STANDALONE, GOLD, 100, now());
		let account = view(other).account;

		merge(ALICE, one, other);

		assert_forgotten(STANDALONE, account);
	});
}

#[test]
fn merged_position_expires_when_all_its_stake_has_matured() {
	test(|| {
		let old = stake(BACKED, ALICE, 1_000, tier(3, 100));
		skip(1);
		let young = stake(BACKED, ALICE, 500, tier(3, 100));
		let new = merge(ALICE, old, young);
		skip(1);
		reward(BACKED, GOLD, 30, now());
		skip(3);

		reward(BACKED, GOLD, 30, 14);
		reward(BACKED, GOLD, 7, 15);

		assert_eq!(now(), 15);
		assert_eq!(earned_by(new, GOLD), 60, "all before 15, also what comes late");
	});
}

#[test]
fn merge_needs_two_positions_of_one_pool_under_the_same_terms() {
	test(|| {
		let position = position();
		let elsewhere = stake(BACKED, ALICE, 1_000, tier(8, 200));
		let longer = stake(STANDALONE, ALICE, 1_000, tier(8, 100));
		configure(STANDALONE, Offer { penalty: percent(10), ..offer() });
		let cheaper = stake(STANDALONE, ALICE, 1_000, tier(4, 80));
		configure(STANDALONE, offer());

		for other in [position, elsewhere, longer, cheaper] {
			let merged = try_merge(ALICE, position, other);
			assert_noop!(merged, Error::<Test>::CannotMerge);
		}

		let same = stake(STANDALONE, ALICE, 1, tier(4, 80));
		merge(ALICE, position, same);
	});
}
