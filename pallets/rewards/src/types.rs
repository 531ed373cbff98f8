// SPDX-License-Identifier: Apache-2.0

//! The values that the pallet stores and takes.

use crate::{AccountIdOf, AssetIdOf, Config, GenesisStream, MaxBucketsOf};
use bulwark_ledger::{
	Accumulators, Amounts, Announcements, Balance, CohortSpan, CreditedEpochs, Earnings,
	EpochIndex, ExitSpan, Expiry, ExpirySpan, Fraction, History, LockBegin, LockTerms, LockTier,
	Merged, OptInsAtLock, Page, PoolId, PoolRewards, Streams, Vesting,
};
use bulwark_traits::Destination;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::marker::PhantomData;
use frame_support::{
	traits::{ConstU32, Get},
	BoundedVec, CloneNoBound, DebugNoBound, EqNoBound, PartialEqNoBound,
};
use scale_info::TypeInfo;

/// An amount of each reward asset of a pool.
pub type AmountsOf<T> = Amounts<<T as Config>::MaxRewardAssets>;
/// Accumulators of a pool, or of the stake that was unstaked in one epoch.
pub type AccumulatorsOf<T> = Accumulators<<T as Config>::MaxRewardAssets, MaxBucketsOf<T>>;
/// Accumulators of the stake that was unstaked in the epochs of half a window.
pub type ExitPageOf<T> = Page<AccumulatorsOf<T>, ExitSpan<MaxBucketsOf<T>>>;
/// Accumulators of a matured cohort at its merge.
pub type MergedOf<T> = Merged<<T as Config>::MaxRewardAssets>;
/// Accumulators of the cohorts of W + 1 epochs at their merge.
pub type MergedPageOf<T> = Page<MergedOf<T>, CohortSpan<MaxBucketsOf<T>>>;
/// Positions that expire in the same epoch.
pub type ExpiryOf<T> = Expiry<<T as Config>::MaxRewardAssets>;
/// Positions that expire in 32 epochs.
pub type ExpiryPageOf<T> = Page<ExpiryOf<T>, ExpirySpan>;
/// Amounts that a pool pays for epochs to come.
pub type StreamsOf<T> = Streams<<T as Config>::MaxRewardAssets>;
/// Unpaid rewards of a position, by whose they are.
pub type EarningsOf<T> = Earnings<<T as Config>::MaxRewardAssets>;
/// Rewards of a young lock.
pub type VestingOf<T> = Vesting<<T as Config>::MaxRewardAssets>;
/// Terms of a position.
pub type LockTermsOf<T> = LockTerms<Destination<AccountIdOf<T>>>;
/// The offer of a pool that holds, and the one that was announced.
pub type OffersOf<T> = History<(EpochIndex, Offer<T>), ConstU32<2>>;
/// Money that was credited to a pool for its last epochs.
pub type CreditedOf<T> = CreditedEpochs<<T as Config>::MaxRewardAssets, MaxBucketsOf<T>>;
/// Rewards of the stakers of a pool.
pub type PoolRewardsOf<T> = PoolRewards<<T as Config>::MaxRewardAssets, MaxBucketsOf<T>>;
/// The reward assets of a pool, in the order in which they were listed.
pub type RewardAssetsOf<T> = BoundedVec<AssetIdOf<T>, <T as Config>::MaxRewardAssets>;
/// Streams of the genesis.
pub type GenesisStreamsOf<T> = BoundedVec<GenesisStream<AssetIdOf<T>>, ConstU32<64>>;

/// The number of rises of a commission that locks can have to know of: it changes every third epoch at most, and none is
/// known longer than the longest lock.
pub struct MaxCommissionAnnouncements<T>(PhantomData<T>);
impl<T: Config> Get<u32> for MaxCommissionAnnouncements<T> {
	fn get() -> u32 {
		T::MaxDuration::get().div_ceil(3).saturating_add(3)
	}
}

/// The announced rises of an operator's commission.
pub type CommissionAnnouncementsOf<T> = Announcements<(), MaxCommissionAnnouncements<T>>;

/// The number of a position, which is also the number of its NFT; from 1.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub struct PositionId(pub u32);

impl PositionId {
	/// The number of the first position.
	pub const FIRST: Self = Self(1);

	/// The number after this one, if there is any left.
	pub fn next(self) -> Option<Self> {
		self.0.checked_add(1).map(Self)
	}
}

/// The number of the first position, before any was given.
pub struct FirstPositionId;
impl Get<PositionId> for FirstPositionId {
	fn get() -> PositionId {
		PositionId::FIRST
	}
}

/// A pool that pays rewards.
#[derive(CloneNoBound, PartialEqNoBound, EqNoBound, DebugNoBound)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
#[scale_info(skip_type_params(T))]
#[codec(mel_bound())]
pub struct RewardPool<T: Config> {
	/// Reward assets, in the order in which they were listed. An asset that was listed once stays.
	pub assets: RewardAssetsOf<T>,
	/// Accumulators of the pool's buckets, and the bounds of the expiries to come.
	pub rewards: PoolRewardsOf<T>,
}

/// The terms that a pool offers to new locks, and the assets that it pays.
#[derive(CloneNoBound, PartialEqNoBound, EqNoBound, DebugNoBound)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
#[scale_info(skip_type_params(T))]
#[codec(mel_bound())]
pub struct Offer<T: Config> {
	/// Lock tiers of new positions, one for each duration, at most `MaxLockTiers`. Empty: no position can be opened.
	pub tiers: BoundedVec<LockTier, T::MaxLockTiers>,
	/// Reward assets, at most `MaxRewardAssets`, in addition to those that were listed before. They are listed at once.
	pub assets: RewardAssetsOf<T>,
	/// Part of the stake that leaving a lock early costs, below 1.
	pub penalty: Fraction,
	/// Destination of penalties. An account has to be named by `AdminOrigin`; the operator's next offer may keep it.
	pub destination: Destination<AccountIdOf<T>>,
}

/// The least that a position has to be worth to whoever is about to buy it.
#[derive(CloneNoBound, PartialEqNoBound, EqNoBound, DebugNoBound)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
#[scale_info(skip_type_params(T))]
#[codec(mel_bound())]
pub struct ExpectedWorth<T: Config> {
	/// Least value of the stake, in units of the pool's asset.
	#[codec(compact)]
	pub principal: Balance,
	/// Least rewards that a claim pays to the owner, now or once they have vested, by asset, at most `MaxRewardAssets` of
	/// them, in units of the asset.
	pub claimable: BoundedVec<(AssetIdOf<T>, Balance), T::MaxRewardAssets>,
	/// Least expired rewards that `restake` makes the owner's, by asset, at most `MaxRewardAssets` of them, in units of the
	/// asset.
	pub expired_rewards: BoundedVec<(AssetIdOf<T>, Balance), T::MaxRewardAssets>,
	/// Expiry.
	pub expiry: EpochIndex,
	/// Account that the position is tagged for; none if it must not be tagged.
	pub tagged_for: Option<AccountIdOf<T>>,
}

/// Locked stake that an NFT owns.
///
/// Stake, terms and expiry of a position never change under one number: what its owner does to it gives it another
/// number and another NFT. Only a claim, a slash or a tag lower what it is worth.
#[derive(CloneNoBound, PartialEqNoBound, EqNoBound, DebugNoBound)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
#[scale_info(skip_type_params(T))]
#[codec(mel_bound())]
pub struct Position<T: Config> {
	/// Pool of the stake.
	pub pool_id: PoolId,
	/// Position account: the derived account under which staking keeps the stake. It holds no money, nobody signs for
	/// it, and it stays when the number of the position changes.
	pub account: AccountIdOf<T>,
	/// Lock tier, penalty and destination of the penalty with which the position was opened.
	pub terms: LockTermsOf<T>,
	/// First epoch in which the position is not locked.
	pub expiry: EpochIndex,
	/// State that its owner agreed to when the lock began: only what gets worse since waives the penalty.
	pub known: KnownAtLock,
	/// Rewards that were divided while the lock is young.
	pub vesting: VestingOf<T>,
	/// Tag of a third party, if the position has expired and was tagged.
	pub tag: Option<Tag<T>>,
}

/// State of a pool that is known to whoever locks stake in it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub struct KnownAtLock {
	/// True if the operator was active. To lock again behind one that is not is to agree to that.
	pub was_active: bool,
	/// Commission of the operator.
	pub commission: LockBegin,
	/// Opt-ins of the operator.
	pub opt_ins: OptInsAtLock,
}

impl KnownAtLock {
	/// Numbers of the announcements before the lock: of two locks of one epoch the later has the greater.
	pub(crate) fn numbers(&self) -> (u32, u32) {
		(self.commission.number, self.opt_ins.number)
	}
}

/// The mark of a third party on an expired position, which earns for a beneficiary from then on.
#[derive(CloneNoBound, PartialEqNoBound, EqNoBound, DebugNoBound)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
#[scale_info(skip_type_params(T))]
#[codec(mel_bound())]
pub struct Tag<T: Config> {
	/// Account that gets all rewards since the tag.
	pub beneficiary: AccountIdOf<T>,
	/// Unpaid rewards of the owner: those earned before the expiry.
	pub earned: AmountsOf<T>,
}

/// Rewards that can be claimed together.
#[derive(Clone, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub enum RewardClaim<AccountId> {
	/// Rewards of an account in a pool: of stake without a position, of its unbonding stake, and of positions that it
	/// has unstaked.
	#[codec(index = 0)]
	Stake {
		/// Pool of the stake.
		pool_id: PoolId,
		/// Account that has earned them.
		staker: AccountId,
	},
	/// Rewards of a position: the owner's part, and the part of the beneficiary if it was tagged.
	#[codec(index = 1)]
	Position(PositionId),
	/// Commission that the operator of a pool has earned in it.
	#[codec(index = 2)]
	Commission(PoolId),
}

/// The stake of a staker in a pool whose rewards are kept together.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub enum EntitledStake {
	/// Stake in the pool, unbonding stake included.
	#[codec(index = 0)]
	Staked,
	/// Unbonding stake that goes to another pool when it is released.
	#[codec(index = 1)]
	Redelegated(PoolId),
}

impl EntitledStake {
	/// The stake that goes to a pool, or that goes nowhere.
	pub(crate) fn on_its_way(to: Option<PoolId>) -> Self {
		to.map_or(Self::Staked, Self::Redelegated)
	}

	/// The pool to which it goes.
	#[cfg(any(test, feature = "try-runtime"))]
	pub(crate) fn to(self) -> Option<PoolId> {
		match self {
			Self::Staked => None,
			Self::Redelegated(to) => Some(to),
		}
	}
}
