// SPDX-License-Identifier: Apache-2.0

//! The list of the barred: operators whose batch was bad, and the ways off it.

use crate::{AccountIdOf, Bar, Barred, BatchOf, Config, Error, Event, Keys, Pallet, Reported};
use bulwark_traits::{Epochs, FaultReporter, OptIns, Standing};
use frame_support::{ensure, traits::Get};
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	/// Bars an operator. What was filed before goes on; the last fault counts.
	pub(crate) fn bar(operator: &AccountIdOf<T>, new: Bar) {
		Barred::<T>::mutate(operator, |bar| {
			*bar = Some(match bar.take() {
				Some(old) => Bar {
					fault_epoch: old.fault_epoch.max(new.fault_epoch),
					report: match (old.report, new.report) {
						(Reported::DepositLost, _) | (_, Reported::Refused) => old.report,
						(_, report) => report,
					},
					retry_until_epoch: old.retry_until_epoch.max(new.retry_until_epoch),
				},
				None => new,
			});
		});
		Self::deposit_event(Event::OperatorBarred { operator: operator.clone() });
	}

	/// Bars whoever has lost a deposit if it may be in a set, now or later: a sequencer that is out of order for a moment would
	/// buy bad batches for deposits.
	pub(crate) fn bar_if_operator(batch: &BatchOf<T>) {
		let (operator, fault_epoch) = (&batch.submitter, batch.accepted_epoch);
		if T::Operators::is_open(operator) || Keys::<T>::contains_key(operator) {
			let report = Reported::DepositLost;
			Self::bar(operator, Bar { fault_epoch, report, retry_until_epoch: None });
		}
	}

	pub(crate) fn do_lift_bar(operator: AccountIdOf<T>, is_admin: bool) -> DispatchResult {
		let bar = Barred::<T>::get(&operator).ok_or(Error::<T>::NotBarred)?;

		let may_come_back = is_admin || Self::has_taken_nothing(&operator, &bar);
		ensure!(may_come_back || Self::is_restored(&operator, &bar), Error::<T>::StillBarred);

		Barred::<T>::remove(&operator);
		Self::deposit_event(Event::BarLifted { operator });
		Ok(())
	}

	/// True if the report was refused and cannot be filed any more, or its case has ended and nothing was taken. If another case
	/// took something for the same epochs, it does not show whose charge that was: then the bar stays. After the window nobody
	/// can tell.
	fn has_taken_nothing(operator: &AccountIdOf<T>, bar: &Bar) -> bool {
		if bar.retry_until_epoch.is_some_and(|last| T::Operators::now() <= last) {
			return false;
		}
		match bar.report {
			Reported::Refused => true,
			Reported::OverBudget | Reported::DepositLost => false,
			Reported::Filed { case_id } => {
				let is_known = T::Operators::horizon().check(bar.fault_epoch).is_ok();
				is_known
					&& !T::Faults::is_open(case_id)
					&& T::OptIns::is_unused(T::Consumer::get(), operator, bar.fault_epoch)
			},
		}
	}

	/// True if nobody can charge the fault any more, and the operator is as good as new: its bond is full, and all that it
	/// promises is unused.
	fn is_restored(operator: &AccountIdOf<T>, bar: &Bar) -> bool {
		let now = T::Operators::now();
		bar.fault_epoch.plus(T::Operators::window()) < now
			&& T::Operators::is_in_order(operator)
			&& T::OptIns::is_unused(T::Consumer::get(), operator, now)
	}
}
