// SPDX-License-Identifier: Apache-2.0

//! Why the ledger refuses.

/// A broken condition. Nothing has changed that the caller keeps: it works on copies and drops them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LedgerError {
	/// The deposit, or what would remain of a lot, is below the pool's minimum.
	BelowMinimum,
	/// The holder has less than was asked for.
	InsufficientStake,
	/// The pool takes no stake any more: all of it leaves at the end of a fixed epoch.
	Closed,
	/// Stake of one multiplier cannot join stake of another.
	WeightMismatch,
	/// What leaves is not released yet.
	NotReleased,
	/// The epoch has not begun: nothing is in force in it yet.
	EpochInFuture,
	/// The epoch is further back than the liability window: its stake may be gone.
	EpochTooOld,
	/// More than half of a pool at once.
	FractionTooLarge,
	/// Money can be spread over 1 to 104 epochs.
	InvalidDuration,
	/// More than the operator may take of its stakers' rewards.
	CommissionTooHigh,
	/// The commission was changed in this epoch or one of the two before.
	CommissionLocked,
	/// Positions of a pool expire in as many different epochs as can be kept.
	TooManyExpiries,
	/// A number would leave 128 bits, or a bound of the ledger would be passed. Cannot happen for an
	/// issuance up to 2¹⁰⁰; reported instead of wrapped.
	Overflow,
}
