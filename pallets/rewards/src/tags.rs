// SPDX-License-Identifier: Apache-2.0

//! Tagging: who notices that a position has expired earns with it.

use crate::{
	book::{entitlement, keep_entitlement, Book},
	AmountsOf, Config, Error, Event, Pallet, Position, PositionId, Positions, Tag,
};
use bulwark_ledger::tag_multiplier;
use bulwark_traits::{StakeKeeper, StakePools};
use frame_support::{ensure, traits::fungibles::Inspect};
use sp_runtime::{DispatchError, DispatchResult};

/// What a tag finds.
struct Taggable<T: Config> {
	position: Position<T>,
	book: Book<T>,
	/// What the owner keeps.
	earned: AmountsOf<T>,
	/// What nobody has earned.
	extra: AmountsOf<T>,
}

impl<T: Config> Pallet<T> {
	pub(crate) fn do_tag(id: PositionId, beneficiary: T::AccountId) -> DispatchResult {
		let Taggable { mut position, mut book, earned, extra } = Self::taggable(id)?;
		let stake = position.stake();
		let multiplier = tag_multiplier(book.info.plain, position.terms.preset.multiplier);
		let all = book.owed(&stake);

		Self::return_extra(id, &mut book, extra)?;

		keep_entitlement::<T>(&stake, entitlement::<T>(&stake).minus(&all));
		position.tag = Some(Tag { beneficiary: beneficiary.clone(), earned });
		let (pool, key) = (position.pool, position.key.clone());
		Positions::<T>::insert(id, position);
		book.store()?;
		T::Stake::reweigh(pool, &key, multiplier)?;
		Self::deposit_event(Event::Tagged { position: id, beneficiary });
		Ok(())
	}

	/// Whether a tag is free: it would succeed, and there is something in it for the chain. Without that somebody
	/// could make the chain work for nothing, over and over.
	pub(crate) fn is_tag_free(id: PositionId) -> bool {
		let Ok(Taggable { position, book, extra, .. }) = Self::taggable(id) else { return false };
		let worth = T::Stake::value(position.pool, &position.key);
		let is_worth_it = book.assets().into_iter().any(|(at, asset)| {
			extra.get(at).units_floor() >= T::Assets::minimum_balance(asset).max(1)
		});
		is_worth_it && worth.counts >= book.info.minimum
	}

	/// A position can be tagged once it has expired for so long that no late reward can come for an epoch before.
	fn taggable(id: PositionId) -> Result<Taggable<T>, DispatchError> {
		let position = Positions::<T>::get(id).ok_or(Error::<T>::UnknownPosition)?;
		ensure!(position.tag.is_none(), Error::<T>::PositionTagged);

		// The cheap questions first: whoever sends a transaction has them asked before it pays.
		let info = T::Stake::pool(position.pool).ok_or(Error::<T>::UnknownPool)?;
		let now = info.horizon.now;
		ensure!(info.departure.is_none(), Error::<T>::PoolClosed);
		ensure!(now >= position.expiry, Error::<T>::NotExpired);
		let from = position.expiry.plus(info.horizon.window);
		ensure!(now >= from, Error::<T>::TooEarlyToTag);

		let mut book = Book::<T>::load(position.pool)?;
		let (earned, extra) = Self::divide(&mut book, &position)?;
		Ok(Taggable { position, book, earned, extra })
	}
}
