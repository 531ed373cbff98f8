// SPDX-License-Identifier: Apache-2.0

//! Why a call is refused, and what helps.

/// A section of the pallet: pasted into it, and written here to be read alone.
#[frame_support::pallet_macros::pallet_section]
mod errors {
	#[pallet::error]
	pub enum Error<T> {
		/// The registration is for allowed accounts: ask the chain's admin.
		NotAllowed,
		/// The account is an operator already.
		AlreadyRegistered,
		/// The account was an operator once and has gone: register with another one.
		OperatorGone,
		/// No operator has this account: look at `Operators`.
		UnknownOperator,
		/// The operator takes no stake and no pool: it is suspended, closing, deactivated or gone. Choose another; the
		/// operator itself fills up its bond, resumes if it was idle, or asks the admin.
		OperatorNotActive,
		/// The operator has left already, or was deactivated: wait for the release, then withdraw the bond.
		AlreadyClosing,
		/// The operator has not retired: retire first.
		NotClosing,
		/// There are as many operators as there may be: wait for one to leave.
		TooManyOperators,
		/// The operator's own stake is below its minimum, or would be, or does not count yet: it has to stake more
		/// itself, or take all of a pool back. Others wait for the next epoch, or choose another pool.
		SelfStakeTooLow,
		/// The operator is suspended already.
		AlreadySuspended,
		/// The operator is not suspended: look at its bond and its own stake.
		NotSuspended,
		/// Only the admin ends this suspension, or the operator itself from the next epoch on.
		StillSuspended,
		/// The operator is in the active set still: wait for the next block, or for somebody to take its place.
		InActiveSet,
		/// An active set has at least one member, and fewer than there may be operators: somebody must be able to take
		/// the place of those who stop.
		InvalidSetSize,
		/// An epoch up to which the set is known must be later than the one before.
		AlreadyAcknowledged,
		/// Stake can be moved to another pool only.
		SamePool,
		/// Stake can be moved to a pool in the same asset only.
		AssetMismatch,
		/// The bond is full: nothing to top up.
		BondFull,
		/// The operator has as many pools as it may have: use one of them.
		TooManyPools,
		/// No pool has this number: look at `Pools`.
		UnknownPool,
		/// This asset cannot be staked: choose a listed one.
		AssetNotListed,
		/// The pool has closed and its stake leaves with it: wait for the release, then withdraw.
		PoolClosed,
		/// The deposit, or what would remain of a lot, is below the pool's minimum: take or leave more, or undelegate
		/// `All`.
		BelowMinimum,
		/// There is less stake than was asked for: ask for less, or for `All`.
		InsufficientStake,
		/// Nothing waits to be paid here.
		NothingToWithdraw,
		/// It is not released yet: wait for the release. Anybody but the holder waits for epoch u + W + 1 (W is 1 in a
		/// plain pool).
		NotReleased,
		/// The epoch has not begun: nothing can be charged or acknowledged in it yet.
		EpochInFuture,
		/// The epoch lies before the liability window: its stake cannot be charged any more.
		EpochTooOld,
		/// No part, or more than half of a pool at once: choose a fraction above 0 and up to ½ (up to 1 for the bond
		/// alone).
		InvalidFraction,
		/// Nothing of this operator was in force in that epoch.
		NothingInForce,
		/// Stake of one weight cannot join stake of another: give both the same one first.
		WeightMismatch,
		/// Stake can be moved to another holder only.
		SameHolder,
		/// What the holder has is kept for it by another pallet, as it may be no account: ask there.
		NotAnAccount,
		/// More than 2¹⁰⁰ units of one asset would be staked: stake less.
		Overflow,
	}
}
