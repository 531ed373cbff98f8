// SPDX-License-Identifier: Apache-2.0

//! Replays: what was signed for one account, chain, fork, set or content is of no use for another.

use crate::{mock::*, Header, SetNumber};
use frame_support::{assert_noop, assert_ok};

type Error = crate::Error<Test>;

#[test]
fn key_that_waits_in_the_pool_is_of_no_use_to_others() {
	test(|| {
		let (key, possession) = (signer::key(11), possession(&ALICE, 11));

		assert_noop!(Rollup::set_key(signed(BOB), key, possession), Error::BadPossession);

		assert_ok!(Rollup::set_key(signed(ALICE), key, possession));
	});
}

#[test]
fn possession_of_another_chain_is_none_here() {
	test(|| {
		let message = Rollup::possession_message(&ALICE, &signer::key(11));
		frame_system::BlockHash::<Test>::insert(0, sp_core::H256([0xb1; 32]));
		let possession = signer::sign(&[11], &message, Suite::Possession);
		let result = Rollup::set_key(signed(ALICE), signer::key(11), possession);
		assert_noop!(result, Error::BadPossession);
	});
}

#[test]
fn signatures_are_of_no_use_after_a_revert() {
	test_signing(|| {
		submit_next(ALICE, 0);
		let header = next_header(1);
		let attestation = attest(&header, &[0, 1, 2]);
		assert_ok!(Rollup::submit_batch(signed(OUTSIDER), header, Some(attestation.clone())));
		let batch_id = Rollup::batch_id(&header);
		challenge(WATCHER, batch_id);
		judge_bad(batch_id, WATCHER);

		let replay = Rollup::submit_batch(signed(ALICE), header, Some(attestation.clone()));
		assert_noop!(replay, Error::WrongFork);
		let moved = Header { fork: 1, ..header };
		let replay = Rollup::submit_batch(signed(ALICE), moved, Some(attestation));
		assert_noop!(replay, Error::BadSignature);
	});
}

#[test]
fn signatures_are_of_no_use_on_another_chain() {
	test_signing(|| {
		let header = next_header(0);
		let attestation = attest(&header, &[0, 1, 2]);
		frame_system::BlockHash::<Test>::insert(0, sp_core::H256([0xb1; 32]));

		let replay = Rollup::submit_batch(signed(ALICE), header, Some(attestation));

		assert_noop!(replay, Error::BadSignature);
	});
}

/// The first three members of both sets are the same.
#[test]
fn signatures_are_of_no_use_for_another_set() {
	test_signing(|| {
		submit_next(ALICE, 0);
		let header = next_header(1);
		let attestation = attest(&header, &[0, 1, 2]);
		serve(&OPERATORS[..3]);
		assert_ok!(Rollup::adopt(root()));
		let with = |header| Rollup::submit_batch(signed(ALICE), header, Some(attestation.clone()));

		assert_noop!(with(header), Error::WrongSet);
		let moved = Header { set_number: SetNumber(2), ..header };
		assert_noop!(with(moved), Error::BadSignature);
		assert_ok!(try_submit(ALICE, moved, &[0, 1, 2]));
	});
}

#[test]
fn signatures_are_of_no_use_for_another_content() {
	test_signing(|| {
		let header = next_header(0);
		let attestation = attest(&header, &[0, 1, 2]);
		let with = |header| Rollup::submit_batch(signed(ALICE), header, Some(attestation.clone()));

		assert_noop!(with(Header { hash: [1; 32], ..header }), Error::BadSignature);
		assert_noop!(with(Header { size: 9_999, ..header }), Error::BadSignature);
		assert_noop!(with(Header { last_block: 999, ..header }), Error::BadSignature);
		assert_ok!(with(header));
	});
}
