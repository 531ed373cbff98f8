// SPDX-License-Identifier: Apache-2.0

//! What the pallet keeps from call to call, item by item. What stands in the items is in `types`.

/// A section of the pallet: pasted into it, and written here to be read alone.
#[frame_support::pallet_macros::pallet_section]
mod storage {
	/// The pools that pay rewards.
	#[pallet::storage]
	pub type Pools<T: Config> = StorageMap<_, Twox64Concat, PoolId, RewardPool<T>>;

	/// What pools offer to those who lock their stake.
	#[pallet::storage]
	pub type Offers<T: Config> = StorageMap<_, Twox64Concat, PoolId, Offer<T>>;

	/// What a unit of weight of a pool's exits has earned, by the epoch they were asked in.
	#[pallet::storage]
	pub type ExitRewards<T: Config> =
		StorageDoubleMap<_, Twox64Concat, PoolId, Twox64Concat, EpochIndex, AccumulatorsOf<T>>;

	/// Where those go over who follow a merged cohort, until the last has.
	#[pallet::storage]
	pub type MergedCohorts<T: Config> =
		StorageDoubleMap<_, Twox64Concat, PoolId, Twox64Concat, EpochIndex, MergedOf<T>>;

	/// What M had earned at the epochs in which positions expired, as long as one looks at it.
	#[pallet::storage]
	pub type Snapshots<T: Config> =
		StorageDoubleMap<_, Twox64Concat, PoolId, Twox64Concat, EpochIndex, SnapshotOf<T>>;

	/// What is paid for epochs to come, by pool and the place of the asset in its list.
	#[pallet::storage]
	pub type Streams<T: Config> =
		StorageDoubleMap<_, Twox64Concat, PoolId, Twox64Concat, u32, Schedule, ValueQuery>;

	/// What a holder has earned in a pool up to its last change, with what it has on the way to another pool apart. Less
	/// than nothing is possible, modulo 2²⁵⁶: what its weight has earned since makes up for it.
	#[pallet::storage]
	pub type Entitlements<T: Config> = StorageNMap<
		_,
		(
			NMapKey<Blake2_128Concat, T::AccountId>,
			NMapKey<Twox64Concat, PoolId>,
			NMapKey<Twox64Concat, Option<PoolId>>,
		),
		AmountsOf<T>,
		ValueQuery,
	>;

	/// What operators take.
	#[pallet::storage]
	pub type Commissions<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, Commission, ValueQuery>;

	/// What the operator of a pool has kept and not claimed.
	#[pallet::storage]
	pub type Commissioned<T: Config> =
		StorageMap<_, Twox64Concat, PoolId, AmountsOf<T>, ValueQuery>;

	/// The positions, by number.
	#[pallet::storage]
	pub type Positions<T: Config> = StorageMap<_, Twox64Concat, PositionId, Position<T>>;

	/// The number that was given last.
	#[pallet::storage]
	pub type LastPosition<T> = StorageValue<_, u32, ValueQuery>;

	/// The collection of the positions' NFTs.
	#[pallet::storage]
	pub type Collection<T> = StorageValue<_, u32, OptionQuery>;

	/// What the pot has to hold of each asset.
	#[pallet::storage]
	pub type Pots<T: Config> = StorageMap<_, Blake2_128Concat, AssetIdOf<T>, Pot>;

	/// What of it belongs to nobody and could not be moved.
	#[pallet::storage]
	pub type Unallocated<T: Config> =
		StorageMap<_, Blake2_128Concat, AssetIdOf<T>, Balance, ValueQuery>;

	/// Streams that begin with the first block: only it knows what time it is.
	#[pallet::storage]
	pub type Opening<T: Config> =
		StorageValue<_, BoundedVec<GenesisStream<AssetIdOf<T>>, ConstU32<64>>, OptionQuery>;
}
