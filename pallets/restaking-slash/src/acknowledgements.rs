// SPDX-License-Identifier: Apache-2.0

//! Acknowledgements of active sets: no fault can be held against an operator by a consumer elsewhere that has not heard
//! of the set of its epoch, or of a later one.

use crate::{
	AccountIdOf, AcknowledgedEpochs, Config, EpochIndex, Error, Event, Pallet, WeightInfo,
};
use bulwark_traits::{Epochs, SetAcknowledgements};
use frame_support::{ensure, weights::Weight};
use sp_runtime::DispatchResult;

impl<T: Config> SetAcknowledgements<AccountIdOf<T>> for Pallet<T> {
	fn acknowledge(follower: &AccountIdOf<T>, epoch: EpochIndex) -> DispatchResult {
		ensure!(epoch <= T::Exposure::now(), Error::<T>::EpochInFuture);
		let known = AcknowledgedEpochs::<T>::get(follower);
		ensure!(known < Some(epoch), Error::<T>::AlreadyAcknowledged);

		AcknowledgedEpochs::<T>::insert(follower, epoch);

		Self::deposit_event(Event::SetAcknowledged { follower: follower.clone(), epoch });
		Ok(())
	}

	fn acknowledged_epoch(follower: &AccountIdOf<T>) -> Option<EpochIndex> {
		AcknowledgedEpochs::<T>::get(follower)
	}

	fn weight() -> Weight {
		T::WeightInfo::acknowledge_set()
	}
}

impl<T: Config> Pallet<T> {
	/// `NotAcknowledged` if the terms name a follower that has heard neither of the active set of an epoch nor of a later one.
	pub(crate) fn ensure_acknowledged(
		follower: Option<&AccountIdOf<T>>,
		epoch: EpochIndex,
	) -> Result<(), Error<T>> {
		let Some(follower) = follower else { return Ok(()) };
		let known = AcknowledgedEpochs::<T>::get(follower);
		ensure!(known.is_some_and(|known| epoch <= known), Error::<T>::NotAcknowledged);
		Ok(())
	}
}
