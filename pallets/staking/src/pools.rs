// SPDX-License-Identifier: Apache-2.0

//! Opening pools.

use crate::{
	payments::PotOf, AssetIdOf, Balance, Config, Error, Event, NextPoolId, OperatorBackings,
	Operators, Pallet, Pool, PoolBacking, PoolId, Pools,
};
use bulwark_ledger::Scheduled;
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
	) -> Result<PoolId, DispatchError> {
		let mut record = Operators::<T>::get(&operator).ok_or(Error::<T>::NotOperator)?;

		ensure!(record.is_in_order(), Error::<T>::OperatorNotActive);
		ensure!(!record.pool_ids.is_full(), Error::<T>::TooManyPools);

		let pool_id = Self::open(asset.clone(), Some(operator.clone()), minimum, &operator)?;
		record.pool_ids.try_push(pool_id).map_err(|_| Error::<T>::TooManyPools)?;
		let empty = Scheduled::default();
		let backing = PoolBacking { pool_id, asset, total: empty, own: empty };
		OperatorBackings::<T>::try_append(&operator, backing)
			.map_err(|()| Error::<T>::TooManyPools)?;

		Operators::<T>::insert(&operator, record);
		Ok(pool_id)
	}

	pub(crate) fn do_open_standalone_pool(
		payer: T::AccountId,
		asset: AssetIdOf<T>,
		minimum: Balance,
	) -> Result<PoolId, DispatchError> {
		Self::open(asset, None, minimum, &payer)
	}

	fn open(
		asset: AssetIdOf<T>,
		operator: Option<T::AccountId>,
		minimum: Balance,
		payer: &T::AccountId,
	) -> Result<PoolId, DispatchError> {
		ensure!(T::StakeAssets::contains(&asset), Error::<T>::AssetNotListed);

		let pool_id = NextPoolId::<T>::get();
		let next = pool_id.next().ok_or(Error::<T>::Overflow)?;

		NextPoolId::<T>::put(next);
		Pools::<T>::insert(pool_id, Pool::new(asset.clone(), operator.clone(), minimum));

		// An asset that keeps no account alive needs native money in the pot, operators or not.
		PotOf::<T>::open(&T::NativeAsset::get(), payer)?;
		PotOf::<T>::open(&asset, payer)?;
		Self::deposit_event(Event::PoolOpened { pool_id, asset, operator, minimum });
		Ok(pool_id)
	}
}
