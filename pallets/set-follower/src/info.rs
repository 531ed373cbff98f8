// SPDX-License-Identifier: Apache-2.0

//! The set of the other chain, shown to pallets of this one.

use crate::{Config, Followed, Pallet, SetId, WeightInfo};
use alloc::vec::Vec;
use bulwark_traits::ActiveSetInfo;
use frame_support::weights::Weight;

impl<T: Config> ActiveSetInfo<T::Operator> for Pallet<T> {
	fn set() -> Option<(SetId, Vec<T::Operator>)> {
		let known = Followed::<T>::get()?;
		Some((known.set_id, known.members.into_inner()))
	}

	fn is_active(who: &T::Operator) -> bool {
		Self::serves(who)
	}

	fn weight() -> Weight {
		T::WeightInfo::active_set_info()
	}
}
