// SPDX-License-Identifier: Apache-2.0

//! How money for an epoch is divided, worked out from the stake and nothing else.

use crate::common::world::{Place, Stake, Staker, World};
use bulwark_ledger::{Cohort, EpochIndex, RewardWeight};
use num_bigint::BigUint;
use num_traits::ToPrimitive;
use std::collections::BTreeMap;

/// A bucket active.
#[derive(Clone, Debug)]
pub struct Share {
	/// s = ⌊V·T/H⌋.
	pub counts: u128,
	/// V.
	pub weight: RewardWeight,
	/// Whose weight it is, all cohorts followed.
	pub stakers: Vec<(Staker, RewardWeight)>,
	/// Whether it is M: what has expired earns there.
	pub is_mature: bool,
}

/// The buckets that were active in an epoch and count.
#[derive(Clone, Debug)]
pub struct Division {
	/// S = Σ s.
	pub total: u128,
	pub shares: Vec<Share>,
}

impl Division {
	/// `None` if nobody counts. V is the ledger's own: of M it is above the stakers' sum until all have followed.
	pub fn of(world: &World, epoch: EpochIndex) -> Option<Self> {
		let mut matured = world.clone();
		matured.mature().expect("can always mature");
		let mut stakes: BTreeMap<Place, Vec<(Staker, RewardWeight)>> = BTreeMap::new();
		for ((place, who), Stake { weight, .. }) in world.settled().stakes() {
			stakes.entry(place).or_default().push((who, weight));
		}

		let closed = world.pool.departure().map(|departure| departure.last_epoch);
		let active = |place: &Place| {
			let last = place.asked.or(closed);
			world.pool.has_begun(&place.cohort, epoch) && last.is_none_or(|last| epoch <= last)
		};
		let mut shares = Vec::new();
		for (place, bucket) in matured.buckets().into_iter().filter(|(place, _)| active(place)) {
			let product = BigUint::from(bucket.weight()) * bucket.tokens();
			let counts = (product / bucket.shares().0).to_u128().expect("less than the weight");
			if counts > 0 {
				shares.push(Share {
					counts,
					weight: bucket.weight(),
					stakers: stakes.remove(&place).unwrap_or_default(),
					is_mature: place == Place { asked: None, cohort: Cohort::Mature },
				});
			}
		}
		let total = shares.iter().map(|share| share.counts).sum();
		(total > 0).then_some(Self { total, shares })
	}

	/// S + Σ V: the steps of 2⁻¹²⁸ units that a credit gives too much are fewer.
	pub fn most_ahead(&self) -> u128 {
		self.total + self.shares.iter().map(|share| share.weight).sum::<u128>()
	}
}
