// SPDX-License-Identifier: Apache-2.0

//! Expiries: pages of 32 epochs, of which each has the number of its positions and what they have earned up to it.

use crate::{mock::*, Balance, Offer, PositionId};

/// A position in the operator's pool, three epochs from the next one on: locked in epoch n it expires in n + 4.
fn lock(who: AccountId) -> PositionId {
	stake(BACKED, who, 1_000, tier(3, 100))
}

/// The gold that a claim pays to the owner of a position, and its expired rewards.
fn gold(position: PositionId) -> (Balance, Balance) {
	let of = |amounts: Vec<(AssetId, Balance)>| {
		amounts.into_iter().find(|(asset, _)| *asset == GOLD).map_or(0, |(_, units)| units)
	};
	let view = view(position);
	(of(view.claimable), of(view.expired_rewards))
}

#[test]
fn page_is_kept_when_it_grows_and_when_epochs_of_it_pass() {
	test(|| {
		skip(6);
		lock(ALICE);
		skip(1);
		lock(BOB);
		skip(3);
		assert_eq!(expiring(BACKED), [(20, 1), (21, 1)]);

		let late = lock(CHARLIE);
		reward(BACKED, GOLD, 20, now());
		skip(1);
		lock(DAVE);
		lock(DAVE);

		assert_eq!(expiring(BACKED), [(20, 1), (21, 1), (24, 1), (25, 2)]);
		assert_eq!(pages_of_expiries(), 1);
		assert_eq!(gold(late), (0, 0));
		assert_eq!(gold(PositionId(1)), (0, 10));
		assert_eq!(gold(PositionId(2)), (10, 0));
	});
}

#[test]
fn page_goes_with_its_last_position() {
	test(|| {
		skip(17);
		let (first, second) = (lock(ALICE), lock(BOB));
		skip(1);
		let third = lock(ALICE);
		assert_eq!(expiring(BACKED), [(31, 2), (32, 1)]);
		assert_eq!(pages_of_expiries(), 2);

		unstake(ALICE, first);
		assert_eq!(pages_of_expiries(), 2);
		let second = extend(BOB, second);
		assert_eq!(expiring(BACKED), [(32, 2)]);
		assert_eq!(pages_of_expiries(), 1);

		skip(20);
		let third = restake(ALICE, third);
		unstake(BOB, second);
		assert_eq!(expiring(BACKED), [(52, 1)]);
		unstake(ALICE, third);
		assert_eq!(pages_of_expiries(), 0);
	});
}

#[test]
fn as_many_as_can_be_pass_at_once() {
	test(|| {
		let of = |duration| Offer { tiers: tiers(&[(duration, 100)]), ..offer() };
		let lock = |duration| {
			configure(STANDALONE, of(duration));
			stake(STANDALONE, ALICE, 1_000, tier(duration, 100))
		};
		let mut positions: Vec<_> = (1..=26).map(lock).collect();
		skip(1);
		positions.push(lock(26));
		fund(STANDALONE, GOLD, 27 * 27 * 100, 27);
		let expiries: Vec<_> = (12..=38).map(|epoch| (epoch, 1)).collect();
		assert_eq!(expiring(STANDALONE), expiries);
		assert_eq!(pages_of_expiries(), 2);

		skip(60);
		poke(STANDALONE);

		assert_eq!(expiring(STANDALONE), expiries);
		for (epochs, position) in (0..).zip(positions) {
			assert_eq!(gold(position).0, epochs * 100, "{epochs} epochs after the first");
		}
	});
}

#[test]
fn late_rewards_are_of_the_owners_of_all_positions_that_expired_after_them() {
	test(|| {
		skip(17);
		let first = lock(ALICE);
		skip(1);
		let second = lock(BOB);
		skip(5);
		poke(BACKED);
		assert_eq!(expiring(BACKED), [(31, 1), (32, 1)]);
		assert_eq!(pages_of_expiries(), 2);

		reward(BACKED, GOLD, 40, 30);
		assert_eq!((gold(first), gold(second)), ((20, 0), (20, 0)));
		reward(BACKED, GOLD, 40, 31);
		assert_eq!((gold(first), gold(second)), ((20, 20), (40, 0)));
		reward(BACKED, GOLD, 40, 32);
		assert_eq!((gold(first), gold(second)), ((20, 40), (40, 20)));
	});
}

#[test]
fn nothing_expires_in_a_pool_that_has_closed_before() {
	test(|| {
		let last = lock(ALICE);
		skip(1);
		let never = lock(BOB);
		skip(3);
		retire();
		skip(2);
		assert_eq!(expiring(BACKED), [(14, 1), (15, 1)]);

		reward(BACKED, GOLD, 40, 13);
		reward(BACKED, GOLD, 40, 14);

		assert_eq!((gold(last), gold(never)), ((20, 20), (40, 0)));
		let rewards = crate::RewardPools::<Test>::get(BACKED).expect("it pays").rewards;
		assert_eq!(rewards.expiries_to_come(), None);
		// One that never expires can still be divided: both parts are counted where it was.
		split(BOB, never, 400);
		assert_eq!(expiring(BACKED), [(14, 1), (15, 2)]);
	});
}

#[test]
fn pool_without_positions_looks_for_no_expiry() {
	test(|| {
		let position = lock(ALICE);
		let to_come = || {
			let pool = crate::RewardPools::<Test>::get(BACKED).expect("it pays");
			pool.rewards.expiries_to_come().is_some()
		};
		assert!(to_come());
		unstake(ALICE, position);

		skip(20);
		delegate(BACKED, BOB, 100);

		assert!(!to_come());
		assert_eq!(pages_of_expiries(), 0);
	});
}
