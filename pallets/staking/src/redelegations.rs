// SPDX-License-Identifier: Apache-2.0

//! Redelegation: an exit that is staked in another pool once it is released.
//!
//! Until then it can be slashed with the old operator like any exit. It is stored apart from the staker's other exits,
//! by both pools, so that neither stands in the other's way.
//!
//! A request that could only fail later is refused at once; one that was granted is carried out by its own terms.

use crate::{
	delegations::Joins, exits::StakerExits, matured::Matured, payments::Payment, work::Work,
	Balance, Config, Error, Event, Pallet, PoolId,
};
use bulwark_ledger::Amount;
use bulwark_traits::Epochs;
use core::mem;
use frame_support::ensure;
use sp_runtime::DispatchError;

impl<T: Config> Pallet<T> {
	/// Returns the work that was found, and true if something arrives at once.
	pub(crate) fn do_redelegate(
		staker: T::AccountId,
		from: PoolId,
		to: PoolId,
		amount: Amount,
	) -> Result<(Work, bool), DispatchError> {
		let now = Self::now();
		let mut pool = Matured::<T>::open(from, now)?;
		let target = Matured::<T>::load(to, now)?;
		let mut moving = StakerExits::<T>::load(from, &staker, Some(to))?;

		ensure!(from != to, Error::<T>::SamePool);
		ensure!(pool.record.asset == target.record.asset, Error::<T>::AssetMismatch);
		target.ensure_takes_delegations(&staker)?;
		ensure!(!pool.has_closed(), Error::<T>::PoolClosed);

		let left = Self::leave(&mut pool, &staker, &mut moving.all.now, amount)?;
		left.ensure_enough_for::<T>(&target)?;
		pool.store()?;
		let free = moving.take_due();

		moving.keep(&mut pool);

		Self::deposit_event(Event::Redelegated {
			from,
			to,
			staker: staker.clone(),
			returned: left.returned,
			unbonding: left.unbonding,
			departure: left.departure,
		});
		let mut work = pool.work();
		let (arrived, payment) = Self::arrive(&mut pool, &staker, to, free)?;
		work += arrived;
		// Pending stake that goes on at once may be the operator's own stake again, in another of its pools.
		left.ensure_own::<T>(&staker, now)?;

		payment.map_or(Ok(()), Payment::pay_or_defer)?;
		Ok((work, free > 0))
	}

	pub(crate) fn do_complete_redelegation(
		caller: T::AccountId,
		staker: T::AccountId,
		from: PoolId,
		to: PoolId,
	) -> Result<Work, DispatchError> {
		let mut pool = Matured::<T>::open(from, Self::now())?;
		let mut moving = StakerExits::<T>::load(from, &staker, Some(to))?;

		ensure!(!moving.all.now.is_empty(), Error::<T>::NothingToWithdraw);
		let released = Self::release(&mut pool, &mut moving.all.now, caller == staker)?;
		ensure!(!released.is_empty(), Error::<T>::NotReleased);

		let free = moving.take_due();

		pool.store_exit_buckets();
		moving.keep(&mut pool);

		let mut work = pool.work();
		let (arrived, payment) = Self::arrive(&mut pool, &staker, to, free)?;
		work += arrived;

		payment.map_or(Ok(()), Payment::pay_or_defer)?;
		Ok(work)
	}

	pub(crate) fn do_cancel_redelegation(
		staker: T::AccountId,
		from: PoolId,
		to: PoolId,
	) -> Result<Work, DispatchError> {
		let mut pool = Matured::<T>::open(from, Self::now())?;
		let mut moving = StakerExits::<T>::load(from, &staker, Some(to))?;

		ensure!(!moving.all.now.is_empty(), Error::<T>::NothingToWithdraw);
		let moved = mem::take(&mut moving.all.now);
		let exits = Self::joined(&mut pool, &staker, moved, true)?;

		pool.store_exit_buckets();
		moving.keep(&mut pool);
		let payment = exits.keep_without_due(&mut pool)?;
		payment.pay_or_defer()?;
		Self::deposit_event(Event::RedelegationCancelled { from, to, staker });
		Ok(pool.work())
	}

	/// Stakes a released amount in the new pool, on the terms of the request: whatever is left of it. While the pool takes
	/// none it waits; if it has closed, or will, the amount is the staker's at once, and the caller pays it. Returns the work
	/// that was found.
	fn arrive(
		from: &mut Matured<T>,
		staker: &T::AccountId,
		to: PoolId,
		amount: Balance,
	) -> Result<(Work, Option<Payment<T>>), DispatchError> {
		if amount == 0 {
			return Ok((Work::default(), None));
		}
		let mut target = Matured::<T>::open(to, from.at.now)?;
		if target.record.buckets.departure().is_some() {
			let before = from.work();
			let payment = Self::give_back(from, staker.clone(), to, amount)?;
			let noted = from.work().observed.saturating_sub(before.observed);
			let work = Work { own: 0, observed: target.observed.saturating_add(noted) };
			return Ok((work, Some(payment)));
		}

		let effective_from = Self::put(&mut target, staker, amount, Joins::Arriving)?;
		let (from, staker) = (from.pool_id, staker.clone());
		Self::deposit_event(Event::RedelegationCompleted {
			from,
			to,
			staker,
			amount,
			effective_from,
		});
		Ok((target.work(), None))
	}

	/// Makes an amount the staker's at once. If the asset refuses it stays due in the old pool.
	fn give_back(
		from: &mut Matured<T>,
		staker: T::AccountId,
		to: PoolId,
		amount: Balance,
	) -> Result<Payment<T>, DispatchError> {
		let mut exits = StakerExits::<T>::load(from.pool_id, &staker, None)?;
		exits.all.now.owe(amount).map_err(Error::<T>::from)?;

		let payment = exits.keep_without_due(from)?;
		let from = from.pool_id;
		Self::deposit_event(Event::RedelegationRefused { from, to, staker, amount });
		Ok(payment)
	}
}

impl<T: Config> StakerExits<T> {
	/// Takes out what is free to go on.
	fn take_due(&mut self) -> Balance {
		let due = self.all.now.due();
		self.all.now.clear_due();
		due
	}
}
