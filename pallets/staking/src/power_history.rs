// SPDX-License-Identifier: Apache-2.0

//! The power of operators in the epochs of the window, as their elections noted it.

use crate::{Config, EpochIndex, Operators, Pallet, Power, PowerHistory, WeightInfo};
use alloc::vec::Vec;
use bulwark_traits::{Epochs, PowerAt};
use frame_support::{traits::Get, weights::Weight};

impl<T: Config> Pallet<T> {
	/// The key of an epoch in `PowerHistory` and `PriceHistory`.
	pub(crate) fn history_slot(epoch: EpochIndex) -> u32 {
		epoch.0 % T::Window::get().saturating_add(1) // the window is 14 at most
	}
}

impl<T: Config> PowerAt<T::AccountId> for Pallet<T> {
	fn is_operator(who: &T::AccountId) -> bool {
		Operators::<T>::contains_key(who)
	}

	fn powers(epoch: EpochIndex) -> Option<Vec<(T::AccountId, Power)>> {
		Self::horizon().check(epoch).ok()?;
		let noted = PowerHistory::<T>::get(Self::history_slot(epoch))?;
		(noted.epoch == epoch).then(|| noted.powers.into_inner())
	}

	fn weight() -> Weight {
		T::WeightInfo::power_at()
	}
}
