// SPDX-License-Identifier: Apache-2.0

//! What may happen in a history. Whom it concerns is taken of what views show, in an order of its own: never of the
//! storage, whose order is the layout's.

mod restaking;
mod rewards;
mod staking;

use super::{
	chain::{cast, operators, ASSETS, EPOCH},
	draws::Draws,
};
use crate::{
	assets::AssetKind, AccountId, OperatorStaking, Restaking, RuntimeCall, RuntimeEvent,
	RuntimeOrigin, StakingRewards,
};
use pallet_operator_staking::{EpochIndex, PoolId};
use pallet_restaking_slash::{CaseId, Event};
use pallet_staking_rewards::{PositionId, PositionView};

/// One thing that happens.
pub enum Act {
	/// So many epochs pass.
	Pass(u32),
	/// Somebody calls.
	Call(RuntimeOrigin, Box<RuntimeCall>),
}

/// Makes an act of random numbers and of what was heard so far; none if there is nothing to do it with.
type Plan = fn(&mut Draws, &Heard) -> Option<Act>;

/// What events have told, and no view shows.
#[derive(Default)]
pub struct Heard {
	/// Cases with a bounty, paid or not.
	bounties: Vec<CaseId>,
	/// Cases with money that waits for its destination, or has gone there.
	withheld: Vec<(CaseId, AssetKind)>,
	/// Cases that were disputed.
	disputed: Vec<CaseId>,
}

impl Heard {
	pub fn hear(&mut self, event: &RuntimeEvent) {
		let RuntimeEvent::Restaking(event) = event else { return };
		match event {
			Event::BountySet { case_id, .. } => self.bounties.push(*case_id),
			Event::SlashEscrowed { case_id, asset, .. } => {
				self.withheld.push((*case_id, asset.clone()));
			},
			Event::Disputed { case_id, .. } => self.disputed.push(*case_id),
			_ => {},
		}
	}
}

/// How often each comes, and its name.
const PLANS: &[(u64, &str, Plan)] = &[
	(34, "pass", pass),
	(2, "pass long", pass_long),
	(14, "delegate", staking::delegate),
	(12, "undelegate", staking::undelegate),
	(9, "withdraw", staking::withdraw),
	(9, "redelegate", staking::redelegate),
	(7, "complete redelegation", staking::complete_redelegation),
	(3, "cancel redelegation", staking::cancel_redelegation),
	(3, "poke stake", staking::poke),
	(14, "top up bond", staking::top_up_bond),
	(2, "set own minimum", staking::set_min_self_stake),
	(1, "suspend", staking::suspend),
	(3, "resume", staking::resume),
	(1, "retire", staking::retire),
	(1, "withdraw bond", staking::withdraw_bond),
	(20, "stake", rewards::stake),
	(7, "unstake", rewards::unstake),
	(5, "extend", rewards::extend),
	(6, "restake", rewards::restake),
	(7, "split", rewards::split),
	(9, "merge", rewards::merge),
	(9, "tag", rewards::tag),
	(4, "transfer", rewards::transfer),
	(16, "reward pool", rewards::reward_pool),
	(10, "reward operator", rewards::reward_operator),
	(8, "fund stream", rewards::fund_stream),
	(4, "set commission", rewards::set_commission),
	(10, "claim of stake", rewards::claim_of_stake),
	(9, "claim of position", rewards::claim_of_position),
	(5, "claim of commission", rewards::claim_of_commission),
	(4, "configure", rewards::configure),
	(4, "poke rewards", rewards::poke),
	(16, "report", restaking::report_slash),
	(10, "propose", restaking::propose_slash),
	(26, "endorse", restaking::endorse),
	(1, "decline", restaking::decline),
	(6, "dispute", restaking::dispute),
	(6, "resolve", restaking::resolve),
	(30, "settle", restaking::settle),
	(8, "claim bounty", restaking::claim_bounty),
	(4, "release dispute deposit", restaking::release_dispute_deposit),
	(6, "release slashed", restaking::release_slashed),
	(7, "remit", restaking::remit),
	(2, "set slash cap", restaking::set_slash_cap),
	(6, "opt in", restaking::opt_in),
	(2, "opt out", restaking::opt_out),
	(2, "prune", restaking::prune),
];

/// The act of a step, with its name.
pub fn act(draws: &mut Draws, heard: &Heard) -> (&'static str, Option<Act>) {
	let mut at = draws.below(PLANS.iter().map(|(often, ..)| often).sum());
	for (often, name, plan) in PLANS {
		match at.checked_sub(*often) {
			Some(rest) => at = rest,
			None => return (name, plan(draws, heard)),
		}
	}
	unreachable!("a number below the sum is below one of its parts")
}

fn pass(draws: &mut Draws, _: &Heard) -> Option<Act> {
	Some(Act::Pass(1 + draws.id_below(3)))
}

/// So long that many expiries pass at once.
fn pass_long(draws: &mut Draws, _: &Heard) -> Option<Act> {
	Some(Act::Pass(8 + draws.id_below(25)))
}

fn call(who: AccountId, call: impl Into<RuntimeCall>) -> Option<Act> {
	Some(Act::Call(RuntimeOrigin::signed(who), Box::new(call.into())))
}

fn root(call: impl Into<RuntimeCall>) -> Option<Act> {
	Some(Act::Call(RuntimeOrigin::root(), Box::new(call.into())))
}

// Whom and what it may concern.

fn somebody(draws: &mut Draws) -> AccountId {
	draws.one_of(&cast()).expect("there are six")
}

fn some_operator(draws: &mut Draws) -> AccountId {
	draws.one_of(&operators()).expect("there are three")
}

fn some_pool(draws: &mut Draws) -> PoolId {
	PoolId(1 + draws.id_below(6))
}

fn asset_of(pool_id: PoolId) -> AssetKind {
	OperatorStaking::pool(pool_id).expect("it is of the genesis").asset
}

fn some_asset(draws: &mut Draws) -> AssetKind {
	draws.one_of(&ASSETS).expect("there are three")
}

/// One who has stake in a pool without a position; seldom its operator, without whose stake a pool takes no other.
fn some_staker(pool_id: PoolId, draws: &mut Draws) -> Option<AccountId> {
	let operator = OperatorStaking::pool(pool_id)?.operator.filter(|_| !draws.once_in(6));
	let has_stake = |who: &AccountId| {
		let stake = OperatorStaking::stake_of(pool_id, who.clone());
		operator.as_ref() != Some(who) && stake.is_some_and(|stake| stake.value > 0)
	};
	draws.one_of(&cast().into_iter().filter(has_stake).collect::<Vec<_>>())
}

/// A position that fits, with its owner.
fn some_position(
	draws: &mut Draws,
	fits: impl Fn(&PositionView<AccountId, AssetKind>) -> bool,
) -> Option<(AccountId, PositionView<AccountId, AssetKind>)> {
	let mut ids: Vec<PositionId> =
		cast().into_iter().flat_map(StakingRewards::positions_of).collect();
	ids.sort();
	let views = ids.into_iter().filter_map(StakingRewards::position).filter(fits);
	let view = draws.one_of(&views.collect::<Vec<_>>())?;
	Some((view.owner.clone()?, view))
}

/// An open case against anybody.
fn open_cases() -> Vec<CaseId> {
	let mut ids: Vec<_> = operators().into_iter().flat_map(Restaking::cases_of).collect();
	ids.sort();
	ids
}

/// An epoch that can still be paid and charged: the present one, or one of the window before it.
fn late_epoch(pool_id: PoolId, draws: &mut Draws) -> EpochIndex {
	let standalone = pool_id == PoolId(6);
	now().minus(draws.id_below(if standalone { 2 } else { 8 }))
}

fn now() -> EpochIndex {
	OperatorStaking::epoch().current
}
