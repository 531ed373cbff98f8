// SPDX-License-Identifier: Apache-2.0

//! The price of a bad batch: of an operator its bond, as far as it was promised; of an outsider its deposit.

use crate::{
	AccountIdOf, Balance, Bar, BatchId, BatchOf, Batches, Bounties, Config, Decider, DepositBounty,
	Equivocations, Error, Event, HoldReason, Pallet, Reported, UnfiledReport,
};
use bulwark_ledger::{split_lost_batch, Basis, BatchCharge, CaseId, Charge, EpochIndex, Fractions};
use bulwark_traits::{Epochs, FaultReporter, OptIns, Report, ReportId, SlashRequest, When};
use frame_support::{
	ensure,
	traits::{
		fungible::{Inspect, MutateHold},
		tokens::{Fortitude, Precision, Restriction},
		Get,
	},
};
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	/// Bars an operator and reports it. A report that is refused stops nothing, and can be filed again. Verdicts ensure that
	/// there are layers for it.
	pub(crate) fn charge(
		batch_id: BatchId,
		batch: &BatchOf<T>,
		challenger: AccountIdOf<T>,
		by: Decider,
	) {
		// A resolver judges a verdict that somebody disputes, and no proof.
		let basis = match by {
			Decider::Judge | Decider::Time => Basis::Verdict,
			Decider::Proof => Basis::Proof,
		};
		let (operator, fault_epoch) = (&batch.submitter, batch.accepted_epoch);
		let windows = T::OptIns::pinned_windows(T::Consumer::get(), operator, fault_epoch);
		// Who is not opted in is reported at once or never.
		let until_epoch = windows.map_or(fault_epoch, |windows| fault_epoch.plus(windows.report));
		let charge = BatchCharge::default();
		let report = UnfiledReport { challenger: challenger.clone(), basis, charge, until_epoch };

		if let Err(reason) = Self::file_rest(batch_id, batch, report.clone()) {
			Self::refuse(batch_id, batch, report, reason);
		}
		Self::hand_bounties_over(operator, fault_epoch, challenger);
	}

	/// Reports an operator for all that is left of its budget and was not asked for, bars it, and keeps the report if a part of
	/// the bond stays out of it.
	fn file_rest(
		batch_id: BatchId,
		batch: &BatchOf<T>,
		mut report: UnfiledReport<AccountIdOf<T>>,
	) -> DispatchResult {
		let (operator, fault_epoch) = (batch.submitter.clone(), batch.accepted_epoch);
		let consumer_id = T::Consumer::get();
		let opted_in = T::OptIns::opted_in(consumer_id, &operator, fault_epoch);
		let unused = T::OptIns::unused(consumer_id, &operator, fault_epoch);
		let report_id = Self::fault_id(&batch_id, report.charge);
		let Charge::Ask(fractions) = report.charge.ask(opted_in, unused) else {
			return Err(Error::<T>::OverBudget.into());
		};

		let (basis, reporter) = (report.basis, report.challenger.clone());
		let case_id =
			Self::file(&operator, fault_epoch, fractions, basis, report_id, batch_id, reporter)?;
		let reported = Event::Reported { batch_id, operator: operator.clone(), case_id, fractions };
		Self::deposit_event(reported);

		let unfiled = (!report.charge.is_complete(opted_in)).then_some(report);
		let retry_until_epoch = unfiled.as_ref().map(|report| report.until_epoch);
		Self::keep_unfiled(batch_id, unfiled);
		let bar = Bar { fault_epoch, report: Reported::Filed { case_id }, retry_until_epoch };
		Self::bar(&operator, bar);
		Ok(())
	}

	/// Keeps a report that was refused for as long as the terms leave time to file it.
	fn refuse(
		batch_id: BatchId,
		batch: &BatchOf<T>,
		report: UnfiledReport<AccountIdOf<T>>,
		reason: DispatchError,
	) {
		let (operator, fault_epoch) = (batch.submitter.clone(), batch.accepted_epoch);
		let retry_until_epoch = Some(report.until_epoch);
		Self::keep_unfiled(batch_id, Some(report));
		let report = match reason == Error::<T>::OverBudget.into() {
			true => Reported::OverBudget,
			false => Reported::Refused,
		};
		Self::bar(&operator, Bar { fault_epoch, report, retry_until_epoch });
		Self::deposit_event(Event::ReportRefused { batch_id, operator, reason });
	}

	/// Keeps with a batch what is not filed of the report about it. Nothing that was loaded before a door is kept across it.
	fn keep_unfiled(batch_id: BatchId, unfiled: Option<UnfiledReport<AccountIdOf<T>>>) {
		Batches::<T>::mutate_extant(batch_id, |batch| batch.unfiled = unfiled);
	}

	/// Files what is not filed of a report: what stood against it, or had a part of the budget, may be gone.
	pub(crate) fn do_report_again(batch_id: BatchId) -> DispatchResult {
		let batch = Batches::<T>::get(batch_id).ok_or(Error::<T>::UnknownBatch)?;
		let report = batch.unfiled.clone().ok_or(Error::<T>::NothingToReport)?;
		let challenger = report.challenger.clone();

		Self::file_rest(batch_id, &batch, report)?;

		Self::hand_bounties_over(&batch.submitter, batch.accepted_epoch, challenger);
		Ok(())
	}

	/// True if the report about a batch is not filed for all of the bond, and may still be.
	pub(crate) fn may_report(batch: &BatchOf<T>) -> bool {
		let now = T::Operators::now();
		batch.unfiled.as_ref().is_some_and(|report| now <= report.until_epoch)
	}

	/// Files a report that needs room only beside what was taken and what others like it ask.
	pub(crate) fn file(
		operator: &AccountIdOf<T>,
		fault_epoch: EpochIndex,
		fractions: Fractions,
		basis: Basis,
		report_id: ReportId,
		evidence: [u8; 32],
		reporter: AccountIdOf<T>,
	) -> Result<CaseId, DispatchError> {
		let report = Report {
			consumer_id: T::Consumer::get(),
			operator: operator.clone(),
			when: When::Epoch(fault_epoch),
			request: SlashRequest { fractions, quantity: None },
			evidence,
		};
		T::Faults::report(report, report_id, basis, Some(reporter))
	}

	/// Gives the bounties of equivocations that use the same budget to who has challenged the batch: nobody saves its own bounty
	/// by a report of itself.
	fn hand_bounties_over(
		operator: &AccountIdOf<T>,
		fault_epoch: EpochIndex,
		challenger: AccountIdOf<T>,
	) {
		let cases = Equivocations::<T>::get(operator);
		let window = T::Operators::window();
		let is_near = |epoch: EpochIndex| {
			epoch <= fault_epoch.plus(window) && fault_epoch <= epoch.plus(window)
		};
		for (_, case_id) in cases.iter().filter(|(epoch, _)| is_near(*epoch)) {
			T::Faults::reassign_bounty(*case_id, challenger.clone());
		}
	}

	/// Panics if an account could be unable to take the bounty out of a deposit.
	pub(crate) fn check_deposits() {
		let bounty = split_lost_batch(T::BatchDeposit::get(), T::DepositBounty::get());
		let is_enough = |bounty| bounty == 0 || T::Native::minimum_balance() <= bounty;
		assert!(bounty.is_ok_and(|(bounty, _)| is_enough(bounty)), "a bounty can be paid");
	}

	/// Takes the deposit of an outsider: the bounty stays held on its account until it is paid, the rest goes to the treasury.
	pub(crate) fn take_deposit(
		batch_id: BatchId,
		submitter: AccountIdOf<T>,
		challenger: AccountIdOf<T>,
		deposit: Balance,
	) -> DispatchResult {
		let (amount, rest) =
			split_lost_batch(deposit, T::DepositBounty::get()).map_err(|_| Error::<T>::Overflow)?;
		let unlock_epoch = T::Operators::now().plus(T::BountyDelay::get());

		if amount > 0 {
			let (from, to) = (submitter.clone(), challenger.clone());
			let bounty = DepositBounty { from, to, amount, unlock_epoch };
			Bounties::<T>::insert(batch_id, bounty);
		}

		Self::forfeit(HoldReason::BatchDeposit, &submitter, rest);
		Self::deposit_event(Event::BatchDepositLost {
			batch_id,
			submitter,
			challenger,
			bounty: amount,
			to_treasury: rest,
			unlock_epoch,
		});
		Ok(())
	}

	pub(crate) fn do_claim_bounty(batch_id: BatchId) -> DispatchResult {
		let bounty = Bounties::<T>::take(batch_id).ok_or(Error::<T>::NoBounty)?;
		let DepositBounty { from, to, amount, unlock_epoch } = bounty;

		ensure!(unlock_epoch <= T::Operators::now(), Error::<T>::BountyLocked);

		T::Native::transfer_on_hold(
			&HoldReason::BatchDeposit.into(),
			&from,
			&to,
			amount,
			Precision::Exact,
			Restriction::Free,
			Fortitude::Force, // a freeze of the loser's own keeps nothing from others
		)?;
		Self::deposit_event(Event::BountyClaimed { batch_id, challenger: to, amount });
		Ok(())
	}
}
