// SPDX-License-Identifier: Apache-2.0

//! The cover of operators: the epochs in which enough of their bonds answers to the chain's own consumers. It is kept
//! with their stake, and told by whoever keeps the opt-ins.

use crate::{Config, Operators, Pallet, WeightInfo};
use bulwark_ledger::Cover;
use bulwark_traits::{CoverObserver, Liability};
use core::mem;
use frame_support::weights::Weight;
use sp_runtime::traits::Zero;

impl<T: Config> CoverObserver<T::AccountId> for Pallet<T> {
	fn cover_changed(operator: &T::AccountId, cover: Cover) {
		let is_operator = Self::keep_cover(operator, || cover);
		// Opt-ins of the first block are made when its set has been elected already. Those that come with an upgrade wait for
		// the next election: that weighs what an election does, and a set that has served is not founded anew.
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
		Self::keep_cover(operator, || T::Liability::cover(operator));
	}

	/// Keeps the cover of an operator. False if there is no such operator.
	fn keep_cover(operator: &T::AccountId, cover: impl FnOnce() -> Cover) -> bool {
		let Some(mut record) = Operators::<T>::get(operator) else { return false };
		let before = mem::replace(&mut record.backing.cover, cover());
		if record.backing.cover != before {
			Operators::<T>::insert(operator, record);
		}
		true
	}
}
