// SPDX-License-Identifier: Apache-2.0

//! Rewards of a pool: money for an epoch goes to the buckets that were active in it, in proportion to their reward
//! weights at their prices.

use super::{
	accumulators::{Accumulators, Merged},
	amounts::Fixed,
	expiries::{ExpiriesToCome, Expiry},
	has_expired,
	parts::{is_shared, parts, Part},
	streams::Streams,
};
use crate::{
	math::{add, wide_add, wide_div_ceil, wide_mul, wide_sub},
	Balance, Buckets, Cohort, EpochIndex, Horizon, LedgerError, Place, RewardWeight,
};
use alloc::{
	collections::{BTreeMap, BTreeSet},
	vec::Vec,
};
use bounded_collections::{BoundedVec, Get};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use derive_where::derive_where;
use primitive_types::U256;
use scale_info::TypeInfo;

/// The rewards of a pool, beside its stake.
#[derive_where(Clone, PartialEq, Eq, Debug; A: Get<u32>, S: Get<u32>)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
#[scale_info(skip_type_params(A, S))]
#[codec(mel_bound(A: Get<u32>, S: Get<u32>))]
pub struct PoolRewards<A: Get<u32>, S: Get<u32>> {
	/// Epoch up to which everything has been done that the clock asks for.
	matured_epoch: EpochIndex,
	/// Excess of the credits of each asset over the money that came in, in steps of 2⁻¹²⁸ units.
	ahead: BoundedVec<u128, A>,
	/// Rewards of a unit of reward weight in each bucket.
	pub accumulators: Accumulators<A, S>,
	/// Bounds of the epochs to come in which positions expire; none if none does.
	to_come: Option<ExpiriesToCome>,
}

/// The exits of a pool that were asked for in one epoch: their stake and their accumulators.
#[derive_where(Clone, PartialEq, Eq, Debug, Default; A: Get<u32>, S: Get<u32>)]
pub struct Exiting<A: Get<u32>, S: Get<u32>> {
	/// The stake.
	pub stake: Buckets<S>,
	/// The accumulators of that stake.
	pub accumulators: Accumulators<A, S>,
}

/// The effects of the time that has passed.
#[derive_where(Clone, PartialEq, Eq, Debug, Default; A: Get<u32>)]
pub struct Matured<A: Get<u32>> {
	/// Cohorts that merged, with the accumulators at the merge.
	pub merged: Vec<(EpochIndex, Merged<A>)>,
	/// Amounts that streams paid, by asset.
	pub streamed: BTreeMap<u32, Balance>,
	/// The same for the last W + 1 epochs that each of them paid for: the epoch, the asset and the amount.
	pub streamed_in: Vec<(EpochIndex, u32, Balance)>,
	/// Amounts that streams had for epochs in which nobody was active, by asset.
	pub unallocated: BTreeMap<u32, Balance>,
}

impl<A: Get<u32>, S: Get<u32>> PoolRewards<A, S> {
	/// The rewards of a pool that begin with an epoch.
	pub fn new(now: EpochIndex) -> Self {
		Self {
			matured_epoch: now,
			ahead: BoundedVec::default(),
			accumulators: Accumulators::default(),
			to_come: None,
		}
	}

	/// The epoch up to which everything has been done that the clock asks for.
	pub const fn matured_epoch(&self) -> EpochIndex {
		self.matured_epoch
	}

	/// Bounds of the epochs to come in which positions expire; none if none does.
	pub const fn expiries_to_come(&self) -> Option<ExpiriesToCome> {
		self.to_come
	}

	/// Excess of the credits of an asset over the money that came in, in steps of 2⁻¹²⁸ units.
	pub fn ahead(&self, asset: u32) -> u128 {
		let at = usize::try_from(asset).unwrap_or(usize::MAX);
		self.ahead.get(at).copied().unwrap_or_default()
	}

	/// Counts one more position that expires in an epoch. In a pool that closed before it may be an epoch that has passed:
	/// positions that never expired can still be divided.
	pub fn expect_expiry(
		&mut self,
		epoch: EpochIndex,
		before: Option<Expiry<A>>,
	) -> Result<Expiry<A>, LedgerError> {
		let expiry = Expiry::and_one(before)?;
		if epoch > self.matured_epoch {
			self.to_come = Some(ExpiriesToCome::and(self.to_come, epoch));
		}
		Ok(expiry)
	}

	/// Does everything that the epochs since the last time ask for, one after the other: streams pay for those that
	/// are over, cohorts merge, and the rewards of positions that expire are noted.
	///
	/// `stake` is the pool as of [`matured_epoch`](Self::matured_epoch), `exits` those asked for in that epoch, and
	/// `expiries` those [due](ExpiriesToCome::due): nothing has changed since, or it would have matured. In the epochs between
	/// everything in the pool is active. Of the epochs that are paid for the last W + 1 are told.
	///
	/// Epochs are paid for one by one while several buckets share, which they do for W + 1 epochs at most, or until a pool
	/// that closes has left. After them M is alone, and all epochs up to the next expiry are paid for at once: the work does
	/// not grow with the time. For a bucket that is alone the sum of the ceilings telescopes, so that it makes no
	/// difference when, and how often, a pool catches up.
	pub fn mature(
		&mut self,
		now: EpochIndex,
		window: u32,
		mut stake: Buckets<S>,
		exits: &mut Exiting<A, S>,
		streams: &mut Streams<A>,
		mut expiries: BTreeMap<EpochIndex, &mut Expiry<A>>,
	) -> Result<Matured<A>, LedgerError> {
		let (mut matured, departure) = (Matured::default(), stake.departure());
		let known: Vec<_> = expiries.keys().copied().collect();
		let mut epoch = self.matured_epoch;
		while epoch < now {
			let first = epoch == self.matured_epoch;
			let until = if first || is_shared(&stake, epoch)? {
				epoch.next()
			} else {
				boundary(&stake, &known, epoch, now, window)
			};
			let exits = first.then_some(&mut *exits);
			self.stream([epoch, until], window, &stake, exits, streams, &mut matured)?;

			epoch = until;
			let at = Horizon { now: epoch, window };
			for (start, weight) in self.merging(&stake, at) {
				let merged = self.accumulators.merge(start, weight);
				matured.merged.extend(merged.map(|merged| (start, merged)));
			}
			stake.mature(at, &mut BTreeMap::new())?;
			let expiry = expiries.get_mut(&epoch);
			if let Some(expiry) = expiry.filter(|_| has_expired(epoch, epoch, departure)) {
				expiry.pass(self.accumulators.each(Cohort::Mature));
			}
		}
		self.to_come = self.to_come.and_then(|to_come| to_come.left(now, departure, &known));
		streams.trim();
		self.matured_epoch = now;
		Ok(matured)
	}

	/// The cohorts that merge into M by now, the oldest first, with their reward weight: also those of which nothing is left
	/// but what they have earned.
	fn merging(&self, stake: &Buckets<S>, at: Horizon) -> Vec<(EpochIndex, RewardWeight)> {
		let young = stake.iter().filter_map(|(cohort, _)| match cohort {
			Cohort::From(start) => Some(start),
			Cohort::Mature => None,
		});
		let starts: BTreeSet<_> = young.chain(self.accumulators.young()).collect();
		let due = starts.into_iter().filter(|start| stake.has_matured(at, *start));
		due.map(|start| (start, stake.bucket(Cohort::From(start)).weight())).collect()
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
		let (given, mature) = self.divide(money, asset, parts, total, &mut exits)?;
		let ahead = wide_sub(given, money)?.try_into().map_err(|_| LedgerError::Overflow)?;
		self.set_ahead(asset, ahead)?;
		Ok(Some(mature))
	}

	/// Divides money, in steps, over parts in proportion to their reward weights at their prices, which `total` sums. A unit of
	/// reward weight gets its share rounded up. Returns all that was given, and the rewards of a unit of reward weight in M.
	fn divide(
		&mut self,
		money: U256,
		asset: u32,
		parts: Vec<Part>,
		total: u128,
		exits: &mut BTreeMap<EpochIndex, &mut Exiting<A, S>>,
	) -> Result<(U256, Fixed), LedgerError> {
		let rate = wide_div_ceil(money, U256::from(total))?;
		let is_alone = parts.len() == 1;
		let mut given = U256::zero();
		let mut mature = Fixed::default();
		for part in parts {
			// One division for one bucket: see `mature`.
			let whole = if is_alone { money } else { wide_mul(rate, part.priced_weight)? };
			let each = wide_div_ceil(whole, U256::from(part.weight))?;
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
		Ok((given, mature))
	}

	/// Pays the streams for the epochs from one until before another.
	fn stream(
		&mut self,
		[from, until]: [EpochIndex; 2],
		window: u32,
		stake: &Buckets<S>,
		mut exits: Option<&mut Exiting<A, S>>,
		streams: &mut Streams<A>,
		matured: &mut Matured<A>,
	) -> Result<(), LedgerError> {
		for (asset, stream) in streams.iter_mut() {
			let before = stream.clone();
			let amount = stream.pay(from, until)?;
			if amount == 0 {
				continue;
			}
			let exiting = exits.as_deref_mut().map(|exits| (from, exits));
			let credited = self.credit(from, asset, amount, stake, exiting)?;
			let sums = match credited {
				Some(_) => {
					// It pays nothing from its end on, and something until then.
					let end = before.end().min(until);
					let first = from.max(end.minus(window).minus(1));
					let epochs = first.through(end.minus(1));
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

/// The next epoch after one in which something happens besides paying: a cohort merges, positions expire, the pool has
/// left, or it is the present one. A cohort without reward weight merges too: as M's last share is rounded, M counts
/// differently beside the others.
fn boundary<S: Get<u32>>(
	stake: &Buckets<S>,
	expiries: &[EpochIndex],
	epoch: EpochIndex,
	now: EpochIndex,
	window: u32,
) -> EpochIndex {
	let merges = stake.iter().filter_map(|(cohort, _)| match cohort {
		Cohort::From(start) => Some(start.plus(window)),
		Cohort::Mature => None,
	});
	let expiries = expiries.iter().copied();
	let left = stake.departure().map(|departure| departure.last_epoch.next());
	let next = merges.chain(expiries).chain(left).filter(|next| *next > epoch).min();
	next.unwrap_or(now).min(now)
}
