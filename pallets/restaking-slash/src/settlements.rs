// SPDX-License-Identifier: Apache-2.0

//! Ends of cases.

use crate::{
	reports::finds_something, Basis, Case, CaseId, CaseState, Cases, Config, Error, Event, Filing,
	Fractions, LostDisputes, Outcome, Pallet, UsedBudgets,
};
use bulwark_traits::{Epochs, Exposure, Slash};
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_settle(case_id: CaseId) -> DispatchResult {
		let case = Cases::<T>::get(case_id).ok_or(Error::<T>::UnknownCase)?;
		let outcome = case.course.settle(Self::moment()).map_err(Error::<T>::from)?;

		match case.course.proposed() {
			Some(deposit) => Self::end_proposal(case_id, &case, deposit, outcome)?,
			// Its resolver has left it without a verdict.
			None => Self::end_filed(case_id, &case, outcome, outcome == Outcome::Dismissed)?,
		}
		Ok(())
	}

	/// Ends a filed case: its record goes, with its place and its part of a budget, unless that was taken. Deposits of disputes
	/// are collected one by one afterwards.
	pub(crate) fn end_filed(
		case_id: CaseId,
		case: &Case<T>,
		outcome: Outcome,
		forfeits: bool,
	) -> DispatchResult {
		let CaseState::Filed { filing, basis, .. } = &case.course.state else {
			return Err(Error::<T>::NotFiled.into());
		};
		let (operator, consumer_id) = (&case.operator, case.consumer_id);
		let takes = Self::end_spending(case, filing, *basis, outcome)?;
		let outcome = match outcome {
			Outcome::Executed if takes.is_none() => Outcome::Lapsed, // others have left nothing to take
			outcome => outcome,
		};

		let reporter = Self::first_reporter(case, filing);
		Self::forget_text(case);
		Cases::<T>::remove(case_id);
		if outcome == Outcome::Executed && case.course.disputes() > 0 {
			LostDisputes::<T>::insert(case_id, case.course.disputes());
		}
		Self::unlist_case(case_id, case, *basis, forfeits)?;

		if let Some(fractions) = takes {
			let terms = Self::terms_of(consumer_id, case.version)?;
			let fault_epoch = case.course.fault_epoch;
			let slashed = T::Slash::slash(operator, fault_epoch, fractions)?;
			Self::deposit_event(Event::Slashed { case_id, fractions });
			Self::pay_out(case_id, consumer_id, reporter, &terms, slashed)?;
		}
		Self::deposit_event(Event::Ended { case_id, outcome });
		Ok(())
	}

	/// Fractions that a case takes with an end, no more than room is left for; `None` if that is nothing, and then it has
	/// used up nothing of its budget.
	fn end_spending(
		case: &Case<T>,
		filing: &Filing<T>,
		basis: Basis,
		outcome: Outcome,
	) -> Result<Option<Fractions>, DispatchError> {
		let Filing { fractions, budget, .. } = filing;
		let (operator, fault_epoch) = (&case.operator, case.course.fault_epoch);
		let mut spending = Self::spending_of(operator, case.consumer_id)?;

		let mut executed = spending.clone();
		let takes = (outcome == Outcome::Executed)
			.then(|| {
				let window = T::Exposure::window();
				executed.execute(*budget, fault_epoch, *fractions, basis, window)
			})
			.flatten()
			.filter(|takes| {
				finds_something(&T::Exposure::slashable(operator, fault_epoch), *takes)
			});
		if takes.is_some() {
			spending = executed;
		} else {
			spending.release(fault_epoch, *fractions, basis);
		}

		if spending.is_empty() {
			UsedBudgets::<T>::remove(operator, case.consumer_id);
		} else {
			UsedBudgets::<T>::insert(operator, case.consumer_id, spending);
		}
		if takes.is_some() || basis.goes_first() {
			Self::tell_cover(operator);
		}
		Ok(takes)
	}
}
