// SPDX-License-Identifier: Apache-2.0

//! Pools: opened, and as others need to know them.

use crate::{
	payments::PotOf, AssetIdOf, Balance, Config, Error, Event, NextPoolId, Operators, Pallet, Pool,
	PoolBacking, PoolId, PoolInfoOf, Pools, Pots,
};
use bulwark_ledger::{BaseTerms, EpochIndex, Scheduled};
use bulwark_traits::{stored, Initializable, PoolInfo};
use frame_support::{
	ensure,
	traits::{Contains, Get},
};
use sp_runtime::DispatchError;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_open_operator_pool(
		operator: T::AccountId,
		asset: AssetIdOf<T>,
		minimum: Balance,
		base: BaseTerms,
	) -> Result<PoolId, DispatchError> {
		let mut record = Operators::<T>::get(&operator).ok_or(Error::<T>::NotOperator)?;

		ensure!(record.is_in_order(), Error::<T>::OperatorNotActive);
		ensure!(!record.backing.pools.is_full(), Error::<T>::TooManyPools);

		let pool_id = Self::open(&asset, Some(&operator), minimum, base)?;
		let empty = Scheduled::default();
		let pool = PoolBacking { pool_id, asset: asset.clone(), total: empty, own: empty };
		record.backing.pools.try_push(pool).map_err(|_| Error::<T>::TooManyPools)?;

		Operators::<T>::insert(&operator, record);

		PotOf::<T>::open(&asset, &operator)?;
		let operator = Some(operator);
		Self::deposit_event(Event::PoolOpened { pool_id, asset, operator, minimum, base });
		Ok(pool_id)
	}

	pub(crate) fn do_open_standalone_pool(
		payer: T::AccountId,
		asset: AssetIdOf<T>,
		minimum: Balance,
		base: BaseTerms,
	) -> Result<PoolId, DispatchError> {
		ensure!(Self::is_initialized(), Error::<T>::NotInitialized);

		let pool_id = Self::open(&asset, None, minimum, base)?;

		PotOf::<T>::open(&asset, &payer)?;
		let operator = None;
		Self::deposit_event(Event::PoolOpened { pool_id, asset, operator, minimum, base });
		Ok(pool_id)
	}

	/// Writes a new pool. The caller opens the pot for its asset, last.
	fn open(
		asset: &AssetIdOf<T>,
		operator: Option<&T::AccountId>,
		minimum: Balance,
		base: BaseTerms,
	) -> Result<PoolId, DispatchError> {
		ensure!(T::StakeAssets::contains(asset), Error::<T>::AssetNotListed);
		let has_room = Pots::<T>::contains_key(asset) || Pots::<T>::count() < T::MaxAssets::get();
		ensure!(has_room, Error::<T>::TooManyAssets);
		base.check().map_err(Error::<T>::from)?;

		let pool_id = NextPoolId::<T>::get();
		let next = pool_id.next().ok_or(Error::<T>::Overflow)?;

		NextPoolId::<T>::put(next);
		Pools::<T>::insert(pool_id, Pool::new(asset.clone(), operator.cloned(), minimum, base));
		Ok(pool_id)
	}
}

impl<T: Config> Pool<T> {
	/// A pool as it is stored. Errors: `UnknownPool`.
	pub(crate) fn load(pool_id: PoolId) -> Result<Self, DispatchError> {
		let record = stored(Pools::<T>::hashed_key_for(pool_id))?;
		Ok(record.ok_or(Error::<T>::UnknownPool)?)
	}

	/// The pool as others need to know it.
	pub(crate) fn info(&self, pool_id: PoolId, now: EpochIndex) -> PoolInfoOf<T> {
		PoolInfo {
			pool_id,
			asset: self.asset.clone(),
			operator: self.operator.clone(),
			minimum: self.minimum,
			base: self.base,
			horizon: self.horizon(now),
			stored: self.buckets.clone(),
		}
	}
}
