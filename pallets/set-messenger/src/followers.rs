// SPDX-License-Identifier: Apache-2.0

//! The chains that follow.

use crate::{Config, Error, Event, Followers, FollowersOf, Pallet};
use alloc::collections::BTreeSet;
use bulwark_traits::SetTransport;
use frame_support::ensure;
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_set_followers(new: FollowersOf<T>) -> DispatchResult {
		let old = Followers::<T>::get();
		ensure!(old != new, Error::<T>::Unchanged);
		Self::ensure_different(&new)?;

		Followers::<T>::put(&new);

		Self::deposit_event(Event::FollowersSet { old, new });
		Ok(())
	}

	pub(crate) fn ensure_different(followers: &[T::Follower]) -> Result<(), Error<T>> {
		let different: BTreeSet<_> = followers.iter().map(T::Transport::place).collect();
		ensure!(different.len() == followers.len(), Error::<T>::DuplicateFollower);
		Ok(())
	}
}
