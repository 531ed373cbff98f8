// SPDX-License-Identifier: Apache-2.0

//! The switch between batches without signatures, which members of the newest set submit, and batches with them.

use crate::{Config, Error, Event, Pallet, Signing, SigningSwitch};
use bulwark_ledger::Windows;
use bulwark_traits::{Epochs, FaultReporter};
use frame_support::{ensure, traits::Get};
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_set_signing(new: bool) -> DispatchResult {
		let now = T::Operators::now();
		let switch = Signing::<T>::get();
		let old = switch.latest;

		ensure!(old != new, Error::<T>::Unchanged);
		ensure!(!new || Self::terms_fit(), Error::<T>::TimesDoNotFit);

		let (before, effective_from) = (switch.is_on(now), now.next());
		Signing::<T>::put(SigningSwitch { before, effective_from, latest: new });

		Self::deposit_event(Event::SigningSet { old, new, effective_from });
		Ok(())
	}

	/// True if the terms of the consumer that hold now leave time to charge what is known last.
	pub(crate) fn terms_fit() -> bool {
		T::Faults::windows(T::Consumer::get()).is_some_and(Self::times_fit)
	}

	/// True if a bad batch that is known last can still be charged within these times.
	pub(crate) fn times_fit(windows: Windows) -> bool {
		Self::times().fit(windows.report) && windows.fit(T::Operators::window())
	}

	/// True if batches need signatures now.
	pub(crate) fn is_signing() -> bool {
		Signing::<T>::get().is_on(T::Operators::now())
	}
}
