// SPDX-License-Identifier: Apache-2.0

//! Sets of sequencers that are kept: those under which batches were made that are not final, and those above them.

use super::SetNumber;
use crate::EpochIndex;
use alloc::vec::Vec;
use bounded_collections::{BoundedVec, Get};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use derive_where::derive_where;
use scale_info::TypeInfo;

/// Number of sets that are forgotten at once: one more than a call adds, so that none pile up.
pub const SETS_AT_ONCE: usize = 2;

/// A set that is kept.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub struct KeptSet {
	/// Number of the set.
	pub set_number: SetNumber,
	/// Epoch in which it was formed.
	pub formed_epoch: EpochIndex,
	/// Index of the first batch under it, if it ever was the attested set.
	pub attested_from: Option<u32>,
}

/// Sets that are kept, the oldest first.
#[derive_where(Clone, PartialEq, Eq, Debug, Default; S: Get<u32>)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
#[scale_info(skip_type_params(S))]
#[codec(mel_bound(S: Get<u32>))]
pub struct KeptSets<S: Get<u32>> {
	list: BoundedVec<KeptSet, S>,
}

impl<S: Get<u32>> KeptSets<S> {
	/// Sets, the oldest first.
	pub fn all(&self) -> &[KeptSet] {
		&self.list
	}

	/// Number of the oldest set.
	pub fn oldest(&self) -> Option<SetNumber> {
		self.list.first().map(|set| set.set_number)
	}

	/// Newest set.
	pub fn newest(&self) -> Option<&KeptSet> {
		self.list.last()
	}

	/// True if a set is kept.
	pub fn has(&self, set_number: SetNumber) -> bool {
		self.place(set_number).is_some()
	}

	/// Set before the newest, if the newest was formed in this epoch: whoever signed before the change has signed for it.
	pub fn before_newest(&self, now: EpochIndex) -> Option<SetNumber> {
		let (newest, others) = self.list.split_last()?;
		others.last().filter(|_| newest.formed_epoch == now).map(|set| set.set_number)
	}

	/// True if a handover is due: a batch without a change stays under its set for so many epochs after a newer set was
	/// formed.
	pub fn is_handover_due(&self, attested: SetNumber, now: EpochIndex, timeout: u32) -> bool {
		let newer = self.list.iter().find(|set| attested < set.set_number);
		newer.is_some_and(|set| set.formed_epoch.plus(timeout) < now)
	}

	/// Adds the newest set, and returns those that make room for it, one more than [`SETS_AT_ONCE`] at most. Nobody needs a set that was attested if the last batch
	/// under it is final, nor one below all that were attested, nor, where none was, one before the last two. Of sets that
	/// nobody attested to the oldest goes first, and without such a one the oldest.
	pub fn add(
		&mut self,
		new: KeptSet,
		attested: Option<SetNumber>,
		is_final: impl Fn(u32) -> bool,
	) -> Vec<SetNumber> {
		let mut gone = self.forget(attested, is_final);
		let newest = self.newest().map(|set| set.set_number);
		while self.list.is_full() {
			let may_go = |set: &&KeptSet| Some(set.set_number) != attested;
			let unattested =
				|set: &&KeptSet| set.attested_from.is_none() && Some(set.set_number) != newest;
			let mut others = self.list.iter().filter(may_go);
			let Some(next) = others.clone().find(unattested).or_else(|| others.next()) else {
				break;
			};
			gone.push(next.set_number);
			self.drop_one(next.set_number);
		}
		let _ = self.list.try_push(new); // at least two sets are kept, of which one has gone
		gone
	}

	/// Forgets sets that nobody needs any more, the oldest [`SETS_AT_ONCE`] at most, and returns them.
	pub fn forget(
		&mut self,
		attested: Option<SetNumber>,
		is_final: impl Fn(u32) -> bool,
	) -> Vec<SetNumber> {
		let oldest = self.oldest_needed(attested, is_final);
		let numbers = self.list.iter().map(|set| set.set_number);
		let gone = numbers.take_while(|number| oldest.is_some_and(|oldest| *number < oldest));
		let gone: Vec<_> = gone.take(SETS_AT_ONCE).collect();
		for set_number in &gone {
			self.drop_one(*set_number);
		}
		gone
	}

	/// Oldest set that is needed, or one that need not go yet as older ones go first.
	fn oldest_needed(
		&self,
		attested: Option<SetNumber>,
		is_final: impl Fn(u32) -> bool,
	) -> Option<SetNumber> {
		let mut signed = self.list.iter().filter(|set| set.attested_from.is_some()).peekable();
		if signed.peek().is_none() {
			return self.list.iter().rev().nth(1).map(|set| set.set_number);
		}
		let enough = self.list.get(SETS_AT_ONCE).map(|set| set.set_number);
		while let Some(set) = signed.next() {
			// The last batch under a set is the one before the first under the next that was attested.
			let after = signed.peek().and_then(|next| next.attested_from);
			let last = after.and_then(|first| first.checked_sub(1));
			let is_needed = Some(set.set_number) == attested
				|| signed.peek().is_none()
				|| enough.is_some_and(|enough| enough <= set.set_number)
				|| last.is_some_and(|last| !is_final(last));
			if is_needed {
				return Some(set.set_number);
			}
		}
		None
	}

	/// Notes that a set is the attested one from a batch on. `None`, and nothing has changed, if it is not kept, or too many
	/// sets are attested already for the newest to have a place.
	pub fn attest(&mut self, set_number: SetNumber, first_index: u32) -> Option<()> {
		let place = self.place(set_number)?;
		let attested = self.list.iter().filter(|set| set.attested_from.is_some()).count();
		let set = self.list.get_mut(place)?;
		if set.attested_from.is_none() {
			let most = usize::try_from(S::get()).ok()?.checked_sub(1)?;
			if attested >= most {
				return None;
			}
			set.attested_from = Some(first_index);
		}
		Some(())
	}

	/// Takes back what batches from an index on have attested, as they are void.
	pub fn revert(&mut self, index: u32) {
		for set in self.list.iter_mut() {
			set.attested_from = set.attested_from.filter(|first| *first <= index);
		}
	}

	fn place(&self, set_number: SetNumber) -> Option<usize> {
		self.list.binary_search_by_key(&set_number, |set| set.set_number).ok()
	}

	fn drop_one(&mut self, set_number: SetNumber) {
		self.list.retain(|set| set.set_number != set_number);
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use bounded_collections::ConstU32;

	type Sets = KeptSets<ConstU32<4>>;

	fn set(number: u32, epoch: u32) -> KeptSet {
		KeptSet {
			set_number: SetNumber(number),
			formed_epoch: EpochIndex(epoch),
			attested_from: None,
		}
	}

	fn sets(numbers: &[u32]) -> Sets {
		let mut sets = Sets::default();
		for number in numbers {
			sets.list.try_push(set(*number, *number)).unwrap();
		}
		sets
	}

	fn numbers(sets: &Sets) -> Vec<u32> {
		sets.all().iter().map(|set| set.set_number.0).collect()
	}

	const NONE_FINAL: fn(u32) -> bool = |_| false;
	const ALL_FINAL: fn(u32) -> bool = |_| true;

	#[test]
	fn sets_before_the_last_two_go_if_none_was_attested() {
		let mut sets = sets(&[1, 2, 3]);

		let gone = sets.add(set(4, 9), None, NONE_FINAL);

		assert_eq!((gone, numbers(&sets)), (vec![SetNumber(1)], vec![2, 3, 4]));
	}

	#[test]
	fn sets_from_the_oldest_that_is_needed_stay() {
		let mut sets = sets(&[1, 2, 3]);
		sets.attest(SetNumber(2), 0).unwrap();

		let gone = sets.add(set(4, 9), Some(SetNumber(2)), ALL_FINAL);

		assert_eq!((gone, numbers(&sets)), (vec![SetNumber(1)], vec![2, 3, 4]));
	}

	#[test]
	fn attested_set_goes_when_the_last_batch_under_it_is_final() {
		let mut sets = sets(&[1, 2, 3]);
		sets.attest(SetNumber(1), 0).unwrap();
		sets.attest(SetNumber(3), 7).unwrap();

		let mut early = sets.clone();
		assert_eq!(early.forget(Some(SetNumber(3)), |index| index < 6), []);
		let gone = sets.forget(Some(SetNumber(3)), |index| index <= 6);

		assert_eq!((gone, numbers(&sets)), (vec![SetNumber(1), SetNumber(2)], vec![3]));
	}

	/// Each costs a write, and each look two reads.
	#[test]
	fn sets_are_forgotten_two_at_a_time() {
		let mut sets = sets(&[1, 2, 3, 4]);
		for (number, first) in [(1, 0), (2, 1), (4, 2)] {
			sets.attest(SetNumber(number), first).unwrap();
		}
		let looks = core::cell::Cell::new(0);
		let count = |_| {
			looks.set(looks.get() + 1);
			true
		};

		assert_eq!(sets.forget(Some(SetNumber(4)), count), [SetNumber(1), SetNumber(2)]);
		assert_eq!(looks.get(), 2);
		assert_eq!(sets.forget(Some(SetNumber(4)), ALL_FINAL), [SetNumber(3)]);
		assert_eq!(sets.forget(Some(SetNumber(4)), ALL_FINAL), []);
	}

	#[test]
	fn oldest_set_nobody_attested_to_makes_room() {
		let mut sets = sets(&[1, 2, 3, 4]);
		sets.attest(SetNumber(1), 0).unwrap();
		sets.attest(SetNumber(3), 7).unwrap();

		let gone = sets.add(set(5, 9), Some(SetNumber(3)), NONE_FINAL);

		assert_eq!((gone, numbers(&sets)), (vec![SetNumber(2)], vec![1, 3, 4, 5]));
	}

	#[test]
	fn newest_set_always_has_a_place() {
		let mut sets = sets(&[1, 2, 3, 4]);
		for (number, first) in [(1, 0), (2, 1), (3, 2)] {
			sets.attest(SetNumber(number), first).unwrap();
		}
		assert_eq!(sets.attest(SetNumber(4), 3), None, "too many");
		assert_eq!(sets.attest(SetNumber(3), 9), Some(()), "it is already");
		assert_eq!(sets.attest(SetNumber(9), 9), None, "unknown");

		// The fourth is the newest, nobody has attested to it, and it is in the way no more than the first.
		let gone = sets.add(set(5, 9), Some(SetNumber(3)), NONE_FINAL);

		assert_eq!((gone, numbers(&sets)), (vec![SetNumber(1)], vec![2, 3, 4, 5]));
	}

	#[test]
	fn revert_takes_back_what_void_batches_attested() {
		let mut sets = sets(&[1, 2]);
		sets.attest(SetNumber(1), 0).unwrap();
		sets.attest(SetNumber(2), 5).unwrap();

		sets.revert(5);
		assert_eq!(sets.all()[1].attested_from, Some(5), "the set of the bad batch");
		sets.revert(4);
		assert_eq!(sets.all()[1].attested_from, None);
		assert_eq!(sets.all()[0].attested_from, Some(0));
	}

	#[test]
	fn handover_is_due_when_a_newer_set_is_too_old() {
		let sets = sets(&[1, 4, 6]);

		assert!(!sets.is_handover_due(SetNumber(1), EpochIndex(6), 2));
		assert!(sets.is_handover_due(SetNumber(1), EpochIndex(7), 2));
		assert!(!sets.is_handover_due(SetNumber(4), EpochIndex(8), 2));
		assert!(!sets.is_handover_due(SetNumber(6), EpochIndex(99), 2), "there is none above");
	}

	#[test]
	fn set_before_the_newest_counts_in_the_epoch_of_the_change() {
		let sets = sets(&[1, 4]);

		assert_eq!(sets.before_newest(EpochIndex(4)), Some(SetNumber(1)));
		assert_eq!(sets.before_newest(EpochIndex(5)), None);
		assert_eq!(Sets::default().before_newest(EpochIndex(0)), None);
	}
}
