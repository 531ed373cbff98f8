// SPDX-License-Identifier: Apache-2.0

//! Exits: released, joined, paid and kept, whoever asks for it.

use crate::{
	matured::Matured,
	payments::{Payment, PotOf},
	AssetIdOf, Balance, Config, Error, Exits, ExitsOf, HoldingOf, Pallet, Pool, PoolId,
	Redelegations,
};
use alloc::vec::Vec;
use bulwark_ledger::{withdraw_exit, withdraw_lots, EpochIndex, RewardWeights};
use bulwark_traits::{Loaded, StakeRef};
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

	/// Keeps them without what is due, as far as that can leave the pot: the caller pays it, last.
	pub(crate) fn keep_without_due(
		mut self,
		pool: &mut Matured<T>,
	) -> Result<Payment<T>, DispatchError> {
		let payment = self.take_payment(pool.record.asset.clone())?;
		self.keep(pool);
		Ok(payment)
	}

	/// Takes out what is due, as far as it can leave the pot.
	fn take_payment(&mut self, asset: AssetIdOf<T>) -> Result<Payment<T>, DispatchError> {
		let due = self.all.now.due();
		let amount = if due > 0 { PotOf::<T>::payable(&asset, due) } else { Ok(0) };
		self.all.now.pay_due(amount.unwrap_or(0)).map_err(Error::<T>::from)?;

		let StakeRef { pool_id, staker, .. } = self.stake.clone();
		Ok(Payment { pool_id, asset, staker, amount, rest: self.all.now.due() })
	}

	/// Makes an amount due again that was not paid. Returns all that is due.
	pub(crate) fn put_back(&mut self, unpaid: Balance) -> Result<Balance, DispatchError> {
		self.all.now.owe(unpaid).map_err(Error::<T>::from)?;
		self.all.keep_if(!self.all.now.is_empty());
		Ok(self.all.now.due())
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

	/// Pays what is due to a staker, if the asset lets it.
	pub(crate) fn do_pay_due(pool_id: PoolId, staker: &T::AccountId) -> DispatchResult {
		let asset = Pool::<T>::load(pool_id)?.asset;
		let mut exits = StakerExits::<T>::load(pool_id, staker, None)?;

		let payment = exits.take_payment(asset)?;
		exits.all.keep_if(!exits.all.now.is_empty());

		payment.pay_or_defer()
	}

	/// The reason why nothing can be withdrawn: something unbonds, or a closed pool has yet to release it; or there is
	/// only stake in an open pool.
	pub(crate) fn why_nothing(pool: &Matured<T>, exits: &ExitsOf<T>) -> Error<T> {
		if pool.record.buckets.departure().is_some() || !exits.waiting().is_empty() {
			return Error::<T>::NotReleased;
		}
		Error::<T>::NothingToWithdraw
	}
}
