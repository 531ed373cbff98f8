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

	/// Rises that an operator has announced of what its pools can lose, as far back as a lock can have begun, by operator.
	#[pallet::storage]
	pub type Announcements<T: Config> =
		StorageMap<_, Blake2_128Concat, AccountIdOf<T>, AnnouncementsOf<T>, ValueQuery>;

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

	/// Report ids that a consumer has used, by consumer, by the basis of the report and by report id. None is ever used again,
	/// and proofs have ids of their own, so that no key takes theirs.
	#[pallet::storage]
	pub type UsedReportIds<T: Config> =
		StorageDoubleMap<_, Twox64Concat, ConsumerId, Blake2_128Concat, (Basis, ReportId), ()>;

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

	/// Open cases that were filed by proof, by operator and consumer: they have places of their own, so that no key takes theirs.
	#[pallet::storage]
	pub type ProvedCases<T: Config> = StorageDoubleMap<
		_,
		Blake2_128Concat,
		AccountIdOf<T>,
		Twox64Concat,
		ConsumerId,
		BoundedVec<CaseId, T::MaxCases>,
		ValueQuery,
	>;

	/// Reports of outsiders that await endorsement, or were declined and count until the time to report is over, by reporter.
	#[pallet::storage]
	pub type ProposedCases<T: Config> = StorageMap<
		_,
		Blake2_128Concat,
		AccountIdOf<T>,
		BoundedVec<CaseId, T::MaxProposals>,
		ValueQuery,
	>;

	/// First of the outsiders whose evidence has the same text, by consumer and SHA-256(operator ‖ text).
	#[pallet::storage]
	pub type Claims<T: Config> =
		StorageDoubleMap<_, Twox64Concat, ConsumerId, Blake2_128Concat, [u8; 32], Claim<T>>;

	/// Disputes whose deposits are held, by case and disputer.
	#[pallet::storage]
	pub type Disputes<T: Config> =
		StorageDoubleMap<_, Twox64Concat, CaseId, Blake2_128Concat, AccountIdOf<T>, Dispute>;

	/// Number of disputes whose deposits are lost and still held, by case that was executed in spite of them.
	#[pallet::storage]
	pub type LostDisputes<T> = StorageMap<_, Twox64Concat, CaseId, u32>;

	/// Slashed money that waits for its destination, by case and asset.
	#[pallet::storage]
	pub type WithheldSlashes<T: Config> =
		StorageDoubleMap<_, Twox64Concat, CaseId, Blake2_128Concat, AssetIdOf<T>, WithheldSlash<T>>;

	/// Amounts that a slash has charged to a pool and that could not be moved, in units of the asset, by case, asset and pool.
	#[pallet::storage]
	pub type OwedSlashes<T: Config> = StorageNMap<
		_,
		(
			NMapKey<Twox64Concat, CaseId>,
			NMapKey<Blake2_128Concat, AssetIdOf<T>>,
			NMapKey<Twox64Concat, PoolId>,
		),
		Balance,
	>;

	/// Unclaimed bounties, by case.
	#[pallet::storage]
	pub type Bounties<T: Config> = StorageMap<_, Twox64Concat, CaseId, Bounty<T>>;

	/// Recorded total of the escrow account, by asset, in units of the asset: the sum of what waits for destination accounts
	/// and, in the native asset, of all unclaimed bounties; and the floor that was put in first.
	#[pallet::storage]
	pub type Escrow<T: Config> = StorageMap<_, Blake2_128Concat, AssetIdOf<T>, Pot>;

	/// Bounds by which the storage is laid out, as they were at the beginning of the chain or have grown since. An upgrade that
	/// changes another one is told by `BoundViolated`.
	#[pallet::storage]
	pub type Bounds<T> = StorageValue<_, bulwark_traits::KeptBounds, OptionQuery>;
}
