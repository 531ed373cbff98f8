// SPDX-License-Identifier: Apache-2.0

use crate::Epochs;
use alloc::vec::Vec;
use bulwark_ledger::{Balance, EpochIndex, PoolId, Scope};
use sp_runtime::Weight;

/// Shows what stands behind operators and what of it a slash could take. It only looks: taking is [`Slash`](crate::Slash).
pub trait Exposure<AccountId, AssetId>: Epochs {
	/// True if there is such an operator, closing or not.
	fn is_operator(who: &AccountId) -> bool;

	/// True if an operator is there and has not closed: one that has cannot opt in to anything.
	fn may_opt_in(operator: &AccountId) -> bool;

	/// The stake that a slash for a fault in an epoch would find, in each asset, at today's prices; the bond is native.
	/// Nothing if nothing of the operator was active, or the epoch lies outside the window.
	fn slashable(
		operator: &AccountId,
		fault_epoch: EpochIndex,
		scope: Scope,
	) -> Vec<(AssetId, Balance)>;

	/// The same of one staker in one pool, unbonding and redelegated stake included, in units of the pool's asset. For
	/// views: it reads all that the staker moves.
	fn slashable_of(pool_id: PoolId, staker: &AccountId, fault_epoch: EpochIndex) -> Balance;

	/// True if a pool stands behind an operator.
	fn stands_behind(pool_id: PoolId, operator: &AccountId) -> bool;

	/// The most that one look costs, views apart.
	fn weight() -> Weight;
}

/// There are no operators.
impl<AccountId, AssetId> Exposure<AccountId, AssetId> for () {
	fn is_operator(_: &AccountId) -> bool {
		false
	}

	fn may_opt_in(_: &AccountId) -> bool {
		false
	}

	fn slashable(_: &AccountId, _: EpochIndex, _: Scope) -> Vec<(AssetId, Balance)> {
		Vec::new()
	}

	fn slashable_of(_: PoolId, _: &AccountId, _: EpochIndex) -> Balance {
		0
	}

	fn stands_behind(_: PoolId, _: &AccountId) -> bool {
		false
	}

	fn weight() -> Weight {
		Weight::zero()
	}
}
