// SPDX-License-Identifier: Apache-2.0

//! The conditions under which calls are refused, and what helps.

use crate::{Config, Error};
use bulwark_ledger::LedgerError;

/// A section of the pallet: pasted into it, and written here to be read alone.
#[frame_support::pallet_macros::pallet_section]
mod errors {
	#[pallet::error]
	pub enum Error<T> {
		/// There is no such pool, or it pays no rewards: `configure` it first.
		UnknownPool,
		/// The pool has closed: it accepts no stake, no lock, no stream and no tag. Choose another pool.
		PoolClosed,
		/// The signer is neither `AdminOrigin` nor the operator that the call is about: ask one of them.
		NotOperator,
		/// A pool that would be paid, or the runtime, does not list this reward asset, or has no place left for it: choose a
		/// listed one, or `configure` the pool. One is kept for the native asset. Money that may list an asset may do so once
		/// any pool has it: who configures that pays for the floor of the pot.
		AssetNotListed,
		/// The pool would have more than `MaxRewardAssets` reward assets; those that were listed once stay. Pay in one of them.
		TooManyAssets,
		/// A lock tier is not allowed: choose a duration between the window of the pool and `MaxDuration`, each but once, and a
		/// multiplier between the base multiplier of the pool and 10.00.
		InvalidTier,
		/// The penalty is the whole or more: choose one below 1.
		InvalidPenalty,
		/// Penalties may not go to this destination: it has to be burning, the treasury, the stakers of a pool that lists the
		/// asset it stakes, or an account other than the operator's and no position account, which `AdminOrigin` has named.
		InvalidDestination,
		/// An offer was announced in an earlier epoch and does not hold yet: wait until it does.
		OfferAnnounced,
		/// The pool does not offer this lock tier, not yet or no longer: read `Offers`.
		UnknownTier,
		/// Penalties go to another destination than the call accepts: read `Offers`.
		DestinationMismatch,
		/// Leaving early costs more than `max_penalty`: read `Offers`, or the preview of the position.
		PenaltyTooHigh,
		/// There is no such position, or its NFT was burnt: it has another number if its owner changed it.
		UnknownPosition,
		/// The signer does not own the NFT, or is not the account that has earned the rewards: only that one may choose
		/// where they go.
		NotOwner,
		/// The NFT may not be transferred, for instance because somebody lent against it: have it unlocked first.
		PositionLocked,
		/// The position has expired: `restake` it, or `unstake` all of it.
		PositionExpired,
		/// The position has not expired: wait for its expiry, or leave early.
		NotExpired,
		/// The position is tagged: `restake` it, or `unstake` all of it.
		PositionTagged,
		/// A position can be tagged from the window of its pool after its expiry on: wait.
		TooEarlyToTag,
		/// A new lock would not end later than the present one: wait for the next epoch.
		NothingToExtend,
		/// The positions are one, or differ in their pool or their terms: name two that differ in neither.
		CannotMerge,
		/// A split has to leave something in both positions: choose a smaller amount. A position that was merged is not
		/// split before it has vested: wait for its `vested_epoch`.
		CannotSplit,
		/// The NFT of the position exists: there is nothing to mint again.
		NotBurnt,
		/// The position has less stake, less to claim, fewer expired rewards, another expiry or another tag than the call
		/// asks for: look again before buying it.
		BelowExpectation,
		/// The account cannot spend so much of the asset: its minimum balance stays on the account, and so does what is frozen.
		/// Pay less, or have it or the asset thawed.
		NotSpendable,
		/// The asset refuses the payment, which stays owed: the amount is below its minimum balance, the account holds nothing
		/// that keeps it alive or is blocked, the asset is frozen, or the pot has to keep a minimum balance that has risen. Claim
		/// to another account or when more is owed, have it unblocked or the asset thawed, or call `touch`.
		PaymentRefused,
		/// There is nothing to pay: no whole unit of any asset was earned since the last claim.
		NothingToClaim,
		/// The account is a position account: claim for the position instead.
		IsPositionAccount,
		/// The amount is zero: pay something.
		NothingToPay,
		/// The epoch has not begun: choose the present one or one of the window before it.
		EpochInFuture,
		/// The epoch is further back than the window: the stake that was active in it is no longer known. Choose a later one.
		EpochTooOld,
		/// A stream pays over 1 to 104 epochs: choose one of those.
		InvalidDuration,
		/// The rate is above the operator's cap, or the cap is not below the one before: choose a lower one.
		CommissionTooHigh,
		/// The commission was changed in this epoch or one of the two before: wait.
		CommissionLocked,
		/// Nobody who earns was active in that epoch, so that the money is for nobody: another epoch may do.
		NothingAtStake,
		/// A number would leave its bounds: more than 2¹⁰⁰ units of an asset, or more than 2³² positions. Use smaller amounts.
		Overflow,
	}
}

impl<T: Config> From<LedgerError> for Error<T> {
	fn from(error: LedgerError) -> Self {
		match error {
			LedgerError::EpochInFuture => Self::EpochInFuture,
			LedgerError::EpochTooOld => Self::EpochTooOld,
			LedgerError::InvalidDuration => Self::InvalidDuration,
			LedgerError::CommissionTooHigh => Self::CommissionTooHigh,
			LedgerError::CommissionLocked => Self::CommissionLocked,
			// Only staking asks about stake, and has its own errors for it.
			LedgerError::BelowMinimum
			| LedgerError::InsufficientStake
			| LedgerError::Closed
			| LedgerError::WeightMismatch
			| LedgerError::NotReleased
			| LedgerError::FractionTooLarge
			| LedgerError::InvalidMultiplier
			// There is room for every epoch in which a lock can end.
			| LedgerError::Overflow => Self::Overflow,
		}
	}
}
