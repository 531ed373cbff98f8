// SPDX-License-Identifier: Apache-2.0

//! The set that is known, as it is stored and as it is shown.

use crate::{Config, EpochIndex, SetId};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{BoundedVec, CloneNoBound, DebugNoBound, EqNoBound, PartialEqNoBound};
use scale_info::TypeInfo;

/// Members of a set, those with the most power first.
pub type MembersOf<T> = BoundedVec<<T as Config>::Operator, <T as Config>::MaxMembers>;

/// Active set of the chain that is followed.
#[derive(CloneNoBound, PartialEqNoBound, EqNoBound, DebugNoBound)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
#[scale_info(skip_type_params(T))]
#[codec(mel_bound())]
pub struct FollowedSet<T: Config> {
	/// Id that the chain has given it.
	pub set_id: SetId,
	/// Epoch of that chain in which it serves.
	pub epoch: EpochIndex,
	/// Members, those with the most power first.
	pub members: MembersOf<T>,
}

/// Active set of the chain that is followed.
#[derive(Clone, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct FollowedSetView<Operator> {
	/// Id that the chain has given it.
	pub set_id: SetId,
	/// Epoch of that chain in which it serves: the last one that was acknowledged.
	pub epoch: EpochIndex,
	/// Members, those with the most power first.
	pub members: Vec<Operator>,
}
