// SPDX-License-Identifier: Apache-2.0

//! What can be seen, and what has to be true.

use super::*;
use crate::{
	Amount, EpochIndex, Event, PositionId, PositionView, Positions, RewardClaim, UnstakePreview,
};
use bulwark_traits::{StakePools, StakeRef};

pub fn balance(asset: AssetId, who: &AccountId) -> Balance {
	AllAssets::balance(asset, who)
}

/// A pool as staking has it.
pub fn info(pool: PoolId) -> crate::PoolInfoOf<Test> {
	<Staking as StakePools<_, _>>::pool(pool, EpochIndex(now())).expect("it is there")
}

pub fn asset_of(pool: PoolId) -> AssetId {
	info(pool).asset
}

/// A staker's exits: when they are released, and what they are worth.
pub fn unbonding(pool: PoolId, who: AccountId) -> Vec<(u32, Balance)> {
	let exits = Staking::stake_of(pool, who).map_or(vec![], |stake| stake.exits);
	exits.iter().map(|exit| (exit.release.0, exit.value)).collect()
}

/// The value of a staker's stake without a position.
pub fn staked(pool: PoolId, who: AccountId) -> Balance {
	Staking::stake_of(pool, who).map_or(0, |stake| stake.value)
}

// Positions.

pub fn last_position() -> PositionId {
	PositionId(crate::NextPositionId::<Test>::get().0 - 1)
}

pub fn view(position: PositionId) -> PositionView<AccountId, AssetId> {
	Rewards::position(position).expect("there is such a position")
}

/// The value of a position's stake: active, and pending.
pub fn stake_in(position: PositionId) -> (Balance, Balance) {
	let position = Positions::<Test>::get(position).expect("there is such a position");
	let worth = Staking::value(position.pool_id, &position.account, EpochIndex(now()));
	let worth = worth.expect("it decodes");
	(worth.active, worth.pending)
}

pub fn total((active, pending): (Balance, Balance)) -> Balance {
	active + pending
}

/// The number is nobody's any more, and what stood for it is gone.
pub fn assert_gone(position: PositionId) {
	assert!(!Positions::<Test>::contains_key(position));
	assert_eq!(owner(position), None);
}

pub fn preview(position: PositionId, amount: Amount) -> Option<UnstakePreview<AssetId>> {
	Rewards::preview_unstake(position, amount)
}

// Rewards.

/// What an account can claim in a pool now.
pub fn available(pool: PoolId, who: AccountId) -> Vec<(AssetId, Balance)> {
	available_in(pool, who, now())
}

/// What it will be able to claim in an epoch if nothing happens until then.
pub fn available_in(pool: PoolId, who: AccountId, epoch: u32) -> Vec<(AssetId, Balance)> {
	let claim = RewardClaim::Stake { pool_id: pool, staker: who };
	Rewards::available_reward(claim, EpochIndex(epoch))
}

/// What a pool's streams have yet to pay in an asset of its list.
pub fn streaming(pool: PoolId, asset: u32) -> Balance {
	let paid_until =
		crate::RewardPools::<Test>::get(pool).expect("it pays").rewards.matured_epoch();
	let streams = crate::Streams::<Test>::get(pool);
	streams.left(asset, paid_until).expect("no sum leaves its bounds")
}

/// The epochs in which positions of a pool expire or have expired, with their number.
pub fn expiring(pool: PoolId) -> Vec<(u32, u32)> {
	let mut epochs = Vec::new();
	for (index, page) in crate::Expiries::<Test>::iter_prefix(pool) {
		epochs.extend(page.iter(index).map(|(epoch, expiry)| (epoch.0, expiry.positions())));
	}
	epochs.sort();
	epochs
}

pub fn pages_of_expiries() -> usize {
	crate::Expiries::<Test>::iter().count()
}

/// The reward weight of a staker in a pool, unbonding stake included.
pub fn reward_weight(pool: PoolId, who: &AccountId) -> u128 {
	let stake = StakeRef { pool_id: pool, staker: who.clone(), to: None };
	Staking::reward_weights(&stake, EpochIndex(now()))
		.expect("it decodes")
		.present()
		.iter()
		.map(|weighted| weighted.weight)
		.sum()
}

/// What the pot has to hold of an asset, without its floor.
pub fn recorded(asset: AssetId) -> Balance {
	crate::Pots::<Test>::get(asset).map_or(0, |pot| pot.owed())
}

/// Nothing is kept about an account in a pool.
pub fn assert_forgotten(pool: PoolId, who: AccountId) {
	let kept = crate::Entitlements::<Test>::iter_key_prefix((who.clone(), pool)).count();
	assert_eq!(kept, 0);
	assert!(!pallet_operator_staking::Holdings::<Test>::contains_key(&who, pool));
	assert!(!pallet_operator_staking::Exits::<Test>::contains_key(&who, pool));
}

// Events.

pub fn events() -> Vec<Event<Test>> {
	let events = System::events().into_iter();
	let ours = events.filter_map(|record| match record.event {
		RuntimeEvent::Rewards(event) => Some(event),
		_ => None,
	});
	ours.collect()
}

pub fn assert_last(event: Event<Test>) {
	assert_eq!(events().last(), Some(&event));
}

pub fn assert_has(event: Event<Test>) {
	assert!(events().contains(&event), "{event:?} is not among {:#?}", events());
}
