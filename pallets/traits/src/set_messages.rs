// SPDX-License-Identifier: Apache-2.0

//! Messages between the chain with the pallets and one that follows its active set.

use alloc::vec::Vec;
use bulwark_ledger::{EpochIndex, SetId};
use sp_runtime::{DispatchResult, Weight};

/// The whole set of an epoch, as it is sent to a follower. It says nothing of the set before: one that gets lost is made up
/// for by the next.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SetMessage<AccountId> {
	/// Id of the set.
	pub set_id: SetId,
	/// Epoch that it serves in.
	pub epoch: EpochIndex,
	/// Members, those with the most power first.
	pub members: Vec<AccountId>,
}

/// Takes messages with sets to followers: by XCM, by a bridge.
pub trait SetTransport<Follower, AccountId> {
	/// Place that a message goes to.
	type Place: Ord;

	/// The place of a follower. Two with the same one are one follower, which hears every set once.
	fn place(follower: &Follower) -> Self::Place;

	/// Sends a set to a follower. What it has written when it fails is undone.
	fn send(follower: &Follower, message: &SetMessage<AccountId>) -> DispatchResult;

	/// The most that one message costs its sender.
	fn weight() -> Weight;
}

/// Nobody can be reached: everything is sent to nowhere.
impl<Follower: Clone + Ord, AccountId> SetTransport<Follower, AccountId> for () {
	type Place = Follower;

	fn place(follower: &Follower) -> Follower {
		follower.clone()
	}

	fn send(_: &Follower, _: &SetMessage<AccountId>) -> DispatchResult {
		Ok(())
	}

	fn weight() -> Weight {
		Weight::zero()
	}
}

/// Tells the chain with the pallets which sets a follower has heard of.
pub trait Acknowledge {
	/// Acknowledges the sets up to an epoch. What it has written when it fails is undone.
	fn acknowledge(epoch: EpochIndex) -> DispatchResult;

	/// The most that one acknowledgement costs its sender.
	fn weight() -> Weight;
}

/// Nobody asks: no consumer relies on this follower.
impl Acknowledge for () {
	fn acknowledge(_: EpochIndex) -> DispatchResult {
		Ok(())
	}

	fn weight() -> Weight {
		Weight::zero()
	}
}
