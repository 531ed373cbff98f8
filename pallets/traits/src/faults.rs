// SPDX-License-Identifier: Apache-2.0

use bulwark_ledger::{Balance, CaseId, ConsumerId, EpochIndex, Fraction, Millis, Scope};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use sp_runtime::DispatchError;

/// A consumer's own name for what it reports: each is used once.
pub type ReportId = [u8; 32];

/// When a fault happened.
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
pub enum When {
	/// In an epoch.
	#[codec(index = 0)]
	Epoch(EpochIndex),
	/// At a time, in milliseconds since 1970.
	#[codec(index = 1)]
	Time(Millis),
}

/// How much a report asks for.
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen,
)]
pub struct Claim<AssetId> {
	/// Of the bond, or of bond and pools.
	pub scope: Scope,
	/// The largest part to be taken.
	pub fraction: Fraction,
	/// The most to be taken of an asset, in its units. What is taken of the others follows.
	pub quantity: Option<(AssetId, Balance)>,
}

/// A fault of an operator.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Report<AccountId, AssetId, Evidence> {
	/// Who has suffered it.
	pub consumer: ConsumerId,
	/// Whose it is.
	pub operator: AccountId,
	/// When it happened.
	pub when: When,
	/// What is asked for it.
	pub claim: Claim<AssetId>,
	/// What shows it: a hash, or where to look.
	pub evidence: Evidence,
}

/// Takes reports of faults: whoever proves them tells whoever judges. A pallet that has this door speaks in the name of
/// its consumer.
pub trait FaultReporter<AccountId> {
	/// What names an asset.
	type AssetId;
	/// A text of bounded length.
	type Evidence;

	/// Files a report as the consumer itself would. A bounty, if there is one, is for `reporter`.
	fn report(
		report: Report<AccountId, Self::AssetId, Self::Evidence>,
		id: ReportId,
		reporter: Option<AccountId>,
	) -> Result<CaseId, DispatchError>;
}
