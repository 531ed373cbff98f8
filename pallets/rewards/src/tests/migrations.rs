// SPDX-License-Identifier: Apache-2.0

//! The genesis of a chain that gets the pallet by an upgrade.

use super::genesis::{chain, genesis_offer, genesis_stream, poll};
use crate::{migrations::Initialize, mock::*, Event, GenesisConfig, GenesisStreams};
use bulwark_testing::{add_anew, stored_by};
use frame_support::{
	assert_storage_noop, parameter_types,
	traits::{Get, OnRuntimeUpgrade},
	weights::Weight,
};

parameter_types! {
	pub Whole: GenesisConfig<Test> =
		GenesisConfig { offers: vec![genesis_offer()], streams: vec![genesis_stream(100, 4)] };
	/// A stream is too long.
	pub Wrong: GenesisConfig<Test> =
		GenesisConfig { offers: vec![genesis_offer()], streams: vec![genesis_stream(100, 105)] };
}

/// Runs a test on a chain with a pool that has never had this pallet, in the block of the upgrade that adds it.
fn test_without(run: impl FnOnce()) {
	chain(vec![], vec![]).execute_with(|| {
		System::set_block_number(1);
		add_anew::<Rewards>();
		run();
		check_invariants();
	});
}

fn upgrade<G: Get<GenesisConfig<Test>>>() {
	Initialize::<Test, G>::on_runtime_upgrade();
}

fn state_of_all() -> impl PartialEq {
	stored_by(&["Rewards", "Nfts", "Balances", "Assets"])
}

fn assert_refused(reason: &str) {
	assert_eq!(events(), [Event::InitializationRefused { reason: reason.into() }]);
}

#[test]
fn initialize_makes_the_state_that_the_genesis_makes() {
	let mut born = chain(vec![genesis_offer()], vec![genesis_stream(100, 4)]);
	let born = born.execute_with(state_of_all);

	test_without(|| {
		upgrade::<Whole>();

		assert!(state_of_all() == born);
		assert_last(Event::Initialized);
	});
}

#[test]
fn initialize_lets_offers_hold_and_streams_begin_in_its_block() {
	test_without(|| {
		go_to(1_000);

		upgrade::<Whole>();
		poll(Weight::MAX);

		assert!(!GenesisStreams::<Test>::exists());
		assert_eq!(streaming(STANDALONE, 1), 100);
		stake(STANDALONE, BOB, 1_000, tier(4, 80));
	});
}

#[test]
fn initialize_does_nothing_when_it_has_run() {
	test_without(|| {
		upgrade::<Whole>();
		go_to(1_000);
		poll(Weight::MAX);

		assert_storage_noop!(upgrade::<Whole>());
	});
}

#[test]
fn initialize_does_nothing_when_the_chain_was_born_with_the_pallet() {
	chain(vec![], vec![]).execute_with(|| {
		assert_storage_noop!(upgrade::<Whole>());
	});
}

#[test]
fn initialize_keeps_nothing_when_the_genesis_is_refused() {
	test_without(|| {
		let before = state_of_all();

		upgrade::<Wrong>();

		assert_refused("streams[0]: InvalidDuration");
		assert!(state_of_all() == before);
	});
}

#[test]
fn initialize_is_refused_when_a_pool_has_an_offer() {
	test_without(|| {
		configure(STANDALONE, offer());
		System::reset_events();

		upgrade::<Whole>();

		assert_refused("offers: there are some already");
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
