// SPDX-License-Identifier: Apache-2.0

//! The offers of pools: reward assets, lock tiers, the price of leaving early.

use crate::{
	book::Book, payments::PotOf, AccumulatorsOf, AssetIdOf, Config, Destination, Error, Event,
	Offer, Offers, OffersOf, Pallet, PoolInfoOf, RewardPool, RewardPools,
};
use alloc::vec::Vec;
use bulwark_ledger::{EpochIndex, Fraction, LockTier, Notice, Place, PoolId, PoolRewards};
use bulwark_traits::{stored, stored_or_default, StakePools};
use frame_support::{
	ensure,
	traits::{Contains, Get},
};
use sp_runtime::{DispatchError, DispatchResult};

/// Whoever makes an offer, and pays for the floors of new pots.
pub(crate) struct Offeror<T: Config> {
	pub(crate) payer: T::AccountId,
	pub(crate) is_admin: bool,
}

impl<T: Config> Pallet<T> {
	/// `NotOperator` if a pool is not an account's own.
	pub(crate) fn ensure_operator(who: &T::AccountId, pool_id: PoolId) -> DispatchResult {
		let info = T::Stake::pool(pool_id, Self::now()).ok_or(Error::<T>::UnknownPool)?;
		ensure!(info.operator.as_ref() == Some(who), Error::<T>::NotOperator);
		Ok(())
	}

	/// Announces a pool's next offer, which holds after the notice; at once if nobody but the operator has stake in the
	/// pool. The payer puts the floors of new assets into the pot. Returns the pages that the pool met; none if it begins to
	/// pay.
	pub(crate) fn do_configure(
		offeror: Offeror<T>,
		pool_id: PoolId,
		offer: Offer<T>,
	) -> Result<Option<u32>, DispatchError> {
		let now = Self::now();
		if !T::Stake::has_others(pool_id) {
			return Self::set_offer(offeror, pool_id, offer, now);
		}

		let notice = Notice(T::Notice::get());
		let offers = Self::offers(pool_id)?;
		let stands = |(from, _): &(EpochIndex, Offer<T>)| notice.was_announced_before(now, *from);
		ensure!(!offers.announced(now).is_some_and(stands), Error::<T>::OfferAnnounced);

		Self::set_offer(offeror, pool_id, offer, notice.takes_effect(now))
	}

	/// Sets the offer that a pool makes from an epoch on. The present one again takes back what was announced.
	pub(crate) fn set_offer(
		offeror: Offeror<T>,
		pool_id: PoolId,
		offer: Offer<T>,
		effective_from: EpochIndex,
	) -> Result<Option<u32>, DispatchError> {
		let now = Self::now();
		let info = T::Stake::pool(pool_id, now).ok_or(Error::<T>::UnknownPool)?;
		let mut offers = Self::offers(pool_id)?;
		let old = offers.latest().map(|(_, offer)| offer.clone());
		let before = stored::<RewardPool<T>>(RewardPools::<T>::hashed_key_for(pool_id))?;

		offers.forget_before(now);
		Self::check_offer(&info, &offer)?;
		Self::check_destination(&info, &offer, before.as_ref(), &offers, offeror.is_admin)?;

		let effective_from = if offers.at(now).is_some_and(|(_, present)| *present == offer) {
			offers.retract(|(effective_from, _)| now < *effective_from);
			now
		} else {
			offers.set((effective_from, offer.clone()), now).map_err(Error::<T>::from)?
		};
		let (mut book, pays) = match before {
			Some(_) => (Book::<T>::of(info)?, true),
			None => (Book::begin(info)?, false),
		};
		let new = book.push_new(&offer.assets)?;

		book.store()?;
		Offers::<T>::insert(pool_id, offers);
		for asset in new {
			// An asset that keeps no account alive needs native money in the pot.
			PotOf::<T>::open(&T::NativeAsset::get(), &offeror.payer)?;
			PotOf::<T>::open(asset, &offeror.payer)?;
		}
		if !offer.tiers.is_empty() {
			Self::ensure_collection()?;
		}
		Self::deposit_event(Event::OfferSet { pool_id, old, new: offer, effective_from });
		Ok(pays.then(|| book.met()))
	}

	/// The offers of a pool: none if it pays nothing, or only because money came in.
	pub(crate) fn offers(pool_id: PoolId) -> Result<OffersOf<T>, DispatchError> {
		stored_or_default(Offers::<T>::hashed_key_for(pool_id))
	}

	/// The offer that holds now, if a lock tier is part of it; `UnknownTier` if not. `UnknownPool` if the pool pays no
	/// rewards.
	pub(crate) fn offer_of(
		pool_id: PoolId,
		tier: &LockTier,
		now: EpochIndex,
	) -> Result<Offer<T>, DispatchError> {
		let offers = Self::offers(pool_id)?;
		let pays = !offers.all().is_empty() || RewardPools::<T>::contains_key(pool_id);
		ensure!(pays, Error::<T>::UnknownPool);
		let present = offers.at(now).map(|(_, offer)| offer);
		let offer = present.filter(|offer| offer.tiers.contains(tier));
		Ok(offer.cloned().ok_or(Error::<T>::UnknownTier)?)
	}

	fn check_offer(info: &PoolInfoOf<T>, offer: &Offer<T>) -> DispatchResult {
		ensure!(info.departure().is_none(), Error::<T>::PoolClosed);
		ensure!(offer.penalty < Fraction::one(), Error::<T>::InvalidPenalty);
		ensure!(offer.assets.iter().all(T::RewardAssets::contains), Error::<T>::AssetNotListed);

		let durations = info.horizon.window..=T::MaxDuration::get();
		for (at, tier) in offer.tiers.iter().enumerate() {
			let mut others = offer.tiers.iter().take(at);
			let is_fair = durations.contains(&tier.duration)
				&& info.base.allows(tier.multiplier)
				&& others.all(|other| other.duration != tier.duration);
			ensure!(is_fair, Error::<T>::InvalidTier);
		}
		Ok(())
	}

	/// Penalties of an operator's pool go to an account only if the admin has named it.
	fn check_destination(
		info: &PoolInfoOf<T>,
		offer: &Offer<T>,
		before: Option<&RewardPool<T>>,
		offers: &OffersOf<T>,
		by_admin: bool,
	) -> DispatchResult {
		let is_listed = offer.assets.contains(&info.asset)
			|| before.is_some_and(|record| record.assets.contains(&info.asset));
		let is_kept = || offers.all().iter().any(|(_, old)| old.destination == offer.destination);
		let is_fair = match &offer.destination {
			// An operator that gets penalties could make its stakers leave.
			Destination::Account(account) => {
				(by_admin || is_kept())
					&& info.operator.as_ref() != Some(account)
					&& !Self::is_position_account(account)
			},
			Destination::Stakers => is_listed,
			Destination::Treasury | Destination::Burn => true,
		};
		ensure!(is_fair, Error::<T>::InvalidDestination);
		Ok(())
	}
}

impl<T: Config> Book<T> {
	/// Begins to follow a pool: who is in it has earned nothing so far.
	pub(crate) fn begin(info: PoolInfoOf<T>) -> Result<Self, DispatchError> {
		let (pool_id, now, window) = (info.pool_id, info.horizon.now, info.horizon.window);
		let rewards = PoolRewards::new(now);
		let mut book = Self::first(info, RewardPool { assets: Default::default(), rewards });
		for (asked, exits) in T::Stake::exits(pool_id, now.minus(window), now)? {
			let mut accumulators = AccumulatorsOf::<T>::default();
			for (cohort, bucket) in exits.iter() {
				let begun = accumulators.begin(Place::exit(asked, cohort), bucket.weight());
				begun.map_err(Error::<T>::from)?;
			}
			if !accumulators.is_empty() {
				book.keep_exit_accumulators(asked, accumulators)?;
			}
		}
		Ok(book)
	}

	/// Lists the assets of an offer that are not listed yet, and returns them.
	fn push_new<'a>(
		&mut self,
		assets: &'a [AssetIdOf<T>],
	) -> Result<Vec<&'a AssetIdOf<T>>, DispatchError> {
		let mut new = Vec::new();
		for asset in assets {
			if self.asset(asset).is_err() {
				self.push_asset(asset)?;
				new.push(asset);
			}
		}
		Ok(new)
	}
}
