// SPDX-License-Identifier: Apache-2.0

//! Our calls, in the native pool of the development chain: the peers' stake is native too.
//!
//! Others come and leave in each of ten epochs, and each brings a reward. Then everybody who is concerned is caught up, and
//! as many epochs later the call is made.

use crate::{
	assets::AssetKind,
	case::{caller, does, rich, Case, AMOUNT, OTHERS},
	units::UNIT,
	AccountId, OperatorStaking, Runtime, StakingRewards, System,
};
use frame_support::{traits::OnPoll, weights::WeightMeter};
use pallet_operator_staking::{Amount, Fraction, PoolId};
use pallet_restaking_slash::{CaseId, ConsumerId, Fractions, SlashRequest, When};
use pallet_staking_rewards::{Payee, PositionId, RewardClaim};
use sp_keyring::Sr25519Keyring::{Alice, Ferdie};

type StakingCall = pallet_operator_staking::Call<Runtime>;
type RewardsCall = pallet_staking_rewards::Call<Runtime>;
type RestakingCall = pallet_restaking_slash::Call<Runtime>;

/// Alice's pools: the native one, and one in a foreign asset, which a slash takes from too.
const POOL: PoolId = PoolId(1);
const FOREIGN: PoolId = PoolId(2);

/// Two positions of an account of their own: one has expired, the other one has not.
const EXPIRED: PositionId = PositionId(1);
const LOCKED: PositionId = PositionId(2);

/// Milliseconds of an epoch of the development chain.
const EPOCH: u64 = 60_000;

/// A block comes, so many epochs later.
fn later(epochs: u64) {
	let number = System::block_number() + 10;
	System::set_block_number(number);
	pallet_timestamp::Now::<Runtime>::mutate(|now| *now += epochs * EPOCH);
	OperatorStaking::on_poll(number, &mut WeightMeter::new());
	StakingRewards::on_poll(number, &mut WeightMeter::new());
}

fn lock(tier: usize) -> RewardsCall {
	let pool = StakingRewards::reward_pool(POOL).expect("it pays");
	RewardsCall::stake {
		pool_id: POOL,
		amount: AMOUNT,
		tier: pool.tiers[tier],
		max_penalty: Fraction::one(),
		destination: pool.destination.expect("it is offered"),
	}
}

fn leave(amount: u128) -> StakingCall {
	StakingCall::undelegate { pool_id: POOL, amount: Amount::Exactly(amount) }
}

fn enter() -> StakingCall {
	StakingCall::delegate { pool_id: POOL, amount: AMOUNT }
}

fn reward() -> RewardsCall {
	let (to, earned_in) = (Payee::Pool(POOL), OperatorStaking::epoch().current);
	RewardsCall::reward { to, asset: AssetKind::Native, amount: UNIT, earned_in }
}

fn report() -> RestakingCall {
	let part = Fraction::from_percent(10);
	RestakingCall::report_slash {
		consumer_id: ConsumerId(2),
		operator: Alice.to_account_id().into(),
		when: When::Epoch(OperatorStaking::epoch().current),
		request: SlashRequest { fractions: Fractions { bond: part, pools: part }, quantity: None },
		evidence: Default::default(),
		report_id: [1; 32],
	}
}

/// The owner of the positions.
fn owner() -> AccountId {
	rich("owner", 0)
}

/// The caller has a mature lot, the first of the others has stake that is released, and a case can be settled.
fn scene(epochs_later: u64) -> AccountId {
	let (who, ferdie) = (caller(), Ferdie.to_account_id());
	later(1);
	for index in 0..OTHERS {
		does(&rich("other", index), enter());
	}
	does(&who, enter());
	does(&owner(), lock(0));
	does(&owner(), lock(1));
	later(8);
	for epoch in 0..10 {
		does(&rich("newcomer", epoch), enter());
		does(&rich("other", epoch), leave(AMOUNT / 10));
		if epoch == 8 {
			does(&ferdie, report());
		}
		does(&ferdie, reward());
		later(1);
	}
	touch(&who);
	later(epochs_later);
	who
}

/// Catches up the pools, and those whose stake the calls change.
fn touch(who: &AccountId) {
	let positions = [EXPIRED, LOCKED].map(|id| StakingRewards::position(id).expect("it is there"));
	let [expired, locked] = positions.map(|position| position.account);
	let stakers =
		[who.clone(), expired, locked, Alice.to_account_id()].map(|who| (POOL, Some(who)));
	for (pool_id, staker) in stakers.into_iter().chain([(FOREIGN, None)]) {
		does(who, StakingCall::poke { pool_id, staker: staker.map(Into::into) });
		does(who, RewardsCall::poke { pool_id });
	}
}

pub fn delegate(epochs_later: u64) -> Case {
	Case::new(scene(epochs_later), enter())
}

pub fn undelegate(epochs_later: u64) -> Case {
	Case::new(scene(epochs_later), leave(AMOUNT / 10))
}

pub fn withdraw(epochs_later: u64) -> Case {
	scene(epochs_later);
	let who = rich("other", 0);
	let call = StakingCall::withdraw { pool_id: POOL, staker: who.clone().into() };
	Case::new(who, call)
}

pub fn claim_of_stake(epochs_later: u64) -> Case {
	let who = scene(epochs_later);
	let claim = RewardClaim::Stake { pool_id: POOL, staker: who.clone() };
	Case::new(who, RewardsCall::claim { claim, to: None })
}

/// By its owner, who is paid.
pub fn claim_of_position(epochs_later: u64) -> Case {
	scene(epochs_later);
	let claim = RewardClaim::Position(LOCKED);
	Case::new(owner(), RewardsCall::claim { claim, to: None })
}

pub fn stake(epochs_later: u64) -> Case {
	Case::new(scene(epochs_later), lock(0))
}

/// All of an expired position.
pub fn unstake(epochs_later: u64) -> Case {
	scene(epochs_later);
	let (position_id, amount, max_penalty) = (EXPIRED, Amount::All, Fraction::one());
	Case::new(owner(), RewardsCall::unstake { position_id, amount, max_penalty })
}

/// Of the bond and two pools.
pub fn settle(epochs_later: u64) -> Case {
	Case::new(scene(epochs_later), RestakingCall::settle { case_id: CaseId(1) })
}
