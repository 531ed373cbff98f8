// SPDX-License-Identifier: Apache-2.0

//! The only way to the stake of a pool: loaded as of the present epoch, whoever touched it last.

use crate::{
	backing::{BackingChange, OwnChange},
	BucketsOf, Config, Conversions, Error, ExitBuckets, ExitsOf, HoldingOf, Holdings,
	OperatorBackings, Pallet, Pool, Pools,
};
use alloc::{collections::BTreeMap, vec::Vec};
use bulwark_ledger::{
	Departure, EpochIndex, Followed, Horizon, PoolId, RewardWeights, Scope, Weighted,
};
use bulwark_traits::{Epochs, Liability, StakeObserver, StakeRef};
use frame_support::{
	ensure,
	storage::{
		transactional::{Layer, TRANSACTIONAL_LIMIT, TRANSACTION_LEVEL_KEY},
		unhashed,
	},
};
use sp_runtime::{DispatchError, DispatchResult, TransactionalError};

/// A pool whose due cohorts have merged, with the conversions that this made or needed. Nothing is kept until
/// [`store`](Self::store).
pub(crate) struct Matured<T: Config> {
	pub(crate) pool_id: PoolId,
	pub(crate) at: Horizon,
	pub(crate) record: Pool<T>,
	pub(crate) change: BackingChange,
	conversions: bulwark_ledger::Conversions,
	/// The steps by which the lots of the stakers that were loaded have followed, until the observer is told.
	followed: BTreeMap<T::AccountId, Vec<Followed>>,
}

impl<T: Config> Matured<T> {
	/// A pool to change: the observer hears of it before anything of it is stored. Errors: `UnknownPool`, and
	/// `LimitReached` if calls are nested too deeply for the observer.
	pub(crate) fn open(pool_id: PoolId) -> Result<Self, DispatchError> {
		ensure_layers()?;
		T::Observer::before_change(pool_id);
		Self::load(pool_id)
	}

	/// A pool to look at. Errors: `UnknownPool`.
	pub(crate) fn load(pool_id: PoolId) -> Result<Self, DispatchError> {
		Self::load_as_of(pool_id, Pallet::<T>::now())
	}

	/// A pool to look at, as it is in an epoch.
	pub(crate) fn load_as_of(pool_id: PoolId, epoch: EpochIndex) -> Result<Self, DispatchError> {
		let mut record = Pools::<T>::get(pool_id).ok_or(Error::<T>::UnknownPool)?;
		let at = record.horizon(epoch);
		let mut conversions = Default::default();

		record.buckets.mature(at, &mut conversions).map_err(Error::<T>::from)?;
		let (change, followed) = (BackingChange::default(), BTreeMap::new());
		Ok(Self { pool_id, at, record, change, conversions, followed })
	}

	/// The lots of a staker, which have followed their cohorts.
	pub(crate) fn holding(&mut self, staker: &T::AccountId) -> Result<HoldingOf<T>, DispatchError> {
		let mut holding = Holdings::<T>::get(staker, self.pool_id).unwrap_or_default();

		for cohort in holding.due(&self.record.buckets, self.at) {
			if self.conversions.contains_key(&cohort) {
				continue; // merged just now
			}
			if let Some(conversion) = Conversions::<T>::get(self.pool_id, cohort) {
				self.conversions.insert(cohort, conversion);
			}
		}
		let followed = holding
			.follow(&mut self.record.buckets, self.at, &mut self.conversions)
			.map_err(Error::<T>::from)?;
		self.followed.insert(staker.clone(), followed);
		Ok(holding)
	}

	/// The reward weights of a staker's lots as they are stored, and how they followed when they were loaded.
	pub(crate) fn weights(
		&mut self,
		staker: &T::AccountId,
	) -> Result<RewardWeights, DispatchError> {
		let stored = Holdings::<T>::get(staker, self.pool_id).unwrap_or_default();
		let stored = stored.weights().map_err(Error::<T>::from)?;
		let followed = self.followed.remove(staker).unwrap_or_default();
		Ok(RewardWeights { stored, followed })
	}

	/// The exit bucket of the present epoch, or of the last one of a closed pool, and its release: that is fixed with
	/// the first exit, or with the pool if it has closed.
	pub(crate) fn exit_bucket(&self) -> (Departure, BucketsOf<T>) {
		let bucket = ExitBuckets::<T>::get(self.pool_id, self.last_epoch());
		let fixed = bucket.as_ref().and_then(|bucket| bucket.departure());
		let closed = self.record.buckets.departure();
		let departure = fixed
			.or(closed.filter(|closed| closed.last_epoch <= self.at.now))
			.unwrap_or_else(|| departure::<T>(self.record.operator.as_ref(), self.at));
		(departure, bucket.unwrap_or_else(|| BucketsOf::<T>::leaving(departure)))
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

	/// The exit buckets of an epoch and of all later ones.
	pub(crate) fn exits_since(
		&self,
		epoch: EpochIndex,
	) -> impl Iterator<Item = (EpochIndex, BucketsOf<T>)> + '_ {
		let asked = epoch.through(self.at.now);
		asked.filter_map(|asked| Some((asked, ExitBuckets::<T>::get(self.pool_id, asked)?)))
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
			Some(operator) => Pallet::<T>::ensure_operator_takes(operator, staker),
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

		let keep = (!holding.is_empty()).then_some(holding);
		Holdings::<T>::set(staker, self.pool_id, keep);

		let stake = StakeRef { pool_id: self.pool_id, staker: staker.clone(), to: None };
		tell::<T>(&stake, &before, &now);
		Ok(())
	}

	/// Notes that the operator's own holding in this pool has changed.
	fn own_changed(&mut self, holding: &HoldingOf<T>) -> DispatchResult {
		let value = holding.value(&self.record.buckets).map_err(Error::<T>::from)?;
		self.change.own = Some(OwnChange::Next(value));
		Ok(())
	}

	/// Notes that the operator's own holding in this pool was slashed.
	pub(crate) fn own_slashed(&mut self, holding: &HoldingOf<T>) -> DispatchResult {
		let worth = holding.worth(&self.record.buckets, self.at.now).map_err(Error::<T>::from)?;
		let active = if self.has_closed() { 0 } else { worth.active };
		let value = worth.total().map_err(Error::<T>::from)?;
		self.change.own = Some(OwnChange::Slashed(active, value));
		Ok(())
	}

	/// Lets the backing of the operator follow. An operator that is gone has none.
	fn keep_backing(&self) -> DispatchResult {
		let Some(operator) = &self.record.operator else { return Ok(()) };
		let mut backing = OperatorBackings::<T>::get(operator);
		let own = backing.pools.iter_mut().find(|entry| entry.pool_id == self.pool_id);
		let Some(entry) = own else { return Ok(()) };

		let (now, buckets) = (self.at.now, &self.record.buckets);
		let next = buckets.lasting_tokens().map_err(Error::<T>::from)?;
		let closes = buckets.departure().is_some_and(|closed| closed.last_epoch <= now);

		let before = entry.clone();
		entry.follow(&self.change, now, next, closes);
		if *entry != before {
			OperatorBackings::<T>::insert(operator, backing);
		}
		Ok(())
	}

	/// True if a staker is the operator itself.
	pub(crate) fn is_own(&self, staker: &T::AccountId) -> bool {
		self.record.operator.as_ref() == Some(staker)
	}

	/// True if every conversion is spent once every holding has been loaded.
	#[cfg(any(test, feature = "try-runtime"))]
	pub(crate) fn is_followed(&self) -> bool {
		let mut stored = Conversions::<T>::iter_key_prefix(self.pool_id);
		stored.all(|cohort| self.conversions.contains_key(&cohort))
			&& self.conversions.values().all(|conversion| conversion.is_spent())
	}

	/// Keeps the pool, its conversions and the backing of its operator. A holding is kept by
	/// [`keep_holding`](Self::keep_holding).
	pub(crate) fn store(self) -> DispatchResult {
		self.keep_backing()?;
		for (cohort, conversion) in self.conversions {
			if conversion.is_spent() {
				Conversions::<T>::remove(self.pool_id, cohort);
			} else {
				Conversions::<T>::insert(self.pool_id, cohort, conversion);
			}
		}
		Pools::<T>::insert(self.pool_id, self.record);
		Ok(())
	}
}

/// Number of storage layers that have to be left to change a pool.
const LAYERS: Layer = 8;

/// Errors with `LimitReached` if calls are nested so deeply that fewer are left.
///
/// The observer must not stop a change, and so undoes in a layer of its own what it cannot finish. The SDK opens no more
/// than 255 layers: with none left every change would pass unseen by the observer.
fn ensure_layers() -> DispatchResult {
	let open: Layer = unhashed::get_or_default(TRANSACTION_LEVEL_KEY);
	ensure!(open.saturating_add(LAYERS) <= TRANSACTIONAL_LIMIT, TransactionalError::LimitReached);
	Ok(())
}

/// Tells the observer the reward weights of a stake, if they have changed.
pub(crate) fn tell<T: Config>(
	stake: &StakeRef<T::AccountId>,
	before: &RewardWeights,
	now: &[Weighted],
) {
	if before.stored != now || !before.followed.is_empty() {
		T::Observer::changed(stake, before, now);
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
