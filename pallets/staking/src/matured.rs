// SPDX-License-Identifier: Apache-2.0

//! The only way to a pool's stake: loaded as the clock has it, whoever touched it last.

use crate::{
	backing::Follow, BucketsOf, Config, Conversions, Error, ExitRows, ExitsOf, HoldingOf, Holdings,
	Pallet, Pool, Pools,
};
use alloc::{collections::BTreeMap, vec::Vec};
use bulwark_ledger::{Departure, EpochIndex, Followed, Horizon, PoolId, Scope, Weighted, Weights};
use bulwark_traits::{Epochs, Liability, Stake, StakeObserver};
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
	pub(crate) id: PoolId,
	pub(crate) at: Horizon,
	pub(crate) record: Pool<T>,
	pub(crate) follow: Follow,
	conversions: bulwark_ledger::Conversions,
	/// What became of the weight of the holders that were loaded, until it is told.
	followed: BTreeMap<T::AccountId, Vec<Followed>>,
}

impl<T: Config> Matured<T> {
	/// A pool to change: who counts weights hears of it before anything of it is stored. `UnknownPool` if there is
	/// none, `LimitReached` if calls are nested too deeply for it.
	pub(crate) fn open(id: PoolId) -> Result<Self, DispatchError> {
		ensure_layers()?;
		T::Observer::before_change(id);
		Self::load(id)
	}

	/// A pool to look at. `UnknownPool` if there is none.
	pub(crate) fn load(id: PoolId) -> Result<Self, DispatchError> {
		Self::load_as_of(id, Pallet::<T>::now())
	}

	/// A pool to look at, as it is in an epoch.
	pub(crate) fn load_as_of(id: PoolId, epoch: EpochIndex) -> Result<Self, DispatchError> {
		let mut record = Pools::<T>::get(id).ok_or(Error::<T>::UnknownPool)?;
		let at = record.horizon(epoch);
		let mut conversions = Default::default();

		record.buckets.mature(at, &mut conversions).map_err(Error::<T>::from)?;
		let (follow, followed) = (Follow::default(), BTreeMap::new());
		Ok(Self { id, at, record, follow, conversions, followed })
	}

	/// A holder's lots, which have followed their cohorts.
	pub(crate) fn holding(&mut self, holder: &T::AccountId) -> Result<HoldingOf<T>, DispatchError> {
		let mut holding = Holdings::<T>::get(holder, self.id).unwrap_or_default();

		for cohort in holding.due(&self.record.buckets, self.at) {
			if self.conversions.contains_key(&cohort) {
				continue; // merged just now
			}
			if let Some(conversion) = Conversions::<T>::get(self.id, cohort) {
				self.conversions.insert(cohort, conversion);
			}
		}
		let followed = holding
			.follow(&mut self.record.buckets, self.at, &mut self.conversions)
			.map_err(Error::<T>::from)?;
		self.followed.insert(holder.clone(), followed);
		Ok(holding)
	}

	/// What a holder's lots weigh as they are stored, and how they followed when they were loaded.
	pub(crate) fn weights(&mut self, holder: &T::AccountId) -> Result<Weights, DispatchError> {
		let stored = Holdings::<T>::get(holder, self.id).unwrap_or_default();
		let stored = stored.weights().map_err(Error::<T>::from)?;
		let followed = self.followed.remove(holder).unwrap_or_default();
		Ok(Weights { stored, followed })
	}

	/// The exits of the present epoch, or of the last one of a closed pool, and when they leave: that is fixed with
	/// the first of them, or with the pool if it has closed.
	pub(crate) fn exit_row(&self) -> (Departure, BucketsOf<T>) {
		let row = ExitRows::<T>::get(self.id, self.last_epoch());
		let fixed = row.as_ref().and_then(|row| row.departure());
		let departure = fixed
			.or(self.record.buckets.departure())
			.unwrap_or_else(|| departure::<T>(self.record.operator.as_ref(), self.at));
		(departure, row.unwrap_or_else(|| BucketsOf::<T>::leaving(departure)))
	}

	/// The last epoch for which stake answers that leaves now.
	pub(crate) fn last_epoch(&self) -> EpochIndex {
		let closed = self.record.buckets.departure();
		closed.map_or(self.at.now, |closed| closed.last.min(self.at.now))
	}

	/// Whether all of it has left with an earlier epoch.
	pub(crate) fn has_left(&self) -> bool {
		self.last_epoch() < self.at.now
	}

	/// The epochs of exits that may be paid: by the holder what is released, by anybody else what nobody can credit
	/// any more either.
	pub(crate) fn released(&self, exits: &ExitsOf<T>, by_holder: bool) -> Vec<EpochIndex> {
		let released = exits.released(self.at.now);
		released.filter(|asked| self.may_free(*asked, by_holder)).collect()
	}

	/// Whether what left with an epoch may move once it is released.
	pub(crate) fn may_free(&self, left: EpochIndex, by_holder: bool) -> bool {
		by_holder || left.plus(self.at.window) < self.at.now
	}

	/// `PoolClosed`, `OperatorNotActive` or `SelfStakeTooLow` if the pool takes no stake from a holder.
	pub(crate) fn ensure_takes(&self, holder: &T::AccountId) -> DispatchResult {
		ensure!(self.record.buckets.departure().is_none(), Error::<T>::PoolClosed);

		match &self.record.operator {
			Some(operator) => Pallet::<T>::ensure_operator_takes(operator, holder),
			None => Ok(()),
		}
	}

	/// Keeps a holder's lots, with the pool's [`store`](Self::store) to come.
	pub(crate) fn keep_holding(
		&mut self,
		holder: &T::AccountId,
		holding: HoldingOf<T>,
	) -> DispatchResult {
		if self.is_own(holder) {
			self.own_changed(&holding)?;
		}
		self.put_holding(holder, holding)
	}

	/// Keeps a holder's lots if there are any, and tells what they weigh.
	pub(crate) fn put_holding(
		&mut self,
		holder: &T::AccountId,
		holding: HoldingOf<T>,
	) -> DispatchResult {
		let before = self.weights(holder)?;
		let now = holding.weights().map_err(Error::<T>::from)?;

		let keep = (!holding.is_empty()).then_some(holding);
		Holdings::<T>::set(holder, self.id, keep);

		let stake = Stake { pool: self.id, holder: holder.clone(), to: None };
		tell::<T>(&stake, &before, &now);
		Ok(())
	}

	/// Whether a holder is the operator itself.
	pub(crate) fn is_own(&self, holder: &T::AccountId) -> bool {
		self.record.operator.as_ref() == Some(holder)
	}

	/// Whether no conversion waits for anybody, once every holding has been loaded.
	#[cfg(any(test, feature = "try-runtime"))]
	pub(crate) fn is_followed(&self) -> bool {
		let mut stored = Conversions::<T>::iter_key_prefix(self.id);
		stored.all(|cohort| self.conversions.contains_key(&cohort))
			&& self.conversions.values().all(|conversion| conversion.is_spent())
	}

	/// Keeps the pool and the conversions, and what they mean for the operator. A holding is kept by
	/// [`keep_holding`](Self::keep_holding).
	pub(crate) fn store(self) -> DispatchResult {
		self.follow()?;
		for (cohort, conversion) in self.conversions {
			if conversion.is_spent() {
				Conversions::<T>::remove(self.id, cohort);
			} else {
				Conversions::<T>::insert(self.id, cohort, conversion);
			}
		}
		Pools::<T>::insert(self.id, self.record);
		Ok(())
	}
}

/// How many storage layers have to be left to change a pool.
const LAYERS: Layer = 8;

/// `LimitReached` if calls are nested so deeply that fewer are left.
///
/// Who counts weights must not stop a change, and so undoes what it cannot finish in a layer of its own. The SDK opens
/// no more than 255: with none left every change would pass unseen by it.
fn ensure_layers() -> DispatchResult {
	let open: Layer = unhashed::get_or_default(TRANSACTION_LEVEL_KEY);
	ensure!(open.saturating_add(LAYERS) <= TRANSACTIONAL_LIMIT, TransactionalError::LimitReached);
	Ok(())
}

/// Tells who counts weights what a stake weighs now, if that is not what it weighed before.
pub(crate) fn tell<T: Config>(stake: &Stake<T::AccountId>, before: &Weights, now: &[Weighted]) {
	if before.stored != now || !before.followed.is_empty() {
		T::Observer::changed(stake, before, now);
	}
}

/// When stake leaves that is asked back now: of an operator's when nobody can charge it any more.
pub(crate) fn departure<T: Config>(operator: Option<&T::AccountId>, at: Horizon) -> Departure {
	departure_of::<T>(operator, Scope::BondAndPools, at)
}

/// When an operator's bond leaves, or its pools do, if it closes now.
pub(crate) fn departure_of<T: Config>(
	operator: Option<&T::AccountId>,
	scope: Scope,
	at: Horizon,
) -> Departure {
	let liable = operator.and_then(|operator| T::Liability::last_liable(operator, scope, at.now));
	Departure::new(at.now, liable, at.window)
}
