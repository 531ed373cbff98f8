// SPDX-License-Identifier: Apache-2.0

//! Bytes of what the chain keeps, in a state where each of it is there: docs/storage.md says the same.

#[cfg(feature = "runtime-benchmarks")] // it has signers
mod rollup;

use super::{
	blocks::{seal, MONDAY},
	chain,
};
use crate::{
	assets::AssetKind, presets::DEVELOPMENT, units::UNIT, OperatorStaking, Programmes, Restaking,
	Runtime, RuntimeOrigin, StakingRewards,
};
use codec::{Encode, MaxEncodedLen};
use frame_support::assert_ok;
use pallet_operator_staking::{
	ActiveSets, Amount, ElectionCount, EpochIndex, ExitBuckets, Exits, Holdings, Operators, PoolId,
	Pools, PowerHistory, PriceHistory, Ranking, Redelegations, ReplaceableOperator, SetId,
};
use pallet_restaking_slash::{
	Announcements, CaseId, Cases, ConsumerId, Consumers, Disputes, Fractions, OptIns, SlashRequest,
	TermsByVersion, UsedBudgets, When,
};
use pallet_staking_rewards::{
	AccruedCommission, CommissionAnnouncements, CreditedEpochs, EntitledStake, Entitlements,
	ExitRewards, Expiries, ExpiryPageOf, MergedCohorts, MergedPageOf, Offers, Payee, PositionId,
	Positions, RewardPools, Streams,
};
use sp_keyring::Sr25519Keyring::{Alice, AliceStash, Dave, Eve, Ferdie};
use sp_runtime::Perquintill;

/// A line of the table: the item, the size of its key, of its value in this state, and its bound.
fn line<V: Encode + MaxEncodedLen>(what: &str, key: usize, value: Option<V>) -> String {
	let value = value.expect("it is in the state");
	format!("| {what} | {key} | {} | {} |", value.encoded_size(), V::max_encoded_len())
}

/// Fails if the table has other lines, and says which it lacks.
fn assert_in_the_table(lines: impl IntoIterator<Item = String>) {
	let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/storage.md");
	let table = std::fs::read_to_string(path).expect("it lies there");
	let missing: Vec<_> = lines.into_iter().filter(|line| !table.contains(line)).collect();
	assert!(missing.is_empty(), "docs/storage.md does not say\n{}", missing.join("\n"));
}

#[test]
fn storage_of_staking_is_what_the_table_says() {
	chain(DEVELOPMENT).execute_with(|| {
		let (alice, eve) = (Alice.to_account_id(), Eve.to_account_id());
		let (from, to) = (PoolId(1), PoolId(3));
		seal(MONDAY, vec![]);
		seal(MONDAY, vec![]);
		let some = || Amount::Exactly(100 * UNIT);
		let by_eve = || RuntimeOrigin::signed(eve.clone());
		assert_ok!(OperatorStaking::undelegate(by_eve(), from, some()));
		assert_ok!(OperatorStaking::redelegate(by_eve(), from, to, some()));
		let now: EpochIndex = OperatorStaking::epoch().current;
		let slot = now.0 % OperatorStaking::epoch().window.saturating_add(1);
		let exits = pallet_staking_rewards::ExitPageOf::<Runtime>::index_of(now);
		let way = (&eve, from, to);
		// There are places here.
		ReplaceableOperator::<Runtime>::put(&alice);

		let lines = [
			line(
				"`Operators`: two pools",
				Operators::<Runtime>::hashed_key_for(&alice).len(),
				Operators::<Runtime>::get(&alice),
			),
			line(
				"`Pools`: one cohort",
				Pools::<Runtime>::hashed_key_for(from).len(),
				Pools::<Runtime>::get(from),
			),
			line(
				"`ExitBuckets`: one epoch with one cohort",
				ExitBuckets::<Runtime>::hashed_key_for(from, exits).len(),
				ExitBuckets::<Runtime>::get(from, exits),
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
				"`Ranking`: three operators",
				Ranking::<Runtime>::hashed_key().len(),
				Some(Ranking::<Runtime>::get()),
			),
			line(
				"`ElectionCount`",
				ElectionCount::<Runtime>::hashed_key().len(),
				Some(ElectionCount::<Runtime>::get()),
			),
			line(
				"`ReplaceableOperator`: one, if no place is free",
				ReplaceableOperator::<Runtime>::hashed_key().len(),
				ReplaceableOperator::<Runtime>::get(),
			),
			line(
				"`ActiveSets`: three members",
				ActiveSets::<Runtime>::hashed_key_for(SetId(1)).len(),
				ActiveSets::<Runtime>::get(SetId(1)),
			),
			line(
				"`PowerHistory`: three operators",
				PowerHistory::<Runtime>::hashed_key_for(slot).len(),
				PowerHistory::<Runtime>::get(slot),
			),
			line(
				"`PriceHistory`: two assets",
				PriceHistory::<Runtime>::hashed_key_for(slot).len(),
				PriceHistory::<Runtime>::get(slot),
			),
			line(
				"`Bounds`: four",
				pallet_operator_staking::Bounds::<Runtime>::hashed_key().len(),
				pallet_operator_staking::Bounds::<Runtime>::get(),
			),
		];

		assert_in_the_table(lines);
	});
}

#[test]
fn storage_of_rewards_is_what_the_table_says() {
	chain(DEVELOPMENT).execute_with(|| {
		let (alice, eve) = (Alice.to_account_id(), Eve.to_account_id());
		let pool_id = PoolId(1);
		let epoch = |number: u64| MONDAY + number * 60_000;
		seal(epoch(0), vec![]);
		seal(epoch(0), vec![]);
		let by = |who: &crate::AccountId| RuntimeOrigin::signed(who.clone());
		let offered = StakingRewards::reward_pool(pool_id).expect("it pays");
		let (tier, destination) = (offered.tiers[0], offered.destination.expect("it is offered"));
		let rate = Perquintill::from_percent(10);
		assert_ok!(StakingRewards::set_commission(by(&alice), rate));
		assert_ok!(StakingRewards::stake(
			by(&eve),
			pool_id,
			100 * UNIT,
			tier,
			Perquintill::one(),
			destination.clone()
		));
		let position_id = PositionId(1);
		let start = OperatorStaking::epoch().current.next();
		let reward = || {
			let now = OperatorStaking::epoch().current;
			let ferdie = by(&Ferdie.to_account_id());
			assert_ok!(StakingRewards::reward(
				ferdie,
				Payee::Pool(pool_id),
				AssetKind::Native,
				UNIT,
				now
			));
		};
		seal(epoch(1), vec![]);
		reward();
		assert_ok!(OperatorStaking::undelegate(by(&eve), pool_id, Amount::Exactly(100 * UNIT)));
		let asked = OperatorStaking::epoch().current;
		reward();
		seal(epoch(9), vec![]);
		reward();
		let expiries = ExpiryPageOf::<Runtime>::index_of(start.plus(7));
		let exits = pallet_staking_rewards::ExitPageOf::<Runtime>::index_of(asked);
		let merged = MergedPageOf::<Runtime>::index_of(start);

		let lines = [
			line(
				"`RewardPools`: two assets",
				RewardPools::<Runtime>::hashed_key_for(pool_id).len(),
				RewardPools::<Runtime>::get(pool_id),
			),
			line(
				"`Offers`: one, with its tiers",
				Offers::<Runtime>::hashed_key_for(pool_id).len(),
				Offers::<Runtime>::get(pool_id),
			),
			line(
				"`Streams`: one asset",
				Streams::<Runtime>::hashed_key_for(pool_id).len(),
				Some(Streams::<Runtime>::get(pool_id)),
			),
			line(
				"`CreditedEpochs`: eight epochs, one asset",
				CreditedEpochs::<Runtime>::hashed_key_for(pool_id).len(),
				Some(CreditedEpochs::<Runtime>::get(pool_id)),
			),
			line(
				"`ExitRewards`: one epoch, one cohort",
				ExitRewards::<Runtime>::hashed_key_for(pool_id, exits).len(),
				ExitRewards::<Runtime>::get(pool_id, exits),
			),
			line(
				"`MergedCohorts`: one cohort, one asset earned",
				MergedCohorts::<Runtime>::hashed_key_for(pool_id, merged).len(),
				MergedCohorts::<Runtime>::get(pool_id, merged),
			),
			line(
				"`Expiries`: one epoch, one asset earned",
				Expiries::<Runtime>::hashed_key_for(pool_id, expiries).len(),
				Expiries::<Runtime>::get(pool_id, expiries),
			),
			line(
				"`Positions`: not tagged",
				Positions::<Runtime>::hashed_key_for(position_id).len(),
				Positions::<Runtime>::get(position_id),
			),
			line(
				"`Entitlements`: one asset earned",
				Entitlements::<Runtime>::hashed_key_for((&eve, pool_id, EntitledStake::Staked))
					.len(),
				Some(Entitlements::<Runtime>::get((&eve, pool_id, EntitledStake::Staked))),
			),
			line(
				"`AccruedCommission`: one asset",
				AccruedCommission::<Runtime>::hashed_key_for(pool_id).len(),
				Some(AccruedCommission::<Runtime>::get(pool_id)),
			),
			line(
				"`CommissionAnnouncements`: one rise",
				CommissionAnnouncements::<Runtime>::hashed_key_for(&alice).len(),
				Some(CommissionAnnouncements::<Runtime>::get(&alice)),
			),
			line(
				"`Bounds`: five",
				pallet_staking_rewards::Bounds::<Runtime>::hashed_key().len(),
				pallet_staking_rewards::Bounds::<Runtime>::get(),
			),
		];

		assert_in_the_table(lines);
	});
}

#[test]
fn storage_of_restaking_is_what_the_table_says() {
	chain(DEVELOPMENT).execute_with(|| {
		let (alice, ferdie) = (Alice.to_account_id(), Ferdie.to_account_id());
		let rollup = ConsumerId(2);
		seal(MONDAY, vec![]);
		seal(MONDAY, vec![]);
		let now = OperatorStaking::epoch().current;
		let part = Perquintill::from_percent(10);
		let budget = Fractions { bond: part, pools: part };
		let request = SlashRequest { fractions: budget, quantity: None };
		assert_ok!(Restaking::opt_in(RuntimeOrigin::signed(alice.clone()), rollup, 1, budget));
		assert_ok!(Restaking::report_slash(
			RuntimeOrigin::signed(ferdie),
			rollup,
			alice.clone().into(),
			When::Epoch(now),
			request,
			[0; 32],
			[1; 32],
		));
		let case = Cases::<Runtime>::get(CaseId(1));
		let eve = Eve.to_account_id();
		assert_ok!(Restaking::dispute(RuntimeOrigin::signed(eve.clone()), CaseId(1), [2; 32]));

		let lines = [
			line(
				"`Consumers`: admitted or not",
				Consumers::<Runtime>::hashed_key_for(rollup).len(),
				Consumers::<Runtime>::get(rollup),
			),
			line(
				"`TermsByVersion`: a version",
				TermsByVersion::<Runtime>::hashed_key_for(rollup, 1).len(),
				TermsByVersion::<Runtime>::get(rollup, 1),
			),
			line(
				"`OptIns`: two opt-ins, one of them changes",
				OptIns::<Runtime>::hashed_key_for(&alice).len(),
				Some(OptIns::<Runtime>::get(&alice)),
			),
			line(
				"`Announcements`: two opt-ins of the genesis",
				Announcements::<Runtime>::hashed_key_for(&alice).len(),
				Some(Announcements::<Runtime>::get(&alice)),
			),
			line(
				"`UsedBudgets`: one case",
				UsedBudgets::<Runtime>::hashed_key_for(&alice, rollup).len(),
				Some(UsedBudgets::<Runtime>::get(&alice, rollup)),
			),
			line(
				"`Cases`: filed, with a hash",
				Cases::<Runtime>::hashed_key_for(CaseId(1)).len(),
				case,
			),
			line(
				"`Disputes`: one, by case and disputer",
				Disputes::<Runtime>::hashed_key_for(CaseId(1), &eve).len(),
				Disputes::<Runtime>::get(CaseId(1), &eve),
			),
			line(
				"`Bounds`: seven",
				pallet_restaking_slash::Bounds::<Runtime>::hashed_key().len(),
				pallet_restaking_slash::Bounds::<Runtime>::get(),
			),
		];

		assert_in_the_table(lines);
	});
}

#[test]
fn storage_of_programmes_is_what_the_table_says() {
	use pallet_performance_programmes::{
		AuthorTurns, Authors, Budgets, EpochKey, MintRates, NodeKeys, NodeRuns, Nodes,
		Performances, ProgrammeId, Programmes as ProgrammeRecords, Reporters, Rules, Run,
		ServiceRow, WorkRecords,
	};
	chain(DEVELOPMENT).execute_with(|| {
		let (alice, dave) = (Alice.to_account_id(), Dave.to_account_id());
		let id = ProgrammeId(1);
		seal(MONDAY, vec![]);
		seal(MONDAY, vec![]);
		let epoch: EpochIndex = OperatorStaking::epoch().current;
		// Alice's block, half an epoch later.
		seal(MONDAY + 42_000, vec![]);
		let run = Run { hours: 84, level: 900_000_000 };
		let runs = |slot| NodeRuns { slot, runs: vec![run].try_into().expect("it is short") };
		let nodes = vec![runs(0), runs(1)].try_into().expect("it is short");
		let rows = vec![ServiceRow { operator: alice.clone(), nodes }].try_into().expect("one");
		assert_ok!(Programmes::report(RuntimeOrigin::signed(dave), id, epoch, 0, rows));
		let (key, recorded) = (AliceStash.to_account_id(), EpochKey::new(epoch));

		let lines = [
			line(
				"`Programmes`: nobody scored",
				ProgrammeRecords::<Runtime>::hashed_key_for(id).len(),
				ProgrammeRecords::<Runtime>::get(id),
			),
			line(
				"`Budgets`: one funding",
				Budgets::<Runtime>::hashed_key_for(id).len(),
				Budgets::<Runtime>::get(id),
			),
			line(
				"`Rules`: one, by service",
				Rules::<Runtime>::hashed_key_for(id).len(),
				Rules::<Runtime>::get(id),
			),
			line(
				"`Reporters`: two",
				Reporters::<Runtime>::hashed_key_for(id).len(),
				Reporters::<Runtime>::get(id),
			),
			line(
				"`MintRates`: none",
				MintRates::<Runtime>::hashed_key_for(id).len(),
				MintRates::<Runtime>::get(id),
			),
			line(
				"`Nodes`: two",
				Nodes::<Runtime>::hashed_key_for(&alice).len(),
				Nodes::<Runtime>::get(&alice),
			),
			line(
				"`NodeKeys`",
				NodeKeys::<Runtime>::hashed_key_for(&key).len(),
				NodeKeys::<Runtime>::get(&key),
			),
			line(
				"`Performances`: two nodes, one reporter",
				Performances::<Runtime>::hashed_key_for((id, recorded, &alice)).len(),
				Performances::<Runtime>::get((id, recorded, &alice)),
			),
			line(
				"`WorkRecords`: blocks",
				WorkRecords::<Runtime>::hashed_key_for(recorded, &alice).len(),
				WorkRecords::<Runtime>::get(recorded, &alice),
			),
			line(
				"`AuthorTurns`: two epochs",
				AuthorTurns::<Runtime>::hashed_key().len(),
				Some(AuthorTurns::<Runtime>::get()),
			),
			line(
				"`Authors`",
				Authors::<Runtime>::hashed_key_for(&alice).len(),
				Authors::<Runtime>::get(&alice),
			),
			line(
				"`Bounds`: four",
				pallet_performance_programmes::Bounds::<Runtime>::hashed_key().len(),
				pallet_performance_programmes::Bounds::<Runtime>::get(),
			),
		];

		assert_in_the_table(lines);
	});
}
