// SPDX-License-Identifier: Apache-2.0

//! What others may ask: staking, until when stake answers; whoever proves faults, to file them.

use crate::{
	AccountIdOf, AssetIdOf, CaseId, Config, EpochIndex, EvidenceOf, Pallet, Pledges, ReportId,
	ReportOf, Scope,
};
use bulwark_traits::{Epochs, FaultReporter, Liability};
use frame_support::storage::with_storage_layer;
use sp_runtime::DispatchError;

impl<T: Config> Liability<AccountIdOf<T>> for Pallet<T> {
	fn last_liable(
		operator: &AccountIdOf<T>,
		scope: Scope,
		leaving: EpochIndex,
	) -> Option<EpochIndex> {
		Pledges::<T>::get(operator).last_liable(scope, leaving)
	}

	fn widens(operator: &AccountIdOf<T>) -> bool {
		Pledges::<T>::get(operator).has_announced(T::Epochs::now(), Self::notice())
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn worst_case(operator: &AccountIdOf<T>) {
		crate::benchmarking::pledge_all::<T>(operator, crate::ConsumerId(0));
	}
}

impl<T: Config> FaultReporter<AccountIdOf<T>> for Pallet<T> {
	type AssetId = AssetIdOf<T>;
	type Evidence = EvidenceOf<T>;

	fn report(
		report: ReportOf<T>,
		id: ReportId,
		reporter: Option<AccountIdOf<T>>,
	) -> Result<CaseId, DispatchError> {
		with_storage_layer(|| Self::file_new(report, id, reporter))
	}
}
