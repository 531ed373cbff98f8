// SPDX-License-Identifier: Apache-2.0

//! Reports of outsiders, which do nothing until the consumer makes them its own.

use crate::{
	records::unlist, reports::Checked, AccountIdOf, Basis, Case, CaseCourse, CaseId, Cases, Config,
	Consumer, Consumers, Deposit, Error, Event, Filing, HoldReason, Outcome, Pallet, ProposedCases,
	Report, ReportId, ReportOf, TermsOf,
};
use bulwark_traits::Epochs;
use frame_support::{ensure, traits::Get};
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_propose(reporter: AccountIdOf<T>, report: ReportOf<T>) -> DispatchResult {
		let consumer = Self::consumer_named(&report)?;
		let Checked { fault_epoch, until_epoch, version, .. } = Self::check(&consumer, &report)?;
		let Report { consumer_id, operator, when, request, evidence } = report;
		// Fixed with the endorsement, but nothing now is nothing then.
		Self::fractions_of(&operator, fault_epoch, &request)?;
		let case_id = Self::next_case_id()?;

		let deposit = Deposit { who: reporter.clone(), amount: T::ReportDeposit::get() };
		let window = T::Exposure::window();
		let course = CaseCourse::propose(fault_epoch, window, until_epoch, deposit.clone());
		let case =
			Case { consumer_id, operator, version, when, course, request, evidence, text: None };

		ProposedCases::<T>::try_append(&reporter, case_id)
			.map_err(|()| Error::<T>::TooManyProposals)?;
		Cases::<T>::insert(case_id, case.clone());

		Self::hold(HoldReason::ReportDeposit, &deposit)?;
		let Case { operator, request, evidence, .. } = case;
		Self::deposit_event(Event::Proposed {
			case_id,
			reporter,
			consumer_id,
			operator,
			when,
			fault_epoch,
			request,
			evidence,
			until_epoch,
		});
		Ok(())
	}

	pub(crate) fn do_endorse(
		by: AccountIdOf<T>,
		case_id: CaseId,
		report_id: ReportId,
	) -> DispatchResult {
		let mut case = Cases::<T>::get(case_id).ok_or(Error::<T>::UnknownCase)?;
		let (consumer, terms) = Self::ensure_endorser(&by, &case)?;
		let (now, fault_epoch) = (T::Exposure::now(), case.course.fault_epoch);
		let deposit = case.course.endorsable(now).map_err(Error::<T>::from)?.clone();
		let opt_ins = Self::opt_ins_of(&case.operator)?;
		let span = opt_ins.at(case.consumer_id, fault_epoch).ok_or(Error::<T>::NotOptedIn)?;

		ensure!(case.text.is_some(), Error::<T>::EvidenceHidden);
		ensure!(consumer.may_file(), Error::<T>::DepositTooLow);
		let fractions = Self::fractions_of(&case.operator, fault_epoch, &case.request)?;

		let until = Self::dispute_until(&terms);
		let (budget, reporter) = (span.budget, Some(deposit.who.clone()));
		let filing = Filing { report_id, fractions, budget, reporter };
		case.course.endorse(now, until, filing.clone()).map_err(Error::<T>::from)?;

		unlist::<T::MaxProposals>(ProposedCases::<T>::hashed_key_for(&deposit.who), case_id)?;
		Self::file(case_id, case, filing, Basis::Word, until)?;

		Self::release(HoldReason::ReportDeposit, &deposit)?;
		Self::deposit_event(Event::Endorsed { case_id, by });
		Ok(())
	}

	/// The proposal keeps its place and its evidence until the time to report is over: so long it comes before others.
	pub(crate) fn do_decline(by: AccountIdOf<T>, case_id: CaseId, refund: bool) -> DispatchResult {
		let mut case = Cases::<T>::get(case_id).ok_or(Error::<T>::UnknownCase)?;
		Self::ensure_endorser(&by, &case)?;
		let deposit = case.course.proposal().map_err(Error::<T>::from)?.clone();

		case.course.decline().map_err(Error::<T>::from)?;

		Cases::<T>::insert(case_id, case);

		if refund {
			Self::release(HoldReason::ReportDeposit, &deposit)?;
		} else {
			Self::forfeit(case_id, HoldReason::ReportDeposit, deposit);
		}
		Self::deposit_event(Event::Declined { case_id, by });
		Ok(())
	}

	/// Ends a report that was not endorsed. Nobody has declined it if its deposit is still held.
	pub(crate) fn end_proposal(
		case_id: CaseId,
		case: &Case<T>,
		deposit: &Deposit<T>,
		outcome: Outcome,
	) -> DispatchResult {
		Cases::<T>::remove(case_id);
		unlist::<T::MaxProposals>(ProposedCases::<T>::hashed_key_for(&deposit.who), case_id)?;
		Self::forget_text(case);

		if case.course.proposal().is_ok() {
			Self::forfeit(case_id, HoldReason::ReportDeposit, deposit.clone());
		}
		Self::deposit_event(Event::Ended { case_id, outcome });
		Ok(())
	}

	/// Consumer and terms of a case, if an account may make an outsider's report the consumer's own.
	fn ensure_endorser(
		by: &AccountIdOf<T>,
		case: &Case<T>,
	) -> Result<(Consumer<T>, TermsOf<T>), Error<T>> {
		let consumer = Consumers::<T>::get(case.consumer_id).ok_or(Error::<T>::UnknownConsumer)?;
		let terms = Self::terms_of(case.consumer_id, case.version)?;
		let is_resolver = terms.resolver.as_ref() == Some(by);
		ensure!(consumer.manager == *by || is_resolver, Error::<T>::NotEndorser);
		Ok((consumer, terms))
	}
}
