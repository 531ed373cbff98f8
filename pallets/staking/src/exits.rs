// SPDX-License-Identifier: Apache-2.0

//! Exits: released, joined, paid and kept, whoever asks for it.

use crate::{
	matured::Matured, payments::PotOf, Config, Error, Event, Exits, ExitsOf, HoldingOf, Pallet,
	PoolId, Redelegations,
};
use alloc::vec::Vec;
use bulwark_ledger::{withdraw_exit, withdraw_lots, EpochIndex, RewardWeights};
use bulwark_traits::{refused_by_asset, Loaded, StakeRef};
use sp_runtime::{DispatchError, DispatchResult};

/// The exits of a staker from a pool: those that go nowhere, or those on their way to another pool.
pub(crate) struct StakerExits<T: Config> {
	pub(crate) stake: StakeRef<T::AccountId>,
	pub(crate) all: Loaded<ExitsOf<T>>,
}

impl<T: Config> StakerExits<T> {
	pub(crate) fn load(
		pool_id: PoolId,
		staker: &T::AccountId,
		to: Option<PoolId>,
	) -> Result<Self, DispatchError> {
		let key = match to {
			None => Exits::<T>::hashed_key_for(staker, pool_id),
			Some(to) => Redelegations::<T>::hashed_key_for((staker, pool_id, to)),
		};
		let stake = StakeRef { pool_id, staker: staker.clone(), to };
		Ok(Self { stake, all: Loaded::load(key)? })
	}

	/// Keeps them if there are any, and tells the observer their reward weights.
	pub(crate) fn keep(mut self, pool: &mut Matured<T>) {
		let before = self.all.stored().map(ExitsOf::<T>::weights).unwrap_or_default();
		let now = self.all.now.weights();

		self.all.keep_if(!self.all.now.is_empty());

		pool.tell(&self.stake, &RewardWeights::settled(before), &now);
	}
}

impl<T: Config> Pallet<T> {
	/// Makes due all that a staker can be paid: its released exits and its lots in a closed pool. Unless it asks itself,
	/// only stake to which no late reward can come any more.
	pub(crate) fn free(
		pool: &mut Matured<T>,
		holding: &mut HoldingOf<T>,
		exits: &mut ExitsOf<T>,
		by_staker: bool,
	) -> DispatchResult {
		let closed = pool.record.buckets.departure();
		let lots = closed.is_some_and(|closed| pool.may_free(closed.last_epoch, by_staker));

		Self::release(pool, exits, by_staker)?;
		if lots {
			withdraw_lots(&mut pool.record.buckets, holding, pool.at.now)
				.and_then(|tokens| exits.owe(tokens))
				.map_err(Error::<T>::from)?;
		}
		Ok(())
	}

	/// A staker's exits with others joined to them. Those of either that may be paid become due, so that no more of them
	/// wait than can. They are kept by the caller, and their exit buckets with the pool.
	pub(crate) fn joined(
		pool: &mut Matured<T>,
		staker: &T::AccountId,
		mut others: ExitsOf<T>,
		by_staker: bool,
	) -> Result<StakerExits<T>, DispatchError> {
		let mut exits = StakerExits::<T>::load(pool.pool_id, staker, None)?;

		Self::release(pool, &mut others, by_staker)?;
		Self::release(pool, &mut exits.all.now, by_staker)?;
		exits.all.now.join(others).map_err(Error::<T>::from)?;
		Ok(exits)
	}

	/// Makes exits due that are released. Returns the epochs in which they were unstaked.
	pub(crate) fn release(
		pool: &mut Matured<T>,
		exits: &mut ExitsOf<T>,
		by_staker: bool,
	) -> Result<Vec<EpochIndex>, DispatchError> {
		let released = pool.released(exits, by_staker);
		for asked_epoch in &released {
			let mut bucket = pool.exit_bucket(*asked_epoch)?;
			withdraw_exit(&mut bucket, exits, pool.at.now, *asked_epoch)
				.and_then(|tokens| exits.owe(tokens))
				.map_err(Error::<T>::from)?;
			pool.put_exit_bucket(*asked_epoch, bucket)?;
		}
		Ok(released)
	}

	/// Pays the amount that is due, as much of it as can leave the pot. If the asset refuses it stays due.
	pub(crate) fn pay_due(pool: &Matured<T>, exits: &mut StakerExits<T>) -> DispatchResult {
		let (staker, due) = (exits.stake.staker.clone(), exits.all.now.due());
		if due == 0 {
			return Ok(());
		}

		let amount = PotOf::<T>::pay_part(pool.record.asset.clone(), &staker, due)
			.map_err(|error| refused_by_asset(error, Error::<T>::PaymentRefused))?;
		exits.all.now.pay_due(amount).map_err(Error::<T>::from)?;
		Self::deposit_event(Event::Withdrawn { pool_id: pool.pool_id, staker, amount });
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
	pub(crate) fn pay_or_defer(pool: &mut Matured<T>, mut exits: StakerExits<T>) {
		let _ = Self::pay_due(pool, &mut exits);
		let amount = exits.all.now.due();
		if amount > 0 {
			let staker = exits.stake.staker.clone();
			Self::deposit_event(Event::PaymentDeferred { pool_id: pool.pool_id, staker, amount });
		}
		exits.keep(pool);
	}
}
