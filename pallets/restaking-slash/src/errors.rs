// SPDX-License-Identifier: Apache-2.0

//! Why a call is refused, and what helps.

use crate::{Config, Error};
use bulwark_ledger::{CaseError, LedgerError, PledgeError};

/// A section of the pallet: pasted into it, and written here to be read alone.
#[frame_support::pallet_macros::pallet_section]
mod errors {
	#[pallet::error]
	#[derive(PartialEq)]
	pub enum Error<T> {
		/// No consumer has this number: look at `Consumers`.
		UnknownConsumer,
		/// Only the consumer's manager may do this: ask it.
		NotManager,
		/// The terms allow more than there is, or their windows do not fit: of the bond 0.01 % to all, of the pools
		/// nothing or 0.01 % to half and no more than of the bond, a bounty of at most half, D ≥ 1 and R + D + 1 ≤ W.
		InvalidTerms,
		/// Slashed money goes to accounts of admitted consumers only: name the treasury now, and an account once the
		/// admin has admitted the consumer.
		NotAdmitted,
		/// The consumer has retired: nothing new is promised to it, and later faults are not its own.
		ConsumerRetired,
		/// The consumer has not retired, or its last fault can still be charged: retire it, and wait for the window.
		NotReleased,
		/// The consumer's terms are others by now: look at them again.
		TermsChanged,
		/// The account is no operator, or one that is closing: only operators promise something.
		NotAnOperator,
		/// Nothing is promised, less of the bond than of the pools, or less than 0.01 % of either: promise more of it,
		/// or opt out.
		InvalidBudget,
		/// The pools would answer for more than the operator's cap: promise less, or raise the cap.
		OverCap,
		/// The bond would answer for more than all of it: promise less.
		OverBond,
		/// The operator has promised something to as many consumers as it may: end one, and wait for the window.
		TooManyPromises,
		/// Nothing was promised to this consumer: nothing to end.
		NothingPromised,
		/// It is that already: nothing to do.
		Unchanged,
		/// The operator had promised nothing to this consumer in that epoch: look at its pledge.
		NotOptedIn,
		/// The epoch of the fault has not come: name the present one or an earlier one.
		EpochInFuture,
		/// The fault lies further back than the consumer may report or endorse: it is too late for it. `settle` ends a
		/// proposal.
		ReportTooLate,
		/// The follower that the terms name has not acknowledged the active set of that epoch: it calls
		/// `acknowledge_set` of staking first.
		NotAcknowledged,
		/// The operator promised its bond alone, or the consumer's terms have no pools: report with scope `Bond`, or
		/// promise no pools.
		OutOfScope,
		/// One report takes no more than the terms say: ask for less.
		FractionTooLarge,
		/// A case takes a hundredth of a percent at least: ask for more.
		BelowMinimum,
		/// The promise is used up by other cases with faults near this one: ask for what is left.
		OverBudget,
		/// Nothing of the operator was in force in that epoch, or nothing of the named asset: name an epoch and an
		/// asset in which it had stake.
		NothingInForce,
		/// The consumer has used this name for a report before: choose another.
		DuplicateReport,
		/// As many cases of the consumer as may be are open against the operator, or as many reports of outsiders wait:
		/// settle those that have ended, or decline reports of outsiders.
		TooManyCases,
		/// No open case has this number: look at `Cases`.
		UnknownCase,
		/// Only the consumer, or its resolver, makes an outsider's report its own: ask one of them.
		NotEndorser,
		/// The consumer stands behind this case already: nothing to endorse or decline.
		NotProposed,
		/// Only what a consumer stands behind can be disputed, and only once: wait for its endorsement, or for the
		/// verdict.
		NotDisputable,
		/// The time to dispute is over: `settle` ends the case.
		DisputeTooLate,
		/// Nobody has disputed the case: there is nothing to decide.
		NotDisputed,
		/// Only the resolver of the terms that were promised decides: look at the case.
		NotResolver,
		/// The time for a verdict is over: settle the case.
		VerdictTooLate,
		/// The time to endorse or to dispute is not over: wait for the end of the epoch, and for blocks.
		StillOpen,
		/// The resolver has to decide first; if it does not, the case is dismissed after its last epoch.
		AwaitsVerdict,
		/// There is no bounty for this case, or it was claimed: look at `Bounties`.
		NoBounty,
		/// The bounty is not unlocked yet: look at its epoch.
		StillLocked,
		/// A number would leave its range.
		Overflow,
	}
}

impl<T: Config> From<PledgeError> for Error<T> {
	fn from(error: PledgeError) -> Self {
		match error {
			PledgeError::OverCap => Self::OverCap,
			PledgeError::OverBond => Self::OverBond,
			PledgeError::InvalidBudget => Self::InvalidBudget,
			PledgeError::TooManyPromises => Self::TooManyPromises,
			PledgeError::NothingPromised => Self::NothingPromised,
			PledgeError::Unchanged => Self::Unchanged,
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
			CaseError::StillOpen => Self::StillOpen,
			CaseError::AwaitsVerdict => Self::AwaitsVerdict,
		}
	}
}

impl<T: Config> From<LedgerError> for Error<T> {
	fn from(_: LedgerError) -> Self {
		Self::Overflow // the escrow and splits know no other
	}
}
