// SPDX-License-Identifier: Apache-2.0

//! Rewards, and the NFTs of positions.

use super::{
	origins::TreasuryOrigin,
	restaking::Notice,
	staking::{NativeAsset, Treasury},
};
use crate::{
	assets::NativeAndAssets,
	units::{TOKEN_DECIMALS, TOKEN_SYMBOL},
	AccountId, ForeignAssets, OperatorStaking, Runtime,
};
use bulwark_runtime_common::{NativeAndAssetNames, NftCollection};
use frame_support::{
	parameter_types,
	traits::{tokens::imbalance::ResolveAssetTo, ConstU32, Everything},
	PalletId,
};
use pallet_staking_rewards::Fraction;

parameter_types! {
	/// Id of the pot that keeps all rewards.
	pub const RewardPot: PalletId = PalletId(*b"bw/rewrd");
	/// Symbol of the native token.
	pub const NativeSymbol: &'static str = TOKEN_SYMBOL;
	/// Decimals of the native token.
	pub const NativeDecimals: u8 = TOKEN_DECIMALS;
	/// Highest commission: half, as an operator that takes more has no stakers.
	pub const MaxCommission: Fraction = Fraction::from_percent(50);
}

impl pallet_staking_rewards::Config for Runtime {
	type Assets = NativeAndAssets;
	type NativeAsset = NativeAsset;
	type OnUnallocated = ResolveAssetTo<Treasury, NativeAndAssets>;
	type Stake = OperatorStaking;
	type Nfts = NftCollection<Runtime>;
	type AssetNames = NativeAndAssetNames<NativeSymbol, NativeDecimals, ForeignAssets, AccountId>;
	type RewardAssets = Everything;
	type AdminOrigin = TreasuryOrigin;
	type PalletId = RewardPot;
	type MaxCommission = MaxCommission;
	type ReturnPeriod = ConstU32<7>;
	// As many as there are.
	type MaxRewardAssets = ConstU32<3>;
	type MaxLockTiers = ConstU32<8>;
	// A year of weeks.
	type MaxDuration = ConstU32<52>;
	type Notice = Notice;
	type WeightInfo = pallet_staking_rewards::weights::SubstrateWeight<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::Helper;
}
