// SPDX-License-Identifier: Apache-2.0

#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod bond;
mod bucket;
mod buckets;
mod clock;
mod conversion;
mod effective;
mod error;
mod exit;
mod holding;
mod mark;
mod math;
mod minimum;
mod pot;
mod ranking;
mod restaking;
mod rewards;
mod self_stake;
mod slash;
mod stake;
mod weights;

pub use bond::Bond;
pub use bucket::{Bucket, Multiplier, Shares, Weight};
pub use buckets::{tokens_in_force, tokens_that_earn, Buckets, Cohort, Departure};
pub use clock::{EpochClock, EpochIndex, Horizon, Millis};
pub use conversion::{Conversion, Conversions};
pub use effective::Effective;
pub use error::LedgerError;
pub use exit::{Exit, Exits, Part};
pub use holding::{Holding, Lot, Worth};
pub use mark::Mark;
pub use math::Fraction;
pub use minimum::Minimum;
pub use pot::Pot;
pub use ranking::{total_power, Candidate, Power, Ranking, Seat, SetId};
pub use restaking::{
	charged_fraction, cost, cost_to_holder, Budget, Case, CaseError, CaseId, CaseState, ConsumerId,
	Deadline, Moment, Outcome, Pledge, PledgeError, Promise, Span, Spending, Spent, Verdict,
	Windows, MIN_CHARGE,
};
pub use rewards::{
	apportion, split_floor, tag_multiplier, Accumulators, Amounts, Books, Commission, Exiting,
	Fixed, Merged, PoolRewards, Preset, Rolled, Schedule, Snapshot, Step, Terms,
};
pub use self_stake::{Powers, SelfStake, Shortage};
pub use slash::{slash, Scope, MAX_FRACTION};
pub use stake::{shift, stake, unstake, withdraw_exit, withdraw_lots, Amount, Unstaked};
pub use weights::{Followed, Place, Weighted, Weights};

/// The number of a pool, from 1.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Debug,
	codec::Encode,
	codec::Decode,
	codec::DecodeWithMemTracking,
	scale_info::TypeInfo,
	codec::MaxEncodedLen,
)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct PoolId(pub u32);

impl PoolId {
	/// The number of the first pool: none is 0.
	pub const FIRST: Self = Self(1);

	/// The number after this one, if there is any left.
	pub fn next(self) -> Option<Self> {
		self.0.checked_add(1).map(Self)
	}
}

/// Whole units of an asset.
pub type Balance = u128;
