// SPDX-License-Identifier: Apache-2.0

//! A minimum that its owner may raise at once and lower only with notice.

use crate::EpochIndex;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// What is demanded now, and what will be demanded later if that is less.
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
pub struct Minimum {
	#[codec(compact)]
	amount: u128,
	lowering: Option<(EpochIndex, u128)>,
}

impl Minimum {
	/// What is demanded in an epoch, the present one or a later.
	pub fn at(&self, epoch: EpochIndex) -> u128 {
		match self.lowering {
			Some((from, lower)) if from <= epoch => lower,
			_ => self.amount,
		}
	}

	/// Sets it: at once if that demands no less than now, else after `notice` epochs. What was announced before
	/// is forgotten. Returns the epoch from which it counts.
	pub fn set(&mut self, amount: u128, now: EpochIndex, notice: u32) -> EpochIndex {
		let present = self.at(now);
		if amount >= present {
			*self = Self { amount, lowering: None };
			return now;
		}
		let from = now.plus(notice);
		*self = Self { amount: present, lowering: Some((from, amount)) };
		from
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	const NOW: EpochIndex = EpochIndex(10);

	#[test]
	fn set_counts_at_once_when_it_demands_more() {
		let mut minimum = Minimum::default();

		assert_eq!(minimum.set(100, NOW, 7), NOW);

		assert_eq!(minimum.at(NOW), 100);
	}

	#[test]
	fn set_waits_for_the_notice_when_it_demands_less() {
		let mut minimum = Minimum::default();
		minimum.set(100, NOW, 7);

		assert_eq!(minimum.set(40, NOW, 7), NOW.plus(7));

		assert_eq!(minimum.at(NOW.plus(6)), 100);
		assert_eq!(minimum.at(NOW.plus(7)), 40);
	}

	#[test]
	fn set_begins_the_notice_again_when_it_is_lowered_twice() {
		let mut minimum = Minimum::default();
		minimum.set(100, NOW, 7);
		minimum.set(40, NOW, 7);

		minimum.set(50, NOW.plus(5), 7);

		assert_eq!(minimum.at(NOW.plus(7)), 100);
		assert_eq!(minimum.at(NOW.plus(12)), 50);
	}

	#[test]
	fn set_forgets_a_lowering_when_it_is_raised() {
		let mut minimum = Minimum::default();
		minimum.set(100, NOW, 7);
		minimum.set(40, NOW, 7);

		minimum.set(100, NOW.plus(1), 7);

		assert_eq!(minimum.at(NOW.plus(99)), 100);
	}

	#[test]
	fn set_builds_on_a_lowering_that_counts() {
		let mut minimum = Minimum::default();
		minimum.set(100, NOW, 7);
		minimum.set(40, NOW, 7);

		assert_eq!(minimum.set(60, NOW.plus(7), 7), NOW.plus(7));

		assert_eq!(minimum.at(NOW.plus(7)), 60);
	}
}
