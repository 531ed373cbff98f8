// SPDX-License-Identifier: Apache-2.0

//! Bounds by which the storage is laid out.

use crate::{Bounds, Config, Event, Pallet};
use bulwark_traits::{Bound, Misfit};
use frame_support::{
	traits::{Get, PalletInfoAccess},
	weights::Weight,
};

impl<T: Config> Pallet<T> {
	/// Those of the runtime.
	pub(crate) fn bounds() -> [Bound; 1] {
		[Bound::may_grow("MaxMembers", T::MaxMembers::get())]
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
