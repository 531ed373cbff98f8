// SPDX-License-Identifier: Apache-2.0

//! Redelegation: an exit that is staked in another pool once it is released.
//!
//! Until then it can be slashed with the old operator like any exit. It is stored apart from the staker's other exits,
//! by both pools, so that neither stands in the other's way.

use crate::{
	matured::{tell, Matured},
	Balance, Config, Error, Event, Exits, ExitsOf, Pallet, PoolId, Pools, Redelegations,
};
use bulwark_ledger::{Amount, RewardWeights};
use bulwark_traits::StakeRef;
use frame_support::{ensure, storage::with_storage_layer};
use sp_runtime::{DispatchError, DispatchResult};

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
		target.ensure_takes(&staker)?;
		ensure!(!pool.has_closed(), Error::<T>::PoolClosed);

		let left = Self::leave(&mut pool, &staker, &mut exits, amount)?;
		pool.store()?;
		let free = exits.due();
		exits.clear_due();

		Self::keep_redelegation(&staker, from, to, exits);

		Self::deposit_event(Event::Redelegated {
			from,
			to,
			staker: staker.clone(),
			returned: left.returned,
			exiting: left.exiting,
			departure: left.departure,
		});
		Self::stake_again(&staker, from, to, free, true)?;
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

		// Another may not use a moment in which the new pool does not take it.
		let takes_later = Pools::<T>::get(to).is_some_and(|to| to.buckets.departure().is_none());
		let gives_up = caller == staker || !takes_later;
		Self::stake_again(&staker, from, to, free, gives_up)
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

	/// Stakes a released amount in the new pool. If that does not take it, the staker that gives up can withdraw it from
	/// the old pool; anybody else gets the error.
	fn stake_again(
		staker: &T::AccountId,
		from: PoolId,
		to: PoolId,
		amount: Balance,
		gives_up: bool,
	) -> DispatchResult {
		if amount == 0 {
			return Ok(());
		}

		let staked = with_storage_layer(|| Self::put(Matured::<T>::open(to)?, staker, amount));
		let staker = staker.clone();
		match staked {
			Ok(effective_from) => Self::deposit_event(Event::RedelegationCompleted {
				from,
				to,
				staker,
				amount,
				effective_from,
			}),
			Err(reason) if !gives_up => return Err(reason),
			Err(reason) => {
				Self::owe(&staker, from, amount)?;
				Self::deposit_event(Event::RedelegationRefused {
					from,
					to,
					staker,
					amount,
					reason,
				});
			},
		}
		Ok(())
	}

	/// Notes an amount that a staker can withdraw from a pool.
	fn owe(staker: &T::AccountId, pool_id: PoolId, amount: Balance) -> Result<(), DispatchError> {
		let mut exits = Exits::<T>::get(staker, pool_id).unwrap_or_default();
		exits.owe(amount).map_err(Error::<T>::from)?;
		Self::keep_exits(staker, pool_id, exits);
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
