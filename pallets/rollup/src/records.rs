// SPDX-License-Identifier: Apache-2.0

//! Lists on which it depends what is final: what does not decode is an error, so that nothing is, and no call writes over it.

use crate::{Config, Kept, KeptSets, OpenChallenges, Pallet};
use bulwark_traits::stored_or_default;
use frame_support::BoundedVec;
use sp_runtime::DispatchError;

impl<T: Config> Pallet<T> {
	pub(crate) fn kept_sets() -> Result<KeptSets<T::MaxSets>, DispatchError> {
		stored_or_default(Kept::<T>::hashed_key())
	}

	pub(crate) fn open_challenges() -> Result<BoundedVec<u32, T::MaxBatches>, DispatchError> {
		stored_or_default(OpenChallenges::<T>::hashed_key())
	}

	/// Takes the challenges off the list that are not open any more.
	pub(crate) fn unlist_challenges(is_open: impl Fn(u32) -> bool) {
		if let Ok(mut open) = Self::open_challenges() {
			open.retain(|index| is_open(*index));
			OpenChallenges::<T>::put(open);
		}
	}
}
