// SPDX-License-Identifier: Apache-2.0

//! The calls of the storage that usual calls make: no change lets them grow unseen. A read costs the wasm a call of its host,
//! the same key again a third of that; the first read and the first write of a key cost what the database does.

mod late;
mod unfollowed;

use super::{
	blocks::{seal, MONDAY},
	chain,
};
use crate::{
	assets::{AssetKind, USDX_UNIT},
	presets::DEVELOPMENT,
	units::UNIT,
	AccountId, AllPalletsWithSystem, OperatorStaking, Runtime, RuntimeCall, RuntimeOrigin,
	StakingRewards, System,
};
use bulwark_runtime_common::QUIET;
use bulwark_testing::StorageCalls;
use frame_support::{
	assert_ok,
	storage::{transactional::TRANSACTION_LEVEL_KEY, with_transaction},
	traits::WhitelistedStorageKeys,
};
use pallet_operator_staking::{Amount, Fraction, PoolId};
use pallet_restaking_slash::{CaseId, ConsumerId, Fractions, SlashRequest, When};
use pallet_staking_rewards::{Payee, PositionId, RewardClaim};
use sp_keyring::Sr25519Keyring::{self, Alice, Dave, Eve, Ferdie};
use sp_runtime::{traits::Dispatchable, DispatchError, TransactionOutcome};

type StakingCall = pallet_operator_staking::Call<Runtime>;
type RewardsCall = pallet_staking_rewards::Call<Runtime>;
type RestakingCall = pallet_restaking_slash::Call<Runtime>;

/// Reads and writes; items read and items written.
type Counts = [usize; 4];

/// Number of epochs that pass before the calls: a lock of seven has expired by then, and can be tagged.
const LATER: u64 = 20;
const EPOCH: u64 = 60_000;

/// Alice's pool in the native asset.
const NATIVE: PoolId = PoolId(1);
/// Her pool in a foreign one.
const FOREIGN: PoolId = PoolId(2);
/// Bob's pool, to which stake moves.
const TARGET: PoolId = PoolId(3);
const POOLS: [(PoolId, u128); 2] = [(FOREIGN, USDX_UNIT), (NATIVE, UNIT)];

/// Dave's locks in both pools: the short ones have expired, the long ones have not.
const SHORT: [PositionId; 2] = [PositionId(1), PositionId(3)];
const LONG: [PositionId; 2] = [PositionId(2), PositionId(4)];

/// A pool in a foreign asset and one in the native one, each with a staker whose only lot is mature, two locks, stake that is
/// released, and a case that can be settled; everything was touched in the present epoch.
fn scene() {
	seal(MONDAY, vec![]);
	seal(MONDAY, vec![]);
	for (pool_id, unit) in POOLS {
		let pool = StakingRewards::reward_pool(pool_id).expect("it pays");
		let destination = pool.destination.expect("it is offered");
		for tier in pool.tiers {
			let (amount, max_penalty, destination) =
				(100 * unit, Fraction::one(), destination.clone());
			does(Dave, RewardsCall::stake { pool_id, amount, tier, max_penalty, destination });
		}
	}
	go_to(8);
	for (pool_id, unit) in POOLS {
		does(Eve, StakingCall::undelegate { pool_id, amount: Amount::Exactly(7 * unit) });
	}
	let amount = Amount::Exactly(7 * UNIT);
	does(Eve, StakingCall::redelegate { from: NATIVE, to: TARGET, amount });
	go_to(LATER - 2);
	does(Ferdie, report());
	go_to(LATER);
	let locks = SHORT.into_iter().chain(LONG);
	let locks = locks.map(|id| StakingRewards::position(id).expect("it is there"));
	let locks: Vec<_> = locks.map(|view| (view.pool_id, view.account)).collect();
	for (pool_id, _) in POOLS {
		let own = (pool_id, Eve.to_account_id());
		for (_, staker) in locks.iter().chain([&own]).filter(|(of, _)| *of == pool_id) {
			let staker = Some(staker.clone().into());
			does(Eve, StakingCall::poke { pool_id, staker });
		}
		does(Ferdie, reward(Payee::Pool(pool_id)));
	}
	does(Eve, StakingCall::poke { pool_id: TARGET, staker: None });
}

/// Time passes, and enough blocks for a case.
fn go_to(epoch: u64) {
	System::set_block_number(System::block_number() + 10);
	seal(MONDAY + epoch * EPOCH, vec![]);
}

fn does(who: Sr25519Keyring, call: impl Into<RuntimeCall>) {
	assert_ok!(call.into().dispatch(RuntimeOrigin::signed(who.to_account_id())));
}

fn reward(to: Payee<AccountId>) -> RewardsCall {
	let earned_in = OperatorStaking::epoch().current;
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

/// The counts of a call that succeeds, which is undone. What the runtime's every call reads is not counted among items, and
/// what benchmarks alone read not at all.
fn counts(who: Sr25519Keyring, call: RuntimeCall) -> Counts {
	let calls = with_transaction(|| {
		let dispatch = || call.dispatch(RuntimeOrigin::signed(who.to_account_id()));
		let (result, calls) = StorageCalls::of(dispatch);
		assert_ok!(result);
		TransactionOutcome::Rollback(Ok::<_, DispatchError>(calls))
	});
	let calls = calls.expect("nothing of it fails").without(&[QUIET.to_vec()]);
	let system = AllPalletsWithSystem::whitelisted_storage_keys().into_iter().map(|key| key.key);
	let now = pallet_timestamp::Now::<Runtime>::hashed_key().to_vec();
	let system: Vec<_> = system.chain([TRANSACTION_LEVEL_KEY.to_vec(), now]).collect();
	let items = calls.clone().without(&system);
	[calls.all_reads(), calls.all_writes(), items.reads.len(), items.writes.len()]
}

/// The items that a call reads, and those that it writes.
fn items(who: Sr25519Keyring, call: RuntimeCall) -> [usize; 2] {
	let [_, _, read, written] = counts(who, call);
	[read, written]
}

/// What the calls cost, in the foreign asset if nothing else is said: reads, writes, items read, items written.
const USUAL: [(&str, Counts); 23] = [
	("delegate", [39, 14, 12, 7]),
	("delegate native", [45, 12, 11, 6]),
	("undelegate", [50, 25, 15, 13]),
	("withdraw", [41, 17, 12, 8]),
	("withdraw native", [46, 15, 11, 7]),
	("redelegate", [45, 19, 22, 13]),
	("complete redelegation", [30, 11, 17, 7]),
	("retire, 2 pools", [50, 16, 13, 8]),
	("settle, 2 pools", [189, 63, 36, 19]),
	("claim of stake", [42, 12, 9, 4]),
	("claim of position", [44, 13, 11, 5]),
	("stake", [78, 30, 26, 16]),
	("stake native", [82, 28, 24, 15]),
	("unstake early", [64, 29, 26, 19]),
	("unstake early, a part", [78, 38, 30, 23]),
	("unstake expired", [73, 34, 20, 18]),
	("unstake expired native", [73, 34, 20, 18]),
	("extend", [57, 31, 27, 18]),
	("restake", [68, 33, 28, 18]),
	("tag", [29, 14, 9, 5]),
	("reward pool", [40, 13, 8, 5]),
	("reward operator, 2 pools", [53, 17, 16, 7]),
	("poke of rewards", [36, 18, 7, 0]),
];

/// A call, who makes it, and its name.
type Usual = (&'static str, Sr25519Keyring, RuntimeCall);

fn calls_of_staking() -> Vec<Usual> {
	let delegate = |pool_id, amount| StakingCall::delegate { pool_id, amount };
	let withdraw =
		|pool_id, staker: AccountId| StakingCall::withdraw { pool_id, staker: staker.into() };
	let (from, to, eve) = (NATIVE, TARGET, Eve.to_account_id());
	let redelegate = StakingCall::redelegate { from, to, amount: Amount::Exactly(UNIT) };
	let complete = StakingCall::complete_redelegation { from, to, staker: eve.clone().into() };
	let undelegate =
		StakingCall::undelegate { pool_id: FOREIGN, amount: Amount::Exactly(USDX_UNIT) };
	let settle = RestakingCall::settle { case_id: CaseId(1) };
	vec![
		("delegate", Eve, delegate(FOREIGN, USDX_UNIT).into()),
		("delegate native", Eve, delegate(NATIVE, UNIT).into()),
		("undelegate", Eve, undelegate.into()),
		("withdraw", Eve, withdraw(FOREIGN, eve.clone()).into()),
		("withdraw native", Eve, withdraw(NATIVE, eve).into()),
		("redelegate", Eve, redelegate.into()),
		("complete redelegation", Eve, complete.into()),
		("retire, 2 pools", Alice, StakingCall::retire {}.into()),
		("settle, 2 pools", Ferdie, settle.into()),
	]
}

fn calls_of_rewards() -> Vec<Usual> {
	let stake = |pool_id, amount| {
		let pool = StakingRewards::reward_pool(pool_id).expect("it pays");
		let (tier, max_penalty) = (pool.tiers[0], Fraction::one());
		let destination = pool.destination.expect("it is offered");
		RewardsCall::stake { pool_id, amount, tier, max_penalty, destination }
	};
	let unstake = |position_id, amount| RewardsCall::unstake {
		position_id,
		amount,
		max_penalty: Fraction::one(),
	};
	let claim = |claim| RewardsCall::claim { claim, to: None };
	let of_stake = RewardClaim::Stake { pool_id: FOREIGN, staker: Eve.to_account_id() };
	let of_operator = Payee::Operator(Alice.to_account_id());
	let (position_id, beneficiary) = (SHORT[0], Ferdie.to_account_id().into());
	let part = Amount::Exactly(USDX_UNIT);
	vec![
		("claim of stake", Eve, claim(of_stake).into()),
		("claim of position", Dave, claim(RewardClaim::Position(LONG[0])).into()),
		("stake", Dave, stake(FOREIGN, USDX_UNIT).into()),
		("stake native", Dave, stake(NATIVE, UNIT).into()),
		("unstake early", Dave, unstake(LONG[0], Amount::All).into()),
		("unstake early, a part", Dave, unstake(LONG[0], part).into()),
		("unstake expired", Dave, unstake(SHORT[0], Amount::All).into()),
		("unstake expired native", Dave, unstake(SHORT[1], Amount::All).into()),
		("extend", Dave, RewardsCall::extend { position_id: LONG[0] }.into()),
		("restake", Dave, RewardsCall::restake { position_id }.into()),
		("tag", Ferdie, RewardsCall::tag { position_id, beneficiary }.into()),
		("reward pool", Ferdie, reward(Payee::Pool(FOREIGN)).into()),
		("reward operator, 2 pools", Ferdie, reward(of_operator).into()),
		("poke of rewards", Ferdie, RewardsCall::poke { pool_id: FOREIGN }.into()),
	]
}

#[test]
fn usual_calls_read_and_write_no_more_than_before() {
	chain(DEVELOPMENT).execute_with(|| {
		scene();
		let calls = calls_of_staking().into_iter().chain(calls_of_rewards());

		let measured: Vec<_> = calls.map(|(name, who, call)| (name, counts(who, call))).collect();

		let lines = measured.iter().map(|line| format!("	{line:?},\n")).collect::<String>();
		assert_eq!(measured, USUAL, "now it is\n{lines}");
	});
}
