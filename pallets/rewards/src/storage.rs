// SPDX-License-Identifier: Apache-2.0

//! The storage of the pallet, item by item. The values stand in `types`.

/// A section of the pallet: pasted into it, and written here to be read alone.
#[frame_support::pallet_macros::pallet_section]
mod storage {
	/// Pools that pay rewards, by pool: reward assets and accumulators.
	#[pallet::storage]
	pub type RewardPools<T: Config> = StorageMap<_, Twox64Concat, PoolId, RewardPool<T>>;

	/// Terms for new locks, by pool: those that hold, and those that were announced. Positions keep the terms they were
	/// opened with.
	#[pallet::storage]
	pub type Offers<T: Config> = StorageMap<_, Twox64Concat, PoolId, OffersOf<T>>;

	/// Accumulators of unbonding stake, by pool and page of ⌈(W + 1)/2⌉ epochs, in a page by the epoch in which it was unstaked;
	/// removed with the last of that stake.
	#[pallet::storage]
	pub type ExitRewards<T: Config> =
		StorageDoubleMap<_, Twox64Concat, PoolId, Twox64Concat, PageIndex, ExitPageOf<T>>;

	/// Accumulators of matured cohorts at their merge, by pool and page of W + 1 epochs, in a page by the first epoch of the
	/// cohort; removed once every staker of the cohort has been migrated.
	#[pallet::storage]
	pub type MergedCohorts<T: Config> =
		StorageDoubleMap<_, Twox64Concat, PoolId, Twox64Concat, PageIndex, MergedPageOf<T>>;

	/// Positions that expire, or have, by pool and page of 32 epochs: for each epoch their number, and the accumulators of
	/// the mature bucket once it has come, late rewards for epochs before it included. A page is removed with its last
	/// position.
	#[pallet::storage]
	pub type Expiries<T: Config> =
		StorageDoubleMap<_, Twox64Concat, PoolId, Twox64Concat, PageIndex, ExpiryPageOf<T>>;

	/// Amounts that a pool pays for epochs to come, by pool, in the order in which it lists its assets; removed with the last
	/// payment.
	#[pallet::storage]
	pub type Streams<T: Config> = StorageMap<_, Twox64Concat, PoolId, StreamsOf<T>, ValueQuery>;

	/// Amounts that were credited for each epoch of the window, by pool: for the W + 1 epochs up to the last one for which
	/// anything was.
	#[pallet::storage]
	pub type CreditedEpochs<T: Config> =
		StorageMap<_, Twox64Concat, PoolId, CreditedOf<T>, ValueQuery>;

	/// Settled rewards of a staker, by pool; those of redelegated stake apart. Arithmetic is modulo 2²⁵⁶; only the sum
	/// with the accrued part is meaningful.
	#[pallet::storage]
	pub type Entitlements<T: Config> = StorageNMap<
		_,
		(
			NMapKey<Blake2_128Concat, T::AccountId>,
			NMapKey<Identity, PoolId>,
			NMapKey<Identity, EntitledStake>,
		),
		AmountsOf<T>,
		ValueQuery,
	>;

	/// Commission rates of the epochs that can still be rewarded and of the next one, and the cap, by operator.
	#[pallet::storage]
	pub type CommissionRates<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, Commission, ValueQuery>;

	/// Rises of an operator's commission that were announced, as far back as a lock can have begun, by operator.
	#[pallet::storage]
	pub type CommissionAnnouncements<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, CommissionAnnouncementsOf<T>, ValueQuery>;

	/// Commission that the operator of a pool has earned in it and not claimed, by pool.
	#[pallet::storage]
	pub type AccruedCommission<T: Config> =
		StorageMap<_, Twox64Concat, PoolId, AmountsOf<T>, ValueQuery>;

	/// Positions by number.
	#[pallet::storage]
	pub type Positions<T: Config> = StorageMap<_, Twox64Concat, PositionId, Position<T>>;

	/// The number of the next position; from 1. No number is used twice.
	#[pallet::storage]
	pub type NextPositionId<T> = StorageValue<_, PositionId, ValueQuery, FirstPositionId>;

	/// Collection of the positions' NFTs; made when the first pool offers a lock tier.
	#[pallet::storage]
	pub type Collection<T> = StorageValue<_, u32, OptionQuery>;

	/// Records of the pot, by asset: the amount that is owed, and the floor that stays in it.
	#[pallet::storage]
	pub type Pots<T: Config> = StorageMap<_, Blake2_128Concat, AssetIdOf<T>, Pot>;

	/// Money in the pot that nobody has earned, by asset. `poke` gives it away, if its asset can be moved.
	#[pallet::storage]
	pub type Unallocated<T: Config> =
		StorageMap<_, Blake2_128Concat, AssetIdOf<T>, Balance, ValueQuery>;

	/// Streams of the genesis that have not begun: they begin with the first block that knows the time. At most 64.
	#[pallet::storage]
	pub type GenesisStreams<T: Config> = StorageValue<_, GenesisStreamsOf<T>, OptionQuery>;

	/// Bounds by which the storage is laid out, as they were at the beginning of the chain or have grown since. An upgrade that
	/// changes another one is told by `BoundViolated`.
	#[pallet::storage]
	pub type Bounds<T> = StorageValue<_, bulwark_traits::KeptBounds, OptionQuery>;
}
