// SPDX-License-Identifier: Apache-2.0

use alloc::vec::Vec;
use bulwark_ledger::{Balance, EpochIndex, Fractions, PoolId};
use sp_runtime::{DispatchError, Weight};

/// The money that a slash took, the bond's part apart: a bounty may come from nothing else.
#[derive(Debug)]
pub struct Slashed<AssetId, Money> {
	/// Taken from the bond, if it lost anything.
	pub bond: Option<Money>,
	/// Taken from the pools, one piece for each asset.
	pub pools: Vec<Money>,
	/// Charged to pools in an asset that cannot be moved at present, by pool: [`hand_out`](Slash::hand_out) collects it.
	pub owed: Vec<(PoolId, AssetId, Balance)>,
}

impl<AssetId, Money> Default for Slashed<AssetId, Money> {
	fn default() -> Self {
		Self { bond: None, pools: Vec::new(), owed: Vec::new() }
	}
}

/// Slashes the stake that was active at a fault. A capability: whoever has this door can take what is staked, so a runtime
/// gives it to the one pallet that judges.
pub trait Slash<AccountId, AssetId, Money> {
	/// Takes fractions of exactly the bond and the pools that were active in an epoch. An asset that cannot be moved saves
	/// nothing: its pools are charged, and what they lost is owed.
	///
	/// Errors: there is no such operator, the epoch lies outside the window, both fractions are nothing or that of the
	/// pools is more than half, nobody was opted in to in that epoch or nothing was active in it; or the native asset's
	/// minimum balance has risen above what its pot holds, through which a bond goes.
	fn slash(
		operator: &AccountId,
		fault_epoch: EpochIndex,
		fractions: Fractions,
	) -> Result<Slashed<AssetId, Money>, DispatchError>;

	/// Hands out what earlier slashes left owed in a pool, up to an amount and as much of it as can be moved.
	///
	/// Errors: there is no such pool, nothing is owed in it, or nothing of it can be moved; then nothing changes.
	fn hand_out(pool_id: PoolId, amount: Balance) -> Result<Money, DispatchError>;

	/// The most that one slash costs.
	fn weight() -> Weight;

	/// The most that one [`hand_out`](Self::hand_out) costs.
	fn hand_out_weight() -> Weight;
}

/// Nothing can be taken, and nothing is owed.
impl<AccountId, AssetId, Money> Slash<AccountId, AssetId, Money> for () {
	fn slash(
		_: &AccountId,
		_: EpochIndex,
		_: Fractions,
	) -> Result<Slashed<AssetId, Money>, DispatchError> {
		Ok(Slashed::default())
	}

	fn hand_out(_: PoolId, _: Balance) -> Result<Money, DispatchError> {
		Err(DispatchError::Unavailable)
	}

	fn weight() -> Weight {
		Weight::zero()
	}

	fn hand_out_weight() -> Weight {
		Weight::zero()
	}
}
