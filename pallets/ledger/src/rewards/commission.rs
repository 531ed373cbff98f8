// SPDX-License-Identifier: Apache-2.0

//! What an operator keeps of the rewards of those who stake with it.

use crate::{EpochIndex, Fraction, LedgerError};
use bounded_collections::{BoundedVec, ConstU32};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// An operator's commission, as far back as rewards can be credited.
#[derive(
	Clone,
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
pub struct Commission {
	/// What it promised never to exceed, if it promised more than the chain demands.
	cap: Option<Fraction>,
	/// From which epoch on it takes how much; nothing before. In a window of 14 epochs there are at most six: it
	/// changes every third at most.
	rates: BoundedVec<(EpochIndex, Fraction), ConstU32<6>>,
}

impl Commission {
	/// What it takes of rewards that were earned in an epoch.
	pub fn rate(&self, epoch: EpochIndex) -> Fraction {
		let until = self.rates.iter().take_while(|(from, _)| *from <= epoch);
		until.last().map_or(Fraction::from_percent(0), |(_, rate)| *rate)
	}

	/// The most it may take, where the chain allows so much.
	pub fn cap(&self, most: Fraction) -> Fraction {
		self.cap.map_or(most, |cap| cap.min(most))
	}

	/// The first epoch in which it may be changed again.
	pub fn free_from(&self) -> EpochIndex {
		// Set in e it counts from e + 1; the two epochs after e are locked.
		self.rates.last().map_or(EpochIndex(0), |(from, _)| from.plus(2))
	}

	/// Whether it has risen so lately that stakers may leave freely: from the epoch in which that was announced until
	/// one epoch after it began to count.
	pub fn has_risen(&self, now: EpochIndex) -> bool {
		let Some((from, rate)) = self.rates.last() else { return false };
		let before = match self.rates.len() {
			0 | 1 => Fraction::from_percent(0),
			_ => self.rate(from.minus(1)),
		};
		*rate > before && now <= from.plus(1)
	}

	/// Changes it from the next epoch on.
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

		let oldest = now.minus(window);
		let ended = self.rates.iter().filter(|(from, _)| *from <= oldest).count();
		// The last of those that began before the window counts in it.
		self.rates.drain(..ended.saturating_sub(1));
		self.rates.try_push((now.next(), rate)).map_err(|_| LedgerError::Overflow)?;
		Ok(now.next())
	}

	/// Promises never to take more. It cannot be taken back; a rate that is above it already stays until it is
	/// changed.
	///
	/// Errors: `CommissionTooHigh` if it is not below what was promised before.
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

	#[test]
	fn a_rise_is_noticed_until_an_epoch_after_it_counts() {
		let mut commission = Commission::default();
		set(&mut commission, 20, 10).expect("it is free");

		assert!(commission.has_risen(EpochIndex(10)) && commission.has_risen(EpochIndex(12)));
		assert!(!commission.has_risen(EpochIndex(13)));

		set(&mut commission, 10, 13).expect("it is free");
		assert!(!commission.has_risen(EpochIndex(13)));
	}
}
