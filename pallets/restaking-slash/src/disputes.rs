// SPDX-License-Identifier: Apache-2.0

//! Disputes, and verdicts about them.

use crate::{
	AccountIdOf, CaseId, Cases, Config, Deposit, Error, Event, HoldReason, Pallet, Verdict,
};
use bulwark_traits::Epochs;
use frame_support::{ensure, traits::Get};
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_dispute(disputer: AccountIdOf<T>, case_id: CaseId) -> DispatchResult {
		let mut case = Cases::<T>::get(case_id).ok_or(Error::<T>::UnknownCase)?;
		let amount = T::DisputeDeposit::get();
		let deposit = Deposit { who: disputer.clone(), amount };

		case.course.dispute(Self::moment(), deposit.clone()).map_err(Error::<T>::from)?;

		Cases::<T>::insert(case_id, case);

		Self::hold(HoldReason::DisputeDeposit, &deposit)?;
		Self::deposit_event(Event::Disputed { case_id, disputer, deposit: amount });
		Ok(())
	}

	pub(crate) fn do_resolve(
		resolver: AccountIdOf<T>,
		case_id: CaseId,
		verdict: Verdict,
	) -> DispatchResult {
		let mut case = Cases::<T>::get(case_id).ok_or(Error::<T>::UnknownCase)?;
		let terms = Self::terms_of(case.consumer_id, case.version)?;
		let now = T::Exposure::now();

		ensure!(terms.resolver.as_ref() == Some(&resolver), Error::<T>::NotResolver);

		match verdict {
			Verdict::Uphold => {
				let lost = case.course.uphold(now).map_err(Error::<T>::from)?;
				Cases::<T>::insert(case_id, case);
				Self::deposit_event(Event::Resolved { case_id, verdict });
				Self::forfeit(case_id, HoldReason::DisputeDeposit, lost);
				Ok(())
			},
			Verdict::Dismiss => {
				let outcome = case.course.dismiss(now).map_err(Error::<T>::from)?;
				Self::deposit_event(Event::Resolved { case_id, verdict });
				Self::end(case_id, &case, outcome)
			},
		}
	}
}
