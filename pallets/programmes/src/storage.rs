// SPDX-License-Identifier: Apache-2.0

//! The storage of the pallet, item by item. The types of the values are in `types`.

/// A section of the pallet: pasted into it, and written here to be read alone.
#[frame_support::pallet_macros::pallet_section]
mod storage {
	/// Id of the next programme, beginning with 1.
	#[pallet::storage]
	pub type NextProgrammeId<T> = StorageValue<_, ProgrammeId, ValueQuery, FirstProgrammeId>;

	/// Asset and progress of each programme, by programme id.
	#[pallet::storage]
	pub type Programmes<T: Config> = StorageMap<_, Twox64Concat, ProgrammeId, Programme<T>>;

	/// Money of each programme that is not being divided, by programme id: for epochs to come, due, and carried.
	#[pallet::storage]
	pub type Budgets<T: Config> = StorageMap<_, Twox64Concat, ProgrammeId, BudgetOf<T>>;

	/// Rules of each programme, by programme id: those of the window's epochs, and the one from the next epoch on.
	#[pallet::storage]
	pub type Rules<T: Config> = StorageMap<_, Twox64Concat, ProgrammeId, ByEpoch<T, Rule>>;

	/// Reporters of each programme, by programme id: those of the window's epochs, and those from the next epoch on.
	#[pallet::storage]
	pub type Reporters<T: Config> =
		StorageMap<_, Twox64Concat, ProgrammeId, ByEpoch<T, ReportersOf<T>>>;

	/// Money that each programme mints for an epoch, by programme id: in the window's epochs, and from the next one on.
	#[pallet::storage]
	pub type MintRates<T: Config> =
		StorageMap<_, Twox64Concat, ProgrammeId, ByEpoch<T, Option<MintRate>>>;

	/// Last epoch for which programmes have minted; none before the first block.
	#[pallet::storage]
	pub type LastMint<T> = StorageValue<_, EpochIndex, OptionQuery>;

	/// Nodes of each operator, by account.
	#[pallet::storage]
	pub type Nodes<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, NodesOf<T>>;

	/// Owner of each node, by the account of the node's key.
	#[pallet::storage]
	pub type NodeKeys<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, T::AccountId>;

	/// Reports on an operator in an epoch, and its score and reward once they are known, by programme id, epoch and
	/// account. Kept until the epoch lies before the window. The order of the keys is that of the division.
	// The hasher of epochs keeps their order: there are few, and nobody chooses one.
	#[pallet::storage]
	pub type Performances<T: Config> = StorageNMap<
		_,
		(
			NMapKey<Twox64Concat, ProgrammeId>,
			NMapKey<Identity, EpochKey>,
			NMapKey<Blake2_128Concat, T::AccountId>,
		),
		PerformanceOf<T>,
	>;

	/// Blocks, batches and time-outs of an operator in an epoch, by epoch and account. Kept until the epoch lies before the
	/// window.
	// In the order of epochs, as `Performances`.
	#[pallet::storage]
	pub type WorkRecords<T: Config> =
		StorageDoubleMap<_, Identity, EpochKey, Blake2_128Concat, T::AccountId, Work>;

	/// Turns of a steady author, in 2⁻³² turns, with their number when each of the last W + 2 epochs began, and the number
	/// of authors.
	#[pallet::storage]
	pub type AuthorTurns<T: Config> = StorageValue<_, TurnsOf<T>, ValueQuery>;

	/// Present authors of blocks, as far as `AuthorLog` was told of them, by account.
	#[pallet::storage]
	pub type Authors<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, Author>;

	/// Author whose idleness was last looked at.
	#[pallet::storage]
	pub type LastLookedAt<T: Config> = StorageValue<_, T::AccountId, OptionQuery>;

	/// Number of turns without a block after which an author is suspended, 0 for never: at present, and from the next epoch
	/// on.
	#[pallet::storage]
	pub type IdleTurns<T> = StorageValue<_, Scheduled<u32>, ValueQuery>;

	/// Money that the pot owes to programmes, with the minimum balance that stays in it as a floor, by asset.
	#[pallet::storage]
	pub type Pots<T: Config> = StorageMap<_, Blake2_128Concat, AssetIdOf<T>, Pot>;

	/// Money of programmes of the genesis, whose epochs are known with the first block.
	#[pallet::storage]
	pub type GenesisFundings<T: Config> =
		StorageValue<_, BoundedVec<PendingFunding, T::MaxProgrammes>, OptionQuery>;

	/// Bounds by which the storage is laid out, as they were at the beginning of the chain or have grown since. An upgrade that
	/// changes another one is told by `BoundViolated`.
	#[pallet::storage]
	pub type Bounds<T> = StorageValue<_, bulwark_traits::KeptBounds, OptionQuery>;
}
