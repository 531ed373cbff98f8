// SPDX-License-Identifier: Apache-2.0

//! Reports of faults: a consumer's own, and those of outsiders.

use crate::{
	settlements::without, AccountIdOf, AssetIdOf, Case, CaseCourse, CaseId, Cases, Config,
	ConsumerTerms, Consumers, Deadline, Deposit, EpochIndex, Error, Event, FiledCases, Filing,
	Fraction, Fractions, HoldReason, Moment, NextCaseId, OptIns, Pallet, ProposedCases, Report,
	ReportId, ReportOf, SlashRequest, UsedBudgets, UsedReportIds, When,
};
use bulwark_ledger::{slashed_fraction, MIN_SLASH};
use bulwark_traits::{Epochs, Exposure};
use frame_support::{ensure, traits::Get};
use sp_runtime::{
	traits::{BlockNumberProvider, SaturatedConversion},
	DispatchError, DispatchResult,
};

/// Terms and deadlines of a report of which everything that is known was checked.
struct Checked<T: Config> {
	fault_epoch: EpochIndex,
	/// Last epoch for a report or an endorsement.
	until_epoch: EpochIndex,
	version: u32,
	terms: ConsumerTerms<AccountIdOf<T>>,
	/// Budget of the opt-in in the epoch of the fault.
	budget: Fractions,
}

impl<T: Config> Pallet<T> {
	pub(crate) fn do_report(
		manager: AccountIdOf<T>,
		report: ReportOf<T>,
		report_id: ReportId,
	) -> DispatchResult {
		Self::consumer_of(&manager, report.consumer_id)?;

		Self::file_report(report, report_id, None)?;
		Ok(())
	}

	/// Files a report in the consumer's name.
	pub(crate) fn file_report(
		report: ReportOf<T>,
		report_id: ReportId,
		reporter: Option<AccountIdOf<T>>,
	) -> Result<CaseId, DispatchError> {
		let Checked { fault_epoch, version, terms, budget, .. } = Self::check(&report)?;
		let Report { consumer_id, operator, request, evidence, .. } = report;
		let fraction = Self::fraction_of(&operator, fault_epoch, &request)?;
		let case_id = Self::next_case_id()?;

		let until = Self::dispute_until(&terms);
		let filing = Filing { report_id, fraction, reporter };
		let window = T::Exposure::window();
		let course = CaseCourse::file(fault_epoch, window, until, filing.clone());
		let case = Case { consumer_id, operator, version, course, request, evidence };

		Self::file(case_id, case, filing, budget, until)?;
		Ok(case_id)
	}

	pub(crate) fn do_propose(reporter: AccountIdOf<T>, report: ReportOf<T>) -> DispatchResult {
		let Checked { fault_epoch, until_epoch, version, .. } = Self::check(&report)?;
		let Report { consumer_id, operator, request, evidence, .. } = report;
		// Fixed with the endorsement, but nothing now is nothing then.
		Self::fraction_of(&operator, fault_epoch, &request)?;
		let case_id = Self::next_case_id()?;

		let deposit = Deposit { who: reporter.clone(), amount: T::ReportDeposit::get() };
		let window = T::Exposure::window();
		let course = CaseCourse::propose(fault_epoch, window, until_epoch, deposit.clone());
		let case = Case { consumer_id, operator, version, course, request, evidence };

		ProposedCases::<T>::try_append(&case.operator, consumer_id, case_id)
			.map_err(|()| Error::<T>::TooManyCases)?;
		Cases::<T>::insert(case_id, case.clone());

		Self::hold(HoldReason::ReportDeposit, &deposit)?;
		let Case { operator, request, evidence, .. } = case;
		Self::deposit_event(Event::Proposed {
			case_id,
			reporter,
			consumer_id,
			operator,
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
		let terms = Self::ensure_endorser(&by, &case)?;
		let (now, fault_epoch) = (T::Exposure::now(), case.course.fault_epoch);
		let deposit = case.course.endorsable(now).map_err(Error::<T>::from)?.clone();
		let opt_ins = OptIns::<T>::get(&case.operator);
		let span = opt_ins.at(case.consumer_id, fault_epoch).ok_or(Error::<T>::NotOptedIn)?;
		let fraction = Self::fraction_of(&case.operator, fault_epoch, &case.request)?;

		let until = Self::dispute_until(&terms);
		let filing = Filing { report_id, fraction, reporter: Some(deposit.who.clone()) };
		case.course.endorse(now, until, filing.clone()).map_err(Error::<T>::from)?;

		ProposedCases::<T>::mutate_exists(&case.operator, case.consumer_id, |all| {
			without(all, case_id)
		});
		Self::file(case_id, case, filing, span.budget, until)?;

		Self::release(HoldReason::ReportDeposit, &deposit)?;
		Self::deposit_event(Event::Endorsed { case_id, by });
		Ok(())
	}

	pub(crate) fn do_decline(by: AccountIdOf<T>, case_id: CaseId, refund: bool) -> DispatchResult {
		let case = Cases::<T>::get(case_id).ok_or(Error::<T>::UnknownCase)?;
		Self::ensure_endorser(&by, &case)?;
		let deposit = case.course.proposal().map_err(Error::<T>::from)?;
		let outcome = case.course.decline().map_err(Error::<T>::from)?;

		Self::end_proposal(case_id, &case, deposit, refund, outcome)
	}

	/// Gives a case of the consumer its place, its report id and its part of a budget.
	fn file(
		case_id: CaseId,
		case: Case<T>,
		filing: Filing<T>,
		budget: Fractions,
		until: Deadline,
	) -> DispatchResult {
		let Filing { report_id, fraction, .. } = filing;
		let (consumer_id, fault_epoch) = (case.consumer_id, case.course.fault_epoch);
		let (now, window) = (T::Exposure::now(), T::Exposure::window());
		let mut spending = UsedBudgets::<T>::get(&case.operator, consumer_id);

		let is_used = UsedReportIds::<T>::contains_key(consumer_id, report_id);
		ensure!(!is_used, Error::<T>::DuplicateReport);

		spending.prune(now, window);
		spending
			.reserve(budget, fault_epoch, filing.uses(case.request.scope), window)
			.ok_or(Error::<T>::OverBudget)?;

		FiledCases::<T>::try_append(&case.operator, consumer_id, case_id)
			.map_err(|()| Error::<T>::TooManyCases)?;
		UsedBudgets::<T>::insert(&case.operator, consumer_id, spending);
		UsedReportIds::<T>::insert(consumer_id, report_id, ());
		Cases::<T>::insert(case_id, case.clone());

		let Case { operator, request, evidence, .. } = case;
		Self::deposit_event(Event::Filed {
			case_id,
			consumer_id,
			report_id,
			operator,
			fault_epoch,
			request,
			fraction,
			evidence,
			until,
		});
		Ok(())
	}

	/// Checks everything that is known of a report, made by anybody.
	fn check(report: &ReportOf<T>) -> Result<Checked<T>, DispatchError> {
		let fault_epoch = Self::epoch_of(report.when)?;
		let consumer =
			Consumers::<T>::get(report.consumer_id).ok_or(Error::<T>::UnknownConsumer)?;
		let opt_ins = OptIns::<T>::get(&report.operator);
		let span = opt_ins.at(report.consumer_id, fault_epoch).ok_or(Error::<T>::NotOptedIn)?;
		let (version, budget) = (span.version, span.budget);
		let terms = Self::terms_of(report.consumer_id, version)?;

		Self::ensure_stood(&consumer, fault_epoch)?;
		let (scope, fraction) = (report.request.scope, report.request.fraction);
		ensure!(budget.allows(scope) && terms.most.allows(scope), Error::<T>::OutOfScope);
		ensure!(terms.most.holds(&Fractions::of(scope, fraction)), Error::<T>::FractionTooLarge);
		ensure!(fraction >= MIN_SLASH, Error::<T>::BelowMinimum);
		Self::ensure_acknowledged(terms.follower.as_ref(), fault_epoch)?;

		let until_epoch = terms
			.windows
			.report_until(fault_epoch, T::Exposure::now())
			.map_err(Error::<T>::from)?;
		Ok(Checked { fault_epoch, until_epoch, version, terms, budget })
	}

	/// Terms of a case, if an account may make an outsider's report the consumer's own.
	fn ensure_endorser(
		by: &AccountIdOf<T>,
		case: &Case<T>,
	) -> Result<ConsumerTerms<AccountIdOf<T>>, Error<T>> {
		let consumer = Consumers::<T>::get(case.consumer_id).ok_or(Error::<T>::UnknownConsumer)?;
		let terms = Self::terms_of(case.consumer_id, case.version)?;
		let is_resolver = terms.resolver.as_ref() == Some(by);
		ensure!(consumer.manager == *by || is_resolver, Error::<T>::NotEndorser);
		Ok(terms)
	}

	/// φ, as it would be fixed now.
	pub(crate) fn fraction_of(
		operator: &AccountIdOf<T>,
		fault_epoch: EpochIndex,
		request: &SlashRequest<AssetIdOf<T>>,
	) -> Result<Fraction, Error<T>> {
		let slashable = T::Exposure::slashable(operator, fault_epoch, request.scope);
		ensure!(!slashable.is_empty(), Error::<T>::NothingAtStake);

		let quantity = request.quantity.as_ref().map(|(asset, wanted)| {
			let found = slashable.iter().find(|(named, _)| named == asset);
			(*wanted, found.map_or(0, |(_, amount)| *amount))
		});
		let fraction = slashed_fraction(request.fraction, quantity);
		let fraction = fraction.ok_or(Error::<T>::NothingAtStake)?;
		ensure!(fraction >= MIN_SLASH, Error::<T>::BelowMinimum);
		Ok(fraction)
	}

	/// Epoch of a fault, which has begun.
	fn epoch_of(when: When) -> Result<EpochIndex, Error<T>> {
		let epoch = match when {
			When::Epoch(epoch) => epoch,
			When::Time(time) => T::Exposure::at(time),
		};
		ensure!(epoch <= T::Exposure::now(), Error::<T>::EpochInFuture);
		Ok(epoch)
	}

	/// End of the time to dispute a case that is filed now.
	fn dispute_until(terms: &ConsumerTerms<AccountIdOf<T>>) -> Deadline {
		terms.windows.dispute_until(Self::moment(), T::MinBlocks::get())
	}

	/// Present epoch and block.
	pub(crate) fn moment() -> Moment {
		let block = T::BlockNumberProvider::current_block_number();
		Moment { epoch: T::Exposure::now(), block: block.saturated_into() }
	}

	fn next_case_id() -> Result<CaseId, Error<T>> {
		let case_id = NextCaseId::<T>::get();
		NextCaseId::<T>::put(case_id.next().ok_or(Error::<T>::Overflow)?);
		Ok(case_id)
	}
}
