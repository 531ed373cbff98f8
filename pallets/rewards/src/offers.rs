// SPDX-License-Identifier: Apache-2.0

//! What pools offer: reward assets, presets, the price of leaving early.

use crate::{
	book::Book, AssetIdOf, Beneficiary, Config, Error, Event, ExitRewards, Offer, Offers, Pallet,
	Pools, RewardPool,
};
use bulwark_ledger::{Fraction, Multiplier, Place, PoolId};
use bulwark_traits::{PoolInfo, StakeKeeper, StakePools};
use frame_support::{
	ensure,
	traits::{Contains, Get},
};
use sp_runtime::DispatchResult;

/// 10.00: the most a share may weigh.
const MAX_MULTIPLIER: Multiplier = Multiplier(1_000);

impl<T: Config> Pallet<T> {
	/// `NotOperator` if a pool is not an account's own.
	pub(crate) fn ensure_operator(who: &T::AccountId, pool: PoolId) -> DispatchResult {
		let info = T::Stake::pool(pool).ok_or(Error::<T>::UnknownPool)?;
		ensure!(info.operator.as_ref() == Some(who), Error::<T>::NotOperator);
		Ok(())
	}

	/// Sets a pool's offer. The payer puts the floors of new assets into the pot.
	pub(crate) fn do_configure(payer: T::AccountId, pool: PoolId, new: Offer<T>) -> DispatchResult {
		let info = T::Stake::pool(pool).ok_or(Error::<T>::UnknownPool)?;
		let old = Offers::<T>::get(pool);
		let before = Pools::<T>::get(pool);

		Self::check_offer(&info, &new, before.as_ref())?;

		let mut record = match before {
			// Whatever streams owe so far goes by the stake as it was weighed.
			Some(_) => Book::<T>::load(pool)?.into_stored()?,
			None => Self::begin(pool)?,
		};
		for asset in &new.assets {
			if !record.assets.contains(asset) {
				let pushed = record.assets.try_push(asset.clone());
				pushed.map_err(|_| Error::<T>::TooManyAssets)?;
				// An asset that keeps no account alive needs native money in the pot.
				Self::ensure_pot(&T::NativeAsset::get(), &payer)?;
				Self::ensure_pot(asset, &payer)?;
			}
		}

		Pools::<T>::insert(pool, record);
		Offers::<T>::insert(pool, &new);
		if !new.presets.is_empty() {
			Self::ensure_collection()?;
		}
		T::Stake::set_plain(pool, new.plain_multiplier())?;
		Self::deposit_event(Event::OfferSet { pool, old, new });
		Ok(())
	}

	fn check_offer(
		info: &PoolInfo<T::AccountId, AssetIdOf<T>>,
		new: &Offer<T>,
		before: Option<&RewardPool<T>>,
	) -> DispatchResult {
		ensure!(info.departure.is_none(), Error::<T>::PoolClosed);
		ensure!(new.penalty < Fraction::one(), Error::<T>::InvalidPenalty);
		ensure!(new.assets.iter().all(T::RewardAssets::contains), Error::<T>::AssetNotListed);

		let durations = info.horizon.window..=T::MaxDuration::get();
		for (at, preset) in new.presets.iter().enumerate() {
			let mut others = new.presets.iter().take(at);
			let is_fair = durations.contains(&preset.duration)
				&& (Multiplier(1)..=MAX_MULTIPLIER).contains(&preset.multiplier)
				&& others.all(|other| other.duration != preset.duration);
			ensure!(is_fair, Error::<T>::InvalidPreset);
		}

		let is_listed = new.assets.contains(&info.asset)
			|| before.is_some_and(|record| record.assets.contains(&info.asset));
		let is_fair = match &new.beneficiary {
			Beneficiary::Account(account) => {
				info.operator.as_ref() != Some(account) && !Self::is_key(account)
			},
			Beneficiary::Stakers => is_listed,
			Beneficiary::Burn => true,
		};
		ensure!(is_fair, Error::<T>::InvalidBeneficiary);
		Ok(())
	}

	/// Begins to follow a pool: who is in it has earned nothing so far.
	fn begin(pool: PoolId) -> Result<RewardPool<T>, sp_runtime::DispatchError> {
		let info = T::Stake::pool(pool).ok_or(Error::<T>::UnknownPool)?;
		let now = info.horizon.now;
		let mut record = RewardPool {
			assets: Default::default(),
			rewards: bulwark_ledger::PoolRewards::new(now),
		};

		for (cohort, bucket) in T::Stake::stake(pool, now).iter() {
			let begun = record.rewards.accumulators.begin(Place::pool(cohort), bucket.weight());
			begun.map_err(Error::<T>::from)?;
		}
		for asked in now.minus(info.horizon.window).through(now) {
			let mut accumulators = crate::AccumulatorsOf::<T>::default();
			for (cohort, bucket) in T::Stake::exits(pool, asked).iter() {
				let begun = accumulators.begin(Place::exit(asked, cohort), bucket.weight());
				begun.map_err(Error::<T>::from)?;
			}
			ExitRewards::<T>::set(pool, asked, (!accumulators.is_empty()).then_some(accumulators));
		}
		Ok(record)
	}
}

impl<T: Config> Book<T> {
	/// Keeps everything, and goes on with the pool's record.
	fn into_stored(self) -> Result<RewardPool<T>, sp_runtime::DispatchError> {
		let record = self.record.clone();
		self.store()?;
		Ok(record)
	}
}
