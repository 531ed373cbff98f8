// SPDX-License-Identifier: Apache-2.0

//! Announcements by which pools can lose more: whoever locked its stake before may leave without a penalty.

use crate::{AccountIdOf, Announcements, AnnouncementsOf, Config, Error, OptIns, OptInsOf, Pallet};
use bulwark_ledger::{EpochIndex, OptInsAtLock};
use bulwark_traits::Epochs;
use frame_support::traits::Get;
use sp_runtime::DispatchError;

impl<T: Config> Pallet<T> {
	/// The announcements of an operator with those by opt-ins that are about to be stored. `TooManyAnnouncements` for want of
	/// room, if pools can lose more by them.
	pub(crate) fn announced(
		operator: &AccountIdOf<T>,
		after: &OptInsOf<T>,
	) -> Result<AnnouncementsOf<T>, DispatchError> {
		let (now, oldest_lock) = Self::lock_times();
		let before = Self::opt_ins_of(operator)?;
		let mut announced = Self::announcements_of(operator)?;

		let noted = announced.announce(&before, after, now, oldest_lock);
		Ok(noted.map(|()| announced).map_err(|_| Error::<T>::TooManyAnnouncements)?)
	}

	/// The announcements of an operator that closes, by whose opt-ins nobody can lose more than now: they need no room.
	pub(crate) fn announced_by_closing(
		operator: &AccountIdOf<T>,
		after: &OptInsOf<T>,
	) -> Result<AnnouncementsOf<T>, DispatchError> {
		let (now, oldest_lock) = Self::lock_times();
		let before = Self::opt_ins_of(operator)?;
		let mut announced = Self::announcements_of(operator)?;

		let noted = announced.fall(&before, after, now, oldest_lock);
		Ok(noted.map(|()| announced).map_err(|_| Error::<T>::Overflow)?)
	}

	/// The present epoch, and the first in which a lock can have begun that has not ended.
	fn lock_times() -> (EpochIndex, EpochIndex) {
		let now = T::Exposure::now();
		(now, now.minus(T::LongestLock::get()))
	}

	/// Keeps announcements if there were ever any.
	pub(crate) fn put_announcements(operator: &AccountIdOf<T>, announced: AnnouncementsOf<T>) {
		if announced.is_empty() {
			Announcements::<T>::remove(operator);
		} else {
			Announcements::<T>::insert(operator, announced);
		}
	}

	/// The opt-ins of an operator as whoever locks stake behind it now knows them. Of what does not decode it knows nothing:
	/// more is news to it then, and waives.
	pub(crate) fn opt_ins_at_lock(operator: &AccountIdOf<T>, now: EpochIndex) -> OptInsAtLock {
		Announcements::<T>::get(operator).lock_begin(&OptIns::<T>::get(operator), now)
	}

	/// True if a lock may end without a penalty for the sake of what was announced after its begin, or may have been: what
	/// does not decode costs no staker a penalty.
	pub(crate) fn is_waived(
		operator: &AccountIdOf<T>,
		locked_in: EpochIndex,
		begin: &OptInsAtLock,
		now: EpochIndex,
	) -> bool {
		Self::announcements_of(operator)
			.map_or(true, |announced| announced.waives(locked_in, begin, now))
	}
}
