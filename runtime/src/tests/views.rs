// SPDX-License-Identifier: Apache-2.0

//! Views across pallets, as the runtime API answers them: everything of an account in one call, and operators in pages.

use super::{
	blocks::{seal, MONDAY},
	chain,
};
use crate::{
	assets::AssetKind, presets::DEVELOPMENT, units::UNIT, AccountId, Balance, OperatorStaking,
	Restaking, Runtime, RuntimeCall, RuntimeOrigin, StakingRewards,
};
use bulwark_views::runtime_api::runtime_decl_for_bulwark_api::BulwarkApiV1;
use frame_support::assert_ok;
use pallet_operator_staking::{Amount, EpochIndex, Fraction, PoolId};
use pallet_staking_rewards::{Payee, PositionId, RewardClaim};
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Charlie, Eve, Ferdie, One};
use sp_runtime::traits::Dispatchable;

type StakingCall = pallet_operator_staking::Call<Runtime>;
type RewardsCall = pallet_staking_rewards::Call<Runtime>;
type HoldingView = bulwark_views::HoldingView<AccountId, AssetKind>;

const EPOCH: u64 = 60_000;

/// Pools of Alice, Bob and Charlie, in which Eve has, had and will have stake.
const ALICES: PoolId = PoolId(1);
const BOBS: PoolId = PoolId(3);
const CHARLIES: PoolId = PoolId(5);
/// The pool that Ferdie leaves.
const STANDALONE: PoolId = PoolId(6);

/// Eve has a part unbonding, another on its way to Charlie and a lock; Alice has a commission of a fifth on 100 BULW; Ferdie has
/// left the standalone pool and claimed nothing.
fn scene() {
	go_to(0);
	does(Alice, RewardsCall::set_commission { rate: Fraction::from_percent(20) });
	go_to(8);
	does(Eve, StakingCall::undelegate { pool_id: ALICES, amount: Amount::Exactly(7 * UNIT) });
	let amount = Amount::Exactly(10 * UNIT);
	does(Eve, StakingCall::redelegate { from: BOBS, to: CHARLIES, amount });
	does(Eve, lock(ALICES, 100 * UNIT));
	does(Ferdie, StakingCall::undelegate { pool_id: STANDALONE, amount: Amount::All });
	go_to(12);
	let staker = Ferdie.to_account_id().into();
	does(Ferdie, StakingCall::withdraw { pool_id: STANDALONE, staker });
	let (to, asset, earned_in) = (Payee::Pool(ALICES), AssetKind::Native, now());
	does(Ferdie, RewardsCall::reward { to, asset, amount: 100 * UNIT, earned_in });
}

fn go_to(epoch: u64) {
	seal(MONDAY + epoch * EPOCH, vec![]);
}

fn now() -> EpochIndex {
	OperatorStaking::epoch().current
}

fn does(who: Sr25519Keyring, call: impl Into<RuntimeCall>) {
	assert_ok!(call.into().dispatch(RuntimeOrigin::signed(who.to_account_id())));
}

fn lock(pool_id: PoolId, amount: Balance) -> RewardsCall {
	let pool = StakingRewards::reward_pool(pool_id).expect("it pays");
	let destination = pool.destination.expect("it is offered");
	let (tier, max_penalty) = (pool.tiers[0], Fraction::one());
	RewardsCall::stake { pool_id, amount, tier, max_penalty, destination }
}

fn holdings_of(who: Sr25519Keyring) -> Vec<HoldingView> {
	Runtime::holdings_of(who.to_account_id())
}

fn available(claim: RewardClaim<AccountId>) -> Vec<(AssetKind, Balance)> {
	StakingRewards::available_reward(claim, now())
}

fn of_stake(pool_id: PoolId, staker: Sr25519Keyring) -> RewardClaim<AccountId> {
	RewardClaim::Stake { pool_id, staker: staker.to_account_id() }
}

#[test]
fn holdings_are_stake_unbonding_stake_stake_on_its_way_and_positions_by_pool() {
	chain(DEVELOPMENT).execute_with(|| {
		scene();

		let holdings = holdings_of(Eve);

		let [at_alice, in_usdx, at_bob] = &holdings[..] else { panic!("{holdings:?}") };
		let stake = at_alice.stake.as_ref().expect("she has stake");
		assert_eq!((stake.value, stake.exits[0].value), (9_993 * UNIT, 7 * UNIT));
		let [position] = &at_alice.positions[..] else { panic!("it is one") };
		assert_eq!((position.position_id, position.active), (PositionId(1), 100 * UNIT));
		let moving = &at_bob.stake.as_ref().expect("she has stake").redelegations[0];
		assert_eq!((moving.to, moving.exits[0].value), (CHARLIES, 10 * UNIT));
		assert!(in_usdx.positions.is_empty() && at_bob.positions.is_empty());
	});
}

#[test]
fn holdings_say_what_the_pallets_say_pool_by_pool() {
	chain(DEVELOPMENT).execute_with(|| {
		scene();

		for holding in holdings_of(Eve) {
			let pool = OperatorStaking::pool(holding.pool_id).expect("it is there");
			assert_eq!((holding.asset, holding.operator), (pool.asset, pool.operator));
			let stake = OperatorStaking::stake_of(holding.pool_id, Eve.to_account_id());
			assert_eq!(holding.stake, stake);
			assert_eq!(holding.claimable, available(of_stake(holding.pool_id, Eve)));
			assert!(!holding.claimable.is_empty(), "a stream pays for all stake");
			assert!(holding.commission.is_empty(), "she is no operator");
			for position in holding.positions {
				let shown = StakingRewards::position(position.position_id);
				assert_eq!(shown, Some(position));
			}
		}
	});
}

#[test]
fn holdings_of_an_operator_count_its_commission() {
	chain(DEVELOPMENT).execute_with(|| {
		scene();

		let holdings = holdings_of(Alice);

		let [own] = &holdings[..] else { panic!("{holdings:?}") };
		assert_eq!(own.pool_id, ALICES);
		assert_eq!(own.commission, [(AssetKind::Native, 20 * UNIT)]);
		assert_eq!(own.commission, available(RewardClaim::Commission(ALICES)));
	});
}

#[test]
fn holdings_keep_a_pool_until_its_rewards_are_claimed() {
	chain(DEVELOPMENT).execute_with(|| {
		scene();
		let left = |holding: &HoldingView| holding.pool_id == STANDALONE;
		let holding = holdings_of(Ferdie).into_iter().find(left).expect("it owes him rewards");
		assert_eq!((holding.stake, holding.positions), (None, vec![]));
		assert!(!holding.claimable.is_empty());
		assert_eq!(holding.claimable, available(of_stake(STANDALONE, Ferdie)));

		does(Ferdie, RewardsCall::claim { claim: of_stake(STANDALONE, Ferdie), to: None });

		assert!(!holdings_of(Ferdie).iter().any(left));
	});
}

#[test]
fn holdings_of_a_stranger_are_none() {
	chain(DEVELOPMENT).execute_with(|| {
		scene();

		assert_eq!(holdings_of(One), []);
	});
}

#[test]
fn operators_come_in_pages_with_commission_pools_and_opt_ins() {
	chain(DEVELOPMENT).execute_with(|| {
		scene();
		let mut page = Runtime::operators(None, 2);
		let last = page.last().expect("there are two").account.clone();
		page.extend(Runtime::operators(Some(last), 2));

		assert_eq!(page, Runtime::operators(None, 10));

		let mut accounts: Vec<_> = page.iter().map(|profile| profile.account.clone()).collect();
		let mut all = [Alice, Bob, Charlie].map(|who| who.to_account_id());
		accounts.sort();
		all.sort();
		assert_eq!(accounts, all);
		for profile in page {
			let account = profile.account;
			let commission = StakingRewards::commission_of(account.clone());
			assert_eq!(profile.commission, commission);
			assert_eq!(profile.opt_ins, Restaking::opt_ins(account.clone()));
			let pools = profile.operator.pool_ids.iter();
			let pools = pools.map(|id| (*id, OperatorStaking::pool(*id).expect("it is there")));
			assert!(profile.pools.into_iter().eq(pools));
			assert_eq!(Some(profile.operator), OperatorStaking::operator(account));
		}
	});
}
