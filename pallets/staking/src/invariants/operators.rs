// SPDX-License-Identifier: Apache-2.0

//! Operators: their bonds, their pools and the stake behind them.

use crate::{
	matured::Matured, Balance, Config, HoldReason, MaxBuckets, Operator, Operators, Pallet,
	PoolBacking, PoolId, Pools,
};
use bulwark_ledger::active_tokens;
use bulwark_traits::Epochs;
use frame_support::{
	ensure,
	traits::{fungible::InspectHold, Get},
};
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	/// A bond is what is held, and pools and operators name each other.
	pub(super) fn try_operators() -> Result<(), TryRuntimeError> {
		for (operator, record) in Operators::<T>::iter() {
			Self::try_bond(&operator, &record)?;
			let closes = record.departure.is_some();
			ensure!(
				closes || !record.unslashed.is_spent(),
				"an operator of whose pools slashes have left a fifth or less is closing"
			);
			for id in record.backing.pool_ids() {
				Self::try_pool_of(&operator, &record, id)?;
			}
		}
		Ok(())
	}

	fn try_bond(operator: &T::AccountId, record: &Operator<T>) -> Result<(), TryRuntimeError> {
		let held = T::Native::balance_on_hold(&HoldReason::Bond.into(), operator);
		let bond = record.bond.held().map_err(|_| "a sum overflows")?;
		ensure!(held == bond, "I11: the bond of an operator is what is held on its account");
		ensure!(bond <= record.bond.required(), "a bond is at most the required one");
		let parts = record.bond.parts();
		let is_sorted = parts.is_sorted_by(|one, next| one.effective_from < next.effective_from);
		ensure!(is_sorted, "a bond has one part for an epoch, the oldest first");
		ensure!(parts.iter().all(|part| part.amount > 0), "no part of a bond is empty");
		let last = parts.last().map(|part| part.effective_from);
		ensure!(
			last <= Some(Self::now().next()),
			"the parts of a bond answer from the next epoch on at the latest"
		);
		Ok(())
	}

	fn try_pool_of(
		operator: &T::AccountId,
		record: &Operator<T>,
		id: PoolId,
	) -> Result<(), TryRuntimeError> {
		let pool = Pools::<T>::get(id).ok_or("I11: the pools of an operator are stored")?;
		let is_named = pool.operator.as_ref() == Some(operator);
		ensure!(is_named, "I11: a pool on the list of an operator names it");

		let (bond, pool) = (record.departure, pool.buckets.departure());
		let [of_bond, of_pool] = [bond, pool].map(|leaves| leaves.map(|leaves| leaves.last_epoch));
		let closes_earlier = record.unslashed.is_spent() && of_pool.is_some();
		ensure!(
			of_pool == of_bond || closes_earlier && of_pool < of_bond,
			"a pool closes with its operator, or earlier by its slashes",
		);
		ensure!(
			bond.map(|bond| bond.release_epoch) >= pool.map(|pool| pool.release_epoch),
			"a bond is released with the last pool or later",
		);
		Ok(())
	}

	/// Nobody's money is held for a bond that nobody has.
	pub(super) fn try_holds() -> Result<(), TryRuntimeError> {
		for account in frame_system::Account::<T>::iter_keys() {
			let held = T::Native::balance_on_hold(&HoldReason::Bond.into(), &account);
			let is_owed = held == 0 || Operators::<T>::contains_key(&account);
			ensure!(is_owed, "I11: a bond is held on accounts of operators alone");
		}
		Ok(())
	}

	/// The backing of an operator is the stake in its pools: all of it, and its own.
	pub(super) fn try_backings() -> Result<(), TryRuntimeError> {
		let operators = Operators::<T>::iter().count();
		let is_counted = operators == Operators::<T>::count() as usize;
		ensure!(is_counted, "operators are as many as are counted");
		for (operator, record) in Operators::<T>::iter() {
			for entry in record.backing.pools.iter() {
				Self::try_backing(&operator, entry)?;
			}
		}
		Ok(())
	}

	fn try_backing(operator: &T::AccountId, entry: &PoolBacking<T>) -> Result<(), TryRuntimeError> {
		let mut pool = Matured::<T>::load(entry.pool_id, Self::now())?;
		ensure!(pool.record.asset == entry.asset, "a backing names the asset of its pool");

		let (now, own) = (pool.at.now, pool.holding(operator)?);
		let exits = pool.exit_bucket(now)?;
		let buckets = &pool.record.buckets;
		let last_epoch = buckets.departure().map(|closed| closed.last_epoch);
		if last_epoch.is_some_and(|last| last < now) {
			return Ok(()); // nothing of it counts any more, whether it was touched since or not
		}
		let leaves = last_epoch == Some(now);
		let all = buckets.lasting_tokens().map_err(|_| "a sum overflows")?;
		let active = active_tokens([buckets, &exits], now).map_err(|_| "a sum overflows")?;
		ensure!(
			entry.total.at(now) == active,
			"the backing of an operator in an epoch is the stake that is active in its pools"
		);
		let latest = entry.total.latest();
		ensure!(
			latest == all || leaves && latest == 0,
			"the backing of an operator in the next epoch is all that stays in its pools"
		);

		// Since it was noted a lot may have lost two units when it merged; other people's roundings only add.
		let worth = own.value(buckets).map_err(|_| "a sum overflows")?;
		// (Saturates in a check only, far above the ceiling of a pot.)
		let most = worth.saturating_add(Balance::from(MaxBuckets::<T>::get()) * 2);
		ensure!(
			entry.own.latest() <= most,
			"the recorded self-stake of an operator is at most what its lots are worth"
		);
		Ok(())
	}
}
