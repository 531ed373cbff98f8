// SPDX-License-Identifier: Apache-2.0

//! Announcements by which pools can lose more: whoever locked its stake before may leave without a penalty.

use crate::{AccountIdOf, Announcements, AnnouncementsOf, Config, Error, OptIns, OptInsOf, Pallet};
use bulwark_ledger::{EpochIndex, OptInsAtLock};
use bulwark_traits::Epochs;
use frame_support::traits::Get;
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	/// The announcements of an operator with those by opt-ins that are about to be stored. `TooManyAnnouncements` for want of
	/// room, if pools can lose more by them.
	pub(crate) fn announced(
		operator: &AccountIdOf<T>,
		after: &OptInsOf<T>,
	) -> Result<AnnouncementsOf<T>, DispatchError> {
		let now = T::Exposure::now();
		let before = Self::opt_ins_of(operator)?;
		let mut announced = Self::announcements_of(operator)?;

		let noted = announced.announce(&before, after, now, now.minus(T::LongestLock::get()));
		Ok(noted.map(|()| announced).map_err(|_| Error::<T>::TooManyAnnouncements)?)
	}

	/// Notes the change of opt-ins that are about to be stored. Whoever lets pools lose more asks for room before.
	pub(crate) fn announce(operator: &AccountIdOf<T>, after: &OptInsOf<T>) -> DispatchResult {
		let announced = Self::announced(operator, after)?;
		if announced.is_empty() {
			Announcements::<T>::remove(operator);
		} else {
			Announcements::<T>::insert(operator, announced);
		}
		Ok(())
	}

	/// The opt-ins of an operator as whoever locks stake behind it now knows them.
	pub(crate) fn opt_ins_at_lock(operator: &AccountIdOf<T>, now: EpochIndex) -> OptInsAtLock {
		Announcements::<T>::get(operator).lock_begin(&OptIns::<T>::get(operator), now)
	}

	/// True if a lock may end without a penalty for the sake of what was announced after its begin.
	pub(crate) fn is_waived(
		operator: &AccountIdOf<T>,
		locked_in: EpochIndex,
		begin: &OptInsAtLock,
		now: EpochIndex,
	) -> bool {
		Announcements::<T>::get(operator).waives(locked_in, begin, now)
	}
}
