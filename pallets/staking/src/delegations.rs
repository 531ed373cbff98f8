// SPDX-License-Identifier: Apache-2.0

//! What a holder does: delegate, undelegate, withdraw; and what anyone may do for it.

use crate::{
	matured::{tell, Matured},
	AssetIdOf, Balance, BucketsOf, Config, Error, Event, ExitRows, Exits, ExitsOf, HoldingOf,
	Pallet, PoolId,
};
use alloc::{vec, vec::Vec};
use bulwark_ledger::{
	stake, unstake, withdraw_exit, withdraw_lots, Amount, Departure, EpochIndex, Unstaked, Weights,
};
use bulwark_traits::{Stake, StakeObserver};
use frame_support::ensure;
use sp_runtime::{DispatchError, DispatchResult};

/// An epoch's exits.
type RowOf<T> = (EpochIndex, BucketsOf<T>);

/// Stake that has left a pool.
pub(crate) struct Left {
	/// What had not taken effect: free at once.
	pub(crate) returned: Balance,
	/// What waits.
	pub(crate) exiting: Balance,
	/// Until when.
	pub(crate) departure: Departure,
	/// Of an operator's own stake: whether it was all of the pool.
	own: Option<bool>,
}

impl Left {
	/// `SelfStakeTooLow` if it was an operator's own and it kept too little.
	pub(crate) fn ensure_own<T: Config>(&self, holder: &T::AccountId) -> DispatchResult {
		match self.own {
			Some(left_pool) => Pallet::<T>::own_stake_left(holder, left_pool),
			None => Ok(()),
		}
	}
}

impl<T: Config> Pallet<T> {
	pub(crate) fn do_delegate(id: PoolId, holder: T::AccountId, amount: Balance) -> DispatchResult {
		let pool = Matured::<T>::open(id)?;
		let asset = pool.record.asset.clone();

		let effective = Self::put(pool, &holder, amount)?;

		Self::receive(asset, &holder, amount)?;
		Self::deposit_event(Event::Delegated { pool: id, holder, amount, effective });
		Ok(())
	}

	/// Writes stake of the plain weight into a pool; the money has come or comes. What the holder has there of
	/// another weight takes this one on. Returns the epoch from which it counts.
	pub(crate) fn put(
		mut pool: Matured<T>,
		holder: &T::AccountId,
		amount: Balance,
	) -> Result<EpochIndex, DispatchError> {
		let mut holding = pool.holding(holder)?;
		let plain = pool.record.plain;

		pool.ensure_takes(holder)?;

		holding.reweigh(&mut pool.record.buckets, plain).map_err(Error::<T>::from)?;
		Self::add(pool, holder, holding, amount)
	}

	/// Adds stake to a holding and keeps it. Returns the epoch from which it counts.
	pub(crate) fn add(
		mut pool: Matured<T>,
		holder: &T::AccountId,
		mut holding: HoldingOf<T>,
		amount: Balance,
	) -> Result<EpochIndex, DispatchError> {
		let (at, minimum) = (pool.at, pool.record.minimum);
		let effective = stake(&mut pool.record.buckets, &mut holding, at, amount, minimum)
			.map_err(Error::<T>::from)?;

		let is_own = pool.is_own(holder);
		pool.keep_holding(holder, holding)?;
		pool.store()?;
		if is_own {
			Self::own_stake_came(holder)?;
		}
		Ok(effective)
	}

	pub(crate) fn do_undelegate(
		id: PoolId,
		holder: T::AccountId,
		amount: Amount,
	) -> DispatchResult {
		let mut pool = Matured::<T>::open(id)?;
		let mut exits = Exits::<T>::get(&holder, id).unwrap_or_default();
		let asset = pool.record.asset.clone();

		ensure!(!pool.has_left(), Error::<T>::PoolClosed);

		let left = Self::leave(&mut pool, &holder, &mut exits, amount)?;
		pool.store()?;
		left.ensure_own::<T>(&holder)?;

		// Stake leaves whatever becomes of a payment.
		Self::pay_or_defer(id, asset, &holder, exits);
		let Left { returned, exiting, departure, .. } = left;
		Self::deposit_event(Event::Undelegated { pool: id, holder, returned, exiting, departure });
		Ok(())
	}

	/// Takes stake out of a pool into exits: what had not begun becomes due in them, with what they have released
	/// already, and the rest waits. The rows and the holding are kept, the pool and the exits by the caller.
	pub(crate) fn leave(
		pool: &mut Matured<T>,
		holder: &T::AccountId,
		exits: &mut ExitsOf<T>,
		amount: Amount,
	) -> Result<Left, DispatchError> {
		let mut holding = pool.holding(holder)?;
		let (departure, mut row) = pool.exit_row();
		let released = pool.released(exits, true);

		let rows = Self::release(pool, exits, released)?;
		let (at, minimum) = (pool.at, pool.record.minimum);
		let buckets = &mut pool.record.buckets;
		let unstaked = unstake(buckets, &mut holding, &mut row, exits, at, amount, minimum)
			.and_then(|unstaked| exits.owe(unstaked.returned).map(|()| unstaked))
			.map_err(Error::<T>::from)?;

		let own = pool.is_own(holder).then_some(holding.is_empty());
		Self::keep_rows(pool.id, rows);
		Self::keep_rows(pool.id, vec![(departure.last, row)]);
		pool.keep_holding(holder, holding)?;
		let Unstaked { returned, exiting } = unstaked;
		Ok(Left { returned, exiting, departure, own })
	}

	pub(crate) fn do_withdraw(
		caller: T::AccountId,
		id: PoolId,
		holder: T::AccountId,
	) -> DispatchResult {
		let mut pool = Matured::<T>::open(id)?;
		let mut holding = pool.holding(&holder)?;
		let mut exits = Exits::<T>::get(&holder, id).unwrap_or_default();
		let before = (holding.clone(), exits.clone());

		// Nobody signs for a key: whoever asks for it is another.
		let is_paid = caller == holder || !T::Observer::is_key(&holder);
		ensure!(is_paid, Error::<T>::NotAnAccount);
		ensure!(!holding.is_empty() || !exits.is_empty(), Error::<T>::NothingToWithdraw);

		let rows = Self::free(&mut pool, &mut holding, &mut exits, caller == holder)?;
		if exits.due() == 0 && before == (holding.clone(), exits.clone()) {
			return Err(Self::why_nothing(&pool, &exits).into());
		}

		let asset = pool.record.asset.clone();
		Self::keep_rows(id, rows);
		// An operator's own stake stays noted as it was: no rounding may leave it short.
		pool.put_holding(&holder, holding)?;
		pool.store()?;

		Self::pay_due(id, asset, &holder, &mut exits)?;
		Self::keep_exits(&holder, id, exits);
		Ok(())
	}

	pub(crate) fn do_roll(id: PoolId, holder: Option<T::AccountId>) -> DispatchResult {
		let mut pool = Matured::<T>::open(id)?;

		if let Some(holder) = holder {
			let holding = pool.holding(&holder)?;
			pool.put_holding(&holder, holding)?;
		}
		pool.store()
	}

	/// Makes due all that a holder can be paid: its released exits and its lots in a closed pool. Unless it asks
	/// itself, only what nobody can credit any more. Returns the rows that this changes.
	pub(crate) fn free(
		pool: &mut Matured<T>,
		holding: &mut HoldingOf<T>,
		exits: &mut ExitsOf<T>,
		by_holder: bool,
	) -> Result<Vec<RowOf<T>>, DispatchError> {
		let closed = pool.record.buckets.departure();
		let lots = closed.is_some_and(|closed| pool.may_free(closed.last, by_holder));
		let released = pool.released(exits, by_holder);

		let rows = Self::release(pool, exits, released)?;
		if lots {
			withdraw_lots(&mut pool.record.buckets, holding, pool.at.now)
				.and_then(|tokens| exits.owe(tokens))
				.map_err(Error::<T>::from)?;
		}
		Ok(rows)
	}

	/// A holder's exits with others joined to them; what of either may be paid is due then, so that no more wait
	/// than can. They are kept by the caller.
	pub(crate) fn joined(
		pool: &Matured<T>,
		holder: &T::AccountId,
		mut others: ExitsOf<T>,
		by_holder: bool,
	) -> Result<ExitsOf<T>, DispatchError> {
		let mut exits = Exits::<T>::get(holder, pool.id).unwrap_or_default();

		for exits in [&mut others, &mut exits] {
			let released = pool.released(exits, by_holder);
			let rows = Self::release(pool, exits, released)?;
			// Both may have parts in one row: the second has to find it without those of the first.
			Self::keep_rows(pool.id, rows);
		}
		exits.join(others).map_err(Error::<T>::from)?;
		Ok(exits)
	}

	/// Makes released exits due. Returns their rows without them.
	pub(crate) fn release(
		pool: &Matured<T>,
		exits: &mut ExitsOf<T>,
		released: Vec<EpochIndex>,
	) -> Result<Vec<RowOf<T>>, DispatchError> {
		let mut rows = Vec::new();
		for asked in released {
			let mut row = ExitRows::<T>::get(pool.id, asked).unwrap_or_default();
			withdraw_exit(&mut row, exits, pool.at.now, asked)
				.and_then(|tokens| exits.owe(tokens))
				.map_err(Error::<T>::from)?;
			rows.push((asked, row));
		}
		Ok(rows)
	}

	/// Pays what is due. If the asset refuses it stays due.
	fn pay_due(
		id: PoolId,
		asset: AssetIdOf<T>,
		holder: &T::AccountId,
		exits: &mut ExitsOf<T>,
	) -> DispatchResult {
		let amount = exits.due();
		if amount == 0 {
			return Ok(());
		}

		Self::pay(asset, holder, amount)?;
		exits.clear_due();
		Self::deposit_event(Event::Withdrawn { pool: id, holder: holder.clone(), amount });
		Ok(())
	}

	/// Something waits, or a closed pool has yet to release it; or there is only stake in an open pool.
	fn why_nothing(pool: &Matured<T>, exits: &ExitsOf<T>) -> Error<T> {
		if pool.record.buckets.departure().is_some() || !exits.waiting().is_empty() {
			return Error::<T>::NotReleased;
		}
		Error::<T>::NothingToWithdraw
	}

	/// Pays what is due if the asset lets it, and keeps what is left.
	pub(crate) fn pay_or_defer(
		id: PoolId,
		asset: AssetIdOf<T>,
		holder: &T::AccountId,
		mut exits: ExitsOf<T>,
	) {
		if Self::pay_due(id, asset, holder, &mut exits).is_err() {
			let amount = exits.due();
			Self::deposit_event(Event::PaymentDeferred {
				pool: id,
				holder: holder.clone(),
				amount,
			});
		}
		Self::keep_exits(holder, id, exits);
	}

	/// Keeps a holder's exits if there are any, and tells what they weigh.
	pub(crate) fn keep_exits(holder: &T::AccountId, id: PoolId, exits: ExitsOf<T>) {
		let before = Exits::<T>::get(holder, id).unwrap_or_default();
		let (before, now) = (Weights::settled(before.weights()), exits.weights());

		let keep = (!exits.is_empty()).then_some(exits);
		Exits::<T>::set(holder, id, keep);

		tell::<T>(&Stake { pool: id, holder: holder.clone(), to: None }, &before, &now);
	}

	pub(crate) fn keep_rows(id: PoolId, rows: Vec<RowOf<T>>) {
		for (asked, row) in rows {
			let keep = (!row.is_empty()).then_some(row);
			ExitRows::<T>::set(id, asked, keep);
		}
	}
}
