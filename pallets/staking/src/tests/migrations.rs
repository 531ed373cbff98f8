// SPDX-License-Identifier: Apache-2.0

//! The genesis of a chain that gets the pallet by an upgrade.

use super::genesis::{operator, pool};
use crate::{
	migrations::Initialize, mock::*, EpochClock, EpochIndex, Error, Event, GenesisConfig,
	IdleRound, LastElection, OperatorState, PoolId, RegistrationPolicy,
};
use bulwark_ledger::Cover;
use bulwark_testing::{add_anew, stored_by};
use bulwark_traits::{CoverObserver, Epochs};
use frame_support::{
	assert_noop, assert_storage_noop, parameter_types,
	traits::{Get, GetStorageVersion, Hooks, OnRuntimeUpgrade},
	weights::Weight,
};

/// A Monday in 2026, in milliseconds.
const MONDAY: u64 = 1_767_571_200_000;

/// Everything that a genesis can have.
fn whole() -> GenesisConfig<Test> {
	let first = [pool(NATIVE, 10, &[(OPERATOR, 100), (ALICE, 50)]), pool(GOLD, 1, &[(BOB, 7)])];
	let second = [pool(NATIVE, 1, &[(RIVAL, 60)])];
	GenesisConfig {
		clock: EpochClock { origin: 0, length: EPOCH },
		registration: RegistrationPolicy::AllowList,
		operators: vec![operator(OPERATOR, &first), operator(RIVAL, &second)],
		global_min_self_stake: 20,
		active_set_size: 2,
		standalone_pools: vec![(DAVE, pool(COPPER, 1, &[(ALICE, 100)]))],
		pots: vec![(TREASURY, SILVER)],
	}
}

parameter_types! {
	pub Whole: GenesisConfig<Test> = whole();
	/// The second operator has a pool in an asset that is not listed.
	pub Wrong: GenesisConfig<Test> = GenesisConfig {
		operators: vec![operator(OPERATOR, &[]), operator(RIVAL, &[pool(TIN, 1, &[])])],
		..whole()
	};
	/// More than a block can do.
	pub Huge: GenesisConfig<Test> =
		GenesisConfig { pots: vec![(TREASURY, SILVER); 1_000_000], ..whole() };
	/// Epochs of a year, one of which begins now.
	pub Yearly: GenesisConfig<Test> = GenesisConfig {
		clock: EpochClock::beginning_at(Staking::time(), EpochClock::MAX_LENGTH),
		..whole()
	};
}

/// Runs a test on a chain that has never had this pallet, in the block of the upgrade that adds it.
fn test_without(run: impl FnOnce()) {
	new_test_ext().execute_with(|| {
		add_anew::<Staking>();
		run();
		check_invariants();
	});
}

fn upgrade<G: Get<GenesisConfig<Test>>>() {
	Initialize::<Test, G>::on_runtime_upgrade();
}

fn state_of_all() -> impl PartialEq + std::fmt::Debug {
	stored_by(&["Staking", "Balances", "Assets"])
}

fn assert_refused(reason: &str) {
	assert_eq!(events(), [Event::InitializationRefused { reason: reason.into() }]);
}

#[test]
fn initialize_makes_the_state_that_the_genesis_makes() {
	let born = RuntimeGenesisConfig { staking: whole(), ..genesis() };
	let born = chain(born).execute_with(state_of_all);

	test_without(|| {
		upgrade::<Whole>();

		assert!(state_of_all() == born);
	});
}

#[test]
fn frame_writes_the_version_of_a_pallet_that_is_added() {
	test_without(|| {
		assert_eq!(Staking::on_chain_storage_version(), Staking::in_code_storage_version());
		assert_eq!(Staking::on_chain_storage_version(), 1);
	});
}

#[test]
fn initialize_begins_in_the_present_epoch_and_tells_what_it_made() {
	test_without(|| {
		pallet_timestamp::Now::<Test>::put(7 * EPOCH);

		upgrade::<Whole>();

		assert_eq!((now(), members()), (7, vec![OPERATOR, RIVAL]));
		assert_eq!(state(OPERATOR), OperatorState::Active);
		let told = events();
		let clock = whole().clock;
		let (old, new) = (RegistrationPolicy::Open, RegistrationPolicy::AllowList);
		assert!(told.contains(&Event::RegistrationPolicySet { old, new }));
		assert!(told.contains(&Event::GlobalMinSelfStakeSet { old: 0, new: 20 }));
		assert!(told.contains(&Event::ActiveSetSizeSet { old: 0, new: 2 }));
		assert_last(Event::Initialized { clock });
		assert_eq!(active(PoolId(1)), 0);
		next_epoch();
		assert_eq!((active(PoolId(1)), members()), (150, vec![OPERATOR, RIVAL]));
	});
}

/// Restaking, whose opt-ins cover the operators, is initialized after staking.
#[test]
fn initialize_elects_as_many_as_serve_without_cover_until_the_next_election() {
	for (min_members, first) in [(1, vec![OPERATOR]), (0, vec![])] {
		test_without(|| {
			MinMembers::set(&min_members);
			Unsecured::set(&vec![OPERATOR, RIVAL]);
			upgrade::<Whole>();
			assert_eq!(members(), first);

			for operator in [OPERATOR, RIVAL] {
				Staking::cover_changed(&operator, Cover::ALWAYS);
			}

			next_block();
			assert_eq!(members(), first);
			next_epoch();
			assert_eq!(members(), [OPERATOR, RIVAL]);
		});
	}
}

#[test]
fn initialize_lets_an_epoch_begin_with_the_upgrade() {
	test_without(|| {
		pallet_timestamp::Now::<Test>::put(MONDAY);

		upgrade::<Yearly>();

		assert_eq!(Staking::start(Staking::now()), MONDAY);
		assert_eq!(Staking::start(Staking::now().next()), MONDAY + EpochClock::MAX_LENGTH);
	});
}

#[test]
fn initialize_does_nothing_when_it_has_run() {
	test_without(|| {
		upgrade::<Whole>();

		assert_storage_noop!(upgrade::<Yearly>());
	});
}

#[test]
fn initialize_does_nothing_when_the_chain_was_born_with_the_pallet() {
	test(|| {
		assert_storage_noop!(upgrade::<Whole>());
	});
}

#[test]
fn initialize_keeps_nothing_when_the_genesis_is_refused() {
	test_without(|| {
		let before = state_of_all();

		upgrade::<Wrong>();

		assert_refused("operators[1].pools[0]: AssetNotListed");
		assert!(state_of_all() == before);
	});
}

#[test]
fn initialize_is_refused_when_no_block_has_room_for_it() {
	test_without(|| {
		upgrade::<Huge>();

		assert_refused("it does not fit into a quarter of a block");
	});
}

/// The first pools are those of the genesis, and nobody stakes without a clock.
#[test]
fn nobody_comes_before_the_genesis_when_it_was_refused() {
	test_without(|| {
		upgrade::<Wrong>();

		let opened = || Staking::open_standalone_pool(root(), NATIVE, 1, Default::default());
		assert_noop!(Staking::register(signed(RIVAL)), Error::<Test>::NotInitialized);
		assert_noop!(opened(), Error::<Test>::NotInitialized);

		upgrade::<Whole>();
		assert_eq!(members(), [OPERATOR, RIVAL]);
		assert_eq!(crate::pallet::EpochClock::<Test>::get(), whole().clock);
	});
}

/// Blocks between a refused upgrade and the next one have elected nobody, in epoch 0: no epoch of theirs lies ahead of a clock of
/// years, which has counted fewer of them than there were weeks.
#[test]
fn time_stands_still_until_initialize_begins_its_clock() {
	test_without(|| {
		pallet_timestamp::Now::<Test>::put(MONDAY);
		upgrade::<Wrong>();
		next_block();
		next_block();
		PoolsPerIdleBlock::set(&4);
		Staking::on_idle(System::block_number(), Weight::MAX);
		assert_eq!(IdleRound::<Test>::get().until, u64::MAX);
		assert_eq!((now(), LastElection::<Test>::get()), (0, Some(EpochIndex(0))));
		assert_eq!(Staking::start(EpochIndex(1)), u64::MAX);

		upgrade::<Yearly>();

		assert_eq!(LastElection::<Test>::get(), Some(Staking::now()));
		assert!(!IdleRound::<Test>::exists());
		assert_eq!(members(), [OPERATOR, RIVAL]);
		pallet_timestamp::Now::<Test>::put(Staking::start(Staking::now().next()));
		next_block();
		assert_eq!(LastElection::<Test>::get(), Some(Staking::now()));
		assert_eq!(crate::ElectionCount::<Test>::get(), 1);
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
