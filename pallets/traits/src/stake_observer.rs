// SPDX-License-Identifier: Apache-2.0

use crate::StakeRef;
use bulwark_ledger::{PoolId, RewardWeights, Weighted};
use sp_runtime::Weight;

/// Hears of everything that changes whose stake is active with what reward weight. It cannot fail: stake leaves whatever
/// becomes of rewards.
pub trait StakeObserver<AccountId> {
	/// Something about a pool is about to change, a slash for instance; nothing has been stored yet.
	fn before_change(pool_id: PoolId);

	/// True if an account is a position account: nobody signs for it, and nothing may be paid to it.
	fn is_position_account(who: &AccountId) -> bool;

	/// A staker's reward weight has changed: all of it before, as it was stored and has followed since, and all of it
	/// now.
	fn changed(stake: &StakeRef<AccountId>, before: &RewardWeights, now: &[Weighted]);

	/// The most that one `before_change` costs, with the change of one staker that follows.
	fn weight() -> Weight;

	/// Makes as much work as there can be for whatever touches a pool next, as if that had not happened for long. What
	/// is called before there is any stake also prepares for it.
	#[cfg(feature = "runtime-benchmarks")]
	fn worst_case(pool_id: PoolId);
}

/// Nobody listens.
impl<AccountId> StakeObserver<AccountId> for () {
	fn before_change(_: PoolId) {}

	fn is_position_account(_: &AccountId) -> bool {
		false
	}

	fn changed(_: &StakeRef<AccountId>, _: &RewardWeights, _: &[Weighted]) {}

	fn weight() -> Weight {
		Weight::zero()
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn worst_case(_: PoolId) {}
}
