// SPDX-License-Identifier: Apache-2.0

use alloc::vec::Vec;
use bulwark_ledger::{Balance, EpochIndex, Fraction, PoolId, Scope};
use sp_runtime::DispatchError;

/// What a slash took: the bond's part apart, because a bounty may come from nothing else.
#[derive(Debug)]
pub struct Slashed<Money> {
	/// Of the bond, if it lost anything.
	pub bond: Option<Money>,
	/// Of the pools, one piece for each asset.
	pub pools: Vec<Money>,
}

/// Charges faults to those who were in force. A capability: whoever has this door can take what is staked, so a runtime
/// gives it to the one pallet that judges.
pub trait Slash<AccountId> {
	/// What names an asset.
	type AssetId;
	/// Money of one asset.
	type Money;

	/// Whether there is such an operator, closing or not.
	fn is_operator(who: &AccountId) -> bool;

	/// Whether an operator is there and has not closed: one that has cannot promise anything.
	fn may_promise(operator: &AccountId) -> bool;

	/// What a slash for a fault in an epoch could charge, in each asset, at today's prices; the bond is native. Nothing
	/// if nothing of the operator was in force, or the epoch lies outside the window.
	fn chargeable(
		operator: &AccountId,
		fault: EpochIndex,
		scope: Scope,
	) -> Vec<(Self::AssetId, Balance)>;

	/// Whether a pool stands behind an operator.
	fn stands_behind(pool: PoolId, operator: &AccountId) -> bool;

	/// What of a holder's stake in a pool answers for an epoch, its exits and what it moves elsewhere included, at
	/// today's prices and in units of the pool's asset. For views: it reads all that the holder moves.
	fn answers(pool: PoolId, holder: &AccountId, fault: EpochIndex) -> Balance;

	/// Takes a fraction of exactly what was in force in an epoch. Errors: there is no such operator, the epoch lies
	/// outside the window, the fraction is nothing or more than the scope allows, nobody was promised the epoch or
	/// nothing was in force in it.
	fn slash(
		operator: &AccountId,
		fault: EpochIndex,
		fraction: Fraction,
		scope: Scope,
	) -> Result<Slashed<Self::Money>, DispatchError>;
}
