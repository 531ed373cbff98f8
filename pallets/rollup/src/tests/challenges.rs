// SPDX-License-Identifier: Apache-2.0

//! Challenges: who may join them, until when, and what becomes of their deposits.

use crate::{mock::*, BatchState, Challenges, Deadline, EpochIndex, Event, OpenChallenges, Ruling};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::TokenError;

type Error = crate::Error<Test>;

fn try_challenge(who: AccountId, batch_id: crate::BatchId) -> sp_runtime::DispatchResult {
	Rollup::challenge(signed(who), batch_id, [0; 32])
}

#[test]
fn challenge_holds_a_deposit_and_keeps_the_batch_from_being_final() {
	test_signing(|| {
		let batches = submit_many(ALICE, 3);

		assert_ok!(Rollup::challenge(signed(WATCHER), batches[1], [7; 32]));

		let until = Deadline { last_epoch: EpochIndex(12), last_block: 1 + u64::from(BLOCKS) };
		assert_told(Event::Challenged {
			batch_id: batches[1],
			index: 1,
			challenger: WATCHER,
			deposit: CHALLENGE_DEPOSIT,
			evidence: [7; 32],
			until,
		});
		assert_eq!(held_for_challenges(&WATCHER), CHALLENGE_DEPOSIT);
		pass_to(14);
		assert!(is_final(batches[0]), "it delays no earlier batch");
		assert_eq!(state(batches[1]), BatchState::Waiting);
		assert_eq!(state(batches[2]), BatchState::Waiting);
	});
}

#[test]
fn challenge_is_for_anybody_as_long_as_the_batch_is_young() {
	test_signing(|| {
		let batch_id = submit_next(ALICE, 0);
		assert_noop!(try_challenge(WATCHER, [9; 32]), Error::UnknownBatch);
		challenge(WATCHER, batch_id);
		assert_noop!(try_challenge(WATCHER, batch_id), Error::AlreadyChallenged);
		pass_to(12);
		challenge(FRIEND, batch_id);
		let broke = try_challenge(PAUPER, batch_id);
		assert_noop!(broke, sp_runtime::DispatchError::from(TokenError::FundsUnavailable));

		pass_to(13);

		assert_noop!(try_challenge(OUTSIDER, batch_id), Error::ChallengeTooLate);
		let challenge = Challenges::<Test>::get(batch_id).unwrap();
		assert_eq!((challenge.first, challenge.joined, challenge.held), (WATCHER, 2, 2));
		assert_eq!(
			challenge.until.last_epoch,
			EpochIndex(13),
			"an epoch after the last has joined"
		);
	});
}

#[test]
fn challenge_is_refused_when_no_more_can_be_counted() {
	test_signing(|| {
		let batch_id = submit_next(ALICE, 0);
		challenge(WATCHER, batch_id);
		let count = |joined| Challenges::<Test>::mutate_extant(batch_id, |one| one.joined = joined);

		count(u32::MAX);
		assert_noop!(try_challenge(FRIEND, batch_id), Error::TooManyChallengers);
		count(1);
	});
}

#[test]
fn challenge_waits_for_blocks_as_well() {
	test_signing(|| {
		let batch_id = submit_next(ALICE, 0);
		go_to(20);
		pass_blocks(u64::from(BLOCKS));

		assert_ok!(try_challenge(WATCHER, batch_id));

		let until = Challenges::<Test>::get(batch_id).unwrap().until;
		assert_eq!((until.last_epoch.0, until.last_block), (21, 1 + 2 * u64::from(BLOCKS)));
	});
}

#[test]
fn challenge_of_a_good_batch_is_the_last_word_of_the_judge() {
	test_signing(|| {
		let batch_id = submit_next(ALICE, 0);
		challenge(WATCHER, batch_id);
		judge_good(batch_id);

		assert_noop!(try_judge(batch_id, Ruling::Good), Error::AlreadyJudged);
		assert!(OpenChallenges::<Test>::get().is_empty());
	});
}

/// Who has a proof names it first, or whoever copies it from the pool would get the bounty.
#[test]
fn challenge_of_a_good_batch_names_a_proof_and_keeps_nothing_from_being_final() {
	test_signing(|| {
		let batch_id = submit_next(ALICE, 5);
		challenge(WATCHER, batch_id);
		judge_good(batch_id);

		let evidence = Rollup::evidence_of(&FRIEND, &[5; 32]);
		assert_ok!(Rollup::challenge(signed(FRIEND), batch_id, evidence));

		assert!(OpenChallenges::<Test>::get().is_empty());
		let collect_early = Rollup::release_challenge_deposit(signed(ALICE), batch_id, FRIEND);
		assert_noop!(collect_early, Error::NotFinal);
		let proof = vec![5; 32].try_into().unwrap();
		assert_ok!(Rollup::prove(signed(OUTSIDER), batch_id, proof));
		assert_eq!(Cases::get()[0].reporter, FRIEND);
		collect(batch_id, FRIEND);
		assert_eq!(free(&FRIEND), FUNDS);
	});
}

#[test]
fn challenge_of_a_good_batch_is_lost_if_no_proof_comes() {
	test_signing(|| {
		let batch_id = submit_next(ALICE, 5);
		challenge(WATCHER, batch_id);
		judge_good(batch_id);
		challenge(FRIEND, batch_id);

		pass_to(13);

		assert!(is_final(batch_id));
		collect(batch_id, FRIEND);
		assert_eq!(total(&FRIEND), FUNDS - CHALLENGE_DEPOSIT);
	});
}

#[test]
fn deposit_of_a_lost_challenge_is_halved_with_the_submitter() {
	test_signing(|| {
		let batch_id = submit_next(ALICE, 0);
		challenge(WATCHER, batch_id);
		challenge(FRIEND, batch_id);
		let release = || Rollup::release_challenge_deposit(signed(PAUPER), batch_id, WATCHER);
		assert_noop!(release(), Error::ChallengeOpen);
		judge_good(batch_id);
		let treasury = free(&TREASURY);
		assert_noop!(release(), Error::NotFinal);
		pass_to(13);

		assert_ok!(release());

		assert_told(Event::ChallengeDepositLost {
			batch_id,
			challenger: WATCHER,
			submitter: ALICE,
			to_submitter: 50,
			to_treasury: 51,
		});
		assert_eq!(free(&ALICE), FUNDS + 50);
		assert_eq!(free(&TREASURY), treasury + 51);
		assert_eq!(total(&WATCHER), FUNDS - 101);
		assert_noop!(release(), Error::NotChallenger);
		assert_eq!(crate::NamedEvidence::<Test>::get(batch_id).len(), 2);
		collect(batch_id, FRIEND);
		assert_eq!(Challenges::<Test>::get(batch_id), None);
		assert!(!crate::NamedEvidence::<Test>::contains_key(batch_id));
	});
}

#[test]
fn deposit_of_a_lost_challenge_goes_to_the_treasury_if_the_submitter_is_gone() {
	test_signing(|| {
		let batch_id = submit_next(ALICE, 0);
		challenge(WATCHER, batch_id);
		judge_good(batch_id);
		Challenges::<Test>::mutate(batch_id, |challenge| {
			challenge.as_mut().unwrap().submitter = PAUPER;
		});
		// Half of the deposit is above the minimum balance: let it be below.
		crate::Challengers::<Test>::mutate(batch_id, WATCHER, |item| {
			item.as_mut().unwrap().deposit = 19;
		});
		use frame_support::traits::{fungible::MutateHold, tokens::Precision};
		let reason = crate::HoldReason::ChallengeDeposit.into();
		assert_ok!(Balances::release(&reason, &WATCHER, CHALLENGE_DEPOSIT - 19, Precision::Exact));
		let treasury = free(&TREASURY);
		pass_to(13);

		collect(batch_id, WATCHER);

		assert_eq!((total(&PAUPER), free(&TREASURY)), (0, treasury + 19));
	});
}

/// Who has frozen its own money loses it as anybody does.
#[test]
fn freeze_of_the_loser_keeps_nothing_from_the_submitter() {
	test_signing(|| {
		let batch_id = submit_next(ALICE, 0);
		challenge(WATCHER, batch_id);
		judge_good(batch_id);
		freeze(&WATCHER);
		pass_to(13);

		collect(batch_id, WATCHER);

		assert_eq!(free(&ALICE), FUNDS + 50);
	});
}

#[test]
fn deposits_of_a_won_challenge_are_released() {
	test_signing(|| {
		let batch_id = submit_next(ALICE, 0);
		challenge(WATCHER, batch_id);
		challenge(FRIEND, batch_id);

		judge_bad(batch_id, FRIEND);
		for who in [WATCHER, FRIEND] {
			collect(batch_id, who.clone());
			assert_told(Event::ChallengeDepositReleased {
				batch_id,
				challenger: who.clone(),
				amount: CHALLENGE_DEPOSIT,
			});
			assert_eq!(free(&who), FUNDS);
		}
	});
}
