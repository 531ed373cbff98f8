// SPDX-License-Identifier: Apache-2.0

//! Locking a position for longer.

use crate::{mock::*, Error, Event, PositionId};
use bulwark_ledger::EpochIndex;
use frame_support::assert_noop;

/// A position of 1 000 that is locked from epoch 11 until 15.
fn position() -> PositionId {
	stake(STANDALONE, ALICE, 1_000, tier(4, 80))
}

// Extending.

#[test]
fn extend_locks_for_the_whole_duration_from_the_next_epoch() {
	test(|| {
		let position = position();
		skip(3);

		let new = extend(ALICE, position);

		assert_last(Event::Extended { position_id: position, new_id: new, expiry: EpochIndex(18) });
		assert_eq!(view(new).expiry, EpochIndex(18));
		let says = r#"{"name":"Position 2","description":"1000 units in pool 1, multiplier 0.80, locked until epoch 18"}"#;
		assert_eq!(text(new), says);
	});
}

#[test]
fn extend_keeps_stake_weight_and_rewards() {
	test(|| {
		let position = position();
		skip(1);
		reward(STANDALONE, GOLD, 40, now());
		let account = view(position).account;
		let before = reward_weight(STANDALONE, &account);

		let new = extend(ALICE, position);

		assert_eq!(stake_in(new), (1_000, 0));
		assert_eq!(
			(view(new).account, reward_weight(STANDALONE, &account)),
			(account.clone(), before)
		);
		assert_eq!(earned_by(new, GOLD), 40);
	});
}

#[test]
fn extend_lets_the_owner_earn_beyond_the_first_expiry() {
	test(|| {
		let position = position();
		skip(4);
		let new = extend(ALICE, position);
		skip(3);

		reward(STANDALONE, GOLD, 40, now());

		assert_eq!(now(), 17);
		assert_eq!(earned_by(new, GOLD), 40);
		assert!(!view(new).is_expired);
		assert!(
			!expiring(STANDALONE).iter().any(|(epoch, _)| *epoch == 15),
			"nobody expired in 15"
		);
	});
}

#[test]
fn extend_needs_a_longer_lock() {
	test(|| {
		let position = position();
		assert_noop!(try_extend(ALICE, position), Error::<Test>::NothingToExtend);

		skip(1);
		let new = extend(ALICE, position);

		assert_noop!(try_extend(ALICE, new), Error::<Test>::NothingToExtend);
	});
}

#[test]
fn extend_is_refused_when_the_position_has_expired() {
	test(|| {
		let position = position();
		skip(5);

		assert_noop!(try_extend(ALICE, position), Error::<Test>::PositionExpired);
	});
}

#[test]
fn extend_is_refused_when_the_position_is_tagged() {
	test(|| {
		let position = position();
		skip(6);
		tag(position, BOB);

		assert_noop!(try_extend(ALICE, position), Error::<Test>::PositionTagged);
	});
}

#[test]
fn locks_are_refused_when_the_pool_has_closed() {
	test(|| {
		let open = stake(BACKED, ALICE, 1_000, tier(8, 200));
		let expired = stake(BACKED, ALICE, 1_000, tier(3, 100));
		skip(4);
		retire();

		assert_noop!(try_extend(ALICE, open), Error::<Test>::PoolClosed);
		assert_noop!(try_restake(ALICE, expired), Error::<Test>::PoolClosed);
	});
}

// Restaking.

#[test]
fn restake_begins_the_same_lock_anew() {
	test(|| {
		let position = position();
		skip(7);

		let new = restake(ALICE, position);

		assert_last(Event::Restaked { position_id: position, new_id: new, expiry: EpochIndex(22) });
		let view = view(new);
		assert!(!view.is_expired);
		assert_eq!((view.duration, view.multiplier.0), (4, 80));
		assert_eq!(stake_in(new), (1_000, 0));
	});
}

#[test]
fn restake_gives_the_owner_what_the_position_earned_since_it_expired() {
	test(|| {
		let position = position();
		skip(1);
		reward(STANDALONE, GOLD, 100, now());
		skip(5);
		reward(STANDALONE, GOLD, 50, now());
		assert_eq!(earned_by(position, GOLD), 100);

		let new = restake(ALICE, position);

		assert_eq!(view(new).unvested, [(GOLD, 50)]);
		skip(2);
		assert_eq!(earned_by(new, GOLD), 50);
		reward(STANDALONE, GOLD, 7, now());
		assert_eq!(earned_by(new, GOLD), 7);
	});
}

#[test]
fn restake_can_not_be_cancelled() {
	test(|| {
		let position = position();
		skip(5);
		let new = restake(ALICE, position);

		assert_eq!(view(new).penalty, percent(50));
		unstake(ALICE, new);
		assert_eq!(unbonding(STANDALONE, ALICE), [(now() + 1, 500)]);
	});
}

#[test]
fn restake_is_refused_before_the_position_expires() {
	test(|| {
		let position = position();
		skip(4);
		assert_noop!(try_restake(ALICE, position), Error::<Test>::NotExpired);

		skip(1);
		restake(ALICE, position);
	});
}

#[test]
fn restake_ends_a_tag() {
	test(|| {
		delegate(STANDALONE, BOB, 1_000);
		let position = position();
		skip(6);
		tag(position, CHARLIE);
		reward(STANDALONE, GOLD, 75, now());

		let new = restake(ALICE, position);

		assert_eq!(view(new).tagged_for, None);
		assert_eq!(earned(STANDALONE, CHARLIE, GOLD), 25, "is the tagger's to claim");
		reward(STANDALONE, GOLD, 130, now());
		assert_eq!(earned_by(new, GOLD), 80);
		assert_eq!(earned(STANDALONE, CHARLIE, GOLD), 0);
	});
}

#[test]
fn restake_gives_the_owner_what_it_had_left_unclaimed_when_it_was_tagged() {
	test(|| {
		let position = position();
		skip(1);
		reward(STANDALONE, GOLD, 100, now());
		skip(5);
		tag(position, CHARLIE);

		let new = restake(ALICE, position);

		assert_eq!(earned_by(new, GOLD), 100);
	});
}

#[test]
fn restake_can_be_tagged_again_when_it_has_expired_again() {
	test(|| {
		let position = position();
		skip(6);
		tag(position, CHARLIE);
		let new = restake(ALICE, position);
		skip(6);

		tag(new, BOB);

		assert_eq!(view(new).tagged_for, Some(BOB));
	});
}
