// SPDX-License-Identifier: Apache-2.0

//! Commission: the operator's part of the rewards of those who stake with it.

use crate::{EpochIndex, Fraction, History, LedgerError};
use bounded_collections::ConstU32;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// The commission of an operator, as far back as rewards can be credited.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub struct Commission {
	/// Cap that the operator has set itself, if that is stricter than the chain's.
	cap: Option<Fraction>,
	/// Rates by the epoch from which they hold; zero before the first. In a window of 14 epochs there are at most
	/// six: it changes every third at most.
	rates: History<(EpochIndex, Fraction), ConstU32<6>>,
}

impl Commission {
	/// The rate for rewards that were earned in an epoch.
	pub fn rate(&self, epoch: EpochIndex) -> Fraction {
		self.rates.at(epoch).map_or(Fraction::zero(), |(_, rate)| *rate)
	}

	/// The largest rate it may set, where the chain allows `most`.
	pub fn cap(&self, most: Fraction) -> Fraction {
		self.cap.map_or(most, |cap| cap.min(most))
	}

	/// The first epoch in which it may be changed again.
	fn free_from(&self) -> EpochIndex {
		// Set in e it counts from e + 1; the two epochs after e are locked.
		self.rates.latest().map_or(EpochIndex(0), |(from, _)| from.plus(2))
	}

	/// Changes the rate from the next epoch on, which is returned.
	///
	/// Errors: `CommissionTooHigh` above the cap, `CommissionLocked` in the epoch of a change and the two after it.
	pub fn set(
		&mut self,
		rate: Fraction,
		most: Fraction,
		now: EpochIndex,
		window: u32,
	) -> Result<EpochIndex, LedgerError> {
		if rate > self.cap(most) {
			return Err(LedgerError::CommissionTooHigh);
		}
		if now < self.free_from() {
			return Err(LedgerError::CommissionLocked);
		}

		self.rates.forget_before(now.minus(window));
		self.rates.set((now.next(), rate), now)
	}

	/// Lowers the cap for good. A rate that is above it already stays until it is changed.
	///
	/// Errors: `CommissionTooHigh` if the cap is not lower than before.
	pub fn lower_cap(&mut self, cap: Fraction, most: Fraction) -> Result<(), LedgerError> {
		if cap >= self.cap(most) {
			return Err(LedgerError::CommissionTooHigh);
		}
		self.cap = Some(cap);
		Ok(())
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	const MOST: Fraction = Fraction::from_percent(50);
	const WINDOW: u32 = 7;

	fn percent(part: u64) -> Fraction {
		Fraction::from_percent(part)
	}

	fn set(commission: &mut Commission, part: u64, epoch: u32) -> Result<EpochIndex, LedgerError> {
		commission.set(percent(part), MOST, EpochIndex(epoch), WINDOW)
	}

	#[test]
	fn a_rate_counts_from_the_next_epoch() {
		let mut commission = Commission::default();

		assert_eq!(set(&mut commission, 20, 10), Ok(EpochIndex(11)));

		assert_eq!(commission.rate(EpochIndex(10)), percent(0));
		assert_eq!(commission.rate(EpochIndex(11)), percent(20));
	}

	#[test]
	fn a_rate_is_locked_for_two_epochs_after_its_change() {
		let mut commission = Commission::default();
		set(&mut commission, 20, 10).expect("nothing is locked");

		assert_eq!(set(&mut commission, 10, 10), Err(LedgerError::CommissionLocked));
		assert_eq!(set(&mut commission, 10, 12), Err(LedgerError::CommissionLocked));
		assert_eq!(set(&mut commission, 10, 13), Ok(EpochIndex(14)));
	}

	#[test]
	fn a_rate_is_kept_as_long_as_its_epochs_can_be_credited() {
		let mut commission = Commission::default();
		for (part, epoch) in [(1, 10), (2, 13), (3, 16), (4, 19), (5, 22), (6, 25)] {
			set(&mut commission, part, epoch).expect("it is free");
		}

		for (epoch, part) in [(18, 3), (19, 3), (20, 4), (25, 5), (26, 6)] {
			assert_eq!(commission.rate(EpochIndex(epoch)), percent(part), "in {epoch}");
		}
	}

	#[test]
	fn the_longest_window_has_room_for_every_change() {
		let mut commission = Commission::default();
		for epoch in (3..100).step_by(3) {
			assert!(commission.set(percent(1), MOST, EpochIndex(epoch), 14).is_ok());
		}
	}

	#[test]
	fn set_is_refused_above_the_cap() {
		let mut commission = Commission::default();

		assert_eq!(set(&mut commission, 51, 10), Err(LedgerError::CommissionTooHigh));
		assert_eq!(commission.lower_cap(percent(30), MOST), Ok(()));
		assert_eq!(set(&mut commission, 31, 10), Err(LedgerError::CommissionTooHigh));
		assert_eq!(set(&mut commission, 30, 10), Ok(EpochIndex(11)));
	}

	#[test]
	fn a_cap_only_falls() {
		let mut commission = Commission::default();

		assert_eq!(commission.lower_cap(MOST, MOST), Err(LedgerError::CommissionTooHigh));
		assert_eq!(commission.lower_cap(percent(30), MOST), Ok(()));
		assert_eq!(commission.lower_cap(percent(30), MOST), Err(LedgerError::CommissionTooHigh));
	}
}
