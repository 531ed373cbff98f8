// SPDX-License-Identifier: Apache-2.0

//! What the pallet keeps from call to call, item by item. What stands in the items is in `types`.

/// A section of the pallet: pasted into it, and written here to be read alone.
#[frame_support::pallet_macros::pallet_section]
mod storage {
	/// The origin and the length of the epochs, given at genesis and never changed.
	#[pallet::storage]
	pub type Clock<T> = StorageValue<_, EpochClock, ValueQuery>;

	/// Who may register.
	#[pallet::storage]
	pub type Registration<T> = StorageValue<_, RegistrationPolicy, ValueQuery>;

	/// The accounts that may register under `RegistrationPolicy::AllowList`.
	#[pallet::storage]
	pub type Allowed<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, ()>;

	/// The operators.
	#[pallet::storage]
	pub type Operators<T: Config> =
		CountedStorageMap<_, Blake2_128Concat, T::AccountId, Operator<T>>;

	/// How many operators have ever registered.
	#[pallet::storage]
	pub type LastOperator<T> = StorageValue<_, u32, ValueQuery>;

	/// What stands behind an operator, pool by pool: now, and from the next epoch on.
	#[pallet::storage]
	pub type Backings<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, BackingOf<T>, ValueQuery>;

	/// What every operator has to stake itself.
	#[pallet::storage]
	pub type MinSelfStake<T> = StorageValue<_, GlobalMinimum, ValueQuery>;

	/// Operators that have gone. Their names are not used again, or an old record could be confused with a
	/// new one.
	#[pallet::storage]
	pub type Gone<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, ()>;

	/// The number of the pool that was opened last.
	#[pallet::storage]
	pub type LastPool<T> = StorageValue<_, PoolId, OptionQuery>;

	/// The pools, by number.
	#[pallet::storage]
	pub type Pools<T: Config> = StorageMap<_, Twox64Concat, PoolId, Pool<T>>;

	/// What a holder has in a pool.
	#[pallet::storage]
	pub type Holdings<T: Config> =
		StorageDoubleMap<_, Blake2_128Concat, T::AccountId, Twox64Concat, PoolId, HoldingOf<T>>;

	/// What a holder waits for from a pool.
	#[pallet::storage]
	pub type Exits<T: Config> =
		StorageDoubleMap<_, Blake2_128Concat, T::AccountId, Twox64Concat, PoolId, ExitsOf<T>>;

	/// What a holder has on its way from one pool to another.
	#[pallet::storage]
	pub type Redelegations<T: Config> = StorageNMap<
		_,
		(
			NMapKey<Blake2_128Concat, T::AccountId>,
			NMapKey<Twox64Concat, PoolId>,
			NMapKey<Twox64Concat, PoolId>,
		),
		ExitsOf<T>,
	>;

	/// The exits that a pool's holders asked for in an epoch.
	#[pallet::storage]
	pub type ExitRows<T: Config> =
		StorageDoubleMap<_, Twox64Concat, PoolId, Twox64Concat, EpochIndex, BucketsOf<T>>;

	/// How the shares of a merged cohort become mature ones, until its last holder has followed. A cohort
	/// without an entry merged one for one.
	#[pallet::storage]
	pub type Conversions<T: Config> =
		StorageDoubleMap<_, Twox64Concat, PoolId, Twox64Concat, EpochIndex, Conversion>;

	/// What the pot has to hold of each asset.
	#[pallet::storage]
	pub type Pots<T: Config> = StorageMap<_, Blake2_128Concat, AssetIdOf<T>, Pot>;

	/// X: how many operators serve, if so many can.
	#[pallet::storage]
	pub type ActiveSetSize<T> = StorageValue<_, u32, ValueQuery>;

	/// The epoch of the last election.
	#[pallet::storage]
	pub type LastElection<T> = StorageValue<_, EpochIndex, OptionQuery>;

	/// Who can serve, the most powerful first: the first X and their reserve.
	#[pallet::storage]
	pub type Rankings<T: Config> = StorageValue<_, RankingOf<T>, ValueQuery>;

	/// Whether the ranking has changed and the set in force has yet to follow.
	#[pallet::storage]
	pub type RankingChanged<T> = StorageValue<_, bool, ValueQuery>;

	/// The number of the set in force.
	#[pallet::storage]
	pub type LastSet<T> = StorageValue<_, SetId, OptionQuery>;

	/// The number of the oldest set that is kept.
	#[pallet::storage]
	pub type OldestSet<T> = StorageValue<_, SetId, OptionQuery>;

	/// The active sets of the window.
	#[pallet::storage]
	pub type Sets<T: Config> = StorageMap<_, Twox64Concat, SetId, ActiveSet<T>>;

	/// What stood behind each operator when an epoch began, for the epochs of the window: epoch e has the slot
	/// e mod (W + 1).
	#[pallet::storage]
	pub type PowerHistory<T: Config> = StorageMap<_, Twox64Concat, u32, PowersOf<T>>;

	/// Up to which epoch those who follow the active set know it.
	#[pallet::storage]
	pub type Acknowledged<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, EpochIndex>;
}
