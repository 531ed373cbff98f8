// SPDX-License-Identifier: Apache-2.0

//! Attacks: none of them pays.

use crate::{mock::*, Attestation, KeyRecord, Keys, Ruling};
use frame_support::{assert_noop, assert_ok};

type Error = crate::Error<Test>;

/// Bob's key less Alice's, so that the sum of both is Bob's alone: nobody has its secret.
#[test]
fn rogue_key_has_no_possession() {
	test(|| {
		assert_ok!(try_set_key(ALICE, 11));
		// 22 = 33 − 11: Bob knows a secret for the sum, 33, and has to sign with 22 to show possession. He claims a key whose
		// secret he does not know by signing with that of the sum.
		let rogue = signer::key(22);
		let message = Rollup::possession_message(&BOB, &rogue);
		let by_the_sum = signer::sign(&[33], &message, Suite::Possession);
		assert_noop!(Rollup::set_key(signed(BOB), rogue, by_the_sum), Error::BadPossession);
	});
}

/// Nobody pays a bond, and each costs a deposit that is lost.
#[test]
fn worthless_batches_of_an_outsider_cost_a_deposit_each() {
	test_signing(|| {
		let batches = submit_many(OUTSIDER, 4);
		challenge(WATCHER, batches[0]);
		assert_eq!(held_for_batches(&OUTSIDER), 4 * BATCH_DEPOSIT);

		judge_bad(batches[0], WATCHER);
		pass_to(13);
		for batch_id in &batches[1..] {
			assert_ok!(Rollup::release_batch(signed(PAUPER), *batch_id));
		}

		assert_eq!(total(&OUTSIDER), FUNDS - 801);
		// It comes back as often as it pays.
		let again = submit_next(OUTSIDER, 9);
		challenge(FRIEND, again);
		judge_bad(again, FRIEND);
		assert_eq!(total(&OUTSIDER), FUNDS - 2 * 801);
	});
}

/// Its own bounty is at most half, and a challenge of its own keeps nobody from another.
#[test]
fn challenge_by_the_submitter_itself_gains_nothing() {
	test_signing(|| {
		let batch_id = submit_next(OUTSIDER, 0);
		challenge(OUTSIDER, batch_id);
		challenge(WATCHER, batch_id);

		judge_bad(batch_id, OUTSIDER);
		pass_to(13);
		assert_ok!(Rollup::claim_bounty(signed(OUTSIDER), batch_id));
		collect(batch_id, OUTSIDER);

		assert_eq!(free(&OUTSIDER), FUNDS - 801);
	});
	test_signing(|| {
		let batch_id = submit_next(OUTSIDER, 0);
		challenge(OUTSIDER, batch_id);

		judge_good(batch_id);
		pass_to(13);
		collect(batch_id, OUTSIDER);

		assert_eq!(total(&OUTSIDER), FUNDS - 51, "half of it goes to itself");
	});
}

/// An operator gets back a fifth of its bond at most, and that only if nobody else is named.
#[test]
fn challenge_by_the_submitter_itself_saves_no_bond() {
	test_signing(|| {
		let batch_id = submit_next(ALICE, 0);
		challenge(ALICE, batch_id);

		judge_bad(batch_id, ALICE);

		assert_eq!(Cases::get()[0].reporter, ALICE);
		let taken = end_case(1, true);
		assert_eq!(bulwark_ledger::split_floor(taken, percent(20)), Ok((200, 800)));
	});
}

/// Whoever calls, the judge has named who gets the money.
#[test]
fn verdict_that_was_copied_pays_the_same_accounts() {
	test_signing(|| {
		let batch_id = submit_next(ALICE, 0);
		challenge(WATCHER, batch_id);
		let bad = Ruling::Bad { challenger: WATCHER };
		let copied = Rollup::judge(signed(FRIEND), batch_id, bad.clone());
		assert_noop!(copied, sp_runtime::DispatchError::BadOrigin);
		assert_ok!(try_judge(batch_id, bad));
		assert_eq!(Cases::get()[0].reporter, WATCHER);
	});
	test_signing(|| {
		let batch_id = submit_next(ALICE, 0);
		challenge(WATCHER, batch_id);
		pass_to(13);
		assert_ok!(Rollup::expire(signed(FRIEND), batch_id));
		assert_eq!(Cases::get()[0].reporter, WATCHER);
	});
}

/// Who copies a proof from the pool gets nothing, if its author has challenged with the hash of it.
#[test]
fn proof_that_was_copied_pays_its_author() {
	test_signing(|| {
		let batch_id = submit_next(ALICE, 5);
		let evidence = Rollup::evidence_of(&WATCHER, &[5; 32]);
		assert_ok!(Rollup::challenge(signed(WATCHER), batch_id, evidence));
		// The copy of the hash is of no use either.
		assert_ok!(Rollup::challenge(signed(FRIEND), batch_id, evidence));

		let proof = vec![5; 32].try_into().unwrap();
		assert_ok!(Rollup::prove(signed(FRIEND), batch_id, proof));

		assert_eq!(Cases::get()[0].reporter, WATCHER);
	});
}

#[test]
fn challenges_of_friends_delay_no_verdict() {
	test_signing(|| {
		let batch_id = submit_next(ALICE, 0);
		challenge(FRIEND, batch_id);
		pass_to(12);
		challenge(WATCHER, batch_id);
		let until = crate::Challenges::<Test>::get(batch_id).unwrap().until;

		// A friend that joins in the same epoch moves nothing but blocks.
		pass_blocks(1);
		challenge(OUTSIDER, batch_id);
		let later = crate::Challenges::<Test>::get(batch_id).unwrap().until;

		assert_eq!(later.last_epoch, until.last_epoch);
		pass_to(13);
		assert_noop!(Rollup::challenge(signed(BOB), batch_id, [0; 32]), Error::ChallengeTooLate);
		judge_bad(batch_id, WATCHER);
	});
}

/// Nothing of a set is read that no bitmap of its size has.
#[test]
fn set_of_every_size_takes_its_bitmaps_alone() {
	test(|| {
		assert_ok!(Rollup::set_signing(root(), true));
		go_to(11);
		for size in 1..=5usize {
			set_keys_once(&OPERATORS[..size]);
			serve(&OPERATORS[..size]);
			if size > 1 {
				assert_ok!(Rollup::adopt(root()));
			}
			let least = bulwark_ledger::least_signers(size);
			let places: Vec<_> = (0..least).collect();
			let header = next_header(1);
			assert_noop!(try_submit(ALICE, header, &places[1..]), Error::TooFewSigners);
			let long =
				Attestation { signers: vec![1, 0].try_into().unwrap(), ..attest(&header, &places) };
			let result = Rollup::submit_batch(signed(ALICE), header, Some(long));
			assert_noop!(result, Error::BadBitmap);
			assert_ok!(try_submit(ALICE, header, &places));
			pass_to(11 + 3 * size as u32);
		}
	});
}

fn set_keys_once(operators: &[AccountId]) {
	for who in operators {
		let known: Option<KeyRecord> = Keys::<Test>::get(who);
		if known.is_none() {
			assert_ok!(try_set_key(who.clone(), secret(who)));
		}
	}
}

/// A bad batch without signatures costs a bond, or cannot be submitted: a sequencer that retires, or has its promise used up by a
/// friend, has only a deposit to lose.
#[test]
fn sequencer_without_a_bond_submits_nothing_without_signatures() {
	test(|| {
		set_keys(&OPERATORS[..4]);
		let submit = || Rollup::submit_batch(signed(ALICE), next_header(0), None);

		Closing::set(&[ALICE].into());
		assert_noop!(submit(), Error::NotSequencer);
		Closing::set(&Default::default());
		OutOfOrder::set(&[ALICE].into());
		assert_noop!(submit(), Error::NotSequencer);
		OutOfOrder::set(&Default::default());
		promise(ALICE, 9);
		assert_noop!(submit(), Error::NotSequencer);
		promise(ALICE, 10);
		assert_ok!(submit());
	});
}

/// One sequencer could fill the chain with correct batches, and earn points for each.
#[test]
fn sequencer_submits_once_a_turn_without_signatures() {
	test(|| {
		set_keys(&OPERATORS[..4]);
		let submit =
			|who: AccountId| Rollup::submit_batch(signed(who), next_header(0), None).map(|_| ());

		assert_ok!(submit(ALICE));
		assert_eq!(submit(ALICE), Err(Error::TurnTaken.into()));
		assert_ok!(submit(BOB));
		pass_turns(1);
		assert_ok!(submit(ALICE));

		assert_eq!(Work::get(), [(ALICE, 100), (BOB, 100), (ALICE, 100)]);
	});
}

/// What waits in the pool brings its copyist no points.
#[test]
fn batch_that_was_copied_is_the_work_of_the_owner_of_the_turn() {
	test_signing(|| {
		let header = next_header(0);
		let attestation = Some(attest(&header, &[0, 1, 2]));

		assert_ok!(Rollup::submit_batch(signed(ALICE), header, attestation));

		assert_eq!(Work::get(), [(CHARLIE, 100)], "110 mod 4 = 2");
	});
}
