// SPDX-License-Identifier: Apache-2.0

//! What one unit of weight in each bucket has earned so far.

use super::amounts::{Amounts, Fixed};
use crate::{Cohort, EpochIndex, LedgerError, Place, Weight};
use bounded_collections::{BoundedVec, Get};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use derive_where::derive_where;
use scale_info::TypeInfo;

/// One bucket's accumulator.
#[derive_where(Clone, PartialEq, Eq, Debug, Default; A: Get<u32>)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
#[scale_info(skip_type_params(A))]
#[codec(mel_bound(A: Get<u32>))]
struct Accumulator<A: Get<u32>> {
	/// The weight of those who will ask: when none is left nobody needs the accumulator. Zero for M of a pool, which
	/// stays.
	#[codec(compact)]
	weight: Weight,
	/// What a unit of it has earned.
	each: Amounts<A>,
}

/// The accumulators of the buckets of a pool, or of the exits of one epoch. They follow the buckets by the same clock.
#[derive_where(Clone, PartialEq, Eq, Debug, Default; A: Get<u32>, S: Get<u32>)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
#[scale_info(skip_type_params(A, S))]
#[codec(mel_bound(A: Get<u32>, S: Get<u32>))]
pub struct Accumulators<A: Get<u32>, S: Get<u32>> {
	/// Sorted by cohort, at most W + 2.
	list: BoundedVec<(Cohort, Accumulator<A>), S>,
}

/// What a cohort had earned when it merged, and what M had: where a holder who comes later goes over from the one to
/// the other.
#[derive_where(Clone, PartialEq, Eq, Debug; A: Get<u32>)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
#[scale_info(skip_type_params(A))]
#[codec(mel_bound(A: Get<u32>))]
pub struct Merged<A: Get<u32>> {
	/// The weight of those who have yet to come.
	#[codec(compact)]
	pub(super) weight: Weight,
	/// What a unit of weight of the cohort had earned.
	pub(super) cohort: Amounts<A>,
	/// What a unit of weight of M had earned.
	pub(super) mature: Amounts<A>,
}

impl<A: Get<u32>> Merged<A> {
	/// The weight of those who have yet to come.
	pub const fn weight(&self) -> Weight {
		self.weight
	}

	/// Whether everybody has come.
	pub const fn is_spent(&self) -> bool {
		self.weight == 0
	}
}

impl<A: Get<u32>, S: Get<u32>> Accumulators<A, S> {
	/// Whether nobody needs any of it.
	pub fn is_empty(&self) -> bool {
		self.list.is_empty()
	}

	/// What a unit of weight of a bucket has earned; nothing where none stands.
	pub fn each(&self, cohort: Cohort) -> Amounts<A> {
		self.find(cohort).map(|accumulator| accumulator.each.clone()).unwrap_or_default()
	}

	/// The buckets whose weight is followed, with it: all but M of a pool.
	pub fn weights(&self) -> impl Iterator<Item = (Cohort, Weight)> + '_ {
		let followed = self.list.iter().filter(|(_, accumulator)| accumulator.weight > 0);
		followed.map(|(cohort, accumulator)| (*cohort, accumulator.weight))
	}

	/// Begins to follow a bucket that has weight already and has earned nothing.
	pub fn begin(&mut self, place: Place, weight: Weight) -> Result<(), LedgerError> {
		self.weigh_more(place, weight)
	}

	/// Adds to what a unit of weight of a bucket has earned.
	pub(super) fn raise(
		&mut self,
		cohort: Cohort,
		asset: u32,
		each: Fixed,
	) -> Result<(), LedgerError> {
		let accumulator = self.entry(cohort)?;
		let raised = accumulator.each.get(asset).plus(each);
		accumulator.each.set(asset, raised)
	}

	/// Weight came into a bucket.
	pub(super) fn weigh_more(&mut self, place: Place, weight: Weight) -> Result<(), LedgerError> {
		if place == Place::pool(Cohort::Mature) || weight == 0 {
			return Ok(());
		}
		let accumulator = self.entry(place.cohort)?;
		accumulator.weight = accumulator.weight.checked_add(weight).ok_or(LedgerError::Overflow)?;
		Ok(())
	}

	/// Weight left a bucket. The accumulator goes with the last of it.
	pub(super) fn weigh_less(&mut self, place: Place, weight: Weight) {
		if place == Place::pool(Cohort::Mature) {
			return;
		}
		let found = self.list.binary_search_by_key(&place.cohort, |(cohort, _)| *cohort);
		let Ok(at) = found else { return };
		if let Some((_, accumulator)) = self.list.get_mut(at) {
			// Never below zero: what leaves was counted when it came.
			accumulator.weight = accumulator.weight.saturating_sub(weight);
			if accumulator.weight == 0 {
				self.list.remove(at);
			}
		}
	}

	/// Merges a cohort into M.
	pub(super) fn merge(&mut self, start: EpochIndex) -> Option<Merged<A>> {
		let cohort = Cohort::From(start);
		let at = self.list.binary_search_by_key(&cohort, |(cohort, _)| *cohort).ok()?;
		let (_, accumulator) = self.list.remove(at);
		let mature = self.each(Cohort::Mature);
		Some(Merged { weight: accumulator.weight, cohort: accumulator.each, mature })
	}

	/// The young cohorts, the oldest first.
	pub(super) fn young(&self) -> impl Iterator<Item = EpochIndex> + '_ {
		self.list.iter().filter_map(|(cohort, _)| match cohort {
			Cohort::From(start) => Some(*start),
			Cohort::Mature => None,
		})
	}

	fn find(&self, cohort: Cohort) -> Option<&Accumulator<A>> {
		self.list.iter().find(|(c, _)| *c == cohort).map(|(_, accumulator)| accumulator)
	}

	fn entry(&mut self, cohort: Cohort) -> Result<&mut Accumulator<A>, LedgerError> {
		let at = match self.list.binary_search_by_key(&cohort, |(cohort, _)| *cohort) {
			Ok(at) => at,
			Err(at) => {
				let entry = (cohort, Accumulator::default());
				self.list.try_insert(at, entry).map_err(|_| LedgerError::Overflow)?;
				at
			},
		};
		self.list.get_mut(at).map(|(_, accumulator)| accumulator).ok_or(LedgerError::Overflow)
	}
}
