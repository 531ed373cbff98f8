// SPDX-License-Identifier: Apache-2.0

//! Restaking: what operators promise to consumers, and how a case against one of them goes.

mod budget;
mod case;
mod claim;
mod pledge;
mod spending;

pub use budget::Budget;
pub use case::{Case, CaseError, CaseState, Deadline, Moment, Outcome, Verdict, Windows};
pub use claim::{charged_fraction, cost, cost_to_holder, MIN_CHARGE};
pub use pledge::{Pledge, PledgeError, Promise, Span};
pub use spending::{Spending, Spent};

/// The number of a consumer: somebody who rents security.
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
pub struct ConsumerId(pub u32);

/// The number of a case.
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
pub struct CaseId(pub u32);
