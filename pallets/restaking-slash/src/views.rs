// SPDX-License-Identifier: Apache-2.0

//! Views for wallets: the bodies of the view functions, which the runtime API calls too.

use crate::{
	AccountIdOf, AssetIdOf, Balance, Basis, Case, CaseId, CaseState, CaseStatus, Cases, Config,
	ConsumerId, ConsumerTerms, Consumers, Deadline, Dispute, Disputes, EpochIndex, Evidence,
	Fraction, Fractions, LostDisputes, OptIns, Pallet, PoolId, ReportId, SlashRequest, Span,
	TermsByVersion, UsedBudgets, When,
};
use alloc::vec::Vec;
use bulwark_ledger::{slash_preview, slash_preview_for, Horizon, OptIn};
use bulwark_traits::{Epochs, Exposure, Slashable};
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
	/// Part of the budget that is unused, for a fault of the present epoch: what a proof could still take.
	pub unused: Fractions,
	/// Part of the budget that a report on the consumer's word may ask for, beside other cases that are open.
	pub reportable: Fractions,
}

/// Promises of an operator that answer for faults of an epoch.
#[derive(Clone, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct AnswersView {
	/// True if enough of the bond answers, unused, to the consumers that the chain counts as its own.
	pub is_covered: bool,
	/// Promises, one for each consumer that can charge the operator.
	pub promises: Vec<PromiseView>,
}

/// Promise of an operator to a consumer, for faults of an epoch.
#[derive(Clone, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct PromiseView {
	/// Id of the consumer.
	pub consumer_id: ConsumerId,
	/// Version of the consumer's terms that the opt-in pins.
	pub version: u32,
	/// Most that the consumer may take within any W epochs.
	pub budget: Fractions,
	/// Part of the budget that a report by proof could still take.
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
	/// Time of the fault, as it was reported.
	pub when: When,
	/// Epoch of the fault.
	pub fault_epoch: EpochIndex,
	/// Last epoch in which the slash may be applied.
	pub last_epoch: EpochIndex,
	/// Status, with its deadline.
	pub status: CaseStatus,
	/// Slash that the report asks for.
	pub request: SlashRequest<AssetId>,
	/// Most that will be slashed of bond and pools; none before the case is filed.
	pub fractions: Option<Fractions>,
	/// Reason why it is believed; none before the case is filed.
	pub basis: Option<Basis>,
	/// Consumer's own id for the report; none before the case is filed.
	pub report_id: Option<ReportId>,
	/// Account that gets the bounty; none if the consumer itself reported.
	pub reporter: Option<AccountId>,
	/// Account that decides about the case; none if that is nobody, or the case was proved.
	pub resolver: Option<AccountId>,
	/// Hash of the evidence: SHA-256(reporter ‖ text).
	pub evidence: Evidence,
	/// True if the text of an outsider's evidence was revealed.
	pub is_revealed: bool,
}

/// Disputes of a case.
#[derive(Clone, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct DisputesView<AccountId> {
	/// End of the time to dispute the case, and first to uphold it; none if it has ended.
	pub until: Option<Deadline>,
	/// Last epoch for a verdict; none if the case has ended.
	pub last_epoch: Option<EpochIndex>,
	/// True if the deposits are lost: the case has ended, and was executed.
	pub are_lost: bool,
	/// Disputes whose deposits are held, in no order.
	pub disputes: Vec<DisputeView<AccountId>>,
}

/// Dispute of one account.
#[derive(Clone, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct DisputeView<AccountId> {
	/// Account that disputed the case.
	pub disputer: AccountId,
	/// Amount that is held on it, in native units.
	pub deposit: Balance,
	/// Hash of the evidence: SHA-256(disputer ‖ text).
	pub evidence: Evidence,
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
			reportable: spending.reportable(budget, now, window),
		}
	}

	pub(crate) fn what_answers_view(operator: &AccountIdOf<T>, epoch: EpochIndex) -> AnswersView {
		// The end of who closes or has gone is the end of all it has promised.
		let last = T::Exposure::last_epoch(operator);
		if !T::Exposure::is_operator(operator) || last.is_some_and(|last| last < epoch) {
			return AnswersView { is_covered: false, promises: Vec::new() };
		}
		let opt_ins = OptIns::<T>::get(operator);
		let promises = opt_ins.list().iter();
		let promises = promises.filter_map(|opt_in| Self::promise(operator, opt_in, epoch));
		AnswersView {
			promises: promises.collect(),
			is_covered: Self::is_covered(operator, &opt_ins, epoch),
		}
	}

	/// Promise of an opt-in for faults of an epoch, if it answers for them.
	pub(crate) fn promise<S: Get<u32>>(
		operator: &AccountIdOf<T>,
		opt_in: &OptIn<S>,
		epoch: EpochIndex,
	) -> Option<PromiseView> {
		let (span, consumer_id) = (opt_in.at(epoch)?, opt_in.consumer_id);
		let record = Consumers::<T>::get(consumer_id)?;
		if span.budget.is_nothing() || Self::ensure_stood(&record, epoch).is_err() {
			return None;
		}
		let unused = Self::spending_of(operator, consumer_id).map_or(
			Fractions::NOTHING, // nobody can take by what does not decode
			|spending| spending.unused(span.budget, epoch, T::Exposure::window()),
		);
		Some(PromiseView { consumer_id, version: span.version, budget: span.budget, unused })
	}

	pub(crate) fn case_view(case_id: CaseId) -> Option<CaseView<AccountIdOf<T>, AssetIdOf<T>>> {
		let case = Cases::<T>::get(case_id)?;
		let terms = TermsByVersion::<T>::get(case.consumer_id, case.version)?;
		let filing = case.course.filing();
		let reporter = case.course.proposed().map(|deposit| deposit.who.clone());
		let basis = case.course.basis();
		Some(CaseView {
			when: case.when,
			fault_epoch: case.course.fault_epoch,
			last_epoch: case.course.last_epoch,
			status: case.course.status(),
			fractions: filing.map(|filing| filing.fractions),
			basis,
			report_id: filing.map(|filing| filing.report_id),
			reporter: reporter.or_else(|| filing.and_then(|filing| filing.reporter.clone())),
			consumer_id: case.consumer_id,
			operator: case.operator,
			version: case.version,
			request: case.request,
			resolver: terms.resolver.filter(|_| basis != Some(Basis::Proof)),
			evidence: case.evidence,
			is_revealed: case.text.is_some(),
		})
	}

	pub(crate) fn disputes_view(case_id: CaseId) -> Option<DisputesView<AccountIdOf<T>>> {
		let case = Cases::<T>::get(case_id);
		let until = case.as_ref().and_then(|case| match &case.course.state {
			CaseState::Filed { until, .. } => Some(*until),
			CaseState::Proposed { .. } => None,
		});
		let disputes: Vec<_> = Disputes::<T>::iter_prefix(case_id)
			.map(|(disputer, Dispute { deposit, evidence })| DisputeView {
				disputer,
				deposit,
				evidence,
			})
			.collect();
		(until.is_some() || !disputes.is_empty()).then(|| DisputesView {
			until,
			last_epoch: case.map(|case| case.course.last_epoch),
			are_lost: LostDisputes::<T>::contains_key(case_id),
			disputes,
		})
	}

	/// Reads all open cases, as views may: proposals stand with their reporters.
	pub(crate) fn cases_of_operator(operator: &AccountIdOf<T>) -> Vec<CaseId> {
		let all = Cases::<T>::iter().filter(|(_, case)| case.operator == *operator);
		let mut cases: Vec<_> =
			all.map(|(case_id, case)| (case.course.filing().is_none(), case_id)).collect();
		cases.sort();
		cases.into_iter().map(|(_, case_id)| case_id).collect()
	}

	/// ⌊φ·amount⌋ of everything that the case could find. Buckets round one by one: it may take less by a unit for each.
	pub(crate) fn slash_preview_view(case_id: CaseId) -> Vec<(AssetIdOf<T>, Balance)> {
		let Some((case, fractions)) = Self::case_and_fractions(case_id) else { return Vec::new() };
		let Slashable { bond, pools } =
			T::Exposure::slashable(&case.operator, case.course.fault_epoch);
		let part =
			|fraction: Fraction| move |(asset, amount)| (asset, slash_preview(fraction, amount));
		let mut amounts: Vec<_> = bond.into_iter().map(part(fractions.bond)).collect();
		for (asset, amount) in pools.into_iter().map(part(fractions.pools)) {
			match amounts.iter_mut().find(|(named, _)| *named == asset) {
				Some((_, sum)) => *sum = sum.saturating_add(amount), // of one issuance
				None => amounts.push((asset, amount)),
			}
		}
		amounts.retain(|(_, amount)| *amount > 0);
		amounts
	}

	/// ⌈φ·value⌉ of the stake of a staker that answers for the fault.
	pub(crate) fn slash_preview_for_view(
		case_id: CaseId,
		pool_id: PoolId,
		staker: &AccountIdOf<T>,
	) -> Balance {
		let Some((case, fractions)) = Self::case_and_fractions(case_id) else { return 0 };
		if !T::Exposure::stands_behind(pool_id, &case.operator) {
			return 0;
		}
		let fault_epoch = case.course.fault_epoch;
		slash_preview_for(fractions.pools, T::Exposure::slashable_of(pool_id, staker, fault_epoch))
	}

	/// A case, and the fractions that it takes as far as other cases have left room, or would ask for if it was filed now.
	fn case_and_fractions(case_id: CaseId) -> Option<(Case<T>, Fractions)> {
		let case = Cases::<T>::get(case_id)?;
		let fault_epoch = case.course.fault_epoch;
		let fractions = match &case.course.state {
			CaseState::Filed { filing, basis, .. } if basis.goes_first() => filing.fractions,
			CaseState::Filed { filing, .. } => {
				let spending = UsedBudgets::<T>::get(&case.operator, case.consumer_id);
				let window = T::Exposure::window();
				filing.fractions.min(spending.unused(filing.budget, fault_epoch, window))
			},
			CaseState::Proposed { .. } => {
				Self::fractions_of(&case.operator, fault_epoch, &case.request).ok()?
			},
		};
		Some((case, fractions))
	}
}
