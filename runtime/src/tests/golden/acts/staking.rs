// SPDX-License-Identifier: Apache-2.0

//! Stake without a position, and the operators.

use super::{asset_of, call, root, some_operator, some_pool, some_staker, somebody, Act, Heard};
use crate::{
	tests::golden::{
		chain::{cast, operators},
		draws::Draws,
	},
	units::UNIT,
	AccountId, OperatorStaking, Runtime,
};
use pallet_operator_staking::{Amount, Call, PoolId};

type StakingCall = Call<Runtime>;

pub fn delegate(draws: &mut Draws, _: &Heard) -> Option<Act> {
	let (who, pool_id) = (somebody(draws), some_pool(draws));
	let amount = draws.amount(&asset_of(pool_id));
	call(who, StakingCall::delegate { pool_id, amount })
}

/// All of it, a part of it, or an amount that may be too much.
fn some_of(pool_id: PoolId, who: &AccountId, draws: &mut Draws) -> Option<Amount> {
	let stake = OperatorStaking::stake_of(pool_id, who.clone())?;
	Some(match draws.below(4) {
		0 => Amount::All,
		1 => Amount::Exactly(draws.amount(&asset_of(pool_id))),
		part => Amount::Exactly(stake.value / u128::from(part + draws.below(5))),
	})
}

pub fn undelegate(draws: &mut Draws, _: &Heard) -> Option<Act> {
	let pool_id = some_pool(draws);
	let who = some_staker(pool_id, draws)?;
	let amount = some_of(pool_id, &who, draws)?;
	call(who, StakingCall::undelegate { pool_id, amount })
}

/// By the staker itself, or by anybody.
pub fn withdraw(draws: &mut Draws, _: &Heard) -> Option<Act> {
	let pool_id = some_pool(draws);
	let waits = |who: &AccountId| {
		let stake = OperatorStaking::stake_of(pool_id, who.clone());
		stake.is_some_and(|stake| stake.withdrawable > 0 || !stake.exits.is_empty())
	};
	let staker = draws.one_of(&cast().into_iter().filter(waits).collect::<Vec<_>>())?;
	let caller = if draws.once_in(2) { staker.clone() } else { somebody(draws) };
	call(caller, StakingCall::withdraw { pool_id, staker: staker.into() })
}

pub fn redelegate(draws: &mut Draws, _: &Heard) -> Option<Act> {
	let natives = [1, 3, 5, 6].map(PoolId);
	let (from, to) = (draws.one_of(&natives)?, draws.one_of(&natives)?);
	let who = some_staker(from, draws)?;
	let amount = some_of(from, &who, draws)?;
	call(who, StakingCall::redelegate { from, to, amount })
}

/// Stake of anybody that goes to another pool.
fn some_redelegation(draws: &mut Draws) -> Option<(AccountId, PoolId, PoolId)> {
	let mut all = Vec::new();
	for (who, from) in cast().into_iter().flat_map(|who| (1..=6).map(move |id| (who.clone(), id))) {
		let Some(stake) = OperatorStaking::stake_of(PoolId(from), who.clone()) else { continue };
		let mut targets: Vec<_> = stake.redelegations.iter().map(|moves| moves.to).collect();
		targets.sort();
		all.extend(targets.into_iter().map(|to| (who.clone(), PoolId(from), to)));
	}
	draws.one_of(&all)
}

pub fn complete_redelegation(draws: &mut Draws, _: &Heard) -> Option<Act> {
	let (staker, from, to) = some_redelegation(draws)?;
	let caller = if draws.once_in(2) { staker.clone() } else { somebody(draws) };
	call(caller, StakingCall::complete_redelegation { from, to, staker: staker.into() })
}

pub fn cancel_redelegation(draws: &mut Draws, _: &Heard) -> Option<Act> {
	let (staker, from, to) = some_redelegation(draws)?;
	call(staker, StakingCall::cancel_redelegation { from, to })
}

pub fn poke(draws: &mut Draws, _: &Heard) -> Option<Act> {
	let (who, pool_id) = (somebody(draws), some_pool(draws));
	let staker = some_staker(pool_id, draws).map(Into::into);
	call(who, StakingCall::poke { pool_id, staker })
}

pub fn top_up_bond(draws: &mut Draws, _: &Heard) -> Option<Act> {
	let lacks = |who: &AccountId| {
		let view = OperatorStaking::operator(who.clone());
		view.is_some_and(|view| view.bond < view.bond_required)
	};
	let operator = draws.one_of(&operators().into_iter().filter(lacks).collect::<Vec<_>>())?;
	call(operator, StakingCall::top_up_bond {})
}

pub fn set_min_self_stake(draws: &mut Draws, _: &Heard) -> Option<Act> {
	let amount = u128::from(draws.below(3_000)) * UNIT;
	call(some_operator(draws), StakingCall::set_min_self_stake { amount })
}

pub fn suspend(draws: &mut Draws, _: &Heard) -> Option<Act> {
	root(StakingCall::suspend { operator: some_operator(draws).into() })
}

pub fn resume(draws: &mut Draws, _: &Heard) -> Option<Act> {
	let is_suspended = |who: &AccountId| {
		let view = OperatorStaking::operator(who.clone());
		view.is_some_and(|view| view.suspension.is_some())
	};
	let suspended: Vec<_> = operators().into_iter().filter(is_suspended).collect();
	root(StakingCall::resume { operator: draws.one_of(&suspended)?.into() })
}

pub fn retire(draws: &mut Draws, _: &Heard) -> Option<Act> {
	if !draws.once_in(2) {
		return None;
	}
	call(some_operator(draws), StakingCall::retire {})
}

pub fn withdraw_bond(draws: &mut Draws, _: &Heard) -> Option<Act> {
	call(somebody(draws), StakingCall::withdraw_bond { operator: some_operator(draws).into() })
}
