// SPDX-License-Identifier: Apache-2.0

//! Rollup attestation: who has signed, what is final, whose turn it is, and where deposits go.

mod charge;
mod kept_sets;
mod lost_deposits;
mod signers;
mod times;
mod turns;

pub use charge::{BatchCharge, Charge};
pub use kept_sets::{KeptSet, KeptSets, SETS_AT_ONCE};
pub use lost_deposits::{split_lost_batch, split_lost_challenge};
pub use signers::{is_quorum, least_signers, Signers};
pub use times::ChallengeTimes;
pub use turns::{SubmitterTurns, TurnsSeen, TURNS_AT_ONCE};

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// Number of a set of sequencers, from 1. Sets of sequencers have numbers of their own: they are no active sets.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct SetNumber(pub u32);

impl SetNumber {
	/// Number of the first set.
	pub const FIRST: Self = Self(1);

	/// Number after this one; `None` if there is none left.
	pub fn next(self) -> Option<Self> {
		self.0.checked_add(1).map(Self)
	}
}
