// SPDX-License-Identifier: Apache-2.0

//! The invariants, numbered as in `docs/invariants.md`.

use crate::{Bounds, Config, Followed, Pallet};
use alloc::collections::BTreeSet;
use frame_support::ensure;
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	/// Checks every invariant that can be read from the state.
	pub(crate) fn do_try_state() -> Result<(), TryRuntimeError> {
		bulwark_traits::ensure_bounds::<Bounds<T>>(&Self::bounds())?;
		#[cfg(feature = "try-runtime")]
		bulwark_traits::ensure_decodes::<Self>()?;

		let Some(known) = Followed::<T>::get() else { return Ok(()) };
		ensure!(!known.members.is_empty(), "a set that is followed has a member");
		let different: BTreeSet<_> = known.members.iter().collect();
		ensure!(
			different.len() == known.members.len(),
			"an account is a member of a set that is followed once"
		);
		Ok(())
	}
}
