// SPDX-License-Identifier: Apache-2.0

//! Changes of a position besides leaving: it is locked anew, split or merged. Each gives it another number.

use crate::{
	book::{entitlement, keep_entitlement, Book},
	Config, Error, Event, Pallet, Position, PositionId,
};
use bulwark_ledger::{Amount, Balance};
use bulwark_traits::StakeKeeper;
use frame_support::ensure;
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_extend(owner: T::AccountId, position_id: PositionId) -> DispatchResult {
		let mut position = Self::open_position(position_id, &owner)?;
		let book = Book::<T>::load(position.pool_id)?;

		ensure!(book.info.departure.is_none(), Error::<T>::PoolClosed);
		let expiry = position.terms.expiry(book.now().next());
		ensure!(expiry > position.expiry, Error::<T>::NothingToExtend);
		Self::offer_of(position.pool_id, &position.terms.tier)?;

		book.store()?;
		Self::forget_expiry(position.pool_id, position.expiry)?;
		Self::expect_expiry(position.pool_id, expiry)?;
		position.expiry = expiry;
		position.known = Self::known_at_lock(position.pool_id);
		let new_id = Self::renumber(position_id, &owner, position)?;
		Self::deposit_event(Event::Extended { position_id, new_id, expiry });
		Ok(())
	}

	pub(crate) fn do_restake(owner: T::AccountId, position_id: PositionId) -> DispatchResult {
		let mut position = Self::free_position(position_id, &owner)?;
		let mut book = Book::<T>::load(position.pool_id)?;

		ensure!(book.info.departure.is_none(), Error::<T>::PoolClosed);
		ensure!(book.has_expired(position.expiry), Error::<T>::NotExpired);
		Self::offer_of(position.pool_id, &position.terms.tier)?;

		let expiry = position.terms.expiry(book.now().next());
		let earnings = book.earnings(&position)?;
		let mut left = earnings.clone();
		let of_beneficiary = left.relock();

		if let Some(tag) = position.tag.take() {
			Self::credit_account(position.pool_id, &tag.beneficiary, &of_beneficiary);
		}
		Self::keep_earnings(&position.stake(), &earnings, &left);
		book.store()?;
		let multiplier = position.terms.tier.multiplier;
		T::Stake::reweigh(position.pool_id, &position.account, multiplier)?;
		Self::forget_expiry(position.pool_id, position.expiry)?;
		Self::expect_expiry(position.pool_id, expiry)?;
		position.expiry = expiry;
		position.known = Self::known_at_lock(position.pool_id);
		let new_id = Self::renumber(position_id, &owner, position)?;
		Self::deposit_event(Event::Restaked { position_id, new_id, expiry });
		Ok(())
	}

	pub(crate) fn do_split(
		owner: T::AccountId,
		position_id: PositionId,
		amount: Balance,
	) -> DispatchResult {
		let position = Self::open_position(position_id, &owner)?;
		let part_id = Self::next_position_id()?;
		let account = Self::position_account(part_id);

		let amount_of_part = Amount::Exactly(amount);
		T::Stake::shift(position.pool_id, &position.account, &account, amount_of_part)?;
		ensure!(!Self::is_worthless(&position), Error::<T>::CannotSplit);

		Self::expect_expiry(position.pool_id, position.expiry)?;
		Self::mint(part_id, &owner, Position { account, ..position.clone() })?;
		let rest_id = Self::renumber(position_id, &owner, position)?;
		Self::deposit_event(Event::Split { position_id, rest_id, part_id, amount });
		Ok(())
	}

	pub(crate) fn do_merge(
		owner: T::AccountId,
		position_id: PositionId,
		other_id: PositionId,
	) -> DispatchResult {
		let mut position = Self::open_position(position_id, &owner)?;
		let other = Self::open_position(other_id, &owner)?;

		let fits = position.pool_id == other.pool_id && position.terms == other.terms;
		ensure!(position_id != other_id && fits, Error::<T>::CannotMerge);

		T::Stake::shift(position.pool_id, &other.account, &position.account, Amount::All)?;
		// With its last share a position account's entitlement is all that it earned.
		let earned = entitlement::<T>(&other.stake());
		keep_entitlement::<T>(&other.stake(), Default::default());
		let stake = position.stake();
		keep_entitlement::<T>(&stake, entitlement::<T>(&stake).plus(&earned));

		// Terms are the same, so the later expiry is that of the later lock.
		let is_later =
			(position.expiry, position.known.numbers()) < (other.expiry, other.known.numbers());
		if is_later {
			position.known = other.known;
		}
		let expiry = position.expiry.max(other.expiry);
		Self::forget_expiry(position.pool_id, position.expiry.min(other.expiry))?;
		position.expiry = expiry;
		Self::burn(other_id)?;
		let new_id = Self::renumber(position_id, &owner, position)?;
		Self::deposit_event(Event::Merged { position_id, other_id, new_id, expiry });
		Ok(())
	}
}
