// SPDX-License-Identifier: Apache-2.0

//! Restaking, staking and the NFTs of positions, wired together.

use super::{
	blocks::{seal, MONDAY},
	chain,
};
use crate::{
	accounts::treasury, presets::DEVELOPMENT, units::UNIT, AccountId, OperatorStaking, Restaking,
	Runtime, RuntimeOrigin, StakingRewards, System,
};
use frame_support::{assert_noop, assert_ok};
use pallet_operator_staking::{EpochIndex, Fraction, PoolId};
use pallet_restaking_slash::{
	CaseId, ConsumerId, Error, Fractions, ReportId, SlashRequest, Verdict, When,
};
use pallet_staking_rewards::PositionId;
use sp_keyring::Sr25519Keyring::{Alice, Bob, Charlie, Dave, Eve, Ferdie};

const GOVERNANCE: ConsumerId = ConsumerId(1);
const ROLLUP: ConsumerId = ConsumerId(2);
const ID: ReportId = [1; 32];

fn percent(part: u64) -> Fraction {
	Fraction::from_percent(part)
}

/// A tenth of bond and pools.
fn tenth() -> SlashRequest<crate::assets::AssetKind> {
	let fractions = Fractions { bond: percent(10), pools: percent(10) };
	SlashRequest { fractions, quantity: None }
}

fn epoch(number: u64) -> u64 {
	MONDAY + number * 60_000
}

fn now() -> EpochIndex {
	OperatorStaking::epoch().current
}

fn report(
	by: RuntimeOrigin,
	consumer_id: ConsumerId,
	operator: AccountId,
	fault_epoch: EpochIndex,
) {
	let evidence = Default::default();
	let (when, request) = (When::Epoch(fault_epoch), tenth());
	let reported =
		Restaking::report_slash(by, consumer_id, operator.into(), when, request, evidence, ID);
	assert_ok!(reported);
}

/// Epochs pass, with enough blocks for a dispute.
fn pass(until: u64) {
	seal(epoch(until), vec![]);
	System::set_block_number(System::block_number() + 10);
	seal(epoch(until), vec![]);
}

#[test]
fn operators_of_genesis_are_opted_in() {
	chain(DEVELOPMENT).execute_with(|| {
		let opted_in = |who: sp_keyring::Sr25519Keyring| {
			let view = Restaking::opt_ins(who.to_account_id());
			let to: Vec<_> = view.opt_ins.iter().map(|opt_in| opt_in.consumer_id).collect();
			(view.slash_cap, view.counted.pools, to)
		};

		assert_eq!(opted_in(Alice), (percent(70), percent(70), vec![GOVERNANCE, ROLLUP]));
		assert_eq!(opted_in(Bob), (percent(70), percent(70), vec![GOVERNANCE, ROLLUP]));
		assert_eq!(opted_in(Charlie), (percent(50), percent(50), vec![GOVERNANCE]));
	});
}

#[test]
fn root_acts_for_governance() {
	chain(DEVELOPMENT).execute_with(|| {
		seal(epoch(0), vec![]);
		seal(epoch(0), vec![]);
		let charlie = Charlie.to_account_id();

		report(RuntimeOrigin::root(), GOVERNANCE, charlie.clone(), now());
		let by_charlie = RuntimeOrigin::signed(charlie.clone());
		assert_ok!(Restaking::dispute(by_charlie, CaseId(1), [0; 32]));
		let early = Restaking::resolve(RuntimeOrigin::root(), CaseId(1), Verdict::Uphold);
		assert_noop!(early, Error::<Runtime>::VerdictTooEarly);
		pass(3);
		assert_ok!(Restaking::resolve(RuntimeOrigin::root(), CaseId(1), Verdict::Uphold));
		let settled = Restaking::settle(RuntimeOrigin::signed(treasury()), CaseId(1));

		assert_ok!(settled);
		let pool = OperatorStaking::stake_of(PoolId(5), charlie).expect("it has staked");
		assert_eq!(pool.value, 4_500 * UNIT);
	});
}

#[test]
fn governance_slashes_nobody_who_has_opted_out() {
	chain(DEVELOPMENT).execute_with(|| {
		seal(epoch(0), vec![]);
		seal(epoch(0), vec![]);
		let charlie = Charlie.to_account_id();
		assert_ok!(Restaking::opt_out(RuntimeOrigin::signed(charlie.clone()), GOVERNANCE));
		pass(2);

		let when = When::Epoch(now());
		let reported = Restaking::report_slash(
			RuntimeOrigin::root(),
			GOVERNANCE,
			charlie.into(),
			when,
			tenth(),
			Default::default(),
			ID,
		);

		assert_noop!(reported, Error::<Runtime>::NotOptedIn);
	});
}

#[test]
fn settlement_slashes_the_stake_of_a_position() {
	chain(DEVELOPMENT).execute_with(|| {
		seal(epoch(0), vec![]);
		seal(epoch(0), vec![]);
		let (alice, dave, pool_id) = (Alice.to_account_id(), Dave.to_account_id(), PoolId(1));
		let offered = StakingRewards::reward_pool(pool_id).expect("it pays");
		let (tier, destination) = (offered.tiers[0], offered.destination.expect("it is offered"));
		let by_dave = RuntimeOrigin::signed(dave);
		assert_ok!(StakingRewards::stake(
			by_dave,
			pool_id,
			1_000 * UNIT,
			tier,
			Fraction::one(),
			destination.clone()
		));
		pass(1);
		// The position is active now; Eve joins after the fault.
		let fault_epoch = now();
		let by_eve = RuntimeOrigin::signed(Eve.to_account_id());
		let before = OperatorStaking::stake_of(pool_id, Eve.to_account_id());
		assert_ok!(OperatorStaking::delegate(by_eve, pool_id, 500 * UNIT));

		report(RuntimeOrigin::signed(Ferdie.to_account_id()), ROLLUP, alice, fault_epoch);
		let account = StakingRewards::position(PositionId(1)).expect("it is there").account;
		let preview = Restaking::slash_preview_for(CaseId(1), pool_id, account);
		pass(3);
		assert_ok!(Restaking::settle(RuntimeOrigin::signed(treasury()), CaseId(1)));

		assert_eq!(preview, 100 * UNIT);
		let position = StakingRewards::position(PositionId(1)).expect("it is there");
		assert_eq!(position.active, 900 * UNIT);
		let eve = OperatorStaking::stake_of(pool_id, Eve.to_account_id()).expect("she has staked");
		let old = before.expect("she had staked").value;
		assert_eq!(eve.value, old - old / 10 + 500 * UNIT);
	});
}

#[test]
fn positions_leave_without_a_penalty_until_a_wider_opt_in_holds() {
	chain(DEVELOPMENT).execute_with(|| {
		seal(epoch(0), vec![]);
		seal(epoch(0), vec![]);
		let (charlie, dave, pool_id) = (Charlie.to_account_id(), Dave.to_account_id(), PoolId(5));
		let offered = StakingRewards::reward_pool(pool_id).expect("it pays");
		let (tier, destination) = (offered.tiers[0], offered.destination.expect("it is offered"));
		let by_dave = RuntimeOrigin::signed(dave);
		assert_ok!(StakingRewards::stake(
			by_dave,
			pool_id,
			1_000 * UNIT,
			tier,
			Fraction::one(),
			destination.clone()
		));
		let by_charlie = || RuntimeOrigin::signed(charlie.clone());
		assert_ok!(Restaking::set_slash_cap(by_charlie(), percent(60)));
		pass(1);
		let penalty = || {
			let view = StakingRewards::position(PositionId(1)).expect("it is there");
			view.penalty
		};
		assert_eq!(penalty(), percent(50));
		pass(2);

		let budget = Fractions { bond: percent(10), pools: percent(10) };
		assert_ok!(Restaking::opt_in(by_charlie(), ROLLUP, 1, budget));

		assert_eq!(penalty(), percent(50), "it may be taken back in the same epoch");
		pass(3);
		assert_eq!(penalty(), percent(0));
		pass(4);
		assert_eq!(penalty(), percent(50));
	});
}
