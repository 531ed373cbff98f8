// SPDX-License-Identifier: Apache-2.0

//! Views for wallets: the bodies of the view functions, which the runtime API calls too.

use crate::{
	AccountIdOf, AssetIdOf, Balance, CaseId, CaseStatus, Cases, Config, ConsumerId, ConsumerTerms,
	Consumers, EpochIndex, FiledCases, Fraction, Fractions, OptIns, Pallet, PoolId, ProposedCases,
	ReportId, Scope, SlashRequest, Span, TermsByVersion, UsedBudgets,
};
use alloc::vec::Vec;
use bulwark_ledger::{slash_preview, slash_preview_for, Horizon, OptIn};
use bulwark_traits::{Epochs, Exposure};
use codec::{Decode, DecodeWithMemTracking, Encode};
use frame_support::traits::Get;
use scale_info::TypeInfo;

/// Consumer with its terms.
#[derive(Clone, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct ConsumerView<AccountId> {
	/// Account that acts for the consumer.
	pub manager: AccountId,
	/// True if slashed money may go to an account that the terms name, and bounties to reporters.
	pub admitted: bool,
	/// Last epoch whose faults the consumer may report, once it has retired.
	pub last_epoch: Option<EpochIndex>,
	/// Version of the terms on which operators opt in now.
	pub version: u32,
	/// Terms of that version.
	pub terms: ConsumerTerms<AccountId>,
	/// Announced terms, and the first epoch in which operators opt in on them.
	pub next: Option<(EpochIndex, ConsumerTerms<AccountId>)>,
}

/// Opt-ins of an operator, and its slash cap.
#[derive(Clone, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct OptInsView {
	/// Most that all opt-ins together may take of the pools.
	pub slash_cap: Fraction,
	/// Slash cap once everything announced holds.
	pub next_slash_cap: Fraction,
	/// Sum of the budgets that count, those of ended opt-ins by which faults can still be slashed included.
	pub counted: Fractions,
	/// True if stakers may leave as if nothing had been locked, because the pools will be able to lose more.
	pub widens: bool,
	/// Opt-ins, one for each consumer.
	pub opt_ins: Vec<OptInView>,
}

/// Opt-in of an operator to one consumer.
#[derive(Clone, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct OptInView {
	/// Id of the consumer.
	pub consumer_id: ConsumerId,
	/// Span of the present epoch; none if the opt-in has not begun, or has ended.
	pub current: Option<Span>,
	/// Span that is announced.
	pub next: Option<Span>,
	/// All spans by which faults can still be slashed, and the announced one, the oldest first.
	pub spans: Vec<Span>,
	/// Part of the budget that is unused, for a fault of the present epoch.
	pub unused: Fractions,
}

/// Open case against an operator.
#[derive(Clone, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct CaseView<AccountId, AssetId> {
	/// Id of the consumer that suffered the fault.
	pub consumer_id: ConsumerId,
	/// Account of the operator at fault.
	pub operator: AccountId,
	/// Version of the consumer's terms that the operator was opted in on.
	pub version: u32,
	/// Epoch of the fault.
	pub fault_epoch: EpochIndex,
	/// Last epoch in which the slash may be applied.
	pub last_epoch: EpochIndex,
	/// Status, with its deadline.
	pub status: CaseStatus,
	/// Slash that the report asks for.
	pub request: SlashRequest<AssetId>,
	/// φ: fraction that will be slashed; none before the case is filed.
	pub fraction: Option<Fraction>,
	/// Consumer's own id for the report; none before the case is filed.
	pub report_id: Option<ReportId>,
	/// Account that gets the bounty; none if the consumer itself reported.
	pub reporter: Option<AccountId>,
	/// Account that has disputed the case; none if nobody has, or it was upheld.
	pub disputer: Option<AccountId>,
	/// Account that decides if the case is disputed.
	pub resolver: Option<AccountId>,
	/// Evidence of the fault: a hash, or the place where to look.
	pub evidence: Vec<u8>,
}

impl<T: Config> Pallet<T> {
	pub(crate) fn consumer_view(consumer_id: ConsumerId) -> Option<ConsumerView<AccountIdOf<T>>> {
		let record = Consumers::<T>::get(consumer_id)?;
		let version = record.version(T::Exposure::now());
		let terms = |version| TermsByVersion::<T>::get(consumer_id, version);
		let next = (version < record.latest_version).then(|| terms(record.latest_version));
		Some(ConsumerView {
			version,
			terms: terms(version)?,
			next: next.flatten().map(|next| (record.effective_from, next)),
			manager: record.manager,
			admitted: record.admitted,
			last_epoch: record.last_epoch,
		})
	}

	pub(crate) fn opt_ins_view(operator: &AccountIdOf<T>) -> OptInsView {
		let (opt_ins, at) = (OptIns::<T>::get(operator), T::Exposure::horizon());
		OptInsView {
			slash_cap: opt_ins.slash_cap(at.now),
			next_slash_cap: opt_ins.latest_slash_cap(),
			counted: opt_ins.counted(at.now, at.window).unwrap_or_default(),
			widens: opt_ins.widens(at.now, Self::notice()),
			opt_ins: opt_ins
				.list()
				.iter()
				.map(|opt_in| Self::opt_in_view(operator, opt_in, at))
				.collect(),
		}
	}

	fn opt_in_view<S: Get<u32>>(
		operator: &AccountIdOf<T>,
		opt_in: &OptIn<S>,
		Horizon { now, window }: Horizon,
	) -> OptInView {
		let consumer_id = opt_in.consumer_id;
		let current = opt_in.at(now).filter(|span| !span.budget.is_nothing()).copied();
		let budget = current.map_or(Fractions::NOTHING, |span| span.budget);
		let spending = UsedBudgets::<T>::get(operator, consumer_id);
		OptInView {
			consumer_id,
			current,
			next: opt_in.next(now).copied(),
			spans: opt_in.spans().to_vec(),
			unused: spending.unused(budget, now, window),
		}
	}

	pub(crate) fn case_view(case_id: CaseId) -> Option<CaseView<AccountIdOf<T>, AssetIdOf<T>>> {
		let case = Cases::<T>::get(case_id)?;
		let terms = TermsByVersion::<T>::get(case.consumer_id, case.version)?;
		let (filing, proposal) = (case.course.filing(), case.course.proposal().ok());
		let reporter = proposal.map(|deposit| deposit.who.clone());
		Some(CaseView {
			fault_epoch: case.course.fault_epoch,
			last_epoch: case.course.last_epoch,
			status: case.course.status(),
			fraction: filing.map(|filing| filing.fraction),
			report_id: filing.map(|filing| filing.report_id),
			reporter: reporter.or_else(|| filing.and_then(|filing| filing.reporter.clone())),
			disputer: case.course.disputed().map(|deposit| deposit.who.clone()),
			consumer_id: case.consumer_id,
			operator: case.operator,
			version: case.version,
			request: case.request,
			resolver: terms.resolver,
			evidence: case.evidence.into_inner(),
		})
	}

	pub(crate) fn cases_of_operator(operator: &AccountIdOf<T>) -> Vec<CaseId> {
		let mut filed: Vec<_> = FiledCases::<T>::iter_prefix_values(operator).flatten().collect();
		filed.sort();
		let mut proposed: Vec<_> =
			ProposedCases::<T>::iter_prefix_values(operator).flatten().collect();
		proposed.sort();
		filed.into_iter().chain(proposed).collect()
	}

	/// ⌊φ·amount⌋ of everything that the case could find. Buckets round one by one: it may take less by a unit for each.
	pub(crate) fn slash_preview_view(case_id: CaseId) -> Vec<(AssetIdOf<T>, Balance)> {
		let Some((case, fraction)) = Self::case_and_fraction(case_id) else { return Vec::new() };
		let fault_epoch = case.course.fault_epoch;
		let slashable = T::Exposure::slashable(&case.operator, fault_epoch, case.request.scope);
		let of_asset = |(asset, amount)| (asset, slash_preview(fraction, amount));
		slashable.into_iter().map(of_asset).collect()
	}

	/// ⌈φ·value⌉ of the stake of a staker that answers for the fault.
	pub(crate) fn slash_preview_for_view(
		case_id: CaseId,
		pool_id: PoolId,
		staker: &AccountIdOf<T>,
	) -> Balance {
		let Some((case, fraction)) = Self::case_and_fraction(case_id) else { return 0 };
		let stands_behind = || T::Exposure::stands_behind(pool_id, &case.operator);
		if case.request.scope == Scope::Bond || !stands_behind() {
			return 0;
		}
		let fault_epoch = case.course.fault_epoch;
		slash_preview_for(fraction, T::Exposure::slashable_of(pool_id, staker, fault_epoch))
	}

	/// A case, and the fraction that it takes, or would take if it was filed now.
	fn case_and_fraction(case_id: CaseId) -> Option<(crate::Case<T>, Fraction)> {
		let case = Cases::<T>::get(case_id)?;
		let fraction = match case.course.filing() {
			Some(filing) => filing.fraction,
			None => {
				Self::fraction_of(&case.operator, case.course.fault_epoch, &case.request).ok()?
			},
		};
		Some((case, fraction))
	}
}
