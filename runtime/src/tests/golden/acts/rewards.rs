// SPDX-License-Identifier: Apache-2.0

//! Positions, rewards and claims.

use super::{
	asset_of, call, late_epoch, root, some_asset, some_operator, some_pool, some_position,
	somebody, Act, Heard,
};
use crate::{
	accounts::treasury,
	assets::AssetKind,
	tests::golden::{chain::cast, draws::Draws},
	AccountId, Balance, OperatorStaking, Runtime, RuntimeCall, StakingRewards,
};
use pallet_operator_staking::{Amount, Fraction, PoolId};
use pallet_staking_rewards::{Call, Destination, LockTier, Multiplier, Offer, Payee, RewardClaim};

type RewardsCall = Call<Runtime>;

/// The collection of the positions: the first one of the chain.
const COLLECTION: u32 = 0;

pub fn stake(draws: &mut Draws, _: &Heard) -> Option<Act> {
	let (who, pool_id) = (somebody(draws), some_pool(draws));
	let pool = StakingRewards::reward_pool(pool_id)?;
	let (tier, destination) = (draws.one_of(&pool.tiers)?, pool.destination?);
	let amount = draws.amount(&asset_of(pool_id));
	let max_penalty = Fraction::one();
	call(who, RewardsCall::stake { pool_id, amount, tier, max_penalty, destination })
}

pub fn unstake(draws: &mut Draws, _: &Heard) -> Option<Act> {
	let (owner, view) = some_position(draws, |_| true)?;
	let amount = match draws.below(2) {
		0 => Amount::All,
		_ => Amount::Exactly((view.active + view.pending) / u128::from(2 + draws.below(3))),
	};
	let (position_id, max_penalty) = (view.position_id, Fraction::one());
	call(owner, RewardsCall::unstake { position_id, amount, max_penalty })
}

pub fn extend(draws: &mut Draws, _: &Heard) -> Option<Act> {
	let (owner, view) = some_position(draws, |view| !view.is_expired)?;
	call(owner, RewardsCall::extend { position_id: view.position_id })
}

pub fn restake(draws: &mut Draws, _: &Heard) -> Option<Act> {
	let (owner, view) = some_position(draws, |view| view.is_expired)?;
	call(owner, RewardsCall::restake { position_id: view.position_id })
}

pub fn split(draws: &mut Draws, _: &Heard) -> Option<Act> {
	let (owner, view) = some_position(draws, |view| !view.is_expired)?;
	let amount = (view.active + view.pending) / u128::from(2 + draws.below(3));
	call(owner, RewardsCall::split { position_id: view.position_id, amount })
}

/// Two positions of one owner on the same terms.
pub fn merge(draws: &mut Draws, _: &Heard) -> Option<Act> {
	let terms = |view: &pallet_staking_rewards::PositionView<_, _>| {
		(view.pool_id, view.duration, view.multiplier, view.agreed_penalty)
	};
	let (owner, view) = some_position(draws, |view| !view.is_expired)?;
	let (_, other) = some_position(draws, |other| {
		let is_other = other.position_id != view.position_id && !other.is_expired;
		is_other && other.owner.as_ref() == Some(&owner) && terms(other) == terms(&view)
	})?;
	let (position_id, other_id) = (view.position_id, other.position_id);
	call(owner, RewardsCall::merge { position_id, other_id })
}

pub fn tag(draws: &mut Draws, _: &Heard) -> Option<Act> {
	let (_, view) = some_position(draws, |view| view.is_expired && view.tagged_for.is_none())?;
	let (who, beneficiary) = (somebody(draws), somebody(draws).into());
	call(who, RewardsCall::tag { position_id: view.position_id, beneficiary })
}

pub fn transfer(draws: &mut Draws, _: &Heard) -> Option<Act> {
	let (owner, view) = some_position(draws, |_| true)?;
	let (item, dest) = (view.position_id.0, somebody(draws).into());
	let transfer = pallet_nfts::Call::transfer { collection: COLLECTION, item, dest };
	call(owner, RuntimeCall::Nfts(transfer))
}

/// One of the assets that a pool pays, or any.
fn money(pool_id: PoolId, draws: &mut Draws) -> Option<(AssetKind, Balance)> {
	let paid = StakingRewards::reward_pool(pool_id).map(|pool| pool.assets).unwrap_or_default();
	let paid: Vec<_> = paid.into_iter().map(|paid| paid.asset).collect();
	let asset = draws.one_of(&paid).unwrap_or_else(|| some_asset(draws));
	let amount = draws.amount(&asset);
	Some((asset, amount))
}

pub fn reward_pool(draws: &mut Draws, _: &Heard) -> Option<Act> {
	let (who, pool_id) = (somebody(draws), some_pool(draws));
	let (asset, amount) = money(pool_id, draws)?;
	let earned_in = late_epoch(pool_id, draws);
	call(who, RewardsCall::reward { to: Payee::Pool(pool_id), asset, amount, earned_in })
}

/// The admin's money is listed where there is room for its asset; anybody else's has to be listed already.
pub fn reward_operator(draws: &mut Draws, _: &Heard) -> Option<Act> {
	let (operator, asset) = (some_operator(draws), some_asset(draws));
	let (amount, earned_in) = (draws.amount(&asset), late_epoch(PoolId(1), draws));
	let reward = RewardsCall::reward { to: Payee::Operator(operator), asset, amount, earned_in };
	match draws.once_in(3) {
		true => root(reward),
		false => call(somebody(draws), reward),
	}
}

pub fn fund_stream(draws: &mut Draws, _: &Heard) -> Option<Act> {
	let (who, pool_id) = (somebody(draws), some_pool(draws));
	let (asset, amount) = money(pool_id, draws)?;
	let epochs = 1 + draws.id_below(104);
	call(who, RewardsCall::fund_stream { pool_id, asset, amount, epochs })
}

pub fn set_commission(draws: &mut Draws, _: &Heard) -> Option<Act> {
	let rate = Fraction::from_percent(draws.below(51));
	call(some_operator(draws), RewardsCall::set_commission { rate })
}

/// By the staker, to itself or to somebody else, or by anybody.
pub fn claim_of_stake(draws: &mut Draws, _: &Heard) -> Option<Act> {
	let pool_id = some_pool(draws);
	let claim = |staker: &AccountId| RewardClaim::Stake { pool_id, staker: staker.clone() };
	let now = OperatorStaking::epoch().current;
	let has_earned =
		|who: &AccountId| !StakingRewards::available_reward(claim(who), now).is_empty();
	let staker = draws.one_of(&cast().into_iter().filter(has_earned).collect::<Vec<_>>())?;
	let (caller, to) = match draws.below(3) {
		0 => (somebody(draws), None),
		1 => (staker.clone(), None),
		_ => (staker.clone(), Some(somebody(draws).into())),
	};
	call(caller, RewardsCall::claim { claim: claim(&staker), to })
}

pub fn claim_of_position(draws: &mut Draws, _: &Heard) -> Option<Act> {
	let (_, view) = some_position(draws, |_| true)?;
	let claim = RewardClaim::Position(view.position_id);
	call(somebody(draws), RewardsCall::claim { claim, to: None })
}

pub fn claim_of_commission(draws: &mut Draws, _: &Heard) -> Option<Act> {
	let has_any = |pool_id: &PoolId| {
		let pool = StakingRewards::reward_pool(*pool_id);
		pool.is_some_and(|pool| pool.assets.iter().any(|asset| asset.commission > 0))
	};
	let pools: Vec<_> = (1..=6).map(PoolId).filter(has_any).collect();
	let claim = RewardClaim::Commission(draws.one_of(&pools)?);
	call(somebody(draws), RewardsCall::claim { claim, to: None })
}

/// Another penalty and destination, and every other time another multiplier, by the operator or the admin.
pub fn configure(draws: &mut Draws, _: &Heard) -> Option<Act> {
	let pool_id = some_pool(draws);
	let pool = StakingRewards::reward_pool(pool_id)?;
	let mut tiers: Vec<LockTier> = pool.tiers;
	let (at, hundredths) = (draws.below(tiers.len() as u64), 70 + draws.below(931));
	if draws.once_in(2) {
		let tier = tiers.get_mut(at as usize)?;
		tier.multiplier = Multiplier(hundredths.try_into().expect("it is small"));
	}
	let offer = Offer {
		tiers: tiers.try_into().expect("there are no more than before"),
		assets: Default::default(),
		penalty: Fraction::from_percent(draws.below(100)),
		destination: match draws.below(4) {
			0 => Destination::Account(treasury()),
			1 => Destination::Burn,
			2 => Destination::Treasury,
			_ => Destination::Stakers,
		},
	};
	let configure = RewardsCall::configure { pool_id, offer };
	match pool.operator.filter(|_| draws.once_in(3)) {
		Some(operator) => call(operator, configure),
		None => root(configure),
	}
}

pub fn poke(draws: &mut Draws, _: &Heard) -> Option<Act> {
	call(somebody(draws), RewardsCall::poke { pool_id: some_pool(draws) })
}
