// SPDX-License-Identifier: Apache-2.0

//! The events of the pallet: enough to rebuild its state.

/// A section of the pallet: pasted into it, and written here to be read alone.
#[frame_support::pallet_macros::pallet_section]
mod events {
	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// An offer of a pool was announced. Positions keep the terms they were opened with. The present offer again, from
		/// the present epoch on, takes back what was announced.
		OfferSet {
			pool_id: PoolId,
			/// Latest offer before; none if the pool paid no rewards until now.
			old: Option<Offer<T>>,
			/// Offer from `effective_from` on.
			new: Offer<T>,
			/// First epoch in which new locks have its terms: the present one if nobody but the operator had stake.
			effective_from: EpochIndex,
		},
		/// The collection of the positions' NFTs was created.
		CollectionCreated { collection_id: u32 },
		/// The stakers of a pool who were active in an epoch were rewarded, in proportion to their reward weight.
		Rewarded {
			pool_id: PoolId,
			/// Epoch whose active stake was rewarded.
			earned_in: EpochIndex,
			asset: AssetIdOf<T>,
			/// Amount that was divided among the stakers, in units of the asset.
			amount: Balance,
			/// Commission that the operator keeps in addition, in units of the asset.
			commission: Balance,
		},
		/// A pool was paid in an asset that it had not listed; from now on it has.
		AssetListed { pool_id: PoolId, asset: AssetIdOf<T> },
		/// Money was for nobody, because no stake that earns was active or the pool has closed. It goes to
		/// `OnUnallocated`.
		Unallocated {
			/// Payee of the money: a pool, or an operator.
			to: Payee<T::AccountId>,
			asset: AssetIdOf<T>,
			/// Amount in units of the asset.
			amount: Balance,
		},
		/// Money was added to a stream of a pool.
		StreamFunded {
			pool_id: PoolId,
			asset: AssetIdOf<T>,
			/// Amount in units of the asset.
			amount: Balance,
			/// First epoch that it pays for.
			effective_from: EpochIndex,
			/// Number of epochs that it pays for, with equal amounts; the remainder is paid with the first.
			epochs: u32,
		},
		/// A stream paid the stakers of a pool who were active in epochs that are over, each epoch its amount.
		Streamed {
			pool_id: PoolId,
			asset: AssetIdOf<T>,
			/// Sum over the epochs, in units of the asset.
			amount: Balance,
			/// First of the epochs.
			first_epoch: EpochIndex,
			/// Last of the epochs.
			last_epoch: EpochIndex,
		},
		/// An operator changed its commission.
		CommissionSet {
			operator: T::AccountId,
			/// Rate of the present epoch.
			old: Fraction,
			/// Rate from `effective_from` on.
			new: Fraction,
			/// First epoch whose rewards pay the new rate.
			effective_from: EpochIndex,
		},
		/// An operator lowered the cap of its commission. A higher rate stays until it is changed.
		CommissionCapLowered {
			operator: T::AccountId,
			/// Highest rate that could be set before.
			old: Fraction,
			/// Highest rate that can be set from now on.
			new: Fraction,
		},
		/// Rewards were paid in one asset.
		Claimed {
			claim: RewardClaim<T::AccountId>,
			/// Account that was paid.
			to: T::AccountId,
			asset: AssetIdOf<T>,
			/// Amount in units of the asset.
			amount: Balance,
		},
		/// Rewards in one asset could not be paid and stay owed: claim them when more is owed, to another account, or once this
		/// one can take them.
		PaymentDeferred {
			claim: RewardClaim<T::AccountId>,
			/// Account that would have been paid.
			to: T::AccountId,
			asset: AssetIdOf<T>,
			/// Amount in units of the asset.
			amount: Balance,
			/// Error of the asset, for instance because the amount is below its minimum balance.
			reason: DispatchError,
		},
		/// A position was opened and its NFT minted.
		Staked {
			position_id: PositionId,
			owner: T::AccountId,
			pool_id: PoolId,
			/// Stake in units of the pool's asset.
			amount: Balance,
			/// Lock duration and multiplier.
			tier: LockTier,
			/// First epoch in which the stake is active.
			effective_from: EpochIndex,
			/// First epoch in which the position is not locked.
			expiry: EpochIndex,
		},
		/// Stake left a position, whose NFT was burnt.
		Unstaked {
			position_id: PositionId,
			owner: T::AccountId,
			/// Pending stake that was paid back at once, in units of the pool's asset.
			returned: Balance,
			/// Stake of the owner that is unbonding now, without the penalty, in units of the pool's asset.
			unbonding: Balance,
			/// Penalty for leaving early, which is unbonding beside it, in units of the pool's asset.
			penalty: Balance,
			/// Number of the position that has the remaining stake, if any is left.
			rest_id: Option<PositionId>,
		},
		/// Rewards that an expired position earned after its expiry went back to its pool, as a stream.
		ExpiredRewardsReturned {
			position_id: PositionId,
			asset: AssetIdOf<T>,
			/// Amount in units of the asset.
			amount: Balance,
		},
		/// Rewards that had not vested went back to the pool of a position that was left, as a stream: those above the base
		/// multiplier, and expired rewards of the lock before.
		UnvestedRewardsReturned {
			position_id: PositionId,
			asset: AssetIdOf<T>,
			/// Amount in units of the asset.
			amount: Balance,
		},
		/// A position was locked anew before its expiry, under another number; its NFT was burnt.
		Extended {
			position_id: PositionId,
			/// Number from now on.
			new_id: PositionId,
			/// First epoch in which the position is not locked.
			expiry: EpochIndex,
		},
		/// An expired position was locked again, under another number; its NFT was burnt. Its expired rewards are the owner's
		/// once the new lock has vested, and go back to the pool if the stake leaves before.
		Restaked {
			position_id: PositionId,
			/// Number from now on.
			new_id: PositionId,
			/// First epoch in which the position is not locked.
			expiry: EpochIndex,
		},
		/// A position was split in two; its NFT was burnt.
		Split {
			position_id: PositionId,
			/// Number of the position that has the remaining stake and all unclaimed rewards.
			rest_id: PositionId,
			/// Number of the position that has the amount.
			part_id: PositionId,
			/// Stake of the part, in units of the pool's asset.
			amount: Balance,
		},
		/// Two positions were merged; both NFTs were burnt.
		Merged {
			position_id: PositionId,
			other_id: PositionId,
			/// Number of the position that has both.
			new_id: PositionId,
			/// First epoch in which the position is not locked: the later of the two.
			expiry: EpochIndex,
		},
		/// An expired position was tagged.
		Tagged {
			position_id: PositionId,
			/// Account that the position earns for from now on.
			beneficiary: T::AccountId,
		},
		/// The NFT of a position was minted again after it had been burnt outside this pallet.
		Reminted {
			position_id: PositionId,
			/// Owner from now on.
			owner: T::AccountId,
		},
		/// Released penalties of a pool were burnt, given to its stakers as a stream, or to the treasury.
		PenaltiesCollected {
			pool_id: PoolId,
			/// Amount in units of the pool's asset.
			amount: Balance,
			/// Destination of the amount; never an account, which withdraws penalties as unbonding stake of its own.
			destination: Destination<T::AccountId>,
		},
		/// The pot of rewards was opened for an asset, or its floor was raised to a minimum balance that had risen.
		PotTouched {
			/// Asset.
			asset: AssetIdOf<T>,
			/// Account that paid.
			payer: T::AccountId,
			/// Amount that it put in, in units of the asset, without a deposit that the asset may have asked for.
			amount: Balance,
		},
		/// An upgrade has changed a bound by which the storage was laid out, and must not: records may not decode, and calls that
		/// meet them are refused, until another upgrade restores it.
		BoundViolated {
			/// Name of the bound, in ASCII.
			name: bulwark_traits::BoundName,
			/// Value by which the storage was laid out; none if the record of the bounds does not decode.
			kept: Option<u64>,
			/// Value of the runtime.
			runtime: u64,
		},
		/// A runtime upgrade built the genesis on a chain that had run without this pallet. Events of what it made stand
		/// before this one.
		Initialized,
		/// A runtime upgrade could not build the genesis, and nothing of it was kept.
		InitializationRefused {
			/// Field and reason, as text.
			reason: Vec<u8>,
		},
	}
}
