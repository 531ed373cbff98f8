// SPDX-License-Identifier: Apache-2.0

//! Types of challenges, verdicts and what follows from them.

use crate::{Balance, CaseId, Deadline, EpochIndex};
use bulwark_ledger::{Basis, BatchCharge};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// Hash of the evidence against a batch: SHA-256(challenger ‖ proof), so that nobody else can use it.
pub type Evidence = [u8; 32];

/// Verdict about a challenged batch.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub enum Verdict {
	/// The batch stands.
	#[codec(index = 0)]
	Good,
	/// The batch and those above it are void.
	#[codec(index = 1)]
	Bad,
}

/// Decision of the judge about a challenged batch.
#[derive(Clone, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub enum Ruling<AccountId> {
	/// The batch stands.
	#[codec(index = 0)]
	Good,
	/// The batch and those above it are void.
	#[codec(index = 1)]
	Bad {
		/// Challenger that gets the bounty.
		challenger: AccountId,
	},
}

/// Side that has lost when the time to judge a challenge is over.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub enum Burden {
	/// Submitter: a batch that nobody has defended is bad.
	#[codec(index = 0)]
	Submitter,
	/// Challengers: a batch that nobody has found bad is good.
	#[codec(index = 1)]
	Challenger,
}

/// Authority that has decided about a batch.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub enum Decider {
	/// Judge.
	#[codec(index = 0)]
	Judge,
	/// Proof.
	#[codec(index = 1)]
	Proof,
	/// End of the time to judge.
	#[codec(index = 2)]
	Time,
}

/// Challenge of a batch.
#[derive(Clone, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub struct Challenge<AccountId> {
	/// Account that has submitted the batch: it gets half of the deposits that are lost.
	pub submitter: AccountId,
	/// Account that was the first to challenge it.
	pub first: AccountId,
	/// End of the time to judge it.
	pub until: Deadline,
	/// Number of accounts that have challenged it.
	#[codec(compact)]
	pub joined: u32,
	/// Number of their deposits that are held.
	#[codec(compact)]
	pub held: u32,
	/// End of the deposits, once the challenge has ended.
	pub outcome: Option<Outcome>,
}

/// End of the deposits of a challenge.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub enum Outcome {
	/// Released: the batch was bad, or void before anybody said so.
	#[codec(index = 0)]
	Released,
	/// Lost: the batch was good.
	#[codec(index = 1)]
	Lost,
}

/// Part of one account in a challenge.
#[derive(Clone, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub struct Challenger {
	/// Amount that is held on the account, in native units.
	#[codec(compact)]
	pub deposit: Balance,
}

/// Report about a bad batch that is not filed, or not for all of the bond: it was refused, or others had a part of the budget.
#[derive(Clone, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub struct UnfiledReport<AccountId> {
	/// Account that gets the bounty.
	pub challenger: AccountId,
	/// Basis of the verdict.
	pub basis: Basis,
	/// Part of the bond that cases about the batch have asked for.
	pub charge: BatchCharge,
	/// Last epoch in which the rest may be filed.
	pub until_epoch: EpochIndex,
}

/// Bounty out of a deposit that an outsider has lost, which is still held on its account.
#[derive(Clone, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub struct DepositBounty<AccountId> {
	/// Account on which it is held.
	pub from: AccountId,
	/// Account that gets it.
	pub to: AccountId,
	/// Amount in native units.
	#[codec(compact)]
	pub amount: Balance,
	/// First epoch in which it is paid.
	pub unlock_epoch: EpochIndex,
}

/// Bar of an operator whose batch was bad.
#[derive(Clone, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub struct Bar {
	/// Epoch of the batch.
	pub fault_epoch: EpochIndex,
	/// End of the report about it.
	pub report: Reported,
	/// Last epoch in which what is not filed of a report may be filed, the latest of all batches that it was barred for; none
	/// if all was filed at once.
	pub retry_until_epoch: Option<EpochIndex>,
}

/// End of a report about a bad batch.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub enum Reported {
	/// It is a case.
	#[codec(index = 0)]
	Filed {
		/// Id of the case.
		case_id: CaseId,
	},
	/// It was refused because others had taken the budget.
	#[codec(index = 1)]
	OverBudget,
	/// It was refused for another reason.
	#[codec(index = 2)]
	Refused,
	/// No report: the operator did not answer with its bond, and has lost its deposit.
	#[codec(index = 3)]
	DepositLost,
}
