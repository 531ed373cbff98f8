// SPDX-License-Identifier: Apache-2.0

//! Waivers of penalties: who has locked its stake before something got worse may leave without one, for a time.

use crate::{
	book::Book, CommissionAnnouncements, CommissionAnnouncementsOf, Config, Error, Fraction,
	KnownAtLock, Pallet, PoolInfoOf, Position,
};
use bulwark_ledger::{Announced, EpochIndex, WaiverWindow};
use bulwark_traits::{stored_or_default, StakePools};
use frame_support::traits::Get;
use sp_runtime::{DispatchError, DispatchResult};

/// A commission cannot be taken back in its epoch, and waives until one epoch after it counts.
const WINDOW: WaiverWindow = WaiverWindow { first: 0, after: 2 };

impl<T: Config> Pallet<T> {
	/// State of a pool that is known to whoever locks stake in it now.
	pub(crate) fn known_at_lock(pool: &PoolInfoOf<T>) -> Result<KnownAtLock, DispatchError> {
		let now = pool.horizon.now;
		let (commission, opt_ins) = match &pool.operator {
			Some(operator) => {
				let held = Self::commission_rates(operator)?.rate(now);
				let commission = announced::<T>(operator)?.lock_begin(held);
				(commission, T::Stake::lock_begin(operator, now))
			},
			None => Default::default(),
		};
		Ok(KnownAtLock { was_active: T::Stake::is_active(pool), commission, opt_ins })
	}

	/// True if the owner of a position does not leave of its own accord: the pool closes, its operator is no longer active,
	/// or something was announced since the lock began.
	pub(crate) fn is_waived(book: &Book<T>, position: &Position<T>) -> Result<bool, DispatchError> {
		if book.info.departure().is_some() {
			return Ok(true);
		}
		let KnownAtLock { was_active, commission, opt_ins } = &position.known;
		if *was_active && !T::Stake::is_active(&book.info) {
			return Ok(true);
		}
		let locked_in = position.terms.locked_in(position.expiry);
		let Some(operator) = &book.info.operator else { return Ok(false) };
		let now = book.now();
		let has_risen = announced::<T>(operator)?.waives(locked_in, *commission, now, WINDOW);
		Ok(has_risen || T::Stake::waives(operator, locked_in, opt_ins, now))
	}

	/// Notes a change of a commission, with the next epoch.
	pub(crate) fn announce_commission(
		operator: &T::AccountId,
		before: Fraction,
		value: Fraction,
		effective_from: EpochIndex,
		now: EpochIndex,
	) -> DispatchResult {
		let mut announced = announced::<T>(operator)?;
		announced.prune(now, WINDOW, now.minus(T::MaxDuration::get()));

		let new = Announced::of_one(effective_from, before, value);
		announced.announce(now, new).map_err(Error::<T>::from)?;

		CommissionAnnouncements::<T>::insert(operator, announced);
		Ok(())
	}
}

/// The rises of an operator's commission that were announced.
fn announced<T: Config>(
	operator: &T::AccountId,
) -> Result<CommissionAnnouncementsOf<T>, DispatchError> {
	stored_or_default(CommissionAnnouncements::<T>::hashed_key_for(operator))
}
