// SPDX-License-Identifier: Apache-2.0

//! What the pallet tells: enough to rebuild its state.

/// A section of the pallet: pasted into it, and written here to be read alone.
#[frame_support::pallet_macros::pallet_section]
mod events {
	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A pool offers something else from now on. Positions keep their terms.
		OfferSet {
			/// Which.
			pool: PoolId,
			/// Before.
			old: Option<Offer<T>>,
			/// From now on.
			new: Offer<T>,
		},
		/// The collection of the positions was made.
		CollectionCreated {
			/// Its number.
			collection: u32,
		},
		/// Those in force in an epoch were rewarded.
		Rewarded {
			/// Where.
			pool: PoolId,
			/// The epoch for which.
			earned_in: EpochIndex,
			/// In what.
			asset: AssetIdOf<T>,
			/// What was divided among them, in units of the asset.
			amount: Balance,
			/// What the operator keeps besides.
			commission: Balance,
		},
		/// Nobody was in force: the money goes where such money goes.
		Unallocated {
			/// Where nobody was.
			pool: PoolId,
			/// In what.
			asset: AssetIdOf<T>,
			/// So much, in units of the asset.
			amount: Balance,
		},
		/// A stream was funded.
		Funded {
			/// Where.
			pool: PoolId,
			/// In what.
			asset: AssetIdOf<T>,
			/// With so much, in units of the asset.
			amount: Balance,
			/// The first epoch that it pays for.
			from: EpochIndex,
			/// For how many.
			epochs: u32,
		},
		/// A stream paid those who were in force in epochs that are over, each epoch its part.
		Streamed {
			/// Where.
			pool: PoolId,
			/// In what.
			asset: AssetIdOf<T>,
			/// All together, in units of the asset.
			amount: Balance,
			/// The first of the epochs.
			from: EpochIndex,
			/// The last of them.
			through: EpochIndex,
		},
		/// An operator takes another commission.
		CommissionSet {
			/// Who.
			operator: T::AccountId,
			/// What it took of rewards of the present epoch.
			old: Fraction,
			/// What it takes.
			new: Fraction,
			/// From this epoch on.
			from: EpochIndex,
		},
		/// An operator promised never to take more.
		CommissionCapLowered {
			/// Who.
			operator: T::AccountId,
			/// The most it could set before.
			old: Fraction,
			/// The most it can set from now on; a higher rate stays until it is changed.
			new: Fraction,
		},
		/// Rewards were paid.
		Claimed {
			/// What was claimed.
			claim: Claim<T::AccountId>,
			/// To whom.
			to: T::AccountId,
			/// In what.
			asset: AssetIdOf<T>,
			/// In units of the asset.
			amount: Balance,
		},
		/// Rewards could not be paid and can be claimed later.
		PaymentDeferred {
			/// What was claimed.
			claim: Claim<T::AccountId>,
			/// To whom.
			to: T::AccountId,
			/// In what.
			asset: AssetIdOf<T>,
			/// In units of the asset.
			amount: Balance,
			/// Why.
			reason: DispatchError,
		},
		/// A position was opened.
		Staked {
			/// Its number, and that of the NFT.
			position: PositionId,
			/// Whose it is.
			owner: T::AccountId,
			/// Where.
			pool: PoolId,
			/// In units of the pool's asset.
			amount: Balance,
			/// For how long, and how much it weighs.
			preset: Preset,
			/// The epoch from which it counts.
			effective: EpochIndex,
			/// The first epoch that is not locked.
			expiry: EpochIndex,
		},
		/// Stake left a position.
		Unstaked {
			/// Its number; the NFT is burnt.
			position: PositionId,
			/// Whose it was.
			owner: T::AccountId,
			/// What had not begun to count: paid back at once, in units of the pool's asset.
			returned: Balance,
			/// What waits for its release.
			exiting: Balance,
			/// What leaving early cost: it waits beside it.
			penalty: Balance,
			/// The number of what is left, if anything is.
			rest: Option<PositionId>,
		},
		/// An expired position had earned more than is its owner's: those who stay get it as a stream.
		ExtraReturned {
			/// Which.
			position: PositionId,
			/// In what.
			asset: AssetIdOf<T>,
			/// In units of the asset.
			amount: Balance,
		},
		/// A position is locked for longer, under another number.
		Extended {
			/// Its number before; the NFT is burnt.
			position: PositionId,
			/// Its number from now on.
			new: PositionId,
			/// The first epoch that is not locked.
			expiry: EpochIndex,
		},
		/// An expired position is locked again, under another number, with all it has earned.
		Restaked {
			/// Its number before; the NFT is burnt.
			position: PositionId,
			/// Its number from now on.
			new: PositionId,
			/// The first epoch that is not locked.
			expiry: EpochIndex,
		},
		/// A position became two.
		Split {
			/// Its number before; the NFT is burnt.
			position: PositionId,
			/// What keeps the rest, and all that was not claimed.
			rest: PositionId,
			/// What has the amount.
			part: PositionId,
			/// In units of the pool's asset.
			amount: Balance,
		},
		/// Two positions became one.
		Merged {
			/// The one; its NFT is burnt.
			position: PositionId,
			/// The other; its NFT is burnt.
			other: PositionId,
			/// The number of both.
			new: PositionId,
			/// The first epoch that is not locked: the later of theirs.
			expiry: EpochIndex,
		},
		/// An expired position earns for somebody else from now on.
		Tagged {
			/// Which.
			position: PositionId,
			/// For whom.
			beneficiary: T::AccountId,
		},
		/// A position whose NFT was burnt has one again.
		Recovered {
			/// Which.
			position: PositionId,
			/// Whose it is.
			owner: T::AccountId,
		},
		/// Penalties were released: burnt, or funding a stream.
		PenaltiesCollected {
			/// Where.
			pool: PoolId,
			/// In units of the pool's asset.
			amount: Balance,
			/// Whether they were burnt.
			burnt: bool,
		},
	}
}
