// SPDX-License-Identifier: Apache-2.0

//! Stake of position accounts: nobody signs for them, another pallet keeps them and says what becomes of their stake.

use crate::{
	delegations::Joins, matured::Matured, payments::PotOf, Amount, AssetIdOf, Balance, Config,
	CreditOf, Error, Event, ExitBuckets, ExitsOf, Fraction, HoldingOf, Pallet, PoolId,
};
use bulwark_ledger::{shift, EpochIndex, Multiplier};
use bulwark_traits::{StakeKeeper, Unstake};
use frame_support::{ensure, storage::with_storage_layer};
use sp_runtime::{traits::EnsureSub, DispatchError, DispatchResult};

impl<T: Config> StakeKeeper<T::AccountId, AssetIdOf<T>, CreditOf<T>> for Pallet<T> {
	fn stake_for(
		pool_id: PoolId,
		account: &T::AccountId,
		payer: &T::AccountId,
		amount: Balance,
		multiplier: Multiplier,
	) -> Result<EpochIndex, DispatchError> {
		let mut pool = Matured::<T>::open(pool_id)?;
		let present = pool.holding(account)?;
		let asset = pool.record.asset.clone();

		pool.ensure_takes(account)?;
		let fits = present.is_empty() || present.multiplier() == multiplier;
		ensure!(fits, Error::<T>::MultiplierMismatch);

		let holding = if present.is_empty() { HoldingOf::<T>::new(multiplier) } else { present };
		let effective_from = Self::add(pool, account, holding, amount, Joins::Deposited)?;

		PotOf::<T>::receive(asset, payer, amount)?;
		Self::deposit_event(Event::StakedFor {
			pool_id,
			account: account.clone(),
			payer: payer.clone(),
			amount,
			effective_from,
		});
		Ok(effective_from)
	}

	fn unstake_for(
		pool_id: PoolId,
		account: &T::AccountId,
		amount: Amount,
		to: &T::AccountId,
		penalty: Option<(Fraction, &T::AccountId)>,
	) -> Result<Unstake, DispatchError> {
		let mut pool = Matured::<T>::open(pool_id)?;
		let asset = pool.record.asset.clone();
		let mut exits = ExitsOf::<T>::default();

		let left = Self::leave(&mut pool, account, &mut exits, amount)?;
		let (returned, departure) = (left.returned, left.departure);
		let penalty = match penalty {
			Some((fraction, of)) => {
				Self::penalty(&pool, &mut exits, departure.last_epoch, fraction, of)?
			},
			None => 0,
		};
		let unbonding = left.unbonding.ensure_sub(penalty)?;
		let exits = Self::joined(&pool, to, exits, true)?;

		pool.store()?;

		// Stake leaves whatever becomes of a payment.
		Self::pay_or_defer(pool_id, asset, to, exits);
		Self::deposit_event(Event::UnstakedFor {
			pool_id,
			account: account.clone(),
			to: to.clone(),
			returned,
			unbonding,
			penalty,
			departure,
		});
		Ok(Unstake { returned, unbonding, penalty, departure })
	}

	fn reweigh(pool_id: PoolId, account: &T::AccountId, multiplier: Multiplier) -> DispatchResult {
		let mut pool = Matured::<T>::open(pool_id)?;
		let mut holding = pool.holding(account)?;
		let old = holding.multiplier();

		ensure!(!holding.is_empty(), Error::<T>::InsufficientStake);

		holding.reweigh(&mut pool.record.buckets, multiplier).map_err(Error::<T>::from)?;

		pool.put_holding(account, holding)?;
		pool.store()?;
		Self::deposit_event(Event::StakeReweighed {
			pool_id,
			account: account.clone(),
			old,
			new: multiplier,
		});
		Ok(())
	}

	fn shift(
		pool_id: PoolId,
		from: &T::AccountId,
		to: &T::AccountId,
		amount: Amount,
	) -> DispatchResult {
		ensure!(from != to, Error::<T>::SameStaker);

		let mut pool = Matured::<T>::open(pool_id)?;
		let (mut giver, mut taker) = (pool.holding(from)?, pool.holding(to)?);

		let (at, minimum) = (pool.at, pool.record.minimum);
		shift(&pool.record.buckets, &mut giver, &mut taker, at, amount, minimum)
			.map_err(Error::<T>::from)?;

		pool.put_holding(from, giver)?;
		pool.put_holding(to, taker)?;
		pool.store()?;
		Self::deposit_event(Event::StakeMoved { pool_id, from: from.clone(), to: to.clone() });
		Ok(())
	}

	fn collect(
		pool_id: PoolId,
		account: &T::AccountId,
	) -> Result<Option<CreditOf<T>>, DispatchError> {
		// Nothing has happened if the asset refuses.
		with_storage_layer(|| Self::do_collect(pool_id, account))
	}
}

impl<T: Config> Pallet<T> {
	/// Makes a part of the stake that has just left an exit of another account. Returns its value.
	fn penalty(
		pool: &Matured<T>,
		exits: &mut ExitsOf<T>,
		asked_epoch: EpochIndex,
		fraction: Fraction,
		of: &T::AccountId,
	) -> Result<Balance, DispatchError> {
		let bucket = ExitBuckets::<T>::get(pool.pool_id, asked_epoch).unwrap_or_default();
		let penalty = exits.penalty(&bucket, asked_epoch, fraction).map_err(Error::<T>::from)?;
		let value = match penalty.waiting() {
			[exit] => exit.value(&bucket).map_err(Error::<T>::from)?,
			_ => 0,
		};

		if penalty.is_empty() {
			return Ok(0);
		}

		let exits = Self::joined(pool, of, penalty, false)?;
		Self::keep_exits(of, pool.pool_id, exits);
		Ok(value)
	}

	fn do_collect(
		pool_id: PoolId,
		account: &T::AccountId,
	) -> Result<Option<CreditOf<T>>, DispatchError> {
		let pool = Matured::<T>::open(pool_id)?;

		let mut exits = Self::joined(&pool, account, ExitsOf::<T>::default(), true)?;
		if exits.due() == 0 {
			Self::keep_exits(account, pool_id, exits);
			return Ok(None);
		}

		let asset = pool.record.asset;
		let money = PotOf::<T>::take_part(asset, exits.due())?;
		let amount = money.peek();
		exits.pay_due(amount).map_err(Error::<T>::from)?;
		Self::keep_exits(account, pool_id, exits);
		Self::deposit_event(Event::Collected { pool_id, account: account.clone(), amount });
		Ok(Some(money))
	}
}
