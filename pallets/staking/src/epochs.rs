// SPDX-License-Identifier: Apache-2.0

//! The clock, read from the wall.

use crate::{Clock, Config, EpochIndex, Error, Millis, Pallet};
use bulwark_ledger::{Horizon, LedgerError};
use bulwark_traits::Epochs;
use frame_support::traits::{Get, Time};

impl<T: Config> Epochs for Pallet<T> {
	fn now() -> EpochIndex {
		Self::at(T::Time::now())
	}

	fn at(time: Millis) -> EpochIndex {
		Clock::<T>::get().at(time)
	}

	fn start(epoch: EpochIndex) -> Millis {
		Clock::<T>::get().start(epoch)
	}
}

impl<T: Config> Pallet<T> {
	/// What can be charged at present.
	pub(crate) fn horizon() -> Horizon {
		Horizon { now: Self::now(), window: T::Window::get() }
	}
}

impl<T> From<LedgerError> for Error<T> {
	fn from(error: LedgerError) -> Self {
		match error {
			LedgerError::BelowMinimum => Self::BelowMinimum,
			LedgerError::InsufficientStake => Self::InsufficientStake,
			LedgerError::Closed => Self::PoolClosed,
			LedgerError::WeightMismatch => Self::WeightMismatch,
			LedgerError::NotReleased => Self::NotReleased,
			LedgerError::EpochInFuture => Self::EpochInFuture,
			LedgerError::EpochTooOld => Self::EpochTooOld,
			LedgerError::FractionTooLarge => Self::InvalidFraction,
			// Of rewards only the rewards pallet asks, and has its own errors for it.
			LedgerError::InvalidDuration
			| LedgerError::CommissionTooHigh
			| LedgerError::CommissionLocked
			| LedgerError::TooManyExpiries
			| LedgerError::Overflow => Self::Overflow,
		}
	}
}
