// SPDX-License-Identifier: Apache-2.0

//! Waivers of penalties: who has locked its stake before something got worse may leave without one, for a time.

use crate::{
	book::Book, CommissionAnnouncements, CommissionAnnouncementsOf, CommissionRates, Config, Error,
	Fraction, KnownAtLock, Pallet, Position,
};
use bulwark_ledger::{Announced, EpochIndex, PoolId, WaiverWindow};
use bulwark_traits::StakePools;
use frame_support::traits::Get;
use sp_runtime::DispatchResult;

/// A commission cannot be taken back in its epoch, and waives until one epoch after it counts.
const WINDOW: WaiverWindow = WaiverWindow { first: 0, after: 2 };

impl<T: Config> Pallet<T> {
	/// State of a pool that is known to whoever locks stake in it now.
	pub(crate) fn known_at_lock(pool_id: PoolId) -> KnownAtLock {
		let operator = T::Stake::pool(pool_id).and_then(|info| info.operator);
		let commission = operator.map(|operator| {
			let held = CommissionRates::<T>::get(&operator).rate(Self::now());
			CommissionAnnouncements::<T>::get(&operator).lock_begin(held)
		});
		KnownAtLock {
			was_active: T::Stake::is_active(pool_id),
			commission: commission.unwrap_or_default(),
			opt_ins: T::Stake::lock_begin(pool_id),
		}
	}

	/// True if the owner of a position does not leave of its own accord: the pool closes, its operator is no longer active,
	/// or something was announced since the lock began.
	pub(crate) fn is_waived(book: &Book<T>, position: &Position<T>) -> bool {
		if book.info.departure.is_some() {
			return true;
		}
		let KnownAtLock { was_active, commission, opt_ins } = &position.known;
		if *was_active && !T::Stake::is_active(book.pool_id) {
			return true;
		}
		let locked_in = position.terms.locked_in(position.expiry);
		let has_risen = book.info.operator.as_ref().is_some_and(|operator| {
			let announced = CommissionAnnouncements::<T>::get(operator);
			announced.waives(locked_in, *commission, book.now(), WINDOW)
		});
		has_risen || T::Stake::waives(book.pool_id, locked_in, opt_ins)
	}

	/// Notes a change of a commission, with the next epoch.
	pub(crate) fn announce_commission(
		operator: &T::AccountId,
		before: Fraction,
		value: Fraction,
		effective_from: EpochIndex,
	) -> DispatchResult {
		let now = Self::now();
		let mut announced: CommissionAnnouncementsOf<T> =
			CommissionAnnouncements::<T>::get(operator);
		announced.prune(now, WINDOW, now.minus(T::MaxDuration::get()));

		let new = Announced::of_one(effective_from, before, value);
		announced.announce(now, new).map_err(Error::<T>::from)?;

		CommissionAnnouncements::<T>::insert(operator, announced);
		Ok(())
	}
}
