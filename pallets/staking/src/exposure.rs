// SPDX-License-Identifier: Apache-2.0

//! The stake that a slash would find. Looking takes nothing: slashing is in `slashes`.

use crate::{
	exits::StakerExits, matured::Matured, AssetIdOf, Balance, Config, Error, Operators, Pallet,
	PoolId, Pools, Redelegations, WeightInfo,
};
use alloc::vec::Vec;
use bulwark_ledger::{active_tokens, EpochIndex, LedgerError, Pot};
use bulwark_traits::{Epochs, Exposure, Slashable};
use core::iter;
use frame_support::{traits::Get, weights::Weight};
use sp_runtime::{traits::Zero, DispatchError};

impl<T: Config> Exposure<T::AccountId, AssetIdOf<T>> for Pallet<T> {
	fn is_operator(who: &T::AccountId) -> bool {
		Operators::<T>::contains_key(who)
	}

	fn may_opt_in(operator: &T::AccountId) -> bool {
		Operators::<T>::get(operator).is_some_and(|record| record.departure.is_none())
	}

	fn last_epoch(operator: &T::AccountId) -> Option<EpochIndex> {
		Operators::<T>::get(operator)?.departure.map(|departure| departure.last_epoch)
	}

	fn slashable(operator: &T::AccountId, fault_epoch: EpochIndex) -> Slashable<AssetIdOf<T>> {
		slashable::<T>(operator, fault_epoch).unwrap_or_default()
	}

	fn slashable_of(pool_id: PoolId, staker: &T::AccountId, fault_epoch: EpochIndex) -> Balance {
		slashable_of::<T>(pool_id, staker, fault_epoch).unwrap_or_default()
	}

	fn stands_behind(pool_id: PoolId, operator: &T::AccountId) -> bool {
		Pools::<T>::get(pool_id).is_some_and(|pool| pool.operator.as_ref() == Some(operator))
	}

	fn weight() -> Weight {
		T::WeightInfo::exposure()
	}
}

/// The bond if it can be slashed for the epoch, and the stake of each pool that was active in it.
fn slashable<T: Config>(
	operator: &T::AccountId,
	fault_epoch: EpochIndex,
) -> Result<Slashable<AssetIdOf<T>>, DispatchError> {
	let record = Operators::<T>::get(operator).ok_or(Error::<T>::NotOperator)?;
	let at = Pallet::<T>::horizon();

	let bond = record.slashable_bond(at, fault_epoch).map_err(Error::<T>::from)?;
	let mut pools = Vec::new();
	for pool_id in record.backing.pool_ids() {
		let mut pool = Matured::<T>::load(pool_id, at.now)?;
		let stake = pool.record.buckets.clone();
		let exits = pool.exits_since(fault_epoch)?.map(|exits| &*exits);
		let pool_and_exits = iter::once(&stake).chain(exits);
		let active = active_tokens(pool_and_exits, fault_epoch).map_err(Error::<T>::from)?;
		gather(&mut pools, pool.record.asset, active).map_err(Error::<T>::from)?;
	}
	Ok(Slashable { bond: (bond > 0).then(|| (T::NativeAsset::get(), bond)), pools })
}

/// Adds an amount to the one of the same asset.
fn gather<AssetId: PartialEq>(
	amounts: &mut Vec<(AssetId, Balance)>,
	asset: AssetId,
	amount: Balance,
) -> Result<(), LedgerError> {
	if amount.is_zero() {
		return Ok(());
	}
	match amounts.iter_mut().find(|(present, _)| *present == asset) {
		Some((_, sum)) => *sum = Pot::checked_sum([*sum, amount])?,
		None => amounts.push((asset, amount)),
	}
	Ok(())
}

/// The part of a staker's lots and exits that was active in an epoch.
fn slashable_of<T: Config>(
	pool_id: PoolId,
	staker: &T::AccountId,
	fault_epoch: EpochIndex,
) -> Result<Balance, DispatchError> {
	let mut pool = Matured::<T>::load(pool_id, Pallet::<T>::now())?;
	pool.at.check(fault_epoch).map_err(Error::<T>::from)?;
	let holding = pool.holding(staker)?;

	let closed = pool.record.buckets.departure();
	let lots = match closed.is_some_and(|closed| closed.last_epoch < fault_epoch) {
		true => Ok(0),
		false => holding.active_value(&pool.record.buckets, fault_epoch),
	};
	let mut values = Vec::from([lots.map_err(Error::<T>::from)?]);
	let moving = Redelegations::<T>::iter_key_prefix((staker, pool_id)).map(Some);
	for to in iter::once(None).chain(moving) {
		let exits = StakerExits::<T>::load(pool_id, staker, to)?.all.now;
		for exit in exits.waiting() {
			let bucket = pool.exit_bucket(exit.asked_epoch)?;
			let active = exit.active_value(&bucket, fault_epoch);
			values.push(active.map_err(Error::<T>::from)?);
		}
	}
	Ok(Pot::checked_sum(values).map_err(Error::<T>::from)?)
}
