// SPDX-License-Identifier: Apache-2.0

//! Stake that moves from one pool to another.

use super::*;
use crate::{Amount, PoolId};

/// The pools of [`OPERATOR`] and of [`RIVAL`] in an asset, with Alice's hundred active in the
/// first.
pub fn two_pools(asset: AssetId) -> (PoolId, PoolId) {
	let (from, to) = (operator_pool_in(OPERATOR, asset.clone()), operator_pool_in(RIVAL, asset));
	delegate(from, ALICE, 100);
	skip(1);
	(from, to)
}

/// Moves an amount, and checks that exactly so much left the lots.
pub fn redelegate(from: PoolId, to: PoolId, who: AccountId, amount: Balance) {
	let had = staked(from, who);

	redelegate_and_check(from, to, who, Amount::Exactly(amount));

	let (returned, unbonding) = last_redelegated();
	assert_eq!(returned + unbonding, amount);
	assert!(staked(from, who) <= had - amount, "rounding never favours who leaves");
}

/// Moves everything, and checks that it is what it was worth and that no dust stays.
pub fn redelegate_all(from: PoolId, to: PoolId, who: AccountId) {
	let had = staked(from, who);

	redelegate_and_check(from, to, who, Amount::All);

	let (returned, unbonding) = last_redelegated();
	assert_eq!(returned + unbonding, had);
	assert!(!crate::Holdings::<Test>::contains_key(who, from));
}

/// Moves stake, and checks that no money moved.
fn redelegate_and_check(from: PoolId, to: PoolId, who: AccountId, amount: Amount) {
	let (before, record) = (balance(asset_of(from), who), recorded(asset_of(from)));

	assert_ok!(try_redelegate(from, to, who, amount));

	assert_eq!(balance(asset_of(from), who), before);
	assert_eq!(recorded(asset_of(from)), record);
}

pub fn try_redelegate(from: PoolId, to: PoolId, who: AccountId, amount: Amount) -> DispatchResult {
	outcome(Staking::redelegate(signed(who), from, to, amount))
}

/// The amounts that went on at once and that unbond, as the event says.
pub fn last_redelegated() -> (Balance, Balance) {
	let moved = events().into_iter().rev().find_map(|event| match event {
		Event::Redelegated { returned, unbonding, .. } => Some((returned, unbonding)),
		_ => None,
	});
	moved.expect("somebody moved stake")
}

/// The redelegated exits of a staker now: their release, and their value.
pub fn moving(from: PoolId, to: PoolId, who: AccountId) -> Vec<(u32, Balance)> {
	let ways = stake_of(from, who).redelegations;
	let exits = ways.into_iter().filter(|way| way.to == to).flat_map(|way| way.exits);
	exits.map(|exit| (exit.release.0, exit.value)).collect()
}

/// Completes a redelegation, and checks that exactly so much was staked and no money moved.
pub fn complete(from: PoolId, to: PoolId, who: AccountId, amount: Balance) {
	complete_by(who, from, to, who, amount);
}

/// Lets anyone complete a staker's redelegation.
pub fn complete_by(caller: AccountId, from: PoolId, to: PoolId, who: AccountId, amount: Balance) {
	let (before, record) = (balance(asset_of(from), who), recorded(asset_of(from)));
	let had = staked(to, who);

	assert_ok!(try_complete(caller, from, to, who));

	assert_eq!(balance(asset_of(from), who), before);
	assert_eq!(recorded(asset_of(from)), record);
	assert_eq!(staked(to, who), had + amount);
	let effective_from = EpochIndex(now() + 1);
	assert_last(Event::RedelegationCompleted { from, to, staker: who, amount, effective_from });
}

pub fn try_complete(caller: AccountId, from: PoolId, to: PoolId, who: AccountId) -> DispatchResult {
	outcome(Staking::complete_redelegation(signed(caller), from, to, who))
}

/// Makes a redelegation an ordinary exit, and checks that nothing is on its way any more.
pub fn cancel(from: PoolId, to: PoolId, who: AccountId) {
	assert_ok!(try_cancel(from, to, who));

	assert!(!crate::Redelegations::<Test>::contains_key((who, from, to)));
	assert_last(Event::RedelegationCancelled { from, to, staker: who });
}

pub fn try_cancel(from: PoolId, to: PoolId, who: AccountId) -> DispatchResult {
	outcome(Staking::cancel_redelegation(signed(who), from, to))
}
