// SPDX-License-Identifier: Apache-2.0

//! The cover of operators: the epochs in which enough of their bonds answers to the chain's own consumers. It is kept
//! beside their stake, and told by whoever keeps the opt-ins.

use crate::{Config, OperatorBackings, Pallet, WeightInfo};
use bulwark_ledger::Cover;
use bulwark_traits::{CoverObserver, Liability};
use frame_support::weights::Weight;
use sp_runtime::traits::Zero;

impl<T: Config> CoverObserver<T::AccountId> for Pallet<T> {
	fn cover_changed(operator: &T::AccountId, cover: Cover) {
		let is_operator = OperatorBackings::<T>::mutate_exists(operator, |backing| {
			backing.as_mut().map(|backing| backing.cover = cover).is_some()
		});
		// Opt-ins of the first block are made when its set has been elected already.
		if is_operator && frame_system::Pallet::<T>::block_number().is_zero() {
			Self::found_set();
		}
	}

	fn weight() -> Weight {
		T::WeightInfo::cover_changed()
	}
}

impl<T: Config> Pallet<T> {
	/// Asks for the cover of an operator and keeps it, if the operator is there.
	pub(crate) fn renew_cover(operator: &T::AccountId) {
		OperatorBackings::<T>::mutate_exists(operator, |backing| {
			if let Some(backing) = backing {
				backing.cover = T::Liability::cover(operator);
			}
		});
	}
}
