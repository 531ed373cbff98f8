// SPDX-License-Identifier: Apache-2.0

//! The set of an epoch on its way: noted when staking announces it, sent by the first block that has room.

use crate::{
	Config, DueEpoch, EpochIndex, Event, Followers, FollowersOf, Pallet, SentEpoch, WeightInfo,
};
use bulwark_traits::{ActiveSetInfo, SetChange, SetMessage, SetMessenger, SetTransport};
use frame_support::{
	storage::with_storage_layer,
	weights::{Weight, WeightMeter},
};
use sp_runtime::traits::{SaturatedConversion, Zero};

impl<T: Config> SetMessenger<T::AccountId> for Pallet<T> {
	/// Only notes that an epoch has a set, once it was elected and if it was not sent yet. That of the genesis was not: in block 0
	/// there is no time.
	fn announce(change: SetChange<T::AccountId>) {
		if frame_system::Pallet::<T>::block_number().is_zero() {
			return;
		}
		if !change.is_of_its_epoch() {
			// The set in force is not that of an epoch that is over: what is due for one can never be sent.
			if DueEpoch::<T>::get().is_some_and(|due| due < change.epoch) {
				DueEpoch::<T>::kill();
			}
		} else if SentEpoch::<T>::get() < Some(change.epoch) {
			DueEpoch::<T>::put(change.epoch);
		}
	}

	fn weight() -> Weight {
		T::WeightInfo::announce()
	}
}

impl<T: Config> Pallet<T> {
	/// Sends what is due, if the block has room for all of it.
	pub(crate) fn poll(meter: &mut WeightMeter) {
		if meter.try_consume(T::WeightInfo::poll()).is_err() {
			return;
		}
		let Some(epoch) = DueEpoch::<T>::get() else { return };
		let followers = Followers::<T>::get();
		let count = followers.len().saturated_into();
		if meter.try_consume(Self::sending_weight(count)).is_ok() {
			Self::send(epoch, followers);
		}
	}

	/// The most that it costs to send a set to so many followers.
	pub(crate) fn sending_weight(followers: u32) -> Weight {
		let messages = T::Transport::weight().saturating_mul(followers.into());
		T::WeightInfo::send(followers)
			.saturating_add(T::ActiveSet::weight())
			.saturating_add(messages)
	}

	/// Sends the set in force to all followers. Whom it cannot reach hears the next one. It is called by a hook, which has all
	/// layers left.
	pub(crate) fn send(epoch: EpochIndex, followers: FollowersOf<T>) {
		DueEpoch::<T>::kill();
		SentEpoch::<T>::put(epoch);
		let Some((set_id, members)) = T::ActiveSet::set() else { return };

		let message = SetMessage { set_id, epoch, members };
		for follower in followers {
			let sent = with_storage_layer(|| T::Transport::send(&follower, &message));
			Self::deposit_event(match sent {
				Ok(()) => Event::SetSent { follower, set_id, epoch },
				Err(reason) => Event::SetNotSent { follower, set_id, epoch, reason },
			});
		}
	}
}
