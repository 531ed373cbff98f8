// SPDX-License-Identifier: Apache-2.0

//! Doubles for tests: neighbours that a test tells what to say, and that remember what they were
//! asked.

use crate::Liability;
use bulwark_ledger::{EpochIndex, Scope};
use std::{cell::RefCell, mem};

/// A promise: whose, of what, from which epoch on, and up to which one if it has ended.
#[derive(Clone, Copy)]
struct Promise {
	operator: u64,
	scope: Scope,
	from: EpochIndex,
	end: Option<EpochIndex>,
}

thread_local! {
	static PROMISES: RefCell<Vec<Promise>> = const { RefCell::new(Vec::new()) };
	static ASKED: RefCell<Vec<(u64, Scope, EpochIndex)>> = const { RefCell::new(Vec::new()) };
	static WIDENING: RefCell<Vec<u64>> = const { RefCell::new(Vec::new()) };
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
		WIDENING.with_borrow_mut(Vec::clear);
	}

	/// Somebody may charge the operator's bond and pools for faults from an epoch on.
	pub fn promise(operator: u64, from: EpochIndex) {
		Self::promise_of(operator, Scope::BondAndPools, from);
	}

	/// Somebody may charge the operator's bond, and no pool, for faults from an epoch on.
	pub fn promise_bond(operator: u64, from: EpochIndex) {
		Self::promise_of(operator, Scope::Bond, from);
	}

	fn promise_of(operator: u64, scope: Scope, from: EpochIndex) {
		let promise = Promise { operator, scope, from, end: None };
		PROMISES.with_borrow_mut(|promises| promises.push(promise));
	}

	/// It is announced that the operator's pools will be able to lose more.
	pub fn announce(operator: u64) {
		WIDENING.with_borrow_mut(|widening| widening.push(operator));
	}

	/// Nobody may charge the operator for faults after an epoch, whoever might so far.
	pub fn end(operator: u64, last: EpochIndex) {
		PROMISES.with_borrow_mut(|promises| {
			for promise in promises.iter_mut().filter(|promise| promise.operator == operator) {
				promise.end = Some(promise.end.map_or(last, |end| end.min(last)));
			}
		});
	}

	/// What was asked since it was last called: about whom, about what, leaving when.
	pub fn take_asked() -> Vec<(u64, Scope, EpochIndex)> {
		ASKED.with_borrow_mut(mem::take)
	}
}

impl Liability<u64> for RecordingLiability {
	fn last_liable(operator: &u64, scope: Scope, leaving: EpochIndex) -> Option<EpochIndex> {
		ASKED.with_borrow_mut(|asked| asked.push((*operator, scope, leaving)));
		PROMISES.with_borrow(|promises| {
			let stood = promises.iter().filter(|promise| {
				// What charges the pools charges the bond too.
				promise.operator == *operator
					&& (promise.scope == Scope::BondAndPools || scope == Scope::Bond)
			});
			stood.filter_map(|promise| last_of(promise.from, promise.end, leaving)).max()
		})
	}

	fn widens(operator: &u64) -> bool {
		WIDENING.with_borrow(|widening| widening.contains(operator))
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn worst_case(operator: &u64) {
		Self::promise(*operator, EpochIndex(0));
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
		let scope = Scope::BondAndPools;
		RecordingLiability::last_liable(&operator, scope, EpochIndex(leaving)).map(|last| last.0)
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
	fn last_liable_of_a_bond_counts_promises_of_either_scope() {
		RecordingLiability::reset();
		RecordingLiability::promise_bond(OPERATOR, EpochIndex(2));
		let asked = |scope| RecordingLiability::last_liable(&OPERATOR, scope, EpochIndex(4));

		assert_eq!(asked(Scope::Bond), Some(EpochIndex(4)));
		assert_eq!(asked(Scope::BondAndPools), None);
		promise(OPERATOR, 4);
		assert_eq!(asked(Scope::BondAndPools), Some(EpochIndex(4)));
	}

	#[test]
	fn widens_says_what_was_announced() {
		RecordingLiability::reset();
		RecordingLiability::announce(OPERATOR);

		assert!(RecordingLiability::widens(&OPERATOR));
		assert!(!RecordingLiability::widens(&OTHER));
	}

	#[test]
	fn take_asked_tells_every_question_once() {
		RecordingLiability::reset();
		last_liable(OPERATOR, 4);
		last_liable(OTHER, 2);

		let asked = RecordingLiability::take_asked();

		let scope = Scope::BondAndPools;
		assert_eq!(asked, [(OPERATOR, scope, EpochIndex(4)), (OTHER, scope, EpochIndex(2))]);
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
