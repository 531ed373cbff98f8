// SPDX-License-Identifier: Apache-2.0

//! What everybody has and is owed, as balances and views tell it: one line for each that has any of it.

use super::chain::{cast, operators, ASSETS};
use crate::{
	accounts::treasury,
	assets::{AssetKind, NativeAndAssets, USDX},
	AccountId, Balance, Balances, OperatorStaking, Restaking, StakingRewards,
};
use frame_support::traits::{fungible::InspectHold, fungibles::Inspect};
use pallet_operator_staking::{EpochIndex, ExitView, PoolId};
use pallet_staking_rewards::RewardClaim;
use std::fmt::Write;

/// The whole of it.
pub fn figures() -> String {
	let mut text = String::new();
	let lines = accounts().into_iter().chain(pools()).chain(positions()).chain(bonds());
	for line in lines {
		writeln!(text, "{line}").expect("there is room");
	}
	text
}

/// Who may have anything without a position.
fn everybody() -> Vec<(String, AccountId)> {
	let names = ["Alice", "Bob", "Charlie", "Dave", "Eve", "Ferdie", "treasury"];
	names.map(String::from).into_iter().zip(cast().into_iter().chain([treasury()])).collect()
}

fn name_of(who: &AccountId) -> String {
	let known = everybody().into_iter().find(|(_, account)| account == who);
	known.map_or_else(|| "nobody".into(), |(name, _)| name)
}

fn accounts() -> Vec<String> {
	let pots = [
		("pot of stake", OperatorStaking::pot()),
		("pot of rewards", StakingRewards::pot()),
		("escrow", Restaking::pot()),
	];
	let pots = pots.map(|(name, account)| (name.into(), account));
	let line = |(name, who): (String, AccountId)| {
		let has = ASSETS.map(|asset| (asset.clone(), NativeAndAssets::balance(asset, &who)));
		let held = Balances::total_balance_on_hold(&who);
		format!("{name}: {}; held {held}", money(has))
	};
	everybody().into_iter().chain(pots).map(line).collect()
}

fn pools() -> Vec<String> {
	let mut lines = Vec::new();
	let ids = (1..).map(PoolId);
	for (pool_id, pool) in ids.map_while(|id| Some((id, OperatorStaking::pool(id)?))) {
		let closes = pool.departure.map(|departure| departure.release_epoch.0);
		lines.push(format!(
			"pool {}: active {}, staked {}, closes {closes:?}",
			pool_id.0, pool.active, pool.staked
		));
		lines.extend(rewards_of(pool_id));
		lines.extend(
			everybody().into_iter().filter_map(|(name, who)| stake_of(pool_id, &name, who)),
		);
	}
	lines
}

/// What streams have yet to pay, and the commission.
fn rewards_of(pool_id: PoolId) -> Vec<String> {
	let assets = StakingRewards::reward_pool(pool_id).map(|pool| pool.assets).unwrap_or_default();
	let line = |asset: pallet_staking_rewards::StreamView<AssetKind>| {
		let steps = asset.stream.iter().map(|step| (step.effective_from.0, step.amount));
		let steps: Vec<_> = steps.map(|(epoch, amount)| format!("{epoch}:{amount}")).collect();
		let (name, kept) = (name(&asset.asset), asset.commission);
		format!("  {name}: commission {kept}, stream {}", steps.join(" "))
	};
	assets.into_iter().map(line).collect()
}

/// The stake of somebody, and what it has earned: also when nothing else is left.
fn stake_of(pool_id: PoolId, name: &str, who: AccountId) -> Option<String> {
	let stake = OperatorStaking::stake_of(pool_id, who.clone());
	let claim = RewardClaim::Stake { pool_id, staker: who };
	let earned = money(StakingRewards::available_reward(claim, now()));
	let Some(stake) = stake else {
		return (!earned.is_empty()).then(|| format!("  {name}: 0; earned {earned}"));
	};
	let moves = stake.redelegations.iter().map(|to| (to.to, exits(&to.exits)));
	let moves: Vec<_> = moves.map(|(to, exits)| format!("{exits} to {}", to.0)).collect();
	let due = if stake.withdrawable > 0 { stake.withdrawable.to_string() } else { String::new() };
	let parts = named([
		("exits", exits(&stake.exits)),
		("moves", moves.join(", ")),
		("due", due),
		("earned", earned),
	]);
	(stake.value > 0 || !parts.is_empty()).then(|| format!("  {name}: {}{parts}", stake.value))
}

fn positions() -> Vec<String> {
	let owned = cast().into_iter().flat_map(StakingRewards::positions_of);
	let views = owned.map(|id| StakingRewards::position(id).expect("somebody owns it"));
	let line = |view: pallet_staking_rewards::PositionView<AccountId, AssetKind>| {
		let parts = named([
			("tagged for", view.tagged_for.as_ref().map_or_else(String::new, name_of)),
			("claimable", money(view.claimable)),
			("unvested", money(view.unvested)),
			("expired", money(view.expired_rewards)),
		]);
		format!(
			"position {} of {} in pool {}: {} + {} until {} at {}{parts}",
			view.position_id.0,
			view.owner.as_ref().map_or_else(String::new, name_of),
			view.pool_id.0,
			view.active,
			view.pending,
			view.expiry.0,
			view.penalty.deconstruct(),
		)
	};
	views.map(line).collect()
}

/// Those parts of a line that say something.
fn named<const N: usize>(parts: [(&str, String); N]) -> String {
	let parts = parts.into_iter().filter(|(_, part)| !part.is_empty());
	parts.map(|(name, part)| format!("; {name} {part}")).collect()
}

fn bonds() -> Vec<String> {
	let line = |operator: AccountId| {
		let view = OperatorStaking::operator(operator.clone())?;
		let parts = view.bond_parts.iter().map(|part| (part.effective_from.0, part.amount));
		let parts: Vec<_> = parts.map(|(epoch, amount)| format!("{epoch}:{amount}")).collect();
		let (name, parts, state) = (name_of(&operator), parts.join(" "), view.state);
		let (unslashed, power) = (view.unslashed.deconstruct(), view.power.current);
		Some(format!("bond of {name}: {parts}; {state:?}, unslashed {unslashed}, power {power}"))
	};
	operators().into_iter().filter_map(line).collect()
}

fn exits(exits: &[ExitView]) -> String {
	let one = |exit: &ExitView| format!("{}>{}:{}", exit.asked_epoch.0, exit.release.0, exit.value);
	exits.iter().map(one).collect::<Vec<_>>().join(" ")
}

fn money(amounts: impl IntoIterator<Item = (AssetKind, Balance)>) -> String {
	let one = |(asset, amount): (AssetKind, Balance)| format!("{} {amount}", name(&asset));
	amounts.into_iter().map(one).collect::<Vec<_>>().join(", ")
}

fn name(asset: &AssetKind) -> &'static str {
	match asset {
		AssetKind::Native => "BULW",
		AssetKind::WithId(USDX) => "USDX",
		AssetKind::WithId(_) => "GOLD",
	}
}

fn now() -> EpochIndex {
	OperatorStaking::epoch().current
}
