// SPDX-License-Identifier: Apache-2.0

//! The only way to the stake of a pool: loaded as of the present epoch, whoever touched it last.

use crate::{
	backing::BackingChange, BucketsOf, Config, Conversions, Error, ExitBuckets, ExitsOf, HoldingOf,
	Holdings, MaxBuckets, Pallet, Pool, PoolInfoOf, Pools,
};
use alloc::{collections::BTreeMap, vec::Vec};
use bulwark_ledger::{
	CohortSpan, Conversion, Departure, EpochIndex, ExitSpan, Followed, Horizon, PoolId,
	RewardWeights, Scope, Weighted,
};
use bulwark_traits::{
	ensure_layers, Liability, Loaded, Pages, StakeObserver, StakeRef, LAYERS_OF_CHANGE,
};
use core::mem;
use frame_support::{ensure, traits::DefensiveOption};
use sp_runtime::{DispatchError, DispatchResult};

/// The exit buckets of a pool, by the epoch in which their stake was unstaked.
pub(crate) type ExitPages<T> = Pages<ExitBuckets<T>, BucketsOf<T>, ExitSpan<MaxBuckets<T>>>;
/// The conversions of a pool, by cohort.
pub(crate) type ConversionPages<T> = Pages<Conversions<T>, Conversion, CohortSpan<MaxBuckets<T>>>;

/// A pool whose due cohorts have merged, with the records that this made or needed. Nothing is kept until
/// [`store`](Self::store).
pub(crate) struct Matured<T: Config> {
	pub(crate) pool_id: PoolId,
	pub(crate) at: Horizon,
	pub(crate) record: Pool<T>,
	pub(crate) change: BackingChange,
	/// The pool as it is stored, for the observer.
	info: PoolInfoOf<T>,
	/// The conversions that were made or needed so far.
	conversions: bulwark_ledger::Conversions,
	pub(crate) conversion_pages: ConversionPages<T>,
	/// The holdings that were loaded, until the observer is told of them.
	holdings: BTreeMap<T::AccountId, StoredHolding<T>>,
	pub(crate) exit_pages: ExitPages<T>,
	/// Number of pages that the observer met.
	pub(crate) observed: u32,
}

/// A holding as it is stored, and the steps by which its lots have followed.
struct StoredHolding<T: Config> {
	record: Loaded<HoldingOf<T>>,
	followed: Vec<Followed>,
}

impl<T: Config> Matured<T> {
	/// A pool to change: the observer hears of it before anything of it is stored. Errors: `UnknownPool`, and
	/// `LimitReached` if calls are nested too deeply for the observer.
	pub(crate) fn open(pool_id: PoolId, now: EpochIndex) -> Result<Self, DispatchError> {
		ensure_layers(LAYERS_OF_CHANGE)?;
		let record = Pool::<T>::load(pool_id)?;
		let info = record.info(pool_id, now);
		let observed = T::Observer::before_change(&info);
		Ok(Self { observed, ..Self::mature(record, info)? })
	}

	/// A pool to look at, as it is in an epoch. Errors: `UnknownPool`.
	pub(crate) fn load(pool_id: PoolId, epoch: EpochIndex) -> Result<Self, DispatchError> {
		let record = Pool::<T>::load(pool_id)?;
		let info = record.info(pool_id, epoch);
		Self::mature(record, info)
	}

	fn mature(mut record: Pool<T>, info: PoolInfoOf<T>) -> Result<Self, DispatchError> {
		let (pool_id, at) = (info.pool_id, info.horizon);
		let mut conversions = Default::default();
		record.buckets.mature(at, &mut conversions).map_err(Error::<T>::from)?;
		Ok(Self {
			pool_id,
			at,
			record,
			change: BackingChange::default(),
			info,
			conversions,
			conversion_pages: Pages::of(pool_id),
			holdings: BTreeMap::new(),
			exit_pages: Pages::of(pool_id),
			observed: 0,
		})
	}

	/// The lots of a staker, which have followed their cohorts.
	pub(crate) fn holding(&mut self, staker: &T::AccountId) -> Result<HoldingOf<T>, DispatchError> {
		let record: Loaded<HoldingOf<T>> =
			Loaded::load(Holdings::<T>::hashed_key_for(staker, self.pool_id))?;
		let mut holding = record.now.clone();

		for cohort in holding.due(&self.record.buckets, self.at) {
			if self.conversions.contains_key(&cohort) {
				continue; // merged just now
			}
			if let Some(conversion) = self.conversion_pages.get(cohort)? {
				self.conversions.insert(cohort, *conversion);
			}
		}
		let followed = holding
			.follow(&mut self.record.buckets, self.at, &mut self.conversions)
			.map_err(Error::<T>::from)?;
		self.holdings.insert(staker.clone(), StoredHolding { record, followed });
		Ok(holding)
	}

	/// The reward weights of a staker's lots as they are stored, and how they followed when they were loaded.
	pub(crate) fn weights(&self, staker: &T::AccountId) -> Result<RewardWeights, DispatchError> {
		let holding = self.holdings.get(staker).defensive_ok_or(DispatchError::Unavailable)?;
		let stored = holding.record.stored().map(HoldingOf::<T>::weights).transpose();
		let stored = stored.map_err(Error::<T>::from)?.unwrap_or_default();
		Ok(RewardWeights { stored, followed: holding.followed.clone() })
	}

	/// The exit bucket of an epoch; empty if there is none.
	pub(crate) fn exit_bucket(
		&mut self,
		asked_epoch: EpochIndex,
	) -> Result<BucketsOf<T>, DispatchError> {
		Ok(self.exit_pages.get(asked_epoch)?.cloned().unwrap_or_default())
	}

	/// Puts an exit bucket in its place, or takes an empty one out.
	pub(crate) fn put_exit_bucket(
		&mut self,
		asked_epoch: EpochIndex,
		bucket: BucketsOf<T>,
	) -> DispatchResult {
		let kept = (!bucket.is_empty()).then_some(bucket);
		self.exit_pages.set(asked_epoch, kept)
	}

	/// The exit bucket into which stake leaves now, of the present epoch or the last one of a closed pool, and its release:
	/// that is fixed with the first exit, or with the pool if it has closed.
	pub(crate) fn leaving_bucket(&mut self) -> Result<(Departure, BucketsOf<T>), DispatchError> {
		let bucket = self.exit_bucket(self.last_epoch())?;
		let closed = self.record.buckets.departure();
		let departure = bucket
			.departure()
			.or(closed.filter(|closed| closed.last_epoch <= self.at.now))
			.unwrap_or_else(|| departure::<T>(self.record.operator.as_ref(), self.at));
		let is_new = bucket.departure().is_none();
		Ok((departure, if is_new { BucketsOf::<T>::leaving(departure) } else { bucket }))
	}

	/// The last epoch in which stake is active that is unstaked now.
	pub(crate) fn last_epoch(&self) -> EpochIndex {
		let closed = self.record.buckets.departure();
		closed.map_or(self.at.now, |closed| closed.last_epoch.min(self.at.now))
	}

	/// True if the pool closed with an earlier epoch.
	pub(crate) fn has_closed(&self) -> bool {
		self.last_epoch() < self.at.now
	}

	/// The exit buckets of an epoch and of all later ones. Those of earlier epochs that share a page with them are not lent:
	/// they do not answer for that epoch.
	pub(crate) fn exits_since(
		&mut self,
		epoch: EpochIndex,
	) -> Result<impl Iterator<Item = &mut BucketsOf<T>>, DispatchError> {
		Ok(self.exit_pages.range_mut(epoch, self.at.now)?.map(|(_, bucket)| bucket))
	}

	/// The epochs of exits that may be paid: to the staker when they are released, by anybody else when no late reward
	/// can come any more either.
	pub(crate) fn released(&self, exits: &ExitsOf<T>, by_staker: bool) -> Vec<EpochIndex> {
		let released = exits.released(self.at.now);
		released.filter(|asked_epoch| self.may_free(*asked_epoch, by_staker)).collect()
	}

	/// True if stake that left with an epoch may be paid once it is released.
	pub(crate) fn may_free(&self, last_epoch: EpochIndex, by_staker: bool) -> bool {
		by_staker || last_epoch.plus(self.at.window) < self.at.now
	}

	/// Errors if the pool takes no stake from a staker: `PoolClosed`, `OperatorNotActive` or `SelfStakeTooLow`.
	pub(crate) fn ensure_takes(&self, staker: &T::AccountId) -> DispatchResult {
		ensure!(self.record.buckets.departure().is_none(), Error::<T>::PoolClosed);

		match &self.record.operator {
			Some(operator) => Pallet::<T>::ensure_operator_takes(operator, staker, self.at.now),
			None => Ok(()),
		}
	}

	/// The same for stake without a position, and `ForPositionsOnly` if the pool takes it of its operator alone.
	pub(crate) fn ensure_takes_delegations(&self, staker: &T::AccountId) -> DispatchResult {
		self.ensure_takes(staker)?;
		let accepted = self.record.base.delegations_earn || self.is_own(staker);
		ensure!(accepted, Error::<T>::ForPositionsOnly);
		Ok(())
	}

	/// Keeps a staker's lots, with the pool's [`store`](Self::store) to come.
	pub(crate) fn keep_holding(
		&mut self,
		staker: &T::AccountId,
		holding: HoldingOf<T>,
	) -> DispatchResult {
		if self.is_own(staker) {
			self.own_changed(&holding)?;
		}
		self.put_holding(staker, holding)
	}

	/// Keeps a staker's lots if there are any, and tells the observer their reward weights.
	pub(crate) fn put_holding(
		&mut self,
		staker: &T::AccountId,
		holding: HoldingOf<T>,
	) -> DispatchResult {
		let before = self.weights(staker)?;
		let now = holding.weights().map_err(Error::<T>::from)?;

		if let Some(StoredHolding { mut record, .. }) = self.holdings.remove(staker) {
			let is_there = !holding.is_empty();
			record.now = holding;
			record.keep_if(is_there);
		}

		let stake = StakeRef { pool_id: self.pool_id, staker: staker.clone(), to: None };
		self.tell(&stake, &before, &now);
		Ok(())
	}

	/// Tells the observer the reward weights of a stake, if they have changed.
	pub(crate) fn tell(
		&mut self,
		stake: &StakeRef<T::AccountId>,
		before: &RewardWeights,
		now: &[Weighted],
	) {
		if before.stored != now || !before.followed.is_empty() {
			let met = T::Observer::changed(&self.info, stake, before, now);
			self.observed = self.observed.saturating_add(met);
		}
	}

	/// True if a staker is the operator itself.
	pub(crate) fn is_own(&self, staker: &T::AccountId) -> bool {
		self.record.operator.as_ref() == Some(staker)
	}

	/// True if every conversion is spent once every holding has been loaded.
	#[cfg(any(test, feature = "try-runtime"))]
	pub(crate) fn is_followed(&self) -> bool {
		let stored = ConversionPages::<T>::all(self.pool_id);
		let is_known =
			|(cohort, _): &(EpochIndex, Conversion)| self.conversions.contains_key(cohort);
		stored.is_ok_and(|stored| stored.iter().all(is_known))
			&& self.conversions.values().all(|conversion| conversion.is_spent())
	}

	/// Keeps the pool with its exit buckets and conversions, and the backing of its operator. A holding is kept by
	/// [`keep_holding`](Self::keep_holding), exits by themselves.
	pub(crate) fn store(&mut self) -> DispatchResult {
		// A page is read before it grows, and whatever does not decode is found before anything is written.
		for (cohort, conversion) in mem::take(&mut self.conversions) {
			let kept = (!conversion.is_spent()).then_some(conversion);
			self.conversion_pages.set(cohort, kept)?;
		}

		self.keep_backing()?;
		self.store_exit_buckets();
		self.conversion_pages.store();
		if self.record.buckets != self.info.stored {
			Pools::<T>::insert(self.pool_id, &self.record);
		}
		Ok(())
	}

	/// Keeps the exit buckets alone: nothing else of the pool has changed.
	pub(crate) fn store_exit_buckets(&mut self) {
		self.exit_pages.store();
	}
}

/// The departure of stake that is unstaked now: behind an operator it is released when nobody can slash it any more.
pub(crate) fn departure<T: Config>(operator: Option<&T::AccountId>, at: Horizon) -> Departure {
	departure_of::<T>(operator, Scope::BondAndPools, at.now, at.window)
}

/// The departure of an operator's bond, or of its pools, with an epoch: the present one or, if it closes with notice, a
/// later one.
pub(crate) fn departure_of<T: Config>(
	operator: Option<&T::AccountId>,
	scope: Scope,
	last_epoch: EpochIndex,
	window: u32,
) -> Departure {
	let liable = |operator| T::Liability::last_liable(operator, scope, last_epoch);
	Departure::new(last_epoch, operator.and_then(liable), window)
}
