// SPDX-License-Identifier: Apache-2.0

//! Stake, positions, and what they earn.

use super::*;
use pallet_staking_rewards::{PositionId, RewardClaim};

pub fn delegate(pool: PoolId, who: AccountId, amount: Balance) {
	assert_ok!(Staking::delegate(signed(who), pool, amount));
}

pub fn undelegate_all(pool: PoolId, who: AccountId) {
	let all = pallet_operator_staking::Amount::All;
	assert_ok!(Staking::undelegate(signed(who), pool, all));
}

pub fn undelegate(pool: PoolId, who: AccountId, amount: Balance) {
	let amount = pallet_operator_staking::Amount::Exactly(amount);
	assert_ok!(Staking::undelegate(signed(who), pool, amount));
}

/// The exits of a staker: from when on each is paid, and what it is worth.
pub fn exits_of(pool: PoolId, who: AccountId) -> Vec<(u32, Balance)> {
	let exits = Staking::stake_of(pool, who).map_or(vec![], |stake| stake.exits);
	exits.into_iter().map(|exit| (exit.release.0, exit.value)).collect()
}

/// Opens a position of 200 hundredths, locked for 8 epochs, and returns the account of its stake.
pub fn lock(pool: PoolId, who: AccountId, amount: Balance) -> (PositionId, AccountId) {
	let tier = LockTier { duration: 8, multiplier: Multiplier(200) };
	let position_id = pallet_staking_rewards::NextPositionId::<Test>::get();
	let destination = Destination::Account(TREASURY);
	assert_ok!(Rewards::stake(signed(who), pool, amount, tier, Fraction::one(), destination));
	(position_id, Rewards::position_account(position_id))
}

/// Takes all out of a position.
pub fn unlock(position: PositionId, who: AccountId) {
	let all = pallet_operator_staking::Amount::All;
	assert_ok!(Rewards::unstake(signed(who), position, all, Fraction::one()));
}

pub fn retire(operator: AccountId) {
	assert_ok!(Staking::retire(signed(operator)));
}

/// Withdraws what is released, and returns it.
pub fn withdraw(pool: PoolId, who: AccountId) -> Balance {
	let asset = pallet_operator_staking::Pools::<Test>::get(pool).expect("it is there").asset;
	gain(asset, who.clone(), || {
		assert_ok!(Staking::withdraw(signed(who.clone()), pool, who));
	})
}

/// The amount of an asset that a staker can claim in a pool.
pub fn claimable(pool: PoolId, who: AccountId, asset: AssetId) -> Balance {
	let claim = RewardClaim::Stake { pool_id: pool, staker: who };
	let earned = Rewards::available_reward(claim, EpochIndex(now()));
	earned.into_iter().find(|(known, _)| *known == asset).map_or(0, |(_, amount)| amount)
}

/// The amount of an asset that [`OPERATOR`] can claim as its commission in a pool.
pub fn commission(pool: PoolId, asset: AssetId) -> Balance {
	let earned = Rewards::available_reward(RewardClaim::Commission(pool), EpochIndex(now()));
	earned.into_iter().find(|(known, _)| *known == asset).map_or(0, |(_, amount)| amount)
}

/// The value of a staker's lots.
pub fn stake_of(pool: PoolId, who: AccountId) -> Balance {
	Staking::stake_of(pool, who).map_or(0, |stake| stake.value)
}
