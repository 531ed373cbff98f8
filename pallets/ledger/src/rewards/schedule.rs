// SPDX-License-Identifier: Apache-2.0

//! Streams: money that is paid over epochs to come.

use crate::{
	math::{add, mul, sub},
	Balance, EpochIndex, LedgerError,
};
use alloc::vec::Vec;
use bounded_collections::{BoundedVec, ConstU32};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// A step of a stream: an amount for each epoch, until the next step.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub struct Step {
	/// First epoch of the step.
	pub effective_from: EpochIndex,
	/// Amount for each epoch, in units of the asset.
	#[codec(compact)]
	pub amount: Balance,
}

/// The schedule of a stream: its amount for each epoch. All money that funds a pool in one asset adds up to one of
/// these. It does not say for which epochs it has paid: the pool does, for all of its streams.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub struct Schedule {
	/// Sorted by epoch. Nothing is paid before the first step, and from the last on, which is of zero. A step that has
	/// begun stays as it is until the next one begins.
	steps: BoundedVec<Step, ConstU32<{ Schedule::MAX_STEPS }>>,
}

impl Schedule {
	/// Longest duration of a stream: two years of weeks.
	pub const MAX_EPOCHS: u32 = 104;

	/// A step for each epoch that can be funded, and the end of the last.
	pub const MAX_STEPS: u32 = Self::MAX_EPOCHS + 2;

	/// True if nothing is left to pay.
	pub fn is_empty(&self) -> bool {
		self.steps.is_empty()
	}

	/// The steps from an epoch on, up to which everything has been paid: one that has begun goes on with it.
	pub fn steps(&self, from: EpochIndex) -> Vec<Step> {
		let go_on = |step: &Step| Step { effective_from: step.effective_from.max(from), ..*step };
		self.steps.iter().map(go_on).collect()
	}

	/// Spreads money over the `epochs` after the present one: ⌊amount / epochs⌋ for each, and the remainder with the
	/// first. Everything before the present epoch has been paid.
	///
	/// Errors: `InvalidDuration` for no epoch or more than [`MAX_EPOCHS`](Self::MAX_EPOCHS).
	pub fn fund(
		&mut self,
		now: EpochIndex,
		amount: Balance,
		epochs: u32,
	) -> Result<(), LedgerError> {
		if epochs == 0 || epochs > Self::MAX_EPOCHS {
			return Err(LedgerError::InvalidDuration);
		}
		let each = amount.checked_div(epochs.into()).ok_or(LedgerError::Overflow)?;
		let rest = sub(amount, mul(each, epochs.into())?)?;

		let first = now.next();
		self.raise(first, first.plus(epochs), each)?;
		self.raise(first, first.next(), rest)
	}

	/// Takes out the amount for the epochs from one until before another. All before have been paid.
	pub(crate) fn pay(
		&mut self,
		from: EpochIndex,
		until: EpochIndex,
	) -> Result<Balance, LedgerError> {
		let due = self.sum(from, until)?;
		let begun = self.steps.partition_point(|step| step.effective_from <= until);
		// The last of them goes on.
		self.trim(begun.saturating_sub(1));
		Ok(due)
	}

	/// The amount for an epoch.
	pub fn amount(&self, epoch: EpochIndex) -> Balance {
		let before = self.steps.iter().take_while(|step| step.effective_from <= epoch);
		before.last().map_or(0, |step| step.amount)
	}

	/// The epoch from which on nothing is paid.
	pub(crate) fn end(&self) -> EpochIndex {
		self.steps.last().map(|step| step.effective_from).unwrap_or_default()
	}

	/// The amount that is left to pay from an epoch on.
	pub fn left(&self, from: EpochIndex) -> Result<Balance, LedgerError> {
		self.sum(from, EpochIndex(u32::MAX))
	}

	fn sum(&self, from: EpochIndex, until: EpochIndex) -> Result<Balance, LedgerError> {
		let mut sum = 0;
		for (at, step) in self.steps.iter().enumerate() {
			let next = self.steps.get(at.saturating_add(1)); // an index of a short list
			let end = next.map_or(until, |next| next.effective_from.min(until));
			let begin = step.effective_from.max(from);
			if begin < end {
				// Checked: begin < end.
				let epochs = end.0.saturating_sub(begin.0);
				sum = add(sum, mul(step.amount, epochs.into())?)?;
			}
		}
		Ok(sum)
	}

	/// Pays more for the epochs from one until before another.
	fn raise(
		&mut self,
		from: EpochIndex,
		until: EpochIndex,
		more: Balance,
	) -> Result<(), LedgerError> {
		if more == 0 {
			return Ok(());
		}
		for edge in [from, until] {
			if self.steps.iter().all(|step| step.effective_from != edge) {
				let amount = self.amount(edge);
				self.insert(Step { effective_from: edge, amount })?;
			}
		}
		for step in self
			.steps
			.iter_mut()
			.filter(|step| from <= step.effective_from && step.effective_from < until)
		{
			step.amount = add(step.amount, more)?;
		}
		self.trim(0);
		Ok(())
	}

	fn insert(&mut self, step: Step) -> Result<(), LedgerError> {
		let at = self.steps.partition_point(|other| other.effective_from < step.effective_from);
		self.steps.try_insert(at, step).map_err(|_| LedgerError::Overflow)
	}

	/// Drops the first steps, which are over, and those that change nothing.
	fn trim(&mut self, over: usize) {
		let mut before = 0;
		let kept: Vec<Step> = self
			.steps
			.iter()
			.skip(over)
			.filter(|step| core::mem::replace(&mut before, step.amount) != step.amount)
			.copied()
			.collect();
		self.steps = BoundedVec::truncate_from(kept);
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	const NOW: EpochIndex = EpochIndex(10);

	fn pay(schedule: &mut Schedule, from: u32, until: u32) -> Balance {
		schedule.pay(EpochIndex(from), EpochIndex(until)).expect("the sum is small")
	}

	#[test]
	fn fund_spreads_from_the_next_epoch_with_the_rest_first() {
		let mut schedule = Schedule::default();

		schedule.fund(NOW, 103, 4).expect("it fits");

		let paid: Vec<_> = (10..16).map(|epoch| schedule.amount(EpochIndex(epoch))).collect();
		assert_eq!(paid, [0, 28, 25, 25, 25, 0]);
		assert_eq!(schedule.left(NOW), Ok(103));
	}

	#[test]
	fn funds_add_up() {
		let mut schedule = Schedule::default();
		schedule.fund(NOW, 100, 4).expect("it fits");

		schedule.fund(EpochIndex(11), 60, 2).expect("it fits");

		let paid: Vec<_> = (11..16).map(|epoch| schedule.amount(EpochIndex(epoch))).collect();
		assert_eq!(paid, [25, 55, 55, 25, 0]);
	}

	#[test]
	fn pay_pays_each_epoch_once() {
		let mut schedule = Schedule::default();
		schedule.fund(NOW, 103, 4).expect("it fits");

		assert_eq!(pay(&mut schedule, 10, 11), 0);
		assert_eq!(pay(&mut schedule, 11, 13), 53);
		assert_eq!(pay(&mut schedule, 13, 13), 0);
		assert_eq!(schedule.left(EpochIndex(13)), Ok(50));
		assert_eq!(pay(&mut schedule, 13, 99), 50);
		assert!(schedule.is_empty());
	}

	#[test]
	fn fund_after_a_pause_pays_nothing_for_the_past() {
		let mut schedule = Schedule::default();
		schedule.fund(NOW, 100, 1).expect("it fits");
		assert_eq!(pay(&mut schedule, 10, 50), 100);

		schedule.fund(EpochIndex(50), 8, 2).expect("it fits");

		assert_eq!(pay(&mut schedule, 50, 52), 4);
		assert_eq!(pay(&mut schedule, 52, 60), 4);
	}

	#[test]
	fn fund_takes_one_to_104_epochs() {
		let mut schedule = Schedule::default();

		assert_eq!(schedule.fund(NOW, 100, 0), Err(LedgerError::InvalidDuration));
		assert_eq!(schedule.fund(NOW, 100, 105), Err(LedgerError::InvalidDuration));
		assert_eq!(schedule.fund(NOW, 100, 104), Ok(()));
	}

	#[test]
	fn every_epoch_can_be_another_step() {
		let mut schedule = Schedule::default();
		for epochs in 1..=104 {
			schedule.fund(NOW, u128::from(epochs) * 7 + 3, epochs).expect("it fits");
		}

		let all: Balance = (1..=104u128).map(|epochs| epochs * 7 + 3).sum();
		assert_eq!(schedule.left(NOW), Ok(all));
		schedule.fund(EpochIndex(11), 1_000, 104).expect("the bound is never met");
	}

	#[test]
	fn pay_changes_nothing_while_a_step_goes_on() {
		let mut schedule = Schedule::default();
		schedule.fund(NOW, 100, 4).expect("it fits");
		let begun = schedule.clone();

		assert_eq!(pay(&mut schedule, 10, 14), 75);

		assert_eq!(schedule, begun);
		let to_come = [(14, 25), (15, 0)]
			.map(|(epoch, amount)| Step { effective_from: EpochIndex(epoch), amount });
		assert_eq!(schedule.steps(EpochIndex(14)), to_come);
	}
}
