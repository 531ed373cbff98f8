// SPDX-License-Identifier: Apache-2.0

//! A value that has changed with epochs, and is asked for by epoch.

use crate::{EpochIndex, LedgerError};
use bounded_collections::{BoundedVec, Get};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use derive_where::derive_where;
use scale_info::TypeInfo;

/// Something that holds from an epoch on, until the next of its kind begins.
pub trait Dated {
	/// The first epoch in which it holds.
	fn effective_from(&self) -> EpochIndex;
}

impl<V> Dated for (EpochIndex, V) {
	fn effective_from(&self) -> EpochIndex {
		self.0
	}
}

/// The values of a past that is still asked for, the present one, and those that are announced, each until the next.
/// [`Scheduled`](crate::Scheduled) is the same without a past.
#[derive_where(Clone, PartialEq, Eq, Debug; C, S: Get<u32>)]
#[derive_where(Default; S: Get<u32>)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
#[scale_info(skip_type_params(S))]
#[codec(mel_bound(C: MaxEncodedLen, S: Get<u32>))]
pub struct History<C, S: Get<u32>>(
	/// Sorted by epoch; no two begin in the same.
	BoundedVec<C, S>,
);

impl<C: Dated, S: Get<u32>> History<C, S> {
	/// All values, the oldest first.
	pub fn all(&self) -> &[C] {
		&self.0
	}

	/// The value in an epoch; none before the first begins.
	pub fn at(&self, epoch: EpochIndex) -> Option<&C> {
		self.0.iter().rev().find(|value| value.effective_from() <= epoch)
	}

	/// The first value that does not hold yet.
	pub fn announced(&self, now: EpochIndex) -> Option<&C> {
		self.0.iter().find(|value| now < value.effective_from())
	}

	/// The value that was set last, even if it does not hold yet.
	pub fn latest(&self) -> Option<&C> {
		self.0.last()
	}

	/// The values with their last epochs; the latest has none.
	pub fn lasting(&self) -> impl Iterator<Item = (&C, Option<EpochIndex>)> {
		let ends = self.0.iter().skip(1).map(|next| Some(next.effective_from().minus(1)));
		self.0.iter().zip(ends.chain([None]))
	}

	/// Drops the values of which something is true; what they had replaced holds on.
	pub fn retract(&mut self, is_retracted: impl Fn(&C) -> bool) {
		self.0.retain(|value| !is_retracted(value));
	}

	/// Changes the value from an epoch on, and returns that epoch. What is announced for earlier epochs stays.
	///
	/// Errors: `Overflow` if as many values are kept as can be.
	pub fn append(&mut self, value: C) -> Result<EpochIndex, LedgerError> {
		let effective_from = value.effective_from();
		self.retract(|other| effective_from <= other.effective_from());
		self.0.try_push(value).map_err(|_| LedgerError::Overflow)?;
		Ok(effective_from)
	}

	/// Changes the value from an epoch on, the present one or a later one, and returns that epoch. Changes that were
	/// announced and do not hold yet are dropped.
	///
	/// Errors: `Overflow` if as many values are kept as can be.
	pub fn set(&mut self, value: C, now: EpochIndex) -> Result<EpochIndex, LedgerError> {
		self.retract(|other| now < other.effective_from());
		self.append(value)
	}

	/// Forgets the values that ended before an epoch.
	pub fn forget_before(&mut self, epoch: EpochIndex) {
		let begun = self.0.iter().take_while(|value| value.effective_from() <= epoch).count();
		self.0.drain(..begun.saturating_sub(1)); // the last of those holds in the epoch
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use bounded_collections::ConstU32;

	type Letters = History<(EpochIndex, char), ConstU32<3>>;

	/// a from epoch 3 on, b from 5 on, c from 9 on, which is announced in 7.
	fn letters() -> Letters {
		let mut letters = Letters::default();
		for (epoch, letter, now) in [(3, 'a', 3), (5, 'b', 4), (9, 'c', 7)] {
			assert_eq!(set(&mut letters, epoch, letter, now), Ok(EpochIndex(epoch)));
		}
		letters
	}

	fn set(
		letters: &mut Letters,
		epoch: u32,
		letter: char,
		now: u32,
	) -> Result<EpochIndex, LedgerError> {
		letters.set((EpochIndex(epoch), letter), EpochIndex(now))
	}

	fn at(letters: &Letters, epoch: u32) -> Option<char> {
		letters.at(EpochIndex(epoch)).map(|(_, letter)| *letter)
	}

	#[test]
	fn a_value_holds_until_the_next_begins() {
		let letters = letters();

		let held: Vec<_> = (2..10).map(|epoch| at(&letters, epoch)).collect();

		let (a, b) = (Some('a'), Some('b'));
		assert_eq!(held, [None, a, a, b, b, b, b, Some('c')]);
		assert_eq!(letters.announced(EpochIndex(8)), Some(&(EpochIndex(9), 'c')));
		assert_eq!(letters.announced(EpochIndex(9)), None);
	}

	#[test]
	fn lasting_says_with_which_epoch_a_value_ends() {
		let lasted: Vec<_> = letters().lasting().map(|(value, last)| (value.1, last)).collect();

		assert_eq!(lasted, [('a', Some(EpochIndex(4))), ('b', Some(EpochIndex(8))), ('c', None)]);
	}

	#[test]
	fn set_drops_what_was_announced() {
		let mut letters = letters();

		assert_eq!(set(&mut letters, 8, 'd', 7), Ok(EpochIndex(8)));

		assert_eq!((at(&letters, 7), at(&letters, 9)), (Some('b'), Some('d')));
	}

	#[test]
	fn append_keeps_what_was_announced() {
		let mut letters = letters();
		letters.forget_before(EpochIndex(5));

		assert_eq!(letters.append((EpochIndex(10), 'd')), Ok(EpochIndex(10)));

		assert_eq!((at(&letters, 9), at(&letters, 10)), (Some('c'), Some('d')));
		assert_eq!(letters.append((EpochIndex(11), 'e')), Err(LedgerError::Overflow));
		assert_eq!(letters.append((EpochIndex(9), 'e')), Ok(EpochIndex(9)));
		assert_eq!((at(&letters, 8), at(&letters, 10)), (Some('b'), Some('e')));
	}

	#[test]
	fn retract_lets_hold_what_was_before() {
		let mut letters = letters();

		letters.retract(|(_, letter)| *letter == 'b');

		assert_eq!((at(&letters, 8), at(&letters, 9)), (Some('a'), Some('c')));
	}

	#[test]
	fn set_replaces_what_begins_in_the_same_epoch() {
		let mut letters = letters();

		assert_eq!(set(&mut letters, 5, 'd', 5), Ok(EpochIndex(5)));

		assert_eq!(
			(at(&letters, 4), at(&letters, 5), at(&letters, 9)),
			(Some('a'), Some('d'), Some('d'))
		);
	}

	#[test]
	fn set_fails_when_there_is_no_room() {
		let mut letters = letters();

		assert_eq!(set(&mut letters, 12, 'd', 11), Err(LedgerError::Overflow));
		letters.forget_before(EpochIndex(5));
		assert_eq!(set(&mut letters, 12, 'd', 11), Ok(EpochIndex(12)));
	}

	#[test]
	fn forget_before_keeps_the_value_of_the_epoch() {
		let mut letters = letters();

		letters.forget_before(EpochIndex(2));
		assert_eq!(letters.all().len(), 3);
		letters.forget_before(EpochIndex(8));

		assert_eq!(
			(at(&letters, 4), at(&letters, 5), at(&letters, 8)),
			(None, Some('b'), Some('b'))
		);
	}

	#[test]
	fn a_history_is_stored_as_the_list_it_was() {
		let list =
			BoundedVec::<(EpochIndex, char), ConstU32<3>>::try_from(letters().all().to_vec());

		assert_eq!(letters().0, list.expect("as many"));
		assert_eq!(
			History::<(EpochIndex, u64), ConstU32<3>>::max_encoded_len(),
			BoundedVec::<(EpochIndex, u64), ConstU32<3>>::max_encoded_len()
		);
	}
}
