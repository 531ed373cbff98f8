// SPDX-License-Identifier: Apache-2.0

//! Looking before buying.

use crate::{mock::*, Call, EpochIndex, Error, ExpectedWorth, PositionId, Positions, RewardClaim};
use frame_support::{assert_noop, assert_ok, assert_storage_noop};
use sp_runtime::{traits::BadOrigin, DispatchResult};

/// A position of 1 000 that counts and has earned 40.
fn position() -> PositionId {
	let position = stake(STANDALONE, ALICE, 1_000, tier(4, 80));
	skip(1);
	reward(STANDALONE, GOLD, 40, now());
	position
}

fn is_worth(
	position: PositionId,
	principal: u128,
	claimable: &[(AssetId, u128)],
) -> DispatchResult {
	let claimable = claimable.to_vec().try_into().expect("there are few");
	let expired_rewards = Default::default();
	let found = Positions::<Test>::get(position);
	let expiry = found.as_ref().map_or(EpochIndex(0), |found| found.expiry);
	let tagged_for = found.and_then(|found| found.tag).map(|tag| tag.beneficiary);
	let expected = ExpectedWorth { principal, claimable, expired_rewards, expiry, tagged_for };
	expects(position, expected)
}

fn expects(position_id: PositionId, expected: ExpectedWorth<Test>) -> DispatchResult {
	calls(signed(BOB), Call::ensure_worth { position_id, expected })
}

#[test]
fn ensure_worth_succeeds_up_to_what_is_there_and_changes_nothing() {
	test(|| {
		let position = position();
		System::reset_events();

		assert_storage_noop!(assert!(is_worth(position, 1_000, &[(GOLD, 40)]).is_ok()));
		assert_ok!(is_worth(position, 0, &[(SILVER, 0), (GOLD, 1)]));
	});
}

#[test]
fn ensure_worth_fails_when_there_is_less() {
	test(|| {
		let position = position();

		for (principal, claimable) in [(1_001, (GOLD, 40)), (1_000, (GOLD, 41)), (0, (SILVER, 1))] {
			let expected = is_worth(position, principal, &[claimable]);
			assert_noop!(expected, Error::<Test>::BelowExpectation);
		}
	});
}

#[test]
fn ensure_worth_fails_when_the_owner_has_claimed() {
	test(|| {
		let position = position();
		assert_eq!(earned_by(position, GOLD), 40);

		let expected = is_worth(position, 1_000, &[(GOLD, 40)]);

		assert_noop!(expected, Error::<Test>::BelowExpectation);
	});
}

#[test]
fn ensure_worth_fails_when_the_position_has_another_number() {
	test(|| {
		let position = position();
		split(ALICE, position, 999);

		assert_noop!(is_worth(position, 1_000, &[]), Error::<Test>::UnknownPosition);
	});
}

#[test]
fn ensure_worth_fails_when_the_stake_was_slashed() {
	test(|| {
		let position = stake(BACKED, ALICE, 1_000, tier(8, 200));
		assert_ok!(is_worth(position, 1_000, &[]));
		skip(1);
		slash(now(), percent(1));

		assert_noop!(is_worth(position, 1_000, &[]), Error::<Test>::BelowExpectation);
		assert_ok!(is_worth(position, 990, &[]));
	});
}

#[test]
fn ensure_worth_counts_the_owners_part_alone() {
	test(|| {
		let position = position();
		skip(4);
		reward(STANDALONE, GOLD, 50, now());
		let ninety = || is_worth(position, 1_000, &[(GOLD, 90)]);

		assert_noop!(ninety(), Error::<Test>::BelowExpectation);
		skip(1);
		tag(position, BOB);
		assert_noop!(ninety(), Error::<Test>::BelowExpectation);

		assert_ok!(is_worth(position, 1_000, &[(GOLD, 40)]));
	});
}

#[test]
fn ensure_worth_counts_what_has_not_vested() {
	test(|| {
		let position = position();
		assert_eq!(
			(view(position).claimable, view(position).unvested),
			(vec![(GOLD, 25)], vec![(GOLD, 15)])
		);
		assert_ok!(is_worth(position, 1_000, &[(GOLD, 40)]));

		assert_eq!(claims(RewardClaim::Position(position), GOLD, ALICE), 25);

		for _ in 0..=WINDOW {
			assert_ok!(is_worth(position, 1_000, &[(GOLD, 15)]));
			let more = is_worth(position, 1_000, &[(GOLD, 16)]);
			assert_noop!(more, Error::<Test>::BelowExpectation);
			skip(1);
		}
		assert_eq!(view(position).claimable, vec![(GOLD, 15)]);
	});
}

#[test]
fn ensure_worth_is_refused_when_the_asset_is_not_listed() {
	test(|| {
		let expected = is_worth(position(), 1_000, &[(TIN, 0)]);

		assert_noop!(expected, Error::<Test>::AssetNotListed);
	});
}

#[test]
fn ensure_worth_is_refused_when_nobody_signed() {
	test(|| {
		let (position_id, expected) = expired();
		let call = Call::ensure_worth { position_id, expected };

		assert_noop!(calls(RuntimeOrigin::none(), call), BadOrigin);
	});
}

/// What a buyer sees of an expired position: 100 for the owner, and 30 if it restakes.
fn expired() -> (PositionId, ExpectedWorth<Test>) {
	let position = stake(STANDALONE, ALICE, 1_000, tier(4, 80));
	skip(1);
	reward(STANDALONE, GOLD, 100, now());
	skip(6);
	reward(STANDALONE, SILVER, 30, now());
	let expected = ExpectedWorth {
		principal: 1_000,
		claimable: vec![(GOLD, 100)].try_into().expect("it is one"),
		expired_rewards: vec![(SILVER, 30)].try_into().expect("it is one"),
		expiry: EpochIndex(15),
		tagged_for: None,
	};
	(position, expected)
}

#[test]
fn ensure_worth_fails_when_expired_rewards_are_fewer() {
	test(|| {
		let (position, expected) = expired();
		assert_ok!(expects(position, expected.clone()));

		let more = vec![(SILVER, 31)].try_into().expect("it is one");
		let refused = expects(position, ExpectedWorth { expired_rewards: more, ..expected });

		assert_noop!(refused, Error::<Test>::BelowExpectation);
	});
}

#[test]
fn ensure_worth_fails_when_the_expiry_is_another() {
	test(|| {
		let (position, expected) = expired();

		for expiry in [14, 16].map(EpochIndex) {
			let refused = expects(position, ExpectedWorth { expiry, ..expected.clone() });
			assert_noop!(refused, Error::<Test>::BelowExpectation);
		}
	});
}

#[test]
fn ensure_worth_fails_when_the_position_was_tagged_meanwhile() {
	test(|| {
		let (position, expected) = expired();
		tag(position, CHARLIE);
		let nothing = ExpectedWorth { expired_rewards: Default::default(), ..expected };

		let untagged = expects(position, nothing.clone());

		assert_noop!(untagged, Error::<Test>::BelowExpectation);
		let tagged_for = |who| ExpectedWorth { tagged_for: Some(who), ..nothing.clone() };
		assert_noop!(expects(position, tagged_for(BOB)), Error::<Test>::BelowExpectation);
		assert_ok!(expects(position, tagged_for(CHARLIE)));
	});
}
