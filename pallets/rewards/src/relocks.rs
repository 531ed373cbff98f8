// SPDX-License-Identifier: Apache-2.0

//! Changes of a position besides leaving: it is locked anew, split or merged. Each gives it another number.

use crate::{
	book::{entitlement, keep_entitlement, Book},
	Config, Error, Event, Pallet, Position, PositionId, VestingOf,
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
		position.known = Self::known_at_lock(position.pool_id)?;
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
		Self::note_vesting(&mut book, &mut position)?;
		let earnings = book.earnings(&position)?;
		// What is not the owner's already vests with the new lock.
		let (from, window) = (book.now().next(), book.info.horizon.window);
		let has_gap = position.expiry < book.now();
		position.vesting = VestingOf::<T>::relock(from, window, earnings.expired.clone(), has_gap);
		position.vesting.owe(&earnings.owner);

		if let Some(tag) = position.tag.take() {
			Self::credit_account(position.pool_id, &tag.beneficiary, &earnings.beneficiary)?;
		}
		Self::keep_earnings(&position.stake(), &earnings, &Default::default())?;
		book.store()?;
		let multiplier = position.terms.tier.multiplier;
		T::Stake::reweigh(position.pool_id, &position.account, multiplier)?;
		Self::forget_expiry(position.pool_id, position.expiry)?;
		Self::expect_expiry(position.pool_id, expiry)?;
		position.expiry = expiry;
		position.known = Self::known_at_lock(position.pool_id)?;
		let new_id = Self::renumber(position_id, &owner, position)?;
		Self::deposit_event(Event::Restaked { position_id, new_id, expiry });
		Ok(())
	}

	pub(crate) fn do_split(
		owner: T::AccountId,
		position_id: PositionId,
		amount: Balance,
	) -> DispatchResult {
		let mut position = Self::open_position(position_id, &owner)?;
		let part_id = Self::next_position_id()?;
		let account = Self::position_account(part_id);

		let mut book = Book::<T>::load(position.pool_id)?;
		ensure!(position.vesting.can_split(book.now()), Error::<T>::CannotSplit);
		Self::note_vesting(&mut book, &mut position)?;
		book.store()?;
		let whole = Self::active_weight(&position);
		let amount_of_part = Amount::Exactly(amount);
		T::Stake::shift(position.pool_id, &position.account, &account, amount_of_part)?;
		ensure!(!Self::is_worthless(&position), Error::<T>::CannotSplit);

		let rest = Self::active_weight(&position);
		let part = whole.checked_sub(rest).ok_or(Error::<T>::Overflow)?;
		// Stake that has not been active has earned nothing.
		let vesting = position.vesting.split(part, whole.max(1)).map_err(Error::<T>::from)?;

		Self::expect_expiry(position.pool_id, position.expiry)?;
		Self::mint(part_id, &owner, Position { account, vesting, ..position.clone() })?;
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
		let mut other = Self::open_position(other_id, &owner)?;

		let fits = position.pool_id == other.pool_id && position.terms == other.terms;
		ensure!(position_id != other_id && fits, Error::<T>::CannotMerge);

		let mut book = Book::<T>::load(position.pool_id)?;
		Self::join_vesting(&mut book, &mut position, &mut other)?;
		book.store()?;
		T::Stake::shift(position.pool_id, &other.account, &position.account, Amount::All)?;
		// With its last share a position account's entitlement is all that it earned.
		let earned = entitlement::<T>(&other.stake())?;
		keep_entitlement::<T>(&other.stake(), Default::default());
		let stake = position.stake();
		keep_entitlement::<T>(&stake, entitlement::<T>(&stake)?.plus(&earned));

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
