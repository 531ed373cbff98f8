// SPDX-License-Identifier: Apache-2.0

//! Rewards that come in: for the stake that was active in an epoch, or as a stream for epochs to come.

use crate::{
	book::Book, payments::PotOf, AccruedCommission, AssetIdOf, CommissionRates, Config, CreditOf,
	Error, Event, Pallet, RewardPools, WeightInfo,
};
use alloc::vec::Vec;
use bulwark_ledger::{apportion, split_floor, Balance, EpochIndex, PoolId};
use bulwark_traits::{Payee, RewardSink, StakePools};
use frame_support::{ensure, storage::with_storage_layer, weights::Weight};
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_reward(
		payer: T::AccountId,
		to: Payee<T::AccountId>,
		asset: AssetIdOf<T>,
		amount: Balance,
		earned_in: EpochIndex,
	) -> DispatchResult {
		PotOf::<T>::receive(asset.clone(), &payer, amount)?;
		Self::distribute(to, asset, amount, earned_in)
	}

	pub(crate) fn do_fund_stream(
		payer: T::AccountId,
		pool_id: PoolId,
		asset: AssetIdOf<T>,
		amount: Balance,
		epochs: u32,
	) -> DispatchResult {
		let mut book = Book::<T>::load(pool_id)?;

		ensure!(amount > 0, Error::<T>::NothingToPay);
		ensure!(book.info.departure.is_none(), Error::<T>::PoolClosed);

		let effective_from = book.fund(&asset, amount, epochs)?;

		book.store()?;

		PotOf::<T>::receive(asset.clone(), &payer, amount)?;
		Self::deposit_event(Event::StreamFunded { pool_id, asset, amount, effective_from, epochs });
		Ok(())
	}

	/// Divides money that has come in among the stake that was active in an epoch.
	pub(crate) fn distribute(
		to: Payee<T::AccountId>,
		asset: AssetIdOf<T>,
		amount: Balance,
		earned_in: EpochIndex,
	) -> DispatchResult {
		ensure!(amount > 0, Error::<T>::NothingToPay);

		match to {
			Payee::Pool(pool_id) => Self::reward_stakers(pool_id, asset, amount, earned_in),
			Payee::Operator(operator) => Self::reward_operator(operator, asset, amount, earned_in),
		}
	}

	/// The commission first, then all who were active share the rest.
	fn reward_stakers(
		pool_id: PoolId,
		asset: AssetIdOf<T>,
		amount: Balance,
		earned_in: EpochIndex,
	) -> DispatchResult {
		let book = Book::<T>::load(pool_id)?;
		let operator = book.info.operator.clone();
		let (commission, rest) = Self::take_commission(operator.as_ref(), amount, earned_in)?;
		if !Self::credit(book, asset.clone(), rest, commission, earned_in)? {
			// Nobody has earned anything, the operator neither.
			Self::give_up(pool_id, asset, amount)?;
		}
		Ok(())
	}

	/// The commission comes off the whole, and the rest is divided over the pools by the power of what was active and
	/// earns anything, at today's prices.
	fn reward_operator(
		operator: T::AccountId,
		asset: AssetIdOf<T>,
		amount: Balance,
		earned_in: EpochIndex,
	) -> DispatchResult {
		let mut pools = Vec::new();
		let mut powers = Vec::new();
		for pool_id in T::Stake::pools_of(&operator) {
			let record = RewardPools::<T>::get(pool_id);
			if !record.is_some_and(|record| record.assets.contains(&asset)) {
				continue;
			}
			let book = Book::<T>::load(pool_id)?;
			book.info.horizon.check(earned_in).map_err(Error::<T>::from)?;
			let earning = book.earning(earned_in)?;
			powers.push(T::Stake::power(book.info.asset.clone(), earning));
			pools.push(pool_id);
		}
		ensure!(!T::Stake::pools_of(&operator).is_empty(), Error::<T>::UnknownPool);
		let first = *pools.first().ok_or(Error::<T>::AssetNotListed)?;

		let (commission, rest) = Self::take_commission(Some(&operator), amount, earned_in)?;
		let Some(parts) = apportion(rest, &powers).map_err(Error::<T>::from)? else {
			return Self::give_up(first, asset, amount);
		};

		// The first pool in which somebody has earned something keeps the commission.
		let mut waits = commission;
		for (pool_id, part) in pools.into_iter().zip(parts).filter(|(_, part)| *part > 0) {
			if Self::credit(Book::load(pool_id)?, asset.clone(), part, waits, earned_in)? {
				waits = 0;
			} else {
				Self::give_up(pool_id, asset.clone(), part)?;
			}
		}
		if waits > 0 {
			Self::give_up(first, asset, waits)?;
		}
		Ok(())
	}

	/// Credits one pool. Returns false if nobody was active in it: then the money is still to be given up.
	fn credit(
		mut book: Book<T>,
		asset: AssetIdOf<T>,
		amount: Balance,
		commission: Balance,
		earned_in: EpochIndex,
	) -> Result<bool, DispatchError> {
		let pool_id = book.pool_id;
		let at = book.asset(&asset)?;
		book.info.horizon.check(earned_in).map_err(Error::<T>::from)?;

		let is_credited = book.credit(earned_in, at, amount)?;

		book.store()?;

		if is_credited {
			Self::keep_commission(pool_id, at, commission)?;
			Self::deposit_event(Event::Rewarded { pool_id, earned_in, asset, amount, commission });
		}
		Ok(is_credited)
	}

	/// ⌊C·amount⌋ at the rate of the epoch in which it was earned, and the rest.
	fn take_commission(
		operator: Option<&T::AccountId>,
		amount: Balance,
		earned_in: EpochIndex,
	) -> Result<(Balance, Balance), DispatchError> {
		let Some(operator) = operator else { return Ok((0, amount)) };
		let rate = CommissionRates::<T>::get(operator).rate(earned_in);
		Ok(split_floor(amount, rate).map_err(Error::<T>::from)?)
	}

	/// Notes a commission that can be claimed.
	fn keep_commission(pool_id: PoolId, asset: u32, amount: Balance) -> DispatchResult {
		if amount == 0 {
			return Ok(());
		}
		AccruedCommission::<T>::try_mutate(pool_id, |due| due.add_units(asset, amount))
			.map_err(Error::<T>::from)?;
		Ok(())
	}
}

impl<T: Config> Book<T> {
	/// Adds money to a stream. Returns the first epoch that it pays for.
	pub(crate) fn fund(
		&mut self,
		asset: &AssetIdOf<T>,
		amount: Balance,
		epochs: u32,
	) -> Result<EpochIndex, DispatchError> {
		let (at, now) = (self.asset(asset)?, self.now());
		self.stream(at).fund(now, amount, epochs).map_err(Error::<T>::from)?;
		Ok(now.next())
	}
}

impl<T: Config> RewardSink<T::AccountId, CreditOf<T>> for Pallet<T> {
	fn reward(
		to: Payee<T::AccountId>,
		earned_in: EpochIndex,
		money: CreditOf<T>,
	) -> Result<(), (CreditOf<T>, DispatchError)> {
		let (asset, amount) = (money.asset(), money.peek());
		let mut refused = Some(money);
		let taken = with_storage_layer(|| {
			PotOf::<T>::note_received(&asset, amount)?;
			Self::distribute(to, asset.clone(), amount, earned_in)?;
			let Some(money) = refused.take() else { return Ok(()) };
			PotOf::<T>::resolve(money).map_err(|money| {
				refused = Some(money);
				DispatchError::from(Error::<T>::AssetNotListed)
			})
		});
		if let (Err(error), Some(money)) = (taken, refused) {
			return Err((money, error));
		}
		// What nobody has earned could not go on before it had come.
		let _ = Self::give_away(asset);
		Ok(())
	}

	fn weight() -> Weight {
		T::WeightInfo::reward()
	}
}
