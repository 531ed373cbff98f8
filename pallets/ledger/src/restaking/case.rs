// SPDX-License-Identifier: Apache-2.0

//! Life of a case: Proposed → Filed → (Disputed → Upheld | Dismissed) → Executed | Lapsed.
//!
//! Every path ends by the clock alone, and none takes anything after the liability window: no case delays an exit.

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

/// State of an open case, with all that belongs to it: `P` to a proposal, `F` to a filed case, `D` to a dispute.
#[derive(Clone, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub enum CaseState<P, F, D> {
	/// Reported by an outsider. It lapses unless the consumer or its resolver endorses it in time.
	#[codec(index = 0)]
	Proposed {
		/// Deposit of the reporter.
		proposal: P,
		/// Last epoch for an endorsement, s + R.
		until_epoch: EpochIndex,
	},
	/// Reported or endorsed by the consumer. It uses a report id, a place and a part of the budget.
	#[codec(index = 1)]
	Filed {
		/// Fraction to be slashed, report id and reporter.
		filing: F,
		/// Stage of the dispute.
		stage: Stage<D>,
	},
}

/// Stage of a filed case.
#[derive(Clone, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub enum Stage<D> {
	/// Nobody has disputed it. It is executed after the deadline.
	#[codec(index = 0)]
	Undisputed(Deadline),
	/// Disputed. Nothing is taken without a verdict.
	#[codec(index = 1)]
	Disputed(D),
	/// Upheld by the resolver. `settle` executes it.
	#[codec(index = 2)]
	Upheld,
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
	/// Disputed. Nothing is taken without a verdict.
	#[codec(index = 2)]
	Disputed,
	/// Upheld by the resolver. `settle` executes it.
	#[codec(index = 3)]
	Upheld,
}

/// Decision of a resolver.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub enum Verdict {
	/// The report is right: the case is executed, and the dispute's deposit is lost.
	#[codec(index = 0)]
	Uphold,
	/// The report is wrong: the case ends, and the dispute's deposit is released.
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
	/// Nothing was taken: the resolver dismissed the case or gave no verdict in time, or the consumer declined an
	/// outsider's report.
	#[codec(index = 1)]
	Dismissed,
	/// Nothing was taken: the case was not endorsed or not settled in time, or earlier slashes have left nothing to take.
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
	/// Only a filed case can be disputed, and only once.
	NotDisputable,
	/// The time to dispute is over.
	DisputeTooLate,
	/// The case is not disputed.
	NotDisputed,
	/// The time for a verdict is over.
	VerdictTooLate,
	/// The time to endorse or to dispute is not over.
	CaseOpen,
	/// Nothing ends a disputed case before its last epoch but a verdict.
	AwaitsVerdict,
}

/// Course of a case: its fault, its end and its state.
///
/// `P`, `F` and `D` are the parts that a pallet keeps for a proposal, a filed case and a dispute. Each comes with the step
/// that makes it and goes with the step that ends it, so that no case has a part that its state cannot have.
#[derive(Clone, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub struct CaseCourse<P, F, D> {
	/// Epoch of the fault, s.
	pub fault_epoch: EpochIndex,
	/// Last epoch in which a slash for the fault may be applied, s + W.
	pub last_epoch: EpochIndex,
	/// State, with its deadline.
	pub state: CaseState<P, F, D>,
}

impl<P, F, D: Clone> CaseCourse<P, F, D> {
	/// Opens a case for an outsider's report, which awaits an endorsement through an epoch.
	pub const fn propose(
		fault_epoch: EpochIndex,
		window: u32,
		until_epoch: EpochIndex,
		proposal: P,
	) -> Self {
		let state = CaseState::Proposed { proposal, until_epoch };
		Self { fault_epoch, last_epoch: fault_epoch.plus(window), state }
	}

	/// Opens a case for a consumer's own report, which may be disputed until a deadline.
	pub const fn file(fault_epoch: EpochIndex, window: u32, until: Deadline, filing: F) -> Self {
		let state = CaseState::Filed { filing, stage: Stage::Undisputed(until) };
		Self { fault_epoch, last_epoch: fault_epoch.plus(window), state }
	}

	/// Part of an outsider's report, as long as the consumer has not made it its own. `NotProposed` after that.
	pub const fn proposal(&self) -> Result<&P, CaseError> {
		match &self.state {
			CaseState::Proposed { proposal, .. } => Ok(proposal),
			CaseState::Filed { .. } => Err(CaseError::NotProposed),
		}
	}

	/// Part of a filed case; `None` for a proposal.
	pub const fn filing(&self) -> Option<&F> {
		match &self.state {
			CaseState::Proposed { .. } => None,
			CaseState::Filed { filing, .. } => Some(filing),
		}
	}

	/// Part of a dispute that awaits a verdict; `None` if there is none.
	pub const fn disputed(&self) -> Option<&D> {
		match &self.state {
			CaseState::Filed { stage: Stage::Disputed(dispute), .. } => Some(dispute),
			CaseState::Filed { .. } | CaseState::Proposed { .. } => None,
		}
	}

	/// Status with its deadline.
	pub const fn status(&self) -> CaseStatus {
		match &self.state {
			CaseState::Proposed { until_epoch, .. } => {
				CaseStatus::Proposed { until_epoch: *until_epoch }
			},
			CaseState::Filed { stage: Stage::Undisputed(until), .. } => {
				CaseStatus::Filed { until: *until }
			},
			CaseState::Filed { stage: Stage::Disputed(_), .. } => CaseStatus::Disputed,
			CaseState::Filed { stage: Stage::Upheld, .. } => CaseStatus::Upheld,
		}
	}

	/// Part of an outsider's report that can be endorsed. `ReportTooLate` after s + R.
	pub fn endorsable(&self, at: EpochIndex) -> Result<&P, CaseError> {
		match &self.state {
			CaseState::Proposed { until_epoch, .. } if *until_epoch < at => {
				Err(CaseError::ReportTooLate)
			},
			_ => self.proposal(),
		}
	}

	/// Makes an outsider's report the consumer's own, which may be disputed until a deadline.
	pub fn endorse(&mut self, at: EpochIndex, until: Deadline, filing: F) -> Result<(), CaseError> {
		self.endorsable(at)?;
		self.state = CaseState::Filed { filing, stage: Stage::Undisputed(until) };
		Ok(())
	}

	/// Ends an outsider's report that the consumer will not make its own.
	pub fn decline(&self) -> Result<Outcome, CaseError> {
		self.proposal()?;
		Ok(Outcome::Dismissed)
	}

	/// Objects to a filed case. From here nothing is taken unless the resolver says so.
	pub fn dispute(&mut self, at: Moment, dispute: D) -> Result<(), CaseError> {
		let CaseState::Filed { stage, .. } = &mut self.state else {
			return Err(CaseError::NotDisputable);
		};
		let Stage::Undisputed(until) = stage else { return Err(CaseError::NotDisputable) };
		if until.is_over(at) || self.last_epoch < at.epoch {
			return Err(CaseError::DisputeTooLate);
		}
		*stage = Stage::Disputed(dispute);
		Ok(())
	}

	/// Upholds a disputed case. Returns the part of the dispute, which was wrong.
	pub fn uphold(&mut self, at: EpochIndex) -> Result<D, CaseError> {
		let dispute = self.ensure_disputed(at)?.clone();
		if let CaseState::Filed { stage, .. } = &mut self.state {
			*stage = Stage::Upheld;
		}
		Ok(dispute)
	}

	/// Dismisses a disputed case, which ends with that.
	pub fn dismiss(&self, at: EpochIndex) -> Result<Outcome, CaseError> {
		self.ensure_disputed(at)?;
		Ok(Outcome::Dismissed)
	}

	fn ensure_disputed(&self, at: EpochIndex) -> Result<&D, CaseError> {
		let dispute = self.disputed().ok_or(CaseError::NotDisputed)?;
		if self.last_epoch < at {
			return Err(CaseError::VerdictTooLate);
		}
		Ok(dispute)
	}

	/// End of the case, now that nobody can do anything more about it.
	pub fn settle(&self, at: Moment) -> Result<Outcome, CaseError> {
		let is_late = self.last_epoch < at.epoch;
		match &self.state {
			CaseState::Proposed { until_epoch, .. } if *until_epoch < at.epoch => {
				Ok(Outcome::Lapsed)
			},
			CaseState::Proposed { .. } => Err(CaseError::CaseOpen),
			CaseState::Filed { stage, .. } => match stage {
				Stage::Undisputed(_) | Stage::Upheld if is_late => Ok(Outcome::Lapsed),
				Stage::Undisputed(until) if until.is_over(at) => Ok(Outcome::Executed),
				Stage::Undisputed(_) => Err(CaseError::CaseOpen),
				Stage::Upheld => Ok(Outcome::Executed),
				Stage::Disputed(_) if is_late => Ok(Outcome::Dismissed),
				Stage::Disputed(_) => Err(CaseError::AwaitsVerdict),
			},
		}
	}
}
