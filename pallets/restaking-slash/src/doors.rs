// SPDX-License-Identifier: Apache-2.0

//! Doors of the pallet: staking asks until when stake answers, and whoever proves faults files them.

use crate::{
	AccountIdOf, AssetIdOf, Basis, CaseId, Config, EpochIndex, OptIns, Pallet, ReportId, ReportOf,
	Scope, WeightInfo,
};
use bulwark_ledger::{Cover, OptInsAtLock};
use bulwark_traits::{CoverObserver, Epochs, Exposure, FaultReporter, Liability};
use frame_support::{storage::with_storage_layer, traits::Get, weights::Weight};
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Liability<AccountIdOf<T>> for Pallet<T> {
	fn last_liable(
		operator: &AccountIdOf<T>,
		scope: Scope,
		leaving: EpochIndex,
	) -> Option<EpochIndex> {
		OptIns::<T>::get(operator).last_liable(scope, leaving)
	}

	fn notice(operator: &AccountIdOf<T>) -> u32 {
		if OptIns::<T>::get(operator).is_liable_after(T::Exposure::now()) {
			T::NarrowNotice::get()
		} else {
			0
		}
	}

	fn cover(operator: &AccountIdOf<T>) -> Cover {
		Self::cover_of(operator, &OptIns::<T>::get(operator))
	}

	fn closes(operator: &AccountIdOf<T>) {
		Self::shrink_opt_ins(operator);
	}

	fn lock_begin(operator: &AccountIdOf<T>) -> OptInsAtLock {
		Self::opt_ins_at_lock(operator)
	}

	fn waives(operator: &AccountIdOf<T>, locked_in: EpochIndex, begin: &OptInsAtLock) -> bool {
		Self::is_waived(operator, locked_in, begin)
	}

	fn weight() -> Weight {
		T::WeightInfo::last_liable()
	}

	fn cover_weight() -> Weight {
		T::WeightInfo::cover()
	}

	fn closes_weight() -> Weight {
		T::WeightInfo::shrink_opt_ins().saturating_add(T::CoverObserver::weight())
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn worst_case(operator: &AccountIdOf<T>) {
		crate::benchmarking::opt_in_to_all::<T>(operator, crate::ConsumerId::FIRST);
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

	fn weight() -> Weight {
		T::WeightInfo::report_slash()
			.saturating_add(T::Exposure::weight())
			.saturating_add(T::WeightInfo::cover())
			.saturating_add(T::CoverObserver::weight())
	}

	fn uphold_weight() -> Weight {
		T::WeightInfo::uphold()
	}
}
