// SPDX-License-Identifier: Apache-2.0

//! Life of a case: Proposed → Filed → (Disputed → Upheld) → Executed | Dismissed | Lapsed.
//!
//! Nothing is executed, and nothing upheld, before the time to dispute is over: it is there for everybody, and neither a
//! dispute nor a verdict of somebody else ends it. Every path ends by the clock alone, and none takes anything after the
//! liability window: no case delays an exit.

use crate::EpochIndex;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// Times to report a fault and to dispute the report, in epochs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Windows {
	/// R: a fault of epoch s may be reported through epoch s + R.
	pub report: u32,
	/// D: a case filed in epoch f may be disputed through epoch f + D. At least 1.
	pub dispute: u32,
}

impl Windows {
	/// True if R + D + 1 ≤ W, so that an epoch is left for the verdict and the settlement after the last dispute of the
	/// latest report; and if 1 ≤ D, so that a report of the last minute can be disputed.
	pub fn fit(&self, window: u32) -> bool {
		let all = self.report.checked_add(self.dispute).and_then(|both| both.checked_add(1));
		self.dispute >= 1 && all.is_some_and(|all| all <= window)
	}

	/// Last epoch in which a fault may be reported, s + R. `ReportTooLate` if that is over.
	pub fn report_until(
		&self,
		fault_epoch: EpochIndex,
		now: EpochIndex,
	) -> Result<EpochIndex, CaseError> {
		let until_epoch = fault_epoch.plus(self.report);
		if until_epoch < now {
			return Err(CaseError::ReportTooLate);
		}
		Ok(until_epoch)
	}

	/// End of the time to dispute a case that is filed now: epoch f + D, and `blocks` blocks at least.
	pub fn dispute_until(&self, filed: Moment, blocks: u32) -> Deadline {
		Deadline {
			last_epoch: filed.epoch.plus(self.dispute),
			last_block: filed.block.saturating_add(blocks.into()), // no chain makes 2⁶⁴ blocks
		}
	}
}

/// Point in time: the clock may run on while no block is made.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Moment {
	/// Present epoch.
	pub epoch: EpochIndex,
	/// Number of the block.
	pub block: u64,
}

/// End of a time in which somebody must have been able to act: the epoch is over, and enough blocks were made.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub struct Deadline {
	/// Last epoch, included.
	pub last_epoch: EpochIndex,
	/// Last block, included. The later of both counts.
	#[codec(compact)]
	pub last_block: u64,
}

impl Deadline {
	/// True if both the epoch and the block have passed.
	pub fn is_over(&self, at: Moment) -> bool {
		self.last_epoch < at.epoch && self.last_block < at.block
	}
}

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
	/// Reported or endorsed by the consumer, or proved. It uses a report id, a place and a part of the budget.
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
	/// The report is right: the case is executed, and the deposits of disputes are lost.
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

/// Course of a case: its fault, its end and its state.
///
/// `P` and `F` are the parts that a pallet keeps for a proposal and for a filed case. Each comes with the step that makes
/// it and goes with the step that ends it, so that no case has a part that its state cannot have.
#[derive(Clone, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub struct CaseCourse<P, F> {
	/// Epoch of the fault, s.
	pub fault_epoch: EpochIndex,
	/// Last epoch in which a slash for the fault may be applied, s + W.
	pub last_epoch: EpochIndex,
	/// State, with its deadline.
	pub state: CaseState<P, F>,
}

impl<P, F> CaseCourse<P, F> {
	/// Opens a case for an outsider's report, which awaits an endorsement through an epoch.
	pub const fn propose(
		fault_epoch: EpochIndex,
		window: u32,
		until_epoch: EpochIndex,
		proposal: P,
	) -> Self {
		let state = CaseState::Proposed { proposal, until_epoch, is_declined: false };
		Self { fault_epoch, last_epoch: fault_epoch.plus(window), state }
	}

	/// Opens a case for a consumer's own report, or for a proof, which may be disputed until a deadline.
	pub const fn file(
		fault_epoch: EpochIndex,
		window: u32,
		until: Deadline,
		basis: Basis,
		filing: F,
	) -> Self {
		let state = CaseState::Filed { filing, basis, until, stage: Stage::Undisputed };
		Self { fault_epoch, last_epoch: fault_epoch.plus(window), state }
	}

	/// Part of an outsider's report that the consumer has neither made its own nor declined. `NotProposed` after that.
	pub const fn proposal(&self) -> Result<&P, CaseError> {
		match &self.state {
			CaseState::Proposed { proposal, is_declined: false, .. } => Ok(proposal),
			CaseState::Proposed { .. } | CaseState::Filed { .. } => Err(CaseError::NotProposed),
		}
	}

	/// Part of an outsider's report, declined or not; `None` once it was endorsed.
	pub const fn proposed(&self) -> Option<&P> {
		match &self.state {
			CaseState::Proposed { proposal, .. } => Some(proposal),
			CaseState::Filed { .. } => None,
		}
	}

	/// Part of a filed case; `None` for a proposal.
	pub const fn filing(&self) -> Option<&F> {
		match &self.state {
			CaseState::Proposed { .. } => None,
			CaseState::Filed { filing, .. } => Some(filing),
		}
	}

	/// Reason why a filed case is believed; `None` for a proposal.
	pub const fn basis(&self) -> Option<Basis> {
		match &self.state {
			CaseState::Proposed { .. } => None,
			CaseState::Filed { basis, .. } => Some(*basis),
		}
	}

	/// Number of accounts that have disputed the case.
	pub const fn disputes(&self) -> u32 {
		match &self.state {
			CaseState::Proposed { .. } => 0,
			CaseState::Filed { stage, .. } => match stage {
				Stage::Undisputed => 0,
				Stage::Disputed(disputes) | Stage::Upheld(disputes) => *disputes,
			},
		}
	}

	/// Status with its deadline.
	pub const fn status(&self) -> CaseStatus {
		match &self.state {
			CaseState::Proposed { until_epoch, is_declined: false, .. } => {
				CaseStatus::Proposed { until_epoch: *until_epoch }
			},
			CaseState::Proposed { until_epoch, .. } => {
				CaseStatus::Declined { until_epoch: *until_epoch }
			},
			CaseState::Filed { until, stage, .. } => match stage {
				Stage::Undisputed => CaseStatus::Filed { until: *until },
				Stage::Disputed(disputes) => {
					CaseStatus::Disputed { until: *until, disputes: *disputes }
				},
				Stage::Upheld(_) => CaseStatus::Upheld,
			},
		}
	}

	/// Refuses what comes after the time in which a proposal, declined or not, counts. `NotProposed` for a filed case,
	/// `ReportTooLate` after s + R.
	pub fn ensure_counts(&self, at: EpochIndex) -> Result<(), CaseError> {
		match &self.state {
			CaseState::Filed { .. } => Err(CaseError::NotProposed),
			CaseState::Proposed { until_epoch, .. } if *until_epoch < at => {
				Err(CaseError::ReportTooLate)
			},
			CaseState::Proposed { .. } => Ok(()),
		}
	}

	/// Part of an outsider's report that can be endorsed. `ReportTooLate` after s + R.
	pub fn endorsable(&self, at: EpochIndex) -> Result<&P, CaseError> {
		let proposal = self.proposal()?;
		self.ensure_counts(at)?;
		Ok(proposal)
	}

	/// Makes an outsider's report the consumer's own, which may be disputed until a deadline.
	pub fn endorse(&mut self, at: EpochIndex, until: Deadline, filing: F) -> Result<(), CaseError> {
		self.endorsable(at)?;
		self.state =
			CaseState::Filed { filing, basis: Basis::Word, until, stage: Stage::Undisputed };
		Ok(())
	}

	/// Declines an outsider's report, which the consumer will not make its own.
	pub fn decline(&mut self) -> Result<(), CaseError> {
		self.proposal()?;
		if let CaseState::Proposed { is_declined, .. } = &mut self.state {
			*is_declined = true;
		}
		Ok(())
	}

	/// Counts another account that objects to a filed case. From the first one on nothing is taken unless it is upheld.
	pub fn dispute(&mut self, at: Moment) -> Result<(), CaseError> {
		let last_epoch = self.last_epoch;
		let CaseState::Filed { until, stage, .. } = &mut self.state else {
			return Err(CaseError::NotFiled);
		};
		if until.is_over(at) || last_epoch < at.epoch {
			return Err(CaseError::DisputeTooLate);
		}
		let others = match stage {
			Stage::Undisputed => 0,
			Stage::Disputed(others) => *others,
			Stage::Upheld(_) => return Err(CaseError::DisputeTooLate), // it is upheld after the deadline
		};
		*stage = Stage::Disputed(others.checked_add(1).ok_or(CaseError::Overflow)?);
		Ok(())
	}

	/// Upholds a disputed case: by the verdict of its resolver on the consumer's word, or by the proof.
	pub fn uphold(&mut self, at: Moment, by: Basis) -> Result<(), CaseError> {
		let last_epoch = self.last_epoch;
		let CaseState::Filed { basis, until, stage, .. } = &mut self.state else {
			return Err(CaseError::NotFiled);
		};
		match (by.is_judged(), basis.is_judged()) {
			(true, false) => return Err(CaseError::DecidedByProof),
			(false, true) => return Err(CaseError::NotProved),
			(true, true) | (false, false) => {},
		}
		let Stage::Disputed(disputes) = *stage else { return Err(CaseError::NotDisputed) };
		if last_epoch < at.epoch {
			return Err(CaseError::VerdictTooLate);
		}
		if !until.is_over(at) {
			return Err(CaseError::VerdictTooEarly);
		}
		*stage = Stage::Upheld(disputes);
		Ok(())
	}

	/// Ends a case by the verdict of its resolver that the report is wrong, at any time, disputed or not.
	pub fn dismiss(&self, at: EpochIndex) -> Result<Outcome, CaseError> {
		match self.basis() {
			None => Err(CaseError::NotFiled),
			Some(Basis::Proof) => Err(CaseError::DecidedByProof),
			Some(_) if self.last_epoch < at => Err(CaseError::VerdictTooLate),
			Some(Basis::Word | Basis::Verdict) => Ok(Outcome::Dismissed),
		}
	}

	/// Ends a filed case in an emergency, whoever judges it.
	pub const fn dismiss_in_emergency(&self) -> Result<Outcome, CaseError> {
		match self.basis() {
			None => Err(CaseError::NotFiled),
			Some(_) => Ok(Outcome::Dismissed),
		}
	}

	/// End of the case, now that nobody can do anything more about it.
	pub fn settle(&self, at: Moment) -> Result<Outcome, CaseError> {
		let is_late = self.last_epoch < at.epoch;
		match &self.state {
			CaseState::Proposed { until_epoch, .. } if *until_epoch >= at.epoch => {
				Err(CaseError::CaseOpen)
			},
			CaseState::Proposed { is_declined: true, .. } => Ok(Outcome::Dismissed),
			CaseState::Proposed { .. } => Ok(Outcome::Lapsed),
			CaseState::Filed { basis, until, stage, .. } => match (stage, basis) {
				(Stage::Undisputed | Stage::Upheld(_), _) if is_late => Ok(Outcome::Lapsed),
				(Stage::Undisputed, _) if until.is_over(at) => Ok(Outcome::Executed),
				(Stage::Undisputed, _) => Err(CaseError::CaseOpen),
				(Stage::Upheld(_), _) => Ok(Outcome::Executed),
				(Stage::Disputed(_), Basis::Word | Basis::Verdict) if is_late => {
					Ok(Outcome::Dismissed)
				},
				(Stage::Disputed(_), Basis::Proof) if is_late => Ok(Outcome::Lapsed),
				(Stage::Disputed(_), _) => Err(CaseError::AwaitsVerdict),
			},
		}
	}
}
