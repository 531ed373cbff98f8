// SPDX-License-Identifier: Apache-2.0

//! The invariants, numbered as in `docs/invariants.md`.

use crate::{Bounds, Config, DueEpoch, Followers, Pallet, SentEpoch};
use frame_support::ensure;
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	/// Checks every invariant that can be read from the state.
	pub(crate) fn do_try_state() -> Result<(), TryRuntimeError> {
		bulwark_traits::ensure_bounds::<Bounds<T>>(&Self::bounds())?;
		#[cfg(feature = "try-runtime")]
		bulwark_traits::ensure_decodes::<Self>()?;

		Self::ensure_different(&Followers::<T>::get())
			.map_err(|_| "each follower is named once")?;
		let due = DueEpoch::<T>::get();
		let is_news = due.is_none_or(|due| SentEpoch::<T>::get() < Some(due));
		ensure!(is_news, "an epoch is not due any more once its set was sent");
		Ok(())
	}
}
