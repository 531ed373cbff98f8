// SPDX-License-Identifier: Apache-2.0

//! Types of storage, and of the terms of consumers.

use crate::{
	AccountIdOf, AssetIdOf, Balance, CaseCourse, CaseId, Config, ConsumerId, Destination,
	EpochIndex, Evidence, Fraction, Fractions, Report, ReportId, SlashRequest, When, Windows,
};
use bulwark_ledger::{AnnouncedBudgets, OptIns, Spending, MAX_FRACTION};
use bulwark_traits::Epochs;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::marker::PhantomData;
use frame_support::{
	traits::{fungible, fungibles, Get},
	BoundedVec, CloneNoBound, DebugNoBound, EqNoBound, PartialEqNoBound,
};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// W + 2 and the longer notice: spans of an opt-in by which faults can still be slashed, and those that are announced.
pub struct MaxSpans<T>(PhantomData<T>);
impl<T: Config> Get<u32> for MaxSpans<T> {
	fn get() -> u32 {
		let notice = T::Notice::get().max(T::NarrowNotice::get());
		T::Exposure::window().saturating_add(2).saturating_add(notice) // the window is 14 at most
	}
}

/// 2 W + 1: epochs of faults that a new case looks at.
pub struct MaxSpent<T>(PhantomData<T>);
impl<T: Config> Get<u32> for MaxSpent<T> {
	fn get() -> u32 {
		T::Exposure::window().saturating_mul(2).saturating_add(1) // the window is 14 at most
	}
}

/// Opt-ins of an operator, and its slash cap.
pub type OptInsOf<T> = OptIns<<T as Config>::MaxOptIns, MaxSpans<T>>;
/// Rises that an operator has announced of what its pools can lose.
pub type AnnouncementsOf<T> = AnnouncedBudgets<<T as Config>::MaxAnnouncements>;
/// Part of a budget that cases of one consumer against one operator use up.
pub type SpendingOf<T> = Spending<MaxSpent<T>>;
/// Text of the evidence of a fault, or the place where to look.
pub type TextOf<T> = BoundedVec<u8, <T as Config>::MaxEvidence>;
/// Report of a fault.
pub type ReportOf<T> = Report<AccountIdOf<T>, AssetIdOf<T>>;
/// Terms of a consumer.
pub type TermsOf<T> = ConsumerTerms<AccountIdOf<T>>;
/// Course of a case. A proposal has the deposit of its reporter, a filed case its filing.
pub type CourseOf<T> = CaseCourse<Deposit<T>, Filing<T>>;
/// Slashed or remitted money of one asset.
pub type CreditOf<T> = fungibles::Credit<AccountIdOf<T>, <T as Config>::Assets>;
/// Forfeited deposits.
pub type NativeCreditOf<T> = fungible::Credit<AccountIdOf<T>, <T as Config>::Native>;

/// Terms on which a consumer rents security. An operator that opts in accepts these and no others.
#[derive(Clone, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ConsumerTerms<AccountId> {
	/// Largest fractions that one report may take: of the bond 0.01 % to all, of the pools 0.01 % to half; nothing of one of
	/// them if the consumer is secured by the other alone.
	pub most: Fractions,
	/// Times to report a fault and to dispute the report.
	pub windows: Windows,
	/// Fraction of the money slashed from a bond that an outside reporter gets, as long as the consumer is admitted. At most
	/// half, so that nobody gains by reporting itself.
	#[serde(with = "bulwark_ledger::json_number")]
	pub bounty: Fraction,
	/// Destination of slashed money, the bounty apart. `Stakers` is not allowed, an account only if the consumer is
	/// admitted.
	pub destination: Destination<AccountId>,
	/// Account that decides about disputes. Without one a disputed case is dismissed.
	pub resolver: Option<AccountId>,
	/// Account that acknowledges the active sets on behalf of a consumer elsewhere. A fault in an epoch that it has not
	/// acknowledged cannot be reported.
	pub follower: Option<AccountId>,
}

impl<AccountId> ConsumerTerms<AccountId> {
	/// True if a chain with a liability window can have them, whatever their destination.
	pub fn are_valid(&self, window: u32) -> bool {
		self.most.is_valid()
			&& !self.most.is_nothing()
			&& self.most.pools <= MAX_FRACTION
			&& self.bounty <= MAX_FRACTION
			&& self.windows.fit(window)
	}
}

/// Consumer: an account that rents security.
#[derive(CloneNoBound, PartialEqNoBound, EqNoBound, DebugNoBound)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
#[scale_info(skip_type_params(T))]
#[codec(mel_bound())]
pub struct Consumer<T: Config> {
	/// Account that acts for the consumer: pays, reports, endorses.
	pub manager: AccountIdOf<T>,
	/// Deposit of the account that registered the consumer. Its amount is 0 once it was released.
	pub deposit: Deposit<T>,
	/// True if slashed money may go to an account that the terms name, and bounties to reporters.
	pub admitted: bool,
	/// Version of the latest terms, from 1.
	#[codec(compact)]
	pub latest_version: u32,
	/// First epoch in which operators opt in on the latest terms; before it they do on the version before.
	pub effective_from: EpochIndex,
	/// Last epoch whose faults the consumer may report, once it has retired.
	pub last_epoch: Option<EpochIndex>,
	/// Number of open cases that were filed on the consumer's word: each could cost a part of the deposit.
	#[codec(compact)]
	pub open_cases: u32,
}

impl<T: Config> Consumer<T> {
	/// Version of the terms on which operators opt in.
	pub fn version(&self, now: EpochIndex) -> u32 {
		if self.effective_from <= now {
			self.latest_version
		} else {
			self.latest_version.saturating_sub(1) // the first terms hold at once
		}
	}
}

/// Deposit of an account, held in the native asset.
#[derive(CloneNoBound, PartialEqNoBound, EqNoBound, DebugNoBound)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
#[scale_info(skip_type_params(T))]
#[codec(mel_bound())]
pub struct Deposit<T: Config> {
	/// Account on which it is held.
	pub who: AccountIdOf<T>,
	/// Amount in native units.
	#[codec(compact)]
	pub amount: Balance,
}

/// Open case against an operator.
#[derive(CloneNoBound, PartialEqNoBound, EqNoBound, DebugNoBound)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
#[scale_info(skip_type_params(T))]
#[codec(mel_bound())]
pub struct Case<T: Config> {
	/// Consumer that suffered the fault.
	pub consumer_id: ConsumerId,
	/// Operator at fault.
	pub operator: AccountIdOf<T>,
	/// Version of the consumer's terms that the operator was opted in on.
	#[codec(compact)]
	pub version: u32,
	/// Time of the fault, as it was reported.
	pub when: When,
	/// Fault, deadlines, state, and what belongs to the state.
	pub course: CourseOf<T>,
	/// Slash that the report asks for.
	pub request: SlashRequest<AssetIdOf<T>>,
	/// Hash of the evidence: SHA-256(reporter ‖ text).
	pub evidence: Evidence,
	/// SHA-256(operator ‖ text), once the text of an outsider's evidence was revealed.
	pub text: Option<[u8; 32]>,
}

/// Part of a case that is there once the consumer stands behind it.
#[derive(CloneNoBound, PartialEqNoBound, EqNoBound, DebugNoBound)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
#[scale_info(skip_type_params(T))]
#[codec(mel_bound())]
pub struct Filing<T: Config> {
	/// Consumer's own id for the report, used once.
	pub report_id: ReportId,
	/// Most to be slashed of bond and pools, fixed when the case is filed.
	pub fractions: Fractions,
	/// Budget of the opt-in in the epoch of the fault.
	pub budget: Fractions,
	/// Account that has reported it and gets the bounty; none if the consumer itself reported.
	pub reporter: Option<AccountIdOf<T>>,
}

/// Dispute of one account.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub struct Dispute {
	/// Amount that is held on the account, in native units.
	#[codec(compact)]
	pub deposit: Balance,
	/// Hash of the evidence: SHA-256(disputer ‖ text).
	pub evidence: Evidence,
}

/// First of the outsiders whose evidence has the same text.
#[derive(CloneNoBound, PartialEqNoBound, EqNoBound, DebugNoBound)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
#[scale_info(skip_type_params(T))]
#[codec(mel_bound())]
pub struct Claim<T: Config> {
	/// Oldest case with the text.
	pub case_id: CaseId,
	/// Account that reported it.
	pub reporter: AccountIdOf<T>,
	/// Number of open cases with the text.
	#[codec(compact)]
	pub cases: u32,
}

/// Slashed money of one case and asset that waits: in the escrow, or in pools that could not move it.
#[derive(CloneNoBound, PartialEqNoBound, EqNoBound, DebugNoBound)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
#[scale_info(skip_type_params(T))]
#[codec(mel_bound())]
pub struct WithheldSlash<T: Config> {
	/// Consumer of the case.
	pub consumer_id: ConsumerId,
	/// Destination of the money. An account gets it only if the consumer is admitted when it is paid.
	pub destination: Destination<AccountIdOf<T>>,
	/// Amount in the escrow, in units of the asset.
	#[codec(compact)]
	pub escrowed: Balance,
	/// First epoch in which it is paid.
	pub unlock_epoch: EpochIndex,
}

/// Bounty of a reporter, kept in the escrow.
#[derive(CloneNoBound, PartialEqNoBound, EqNoBound, DebugNoBound)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
#[scale_info(skip_type_params(T))]
#[codec(mel_bound())]
pub struct Bounty<T: Config> {
	/// Account that gets it.
	pub reporter: AccountIdOf<T>,
	/// Amount in native units.
	#[codec(compact)]
	pub amount: Balance,
	/// First epoch in which it is paid.
	pub unlock_epoch: EpochIndex,
}
