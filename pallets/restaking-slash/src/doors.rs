// SPDX-License-Identifier: Apache-2.0

//! Doors of the pallet: staking asks until when stake answers, and whoever proves faults files them.

use crate::{
	AccountIdOf, AssetIdOf, CaseId, Config, EpochIndex, EvidenceOf, OptIns, Pallet, ReportId,
	ReportOf, Scope, WeightInfo,
};
use bulwark_traits::{Epochs, Exposure, FaultReporter, Liability};
use frame_support::{storage::with_storage_layer, weights::Weight};
use sp_runtime::DispatchError;

impl<T: Config> Liability<AccountIdOf<T>> for Pallet<T> {
	fn last_liable(
		operator: &AccountIdOf<T>,
		scope: Scope,
		leaving: EpochIndex,
	) -> Option<EpochIndex> {
		OptIns::<T>::get(operator).last_liable(scope, leaving)
	}

	fn widens(operator: &AccountIdOf<T>) -> bool {
		OptIns::<T>::get(operator).widens(T::Exposure::now(), Self::notice())
	}

	fn weight() -> Weight {
		T::WeightInfo::last_liable()
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn worst_case(operator: &AccountIdOf<T>) {
		crate::benchmarking::opt_in_to_all::<T>(operator, crate::ConsumerId::FIRST);
	}
}

impl<T: Config> FaultReporter<AccountIdOf<T>, AssetIdOf<T>, EvidenceOf<T>> for Pallet<T> {
	fn report(
		report: ReportOf<T>,
		report_id: ReportId,
		reporter: Option<AccountIdOf<T>>,
	) -> Result<CaseId, DispatchError> {
		with_storage_layer(|| Self::file_report(report, report_id, reporter))
	}

	fn weight() -> Weight {
		T::WeightInfo::report_slash().saturating_add(T::Exposure::weight())
	}
}
