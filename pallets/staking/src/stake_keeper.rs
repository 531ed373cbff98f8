// SPDX-License-Identifier: Apache-2.0

//! Stake of position accounts: nobody signs for them, another pallet keeps them and says what becomes of their stake.

use crate::{
	delegations::{Joins, Left},
	matured::Matured,
	payments::PotOf,
	Amount, AssetIdOf, Balance, Config, CreditOf, Error, Event, ExitsOf, Fraction, HoldingOf,
	Pallet, PoolId,
};
use bulwark_ledger::{shift, EpochIndex, Multiplier};
use bulwark_traits::{StakeKeeper, Unstake};
use frame_support::{ensure, storage::with_storage_layer};
use sp_runtime::{traits::EnsureSub, DispatchError, DispatchResult};

impl<T: Config> StakeKeeper<T::AccountId, AssetIdOf<T>, CreditOf<T>> for Pallet<T> {
	fn stake_for<R>(
		pool_id: PoolId,
		account: &T::AccountId,
		payer: &T::AccountId,
		amount: Balance,
		multiplier: Multiplier,
		now: EpochIndex,
		record: impl FnOnce(EpochIndex, u32) -> Result<R, DispatchError>,
	) -> Result<R, DispatchError> {
		let mut pool = Matured::<T>::open(pool_id, now)?;
		let present = pool.holding(account)?;
		let asset = pool.record.asset.clone();

		pool.ensure_takes(account)?;
		let fits = present.is_empty() || present.multiplier() == multiplier;
		ensure!(fits, Error::<T>::MultiplierMismatch);

		let holding = if present.is_empty() { HoldingOf::<T>::new(multiplier) } else { present };
		let effective_from = Self::add(&mut pool, account, holding, amount, Joins::Deposited)?;
		let recorded = record(effective_from, pool.work().all())?;

		PotOf::<T>::receive(asset, payer, amount)?;
		Self::deposit_event(Event::StakedFor {
			pool_id,
			account: account.clone(),
			payer: payer.clone(),
			amount,
			effective_from,
		});
		Ok(recorded)
	}

	fn unstake_for(
		pool_id: PoolId,
		account: &T::AccountId,
		amount: Amount,
		to: &T::AccountId,
		penalty: Option<(Fraction, &T::AccountId)>,
		now: EpochIndex,
	) -> Result<Unstake, DispatchError> {
		let mut pool = Matured::<T>::open(pool_id, now)?;
		let mut exits = ExitsOf::<T>::default();

		let left = Self::leave(&mut pool, account, &mut exits, amount)?;
		let Left { returned, departure, is_last, .. } = left;
		let penalty = match penalty {
			Some((fraction, of)) => {
				Self::penalty(&mut pool, &mut exits, departure.last_epoch, fraction, of)?
			},
			None => 0,
		};
		let unbonding = left.unbonding.ensure_sub(penalty)?;
		let exits = Self::joined(&mut pool, to, exits, true)?;

		pool.store()?;
		exits.keep(&mut pool);
		Self::deposit_event(Event::UnstakedFor {
			pool_id,
			account: account.clone(),
			to: to.clone(),
			returned,
			unbonding,
			penalty,
			departure,
		});
		let pages = pool.work().all();
		Ok(Unstake { returned, unbonding, penalty, departure, is_last, pages })
	}

	fn pay_due(pool_id: PoolId, staker: &T::AccountId) -> DispatchResult {
		// Stake leaves whatever becomes of a payment.
		Self::do_pay_due(pool_id, staker)
	}

	fn reweigh(
		pool_id: PoolId,
		account: &T::AccountId,
		multiplier: Multiplier,
		now: EpochIndex,
	) -> Result<u32, DispatchError> {
		let mut pool = Matured::<T>::open(pool_id, now)?;
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
		Ok(pool.work().all())
	}

	fn shift(
		pool_id: PoolId,
		from: &T::AccountId,
		to: &T::AccountId,
		amount: Amount,
		now: EpochIndex,
	) -> Result<u32, DispatchError> {
		ensure!(from != to, Error::<T>::SameStaker);

		let mut pool = Matured::<T>::open(pool_id, now)?;
		let (mut giver, mut taker) = (pool.holding(from)?, pool.holding(to)?);

		let (at, minimum) = (pool.at, pool.record.minimum);
		shift(&pool.record.buckets, &mut giver, &mut taker, at, amount, minimum)
			.map_err(Error::<T>::from)?;

		pool.put_holding(from, giver)?;
		pool.put_holding(to, taker)?;
		pool.store()?;
		Self::deposit_event(Event::StakeMoved { pool_id, from: from.clone(), to: to.clone() });
		Ok(pool.work().all())
	}

	fn collect(
		pool_id: PoolId,
		account: &T::AccountId,
		now: EpochIndex,
	) -> Result<Option<CreditOf<T>>, DispatchError> {
		// Nothing has happened if the asset refuses.
		with_storage_layer(|| Self::do_collect(pool_id, account, now))
	}
}

impl<T: Config> Pallet<T> {
	/// Makes a part of the stake that has just left an exit of another account. Returns its value.
	fn penalty(
		pool: &mut Matured<T>,
		exits: &mut ExitsOf<T>,
		asked_epoch: EpochIndex,
		fraction: Fraction,
		of: &T::AccountId,
	) -> Result<Balance, DispatchError> {
		let bucket = pool.exit_bucket(asked_epoch)?;
		let penalty = exits.penalty(&bucket, asked_epoch, fraction).map_err(Error::<T>::from)?;
		let value = match penalty.waiting() {
			[exit] => exit.value(&bucket).map_err(Error::<T>::from)?,
			_ => 0,
		};

		if penalty.is_empty() {
			return Ok(0);
		}

		Self::joined(pool, of, penalty, false)?.keep(pool);
		Ok(value)
	}

	fn do_collect(
		pool_id: PoolId,
		account: &T::AccountId,
		now: EpochIndex,
	) -> Result<Option<CreditOf<T>>, DispatchError> {
		let mut pool = Matured::<T>::open(pool_id, now)?;
		let exits = Self::joined(&mut pool, account, ExitsOf::<T>::default(), true)?;
		pool.store_exit_buckets();
		let payment = exits.keep_without_due(&mut pool)?;
		let amount = payment.amount?;
		if amount == 0 {
			return Ok(None);
		}

		let money = PotOf::<T>::take(payment.asset, amount)?;
		Self::deposit_event(Event::Collected { pool_id, account: account.clone(), amount });
		Ok(Some(money))
	}
}
