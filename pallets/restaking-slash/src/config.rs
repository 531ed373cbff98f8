// SPDX-License-Identifier: Apache-2.0

//! Choices of the runtime: money, neighbours, origins, times and bounds.

use crate::Config;
use bulwark_traits::Epochs;
use frame_support::traits::Get;

/// A section of the pallet: pasted into it, and written here to be read alone.
#[frame_support::pallet_macros::pallet_section]
mod config {
	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// Assets that can be slashed and remitted, the native one among them: usually a `UnionOf` of balances and assets.
		type Assets: fungibles::Mutate<
				Self::AccountId,
				AssetId: Parameter + Member + MaxEncodedLen + MaybeSerializeDeserialize,
				Balance = Balance,
			> + fungibles::Balanced<Self::AccountId>
			+ frame_support::traits::AccountTouch<AssetIdOf<Self>, Self::AccountId, Balance = Balance>;

		/// Native asset, in which deposits are held: usually balances.
		type Native: fungible::hold::Mutate<
				Self::AccountId,
				Balance = Balance,
				Reason = Self::RuntimeHoldReason,
			> + fungible::BalancedHold<Self::AccountId>;

		/// Id of the native asset in `Assets`.
		type NativeAsset: Get<AssetIdOf<Self>>;

		/// Hold reasons of the runtime.
		type RuntimeHoldReason: From<HoldReason>;

		/// Treasury for slashed money that goes to no account of an admitted consumer and is not burnt; one credit for each
		/// asset. `()` burns it.
		type OnSlash: OnUnbalanced<CreditOf<Self>>;

		/// Treasury for forfeited deposits. `()` burns them.
		type OnForfeit: OnUnbalanced<NativeCreditOf<Self>>;

		/// Stake of operators as a slash would find it, and the one clock with its liability window W, 2 to 14 epochs and fixed
		/// for ever once a chain runs: the staking pallet. `()` knows no operators, so that nobody can opt in. Its clock, and its looks at the record of an
		/// operator alone, are part of what this pallet measures; looks at stake it weighs itself.
		type Exposure: Exposure<Self::AccountId, AssetIdOf<Self>>;

		/// Slash of stake: the staking pallet. `()` takes nothing.
		type Slash: Slash<Self::AccountId, AssetIdOf<Self>, CreditOf<Self>>;

		/// Division of what consumers pay among the stakers who were active: the rewards pallet. `()` refuses all payments.
		type Rewards: RewardSink<Self::AccountId, AssetIdOf<Self>, CreditOf<Self>>;

		/// Whoever elects operators, and hears in which epochs enough of their bonds answers: the staking pallet. `()` if nobody
		/// asks for it.
		type CoverObserver: CoverObserver<Self::AccountId>;

		/// Consumers that the chain counts as its own: who answers to none of them is elected after who does. Each is in the genesis
		/// or registered already, as an id that nobody has is the first stranger's. `Everything` lets an operator answer to a
		/// consumer of its own for nothing. Each of them is two reads more for every call that changes opt-ins or what is used of
		/// them: the weights are measured with as many as there are, at most `MaxOptIns`.
		type Cover: Contains<ConsumerId>;

		/// Least part of a bond that has to answer, unused, to the consumers in `Cover` together. 0 asks for nothing.
		type LeastCover: Get<Fraction>;

		/// Origin that admits consumers, and calls off a retirement. In the calls of consumers and resolvers it acts as the
		/// account that it returns, so that the chain has a consumer of its own, `governance`.
		type AdminOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = Self::AccountId>;

		/// Origin that acknowledges active sets: accounts whose word on what other chains know is taken, one follower each.
		/// Each leaves an entry in storage. `EnsureNever` if nobody follows the active set.
		type FollowerOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = Self::AccountId>;

		/// Origin that dismisses a case before it is executed, at nobody's cost: for faults of consumers, resolvers and proofs.
		/// `EnsureNever` for none; a runtime in which a pallet files cases by proof names one, as nobody else can stop those.
		type EmergencyOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// Counter of blocks, so that no time to dispute runs out while none is made: usually the system pallet.
		type BlockNumberProvider: BlockNumberProvider;

		/// Id from which the account of the escrow is derived, which keeps bounties and slashed money for accounts. Must differ
		/// from that of every other pallet.
		#[pallet::constant]
		type PalletId: Get<PalletId>;

		/// N: number of whole epochs between the announcement of an opt-in by which pools can lose more, of a higher slash cap
		/// or of new terms, and the epoch from which it holds. At least 1, so that stakers can leave in time. Opt-ins have room
		/// for the longer of N and M, which may only grow.
		#[pallet::constant]
		type Notice: Get<u32>;

		/// M: number of whole epochs between the announcement that a consumer can take less, or that an opt-in, an operator or
		/// a consumer ends, and its effect: everything answers until then. At least 1, so that consumers can know. Best no more
		/// than N, or an operator cannot change an opt-in in N epochs. The longer of both may only grow.
		#[pallet::constant]
		type NarrowNotice: Get<u32>;

		/// Longest lock of stake in epochs, at least that of the positions: announcements are remembered so long, as their age
		/// decides for which locks a penalty is waived. It may only grow.
		#[pallet::constant]
		type LongestLock: Get<u32>;

		/// Largest number of announcements of an operator that are remembered, by which all its pools can lose more, or those by
		/// which one consumer can take more. An operator that has announced so many waits with the next. It may only grow.
		#[pallet::constant]
		type MaxAnnouncements: Get<u32>;

		/// Least number of blocks between the filing of a case and the end of the time to dispute it. 0 counts epochs alone,
		/// and a chain that halts for that long disputes nothing.
		#[pallet::constant]
		type MinBlocks: Get<u32>;

		/// Number of epochs between the execution of a case and the payment of its bounty and of a destination account. 0 pays in
		/// the same epoch, and leaves no time to end an admission.
		#[pallet::constant]
		type BountyDelay: Get<u32>;

		/// Deposit for a consumer, in native units, held until its last fault cannot be slashed any more. High enough to keep
		/// junk out of `Consumers`, which are never removed.
		#[pallet::constant]
		type ConsumerDeposit: Get<Balance>;

		/// Amount of a consumer's deposit, in native units, that a report costs which its resolver rejects or leaves without a
		/// verdict: so much that false accusations cost more than they bring. At most `ConsumerDeposit`. 0 makes them free.
		#[pallet::constant]
		type ConsumerForfeit: Get<Balance>;

		/// Deposit for an outsider's report, in native units, forfeited unless it is endorsed or refunded.
		#[pallet::constant]
		type ReportDeposit: Get<Balance>;

		/// Deposit for a dispute, in native units, forfeited if the case is executed.
		#[pallet::constant]
		type DisputeDeposit: Get<Balance>;

		/// Largest number of consumers that an operator is opted in to, ended opt-ins by which faults can still be slashed
		/// included. At least 1. It may only grow.
		#[pallet::constant]
		type MaxOptIns: Get<u32>;

		/// Largest number of open cases of one consumer against one operator, and as many by proof. At least 1. Each consumer has
		/// its own places, or an operator could fill them by a consumer of its own. It may only grow.
		#[pallet::constant]
		type MaxCases: Get<u32>;

		/// Largest number of reports of one outsider that await endorsement, or were declined and count. 0 allows none. Nobody
		/// fills the places of another. It may only grow.
		#[pallet::constant]
		type MaxProposals: Get<u32>;

		/// Largest size of the text of an evidence, in bytes: enough for the place where to look.
		#[pallet::constant]
		type MaxEvidence: Get<u32>;

		/// Weights of the calls, as measured.
		type WeightInfo: WeightInfo;

		/// Helper of the benchmarks: makes operators with stake, assets and time.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: BenchmarkHelper<AssetIdOf<Self>, Self::AccountId>;
	}

	/// Reasons of this pallet for holding money.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// Deposit of a consumer.
		#[codec(index = 0)]
		ConsumerDeposit,
		/// Deposit of an outsider's report.
		#[codec(index = 1)]
		ReportDeposit,
		/// Deposit of a dispute.
		#[codec(index = 2)]
		DisputeDeposit,
	}
}

/// Panics if what the runtime has chosen does not fit together.
pub(crate) fn check<T: Config>() {
	assert!(
		(2..=14).contains(&T::Exposure::window()),
		"a report, a dispute and a settlement need two epochs, and staking has 14 at most"
	);
	assert!(T::Notice::get() >= 1, "stakers need time to leave");
	assert!(T::NarrowNotice::get() >= 1, "consumers need time to know");
	assert!(T::MaxOptIns::get() >= 1, "an operator opts in");
	assert!(T::MaxCases::get() >= 1, "a consumer has a case");
	assert!(
		T::ConsumerForfeit::get() <= T::ConsumerDeposit::get(),
		"a consumer that has paid its deposit may report"
	);
}
