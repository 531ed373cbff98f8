// SPDX-License-Identifier: Apache-2.0

//! What early leavers pay. It waits as an exit like their own, so that later slashes hit both; what no account gets is
//! then burnt, or given to those who stay.

use crate::{
	book::Book, Beneficiary, Commissions, Config, CreditOf, Error, Event, Offers, Pallet, Position,
};
use bulwark_ledger::{Fraction, PoolId};
use bulwark_traits::StakeKeeper;
use frame_support::traits::{fungibles::Balanced, Get};
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	/// What leaving a position costs now, and whose that is. Nothing where the owner does not leave of its own accord:
	/// while the pool closes or its operator is not active, when its commission has just risen, and until a promise that
	/// widens what the pool can lose takes effect.
	pub(crate) fn penalty(
		book: &Book<T>,
		position: &Position<T>,
	) -> Result<Option<(Fraction, T::AccountId)>, DispatchError> {
		let operator = book.info.operator.as_ref();
		let has_risen =
			operator.is_some_and(|operator| Commissions::<T>::get(operator).has_risen(book.now()));
		let may_leave = !book.info.is_active || book.info.widens || has_risen;
		if may_leave || position.terms.penalty == Fraction::zero() {
			return Ok(None);
		}
		let offer = Offers::<T>::get(position.pool).ok_or(Error::<T>::UnknownPool)?;
		let to = match offer.beneficiary {
			Beneficiary::Account(account) => account,
			Beneficiary::Stakers => Self::penalty_key(position.pool, false),
			Beneficiary::Burn => Self::penalty_key(position.pool, true),
		};
		Ok(Some((position.terms.penalty, to)))
	}

	/// Moves the penalties of a pool that are released.
	pub(crate) fn collect_penalties(pool: PoolId) -> DispatchResult {
		if let Some(credit) = T::Stake::collect(pool, &Self::penalty_key(pool, true))? {
			let amount = credit.peek();
			drop(credit); // burns it
			Self::deposit_event(Event::PenaltiesCollected { pool, amount, burnt: true });
		}
		if let Some(credit) = T::Stake::collect(pool, &Self::penalty_key(pool, false))? {
			let amount = credit.peek();
			Self::return_penalty(pool, credit)?;
			Self::deposit_event(Event::PenaltiesCollected { pool, amount, burnt: false });
		}
		Ok(())
	}

	fn return_penalty(pool: PoolId, credit: CreditOf<T>) -> DispatchResult {
		let (asset, amount) = (credit.asset(), credit.peek());
		Self::note_received(&asset, amount)?;
		// The pot has its floor: it takes every amount.
		if T::Assets::resolve(&Self::pot(), credit).is_err() {
			return Err(DispatchError::CannotLookup);
		}

		let mut book = Book::<T>::load(pool)?;
		if book.info.departure.is_some() {
			return Self::give_up(pool, asset, amount);
		}
		book.fund(&asset, amount, T::ReturnPeriod::get())?;
		book.store()
	}
}
