// SPDX-License-Identifier: Apache-2.0

//! The attested set: handed over by its signature, or by time when that was lost.

use crate::{mock::*, Event, Header, NextSet, SetNumber};
use frame_support::{assert_noop, assert_ok};

type Error = crate::Error<Test>;

fn next_to(content: u8, set_number: u32) -> Header {
	Header { next: change_to(set_number), ..next_header(content) }
}

fn adopt() -> sp_runtime::DispatchResult {
	Rollup::adopt(signed(PAUPER))
}

#[test]
fn set_hands_over_by_a_batch_of_its_own() {
	test_signing(|| {
		submit_next(ALICE, 0);
		serve(&OPERATORS[..3]);

		submit(ALICE, next_to(1, 2));

		assert_eq!(attested(), Some(2));
		let header = next_header(2);
		assert_eq!(header.set_number, SetNumber(2));
		assert_ok!(try_submit(ALICE, header, &[0, 1]));
	});
}

#[test]
fn set_may_hand_over_to_any_kept_set_above() {
	test_signing(|| {
		submit_next(ALICE, 0);
		serve(&OPERATORS[..3]);
		serve(&OPERATORS[..2]);

		submit(ALICE, next_to(1, 3));

		assert_eq!(attested(), Some(3));
	});
}

#[test]
fn set_hands_over_to_no_other() {
	test_signing(|| {
		submit_next(ALICE, 0);
		serve(&OPERATORS[..3]);
		let next = |next: NextSet| Header { next: Some(next), ..next_header(1) };
		let refused = |header| {
			assert_noop!(try_submit(ALICE, header, &[0, 1, 2]), Error::UnknownSet);
		};

		refused(next_to(1, 1));
		refused(next(NextSet { set_number: SetNumber(3), hash: [0; 32] }));
		refused(next(NextSet { set_number: SetNumber(2), hash: [0; 32] }));
		submit(ALICE, next_to(1, 2));
		let back = Header { next: change_to(1), ..next_header(2) };
		refused(back);
	});
}

#[test]
fn handover_is_due_two_epochs_after_a_newer_set() {
	test_signing(|| {
		submit_next(ALICE, 0);
		serve(&OPERATORS[..3]);
		pass_to(13);
		submit_next(ALICE, 1);
		pass_to(14);

		let header = next_header(2);
		assert_noop!(try_submit(ALICE, header, &[0, 1, 2]), Error::HandoverDue);
		assert!(Rollup::head().is_handover_due);

		submit(ALICE, next_to(2, 2));
		assert_eq!(attested(), Some(2));
	});
}

#[test]
fn lost_handover_is_healed_by_anybody() {
	test_signing(|| {
		submit_next(ALICE, 0);
		serve(&OPERATORS[..3]);
		pass_to(13);
		submit_next(ALICE, 1);
		assert_noop!(adopt(), Error::AdoptTooEarly);
		pass_to(14);

		assert_ok!(adopt());

		assert_told(Event::Adopted { old: SetNumber(1), new: SetNumber(2) });
		assert_noop!(adopt(), Error::NothingToAdopt);
		assert_ok!(try_submit(ALICE, next_header(2), &[0, 1]));
	});
}

#[test]
fn set_is_adopted_when_no_batch_comes_in() {
	test_signing(|| {
		assert_noop!(adopt(), Error::NothingToAdopt);
		submit_next(ALICE, 0);
		pass_to(13);
		serve(&OPERATORS[..3]);
		assert_noop!(adopt(), Error::AdoptTooEarly);

		pass_to(14);

		assert_ok!(adopt());
		assert_eq!(attested(), Some(2));
	});
}

#[test]
fn set_is_adopted_by_the_admin_at_once() {
	test_signing(|| {
		submit_next(ALICE, 0);
		assert_noop!(Rollup::adopt(root()), Error::NothingToAdopt);
		serve(&OPERATORS[..3]);

		assert_ok!(Rollup::adopt(root()));

		assert_eq!(attested(), Some(2));
	});
}

#[test]
fn adopted_set_signs_what_the_one_before_has_signed_in_vain() {
	test_signing(|| {
		submit_next(ALICE, 0);
		serve(&OPERATORS[..3]);
		let header = next_header(1);
		let signed_by_the_old = attest(&header, &[0, 1, 2]);

		assert_ok!(Rollup::adopt(root()));

		let late = Rollup::submit_batch(signed(ALICE), header, Some(signed_by_the_old));
		assert_noop!(late, Error::WrongSet);
		submit_next(ALICE, 1);
	});
}

#[test]
fn sets_that_attest_are_fewer_than_are_kept() {
	test_signing(|| {
		submit_next(ALICE, 0);
		serve(&OPERATORS[..3]);
		submit(ALICE, next_to(1, 2));
		serve(&OPERATORS[..4]);
		submit(ALICE, next_to(2, 3));
		serve(&OPERATORS[..3]);

		let header = next_to(3, 4);
		assert_noop!(try_submit(ALICE, header, &[0, 1, 2]), Error::TooManySets);
		submit_next(ALICE, 3);

		// When the first batches are final their sets go.
		pass_to(13);
		serve(&OPERATORS[..4]);
		assert_eq!(kept(), [3, 4, 5]);
		submit(ALICE, next_to(4, 5));
	});
}

#[test]
fn set_is_adopted_when_the_attested_one_is_gone() {
	test_signing(|| {
		let first = submit_next(ALICE, 0);
		serve(&OPERATORS[..3]);
		submit(ALICE, next_to(1, 2));
		serve(&OPERATORS[..4]);
		submit(ALICE, next_to(2, 3));
		serve(&OPERATORS[..3]);
		challenge(WATCHER, first);
		// Five sets do not fit, and nobody has attested to the newest two only.
		serve(&OPERATORS[..4]);
		assert_eq!(kept(), [2, 3, 4, 5]);

		judge_bad(first, WATCHER);

		assert_eq!(attested(), Some(1));
		assert_noop!(
			Rollup::submit_batch(
				signed(ALICE),
				next_header(9),
				Some(crate::Attestation {
					signers: vec![7].try_into().unwrap(),
					signature: [0; 96]
				})
			),
			Error::Barred
		);
		assert_noop!(
			Rollup::submit_batch(
				signed(BOB),
				next_header(9),
				Some(crate::Attestation {
					signers: vec![7].try_into().unwrap(),
					signature: [0; 96]
				})
			),
			Error::UnknownSet
		);
		assert_ok!(adopt());
		assert_eq!(attested(), Some(5));
		submit_next(BOB, 9);
	});
}

/// Members stay as they are for long, so that no new set makes room.
#[test]
fn handover_makes_room_itself_when_batches_are_final() {
	test_signing(|| {
		submit_next(ALICE, 0);
		serve(&OPERATORS[..3]);
		submit(ALICE, next_to(1, 2));
		serve(&OPERATORS[..4]);
		submit(ALICE, next_to(2, 3));
		serve(&OPERATORS[..3]);
		assert_noop!(Rollup::adopt(root()), Error::TooManySets);

		pass_to(13);
		submit(ALICE, next_to(3, 4));

		assert_eq!((attested(), kept()), (Some(4), vec![3, 4]));
	});
}
