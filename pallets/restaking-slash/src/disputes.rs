// SPDX-License-Identifier: Apache-2.0

//! Objections, and who decides about them.

use crate::{
	AccountIdOf, CaseId, Cases, Config, Deposit, Error, Event, HoldReason, NativeCreditOf, Pallet,
	Verdict,
};
use frame_support::{
	defensive_assert, ensure,
	traits::{
		fungible::{BalancedHold, MutateHold},
		tokens::Precision,
		Get, OnUnbalanced,
	},
};
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_dispute(disputer: AccountIdOf<T>, number: CaseId) -> DispatchResult {
		let mut case = Cases::<T>::get(number).ok_or(Error::<T>::UnknownCase)?;
		let deposit = T::DisputeDeposit::get();

		case.course.dispute(Self::moment()).map_err(Error::<T>::from)?;
		case.disputer = Some(Deposit { who: disputer.clone(), amount: deposit });

		Cases::<T>::insert(number, case);

		T::Native::hold(&HoldReason::Dispute.into(), &disputer, deposit)?;
		Self::deposit_event(Event::Disputed { case: number, disputer, deposit });
		Ok(())
	}

	pub(crate) fn do_resolve(
		resolver: AccountIdOf<T>,
		number: CaseId,
		verdict: Verdict,
	) -> DispatchResult {
		let mut case = Cases::<T>::get(number).ok_or(Error::<T>::UnknownCase)?;
		let terms = Self::terms_of(case.consumer, case.version)?;

		ensure!(terms.resolver.as_ref() == Some(&resolver), Error::<T>::NotResolver);
		let ended = case.course.resolve(verdict, Self::moment()).map_err(Error::<T>::from)?;

		Self::deposit_event(Event::Resolved { case: number, verdict });
		if let Some(outcome) = ended {
			return Self::end(number, case, outcome);
		}
		let lost = case.disputer.take();
		Cases::<T>::insert(number, case);
		if let Some(lost) = lost {
			Self::forfeit(number, HoldReason::Dispute, lost);
		}
		Ok(())
	}

	/// Takes a deposit from who was wrong.
	pub(crate) fn forfeit(case: CaseId, reason: HoldReason, deposit: Deposit<T>) {
		let Deposit { who, amount } = deposit;
		let (credit, missing): (NativeCreditOf<T>, _) =
			T::Native::slash(&reason.into(), &who, amount);
		defensive_assert!(missing == 0, "it is held");
		T::OnForfeit::on_unbalanced(credit);
		Self::deposit_event(Event::DepositForfeited { case, who, amount });
	}

	/// Gives a deposit back.
	pub(crate) fn give_back(reason: HoldReason, deposit: &Deposit<T>) -> DispatchResult {
		let Deposit { who, amount } = deposit;
		T::Native::release(&reason.into(), who, *amount, Precision::Exact)?;
		Ok(())
	}
}
