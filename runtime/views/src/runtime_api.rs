// SPDX-License-Identifier: Apache-2.0

//! The views across pallets as a runtime API. A runtime answers each by the function of the same name.

use crate::{HoldingView, OperatorProfile};
use alloc::vec::Vec;
use codec::Codec;

sp_api::decl_runtime_apis! {
	/// Views across pallets: everything of an account, and operators with everything by which a staker chooses one.
	pub trait BulwarkApi<AccountId, AssetId>
	where
		AccountId: Codec,
		AssetId: Codec,
	{
		/// Everything of an account, by pool in ascending order: stake, unbonding stake, stake on its way to other pools,
		/// positions, rewards and commission that it can claim. Pools in which it has nothing are left out.
		fn holdings_of(account: AccountId) -> Vec<HoldingView<AccountId, AssetId>>;

		/// Operators with state, power, commission, pools and opt-ins, at most `limit` of them: those after an account, or the
		/// first ones. They are in the order of their storage; fewer than `limit` are the last.
		fn operators(
			after: Option<AccountId>,
			limit: u32,
		) -> Vec<OperatorProfile<AccountId, AssetId>>;
	}
}
