// SPDX-License-Identifier: Apache-2.0

//! News of the set: what is newer takes the place of what is known, and nothing else does.

use crate::{
	Config, EpochIndex, Error, Event, Followed, FollowedSet, FollowedSetView, MembersOf, Pallet,
	SetId,
};
use alloc::collections::BTreeSet;
use bulwark_traits::{stored, Acknowledge};
use frame_support::{ensure, storage::with_storage_layer};
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_note_set(
		set_id: SetId,
		epoch: EpochIndex,
		members: MembersOf<T>,
	) -> DispatchResult {
		let known = Self::known()?;
		ensure!(known.as_ref().is_none_or(|known| known.epoch < epoch), Error::<T>::OldNews);
		ensure!(known.is_none_or(|known| known.set_id <= set_id), Error::<T>::OlderSet);
		ensure!(!members.is_empty(), Error::<T>::EmptySet);
		let different: BTreeSet<_> = members.iter().collect();
		ensure!(different.len() == members.len(), Error::<T>::DuplicateMember);

		Followed::<T>::put(FollowedSet { set_id, epoch, members: members.clone() });

		Self::deposit_event(Event::SetFollowed { set_id, epoch, members });
		Self::acknowledge(epoch);
		Ok(())
	}

	pub(crate) fn do_forget_set() -> DispatchResult {
		// One that does not decode is forgotten too, as set 0 of epoch 0: there is no other way out.
		let (set_id, epoch) = match Self::known() {
			Ok(known) => known.map(|known| (known.set_id, known.epoch)).ok_or(Error::<T>::NoSet)?,
			Err(_) => (SetId(0), EpochIndex(0)),
		};

		Followed::<T>::kill();

		Self::deposit_event(Event::SetForgotten { set_id, epoch });
		Ok(())
	}

	/// The set that is known. `Corruption` if it does not decode: what is newer cannot be told then.
	pub(crate) fn known() -> Result<Option<FollowedSet<T>>, DispatchError> {
		stored(Followed::<T>::hashed_key())
	}

	/// True if an account is a member of the set that is known.
	pub fn serves(operator: &T::Operator) -> bool {
		Followed::<T>::get().is_some_and(|known| known.members.contains(operator))
	}

	pub(crate) fn followed_set_view() -> Option<FollowedSetView<T::Operator>> {
		let FollowedSet { set_id, epoch, members } = Followed::<T>::get()?;
		Some(FollowedSetView { set_id, epoch, members: members.into_inner() })
	}

	/// Acknowledges an epoch, if that can be sent: the set is known in any case. Who says how deeply this is nested is who sends
	/// the set.
	fn acknowledge(epoch: EpochIndex) {
		if let Err(reason) = with_storage_layer(|| T::Acknowledge::acknowledge(epoch)) {
			Self::deposit_event(Event::NotAcknowledged { epoch, reason });
		}
	}
}
