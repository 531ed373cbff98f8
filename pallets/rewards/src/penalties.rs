// SPDX-License-Identifier: Apache-2.0

//! Penalties of early leavers. A penalty is unbonding beside the stake it is taken from, so that later slashes hit both;
//! what no account gets is then burnt, given to those who stay, or to the treasury.

use crate::{book::Book, payments::PotOf, Config, CreditOf, Destination, Event, Pallet, Position};
use bulwark_ledger::{EpochIndex, Fraction, PoolId};
use bulwark_traits::{Payee, StakeKeeper};
use frame_support::{
	storage::with_storage_layer,
	traits::{Get, OnUnbalanced},
};
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	/// The penalty for leaving a position now, and the account that it goes to.
	pub(crate) fn penalty(
		book: &Book<T>,
		position: &Position<T>,
	) -> Result<Option<(Fraction, T::AccountId)>, DispatchError> {
		let fraction = position.terms.penalty;
		if fraction == Fraction::zero() || Self::is_waived(book, position)? {
			return Ok(None);
		}
		let to = Self::penalty_account(position.pool_id, &position.terms.destination);
		Ok(Some((fraction, to)))
	}

	/// Moves the penalties of a pool that are released. Those whose asset refuses wait, and stop nothing else.
	pub(crate) fn collect_penalties(pool_id: PoolId, now: EpochIndex) {
		for destination in [Destination::Burn, Destination::Stakers, Destination::Treasury] {
			let _ = with_storage_layer(|| Self::collect_penalty(pool_id, destination, now));
		}
	}

	fn collect_penalty(
		pool_id: PoolId,
		destination: Destination<T::AccountId>,
		now: EpochIndex,
	) -> DispatchResult {
		let account = Self::penalty_account(pool_id, &destination);
		let Some(credit) = T::Stake::collect(pool_id, &account, now)? else { return Ok(()) };
		let amount = credit.peek();
		match destination {
			Destination::Stakers => Self::return_penalty(pool_id, credit, now)?,
			Destination::Treasury => T::OnUnallocated::on_unbalanced(credit),
			Destination::Burn => drop(credit),
			// It withdraws its own.
			Destination::Account(_) => return Ok(()),
		}
		Self::deposit_event(Event::PenaltiesCollected { pool_id, amount, destination });
		Ok(())
	}

	fn return_penalty(pool_id: PoolId, credit: CreditOf<T>, now: EpochIndex) -> DispatchResult {
		let (asset, amount) = (credit.asset(), credit.peek());
		PotOf::<T>::note_received(&asset, amount)?;
		let mut book = Book::<T>::load(pool_id, now)?;
		if book.info.departure().is_some() {
			Self::give_up(Payee::Pool(pool_id), asset, amount)?;
		} else {
			book.fund(&asset, amount, T::ReturnPeriod::get())?;
			book.store()?;
		}

		// The pot has its floor: it takes every amount.
		PotOf::<T>::resolve(credit).map_err(|_| DispatchError::CannotLookup)
	}
}
