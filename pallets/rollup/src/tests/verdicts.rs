// SPDX-License-Identifier: Apache-2.0

//! Verdicts: of the judge, by proof, by time; and what a bad batch takes with it.

use crate::{
	mock::*, BatchState, Batches, Burden, Call, Decider, Event, Fork, Header, Ruling, SetNumber,
	Verdict, MAX_NAMED_EVIDENCE,
};
use frame_support::{assert_noop, assert_ok, dispatch::GetDispatchInfo, traits::fungible::Mutate};
use sp_runtime::DispatchError::BadOrigin;

type Error = crate::Error<Test>;

pub(super) fn prove(
	who: AccountId,
	batch_id: crate::BatchId,
	content: u8,
) -> sp_runtime::DispatchResult {
	let proof = vec![content; 32].try_into().unwrap();
	Rollup::prove(signed(who), batch_id, proof)
}

#[test]
fn bad_batch_is_void_with_those_above() {
	test_signing(|| {
		let batches = submit_many(ALICE, 5);
		challenge(WATCHER, batches[2]);
		challenge(WATCHER, batches[4]);

		judge_bad(batches[2], WATCHER);

		assert_told(Event::Judged {
			batch_id: batches[2],
			index: 2,
			verdict: Verdict::Bad,
			by: Decider::Judge,
		});
		assert_told(Event::Reverted { index: 2, fork: 1, attested: Some(SetNumber(1)) });
		assert_eq!((next_index(), Fork::<Test>::get()), (2, 1));
		let states: Vec<_> = batches.iter().map(|id| state(*id) == BatchState::Void).collect();
		assert_eq!(states, [false, false, true, true, true]);
		assert_eq!(Rollup::head().parent, batches[1]);
		assert_eq!(Rollup::batch_id_at(2), None);
	});
}

#[test]
fn chain_goes_on_after_a_revert_and_forgets_void_batches() {
	test_signing(|| {
		let batches = submit_many(OUTSIDER, 3);
		challenge(WATCHER, batches[1]);
		judge_bad(batches[1], WATCHER);
		collect(batches[1], WATCHER);

		let again = submit_next(BOB, 9);

		assert_ne!(again, batches[1]);
		assert!(Batches::<Test>::contains_key(batches[1]), "it tells its epoch");
		assert_eq!(held_for_batches(&OUTSIDER), 2 * BATCH_DEPOSIT + BATCH_DEPOSIT / 5);
		submit_next(BOB, 10);
		assert!(Batches::<Test>::contains_key(batches[2]), "it may be bad itself");
	});
	test_signing(|| {
		let batches = submit_many(OUTSIDER, 2);
		challenge(WATCHER, batches[0]);
		judge_bad(batches[0], WATCHER);
		collect(batches[0], WATCHER);
		pass_to(13);

		submit_next(BOB, 9);
		submit_next(BOB, 10);

		assert_eq!(held_for_batches(&OUTSIDER), BATCH_DEPOSIT / 5);
		assert!(batches.iter().all(|id| !Batches::<Test>::contains_key(id)));
	});
}

#[test]
fn bad_first_batch_leaves_an_empty_chain() {
	test_signing(|| {
		let batch_id = submit_next(ALICE, 0);
		challenge(WATCHER, batch_id);

		judge_bad(batch_id, WATCHER);

		let head = Rollup::head();
		assert_eq!((head.index, head.parent, head.first_block), (0, [0; 32], None));
		assert_eq!(attested(), Some(1));
		submit_next(BOB, 1);
	});
}

#[test]
fn revert_brings_the_set_of_the_bad_batch_back() {
	test_signing(|| {
		submit_next(ALICE, 0);
		serve(&OPERATORS[..3]);
		let change = submit(ALICE, Header { next: change_to(2), ..next_header(1) });
		submit_next(BOB, 2);
		challenge(WATCHER, change);

		judge_bad(change, WATCHER);

		assert_eq!(attested(), Some(1));
		submit(BOB, Header { next: change_to(2), ..next_header(1) });
		assert_eq!(attested(), Some(2));
	});
}

#[test]
fn revert_of_a_batch_without_signatures_attests_to_nothing() {
	test(|| {
		set_keys(&OPERATORS[..4]);
		let header = next_header(0);
		assert_ok!(Rollup::submit_batch(signed(ALICE), header, None));
		assert_ok!(Rollup::set_signing(root(), true));
		go_to(11);
		submit_next(BOB, 1);
		let batch_id = Rollup::batch_id(&header);
		challenge(WATCHER, batch_id);

		judge_bad(batch_id, WATCHER);

		assert_told(Event::Reverted { index: 0, fork: 1, attested: None });
		assert_eq!(attested(), None);
		submit_next(BOB, 2);
		assert_eq!(attested(), Some(1));
	});
}

#[test]
fn judge_decides_challenged_batches_in_time_and_names_a_challenger() {
	test_signing(|| {
		let batch_id = submit_next(ALICE, 0);
		let bad = |challenger| Ruling::Bad { challenger };
		assert_noop!(try_judge(batch_id, Ruling::Good), Error::NotChallenged);
		challenge(WATCHER, batch_id);
		assert_noop!(Rollup::judge(signed(ALICE), batch_id, Ruling::Good), BadOrigin);
		assert_noop!(try_judge(batch_id, bad(FRIEND)), Error::NotChallenger);
		assert_noop!(Rollup::expire(signed(PAUPER), batch_id), Error::ChallengeOpen);

		pass_to(13);

		assert_noop!(try_judge(batch_id, bad(WATCHER)), Error::VerdictTooLate);
		assert_noop!(try_judge(batch_id, Ruling::Good), Error::VerdictTooLate);
		expire(batch_id);
		assert_noop!(try_judge(batch_id, Ruling::Good), Error::AlreadyJudged);
		assert_noop!(Rollup::expire(signed(PAUPER), batch_id), Error::AlreadyJudged);
		assert_noop!(Rollup::expire(signed(PAUPER), [9; 32]), Error::NotChallenged);
	});
}

#[test]
fn silence_is_against_who_bears_the_burden() {
	for (burden, verdict) in
		[(Burden::Submitter, Verdict::Bad), (Burden::Challenger, Verdict::Good)]
	{
		test_signing(|| {
			Loser::set(&burden);
			let batch_id = submit_next(ALICE, 0);
			challenge(WATCHER, batch_id);
			challenge(FRIEND, batch_id);
			pass_to(13);

			expire(batch_id);

			assert_told(Event::Judged { batch_id, index: 0, verdict, by: Decider::Time });
			let reporters: Vec<_> = Cases::get().into_iter().map(|case| case.reporter).collect();
			let first_gets_it = if verdict == Verdict::Bad { vec![WATCHER] } else { vec![] };
			assert_eq!(reporters, first_gets_it);
			assert_eq!(next_index(), u32::from(verdict == Verdict::Good));
		});
	}
}

/// A batch that nobody has defended in time is reverted and charged as one that was judged.
#[test]
fn expire_weighs_no_less_than_a_verdict() {
	let weight = |call: Call<Test>| call.get_dispatch_info().call_weight;
	let (batch_id, ruling) = ([0; 32], Ruling::Good);

	let expires = weight(Call::expire { batch_id });

	assert!(expires.all_gte(weight(Call::judge { batch_id, ruling })));
}

#[test]
fn proof_decides_without_a_challenge() {
	test_signing(|| {
		let batch_id = submit_next(ALICE, 5);
		assert_noop!(prove(WATCHER, [9; 32], 5), Error::UnknownBatch);
		assert_noop!(prove(WATCHER, batch_id, 4), Error::BadProof);

		assert_ok!(prove(WATCHER, batch_id, 5));

		assert_told(Event::Judged {
			batch_id,
			index: 0,
			verdict: Verdict::Bad,
			by: Decider::Proof,
		});
		assert_eq!(Cases::get()[0].reporter, WATCHER);
		assert_noop!(prove(WATCHER, batch_id, 5), Error::AlreadyJudged);
	});
}

#[test]
fn proof_decides_after_the_judge_has_found_a_batch_good() {
	test_signing(|| {
		let batch_id = submit_next(ALICE, 5);
		challenge(WATCHER, batch_id);
		challenge(FRIEND, batch_id);
		judge_good(batch_id);

		assert_ok!(prove(OUTSIDER, batch_id, 5));

		collect(batch_id, WATCHER);
		collect(batch_id, FRIEND);
		assert_eq!((free(&WATCHER), free(&FRIEND)), (FUNDS, FUNDS), "the judge was wrong");
		assert_eq!(next_index(), 0);
	});
}

#[test]
fn proof_is_too_late_for_a_final_batch_and_for_an_old_one_that_is_void() {
	test_signing(|| {
		let batches = submit_many(ALICE, 3);
		assert_ok!(prove(WATCHER, batches[1], 1));

		pass_to(13);

		assert_noop!(prove(WATCHER, batches[2], 2), Error::BatchVoid);
		let late = Rollup::challenge(signed(WATCHER), batches[2], [0; 32]);
		assert_noop!(late, Error::ChallengeTooLate);
		assert_noop!(prove(WATCHER, batches[0], 0), Error::BatchFinal);
	});
}

#[test]
fn bounty_of_a_proof_is_the_first_challengers_whose_evidence_it_is() {
	test_signing(|| {
		let batch_id = submit_next(ALICE, 5);
		challenge(OUTSIDER, batch_id);
		for who in [WATCHER, FRIEND] {
			let evidence = Rollup::evidence_of(&who, &[5; 32]);
			assert_ok!(Rollup::challenge(signed(who), batch_id, evidence));
		}

		assert_ok!(prove(BOB, batch_id, 5));

		assert_eq!(Cases::get()[0].reporter, WATCHER);
	});
}

/// Challengers without number cost others the order of the bounty, and never the proof.
#[test]
fn proof_is_compared_with_the_evidence_of_the_first_challengers() {
	for (before, paid) in [(MAX_NAMED_EVIDENCE - 1, WATCHER), (MAX_NAMED_EVIDENCE, BOB)] {
		test_signing(|| {
			let batch_id = submit_next(ALICE, 5);
			for number in 0..before {
				let mut seed = [200; 32];
				seed[..4].copy_from_slice(&number.to_le_bytes());
				let who = AccountId::new(seed);
				assert_ok!(Balances::mint_into(&who, FUNDS));
				challenge(who, batch_id);
			}
			let evidence = Rollup::evidence_of(&WATCHER, &[5; 32]);
			assert_ok!(Rollup::challenge(signed(WATCHER), batch_id, evidence));

			assert_ok!(prove(BOB, batch_id, 5));

			assert_eq!(Cases::get()[0].reporter, paid);
			collect(batch_id, WATCHER);
			assert_eq!(free(&WATCHER), FUNDS);
		});
	}
}
