// SPDX-License-Identifier: Apache-2.0

//! Changes of a position besides leaving: it is locked anew, split or merged. Each gives it another number.

use crate::{book::Book, Config, Error, Event, Pallet, Position, PositionId, VestingOf};
use bulwark_ledger::{Amount, Balance};
use bulwark_traits::StakeKeeper;
use core::mem;
use frame_support::ensure;
use sp_runtime::DispatchError;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_extend(
		owner: T::AccountId,
		position_id: PositionId,
	) -> Result<u32, DispatchError> {
		let (mut position, mut book) = Self::open_position(position_id, &owner)?;

		ensure!(book.info.departure().is_none(), Error::<T>::PoolClosed);
		let expiry = position.terms.expiry(book.now().next());
		ensure!(expiry > position.expiry, Error::<T>::NothingToExtend);
		Self::offer_of(position.pool_id, &position.terms.tier, book.now())?;

		book.forget_expiry(position.expiry)?;
		book.expect_expiry(expiry)?;
		book.store()?;
		position.expiry = expiry;
		position.known = Self::known_at_lock(&book.info)?;
		let new_id = Self::renumber(position_id, &owner, position, book.now())?;
		Self::deposit_event(Event::Extended { position_id, new_id, expiry });
		Ok(book.met())
	}

	pub(crate) fn do_restake(
		owner: T::AccountId,
		position_id: PositionId,
	) -> Result<u32, DispatchError> {
		let mut position = Self::free_position(position_id, &owner)?;
		let now = Self::now();
		let mut book = Book::<T>::load(position.pool_id, now)?;

		ensure!(book.info.departure().is_none(), Error::<T>::PoolClosed);
		ensure!(book.has_expired(position.expiry), Error::<T>::NotExpired);
		Self::offer_of(position.pool_id, &position.terms.tier, now)?;

		let expiry = position.terms.expiry(now.next());
		Self::note_vesting(&mut book, &mut position)?;
		let earnings = book.earnings(&position)?;
		// What is not the owner's already vests with the new lock.
		let (from, window) = (now.next(), book.info.horizon.window);
		let has_gap = position.expiry < now;
		position.vesting = VestingOf::<T>::relock(from, window, earnings.expired.clone(), has_gap);
		position.vesting.owe(&earnings.owner);

		if let Some(tag) = position.tag.take() {
			book.credit_account(&tag.beneficiary, &earnings.beneficiary)?;
		}
		book.keep_earnings(&position.stake(), &earnings, &Default::default())?;
		book.forget_expiry(position.expiry)?;
		book.expect_expiry(expiry)?;
		book.store()?;
		let multiplier = position.terms.tier.multiplier;
		let pages = T::Stake::reweigh(position.pool_id, &position.account, multiplier, now)?;
		position.expiry = expiry;
		position.known = Self::known_at_lock(&book.info)?;
		let new_id = Self::renumber(position_id, &owner, position, now)?;
		Self::deposit_event(Event::Restaked { position_id, new_id, expiry });
		Ok(pages.saturating_add(book.met()))
	}

	pub(crate) fn do_split(
		owner: T::AccountId,
		position_id: PositionId,
		amount: Balance,
	) -> Result<u32, DispatchError> {
		let (mut position, mut book) = Self::open_position(position_id, &owner)?;
		let part_id = Self::next_position_id()?;
		let account = Self::position_account(part_id);

		let now = book.now();
		ensure!(position.vesting.can_split(now), Error::<T>::CannotSplit);
		Self::note_vesting(&mut book, &mut position)?;
		book.expect_expiry(position.expiry)?;
		book.store()?;
		let whole = Self::active_weight(&position, now)?;
		let (pool_id, from) = (position.pool_id, &position.account);
		let pages = T::Stake::shift(pool_id, from, &account, Amount::Exactly(amount), now)?;
		ensure!(!Self::is_worthless(&position, now)?, Error::<T>::CannotSplit);

		let rest = Self::active_weight(&position, now)?;
		let part = whole.checked_sub(rest).ok_or(Error::<T>::Overflow)?;
		// Stake that has not been active has earned nothing.
		let vesting = position.vesting.split(part, whole.max(1)).map_err(Error::<T>::from)?;

		Self::mint(part_id, &owner, Position { account, vesting, ..position.clone() }, now)?;
		let rest_id = Self::renumber(position_id, &owner, position, now)?;
		Self::deposit_event(Event::Split { position_id, rest_id, part_id, amount });
		Ok(pages.saturating_add(book.met()))
	}

	pub(crate) fn do_merge(
		owner: T::AccountId,
		position_id: PositionId,
		other_id: PositionId,
	) -> Result<u32, DispatchError> {
		let (mut position, mut book) = Self::open_position(position_id, &owner)?;
		let mut other = Self::free_position(other_id, &owner)?;

		let fits = position.pool_id == other.pool_id && position.terms == other.terms;
		ensure!(position_id != other_id && fits, Error::<T>::CannotMerge);
		book.ensure_locked(&other)?;

		let (pool_id, now) = (position.pool_id, book.now());
		Self::join_vesting(&mut book, &mut position, &mut other)?;
		book.forget_expiry(position.expiry.min(other.expiry))?;
		book.store()?;
		let (from, to) = (&other.account, &position.account);
		let moved = T::Stake::shift(pool_id, from, to, Amount::All, now)?;
		let pages = book.met().saturating_add(moved);
		// With its last share a position account's entitlement is all that it earned.
		let mut book = Book::<T>::load(pool_id, now)?;
		let earned = mem::take(book.entitlement(&other.stake())?);
		book.settled(&position.stake(), |settled| settled.plus(&earned))?;
		book.store()?;

		// Terms are the same, so the later expiry is that of the later lock.
		let is_later =
			(position.expiry, position.known.numbers()) < (other.expiry, other.known.numbers());
		if is_later {
			position.known = other.known;
		}
		let expiry = position.expiry.max(other.expiry);
		position.expiry = expiry;
		Self::burn(other_id)?;
		let new_id = Self::renumber(position_id, &owner, position, now)?;
		Self::deposit_event(Event::Merged { position_id, other_id, new_id, expiry });
		Ok(pages.saturating_add(book.met()))
	}
}
