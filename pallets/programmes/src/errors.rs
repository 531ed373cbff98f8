// SPDX-License-Identifier: Apache-2.0

//! The conditions under which calls are refused, and what helps.

use crate::{Config, Error};
use bulwark_ledger::{LedgerError, ProgrammeError};

/// A section of the pallet: pasted into it, and written here to be read alone.
#[frame_support::pallet_macros::pallet_section]
mod errors {
	#[pallet::error]
	pub enum Error<T> {
		/// No programme has this id, or it had no rule in that epoch. The view function `programmes` has all ids.
		UnknownProgramme,
		/// There are `MaxProgrammes` programmes: use one of them.
		TooManyProgrammes,
		/// There is no such asset: create it first.
		UnknownAsset,
		/// Programmes do not pay in this asset: `RewardAssets` has those in which they may.
		AssetNotListed,
		/// The parameters are out of their bounds, or of another kind than the programme's rule. The service exponent
		/// times what the least level lacks to full service may be 1 at most, or being offline would pay.
		InvalidRule,
		/// The programme's rule does not take such reports: use `report` for service, and `report_blocks` where
		/// reporters count blocks.
		WrongRule,
		/// An account is named twice: name each reporter once.
		DuplicateReporter,
		/// Only a programme in the native asset can mint: fund this one by `fund`.
		NotNative,
		/// All programmes together would mint more than `MaxMint` of the issuance in an epoch: choose a lower rate.
		MintTooHigh,
		/// The account cannot spend so much of the asset: its minimum balance stays on the account, and so does what is frozen.
		/// Pay less, or have it or the asset thawed.
		NotSpendable,
		/// The amount is zero: pay something.
		NothingToPay,
		/// Money can be spread over 1 to 104 epochs: choose one of those.
		InvalidDuration,
		/// The account is no operator, and had no power as one when the epoch of a report began: register it first, or leave
		/// it out of the report.
		NotOperator,
		/// The account is an operator still: it alone removes its nodes, by `remove_node`.
		StillOperator,
		/// The key belongs to a node already: remove that one first, and wait until no epoch needs it.
		KeyTaken,
		/// The signature is not of this key over these bytes, or names an epoch that is neither the present one nor the
		/// next: sign the bytes of the view function `node_message`.
		BadSignature,
		/// The operator has `MaxNodes` nodes, those included that were removed and still count: wait until their epochs
		/// are finalised.
		TooManyNodes,
		/// The operator has no such node, it did not count in that epoch, or it was removed. The view function `nodes_of`
		/// has them all.
		UnknownNode,
		/// The report names no operator: it needs a row at least.
		EmptyReport,
		/// The signer is not a reporter of the programme in that epoch: the view function `programmes` names them, and `set_reporters`
		/// sets those of the next epoch.
		NotReporter,
		/// The signer has reported these hours, or not those before them, or has told these blocks already: begin with the
		/// next hour that it has not told.
		OutOfOrder,
		/// An hour is not over, or beyond the last one of the epoch: wait, or report it for the next epoch.
		HourNotOver,
		/// The grace after the epoch is over: it takes no reports any more. Report a later one.
		ReportTooLate,
		/// A service level is above 1 000 000 000, which is full service: tell no more than that.
		InvalidLevel,
		/// The nodes of a row do not cover the same hours, cover none, or are not in ascending order of their slots: sort them, and
		/// tell of each the same hours.
		UnevenRuns,
		/// The report has more than `MaxRuns` runs: report fewer hours, or fewer operators.
		TooManyRuns,
		/// The epoch, or its grace, is not over; or none has begun, as the clock of epochs is not set: wait.
		TooEarly,
		/// Every epoch of the programme that is over is finalised: nothing to do.
		NothingToFinalise,
		/// The account is not an author of the active set, has made a block not so many turns ago, is suspended already or
		/// closing, or idle authors are not suspended: nothing to report.
		NotIdle,
		/// As many idle operators as may be were suspended in this epoch: wait for the next.
		TooManySuspended,
		/// A number would leave its bounds: the pot holds at most 2¹⁰⁰ units of an asset. Use smaller amounts.
		Overflow,
	}
}

impl<T: Config> From<ProgrammeError> for Error<T> {
	fn from(error: ProgrammeError) -> Self {
		match error {
			ProgrammeError::OutOfOrder => Self::OutOfOrder,
			ProgrammeError::HourNotOver => Self::HourNotOver,
			ProgrammeError::InvalidLevel => Self::InvalidLevel,
			ProgrammeError::UnevenRuns => Self::UnevenRuns,
			ProgrammeError::UnknownNode => Self::UnknownNode,
			ProgrammeError::TooManyNodes => Self::TooManyNodes,
		}
	}
}

impl<T: Config> From<LedgerError> for Error<T> {
	fn from(error: LedgerError) -> Self {
		match error {
			LedgerError::InvalidDuration => Self::InvalidDuration,
			// Only sums, divisions and lists are asked for, which know no other.
			LedgerError::BelowMinimum
			| LedgerError::InsufficientStake
			| LedgerError::Closed
			| LedgerError::WeightMismatch
			| LedgerError::NotReleased
			| LedgerError::EpochInFuture
			| LedgerError::EpochTooOld
			| LedgerError::FractionTooLarge
			| LedgerError::InvalidMultiplier
			| LedgerError::CommissionTooHigh
			| LedgerError::CommissionLocked
			| LedgerError::Overflow => Self::Overflow,
		}
	}
}
