// SPDX-License-Identifier: Apache-2.0

//! Programmes wired to staking, rewards, authorship and sessions: who did something in an epoch is paid for it, through
//! the rewards of that epoch.

mod depths;

use super::{
	blocks::{seal, MONDAY},
	chain,
};
use crate::{
	assets::{AssetKind, NativeAndAssets, GOLD},
	presets::{DEVELOPMENT, LOCAL},
	units::{SLOT_DURATION, UNIT},
	AccountId, Balance, OperatorStaking, Programmes, Runtime, RuntimeEvent, RuntimeOrigin, Session,
	StakingRewards, System,
};
use frame_support::{
	assert_noop, assert_ok,
	dispatch::{GetDispatchInfo, Pays},
	traits::{fungibles::Inspect as _, Hooks},
};
use pallet_operator_staking::{Amount, BaseTerms, EpochIndex, NextPoolId, OperatorState, PoolId};
use pallet_performance_programmes::{
	Authors, Error, Event, NodeRuns, ProgrammeId, Run, ScoreView, ServiceRow, FULL_LEVEL,
};
use pallet_staking_rewards::RewardClaim;
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Charlie, Dave, Eve, Ferdie, Two};

/// The programmes of the genesis: by service, and for authors.
const SERVICE: ProgrammeId = ProgrammeId(1);
const AUTHORS: ProgrammeId = ProgrammeId(2);

/// Money of the one by service in each epoch.
const BUDGET: Balance = 10 * UNIT;

/// An epoch of a minute, and an hour of it that is certainly over with its grace.
const EPOCH: u64 = 60_000;
const AFTER_GRACE: u64 = EPOCH / 2;

fn signed(who: Sr25519Keyring) -> RuntimeOrigin {
	RuntimeOrigin::signed(who.to_account_id())
}

fn now() -> EpochIndex {
	OperatorStaking::epoch().current
}

/// A block at the beginning of an epoch, counted from the first one.
fn go_to(epoch: u64) {
	seal(MONDAY + epoch * EPOCH, vec![]);
}

/// Time goes by without a block, so that nobody finalises on the way.
fn wait_until(epoch: u64, later: u64) {
	pallet_timestamp::Now::<Runtime>::put(MONDAY + epoch * EPOCH + later);
}

/// A chain in the second epoch after the first block, of which the service is to be told.
fn serve() -> EpochIndex {
	go_to(0);
	go_to(1);
	let epoch = now();
	go_to(2);
	epoch
}

/// An operator's nodes, all at a level in every hour of the epoch.
fn row(operator: Sr25519Keyring, slots: &[u8], level: u32) -> ServiceRow<Runtime> {
	let runs = |slot: &u8| NodeRuns {
		slot: *slot,
		runs: vec![Run { hours: 168, level }].try_into().expect("one"),
	};
	let nodes: Vec<_> = slots.iter().map(runs).collect();
	ServiceRow { operator: operator.to_account_id(), nodes: nodes.try_into().expect("two") }
}

/// Dave and Eve tell of all operators. On Charlie they disagree.
fn report(epoch: EpochIndex) {
	for (reporter, of_charlie) in [(Dave, 900_000_000), (Eve, 800_000_000)] {
		let rows = vec![
			row(Alice, &[0, 1], FULL_LEVEL),
			row(Bob, &[0], FULL_LEVEL),
			row(Charlie, &[0], of_charlie),
		];
		let rows = rows.try_into().expect("three");
		assert_ok!(Programmes::report(signed(reporter), SERVICE, epoch, 0, rows));
	}
}

fn finalise(programme_id: ProgrammeId) {
	let nothing = Error::<Runtime>::TooEarly.into();
	let also_nothing = Error::<Runtime>::NothingToFinalise.into();
	loop {
		match Programmes::finalise(signed(Ferdie), programme_id, 1) {
			Ok(info) => assert_eq!(info.pays_fee, Pays::No),
			Err(error) if [nothing, also_nothing].contains(&error.error) => return,
			Err(error) => panic!("{error:?}"),
		}
	}
}

fn reward(programme_id: ProgrammeId, epoch: EpochIndex, operator: Sr25519Keyring) -> Balance {
	match Programmes::score(programme_id, epoch, operator.to_account_id()) {
		Some(ScoreView::Scored { reward, .. }) => reward,
		other => panic!("it is finalised: {other:?}"),
	}
}

/// What a staker can claim of a pool in the native token.
fn claimable(pool_id: PoolId, who: Sr25519Keyring) -> Balance {
	let claim = RewardClaim::Stake { pool_id, staker: who.to_account_id() };
	let available = StakingRewards::available_reward(claim, now());
	available.into_iter().find(|(asset, _)| *asset == AssetKind::Native).map_or(0, |(_, sum)| sum)
}

/// Money in all pools of an operator that streams do not explain.
fn owed_by_rewards() -> Balance {
	pallet_staking_rewards::Pots::<Runtime>::get(AssetKind::Native).expect("it is open").owed()
}

fn events() -> Vec<Event<Runtime>> {
	let ours = |event| match event {
		RuntimeEvent::Programmes(event) => Some(event),
		_ => None,
	};
	System::events().into_iter().filter_map(|record| ours(record.event)).collect()
}

fn assert_whole() {
	let number = System::block_number();
	assert_ok!(<Programmes as Hooks<_>>::try_state(number));
	assert_ok!(<StakingRewards as Hooks<_>>::try_state(number));
	assert_ok!(<OperatorStaking as Hooks<_>>::try_state(number));
}

#[test]
fn genesis_has_a_programme_by_service_with_money_and_one_for_authors() {
	for (preset, for_authors) in [(DEVELOPMENT, 0), (LOCAL, BUDGET)] {
		chain(preset).execute_with(|| {
			seal(MONDAY, vec![]);

			assert_eq!(Programmes::programmes(), [SERVICE, AUTHORS]);
			let views =
				[SERVICE, AUTHORS].map(|id| Programmes::programme(id).expect("it is there"));
			let funded =
				views.each_ref().map(|view| view.funded.first().map_or(0, |one| one.amount));
			assert_eq!(funded, [BUDGET, for_authors]);
			assert_eq!(views[0].reporters, [Dave, Eve].map(|who| who.to_account_id()));
			assert!(views.iter().all(|view| view.next_epoch == now() && view.next_mint.is_none()));
			let nodes = [Alice, Bob, Charlie].map(|who| Programmes::nodes_of(who.to_account_id()));
			assert_eq!(nodes.each_ref().map(Vec::len), [2, 1, 1]);
			assert_whole();
		});
	}
}

#[test]
fn week_of_service_is_divided_to_the_unit_whoever_finalises() {
	let mut results = Vec::new();
	for by_blocks in [false, true] {
		chain(DEVELOPMENT).execute_with(|| {
			let epoch = serve();
			report(epoch);
			let before = owed_by_rewards();

			if by_blocks {
				seal(MONDAY + 2 * EPOCH + AFTER_GRACE, vec![]);
			} else {
				wait_until(2, AFTER_GRACE);
				finalise(SERVICE);
			}

			let [alice, bob, charlie] =
				[Alice, Bob, Charlie].map(|who| reward(SERVICE, epoch, who));
			assert_eq!(alice + bob + charlie, BUDGET, "to the unit");
			assert_eq!(owed_by_rewards() - before, BUDGET, "and rewards have it");
			// Two full nodes and one; and one at 0.8 with 12 500 of 15 000: the lower word counts. 0.8³ · √(5/6) = 0.467389….
			assert!(alice.abs_diff(2 * bob) <= 2);
			assert_eq!(charlie * 1_000_000 / bob, 467_389);
			assert_whole();
			results.push([alice, bob, charlie]);
		});
	}
	assert_eq!(results[0], results[1]);
}

#[test]
fn reward_of_a_programme_is_claimed_by_who_was_active_in_its_epoch() {
	chain(DEVELOPMENT).execute_with(|| {
		go_to(0);
		let leave = OperatorStaking::undelegate(signed(Dave), PoolId(5), Amount::All);
		go_to(1);
		let epoch = now();
		// Dave comes back, but not for this epoch; Ferdie comes for the next.
		assert_ok!(leave);
		assert_ok!(OperatorStaking::delegate(signed(Ferdie), PoolId(5), 1_000 * UNIT));
		go_to(2);
		report(epoch);
		wait_until(2, AFTER_GRACE);
		let [charlie, dave, ferdie] = [Charlie, Dave, Ferdie].map(|who| claimable(PoolId(5), who));

		finalise(SERVICE);

		let paid = reward(SERVICE, epoch, Charlie);
		assert!(paid > UNIT / 2);
		assert_eq!(
			claimable(PoolId(5), Charlie) - charlie,
			paid,
			"alone in the pool in that epoch"
		);
		assert_eq!(claimable(PoolId(5), Dave), dave, "had left before");
		assert_eq!(claimable(PoolId(5), Ferdie), ferdie, "came later");
		let who = Charlie.to_account_id();
		let before = NativeAndAssets::balance(AssetKind::Native, &who);
		let claim = RewardClaim::Stake { pool_id: PoolId(5), staker: who.clone() };
		assert_ok!(StakingRewards::claim(signed(Bob), claim, None));
		assert_eq!(NativeAndAssets::balance(AssetKind::Native, &who) - before, charlie + paid);
	});
}

#[test]
fn programme_in_an_asset_that_no_pool_of_operators_lists_lists_it_with_its_first_reward() {
	chain(DEVELOPMENT).execute_with(|| {
		go_to(0);
		let gold = AssetKind::WithId(GOLD);
		let listed = || -> Vec<u32> {
			let lists = |pool_id: &u32| {
				let pool = pallet_staking_rewards::RewardPools::<Runtime>::get(PoolId(*pool_id));
				pool.is_some_and(|pool| pool.assets.contains(&gold))
			};
			(1..=5).filter(lists).collect()
		};
		assert!(listed().is_empty());
		let rule = Programmes::programme(SERVICE).expect("it is of the genesis").next_rule;
		let reporters = vec![Dave.to_account_id()].try_into().expect("one");
		let programme_id = ProgrammeId(3);
		assert_ok!(Programmes::create_programme(
			RuntimeOrigin::root(),
			gold.clone(),
			rule,
			reporters
		));
		assert_ok!(Programmes::fund(signed(Ferdie), programme_id, 1_000, 1));
		go_to(1);
		let epoch = now();
		go_to(2);
		let rows = vec![row(Charlie, &[0], FULL_LEVEL)].try_into().expect("one");
		assert_ok!(Programmes::report(signed(Dave), programme_id, epoch, 0, rows));
		wait_until(2, AFTER_GRACE);

		finalise(programme_id);

		assert_eq!(reward(programme_id, epoch, Charlie), 1_000);
		assert_eq!(listed(), [5], "Charlie's pool");
		let claim = RewardClaim::Stake { pool_id: PoolId(5), staker: Charlie.to_account_id() };
		let available = StakingRewards::available_reward(claim, now());
		assert!(available.into_iter().any(|(asset, amount)| asset == gold && amount > 0));
		assert_whole();
	});
}

#[test]
fn nobody_scores_and_all_is_carried_when_nobody_reports() {
	chain(DEVELOPMENT).execute_with(|| {
		serve();

		seal(MONDAY + 2 * EPOCH + AFTER_GRACE, vec![]);

		let programme = Programmes::programme(SERVICE).expect("it is of the genesis");
		assert_eq!((programme.next_epoch, programme.carried), (now(), BUDGET));
		assert_whole();
	});
}

/// Charlie's slots, every third, stay empty. Returns what programmes said.
fn author_without_charlie(from: u64, blocks: u64) -> Vec<Event<Runtime>> {
	let mut said = Vec::new();
	let slots = (0..).filter(|slot| slot % 3 != 2);
	let first = MONDAY / SLOT_DURATION + from;
	assert_eq!(first % 3, 0, "Bob's turn");
	for slot in slots.take(blocks as usize) {
		seal((first + slot) * SLOT_DURATION, vec![]);
		said.extend(events());
	}
	said
}

#[test]
fn blocks_are_counted_for_their_authors_and_turns_for_who_missed_them() {
	chain(LOCAL).execute_with(|| {
		author_without_charlie(0, 31);

		let work = |who: Sr25519Keyring| {
			let work = Programmes::work_of(who.to_account_id(), now());
			work.map(|work| (work.blocks.blocks, work.blocks.missed))
		};
		// The first block tells the time. It and all after it are ten turns of each.
		assert_eq!((work(Bob), work(Alice)), (Some((15, 0)), Some((15, 0))));
		assert_eq!(work(Charlie), None, "it has done nothing, and nothing is taken from nothing");
		let authors: Vec<_> = Session::validators();
		assert!(authors.iter().all(Authors::<Runtime>::contains_key));
		assert_eq!(Authors::<Runtime>::iter_keys().count(), authors.len());
		assert_whole();
	});
}

#[test]
fn authors_are_paid_by_their_blocks() {
	chain(DEVELOPMENT).execute_with(|| {
		go_to(0);
		go_to(0);
		assert_ok!(Programmes::fund(signed(Ferdie), AUTHORS, 30 * UNIT, 1));
		let epoch = now().next();
		// An epoch is ten slots; a block counts for the epoch of its parent.
		let first = (MONDAY + EPOCH) / SLOT_DURATION;
		for slot in first..first + 10 {
			seal(slot * SLOT_DURATION, vec![]);
		}
		let before = owed_by_rewards();

		seal(MONDAY + 2 * EPOCH, vec![]);
		seal(MONDAY + 2 * EPOCH + AFTER_GRACE, vec![]);

		let rewards = [Bob, Alice, Charlie].map(|who| reward(AUTHORS, epoch, who));
		let counted = [Bob, Alice, Charlie].map(|who| {
			let work = Programmes::work_of(who.to_account_id(), epoch).expect("it has worked");
			assert_eq!(work.blocks.missed, 0);
			Balance::from(work.blocks.blocks)
		});
		assert_eq!(counted.iter().sum::<Balance>(), 10);
		for (reward, blocks) in rewards.into_iter().zip(counted) {
			assert_eq!(reward, 3 * UNIT * blocks);
		}
		assert!(owed_by_rewards() - before >= 30 * UNIT);
		assert_whole();
	});
}

#[test]
fn author_that_is_idle_is_suspended_and_leaves_the_session() {
	chain(LOCAL).execute_with(|| {
		let charlie: AccountId = Charlie.to_account_id();
		author_without_charlie(0, 45);
		let state = || OperatorStaking::operator(charlie.clone()).expect("it is there").state;
		assert_eq!(state(), OperatorState::Active);
		assert_noop!(
			Programmes::report_idle(signed(Ferdie), charlie.clone()),
			Error::<Runtime>::NotIdle
		);

		let said = author_without_charlie(69, 6);

		assert!(said.contains(&Event::IdleSuspended { operator: charlie.clone() }));
		assert_eq!(state(), OperatorState::Suspended);
		assert!(!OperatorStaking::active_set().members.contains(&charlie));
		author_without_charlie(99, 120);
		assert!(!Session::validators().contains(&charlie));
		assert!(!Authors::<Runtime>::contains_key(&charlie), "nobody waits for it any more");
		assert_whole();
	});
}

#[test]
fn calls_of_programmes_are_weighed_with_what_stands_behind_their_doors() {
	use bulwark_traits::{PowerAt, RewardSink};
	use pallet_performance_programmes::Call;
	let weight = |limit| {
		let call = Call::<Runtime>::finalise { programme_id: SERVICE, limit };
		call.get_dispatch_info().call_weight
	};
	let door = <StakingRewards as RewardSink<_, _, _>>::weight();

	let page = weight(2) - weight(1);

	assert!(page.all_gte(door), "a page pays an operator");
	assert!(weight(1).all_gte(door + <OperatorStaking as PowerAt<AccountId>>::weight()));
}

#[test]
fn operator_that_has_gone_and_its_stakers_are_paid_for_the_epoch_that_they_served() {
	chain(DEVELOPMENT).execute_with(|| {
		let ferdie = Ferdie.to_account_id();
		assert_ok!(OperatorStaking::register(signed(Ferdie)));
		let pool_id = NextPoolId::<Runtime>::get();
		assert_ok!(OperatorStaking::open_pool(
			signed(Ferdie),
			AssetKind::Native,
			1,
			BaseTerms::default()
		));
		assert_ok!(OperatorStaking::delegate(signed(Ferdie), pool_id, 5_000 * UNIT));
		// Its own stake is active before others follow.
		go_to(0);
		assert_ok!(OperatorStaking::delegate(signed(Eve), pool_id, 5_000 * UNIT));
		let message = Programmes::node_message(ferdie.clone(), now());
		let signature = Two.sign(&message).into();
		assert_ok!(Programmes::add_node(signed(Ferdie), Two.to_account_id(), now(), signature));
		go_to(1);
		let epoch = now();
		// Nobody could slash it: it leaves with the end of this epoch.
		assert_ok!(OperatorStaking::retire(signed(Ferdie)));
		go_to(2);
		assert_ok!(OperatorStaking::withdraw_bond(signed(Bob), ferdie.clone().into()));
		assert_eq!(OperatorStaking::operator(ferdie), None);
		let rows = vec![row(Ferdie, &[0], FULL_LEVEL)];
		for reporter in [Dave, Eve] {
			let rows = rows.clone().try_into().expect("one");
			assert_ok!(Programmes::report(signed(reporter), SERVICE, epoch, 0, rows));
		}
		wait_until(2, AFTER_GRACE);

		finalise(SERVICE);

		assert_eq!(reward(SERVICE, epoch, Ferdie), BUDGET);
		let [own, other] = [Ferdie, Eve].map(|who| claimable(pool_id, who));
		assert_eq!((own, other), (BUDGET / 2, BUDGET / 2));
		assert_whole();
	});
}
