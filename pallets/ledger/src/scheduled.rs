// SPDX-License-Identifier: Apache-2.0

//! A value that changes with an epoch.

use crate::EpochIndex;
use codec::{Decode, DecodeWithMemTracking, Encode, HasCompact, MaxEncodedLen};
use scale_info::TypeInfo;

/// A value, and the epoch in which it took, or will take, the place of another: nothing has to be written when that
/// epoch begins.
///
/// Whoever changes it names the epoch from which the change holds, and is told it again: see
/// [`Notice`](crate::Notice) for the epoch that follows from a notice. For a value whose past is asked for there is
/// [`History`](crate::History).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct Scheduled<V> {
	/// First epoch of the latest value.
	effective_from: EpochIndex,
	/// Value until that epoch.
	#[codec(compact)]
	before: V,
	/// Value from that epoch on.
	#[codec(compact)]
	latest: V,
}

impl<V: Copy + PartialOrd> Scheduled<V> {
	/// A value that gives way to another with an epoch.
	pub const fn new(before: V, effective_from: EpochIndex, latest: V) -> Self {
		Self { effective_from, before, latest }
	}

	/// The value in an epoch, the present one or a later one.
	pub fn at(&self, epoch: EpochIndex) -> V {
		if epoch < self.effective_from {
			self.before
		} else {
			self.latest
		}
	}

	/// The value that was set last, even if it does not hold yet.
	pub const fn latest(&self) -> V {
		self.latest
	}

	/// The value that does not hold yet, and the epoch from which it will.
	pub fn announced(&self, now: EpochIndex) -> Option<(EpochIndex, V)> {
		(now < self.effective_from).then_some((self.effective_from, self.latest))
	}

	/// Changes the value from an epoch on, the present one or a later one, and returns that epoch. A change that was
	/// announced and does not hold yet is dropped.
	pub fn set(&mut self, value: V, now: EpochIndex, effective_from: EpochIndex) -> EpochIndex {
		*self = Self::new(self.at(now), effective_from, value);
		effective_from
	}

	/// Changes a minimum: at once if the new one is no lower, else from a later epoch on. Returns the epoch in which it
	/// takes effect.
	pub fn raise_at_once(
		&mut self,
		value: V,
		now: EpochIndex,
		lowered_from: EpochIndex,
	) -> EpochIndex {
		let raises = value >= self.at(now);
		self.set(value, now, if raises { now } else { lowered_from })
	}

	/// Changes a maximum: at once if the new one is no higher, else from a later epoch on. Returns the epoch in which it
	/// takes effect.
	pub fn lower_at_once(
		&mut self,
		value: V,
		now: EpochIndex,
		raised_from: EpochIndex,
	) -> EpochIndex {
		let lowers = value <= self.at(now);
		self.set(value, now, if lowers { now } else { raised_from })
	}
}

/// A compact number takes a byte more than a plain one at most; four bytes if that has two. Amounts and powers stay
/// below 2¹²⁰, so that sixteen bytes are enough for one.
impl<V: HasCompact + MaxEncodedLen> MaxEncodedLen for Scheduled<V> {
	fn max_encoded_len() -> usize {
		let number = V::max_encoded_len().saturating_add(1).clamp(4, 16);
		EpochIndex::max_encoded_len().saturating_add(number).saturating_add(number)
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::Fraction;

	type Amount = Scheduled<u128>;

	const NOW: EpochIndex = EpochIndex(10);

	#[test]
	fn set_holds_from_the_epoch_that_it_returns() {
		let mut amount = Amount::default();

		assert_eq!(amount.set(12, NOW, NOW.plus(3)), NOW.plus(3));

		assert_eq!((amount.at(NOW), amount.at(NOW.plus(2)), amount.at(NOW.plus(3))), (0, 0, 12));
		assert_eq!((amount.latest(), amount.announced(NOW)), (12, Some((NOW.plus(3), 12))));
		assert_eq!(amount.announced(NOW.plus(3)), None);
	}

	#[test]
	fn set_holds_at_once_when_it_begins_with_the_present_epoch() {
		let mut amount = Amount::default();

		amount.set(12, NOW, NOW);

		assert_eq!((amount.at(NOW), amount.announced(NOW)), (12, None));
	}

	#[test]
	fn set_drops_what_was_announced() {
		let mut amount = Amount::default();
		amount.set(10, NOW, NOW.next());

		amount.set(12, NOW, NOW.next());

		assert_eq!((amount.at(NOW), amount.at(NOW.next())), (0, 12));
	}

	#[test]
	fn set_keeps_the_present_value_until_its_epoch() {
		let mut amount = Amount::default();
		amount.set(10, NOW, NOW.next());

		amount.set(4, NOW.plus(6), NOW.plus(7));

		assert_eq!((amount.at(NOW.plus(6)), amount.at(NOW.plus(7))), (10, 4));
	}

	#[test]
	fn raise_at_once_counts_at_once_when_it_demands_more() {
		let mut minimum = Amount::default();

		assert_eq!(minimum.raise_at_once(100, NOW, NOW.plus(7)), NOW);

		assert_eq!(minimum.at(NOW), 100);
	}

	#[test]
	fn raise_at_once_waits_when_it_demands_less() {
		let mut minimum = Amount::default();
		minimum.raise_at_once(100, NOW, NOW.plus(7));

		assert_eq!(minimum.raise_at_once(40, NOW, NOW.plus(7)), NOW.plus(7));

		assert_eq!((minimum.at(NOW.plus(6)), minimum.at(NOW.plus(7))), (100, 40));
	}

	#[test]
	fn raise_at_once_begins_the_wait_again_when_it_is_lowered_twice() {
		let mut minimum = Amount::default();
		minimum.raise_at_once(100, NOW, NOW.plus(7));
		minimum.raise_at_once(40, NOW, NOW.plus(7));

		minimum.raise_at_once(50, NOW.plus(5), NOW.plus(12));

		assert_eq!((minimum.at(NOW.plus(7)), minimum.at(NOW.plus(12))), (100, 50));
	}

	#[test]
	fn raise_at_once_forgets_a_lowering_when_it_is_raised() {
		let mut minimum = Amount::default();
		minimum.raise_at_once(100, NOW, NOW.plus(7));
		minimum.raise_at_once(40, NOW, NOW.plus(7));

		minimum.raise_at_once(100, NOW.plus(1), NOW.plus(8));

		assert_eq!(minimum.at(NOW.plus(99)), 100);
	}

	#[test]
	fn raise_at_once_builds_on_a_lowering_that_counts() {
		let mut minimum = Amount::default();
		minimum.raise_at_once(100, NOW, NOW.plus(7));
		minimum.raise_at_once(40, NOW, NOW.plus(7));

		assert_eq!(minimum.raise_at_once(60, NOW.plus(7), NOW.plus(14)), NOW.plus(7));

		assert_eq!(minimum.at(NOW.plus(7)), 60);
	}

	#[test]
	fn lower_at_once_mirrors_raise_at_once() {
		let mut maximum = Scheduled::<Fraction>::default();
		let (half, third) = (Fraction::from_percent(50), Fraction::from_percent(33));

		assert_eq!(maximum.lower_at_once(half, NOW, NOW.plus(2)), NOW.plus(2));
		assert_eq!(maximum.at(NOW.plus(1)), Fraction::zero());
		assert_eq!(maximum.at(NOW.plus(2)), half);

		assert_eq!(maximum.lower_at_once(third, NOW.plus(2), NOW.plus(4)), NOW.plus(2));
		assert_eq!(maximum.at(NOW.plus(2)), third);
	}

	#[test]
	fn an_amount_is_stored_in_no_more_bytes_than_before_there_was_one_type() {
		// An epoch and two amounts; an amount, and perhaps an epoch with another.
		let (effective, minimum) = (4 + 16 + 16, 16 + 1 + 4 + 16);
		let largest = Amount::new((1 << 120) - 1, NOW, (1 << 120) - 1);

		assert_eq!(Amount::max_encoded_len(), effective.min(minimum));
		assert_eq!(largest.encoded_size(), effective);
		assert!(Scheduled::<Fraction>::max_encoded_len() < minimum);
	}

	#[test]
	fn no_value_is_stored_in_more_bytes_than_it_says() {
		let (small, all) = (Scheduled::new(u16::MAX, NOW, u16::MAX), Fraction::one());

		assert_eq!(small.encoded_size(), Scheduled::<u16>::max_encoded_len());
		let fraction = Scheduled::new(all, NOW, all).encoded_size();
		assert_eq!(fraction, Scheduled::<Fraction>::max_encoded_len());
		let number = Scheduled::new(u32::MAX, NOW, u32::MAX).encoded_size();
		assert_eq!(number, Scheduled::<u32>::max_encoded_len());
	}
}
