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
		/// 0.01 % to all of the bond; nothing, or 0.01 % to half of the pools and no more than of the bond; a bounty of at
		/// most half; D ≥ 1 and R + D + 1 ≤ W.
		InvalidTerms,
		/// Slashed money goes to accounts of admitted consumers only: name the treasury now, and an account once the
		/// admin has admitted the consumer.
		NotAdmitted,
		/// The consumer has retired: nobody opts in to it any more, and it reports no later faults.
		ConsumerRetired,
		/// The consumer has not retired, or its last fault can still be slashed: retire it, and wait for the end of the window.
		NotReleased,
		/// The consumer's deposit was released already: nothing to do.
		DepositReleased,
		/// The follower has acknowledged this epoch or a later one already: nothing to do.
		AlreadyAcknowledged,
		/// Operators opt in on another version of the consumer's terms: look at `consumer`, and accept its `version`.
		TermsChanged,
		/// The account is no operator, or one that is closing: register it as an operator first.
		NotOperator,
		/// The budget is nothing, less of the bond than of the pools, or less than 0.01 % of either: name a larger one, or opt
		/// out.
		InvalidBudget,
		/// The budgets of pools would be more than the operator's slash cap: name a smaller one, or raise the cap.
		OverCap,
		/// The budgets of the bond would be more than all of it: name a smaller one.
		OverBond,
		/// The operator is opted in to as many consumers as it may be: opt out of one, and wait for the end of the window.
		TooManyOptIns,
		/// The operator is not opted in to this consumer, or was not in that epoch: look at `opt_ins`.
		NotOptedIn,
		/// The opt-in is that already, or has ended already: nothing to do.
		Unchanged,
		/// The epoch has not begun: name the present one or an earlier one.
		EpochInFuture,
		/// The fault lies further back than the consumer may report or endorse: nothing can be done about it any more. `settle`
		/// ends a proposal.
		ReportTooLate,
		/// The follower that the terms name has not acknowledged the active set of that epoch: it calls `acknowledge_set`
		/// first.
		NotAcknowledged,
		/// The opt-in or the consumer's terms have no pools: report with scope `Bond`, or opt in without pools.
		OutOfScope,
		/// One report takes no more than the terms say: ask for less.
		FractionTooLarge,
		/// A case takes at least 0.01 %: ask for more.
		BelowMinimum,
		/// Other cases with faults within W epochs have used up the budget: ask for no more than is unused, see `opt_ins`.
		OverBudget,
		/// Nothing of the operator, or nothing of the named asset, was active in that epoch: name an epoch and an asset in
		/// which it had stake.
		NothingAtStake,
		/// The consumer has used this report id before: choose another.
		DuplicateReport,
		/// As many cases of the consumer against the operator are open, or as many reports of outsiders await endorsement, as
		/// may be: settle those that can be, or decline reports of outsiders.
		TooManyCases,
		/// No open case has this id: look at `Cases`.
		UnknownCase,
		/// Only the consumer's manager or its resolver endorses or declines an outsider's report: ask one of them.
		NotEndorser,
		/// The consumer stands behind this case already: nothing to endorse or decline.
		NotProposed,
		/// Only a filed case can be disputed, and only once: wait for its endorsement, or for the verdict.
		NotDisputable,
		/// The time to dispute is over: `settle` ends the case.
		DisputeTooLate,
		/// Nobody has disputed the case, or it was decided already: nothing to decide.
		NotDisputed,
		/// Only the resolver of the terms that the opt-in pins decides: look at `case` for it.
		NotResolver,
		/// The time for a verdict is over: `settle` ends the case.
		VerdictTooLate,
		/// The time to endorse or to dispute is not over: wait for the end of its last epoch, and for its last block.
		CaseOpen,
		/// The resolver has to decide first. Without a verdict `settle` dismisses the case after its last epoch.
		AwaitsVerdict,
		/// The case has no bounty, or it was claimed: look at `Bounties`.
		NoBounty,
		/// The bounty is not unlocked yet: look at `Bounties` for its epoch.
		BountyLocked,
		/// A number would leave its range: use smaller amounts.
		Overflow,
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
			CaseError::NotDisputable => Self::NotDisputable,
			CaseError::DisputeTooLate => Self::DisputeTooLate,
			CaseError::NotDisputed => Self::NotDisputed,
			CaseError::VerdictTooLate => Self::VerdictTooLate,
			CaseError::CaseOpen => Self::CaseOpen,
			CaseError::AwaitsVerdict => Self::AwaitsVerdict,
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
