// SPDX-License-Identifier: Apache-2.0

//! Disputes: each an item of its own, for anybody, for as long as a case can be disputed.

use crate::{
	AccountIdOf, Basis, CaseId, Cases, Config, Deposit, Dispute, Disputes, Error, Event, Evidence,
	HoldReason, LostDisputes, Outcome, Pallet,
};
use frame_support::{ensure, traits::Get};
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_dispute(
		disputer: AccountIdOf<T>,
		case_id: CaseId,
		evidence: Evidence,
	) -> DispatchResult {
		let mut case = Cases::<T>::get(case_id).ok_or(Error::<T>::UnknownCase)?;
		let terms = Self::terms_of(case.consumer_id, case.version)?;
		let is_judged = terms.resolver.is_some() || case.course.basis() == Some(Basis::Proof);
		let deposit = if is_judged { T::DisputeDeposit::get() } else { 0 };

		ensure!(!Disputes::<T>::contains_key(case_id, &disputer), Error::<T>::AlreadyDisputed);

		case.course.dispute(Self::moment()).map_err(Error::<T>::from)?;

		let event = Event::Disputed { case_id, disputer: disputer.clone(), deposit, evidence };
		if !is_judged {
			// Nobody could uphold it.
			Self::deposit_event(event);
			return Self::end_filed(case_id, &case, Outcome::Dismissed, false);
		}

		Cases::<T>::insert(case_id, case);
		Disputes::<T>::insert(case_id, &disputer, Dispute { deposit, evidence });

		let deposit = Deposit { who: disputer, amount: deposit };
		Self::hold(HoldReason::DisputeDeposit, &deposit)?;
		Self::deposit_event(event);
		Ok(())
	}

	pub(crate) fn do_release_dispute_deposit(
		case_id: CaseId,
		disputer: AccountIdOf<T>,
	) -> DispatchResult {
		let dispute = Disputes::<T>::get(case_id, &disputer).ok_or(Error::<T>::NotDisputed)?;
		let lost = LostDisputes::<T>::get(case_id);

		ensure!(!Cases::<T>::contains_key(case_id), Error::<T>::CaseOpen);

		Disputes::<T>::remove(case_id, &disputer);
		let deposit = Deposit { who: disputer.clone(), amount: dispute.deposit };
		let Some(count) = lost else {
			Self::release(HoldReason::DisputeDeposit, &deposit)?;
			let amount = dispute.deposit;
			Self::deposit_event(Event::DisputeDepositReleased { case_id, disputer, amount });
			return Ok(());
		};

		match count.checked_sub(1) {
			Some(left) if left > 0 => LostDisputes::<T>::insert(case_id, left),
			_ => LostDisputes::<T>::remove(case_id),
		}
		Self::forfeit(case_id, HoldReason::DisputeDeposit, deposit);
		Ok(())
	}
}
