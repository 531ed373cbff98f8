// SPDX-License-Identifier: Apache-2.0

//! Ends of cases, and destinations of slashed money.

use crate::{
	Bounties, Bounty, Case, CaseId, CaseState, Cases, Config, ConsumerTerms, Consumers, CreditOf,
	Deposit, Destination, Error, Event, FiledCases, Filing, HoldReason, Outcome, Pallet,
	ProposedCases, Stage, UsedBudgets,
};
use bulwark_ledger::split_floor;
use bulwark_traits::{Epochs, Exposure, Slash, Slashed};
use frame_support::{
	traits::{fungibles::Balanced, Get, OnUnbalanced},
	BoundedVec,
};
use sp_runtime::{traits::Zero, DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_settle(case_id: CaseId) -> DispatchResult {
		let case = Cases::<T>::get(case_id).ok_or(Error::<T>::UnknownCase)?;
		let outcome = case.course.settle(Self::moment()).map_err(Error::<T>::from)?;

		Self::end(case_id, &case, outcome)
	}

	/// Ends a case: its record goes, with its place, its part of a budget unless that was taken, and its deposits.
	pub(crate) fn end(case_id: CaseId, case: &Case<T>, outcome: Outcome) -> DispatchResult {
		match &case.course.state {
			// Nobody has endorsed it.
			CaseState::Proposed { proposal, .. } => {
				Self::end_proposal(case_id, case, proposal, false, outcome)
			},
			CaseState::Filed { filing, stage } => {
				Self::end_filed(case_id, case, filing, stage, outcome)
			},
		}
	}

	pub(crate) fn end_proposal(
		case_id: CaseId,
		case: &Case<T>,
		deposit: &Deposit<T>,
		refund: bool,
		outcome: Outcome,
	) -> DispatchResult {
		Cases::<T>::remove(case_id);
		ProposedCases::<T>::mutate_exists(&case.operator, case.consumer_id, |all| {
			without(all, case_id)
		});

		if refund {
			Self::release(HoldReason::ReportDeposit, deposit)?;
		} else {
			Self::forfeit(case_id, HoldReason::ReportDeposit, deposit.clone());
		}
		Self::deposit_event(Event::Ended { case_id, outcome });
		Ok(())
	}

	fn end_filed(
		case_id: CaseId,
		case: &Case<T>,
		filing: &Filing<T>,
		stage: &Stage<Deposit<T>>,
		outcome: Outcome,
	) -> DispatchResult {
		let (operator, scope) = (&case.operator, case.request.scope);
		let fault_epoch = case.course.fault_epoch;
		let is_empty = || T::Exposure::slashable(operator, fault_epoch, scope).is_empty();
		let outcome = match outcome {
			Outcome::Executed if is_empty() => Outcome::Lapsed, // others have left nothing to take
			outcome => outcome,
		};

		Cases::<T>::remove(case_id);
		FiledCases::<T>::mutate_exists(operator, case.consumer_id, |all| without(all, case_id));
		if outcome != Outcome::Executed {
			UsedBudgets::<T>::mutate_exists(operator, case.consumer_id, |spending| {
				let Some(used) = spending else { return };
				used.release(fault_epoch, filing.uses(scope));
				if used.is_empty() {
					*spending = None;
				}
			});
		}

		if outcome == Outcome::Executed {
			let terms = Self::terms_of(case.consumer_id, case.version)?;
			let slashed = T::Slash::slash(operator, fault_epoch, filing.fraction, scope)?;
			Self::pay_out(case_id, case, filing, &terms, slashed)?;
		}
		if let Stage::Disputed(deposit) = stage {
			Self::release(HoldReason::DisputeDeposit, deposit)?;
		}
		Self::deposit_event(Event::Ended { case_id, outcome });
		Ok(())
	}

	/// Divides slashed money: the bounty first, if there is one.
	pub(crate) fn pay_out(
		case_id: CaseId,
		case: &Case<T>,
		filing: &Filing<T>,
		terms: &ConsumerTerms<T::AccountId>,
		slashed: Slashed<CreditOf<T>>,
	) -> DispatchResult {
		let Slashed { bond, pools } = slashed;
		let record = Consumers::<T>::get(case.consumer_id).ok_or(Error::<T>::UnknownConsumer)?;
		// Or an operator could get a part of its bond back through a consumer of its own.
		let reporter = filing.reporter.as_ref().filter(|_| record.admitted);

		let bond = match (bond, reporter) {
			(Some(bond), Some(reporter)) => Some(Self::set_bounty(case_id, reporter, terms, bond)?),
			(bond, _) => bond,
		};
		for money in bond.into_iter().chain(pools) {
			Self::distribute(case_id, &terms.destination, record.admitted, money);
		}
		Ok(())
	}

	/// Puts the reporter's part of what the bond has lost into escrow, and returns the rest.
	fn set_bounty(
		case_id: CaseId,
		reporter: &T::AccountId,
		terms: &ConsumerTerms<T::AccountId>,
		bond: CreditOf<T>,
	) -> Result<CreditOf<T>, DispatchError> {
		let (amount, _) = split_floor(bond.peek(), terms.bounty).map_err(Error::<T>::from)?;
		if amount.is_zero() {
			return Ok(bond);
		}

		let (bounty, rest) = bond.split(amount);
		let unlock_epoch = T::Exposure::now().plus(T::BountyDelay::get());
		let reporter = reporter.clone();
		let record = Bounty { reporter: reporter.clone(), amount, unlock_epoch };
		Bounties::<T>::insert(case_id, record);

		Self::escrow(bounty)?;
		Self::deposit_event(Event::BountySet { case_id, reporter, amount, unlock_epoch });
		Ok(rest)
	}

	/// Sends slashed money to its destination. An account that cannot take it, or whose consumer is not admitted any more,
	/// leaves it to the treasury.
	fn distribute(
		case_id: CaseId,
		destination: &Destination<T::AccountId>,
		admitted: bool,
		money: CreditOf<T>,
	) {
		let (asset, amount) = (money.asset(), money.peek());
		if amount.is_zero() {
			return;
		}
		let (to, left) = match destination {
			Destination::Burn => {
				drop(money);
				(Destination::Burn, None)
			},
			Destination::Account(who) if admitted => match T::Assets::resolve(who, money) {
				Ok(()) => (Destination::Account(who.clone()), None),
				Err(money) => (Destination::Treasury, Some(money)),
			},
			// No terms name stakers.
			Destination::Account(_) | Destination::Treasury | Destination::Stakers => {
				(Destination::Treasury, Some(money))
			},
		};
		if let Some(money) = left {
			T::OnSlash::on_unbalanced(money);
		}
		Self::deposit_event(Event::Distributed { case_id, asset, amount, to });
	}
}

/// Takes a case out of a list, and the list away if it was the last.
pub(crate) fn without<S: Get<u32>>(list: &mut Option<BoundedVec<CaseId, S>>, case_id: CaseId) {
	let Some(all) = list else { return };
	all.retain(|other| *other != case_id);
	if all.is_empty() {
		*list = None;
	}
}
