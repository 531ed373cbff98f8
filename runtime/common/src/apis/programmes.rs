// SPDX-License-Identifier: Apache-2.0

//! `PerformanceProgrammesApi`: the view functions of the pallet.

/// The step of [`impl_runtime_apis_with!`](crate::impl_runtime_apis_with) for `programmes`.
#[doc(hidden)]
#[macro_export]
macro_rules! programmes_apis_with {
	([$($rest:ident)*] { $($apis:tt)* }) => {
		$crate::impl_runtime_apis_with! {
			@ [$($rest)*] {
				$($apis)*

				impl pallet_performance_programmes::runtime_api::PerformanceProgrammesApi<
						Block,
						AccountId,
						AssetKind,
					> for Runtime
				{
					fn programmes() -> $crate::private::Vec<pallet_performance_programmes::ProgrammeId> {
						Programmes::programmes()
					}

					fn programme(
						programme_id: pallet_performance_programmes::ProgrammeId,
					) -> Option<pallet_performance_programmes::ProgrammeView<AccountId, AssetKind>> {
						Programmes::programme(programme_id)
					}

					fn score(
						programme_id: pallet_performance_programmes::ProgrammeId,
						epoch: pallet_performance_programmes::EpochIndex,
						operator: AccountId,
					) -> Option<pallet_performance_programmes::ScoreView<AccountId>> {
						Programmes::score(programme_id, epoch, operator)
					}

					fn nodes_of(
						operator: AccountId,
					) -> $crate::private::Vec<pallet_performance_programmes::NodeOf<Runtime>> {
						Programmes::nodes_of(operator)
					}

					fn node_message(
						operator: AccountId,
						epoch: pallet_performance_programmes::EpochIndex,
					) -> $crate::private::Vec<u8> {
						Programmes::node_message(operator, epoch)
					}

					fn work_of(
						operator: AccountId,
						epoch: pallet_performance_programmes::EpochIndex,
					) -> Option<pallet_performance_programmes::WorkView> {
						Programmes::work_of(operator, epoch)
					}
				}
			}
		}
	};
}
