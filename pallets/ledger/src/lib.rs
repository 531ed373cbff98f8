// SPDX-License-Identifier: Apache-2.0

#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod announcements;
mod base_terms;
mod bond_parts;
mod bucket;
mod buckets;
mod clock;
mod conversion;
mod election;
mod error;
mod exit;
mod history;
mod holding;
#[cfg(feature = "serde")]
pub mod json_number;
mod math;
mod notice;
mod pages;
mod pot;
mod price;
mod programmes;
mod restaking;
mod reward_weights;
mod rewards;
mod rollup;
mod scheduled;
mod self_stake;
mod slash;
mod stake;
mod streak;
mod unslashed;

pub use announcements::{
	Announced, AnnouncedTerms, Announcement, Announcements, LockBegin, TermsSince, WaiverWindow,
};
pub use base_terms::BaseTerms;
pub use bond_parts::{BondPart, BondParts};
pub use bucket::{Bucket, Multiplier, RewardWeight, Shares};
pub use buckets::{active_tokens, tokens_that_earn, Buckets, Cohort, Departure};
pub use clock::{EpochClock, EpochIndex, Horizon, Millis};
pub use conversion::{Conversion, Conversions};
pub use election::{Contender, Elected, Election, SetId};
pub use error::LedgerError;
pub use exit::{Exit, Exits, Part};
pub use history::{Dated, History};
pub use holding::{Holding, Lot, Worth};
pub use math::Fraction;
pub use notice::Notice;
pub use pages::{CohortSpan, ExitSpan, Page, PageIndex};
pub use pot::Pot;
pub use price::{power, total_power, Power, Price};
pub use programmes::{
	covered_hours, lower_median, may_mint, minted, most_suspended, Author, BlocksReport,
	BlocksReports, Budget, CountedBy, Division, Due, Hours, MintRate, Node, NodeRuns, Nodes,
	PointsRule, ProgrammeError, ProgrammeId, Rule, Run, Score, ServiceReports, ServiceRule,
	ServiceSums, Told, Turns, Work, FULL_LEVEL, MAX_REPORTERS,
};
pub use restaking::{
	slash_preview, slash_preview_for, slashed_fractions, AnnouncedBudgets, Basis, CaseCourse,
	CaseError, CaseId, CaseState, CaseStatus, ConsumerId, Cover, Deadline, Fractions, Moment,
	Notices, Offence, OptIn, OptInError, OptIns, OptInsAtLock, Outcome, Promise, Quantity, Span,
	Spending, Spent, Stage, Verdict, Windows, MIN_SLASH,
};
pub use reward_weights::{Followed, Place, RewardWeights, Weighted};
pub use rewards::{
	divide_by_power, earned_by, has_expired, split_floor, Accumulators, Amounts, Books, Commission,
	Credited, CreditedAmount, CreditedEpochs, EarningStake, Earnings, Exiting, ExpiriesToCome,
	Expiry, ExpirySpan, Fixed, LockState, LockTerms, LockTier, Matured, Merged, PoolRewards,
	Schedule, Step, Streams, Vesting,
};
pub use rollup::{
	is_quorum, least_signers, split_lost_batch, split_lost_challenge, BatchCharge, ChallengeTimes,
	Charge, KeptSet, KeptSets, SetNumber, Signers, SubmitterTurns, TurnsSeen, SETS_AT_ONCE,
	TURNS_AT_ONCE,
};
pub use scheduled::Scheduled;
pub use self_stake::{GlobalMinimum, Powers, SelfStake, Shortage};
pub use slash::{slash, Scope, MAX_FRACTION};
pub use stake::{shift, stake, unstake, withdraw_exit, withdraw_lots, Amount, Unstaked};
pub use streak::Streak;
pub use unslashed::Unslashed;

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// Id of a pool, from 1.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct PoolId(pub u32);

impl PoolId {
	/// Id of the first pool: none is 0.
	pub const FIRST: Self = Self(1);

	/// Id after this one; `None` if there is none left.
	pub fn next(self) -> Option<Self> {
		self.0.checked_add(1).map(Self)
	}
}

/// Whole units of an asset.
pub type Balance = u128;
