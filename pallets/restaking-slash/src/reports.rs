// SPDX-License-Identifier: Apache-2.0

//! Reports of faults, made by a consumer or proved, and the fractions that they will slash.

use crate::{
	AccountIdOf, AssetIdOf, Basis, Case, CaseCourse, CaseId, Cases, Config, Consumer,
	ConsumerTerms, Consumers, Deadline, EpochIndex, Error, Event, Filing, Fractions, Moment,
	NextCaseId, Pallet, Report, ReportId, ReportOf, SlashRequest, SpendingOf, UsedBudgets,
	UsedReportIds, When,
};
use bulwark_ledger::{slashed_fractions, Quantity};
use bulwark_traits::{Epochs, Exposure, Slashable};
use frame_support::{ensure, traits::Get};
use sp_runtime::{DispatchError, DispatchResult};

/// Terms and deadlines of a report of which everything that is known was checked.
pub(crate) struct Checked<T: Config> {
	pub fault_epoch: EpochIndex,
	/// Last epoch for a report or an endorsement.
	pub until_epoch: EpochIndex,
	pub version: u32,
	pub terms: ConsumerTerms<AccountIdOf<T>>,
	/// Budget of the opt-in in the epoch of the fault.
	pub budget: Fractions,
}

impl<T: Config> Pallet<T> {
	pub(crate) fn do_report(
		manager: AccountIdOf<T>,
		report: ReportOf<T>,
		report_id: ReportId,
	) -> DispatchResult {
		let consumer = Self::consumer_of(&manager, report.consumer_id)?;

		Self::file_report(&consumer, report, report_id, Basis::Word, None)?;
		Ok(())
	}

	/// Files a report in the consumer's name.
	pub(crate) fn file_report(
		consumer: &Consumer<T>,
		report: ReportOf<T>,
		report_id: ReportId,
		basis: Basis,
		reporter: Option<AccountIdOf<T>>,
	) -> Result<CaseId, DispatchError> {
		let Checked { fault_epoch, version, terms, budget, .. } = Self::check(consumer, &report)?;
		let Report { consumer_id, operator, when, request, evidence } = report;
		// A proof or a verdict costs the consumer nothing, however it ends.
		ensure!(basis.goes_first() || consumer.may_file(), Error::<T>::DepositTooLow);
		let fractions = Self::fractions_of(&operator, fault_epoch, &request)?;
		let case_id = Self::next_case_id()?;

		let until = Self::dispute_until(&terms);
		let filing = Filing { report_id, fractions, budget, reporter };
		let window = T::Exposure::window();
		let course = CaseCourse::file(fault_epoch, window, until, basis, filing.clone());
		let case =
			Case { consumer_id, operator, version, when, course, request, evidence, text: None };

		Self::file(case_id, case, filing, basis, until)?;
		Ok(case_id)
	}

	/// Gives a case its place, its report id and its part of a budget.
	pub(crate) fn file(
		case_id: CaseId,
		case: Case<T>,
		filing: Filing<T>,
		basis: Basis,
		until: Deadline,
	) -> DispatchResult {
		let (consumer_id, fault_epoch) = (case.consumer_id, case.course.fault_epoch);
		let mut spending = Self::spending_of(&case.operator, consumer_id)?;

		let used = (basis, filing.report_id);
		ensure!(!UsedReportIds::<T>::contains_key(consumer_id, used), Error::<T>::DuplicateReport);

		Self::begin_spending(&mut spending, &filing, fault_epoch, basis)?;

		Self::list_case(case_id, &case, basis)?;
		UsedBudgets::<T>::insert(&case.operator, consumer_id, spending);
		UsedReportIds::<T>::insert(consumer_id, used, ());
		Cases::<T>::insert(case_id, case.clone());
		// What keys have only reported uses nothing up.
		if basis.goes_first() {
			Self::tell_cover(&case.operator);
		}

		let Filing { report_id, fractions, .. } = filing;
		let Case { operator, when, request, evidence, .. } = case;
		Self::deposit_event(Event::Filed {
			case_id,
			consumer_id,
			report_id,
			operator,
			when,
			fault_epoch,
			request,
			fractions,
			basis,
			evidence,
			until,
		});
		Ok(())
	}

	/// Counts a case against its budget. `OverBudget` if less is left.
	fn begin_spending(
		spending: &mut SpendingOf<T>,
		filing: &Filing<T>,
		fault_epoch: EpochIndex,
		basis: Basis,
	) -> Result<(), Error<T>> {
		let (now, window) = (T::Exposure::now(), T::Exposure::window());
		spending.prune(now, window);
		let filed = spending.file(filing.budget, fault_epoch, filing.fractions, basis, window);
		filed.ok_or(Error::<T>::OverBudget)
	}

	/// Checks everything that is known of a report, made by anybody.
	pub(crate) fn check(
		consumer: &Consumer<T>,
		report: &ReportOf<T>,
	) -> Result<Checked<T>, DispatchError> {
		let fault_epoch = Self::epoch_of(report.when)?;
		let opt_ins = Self::opt_ins_of(&report.operator)?;
		let span = opt_ins.at(report.consumer_id, fault_epoch).ok_or(Error::<T>::NotOptedIn)?;
		let (version, budget) = (span.version, span.budget);
		let terms = Self::terms_of(report.consumer_id, version)?;

		Self::ensure_stood(consumer, fault_epoch)?;
		let fractions = report.request.fractions;
		let scope = budget.min(terms.most);
		let is_in_scope = (fractions.bond.is_zero() || !scope.bond.is_zero())
			&& (fractions.pools.is_zero() || !scope.pools.is_zero());
		ensure!(is_in_scope, Error::<T>::OutOfScope);
		ensure!(terms.most.holds(&fractions), Error::<T>::FractionTooLarge);
		Self::ensure_acknowledged(terms.follower.as_ref(), fault_epoch)?;

		let until_epoch = terms
			.windows
			.report_until(fault_epoch, T::Exposure::now())
			.map_err(Error::<T>::from)?;
		Ok(Checked { fault_epoch, until_epoch, version, terms, budget })
	}

	/// Consumer of a report, whoever makes it.
	pub(crate) fn consumer_named(report: &ReportOf<T>) -> Result<Consumer<T>, Error<T>> {
		Consumers::<T>::get(report.consumer_id).ok_or(Error::<T>::UnknownConsumer)
	}

	/// Fractions that a report would slash if it was filed now.
	pub(crate) fn fractions_of(
		operator: &AccountIdOf<T>,
		fault_epoch: EpochIndex,
		request: &SlashRequest<AssetIdOf<T>>,
	) -> Result<Fractions, Error<T>> {
		if slashed_fractions(request.fractions, None).is_none_or(|most| most.is_nothing()) {
			return Err(Error::<T>::BelowMinimum); // whatever is there
		}
		let slashable = T::Exposure::slashable(operator, fault_epoch);
		ensure!(finds_something(&slashable, request.fractions), Error::<T>::NothingAtStake);

		let quantity = request.quantity.as_ref().map(|(asset, wanted)| {
			let (bond, pools) = slashable.in_asset(asset);
			Quantity { wanted: *wanted, bond, pools }
		});
		let fractions = slashed_fractions(request.fractions, quantity);
		let fractions = fractions.ok_or(Error::<T>::NothingAtStake)?;
		ensure!(!fractions.is_nothing(), Error::<T>::BelowMinimum);
		Ok(fractions)
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
	pub(crate) fn dispute_until(terms: &ConsumerTerms<AccountIdOf<T>>) -> Deadline {
		terms.windows.dispute_until(Self::moment(), T::MinBlocks::get())
	}

	/// Present epoch and block.
	pub(crate) fn moment() -> Moment {
		T::Exposure::moment::<T::BlockNumberProvider>()
	}

	pub(crate) fn next_case_id() -> Result<CaseId, Error<T>> {
		let case_id = NextCaseId::<T>::get();
		NextCaseId::<T>::put(case_id.next().ok_or(Error::<T>::Overflow)?);
		Ok(case_id)
	}
}

/// True if fractions take anything of what a slash could find.
pub(crate) fn finds_something<AssetId: PartialEq>(
	slashable: &Slashable<AssetId>,
	fractions: Fractions,
) -> bool {
	let of_bond = !fractions.bond.is_zero() && slashable.bond.is_some();
	let of_pools = !fractions.pools.is_zero() && !slashable.pools.is_empty();
	of_bond || of_pools
}
