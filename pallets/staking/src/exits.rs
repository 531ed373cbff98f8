// SPDX-License-Identifier: Apache-2.0

//! Exits: released, joined, paid and kept, whoever asks for it.

use crate::{
	matured::{tell, Matured},
	payments::PotOf,
	AssetIdOf, BucketsOf, Config, Error, Event, ExitBuckets, Exits, ExitsOf, HoldingOf, Pallet,
	PoolId,
};
use alloc::vec::Vec;
use bulwark_ledger::{withdraw_exit, withdraw_lots, EpochIndex, RewardWeights};
use bulwark_traits::StakeRef;
use sp_runtime::{DispatchError, DispatchResult};

/// An exit bucket of a pool, with the epoch in which its stake was unstaked.
type ExitBucketOf<T> = (EpochIndex, BucketsOf<T>);

impl<T: Config> Pallet<T> {
	/// Makes due all that a staker can be paid: its released exits and its lots in a closed pool. Unless it asks itself,
	/// only stake to which no late reward can come any more. Returns the exit buckets that this changes.
	pub(crate) fn free(
		pool: &mut Matured<T>,
		holding: &mut HoldingOf<T>,
		exits: &mut ExitsOf<T>,
		by_staker: bool,
	) -> Result<Vec<ExitBucketOf<T>>, DispatchError> {
		let closed = pool.record.buckets.departure();
		let lots = closed.is_some_and(|closed| pool.may_free(closed.last_epoch, by_staker));
		let released = pool.released(exits, by_staker);

		let exit_buckets = Self::release(pool, exits, released)?;
		if lots {
			withdraw_lots(&mut pool.record.buckets, holding, pool.at.now)
				.and_then(|tokens| exits.owe(tokens))
				.map_err(Error::<T>::from)?;
		}
		Ok(exit_buckets)
	}

	/// A staker's exits with others joined to them. Those of either that may be paid become due, so that no more of them
	/// wait than can. They are kept by the caller.
	pub(crate) fn joined(
		pool: &Matured<T>,
		staker: &T::AccountId,
		mut others: ExitsOf<T>,
		by_staker: bool,
	) -> Result<ExitsOf<T>, DispatchError> {
		let mut exits = Exits::<T>::get(staker, pool.pool_id).unwrap_or_default();

		for exits in [&mut others, &mut exits] {
			let released = pool.released(exits, by_staker);
			let buckets = Self::release(pool, exits, released)?;
			// Both may have parts in one bucket: the second has to find it without those of the first.
			Self::keep_exit_buckets(pool.pool_id, buckets);
		}
		exits.join(others).map_err(Error::<T>::from)?;
		Ok(exits)
	}

	/// Makes released exits due. Returns their exit buckets without them.
	pub(crate) fn release(
		pool: &Matured<T>,
		exits: &mut ExitsOf<T>,
		released: Vec<EpochIndex>,
	) -> Result<Vec<ExitBucketOf<T>>, DispatchError> {
		let mut buckets = Vec::new();
		for asked_epoch in released {
			let mut bucket = ExitBuckets::<T>::get(pool.pool_id, asked_epoch).unwrap_or_default();
			withdraw_exit(&mut bucket, exits, pool.at.now, asked_epoch)
				.and_then(|tokens| exits.owe(tokens))
				.map_err(Error::<T>::from)?;
			buckets.push((asked_epoch, bucket));
		}
		Ok(buckets)
	}

	/// Pays the amount that is due, as much of it as can leave the pot. If the asset refuses it stays due.
	pub(crate) fn pay_due(
		pool_id: PoolId,
		asset: AssetIdOf<T>,
		staker: &T::AccountId,
		exits: &mut ExitsOf<T>,
	) -> DispatchResult {
		let amount = exits.due();
		if amount == 0 {
			return Ok(());
		}

		let amount = PotOf::<T>::pay_part(asset, staker, amount)?;
		exits.pay_due(amount).map_err(Error::<T>::from)?;
		Self::deposit_event(Event::Withdrawn { pool_id, staker: staker.clone(), amount });
		Ok(())
	}

	/// The reason why nothing can be withdrawn: something unbonds, or a closed pool has yet to release it; or there is
	/// only stake in an open pool.
	pub(crate) fn why_nothing(pool: &Matured<T>, exits: &ExitsOf<T>) -> Error<T> {
		if pool.record.buckets.departure().is_some() || !exits.waiting().is_empty() {
			return Error::<T>::NotReleased;
		}
		Error::<T>::NothingToWithdraw
	}

	/// Pays the amount that is due if the asset lets it, and keeps the exits.
	pub(crate) fn pay_or_defer(
		pool_id: PoolId,
		asset: AssetIdOf<T>,
		staker: &T::AccountId,
		mut exits: ExitsOf<T>,
	) {
		let _ = Self::pay_due(pool_id, asset, staker, &mut exits);
		let amount = exits.due();
		if amount > 0 {
			Self::deposit_event(Event::PaymentDeferred { pool_id, staker: staker.clone(), amount });
		}
		Self::keep_exits(staker, pool_id, exits);
	}

	/// Keeps a staker's exits if there are any, and tells the observer their reward weights.
	pub(crate) fn keep_exits(staker: &T::AccountId, pool_id: PoolId, exits: ExitsOf<T>) {
		let before = Exits::<T>::get(staker, pool_id).unwrap_or_default();
		let (before, now) = (RewardWeights::settled(before.weights()), exits.weights());

		let keep = (!exits.is_empty()).then_some(exits);
		Exits::<T>::set(staker, pool_id, keep);

		tell::<T>(&StakeRef { pool_id, staker: staker.clone(), to: None }, &before, &now);
	}

	pub(crate) fn keep_exit_buckets(pool_id: PoolId, buckets: Vec<ExitBucketOf<T>>) {
		for (asked_epoch, bucket) in buckets {
			let keep = (!bucket.is_empty()).then_some(bucket);
			ExitBuckets::<T>::set(pool_id, asked_epoch, keep);
		}
	}
}
