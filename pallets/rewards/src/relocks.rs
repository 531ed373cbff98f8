// SPDX-License-Identifier: Apache-2.0

//! What an owner can do to a position besides leaving: lock it anew, divide it, join two. Each gives it another number.

use crate::{
	book::{entitlement, keep_entitlement, Book},
	Config, Error, Event, Pallet, Position, PositionId,
};
use bulwark_ledger::{Amount, Balance};
use bulwark_traits::StakeKeeper;
use frame_support::ensure;
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_extend(owner: T::AccountId, id: PositionId) -> DispatchResult {
		let mut position = Self::open_position(id, &owner)?;
		let book = Book::<T>::load(position.pool)?;

		ensure!(book.info.departure.is_none(), Error::<T>::PoolClosed);
		let expiry = position.terms.expiry(book.now().next());
		ensure!(expiry > position.expiry, Error::<T>::NothingToExtend);

		book.store()?;
		Self::forget_expiry(position.pool, position.expiry)?;
		Self::expect_expiry(position.pool, expiry)?;
		position.expiry = expiry;
		let new = Self::renumber(id, &owner, position)?;
		Self::deposit_event(Event::Extended { position: id, new, expiry });
		Ok(())
	}

	pub(crate) fn do_restake(owner: T::AccountId, id: PositionId) -> DispatchResult {
		let mut position = Self::free_position(id, &owner)?;
		let mut book = Book::<T>::load(position.pool)?;

		ensure!(book.info.departure.is_none(), Error::<T>::PoolClosed);
		ensure!(book.has_expired(position.expiry), Error::<T>::NotExpired);

		let expiry = position.terms.expiry(book.now().next());
		if let Some(tag) = position.tag.take() {
			let stake = position.stake();
			let owed = book.owed(&stake);
			Self::credit_account(position.pool, &tag.beneficiary, &owed);
			keep_entitlement::<T>(&stake, entitlement::<T>(&stake).minus(&owed).plus(&tag.earned));
		}
		book.store()?;
		T::Stake::reweigh(position.pool, &position.key, position.terms.preset.multiplier)?;
		Self::forget_expiry(position.pool, position.expiry)?;
		Self::expect_expiry(position.pool, expiry)?;
		position.expiry = expiry;
		let new = Self::renumber(id, &owner, position)?;
		Self::deposit_event(Event::Restaked { position: id, new, expiry });
		Ok(())
	}

	pub(crate) fn do_split(owner: T::AccountId, id: PositionId, amount: Balance) -> DispatchResult {
		let position = Self::open_position(id, &owner)?;
		let part = Self::next_position()?;
		let key = Self::key(part);

		T::Stake::shift(position.pool, &position.key, &key, Amount::Exactly(amount))?;
		ensure!(!Self::is_worthless(&position), Error::<T>::CannotSplit);

		Self::expect_expiry(position.pool, position.expiry)?;
		Self::mint(part, &owner, Position { key, ..position.clone() })?;
		let rest = Self::renumber(id, &owner, position)?;
		Self::deposit_event(Event::Split { position: id, rest, part, amount });
		Ok(())
	}

	pub(crate) fn do_merge(
		owner: T::AccountId,
		id: PositionId,
		other: PositionId,
	) -> DispatchResult {
		let mut position = Self::open_position(id, &owner)?;
		let joining = Self::open_position(other, &owner)?;

		let fits = position.pool == joining.pool && position.terms == joining.terms;
		ensure!(id != other && fits, Error::<T>::CannotMerge);

		T::Stake::shift(position.pool, &joining.key, &position.key, Amount::All)?;
		// With its last share a key's entitlement is all that it earned.
		let earned = entitlement::<T>(&joining.stake());
		keep_entitlement::<T>(&joining.stake(), Default::default());
		let stake = position.stake();
		keep_entitlement::<T>(&stake, entitlement::<T>(&stake).plus(&earned));

		let expiry = position.expiry.max(joining.expiry);
		Self::forget_expiry(position.pool, position.expiry.min(joining.expiry))?;
		position.expiry = expiry;
		Self::burn(other)?;
		let new = Self::renumber(id, &owner, position)?;
		Self::deposit_event(Event::Merged { position: id, other, new, expiry });
		Ok(())
	}
}
