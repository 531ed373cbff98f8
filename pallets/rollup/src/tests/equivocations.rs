// SPDX-License-Identifier: Apache-2.0

//! Equivocations: two contents signed for one place.

use crate::{
	mock::*, CaseId, Equivocations, Event, Header, SetNumber, SignedHeader, MAX_EQUIVOCATIONS,
};
use frame_support::{assert_noop, assert_ok, storage::unhashed};
use sp_runtime::DispatchError;

type Error = crate::Error<Test>;

fn prove(
	one: &SignedHeader,
	other: &SignedHeader,
	accused: &[AccountId],
) -> sp_runtime::DispatchResult {
	let accused = accused.to_vec().try_into().unwrap();
	Rollup::prove_equivocation(signed(WATCHER), one.clone().into(), other.clone().into(), accused)
}

/// Headers at index 1 with two contents; the first was accepted in epoch 11, and it is epoch 12.
fn two() -> (SignedHeader, SignedHeader) {
	submit_next(ALICE, 0);
	let header = next_header(1);
	let one = signed_header(header, &[0, 1, 2]);
	let other = signed_header(Header { hash: [2; 32], ..header }, &[1, 2, 3]);
	submit(ALICE, header);
	pass_to(12);
	(one, other)
}

#[test]
fn equivocation_costs_everybody_who_is_accused_and_has_signed_both() {
	test_signing(|| {
		let (one, other) = two();

		assert_ok!(prove(&one, &other, &[BOB, CHARLIE]));

		for (case_id, operator) in [(1, BOB), (2, CHARLIE)] {
			assert_told(Event::Equivocated {
				operator: operator.clone(),
				fork: 0,
				set_number: SetNumber(1),
				index: 1,
				fault_epoch: crate::EpochIndex(11),
				case_id: CaseId(case_id),
			});
			let case = &Cases::get()[case_id as usize - 1];
			assert_eq!((&case.operator, &case.reporter), (&operator, &WATCHER));
			assert_eq!(case.fractions.bond, percent(10));
		}
	});
}

#[test]
fn equivocation_is_refused_of_who_has_signed_one() {
	test_signing(|| {
		let (one, other) = two();
		for innocent in [ALICE, DAVE, ERIN, OUTSIDER] {
			assert_noop!(prove(&one, &other, &[BOB, innocent]), Error::NotSigner);
		}
		assert_noop!(prove(&one, &other, &[]), Error::NobodyAccused);
	});
}

#[test]
fn equivocation_is_two_contents_for_one_place() {
	test_signing(|| {
		let (one, other) = two();
		let with = |header: Header| SignedHeader { header, ..other.clone() };
		let header = other.header;

		assert_noop!(prove(&one, &one, &[BOB]), Error::NoEquivocation);
		for elsewhere in [
			Header { fork: 1, ..header },
			Header { set_number: SetNumber(2), ..header },
			Header { index: 2, ..header },
			Header { parent: [0; 32], ..header },
		] {
			assert_noop!(prove(&one, &with(elsewhere), &[BOB]), Error::NoEquivocation);
		}
		let moved = Header { hash: [3; 32], ..header };
		assert_noop!(prove(&one, &with(moved), &[BOB]), Error::BadSignature);
		let mut bitmap = other.clone();
		bitmap.attestation.signers = vec![0b1_0000].try_into().unwrap();
		assert_noop!(prove(&one, &bitmap, &[BOB]), Error::BadBitmap);
		bitmap.attestation.signers = vec![0].try_into().unwrap();
		assert_noop!(prove(&one, &bitmap, &[BOB]), Error::TooFewSigners);
	});
}

#[test]
fn equivocation_of_one_signer_counts() {
	test_signing(|| {
		submit_next(ALICE, 0);
		let header = next_header(1);
		let one = signed_header(header, &[2]);
		let other = signed_header(Header { size: 101, ..header }, &[2]);

		// Nothing was accepted at this index: the fault is of now.
		assert_ok!(prove(&one, &other, &[CHARLIE]));
		assert_eq!(Cases::get()[0].fault_epoch, 11);

		// Further on nobody knows when it was.
		let later = Header { index: 2, ..header };
		let one = signed_header(later, &[2]);
		let other = signed_header(Header { size: 101, ..later }, &[2]);
		assert_noop!(prove(&one, &other, &[CHARLIE]), Error::UnknownBatch);
	});
}

#[test]
fn equivocation_costs_once_at_each_place() {
	test_signing(|| {
		let (one, other) = two();
		let third = signed_header(Header { hash: [9; 32], ..one.header }, &[0, 1, 2]);
		assert_ok!(prove(&one, &other, &[BOB]));

		assert_noop!(prove(&one, &third, &[BOB]), DispatchError::Exhausted);

		assert_ok!(prove(&one, &third, &[BOB, CHARLIE]));
		let (operator, reason) = (BOB, DispatchError::Exhausted);
		let batch_id = Rollup::batch_id(&one.header);
		assert_told(Event::ReportRefused { batch_id, operator, reason });
		assert_eq!(Cases::get().len(), 2);
	});
}

#[test]
fn equivocation_is_none_across_a_revert() {
	test_signing(|| {
		submit_next(ALICE, 0);
		let header = next_header(1);
		let one = signed_header(header, &[0, 1, 2]);
		let batch_id = submit(ALICE, header);
		challenge(WATCHER, batch_id);
		judge_bad(batch_id, WATCHER);
		Cases::set(&vec![]);
		let again = next_header(2);
		let other = signed_header(again, &[0, 1, 2]);

		assert_noop!(prove(&one, &other, &[BOB]), Error::NoEquivocation);
	});
}

#[test]
fn equivocation_is_known_after_a_revert_as_long_as_a_batch_of_it_is() {
	test_signing(|| {
		let (one, other) = two();
		let batch_id = Rollup::batch_id(&one.header);
		challenge(WATCHER, batch_id);
		judge_bad(batch_id, WATCHER);

		assert_ok!(prove(&one, &other, &[BOB]));
		assert_eq!(Cases::get()[1].fault_epoch, 11);

		// Another that takes its index, or somebody who asks for it, has it forgotten when its own time is over.
		collect(batch_id, WATCHER);
		submit_next(BOB, 7);
		let release = || Rollup::release_batch(signed(PAUPER), batch_id);
		assert_noop!(release(), Error::NotFinal);
		assert_ok!(prove(&one, &other, &[CHARLIE]));
		assert_eq!(Cases::get()[2].fault_epoch, 11);
		pass_to(13);
		assert_ok!(release());
		assert_noop!(prove(&one, &other, &[CHARLIE]), Error::UnknownBatch);
	});
}

#[test]
fn equivocation_needs_a_kept_set() {
	test_signing(|| {
		let (mut one, mut other) = two();
		one.header.set_number = SetNumber(9);
		other.header.set_number = SetNumber(9);
		assert_noop!(prove(&one, &other, &[BOB]), Error::UnknownSet);
	});
}

#[test]
fn equivocation_costs_nothing_if_it_is_switched_off() {
	test_signing(|| {
		let (one, other) = two();
		Equivocation::set(&percent(0));
		assert_noop!(prove(&one, &other, &[BOB]), Error::EquivocationOff);
	});
}

#[test]
fn equivocations_are_eight_at_most_within_the_window() {
	test_signing(|| {
		Equivocation::set(&percent(1));
		let prove_next = |size: u32| {
			let one = signed_header(Header { size, ..next_header(1) }, &[1]);
			let other = signed_header(Header { size: size + 1, ..next_header(1) }, &[1]);
			submit_next(ALICE, 1);
			prove(&one, &other, &[BOB])
		};
		Room::set(&20);
		Rollup::keep_bounds();
		for _ in 0..MAX_EQUIVOCATIONS {
			assert_ok!(prove_next(100));
		}

		let one = signed_header(Header { size: 5, ..next_header(1) }, &[1]);
		let other = signed_header(Header { size: 6, ..next_header(1) }, &[1]);
		assert_noop!(prove(&one, &other, &[BOB]), Error::TooManyEquivocations);

		pass_to(12 + WINDOW);
		let one = signed_header(Header { size: 5, ..next_header(1) }, &[1]);
		let other = signed_header(Header { size: 6, ..next_header(1) }, &[1]);
		assert_ok!(prove(&one, &other, &[BOB]));
	});
}

/// There may be as many as can be, and no case that is known is forgotten.
#[test]
fn equivocation_is_refused_when_the_cases_before_do_not_decode() {
	test_signing(|| {
		let (one, other) = two();
		let cases = Equivocations::<Test>::hashed_key_for(BOB);
		unhashed::put_raw(&cases, &[0xff]);

		assert_noop!(prove(&one, &other, &[BOB]), DispatchError::Corruption);

		assert_eq!(unhashed::get_raw(&cases), Some(vec![0xff]));
		unhashed::kill(&cases);
		assert_ok!(prove(&one, &other, &[BOB]));
	});
}

/// Or whoever is about to lose its bond reports itself first, and saves the bounty.
#[test]
fn bounty_of_an_equivocation_goes_to_the_challenger_of_a_bad_batch_of_that_epoch() {
	test_signing(|| {
		submit_next(BOB, 0);
		let bad = Rollup::batch_id_at(0).unwrap();
		let header = next_header(1);
		let one = signed_header(header, &[1]);
		let other = signed_header(Header { size: 101, ..header }, &[1]);
		let accused = vec![BOB].try_into().unwrap();
		assert_ok!(Rollup::prove_equivocation(signed(BOB), one.into(), other.into(), accused));
		challenge(WATCHER, bad);

		judge_bad(bad, WATCHER);

		let reporters: Vec<_> = Cases::get().into_iter().map(|case| case.reporter).collect();
		assert_eq!(reporters, [WATCHER, WATCHER]);
		assert_eq!(Cases::get()[1].fractions.bond, percent(90), "all that is left");
	});
}

/// All within a window use one budget.
#[test]
fn bounty_of_an_equivocation_of_another_epoch_goes_to_the_challenger_too() {
	test_signing(|| {
		let bad = submit_next(BOB, 0);
		pass_to(12);
		challenge(WATCHER, bad);
		let header = next_header(1);
		let one = signed_header(header, &[1]);
		let other = signed_header(Header { size: 101, ..header }, &[1]);
		let accused = vec![BOB].try_into().unwrap();
		assert_ok!(Rollup::prove_equivocation(signed(BOB), one.into(), other.into(), accused));
		assert_eq!(Cases::get()[0].fault_epoch, 12);

		judge_bad(bad, WATCHER);

		assert_eq!(Cases::get()[0].reporter, WATCHER);
	});
}
