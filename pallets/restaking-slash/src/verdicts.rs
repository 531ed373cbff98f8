// SPDX-License-Identifier: Apache-2.0

//! Verdicts about cases: of a resolver, by proof, and in an emergency.

use crate::{AccountIdOf, Basis, CaseId, Cases, Config, Error, Event, Pallet, Verdict};
use bulwark_traits::Epochs;
use frame_support::ensure;
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_resolve(
		resolver: AccountIdOf<T>,
		case_id: CaseId,
		verdict: Verdict,
	) -> DispatchResult {
		let mut case = Cases::<T>::get(case_id).ok_or(Error::<T>::UnknownCase)?;
		let terms = Self::terms_of(case.consumer_id, case.version)?;

		ensure!(terms.resolver.as_ref() == Some(&resolver), Error::<T>::NotResolver);

		match verdict {
			Verdict::Uphold => {
				case.course.uphold(Self::moment(), Basis::Word).map_err(Error::<T>::from)?;
				Cases::<T>::insert(case_id, case);
				Self::deposit_event(Event::Resolved { case_id, verdict });
				Ok(())
			},
			Verdict::Dismiss => {
				let outcome = case.course.dismiss(T::Exposure::now()).map_err(Error::<T>::from)?;
				Self::deposit_event(Event::Resolved { case_id, verdict });
				Self::end_filed(case_id, &case, outcome, true)
			},
		}
	}

	/// The proof was checked before the case was filed.
	pub(crate) fn do_uphold(case_id: CaseId) -> DispatchResult {
		let mut case = Cases::<T>::get(case_id).ok_or(Error::<T>::UnknownCase)?;

		case.course.uphold(Self::moment(), Basis::Proof).map_err(Error::<T>::from)?;

		Cases::<T>::insert(case_id, case);

		Self::deposit_event(Event::UpheldByProof { case_id });
		Ok(())
	}

	pub(crate) fn do_dismiss_case(case_id: CaseId) -> DispatchResult {
		let case = Cases::<T>::get(case_id).ok_or(Error::<T>::UnknownCase)?;

		let outcome = case.course.dismiss_in_emergency().map_err(Error::<T>::from)?;

		Self::deposit_event(Event::DismissedInEmergency { case_id });
		Self::end_filed(case_id, &case, outcome, false)
	}
}
