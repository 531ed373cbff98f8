// SPDX-License-Identifier: Apache-2.0

//! What is reported, by whom, and how much it will take.

use crate::{
	settlements::without, AccountIdOf, Budget, Case, CaseId, CaseRecord, Cases, Config, Consumers,
	Deposit, EpochIndex, Error, Event, Fraction, HoldReason, Moment, NextCase, OpenCases, Pallet,
	Pledges, Proposals, ReportId, ReportOf, Reports, Spendings, When,
};
use bulwark_ledger::{charged_fraction, CaseState, MIN_CHARGE};
use bulwark_traits::{Epochs, SetAcknowledgements, Slash};
use frame_support::{
	defensive, ensure,
	traits::{fungible::MutateHold, tokens::Precision, Get},
};
use sp_runtime::{
	traits::{BlockNumberProvider, SaturatedConversion},
	DispatchError, DispatchResult,
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_report(
		manager: AccountIdOf<T>,
		report: ReportOf<T>,
		id: ReportId,
	) -> DispatchResult {
		Self::consumer_of(&manager, report.consumer)?;

		Self::file_new(report, id, None)?;
		Ok(())
	}

	/// Files a report in the consumer's name.
	pub(crate) fn file_new(
		report: ReportOf<T>,
		id: ReportId,
		reporter: Option<AccountIdOf<T>>,
	) -> Result<CaseId, DispatchError> {
		let mut case = Self::case_for(report)?;
		case.reporter = reporter.map(|who| Deposit { who, amount: 0 });
		let number = Self::next_case()?;

		Self::file(number, case, id)?;
		Ok(number)
	}

	pub(crate) fn do_propose(reporter: AccountIdOf<T>, report: ReportOf<T>) -> DispatchResult {
		let mut case = Self::case_for(report)?;
		let number = Self::next_case()?;
		let amount = T::ReportDeposit::get();

		Self::fraction_of(&case)?; // fixed with the endorsement, and nothing now is nothing then

		let CaseState::Proposed(until) = case.course.state else {
			defensive!("it begins so");
			return Err(Error::<T>::NotProposed.into());
		};
		case.reporter = Some(Deposit { who: reporter.clone(), amount });

		Proposals::<T>::try_append(&case.operator, case.consumer, number)
			.map_err(|()| Error::<T>::TooManyCases)?;
		Cases::<T>::insert(number, case.clone());

		T::Native::hold(&HoldReason::Report.into(), &reporter, amount)?;
		Self::deposit_event(Event::Proposed {
			case: number,
			reporter,
			consumer: case.consumer,
			operator: case.operator,
			fault: case.course.fault,
			claim: case.claim,
			evidence: case.evidence,
			until,
		});
		Ok(())
	}

	pub(crate) fn do_endorse(by: AccountIdOf<T>, number: CaseId, id: ReportId) -> DispatchResult {
		let mut case = Cases::<T>::get(number).ok_or(Error::<T>::UnknownCase)?;

		Self::ensure_endorser(&by, &case)?;
		ensure!(!case.course.is_filed(), Error::<T>::NotProposed);

		let back = case.reporter.as_mut().map(|deposit| {
			let amount = core::mem::take(&mut deposit.amount);
			(deposit.who.clone(), amount)
		});

		Proposals::<T>::mutate_exists(&case.operator, case.consumer, |all| without(all, number));
		Self::file(number, case, id)?;

		if let Some((who, amount)) = back {
			T::Native::release(&HoldReason::Report.into(), &who, amount, Precision::Exact)?;
		}
		Self::deposit_event(Event::Endorsed { case: number, by });
		Ok(())
	}

	pub(crate) fn do_decline(by: AccountIdOf<T>, number: CaseId, refund: bool) -> DispatchResult {
		let mut case = Cases::<T>::get(number).ok_or(Error::<T>::UnknownCase)?;

		Self::ensure_endorser(&by, &case)?;
		let outcome = case.course.decline().map_err(Error::<T>::from)?;

		if let Some(deposit) = case.reporter.as_mut().filter(|_| refund) {
			Self::give_back(HoldReason::Report, deposit)?;
			deposit.amount = 0;
		}
		Self::end(number, case, outcome)
	}

	/// Who may make an outsider's report the consumer's own.
	fn ensure_endorser(by: &AccountIdOf<T>, case: &CaseRecord<T>) -> Result<(), Error<T>> {
		let consumer = Consumers::<T>::get(case.consumer).ok_or(Error::<T>::UnknownConsumer)?;
		let terms = Self::terms_of(case.consumer, case.version)?;
		let is_resolver = terms.resolver.as_ref() == Some(by);
		ensure!(consumer.manager == *by || is_resolver, Error::<T>::NotEndorser);
		Ok(())
	}

	/// The present epoch and block.
	pub(crate) fn moment() -> Moment {
		let block = T::BlockNumberProvider::current_block_number();
		Moment { epoch: T::Epochs::now(), block: block.saturated_into() }
	}

	/// A case as an outsider proposes it: everything that is known of it is checked.
	fn case_for(report: ReportOf<T>) -> Result<CaseRecord<T>, DispatchError> {
		let fault = Self::epoch_of(report.when)?;
		let consumer = Consumers::<T>::get(report.consumer).ok_or(Error::<T>::UnknownConsumer)?;
		let pledge = Pledges::<T>::get(&report.operator);
		let span = pledge.at(report.consumer, fault).ok_or(Error::<T>::NotOptedIn)?;
		let terms = Self::terms_of(report.consumer, span.version)?;

		Self::ensure_stood(&consumer, fault)?;
		let (scope, fraction) = (report.claim.scope, report.claim.fraction);
		ensure!(span.budget.allows(scope) && terms.most.allows(scope), Error::<T>::OutOfScope);
		ensure!(terms.most.holds(&Budget::of(scope, fraction)), Error::<T>::FractionTooLarge);
		ensure!(fraction >= MIN_CHARGE, Error::<T>::BelowMinimum);
		Self::ensure_acknowledged(terms.follower.as_ref(), fault)?;

		let course =
			Case::propose(fault, terms.windows, Self::horizon()).map_err(Error::<T>::from)?;

		Ok(CaseRecord {
			consumer: report.consumer,
			operator: report.operator,
			version: span.version,
			course,
			claim: report.claim,
			fraction: None,
			report: None,
			reporter: None,
			disputer: None,
			evidence: report.evidence,
		})
	}

	/// The consumer stands behind a case: from here it has a name, a place, a budget and its φ.
	fn file(number: CaseId, mut case: CaseRecord<T>, id: ReportId) -> DispatchResult {
		let at = Self::moment();
		let terms = Self::terms_of(case.consumer, case.version)?;
		let fault = case.course.fault;
		let pledge = Pledges::<T>::get(&case.operator);
		let span = pledge.at(case.consumer, fault).ok_or(Error::<T>::NotOptedIn)?;
		let mut spending = Spendings::<T>::get(&case.operator, case.consumer);

		let known = Reports::<T>::contains_key(case.consumer, id);
		ensure!(!known, Error::<T>::DuplicateReport);

		case.course.file(terms.windows, at, T::MinBlocks::get()).map_err(Error::<T>::from)?;
		let fraction = Self::fraction_of(&case)?;
		case.fraction = Some(fraction);
		case.report = Some(id);
		let window = T::Window::get();
		spending.prune(at.epoch, window);
		spending
			.reserve(span.budget, fault, case.charge(), window)
			.ok_or(Error::<T>::OverBudget)?;

		OpenCases::<T>::try_append(&case.operator, case.consumer, number)
			.map_err(|()| Error::<T>::TooManyCases)?;
		Spendings::<T>::insert(&case.operator, case.consumer, spending);
		Reports::<T>::insert(case.consumer, id, ());
		Cases::<T>::insert(number, case.clone());

		let CaseState::Filed(until) = case.course.state else {
			defensive!("it was filed");
			return Err(Error::<T>::NotProposed.into());
		};
		Self::deposit_event(Event::Filed {
			case: number,
			consumer: case.consumer,
			report: id,
			operator: case.operator,
			fault,
			claim: case.claim,
			fraction,
			evidence: case.evidence,
			until,
		});
		Ok(())
	}

	/// φ, as it would be fixed now.
	pub(crate) fn fraction_of(case: &CaseRecord<T>) -> Result<Fraction, Error<T>> {
		let Case { fault, .. } = case.course;
		let chargeable = T::Slash::chargeable(&case.operator, fault, case.claim.scope);
		ensure!(!chargeable.is_empty(), Error::<T>::NothingInForce);

		let quantity = case.claim.quantity.as_ref().map(|(asset, wanted)| {
			let found = chargeable.iter().find(|(named, _)| named == asset);
			(*wanted, found.map_or(0, |(_, amount)| *amount))
		});
		let fraction = charged_fraction(case.claim.fraction, quantity);
		let fraction = fraction.ok_or(Error::<T>::NothingInForce)?;
		ensure!(fraction >= MIN_CHARGE, Error::<T>::BelowMinimum);
		Ok(fraction)
	}

	/// The epoch of a fault, which has happened.
	fn epoch_of(when: When) -> Result<EpochIndex, Error<T>> {
		let (epoch, now) = match when {
			When::Epoch(epoch) => (epoch, T::Epochs::now()),
			When::Time(time) => (T::Epochs::at(time), T::Epochs::now()),
		};
		ensure!(epoch <= now, Error::<T>::EpochInFuture);
		Ok(epoch)
	}

	fn ensure_acknowledged(
		follower: Option<&AccountIdOf<T>>,
		fault: EpochIndex,
	) -> Result<(), Error<T>> {
		let Some(follower) = follower else { return Ok(()) };
		let heard = T::Acknowledgements::acknowledged(follower);
		ensure!(heard.is_some_and(|heard| fault <= heard), Error::<T>::NotAcknowledged);
		Ok(())
	}

	fn next_case() -> Result<CaseId, Error<T>> {
		let number = NextCase::<T>::get();
		NextCase::<T>::put(number.checked_add(1).ok_or(Error::<T>::Overflow)?);
		Ok(CaseId(number))
	}
}
