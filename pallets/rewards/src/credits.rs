// SPDX-License-Identifier: Apache-2.0

//! Rewards that come in: for the stake that was active in an epoch, or as a stream for epochs to come.

use crate::{
	book::{Book, LeavingOf},
	payments::PotOf,
	work, AccountIdOf, AccruedCommission, AmountsOf, AssetIdOf, Config, CreditOf, Error, Event,
	Pallet, PoolInfoOf, WeightInfo,
};
use alloc::vec::Vec;
use bulwark_ledger::{
	divide_by_power, split_floor, tokens_that_earn, Balance, EarningStake, EpochIndex, PoolId,
};
use bulwark_traits::{Loaded, Payee, Reward, RewardSink, StakePools};
use core::mem;
use frame_support::{ensure, storage::with_storage_layer, traits::OnUnbalanced, weights::Weight};
use sp_runtime::{DispatchError, DispatchResult};

/// Money that comes in for an epoch.
pub(crate) type RewardOf<T> = Reward<AccountIdOf<T>, AssetIdOf<T>>;

/// The work of a reward.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Credits {
	/// Number of pools that were credited.
	pub(crate) pools: u32,
	/// Number of pages that were met in them.
	pub(crate) pages: u32,
}

impl Credits {
	/// Weight of a reward that did this.
	pub(crate) fn weigh<T: Config>(self) -> Weight {
		let usual = T::WeightInfo::usual_reward(self.pools);
		work::reward::<T>(self.pools).weigh(self.pages, usual, T::WeightInfo::reward())
	}

	fn and(self, other: Self) -> Self {
		Self {
			pools: self.pools.saturating_add(other.pools),
			pages: self.pages.saturating_add(other.pages),
		}
	}
}

impl<T: Config> Pallet<T> {
	/// Returns the work of it; none if the money was for nobody.
	pub(crate) fn do_reward(
		payer: T::AccountId,
		reward: RewardOf<T>,
	) -> Result<Option<Credits>, DispatchError> {
		let (to, asset, amount) = (reward.to.clone(), reward.asset.clone(), reward.amount);
		// A layer too many is no reward for nobody: it is refused.
		match with_storage_layer(|| Self::divide(reward)) {
			Err(error) if is_for_nobody::<T>(error) => {
				Self::give_up(to, asset.clone(), amount)?;
				PotOf::<T>::receive(asset.clone(), &payer, amount)?;
				Self::give_away(asset);
				Ok(None)
			},
			divided => {
				let credits = divided?;
				PotOf::<T>::receive(asset, &payer, amount)?;
				Ok(Some(credits))
			},
		}
	}

	/// Returns the pages that the pool met.
	pub(crate) fn do_fund_stream(
		payer: T::AccountId,
		pool_id: PoolId,
		asset: AssetIdOf<T>,
		amount: Balance,
		epochs: u32,
	) -> Result<u32, DispatchError> {
		let mut book = Book::<T>::load(pool_id, Self::now())?;

		ensure!(amount > 0, Error::<T>::NothingToPay);
		ensure!(book.info.departure().is_none(), Error::<T>::PoolClosed);

		let effective_from = book.fund(&asset, amount, epochs)?;

		book.store()?;

		PotOf::<T>::receive(asset.clone(), &payer, amount)?;
		Self::deposit_event(Event::StreamFunded { pool_id, asset, amount, effective_from, epochs });
		Ok(book.met())
	}

	/// Divides money that comes in among the stake that was active in an epoch; `NothingAtStake` if there was none.
	fn divide(reward: RewardOf<T>) -> Result<Credits, DispatchError> {
		ensure!(reward.amount > 0, Error::<T>::NothingToPay);

		match &reward.to {
			Payee::Pool(pool_id) => Self::reward_stakers(*pool_id, &reward),
			Payee::Operator(operator) => Self::reward_operator(operator, &reward),
		}
	}

	/// The commission first, then all who were active share the rest.
	fn reward_stakers(pool_id: PoolId, reward: &RewardOf<T>) -> Result<Credits, DispatchError> {
		let pool = T::Stake::pool(pool_id, Self::now()).ok_or(Error::<T>::UnknownPool)?;
		let now = pool.horizon.now;
		let book = Self::list(pool, &reward.asset, reward.may_list)?;
		let operator = book.info.operator.as_ref();
		let (commission, rest) = Self::take_commission(operator, reward)?;
		book.info.horizon.check(reward.earned_in).map_err(Error::<T>::from)?; // no exits of other epochs are read
		let leaving = T::Stake::exits(pool_id, reward.earned_in, now)?;
		Self::credit(book, leaving, reward, rest, commission)
	}

	/// The commission comes off the whole, and the rest is divided over all pools by the power of what was active and
	/// earns anything. An operator that has gone is paid for what it did.
	fn reward_operator(
		operator: &T::AccountId,
		reward: &RewardOf<T>,
	) -> Result<Credits, DispatchError> {
		let (pool_ids, now) = (T::Stake::pools_ever_of(operator), Self::now());
		ensure!(!pool_ids.is_empty(), Error::<T>::UnknownPool);
		let earners = pool_ids.into_iter().map(|id| Earner::load(id, reward.earned_in, now));
		let earners = earners.collect::<Result<Vec<Earner<T>>, _>>()?;
		let stakes: Vec<_> = earners.iter().map(|earner| earner.stake).collect();

		let (commission, rest) = Self::take_commission(Some(operator), reward)?;
		let parts = divide_by_power(rest, &stakes).map_err(Error::<T>::from)?;
		let parts = parts.ok_or(Error::<T>::NothingAtStake)?;

		// The first pool that gets anything keeps the commission.
		let mut waits = commission;
		let mut credits = Credits::default();
		for (earner, part) in earners.into_iter().zip(parts).filter(|(_, part)| *part > 0) {
			let book = Self::list(earner.pool, &reward.asset, reward.may_list)?;
			let done = Self::credit(book, earner.leaving, reward, part, mem::take(&mut waits))?;
			credits = credits.and(done);
		}
		Ok(credits)
	}

	/// Credits one pool: all of it or, if nobody was active in it, nothing.
	fn credit(
		mut book: Book<T>,
		leaving: LeavingOf<T>,
		reward: &RewardOf<T>,
		amount: Balance,
		commission: Balance,
	) -> Result<Credits, DispatchError> {
		let (pool_id, earned_in, asset) = (book.pool_id(), reward.earned_in, reward.asset.clone());
		let at = book.asset(&asset)?;

		// Where nobody has earned anything the operator has not either.
		ensure!(book.credit(earned_in, at, amount, leaving)?, Error::<T>::NothingAtStake);
		book.note_credited(earned_in, at, 0, commission)?;

		book.store()?;

		Self::keep_commission(pool_id, at, commission)?;
		Self::deposit_event(Event::Rewarded { pool_id, earned_in, asset, amount, commission });
		Ok(Credits { pools: 1, pages: book.met() })
	}

	/// ⌊C·amount⌋ at the rate of the epoch in which it was earned, and the rest.
	fn take_commission(
		operator: Option<&T::AccountId>,
		reward: &RewardOf<T>,
	) -> Result<(Balance, Balance), DispatchError> {
		let Some(operator) = operator else { return Ok((0, reward.amount)) };
		let rate = Self::commission_rates(operator)?.rate(reward.earned_in);
		Ok(split_floor(reward.amount, rate).map_err(Error::<T>::from)?)
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

impl<T: Config> RewardSink<T::AccountId, AssetIdOf<T>, CreditOf<T>> for Pallet<T> {
	fn reward(
		reward: RewardOf<T>,
		take: impl FnOnce() -> Result<CreditOf<T>, DispatchError>,
	) -> Result<Weight, DispatchError> {
		with_storage_layer(|| {
			let credits = Self::note(reward.clone())?;
			Self::take_in(reward.asset, take)?;
			Ok(credits.weigh::<T>())
		})
	}

	fn reward_or_give_up(
		reward: RewardOf<T>,
		take: impl FnOnce() -> Result<CreditOf<T>, DispatchError>,
	) -> Result<Weight, DispatchError> {
		let RewardOf::<T> { to, asset, amount, .. } = reward.clone();
		// A layer too many is no reward for nobody: it is refused.
		with_storage_layer(|| match with_storage_layer(|| Self::note(reward)) {
			Err(error) if is_for_nobody::<T>(error) => {
				Self::deposit_event(Event::Unallocated { to, asset, amount });
				T::OnUnallocated::on_unbalanced(take()?);
				Ok(<Self as RewardSink<_, _, _>>::weight())
			},
			noted => {
				let credits = noted?;
				Self::take_in(asset, take)?;
				Ok(credits.weigh::<T>())
			},
		})
	}

	fn weight() -> Weight {
		T::WeightInfo::reward()
	}
}

impl<T: Config> Pallet<T> {
	/// Writes a reward whose money comes in after it.
	fn note(reward: RewardOf<T>) -> Result<Credits, DispatchError> {
		PotOf::<T>::note_received(&reward.asset, reward.amount)?;
		Self::divide(reward)
	}

	/// Takes money in that was noted. Some that streams had for nobody may have waited for it.
	fn take_in(
		asset: AssetIdOf<T>,
		take: impl FnOnce() -> Result<CreditOf<T>, DispatchError>,
	) -> DispatchResult {
		PotOf::<T>::resolve(take()?)?;
		Self::give_away(asset);
		Ok(())
	}
}
