// SPDX-License-Identifier: Apache-2.0

//! What the pallet keeps.

use crate::{
	AccountIdOf, AssetIdOf, Balance, Config, ConsumerId, EpochIndex, Fraction, MaxSpans, MaxSpent,
};
use bulwark_ledger::{Budget, Case, Pledge, Spending, Windows, MAX_FRACTION, MIN_CHARGE};
use bulwark_traits::{Claim, Report, ReportId};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{
	traits::{fungible, fungibles},
	BoundedVec, CloneNoBound, DebugNoBound, EqNoBound, PartialEqNoBound,
};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// What an operator has promised.
pub type PledgeOf<T> = Pledge<<T as Config>::MaxPromises, MaxSpans<T>>;
/// What the cases of one consumer against one operator use up.
pub type SpendingOf<T> = Spending<MaxSpent<T>>;
/// What shows a fault.
pub type EvidenceOf<T> = BoundedVec<u8, <T as Config>::MaxEvidence>;
/// A fault as it is reported.
pub type ReportOf<T> = Report<AccountIdOf<T>, AssetIdOf<T>, EvidenceOf<T>>;
/// Slashed or remitted money of one asset.
pub type CreditOf<T> = fungibles::Credit<AccountIdOf<T>, <T as Config>::Assets>;
/// A deposit that somebody has lost.
pub type NativeCreditOf<T> = fungible::Credit<AccountIdOf<T>, <T as Config>::Native>;

/// Where slashed money goes, the bounty apart.
#[derive(
	Clone,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
	Serialize,
	Deserialize,
)]
#[serde(rename_all = "camelCase")]
pub enum Destination<AccountId> {
	/// To where the runtime says: its treasury.
	#[codec(index = 0)]
	Treasury,
	/// To nobody: it is burnt.
	#[codec(index = 1)]
	Burn,
	/// To an account, as long as the consumer is admitted; else to the treasury.
	#[codec(index = 2)]
	Account(AccountId),
}

/// On what terms a consumer rents security. An operator that opts in accepts these and no others.
#[derive(
	Clone,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
	Serialize,
	Deserialize,
)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Terms<AccountId> {
	/// The most that one report takes: up to all of the bond, and up to half of the pools; no part of them if the
	/// consumer is secured by bonds alone.
	pub most: Budget,
	/// How long it may report a fault, and how long that may be disputed.
	pub windows: Windows,
	/// Which part of what is taken of a bond is an outside reporter's, as long as the consumer is admitted; at most half,
	/// so that nobody gains by reporting itself.
	pub bounty: Fraction,
	/// Where the rest goes.
	pub destination: Destination<AccountId>,
	/// Who decides about disputes. If nobody does, a disputed case is dismissed.
	pub resolver: Option<AccountId>,
	/// Who tells the consumer of the active set, if it is elsewhere: a fault in an epoch that this account has not
	/// acknowledged cannot be reported.
	pub follower: Option<AccountId>,
}

impl<AccountId> Terms<AccountId> {
	/// Whether a chain with such a liability window can have them.
	pub fn are_valid(&self, window: u32) -> bool {
		self.most.is_valid()
			&& self.most.bond >= MIN_CHARGE
			&& self.most.pools <= MAX_FRACTION
			&& self.bounty <= MAX_FRACTION
			&& self.windows.fit(window)
	}
}

/// Somebody who rents security.
#[derive(
	CloneNoBound,
	PartialEqNoBound,
	EqNoBound,
	DebugNoBound,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
)]
#[scale_info(skip_type_params(T))]
#[codec(mel_bound())]
pub struct Consumer<T: Config> {
	/// Who speaks for it: pays, reports, endorses.
	pub manager: AccountIdOf<T>,
	/// Who registered it, and what that account has deposited.
	pub deposit: Deposit<T>,
	/// Whether slashed money may go to an account that it names, and to reporters.
	pub admitted: bool,
	/// The number of its latest terms, from 1.
	#[codec(compact)]
	pub latest: u32,
	/// The epoch from which operators opt in on these; until then on the terms before.
	pub from: EpochIndex,
	/// The last epoch whose faults it may report, once it has retired.
	pub retired: Option<EpochIndex>,
}

impl<T: Config> Consumer<T> {
	/// The number of the terms on which operators opt in now.
	pub fn version(&self, now: EpochIndex) -> u32 {
		if self.from <= now {
			self.latest
		} else {
			self.latest.saturating_sub(1) // the first terms hold at once
		}
	}
}

/// Held native money of an account.
#[derive(
	CloneNoBound,
	PartialEqNoBound,
	EqNoBound,
	DebugNoBound,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
)]
#[scale_info(skip_type_params(T))]
#[codec(mel_bound())]
pub struct Deposit<T: Config> {
	/// Whose.
	pub who: AccountIdOf<T>,
	/// How much; nothing once it was given back.
	#[codec(compact)]
	pub amount: Balance,
}

/// A case: what was reported, and where it stands.
#[derive(
	CloneNoBound,
	PartialEqNoBound,
	EqNoBound,
	DebugNoBound,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
)]
#[scale_info(skip_type_params(T))]
#[codec(mel_bound())]
pub struct CaseRecord<T: Config> {
	/// Who has suffered the fault.
	pub consumer: ConsumerId,
	/// Whose fault it is.
	pub operator: AccountIdOf<T>,
	/// Under which of the consumer's terms.
	#[codec(compact)]
	pub version: u32,
	/// Fault, deadlines and state.
	pub course: Case,
	/// What is asked for.
	pub claim: Claim<AssetIdOf<T>>,
	/// φ: what will be taken; fixed when the consumer reports or endorses.
	pub fraction: Option<Fraction>,
	/// The consumer's name for it, once it is the consumer's.
	pub report: Option<ReportId>,
	/// Who gets the bounty, if it was not the consumer itself that reported.
	pub reporter: Option<Deposit<T>>,
	/// Who has disputed it.
	pub disputer: Option<Deposit<T>>,
	/// What shows the fault.
	pub evidence: EvidenceOf<T>,
}

impl<T: Config> CaseRecord<T> {
	/// What it takes of the consumer's budget, once φ is fixed.
	pub fn charge(&self) -> Budget {
		Budget::of(self.claim.scope, self.fraction.unwrap_or_default())
	}
}

/// A reward for a report that was right.
#[derive(
	CloneNoBound,
	PartialEqNoBound,
	EqNoBound,
	DebugNoBound,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
)]
#[scale_info(skip_type_params(T))]
#[codec(mel_bound())]
pub struct Bounty<T: Config> {
	/// Whose.
	pub reporter: AccountIdOf<T>,
	/// How much, in native units.
	#[codec(compact)]
	pub amount: Balance,
	/// The epoch from which it is paid.
	pub unlocks: EpochIndex,
}
