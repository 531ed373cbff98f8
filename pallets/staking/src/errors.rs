// SPDX-License-Identifier: Apache-2.0

//! The reasons for which a call is refused, with the remedy of each.

use crate::Error;
use bulwark_ledger::LedgerError;

/// A section of the pallet: pasted into it, and written here to be read alone.
#[frame_support::pallet_macros::pallet_section]
mod errors {
	#[pallet::error]
	pub enum Error<T> {
		/// The account is not on the allow-list. Ask `AdminOrigin` to add it with `allow_operator`.
		NotAllowed,
		/// The account is an operator already: nothing to do, or register with another account.
		AlreadyRegistered,
		/// The account was an operator and has withdrawn its bond. Register with another account.
		OperatorGone,
		/// The account is not an operator. The storage map `Operators` has those that are.
		NotOperator,
		/// The operator takes no stake and opens no pool, because it is suspended, closing, deactivated or gone. Stakers
		/// choose another operator; the operator tops up its bond, resumes if it was idle, or asks `EmergencyOrigin`.
		OperatorNotActive,
		/// The operator is closing or was deactivated. Wait for the release epoch, then call `withdraw_bond`.
		AlreadyClosing,
		/// The operator is not closing. Call `retire` first.
		NotClosing,
		/// There are `MaxOperators` operators. Anyone makes room: by `withdraw_bond` for one whose bond is released, or by
		/// `reclaim_place` for one whose place may be reclaimed, and `withdraw_bond` after its release.
		TooManyOperators,
		/// The operator's self-stake is below its minimum, would fall below it, or is still pending. The operator stakes
		/// more itself, or unstakes all it has in a pool; others wait for the next epoch, or choose another pool.
		SelfStakeTooLow,
		/// The operator is suspended by `EmergencyOrigin` already: nothing to do, or end it by `resume`.
		AlreadySuspended,
		/// The operator is not suspended. If it does not serve, its bond is not full or its self-stake is too low.
		NotSuspended,
		/// The suspension cannot be ended by this origin yet. An idle operator resumes itself from the next epoch on; every
		/// other suspension is ended by `EmergencyOrigin`.
		CannotResume,
		/// The size of the active set must be at least 1 and below `MaxOperators`, so that there is room for an operator
		/// that replaces one.
		InvalidSetSize,
		/// Source and target of the redelegation are the same pool. Name another pool.
		SamePool,
		/// The pools have different assets. Redelegate to a pool in the same asset.
		AssetMismatch,
		/// The place of the operator cannot be reclaimed: it could be elected at one of the last `ReclaimPeriod` elections, and
		/// is not the one that has to make room. The view function `operator` says how long it has not been.
		PlaceInUse,
		/// The bond is full, so there is nothing to top up.
		BondFull,
		/// The operator has `MaxPools` pools. Use one of them.
		TooManyPools,
		/// No pool has this id. The storage map `Pools` has those that exist.
		UnknownPool,
		/// The asset cannot be staked. Choose an asset that the runtime lists.
		AssetNotListed,
		/// There are pools in `MaxAssets` assets already. Choose one of these: `Pots` has them.
		TooManyAssets,
		/// The base multiplier of a pool is from 0.01 to 10.00. Choose one of those.
		InvalidMultiplier,
		/// The pool takes stake of positions alone, and its operator's own. Lock the stake in a position.
		ForPositionsOnly,
		/// The pool has closed and takes no stake. Wait for its release epoch, then call `withdraw`.
		PoolClosed,
		/// The deposit, or the stake that would be left in the pool, is below the minimum of the pool. Stake more, leave
		/// more, or unstake `All`.
		BelowMinimum,
		/// The stake is less than the amount that was asked for. Ask for less, or for `All`.
		InsufficientStake,
		/// The account, or the position, has no stake in this pool, or all of it unbonds already. The view function `stake_of`
		/// shows what an account has; stake of a position leaves by the position.
		NothingStaked,
		/// The account cannot spend so much of the asset: its minimum balance stays on the account, and so does what is frozen.
		/// Pay less, or have it or the asset thawed.
		NotSpendable,
		/// The asset refuses the payment, which stays owed: with it the account would be below the minimum balance of the asset,
		/// it holds nothing that keeps it alive, or it is blocked; or the asset is frozen, or the pot has to keep a minimum
		/// balance that has risen. Send the account a little of the asset or of the native one, have it unblocked or the asset
		/// thawed, or call `touch`; then try again. For a native minimum that has risen a slash of a bond is refused too.
		PaymentRefused,
		/// The account has no unbonding or released stake here: `undelegate` first, or name another pool.
		NothingToWithdraw,
		/// The stake, or the bond, is not released yet. Wait for its release epoch; an account other than the staker waits
		/// until W + 1 epochs after the epoch in which it was unstaked (W is the liability window, 1 in a standalone pool).
		NotReleased,
		/// The epoch has not begun, so nothing was active in it. Name the present epoch or an earlier one.
		EpochInFuture,
		/// The epoch is before the liability window, so its stake cannot be slashed any more. Name a later epoch.
		EpochTooOld,
		/// The fraction is 0 or too large. Slash more than 0 and at most ½, or at most 1 of the bond alone.
		InvalidFraction,
		/// The operator had no stake in this scope that could be slashed for the epoch. Name an epoch in which it had.
		NothingAtStake,
		/// The stakes have different multipliers and cannot be joined. Give both the same multiplier first.
		MultiplierMismatch,
		/// Source and target of the move are the same staker. Name another position account.
		SameStaker,
		/// The account is a position account, and whoever owns the position gets its stake. Act on the position in the
		/// pallet that keeps it.
		IsPositionAccount,
		/// No slash has left anything owed in this pool. Ask for a pool that the storage map `OwedSlashes` names.
		NothingOwed,
		/// A sum would exceed 2¹⁰⁰ units of an asset, or an id is exhausted. Stake less.
		Overflow,
		/// The upgrade that added the pallet has built no genesis, so that no clock is set. Wait for the one that does: it emits
		/// `Initialized`.
		NotInitialized,
	}
}

impl<T> From<LedgerError> for Error<T> {
	fn from(error: LedgerError) -> Self {
		match error {
			LedgerError::BelowMinimum => Self::BelowMinimum,
			LedgerError::InsufficientStake => Self::InsufficientStake,
			LedgerError::Closed => Self::PoolClosed,
			LedgerError::WeightMismatch => Self::MultiplierMismatch,
			LedgerError::NotReleased => Self::NotReleased,
			LedgerError::EpochInFuture => Self::EpochInFuture,
			LedgerError::EpochTooOld => Self::EpochTooOld,
			LedgerError::FractionTooLarge => Self::InvalidFraction,
			LedgerError::InvalidMultiplier => Self::InvalidMultiplier,
			// Of rewards only the rewards pallet asks, and has its own errors for it.
			LedgerError::InvalidDuration
			| LedgerError::CommissionTooHigh
			| LedgerError::CommissionLocked
			| LedgerError::Overflow => Self::Overflow,
		}
	}
}
