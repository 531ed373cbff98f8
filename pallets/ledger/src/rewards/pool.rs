// SPDX-License-Identifier: Apache-2.0

//! Crediting: money for an epoch goes to the buckets that were in force in it, in proportion to what they weigh at
//! their price.
//!
//! ```text
//! s_b  = ⌊V·T/H⌋                       what a bucket weighs, at its price
//! ΔR   = ⌈(x·2¹²⁸ − ahead) / Σ s_b⌉    for each unit of that
//! ΔA_b = ⌈s_b·ΔR / V⌉                  for each unit of weight in the bucket
//! ahead = Σ V·ΔA_b − (x·2¹²⁸ − ahead)  what has been given too much, taken off the next credit
//! ```
//!
//! Both round up, so that who is alone gets the last unit; `ahead` stays below 2¹²⁸ steps, which is one unit: Σ s_b + Σ
//! V of a pool is below 2¹²¹ (see "Magnitudes" in `docs/rewards-ledger.md`). Payments round down, so the pot is never
//! short.

use super::{
	accumulators::{Accumulators, Merged},
	amounts::{Amounts, Fixed},
	schedule::Schedule,
};
use crate::{
	math::{add, wide_add, wide_div_ceil, wide_mul, wide_sub},
	Balance, Bucket, Buckets, Cohort, EpochIndex, Horizon, LedgerError, Place, Weight,
};
use alloc::{collections::BTreeMap, vec::Vec};
use bounded_collections::{BoundedVec, Get};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use derive_where::derive_where;
use primitive_types::U256;
use scale_info::TypeInfo;

/// What a pool's stakers earn, beside its stake.
#[derive_where(Clone, PartialEq, Eq, Debug; A: Get<u32>, S: Get<u32>, X: Get<u32>)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
#[scale_info(skip_type_params(A, S, X))]
#[codec(mel_bound(A: Get<u32>, S: Get<u32>, X: Get<u32>))]
pub struct PoolRewards<A: Get<u32>, S: Get<u32>, X: Get<u32>> {
	/// The epoch up to which everything has been done that the clock asks for.
	rolled: EpochIndex,
	/// For each asset how much more has been credited than came in, in steps of 2⁻¹²⁸ units.
	ahead: BoundedVec<u128, A>,
	/// What a unit of weight in each bucket has earned.
	pub accumulators: Accumulators<A, S>,
	/// The epochs to come in which positions expire, and how many do.
	expiries: BoundedVec<(EpochIndex, u32), X>,
}

/// The exits of a pool that were asked for in an epoch: their stake, and what a unit of its weight has earned.
#[derive_where(Clone, PartialEq, Eq, Debug, Default; A: Get<u32>, S: Get<u32>)]
pub struct Exiting<A: Get<u32>, S: Get<u32>> {
	/// The stake.
	pub stake: Buckets<S>,
	/// What it has earned.
	pub accumulators: Accumulators<A, S>,
}

/// What M had earned when an epoch began, late credits for earlier ones included: what positions that expired then
/// have earned for their owners.
#[derive_where(Clone, PartialEq, Eq, Debug, Default; A: Get<u32>)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
#[scale_info(skip_type_params(A))]
#[codec(mel_bound(A: Get<u32>))]
pub struct Snapshot<A: Get<u32>> {
	/// How many positions look at it.
	pub positions: u32,
	/// What a unit of weight of M had earned.
	pub mature: Amounts<A>,
}

/// What came of the time that has passed.
#[derive_where(Clone, PartialEq, Eq, Debug, Default; A: Get<u32>)]
pub struct Rolled<A: Get<u32>> {
	/// The cohorts that merged.
	pub merged: Vec<(EpochIndex, Merged<A>)>,
	/// The expiries that passed.
	pub snapshots: Vec<(EpochIndex, Snapshot<A>)>,
	/// What streams paid, by asset.
	pub streamed: BTreeMap<u32, Balance>,
	/// What they had for epochs in which nobody was in force, by asset.
	pub unallocated: BTreeMap<u32, Balance>,
}

impl<A: Get<u32>, S: Get<u32>, X: Get<u32>> PoolRewards<A, S, X> {
	/// Begins to follow a pool in an epoch.
	pub fn new(now: EpochIndex) -> Self {
		Self {
			rolled: now,
			ahead: BoundedVec::default(),
			accumulators: Accumulators::default(),
			expiries: BoundedVec::default(),
		}
	}

	/// The epoch up to which everything has been done.
	pub const fn rolled(&self) -> EpochIndex {
		self.rolled
	}

	/// The epochs to come in which positions expire, and how many do.
	pub fn expiries(&self) -> &[(EpochIndex, u32)] {
		&self.expiries
	}

	/// How much more of an asset has been credited than came in, in steps of 2⁻¹²⁸ units.
	pub fn ahead(&self, asset: u32) -> u128 {
		let at = usize::try_from(asset).unwrap_or(usize::MAX);
		self.ahead.get(at).copied().unwrap_or_default()
	}

	/// A position expires in an epoch to come. `TooManyExpiries` if positions of the pool expire in as many epochs as
	/// may be.
	pub fn expect_expiry(&mut self, epoch: EpochIndex) -> Result<(), LedgerError> {
		match self.expiries.binary_search_by_key(&epoch, |(epoch, _)| *epoch) {
			Ok(at) => {
				let (_, positions) = self.expiries.get_mut(at).ok_or(LedgerError::Overflow)?;
				*positions = positions.checked_add(1).ok_or(LedgerError::Overflow)?;
			},
			Err(at) => self
				.expiries
				.try_insert(at, (epoch, 1))
				.map_err(|_| LedgerError::TooManyExpiries)?,
		}
		Ok(())
	}

	/// A position does not expire then any more. Returns whether that was an epoch to come: a passed one has its
	/// [`Snapshot`].
	pub fn forget_expiry(&mut self, epoch: EpochIndex) -> bool {
		let Ok(at) = self.expiries.binary_search_by_key(&epoch, |(epoch, _)| *epoch) else {
			return false;
		};
		if let Some((_, positions)) = self.expiries.get_mut(at) {
			// Never below zero: each position was counted once.
			*positions = positions.saturating_sub(1);
			if *positions == 0 {
				self.expiries.remove(at);
			}
		}
		true
	}

	/// Does what the epochs since the last time ask for, one after the other: streams pay for those that are over,
	/// cohorts merge, and what positions have earned when they expire is noted.
	///
	/// `stake` is the pool as of [`rolled`](Self::rolled), and `exits` those asked for in that epoch: since then
	/// nothing has changed, or it would have been rolled. In the epochs between everything in the pool is in force, so
	/// that all epochs up to the next merge or expiry are paid for at once: the work does not grow with the time.
	pub fn roll(
		&mut self,
		now: EpochIndex,
		window: u32,
		mut stake: Buckets<S>,
		exits: &mut Exiting<A, S>,
		streams: &mut [Schedule],
	) -> Result<Rolled<A>, LedgerError> {
		let mut rolled = Rolled::default();
		let mut epoch = self.rolled;
		while epoch < now {
			let first = epoch == self.rolled;
			let until =
				if first { epoch.next() } else { self.boundary(&stake, epoch, now, window) };
			self.stream(epoch, until, &stake, first.then_some(&mut *exits), streams, &mut rolled)?;

			epoch = until;
			let at = Horizon { now: epoch, window };
			stake.mature(at, &mut BTreeMap::new())?;
			let due: Vec<_> = self.accumulators.young().collect();
			for start in due.into_iter().filter(|start| stake.has_matured(at, *start)) {
				rolled.merged.extend(self.accumulators.merge(start).map(|merged| (start, merged)));
			}
			self.pass_expiry(epoch, &mut rolled);
		}
		self.rolled = now;
		Ok(rolled)
	}

	/// Credits an epoch of the horizon with money that has come. `stake` is the pool as it is now, and `exits` those
	/// asked for in that epoch or since. Returns what a unit of weight of M has earned by it, or `None` if nobody was
	/// in force: then nothing has happened, and the money belongs to nobody here.
	pub fn credit<'a>(
		&mut self,
		epoch: EpochIndex,
		asset: u32,
		amount: Balance,
		stake: &Buckets<S>,
		exits: impl IntoIterator<Item = (EpochIndex, &'a mut Exiting<A, S>)>,
	) -> Result<Option<Fixed>, LedgerError>
	where
		A: 'a,
		S: 'a,
	{
		let mut exits: BTreeMap<_, _> = exits.into_iter().collect();
		let parts = parts(epoch, stake, exits.iter().map(|(asked, exiting)| (*asked, &**exiting)))?;
		let mut total = 0;
		for part in &parts {
			total = add(total, part.counts)?;
		}
		if total == 0 {
			return Ok(None);
		}
		if amount == 0 {
			return Ok(Some(Fixed::default())); // less than credits may be ahead
		}

		let ahead = U256::from(self.ahead(asset));
		let money = wide_sub(Fixed::from_units(amount).steps(), ahead)?;
		let rate = wide_div_ceil(money, U256::from(total))?;
		let mut given = U256::zero();
		let mut mature = Fixed::default();
		for part in parts {
			let each = wide_div_ceil(wide_mul(rate, part.counts)?, U256::from(part.weight))?;
			given = wide_add(given, wide_mul(each, part.weight)?)?;

			let each = Fixed::new(each);
			let cohort = part.place.cohort;
			match part.place.asked {
				None => self.accumulators.raise(cohort, asset, each)?,
				Some(asked) => {
					let exiting = exits.get_mut(&asked).ok_or(LedgerError::Overflow)?;
					exiting.accumulators.raise(cohort, asset, each)?;
				},
			}
			if part.place == Place::pool(Cohort::Mature) {
				mature = each;
			}
		}
		let ahead = wide_sub(given, money)?.try_into().map_err(|_| LedgerError::Overflow)?;
		self.set_ahead(asset, ahead)?;
		Ok(Some(mature))
	}

	/// Pays the streams for the epochs from one until before another.
	fn stream(
		&mut self,
		from: EpochIndex,
		until: EpochIndex,
		stake: &Buckets<S>,
		mut exits: Option<&mut Exiting<A, S>>,
		streams: &mut [Schedule],
		rolled: &mut Rolled<A>,
	) -> Result<(), LedgerError> {
		for (asset, stream) in (0..).zip(streams.iter_mut()) {
			let amount = stream.pay_until(until)?;
			if amount == 0 {
				continue;
			}
			let exiting = exits.as_deref_mut().map(|exits| (from, exits));
			let credited = self.credit(from, asset, amount, stake, exiting)?;
			let sums = match credited {
				Some(_) => &mut rolled.streamed,
				None => &mut rolled.unallocated,
			};
			let sum = sums.entry(asset).or_default();
			*sum = add(*sum, amount)?;
		}
		Ok(())
	}

	/// The next epoch after one in which something happens besides paying: a cohort merges, positions expire, the pool
	/// has left, or it is the present one. A cohort that weighs nothing merges too: what M's last share rounds away
	/// changes how M counts beside the others.
	fn boundary(
		&self,
		stake: &Buckets<S>,
		epoch: EpochIndex,
		now: EpochIndex,
		window: u32,
	) -> EpochIndex {
		let merges = stake.iter().filter_map(|(cohort, _)| match cohort {
			Cohort::From(start) => Some(start.plus(window)),
			Cohort::Mature => None,
		});
		let expiries = self.expiries.iter().map(|(expiry, _)| *expiry);
		let left = stake.departure().map(|departure| departure.last.next());
		let next = merges.chain(expiries).chain(left).filter(|next| *next > epoch).min();
		next.unwrap_or(now).min(now)
	}

	fn pass_expiry(&mut self, epoch: EpochIndex, rolled: &mut Rolled<A>) {
		let Ok(at) = self.expiries.binary_search_by_key(&epoch, |(epoch, _)| *epoch) else {
			return;
		};
		let (_, positions) = self.expiries.remove(at);
		let mature = self.accumulators.each(Cohort::Mature);
		rolled.snapshots.push((epoch, Snapshot { positions, mature }));
	}

	fn set_ahead(&mut self, asset: u32, ahead: u128) -> Result<(), LedgerError> {
		let at = usize::try_from(asset).map_err(|_| LedgerError::Overflow)?;
		while self.ahead.len() <= at {
			self.ahead.try_push(0).map_err(|_| LedgerError::Overflow)?;
		}
		if let Some(slot) = self.ahead.get_mut(at) {
			*slot = ahead;
		}
		Ok(())
	}
}

impl<A: Get<u32>> Snapshot<A> {
	/// A late credit for an epoch before it gave a unit of weight of M so much more.
	pub fn raise(&mut self, asset: u32, each: Fixed) -> Result<(), LedgerError> {
		let raised = self.mature.get(asset).plus(each);
		self.mature.set(asset, raised)
	}
}

/// A bucket's part of a credit.
struct Part {
	place: Place,
	/// V.
	weight: Weight,
	/// s_b.
	counts: u128,
}

/// The buckets that were in force in an epoch and weigh something.
fn parts<'a, A: Get<u32> + 'a, S: Get<u32> + 'a>(
	epoch: EpochIndex,
	stake: &Buckets<S>,
	exits: impl Iterator<Item = (EpochIndex, &'a Exiting<A, S>)>,
) -> Result<Vec<Part>, LedgerError> {
	let part = |asked, cohort, bucket: &Bucket| {
		let place = Place { asked, cohort };
		Ok(Part { place, weight: bucket.weight(), counts: bucket.counts()? })
	};
	let mut parts = Vec::new();
	for (cohort, bucket) in stake.in_force(epoch) {
		parts.push(part(None, cohort, bucket)?);
	}
	for (asked, exiting) in exits {
		for (cohort, bucket) in exiting.stake.in_force(epoch) {
			parts.push(part(Some(asked), cohort, bucket)?);
		}
	}
	parts.retain(|part| part.counts > 0);
	Ok(parts)
}
