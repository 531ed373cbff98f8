// SPDX-License-Identifier: Apache-2.0

use crate::Epochs;
use alloc::vec::Vec;
use bulwark_ledger::{Balance, EpochIndex, PoolId};
use sp_runtime::Weight;

/// The stake of an operator that a slash for one epoch could take from, at today's prices.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Slashable<AssetId> {
	/// The bond as far as it answered in the epoch, in native units; none if nothing of it did.
	pub bond: Option<(AssetId, Balance)>,
	/// The stake of the pools that was active in the epoch, one sum for each asset; none is zero.
	pub pools: Vec<(AssetId, Balance)>,
}

impl<AssetId: PartialEq> Slashable<AssetId> {
	/// True if a slash would find nothing.
	pub fn is_empty(&self) -> bool {
		self.bond.is_none() && self.pools.is_empty()
	}

	/// The amounts of one asset: of the bond, and of the pools.
	pub fn in_asset(&self, asset: &AssetId) -> (Balance, Balance) {
		let of = |found: Option<&(AssetId, Balance)>| found.map_or(0, |(_, amount)| *amount);
		let is_asked = |(named, _): &&(AssetId, Balance)| named == asset;
		(of(self.bond.as_ref().filter(is_asked)), of(self.pools.iter().find(is_asked)))
	}
}

impl<AssetId> Default for Slashable<AssetId> {
	fn default() -> Self {
		Self { bond: None, pools: Vec::new() }
	}
}

/// Shows what stands behind operators and what of it a slash could take. It only looks: taking is [`Slash`](crate::Slash).
pub trait Exposure<AccountId, AssetId>: Epochs {
	/// True if there is such an operator, closing or not.
	fn is_operator(who: &AccountId) -> bool;

	/// True if an operator is there and has not closed: one that has cannot opt in to anything.
	fn may_opt_in(operator: &AccountId) -> bool;

	/// z: the last epoch whose faults can charge the bond of an operator that closes; `None` if it does not close, or is none.
	fn last_epoch(operator: &AccountId) -> Option<EpochIndex>;

	/// The stake that a slash for a fault in an epoch would find. Nothing if nothing of the operator was active, if the epoch lies
	/// outside the window, or if something of it does not decode: a slash fails then.
	fn slashable(operator: &AccountId, fault_epoch: EpochIndex) -> Slashable<AssetId>;

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

	fn last_epoch(_: &AccountId) -> Option<EpochIndex> {
		None
	}

	fn slashable(_: &AccountId, _: EpochIndex) -> Slashable<AssetId> {
		Slashable::default()
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
