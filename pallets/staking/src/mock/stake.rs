// SPDX-License-Identifier: Apache-2.0

//! Stake of stakers: delegated, undelegated, withdrawn.

use super::*;
use crate::{Amount, Multiplier, PoolId, StakeView};

/// Registers [`OPERATOR`] with a pool in the native asset that takes no less than so much.
pub fn pool_with_minimum(minimum: Balance) -> PoolId {
	register(OPERATOR);
	assert_ok!(Staking::open_pool(signed(OPERATOR), NATIVE, minimum, Default::default()));
	last_pool()
}

/// The active stake of a pool.
pub fn active(pool: PoolId) -> Balance {
	Staking::pool(pool).expect("there is such a pool").active
}

/// A staker's stake in a pool; an empty one if it has none.
pub fn stake_of(pool: PoolId, who: AccountId) -> StakeView {
	let nothing = StakeView {
		value: 0,
		multiplier: Multiplier::ONE,
		lots: vec![],
		exits: vec![],
		redelegations: vec![],
		withdrawable: 0,
	};
	Staking::stake_of(pool, who).unwrap_or(nothing)
}

/// The shares of a staker's lots, the oldest first.
pub fn lots(pool: PoolId, who: AccountId) -> Vec<u128> {
	stake_of(pool, who).lots.iter().map(|lot| lot.shares.0).collect()
}

/// The value of a staker's lots and exits.
pub fn owned(pool: PoolId, who: AccountId) -> Balance {
	staked(pool, who) + unbonding(pool, who).iter().map(|(_, value)| value).sum::<Balance>()
}

/// The value of a staker's lots now.
pub fn staked(pool: PoolId, who: AccountId) -> Balance {
	Staking::stake_of(pool, who).map_or(0, |stake| stake.value)
}

/// A staker's exits now: their release, and their value.
pub fn unbonding(pool: PoolId, who: AccountId) -> Vec<(u32, Balance)> {
	stake_of(pool, who).exits.iter().map(|exit| (exit.release.0, exit.value)).collect()
}

/// The released amount that could not be paid.
pub fn due(pool: PoolId, who: AccountId) -> Balance {
	crate::Exits::<Test>::get(who, pool).map_or(0, |exits| exits.due())
}

/// Delegates, and checks that the money moved, that it is active from the next epoch on, and the event.
pub fn delegate(pool: PoolId, who: AccountId, amount: Balance) {
	let (before, had) = (balance(asset_of(pool), who), staked(pool, who));

	assert_ok!(Staking::delegate(signed(who), pool, amount));

	assert_eq!(balance(asset_of(pool), who), before - amount);
	assert_eq!(staked(pool, who), had + amount);
	let effective_from = EpochIndex(now() + 1);
	assert_last(Event::Delegated { pool_id: pool, staker: who, amount, effective_from });
}

/// Undelegates an amount, and checks that exactly so much left the lots.
pub fn undelegate(pool: PoolId, who: AccountId, amount: Balance) {
	let had = staked(pool, who);

	assert_ok!(Staking::undelegate(signed(who), pool, Amount::Exactly(amount)));

	let (returned, unbonding) = last_undelegated();
	assert_eq!(returned + unbonding, amount);
	assert!(staked(pool, who) <= had - amount, "rounding never favours who leaves");
}

/// Undelegates everything, and checks that it is what it was worth and that no dust stays.
pub fn undelegate_all(pool: PoolId, who: AccountId) {
	let had = staked(pool, who);

	assert_ok!(Staking::undelegate(signed(who), pool, Amount::All));

	let (returned, unbonding) = last_undelegated();
	assert_eq!(returned + unbonding, had);
	assert!(!crate::Holdings::<Test>::contains_key(who, pool));
}

pub fn try_undelegate(pool: PoolId, who: AccountId, amount: Balance) -> DispatchResult {
	outcome(Staking::undelegate(signed(who), pool, Amount::Exactly(amount)))
}

/// The amounts that came back at once and that unbond, as the last event says.
pub fn last_undelegated() -> (Balance, Balance) {
	let Some(Event::Undelegated { returned, unbonding, .. }) = events().pop() else {
		panic!("nobody asked stake back last");
	};
	(returned, unbonding)
}

/// Withdraws, and checks that exactly so much was paid.
pub fn withdraw(pool: PoolId, who: AccountId, amount: Balance) {
	withdraw_by(who, pool, who, amount);
}

/// Lets anyone pay a staker out.
pub fn withdraw_by(caller: AccountId, pool: PoolId, who: AccountId, amount: Balance) {
	let (before, record) = (balance(asset_of(pool), who), recorded(asset_of(pool)));

	assert_ok!(Staking::withdraw(signed(caller), pool, who));

	assert_eq!(balance(asset_of(pool), who), before + amount);
	assert_eq!(recorded(asset_of(pool)), record - amount);
	assert_last(Event::Withdrawn { pool_id: pool, staker: who, amount });
}

pub fn try_withdraw(caller: AccountId, pool: PoolId, staker: AccountId) -> DispatchResult {
	outcome(Staking::withdraw(signed(caller), pool, staker))
}

pub fn poke(pool: PoolId, staker: Option<AccountId>) {
	assert_ok!(Staking::poke(signed(PAUPER), pool, staker));
}
