// SPDX-License-Identifier: Apache-2.0

//! The genesis of a chain that gets the pallet by an upgrade.

use super::genesis::{governance, rollup, starts};
use crate::{migrations::Initialize, mock::*, *};
use bulwark_testing::{add_anew, stored_by};
use frame_support::{
	assert_noop, assert_storage_noop, parameter_types,
	traits::{Get, OnRuntimeUpgrade},
};

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

#[test]
fn initialize_keeps_nothing_when_the_genesis_is_refused() {
	test_without(|| {
		let before = state_of_all();

		upgrade::<Wrong>();

		let told = events();
		let [Event::InitializationRefused { reason }] = told.as_slice() else {
			panic!("the refusal alone is told: {told:?}");
		};
		assert!(reason.starts_with(b"consumers[1]: "));
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
