// SPDX-License-Identifier: Apache-2.0

use alloc::vec::Vec;
use bulwark_ledger::{EpochIndex, SetId};
use sp_runtime::Weight;

/// A change of the active set, or the news that it has stayed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SetChange<AccountId> {
	/// The set in force from now on.
	pub set_id: SetId,
	/// The present epoch.
	pub epoch: EpochIndex,
	/// Members that the set before did not have.
	pub joined: Vec<AccountId>,
	/// Members of the set before that are not in it.
	pub left: Vec<AccountId>,
}

/// Carries notices of the active set to where they are needed: another chain, a second layer. Staking announces
/// every change, and every new epoch even if nothing changed, so that a follower can tell old news from none.
pub trait SetMessenger<AccountId> {
	/// Sends a notice on its way. It cannot fail: what is lost is never acknowledged.
	fn announce(notice: SetChange<AccountId>);

	/// The most that one announcement costs.
	fn weight() -> Weight;
}

/// Nobody follows.
impl<AccountId> SetMessenger<AccountId> for () {
	fn announce(_: SetChange<AccountId>) {}

	fn weight() -> Weight {
		Weight::zero()
	}
}
