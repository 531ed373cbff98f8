// SPDX-License-Identifier: Apache-2.0

//! Performance programmes: a budget per epoch, and a rule that divides it over operators by what they did.

mod budget;
mod division;
mod error;
mod float;
mod hours;
mod mint;
mod nodes;
mod points;
mod report;
mod rule;
mod score;
mod service;
mod turns;

pub use budget::{Budget, Due};
pub use division::Division;
pub use error::ProgrammeError;
pub use hours::Hours;
pub use mint::{may_mint, minted, MintRate};
pub use nodes::{Node, Nodes};
pub use points::{CountedBy, PointsRule, Work};
pub use report::{
	covered_hours, BlocksReport, BlocksReports, NodeRuns, Run, ServiceReports, Told, MAX_REPORTERS,
};
pub use rule::Rule;
pub use score::{lower_median, Score};
pub use service::{ServiceRule, ServiceSums, FULL_LEVEL};
pub use turns::{most_suspended, Author, Turns};

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// Id of a programme, from 1.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct ProgrammeId(pub u32);

impl ProgrammeId {
	/// Id of the first programme: none is 0.
	pub const FIRST: Self = Self(1);

	/// Id after this one; the last one if there is none, which no chain has room for.
	pub const fn next(self) -> Self {
		Self(self.0.saturating_add(1))
	}
}
