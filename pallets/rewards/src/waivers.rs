// SPDX-License-Identifier: Apache-2.0

//! Waivers of penalties: who has locked its stake before something got worse may leave without one, for a time.

use crate::{
	book::Book, stored::stored_or_default, CommissionAnnouncements, CommissionAnnouncementsOf,
	Config, Error, Fraction, KnownAtLock, Pallet, Position,
};
use bulwark_ledger::{Announced, EpochIndex, PoolId, WaiverWindow};
use bulwark_traits::StakePools;
use frame_support::traits::Get;
use sp_runtime::{DispatchError, DispatchResult};

/// A commission cannot be taken back in its epoch, and waives until one epoch after it counts.
const WINDOW: WaiverWindow = WaiverWindow { first: 0, after: 2 };

impl<T: Config> Pallet<T> {
	/// State of a pool that is known to whoever locks stake in it now.
	pub(crate) fn known_at_lock(pool_id: PoolId) -> Result<KnownAtLock, DispatchError> {
		let operator = T::Stake::pool(pool_id).and_then(|info| info.operator);
		let commission = match operator {
			Some(operator) => {
				let held = Self::commission_rates(&operator)?.rate(Self::now());
				announced::<T>(&operator)?.lock_begin(held)
			},
			None => Default::default(),
		};
		Ok(KnownAtLock {
			was_active: T::Stake::is_active(pool_id),
			commission,
			opt_ins: T::Stake::lock_begin(pool_id),
		})
	}

	/// True if the owner of a position does not leave of its own accord: the pool closes, its operator is no longer active,
	/// or something was announced since the lock began.
	pub(crate) fn is_waived(book: &Book<T>, position: &Position<T>) -> Result<bool, DispatchError> {
		if book.info.departure.is_some() {
			return Ok(true);
		}
		let KnownAtLock { was_active, commission, opt_ins } = &position.known;
		if *was_active && !T::Stake::is_active(book.pool_id) {
			return Ok(true);
		}
		let locked_in = position.terms.locked_in(position.expiry);
		let has_risen = match &book.info.operator {
			Some(operator) => {
				announced::<T>(operator)?.waives(locked_in, *commission, book.now(), WINDOW)
			},
			None => false,
		};
		Ok(has_risen || T::Stake::waives(book.pool_id, locked_in, opt_ins))
	}

	/// Notes a change of a commission, with the next epoch.
	pub(crate) fn announce_commission(
		operator: &T::AccountId,
		before: Fraction,
		value: Fraction,
		effective_from: EpochIndex,
	) -> DispatchResult {
		let now = Self::now();
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
