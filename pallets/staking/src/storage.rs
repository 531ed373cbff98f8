// SPDX-License-Identifier: Apache-2.0

//! The storage of the pallet, item by item. The types of the values are in `types`.

/// A section of the pallet: pasted into it, and written here to be read alone.
#[frame_support::pallet_macros::pallet_section]
mod storage {
	/// Origin and length of the epochs. Set at genesis, or by the upgrade that adds the pallet, and never changed; until then
	/// time stands still in epoch 0. `on_poll` reads it in every block: no call reads it from the database.
	#[pallet::storage]
	#[pallet::whitelist_storage]
	pub type EpochClock<T> = StorageValue<_, bulwark_ledger::EpochClock, ValueQuery, StoppedClock>;

	/// Policy for the registration of operators: open to everybody, or by allow-list.
	#[pallet::storage]
	pub type Registration<T> = StorageValue<_, RegistrationPolicy, ValueQuery>;

	/// Accounts that may register as operators while the policy is `AllowList`.
	#[pallet::storage]
	pub type AllowedOperators<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, ()>;

	/// Registered operators, those that are closing included, with the stake behind them, by account.
	#[pallet::storage]
	pub type Operators<T: Config> =
		CountedStorageMap<_, Blake2_128Concat, T::AccountId, Operator<T>>;

	/// Index of the next operator that registers, beginning with 1. A lower index is more senior.
	#[pallet::storage]
	pub type NextOperatorIndex<T> = StorageValue<_, u32, ValueQuery, ConstU32<1>>;

	/// Minimum self-stake of every operator, in units of power, with the epoch in which it was last raised.
	#[pallet::storage]
	pub type GlobalMinSelfStake<T> = StorageValue<_, GlobalMinimum, ValueQuery>;

	/// Pools of operators that closed and withdrew their bond, by account. They can never register again, so that old
	/// records cannot be confused with new ones. Rewards for their last epochs find the pools here.
	#[pallet::storage]
	pub type RetiredOperators<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, BoundedVec<PoolId, T::MaxPools>>;

	/// Progress of idle blocks in catching up the pools.
	#[pallet::storage]
	pub type IdleRound<T> = StorageValue<_, Round, ValueQuery>;

	/// Id of the next pool that is opened, beginning with 1.
	#[pallet::storage]
	pub type NextPoolId<T> = StorageValue<_, PoolId, ValueQuery, FirstPoolId>;

	/// Pools with their stake by cohort, by pool id. A pool matures when it is next touched; the view function `pool`
	/// shows it matured.
	#[pallet::storage]
	pub type Pools<T: Config> = StorageMap<_, Twox64Concat, PoolId, Pool<T>>;

	/// Stake of a staker in a pool, in shares by cohort, by account and pool id. Unbonding stake is in `Exits`.
	#[pallet::storage]
	pub type Holdings<T: Config> =
		StorageDoubleMap<_, Blake2_128Concat, T::AccountId, Identity, PoolId, HoldingOf<T>>;

	/// Unbonding stake of a staker, with released money that could not be paid yet, by account and pool id.
	#[pallet::storage]
	pub type Exits<T: Config> =
		StorageDoubleMap<_, Blake2_128Concat, T::AccountId, Identity, PoolId, ExitsOf<T>>;

	/// Unbonding stake of a staker that will be staked in another pool once it is released, by account, pool id that it
	/// leaves and pool id that it goes to.
	#[pallet::storage]
	pub type Redelegations<T: Config> = StorageNMap<
		_,
		(
			NMapKey<Blake2_128Concat, T::AccountId>,
			NMapKey<Identity, PoolId>,
			NMapKey<Identity, PoolId>,
		),
		ExitsOf<T>,
	>;

	/// Unbonding stake of a whole pool by cohort, for each epoch in which it was unstaked, in pages of ⌈(W + 1)/2⌉ epochs, by
	/// pool id and index of the page: that of epoch u is u / ⌈(W + 1)/2⌉, rounded down.
	#[pallet::storage]
	pub type ExitBuckets<T: Config> =
		StorageDoubleMap<_, Twox64Concat, PoolId, Twox64Concat, PageIndex, ExitPageOf<T>>;

	/// Rates at which shares of merged cohorts became shares of the mature bucket, each until its last staker has followed,
	/// in pages of W + 1 epochs, by pool id and index of the page: that of the cohort of epoch c is c / (W + 1), rounded down.
	/// A merged cohort without a rate was converted one to one.
	#[pallet::storage]
	pub type Conversions<T: Config> =
		StorageDoubleMap<_, Twox64Concat, PoolId, Twox64Concat, PageIndex, ConversionPageOf<T>>;

	/// Amount of an asset that the stake pot owes to stakers, with the minimum balance that stays in it as a floor, by
	/// asset.
	#[pallet::storage]
	pub type Pots<T: Config> = CountedStorageMap<_, Blake2_128Concat, AssetIdOf<T>, Pot>;

	/// Amount that slashes took from a pool and that could not be moved yet, in units of the pool's asset, by pool id. It
	/// is owed to whoever judges.
	#[pallet::storage]
	pub type OwedSlashes<T> = StorageMap<_, Twox64Concat, PoolId, Balance>;

	/// Number of operators in the active set, if as many can serve.
	#[pallet::storage]
	pub type ActiveSetSize<T> = StorageValue<_, u32, ValueQuery>;

	/// Epoch of the last election.
	#[pallet::storage]
	pub type LastElection<T> = StorageValue<_, EpochIndex, OptionQuery>;

	/// Operators that can serve in the epoch of the last election, in the order in which they are elected: the active set to
	/// be, then its reserve.
	#[pallet::storage]
	pub type Ranking<T: Config> = StorageValue<_, RankingOf<T>, ValueQuery>;

	/// Number of elections so far.
	#[pallet::storage]
	pub type ElectionCount<T> = StorageValue<_, u32, ValueQuery>;

	/// Operator that may be closed for want of places: when the last election was held, there was no place for another
	/// operator and none to come, and of those that had been in no set for long this one had the least power.
	#[pallet::storage]
	pub type ReplaceableOperator<T: Config> = StorageValue<_, T::AccountId, OptionQuery>;

	/// True if the ranking has changed since the active set was last taken from it. The next block takes it.
	#[pallet::storage]
	pub type RankingPending<T> = StorageValue<_, bool, ValueQuery>;

	/// Id of the next active set, beginning with 1. The present set has the id before it; there is none while it is 1.
	#[pallet::storage]
	pub type NextSetId<T> = StorageValue<_, SetId, ValueQuery, FirstSetId>;

	/// Id of the oldest active set that is still stored.
	#[pallet::storage]
	pub type OldestSetId<T> = StorageValue<_, SetId, ValueQuery, FirstSetId>;

	/// Active sets of the liability window, the present one included, by set id.
	#[pallet::storage]
	pub type ActiveSets<T: Config> = StorageMap<_, Twox64Concat, SetId, ActiveSet<T>>;

	/// Power of every operator when an epoch began, for each epoch of the liability window W: that of epoch e has the key
	/// e mod (W + 1).
	#[pallet::storage]
	pub type PowerHistory<T: Config> = StorageMap<_, Twox64Concat, u32, PowersOf<T>>;

	/// Prices of the assets of all operators' pools, as an election took them, for each epoch of the liability window W:
	/// those of epoch e have the key e mod (W + 1).
	#[pallet::storage]
	pub type PriceHistory<T: Config> = StorageMap<_, Twox64Concat, u32, PricesOf<T>>;

	/// Bounds by which the storage is laid out, as they were at the beginning of the chain or have grown since. An upgrade that
	/// changes another one is told by `BoundViolated`.
	#[pallet::storage]
	pub type Bounds<T> = StorageValue<_, bulwark_traits::KeptBounds, OptionQuery>;
}
