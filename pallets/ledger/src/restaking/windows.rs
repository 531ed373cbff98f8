// SPDX-License-Identifier: Apache-2.0

//! Times of a case: to report a fault, and to dispute the report.

use super::CaseError;
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
