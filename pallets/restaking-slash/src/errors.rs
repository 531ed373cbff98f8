// SPDX-License-Identifier: Apache-2.0

//! Errors of the pallet, each with its remedy.

use crate::{Config, Error};
use bulwark_ledger::{CaseError, LedgerError, OptInError};
use frame_support::defensive;

/// A section of the pallet: pasted into it, and written here to be read alone.
#[frame_support::pallet_macros::pallet_section]
mod errors {
	#[pallet::error]
	#[derive(PartialEq)]
	pub enum Error<T> {
		/// No consumer has this id: look at `Consumers`.
		UnknownConsumer,
		/// Only the consumer's manager may do this: ask it.
		NotManager,
		/// The terms allow more than there is, their windows do not fit, or slashed money would go to stakers. Allowed are
		/// 0.01 % to all of the bond, 0.01 % to half of the pools, or nothing of one of them; a bounty of at most half; D ≥ 1
		/// and R + D + 1 ≤ W.
		InvalidTerms,
		/// Slashed money goes to accounts of admitted consumers only: name the treasury now, and an account once the
		/// admin has admitted the consumer.
		NotAdmitted,
		/// The consumer is retiring or has retired: nobody opts in to it any more, and it reports no later faults. Choose another
		/// consumer, or an epoch in which it stood.
		ConsumerRetired,
		/// The consumer is not retiring, or has retired already: nothing can be called off.
		NotRetiring,
		/// The consumer has not retired, or its last fault can still be slashed: retire it, and wait for the end of the window.
		NotReleased,
		/// The consumer's deposit was released already: nothing to do.
		DepositReleased,
		/// The follower has acknowledged this epoch or a later one already: nothing to do.
		AlreadyAcknowledged,
		/// Operators opt in on another version of the consumer's terms: look at `consumer`, and accept its `version`.
		TermsChanged,
		/// The account is no operator, or one that is closing and can only promise less: register it as an operator first.
		NotOperator,
		/// The budget is nothing, or less than 0.01 % of bond or pools: name a larger one, or opt out.
		InvalidBudget,
		/// The budgets of pools would be more than the operator's slash cap: name a smaller one, or raise the cap.
		OverCap,
		/// The budgets of the bond would be more than all of it: name a smaller one.
		OverBond,
		/// The operator is opted in to as many consumers as it may be: opt out of one, and wait for the end of the window.
		TooManyOptIns,
		/// As many rises of what pools can lose are remembered as may be, for the locks that began before them: wait until
		/// the oldest is forgotten, after the longest lock.
		TooManyAnnouncements,
		/// The operator is not opted in to this consumer, or was not in that epoch: look at `opt_ins`.
		NotOptedIn,
		/// The opt-in is that already, or its end is announced already: nothing to do.
		Unchanged,
		/// The epoch has not begun: name the present one or an earlier one.
		EpochInFuture,
		/// The fault lies further back than the consumer may report or endorse: nothing can be done about it any more. `settle`
		/// ends a proposal.
		ReportTooLate,
		/// The follower that the terms name has not acknowledged the active set of that epoch: it calls `acknowledge_set`
		/// first.
		NotAcknowledged,
		/// The opt-in or the consumer's terms have nothing of the bond, or of the pools: ask for, or opt in with, nothing of that.
		OutOfScope,
		/// One report takes no more than the terms say: ask for less.
		FractionTooLarge,
		/// A case takes at least 0.01 % of the bond or of the pools: ask for more.
		BelowMinimum,
		/// Other cases with faults within W epochs have used up the budget: ask for no more than can be reported, see `opt_ins`.
		OverBudget,
		/// Nothing of the operator, or nothing of the named asset, was active in that epoch: name an epoch and an asset in
		/// which it had stake.
		NothingAtStake,
		/// The consumer has used this report id before: choose another.
		DuplicateReport,
		/// As many cases of the consumer against the operator are open as may be: settle those that can be.
		TooManyCases,
		/// No open case has this id: look at `Cases`.
		UnknownCase,
		/// Only the consumer's manager or its resolver endorses or declines an outsider's report: ask one of them.
		NotEndorser,
		/// The consumer stands behind this case or has declined it already: nothing to endorse, decline or reveal.
		NotProposed,
		/// Only a filed case is disputed or decided: wait for its endorsement.
		NotFiled,
		/// The time to dispute is over: `settle` ends the case.
		DisputeTooLate,
		/// Nobody, or not this account, has disputed the case, or it was upheld already: nothing to decide or to release.
		NotDisputed,
		/// Only the resolver of the terms that the opt-in pins decides: look at `case` for it.
		NotResolver,
		/// The time for a verdict is over: `settle` ends the case.
		VerdictTooLate,
		/// The case is open, and its time is not over: wait for the end of its last epoch, and for its last block.
		CaseOpen,
		/// The resolver, or the proof by `uphold`, has to decide first. Without that `settle` ends the case after its last epoch.
		AwaitsVerdict,
		/// The case has no bounty, or it was claimed: look at `Bounties`.
		NoBounty,
		/// The bounty is not unlocked yet: look at `Bounties` for its epoch.
		BountyLocked,
		/// The account cannot spend so much of the asset: its minimum balance stays on the account, and so does what is frozen.
		/// Pay less, or have it or the asset thawed.
		NotSpendable,
		/// The account cannot take the payment, which stays owed: with it the account would be below the minimum balance of the
		/// asset, it holds nothing that keeps it alive, or it is blocked; or the asset is frozen, or the escrow has to keep a
		/// minimum balance that has risen. Send it a little of the asset or of the native one, have it unblocked or the asset
		/// thawed, or call `touch`; then try again.
		PaymentRefused,
		/// A number would leave its range: use smaller amounts.
		Overflow,
		/// The reporter has as many reports that await endorsement, or were declined, as may be: wait for the end of the time
		/// to report, and settle them.
		TooManyProposals,
		/// The text of the evidence was not revealed: call `reveal_evidence` first.
		EvidenceHidden,
		/// The text was revealed already: nothing to do.
		AlreadyRevealed,
		/// The evidence of the report is not SHA-256(reporter ‖ text): reveal the text that was hashed.
		WrongEvidence,
		/// The account has disputed this case already: nothing to do.
		AlreadyDisputed,
		/// The case was filed by proof: no resolver judges it, and `uphold` does.
		DecidedByProof,
		/// The case was not filed by proof: its resolver judges it.
		NotProved,
		/// Nothing is upheld before the time to dispute is over: wait for the end of its last epoch, and for its last block.
		VerdictTooEarly,
		/// The consumer's deposit is less than a report costs that its resolver does not stand by: fill it up by
		/// `top_up_consumer`.
		DepositTooLow,
		/// No slashed money of this case and asset waits: look at `WithheldSlashes`.
		NothingWithheld,
		/// The slashed money is not unlocked yet: look at `WithheldSlashes` for its epoch.
		SlashLocked,
		/// Cases that the consumer has filed are open, and each could still cost it `ConsumerForfeit`: `settle` ends them,
		/// free of fee.
		CasesUnsettled,
		/// The upgrade that added the pallet has built no genesis, whose consumers have the first ids. Wait for the one that
		/// does: it emits `Initialized`.
		NotInitialized,
	}
}

impl<T: Config> From<OptInError> for Error<T> {
	fn from(error: OptInError) -> Self {
		match error {
			OptInError::OverCap => Self::OverCap,
			OptInError::OverBond => Self::OverBond,
			OptInError::InvalidBudget => Self::InvalidBudget,
			OptInError::TooManyOptIns => Self::TooManyOptIns,
			OptInError::NotOptedIn => Self::NotOptedIn,
			OptInError::Unchanged => Self::Unchanged,
		}
	}
}

impl<T: Config> From<CaseError> for Error<T> {
	fn from(error: CaseError) -> Self {
		match error {
			CaseError::ReportTooLate => Self::ReportTooLate,
			CaseError::NotProposed => Self::NotProposed,
			CaseError::NotFiled => Self::NotFiled,
			CaseError::DisputeTooLate => Self::DisputeTooLate,
			CaseError::NotDisputed => Self::NotDisputed,
			CaseError::DecidedByProof => Self::DecidedByProof,
			CaseError::NotProved => Self::NotProved,
			CaseError::VerdictTooEarly => Self::VerdictTooEarly,
			CaseError::VerdictTooLate => Self::VerdictTooLate,
			CaseError::CaseOpen => Self::CaseOpen,
			CaseError::AwaitsVerdict => Self::AwaitsVerdict,
			CaseError::Overflow => Self::Overflow,
		}
	}
}

impl<T: Config> From<LedgerError> for Error<T> {
	fn from(error: LedgerError) -> Self {
		if error != LedgerError::Overflow {
			defensive!("the escrow and splits of money refuse for no other reason", error);
		}
		Self::Overflow
	}
}
