// SPDX-License-Identifier: Apache-2.0

//! Rewards that come in: for the stake that was active in an epoch, or as a stream for epochs to come.

use crate::{
	book::Book, payments::PotOf, stored::stored_or_default, AccruedCommission, AmountsOf,
	AssetIdOf, Config, CreditOf, Error, Event, Pallet, WeightInfo,
};
use alloc::vec::Vec;
use bulwark_ledger::{
	divide_by_power, split_floor, tokens_that_earn, Balance, EarningStake, EpochIndex, PoolId,
};
use bulwark_traits::{Payee, RewardSink, StakePools};
use core::mem;
use frame_support::{ensure, storage::with_storage_layer, traits::OnUnbalanced, weights::Weight};
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_reward(
		payer: T::AccountId,
		to: Payee<T::AccountId>,
		asset: AssetIdOf<T>,
		amount: Balance,
		earned_in: EpochIndex,
		may_list: bool,
	) -> DispatchResult {
		PotOf::<T>::receive(asset.clone(), &payer, amount)?;
		let divided = with_storage_layer(|| {
			Self::divide(to.clone(), asset.clone(), amount, earned_in, may_list)
		});
		match divided {
			Err(error) if is_for_nobody::<T>(error) => Self::give_up(to, asset, amount),
			divided => divided,
		}
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

	/// Divides money that has come in among the stake that was active in an epoch; `NothingAtStake` if there was none.
	fn divide(
		to: Payee<T::AccountId>,
		asset: AssetIdOf<T>,
		amount: Balance,
		earned_in: EpochIndex,
		may_list: bool,
	) -> DispatchResult {
		ensure!(amount > 0, Error::<T>::NothingToPay);

		match to {
			Payee::Pool(pool_id) => {
				Self::reward_stakers(pool_id, asset, amount, earned_in, may_list)
			},
			Payee::Operator(operator) => {
				Self::reward_operator(operator, asset, amount, earned_in, may_list)
			},
		}
	}

	/// The commission first, then all who were active share the rest.
	fn reward_stakers(
		pool_id: PoolId,
		asset: AssetIdOf<T>,
		amount: Balance,
		earned_in: EpochIndex,
		may_list: bool,
	) -> DispatchResult {
		let book = Self::list(pool_id, &asset, may_list)?;
		let operator = book.info.operator.clone();
		let (commission, rest) = Self::take_commission(operator.as_ref(), amount, earned_in)?;
		Self::credit(book, asset, rest, commission, earned_in)
	}

	/// The commission comes off the whole, and the rest is divided over all pools by the power of what was active and
	/// earns anything. An operator that has gone is paid for what it did.
	fn reward_operator(
		operator: T::AccountId,
		asset: AssetIdOf<T>,
		amount: Balance,
		earned_in: EpochIndex,
		may_list: bool,
	) -> DispatchResult {
		let pool_ids = T::Stake::pools_ever_of(&operator);
		ensure!(!pool_ids.is_empty(), Error::<T>::UnknownPool);
		let stakes = pool_ids.iter().map(|pool_id| Self::earning_stake(*pool_id, earned_in));
		let stakes = stakes.collect::<Result<Vec<_>, _>>()?;

		let (commission, rest) = Self::take_commission(Some(&operator), amount, earned_in)?;
		let parts = divide_by_power(rest, &stakes).map_err(Error::<T>::from)?;
		let parts = parts.ok_or(Error::<T>::NothingAtStake)?;

		// The first pool that gets anything keeps the commission.
		let mut waits = commission;
		for (pool_id, part) in pool_ids.into_iter().zip(parts).filter(|(_, part)| *part > 0) {
			let book = Self::list(pool_id, &asset, may_list)?;
			Self::credit(book, asset.clone(), part, mem::take(&mut waits), earned_in)?;
		}
		Ok(())
	}

	/// The stake of a pool that earns a reward for an epoch, whether the pool pays any or not.
	fn earning_stake(pool_id: PoolId, epoch: EpochIndex) -> Result<EarningStake, DispatchError> {
		let info = T::Stake::pool(pool_id).ok_or(Error::<T>::UnknownPool)?;
		info.horizon.check(epoch).map_err(Error::<T>::from)?;

		let now = info.horizon.now;
		let stake = T::Stake::stake(pool_id, now);
		let exits: Vec<_> =
			epoch.through(now).map(|asked| T::Stake::exits(pool_id, asked)).collect();
		let tokens = tokens_that_earn(exits.iter().chain([&stake]), epoch);
		let tokens = tokens.map_err(Error::<T>::from)?;
		Ok(EarningStake { tokens, price: T::Stake::price(&info.asset, epoch) })
	}

	/// Credits one pool: all of it or, if nobody was active in it, nothing.
	fn credit(
		mut book: Book<T>,
		asset: AssetIdOf<T>,
		amount: Balance,
		commission: Balance,
		earned_in: EpochIndex,
	) -> DispatchResult {
		let pool_id = book.pool_id;
		let at = book.asset(&asset)?;
		book.info.horizon.check(earned_in).map_err(Error::<T>::from)?;

		// Where nobody has earned anything the operator has not either.
		ensure!(book.credit(earned_in, at, amount)?, Error::<T>::NothingAtStake);
		book.note_credited(earned_in, at, 0, commission)?;

		book.store()?;

		Self::keep_commission(pool_id, at, commission)?;
		Self::deposit_event(Event::Rewarded { pool_id, earned_in, asset, amount, commission });
		Ok(())
	}

	/// ⌊C·amount⌋ at the rate of the epoch in which it was earned, and the rest.
	fn take_commission(
		operator: Option<&T::AccountId>,
		amount: Balance,
		earned_in: EpochIndex,
	) -> Result<(Balance, Balance), DispatchError> {
		let Some(operator) = operator else { return Ok((0, amount)) };
		let rate = Self::commission_rates(operator)?.rate(earned_in);
		Ok(split_floor(amount, rate).map_err(Error::<T>::from)?)
	}

	/// Notes a commission that can be claimed.
	fn keep_commission(pool_id: PoolId, asset: u32, amount: Balance) -> DispatchResult {
		if amount == 0 {
			return Ok(());
		}
		let mut due: AmountsOf<T> =
			stored_or_default(AccruedCommission::<T>::hashed_key_for(pool_id))?;
		due.add_units(asset, amount).map_err(Error::<T>::from)?;
		AccruedCommission::<T>::insert(pool_id, due);
		Ok(())
	}
}

fn is_for_nobody<T: Config>(error: DispatchError) -> bool {
	error == Error::<T>::NothingAtStake.into()
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
		self.stream(at)?.fund(now, amount, epochs).map_err(Error::<T>::from)?;
		Ok(now.next())
	}
}

impl<T: Config> RewardSink<T::AccountId, CreditOf<T>> for Pallet<T> {
	fn reward(
		to: Payee<T::AccountId>,
		earned_in: EpochIndex,
		money: CreditOf<T>,
		may_list: bool,
	) -> Result<(), (CreditOf<T>, DispatchError)> {
		let (asset, amount) = (money.asset(), money.peek());
		let mut refused = Some(money);
		let taken = with_storage_layer(|| {
			PotOf::<T>::note_received(&asset, amount)?;
			Self::divide(to, asset.clone(), amount, earned_in, may_list)?;
			let Some(money) = refused.take() else { return Ok(()) };
			PotOf::<T>::resolve(money).map_err(|money| {
				refused = Some(money);
				DispatchError::from(Error::<T>::AssetNotListed)
			})
		});
		if let (Err(error), Some(money)) = (taken, refused) {
			return Err((money, error));
		}
		// What streams had for nobody could not go on before this money had come.
		let _ = Self::give_away(asset);
		Ok(())
	}

	fn reward_or_give_up(
		to: Payee<T::AccountId>,
		earned_in: EpochIndex,
		money: CreditOf<T>,
		may_list: bool,
	) -> Result<(), (CreditOf<T>, DispatchError)> {
		match <Self as RewardSink<_, _>>::reward(to.clone(), earned_in, money, may_list) {
			Err((money, error)) if is_for_nobody::<T>(error) => {
				let (asset, amount) = (money.asset(), money.peek());
				T::OnUnallocated::on_unbalanced(money);
				Self::deposit_event(Event::Unallocated { to, asset, amount });
				Ok(())
			},
			done => done,
		}
	}

	fn weight() -> Weight {
		T::WeightInfo::reward()
	}
}
