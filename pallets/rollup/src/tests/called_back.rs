// SPDX-License-Identifier: Apache-2.0

//! A native asset that called somebody back in the middle of a payment: no chain's does, and nothing depends on it.

use crate::mock::*;
use bulwark_testing::calling_back;
use frame_support::assert_ok;

#[test]
fn deposit_of_a_batch_is_released_once_when_the_native_asset_calls_back() {
	test_signing(|| {
		let batches = submit_many(OUTSIDER, 2);
		pass_to(13);
		let first = batches[0];
		let release = move || Rollup::release_batch(signed(PAUPER), first);

		calling_back(
			move || assert!(release().is_err()),
			|| {
				assert_ok!(release());
			},
		);

		assert_eq!(held_for_batches(&OUTSIDER), BATCH_DEPOSIT);
		assert_ok!(Rollup::release_batch(signed(PAUPER), batches[1]));
	});
}

#[test]
fn batch_has_its_place_before_others_get_their_deposits_back() {
	test_signing(|| {
		let batches = submit_many(OUTSIDER, 4);
		challenge(WATCHER, batches[1]);
		judge_bad(batches[1], WATCHER);
		pass_to(13);
		submit_next(ALICE, 11); // where the bad one was
		let index = next_index();

		let submit = || {
			let _ = try_submit(ALICE, next_header(12), &[0, 1, 2]);
		};
		calling_back(submit, || submit_next(ALICE, 13)); // where the void one was

		assert_eq!(next_index(), index + 3, "two were submitted in between");
		assert_eq!(held_for_batches(&OUTSIDER), BATCH_DEPOSIT + BATCH_DEPOSIT / 5);
	});
}

#[test]
fn deposit_of_a_challenge_and_a_bounty_are_paid_once_when_the_native_asset_calls_back() {
	test_signing(|| {
		let batches = submit_many(OUTSIDER, 2);
		for batch_id in batches.clone() {
			challenge(WATCHER, batch_id);
		}
		judge_bad(batches[0], WATCHER);
		let first = batches[0];
		pass_to(16);
		let collect = move || Rollup::release_challenge_deposit(signed(PAUPER), first, WATCHER);
		let claim = move || Rollup::claim_bounty(signed(PAUPER), first);

		calling_back(
			move || assert!(collect().is_err()),
			|| {
				assert_ok!(collect());
			},
		);
		calling_back(
			move || assert!(claim().is_err()),
			|| {
				assert_ok!(claim());
			},
		);

		assert_eq!(held_for_challenges(&WATCHER), CHALLENGE_DEPOSIT);
		assert_eq!(free(&WATCHER), FUNDS - CHALLENGE_DEPOSIT + BATCH_DEPOSIT / 5);
	});
}
