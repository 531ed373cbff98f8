// SPDX-License-Identifier: Apache-2.0

//! Records of epochs before the window are removed, a few with each step of finalising.

use crate::{
	AccountIdOf, Config, EpochIndex, Error, OldestWork, Pallet, Performances, ProgrammeId,
	Programmes, WorkRecords,
};
use bulwark_traits::Epochs;
use sp_runtime::DispatchError;

impl<T: Config> Pallet<T> {
	/// Removes so many records of a programme at most, and so many records of work. An epoch without records counts as
	/// one. Returns how many.
	pub(crate) fn forget(programme_id: ProgrammeId, limit: u32) -> Result<u32, DispatchError> {
		let mut programme =
			Programmes::<T>::get(programme_id).ok_or(Error::<T>::UnknownProgramme)?;

		let next = |epoch| Self::performers(programme_id, epoch, None).next();
		let remove = |epoch, operator: AccountIdOf<T>| {
			Performances::<T>::remove((programme_id, epoch, operator));
		};
		let performances = Self::forget_from(&mut programme.oldest_epoch, limit, next, remove);

		Programmes::<T>::insert(programme_id, programme);
		Ok(performances.saturating_add(Self::forget_work(limit)))
	}

	/// Notes that work of an epoch is recorded.
	pub(crate) fn note_oldest_work(epoch: EpochIndex) {
		if !OldestWork::<T>::exists() {
			OldestWork::<T>::put(epoch);
		}
	}

	fn forget_work(limit: u32) -> u32 {
		let Some(mut oldest) = OldestWork::<T>::get() else { return 0 };
		let next = |epoch| WorkRecords::<T>::iter_key_prefix(epoch).next();
		let remove = |epoch, operator: AccountIdOf<T>| WorkRecords::<T>::remove(epoch, operator);
		let forgotten = Self::forget_from(&mut oldest, limit, next, remove);
		OldestWork::<T>::put(oldest);
		forgotten
	}

	/// Removes records of epochs from the oldest on, as far as they lie before the window.
	fn forget_from(
		oldest: &mut EpochIndex,
		limit: u32,
		next: impl Fn(EpochIndex) -> Option<AccountIdOf<T>>,
		remove: impl Fn(EpochIndex, AccountIdOf<T>),
	) -> u32 {
		let at = T::Operators::horizon();
		let kept = at.now.minus(at.window);
		let mut steps = 0u32;
		while *oldest < kept && steps < limit {
			match next(*oldest) {
				Some(operator) => remove(*oldest, operator),
				None => *oldest = oldest.next(),
			}
			steps = steps.saturating_add(1); // below the limit
		}
		steps
	}
}
