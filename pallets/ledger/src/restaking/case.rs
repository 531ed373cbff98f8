// SPDX-License-Identifier: Apache-2.0

//! The life of a case: Proposed → Filed → (Disputed → Upheld | Dismissed) → Executed | Lapsed.
//!
//! Every path ends by the clock alone, and none takes anything after the liability window: no case delays an exit.

use crate::{EpochIndex, Horizon};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// How long a consumer may report a fault, and how long anybody may dispute the report, in epochs.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Windows {
	/// R: a fault in s is reported up to the end of s + R.
	pub report: u32,
	/// D: what was reported in f is disputed up to the end of f + D; at least one whole epoch.
	pub dispute: u32,
}

impl Windows {
	/// R + D + 1 ≤ W, so that after the last dispute of the latest report an epoch is left for the verdict and the
	/// settlement; and 1 ≤ D, so that a report of the last minute can be disputed.
	pub fn fit(&self, window: u32) -> bool {
		let all = self.report.checked_add(self.dispute).and_then(|both| both.checked_add(1));
		self.dispute >= 1 && all.is_some_and(|all| all <= window)
	}
}

/// A point of time: the clock may run on while no block is made.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Moment {
	/// The present epoch.
	pub epoch: EpochIndex,
	/// The number of the block.
	pub block: u64,
}

/// The end of a time in which somebody must have been able to act: the epoch is over, and enough blocks were made.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
)]
pub struct Deadline {
	/// The last epoch of it.
	pub epoch: EpochIndex,
	/// The last block of it.
	#[codec(compact)]
	pub block: u64,
}

impl Deadline {
	/// Whether both have passed.
	pub fn is_over(&self, at: Moment) -> bool {
		self.epoch < at.epoch && self.block < at.block
	}
}

/// Where a case stands. One that has ended is nowhere.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
)]
pub enum CaseState {
	/// Reported by an outsider: nothing happens unless the consumer makes it its own before this epoch is over.
	#[codec(index = 0)]
	Proposed(EpochIndex),
	/// The consumer's report: it is executed unless somebody disputes it in time.
	#[codec(index = 1)]
	Filed(Deadline),
	/// Disputed: nothing is taken without a verdict.
	#[codec(index = 2)]
	Disputed,
	/// Upheld by the resolver: to be executed.
	#[codec(index = 3)]
	Upheld,
}

/// What a resolver decides.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
)]
pub enum Verdict {
	/// The report is right.
	#[codec(index = 0)]
	Uphold,
	/// The report is wrong.
	#[codec(index = 1)]
	Dismiss,
}

/// How a case ends.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
)]
pub enum Outcome {
	/// The charge is taken.
	#[codec(index = 0)]
	Executed,
	/// Thrown out: the resolver said so, or nothing while it could; or the consumer declined an outsider's report.
	#[codec(index = 1)]
	Dismissed,
	/// Nothing is taken: it was not endorsed or not settled in time, or others have left nothing to take.
	#[codec(index = 2)]
	Lapsed,
}

/// Why a case cannot take a step.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CaseError {
	/// The fault lies further back than the consumer may report.
	ReportTooLate,
	/// The case is not one that waits for an endorsement.
	NotProposed,
	/// Only what a consumer has reported can be disputed, and only once.
	NotDisputable,
	/// The time to dispute is over.
	DisputeTooLate,
	/// The case is not disputed.
	NotDisputed,
	/// The time for a verdict is over.
	VerdictTooLate,
	/// The time to endorse or to dispute is not over.
	StillOpen,
	/// Nothing ends a disputed case before its last epoch but a verdict.
	AwaitsVerdict,
}

/// The course of a case.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
)]
pub struct Case {
	/// s: the epoch of the fault.
	pub fault: EpochIndex,
	/// s + W: the last epoch in which something can be taken for it.
	pub last: EpochIndex,
	/// Where it stands.
	pub state: CaseState,
}

impl Case {
	/// An outsider's report. `ReportTooLate` after s + R.
	pub fn propose(fault: EpochIndex, windows: Windows, at: Horizon) -> Result<Self, CaseError> {
		let until = fault.plus(windows.report);
		if until < at.now {
			return Err(CaseError::ReportTooLate);
		}
		Ok(Self { fault, last: fault.plus(at.window), state: CaseState::Proposed(until) })
	}

	/// A consumer's report, or one it endorses: to be disputed through the epoch f + D and for `blocks` blocks at least.
	pub fn file(&mut self, windows: Windows, at: Moment, blocks: u32) -> Result<(), CaseError> {
		let CaseState::Proposed(until) = self.state else { return Err(CaseError::NotProposed) };
		if until < at.epoch {
			return Err(CaseError::ReportTooLate);
		}
		self.state = CaseState::Filed(Deadline {
			epoch: at.epoch.plus(windows.dispute),
			block: at.block.saturating_add(blocks.into()), // no chain makes 2⁶⁴ blocks
		});
		Ok(())
	}

	/// The consumer does not make an outsider's report its own, and says so. Returns how the case ends.
	pub const fn decline(&self) -> Result<Outcome, CaseError> {
		if self.is_filed() {
			return Err(CaseError::NotProposed);
		}
		Ok(Outcome::Dismissed)
	}

	/// Somebody objects. From here nothing is taken unless the resolver says so.
	pub fn dispute(&mut self, at: Moment) -> Result<(), CaseError> {
		let CaseState::Filed(until) = self.state else { return Err(CaseError::NotDisputable) };
		if until.is_over(at) || self.last < at.epoch {
			return Err(CaseError::DisputeTooLate);
		}
		self.state = CaseState::Disputed;
		Ok(())
	}

	/// The resolver decides. Returns how the case ends, if it ends with that.
	pub fn resolve(&mut self, verdict: Verdict, at: Moment) -> Result<Option<Outcome>, CaseError> {
		if self.state != CaseState::Disputed {
			return Err(CaseError::NotDisputed);
		}
		if self.last < at.epoch {
			return Err(CaseError::VerdictTooLate);
		}
		match verdict {
			Verdict::Dismiss => Ok(Some(Outcome::Dismissed)),
			Verdict::Uphold => {
				self.state = CaseState::Upheld;
				Ok(None)
			},
		}
	}

	/// How the case ends, now that nobody can do anything more about it.
	pub fn settle(&self, at: Moment) -> Result<Outcome, CaseError> {
		let is_late = self.last < at.epoch;
		match self.state {
			CaseState::Proposed(until) if until < at.epoch => Ok(Outcome::Lapsed),
			CaseState::Filed(_) | CaseState::Upheld if is_late => Ok(Outcome::Lapsed),
			CaseState::Filed(until) if until.is_over(at) => Ok(Outcome::Executed),
			CaseState::Upheld => Ok(Outcome::Executed),
			CaseState::Disputed if is_late => Ok(Outcome::Dismissed),
			CaseState::Disputed => Err(CaseError::AwaitsVerdict),
			CaseState::Proposed(_) | CaseState::Filed(_) => Err(CaseError::StillOpen),
		}
	}

	/// Whether the consumer stands behind it: it uses a report's number, a place and a budget.
	pub const fn is_filed(&self) -> bool {
		!matches!(self.state, CaseState::Proposed(_))
	}
}
