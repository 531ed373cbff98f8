// SPDX-License-Identifier: Apache-2.0

//! What can be seen, and what has to be true.

use super::*;
use crate::{
	Amount, EpochIndex, Event, PositionId, PositionView, Positions, RewardKind, UnstakePreview,
};
use bulwark_traits::{PoolInfo, Stake, StakePools};

pub fn balance(asset: AssetId, who: &AccountId) -> Balance {
	AllAssets::balance(asset, who)
}

/// A pool as staking has it.
pub fn info(pool: PoolId) -> PoolInfo<AccountId, AssetId> {
	<Staking as StakePools<_>>::pool(pool).expect("it is there")
}

pub fn asset_of(pool: PoolId) -> AssetId {
	info(pool).asset
}

/// A holder's exits: when they are released, and what they are worth.
pub fn exiting(pool: PoolId, who: AccountId) -> Vec<(u32, Balance)> {
	let stake = Staking::stake_view(pool, &who).expect("there is such a pool");
	stake.exits.iter().map(|exit| (exit.release.0, exit.value)).collect()
}

/// The value of a holder's stake without a position.
pub fn staked(pool: PoolId, who: AccountId) -> Balance {
	Staking::stake_view(pool, &who).map_or(0, |stake| stake.value)
}

// Positions.

pub fn last_position() -> PositionId {
	PositionId(crate::LastPosition::<Test>::get())
}

pub fn view(position: PositionId) -> PositionView<AccountId, AssetId> {
	Rewards::position_view(position).expect("there is such a position")
}

/// What a position's stake is worth: what counts, and what does not yet.
pub fn stake_in(position: PositionId) -> (Balance, Balance) {
	let position = Positions::<Test>::get(position).expect("there is such a position");
	let worth = Staking::value(position.pool, &position.key);
	(worth.counts, worth.begins)
}

pub fn total((value, begins): (Balance, Balance)) -> Balance {
	value + begins
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
	Rewards::available_reward(RewardKind::Staker, pool, EpochIndex(epoch), who)
}

/// What a pool's streams have yet to pay in an asset of its list.
pub fn streaming(pool: PoolId, asset: u32) -> Balance {
	crate::Streams::<Test>::get(pool, asset).left().expect("no sum leaves its bounds")
}

/// What a holder's stake and exits weigh in a pool.
pub fn weight(pool: PoolId, who: &AccountId) -> u128 {
	let stake = Stake { pool, holder: who.clone(), to: None };
	Staking::weights(&stake, EpochIndex(now()))
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
