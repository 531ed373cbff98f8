// SPDX-License-Identifier: Apache-2.0

//! What those who follow the active set have heard of it.

use crate::{Acknowledged, Config, Error, Event, Pallet};
use bulwark_ledger::EpochIndex;
use bulwark_traits::{Epochs, SetAcknowledgements};
use frame_support::ensure;
use sp_runtime::DispatchResult;

impl<T: Config> SetAcknowledgements<T::AccountId> for Pallet<T> {
	fn acknowledge(follower: &T::AccountId, epoch: EpochIndex) -> DispatchResult {
		ensure!(epoch <= Self::now(), Error::<T>::EpochInFuture);
		ensure!(Acknowledged::<T>::get(follower) < Some(epoch), Error::<T>::AlreadyAcknowledged);

		Acknowledged::<T>::insert(follower, epoch);

		Self::deposit_event(Event::SetAcknowledged { follower: follower.clone(), epoch });
		Ok(())
	}

	fn acknowledged(follower: &T::AccountId) -> Option<EpochIndex> {
		Acknowledged::<T>::get(follower)
	}
}
