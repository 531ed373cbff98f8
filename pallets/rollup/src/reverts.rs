// SPDX-License-Identifier: Apache-2.0

//! Reverts: a bad batch and those above it are void, without being touched.

use crate::{Attested, AttestedSet, BatchOf, Config, Event, Fork, Kept, NextIndex, Pallet};
use bulwark_traits::Epochs;

impl<T: Config> Pallet<T> {
	/// Takes the chain back to the batch before a bad one. Batches that follow have another fork, so that nothing that was
	/// signed before counts for them; the set of the bad batch attests to the next.
	pub(crate) fn revert_to(bad: &BatchOf<T>) {
		let index = bad.header.index;
		let fork = Fork::<T>::get().saturating_add(1); // each takes a verdict: no chain sees 2³² of them

		Self::end_turns();
		Fork::<T>::put(fork);
		NextIndex::<T>::put(index);
		Self::unlist_challenges(|one| one < index);
		if let Ok(mut kept) = Self::kept_sets() {
			kept.revert(index);
			Kept::<T>::put(kept);
		}
		let set_number = (bad.signers > 0).then_some(bad.header.set_number);
		let since_epoch = T::Operators::now();
		Attested::<T>::set(set_number.map(|set_number| AttestedSet { set_number, since_epoch }));
		Self::look_at_turns();

		Self::deposit_event(Event::Reverted { index, fork, attested: set_number });
	}
}
