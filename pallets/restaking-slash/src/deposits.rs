// SPDX-License-Identifier: Apache-2.0

//! Deposits for consumers, reports and disputes: held, released, forfeited.

use crate::{
	AccountIdOf, CaseId, Config, Consumer, ConsumerId, Consumers, Deposit, Error, Event,
	HoldReason, NativeCreditOf, Pallet,
};
use bulwark_traits::Epochs;
use frame_support::{
	defensive_assert, ensure,
	traits::{
		fungible::{BalancedHold, MutateHold},
		tokens::{Fortitude, Precision, Preservation},
		Get, OnUnbalanced,
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

	/// Binds the deposit of a consumer to one more case on its word.
	pub(crate) fn bind_deposit(consumer_id: ConsumerId) -> DispatchResult {
		let mut record = Consumers::<T>::get(consumer_id).ok_or(Error::<T>::UnknownConsumer)?;

		record.open_cases = record.open_cases.checked_add(1).ok_or(Error::<T>::Overflow)?;

		Consumers::<T>::insert(consumer_id, record);
		Ok(())
	}

	/// Frees the deposit of a consumer from a case on its word that has ended. If the resolver did not stand by the case,
	/// it takes what that costs, or what is left if that is less.
	pub(crate) fn unbind_deposit(
		case_id: CaseId,
		consumer_id: ConsumerId,
		forfeits: bool,
	) -> DispatchResult {
		let mut record = Consumers::<T>::get(consumer_id).ok_or(Error::<T>::UnknownConsumer)?;
		let cost = if forfeits { T::ConsumerForfeit::get() } else { 0 };
		let amount = cost.min(record.deposit.amount);
		let lost = Deposit { who: record.deposit.who.clone(), amount };

		record.open_cases = record.open_cases.checked_sub(1).ok_or(Error::<T>::Overflow)?;
		record.deposit.amount = record.deposit.amount.saturating_sub(amount); // it is no more than that
		Consumers::<T>::insert(consumer_id, record);

		if amount > 0 {
			Self::forfeit(case_id, HoldReason::ConsumerDeposit, lost);
		}
		Ok(())
	}

	pub(crate) fn do_top_up_consumer(
		payer: AccountIdOf<T>,
		consumer_id: ConsumerId,
	) -> DispatchResult {
		let mut record = Consumers::<T>::get(consumer_id).ok_or(Error::<T>::UnknownConsumer)?;
		let now = T::Exposure::now();
		let can_file = |last: bulwark_ledger::EpochIndex| now <= last.plus(T::Exposure::window());
		let who = record.deposit.who.clone();

		ensure!(record.last_epoch.is_none_or(can_file), Error::<T>::ConsumerRetired);
		let amount = T::ConsumerDeposit::get().saturating_sub(record.deposit.amount);
		ensure!(amount > 0, Error::<T>::Unchanged);

		record.deposit.amount = T::ConsumerDeposit::get();
		Consumers::<T>::insert(consumer_id, record);

		if payer == who {
			Self::hold(HoldReason::ConsumerDeposit, &Deposit { who, amount })?;
		} else {
			T::Native::transfer_and_hold(
				&HoldReason::ConsumerDeposit.into(),
				&payer,
				&who,
				amount,
				Precision::Exact,
				Preservation::Preserve,
				Fortitude::Polite,
			)?;
		}
		Self::deposit_event(Event::DepositToppedUp { consumer_id, payer, amount });
		Ok(())
	}
}

impl<T: Config> Consumer<T> {
	/// True if the deposit can pay for a report that the consumer's resolver does not stand by.
	pub(crate) fn may_file(&self) -> bool {
		T::ConsumerForfeit::get() <= self.deposit.amount
	}
}
