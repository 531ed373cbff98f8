// SPDX-License-Identifier: Apache-2.0

//! Life of a case: Proposed → Filed → (Disputed → Upheld) → Executed | Dismissed | Lapsed.
//!
//! Nothing is executed, and nothing upheld, before the time to dispute is over: it is there for everybody, and neither a
//! dispute nor a verdict of somebody else ends it. Every path ends by the clock alone, and none takes anything after the
//! liability window: no case delays an exit.

use super::{Basis, CaseError, CaseState, CaseStatus, Deadline, Moment, Outcome, Stage};
use crate::EpochIndex;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

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

	/// Opens a case for a consumer's own report, a proof or a verdict, which may be disputed until a deadline.
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

	/// Upholds a disputed case: by the verdict of its resolver, or by the proof.
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

	/// Ends a case by the verdict of its resolver that the report is wrong, disputed, upheld or neither. `VerdictTooLate`
	/// after s + W.
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
