// SPDX-License-Identifier: Apache-2.0

//! Deposits for consumers, reports and disputes: held, released, forfeited.

use crate::{CaseId, Config, Deposit, Event, HoldReason, NativeCreditOf, Pallet};
use frame_support::{
	defensive_assert,
	traits::{
		fungible::{BalancedHold, MutateHold},
		tokens::Precision,
		OnUnbalanced,
	},
};
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	/// Holds a deposit on its account.
	pub(crate) fn hold(reason: HoldReason, deposit: &Deposit<T>) -> DispatchResult {
		T::Native::hold(&reason.into(), &deposit.who, deposit.amount)
	}

	/// Gives a deposit back to its account.
	pub(crate) fn release(reason: HoldReason, deposit: &Deposit<T>) -> DispatchResult {
		T::Native::release(&reason.into(), &deposit.who, deposit.amount, Precision::Exact)?;
		Ok(())
	}

	/// Takes a deposit from an account that was wrong.
	pub(crate) fn forfeit(case_id: CaseId, reason: HoldReason, deposit: Deposit<T>) {
		let Deposit { who, amount } = deposit;
		let (credit, missing): (NativeCreditOf<T>, _) =
			T::Native::slash(&reason.into(), &who, amount);
		defensive_assert!(missing == 0, "it is held");
		T::OnForfeit::on_unbalanced(credit);
		Self::deposit_event(Event::DepositForfeited { case_id, who, amount });
	}
}
