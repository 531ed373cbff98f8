// SPDX-License-Identifier: Apache-2.0

//! Doubles for tests: neighbours that a test tells what to say, and that remember what they were
//! asked.

use crate::Liability;
use bulwark_ledger::EpochIndex;
use std::{cell::RefCell, mem};

/// A promise: whose, from which epoch on, and up to which one if it has ended.
type Promise = (u64, EpochIndex, Option<EpochIndex>);

thread_local! {
	static PROMISES: RefCell<Vec<Promise>> = const { RefCell::new(Vec::new()) };
	static ASKED: RefCell<Vec<(u64, EpochIndex)>> = const { RefCell::new(Vec::new()) };
}

/// Stands for who keeps the promises of operators, in the mock of a pallet that keeps their stake:
/// a test makes and ends promises and sees until when stake has to wait, without the pallet that
/// would know of consumers. Each thread has its own. Accounts are `u64`, as mocks have them.
///
/// As the door demands, only what is said of epochs to come may change: a test that promises or
/// ends something in the past tests nothing that can happen.
pub struct RecordingLiability;

impl RecordingLiability {
	/// Forgets all promises and questions: a thread may run several tests.
	pub fn reset() {
		PROMISES.with_borrow_mut(Vec::clear);
		ASKED.with_borrow_mut(Vec::clear);
	}

	/// Somebody may charge the operator's stake for faults from an epoch on.
	pub fn promise(operator: u64, from: EpochIndex) {
		PROMISES.with_borrow_mut(|promises| promises.push((operator, from, None)));
	}

	/// Nobody may charge the operator for faults after an epoch, whoever might so far.
	pub fn end(operator: u64, last: EpochIndex) {
		PROMISES.with_borrow_mut(|promises| {
			for (_, _, end) in promises.iter_mut().filter(|(whose, ..)| *whose == operator) {
				*end = Some(end.map_or(last, |end| end.min(last)));
			}
		});
	}

	/// What was asked since it was last called: about whom, leaving when.
	pub fn take_asked() -> Vec<(u64, EpochIndex)> {
		ASKED.with_borrow_mut(mem::take)
	}
}

impl Liability<u64> for RecordingLiability {
	fn last_liable(operator: &u64, leaving: EpochIndex) -> Option<EpochIndex> {
		ASKED.with_borrow_mut(|asked| asked.push((*operator, leaving)));
		PROMISES.with_borrow(|promises| {
			let stood = promises.iter().filter(|(whose, ..)| whose == operator);
			stood.filter_map(|(_, from, end)| last_of(*from, *end, leaving)).max()
		})
	}
}

/// The last epoch up to another in which a promise stood.
fn last_of(from: EpochIndex, end: Option<EpochIndex>, leaving: EpochIndex) -> Option<EpochIndex> {
	let last = end.map_or(leaving, |end| end.min(leaving));
	(from <= last).then_some(last)
}

#[cfg(test)]
mod tests {
	use super::*;

	const OPERATOR: u64 = 1;
	const OTHER: u64 = 2;

	fn promise(operator: u64, from: u32) {
		RecordingLiability::promise(operator, EpochIndex(from));
	}

	fn end(operator: u64, last: u32) {
		RecordingLiability::end(operator, EpochIndex(last));
	}

	fn last_liable(operator: u64, leaving: u32) -> Option<u32> {
		RecordingLiability::last_liable(&operator, EpochIndex(leaving)).map(|last| last.0)
	}

	/// What it says of the epochs 0 to 9.
	fn all(operator: u64) -> Vec<Option<u32>> {
		(0..10).map(|leaving| last_liable(operator, leaving)).collect()
	}

	#[test]
	fn last_liable_is_nothing_when_nothing_was_promised() {
		RecordingLiability::reset();
		promise(OTHER, 0);

		assert_eq!(all(OPERATOR), [None; 10]);
	}

	#[test]
	fn last_liable_is_the_last_epoch_in_which_a_promise_stood() {
		RecordingLiability::reset();
		promise(OPERATOR, 2);
		end(OPERATOR, 3);
		promise(OPERATOR, 7);

		assert_eq!(all(OPERATOR)[..4], [None, None, Some(2), Some(3)]);
		assert_eq!(all(OPERATOR)[4..], [3, 3, 3, 7, 8, 9].map(Some));
	}

	#[test]
	fn last_liable_is_the_later_one_when_promises_overlap() {
		RecordingLiability::reset();
		promise(OPERATOR, 5);
		promise(OPERATOR, 1);
		assert_eq!(last_liable(OPERATOR, 4), Some(4));

		end(OPERATOR, 6);
		promise(OPERATOR, 4);
		end(OPERATOR, 8);

		assert_eq!(last_liable(OPERATOR, 9), Some(8));
	}

	#[test]
	fn end_leaves_nothing_of_a_promise_when_it_has_not_begun() {
		RecordingLiability::reset();
		promise(OPERATOR, 5);

		end(OPERATOR, 4);

		assert_eq!(all(OPERATOR), [None; 10]);
	}

	#[test]
	fn end_prolongs_nothing_when_the_promise_has_ended() {
		RecordingLiability::reset();
		promise(OPERATOR, 1);
		end(OPERATOR, 3);

		end(OPERATOR, 8);

		assert_eq!(last_liable(OPERATOR, 9), Some(3));
	}

	#[test]
	fn end_spares_the_promises_of_others() {
		RecordingLiability::reset();
		promise(OPERATOR, 1);
		promise(OTHER, 1);

		end(OTHER, 3);

		assert_eq!(last_liable(OPERATOR, 9), Some(9));
		assert_eq!(last_liable(OTHER, 9), Some(3));
	}

	#[test]
	fn take_asked_tells_every_question_once() {
		RecordingLiability::reset();
		last_liable(OPERATOR, 4);
		last_liable(OTHER, 2);

		let asked = RecordingLiability::take_asked();

		assert_eq!(asked, [(OPERATOR, EpochIndex(4)), (OTHER, EpochIndex(2))]);
		assert_eq!(RecordingLiability::take_asked(), []);
	}

	#[test]
	fn reset_forgets_everything() {
		promise(OPERATOR, 0);
		last_liable(OPERATOR, 1);

		RecordingLiability::reset();

		assert_eq!(RecordingLiability::take_asked(), []);
		assert_eq!(last_liable(OPERATOR, 1), None);
	}
}
