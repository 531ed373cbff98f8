// SPDX-License-Identifier: Apache-2.0

//! Who judges, who keeps the stake and who has its NFTs, wired together.

use super::{
	blocks::{seal, MONDAY},
	chain,
};
use crate::{
	configs::staking::treasury, presets::DEVELOPMENT, units::UNIT, AccountId, OperatorStaking,
	Restaking, Runtime, RuntimeOrigin, StakingRewards, System,
};
use frame_support::{assert_noop, assert_ok, traits::Get};
use pallet_operator_staking::{EpochIndex, Fraction, PoolId};
use pallet_restaking_slash::{
	Budget, CaseId, Claim, ConsumerId, Error, ReportId, Scope, Verdict, When,
};
use pallet_staking_rewards::{PositionId, Preset};
use sp_keyring::Sr25519Keyring::{Alice, Bob, Charlie, Dave, Eve, Ferdie};

const GOVERNANCE: ConsumerId = ConsumerId(0);
const ROLLUP: ConsumerId = ConsumerId(1);
const ID: ReportId = [1; 32];

fn percent(part: u64) -> Fraction {
	Fraction::from_percent(part)
}

/// A tenth of bond and pools.
fn tenth() -> Claim<crate::assets::AssetKind> {
	Claim { scope: Scope::BondAndPools, fraction: percent(10), quantity: None }
}

fn epoch(number: u64) -> u64 {
	MONDAY + number * 60_000
}

fn now() -> EpochIndex {
	OperatorStaking::epoch_view().now
}

fn report(by: RuntimeOrigin, consumer: ConsumerId, operator: AccountId, fault: EpochIndex) {
	let evidence = Default::default();
	let (when, claim) = (When::Epoch(fault), tenth());
	let reported =
		Restaking::report_slash(by, consumer, operator.into(), when, claim, evidence, ID);
	assert_ok!(reported);
}

/// Epochs pass, with enough blocks for a dispute.
fn pass(until: u64) {
	seal(epoch(until), vec![]);
	System::set_block_number(System::block_number() + 10);
	seal(epoch(until), vec![]);
}

#[test]
fn windows_of_all_pallets_agree() {
	let of_staking: u32 = <Runtime as pallet_operator_staking::Config>::Window::get();
	let of_rewards: u32 = <Runtime as pallet_staking_rewards::Config>::Window::get();
	let of_restaking: u32 = <Runtime as pallet_restaking_slash::Config>::Window::get();

	assert_eq!((of_rewards, of_restaking), (of_staking, of_staking));
}

#[test]
fn genesis_promises_what_the_preset_says() {
	chain(DEVELOPMENT).execute_with(|| {
		let promised = |who: sp_keyring::Sr25519Keyring| {
			let view = Restaking::pledge_view(&who.to_account_id());
			let to: Vec<_> = view.promises.iter().map(|promise| promise.consumer).collect();
			(view.cap, view.counted.pools, to)
		};

		assert_eq!(promised(Alice), (percent(70), percent(70), vec![GOVERNANCE, ROLLUP]));
		assert_eq!(promised(Bob), (percent(70), percent(70), vec![GOVERNANCE, ROLLUP]));
		assert_eq!(promised(Charlie), (percent(50), percent(50), vec![GOVERNANCE]));
	});
}

#[test]
fn root_acts_for_governance() {
	chain(DEVELOPMENT).execute_with(|| {
		seal(epoch(0), vec![]);
		seal(epoch(0), vec![]);
		let charlie = Charlie.to_account_id();

		report(RuntimeOrigin::root(), GOVERNANCE, charlie.clone(), now());
		assert_ok!(Restaking::dispute(RuntimeOrigin::signed(charlie.clone()), CaseId(0)));
		assert_ok!(Restaking::resolve(RuntimeOrigin::root(), CaseId(0), Verdict::Uphold));
		let settled = Restaking::settle(RuntimeOrigin::signed(treasury()), CaseId(0));

		assert_ok!(settled);
		let pool = OperatorStaking::stake_view(PoolId(5), &charlie).expect("it has staked");
		assert_eq!(pool.value, 4_500 * UNIT);
	});
}

#[test]
fn governance_charges_nobody_who_has_opted_out() {
	chain(DEVELOPMENT).execute_with(|| {
		seal(epoch(0), vec![]);
		seal(epoch(0), vec![]);
		let charlie = Charlie.to_account_id();
		assert_ok!(Restaking::opt_out(RuntimeOrigin::signed(charlie.clone()), GOVERNANCE));
		pass(1);

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
fn settlement_charges_the_stake_of_a_position() {
	chain(DEVELOPMENT).execute_with(|| {
		seal(epoch(0), vec![]);
		seal(epoch(0), vec![]);
		let (alice, dave, pool) = (Alice.to_account_id(), Dave.to_account_id(), PoolId(1));
		let offer: Preset = StakingRewards::rewards_view(pool).expect("it pays").presets[0];
		let by_dave = RuntimeOrigin::signed(dave);
		assert_ok!(StakingRewards::stake(by_dave, pool, 1_000 * UNIT, offer, Fraction::one()));
		pass(1);
		// The position is in force now; Eve joins after the fault.
		let fault = now();
		let by_eve = RuntimeOrigin::signed(Eve.to_account_id());
		let before = OperatorStaking::stake_view(pool, &Eve.to_account_id());
		assert_ok!(OperatorStaking::delegate(by_eve, pool, 500 * UNIT));

		report(RuntimeOrigin::signed(Ferdie.to_account_id()), ROLLUP, alice, fault);
		let key = StakingRewards::position_view(PositionId(1)).expect("it is there").key;
		let cost = Restaking::cost_to_holder(CaseId(0), pool, &key);
		pass(3);
		assert_ok!(Restaking::settle(RuntimeOrigin::signed(treasury()), CaseId(0)));

		assert_eq!(cost, 100 * UNIT);
		let position = StakingRewards::position_view(PositionId(1)).expect("it is there");
		assert_eq!(position.value, 900 * UNIT);
		let eve = OperatorStaking::stake_view(pool, &Eve.to_account_id()).expect("she has staked");
		let old = before.expect("she had staked").value;
		assert_eq!(eve.value, old - old / 10 + 500 * UNIT);
	});
}

#[test]
fn positions_leave_without_a_penalty_until_a_wider_promise_holds() {
	chain(DEVELOPMENT).execute_with(|| {
		seal(epoch(0), vec![]);
		seal(epoch(0), vec![]);
		let (charlie, dave, pool) = (Charlie.to_account_id(), Dave.to_account_id(), PoolId(5));
		let offer: Preset = StakingRewards::rewards_view(pool).expect("it pays").presets[0];
		let by_dave = RuntimeOrigin::signed(dave);
		assert_ok!(StakingRewards::stake(by_dave, pool, 1_000 * UNIT, offer, Fraction::one()));
		let by_charlie = || RuntimeOrigin::signed(charlie.clone());
		assert_ok!(Restaking::set_cap(by_charlie(), percent(60)));
		pass(1);
		let penalty = || {
			let view = StakingRewards::position_view(PositionId(1)).expect("it is there");
			view.penalty
		};
		assert_eq!(penalty(), percent(50));
		pass(2);

		let budget = Budget { bond: percent(10), pools: percent(10) };
		assert_ok!(Restaking::opt_in(by_charlie(), ROLLUP, 1, budget));

		assert_eq!(penalty(), percent(50), "it may be taken back in the same epoch");
		pass(3);
		assert_eq!(penalty(), percent(0));
		pass(4);
		assert_eq!(penalty(), percent(50));
	});
}
