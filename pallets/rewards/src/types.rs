// SPDX-License-Identifier: Apache-2.0

//! What the pallet keeps.

use crate::{AccountIdOf, AssetIdOf, Config, MaxBucketsOf};
use bulwark_ledger::{
	Accumulators, Amounts, EpochIndex, Fraction, Merged, Multiplier, PoolId, PoolRewards, Preset,
	Snapshot, Terms,
};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{BoundedVec, CloneNoBound, DebugNoBound, EqNoBound, PartialEqNoBound};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// An amount of each reward asset of a pool.
pub type AmountsOf<T> = Amounts<<T as Config>::MaxRewardAssets>;
/// Accumulators of a pool or of an epoch's exits.
pub type AccumulatorsOf<T> = Accumulators<<T as Config>::MaxRewardAssets, MaxBucketsOf<T>>;
/// Where those go over who follow a merged cohort.
pub type MergedOf<T> = Merged<<T as Config>::MaxRewardAssets>;
/// What M had earned when an epoch began.
pub type SnapshotOf<T> = Snapshot<<T as Config>::MaxRewardAssets>;
/// What a pool's stakers earn.
pub type PoolRewardsOf<T> =
	PoolRewards<<T as Config>::MaxRewardAssets, MaxBucketsOf<T>, <T as Config>::MaxExpiries>;
/// The reward assets of a pool, in the order in which they were listed.
pub type RewardAssetsOf<T> = BoundedVec<AssetIdOf<T>, <T as Config>::MaxRewardAssets>;

/// The number of a position, and of the NFT that owns it; from 1.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
)]
pub struct PositionId(pub u32);

/// A pool that pays rewards.
#[derive(
	CloneNoBound,
	PartialEqNoBound,
	EqNoBound,
	DebugNoBound,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
)]
#[scale_info(skip_type_params(T))]
#[codec(mel_bound())]
pub struct RewardPool<T: Config> {
	/// In what it can be rewarded. An asset that was listed once stays.
	pub assets: RewardAssetsOf<T>,
	/// What its stakers earn.
	pub rewards: PoolRewardsOf<T>,
}

/// Where the penalties of a pool go.
#[derive(
	Clone,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
	Serialize,
	Deserialize,
)]
#[serde(rename_all = "camelCase")]
pub enum Beneficiary<AccountId> {
	/// To an account; not to the operator of the pool, which could make its stakers leave.
	#[codec(index = 0)]
	Account(AccountId),
	/// To those who stay, as a stream of the pool.
	#[codec(index = 1)]
	Stakers,
	/// To nobody: they are burnt.
	#[codec(index = 2)]
	Burn,
}

/// What a pool offers to those who lock their stake.
#[derive(
	CloneNoBound,
	PartialEqNoBound,
	EqNoBound,
	DebugNoBound,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
)]
#[scale_info(skip_type_params(T))]
#[codec(mel_bound())]
pub struct Offer<T: Config> {
	/// What positions can be opened with. None: no new ones.
	pub presets: BoundedVec<Preset, T::MaxPresets>,
	/// In what the pool can be rewarded, besides what was listed before.
	pub assets: RewardAssetsOf<T>,
	/// What leaving early costs, of the stake: below 1.
	pub penalty: Fraction,
	/// Where that goes.
	pub beneficiary: Beneficiary<AccountIdOf<T>>,
	/// Whether stake without a position earns too: as much as the smallest preset.
	pub plain: bool,
}

impl<T: Config> Offer<T> {
	/// What a share of a holder without a position weighs.
	pub(crate) fn plain_multiplier(&self) -> Multiplier {
		let smallest = self.presets.iter().map(|preset| preset.multiplier).min();
		match (self.plain, smallest) {
			(false, _) => Multiplier(0),
			(true, smallest) => smallest.unwrap_or(Multiplier::ONE),
		}
	}
}

/// Stake that an NFT owns.
///
/// Under one number its stake, its terms and its expiry stay what they are: what an owner does to it gives it another
/// number. Only a claim, a slash or a tag make it worth less.
#[derive(
	CloneNoBound,
	PartialEqNoBound,
	EqNoBound,
	DebugNoBound,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
)]
#[scale_info(skip_type_params(T))]
#[codec(mel_bound())]
pub struct Position<T: Config> {
	/// Where it is staked.
	pub pool: PoolId,
	/// The key under which its stake stands. No account: it stays when the number changes.
	pub key: AccountIdOf<T>,
	/// What it was opened with.
	pub terms: Terms,
	/// x: the first epoch that is not locked.
	pub expiry: EpochIndex,
	/// Who earns with it since it expired, if somebody noticed.
	pub tag: Option<Tag<T>>,
}

/// A third party's mark on an expired position: what it earns from then on is not the owner's.
#[derive(
	CloneNoBound,
	PartialEqNoBound,
	EqNoBound,
	DebugNoBound,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
)]
#[scale_info(skip_type_params(T))]
#[codec(mel_bound())]
pub struct Tag<T: Config> {
	/// Whose it is.
	pub beneficiary: AccountIdOf<T>,
	/// What the position had earned for its owner until it expired, less what was paid since.
	pub earned: AmountsOf<T>,
}

/// Something that can be claimed.
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen,
)]
pub enum Claim<AccountId> {
	/// What an account has earned in a pool: with stake of its own, with exits, with positions it has unstaked.
	#[codec(index = 0)]
	Stake {
		/// Where.
		pool: PoolId,
		/// Who.
		holder: AccountId,
	},
	/// What a position has earned: for its owner, and for who tagged it.
	#[codec(index = 1)]
	Position(PositionId),
	/// What the operator of a pool has kept of its stakers' rewards.
	#[codec(index = 2)]
	Commission(PoolId),
}
