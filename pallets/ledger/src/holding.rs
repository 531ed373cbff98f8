// SPDX-License-Identifier: Apache-2.0

//! What one holder has in one pool.

use crate::{
	math::{add, sub},
	Balance, Buckets, Cohort, Conversions, EpochIndex, Followed, Horizon, LedgerError, Multiplier,
	Place, Shares, Weighted,
};
use alloc::vec::Vec;
use bounded_collections::{BoundedVec, Get};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use derive_where::derive_where;
use scale_info::TypeInfo;

/// A holder's shares in one cohort.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
)]
pub struct Lot {
	/// The cohort.
	pub cohort: Cohort,
	/// How much of it.
	pub shares: Shares,
}

/// What lots are worth, in units of the asset.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Worth {
	/// Those that have begun to count.
	pub counts: Balance,
	/// Those that have not.
	pub begins: Balance,
}

impl Worth {
	/// Both together.
	pub fn total(&self) -> Result<Balance, LedgerError> {
		add(self.counts, self.begins)
	}

	/// Whether it is nothing.
	pub const fn is_nothing(&self) -> bool {
		self.counts == 0 && self.begins == 0
	}
}

/// A holder's lots, and how much each share of them weighs.
#[derive_where(Clone, PartialEq, Eq, Debug, Default; S: Get<u32>)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
#[scale_info(skip_type_params(S))]
#[codec(mel_bound(S: Get<u32>))]
pub struct Holding<S: Get<u32>> {
	multiplier: Multiplier,
	/// Sorted by cohort, none without shares, at most W + 2.
	lots: BoundedVec<Lot, S>,
}

impl<S: Get<u32>> Holding<S> {
	/// Nothing yet, with a weight for what will come.
	pub fn new(multiplier: Multiplier) -> Self {
		Self { multiplier, lots: BoundedVec::default() }
	}

	/// How much each share weighs.
	pub const fn multiplier(&self) -> Multiplier {
		self.multiplier
	}

	/// The lots, the oldest cohort first.
	pub fn lots(&self) -> &[Lot] {
		&self.lots
	}

	/// Whether there is nothing.
	pub fn is_empty(&self) -> bool {
		self.lots.is_empty()
	}

	/// Σ ⌊h·T/H⌋ over the lots: what `unstake` of all would pay in a matured pool.
	pub fn value(&self, pool: &Buckets<S>) -> Result<Balance, LedgerError> {
		self.lots
			.iter()
			.try_fold(0, |sum, lot| add(sum, pool.bucket(lot.cohort).value_floor(lot.shares)?))
	}

	/// Of these, the part that counts in an epoch.
	pub fn value_in_force(
		&self,
		pool: &Buckets<S>,
		epoch: EpochIndex,
	) -> Result<Balance, LedgerError> {
		let begun = self.lots.iter().filter(|lot| lot.cohort.has_begun(epoch));
		begun
			.into_iter()
			.try_fold(0, |sum, lot| add(sum, pool.bucket(lot.cohort).value_floor(lot.shares)?))
	}

	/// What the lots are worth, those that count in an epoch and the others.
	pub fn worth(&self, pool: &Buckets<S>, epoch: EpochIndex) -> Result<Worth, LedgerError> {
		let counts = self.value_in_force(pool, epoch)?;
		Ok(Worth { counts, begins: sub(self.value(pool)?, counts)? })
	}

	/// The cohorts of its lots that have merged by now: their conversions are what `follow` needs.
	pub fn due<'a>(
		&'a self,
		pool: &'a Buckets<S>,
		at: Horizon,
	) -> impl Iterator<Item = EpochIndex> + 'a {
		self.lots.iter().filter_map(move |lot| match lot.cohort {
			Cohort::From(start) if pool.has_matured(at, start) => Some(start),
			_ => None,
		})
	}

	/// What the lots weigh.
	pub fn weights(&self) -> Result<Vec<Weighted>, LedgerError> {
		let weigh = |lot: &Lot| {
			let weight = self.multiplier.weigh(lot.shares)?;
			Ok(Weighted { place: Place::pool(lot.cohort), weight })
		};
		self.lots.iter().map(weigh).collect()
	}

	/// Moves the lots of merged cohorts into M, and tells what became of their weight. The pool has matured; a cohort
	/// without a conversion merged one for one.
	pub fn follow(
		&mut self,
		pool: &mut Buckets<S>,
		at: Horizon,
		conversions: &mut Conversions,
	) -> Result<Vec<Followed>, LedgerError> {
		let due: Vec<EpochIndex> = self.due(pool, at).collect();
		let mut moved = Vec::new();
		for start in due {
			let shares = self.shares(Cohort::From(start));
			self.set(Cohort::From(start), Shares(0))?;

			let followed = match conversions.get_mut(&start) {
				Some(conversion) => {
					let (followed, unowned) = conversion.follow(shares, self.multiplier)?;
					pool.update(Cohort::Mature, |mature| mature.weigh_less(unowned))?;
					followed
				},
				None => shares,
			};
			self.add(Cohort::Mature, followed)?;
			let (left, joined) = (self.multiplier.weigh(shares)?, self.multiplier.weigh(followed)?);
			moved.push(Followed { start, left, joined });
		}
		Ok(moved)
	}

	/// Gives every share another weight.
	pub fn reweigh(
		&mut self,
		pool: &mut Buckets<S>,
		multiplier: Multiplier,
	) -> Result<(), LedgerError> {
		for lot in &self.lots {
			let (less, more) = (self.multiplier.weigh(lot.shares)?, multiplier.weigh(lot.shares)?);
			pool.update(lot.cohort, |bucket| {
				bucket.weigh_less(less)?;
				bucket.weigh_more(more)
			})?;
		}
		self.multiplier = multiplier;
		Ok(())
	}

	/// The shares in one cohort.
	pub fn shares(&self, cohort: Cohort) -> Shares {
		let lot = self.lots.iter().find(|lot| lot.cohort == cohort);
		lot.map(|lot| lot.shares).unwrap_or_default()
	}

	pub(crate) fn add(&mut self, cohort: Cohort, shares: Shares) -> Result<(), LedgerError> {
		let sum = add(self.shares(cohort).0, shares.0)?;
		self.set(cohort, Shares(sum))
	}

	pub(crate) fn set(&mut self, cohort: Cohort, shares: Shares) -> Result<(), LedgerError> {
		let found = self.lots.binary_search_by_key(&cohort, |lot| lot.cohort);
		match found {
			Ok(at) if shares.is_zero() => {
				self.lots.remove(at);
			},
			Ok(at) => {
				let lot = self.lots.get_mut(at).ok_or(LedgerError::Overflow)?;
				lot.shares = shares;
			},
			Err(_) if shares.is_zero() => {},
			Err(at) => self
				.lots
				.try_insert(at, Lot { cohort, shares })
				.map_err(|_| LedgerError::Overflow)?,
		}
		Ok(())
	}
}
