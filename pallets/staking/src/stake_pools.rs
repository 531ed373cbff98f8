// SPDX-License-Identifier: Apache-2.0

//! The answers of pools to whoever divides rewards by stake.

use crate::{
	matured::Matured, AssetIdOf, BucketsOf, Config, EpochIndex, Error, ExitBuckets, Exits,
	Holdings, MaxBuckets, OperatorState, Operators, Pallet, PoolId, Pools, Price, Redelegations,
	RetiredOperators,
};
use alloc::{collections::BTreeSet, vec::Vec};
use bulwark_ledger::{OptInsAtLock, RewardWeights, Worth};
use bulwark_traits::{Epochs, Liability, PoolInfo, StakePools, StakeRef};
use frame_support::traits::Defensive;
use sp_runtime::DispatchError;

impl<T: Config> StakePools<T::AccountId, AssetIdOf<T>> for Pallet<T> {
	type MaxBuckets = MaxBuckets<T>;

	fn pool(pool_id: PoolId) -> Option<PoolInfo<T::AccountId, AssetIdOf<T>>> {
		let pool = Pools::<T>::get(pool_id)?;
		let horizon = pool.horizon(Self::now());
		Some(PoolInfo {
			asset: pool.asset,
			operator: pool.operator,
			minimum: pool.minimum,
			base: pool.base,
			departure: pool.buckets.departure(),
			horizon,
		})
	}

	fn is_active(pool_id: PoolId) -> bool {
		let is_active =
			|operator: &T::AccountId| Self::state_of(operator) == Some(OperatorState::Active);
		Pools::<T>::get(pool_id).is_some_and(|pool| {
			pool.buckets.departure().is_none() && pool.operator.as_ref().is_none_or(is_active)
		})
	}

	fn has_others(pool_id: PoolId) -> bool {
		has_others::<T>(pool_id).unwrap_or(true)
	}

	fn lock_begin(pool_id: PoolId) -> OptInsAtLock {
		let operator = Pools::<T>::get(pool_id).and_then(|pool| pool.operator);
		operator.as_ref().map(T::Liability::lock_begin).unwrap_or_default()
	}

	fn waives(pool_id: PoolId, locked_in: EpochIndex, begin: &OptInsAtLock) -> bool {
		let operator = Pools::<T>::get(pool_id).and_then(|pool| pool.operator);
		operator.is_some_and(|operator| T::Liability::waives(&operator, locked_in, begin))
	}

	fn stake(pool_id: PoolId, as_of: EpochIndex) -> BucketsOf<T> {
		let Some(mut pool) = Pools::<T>::get(pool_id) else { return BucketsOf::<T>::default() };

		let at = pool.horizon(as_of);
		let matured = pool.buckets.mature(at, &mut Default::default());
		matured.map(|()| pool.buckets).defensive_unwrap_or_default()
	}

	fn exits(pool_id: PoolId, asked_epoch: EpochIndex) -> BucketsOf<T> {
		ExitBuckets::<T>::get(pool_id, asked_epoch).unwrap_or_default()
	}

	fn reward_weights(stake: &StakeRef<T::AccountId>, as_of: EpochIndex) -> RewardWeights {
		let StakeRef { pool_id, staker, to } = stake;
		match to {
			Some(to) => {
				let moving = Redelegations::<T>::get((staker, pool_id, to)).unwrap_or_default();
				RewardWeights::settled(moving.weights())
			},
			None => weights_in::<T>(*pool_id, staker, as_of).unwrap_or_default(),
		}
	}

	fn value(pool_id: PoolId, staker: &T::AccountId) -> Worth {
		value_in::<T>(pool_id, staker).unwrap_or_default()
	}

	fn pools_of(operator: &T::AccountId) -> Vec<PoolId> {
		Operators::<T>::get(operator).map(|record| record.pool_ids.into_inner()).unwrap_or_default()
	}

	fn pools_ever_of(operator: &T::AccountId) -> Vec<PoolId> {
		match RetiredOperators::<T>::get(operator) {
			Some(pool_ids) => pool_ids.into_inner(),
			None => Self::pools_of(operator),
		}
	}

	fn stakers(pool_id: PoolId) -> Vec<StakeRef<T::AccountId>> {
		let own = |staker| StakeRef { pool_id, staker, to: None };
		let held = Holdings::<T>::iter_keys().filter(|(_, pool)| *pool == pool_id);
		let waits = Exits::<T>::iter_keys().filter(|(_, pool)| *pool == pool_id);
		let own = held.chain(waits).map(|(staker, _)| own(staker));
		let moves = Redelegations::<T>::iter_keys().filter(|(_, from, _)| *from == pool_id);
		let moves = moves.map(|(staker, pool_id, to)| StakeRef { pool_id, staker, to: Some(to) });
		own.chain(moves).collect::<BTreeSet<_>>().into_iter().collect()
	}

	fn price(asset: &AssetIdOf<T>, epoch: EpochIndex) -> Price {
		Self::price_in(asset, epoch)
	}
}

/// True if not all stake in a pool is its operator's.
fn has_others<T: Config>(pool_id: PoolId) -> Result<bool, DispatchError> {
	let mut pool = Matured::<T>::load(pool_id)?;
	let own = match pool.record.operator.clone() {
		Some(operator) => {
			pool.holding(&operator)?.value(&pool.record.buckets).map_err(Error::<T>::from)?
		},
		None => 0,
	};
	Ok(pool.record.buckets.tokens().map_err(Error::<T>::from)? > own)
}

/// The reward weights of a staker's lots and exits, and how the lots would follow.
fn weights_in<T: Config>(
	pool_id: PoolId,
	staker: &T::AccountId,
	as_of: EpochIndex,
) -> Result<RewardWeights, DispatchError> {
	let mut pool = Matured::<T>::load_as_of(pool_id, as_of)?;
	pool.holding(staker)?;
	let exits = Exits::<T>::get(staker, pool_id).unwrap_or_default();

	let mut weights = pool.weights(staker)?;
	weights.stored.extend(exits.weights());
	Ok(weights)
}

/// The value of a staker's lots: active, as of the pool's last epoch if it has closed, and pending.
fn value_in<T: Config>(pool_id: PoolId, staker: &T::AccountId) -> Result<Worth, DispatchError> {
	let mut pool = Matured::<T>::load(pool_id)?;
	let holding = pool.holding(staker)?;

	let worth = holding.worth(&pool.record.buckets, pool.last_epoch());
	Ok(worth.map_err(Error::<T>::from)?)
}
