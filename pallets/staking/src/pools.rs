// SPDX-License-Identifier: Apache-2.0

//! Opening pools.

use crate::{
	AssetIdOf, Backings, Balance, Config, Error, Event, LastPool, Operators, Pallet, Pool,
	PoolBacking, PoolId, Pools,
};
use bulwark_ledger::Effective;
use frame_support::{
	ensure,
	traits::{Contains, Get},
};
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_open_operator_pool(
		operator: T::AccountId,
		asset: AssetIdOf<T>,
		minimum: Balance,
	) -> DispatchResult {
		let mut record = Operators::<T>::get(&operator).ok_or(Error::<T>::UnknownOperator)?;

		ensure!(record.is_in_order(), Error::<T>::OperatorNotActive);
		ensure!(!record.pools.is_full(), Error::<T>::TooManyPools);

		let pool = Self::open(asset.clone(), Some(operator.clone()), minimum, &operator)?;
		record.pools.try_push(pool).map_err(|_| Error::<T>::TooManyPools)?;
		let empty = Effective::default();
		let backing = PoolBacking { pool, asset, total: empty, own: empty };
		Backings::<T>::try_append(&operator, backing).map_err(|()| Error::<T>::TooManyPools)?;

		Operators::<T>::insert(&operator, record);
		Ok(())
	}

	pub(crate) fn do_open_plain_pool(
		payer: T::AccountId,
		asset: AssetIdOf<T>,
		minimum: Balance,
	) -> DispatchResult {
		Self::open(asset, None, minimum, &payer)?;
		Ok(())
	}

	fn open(
		asset: AssetIdOf<T>,
		operator: Option<T::AccountId>,
		minimum: Balance,
		payer: &T::AccountId,
	) -> Result<PoolId, DispatchError> {
		ensure!(T::StakeAssets::contains(&asset), Error::<T>::AssetNotListed);

		let pool = LastPool::<T>::get().map_or(Some(PoolId::FIRST), PoolId::next);
		let pool = pool.ok_or(Error::<T>::Overflow)?;

		LastPool::<T>::put(pool);
		Pools::<T>::insert(pool, Pool::new(asset.clone(), operator.clone(), minimum));

		// An asset that keeps no account alive needs native money in the pot, operators or not.
		Self::ensure_pot(&T::NativeAsset::get(), payer)?;
		Self::ensure_pot(&asset, payer)?;
		Self::deposit_event(Event::PoolOpened { pool, asset, operator, minimum });
		Ok(pool)
	}
}
