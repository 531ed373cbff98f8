// SPDX-License-Identifier: Apache-2.0

//! What counts now, and what will.

use crate::{Balance, EpochIndex};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// An amount that changes with the epochs only: nothing has to be written when one begins.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Default,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
)]
pub struct Effective {
	/// The epoch of the latest change.
	at: EpochIndex,
	/// What counts in that epoch.
	#[codec(compact)]
	then: Balance,
	/// What counts from the one after it.
	#[codec(compact)]
	next: Balance,
}

impl Effective {
	/// What counts in the present epoch.
	pub fn now(&self, now: EpochIndex) -> Balance {
		if self.at < now {
			self.next
		} else {
			self.then
		}
	}

	/// What counts from the next epoch on.
	pub const fn next(&self) -> Balance {
		self.next
	}

	/// Changes what counts from the next epoch on.
	pub fn set_next(&mut self, now: EpochIndex, next: Balance) {
		*self = Self { at: now, then: self.now(now), next };
	}

	/// Changes both.
	pub fn set(&mut self, at: EpochIndex, now: Balance, next: Balance) {
		*self = Self { at, then: now, next };
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn next_counts_from_the_next_epoch() {
		let mut amount = Effective::default();

		amount.set_next(EpochIndex(3), 10);
		amount.set_next(EpochIndex(3), 12);

		assert_eq!((amount.now(EpochIndex(3)), amount.next()), (0, 12));
		assert_eq!((amount.now(EpochIndex(4)), amount.next()), (12, 12));
	}

	#[test]
	fn now_stays_when_the_next_changes() {
		let mut amount = Effective::default();
		amount.set_next(EpochIndex(3), 10);

		amount.set_next(EpochIndex(9), 4);

		assert_eq!(amount.now(EpochIndex(9)), 10);
		assert_eq!(amount.now(EpochIndex(10)), 4);
	}

	#[test]
	fn set_changes_both() {
		let mut amount = Effective::default();
		amount.set_next(EpochIndex(3), 10);

		amount.set(EpochIndex(5), 8, 7);

		assert_eq!((amount.now(EpochIndex(5)), amount.now(EpochIndex(6))), (8, 7));
	}
}
