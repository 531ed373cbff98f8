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
	/// What leaves is not released yet.
	NotReleased,
	/// The epoch has not begun: nothing is in force in it yet.
	EpochInFuture,
	/// The epoch is further back than the liability window: its stake may be gone.
	EpochTooOld,
	/// More than half of a pool at once.
	FractionTooLarge,
	/// A number would leave 128 bits, or a bound of the ledger would be passed. Cannot happen for an
	/// issuance up to 2¹⁰⁰; reported instead of wrapped.
	Overflow,
}
