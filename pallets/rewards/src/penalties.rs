// SPDX-License-Identifier: Apache-2.0

//! Penalties of early leavers. A penalty is unbonding beside the stake it is taken from, so that later slashes hit both;
//! what no account gets is then burnt, or given to those who stay.

use crate::{
	book::Book, payments::PotOf, CommissionRates, Config, CreditOf, Destination, Error, Event,
	Offers, Pallet, Position,
};
use bulwark_ledger::{Fraction, PoolId};
use bulwark_traits::{StakeKeeper, StakePools};
use frame_support::traits::Get;
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	/// The penalty for leaving a position now, and the account that it goes to.
	pub(crate) fn penalty(
		book: &Book<T>,
		position: &Position<T>,
	) -> Result<Option<(Fraction, T::AccountId)>, DispatchError> {
		let fraction = position.terms.penalty;
		if fraction == Fraction::zero() || Self::may_leave_freely(book) {
			return Ok(None);
		}
		let pool_id = position.pool_id;
		let offer = Offers::<T>::get(pool_id).ok_or(Error::<T>::UnknownPool)?;
		let to = match offer.destination {
			Destination::Account(account) => account,
			Destination::Stakers => Self::penalty_account(pool_id, false),
			Destination::Burn => Self::penalty_account(pool_id, true),
			// No offer names it.
			Destination::Treasury => return Ok(None),
		};
		Ok(Some((fraction, to)))
	}

	/// True if owners do not leave of their own accord: while the pool closes or its operator is not active, when its
	/// commission has just risen, and until an opt-in that widens what the pool can lose takes effect.
	fn may_leave_freely(book: &Book<T>) -> bool {
		let operator = book.info.operator.as_ref();
		let has_risen = operator
			.is_some_and(|operator| CommissionRates::<T>::get(operator).has_risen(book.now()));
		has_risen || !T::Stake::is_active(book.pool_id) || T::Stake::widens(book.pool_id)
	}

	/// Moves the penalties of a pool that are released.
	pub(crate) fn collect_penalties(pool_id: PoolId) -> DispatchResult {
		let of_nobody = Self::penalty_account(pool_id, true);
		if let Some(credit) = T::Stake::collect(pool_id, &of_nobody)? {
			let amount = credit.peek();
			drop(credit); // burns it
			Self::deposit_event(Event::PenaltiesCollected { pool_id, amount, burnt: true });
		}
		let of_stakers = Self::penalty_account(pool_id, false);
		if let Some(credit) = T::Stake::collect(pool_id, &of_stakers)? {
			let amount = credit.peek();
			Self::return_penalty(pool_id, credit)?;
			Self::deposit_event(Event::PenaltiesCollected { pool_id, amount, burnt: false });
		}
		Ok(())
	}

	fn return_penalty(pool_id: PoolId, credit: CreditOf<T>) -> DispatchResult {
		let (asset, amount) = (credit.asset(), credit.peek());
		PotOf::<T>::note_received(&asset, amount)?;
		// The pot has its floor: it takes every amount.
		PotOf::<T>::resolve(credit).map_err(|_| DispatchError::CannotLookup)?;

		let mut book = Book::<T>::load(pool_id)?;
		if book.info.departure.is_some() {
			return Self::give_up(pool_id, asset, amount);
		}
		book.fund(&asset, amount, T::ReturnPeriod::get())?;
		book.store()
	}
}
