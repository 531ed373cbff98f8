// SPDX-License-Identifier: Apache-2.0

//! The stake that an account has itself, shown to whoever counts its votes.

use crate::{
	exits::StakerExits, matured::Matured, Balance, Config, EpochIndex, Error, Exits, Holdings,
	Pallet, Redelegations, WeightInfo,
};
use alloc::{collections::BTreeSet, vec::Vec};
use bulwark_ledger::Pot;
use bulwark_traits::{Epochs, OwnStake, StakeRef};
use frame_support::{traits::Get, weights::Weight};
use sp_runtime::DispatchError;

impl<T: Config> OwnStake<T::AccountId> for Pallet<T> {
	fn own_stake(staker: &T::AccountId, most_pools: u32) -> Balance {
		let now = Self::now();
		let stakes = stakes::<T>(staker, most_pools).into_iter();
		let values = stakes.map(|stake| native_value::<T>(&stake, now).unwrap_or_default());
		Pot::checked_sum(values).unwrap_or_default() // no more than the pot has
	}

	fn weight(most_pools: u32) -> Weight {
		T::WeightInfo::own_stake(most_pools)
	}
}

/// Stakes of a staker, so many at most: those in pools, or on their way out of them, before those on their way to others.
fn stakes<T: Config>(staker: &T::AccountId, most: u32) -> Vec<StakeRef<T::AccountId>> {
	let most = usize::try_from(most).unwrap_or(usize::MAX);
	let stake = |pool_id, to| StakeRef { pool_id, staker: staker.clone(), to };
	let held = Holdings::<T>::iter_key_prefix(staker).take(most);
	let unbonding = Exits::<T>::iter_key_prefix(staker).take(most);
	let own: BTreeSet<_> = held.chain(unbonding).map(|pool_id| stake(pool_id, None)).collect();
	let moving = Redelegations::<T>::iter_key_prefix((staker,)).take(most);
	let moving = moving.map(|(pool_id, to)| stake(pool_id, Some(to)));
	own.into_iter().chain(moving).take(most).collect()
}

/// Value of a stake, of one in another asset nothing.
fn native_value<T: Config>(
	stake: &StakeRef<T::AccountId>,
	now: EpochIndex,
) -> Result<Balance, DispatchError> {
	let mut pool = Matured::<T>::load(stake.pool_id, now)?;
	if pool.record.asset != T::NativeAsset::get() {
		return Ok(0);
	}
	let exits = StakerExits::<T>::load(stake.pool_id, &stake.staker, stake.to)?.all.now;
	let mut values = Vec::from([exits.due()]);
	for exit in exits.waiting() {
		let bucket = pool.exit_bucket(exit.asked_epoch)?;
		values.push(exit.value(&bucket).map_err(Error::<T>::from)?);
	}
	if stake.to.is_none() {
		let holding = pool.holding(&stake.staker)?;
		values.push(holding.value(&pool.record.buckets).map_err(Error::<T>::from)?);
	}
	Ok(Pot::checked_sum(values).map_err(Error::<T>::from)?)
}
