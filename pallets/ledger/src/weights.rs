// SPDX-License-Identifier: Apache-2.0

//! Where a holder's weight stands: what rewards are divided by.

use crate::{Cohort, EpochIndex, Weight};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// A bucket: of a pool, or of the exits that were asked for in an epoch.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
)]
pub struct Place {
	/// Of the exits of this epoch, or of the pool.
	pub asked: Option<EpochIndex>,
	/// Which of its buckets.
	pub cohort: Cohort,
}

impl Place {
	/// A bucket of the pool.
	pub const fn pool(cohort: Cohort) -> Self {
		Self { asked: None, cohort }
	}

	/// A bucket of an epoch's exits.
	pub const fn exit(asked: EpochIndex, cohort: Cohort) -> Self {
		Self { asked: Some(asked), cohort }
	}
}

/// A holder's weight in a bucket.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Weighted {
	/// The bucket.
	pub place: Place,
	/// How much of its weight.
	pub weight: Weight,
}

/// What became of a holder's weight in a cohort that has merged.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Followed {
	/// The cohort.
	pub start: EpochIndex,
	/// The holder's weight in it.
	pub left: Weight,
	/// Its weight in M instead.
	pub joined: Weight,
}

/// All of a holder's weight in a pool: as it was when the holder was last touched, and what has become since of the
/// lots whose cohorts have merged.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Weights {
	/// As it was, the lots of merged cohorts still among them.
	pub stored: Vec<Weighted>,
	/// How those have merged by now.
	pub followed: Vec<Followed>,
}

impl Weights {
	/// All of it, none of which has merged since.
	pub const fn settled(stored: Vec<Weighted>) -> Self {
		Self { stored, followed: Vec::new() }
	}

	/// As it is now.
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
