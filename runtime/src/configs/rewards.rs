// SPDX-License-Identifier: Apache-2.0

//! Rewards, and the NFTs of positions.

use super::restaking::Notice;
use super::staking::{NativeAsset, StakeAssets, Treasury};
use crate::{
	assets::NativeAndAssets,
	units::{TOKEN_DECIMALS, TOKEN_SYMBOL},
	AccountId, Assets, OperatorStaking, Runtime,
};
use bulwark_runtime_common::{NativeAndAssetNames, NftCollection};
use frame_support::{
	parameter_types,
	traits::{tokens::imbalance::ResolveAssetTo, ConstU32},
	PalletId,
};
use frame_system::EnsureRootWithSuccess;
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
	type AssetNames = NativeAndAssetNames<NativeSymbol, NativeDecimals, Assets, AccountId>;
	// The assets that can be staked: nobody can freeze them.
	type RewardAssets = StakeAssets;
	type AdminOrigin = EnsureRootWithSuccess<AccountId, Treasury>;
	type PalletId = RewardPot;
	type MaxCommission = MaxCommission;
	type ReturnPeriod = ConstU32<7>;
	// As many as can be listed: all of `StakeAssets`.
	type MaxRewardAssets = ConstU32<3>;
	type MaxLockTiers = ConstU32<8>;
	// A year of weeks.
	type MaxDuration = ConstU32<52>;
	type Notice = Notice;
	type WeightInfo = pallet_staking_rewards::weights::SubstrateWeight<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = Helper;
}

/// The assets of the genesis, and stake by the calls of `OperatorStaking`.
#[cfg(feature = "runtime-benchmarks")]
pub struct Helper;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarks {
	use super::*;
	use crate::{
		assets::AssetKind, configs::staking::Helper as StakingHelper, Balance, Restaking,
		RuntimeOrigin, StakingRewards,
	};
	use alloc::vec::Vec;
	use bulwark_traits::{Epochs, Liability, Slash};
	use frame_support::traits::Get;
	use frame_system::RawOrigin;
	use pallet_operator_staking::{
		Amount, BenchmarkHelper, Config, EpochIndex, Fractions, NextPoolId, Operators,
	};
	use pallet_staking_rewards::{Multiplier, PoolId};

	impl pallet_staking_rewards::BenchmarkHelper<AssetKind, AccountId> for Helper {
		fn asset(index: u32) -> AssetKind {
			StakingHelper::asset(index)
		}

		fn fund(asset: &AssetKind, who: &AccountId, amount: Balance) {
			StakingHelper::fund(asset, who, amount);
		}

		fn set_time(now: u64) {
			StakingHelper::set_time(now);
		}

		fn most_pools() -> u32 {
			<Runtime as Config>::MaxPools::get()
		}

		fn open_pool(operator: &AccountId, asset: AssetKind) -> PoolId {
			if !Operators::<Runtime>::contains_key(operator) {
				OperatorStaking::set_global_min_self_stake(RawOrigin::Root.into(), 0)
					.expect("root may");
				OperatorStaking::register(signed(operator)).expect("it has the bond");
				Restaking::worst_case(operator);
			}
			OperatorStaking::open_pool(signed(operator), asset, 1, Default::default())
				.expect("it is listed");
			PoolId(NextPoolId::<Runtime>::get().0 - 1)
		}

		fn delegate(pool_id: PoolId, staker: &AccountId, amount: Balance) {
			OperatorStaking::delegate(signed(staker), pool_id, amount).expect("the pool is open");
		}

		fn undelegate(pool_id: PoolId, staker: &AccountId, amount: Balance) {
			let amount = Amount::Exactly(amount);
			OperatorStaking::undelegate(signed(staker), pool_id, amount).expect("it has so much");
		}

		fn slash(operator: &AccountId, fraction: Fraction) {
			let now = <OperatorStaking as Epochs>::now();
			let fractions = Fractions { bond: fraction, pools: fraction };
			<OperatorStaking as Slash<_, _, _>>::slash(operator, now, fractions)
				.expect("something is active");
			OperatorStaking::top_up_bond(signed(operator)).expect("some of it was taken");
		}

		fn crowd(pool_id: PoolId, stakers: Vec<AccountId>, multiplier: Multiplier) {
			OperatorStaking::crowd(pool_id, stakers, multiplier);
		}
	}

	impl pallet_restaking_slash::BenchmarkHelper<AssetKind, AccountId> for Helper {
		fn fund(asset: &AssetKind, who: &AccountId, amount: Balance) {
			StakingHelper::fund(asset, who, amount);
		}

		fn set_time(now: u64) {
			StakingHelper::set_time(now);
		}

		fn quiet_doors() {
			StakingHelper::quiet_doors();
		}

		fn most_pools() -> u32 {
			<Runtime as Config>::MaxPools::get()
		}

		fn slashable(pools: u32) -> (AccountId, EpochIndex) {
			OperatorStaking::ready_to_slash(pools)
		}

		fn slashable_among(stakers: u32) -> (AccountId, EpochIndex) {
			OperatorStaking::ready_to_slash_among(stakers)
		}

		fn slashable_when_mature() -> (AccountId, EpochIndex) {
			OperatorStaking::ready_to_slash_when_mature()
		}

		fn rewardable() -> (AccountId, AssetKind, EpochIndex) {
			StakingRewards::rewardable()
		}
	}

	fn signed(who: &AccountId) -> RuntimeOrigin {
		RawOrigin::Signed(who.clone()).into()
	}
}
