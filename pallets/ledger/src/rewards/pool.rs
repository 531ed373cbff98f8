// SPDX-License-Identifier: Apache-2.0

//! Rewards of a pool: money for an epoch goes to the buckets that were active in it, in proportion to their reward
//! weights at their prices.

use super::{
	accumulators::{Accumulators, Merged},
	amounts::{Amounts, Fixed},
	schedule::Schedule,
};
use crate::{
	math::{add, wide_add, wide_div_ceil, wide_mul, wide_sub},
	Balance, Bucket, Buckets, Cohort, EpochIndex, Horizon, LedgerError, Place, RewardWeight,
};
use alloc::{collections::BTreeMap, vec::Vec};
use bounded_collections::{BoundedVec, Get};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use derive_where::derive_where;
use primitive_types::U256;
use scale_info::TypeInfo;

/// The rewards of a pool, beside its stake.
#[derive_where(Clone, PartialEq, Eq, Debug; A: Get<u32>, S: Get<u32>, X: Get<u32>)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
#[scale_info(skip_type_params(A, S, X))]
#[codec(mel_bound(A: Get<u32>, S: Get<u32>, X: Get<u32>))]
pub struct PoolRewards<A: Get<u32>, S: Get<u32>, X: Get<u32>> {
	/// Epoch up to which everything has been done that the clock asks for.
	matured_epoch: EpochIndex,
	/// Excess of the credits of each asset over the money that came in, in steps of 2⁻¹²⁸ units.
	ahead: BoundedVec<u128, A>,
	/// Rewards of a unit of reward weight in each bucket.
	pub accumulators: Accumulators<A, S>,
	/// Future epochs in which positions expire, with the number of those positions.
	expiries: BoundedVec<(EpochIndex, u32), X>,
}

/// The exits of a pool that were asked for in one epoch: their stake and their accumulators.
#[derive_where(Clone, PartialEq, Eq, Debug, Default; A: Get<u32>, S: Get<u32>)]
pub struct Exiting<A: Get<u32>, S: Get<u32>> {
	/// The stake.
	pub stake: Buckets<S>,
	/// The accumulators of that stake.
	pub accumulators: Accumulators<A, S>,
}

/// The accumulator of M at the begin of an epoch, late credits for earlier epochs included: the rewards that
/// positions which expired then have earned for their owners.
#[derive_where(Clone, PartialEq, Eq, Debug, Default; A: Get<u32>)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
#[scale_info(skip_type_params(A))]
#[codec(mel_bound(A: Get<u32>))]
pub struct Snapshot<A: Get<u32>> {
	/// Number of positions that refer to it.
	pub positions: u32,
	/// Rewards of a unit of reward weight in M.
	pub mature: Amounts<A>,
}

/// The effects of the time that has passed.
#[derive_where(Clone, PartialEq, Eq, Debug, Default; A: Get<u32>)]
pub struct Matured<A: Get<u32>> {
	/// Cohorts that merged, with the accumulators at the merge.
	pub merged: Vec<(EpochIndex, Merged<A>)>,
	/// Expiries that passed, with their snapshots.
	pub snapshots: Vec<(EpochIndex, Snapshot<A>)>,
	/// Amounts that streams paid, by asset.
	pub streamed: BTreeMap<u32, Balance>,
	/// The same, epoch by epoch, for those of the window: the epoch, the asset and the amount.
	pub streamed_in: Vec<(EpochIndex, u32, Balance)>,
	/// Amounts that streams had for epochs in which nobody was active, by asset.
	pub unallocated: BTreeMap<u32, Balance>,
}

impl<A: Get<u32>, S: Get<u32>, X: Get<u32>> PoolRewards<A, S, X> {
	/// The rewards of a pool that begin with an epoch.
	pub fn new(now: EpochIndex) -> Self {
		Self {
			matured_epoch: now,
			ahead: BoundedVec::default(),
			accumulators: Accumulators::default(),
			expiries: BoundedVec::default(),
		}
	}

	/// The epoch up to which everything has been done that the clock asks for.
	pub const fn matured_epoch(&self) -> EpochIndex {
		self.matured_epoch
	}

	/// Future epochs in which positions expire, with the number of those positions.
	pub fn expiries(&self) -> &[(EpochIndex, u32)] {
		&self.expiries
	}

	/// Excess of the credits of an asset over the money that came in, in steps of 2⁻¹²⁸ units.
	pub fn ahead(&self, asset: u32) -> u128 {
		let at = usize::try_from(asset).unwrap_or(usize::MAX);
		self.ahead.get(at).copied().unwrap_or_default()
	}

	/// Notes that a position expires in a future epoch. `Overflow` if positions of the pool expire in more epochs than
	/// there is room for.
	pub fn expect_expiry(&mut self, epoch: EpochIndex) -> Result<(), LedgerError> {
		match self.expiries.binary_search_by_key(&epoch, |(epoch, _)| *epoch) {
			Ok(at) => {
				let (_, positions) = self.expiries.get_mut(at).ok_or(LedgerError::Overflow)?;
				*positions = positions.checked_add(1).ok_or(LedgerError::Overflow)?;
			},
			Err(at) => {
				self.expiries.try_insert(at, (epoch, 1)).map_err(|_| LedgerError::Overflow)?
			},
		}
		Ok(())
	}

	/// Notes that a position does not expire in an epoch any more. True if that epoch is to come: a passed one has
	/// its [`Snapshot`].
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

	/// Does everything that the epochs since the last time ask for, one after the other: streams pay for those that
	/// are over, cohorts merge, and the rewards of positions that expire are noted.
	///
	/// `stake` is the pool as of [`matured_epoch`](Self::matured_epoch), and `exits` those asked for in that epoch:
	/// nothing has changed since, or it would have matured. In the epochs between everything in the pool is active,
	/// so that all epochs up to the next merge or expiry are paid for at once: the work does not grow with the time.
	pub fn mature(
		&mut self,
		now: EpochIndex,
		window: u32,
		mut stake: Buckets<S>,
		exits: &mut Exiting<A, S>,
		streams: &mut [Schedule],
	) -> Result<Matured<A>, LedgerError> {
		let mut matured = Matured::default();
		let mut epoch = self.matured_epoch;
		while epoch < now {
			let first = epoch == self.matured_epoch;
			let until =
				if first { epoch.next() } else { self.boundary(&stake, epoch, now, window) };
			let exits = first.then_some(&mut *exits);
			let oldest = now.minus(window);
			self.stream([epoch, until, oldest], &stake, exits, streams, &mut matured)?;

			epoch = until;
			let at = Horizon { now: epoch, window };
			stake.mature(at, &mut BTreeMap::new())?;
			let due: Vec<_> = self.accumulators.young().collect();
			for start in due.into_iter().filter(|start| stake.has_matured(at, *start)) {
				matured.merged.extend(self.accumulators.merge(start).map(|merged| (start, merged)));
			}
			self.pass_expiry(epoch, &mut matured);
		}
		self.matured_epoch = now;
		Ok(matured)
	}

	/// Credits money to an epoch of the horizon. `stake` is the pool as it is now, and `exits` those asked for in
	/// that epoch or since. Returns the rewards of a unit of reward weight in M by it; `None` if nobody was active:
	/// then nothing has happened, and the money belongs to nobody here.
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
		let parts =
			parts(epoch, stake, exits.iter().map(|(asked, exiting)| (*asked, &exiting.stake)))?;
		let mut total = 0;
		for part in &parts {
			total = add(total, part.priced_weight)?;
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
			let each = wide_div_ceil(wide_mul(rate, part.priced_weight)?, U256::from(part.weight))?;
			given = wide_add(given, wide_mul(each, part.weight)?)?;

			let each = Fixed::new(each);
			let cohort = part.place.cohort;
			match part.place.asked_epoch {
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

	/// Pays the streams for the epochs from one until before another. What it notes of each begins with the oldest.
	fn stream(
		&mut self,
		[from, until, oldest]: [EpochIndex; 3],
		stake: &Buckets<S>,
		mut exits: Option<&mut Exiting<A, S>>,
		streams: &mut [Schedule],
		matured: &mut Matured<A>,
	) -> Result<(), LedgerError> {
		for (asset, stream) in (0..).zip(streams.iter_mut()) {
			let before = stream.clone();
			let amount = stream.pay(from, until)?;
			if amount == 0 {
				continue;
			}
			let exiting = exits.as_deref_mut().map(|exits| (from, exits));
			let credited = self.credit(from, asset, amount, stake, exiting)?;
			let sums = match credited {
				Some(_) => {
					let epochs = from.max(oldest).through(until.minus(1));
					let each = epochs.map(|epoch| (epoch, asset, before.amount(epoch)));
					matured.streamed_in.extend(each);
					&mut matured.streamed
				},
				None => &mut matured.unallocated,
			};
			let sum = sums.entry(asset).or_default();
			*sum = add(*sum, amount)?;
		}
		Ok(())
	}

	/// The next epoch after one in which something happens besides paying: a cohort merges, positions expire, the
	/// pool has left, or it is the present one. A cohort without reward weight merges too: as M's last share is
	/// rounded, M counts differently beside the others.
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
		let left = stake.departure().map(|departure| departure.last_epoch.next());
		let next = merges.chain(expiries).chain(left).filter(|next| *next > epoch).min();
		next.unwrap_or(now).min(now)
	}

	fn pass_expiry(&mut self, epoch: EpochIndex, matured: &mut Matured<A>) {
		let Ok(at) = self.expiries.binary_search_by_key(&epoch, |(epoch, _)| *epoch) else {
			return;
		};
		let (_, positions) = self.expiries.remove(at);
		let mature = self.accumulators.each(Cohort::Mature);
		matured.snapshots.push((epoch, Snapshot { positions, mature }));
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
	/// Adds a late credit for an epoch before it: so much for a unit of reward weight of M.
	pub fn raise(&mut self, asset: u32, each: Fixed) -> Result<(), LedgerError> {
		let raised = self.mature.get(asset).plus(each);
		self.mature.set(asset, raised)
	}
}

/// The part of a bucket in a credit.
pub(super) struct Part {
	pub(super) place: Place,
	/// V.
	pub(super) weight: RewardWeight,
	/// s_b.
	pub(super) priced_weight: u128,
}

/// The buckets that were active in an epoch and have reward weight.
pub(super) fn parts<'a, S: Get<u32> + 'a>(
	epoch: EpochIndex,
	stake: &Buckets<S>,
	exits: impl Iterator<Item = (EpochIndex, &'a Buckets<S>)>,
) -> Result<Vec<Part>, LedgerError> {
	let part = |asked, cohort, bucket: &Bucket| {
		let place = Place { asked_epoch: asked, cohort };
		Ok(Part { place, weight: bucket.weight(), priced_weight: bucket.priced_weight()? })
	};
	let mut parts = Vec::new();
	for (cohort, bucket) in stake.active(epoch) {
		parts.push(part(None, cohort, bucket)?);
	}
	for (asked, exiting) in exits {
		for (cohort, bucket) in exiting.active(epoch) {
			parts.push(part(Some(asked), cohort, bucket)?);
		}
	}
	parts.retain(|part| part.priced_weight > 0);
	Ok(parts)
}
