// SPDX-License-Identifier: Apache-2.0

//! The views as a runtime API, for clients that do not know view functions.

use crate::{
	ActiveSetView, EpochIndex, EpochView, OperatorView, PoolId, PoolView, Power, StakeView,
};
use alloc::vec::Vec;
use codec::Codec;

sp_api::decl_runtime_apis! {
	/// What a wallet asks of staking.
	pub trait OperatorStakingApi<AccountId, AssetId>
	where
		AccountId: Codec,
		AssetId: Codec,
	{
		/// The present epoch, when it began and ends, and the liability window.
		fn epoch() -> EpochView;

		/// An operator's record and state.
		fn operator(operator: AccountId) -> Option<OperatorView>;

		/// A pool as it stands now, matured.
		fn pool(pool: PoolId) -> Option<PoolView<AccountId, AssetId>>;

		/// What a holder has in a pool, with its value now, and what it waits for.
		fn stake(pool: PoolId, holder: AccountId) -> Option<StakeView>;

		/// The set in force, and the ranking from which the next comes.
		fn active_set() -> ActiveSetView<AccountId>;

		/// What stood behind an operator when each epoch of the window began, the oldest first.
		fn power_history(operator: AccountId) -> Vec<(EpochIndex, Power)>;

		/// The last epoch up to which a follower acknowledged the active sets.
		fn acknowledged(follower: AccountId) -> Option<EpochIndex>;
	}
}
