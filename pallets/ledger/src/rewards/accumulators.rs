// SPDX-License-Identifier: Apache-2.0

//! Accumulators: the rewards of one unit of reward weight in each bucket so far.

use super::amounts::{Amounts, Fixed};
use crate::{Cohort, EpochIndex, LedgerError, Place, RewardWeight};
use bounded_collections::{BoundedVec, Get};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use derive_where::derive_where;
use scale_info::TypeInfo;

/// The accumulator of one bucket.
#[derive_where(Clone, PartialEq, Eq, Debug, Default; A: Get<u32>)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
#[scale_info(skip_type_params(A))]
#[codec(mel_bound(A: Get<u32>))]
struct Accumulator<A: Get<u32>> {
	/// Reward weight of the exits that will ask for it: without any, nobody needs the accumulator. Zero in a pool, whose
	/// buckets weigh what their stakers do.
	#[codec(compact)]
	weight: RewardWeight,
	/// Rewards of a unit of reward weight.
	each: Amounts<A>,
}

/// The accumulators of the buckets of a pool, or of the exits of one epoch. They follow the buckets by the same
/// clock. One of a pool begins when its bucket is first paid, so that no change of stake changes any.
#[derive_where(Clone, PartialEq, Eq, Debug, Default; A: Get<u32>, S: Get<u32>)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
#[scale_info(skip_type_params(A, S))]
#[codec(mel_bound(A: Get<u32>, S: Get<u32>))]
pub struct Accumulators<A: Get<u32>, S: Get<u32>> {
	/// Sorted by cohort; at most W + 2.
	list: BoundedVec<(Cohort, Accumulator<A>), S>,
}

/// The accumulators of a matured cohort and of M at their merge, where stakers who follow later go over from one to
/// the other. Removed once every staker has followed.
#[derive_where(Clone, PartialEq, Eq, Debug, Default; A: Get<u32>)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
#[scale_info(skip_type_params(A))]
#[codec(mel_bound(A: Get<u32>))]
pub struct Merged<A: Get<u32>> {
	/// Reward weight of the stakers who have yet to follow.
	#[codec(compact)]
	pub(super) weight: RewardWeight,
	/// Rewards of a unit of reward weight in the cohort.
	pub(super) cohort: Amounts<A>,
	/// Rewards of a unit of reward weight in M.
	pub(super) mature: Amounts<A>,
}

impl<A: Get<u32>> Merged<A> {
	/// Reward weight of the stakers who have yet to follow.
	pub const fn weight(&self) -> RewardWeight {
		self.weight
	}

	/// True if every staker has followed.
	pub const fn is_spent(&self) -> bool {
		self.weight == 0
	}
}

impl<A: Get<u32>, S: Get<u32>> Accumulators<A, S> {
	/// True if nobody needs any of it.
	pub fn is_empty(&self) -> bool {
		self.list.is_empty()
	}

	/// Rewards of a unit of reward weight in a bucket; nothing where there is no bucket.
	pub fn each(&self, cohort: Cohort) -> Amounts<A> {
		self.find(cohort).map(|accumulator| accumulator.each.clone()).unwrap_or_default()
	}

	/// The buckets of exits, with their reward weights.
	pub fn weights(&self) -> impl Iterator<Item = (Cohort, RewardWeight)> + '_ {
		let followed = self.list.iter().filter(|(_, accumulator)| accumulator.weight > 0);
		followed.map(|(cohort, accumulator)| (*cohort, accumulator.weight))
	}

	/// Begins to follow exits that have reward weight already and have earned nothing.
	pub fn begin(&mut self, place: Place, weight: RewardWeight) -> Result<(), LedgerError> {
		self.weigh_more(place, weight)
	}

	/// Adds to the rewards of a unit of reward weight in a bucket.
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

	/// Notes that reward weight came into a bucket of exits.
	pub(super) fn weigh_more(
		&mut self,
		place: Place,
		weight: RewardWeight,
	) -> Result<(), LedgerError> {
		if place.asked_epoch.is_none() || weight == 0 {
			return Ok(());
		}
		let accumulator = self.entry(place.cohort)?;
		accumulator.weight = accumulator.weight.checked_add(weight).ok_or(LedgerError::Overflow)?;
		Ok(())
	}

	/// Notes that reward weight left a bucket of exits. The accumulator goes with the last of it.
	pub(super) fn weigh_less(&mut self, place: Place, weight: RewardWeight) {
		if place.asked_epoch.is_none() {
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

	/// Merges a cohort of so much reward weight into M. `None` if nobody needs to know what both have earned by now.
	pub(super) fn merge(&mut self, start: EpochIndex, weight: RewardWeight) -> Option<Merged<A>> {
		let found = self.list.binary_search_by_key(&Cohort::From(start), |(cohort, _)| *cohort);
		let cohort = found.map(|at| self.list.remove(at).1.each).unwrap_or_default();
		let mature = self.each(Cohort::Mature);
		let has_earned = !(cohort.is_zero() && mature.is_zero());
		(has_earned && weight > 0).then_some(Merged { weight, cohort, mature })
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
