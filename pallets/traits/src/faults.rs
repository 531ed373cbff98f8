// SPDX-License-Identifier: Apache-2.0

use bulwark_ledger::{Balance, CaseId, ConsumerId, EpochIndex, Fraction, Millis, Scope};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use sp_runtime::{DispatchError, Weight};

/// A consumer's own name for one of its reports: each is used once.
pub type ReportId = [u8; 32];

/// The time of a fault.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub enum When {
	/// In an epoch.
	#[codec(index = 0)]
	Epoch(EpochIndex),
	/// At a time, in milliseconds since 1970.
	#[codec(index = 1)]
	Time(Millis),
}

/// The slash that a report asks for.
#[derive(Clone, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub struct SlashRequest<AssetId> {
	/// The bond, or bond and pools.
	pub scope: Scope,
	/// The largest part to be taken.
	pub fraction: Fraction,
	/// The most to be taken of an asset, in its units. The part of the other assets follows from it.
	pub quantity: Option<(AssetId, Balance)>,
}

/// A fault of an operator.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Report<AccountId, AssetId, Evidence> {
	/// The consumer that has suffered it.
	pub consumer_id: ConsumerId,
	/// The operator at fault.
	pub operator: AccountId,
	/// Its time.
	pub when: When,
	/// The slash that is asked for it.
	pub request: SlashRequest<AssetId>,
	/// A hash of the evidence, or where to look for it.
	pub evidence: Evidence,
}

/// Takes reports of faults: whoever proves them tells whoever judges. A pallet that has this door speaks in the name of
/// its consumer.
pub trait FaultReporter<AccountId, AssetId, Evidence> {
	/// Files a report as the consumer itself would. A bounty, if there is one, is for `reporter`.
	fn report(
		report: Report<AccountId, AssetId, Evidence>,
		report_id: ReportId,
		reporter: Option<AccountId>,
	) -> Result<CaseId, DispatchError>;

	/// The most that one report costs.
	fn weight() -> Weight;
}

/// Nobody judges: reports are refused.
impl<AccountId, AssetId, Evidence> FaultReporter<AccountId, AssetId, Evidence> for () {
	fn report(
		_: Report<AccountId, AssetId, Evidence>,
		_: ReportId,
		_: Option<AccountId>,
	) -> Result<CaseId, DispatchError> {
		Err(DispatchError::Unavailable)
	}

	fn weight() -> Weight {
		Weight::zero()
	}
}
