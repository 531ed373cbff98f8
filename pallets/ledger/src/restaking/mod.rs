// SPDX-License-Identifier: Apache-2.0

//! Restaking: opt-ins of operators to consumers, and cases against operators.

mod announced_budgets;
mod case;
mod course;
mod cover;
mod fractions;
mod offence;
mod opt_in;
mod opt_ins;
mod slash_preview;
mod span;
mod spending;
mod windows;

pub use announced_budgets::{AnnouncedBudgets, OptInsAtLock};
pub use case::{Basis, CaseError, CaseState, CaseStatus, Outcome, Stage, Verdict};
pub use course::CaseCourse;
pub use cover::{Cover, Promise};
pub use fractions::Fractions;
pub use offence::Offence;
pub use opt_in::{OptIn, OptInError};
pub use opt_ins::OptIns;
pub use slash_preview::{slash_preview, slash_preview_for, slashed_fractions, Quantity, MIN_SLASH};
pub use span::{Notices, Span};
pub use spending::{Spending, Spent};
pub use windows::{Deadline, Moment, Windows};

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// Id of a consumer: an account that rents security. From 1.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct ConsumerId(pub u32);

impl ConsumerId {
	/// Id of the first consumer.
	pub const FIRST: Self = Self(1);

	/// Id after this one; `None` if there is none left.
	pub fn next(self) -> Option<Self> {
		self.0.checked_add(1).map(Self)
	}
}

/// Id of a case against an operator. From 1.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub struct CaseId(pub u32);

impl CaseId {
	/// Id of the first case.
	pub const FIRST: Self = Self(1);

	/// Id after this one; `None` if there is none left.
	pub fn next(self) -> Option<Self> {
		self.0.checked_add(1).map(Self)
	}
}
