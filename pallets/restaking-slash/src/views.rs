// SPDX-License-Identifier: Apache-2.0

//! What a wallet asks for. View functions and the runtime API answer from here.

use crate::{
	AccountIdOf, AssetIdOf, Balance, Budget, Case, CaseId, Cases, Config, ConsumerId,
	ConsumerTerms, Consumers, EpochIndex, Fraction, OpenCases, Pallet, Pledges, PoolId, Proposals,
	ReportId, Scope, Span, Spendings, Terms,
};
use alloc::vec::Vec;
use bulwark_ledger::{cost, cost_to_holder, Promise};
use bulwark_traits::{Claim, Epochs, Slash};
use codec::{Decode, DecodeWithMemTracking, Encode};
use frame_support::traits::Get;
use scale_info::TypeInfo;

/// A consumer.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct ConsumerView<AccountId> {
	/// Who speaks for it.
	pub manager: AccountId,
	/// Whether it may name an account for slashed money, and pay bounties.
	pub admitted: bool,
	/// The last epoch whose faults it may report, once it has retired.
	pub retired: Option<EpochIndex>,
	/// The number of the terms on which operators opt in now.
	pub version: u32,
	/// What they are.
	pub terms: Terms<AccountId>,
	/// What was announced, and the epoch from which it holds.
	pub next: Option<(EpochIndex, Terms<AccountId>)>,
}

/// What an operator has promised.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct PledgeView {
	/// How much of the pools all promises together may be.
	pub cap: Fraction,
	/// The same once everything announced holds.
	pub next_cap: Fraction,
	/// What consumers can still charge, those included that the operator has left.
	pub counted: Budget,
	/// Whether its stakers may leave as if nothing had been locked, because it will be able to lose more.
	pub widens: bool,
	/// To whom.
	pub promises: Vec<PromiseView>,
}

/// What is promised to one consumer.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct PromiseView {
	/// Which.
	pub consumer: ConsumerId,
	/// What holds now; nothing if it has not begun, or has ended.
	pub present: Option<Span>,
	/// What was announced.
	pub next: Option<Span>,
	/// What holds and held in the window, the oldest first.
	pub spans: Vec<Span>,
	/// What is left for a fault of the present epoch.
	pub left: Budget,
}

/// A case.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct CaseView<AccountId, AssetId> {
	/// Who has suffered the fault.
	pub consumer: ConsumerId,
	/// Whose it is.
	pub operator: AccountId,
	/// Fault, last epoch and state with its deadline.
	pub course: Case,
	/// What is asked for.
	pub claim: Claim<AssetId>,
	/// φ, once it is fixed.
	pub fraction: Option<Fraction>,
	/// The consumer's name for it.
	pub report: Option<ReportId>,
	/// Who gets the bounty.
	pub reporter: Option<AccountId>,
	/// Who has disputed it.
	pub disputer: Option<AccountId>,
	/// Who decides, if it is disputed.
	pub resolver: Option<AccountId>,
	/// What shows the fault.
	pub evidence: Vec<u8>,
}

impl<T: Config> Pallet<T> {
	/// See [`ConsumerView`].
	pub fn consumer_view(consumer: ConsumerId) -> Option<ConsumerView<AccountIdOf<T>>> {
		let record = Consumers::<T>::get(consumer)?;
		let version = record.version(T::Epochs::now());
		let terms = |version| ConsumerTerms::<T>::get(consumer, version);
		let next = (version < record.latest).then(|| terms(record.latest)).flatten();
		Some(ConsumerView {
			version,
			terms: terms(version)?,
			next: next.map(|next| (record.from, next)),
			manager: record.manager,
			admitted: record.admitted,
			retired: record.retired,
		})
	}

	/// See [`PledgeView`].
	pub fn pledge_view(operator: &AccountIdOf<T>) -> PledgeView {
		let (pledge, at) = (Pledges::<T>::get(operator), Self::horizon());
		let view = |promise: &Promise<_>| Self::promise_view(operator, promise);
		PledgeView {
			cap: pledge.cap(at.now),
			next_cap: pledge.cap(at.now.plus(u32::MAX)),
			counted: pledge.counted(at.now, at.window).unwrap_or_default(),
			widens: pledge.has_announced(at.now, Self::notice()),
			promises: pledge.promises().iter().map(view).collect(),
		}
	}

	fn promise_view<S: Get<u32>>(operator: &AccountIdOf<T>, promise: &Promise<S>) -> PromiseView {
		let now = T::Epochs::now();
		let consumer = promise.consumer;
		let present = promise.at(now).filter(|span| !span.budget.is_nothing()).copied();
		let budget = present.map_or(Budget::NOTHING, |span| span.budget);
		let spending = Spendings::<T>::get(operator, consumer);
		PromiseView {
			consumer,
			present,
			next: promise.next(now).copied(),
			spans: promise.spans().to_vec(),
			left: spending.left(budget, now, T::Window::get()),
		}
	}

	/// See [`CaseView`].
	pub fn case_view(case: CaseId) -> Option<CaseView<AccountIdOf<T>, AssetIdOf<T>>> {
		let case = Cases::<T>::get(case)?;
		let terms = ConsumerTerms::<T>::get(case.consumer, case.version)?;
		Some(CaseView {
			consumer: case.consumer,
			operator: case.operator,
			course: case.course,
			claim: case.claim,
			fraction: case.fraction,
			report: case.report,
			reporter: case.reporter.map(|deposit| deposit.who),
			disputer: case.disputer.map(|deposit| deposit.who),
			resolver: terms.resolver,
			evidence: case.evidence.into_inner(),
		})
	}

	/// The open cases of an operator, those of outsiders last.
	pub fn cases_of_operator(operator: &AccountIdOf<T>) -> Vec<CaseId> {
		let open = OpenCases::<T>::iter_prefix_values(operator).flatten();
		let mut open: Vec<_> = open.collect();
		open.sort();
		let proposed = Proposals::<T>::iter_prefix_values(operator).flatten();
		let mut proposed: Vec<_> = proposed.collect();
		proposed.sort();
		open.into_iter().chain(proposed).collect()
	}

	/// ⌊φ·amount⌋ of everything the case could charge. Buckets round one by one: it may take less by a unit for each.
	pub fn cost_view(case: CaseId) -> Vec<(AssetIdOf<T>, Balance)> {
		let Some((case, fraction)) = Self::pending(case) else { return Vec::new() };
		let fault = case.course.fault;
		let chargeable = T::Slash::chargeable(&case.operator, fault, case.claim.scope);
		let of_asset = |(asset, amount)| (asset, cost(fraction, amount));
		chargeable.into_iter().map(of_asset).collect()
	}

	/// ⌈φ·value⌉ of what of a holder's stake answers for the fault, nothing if the pool does not stand behind the
	/// operator of the case.
	pub fn cost_to_holder(case: CaseId, pool: PoolId, holder: &AccountIdOf<T>) -> Balance {
		let Some((case, fraction)) = Self::pending(case) else { return 0 };
		if case.claim.scope == Scope::Bond || !T::Slash::stands_behind(pool, &case.operator) {
			return 0;
		}
		cost_to_holder(fraction, T::Slash::answers(pool, holder, case.course.fault))
	}

	/// A case, and what it takes or would take if it was the consumer's now.
	fn pending(case: CaseId) -> Option<(crate::CaseRecord<T>, Fraction)> {
		let case = Cases::<T>::get(case)?;
		let fraction = case.fraction.or_else(|| Self::fraction_of(&case).ok())?;
		Some((case, fraction))
	}
}
