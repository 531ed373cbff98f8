// SPDX-License-Identifier: Apache-2.0

//! The lock of a vote: on what is not staked at once, on stake when it is paid. No money votes twice.

use crate::mock::*;
use frame_support::{assert_noop, assert_ok, storage::with_storage_layer};
use pallet_operator_staking::Error as StakingError;
use sp_runtime::TokenError;

#[docify::export]
#[test]
fn money_that_was_withdrawn_votes_once() {
	test(|| {
		// Alice has 1 000, 600 of them staked, with which she votes.
		delegate(POOL, ALICE, 600);
		skip(1);
		vote(&ALICE, 600);

		leave(POOL, ALICE);

		// They are hers again, and she can give away no more than she has not voted with.
		assert_eq!((balance(&ALICE), locked(&ALICE)), (1_000, 600));
		assert_noop!(try_give(&ALICE, &BOB, 401), TokenError::Frozen);
		assert_ok!(try_give(&ALICE, &BOB, 400));
		vote(&BOB, 1_400);
		assert_eq!(support(), 2_000);
	});
}

#[test]
fn vote_of_stake_leaves_the_balance_to_pay_fees() {
	test(|| {
		delegate(POOL, ALICE, 600);

		vote(&ALICE, 600);

		assert_eq!((locked(&ALICE), usable(&ALICE)), (0, 400 - EXISTENTIAL_DEPOSIT));
	});
}

#[test]
fn vote_of_more_than_the_stake_locks_the_rest() {
	test(|| {
		delegate(POOL, ALICE, 600);

		vote(&ALICE, 900);

		assert_eq!((locked(&ALICE), usable(&ALICE)), (300, 100));
	});
}

#[test]
fn lock_grows_with_each_payment_up_to_what_the_votes_need() {
	test(|| {
		delegate(POOL, ALICE, 600);
		delegate(OTHER_POOL, ALICE, 300);
		skip(1);
		vote(&ALICE, 700);
		assert_eq!(locked(&ALICE), 0);

		leave(POOL, ALICE);
		assert_eq!((balance(&ALICE), locked(&ALICE)), (700, 600));
		leave(OTHER_POOL, ALICE);

		assert_eq!((balance(&ALICE), locked(&ALICE)), (1_000, 700));
		assert_eq!(usable(&ALICE), 300);
	});
}

#[test]
fn stake_that_comes_back_at_once_is_locked_at_once() {
	test(|| {
		delegate(POOL, ALICE, 600);
		vote(&ALICE, 600);

		undelegate(POOL, ALICE, 250);

		assert_eq!((balance(&ALICE), locked(&ALICE)), (650, 250));
		assert_eq!(power(&ALICE), 1_000);
	});
}

#[test]
fn redelegation_under_a_vote_locks_nothing() {
	test(|| {
		delegate(POOL, ALICE, 600);
		skip(1);
		vote(&ALICE, 600);
		let all = pallet_operator_staking::Amount::All;
		assert_ok!(Staking::redelegate(signed(ALICE), POOL, OTHER_POOL, all));
		pass_window();

		assert_ok!(Staking::complete_redelegation(signed(BOB), POOL, OTHER_POOL, ALICE));

		assert_eq!((balance(&ALICE), locked(&ALICE)), (400, 0));
		skip(1);
		leave(OTHER_POOL, ALICE);
		assert_eq!((balance(&ALICE), locked(&ALICE)), (1_000, 600));
	});
}

#[test]
fn payment_in_another_asset_locks_nothing() {
	test(|| {
		delegate(POOL, ALICE, 600);
		delegate(GOLD_POOL, ALICE, 500);
		vote(&ALICE, 600);

		undelegate(GOLD_POOL, ALICE, 500);

		assert_eq!(locked(&ALICE), 0);
	});
}

#[test]
fn payment_to_who_has_not_voted_locks_nothing() {
	test(|| {
		delegate(POOL, ALICE, 600);
		skip(1);

		leave(POOL, ALICE);

		assert_eq!((balance(&ALICE), locked(&ALICE)), (1_000, 0));
	});
}

#[test]
fn lock_ends_with_the_vote() {
	test(|| {
		delegate(POOL, ALICE, 600);
		skip(1);
		vote(&ALICE, 900);
		leave(POOL, ALICE);
		assert_eq!(locked(&ALICE), 900);

		remove_vote(&ALICE);
		assert_eq!(locked(&ALICE), 900);
		unlock(&ALICE);

		assert_eq!((locked(&ALICE), support()), (0, 0));
	});
}

#[test]
fn conviction_keeps_the_lock_when_the_poll_is_won() {
	test(|| {
		delegate(POOL, ALICE, 600);
		skip(1);
		vote(&ALICE, 600);
		end_poll(true);
		remove_vote(&ALICE);
		unlock(&ALICE);

		leave(POOL, ALICE);
		assert_eq!(locked(&ALICE), 600);

		// The period of one conviction is over.
		System::set_block_number(System::block_number() + 3);
		unlock(&ALICE);
		assert_eq!(locked(&ALICE), 0);
	});
}

/// What comes back under the lock and is covered by new stake is free again, whoever asks for it.
#[test]
fn stake_covers_the_lock_again_once_somebody_asks() {
	test(|| {
		delegate(POOL, ALICE, 500);
		vote(&ALICE, 300);
		undelegate(POOL, ALICE, 200);
		assert_eq!(locked(&ALICE), 200);

		unlock(&ALICE);

		assert_eq!((locked(&ALICE), power(&ALICE)), (0, 1_000));
	});
}

#[test]
fn money_under_a_lock_is_not_staked() {
	test(|| {
		vote(&ALICE, 300);

		let refused = with_storage_layer(|| Staking::delegate(signed(ALICE), POOL, 701));
		let reason = refused.map(drop).map_err(|error| error.error);
		assert_eq!(reason, Err(StakingError::<Test>::NotSpendable.into()));

		delegate(POOL, ALICE, 700);
		assert_eq!((balance(&ALICE), locked(&ALICE), power(&ALICE)), (300, 300, 1_000));
	});
}

/// An account that others act for, as those of a multisig do.
#[test]
fn lock_awaits_an_account_that_has_nothing_but_stake() {
	test(|| {
		delegate(POOL, BOB, 600);
		skip(1);
		give_all(&BOB, &ALICE);
		vote(&BOB, 600);
		assert_eq!(locked(&BOB), 0);

		leave(POOL, BOB);

		assert_eq!((balance(&BOB), locked(&BOB), usable(&BOB)), (600, 600, 0));
	});
}

#[test]
fn delegated_votes_are_locked_alike() {
	test(|| {
		delegate(POOL, ALICE, 600);
		skip(1);
		vote(&BOB, 1_000);
		delegate_votes(&ALICE, &BOB, 600);
		assert_eq!((support(), locked(&ALICE)), (1_600, 0));

		leave(POOL, ALICE);

		assert_eq!(locked(&ALICE), 600);
		assert_noop!(try_give(&ALICE, &BOB, 401), TokenError::Frozen);
	});
}
