// SPDX-License-Identifier: Apache-2.0

use alloc::vec::Vec;
use bulwark_ledger::{EpochIndex, Fraction, Scope};
use sp_runtime::{DispatchError, Weight};

/// The money that a slash took, the bond's part apart: a bounty may come from nothing else.
#[derive(Debug)]
pub struct Slashed<Money> {
	/// Taken from the bond, if it lost anything.
	pub bond: Option<Money>,
	/// Taken from the pools, one piece for each asset.
	pub pools: Vec<Money>,
}

/// Slashes the stake that was active at a fault. A capability: whoever has this door can take what is staked, so a runtime
/// gives it to the one pallet that judges.
pub trait Slash<AccountId, Money> {
	/// Takes a fraction of exactly the stake that was active in an epoch. Errors: there is no such operator, the epoch
	/// lies outside the window, the fraction is nothing or more than the scope allows, nobody was opted in to in that
	/// epoch or nothing was active in it.
	fn slash(
		operator: &AccountId,
		fault_epoch: EpochIndex,
		fraction: Fraction,
		scope: Scope,
	) -> Result<Slashed<Money>, DispatchError>;

	/// The most that one slash costs.
	fn weight() -> Weight;
}

/// Nothing can be taken.
impl<AccountId, Money> Slash<AccountId, Money> for () {
	fn slash(
		_: &AccountId,
		_: EpochIndex,
		_: Fraction,
		_: Scope,
	) -> Result<Slashed<Money>, DispatchError> {
		Ok(Slashed { bond: None, pools: Vec::new() })
	}

	fn weight() -> Weight {
		Weight::zero()
	}
}
