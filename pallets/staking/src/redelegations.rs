// SPDX-License-Identifier: Apache-2.0

//! Redelegation: an exit that is staked in another pool once it is released.
//!
//! Until then it can be slashed with the old operator like any exit. It is stored apart from the staker's other exits,
//! by both pools, so that neither stands in the other's way.
//!
//! A request that could only fail later is refused at once; one that was granted is carried out by its own terms.

use crate::{
	delegations::Joins,
	matured::{tell, Matured},
	AssetIdOf, Balance, Config, Error, Event, Exits, ExitsOf, Pallet, PoolId, Redelegations,
};
use bulwark_ledger::{Amount, RewardWeights};
use bulwark_traits::StakeRef;
use frame_support::ensure;
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_redelegate(
		staker: T::AccountId,
		from: PoolId,
		to: PoolId,
		amount: Amount,
	) -> DispatchResult {
		let mut pool = Matured::<T>::open(from)?;
		let target = Matured::<T>::load(to)?;
		let mut exits = Redelegations::<T>::get((&staker, from, to)).unwrap_or_default();

		ensure!(from != to, Error::<T>::SamePool);
		ensure!(pool.record.asset == target.record.asset, Error::<T>::AssetMismatch);
		target.ensure_takes_delegations(&staker)?;
		ensure!(!pool.has_closed(), Error::<T>::PoolClosed);

		let left = Self::leave(&mut pool, &staker, &mut exits, amount)?;
		left.ensure_enough_for::<T>(&target)?;
		pool.store()?;
		let free = exits.due();
		exits.clear_due();

		Self::keep_redelegation(&staker, from, to, exits);

		Self::deposit_event(Event::Redelegated {
			from,
			to,
			staker: staker.clone(),
			returned: left.returned,
			unbonding: left.unbonding,
			departure: left.departure,
		});
		Self::arrive(&staker, from, to, free)?;
		// Pending stake that goes on at once may be the operator's own stake again, in another of its pools.
		left.ensure_own::<T>(&staker)
	}

	pub(crate) fn do_complete_redelegation(
		caller: T::AccountId,
		staker: T::AccountId,
		from: PoolId,
		to: PoolId,
	) -> DispatchResult {
		let pool = Matured::<T>::open(from)?;
		let mut exits =
			Redelegations::<T>::get((&staker, from, to)).ok_or(Error::<T>::NothingToWithdraw)?;

		let released = pool.released(&exits, caller == staker);
		ensure!(!released.is_empty(), Error::<T>::NotReleased);

		let buckets = Self::release(&pool, &mut exits, released)?;
		let free = exits.due();
		exits.clear_due();

		Self::keep_exit_buckets(from, buckets);
		Self::keep_redelegation(&staker, from, to, exits);

		Self::arrive(&staker, from, to, free)
	}

	pub(crate) fn do_cancel_redelegation(
		staker: T::AccountId,
		from: PoolId,
		to: PoolId,
	) -> DispatchResult {
		let pool = Matured::<T>::open(from)?;
		let moving =
			Redelegations::<T>::get((&staker, from, to)).ok_or(Error::<T>::NothingToWithdraw)?;

		let exits = Self::joined(&pool, &staker, moving, true)?;

		Self::keep_redelegation(&staker, from, to, ExitsOf::<T>::default());
		Self::pay_or_defer(from, pool.record.asset, &staker, exits);
		Self::deposit_event(Event::RedelegationCancelled { from, to, staker });
		Ok(())
	}

	/// Stakes a released amount in the new pool, on the terms of the request: whatever is left of it. While the pool takes
	/// none it waits; if it has closed, or will, the amount is the staker's at once.
	fn arrive(staker: &T::AccountId, from: PoolId, to: PoolId, amount: Balance) -> DispatchResult {
		if amount == 0 {
			return Ok(());
		}
		let target = Matured::<T>::open(to)?;
		if target.record.buckets.departure().is_some() {
			return Self::give_back(staker.clone(), from, to, target.record.asset, amount);
		}

		let effective_from = Self::put(target, staker, amount, Joins::Arriving)?;
		let staker = staker.clone();
		Self::deposit_event(Event::RedelegationCompleted {
			from,
			to,
			staker,
			amount,
			effective_from,
		});
		Ok(())
	}

	/// Pays an amount to a staker. If the asset refuses it stays due in the old pool.
	fn give_back(
		staker: T::AccountId,
		from: PoolId,
		to: PoolId,
		asset: AssetIdOf<T>,
		amount: Balance,
	) -> DispatchResult {
		let mut exits = Exits::<T>::get(&staker, from).unwrap_or_default();
		exits.owe(amount).map_err(Error::<T>::from)?;

		Self::pay_or_defer(from, asset, &staker, exits);
		Self::deposit_event(Event::RedelegationRefused { from, to, staker, amount });
		Ok(())
	}

	/// Keeps redelegating stake if there is any, and tells the observer its reward weights.
	fn keep_redelegation(staker: &T::AccountId, from: PoolId, to: PoolId, exits: ExitsOf<T>) {
		let before = Redelegations::<T>::get((staker, from, to)).unwrap_or_default();
		let (before, now) = (RewardWeights::settled(before.weights()), exits.weights());

		if exits.is_empty() {
			Redelegations::<T>::remove((staker, from, to));
		} else {
			Redelegations::<T>::insert((staker, from, to), exits);
		}

		tell::<T>(&StakeRef { pool_id: from, staker: staker.clone(), to: Some(to) }, &before, &now);
	}
}
