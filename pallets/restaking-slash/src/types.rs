// SPDX-License-Identifier: Apache-2.0

//! Types of storage, and of the terms of consumers.

use crate::{
	AccountIdOf, AssetIdOf, Balance, CaseCourse, Config, ConsumerId, Destination, EpochIndex,
	Fraction, Fractions, MaxSpans, MaxSpent, Report, ReportId, Scope, SlashRequest, Windows,
};
use bulwark_ledger::{OptIns, Spending, MAX_FRACTION, MIN_SLASH};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{
	traits::{fungible, fungibles},
	BoundedVec, CloneNoBound, DebugNoBound, EqNoBound, PartialEqNoBound,
};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// Opt-ins of an operator, and its slash cap.
pub type OptInsOf<T> = OptIns<<T as Config>::MaxOptIns, MaxSpans<T>>;
/// Part of a budget that cases of one consumer against one operator use up.
pub type SpendingOf<T> = Spending<MaxSpent<T>>;
/// Evidence of a fault: a hash, or the place where to look.
pub type EvidenceOf<T> = BoundedVec<u8, <T as Config>::MaxEvidence>;
/// Report of a fault.
pub type ReportOf<T> = Report<AccountIdOf<T>, AssetIdOf<T>, EvidenceOf<T>>;
/// Course of a case. A proposal has the deposit of its reporter, a filed case its filing, a dispute its deposit.
pub type CourseOf<T> = CaseCourse<Deposit<T>, Filing<T>, Deposit<T>>;
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
	/// Largest fractions that one report may take: 0.01 % to all of the bond; of the pools 0.01 % to half and no more than
	/// of the bond, or nothing if the consumer is secured by bonds alone.
	pub most: Fractions,
	/// Times to report a fault and to dispute the report.
	pub windows: Windows,
	/// Fraction of the money slashed from a bond that an outside reporter gets, as long as the consumer is admitted. At most
	/// half, so that nobody gains by reporting itself.
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
			&& self.most.bond >= MIN_SLASH
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
	/// Fault, deadlines, state, and what belongs to the state.
	pub course: CourseOf<T>,
	/// Slash that the report asks for.
	pub request: SlashRequest<AssetIdOf<T>>,
	/// Evidence of the fault: a hash, or the place where to look.
	pub evidence: EvidenceOf<T>,
}

/// Part of a case that is there once the consumer stands behind it.
#[derive(CloneNoBound, PartialEqNoBound, EqNoBound, DebugNoBound)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
#[scale_info(skip_type_params(T))]
#[codec(mel_bound())]
pub struct Filing<T: Config> {
	/// Consumer's own id for the report, used once.
	pub report_id: ReportId,
	/// φ: fraction to be slashed, fixed when the case is filed.
	pub fraction: Fraction,
	/// Account that gets the bounty; none if the consumer itself reported.
	pub reporter: Option<AccountIdOf<T>>,
}

impl<T: Config> Filing<T> {
	/// Fractions of the consumer's budget that the case uses up.
	pub fn uses(&self, scope: Scope) -> Fractions {
		Fractions::of(scope, self.fraction)
	}
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
