// SPDX-License-Identifier: Apache-2.0

//! Void batches: they can be found bad themselves, and keep their deposits as long.

use super::verdicts::prove;
use crate::{mock::*, Batches, Burden, Decider, Event, Fork, Verdict};
use frame_support::{assert_noop, assert_ok};

type Error = crate::Error<Test>;

#[test]
fn deposit_of_a_void_batch_is_free_when_nobody_can_challenge_it_any_more() {
	test_signing(|| {
		let batches = submit_many(OUTSIDER, 4);
		challenge(WATCHER, batches[1]);
		challenge(WATCHER, batches[2]);
		judge_bad(batches[1], WATCHER);

		let release = |at: usize| Rollup::release_batch(signed(PAUPER), batches[at]);
		assert_noop!(release(2), Error::ChallengeOpen);
		assert_noop!(release(0), Error::NotFinal);
		assert_noop!(release(3), Error::NotFinal);

		pass_to(13);

		assert_noop!(release(2), Error::ChallengeOpen);
		assert_ok!(release(3));
		assert_eq!(Batches::<Test>::get(batches[3]), None);
		assert_eq!(held_for_batches(&OUTSIDER), 2 * BATCH_DEPOSIT + BATCH_DEPOSIT / 5);
	});
}

#[test]
fn challenge_of_a_void_batch_still_costs_its_submitter() {
	test_signing(|| {
		submit_next(ALICE, 0);
		let cheap = submit_next(OUTSIDER, 1);
		let dear = submit_next(BOB, 2);
		challenge(WATCHER, dear);
		challenge(FRIEND, cheap);
		judge_bad(cheap, FRIEND);
		assert_eq!(Cases::get(), []);

		judge_bad(dear, WATCHER);

		assert_eq!(Cases::get()[0].operator, BOB);
		assert_eq!((next_index(), Fork::<Test>::get()), (1, 1), "nothing more is reverted");
	});
}

#[test]
fn challenge_of_a_void_batch_that_is_not_found_bad_gives_the_deposit_back() {
	for is_judged in [true, false] {
		test_signing(|| {
			Loser::set(&Burden::Challenger);
			let batches = submit_many(BOB, 2);
			challenge(WATCHER, batches[1]);
			assert_ok!(prove(FRIEND, batches[0], 0));

			if is_judged {
				judge_good(batches[1]);
			}
			pass_to(13);
			if !is_judged {
				expire(batches[1]);
			}

			collect(batches[1], WATCHER);
			assert_eq!(free(&WATCHER), FUNDS);
		});
	}
}

/// Else a cheap bad batch below saves a dear one that nobody has challenged yet.
#[test]
fn void_batch_is_challenged_as_long_as_its_own_time_lasts() {
	test_signing(|| {
		let cheap = submit_next(OUTSIDER, 1);
		let dear = submit_next(BOB, 2);
		challenge(FRIEND, cheap);
		judge_bad(cheap, FRIEND);
		submit_next(ALICE, 3);
		submit_next(ALICE, 4);
		pass_to(12);

		challenge(WATCHER, dear);

		assert!(crate::OpenChallenges::<Test>::get().is_empty(), "it delays nobody");
		judge_bad(dear, WATCHER);
		assert_eq!(Cases::get()[0].operator, BOB);
		assert_eq!((next_index(), Fork::<Test>::get()), (2, 1), "nothing more is reverted");
	});
}

#[test]
fn void_batch_is_proved_bad_as_long_as_its_own_time_lasts() {
	test_signing(|| {
		let cheap = submit_next(OUTSIDER, 1);
		let dear = submit_next(BOB, 2);
		assert_ok!(prove(FRIEND, cheap, 1));

		assert_ok!(prove(WATCHER, dear, 2));

		assert_eq!((&Cases::get()[0].operator, &Cases::get()[0].reporter), (&BOB, &WATCHER));
		assert_noop!(prove(WATCHER, dear, 2), Error::AlreadyJudged);
	});
}

/// Nobody defends what is void already.
#[test]
fn silence_about_a_void_batch_takes_nothing_whoever_bears_the_burden() {
	test_signing(|| {
		Loser::set(&Burden::Submitter);
		let batches = submit_many(BOB, 2);
		challenge(WATCHER, batches[1]);
		assert_ok!(prove(FRIEND, batches[0], 0));
		assert_eq!(Cases::get().len(), 1);
		pass_to(13);

		expire(batches[1]);

		let (batch_id, verdict, by) = (batches[1], Verdict::Good, Decider::Time);
		assert_told(Event::Judged { batch_id, index: 1, verdict, by });
		assert_eq!(Cases::get().len(), 1);
		collect(batches[1], WATCHER);
		assert_eq!(free(&WATCHER), FUNDS);
	});
}
