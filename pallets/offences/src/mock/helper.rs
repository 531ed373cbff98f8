// SPDX-License-Identifier: Apache-2.0

//! Setup of the benchmarks.

use super::*;
use pallet_operator_staking::BenchmarkHelper as OfStaking;

impl crate::BenchmarkHelper<AccountId> for Helper {
	fn set_time(now: u64) {
		<Self as OfStaking<AssetId, AccountId>>::set_time(now);
	}

	fn answering() -> AccountId {
		OPERATOR
	}

	fn promise(operator: &AccountId) {
		Restaking::promised(operator, CONSENSUS);
	}

	/// The doors of this mock are never quiet.
	fn quiet_doors() {}
}

impl pallet_restaking_slash::BenchmarkHelper<AssetId, AccountId> for Helper {
	fn fund(asset: &AssetId, who: &AccountId, amount: Balance) {
		<Self as OfStaking<_, _>>::fund(asset, who, amount);
	}

	fn set_time(now: u64) {
		<Self as OfStaking<AssetId, AccountId>>::set_time(now);
	}

	fn quiet_doors() {}

	fn most_pools() -> u32 {
		4
	}

	fn slashable(pools: u32) -> (AccountId, EpochIndex) {
		Staking::ready_to_slash(pools)
	}

	fn slashable_among(stakers: u32) -> (AccountId, EpochIndex) {
		Staking::ready_to_slash_among(stakers)
	}

	fn slashable_when_mature() -> (AccountId, EpochIndex) {
		Staking::ready_to_slash_when_mature()
	}

	fn rewardable() -> (AccountId, AssetId, EpochIndex) {
		Rewards::rewardable()
	}
}
