// SPDX-License-Identifier: Apache-2.0

//! `StakingRewardsApi`: the view functions of the pallet.

/// The step of [`impl_runtime_apis_with!`](crate::impl_runtime_apis_with) for `rewards`.
#[doc(hidden)]
#[macro_export]
macro_rules! rewards_apis_with {
	([$($rest:ident)*] { $($apis:tt)* }) => {
		$crate::impl_runtime_apis_with! {
			@ [$($rest)*] {
				$($apis)*

				impl pallet_staking_rewards::runtime_api::StakingRewardsApi<Block, AccountId, AssetKind>
					for Runtime
				{
					fn position(
						position_id: pallet_staking_rewards::PositionId,
					) -> Option<pallet_staking_rewards::PositionView<AccountId, AssetKind>> {
						StakingRewards::position(position_id)
					}

					fn positions_of(
						account: AccountId,
					) -> $crate::private::Vec<pallet_staking_rewards::PositionId> {
						StakingRewards::positions_of(account)
					}

					fn reward_pools_of(
						staker: AccountId,
					) -> $crate::private::Vec<pallet_operator_staking::PoolId> {
						StakingRewards::reward_pools_of(staker)
					}

					fn commission_of(
						operator: AccountId,
					) -> Option<pallet_staking_rewards::CommissionView> {
						StakingRewards::commission_of(operator)
					}

					fn available_reward(
						claim: pallet_staking_rewards::RewardClaim<AccountId>,
						epoch: pallet_operator_staking::EpochIndex,
					) -> $crate::private::Vec<(AssetKind, Balance)> {
						StakingRewards::available_reward(claim, epoch)
					}

					fn available_reward_of(
						kind: pallet_staking_rewards::RewardKind,
						pool_id: pallet_operator_staking::PoolId,
						epoch: pallet_operator_staking::EpochIndex,
						staker: AccountId,
					) -> $crate::private::Vec<(AssetKind, Balance)> {
						StakingRewards::available_reward_of(kind, pool_id, epoch, staker)
					}

					fn earned(
						claim: pallet_staking_rewards::RewardClaim<AccountId>,
						epoch: pallet_operator_staking::EpochIndex,
					) -> $crate::private::Vec<(AssetKind, Balance)> {
						StakingRewards::earned(claim, epoch)
					}

					fn earned_of(
						kind: pallet_staking_rewards::RewardKind,
						pool_id: pallet_operator_staking::PoolId,
						epoch: pallet_operator_staking::EpochIndex,
						staker: AccountId,
					) -> $crate::private::Vec<(AssetKind, Balance)> {
						StakingRewards::earned_of(kind, pool_id, epoch, staker)
					}

					fn preview_unstake(
						position_id: pallet_staking_rewards::PositionId,
						amount: pallet_operator_staking::Amount,
					) -> Option<pallet_staking_rewards::UnstakePreview<AssetKind>> {
						StakingRewards::preview_unstake(position_id, amount)
					}

					fn reward_pool(
						pool_id: pallet_operator_staking::PoolId,
					) -> Option<pallet_staking_rewards::RewardPoolView<AccountId, AssetKind>> {
						StakingRewards::reward_pool(pool_id)
					}
				}
			}
		}
	};
}
