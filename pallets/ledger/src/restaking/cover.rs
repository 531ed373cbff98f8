// SPDX-License-Identifier: Apache-2.0

//! The epochs in which an operator answers with enough of its bond.

use super::{Fractions, OptIn, Spending};
use crate::{EpochIndex, Fraction, Horizon};
use alloc::vec::Vec;
use bounded_collections::Get;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// A promise to one of the consumers that a chain counts as its own.
pub struct Promise<'a, S: Get<u32>, U: Get<u32>> {
	/// The opt-in to it.
	pub opt_in: &'a OptIn<S>,
	/// Part of the budgets that was used up.
	pub spending: Spending<U>,
	/// Last epoch whose faults the consumer may report, if it is retiring.
	pub last_epoch: Option<EpochIndex>,
}

impl<S: Get<u32>, U: Get<u32>> Promise<'_, S, U> {
	/// Fractions that the consumer could still take for a fault in an epoch, the present one or a later one.
	pub fn unused(&self, epoch: EpochIndex, window: u32) -> Fractions {
		match self.opt_in.at(epoch) {
			Some(span) if self.last_epoch.is_none_or(|last| epoch <= last) => {
				self.spending.unused(span.budget, epoch, window)
			},
			_ => Fractions::NOTHING,
		}
	}

	/// Epochs from which it may say something else.
	fn changes(&self, window: u32) -> impl Iterator<Item = EpochIndex> + use<'_, S, U> {
		let begins = self.opt_in.spans().iter().map(|span| span.effective_from);
		let released = self.spending.list().iter();
		let released = released.map(move |spent| spent.fault_epoch.plus(window).next());
		begins.chain(released).chain(self.last_epoch.map(EpochIndex::next))
	}
}

/// Epochs in a row in which enough of an operator's bond answers, unused, to the consumers that a chain counts as its own.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub struct Cover {
	/// First epoch.
	first_epoch: EpochIndex,
	/// Last epoch, included. Before the first if there is none.
	last_epoch: EpochIndex,
}

impl Cover {
	/// Every epoch.
	pub const ALWAYS: Self = Self { first_epoch: EpochIndex(0), last_epoch: EpochIndex(u32::MAX) };
	/// No epoch.
	pub const NEVER: Self = Self { first_epoch: EpochIndex(u32::MAX), last_epoch: EpochIndex(0) };

	/// Epochs from one to another, which is included; without it they do not end.
	pub fn new(first_epoch: EpochIndex, last_epoch: Option<EpochIndex>) -> Self {
		Self { first_epoch, last_epoch: last_epoch.unwrap_or(EpochIndex(u32::MAX)) }
	}

	/// The first epochs, from the present one on, in which at least so much of the bond answers, unused, by all promises
	/// together. Those after a gap are told when something has changed, or was asked for again.
	pub fn of<S: Get<u32>, U: Get<u32>>(
		promises: &[Promise<'_, S, U>],
		least: Fraction,
		at: Horizon,
	) -> Self {
		let is_enough = |epoch: EpochIndex| {
			let unused = promises.iter().map(|promise| promise.unused(epoch, at.window).bond);
			let sum: u128 = unused.map(|bond| u128::from(bond.deconstruct())).sum();
			u128::from(least.deconstruct()) <= sum
		};
		let mut changes: Vec<_> = promises
			.iter()
			.flat_map(|promise| promise.changes(at.window))
			.filter(|change| at.now < *change)
			.chain([at.now])
			.collect();
		changes.sort();

		let mut changes = changes.into_iter();
		let Some(first_epoch) = changes.find(|epoch| is_enough(*epoch)) else {
			return Self::NEVER;
		};
		let end = changes.find(|epoch| first_epoch < *epoch && !is_enough(*epoch));
		Self::new(first_epoch, end.map(|end| end.minus(1)))
	}

	/// True if enough answers in an epoch.
	pub fn covers(&self, epoch: EpochIndex) -> bool {
		self.first_epoch <= epoch && epoch <= self.last_epoch
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn covers_the_epochs_between_both_included() {
		let (from, to) = (EpochIndex(3), EpochIndex(5));
		let covered = |cover: Cover| {
			(2..8).filter(|epoch| cover.covers(EpochIndex(*epoch))).collect::<alloc::vec::Vec<_>>()
		};

		assert_eq!(covered(Cover::new(from, Some(to))), [3, 4, 5]);
		assert_eq!(covered(Cover::new(from, None)), [3, 4, 5, 6, 7]);
		assert!(covered(Cover::new(to, Some(from))).is_empty());
	}

	#[test]
	fn always_and_never_mean_every_epoch_and_none() {
		for epoch in [0, 7, u32::MAX].map(EpochIndex) {
			assert!(Cover::ALWAYS.covers(epoch));
			assert!(!Cover::NEVER.covers(epoch));
		}
	}
}
