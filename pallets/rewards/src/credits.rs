// SPDX-License-Identifier: Apache-2.0

//! Rewards that come in: for the stake that was active in an epoch, or as a stream for epochs to come.

use crate::{
	book::{Book, LeavingOf},
	payments::PotOf,
	AccruedCommission, AmountsOf, AssetIdOf, Config, CreditOf, Error, Event, Pallet, PoolInfoOf,
	WeightInfo,
};
use alloc::vec::Vec;
use bulwark_ledger::{
	divide_by_power, split_floor, tokens_that_earn, Balance, EarningStake, EpochIndex, PoolId,
};
use bulwark_traits::{Loaded, Payee, RewardSink, StakePools};
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
		let mut book = Book::<T>::load(pool_id, Self::now())?;

		ensure!(amount > 0, Error::<T>::NothingToPay);
		ensure!(book.info.departure().is_none(), Error::<T>::PoolClosed);

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

		let reward = Reward { asset, earned_in, may_list };
		match to {
			Payee::Pool(pool_id) => Self::reward_stakers(pool_id, reward, amount),
			Payee::Operator(operator) => Self::reward_operator(operator, reward, amount),
		}
	}

	/// The commission first, then all who were active share the rest.
	fn reward_stakers(pool_id: PoolId, reward: Reward<T>, amount: Balance) -> DispatchResult {
		let pool = T::Stake::pool(pool_id, Self::now()).ok_or(Error::<T>::UnknownPool)?;
		let now = pool.horizon.now;
		let book = Self::list(pool, &reward.asset, reward.may_list)?;
		let operator = book.info.operator.as_ref();
		let (commission, rest) = Self::take_commission(operator, amount, reward.earned_in)?;
		book.info.horizon.check(reward.earned_in).map_err(Error::<T>::from)?; // no exits of other epochs are read
		let leaving = T::Stake::exits(pool_id, reward.earned_in, now)?;
		Self::credit(book, leaving, &reward, rest, commission)
	}

	/// The commission comes off the whole, and the rest is divided over all pools by the power of what was active and
	/// earns anything. An operator that has gone is paid for what it did.
	fn reward_operator(
		operator: T::AccountId,
		reward: Reward<T>,
		amount: Balance,
	) -> DispatchResult {
		let (pool_ids, now) = (T::Stake::pools_ever_of(&operator), Self::now());
		ensure!(!pool_ids.is_empty(), Error::<T>::UnknownPool);
		let earners = pool_ids.into_iter().map(|id| Earner::load(id, reward.earned_in, now));
		let earners = earners.collect::<Result<Vec<Earner<T>>, _>>()?;
		let stakes: Vec<_> = earners.iter().map(|earner| earner.stake).collect();

		let (commission, rest) = Self::take_commission(Some(&operator), amount, reward.earned_in)?;
		let parts = divide_by_power(rest, &stakes).map_err(Error::<T>::from)?;
		let parts = parts.ok_or(Error::<T>::NothingAtStake)?;

		// The first pool that gets anything keeps the commission.
		let mut waits = commission;
		for (earner, part) in earners.into_iter().zip(parts).filter(|(_, part)| *part > 0) {
			let book = Self::list(earner.pool, &reward.asset, reward.may_list)?;
			Self::credit(book, earner.leaving, &reward, part, mem::take(&mut waits))?;
		}
		Ok(())
	}

	/// Credits one pool: all of it or, if nobody was active in it, nothing.
	fn credit(
		mut book: Book<T>,
		leaving: LeavingOf<T>,
		reward: &Reward<T>,
		amount: Balance,
		commission: Balance,
	) -> DispatchResult {
		let (pool_id, earned_in, asset) = (book.pool_id(), reward.earned_in, reward.asset.clone());
		let at = book.asset(&asset)?;

		// Where nobody has earned anything the operator has not either.
		ensure!(book.credit(earned_in, at, amount, leaving)?, Error::<T>::NothingAtStake);
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
		let key = AccruedCommission::<T>::hashed_key_for(pool_id);
		let mut due = Loaded::<AmountsOf<T>>::load(key)?;
		due.now.add_units(asset, amount).map_err(Error::<T>::from)?;
		due.keep_if(true);
		Ok(())
	}
}

/// Money that comes in for an epoch.
struct Reward<T: Config> {
	asset: AssetIdOf<T>,
	earned_in: EpochIndex,
	/// True if pools may list its asset for it.
	may_list: bool,
}

/// A pool that has a part in its operator's reward for an epoch.
struct Earner<T: Config> {
	pool: PoolInfoOf<T>,
	/// Its exits that were asked for in the epoch or since.
	leaving: LeavingOf<T>,
	/// The stake that earns the reward, whether the pool pays any or not.
	stake: EarningStake,
}

impl<T: Config> Earner<T> {
	fn load(pool_id: PoolId, epoch: EpochIndex, now: EpochIndex) -> Result<Self, DispatchError> {
		let pool = T::Stake::pool(pool_id, now).ok_or(Error::<T>::UnknownPool)?;
		pool.horizon.check(epoch).map_err(Error::<T>::from)?;

		let (leaving, stays) = (T::Stake::exits(pool_id, epoch, now)?, pool.stake(now));
		let tokens = tokens_that_earn(leaving.values().chain([&stays]), epoch);
		let tokens = tokens.map_err(Error::<T>::from)?;
		let stake = EarningStake { tokens, price: T::Stake::price(&pool.asset, epoch, now) };
		Ok(Self { pool, leaving, stake })
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
		self.streams()?.fund(at, now, amount, epochs).map_err(Error::<T>::from)?;
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
