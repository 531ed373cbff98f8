// SPDX-License-Identifier: Apache-2.0

//! The streams of a pool: one schedule for each of its assets, stored together, because a pool catches up with all of them at
//! once.

use super::schedule::{Schedule, Step};
use crate::{Balance, EpochIndex, LedgerError};
use alloc::vec::Vec;
use bounded_collections::{BoundedVec, Get};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use derive_where::derive_where;
use scale_info::TypeInfo;

/// The schedules of a pool, in the order in which it lists its assets. Nothing follows the last that pays anything.
#[derive_where(Clone, PartialEq, Eq, Debug, Default; A: Get<u32>)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
#[scale_info(skip_type_params(A))]
#[codec(mel_bound(A: Get<u32>))]
pub struct Streams<A: Get<u32>>(BoundedVec<Schedule, A>);

impl<A: Get<u32>> Streams<A> {
	/// True if nothing is left to pay.
	pub fn is_empty(&self) -> bool {
		self.0.is_empty()
	}

	/// The schedule of an asset, if it pays anything.
	pub fn get(&self, asset: u32) -> Option<&Schedule> {
		self.0.get(usize::try_from(asset).ok()?)
	}

	/// The steps of an asset's schedule from an epoch on, up to which everything has been paid.
	pub fn steps(&self, asset: u32, from: EpochIndex) -> Vec<Step> {
		self.get(asset).map(|schedule| schedule.steps(from)).unwrap_or_default()
	}

	/// The amount that is left to pay of an asset from an epoch on.
	pub fn left(&self, asset: u32, from: EpochIndex) -> Result<Balance, LedgerError> {
		self.get(asset).map_or(Ok(0), |schedule| schedule.left(from))
	}

	/// Adds money of an asset: see [`Schedule::fund`]. `Overflow` if the asset is not one of the pool's.
	pub fn fund(
		&mut self,
		asset: u32,
		now: EpochIndex,
		amount: Balance,
		epochs: u32,
	) -> Result<(), LedgerError> {
		let at = usize::try_from(asset).map_err(|_| LedgerError::Overflow)?;
		while self.0.len() <= at && self.0.try_push(Schedule::default()).is_ok() {}
		let schedule = self.0.get_mut(at).ok_or(LedgerError::Overflow);
		let funded = schedule.and_then(|schedule| schedule.fund(now, amount, epochs));
		self.trim();
		funded
	}

	/// The schedules with the places of their assets, to be paid.
	pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = (u32, &mut Schedule)> {
		(0..).zip(self.0.iter_mut())
	}

	/// Drops the last schedules that pay nothing.
	pub(super) fn trim(&mut self) {
		while self.0.last().is_some_and(Schedule::is_empty) {
			self.0.pop();
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use bounded_collections::ConstU32;

	const NOW: EpochIndex = EpochIndex(10);

	#[test]
	fn each_asset_has_a_schedule_of_its_own() {
		let mut streams = Streams::<ConstU32<3>>::default();

		assert_eq!(streams.fund(2, NOW, 100, 4), Ok(()));
		assert_eq!(streams.fund(1, NOW, 10, 1), Ok(()));

		let left: Vec<_> = (0..4).map(|asset| streams.left(asset, NOW)).collect();
		assert_eq!(left, [Ok(0), Ok(10), Ok(100), Ok(0)]);
		assert_eq!(streams.steps(1, NOW).len(), 2);
		assert!(streams.steps(0, NOW).is_empty());
	}

	#[test]
	fn nothing_is_left_of_schedules_that_have_paid() {
		let mut streams = Streams::<ConstU32<3>>::default();
		for (asset, epochs) in [(0, 4), (2, 1)] {
			streams.fund(asset, NOW, 100, epochs).expect("it fits");
		}
		let pay_until = |streams: &mut Streams<_>, epoch| {
			for (_, schedule) in streams.iter_mut() {
				schedule.pay(NOW, EpochIndex(epoch)).expect("the sum is small");
			}
			streams.trim();
		};

		pay_until(&mut streams, 12);
		assert!(streams.get(0).is_some() && streams.get(1).is_none());
		assert!(!streams.is_empty());

		pay_until(&mut streams, 15);
		assert_eq!(streams, Streams::default());
		assert!(streams.is_empty());
	}

	#[test]
	fn asset_that_the_pool_cannot_have_is_refused() {
		let mut streams = Streams::<ConstU32<3>>::default();

		assert_eq!(streams.fund(3, NOW, 100, 4), Err(LedgerError::Overflow));
		assert_eq!(streams.fund(0, NOW, 100, 0), Err(LedgerError::InvalidDuration));

		assert_eq!(streams, Streams::default());
	}
}
