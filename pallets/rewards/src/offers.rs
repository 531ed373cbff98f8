// SPDX-License-Identifier: Apache-2.0

//! The offers of pools: reward assets, lock tiers, the price of leaving early.

use crate::{
	book::Book, payments::PotOf, AssetIdOf, Config, Destination, Error, Event, ExitRewards, Offer,
	Offers, Pallet, RewardPool, RewardPools,
};
use bulwark_ledger::{Fraction, Multiplier, Place, PoolId, PoolRewards};
use bulwark_traits::{PoolInfo, StakeKeeper, StakePools};
use frame_support::{
	ensure,
	traits::{Contains, Get},
};
use sp_runtime::{DispatchError, DispatchResult};

/// 10.00: the largest multiplier of a tier.
const MAX_MULTIPLIER: Multiplier = Multiplier(1_000);

impl<T: Config> Pallet<T> {
	/// `NotOperator` if a pool is not an account's own.
	pub(crate) fn ensure_operator(who: &T::AccountId, pool_id: PoolId) -> DispatchResult {
		let info = T::Stake::pool(pool_id).ok_or(Error::<T>::UnknownPool)?;
		ensure!(info.operator.as_ref() == Some(who), Error::<T>::NotOperator);
		Ok(())
	}

	/// Sets a pool's offer. The payer puts the floors of new assets into the pot.
	pub(crate) fn do_configure(
		payer: T::AccountId,
		pool_id: PoolId,
		offer: Offer<T>,
	) -> DispatchResult {
		let info = T::Stake::pool(pool_id).ok_or(Error::<T>::UnknownPool)?;
		let old = Offers::<T>::get(pool_id);
		let before = RewardPools::<T>::get(pool_id);

		Self::check_offer(&info, &offer, before.as_ref())?;

		let mut record = match before {
			// Whatever streams owe so far goes by the stake as it was weighed.
			Some(_) => Book::<T>::load(pool_id)?.into_stored()?,
			None => Self::begin(pool_id, &info)?,
		};
		for asset in &offer.assets {
			if !record.assets.contains(asset) {
				let pushed = record.assets.try_push(asset.clone());
				pushed.map_err(|_| Error::<T>::TooManyAssets)?;
				// An asset that keeps no account alive needs native money in the pot.
				PotOf::<T>::open(&T::NativeAsset::get(), &payer)?;
				PotOf::<T>::open(asset, &payer)?;
			}
		}

		RewardPools::<T>::insert(pool_id, record);
		Offers::<T>::insert(pool_id, &offer);
		if !offer.tiers.is_empty() {
			Self::ensure_collection()?;
		}
		T::Stake::set_base_multiplier(pool_id, offer.base_multiplier())?;
		Self::deposit_event(Event::OfferSet { pool_id, old, new: offer });
		Ok(())
	}

	fn check_offer(
		info: &PoolInfo<T::AccountId, AssetIdOf<T>>,
		offer: &Offer<T>,
		before: Option<&RewardPool<T>>,
	) -> DispatchResult {
		ensure!(info.departure.is_none(), Error::<T>::PoolClosed);
		ensure!(offer.penalty < Fraction::one(), Error::<T>::InvalidPenalty);
		ensure!(offer.assets.iter().all(T::RewardAssets::contains), Error::<T>::AssetNotListed);

		let durations = info.horizon.window..=T::MaxDuration::get();
		for (at, tier) in offer.tiers.iter().enumerate() {
			let mut others = offer.tiers.iter().take(at);
			let is_fair = durations.contains(&tier.duration)
				&& (Multiplier(1)..=MAX_MULTIPLIER).contains(&tier.multiplier)
				&& others.all(|other| other.duration != tier.duration);
			ensure!(is_fair, Error::<T>::InvalidTier);
		}

		let is_listed = offer.assets.contains(&info.asset)
			|| before.is_some_and(|record| record.assets.contains(&info.asset));
		let is_fair = match &offer.destination {
			// An operator that gets penalties could make its stakers leave.
			Destination::Account(account) => {
				info.operator.as_ref() != Some(account) && !Self::is_position_account(account)
			},
			Destination::Stakers => is_listed,
			// Name its account instead.
			Destination::Treasury => false,
			Destination::Burn => true,
		};
		ensure!(is_fair, Error::<T>::InvalidDestination);
		Ok(())
	}

	/// Begins to follow a pool: who is in it has earned nothing so far.
	fn begin(
		pool_id: PoolId,
		info: &PoolInfo<T::AccountId, AssetIdOf<T>>,
	) -> Result<RewardPool<T>, DispatchError> {
		let now = info.horizon.now;
		let mut record = RewardPool { assets: Default::default(), rewards: PoolRewards::new(now) };

		for (cohort, bucket) in T::Stake::stake(pool_id, now).iter() {
			let begun = record.rewards.accumulators.begin(Place::pool(cohort), bucket.weight());
			begun.map_err(Error::<T>::from)?;
		}
		for asked in now.minus(info.horizon.window).through(now) {
			let mut accumulators = crate::AccumulatorsOf::<T>::default();
			for (cohort, bucket) in T::Stake::exits(pool_id, asked).iter() {
				let begun = accumulators.begin(Place::exit(asked, cohort), bucket.weight());
				begun.map_err(Error::<T>::from)?;
			}
			let accumulators = (!accumulators.is_empty()).then_some(accumulators);
			ExitRewards::<T>::set(pool_id, asked, accumulators);
		}
		Ok(record)
	}
}

impl<T: Config> Book<T> {
	/// Keeps everything, and goes on with the pool's record.
	fn into_stored(self) -> Result<RewardPool<T>, DispatchError> {
		let record = self.record.clone();
		self.store()?;
		Ok(record)
	}
}
