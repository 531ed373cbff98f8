// SPDX-License-Identifier: Apache-2.0

//! The terms of a position.

use crate::{EpochIndex, Fraction, Multiplier};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// A lock tier that a pool offers: a duration and its multiplier.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct LockTier {
	/// D: number of epochs for which stake is locked.
	pub duration: u32,
	/// Reward weight of a share, in hundredths: 1 to 1 000.
	pub multiplier: Multiplier,
}

/// The terms with which a position was opened. It keeps them, whatever the pool offers later. `D` says where a penalty
/// goes.
#[derive(Clone, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub struct LockTerms<D> {
	/// Duration and multiplier.
	pub tier: LockTier,
	/// Penalty of an unstake before the expiry, as a fraction of the stake.
	pub penalty: Fraction,
	/// Destination of the penalty.
	pub destination: D,
}

impl<D> LockTerms<D> {
	/// The expiry: the first epoch that is not locked any more, if stake is active from `effective_from` on.
	pub const fn expiry(&self, effective_from: EpochIndex) -> EpochIndex {
		effective_from.plus(self.tier.duration)
	}

	/// The epoch in which a lock with an expiry was made: the one before its stake was active.
	pub fn locked_in(&self, expiry: EpochIndex) -> EpochIndex {
		expiry.minus(self.tier.duration).minus(1)
	}
}
