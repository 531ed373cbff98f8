// SPDX-License-Identifier: Apache-2.0

//! Storage of the pallet.

/// A section of the pallet: pasted into it, and written here to be read alone.
#[frame_support::pallet_macros::pallet_section]
mod storage {
	/// Id of the next consumer. The first is 1.
	#[pallet::storage]
	pub type NextConsumerId<T> = StorageValue<_, ConsumerId, ValueQuery, FirstConsumerId>;

	/// Id of the first consumer.
	#[pallet::type_value]
	pub fn FirstConsumerId() -> ConsumerId {
		ConsumerId::FIRST
	}

	/// Consumers by id. One that has retired stays, so that its id is not used again.
	#[pallet::storage]
	pub type Consumers<T: Config> = StorageMap<_, Twox64Concat, ConsumerId, Consumer<T>>;

	/// Terms of a consumer, by consumer and version, counted from 1. Terms that have begun never change: an opt-in pins them
	/// by their version.
	#[pallet::storage]
	pub type TermsByVersion<T: Config> = StorageDoubleMap<
		_,
		Twox64Concat,
		ConsumerId,
		Twox64Concat,
		u32,
		ConsumerTerms<AccountIdOf<T>>,
	>;

	/// Last epoch up to which a follower has acknowledged the active sets, by follower.
	#[pallet::storage]
	pub type AcknowledgedEpochs<T: Config> =
		StorageMap<_, Blake2_128Concat, AccountIdOf<T>, EpochIndex>;

	/// Opt-ins of an operator to all consumers, and its slash cap, by operator.
	#[pallet::storage]
	pub type OptIns<T: Config> =
		StorageMap<_, Blake2_128Concat, AccountIdOf<T>, OptInsOf<T>, ValueQuery>;

	/// Parts of budgets that open and executed cases use up, by operator and consumer.
	#[pallet::storage]
	pub type UsedBudgets<T: Config> = StorageDoubleMap<
		_,
		Blake2_128Concat,
		AccountIdOf<T>,
		Twox64Concat,
		ConsumerId,
		SpendingOf<T>,
		ValueQuery,
	>;

	/// Report ids that a consumer has used, by consumer and report id. None is ever used again.
	#[pallet::storage]
	pub type UsedReportIds<T: Config> =
		StorageDoubleMap<_, Twox64Concat, ConsumerId, Blake2_128Concat, ReportId, ()>;

	/// Id of the next case. The first is 1.
	#[pallet::storage]
	pub type NextCaseId<T> = StorageValue<_, CaseId, ValueQuery, FirstCaseId>;

	/// Id of the first case.
	#[pallet::type_value]
	pub fn FirstCaseId() -> CaseId {
		CaseId::FIRST
	}

	/// Open cases by id.
	#[pallet::storage]
	pub type Cases<T: Config> = StorageMap<_, Twox64Concat, CaseId, Case<T>>;

	/// Open cases that the consumer reported or endorsed, by operator and consumer: no consumer takes the place of another.
	#[pallet::storage]
	pub type FiledCases<T: Config> = StorageDoubleMap<
		_,
		Blake2_128Concat,
		AccountIdOf<T>,
		Twox64Concat,
		ConsumerId,
		BoundedVec<CaseId, T::MaxCases>,
		ValueQuery,
	>;

	/// Proposed cases that await endorsement, by operator and consumer.
	#[pallet::storage]
	pub type ProposedCases<T: Config> = StorageDoubleMap<
		_,
		Blake2_128Concat,
		AccountIdOf<T>,
		Twox64Concat,
		ConsumerId,
		BoundedVec<CaseId, T::MaxProposals>,
		ValueQuery,
	>;

	/// Unclaimed bounties, by case.
	#[pallet::storage]
	pub type Bounties<T: Config> = StorageMap<_, Twox64Concat, CaseId, Bounty<T>>;

	/// Recorded total of the escrow account, in native units: the sum of all unclaimed bounties, and the floor that was put
	/// in when the first consumer was registered.
	#[pallet::storage]
	pub type Escrow<T> = StorageValue<_, Pot, OptionQuery>;
}
