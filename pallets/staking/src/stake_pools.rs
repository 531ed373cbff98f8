// SPDX-License-Identifier: Apache-2.0

//! The answers of pools to whoever divides rewards by stake.

use crate::{
	exits::StakerExits,
	matured::{ExitPages, Matured},
	AssetIdOf, BucketsOf, Config, EpochIndex, Error, Exits, Holdings, MaxBuckets, OperatorState,
	Operators, Pallet, PoolId, PoolInfoOf, Pools, Price, Redelegations, RetiredOperators,
};
use alloc::{
	collections::{BTreeMap, BTreeSet},
	vec::Vec,
};
use bulwark_ledger::{OptInsAtLock, RewardWeights, Worth};
use bulwark_traits::{Epochs, Liability, StakePools, StakeRef};
use sp_runtime::DispatchError;

impl<T: Config> StakePools<T::AccountId, AssetIdOf<T>> for Pallet<T> {
	type MaxBuckets = MaxBuckets<T>;

	fn pool(pool_id: PoolId, now: EpochIndex) -> Option<PoolInfoOf<T>> {
		Pools::<T>::get(pool_id).map(|pool| pool.info(pool_id, now))
	}

	fn is_active(pool: &PoolInfoOf<T>) -> bool {
		let now = pool.horizon.now;
		let is_active =
			|operator: &T::AccountId| Self::state_in(operator, now) == Some(OperatorState::Active);
		pool.departure().is_none() && pool.operator.as_ref().is_none_or(is_active)
	}

	fn has_others(pool_id: PoolId) -> bool {
		has_others::<T>(pool_id).unwrap_or(true)
	}

	fn lock_begin(operator: &T::AccountId, now: EpochIndex) -> OptInsAtLock {
		T::Liability::lock_begin(operator, now)
	}

	fn waives(
		operator: &T::AccountId,
		locked_in: EpochIndex,
		begin: &OptInsAtLock,
		now: EpochIndex,
	) -> bool {
		T::Liability::waives(operator, locked_in, begin, now)
	}

	fn exits(
		pool_id: PoolId,
		first: EpochIndex,
		last: EpochIndex,
	) -> Result<BTreeMap<EpochIndex, BucketsOf<T>>, DispatchError> {
		let mut pages = ExitPages::<T>::of(pool_id);
		let exits = pages.range_mut(first, last)?;
		Ok(exits.map(|(asked_epoch, bucket)| (asked_epoch, bucket.clone())).collect())
	}

	fn reward_weights(
		stake: &StakeRef<T::AccountId>,
		as_of: EpochIndex,
	) -> Result<RewardWeights, DispatchError> {
		let exits = StakerExits::<T>::load(stake.pool_id, &stake.staker, stake.to)?.all.now;
		if stake.to.is_some() {
			return Ok(RewardWeights::settled(exits.weights()));
		}
		let mut pool = Matured::<T>::load(stake.pool_id, as_of)?;
		pool.holding(&stake.staker)?;

		let mut weights = pool.weights(&stake.staker)?;
		weights.stored.extend(exits.weights());
		Ok(weights)
	}

	fn value(
		pool_id: PoolId,
		staker: &T::AccountId,
		now: EpochIndex,
	) -> Result<Worth, DispatchError> {
		let mut pool = Matured::<T>::load(pool_id, now)?;
		let holding = pool.holding(staker)?;

		// Of a closed pool what was active in its last epoch.
		let worth = holding.worth(&pool.record.buckets, pool.last_epoch());
		Ok(worth.map_err(Error::<T>::from)?)
	}

	fn pools_of(operator: &T::AccountId) -> Vec<PoolId> {
		Operators::<T>::get(operator)
			.map(|record| record.backing.pool_ids().into_inner())
			.unwrap_or_default()
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

	fn price(asset: &AssetIdOf<T>, epoch: EpochIndex, now: EpochIndex) -> Price {
		Self::price_in(asset, epoch, now)
	}
}

/// True if not all stake in a pool is its operator's.
fn has_others<T: Config>(pool_id: PoolId) -> Result<bool, DispatchError> {
	let mut pool = Matured::<T>::load(pool_id, Pallet::<T>::now())?;
	let own = match pool.record.operator.clone() {
		Some(operator) => {
			pool.holding(&operator)?.value(&pool.record.buckets).map_err(Error::<T>::from)?
		},
		None => 0,
	};
	Ok(pool.record.buckets.tokens().map_err(Error::<T>::from)? > own)
}
