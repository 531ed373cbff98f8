// SPDX-License-Identifier: Apache-2.0

//! Money that nobody asked for belongs to nobody.

use crate::{mock::*, Beneficiary, Claim, Offer, PositionId};

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
		let key = |position: PositionId| Rewards::key(position);
		give(&[Rewards::pot(), Staking::pot()]);
		give(&[true, false].map(|burnt| Rewards::penalty_key(PLAIN, burnt)));
		take(20);
		configure(PLAIN, Offer { beneficiary: Beneficiary::Stakers, ..offer() });
		delegate(PLAIN, ALICE, 100);
		let position = stake(PLAIN, BOB, 1_000, preset(4, 80));
		let early = stake(PLAIN, CHARLIE, 1_000, preset(8, 100));
		fund(PLAIN, GOLD, 1_000, 4);
		skip(1);
		give(&[key(position), key(early)]);
		reward(PLAIN, NATIVE, 77, now());
		unstake(CHARLIE, early);
		skip(1);
		roll(PLAIN);
		skip(3);
		roll(PLAIN);
		reward(PLAIN, SILVER, 50, now());
		skip(1);
		tag(position, DAVE);
		skip(5);
		let mut paid = Vec::new();
		for asset in [NATIVE, GOLD, SILVER] {
			paid.push(earned(PLAIN, ALICE, asset.clone()));
			paid.push(earned(PLAIN, CHARLIE, asset.clone()));
			paid.push(claims(Claim::Position(position), asset, BOB));
		}
		unstake(BOB, position);
		skip(1);
		paid.push(withdraws(PLAIN, BOB));
		paid.push(withdraws(PLAIN, CHARLIE));
		paid.extend([NATIVE, GOLD, SILVER].map(recorded));
		paid.push(streaming(PLAIN, 0) + streaming(PLAIN, 1) + streaming(PLAIN, 2));
		check_invariants();
		paid
	})
}

#[test]
fn donations_to_pots_and_keys_change_nothing() {
	assert_eq!(story(true), story(false));
}
