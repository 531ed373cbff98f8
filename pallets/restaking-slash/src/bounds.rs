// SPDX-License-Identifier: Apache-2.0

//! Bounds by which the storage is laid out.

use crate::{Bounds, Config, Event, MaxSpans, Pallet};
use bulwark_traits::{Bound, Epochs, Misfit};
use frame_support::{
	traits::{Get, PalletInfoAccess},
	weights::Weight,
};

impl<T: Config> Pallet<T> {
	/// Those of the runtime.
	pub(crate) fn bounds() -> [Bound; 7] {
		[
			Bound::fixed("Window", T::Exposure::window()),
			// Of `Notice` and `NarrowNotice` the longer one.
			Bound::may_grow("MaxSpans", MaxSpans::<T>::get()),
			Bound::may_grow("LongestLock", T::LongestLock::get()),
			Bound::may_grow("MaxAnnouncements", T::MaxAnnouncements::get()),
			Bound::may_grow("MaxOptIns", T::MaxOptIns::get()),
			Bound::may_grow("MaxCases", T::MaxCases::get()),
			Bound::may_grow("MaxProposals", T::MaxProposals::get()),
		]
	}

	/// Keeps them, and tells of those that do not fit to what is stored. Nothing else changes: a panic would stop the chain.
	pub(crate) fn keep_bounds() -> Weight {
		let misfits = bulwark_traits::keep_bounds::<Bounds<T>>(Self::name(), &Self::bounds());
		for Misfit { name, kept, runtime } in misfits {
			Self::deposit_event(Event::BoundViolated { name, kept, runtime });
		}
		T::DbWeight::get().reads_writes(1, 1)
	}
}
