// SPDX-License-Identifier: Apache-2.0

//! The views as a runtime API, for clients that do not know view functions. A runtime answers each by the view function of
//! the same name.

use crate::{
	Amount, Balance, CommissionView, EpochIndex, PoolId, PositionId, PositionView, RewardClaim,
	RewardKind, RewardPoolView, UnstakePreview,
};
use alloc::vec::Vec;
use codec::Codec;

sp_api::decl_runtime_apis! {
	/// Views of positions, of rewards that can be claimed, and of pools that pay rewards.
	pub trait StakingRewardsApi<AccountId, AssetId>
	where
		AccountId: Codec,
		AssetId: Codec,
	{
		/// Everything that a wallet shows of a position; nothing if there is no such position.
		fn position(position_id: PositionId) -> Option<PositionView<AccountId, AssetId>>;

		/// Numbers of the positions that an account owns, in ascending order.
		fn positions_of(account: AccountId) -> Vec<PositionId>;

		/// Ids of the pools that keep a record of an account's rewards as a staker, in ascending order: also of those that it
		/// has left and that still owe it something. A pool in which it has stake may pay it without a record.
		fn reward_pools_of(staker: AccountId) -> Vec<PoolId>;

		/// Commission of an operator, in all its pools; nothing if it has never had a pool.
		fn commission_of(operator: AccountId) -> Option<CommissionView>;

		/// Amounts that a claim pays in an epoch, the present one or a later one if nothing happens until then, in whole
		/// units of each asset; nothing for an epoch that is over. Of a position it is the owner's part.
		fn available_reward(
			claim: RewardClaim<AccountId>,
			epoch: EpochIndex,
		) -> Vec<(AssetId, Balance)>;

		/// The answer of `available_reward` for the commission of a pool or for a staker in it.
		fn available_reward_of(
			kind: RewardKind,
			pool_id: PoolId,
			epoch: EpochIndex,
			staker: AccountId,
		) -> Vec<(AssetId, Balance)>;

		/// Amounts that a claim has earned in an epoch, the present one or one that is over, from n − W on (n − 1 in a
		/// standalone pool), in whole units of each asset, whether they were claimed or not: its part, by the stake that it has
		/// now, of all that was credited for the epoch so far. It differs from what was credited by less than a unit for each
		/// cohort of the stake, and by more if stake was slashed, weighed anew or withdrawn since. Of a position it is the
		/// owner's part.
		fn earned(claim: RewardClaim<AccountId>, epoch: EpochIndex) -> Vec<(AssetId, Balance)>;

		/// The answer of `earned` for the commission of a pool or for a staker in it.
		fn earned_of(
			kind: RewardKind,
			pool_id: PoolId,
			epoch: EpochIndex,
			staker: AccountId,
		) -> Vec<(AssetId, Balance)>;

		/// Outcome of `unstake` for a position and an amount if it were called now by the owner, whatever the penalty;
		/// nothing if it would be refused.
		fn preview_unstake(
			position_id: PositionId,
			amount: Amount,
		) -> Option<UnstakePreview<AssetId>>;

		/// Rewards, streams and offer of a pool; nothing if it pays no rewards.
		fn reward_pool(pool_id: PoolId) -> Option<RewardPoolView<AccountId, AssetId>>;
	}
}
