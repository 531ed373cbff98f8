// SPDX-License-Identifier: Apache-2.0

//! Rewards of a staker: its reward weight in each bucket times the rewards of a unit of reward weight there since it
//! came.
//!
//! One number per asset is enough. When weight comes into a bucket, the bucket's rewards so far are taken off the
//! staker's number; when it leaves, the bucket's rewards by now are added; and the amount owed at any time is the
//! number as if everything left. All of it is modulo 2²⁵⁶: the number itself may be "negative".

use super::{
	accumulators::{Accumulators, Merged},
	amounts::Amounts,
};
use crate::{Cohort, EpochIndex, LedgerError, Place, RewardWeights, Weighted};
use alloc::collections::BTreeMap;
use bounded_collections::Get;
use derive_where::derive_where;

/// The accumulators that the reward weight of a staker meets.
#[derive_where(Clone, PartialEq, Eq, Debug, Default; A: Get<u32>, S: Get<u32>)]
pub struct Books<A: Get<u32>, S: Get<u32>> {
	/// Accumulators of the pool.
	pub pool: Accumulators<A, S>,
	/// Accumulators of its exits, by the epoch they were asked for in.
	pub exits: BTreeMap<EpochIndex, Accumulators<A, S>>,
	/// Accumulators at the merge of the cohorts that the staker has yet to follow. Cohorts without a record had
	/// earned nothing.
	pub merged: BTreeMap<EpochIndex, Merged<A>>,
}

impl<A: Get<u32>, S: Get<u32>> Books<A, S> {
	/// Amounts owed to a staker: all its rewards so far, less those that were paid.
	pub fn owed(&self, entitlement: &Amounts<A>, weights: &RewardWeights) -> Amounts<A> {
		self.owed_until(entitlement, weights, &self.pool.each(Cohort::Mature))
	}

	/// Amounts owed to a staker when M had earned so much.
	pub fn owed_until(
		&self,
		entitlement: &Amounts<A>,
		weights: &RewardWeights,
		mature: &Amounts<A>,
	) -> Amounts<A> {
		let mut owed = entitlement.clone();
		for weighted in &weights.stored {
			let followed = weights
				.followed
				.iter()
				.find(|followed| weighted.place == Place::pool(Cohort::From(followed.start)));
			match followed.and_then(|followed| self.merged.get(&followed.start)) {
				Some(merged) => owed.earn(weighted.weight, &merged.cohort),
				// A merged cohort without a record had earned nothing when it merged.
				None if followed.is_some() => {},
				None if weighted.place == Place::pool(Cohort::Mature) => {
					owed.earn(weighted.weight, mature);
				},
				None => owed.earn(weighted.weight, &self.each(weighted.place)),
			}
		}
		for followed in &weights.followed {
			owed.earn(followed.joined, mature);
			if let Some(merged) = self.merged.get(&followed.start) {
				owed.unearn(followed.joined, &merged.mature);
			}
		}
		owed
	}

	/// Lets a staker's entitlement and the accumulators follow a change of its reward weight.
	pub fn change(
		&mut self,
		entitlement: &mut Amounts<A>,
		before: &RewardWeights,
		now: &[Weighted],
	) -> Result<(), LedgerError> {
		let mut settled = self.owed(entitlement, before);
		// What comes before what leaves: an accumulator that is still needed must not go in between.
		for weighted in now {
			settled.unearn(weighted.weight, &self.each(weighted.place));
			self.accumulators(weighted.place).weigh_more(weighted.place, weighted.weight)?;
		}
		for weighted in &before.stored {
			self.accumulators(weighted.place).weigh_less(weighted.place, weighted.weight);
		}
		for followed in &before.followed {
			if let Some(merged) = self.merged.get_mut(&followed.start) {
				// Never below zero: the cohort's weight was its stakers'.
				merged.weight = merged.weight.saturating_sub(followed.left);
			}
		}
		*entitlement = settled;
		Ok(())
	}

	fn each(&self, place: Place) -> Amounts<A> {
		match place.asked_epoch {
			None => self.pool.each(place.cohort),
			Some(asked) => {
				self.exits.get(&asked).map(|exits| exits.each(place.cohort)).unwrap_or_default()
			},
		}
	}

	fn accumulators(&mut self, place: Place) -> &mut Accumulators<A, S> {
		match place.asked_epoch {
			None => &mut self.pool,
			Some(asked) => self.exits.entry(asked).or_default(),
		}
	}
}
