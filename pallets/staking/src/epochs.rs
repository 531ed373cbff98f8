// SPDX-License-Identifier: Apache-2.0

//! The clock, read from the wall.

use crate::{pallet::EpochClock, Config, EpochIndex, Millis, Pallet};
use bulwark_traits::Epochs;
use frame_support::traits::{Get, Time};

impl<T: Config> Epochs for Pallet<T> {
	fn time() -> Millis {
		T::Time::now()
	}

	fn at(time: Millis) -> EpochIndex {
		EpochClock::<T>::get().at(time)
	}

	fn start(epoch: EpochIndex) -> Millis {
		EpochClock::<T>::get().start(epoch)
	}

	fn window() -> u32 {
		T::Window::get()
	}
}
