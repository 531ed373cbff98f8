// SPDX-License-Identifier: Apache-2.0

//! Records that bound what is slashed: what does not decode is an error, so that nobody takes it for nothing, and no call writes over
//! it.

use crate::{
	AccountIdOf, Announcements, AnnouncementsOf, CaseId, Config, ConsumerId, OptIns, OptInsOf,
	Pallet, SpendingOf, UsedBudgets,
};
use alloc::vec::Vec;
use bulwark_traits::{stored_or_default, Loaded};
use frame_support::{traits::Get, BoundedVec};
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	pub(crate) fn opt_ins_of(operator: &AccountIdOf<T>) -> Result<OptInsOf<T>, DispatchError> {
		stored_or_default(OptIns::<T>::hashed_key_for(operator))
	}

	pub(crate) fn announcements_of(
		operator: &AccountIdOf<T>,
	) -> Result<AnnouncementsOf<T>, DispatchError> {
		stored_or_default(Announcements::<T>::hashed_key_for(operator))
	}

	pub(crate) fn spending_of(
		operator: &AccountIdOf<T>,
		consumer_id: ConsumerId,
	) -> Result<SpendingOf<T>, DispatchError> {
		stored_or_default(UsedBudgets::<T>::hashed_key_for(operator, consumer_id))
	}
}

/// Takes a case out of the list under a key, and the list away if it was the last.
pub(crate) fn unlist<S: Get<u32>>(key: Vec<u8>, case_id: CaseId) -> DispatchResult {
	let mut list = Loaded::<BoundedVec<CaseId, S>>::load(key)?;
	list.now.retain(|other| *other != case_id);
	list.keep_if(!list.now.is_empty());
	Ok(())
}
