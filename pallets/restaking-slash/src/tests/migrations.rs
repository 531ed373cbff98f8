// SPDX-License-Identifier: Apache-2.0

//! The genesis of a chain that gets the pallet by an upgrade.

use super::genesis::{governance, rollup, starts};
use crate::{migrations::Initialize, mock::*, *};
use bulwark_ledger::EpochClock;
use bulwark_testing::{add_anew, stored_by};
use frame_support::{
	assert_noop, assert_ok, assert_storage_noop, parameter_types,
	traits::{Get, OnRuntimeUpgrade},
};
use pallet_operator_staking::pallet::EpochClock as StakingClock;

fn whole() -> GenesisConfig<Test> {
	GenesisConfig {
		consumers: vec![governance(), rollup()],
		slash_caps: vec![(OPERATOR, percent(50))],
		opt_ins: vec![(OPERATOR, ConsumerId(1), budget(10, 50))],
		pots: vec![(TREASURY, GOLD)],
	}
}

parameter_types! {
	pub Whole: GenesisConfig<Test> = whole();
	/// Of the two consumers that the chain counts as its own only one is registered.
	pub Short: GenesisConfig<Test> = GenesisConfig { consumers: vec![governance()], ..whole() };
	/// The second consumer has no money for its deposit.
	pub Wrong: GenesisConfig<Test> = GenesisConfig {
		consumers: vec![governance(), GenesisConsumer { manager: PAUPER, ..rollup() }],
		..whole()
	};
}

/// Runs a test on a chain with an operator that has never had this pallet, in the block of the upgrade that adds it.
fn test_without(run: impl FnOnce()) {
	starts(
		|_| (),
		|| {
			add_anew::<Restaking>();
			run();
		},
	);
}

fn upgrade<G: Get<GenesisConfig<Test>>>() {
	Initialize::<Test, G>::on_runtime_upgrade();
}

fn state_of_all() -> impl PartialEq {
	stored_by(&["Restaking", "Staking", "Balances", "Assets"])
}

#[test]
fn initialize_makes_the_state_that_the_genesis_makes() {
	let mut born = None;
	starts(|genesis| *genesis = whole(), || born = Some(state_of_all()));

	test_without(|| {
		upgrade::<Whole>();

		assert!(Some(state_of_all()) == born);
	});
}

#[test]
fn initialize_gives_the_first_ids_to_the_chains_own_and_tells_what_it_made() {
	test_without(|| {
		upgrade::<Whole>();

		let manager = |id| Restaking::consumer(ConsumerId(id)).map(|consumer| consumer.manager);
		assert_eq!([1, 2, 3].map(manager), [Some(TREASURY), Some(MANAGER), None]);
		let (told, effective_from) = (events(), EpochIndex(now()));
		assert!(told.contains(&Event::SlashCapSet {
			operator: OPERATOR,
			old: percent(0),
			new: percent(50),
			effective_from,
		}));
		assert!(told.contains(&Event::OptedIn {
			operator: OPERATOR,
			consumer_id: ConsumerId(1),
			version: 1,
			budget: budget(10, 50),
			effective_from,
		}));
		assert_eq!(told.last(), Some(&Event::Initialized));
	});
}

#[test]
fn initialize_does_nothing_when_it_has_run() {
	test_without(|| {
		upgrade::<Whole>();

		assert_storage_noop!(upgrade::<Whole>());
	});
}

#[test]
fn initialize_does_nothing_when_the_chain_was_born_with_the_pallet() {
	starts(
		|_| (),
		|| {
			assert_storage_noop!(upgrade::<Whole>());
		},
	);
}

fn assert_refused(field: &str) {
	let told = events();
	let [Event::InitializationRefused { reason }] = told.as_slice() else {
		panic!("the refusal alone is told: {told:?}");
	};
	assert!(reason.starts_with(field.as_bytes()));
}

#[test]
fn initialize_keeps_nothing_when_the_genesis_is_refused() {
	test_without(|| {
		let before = state_of_all();

		upgrade::<Wrong>();

		assert_refused("consumers[1]: ");
		assert!(state_of_all() == before);
	});
}

/// Else it would be a stranger's, and count as cover.
#[test]
fn initialize_is_refused_when_it_leaves_an_id_of_the_chains_own() {
	test_without(|| {
		let before = state_of_all();

		upgrade::<Short>();

		assert_refused("consumers: the next id");
		assert!(state_of_all() == before);
	});
}

/// The first ids are those of the chain's own consumers.
#[test]
fn nobody_comes_before_the_genesis_when_it_was_refused() {
	test_without(|| {
		upgrade::<Wrong>();

		assert_noop!(
			Restaking::register_consumer(signed(MANAGER), terms()),
			Error::<Test>::NotInitialized
		);

		upgrade::<Whole>();
		assert_eq!(register_with(MANAGER, terms()), ConsumerId(3));
	});
}

/// Staking's genesis may be refused in the same upgrade. What stands in this one is then of epoch 0, and holds when there is a clock:
/// of years fewer have passed than of weeks.
#[test]
fn consumers_hold_when_the_clock_of_staking_begins_after_them() {
	test_without(|| {
		StakingClock::<Test>::kill();
		pallet_timestamp::Now::<Test>::put(1_767_571_200_000); // 2026-01-05
		upgrade::<Whole>();
		assert_eq!(register_with(BOB, terms()), ConsumerId(3));

		StakingClock::<Test>::put(EpochClock { origin: 0, length: EpochClock::MAX_LENGTH });

		assert_eq!(now(), 55);
		for consumer_id in [2, 3].map(ConsumerId) {
			let view = Restaking::consumer(consumer_id).expect("it is registered");
			assert_eq!((view.version, view.next), (1, None));
			assert_ok!(try_opt_in(OPERATOR, consumer_id, budget(10, 0)));
		}
		assert_ok!(Restaking::set_terms(signed(BOB), ConsumerId(3), terms()));
	});
}

#[cfg(feature = "try-runtime")]
#[test]
fn rehearsal_passes_when_the_genesis_is_sound_and_fails_when_it_is_refused() {
	test_without(|| {
		assert!(Initialize::<Test, Wrong>::try_on_runtime_upgrade(true).is_err());
		for _ in 0..2 {
			assert!(Initialize::<Test, Whole>::try_on_runtime_upgrade(true).is_ok());
		}
	});
}
