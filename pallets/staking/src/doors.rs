// SPDX-License-Identifier: Apache-2.0

//! What others may ask of pools: whoever divides rewards by stake.

use crate::{
	matured::Matured, AssetIdOf, Balance, BucketsOf, Config, EpochIndex, Error, ExitRows, Exits,
	Holdings, MaxBuckets, OperatorState, Operators, Pallet, PoolId, Pools, Power, Redelegations,
};
use alloc::{collections::BTreeSet, vec::Vec};
use bulwark_ledger::{Weights, Worth};
use bulwark_traits::{Epochs, Liability, PoolInfo, Stake, StakePools};
use frame_support::traits::Defensive;
use sp_runtime::{traits::Convert, DispatchError};

impl<T: Config> StakePools<T::AccountId> for Pallet<T> {
	type AssetId = AssetIdOf<T>;
	type MaxBuckets = MaxBuckets<T>;

	fn pool(id: PoolId) -> Option<PoolInfo<T::AccountId, AssetIdOf<T>>> {
		let pool = Pools::<T>::get(id)?;
		let horizon = pool.horizon(Self::now());
		let departure = pool.buckets.departure();
		let is_active = |operator| Self::state_of(operator) == Some(OperatorState::Active);
		Some(PoolInfo {
			is_active: departure.is_none() && pool.operator.as_ref().is_none_or(is_active),
			asset: pool.asset,
			minimum: pool.minimum,
			widens: pool.operator.as_ref().is_some_and(T::Liability::widens),
			plain: pool.plain,
			operator: pool.operator,
			departure,
			horizon,
		})
	}

	fn stake(id: PoolId, as_of: EpochIndex) -> BucketsOf<T> {
		let Some(mut pool) = Pools::<T>::get(id) else { return BucketsOf::<T>::default() };

		let at = pool.horizon(as_of);
		let matured = pool.buckets.mature(at, &mut Default::default());
		matured.map(|()| pool.buckets).defensive_unwrap_or_default()
	}

	fn exits(id: PoolId, asked: EpochIndex) -> BucketsOf<T> {
		ExitRows::<T>::get(id, asked).unwrap_or_default()
	}

	fn weights(stake: &Stake<T::AccountId>, as_of: EpochIndex) -> Weights {
		let Stake { pool, holder, to } = stake;
		match to {
			Some(to) => {
				let moving = Redelegations::<T>::get((holder, pool, to)).unwrap_or_default();
				Weights::settled(moving.weights())
			},
			None => weights_in::<T>(*pool, holder, as_of).unwrap_or_default(),
		}
	}

	fn value(id: PoolId, holder: &T::AccountId) -> Worth {
		value_in::<T>(id, holder).unwrap_or_default()
	}

	fn pools_of(operator: &T::AccountId) -> Vec<PoolId> {
		Operators::<T>::get(operator).map(|record| record.pools.into_inner()).unwrap_or_default()
	}

	fn holders(id: PoolId) -> Vec<Stake<T::AccountId>> {
		let own = |holder| Stake { pool: id, holder, to: None };
		let held = Holdings::<T>::iter_keys().filter(|(_, pool)| *pool == id);
		let waits = Exits::<T>::iter_keys().filter(|(_, pool)| *pool == id);
		let own = held.chain(waits).map(|(holder, _)| own(holder));
		let moves = Redelegations::<T>::iter_keys().filter(|(_, from, _)| *from == id);
		let moves = moves.map(|(holder, pool, to)| Stake { pool, holder, to: Some(to) });
		own.chain(moves).collect::<BTreeSet<_>>().into_iter().collect()
	}

	fn power(asset: AssetIdOf<T>, amount: Balance) -> Power {
		T::Power::convert((asset, amount))
	}
}

/// Where a holder's lots and exits weigh what, and how the lots would follow.
fn weights_in<T: Config>(
	id: PoolId,
	holder: &T::AccountId,
	as_of: EpochIndex,
) -> Result<Weights, DispatchError> {
	let mut pool = Matured::<T>::load_as_of(id, as_of)?;
	pool.holding(holder)?;
	let exits = Exits::<T>::get(holder, id).unwrap_or_default();

	let mut weights = pool.weights(holder)?;
	weights.stored.extend(exits.weights());
	Ok(weights)
}

/// What a holder's lots are worth: those that count, before the pool closed if it did, and the others.
fn value_in<T: Config>(id: PoolId, holder: &T::AccountId) -> Result<Worth, DispatchError> {
	let mut pool = Matured::<T>::load(id)?;
	let holding = pool.holding(holder)?;

	let worth = holding.worth(&pool.record.buckets, pool.last_epoch());
	Ok(worth.map_err(Error::<T>::from)?)
}
