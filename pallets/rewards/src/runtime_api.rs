// SPDX-License-Identifier: Apache-2.0

//! The views as a runtime API, for clients that do not know view functions.

use crate::{
	Amount, Balance, EpochIndex, PoolId, PositionId, PositionView, RewardKind, RewardsView,
	UnstakePreview,
};
use alloc::vec::Vec;
use codec::Codec;

sp_api::decl_runtime_apis! {
	/// What a wallet asks of rewards.
	pub trait StakingRewardsApi<AccountId, AssetId>
	where
		AccountId: Codec,
		AssetId: Codec,
	{
		/// Everything a wallet shows of a position.
		fn position(position: PositionId) -> Option<PositionView<AccountId, AssetId>>;

		/// The positions of an account.
		fn positions_of(account: AccountId) -> Vec<PositionId>;

		/// What could be claimed in an epoch, the present one or one to come, if nothing happens until then; in whole
		/// units.
		fn available_reward(
			kind: RewardKind,
			pool: PoolId,
			epoch: EpochIndex,
			holder: AccountId,
		) -> Vec<(AssetId, Balance)>;

		/// What unstaking so much of a position would do now.
		fn preview_unstake(position: PositionId, amount: Amount) -> Option<UnstakePreview<AssetId>>;

		/// What a pool pays and offers.
		fn rewards(pool: PoolId) -> Option<RewardsView<AccountId, AssetId>>;
	}
}
