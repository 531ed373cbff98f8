// SPDX-License-Identifier: Apache-2.0

//! Why a call is refused, and what helps.

/// A section of the pallet: pasted into it, and written here to be read alone.
#[frame_support::pallet_macros::pallet_section]
mod errors {
	#[pallet::error]
	pub enum Error<T> {
		/// No pool has this number, or it pays no rewards: somebody has to configure it first.
		UnknownPool,
		/// The pool has closed: it takes no stake and no lock.
		PoolClosed,
		/// Only the admin, or the operator of the pool, may do this.
		NotOperator,
		/// The pool cannot be rewarded in this asset: choose a listed one, or have it listed.
		AssetNotListed,
		/// A pool has room for so many reward assets and no more.
		TooManyAssets,
		/// A preset locks for at least the liability window of the pool and at most as long as positions may be locked,
		/// weighs 0.01 to 10.00, and is the only one of its duration.
		InvalidPreset,
		/// A penalty is less than the whole.
		InvalidPenalty,
		/// Penalties go to an account that is not the operator's and no key, and to the stakers only where the pool can be
		/// rewarded in what it stakes.
		InvalidBeneficiary,
		/// The pool does not offer this preset (any more): look at `Offers`.
		UnknownPreset,
		/// Leaving early costs more than the owner accepts: look at `Offers`, or at the position's preview.
		PenaltyTooHigh,
		/// No position has this number: it may have got another one when its owner changed it.
		UnknownPosition,
		/// Only the owner of the NFT may do this, or say where its rewards go.
		NotOwner,
		/// Somebody forbids that this NFT moves: settle with who lent against it.
		PositionLocked,
		/// The position has expired: restake it, or unstake all of it.
		PositionExpired,
		/// The position has not expired: wait, or leave early.
		NotExpired,
		/// The position was tagged: restake it, or unstake all of it.
		PositionTagged,
		/// A position can be tagged when its expiry is as long past as late rewards can come: wait.
		TooEarlyToTag,
		/// The lock would not become longer.
		NothingToExtend,
		/// Positions can be merged if they stand in one pool under the same terms, and are two.
		CannotMerge,
		/// A split leaves something in both positions: choose less.
		CannotSplit,
		/// The NFT has an owner: there is nothing to recover.
		NotBurnt,
		/// The position has less stake, or less to claim, than was expected: look again before you buy.
		BelowExpectation,
		/// Positions of this pool expire in as many different epochs as can be kept: choose another preset.
		TooManyExpiries,
		/// There is nothing to pay: nothing was earned since the last claim, or less than a unit.
		NothingToClaim,
		/// This is the key of a position: claim for the position.
		KeyOfPosition,
		/// An amount has to be above zero.
		NothingToPay,
		/// The epoch has not begun: nobody has earned anything in it.
		EpochInFuture,
		/// The epoch lies before the liability window: who was in force in it is not known any more.
		EpochTooOld,
		/// Money can be spread over 1 to 104 epochs.
		InvalidDuration,
		/// More than the operator may take, or has promised to take: choose less.
		CommissionTooHigh,
		/// The commission was changed in this epoch or one of the two before: wait.
		CommissionLocked,
		/// A number would leave its bounds: more than 2¹⁰⁰ units of an asset, or as many positions as there can be.
		Overflow,
	}
}
