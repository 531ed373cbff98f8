// SPDX-License-Identifier: Apache-2.0

//! The stake of one staker in one pool.

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

/// A lot: the shares of a staker in one cohort.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub struct Lot {
	/// The cohort.
	pub cohort: Cohort,
	/// Shares of it.
	pub shares: Shares,
}

/// The value of lots, in units of the pool's asset.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Worth {
	/// Value of the lots that are active.
	pub active: Balance,
	/// Value of the lots that become active with the next epoch.
	pub pending: Balance,
}

impl Worth {
	/// The sum of both.
	pub fn total(&self) -> Result<Balance, LedgerError> {
		add(self.active, self.pending)
	}

	/// True if both are zero.
	pub const fn is_nothing(&self) -> bool {
		self.active == 0 && self.pending == 0
	}
}

/// The lots of a staker in a pool, and the multiplier of their shares.
#[derive_where(Clone, PartialEq, Eq, Debug, Default; S: Get<u32>)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
#[scale_info(skip_type_params(S))]
#[codec(mel_bound(S: Get<u32>))]
pub struct Holding<S: Get<u32>> {
	multiplier: Multiplier,
	/// Sorted by cohort; none is without shares; at most W + 2.
	lots: BoundedVec<Lot, S>,
}

impl<S: Get<u32>> Holding<S> {
	/// No lots yet, and the multiplier of those to come.
	pub fn new(multiplier: Multiplier) -> Self {
		Self { multiplier, lots: BoundedVec::default() }
	}

	/// The multiplier of each share.
	pub const fn multiplier(&self) -> Multiplier {
		self.multiplier
	}

	/// The lots, the oldest cohort first.
	pub fn lots(&self) -> &[Lot] {
		&self.lots
	}

	/// True if there are no lots.
	pub fn is_empty(&self) -> bool {
		self.lots.is_empty()
	}

	/// The value of all lots, Σ ⌊h·T/H⌋: the amount that `unstake` of all would pay in a matured pool.
	pub fn value(&self, pool: &Buckets<S>) -> Result<Balance, LedgerError> {
		pool.value(self.shares_by_cohort())
	}

	/// The part of that value that is active in an epoch; zero once the pool has left.
	pub fn active_value(
		&self,
		pool: &Buckets<S>,
		epoch: EpochIndex,
	) -> Result<Balance, LedgerError> {
		pool.active_value(self.shares_by_cohort(), epoch)
	}

	/// The value of the lots that are active in an epoch, and of those that begin later. Ask for an epoch in which
	/// the pool has not left, its last one at the latest.
	pub fn worth(&self, pool: &Buckets<S>, epoch: EpochIndex) -> Result<Worth, LedgerError> {
		let active = self.active_value(pool, epoch)?;
		Ok(Worth { active, pending: sub(self.value(pool)?, active)? })
	}

	/// The cohorts of its lots that have merged by now: `follow` needs their conversions.
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

	/// The reward weights of the lots.
	pub fn weights(&self) -> Result<Vec<Weighted>, LedgerError> {
		let weigh = |lot: &Lot| {
			let weight = self.multiplier.weigh(lot.shares)?;
			Ok(Weighted { place: Place::pool(lot.cohort), weight })
		};
		self.lots.iter().map(weigh).collect()
	}

	/// Moves the lots of merged cohorts into the mature bucket, and returns their reward weights before and after.
	/// The pool has matured; a cohort without a conversion has merged one for one.
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

	/// Changes the multiplier of every share.
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

	fn shares_by_cohort(&self) -> impl Iterator<Item = (Cohort, Shares)> + '_ {
		self.lots.iter().map(|lot| (lot.cohort, lot.shares))
	}

	/// Shares in one cohort.
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
