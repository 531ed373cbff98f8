// SPDX-License-Identifier: Apache-2.0

//! Types in storage.

use crate::{CaseId, EpochIndex, Fraction, Offence};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{traits::ConstU32, BoundedVec};
use scale_info::TypeInfo;

/// Number of epochs of which sessions and offences are kept: the longest liability window, the present epoch, and one more.
pub const KEPT_EPOCHS: u32 = 16;

/// Largest number of operators whose offences in an epoch are kept: as many as an election looks at.
pub const MAX_OFFENDERS: u32 = 256;

/// Offences of an epoch.
#[derive(Clone, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub struct EpochOffences<AccountId> {
	/// Epoch in which the sessions of the offences began.
	pub epoch: EpochIndex,
	/// Worst offence of each operator that has offended and answers.
	pub offences: BoundedVec<OperatorOffence<AccountId>, ConstU32<MAX_OFFENDERS>>,
}

/// Worst offence of an operator in an epoch.
#[derive(Clone, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub struct OperatorOffence<AccountId> {
	/// Account of the operator.
	pub operator: AccountId,
	/// Fraction that it calls for, and the part that cases stand for.
	pub offence: Offence,
	/// Account that has reported it, for which a bounty is; none if nobody has.
	pub reporter: Option<AccountId>,
	/// Last case that was filed for it; none if none was.
	pub case_id: Option<CaseId>,
}

/// Offence of a validator, as it is told.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Told<AccountId> {
	/// Account of the validator.
	pub operator: AccountId,
	/// Fraction that it calls for.
	pub called_for: Fraction,
	/// First account that has reported it.
	pub reporter: Option<AccountId>,
}

impl<AccountId: PartialEq + Clone> EpochOffences<AccountId> {
	/// No offences.
	pub(crate) fn none_in(epoch: EpochIndex) -> Self {
		Self { epoch, offences: BoundedVec::new() }
	}

	/// Offence of an operator.
	pub(crate) fn of_mut(
		&mut self,
		operator: &AccountId,
	) -> Option<&mut OperatorOffence<AccountId>> {
		self.offences.iter_mut().find(|one| one.operator == *operator)
	}

	/// Notes an offence. True if it is the operator's first in the epoch; `None` if there is no place for it.
	pub(crate) fn note(&mut self, told: &Told<AccountId>) -> Option<bool> {
		let Told { operator, called_for, reporter } = told.clone();
		if let Some(known) = self.of_mut(&operator) {
			if known.offence.note(called_for) {
				known.reporter = reporter;
			}
			return Some(false);
		}
		let offence = Offence { called_for, ..Default::default() };
		let one = OperatorOffence { operator, offence, reporter, case_id: None };
		self.offences.try_push(one).ok()?;
		Some(true)
	}
}

/// Number of operators that were suspended in an epoch.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub struct SuspensionCount {
	/// Epoch.
	pub epoch: EpochIndex,
	/// Number of operators.
	pub count: u32,
}
