// SPDX-License-Identifier: Apache-2.0

//! The buckets of a pool, or of the exits of one epoch: they say which stake was active in an epoch.

use crate::{
	bucket::{Bucket, Shares},
	conversion::{Conversion, Conversions},
	math::{add, mul_div_floor, Fraction},
	Balance, EpochIndex, Horizon, LedgerError,
};
use bounded_collections::{BoundedVec, Get};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use derive_where::derive_where;
use scale_info::TypeInfo;

/// A cohort: all stake of a pool that became active in the same epoch.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub enum Cohort {
	/// M, the mature bucket: active in every epoch that can still be asked for. Older cohorts merge into it.
	#[codec(index = 0)]
	Mature,
	/// Active from this epoch on.
	#[codec(index = 1)]
	From(EpochIndex),
}

impl Cohort {
	/// True if the cohort had become active by an epoch.
	pub fn has_begun(&self, epoch: EpochIndex) -> bool {
		match self {
			Self::Mature => true,
			Self::From(start) => *start <= epoch,
		}
	}
}

/// The last epoch of leaving stake, and its release: fixed once, never longer, never shorter.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub struct Departure {
	/// u: the last epoch in which it is active.
	pub last_epoch: EpochIndex,
	/// r(u): the first epoch in which it can be paid out.
	pub release_epoch: EpochIndex,
}

impl Departure {
	/// The departure with an epoch u: r(u) = max(u + 1, z + W + 1), where z is the last epoch up to u whose faults
	/// can slash the leaving stake; u + 1 if there is none.
	pub fn new(last_epoch: EpochIndex, liable: Option<EpochIndex>, window: u32) -> Self {
		let free = liable.map(|liable| liable.min(last_epoch).plus(window).next());
		let first = last_epoch.next();
		Self { last_epoch, release_epoch: free.map_or(first, |free| free.max(first)) }
	}

	/// Checks that the epoch of release has come. `NotReleased` before.
	pub fn check(&self, now: EpochIndex) -> Result<(), LedgerError> {
		if now < self.release_epoch {
			return Err(LedgerError::NotReleased);
		}
		Ok(())
	}
}

/// Buckets by cohort, and their departure, if all of them leave.
///
/// A pool is one of these and stays. The exits that its stakers ask for in an epoch u are another, which leaves with
/// u; and a pool that closes becomes just that, with all its stakers in it, touched by nobody. So one function,
/// [`active`](Self::active), says which stake a slash charges and a reward pays.
#[derive_where(Clone, PartialEq, Eq, Debug, Default; S: Get<u32>)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
#[scale_info(skip_type_params(S))]
#[codec(mel_bound(S: Get<u32>))]
pub struct Buckets<S: Get<u32>> {
	departure: Option<Departure>,
	/// The epoch in which a pool announced its closing: cohorts that were to begin after it never do.
	announced_epoch: Option<EpochIndex>,
	/// Sorted by cohort; none is empty; at most W + 2: M, and those from n − W + 1 to n + 1.
	list: BoundedVec<(Cohort, Bucket), S>,
}

impl<S: Get<u32>> Buckets<S> {
	/// The still empty buckets of exits.
	pub fn leaving(departure: Departure) -> Self {
		Self { departure: Some(departure), announced_epoch: None, list: BoundedVec::default() }
	}

	/// Departure of all of it; `None` for an open pool.
	pub const fn departure(&self) -> Option<Departure> {
		self.departure
	}

	/// True if there is stake in no bucket.
	pub fn is_empty(&self) -> bool {
		self.list.is_empty()
	}

	/// The buckets, the oldest cohort first.
	pub fn iter(&self) -> impl Iterator<Item = (Cohort, &Bucket)> {
		self.list.iter().map(|(cohort, bucket)| (*cohort, bucket))
	}

	/// The bucket of a cohort, empty if there is none.
	pub fn bucket(&self, cohort: Cohort) -> Bucket {
		self.iter().find(|(c, _)| *c == cohort).map(|(_, bucket)| *bucket).unwrap_or_default()
	}

	/// Tokens of all buckets, Σ T.
	pub fn tokens(&self) -> Result<Balance, LedgerError> {
		self.iter().try_fold(0, |sum, (_, bucket)| add(sum, bucket.tokens()))
	}

	/// Tokens of all buckets but those that never become active because the pool has announced its closing.
	pub fn lasting_tokens(&self) -> Result<Balance, LedgerError> {
		let last = EpochIndex(u32::MAX);
		let mut lasting = self.iter().filter(|(cohort, _)| self.has_begun(cohort, last));
		lasting.try_fold(0, |sum, (_, bucket)| add(sum, bucket.tokens()))
	}

	/// The buckets that are active in an epoch, slashed for its faults and paid by its rewards: the cohorts that had
	/// begun, unless all had left. Ask for epochs of the [`Horizon`] only.
	pub fn active(&self, epoch: EpochIndex) -> impl Iterator<Item = (Cohort, &Bucket)> {
		self.iter()
			.filter(move |(cohort, _)| !self.has_left(epoch) && self.has_begun(cohort, epoch))
	}

	/// The value of shares in these buckets, at today's prices: Σ ⌊h·T/H⌋, each rounded down for the others in its
	/// bucket.
	pub fn value(
		&self,
		shares: impl IntoIterator<Item = (Cohort, Shares)>,
	) -> Result<Balance, LedgerError> {
		let mut shares = shares.into_iter();
		shares.try_fold(0, |sum, (cohort, h)| add(sum, self.bucket(cohort).value_floor(h)?))
	}

	/// The part of that value that is active in an epoch: what a fault of that epoch can be slashed from. Zero once
	/// all has left.
	pub fn active_value(
		&self,
		shares: impl IntoIterator<Item = (Cohort, Shares)>,
		epoch: EpochIndex,
	) -> Result<Balance, LedgerError> {
		if self.has_left(epoch) {
			return Ok(0);
		}
		self.value(shares.into_iter().filter(|(cohort, _)| self.has_begun(cohort, epoch)))
	}

	/// Takes ⌊φ·T⌋ from every bucket active in an epoch, and returns the sum; `None` if there was none.
	pub(crate) fn slash(
		&mut self,
		fault: EpochIndex,
		fraction: Fraction,
	) -> Result<Option<Balance>, LedgerError> {
		if self.has_left(fault) {
			return Ok(None);
		}
		let mut taken = None;
		let begun = self.begun_by(fault);
		for (_, bucket) in self.list.iter_mut().filter(|(cohort, _)| cohort.has_begun(begun)) {
			taken = Some(add(taken.unwrap_or_default(), bucket.slash(fraction)?)?);
		}
		Ok(taken)
	}

	/// Merges every cohort into M that all askable epochs see active: those from n − W and before, or from z − W and
	/// before once the pool has closed with z. By the clock alone: it makes no difference how often it is called.
	/// Notes the conversions that stakers need to follow, if shares changed.
	pub fn mature(
		&mut self,
		at: Horizon,
		conversions: &mut Conversions,
	) -> Result<(), LedgerError> {
		while let Some((start, bucket)) = self.first_due(at) {
			let mut mature = self.bucket(Cohort::Mature);
			let shares = mature.join(bucket.tokens())?;
			let weight = mul_div_floor(bucket.weight(), shares.0, bucket.shares().0)?;
			mature.weigh_more(weight)?;

			self.put(Cohort::From(start), Bucket::default())?;
			self.put(Cohort::Mature, mature)?;
			if shares != bucket.shares() {
				conversions.insert(start, Conversion::new(bucket.shares(), shares, weight));
			}
		}
		Ok(())
	}

	/// True if a cohort belongs to M by now, even if `mature` has not been called since.
	pub fn has_matured(&self, at: Horizon, start: EpochIndex) -> bool {
		let end = self.departure.map_or(at.now, |departure| departure.last_epoch.min(at.now));
		start.plus(at.window) <= end && self.has_begun(&Cohort::From(start), end)
	}

	/// Closes a pool: everything active leaves with an epoch, and nobody can delay it. That epoch is the present one
	/// or a later one: cohorts that have merged by now cannot be told apart again. Stake that is pending now never becomes
	/// active, however long the notice is. A closing that was announced can only be overtaken by an earlier one.
	///
	/// Errors: `Closed` if it closes with that epoch or an earlier one already.
	pub fn close(&mut self, departure: Departure, now: EpochIndex) -> Result<(), LedgerError> {
		if self.departure.is_some_and(|closes| closes.last_epoch <= departure.last_epoch) {
			return Err(LedgerError::Closed);
		}
		self.departure = Some(departure);
		self.announced_epoch.get_or_insert(now);
		Ok(())
	}

	/// True if a cohort had become active by an epoch: what was pending when the pool announced its closing never does.
	pub fn has_begun(&self, cohort: &Cohort, epoch: EpochIndex) -> bool {
		cohort.has_begun(self.begun_by(epoch))
	}

	/// The last epoch up to one in which cohorts began.
	fn begun_by(&self, epoch: EpochIndex) -> EpochIndex {
		self.announced_epoch.map_or(epoch, |announced| announced.min(epoch))
	}

	/// Puts a bucket in its place, or takes an empty one out.
	pub(crate) fn put(&mut self, cohort: Cohort, bucket: Bucket) -> Result<(), LedgerError> {
		let found = self.list.binary_search_by_key(&cohort, |(c, _)| *c);
		match found {
			Ok(at) if bucket.is_empty() => {
				self.list.remove(at);
			},
			Ok(at) => {
				let slot = self.list.get_mut(at).ok_or(LedgerError::Overflow)?;
				slot.1 = bucket;
			},
			Err(_) if bucket.is_empty() => {},
			Err(at) => {
				self.list.try_insert(at, (cohort, bucket)).map_err(|_| LedgerError::Overflow)?
			},
		}
		Ok(())
	}

	/// Changes one bucket.
	pub(crate) fn update<R>(
		&mut self,
		cohort: Cohort,
		change: impl FnOnce(&mut Bucket) -> Result<R, LedgerError>,
	) -> Result<R, LedgerError> {
		let mut bucket = self.bucket(cohort);
		let result = change(&mut bucket)?;
		self.put(cohort, bucket)?;
		Ok(result)
	}

	fn first_due(&self, at: Horizon) -> Option<(EpochIndex, Bucket)> {
		self.iter().find_map(|(cohort, bucket)| match cohort {
			Cohort::From(start) if self.has_matured(at, start) => Some((start, *bucket)),
			_ => None,
		})
	}

	fn has_left(&self, epoch: EpochIndex) -> bool {
		self.departure.is_some_and(|departure| departure.last_epoch < epoch)
	}
}

/// Tokens of everything active in an epoch, Σ T: the stake that a slash would find, at today's prices.
pub fn active_tokens<'a, S: Get<u32> + 'a>(
	pool_and_exits: impl IntoIterator<Item = &'a Buckets<S>>,
	epoch: EpochIndex,
) -> Result<Balance, LedgerError> {
	let buckets = pool_and_exits.into_iter().flat_map(|buckets| buckets.active(epoch));
	buckets.map(|(_, bucket)| bucket.tokens()).try_fold(0, add)
}

/// Tokens of everything active in an epoch that has reward weight. Other stake earns nothing.
pub fn tokens_that_earn<'a, S: Get<u32> + 'a>(
	pool_and_exits: impl IntoIterator<Item = &'a Buckets<S>>,
	epoch: EpochIndex,
) -> Result<Balance, LedgerError> {
	let mut buckets = pool_and_exits.into_iter().flat_map(|buckets| buckets.active(epoch));
	buckets.try_fold(0, |sum, (_, bucket)| match bucket.priced_weight()? {
		0 => Ok(sum),
		_ => add(sum, bucket.tokens()),
	})
}
