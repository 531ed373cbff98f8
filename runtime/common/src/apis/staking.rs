// SPDX-License-Identifier: Apache-2.0

//! `OperatorStakingApi`: the view functions of the pallet.

/// The step of [`impl_runtime_apis_with!`](crate::impl_runtime_apis_with) for `staking`.
#[doc(hidden)]
#[macro_export]
macro_rules! staking_apis_with {
	([$($rest:ident)*] { $($apis:tt)* }) => {
		$crate::impl_runtime_apis_with! {
			@ [$($rest)*] {
				$($apis)*

				impl pallet_operator_staking::runtime_api::OperatorStakingApi<Block, AccountId, AssetKind>
					for Runtime
				{
					fn epoch() -> pallet_operator_staking::EpochView {
						OperatorStaking::epoch()
					}

					fn operator(operator: AccountId) -> Option<pallet_operator_staking::OperatorView> {
						OperatorStaking::operator(operator)
					}

					fn operators(
						after: Option<AccountId>,
						limit: u32,
					) -> $crate::private::Vec<(AccountId, pallet_operator_staking::OperatorView)> {
						OperatorStaking::operators(after, limit)
					}

					fn pool(
						pool_id: pallet_operator_staking::PoolId,
					) -> Option<pallet_operator_staking::PoolView<AccountId, AssetKind>> {
						OperatorStaking::pool(pool_id)
					}

					fn stake_of(
						pool_id: pallet_operator_staking::PoolId,
						staker: AccountId,
					) -> Option<pallet_operator_staking::StakeView> {
						OperatorStaking::stake_of(pool_id, staker)
					}

					fn stakes_of(
						staker: AccountId,
					) -> $crate::private::Vec<(
						pallet_operator_staking::PoolId,
						pallet_operator_staking::StakeView,
					)> {
						OperatorStaking::stakes_of(staker)
					}

					fn active_set() -> pallet_operator_staking::ActiveSetView<AccountId> {
						OperatorStaking::active_set()
					}

					fn power_history(
						operator: AccountId,
					) -> $crate::private::Vec<(pallet_operator_staking::EpochIndex, pallet_operator_staking::Power)> {
						OperatorStaking::power_history(operator)
					}
				}
			}
		}
	};
}
