// SPDX-License-Identifier: Apache-2.0

//! What the chain keeps of an operator, of a delegator and of a position, in bytes: docs/storage.md
//! says what this finds.

use super::{
	blocks::{seal, MONDAY},
	chain,
};
use crate::{
	assets::AssetKind, presets::DEVELOPMENT, units::UNIT, OperatorStaking, Restaking, Runtime,
	RuntimeOrigin, StakingRewards,
};
use codec::{Encode, MaxEncodedLen};
use frame_support::assert_ok;
use pallet_operator_staking::{
	Amount, Backings, EpochIndex, ExitRows, Exits, Holdings, Operators, PoolId, Pools,
	PowerHistory, Rankings, Redelegations, SetId, Sets,
};
use pallet_restaking_slash::{
	Budget, CaseId, Cases, Claim, ConsumerId, ConsumerTerms, Consumers, Pledges, Scope, Spendings,
	When,
};
use pallet_staking_rewards::{
	Commissioned, Entitlements, ExitRewards, MergedCohorts, Payee, PositionId, Positions, Preset,
	Snapshots, Streams,
};
use sp_keyring::Sr25519Keyring::{Alice, Eve, Ferdie};
use sp_runtime::Perquintill;

const TABLE: &str = include_str!("../../../docs/storage.md");

/// A line of the table: what is kept, the size of its key, of its value in this state, and the most
/// it can be.
fn line<V: Encode + MaxEncodedLen>(what: &str, key: usize, value: Option<V>) -> String {
	let value = value.expect("it is in the state");
	format!("| {what} | {key} | {} | {} |", value.encoded_size(), V::max_encoded_len())
}

#[test]
fn storage_of_operators_and_delegators_is_what_the_table_says() {
	chain(DEVELOPMENT).execute_with(|| {
		let (alice, eve) = (Alice.to_account_id(), Eve.to_account_id());
		let (from, to) = (PoolId(1), PoolId(3));
		seal(MONDAY, vec![]);
		seal(MONDAY, vec![]);
		let some = || Amount::Exactly(100 * UNIT);
		let by_eve = || RuntimeOrigin::signed(eve.clone());
		assert_ok!(OperatorStaking::undelegate(by_eve(), from, some()));
		assert_ok!(OperatorStaking::redelegate(by_eve(), from, to, some()));
		let now: EpochIndex = OperatorStaking::epoch_view().now;
		let slot = now.0 % OperatorStaking::epoch_view().window.saturating_add(1);
		let way = (&eve, from, to);

		let lines = [
			line(
				"`Operators`: two pools",
				Operators::<Runtime>::hashed_key_for(&alice).len(),
				Operators::<Runtime>::get(&alice),
			),
			line(
				"`Backings`: two pools",
				Backings::<Runtime>::hashed_key_for(&alice).len(),
				Some(Backings::<Runtime>::get(&alice)),
			),
			line(
				"`Pools`: one cohort",
				Pools::<Runtime>::hashed_key_for(from).len(),
				Pools::<Runtime>::get(from),
			),
			line(
				"`ExitRows`: one cohort",
				ExitRows::<Runtime>::hashed_key_for(from, now).len(),
				ExitRows::<Runtime>::get(from, now),
			),
			line(
				"`Holdings`: one lot",
				Holdings::<Runtime>::hashed_key_for(&eve, from).len(),
				Holdings::<Runtime>::get(&eve, from),
			),
			line(
				"`Exits`: one exit",
				Exits::<Runtime>::hashed_key_for(&eve, from).len(),
				Exits::<Runtime>::get(&eve, from),
			),
			line(
				"`Redelegations`: one exit",
				Redelegations::<Runtime>::hashed_key_for(way).len(),
				Redelegations::<Runtime>::get(way),
			),
			line(
				"`Rankings`: three operators",
				Rankings::<Runtime>::hashed_key().len(),
				Some(Rankings::<Runtime>::get()),
			),
			line(
				"`Sets`: three members",
				Sets::<Runtime>::hashed_key_for(SetId(1)).len(),
				Sets::<Runtime>::get(SetId(1)),
			),
			line(
				"`PowerHistory`: three operators",
				PowerHistory::<Runtime>::hashed_key_for(slot).len(),
				PowerHistory::<Runtime>::get(slot),
			),
		];

		let missing: Vec<_> = lines.into_iter().filter(|line| !TABLE.contains(line)).collect();
		assert!(missing.is_empty(), "docs/storage.md does not say\n{}", missing.join("\n"));
	});
}

#[test]
fn storage_of_rewards_is_what_the_table_says() {
	chain(DEVELOPMENT).execute_with(|| {
		let (alice, eve) = (Alice.to_account_id(), Eve.to_account_id());
		let pool = PoolId(1);
		let epoch = |number: u64| MONDAY + number * 60_000;
		seal(epoch(0), vec![]);
		seal(epoch(0), vec![]);
		let by = |who: &crate::AccountId| RuntimeOrigin::signed(who.clone());
		let week: Preset = StakingRewards::rewards_view(pool).expect("it pays").presets[0];
		let rate = Perquintill::from_percent(10);
		assert_ok!(StakingRewards::set_commission(by(&alice), rate));
		assert_ok!(StakingRewards::stake(by(&eve), pool, 100 * UNIT, week, Perquintill::one()));
		let position = PositionId(1);
		let start = OperatorStaking::epoch_view().now.next();
		let reward = || {
			let now = OperatorStaking::epoch_view().now;
			let ferdie = by(&Ferdie.to_account_id());
			assert_ok!(StakingRewards::reward(
				ferdie,
				Payee::Pool(pool),
				AssetKind::Native,
				UNIT,
				now
			));
		};
		seal(epoch(1), vec![]);
		reward();
		assert_ok!(OperatorStaking::undelegate(by(&eve), pool, Amount::Exactly(100 * UNIT)));
		let asked = OperatorStaking::epoch_view().now;
		reward();
		seal(epoch(9), vec![]);
		reward();

		let lines = [
			line(
				"`Pools` of rewards: two assets",
				pallet_staking_rewards::Pools::<Runtime>::hashed_key_for(pool).len(),
				pallet_staking_rewards::Pools::<Runtime>::get(pool),
			),
			line(
				"`Streams`: one asset",
				Streams::<Runtime>::hashed_key_for(pool, 0).len(),
				Some(Streams::<Runtime>::get(pool, 0)),
			),
			line(
				"`ExitRewards`: one cohort",
				ExitRewards::<Runtime>::hashed_key_for(pool, asked).len(),
				ExitRewards::<Runtime>::get(pool, asked),
			),
			line(
				"`MergedCohorts`: one asset earned",
				MergedCohorts::<Runtime>::hashed_key_for(pool, start).len(),
				MergedCohorts::<Runtime>::get(pool, start),
			),
			line(
				"`Snapshots`: one asset earned",
				Snapshots::<Runtime>::hashed_key_for(pool, start.plus(7)).len(),
				Snapshots::<Runtime>::get(pool, start.plus(7)),
			),
			line(
				"`Positions`: not tagged",
				Positions::<Runtime>::hashed_key_for(position).len(),
				Positions::<Runtime>::get(position),
			),
			line(
				"`Entitlements`: one asset earned",
				Entitlements::<Runtime>::hashed_key_for((&eve, pool, None::<PoolId>)).len(),
				Some(Entitlements::<Runtime>::get((&eve, pool, None::<PoolId>))),
			),
			line(
				"`Commissioned`: one asset",
				Commissioned::<Runtime>::hashed_key_for(pool).len(),
				Some(Commissioned::<Runtime>::get(pool)),
			),
		];

		let missing: Vec<_> = lines.into_iter().filter(|line| !TABLE.contains(line)).collect();
		assert!(missing.is_empty(), "docs/storage.md does not say\n{}", missing.join("\n"));
	});
}

#[test]
fn storage_of_restaking_is_what_the_table_says() {
	chain(DEVELOPMENT).execute_with(|| {
		let (alice, ferdie) = (Alice.to_account_id(), Ferdie.to_account_id());
		let rollup = ConsumerId(1);
		seal(MONDAY, vec![]);
		seal(MONDAY, vec![]);
		let now = OperatorStaking::epoch_view().now;
		let part = Perquintill::from_percent(10);
		let claim = Claim { scope: Scope::BondAndPools, fraction: part, quantity: None };
		let budget = Budget { bond: part, pools: part };
		assert_ok!(Restaking::opt_in(RuntimeOrigin::signed(alice.clone()), rollup, 1, budget));
		assert_ok!(Restaking::report_slash(
			RuntimeOrigin::signed(ferdie),
			rollup,
			alice.clone().into(),
			When::Epoch(now),
			claim,
			vec![0; 32].try_into().expect("it is short"),
			[1; 32],
		));

		let lines = [
			line(
				"`Consumers`: admitted or not",
				Consumers::<Runtime>::hashed_key_for(rollup).len(),
				Consumers::<Runtime>::get(rollup),
			),
			line(
				"`ConsumerTerms`: a version",
				ConsumerTerms::<Runtime>::hashed_key_for(rollup, 1).len(),
				ConsumerTerms::<Runtime>::get(rollup, 1),
			),
			line(
				"`Pledges`: two promises, one of them changes",
				Pledges::<Runtime>::hashed_key_for(&alice).len(),
				Some(Pledges::<Runtime>::get(&alice)),
			),
			line(
				"`Spendings`: one case",
				Spendings::<Runtime>::hashed_key_for(&alice, rollup).len(),
				Some(Spendings::<Runtime>::get(&alice, rollup)),
			),
			line(
				"`Cases`: filed, with a hash",
				Cases::<Runtime>::hashed_key_for(CaseId(0)).len(),
				Cases::<Runtime>::get(CaseId(0)),
			),
		];

		let missing: Vec<_> = lines.into_iter().filter(|line| !TABLE.contains(line)).collect();
		assert!(missing.is_empty(), "docs/storage.md does not say\n{}", missing.join("\n"));
	});
}
