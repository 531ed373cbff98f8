// SPDX-License-Identifier: Apache-2.0

use bulwark_ledger::{Balance, Basis, CaseId, ConsumerId, EpochIndex, Fractions, Millis, Windows};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use sp_io::hashing::sha2_256;
use sp_runtime::{DispatchError, DispatchResult, Weight};

/// A consumer's own name for one of its reports: each is used once.
pub type ReportId = [u8; 32];

/// A hash of the evidence of a fault: SHA-256(reporter ‖ text), so that nobody else can use it.
pub type Evidence = [u8; 32];

/// SHA-256(account ‖ text): the evidence that an account names for a text.
pub fn evidence_of<AccountId: Encode>(account: &AccountId, text: &[u8]) -> Evidence {
	let mut bytes = account.encode();
	bytes.extend_from_slice(text);
	sha2_256(&bytes)
}

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
	/// The largest fractions to be taken, of the bond and of the pools. Either may be zero.
	pub fractions: Fractions,
	/// The most to be taken of an asset, in its units. Both fractions follow from it alike.
	pub quantity: Option<(AssetId, Balance)>,
}

/// A fault of an operator.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Report<AccountId, AssetId> {
	/// The consumer that has suffered it.
	pub consumer_id: ConsumerId,
	/// The operator at fault.
	pub operator: AccountId,
	/// Its time.
	pub when: When,
	/// The slash that is asked for it.
	pub request: SlashRequest<AssetId>,
	/// A hash of the evidence.
	pub evidence: Evidence,
}

/// Takes reports of faults: whoever proves them tells whoever judges. A pallet that has this door speaks in the name of
/// its consumer, and what it says it has proved is believed: a runtime that gives it to one names an origin that
/// dismisses cases in an emergency.
pub trait FaultReporter<AccountId, AssetId> {
	/// Files a report as the consumer itself would, on its word, by a verdict or by proof. One by a verdict or by proof
	/// needs room only beside what was taken and what others of these ask for, and has places and report ids of its own; no
	/// resolver judges a proof. A bounty, if there is one, is for `reporter`.
	fn report(
		report: Report<AccountId, AssetId>,
		report_id: ReportId,
		basis: Basis,
		reporter: Option<AccountId>,
	) -> Result<CaseId, DispatchError>;

	/// Upholds a case that was filed by proof and disputed, once the time to dispute is over. Anybody may ask for it.
	fn uphold(case_id: CaseId) -> DispatchResult;

	/// True if a case has not ended.
	fn is_open(case_id: CaseId) -> bool;

	/// Gives the bounty of a case that was filed by a verdict or by proof to another account, as long as it is not paid. It does nothing if
	/// there is none.
	fn reassign_bounty(case_id: CaseId, to: AccountId);

	/// The times that the terms of a consumer give to report a fault and to dispute the report, for who opts in now; `None`
	/// if there is no such consumer.
	fn windows(consumer_id: ConsumerId) -> Option<Windows>;

	/// The most that one report costs.
	fn weight() -> Weight;

	/// The most that it costs to uphold a case.
	fn uphold_weight() -> Weight;

	/// The most that it costs to look at a case or at the terms of a consumer, or to give a bounty to another.
	fn look_weight() -> Weight;
}

/// Nobody judges: reports are refused.
impl<AccountId, AssetId> FaultReporter<AccountId, AssetId> for () {
	fn report(
		_: Report<AccountId, AssetId>,
		_: ReportId,
		_: Basis,
		_: Option<AccountId>,
	) -> Result<CaseId, DispatchError> {
		Err(DispatchError::Unavailable)
	}

	fn uphold(_: CaseId) -> DispatchResult {
		Err(DispatchError::Unavailable)
	}

	fn is_open(_: CaseId) -> bool {
		false
	}

	fn reassign_bounty(_: CaseId, _: AccountId) {}

	fn windows(_: ConsumerId) -> Option<Windows> {
		None
	}

	fn weight() -> Weight {
		Weight::zero()
	}

	fn uphold_weight() -> Weight {
		Weight::zero()
	}

	fn look_weight() -> Weight {
		Weight::zero()
	}
}
