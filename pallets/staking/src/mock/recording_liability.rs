// SPDX-License-Identifier: Apache-2.0

//! A double of the keeper of opt-ins: a test tells it what to say, and it remembers what it was asked.

use super::AccountId;
use bulwark_ledger::{Cover, EpochIndex, OptInsAtLock, Scope};
use bulwark_traits::Liability;
use frame_support::weights::Weight;
use std::{
	cell::{Cell, RefCell},
	mem,
};

/// An opt-in: its operator, its scope, its first epoch, and its last one if it has ended.
#[derive(Clone, Copy)]
struct OptIn {
	operator: AccountId,
	scope: Scope,
	from: EpochIndex,
	end: Option<EpochIndex>,
}

thread_local! {
	static OPT_INS: RefCell<Vec<OptIn>> = const { RefCell::new(Vec::new()) };
	static ASKED: RefCell<Vec<(AccountId, Scope, EpochIndex)>> = const { RefCell::new(Vec::new()) };
	static WIDENING: RefCell<Vec<AccountId>> = const { RefCell::new(Vec::new()) };
	static NOTICE: Cell<u32> = const { Cell::new(0) };
}

/// Stands for the keeper of opt-ins in the mock of a pallet that keeps stake: a test begins and ends opt-ins and sees when
/// stake is released, without the pallet that would know of consumers. Each thread has its own.
///
/// As the door demands, only answers about epochs to come may change: a test that begins or ends an opt-in in the past
/// tests nothing that can happen.
pub struct RecordingLiability;

impl RecordingLiability {
	/// Forgets all opt-ins and questions: a thread may run several tests.
	pub fn reset() {
		OPT_INS.with_borrow_mut(Vec::clear);
		ASKED.with_borrow_mut(Vec::clear);
		WIDENING.with_borrow_mut(Vec::clear);
		NOTICE.set(0);
	}

	/// M: whoever closes answers for so many epochs more.
	pub fn set_notice(epochs: u32) {
		NOTICE.set(epochs);
	}

	/// Somebody may slash the operator's bond and pools for faults from an epoch on.
	pub fn opt_in(operator: AccountId, from: EpochIndex) {
		Self::opt_in_to(operator, Scope::BondAndPools, from);
	}

	/// Somebody may slash the operator's bond, and no pool, for faults from an epoch on.
	pub fn opt_in_bond(operator: AccountId, from: EpochIndex) {
		Self::opt_in_to(operator, Scope::Bond, from);
	}

	fn opt_in_to(operator: AccountId, scope: Scope, from: EpochIndex) {
		let opt_in = OptIn { operator, scope, from, end: None };
		OPT_INS.with_borrow_mut(|opt_ins| opt_ins.push(opt_in));
	}

	/// It is announced that the operator's pools will be able to lose more.
	pub fn announce(operator: AccountId) {
		WIDENING.with_borrow_mut(|widening| widening.push(operator));
	}

	/// Nobody may slash the operator for faults after an epoch, whoever might so far.
	pub fn end(operator: AccountId, last: EpochIndex) {
		OPT_INS.with_borrow_mut(|opt_ins| {
			for opt_in in opt_ins.iter_mut().filter(|opt_in| opt_in.operator == operator) {
				opt_in.end = Some(opt_in.end.map_or(last, |end| end.min(last)));
			}
		});
	}

	/// The questions since it was last called: operator, scope, and the epoch of leaving.
	pub fn take_asked() -> Vec<(AccountId, Scope, EpochIndex)> {
		ASKED.with_borrow_mut(mem::take)
	}
}

impl Liability<AccountId> for RecordingLiability {
	fn last_liable(operator: &AccountId, scope: Scope, leaving: EpochIndex) -> Option<EpochIndex> {
		ASKED.with_borrow_mut(|asked| asked.push((*operator, scope, leaving)));
		OPT_INS.with_borrow(|opt_ins| {
			let stood = opt_ins.iter().filter(|opt_in| {
				// A slash of the pools is one of the bond too.
				opt_in.operator == *operator
					&& (opt_in.scope == Scope::BondAndPools || scope == Scope::Bond)
			});
			stood.filter_map(|opt_in| last_of(opt_in.from, opt_in.end, leaving)).max()
		})
	}

	fn notice(_: &AccountId) -> u32 {
		NOTICE.get()
	}

	fn cover(_: &AccountId) -> Cover {
		Cover::ALWAYS
	}

	fn closes(_: &AccountId) {}

	fn lock_begin(operator: &AccountId, _: EpochIndex) -> OptInsAtLock {
		let number = WIDENING.with_borrow(|widening| widening.contains(operator));
		OptInsAtLock { number: number.into(), ..OptInsAtLock::default() }
	}

	fn waives(operator: &AccountId, _: EpochIndex, begin: &OptInsAtLock, now: EpochIndex) -> bool {
		begin.number < Self::lock_begin(operator, now).number
	}

	fn weight() -> Weight {
		Weight::zero()
	}

	fn cover_weight() -> Weight {
		Weight::zero()
	}

	fn closes_weight() -> Weight {
		Weight::zero()
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn worst_case(operator: &AccountId) {
		Self::opt_in(*operator, EpochIndex(0));
	}
}

/// The last epoch up to another in which a opt_in stood.
fn last_of(from: EpochIndex, end: Option<EpochIndex>, leaving: EpochIndex) -> Option<EpochIndex> {
	let last = end.map_or(leaving, |end| end.min(leaving));
	(from <= last).then_some(last)
}

#[cfg(test)]
mod tests {
	use super::*;

	const OPERATOR: AccountId = 1;
	const OTHER: AccountId = 2;

	fn opt_in(operator: AccountId, from: u32) {
		RecordingLiability::opt_in(operator, EpochIndex(from));
	}

	fn end(operator: AccountId, last: u32) {
		RecordingLiability::end(operator, EpochIndex(last));
	}

	fn last_liable(operator: AccountId, leaving: u32) -> Option<u32> {
		let scope = Scope::BondAndPools;
		RecordingLiability::last_liable(&operator, scope, EpochIndex(leaving)).map(|last| last.0)
	}

	/// The answers for the epochs 0 to 9.
	fn all(operator: AccountId) -> Vec<Option<u32>> {
		(0..10).map(|leaving| last_liable(operator, leaving)).collect()
	}

	#[test]
	fn last_liable_is_nothing_when_nobody_opted_in() {
		RecordingLiability::reset();
		opt_in(OTHER, 0);

		assert_eq!(all(OPERATOR), [None; 10]);
	}

	#[test]
	fn last_liable_is_the_last_epoch_in_which_an_opt_in_stood() {
		RecordingLiability::reset();
		opt_in(OPERATOR, 2);
		end(OPERATOR, 3);
		opt_in(OPERATOR, 7);

		assert_eq!(all(OPERATOR)[..4], [None, None, Some(2), Some(3)]);
		assert_eq!(all(OPERATOR)[4..], [3, 3, 3, 7, 8, 9].map(Some));
	}

	#[test]
	fn last_liable_is_the_later_one_when_opt_ins_overlap() {
		RecordingLiability::reset();
		opt_in(OPERATOR, 5);
		opt_in(OPERATOR, 1);
		assert_eq!(last_liable(OPERATOR, 4), Some(4));

		end(OPERATOR, 6);
		opt_in(OPERATOR, 4);
		end(OPERATOR, 8);

		assert_eq!(last_liable(OPERATOR, 9), Some(8));
	}

	#[test]
	fn end_leaves_nothing_of_an_opt_in_when_it_has_not_begun() {
		RecordingLiability::reset();
		opt_in(OPERATOR, 5);

		end(OPERATOR, 4);

		assert_eq!(all(OPERATOR), [None; 10]);
	}

	#[test]
	fn end_prolongs_nothing_when_the_opt_in_has_ended() {
		RecordingLiability::reset();
		opt_in(OPERATOR, 1);
		end(OPERATOR, 3);

		end(OPERATOR, 8);

		assert_eq!(last_liable(OPERATOR, 9), Some(3));
	}

	#[test]
	fn end_spares_the_opt_ins_of_others() {
		RecordingLiability::reset();
		opt_in(OPERATOR, 1);
		opt_in(OTHER, 1);

		end(OTHER, 3);

		assert_eq!(last_liable(OPERATOR, 9), Some(9));
		assert_eq!(last_liable(OTHER, 9), Some(3));
	}

	#[test]
	fn last_liable_of_a_bond_counts_opt_ins_of_either_scope() {
		RecordingLiability::reset();
		RecordingLiability::opt_in_bond(OPERATOR, EpochIndex(2));
		let asked = |scope| RecordingLiability::last_liable(&OPERATOR, scope, EpochIndex(4));

		assert_eq!(asked(Scope::Bond), Some(EpochIndex(4)));
		assert_eq!(asked(Scope::BondAndPools), None);
		opt_in(OPERATOR, 4);
		assert_eq!(asked(Scope::BondAndPools), Some(EpochIndex(4)));
	}

	#[test]
	fn waives_what_was_announced_after_the_begin_of_a_lock() {
		RecordingLiability::reset();
		let epoch = EpochIndex(0);
		let begin = RecordingLiability::lock_begin(&OPERATOR, epoch);
		RecordingLiability::announce(OPERATOR);
		let waives = |operator, begin| RecordingLiability::waives(operator, epoch, begin, epoch);

		assert!(waives(&OPERATOR, &begin) && !waives(&OTHER, &begin));
		assert!(!waives(&OPERATOR, &RecordingLiability::lock_begin(&OPERATOR, epoch)));
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
		opt_in(OPERATOR, 0);
		last_liable(OPERATOR, 1);

		RecordingLiability::reset();

		assert_eq!(RecordingLiability::take_asked(), []);
		assert_eq!(last_liable(OPERATOR, 1), None);
	}
}
