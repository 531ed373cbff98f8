// SPDX-License-Identifier: Apache-2.0

//! The view functions as a runtime API, for clients that do not know view functions.

use crate::{
	ActiveSetView, EpochIndex, EpochView, OperatorView, PoolId, PoolView, Power, StakeView,
};
use alloc::vec::Vec;
use codec::Codec;

sp_api::decl_runtime_apis! {
	/// Questions of a wallet about epochs, operators, pools and stake.
	pub trait OperatorStakingApi<AccountId, AssetId>
	where
		AccountId: Codec,
		AssetId: Codec,
	{
		/// Returns the present epoch, the times at which it began and ends, and the liability window.
		fn epoch() -> EpochView;

		/// Returns the record and the state of an operator, or nothing if the account is none.
		fn operator(operator: AccountId) -> Option<OperatorView>;

		/// Returns operators with their records and states, at most `limit` of them: those after an account, or the first
		/// ones. They are in the order of their storage; fewer than `limit` are the last.
		fn operators(after: Option<AccountId>, limit: u32) -> Vec<(AccountId, OperatorView)>;

		/// Returns a pool as of the present epoch, or nothing if there is none with this id.
		fn pool(pool_id: PoolId) -> Option<PoolView<AccountId, AssetId>>;

		/// Returns the stake of a staker in a pool at its present value, with its unbonding stake, or nothing if it has
		/// none there.
		fn stake_of(pool_id: PoolId, staker: AccountId) -> Option<StakeView>;

		/// Returns all stake of a staker, by pool: the answers of `stake_of`.
		fn stakes_of(staker: AccountId) -> Vec<(PoolId, StakeView)>;

		/// Returns the active set, and the ranking from which the next one is taken.
		fn active_set() -> ActiveSetView<AccountId>;

		/// Returns the power of an operator when each epoch of the liability window began, the oldest first. Epochs without
		/// a block are left out.
		fn power_history(operator: AccountId) -> Vec<(EpochIndex, Power)>;
	}
}
