// SPDX-License-Identifier: Apache-2.0

//! The acts of a staker: delegate, undelegate, withdraw; and those that anyone may do for it.

use crate::{
	exits::StakerExits,
	matured::Matured,
	payments::PotOf,
	work::{Work, WITHDRAW},
	Balance, Config, Error, Event, ExitsOf, HoldingOf, Pallet, PoolId,
};
use bulwark_ledger::{stake, unstake, Amount, Departure, EpochIndex, Unstaked};
use bulwark_traits::{Epochs, StakeObserver};
use frame_support::ensure;
use sp_runtime::{DispatchError, DispatchResult};

/// The way in which stake joins a pool.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Joins {
	/// By a deposit, which has to be enough.
	Deposited,
	/// On the terms of a request that was granted when it was made: whatever a slash has left of it.
	Arriving,
}

/// Stake that has left a pool.
pub(crate) struct Left {
	/// Pending stake, free at once.
	pub(crate) returned: Balance,
	/// Stake that unbonds.
	pub(crate) unbonding: Balance,
	/// Its last epoch, and its release.
	pub(crate) departure: Departure,
	/// Of an operator's own stake: whether none of it is left in the pool.
	own: Option<bool>,
	/// True if nothing is left in the pool that is worth anything.
	pub(crate) is_last: bool,
}

impl Left {
	/// Errors with `BelowMinimum` if all that left is less than another pool takes.
	pub(crate) fn ensure_enough_for<T: Config>(&self, pool: &Matured<T>) -> DispatchResult {
		let left = Unstaked { returned: self.returned, unbonding: self.unbonding };
		Ok(left.check_minimum(pool.record.minimum).map_err(Error::<T>::from)?)
	}

	/// Errors with `SelfStakeTooLow` if it was an operator's own and it kept too little.
	pub(crate) fn ensure_own<T: Config>(
		&self,
		staker: &T::AccountId,
		now: EpochIndex,
	) -> DispatchResult {
		match self.own {
			Some(whole_pool) => Pallet::<T>::own_stake_left(staker, whole_pool, now),
			None => Ok(()),
		}
	}
}

impl<T: Config> Pallet<T> {
	pub(crate) fn do_delegate(
		pool_id: PoolId,
		staker: T::AccountId,
		amount: Balance,
	) -> Result<Work, DispatchError> {
		let mut pool = Matured::<T>::open(pool_id, Self::now())?;

		let effective_from = Self::put(&mut pool, &staker, amount, Joins::Deposited)?;

		PotOf::<T>::receive(pool.record.asset.clone(), &staker, amount)?;
		Self::deposit_event(Event::Delegated { pool_id, staker, amount, effective_from });
		Ok(pool.work())
	}

	/// Writes stake without a position into a pool; the money has come or comes. Returns the epoch from which it is active.
	pub(crate) fn put(
		pool: &mut Matured<T>,
		staker: &T::AccountId,
		amount: Balance,
		joins: Joins,
	) -> Result<EpochIndex, DispatchError> {
		let present = pool.holding(staker)?;

		pool.ensure_takes_delegations(staker)?;

		let holding = if present.is_empty() {
			HoldingOf::<T>::new(pool.record.base.of_delegations())
		} else {
			present
		};
		Self::add(pool, staker, holding, amount, joins)
	}

	/// Adds stake to a holding and keeps it. Returns the epoch from which it is active.
	pub(crate) fn add(
		pool: &mut Matured<T>,
		staker: &T::AccountId,
		mut holding: HoldingOf<T>,
		amount: Balance,
		joins: Joins,
	) -> Result<EpochIndex, DispatchError> {
		let at = pool.at;
		let minimum = match joins {
			Joins::Deposited => pool.record.minimum,
			Joins::Arriving => 0,
		};
		let effective_from = stake(&mut pool.record.buckets, &mut holding, at, amount, minimum)
			.map_err(Error::<T>::from)?;

		let is_own = pool.is_own(staker);
		pool.keep_holding(staker, holding)?;
		pool.store()?;
		if is_own {
			Self::own_stake_came(staker, joins, at.now)?;
		}
		Ok(effective_from)
	}

	/// Returns the work that was found, and true if something is paid at once.
	pub(crate) fn do_undelegate(
		pool_id: PoolId,
		staker: T::AccountId,
		amount: Amount,
	) -> Result<(Work, bool), DispatchError> {
		let now = Self::now();
		let mut pool = Matured::<T>::open(pool_id, now)?;
		let mut exits = StakerExits::<T>::load(pool_id, &staker, None)?;

		ensure!(!pool.has_closed(), Error::<T>::PoolClosed);

		let left = Self::leave(&mut pool, &staker, &mut exits.all.now, amount)?;
		pool.store()?;
		left.ensure_own::<T>(&staker, now)?;

		let payment = exits.keep_without_due(&mut pool)?;
		let pays = payment.amount != Ok(0);
		// Stake leaves whatever becomes of a payment.
		payment.pay_or_defer()?;
		let Left { returned, unbonding, departure, .. } = left;
		Self::deposit_event(Event::Undelegated { pool_id, staker, returned, unbonding, departure });
		Ok((pool.work(), pays))
	}

	/// Takes stake out of a pool into exits: pending stake becomes due in them, with exits that are released already, and
	/// the rest unbonds. The holding is kept here, the pool and the exits by the caller.
	pub(crate) fn leave(
		pool: &mut Matured<T>,
		staker: &T::AccountId,
		exits: &mut ExitsOf<T>,
		amount: Amount,
	) -> Result<Left, DispatchError> {
		let mut holding = pool.holding(staker)?;
		ensure!(!holding.is_empty(), Error::<T>::NothingStaked);
		Self::release(pool, exits, true)?;
		let (departure, mut bucket) = pool.leaving_bucket()?;

		let (at, minimum) = (pool.at, pool.record.minimum);
		let buckets = &mut pool.record.buckets;
		let unstaked = unstake(buckets, &mut holding, &mut bucket, exits, at, amount, minimum)
			.and_then(|unstaked| exits.owe(unstaked.returned).map(|()| unstaked))
			.map_err(Error::<T>::from)?;

		let own = pool.is_own(staker).then_some(holding.is_empty());
		let is_last = holding.value(&pool.record.buckets).map_err(Error::<T>::from)? == 0;
		pool.put_exit_bucket(departure.last_epoch, bucket)?;
		pool.keep_holding(staker, holding)?;
		let Unstaked { returned, unbonding } = unstaked;
		Ok(Left { returned, unbonding, departure, own, is_last })
	}

	pub(crate) fn do_withdraw(
		caller: T::AccountId,
		pool_id: PoolId,
		staker: T::AccountId,
	) -> Result<Work, DispatchError> {
		let mut pool = Matured::<T>::open(pool_id, Self::now())?;
		let mut holding = pool.holding(&staker)?;
		let mut exits = StakerExits::<T>::load(pool_id, &staker, None)?;
		let before = (holding.clone(), exits.all.now.clone());

		// Nobody signs for a position account: whoever asks for it is another.
		let is_paid = caller == staker || !T::Observer::is_position_account(&staker);
		ensure!(is_paid, Error::<T>::IsPositionAccount);
		let all = &mut exits.all.now;
		ensure!(!holding.is_empty() || !all.is_empty(), Error::<T>::NothingToWithdraw);

		Self::free(&mut pool, &mut holding, all, caller == staker)?;
		let is_unchanged = before.0 == holding && before.1 == *all;
		if all.due() == 0 && is_unchanged {
			return Err(Self::why_nothing(&pool, all).into());
		}

		// An operator's own stake stays noted as it was, unless its pool closes: no rounding may leave it short.
		match pool.record.buckets.departure() {
			Some(_) => pool.keep_holding(&staker, holding)?,
			None => pool.put_holding(&staker, holding)?,
		}
		pool.store()?;

		let payment = exits.keep_without_due(&mut pool)?;
		payment.pay()?;
		let mut work = pool.work();
		if pool.record.buckets.departure().is_some() {
			work.own = WITHDRAW.most; // lots are paid too: more than usual, and less than the most
		}
		Ok(work)
	}

	pub(crate) fn do_poke(
		pool_id: PoolId,
		staker: Option<T::AccountId>,
	) -> Result<Work, DispatchError> {
		let mut pool = Matured::<T>::open(pool_id, Self::now())?;

		if let Some(staker) = staker {
			let holding = pool.holding(&staker)?;
			pool.put_holding(&staker, holding)?;
		}
		pool.store()?;
		if let Some(operator) = &pool.record.operator {
			Self::renew_cover(operator);
		}
		Ok(pool.work())
	}
}
