// SPDX-License-Identifier: Apache-2.0

//! Storage of the pallet.

/// A section of the pallet: pasted into it, and written here to be read alone.
#[frame_support::pallet_macros::pallet_section]
mod storage {
	/// Keys of sequencers, by operator.
	#[pallet::storage]
	pub type Keys<T: Config> = StorageMap<_, Blake2_128Concat, AccountIdOf<T>, KeyRecord>;

	/// Operator that has a key, or had it before and may be in a kept set with it, by key.
	#[pallet::storage]
	pub type KeyOwners<T: Config> = StorageMap<_, Blake2_128Concat, Key, AccountIdOf<T>>;

	/// Number of the next set of sequencers. The first is 1.
	#[pallet::storage]
	pub type NextSetNumber<T> = StorageValue<_, SetNumber, ValueQuery, FirstSetNumber>;

	/// Number of the first set.
	#[pallet::type_value]
	pub fn FirstSetNumber() -> SetNumber {
		SetNumber::FIRST
	}

	/// Sets that are kept, the oldest first.
	#[pallet::storage]
	pub type Kept<T: Config> = StorageValue<_, KeptSets<T::MaxSets>, ValueQuery>;

	/// Members of the kept sets, by number.
	#[pallet::storage]
	pub type Sets<T: Config> = StorageMap<_, Twox64Concat, SetNumber, SequencerSet<T>>;

	/// True if the active set has changed and no set of sequencers was formed since.
	#[pallet::storage]
	pub type SetPending<T> = StorageValue<_, bool, ValueQuery>;

	/// Epoch in which the members of a new set were looked for last.
	#[pallet::storage]
	pub type LastLook<T> = StorageValue<_, EpochIndex>;

	/// Switch between batches without signatures and batches with them.
	#[pallet::storage]
	pub type Signing<T> = StorageValue<_, SigningSwitch, ValueQuery>;

	/// Set whose signatures count; none before the first batch with signatures.
	#[pallet::storage]
	pub type Attested<T> = StorageValue<_, AttestedSet>;

	/// Number of reverts.
	#[pallet::storage]
	pub type Fork<T> = StorageValue<_, u32, ValueQuery>;

	/// Index of the next batch.
	#[pallet::storage]
	pub type NextIndex<T> = StorageValue<_, u32, ValueQuery>;

	/// Index of the oldest batch of the chain that is remembered.
	#[pallet::storage]
	pub type OldestIndex<T> = StorageValue<_, u32, ValueQuery>;

	/// Ids of the batches of the chain, by index. Those from `NextIndex` on are void.
	#[pallet::storage]
	pub type Chain<T> = StorageMap<_, Twox64Concat, u32, BatchId>;

	/// Batches by id, void ones among them until nothing can follow from them and they are released.
	#[pallet::storage]
	pub type Batches<T: Config> = StorageMap<_, Blake2_128Concat, BatchId, BatchOf<T>>;

	/// Indices of batches of the chain that are challenged, in ascending order.
	#[pallet::storage]
	pub type OpenChallenges<T: Config> =
		StorageValue<_, BoundedVec<u32, T::MaxBatches>, ValueQuery>;

	/// Challenges by batch, until the last deposit was collected.
	#[pallet::storage]
	pub type Challenges<T: Config> =
		StorageMap<_, Blake2_128Concat, BatchId, Challenge<AccountIdOf<T>>>;

	/// Deposits of challengers that are held, by batch and challenger.
	#[pallet::storage]
	pub type Challengers<T: Config> = StorageDoubleMap<
		_,
		Blake2_128Concat,
		BatchId,
		Blake2_128Concat,
		AccountIdOf<T>,
		Challenger,
	>;

	/// Evidence of the first challengers of a batch, in the order in which they have joined, until the last deposit was collected.
	#[pallet::storage]
	pub type NamedEvidence<T: Config> = StorageMap<
		_,
		Blake2_128Concat,
		BatchId,
		BoundedVec<(AccountIdOf<T>, Evidence), ConstU32<MAX_NAMED_EVIDENCE>>,
		ValueQuery,
	>;

	/// Bounties out of deposits that outsiders have lost, by batch.
	#[pallet::storage]
	pub type Bounties<T: Config> =
		StorageMap<_, Blake2_128Concat, BatchId, DepositBounty<AccountIdOf<T>>>;

	/// Operators that are in no new set and submit nothing because a batch of theirs was bad.
	#[pallet::storage]
	pub type Barred<T: Config> = StorageMap<_, Blake2_128Concat, AccountIdOf<T>, Bar>;

	/// Cases about equivocations within the liability window, with the epoch of each, by operator.
	#[pallet::storage]
	pub type Equivocations<T: Config> = StorageMap<
		_,
		Blake2_128Concat,
		AccountIdOf<T>,
		BoundedVec<(EpochIndex, CaseId), ConstU32<MAX_EQUIVOCATIONS>>,
		ValueQuery,
	>;

	/// Turn of the last batch without signatures, by submitter.
	#[pallet::storage]
	pub type LastTurns<T: Config> = StorageMap<_, Blake2_128Concat, AccountIdOf<T>, u64>;

	/// Turns of submitters that were looked at.
	#[pallet::storage]
	pub type Turns<T> = StorageValue<_, TurnRecord>;

	/// Bounds by which the storage is laid out, as they were at the beginning of the chain or have grown since. An upgrade that
	/// changes another one is told by `BoundViolated`.
	#[pallet::storage]
	pub type Bounds<T> = StorageValue<_, bulwark_traits::KeptBounds, OptionQuery>;
}
