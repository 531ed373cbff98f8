// SPDX-License-Identifier: Apache-2.0

//! States in which a case can be, and what can end it.

use super::Deadline;
use crate::EpochIndex;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// Reason why a filed case is believed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub enum Basis {
	/// The word of the consumer. Its resolver judges the case if somebody disputes it.
	#[codec(index = 0)]
	Word,
	/// A proof, which was checked before the case was filed. No resolver judges it.
	#[codec(index = 1)]
	Proof,
	/// A verdict of a judge, which a pallet of the chain has heard before it filed the case. It goes first as a proof does, so
	/// that no trifle on the consumer's word is in its way; and a resolver judges it if somebody disputes it.
	#[codec(index = 2)]
	Verdict,
}

impl Basis {
	/// True if a case needs room only beside what was taken and what others that go first ask for: cases on the consumer's
	/// word give way to it.
	pub const fn goes_first(self) -> bool {
		match self {
			Self::Word => false,
			Self::Proof | Self::Verdict => true,
		}
	}

	/// True if the resolver judges a case that somebody disputes.
	pub const fn is_judged(self) -> bool {
		match self {
			Self::Word | Self::Verdict => true,
			Self::Proof => false,
		}
	}
}

/// State of an open case, with what belongs to it: `P` to a proposal, `F` to a filed case.
#[derive(Clone, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub enum CaseState<P, F> {
	/// Reported by an outsider. It lapses unless the consumer or its resolver endorses it in time.
	#[codec(index = 0)]
	Proposed {
		/// Deposit of the reporter.
		proposal: P,
		/// Last epoch for an endorsement, s + R.
		until_epoch: EpochIndex,
		/// True if the consumer has declined it: it waits for the end of that epoch, so that its evidence counts as long.
		is_declined: bool,
	},
	/// Reported or endorsed by the consumer, proved, or filed after a verdict. It uses a report id, a place and a part of the
	/// budget.
	#[codec(index = 1)]
	Filed {
		/// Fractions to be slashed, report id and reporter.
		filing: F,
		/// Reason why it is believed.
		basis: Basis,
		/// End of the time to dispute it.
		until: Deadline,
		/// Stage of the disputes.
		stage: Stage,
	},
}

/// Stage of a filed case.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub enum Stage {
	/// Nobody has disputed it. It is executed after the deadline.
	#[codec(index = 0)]
	Undisputed,
	/// Number of accounts that have disputed it. Nothing is taken unless it is upheld.
	#[codec(index = 1)]
	Disputed(#[codec(compact)] u32),
	/// Upheld, against so many disputes. `settle` executes it.
	#[codec(index = 2)]
	Upheld(#[codec(compact)] u32),
}

/// Status of an open case: its state without what belongs to it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub enum CaseStatus {
	/// Reported by an outsider. It lapses unless the consumer or its resolver endorses it in time.
	#[codec(index = 0)]
	Proposed {
		/// Last epoch for an endorsement.
		until_epoch: EpochIndex,
	},
	/// Filed and not disputed. It is executed after the deadline.
	#[codec(index = 1)]
	Filed {
		/// End of the time to dispute it.
		until: Deadline,
	},
	/// Disputed. Nothing is taken unless it is upheld, after the deadline.
	#[codec(index = 2)]
	Disputed {
		/// End of the time to dispute it.
		until: Deadline,
		/// Number of accounts that have disputed it.
		#[codec(compact)]
		disputes: u32,
	},
	/// Upheld. `settle` executes it.
	#[codec(index = 3)]
	Upheld,
	/// Declined by the consumer. Its evidence counts through an epoch.
	#[codec(index = 4)]
	Declined {
		/// Last epoch in which its evidence counts.
		until_epoch: EpochIndex,
	},
}

/// Decision of a resolver.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub enum Verdict {
	/// The report is right: `settle` executes the case, and then the deposits of disputes are lost.
	#[codec(index = 0)]
	Uphold,
	/// The report is wrong: the case ends, and the consumer forfeits a part of its deposit.
	#[codec(index = 1)]
	Dismiss,
}

/// End of a case.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub enum Outcome {
	/// The slash was applied.
	#[codec(index = 0)]
	Executed,
	/// Nothing was taken: the resolver or the emergency origin dismissed the case, nobody upheld it in time, or the consumer
	/// declined an outsider's report.
	#[codec(index = 1)]
	Dismissed,
	/// Nothing was taken: the case was not endorsed, proved or settled in time, or other cases have left nothing to take.
	#[codec(index = 2)]
	Lapsed,
}

/// Reasons why a case cannot take a step.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CaseError {
	/// The fault lies further back than the consumer may report.
	ReportTooLate,
	/// The case is not one that awaits an endorsement.
	NotProposed,
	/// The case is not one that the consumer stands behind.
	NotFiled,
	/// The time to dispute is over.
	DisputeTooLate,
	/// The case is not disputed, or was upheld.
	NotDisputed,
	/// The case was proved: no resolver judges it.
	DecidedByProof,
	/// The case was not proved: its resolver judges it.
	NotProved,
	/// The time to dispute is not over: nothing is upheld before.
	VerdictTooEarly,
	/// The time for a verdict is over.
	VerdictTooLate,
	/// The time to endorse or to dispute is not over.
	CaseOpen,
	/// Nothing ends a disputed case before its last epoch but a verdict or a proof.
	AwaitsVerdict,
	/// More accounts have disputed the case than can be counted.
	Overflow,
}
