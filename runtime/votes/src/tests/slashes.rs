// SPDX-License-Identifier: Apache-2.0

//! Votes of stake that is slashed. A tally keeps what was cast, as that pallet has it for every loss of a voter, until the voter
//! votes again; what was lost votes in no vote that it casts after.

use crate::mock::*;
use frame_support::assert_noop;
use pallet_conviction_voting::Error;

/// Alice votes with all she has, 600 of it staked, and half of the stake is slashed.
fn slashed_while_voting() {
	delegate(POOL, ALICE, 600);
	skip(1);
	vote(&ALICE, 1_000);
	slash_half(now());
}

#[test]
fn slash_takes_the_votes_to_come_and_leaves_the_tally() {
	test(|| {
		slashed_while_voting();

		assert_eq!((support(), power(&ALICE)), (1_000, 700));
		assert_noop!(try_vote(&ALICE, 1_000), Error::<Test>::InsufficientFunds);
	});
}

#[test]
fn vote_that_is_cast_again_counts_what_is_left() {
	test(|| {
		slashed_while_voting();

		vote(&ALICE, 700);

		assert_eq!(support(), 700);
	});
}

/// Only the voter corrects a tally, as long as its poll goes on.
#[test]
fn tally_keeps_what_was_cast_until_its_voter_votes_again() {
	test(|| {
		slashed_while_voting();

		let by_another = Voting::remove_other_vote(signed(BOB), ALICE, CLASS, POLL);
		assert_eq!(by_another, Err(Error::<Test>::NoPermission.into()));
		unlock(&ALICE);
		assert_eq!(support(), 1_000);

		remove_vote(&ALICE);
		assert_eq!(support(), 0);
	});
}

/// The one way in which money votes twice: what was taken of a voter, in a poll in which the vote stands.
#[test]
fn slashed_money_votes_for_who_gets_it_beside_the_tally_that_stands() {
	test(|| {
		delegate(POOL, ALICE, 600);
		skip(1);
		vote(&ALICE, 1_000);
		slash_half_for(now(), &BOB);

		vote(&BOB, 1_300);
		assert_eq!(support(), 2_300);

		vote(&ALICE, 700);
		assert_eq!(support(), 2_000);
	});
}

/// What was delegated is counted in votes that the delegate casts later, too.
#[test]
fn delegated_votes_stand_until_they_are_delegated_anew() {
	test(|| {
		delegate(POOL, ALICE, 600);
		skip(1);
		delegate_votes(&ALICE, &BOB, 1_000);
		slash_half(now());

		vote(&BOB, 1_000);
		assert_eq!((power(&ALICE), support()), (700, 2_000));

		undelegate_votes(&ALICE);
		assert_eq!(support(), 1_000);
		delegate_votes(&ALICE, &BOB, 700);
		assert_eq!(support(), 1_700);
	});
}

#[test]
fn everything_that_is_left_stays_under_the_lock() {
	test(|| {
		slashed_while_voting();
		assert_eq!((balance(&ALICE), locked(&ALICE)), (400, 400));

		leave(POOL, ALICE);

		assert_eq!((balance(&ALICE), locked(&ALICE), usable(&ALICE)), (700, 700, 0));
	});
}

#[test]
fn slash_of_unbonding_stake_takes_its_votes_too() {
	test(|| {
		delegate(POOL, ALICE, 600);
		skip(1);
		undelegate(POOL, ALICE, 200);

		slash_half(now());

		assert_eq!(power(&ALICE), 400 + 200 + 100);
	});
}

#[test]
fn lock_that_is_set_anew_after_a_slash_covers_what_is_not_staked() {
	test(|| {
		slashed_while_voting();

		// Of the 1 000 that the vote needs 300 are staked still. All that may come is locked.
		unlock(&ALICE);

		assert_eq!((locked(&ALICE), usable(&ALICE)), (700, 0));
	});
}

/// Balances keep no lock of an account that is not there.
#[test]
fn account_that_has_nothing_but_stake_is_locked_when_it_is_paid() {
	test(|| {
		delegate(POOL, BOB, 600);
		skip(1);
		give_all(&BOB, &ALICE);
		vote(&BOB, 600);
		slash_half(now());

		// The vote needs 600, of which 300 are staked still, and the account has no balance.
		unlock(&BOB);
		assert_eq!(locked(&BOB), 0);
		leave(POOL, BOB);

		assert_eq!((balance(&BOB), locked(&BOB), usable(&BOB)), (300, 300, 0));
	});
}
