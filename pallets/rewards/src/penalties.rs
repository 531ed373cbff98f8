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

	/// Moves the penalties of a pool that are released. Those whose asset refuses wait, and stop nothing else. So do all of them
	/// if the call is nested too deeply: anybody moves them by the next. True if there were any.
	pub(crate) fn collect_penalties(pool_id: PoolId, now: EpochIndex) -> bool {
		let mut waited = false;
		for destination in [Destination::Burn, Destination::Stakers, Destination::Treasury] {
			let collected = with_storage_layer(|| Self::collect_penalty(pool_id, destination, now));
			waited |= collected.unwrap_or(true);
		}
		waited
	}

	/// False if none is released.
	fn collect_penalty(
		pool_id: PoolId,
		destination: Destination<T::AccountId>,
		now: EpochIndex,
	) -> Result<bool, DispatchError> {
		let account = Self::penalty_account(pool_id, &destination);
		let Some(credit) = T::Stake::collect(pool_id, &account, now)? else { return Ok(false) };
		let amount = credit.peek();
		match destination {
			Destination::Stakers => Self::return_penalty(pool_id, credit, now)?,
			Destination::Treasury => T::OnUnallocated::on_unbalanced(credit),
			Destination::Burn => drop(credit),
			// It withdraws its own.
			Destination::Account(_) => return Ok(false),
		}
		Self::deposit_event(Event::PenaltiesCollected { pool_id, amount, destination });
		Ok(true)
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

		PotOf::<T>::resolve(credit)
	}
}
