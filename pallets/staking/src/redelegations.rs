// SPDX-License-Identifier: Apache-2.0

//! Moving stake from one pool to another: an exit that knows where it goes.
//!
//! It answers for the old operator like any exit, and is staked in the new pool when it is released. It stands
//! apart from the holder's other exits, under the way it takes, so that neither stands in the other's way.

use crate::{
	matured::{tell, Matured},
	Balance, Config, Error, Event, Exits, ExitsOf, Pallet, PoolId, Pools, Redelegations,
};
use bulwark_ledger::{Amount, Weights};
use bulwark_traits::Stake;
use frame_support::{ensure, storage::with_storage_layer};
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_redelegate(
		holder: T::AccountId,
		from: PoolId,
		to: PoolId,
		amount: Amount,
	) -> DispatchResult {
		let mut pool = Matured::<T>::open(from)?;
		let target = Matured::<T>::load(to)?;
		let mut exits = Redelegations::<T>::get((&holder, from, to)).unwrap_or_default();

		ensure!(from != to, Error::<T>::SamePool);
		ensure!(pool.record.asset == target.record.asset, Error::<T>::AssetMismatch);
		target.ensure_takes(&holder)?;
		ensure!(!pool.has_left(), Error::<T>::PoolClosed);

		let left = Self::leave(&mut pool, &holder, &mut exits, amount)?;
		pool.store()?;
		let free = exits.due();
		exits.clear_due();

		Self::keep_redelegation(&holder, from, to, exits);

		Self::deposit_event(Event::Redelegated {
			from,
			to,
			holder: holder.clone(),
			returned: left.returned,
			exiting: left.exiting,
			departure: left.departure,
		});
		Self::stake_again(&holder, from, to, free, true)?;
		// What goes on at once may be the operator's own stake again, in another of its pools.
		left.ensure_own::<T>(&holder)
	}

	pub(crate) fn do_complete_redelegation(
		caller: T::AccountId,
		holder: T::AccountId,
		from: PoolId,
		to: PoolId,
	) -> DispatchResult {
		let pool = Matured::<T>::open(from)?;
		let mut exits =
			Redelegations::<T>::get((&holder, from, to)).ok_or(Error::<T>::NothingToWithdraw)?;

		let released = pool.released(&exits, caller == holder);
		ensure!(!released.is_empty(), Error::<T>::NotReleased);

		let rows = Self::release(&pool, &mut exits, released)?;
		let free = exits.due();
		exits.clear_due();

		Self::keep_rows(from, rows);
		Self::keep_redelegation(&holder, from, to, exits);

		// Another may not use a moment in which the new pool does not take it.
		let takes_later = Pools::<T>::get(to).is_some_and(|to| to.buckets.departure().is_none());
		let gives_up = caller == holder || !takes_later;
		Self::stake_again(&holder, from, to, free, gives_up)
	}

	pub(crate) fn do_cancel_redelegation(
		holder: T::AccountId,
		from: PoolId,
		to: PoolId,
	) -> DispatchResult {
		let pool = Matured::<T>::open(from)?;
		let moving =
			Redelegations::<T>::get((&holder, from, to)).ok_or(Error::<T>::NothingToWithdraw)?;

		let exits = Self::joined(&pool, &holder, moving, true)?;

		Self::keep_redelegation(&holder, from, to, ExitsOf::<T>::default());
		Self::pay_or_defer(from, pool.record.asset, &holder, exits);
		Self::deposit_event(Event::RedelegationCancelled { from, to, holder });
		Ok(())
	}

	/// Stakes what is free in the pool it goes to. If that does not take it, who gives up gets it to withdraw from the
	/// pool where it was; anybody else is told why.
	fn stake_again(
		holder: &T::AccountId,
		from: PoolId,
		to: PoolId,
		amount: Balance,
		gives_up: bool,
	) -> DispatchResult {
		if amount == 0 {
			return Ok(());
		}

		let staked = with_storage_layer(|| Self::put(Matured::<T>::open(to)?, holder, amount));
		let holder = holder.clone();
		match staked {
			Ok(effective) => Self::deposit_event(Event::RedelegationCompleted {
				from,
				to,
				holder,
				amount,
				effective,
			}),
			Err(reason) if !gives_up => return Err(reason),
			Err(reason) => {
				Self::owe(&holder, from, amount)?;
				Self::deposit_event(Event::RedelegationRefused {
					from,
					to,
					holder,
					amount,
					reason,
				});
			},
		}
		Ok(())
	}

	/// Notes money that a holder can withdraw from a pool.
	fn owe(holder: &T::AccountId, id: PoolId, amount: Balance) -> Result<(), DispatchError> {
		let mut exits = Exits::<T>::get(holder, id).unwrap_or_default();
		exits.owe(amount).map_err(Error::<T>::from)?;
		Self::keep_exits(holder, id, exits);
		Ok(())
	}

	/// Keeps what is on its way if anything is, and tells what it weighs.
	fn keep_redelegation(holder: &T::AccountId, from: PoolId, to: PoolId, exits: ExitsOf<T>) {
		let before = Redelegations::<T>::get((holder, from, to)).unwrap_or_default();
		let (before, now) = (Weights::settled(before.weights()), exits.weights());

		if exits.is_empty() {
			Redelegations::<T>::remove((holder, from, to));
		} else {
			Redelegations::<T>::insert((holder, from, to), exits);
		}

		tell::<T>(&Stake { pool: from, holder: holder.clone(), to: Some(to) }, &before, &now);
	}
}
