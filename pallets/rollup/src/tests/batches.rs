// SPDX-License-Identifier: Apache-2.0

//! Batches: in order, signed by two thirds, and final by the clock.

use crate::{
	mock::*, Attestation, BatchState, Batches, Chain, Event, Header, OldestIndex, SetNumber, Surety,
};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::TokenError;

type Error = crate::Error<Test>;

fn refused(header: Header, error: Error) {
	assert_noop!(try_submit(ALICE, header, &[0, 1, 2]), error);
}

#[test]
fn batch_of_an_operator_is_accepted_without_a_deposit() {
	test_signing(|| {
		let header = next_header(7);

		let batch_id = submit(ALICE, header);

		assert_told(Event::BatchAccepted {
			batch_id,
			header,
			submitter: ALICE,
			surety: Surety::Bond,
			signers: 3,
		});
		let batch = Rollup::batch(batch_id).unwrap();
		assert_eq!((batch.accepted_epoch.0, batch.block), (11, 1));
		assert_eq!(batch.time, 11 * EPOCH);
		assert_eq!((held_for_batches(&ALICE), next_index()), (0, 1));
		assert_eq!(Rollup::batch_id_at(0), Some(batch_id));
	});
}

#[test]
fn batch_of_anybody_else_has_a_deposit_until_it_is_final() {
	test_signing(|| {
		OutOfOrder::set(&[BOB].into());
		promise(CHARLIE, 9);

		for who in [OUTSIDER, BOB, CHARLIE] {
			let batch_id = submit_next(who.clone(), 1);
			assert_eq!(Rollup::batch(batch_id).unwrap().surety, Surety::Deposit(BATCH_DEPOSIT));
			assert_eq!(held_for_batches(&who), BATCH_DEPOSIT);
		}
		let first = Rollup::batch_id_at(0).unwrap();
		let release = || Rollup::release_batch(signed(PAUPER), first);
		assert_noop!(release(), Error::NotFinal);

		pass_to(13);

		assert_ok!(release());
		assert_told(Event::BatchDepositReleased {
			batch_id: first,
			who: OUTSIDER,
			amount: BATCH_DEPOSIT,
		});
		assert_eq!((held_for_batches(&OUTSIDER), free(&OUTSIDER)), (0, FUNDS));
		assert_noop!(release(), Error::NothingHeld);
	});
}

#[test]
fn batch_is_refused_without_the_deposit() {
	test_signing(|| {
		let result = try_submit(PAUPER, next_header(0), &[0, 1, 2]);
		assert_noop!(result, sp_runtime::DispatchError::from(TokenError::FundsUnavailable));
	});
}

#[test]
fn batch_is_the_next_of_the_chain() {
	test_signing(|| {
		submit_next(ALICE, 0);
		let next = next_header(1);

		refused(Header { index: 0, ..next }, Error::WrongIndex);
		refused(Header { index: 2, ..next }, Error::WrongIndex);
		refused(Header { fork: 1, ..next }, Error::WrongFork);
		refused(Header { parent: [1; 32], ..next }, Error::WrongParent);
		refused(Header { first_block: 12, ..next }, Error::WrongBlocks);
		refused(Header { first_block: 10, ..next }, Error::WrongBlocks);
		refused(Header { last_block: 10, ..next }, Error::WrongBlocks);
		refused(Header { last_block: u64::MAX, ..next }, Error::WrongBlocks);
		refused(Header { size: 0, ..next }, Error::TooLarge);
		refused(Header { size: 10_001, ..next }, Error::TooLarge);

		let last_block = u64::MAX - 1;
		submit(ALICE, Header { size: 10_000, last_block, ..next });
	});
}

#[test]
fn first_batch_has_no_parent() {
	test_signing(|| {
		refused(Header { parent: [1; 32], ..next_header(1) }, Error::WrongParent);
		refused(Header { first_block: 5, last_block: 4, ..next_header(1) }, Error::WrongBlocks);
		submit(ALICE, Header { first_block: 77, last_block: 77, ..next_header(1) });
	});
}

/// What does not decode is no beginning.
#[test]
fn batch_is_refused_if_the_one_before_is_not_there() {
	test_signing(|| {
		let first = submit_next(ALICE, 0);
		let next = next_header(1);
		let batch = Batches::<Test>::take(first).unwrap();
		refused(next, Error::UnknownBatch);
		Batches::<Test>::insert(first, batch);

		Chain::<Test>::remove(0);
		refused(Header { parent: [0; 32], ..next }, Error::UnknownBatch);
		Chain::<Test>::insert(0, first);
	});
}

#[test]
fn batch_names_the_set_that_attests() {
	test_signing(|| {
		submit_next(ALICE, 0);
		serve(&OPERATORS[..3]);

		refused(Header { set_number: SetNumber(2), ..next_header(1) }, Error::WrongSet);
		submit_next(ALICE, 1);
	});
}

#[test]
fn batch_is_signed_by_two_thirds() {
	test_signing(|| {
		let header = next_header(0);
		assert_noop!(try_submit(ALICE, header, &[0, 1]), Error::TooFewSigners);
		assert_noop!(try_submit(ALICE, header, &[]), Error::TooFewSigners);
		assert_ok!(try_submit(ALICE, header, &[3, 1, 0]));
		assert_ok!(try_submit(ALICE, next_header(1), &[0, 1, 2, 3]));
	});
}

#[test]
fn bitmap_has_a_bit_for_each_member_and_no_other() {
	test_signing(|| {
		let header = next_header(0);
		let good = attest(&header, &[0, 1, 2]);
		for bytes in [vec![], vec![0b111, 0], vec![0b1_0111], vec![0; 32]] {
			let signers = bytes.try_into().unwrap();
			let bad = Some(Attestation { signers, ..good.clone() });
			assert_noop!(Rollup::submit_batch(signed(ALICE), header, bad), Error::BadBitmap);
		}
	});
}

#[test]
fn signature_is_that_of_the_members_in_the_bitmap_over_the_id() {
	test_signing(|| {
		let header = next_header(0);
		let id = Rollup::batch_id(&header);
		let signers: crate::Bitmap = vec![0b111].try_into().unwrap();
		let all: crate::Bitmap = vec![0b1111].try_into().unwrap();
		let good = signer::sign(&[11, 22, 33], &id, Suite::Signature);
		let refused = |signers: &crate::Bitmap, signature| {
			let bad = Some(Attestation { signers: signers.clone(), signature });
			assert_noop!(Rollup::submit_batch(signed(ALICE), header, bad), Error::BadSignature);
		};

		refused(&all, good);
		refused(&signers, signer::sign(&[11, 22, 44], &id, Suite::Signature));
		refused(&signers, signer::sign(&[11, 22, 33], &id, Suite::Possession));
		refused(&signers, signer::sign(&[11, 22, 33], &[0; 32], Suite::Signature));
		refused(&signers, [0; 96]);
		let mut mutated = good;
		mutated[95] ^= 1;
		refused(&signers, mutated);

		let attestation = Some(Attestation { signers, signature: good });
		assert_ok!(Rollup::submit_batch(signed(ALICE), header, attestation));
	});
}

#[test]
fn batch_is_final_when_its_epochs_and_its_blocks_are_over() {
	test_signing(|| {
		let batch_id = submit_next(ALICE, 0);
		let (go, blocks) = (go_to, u64::from(BLOCKS));

		go(12);
		pass_blocks(5);
		assert!(matches!(state(batch_id), BatchState::Challengeable { .. }));
		go(13);
		pass_blocks(blocks - 5);
		assert!(!is_final(batch_id), "the chain has stood still");
		pass_blocks(1);
		assert!(is_final(batch_id));
	});
}

#[test]
fn batches_that_are_not_final_are_bounded() {
	test_signing(|| {
		submit_many(ALICE, 8);
		refused(next_header(9), Error::TooManyBatches);

		pass_to(13);

		submit_next(ALICE, 9);
	});
}

#[test]
fn old_batches_are_forgotten_two_at_a_time_with_what_is_held() {
	test_signing(|| {
		let batches = [submit_many(OUTSIDER, 3), submit_many(ALICE, 2)].concat();
		pass_to(11 + WINDOW);
		submit_next(ALICE, 5);
		assert_eq!(OldestIndex::<Test>::get(), 0, "the last epoch of the window");

		pass_to(12 + WINDOW);
		events();
		submit_next(ALICE, 6);

		assert_eq!(OldestIndex::<Test>::get(), 2);
		assert!(!Batches::<Test>::contains_key(batches[1]) && !Chain::<Test>::contains_key(1));
		assert_told(Event::BatchForgotten { batch_id: batches[1], index: 1 });
		assert_eq!(held_for_batches(&OUTSIDER), BATCH_DEPOSIT);
		submit_next(ALICE, 7);
		assert_eq!((OldestIndex::<Test>::get(), held_for_batches(&OUTSIDER)), (4, 0));
		submit_next(ALICE, 8);
		assert_eq!(OldestIndex::<Test>::get(), 4, "the one after it can be reverted");
		assert_eq!(Rollup::batch(batches[0]), None);
		assert_noop!(Rollup::release_batch(signed(PAUPER), batches[0]), Error::UnknownBatch);
	});
}

#[test]
fn batch_stays_as_long_as_the_next_can_be_reverted() {
	test_signing(|| {
		submit_next(ALICE, 0);
		pass_to(40);
		submit_next(ALICE, 1);
		assert_eq!(OldestIndex::<Test>::get(), 0, "the next one would name it again");

		pass_to(80);
		submit_next(ALICE, 2);

		assert_eq!(OldestIndex::<Test>::get(), 1);
	});
}
