// SPDX-License-Identifier: Apache-2.0

//! What a holder has earned: its weight in each bucket times what a unit of weight has earned there since it came.
//!
//! One number per asset is enough. When weight comes into a bucket, what the bucket had earned by then is taken off
//! the holder's number; when it leaves, what the bucket has earned by now is added; and what is owed at any time is the
//! number as if everything left. All of it modulo 2²⁵⁶: the number itself may be "negative".

use super::{
	accumulators::{Accumulators, Merged},
	amounts::Amounts,
};
use crate::{Cohort, EpochIndex, LedgerError, Place, Weighted, Weights};
use alloc::collections::BTreeMap;
use bounded_collections::Get;
use derive_where::derive_where;

/// The accumulators that a holder's weight meets.
#[derive_where(Clone, PartialEq, Eq, Debug, Default; A: Get<u32>, S: Get<u32>)]
pub struct Books<A: Get<u32>, S: Get<u32>> {
	/// Of the pool.
	pub pool: Accumulators<A, S>,
	/// Of its exits, by the epoch they were asked in.
	pub exits: BTreeMap<EpochIndex, Accumulators<A, S>>,
	/// Of the merged cohorts that the holder has yet to follow. Where there is none nothing had been earned.
	pub merged: BTreeMap<EpochIndex, Merged<A>>,
}

impl<A: Get<u32>, S: Get<u32>> Books<A, S> {
	/// What a holder has earned so far, paid amounts taken off.
	pub fn owed(&self, entitlement: &Amounts<A>, weights: &Weights) -> Amounts<A> {
		self.owed_until(entitlement, weights, &self.pool.each(Cohort::Mature))
	}

	/// What it had earned when M had earned so much.
	pub fn owed_until(
		&self,
		entitlement: &Amounts<A>,
		weights: &Weights,
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

	/// Lets a holder's entitlement and the accumulators follow a change of its weight.
	pub fn change(
		&mut self,
		entitlement: &mut Amounts<A>,
		before: &Weights,
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
				// Never below zero: the cohort's weight was its holders'.
				merged.weight = merged.weight.saturating_sub(followed.left);
			}
		}
		*entitlement = settled;
		Ok(())
	}

	fn each(&self, place: Place) -> Amounts<A> {
		match place.asked {
			None => self.pool.each(place.cohort),
			Some(asked) => {
				self.exits.get(&asked).map(|exits| exits.each(place.cohort)).unwrap_or_default()
			},
		}
	}

	fn accumulators(&mut self, place: Place) -> &mut Accumulators<A, S> {
		match place.asked {
			None => &mut self.pool,
			Some(asked) => self.exits.entry(asked).or_default(),
		}
	}
}
