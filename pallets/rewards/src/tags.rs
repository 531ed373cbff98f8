// SPDX-License-Identifier: Apache-2.0

//! Tagging: whoever notices that a position has expired earns with it.

use crate::{
	book::Book, Config, EarningsOf, Error, Event, Pallet, Position, PositionId, Positions, Tag,
};
use bulwark_traits::{StakeKeeper, StakePools};
use frame_support::{ensure, traits::fungibles::Inspect};
use sp_runtime::DispatchError;

/// A position that can be tagged, with what it has earned.
struct Taggable<T: Config> {
	position: Position<T>,
	book: Book<T>,
	earnings: EarningsOf<T>,
}

impl<T: Config> Pallet<T> {
	/// Tags a position. Returns the number of pages that it met.
	pub(crate) fn do_tag(
		position_id: PositionId,
		beneficiary: T::AccountId,
	) -> Result<u32, DispatchError> {
		let Taggable { mut position, mut book, earnings } = Self::taggable(position_id)?;
		let multiplier = book.info.base.of_tagged();

		let mut left = earnings.clone();
		let expired = left.tag();

		Self::note_vesting(&mut book, &mut position)?;
		Self::return_rewards(position_id, &mut book, &expired, false)?;
		book.keep_earnings(&position.stake(), &earnings, &left)?;
		position.tag = Some(Tag { beneficiary: beneficiary.clone(), earned: left.owner });
		let (pool_id, account, now) = (position.pool_id, position.account.clone(), book.now());
		Positions::<T>::insert(position_id, position);
		book.store()?;
		let pages = T::Stake::reweigh(pool_id, &account, multiplier, now)?;
		Self::deposit_event(Event::Tagged { position_id, beneficiary });
		Ok(pages.saturating_add(book.met()))
	}

	/// True if a tag is free: it would succeed, and there is something in it for the chain. Without that somebody
	/// could make the chain work for nothing, over and over.
	pub(crate) fn is_tag_free(position_id: PositionId) -> bool {
		let Ok(Taggable { position, book, earnings }) = Self::taggable(position_id) else {
			return false;
		};
		let worth = T::Stake::value(position.pool_id, &position.account, book.now());
		let Ok(worth) = worth else { return false };
		let is_worth_it = book.assets().into_iter().any(|(at, asset)| {
			earnings.expired.get(at).units_floor() >= T::Assets::minimum_balance(asset).max(1)
		});
		is_worth_it && worth.active >= book.info.minimum
	}

	/// A position can be tagged once it has expired for so long that no late reward can come for an epoch before.
	fn taggable(position_id: PositionId) -> Result<Taggable<T>, DispatchError> {
		let position = Positions::<T>::get(position_id).ok_or(Error::<T>::UnknownPosition)?;
		ensure!(position.tag.is_none(), Error::<T>::PositionTagged);

		// The cheap questions first: whoever sends a transaction has them asked before it pays.
		let now = Self::now();
		let info = T::Stake::pool(position.pool_id, now).ok_or(Error::<T>::UnknownPool)?;
		ensure!(info.departure().is_none(), Error::<T>::PoolClosed);
		ensure!(now >= position.expiry, Error::<T>::NotExpired);
		let first_epoch = position.expiry.plus(info.horizon.window);
		ensure!(now >= first_epoch, Error::<T>::TooEarlyToTag);

		let mut book = Book::<T>::of(info)?;
		let earnings = book.earnings(&position)?;
		Ok(Taggable { position, book, earnings })
	}
}
