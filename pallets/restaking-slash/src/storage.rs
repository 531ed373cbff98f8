// SPDX-License-Identifier: Apache-2.0

//! What stands where.

/// A section of the pallet: pasted into it, and written here to be read alone.
#[frame_support::pallet_macros::pallet_section]
mod storage {
	/// The number of the next consumer.
	#[pallet::storage]
	pub type NextConsumer<T> = StorageValue<_, u32, ValueQuery>;

	/// The consumers, by number. One that has retired stays, so that its number is not used again.
	#[pallet::storage]
	pub type Consumers<T: Config> = StorageMap<_, Twox64Concat, ConsumerId, Consumer<T>>;

	/// The terms of a consumer, by version: they never change, so that an opt-in names them by their number.
	#[pallet::storage]
	pub type ConsumerTerms<T: Config> =
		StorageDoubleMap<_, Twox64Concat, ConsumerId, Twox64Concat, u32, Terms<AccountIdOf<T>>>;

	/// What an operator has promised to all consumers.
	#[pallet::storage]
	pub type Pledges<T: Config> =
		StorageMap<_, Blake2_128Concat, AccountIdOf<T>, PledgeOf<T>, ValueQuery>;

	/// What the cases of a consumer use up of an operator's promise.
	#[pallet::storage]
	pub type Spendings<T: Config> = StorageDoubleMap<
		_,
		Blake2_128Concat,
		AccountIdOf<T>,
		Twox64Concat,
		ConsumerId,
		SpendingOf<T>,
		ValueQuery,
	>;

	/// What consumers have reported: each name is used once, for ever.
	#[pallet::storage]
	pub type Reports<T: Config> =
		StorageDoubleMap<_, Twox64Concat, ConsumerId, Blake2_128Concat, ReportId, ()>;

	/// The number of the next case.
	#[pallet::storage]
	pub type NextCase<T> = StorageValue<_, u32, ValueQuery>;

	/// The cases that have not ended.
	#[pallet::storage]
	pub type Cases<T: Config> = StorageMap<_, Twox64Concat, CaseId, CaseRecord<T>>;

	/// Which of them consumers stand behind, by operator and consumer: no consumer takes the place of another.
	#[pallet::storage]
	pub type OpenCases<T: Config> = StorageDoubleMap<
		_,
		Blake2_128Concat,
		AccountIdOf<T>,
		Twox64Concat,
		ConsumerId,
		BoundedVec<CaseId, T::MaxCases>,
		ValueQuery,
	>;

	/// Which of them wait for a consumer, by operator and consumer.
	#[pallet::storage]
	pub type Proposals<T: Config> = StorageDoubleMap<
		_,
		Blake2_128Concat,
		AccountIdOf<T>,
		Twox64Concat,
		ConsumerId,
		BoundedVec<CaseId, T::MaxProposals>,
		ValueQuery,
	>;

	/// Bounties that nobody has claimed, by case.
	#[pallet::storage]
	pub type Bounties<T: Config> = StorageMap<_, Twox64Concat, CaseId, Bounty<T>>;

	/// What the escrow has to hold: all bounties, and its floor.
	#[pallet::storage]
	pub type Escrow<T> = StorageValue<_, Pot, OptionQuery>;
}
