// SPDX-License-Identifier: Apache-2.0

//! Reward weights of a staker by bucket: rewards are divided by them.

use crate::{Cohort, EpochIndex, RewardWeight};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// A bucket, of a pool or of the exits of an epoch.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub struct Place {
	/// Epoch in which the exits were asked for; `None` for a bucket of the pool.
	pub asked_epoch: Option<EpochIndex>,
	/// Cohort of the bucket.
	pub cohort: Cohort,
}

impl Place {
	/// A bucket of the pool.
	pub const fn pool(cohort: Cohort) -> Self {
		Self { asked_epoch: None, cohort }
	}

	/// A bucket of the exits of an epoch.
	pub const fn exit(asked_epoch: EpochIndex, cohort: Cohort) -> Self {
		Self { asked_epoch: Some(asked_epoch), cohort }
	}
}

/// The reward weight of a staker in a bucket.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Weighted {
	/// The bucket.
	pub place: Place,
	/// Reward weight in it.
	pub weight: RewardWeight,
}

/// A change of a staker's reward weight: its cohort has merged.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Followed {
	/// First epoch of the cohort.
	pub start: EpochIndex,
	/// Reward weight in the cohort.
	pub left: RewardWeight,
	/// Reward weight in the mature bucket instead.
	pub joined: RewardWeight,
}

/// All reward weights of a staker in a pool: as they were when the staker was last touched, and the changes since
/// then of the lots whose cohorts have merged.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct RewardWeights {
	/// Weights as they were, with the lots of merged cohorts.
	pub stored: Vec<Weighted>,
	/// Changes of those that have merged by now.
	pub followed: Vec<Followed>,
}

impl RewardWeights {
	/// Weights of which none has changed since.
	pub const fn settled(stored: Vec<Weighted>) -> Self {
		Self { stored, followed: Vec::new() }
	}

	/// The weight of stake that is in the pool and active in an epoch, as it is now.
	pub fn active(&self, epoch: EpochIndex) -> RewardWeight {
		let is_active = |place: &Place| match (place.asked_epoch, place.cohort) {
			(Some(_), _) => false,
			(None, Cohort::Mature) => true,
			(None, Cohort::From(start)) => start <= epoch,
		};
		let present = self.present().into_iter().filter(|weighted| is_active(&weighted.place));
		// Never beyond the bounds: it is part of the weight of the pool.
		present.fold(0, |sum, weighted| sum.saturating_add(weighted.weight))
	}

	/// Weights as they are now.
	pub fn present(&self) -> Vec<Weighted> {
		let has_merged = |place: &Place| {
			self.followed.iter().any(|f| *place == Place::pool(Cohort::From(f.start)))
		};
		let mature = Place::pool(Cohort::Mature);
		let stays = self.stored.iter().filter(|weighted| !has_merged(&weighted.place)).copied();
		let joined = self.followed.iter().map(|f| Weighted { place: mature, weight: f.joined });
		stays.chain(joined).collect()
	}
}
