// SPDX-License-Identifier: Apache-2.0

//! The standing of operators, shown to whoever gives them work.

use crate::{Config, Operators, Pallet, WeightInfo};
use bulwark_traits::{Epochs, Standing};
use frame_support::weights::Weight;

impl<T: Config> Standing<T::AccountId> for Pallet<T> {
	fn is_open(who: &T::AccountId) -> bool {
		Operators::<T>::get(who).is_some_and(|record| record.departure.is_none())
	}

	fn is_in_order(who: &T::AccountId) -> bool {
		let at = Self::horizon();
		Operators::<T>::get(who).is_some_and(|record| {
			// A top-up answers from the next epoch on.
			let answers = record.slashable_bond(at, at.now);
			record.is_in_order() && answers == Ok(record.bond.required())
		})
	}

	/// The record alone: less than the active set, which is read by the same look.
	fn weight() -> Weight {
		T::WeightInfo::active_set_info()
	}
}
