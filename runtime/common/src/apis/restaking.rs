// SPDX-License-Identifier: Apache-2.0

//! `RestakingApi`: the view functions of the pallet.

/// The step of [`impl_runtime_apis_with!`](crate::impl_runtime_apis_with) for `restaking`.
#[doc(hidden)]
#[macro_export]
macro_rules! restaking_apis_with {
	([$($rest:ident)*] { $($apis:tt)* }) => {
		$crate::impl_runtime_apis_with! {
			@ [$($rest)*] {
				$($apis)*

				impl pallet_restaking_slash::runtime_api::RestakingApi<Block, AccountId, AssetKind> for Runtime {
					fn consumer(
						consumer_id: pallet_restaking_slash::ConsumerId,
					) -> Option<pallet_restaking_slash::ConsumerView<AccountId>> {
						Restaking::consumer(consumer_id)
					}

					fn acknowledged_epoch(
						follower: AccountId,
					) -> Option<pallet_operator_staking::EpochIndex> {
						Restaking::acknowledged_epoch(follower)
					}

					fn opt_ins(operator: AccountId) -> pallet_restaking_slash::OptInsView {
						Restaking::opt_ins(operator)
					}

					fn what_answers(
						operator: AccountId,
						epoch: pallet_operator_staking::EpochIndex,
					) -> pallet_restaking_slash::AnswersView {
						Restaking::what_answers(operator, epoch)
					}

					fn case(
						case_id: pallet_restaking_slash::CaseId,
					) -> Option<pallet_restaking_slash::CaseView<AccountId, AssetKind>> {
						Restaking::case(case_id)
					}

					fn disputes_of(
						case_id: pallet_restaking_slash::CaseId,
					) -> Option<pallet_restaking_slash::DisputesView<AccountId>> {
						Restaking::disputes_of(case_id)
					}

					fn cases_of(operator: AccountId) -> $crate::private::Vec<pallet_restaking_slash::CaseId> {
						Restaking::cases_of(operator)
					}

					fn slash_preview(
						case_id: pallet_restaking_slash::CaseId,
					) -> $crate::private::Vec<(AssetKind, Balance)> {
						Restaking::slash_preview(case_id)
					}

					fn slash_preview_for(
						case_id: pallet_restaking_slash::CaseId,
						pool_id: pallet_operator_staking::PoolId,
						staker: AccountId,
					) -> Balance {
						Restaking::slash_preview_for(case_id, pool_id, staker)
					}
				}
			}
		}
	};
}
