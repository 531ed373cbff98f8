// SPDX-License-Identifier: Apache-2.0

//! Money that nobody asked for belongs to nobody.

use crate::{mock::*, Destination, Offer, PositionId, RewardClaim};

/// Everything that can happen to rewards, and what everybody has in the end.
fn story(donates: bool) -> Vec<u128> {
	let mut ext = new_test_ext();
	ext.execute_with(|| {
		let give = |accounts: &[AccountId]| {
			for to in accounts.iter().filter(|_| donates) {
				for asset in [NATIVE, GOLD, SILVER] {
					donate(asset, to, 1_000_003);
				}
			}
		};
		let account = |position: PositionId| Rewards::position_account(position);
		give(&[Rewards::pot(), Staking::pot()]);
		give(
			&[Destination::Burn, Destination::Stakers, Destination::Treasury]
				.map(|kind| Rewards::penalty_account(STANDALONE, &kind)),
		);
		take(20);
		configure(STANDALONE, Offer { destination: Destination::Stakers, ..offer() });
		delegate(STANDALONE, ALICE, 100);
		let position = stake(STANDALONE, BOB, 1_000, tier(4, 80));
		let early = stake(STANDALONE, CHARLIE, 1_000, tier(8, 100));
		fund(STANDALONE, GOLD, 1_000, 4);
		skip(1);
		give(&[account(position), account(early)]);
		reward(STANDALONE, NATIVE, 77, now());
		unstake(CHARLIE, early);
		skip(1);
		poke(STANDALONE);
		skip(3);
		poke(STANDALONE);
		reward(STANDALONE, SILVER, 50, now());
		skip(1);
		tag(position, DAVE);
		skip(5);
		let mut paid = Vec::new();
		for asset in [NATIVE, GOLD, SILVER] {
			paid.push(earned(STANDALONE, ALICE, asset.clone()));
			paid.push(earned(STANDALONE, CHARLIE, asset.clone()));
			paid.push(claims(RewardClaim::Position(position), asset, BOB));
		}
		unstake(BOB, position);
		skip(1);
		paid.push(withdraws(STANDALONE, BOB));
		paid.push(withdraws(STANDALONE, CHARLIE));
		paid.extend([NATIVE, GOLD, SILVER].map(recorded));
		paid.push(streaming(STANDALONE, 0) + streaming(STANDALONE, 1) + streaming(STANDALONE, 2));
		check_invariants();
		paid
	})
}

#[test]
fn donations_to_pots_and_position_accounts_change_nothing() {
	assert_eq!(story(true), story(false));
}
