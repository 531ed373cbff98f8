// SPDX-License-Identifier: Apache-2.0

use bulwark_ledger::Balance;
use sp_runtime::Weight;

/// Tells what an account has itself in pools of the native asset: whoever counts its votes asks for it.
pub trait OwnStake<AccountId> {
	/// The value of the stake of an account in native units, pending and unbonding stake and what is due included, in so many
	/// pools at most. A redelegation counts as a pool of its own, a pool of another asset too. Stake of positions is not the
	/// account's: positions can be given away. What does not decode is nothing.
	fn own_stake(staker: &AccountId, most_pools: u32) -> Balance;

	/// The most that it costs to look at so many pools.
	fn weight(most_pools: u32) -> Weight;
}

/// Nobody has stake.
impl<AccountId> OwnStake<AccountId> for () {
	fn own_stake(_: &AccountId, _: u32) -> Balance {
		0
	}

	fn weight(_: u32) -> Weight {
		Weight::zero()
	}
}
