// SPDX-License-Identifier: Apache-2.0

//! Stake under keys that are no accounts: another pallet keeps the keys and says what becomes of it.

use crate::{
	matured::Matured, Amount, Balance, Config, CreditOf, Error, Event, ExitRows, ExitsOf, Fraction,
	HoldingOf, Pallet, PoolId,
};
use bulwark_ledger::{shift, EpochIndex, Multiplier};
use bulwark_traits::{StakeKeeper, Unstake};
use core::mem;
use frame_support::{ensure, storage::with_storage_layer};
use sp_runtime::{traits::EnsureSub, DispatchError, DispatchResult};

impl<T: Config> StakeKeeper<T::AccountId> for Pallet<T> {
	type Money = CreditOf<T>;

	fn set_plain(id: PoolId, multiplier: Multiplier) -> DispatchResult {
		let mut pool = Matured::<T>::open(id)?;

		let old = mem::replace(&mut pool.record.plain, multiplier);

		pool.store()?;
		Self::deposit_event(Event::PlainWeightSet { pool: id, old, new: multiplier });
		Ok(())
	}

	fn stake_for(
		id: PoolId,
		key: &T::AccountId,
		payer: &T::AccountId,
		amount: Balance,
		multiplier: Multiplier,
	) -> Result<EpochIndex, DispatchError> {
		let mut pool = Matured::<T>::open(id)?;
		let present = pool.holding(key)?;
		let asset = pool.record.asset.clone();

		pool.ensure_takes(key)?;
		let fits = present.is_empty() || present.multiplier() == multiplier;
		ensure!(fits, Error::<T>::WeightMismatch);

		let holding = if present.is_empty() { HoldingOf::<T>::new(multiplier) } else { present };
		let effective = Self::add(pool, key, holding, amount)?;

		Self::receive(asset, payer, amount)?;
		Self::deposit_event(Event::Staked {
			pool: id,
			key: key.clone(),
			payer: payer.clone(),
			amount,
			effective,
		});
		Ok(effective)
	}

	fn unstake_for(
		id: PoolId,
		key: &T::AccountId,
		amount: Amount,
		to: &T::AccountId,
		levy: Option<(Fraction, &T::AccountId)>,
	) -> Result<Unstake, DispatchError> {
		let mut pool = Matured::<T>::open(id)?;
		let asset = pool.record.asset.clone();
		let mut exits = ExitsOf::<T>::default();

		let left = Self::leave(&mut pool, key, &mut exits, amount)?;
		let (returned, departure) = (left.returned, left.departure);
		let levied = match levy {
			Some((fraction, whose)) => {
				Self::levy(&pool, &mut exits, departure.last, fraction, whose)?
			},
			None => 0,
		};
		let exiting = left.exiting.ensure_sub(levied)?;
		let exits = Self::joined(&pool, to, exits, true)?;

		pool.store()?;

		// Stake leaves whatever becomes of a payment.
		Self::pay_or_defer(id, asset, to, exits);
		Self::deposit_event(Event::Unstaked {
			pool: id,
			key: key.clone(),
			to: to.clone(),
			returned,
			exiting,
			levied,
			departure,
		});
		Ok(Unstake { returned, exiting, levied, departure })
	}

	fn reweigh(id: PoolId, key: &T::AccountId, multiplier: Multiplier) -> DispatchResult {
		let mut pool = Matured::<T>::open(id)?;
		let mut holding = pool.holding(key)?;
		let old = holding.multiplier();

		ensure!(!holding.is_empty(), Error::<T>::InsufficientStake);

		holding.reweigh(&mut pool.record.buckets, multiplier).map_err(Error::<T>::from)?;

		pool.put_holding(key, holding)?;
		pool.store()?;
		Self::deposit_event(Event::StakeReweighed {
			pool: id,
			key: key.clone(),
			old,
			new: multiplier,
		});
		Ok(())
	}

	fn shift(id: PoolId, from: &T::AccountId, to: &T::AccountId, amount: Amount) -> DispatchResult {
		ensure!(from != to, Error::<T>::SameHolder);

		let mut pool = Matured::<T>::open(id)?;
		let (mut giver, mut taker) = (pool.holding(from)?, pool.holding(to)?);

		let (at, minimum) = (pool.at, pool.record.minimum);
		shift(&pool.record.buckets, &mut giver, &mut taker, at, amount, minimum)
			.map_err(Error::<T>::from)?;

		pool.put_holding(from, giver)?;
		pool.put_holding(to, taker)?;
		pool.store()?;
		Self::deposit_event(Event::StakeMoved { pool: id, from: from.clone(), to: to.clone() });
		Ok(())
	}

	fn collect(id: PoolId, key: &T::AccountId) -> Result<Option<CreditOf<T>>, DispatchError> {
		// Nothing has happened if the asset refuses.
		with_storage_layer(|| Self::do_collect(id, key))
	}
}

impl<T: Config> Pallet<T> {
	/// Makes a part of what has just left an exit of somebody else. Returns what it is worth.
	fn levy(
		pool: &Matured<T>,
		exits: &mut ExitsOf<T>,
		asked: EpochIndex,
		fraction: Fraction,
		whose: &T::AccountId,
	) -> Result<Balance, DispatchError> {
		let row = ExitRows::<T>::get(pool.id, asked).unwrap_or_default();
		let levied = exits.levy(&row, asked, fraction).map_err(Error::<T>::from)?;
		let value = match levied.waiting() {
			[exit] => exit.value(&row).map_err(Error::<T>::from)?,
			_ => 0,
		};

		if levied.is_empty() {
			return Ok(0);
		}

		let exits = Self::joined(pool, whose, levied, false)?;
		Self::keep_exits(whose, pool.id, exits);
		Ok(value)
	}

	fn do_collect(id: PoolId, key: &T::AccountId) -> Result<Option<CreditOf<T>>, DispatchError> {
		let pool = Matured::<T>::open(id)?;

		let mut exits = Self::joined(&pool, key, ExitsOf::<T>::default(), true)?;
		let amount = exits.due();
		exits.clear_due();

		Self::keep_exits(key, id, exits);
		if amount == 0 {
			return Ok(None);
		}

		let asset = pool.record.asset;
		Self::write_off(&asset, amount)?;
		let money = Self::take(asset, amount)?;
		Self::deposit_event(Event::Collected { pool: id, key: key.clone(), amount });
		Ok(Some(money))
	}
}
