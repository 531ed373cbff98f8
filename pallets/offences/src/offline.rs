// SPDX-License-Identifier: Apache-2.0

//! Validators that were offline. One outage of a provider takes many of them down at once, and none has wronged anybody:
//! they are suspended, and nobody is charged.

use crate::{Config, Error, Event, OfflineSuspensions, Pallet, SuspensionCount, WeightInfo};
use alloc::vec::Vec;
use bulwark_ledger::most_suspended;
use bulwark_traits::{Epochs, Suspend};
use core::marker::PhantomData;
use frame_support::{ensure, storage::with_storage_layer, weights::Weight};
use sp_runtime::{DispatchResult, SaturatedConversion};
use sp_staking::offence::{Offence, OffenceError, ReportOffence};

/// Suspends who has not been heard of in a session: the `ReportUnresponsiveness` of `pallet-im-online`. At most a third of the
/// validators is suspended in an epoch, and each may come back from the next epoch on.
pub struct Offline<T>(PhantomData<T>);

impl<T, FullIdentification, O> ReportOffence<T::AccountId, (T::AccountId, FullIdentification), O>
	for Offline<T>
where
	T: Config,
	O: Offence<(T::AccountId, FullIdentification)>,
{
	fn report_offence(_: Vec<T::AccountId>, offence: O) -> Result<(), OffenceError> {
		let offenders = offence.offenders();
		let count: u32 = offenders.len().saturated_into(); // one for each validator at most
		for (operator, _) in offenders {
			Pallet::<T>::suspend_offline(operator, offence.validator_set_count());
		}
		Pallet::<T>::charge_block(Pallet::<T>::offline_weight(count));
		Ok(())
	}

	/// Each session is told once.
	fn is_known_offence(_: &[(T::AccountId, FullIdentification)], _: &O::Slot) -> bool {
		false
	}
}

impl<T: Config> Pallet<T> {
	/// Suspends one of so many validators if that is allowed. It cannot fail: an error is an event. The end of a session
	/// tells it: a hook, which has all layers left.
	pub(crate) fn suspend_offline(operator: T::AccountId, validators: u32) {
		let suspended = with_storage_layer(|| Self::try_suspend(&operator, validators));
		if let Err(reason) = suspended {
			Self::deposit_event(Event::SuspensionFailed { operator, reason });
		}
	}

	/// Only who was in is counted: one that was suspended before, in another session of the epoch perhaps, or is closing, takes
	/// nobody's place. A suspension that is one too many is taken back.
	fn try_suspend(operator: &T::AccountId, validators: u32) -> DispatchResult {
		if !T::Suspend::suspend_idle(operator)? {
			return Ok(());
		}
		let epoch = T::Epochs::now();
		let known = OfflineSuspensions::<T>::get();
		let count = if known.epoch == epoch { known.count } else { 0 };
		ensure!(count < most_suspended(validators), Error::<T>::TooManySuspended);

		let count = count.saturating_add(1); // a third of the validators at most
		OfflineSuspensions::<T>::put(SuspensionCount { epoch, count });
		Ok(())
	}

	fn offline_weight(count: u32) -> Weight {
		T::WeightInfo::suspend_offline()
			.saturating_add(T::Suspend::weight())
			.saturating_mul(count.into())
	}
}
