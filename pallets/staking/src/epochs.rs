// SPDX-License-Identifier: Apache-2.0

//! The clock, read from the wall.

use crate::{pallet, Config, EpochClock, Millis, Pallet};
use bulwark_traits::Epochs;
use frame_support::traits::{Get, Time};

impl<T: Config> Epochs for Pallet<T> {
	fn time() -> Millis {
		T::Time::now()
	}

	fn clock() -> EpochClock {
		pallet::EpochClock::<T>::get()
	}

	fn window() -> u32 {
		T::Window::get()
	}
}
