// SPDX-License-Identifier: Apache-2.0

//! Records of epochs before the window are removed, a few with each step of finalising or with each new record. They stand
//! in the order of their epochs, so that the oldest is the first, and a time in which nobody came costs nothing.

use crate::{Config, EpochIndex, EpochKey, Pallet, Performances, ProgrammeId, Work, WorkRecords};
use alloc::vec::Vec;
use bulwark_traits::Epochs;

/// The number of old records that are removed with each step of finalising, and with each new record of work: more than
/// one, so that removing catches up after a time in which nobody finalised.
pub(crate) const FORGOTTEN_WITH_EACH: u32 = 2;

impl<T: Config> Pallet<T> {
	/// Removes so many old records of a programme at most. Returns how many.
	pub(crate) fn forget(programme_id: ProgrammeId, limit: u32) -> u32 {
		let records = Performances::<T>::iter_key_prefix((programme_id,));
		let old: Vec<_> = Self::old(records, limit).collect();
		for (epoch, operator) in &old {
			Performances::<T>::remove((programme_id, epoch, operator));
		}
		Self::count(old.len())
	}

	/// Begins a record of work, and removes some old ones: they never outnumber those of a few windows, whether any
	/// programme is finalised or not.
	pub(crate) fn begin_work(epoch: EpochIndex, operator: &T::AccountId, work: Work) {
		let records = WorkRecords::<T>::iter_keys();
		let old: Vec<_> = Self::old(records, FORGOTTEN_WITH_EACH).collect();
		for (epoch, operator) in &old {
			WorkRecords::<T>::remove(epoch, operator);
		}
		WorkRecords::<T>::insert(EpochKey::new(epoch), operator, work);
	}

	/// The records of epochs before the window, at most so many.
	fn old(
		records: impl Iterator<Item = (EpochKey, T::AccountId)>,
		limit: u32,
	) -> impl Iterator<Item = (EpochKey, T::AccountId)> {
		let at = T::Operators::horizon();
		let kept = at.now.minus(at.window);
		let limit = usize::try_from(limit).unwrap_or(usize::MAX);
		records.take_while(move |(epoch, _)| epoch.epoch() < kept).take(limit)
	}
}
