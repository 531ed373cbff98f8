// SPDX-License-Identifier: Apache-2.0

//! Doors of the pallet: staking asks until when stake answers, whoever relies on a promise looks at it, and whoever proves
//! faults files them.

use crate::{
	AccountIdOf, AssetIdOf, Basis, CaseId, Cases, Config, ConsumerId, ConsumerTerms, Consumers,
	EpochIndex, Fractions, OptIns, Pallet, PromiseView, ReportId, ReportOf, Scope, WeightInfo,
};
use bulwark_ledger::{Cover, OptInsAtLock, Windows};
use bulwark_traits::{Epochs, Exposure, FaultReporter, Liability};
use frame_support::{storage::with_storage_layer, traits::Get, weights::Weight};
use sp_runtime::{DispatchError, DispatchResult};

/// Proof of a record of `Bounties` in bytes, as the benchmarks count it.
const BOUNTY_PROOF: u64 = 2_539;

impl<T: Config> Liability<AccountIdOf<T>> for Pallet<T> {
	fn last_liable(
		operator: &AccountIdOf<T>,
		scope: Scope,
		leaving: EpochIndex,
	) -> Option<EpochIndex> {
		// What does not decode may answer for everything.
		Self::opt_ins_of(operator)
			.map_or(Some(leaving), |opt_ins| opt_ins.last_liable(scope, leaving))
	}

	fn notice(operator: &AccountIdOf<T>) -> u32 {
		let now = T::Exposure::now();
		if Self::opt_ins_of(operator).map_or(true, |opt_ins| opt_ins.is_liable_after(now)) {
			T::NarrowNotice::get()
		} else {
			0
		}
	}

	fn cover(operator: &AccountIdOf<T>) -> Cover {
		Self::cover_of(operator, &OptIns::<T>::get(operator))
	}

	fn closes(operator: &AccountIdOf<T>) {
		// Nothing was written of what does not decode: it stays as it is.
		let _ = Self::shrink_opt_ins(operator);
	}

	fn lock_begin(operator: &AccountIdOf<T>, now: EpochIndex) -> OptInsAtLock {
		Self::opt_ins_at_lock(operator, now)
	}

	fn waives(
		operator: &AccountIdOf<T>,
		locked_in: EpochIndex,
		begin: &OptInsAtLock,
		now: EpochIndex,
	) -> bool {
		Self::is_waived(operator, locked_in, begin, now)
	}

	fn weight() -> Weight {
		T::WeightInfo::last_liable()
	}

	fn cover_weight() -> Weight {
		T::WeightInfo::cover()
	}

	fn closes_weight() -> Weight {
		T::WeightInfo::shrink_opt_ins().saturating_add(Self::tell_weight())
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn worst_case(operator: &AccountIdOf<T>) {
		crate::benchmarking::worst_opt_ins::<T>(operator);
	}
}

impl<T: Config> bulwark_traits::OptIns<AccountIdOf<T>> for Pallet<T> {
	fn opted_in(
		consumer_id: ConsumerId,
		operator: &AccountIdOf<T>,
		epoch: EpochIndex,
	) -> Fractions {
		let known = Self::promise_and_terms(consumer_id, operator, epoch);
		known.map_or(Fractions::NOTHING, |(promise, terms)| promise.budget.min(terms.most))
	}

	fn unused(consumer_id: ConsumerId, operator: &AccountIdOf<T>, epoch: EpochIndex) -> Fractions {
		let known = Self::promise_and_terms(consumer_id, operator, epoch);
		known.map_or(Fractions::NOTHING, |(promise, terms)| promise.unused.min(terms.most))
	}

	fn is_unused(consumer_id: ConsumerId, operator: &AccountIdOf<T>, epoch: EpochIndex) -> bool {
		let promise = Self::promise_to(consumer_id, operator, epoch);
		promise.is_some_and(|promise| promise.unused == promise.budget)
	}

	fn pinned_windows(
		consumer_id: ConsumerId,
		operator: &AccountIdOf<T>,
		epoch: EpochIndex,
	) -> Option<Windows> {
		let known = Self::promise_and_terms(consumer_id, operator, epoch);
		known.map(|(_, terms)| terms.windows)
	}

	fn weight() -> Weight {
		T::WeightInfo::unused()
	}
}

impl<T: Config> Pallet<T> {
	fn promise_to(
		consumer_id: ConsumerId,
		operator: &AccountIdOf<T>,
		epoch: EpochIndex,
	) -> Option<PromiseView> {
		Self::promise(operator, OptIns::<T>::get(operator).of(consumer_id)?, epoch)
	}

	/// Promise for an epoch, and the terms that it pins.
	fn promise_and_terms(
		consumer_id: ConsumerId,
		operator: &AccountIdOf<T>,
		epoch: EpochIndex,
	) -> Option<(PromiseView, ConsumerTerms<AccountIdOf<T>>)> {
		let promise = Self::promise_to(consumer_id, operator, epoch)?;
		let terms = Self::terms_of(consumer_id, promise.version).ok()?;
		Some((promise, terms))
	}
}

impl<T: Config> FaultReporter<AccountIdOf<T>, AssetIdOf<T>> for Pallet<T> {
	fn report(
		report: ReportOf<T>,
		report_id: ReportId,
		basis: Basis,
		reporter: Option<AccountIdOf<T>>,
	) -> Result<CaseId, DispatchError> {
		with_storage_layer(|| {
			let consumer = Self::consumer_named(&report)?;
			Self::file_report(&consumer, report, report_id, basis, reporter)
		})
	}

	fn uphold(case_id: CaseId) -> DispatchResult {
		Self::do_uphold(case_id)
	}

	fn is_open(case_id: CaseId) -> bool {
		Cases::<T>::contains_key(case_id)
	}

	fn reassign_bounty(case_id: CaseId, to: AccountIdOf<T>) {
		Self::give_bounty_to(case_id, to);
	}

	fn windows(consumer_id: ConsumerId) -> Option<Windows> {
		let version = Consumers::<T>::get(consumer_id)?.version(T::Exposure::now());
		Self::terms_of(consumer_id, version).ok().map(|terms| terms.windows)
	}

	fn weight() -> Weight {
		T::WeightInfo::report_slash()
			.saturating_add(T::Exposure::weight())
			.saturating_add(Self::tell_weight())
	}

	fn uphold_weight() -> Weight {
		T::WeightInfo::uphold()
	}

	/// A case and its bounty, both of which are written; the terms of a consumer are less.
	fn look_weight() -> Weight {
		T::WeightInfo::uphold()
			.saturating_add(T::DbWeight::get().reads_writes(1, 1))
			.saturating_add(Weight::from_parts(0, BOUNTY_PROOF))
	}
}
