// SPDX-License-Identifier: Apache-2.0

//! Records on which it depends what is final, over or can be charged: what does not decode is an error, so that nothing is, and
//! no call writes over it.

use crate::{
	AccountIdOf, Bar, Barred, BatchId, BatchOf, Batches, CaseId, Config, EpochIndex, Equivocations,
	Kept, KeptSets, OpenChallenges, Pallet, MAX_EQUIVOCATIONS,
};
use bulwark_traits::{stored, stored_or_default};
use frame_support::{traits::ConstU32, BoundedVec};
use sp_runtime::DispatchError;

impl<T: Config> Pallet<T> {
	pub(crate) fn kept_sets() -> Result<KeptSets<T::MaxSets>, DispatchError> {
		stored_or_default(Kept::<T>::hashed_key())
	}

	pub(crate) fn open_challenges() -> Result<BoundedVec<u32, T::MaxBatches>, DispatchError> {
		stored_or_default(OpenChallenges::<T>::hashed_key())
	}

	pub(crate) fn equivocations_of(
		operator: &AccountIdOf<T>,
	) -> Result<BoundedVec<(EpochIndex, CaseId), ConstU32<MAX_EQUIVOCATIONS>>, DispatchError> {
		stored_or_default(Equivocations::<T>::hashed_key_for(operator))
	}

	/// Batch with an id; none if it was forgotten.
	pub(crate) fn batch_if_any(batch_id: &BatchId) -> Result<Option<BatchOf<T>>, DispatchError> {
		stored(Batches::<T>::hashed_key_for(batch_id))
	}

	/// Bar of an operator; none if it is not barred.
	pub(crate) fn bar_if_any(operator: &AccountIdOf<T>) -> Result<Option<Bar>, DispatchError> {
		stored(Barred::<T>::hashed_key_for(operator))
	}

	/// Takes the challenges off the list that are not open any more.
	pub(crate) fn unlist_challenges(is_open: impl Fn(u32) -> bool) {
		if let Ok(mut open) = Self::open_challenges() {
			open.retain(|index| is_open(*index));
			OpenChallenges::<T>::put(open);
		}
	}
}
