// SPDX-License-Identifier: Apache-2.0

//! The active set, shown to others.

use crate::{Config, Pallet, SetId, WeightInfo};
use alloc::vec::Vec;
use bulwark_traits::ActiveSetInfo;
use frame_support::weights::Weight;

impl<T: Config> ActiveSetInfo<T::AccountId> for Pallet<T> {
	fn set() -> Option<(SetId, Vec<T::AccountId>)> {
		let set = Self::current_set()?;
		Some((set.set_id, set.members.into_inner()))
	}

	fn is_active(who: &T::AccountId) -> bool {
		Self::is_serving(who)
	}

	fn weight() -> Weight {
		T::WeightInfo::active_set_info()
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn worst_case() {
		crate::benchmarking::serve_all::<T>();
	}
}
