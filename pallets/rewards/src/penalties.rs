// SPDX-License-Identifier: Apache-2.0

//! What early leavers pay and no account gets: it waits as an exit like their own, so that later slashes hit both, and
//! is then burnt or given to those who stay.

use crate::{book::Book, Config, CreditOf, Event, Pallet};
use bulwark_ledger::{Balance, PoolId};
use bulwark_traits::{StakeKeeper, StakePools};
use frame_support::traits::{
	fungibles::{Balanced, Inspect},
	tokens::{Fortitude, Precision, Preservation},
	Get,
};
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	/// Moves the penalties of a pool that are released.
	pub(crate) fn collect_penalties(pool: PoolId) -> DispatchResult {
		if let Some(credit) = Self::released_penalty(pool, true)? {
			let amount = credit.peek();
			drop(credit); // burns it
			Self::deposit_event(Event::PenaltiesCollected { pool, amount, burnt: true });
		}
		if let Some(credit) = Self::released_penalty(pool, false)? {
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
	/// What is released of penalties: from the exits of their key, and from the account of that name, where anybody can
	/// have it withdrawn to once nobody can credit it any more.
	fn released_penalty(pool: PoolId, burnt: bool) -> Result<Option<CreditOf<T>>, DispatchError> {
		let key = Self::penalty_key(pool, burnt);
		let collected = T::Stake::collect(pool, &key)?;

		let Some(info) = T::Stake::pool(pool) else { return Ok(collected) };
		let stray: Balance = T::Assets::reducible_balance(
			info.asset.clone(),
			&key,
			Preservation::Expendable,
			Fortitude::Polite,
		);
		if stray == 0 {
			return Ok(collected);
		}
		let stray = T::Assets::withdraw(
			info.asset,
			&key,
			stray,
			Precision::Exact,
			Preservation::Expendable,
			Fortitude::Polite,
		)?;
		Ok(match collected {
			Some(credit) => Some(credit.merge(stray).unwrap_or_else(|(credit, _)| credit)),
			None => Some(stray),
		})
	}
}
