// SPDX-License-Identifier: Apache-2.0

//! Refusals of the ledger.

/// A broken condition. Nothing has changed that the caller keeps: it works on copies and drops them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LedgerError {
	/// The deposit, or the stake that would remain, is below the pool's minimum.
	BelowMinimum,
	/// The staker has less than was asked for.
	InsufficientStake,
	/// The pool takes no stake any more: it has closed.
	Closed,
	/// Stake of one multiplier cannot join stake of another.
	WeightMismatch,
	/// The unbonding stake is not released yet.
	NotReleased,
	/// The epoch has not begun: no stake is active in it yet.
	EpochInFuture,
	/// The epoch is further back than the window: its stake may have left.
	EpochTooOld,
	/// The fraction is more than half of a pool.
	FractionTooLarge,
	/// The multiplier is not 0.01 to 10.00.
	InvalidMultiplier,
	/// The duration is not 1 to 104 epochs.
	InvalidDuration,
	/// The commission is above the operator's cap.
	CommissionTooHigh,
	/// The commission was changed in this epoch or one of the two before.
	CommissionLocked,
	/// A number would leave 128 bits, or a bound of the ledger would be passed. Cannot happen for an
	/// issuance up to 2¹⁰⁰; reported instead of wrapped.
	Overflow,
}
