// SPDX-License-Identifier: Apache-2.0

//! What benchmarks ask of a runtime.

use super::*;
use bulwark_traits::Liability;
use frame_support::traits::fungibles::Mutate;
use pallet_operator_staking::{BenchmarkHelper as OfStaking, LastPool, Operators};
use pallet_staking_rewards::BenchmarkHelper as OfRewards;

pub struct Helper;

impl OfStaking<AssetId, AccountId> for Helper {
	fn asset(index: u32) -> AssetId {
		[NATIVE, GOLD, SILVER][index as usize % 3].clone()
	}

	fn fund(asset: &AssetId, who: &AccountId, amount: Balance) {
		assert_ok!(AllAssets::mint_into(asset.clone(), who, amount));
	}

	fn set_time(now: u64) {
		pallet_timestamp::Now::<Test>::put(now);
	}
}

impl OfRewards<AssetId, AccountId> for Helper {
	fn asset(index: u32) -> AssetId {
		<Self as OfStaking<_, _>>::asset(index)
	}

	fn fund(asset: &AssetId, who: &AccountId, amount: Balance) {
		<Self as OfStaking<_, _>>::fund(asset, who, amount);
	}

	fn set_time(now: u64) {
		<Self as OfStaking<AssetId, AccountId>>::set_time(now);
	}

	fn most_pools() -> u32 {
		4
	}

	fn open_pool(operator: &AccountId, asset: AssetId) -> PoolId {
		if !Operators::<Test>::contains_key(operator) {
			assert_ok!(Staking::register(signed(operator.clone())));
			Restaking::worst_case(operator);
		}
		assert_ok!(Staking::open_pool(signed(operator.clone()), asset, 1));
		LastPool::<Test>::get().expect("a pool was opened")
	}

	fn delegate(pool: PoolId, holder: &AccountId, amount: Balance) {
		assert_ok!(Staking::delegate(signed(holder.clone()), pool, amount));
	}

	fn undelegate(pool: PoolId, holder: &AccountId, amount: Balance) {
		let amount = pallet_operator_staking::Amount::Exactly(amount);
		assert_ok!(Staking::undelegate(signed(holder.clone()), pool, amount));
	}

	fn slash(operator: &AccountId, fraction: Fraction) {
		let now = <Staking as Epochs>::now();
		// The bond is too small to lose anything.
		let slashed = <Staking as Slash<_>>::slash(operator, now, fraction, Scope::BondAndPools);
		assert!(slashed.is_ok());
	}

	fn crowd(pool: PoolId, holders: Vec<AccountId>, multiplier: Multiplier) {
		Staking::crowd(pool, holders, multiplier);
	}
}

impl crate::BenchmarkHelper<AssetId, AccountId> for Helper {
	fn fund(asset: &AssetId, who: &AccountId, amount: Balance) {
		<Self as OfStaking<_, _>>::fund(asset, who, amount);
	}

	fn set_time(now: u64) {
		<Self as OfStaking<AssetId, AccountId>>::set_time(now);
	}

	fn most_pools() -> u32 {
		4
	}

	fn slashable(pools: u32) -> (AccountId, EpochIndex) {
		Staking::slashable(pools)
	}

	fn slashable_among(holders: u32) -> (AccountId, EpochIndex) {
		Staking::slashable_among(holders)
	}

	fn slashable_when_mature() -> (AccountId, EpochIndex) {
		Staking::slashable_when_mature()
	}

	fn rewardable() -> (AccountId, AssetId, EpochIndex) {
		Rewards::rewardable()
	}
}
