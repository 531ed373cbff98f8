// SPDX-License-Identifier: Apache-2.0

use crate::{PagedWeight, PoolInfo, StakeRef};
#[cfg(feature = "runtime-benchmarks")]
use bulwark_ledger::PoolId;
use bulwark_ledger::{RewardWeights, Weighted};
use sp_runtime::traits::Get;

/// Hears of everything that changes whose stake is active with what reward weight. It cannot fail: stake leaves whatever
/// becomes of rewards.
pub trait StakeObserver<AccountId, AssetId, S: Get<u32>> {
	/// Something about a pool is about to change, a slash for instance; nothing has been stored yet. Returns the number of
	/// pages of its own that it met.
	fn before_change(pool: &PoolInfo<AccountId, AssetId, S>) -> u32;

	/// True if an account is a position account: nobody signs for it, and nothing may be paid to it.
	fn is_position_account(who: &AccountId) -> bool;

	/// A staker's reward weight in a pool, which was announced, has changed: all of it before, as it was stored and has
	/// followed since, and all of it now. Returns the number of pages of its own that it met.
	fn changed(
		pool: &PoolInfo<AccountId, AssetId, S>,
		stake: &StakeRef<AccountId>,
		before: &RewardWeights,
		now: &[Weighted],
	) -> u32;

	/// The weight of one `before_change`.
	fn of_pool() -> PagedWeight;

	/// The weight of one `before_change`, and of one `changed` by stake that joins lots which follow their cohorts.
	fn of_joining() -> PagedWeight;

	/// The weight of one `before_change`, and of two `changed` by stake that leaves: of lots which follow their cohorts, and of
	/// exits.
	fn of_leaving() -> PagedWeight;

	/// Makes as much work as there can be for whatever touches a pool next, as if that had not happened for long. What
	/// is called before there is any stake also prepares for it.
	#[cfg(feature = "runtime-benchmarks")]
	fn worst_case(pool_id: PoolId);
}

/// Nobody listens.
impl<AccountId, AssetId, S: Get<u32>> StakeObserver<AccountId, AssetId, S> for () {
	fn before_change(_: &PoolInfo<AccountId, AssetId, S>) -> u32 {
		0
	}

	fn is_position_account(_: &AccountId) -> bool {
		false
	}

	fn changed(
		_: &PoolInfo<AccountId, AssetId, S>,
		_: &StakeRef<AccountId>,
		_: &RewardWeights,
		_: &[Weighted],
	) -> u32 {
		0
	}

	fn of_pool() -> PagedWeight {
		PagedWeight::NONE
	}

	fn of_joining() -> PagedWeight {
		PagedWeight::NONE
	}

	fn of_leaving() -> PagedWeight {
		PagedWeight::NONE
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn worst_case(_: PoolId) {}
}
