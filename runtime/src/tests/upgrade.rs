// SPDX-License-Identifier: Apache-2.0

//! A chain that was made without the pallets is upgraded to one with them, and lives on.

mod before;
mod life;

use super::{
	blocks::{seal, MONDAY},
	chain as born, named_consumers,
};
use crate::{
	accounts::treasury,
	assets::AssetKind,
	migrations::StakingBegins,
	presets::DEVELOPMENT,
	units::{EXISTENTIAL_DEPOSIT, SLOT_DURATION, UNIT},
	Assets, Balances, Executive, Nfts, OperatorStaking, Programmes, Restaking, Rollup, Runtime,
	RuntimeEvent, RuntimeOrigin, StakingRewards, System, Timestamp, VERSION,
};
use before::LAST_BLOCK;
use frame_support::{
	assert_ok, assert_storage_noop,
	traits::{
		fungible::Mutate,
		tokens::{Fortitude::Force, Precision::Exact, Preservation::Expendable},
		Get, GetStorageVersion, OnRuntimeUpgrade, TryState, TryStateSelect, UpgradeCheckSelect,
	},
};
use pallet_operator_staking::{EpochClock, EpochIndex, PoolId};
use pallet_restaking_slash::ConsumerId;
use sp_keyring::Sr25519Keyring::Alice;

const DAY: u64 = 86_400_000;
/// The first pool: the migration opens it.
const STANDALONE: PoolId = PoolId(1);
const GOVERNANCE: ConsumerId = ConsumerId(1);
const ROLLUP: ConsumerId = ConsumerId(2);

/// The upgrade as a rehearsal runs it: with the checks before and after each migration, and of all that is stored at the
/// end.
fn rehearse() {
	let weight = Executive::try_runtime_upgrade(UpgradeCheckSelect::All);
	let most = <Runtime as frame_system::Config>::BlockWeights::get().max_block;
	assert!(weight.expect("every check passes").all_lte(most));
}

/// Checks all invariants of all pallets.
fn check_invariants() {
	let checked =
		crate::AllPalletsWithSystem::try_state(System::block_number(), TryStateSelect::All);
	assert_ok!(checked);
}

/// Runs a test on the upgraded chain.
fn test(run: impl FnOnce()) {
	before::chain().execute_with(|| {
		rehearse();
		run();
		check_invariants();
	});
}

#[test]
fn upgrade_counts_epochs_of_a_day_from_itself_on() {
	test(|| {
		let epoch = OperatorStaking::epoch();

		assert_eq!(epoch.start, LAST_BLOCK);
		assert_eq!(epoch.end - epoch.start, DAY);
	});
}

#[test]
fn upgrade_builds_set_minimum_pool_offer_consumers_and_pots() {
	test(|| {
		assert_eq!(pallet_operator_staking::ActiveSetSize::<Runtime>::get(), 3);
		let minimum = pallet_operator_staking::GlobalMinSelfStake::<Runtime>::get();
		assert_eq!(minimum.amount, 1_000 * UNIT);
		let pool = OperatorStaking::pool(STANDALONE).expect("it is open");
		assert_eq!((pool.asset, pool.operator), (AssetKind::Native, None));
		let offered = StakingRewards::reward_pool(STANDALONE).expect("it pays");
		assert_eq!(offered.tiers.len(), 2);
		for consumer_id in [GOVERNANCE, ROLLUP] {
			let consumer = Restaking::consumer(consumer_id).expect("it is registered");
			assert_eq!((consumer.manager, consumer.admitted), (treasury(), true));
		}
		let assets = [AssetKind::Native, AssetKind::WithId(1), AssetKind::WithId(2)];
		for asset in assets {
			assert!(pallet_operator_staking::Pots::<Runtime>::contains_key(&asset));
			assert!(pallet_restaking_slash::Escrow::<Runtime>::contains_key(&asset));
		}
	});
}

/// An id that the runtime names and nobody has would be the first stranger's, with terms and a resolver of his choice.
#[test]
fn upgrade_leaves_no_consumer_that_the_runtime_names_to_strangers() {
	test(|| {
		assert_eq!(named_consumers(), [GOVERNANCE, ROLLUP]);
		let terms = Restaking::consumer(ROLLUP).expect("it is registered").terms;
		assert_eq!(terms.resolver, Some(treasury()));
		// Nobody signs where the terms leave no time to charge what is known last.
		assert_ok!(Rollup::set_signing(RuntimeOrigin::root(), true));

		let stranger = RuntimeOrigin::signed(Alice.to_account_id());
		assert_ok!(Restaking::register_consumer(stranger, terms));
		let next = Restaking::consumer(ConsumerId(3)).expect("it is registered");
		assert_eq!(next.manager, Alice.to_account_id());
	});
}

#[test]
fn upgrade_gives_every_pallet_its_version() {
	test(|| {
		assert_eq!(OperatorStaking::on_chain_storage_version(), 1);
		assert_eq!(StakingRewards::on_chain_storage_version(), 1);
		assert_eq!(Restaking::on_chain_storage_version(), 1);
		assert_eq!(Programmes::on_chain_storage_version(), 1);
		assert_eq!(Rollup::on_chain_storage_version(), 1);
		let nfts = Nfts::in_code_storage_version();
		assert_eq!(Nfts::on_chain_storage_version(), nfts);
	});
}

/// The balances of the old runtime are those of the new one, but for what the treasury has paid.
#[test]
fn upgrade_leaves_everybodys_money() {
	let money = || {
		let native = Balances::free_balance(Alice.to_account_id());
		(native, Assets::balance(1, Alice.to_account_id()), Balances::total_issuance())
	};
	let before = before::chain().execute_with(money);

	test(|| {
		assert_eq!(money(), before);
		let paid = 10_000 * UNIT - Balances::free_balance(treasury());
		let floors = 3 * EXISTENTIAL_DEPOSIT;
		assert_eq!(paid, 1_040 * UNIT + 2 * 100 * UNIT + floors);
	});
}

#[test]
fn upgrade_changes_nothing_when_it_has_run() {
	test(|| {
		assert_storage_noop!(rehearse());
	});
}

#[test]
fn upgrade_changes_nothing_of_a_chain_that_was_born_with_the_pallets() {
	born(DEVELOPMENT).execute_with(|| {
		seal(MONDAY, vec![]);

		assert_storage_noop!(rehearse());
	});
}

/// As on a chain: in the first block of the new runtime, whose events tell of it.
#[test]
fn block_of_the_upgrade_runs_the_migrations_and_tells_of_them() {
	before::chain().execute_with(|| {
		seal(LAST_BLOCK + SLOT_DURATION, vec![]);

		let told: Vec<_> = System::events().into_iter().map(|record| record.event).collect();
		let clock = pallet_operator_staking::pallet::EpochClock::<Runtime>::get();
		let staking = pallet_operator_staking::Event::Initialized { clock };
		let is_first = |event: RuntimeEvent| told.iter().filter(|one| **one == event).count() == 1;
		assert!(is_first(RuntimeEvent::OperatorStaking(staking)));
		let rewards = pallet_staking_rewards::Event::Initialized;
		assert!(is_first(RuntimeEvent::StakingRewards(rewards)));
		let restaking = pallet_restaking_slash::Event::Initialized;
		assert!(is_first(RuntimeEvent::Restaking(restaking)));
		let last = frame_system::LastRuntimeUpgrade::<Runtime>::get().expect("it is noted");
		assert_eq!(last.spec_version.0, VERSION.spec_version);
		let stream = StakingRewards::reward_pool(STANDALONE).expect("it pays").assets;
		assert_eq!(stream[0].stream[0].amount, 10 * UNIT);
		check_invariants();
	});
}

#[test]
fn treasury_without_money_leaves_the_pallets_empty_and_the_chain_running() {
	before::chain().execute_with(|| {
		// Its gold needs the account: the minimum balance stays, and pays for nothing.
		let (all, treasury) = (10_000 * UNIT - EXISTENTIAL_DEPOSIT, treasury());
		let burnt = Balances::burn_from(&treasury, all, Expendable, Exact, Force);
		assert_ok!(burnt);

		seal(LAST_BLOCK + SLOT_DURATION, vec![]);

		assert_eq!(OperatorStaking::pool(STANDALONE), None);
		assert_eq!(Restaking::consumer(GOVERNANCE), None);
		assert_eq!(OperatorStaking::epoch().current, EpochIndex(0), "it has no clock");
		let refused = |event: &RuntimeEvent| {
			matches!(
				event,
				RuntimeEvent::OperatorStaking(
					pallet_operator_staking::Event::InitializationRefused { reason }
				) if reason.starts_with(b"standalonePools[0]: ")
			)
		};
		assert!(System::events().iter().any(|record| refused(&record.event)));
		seal(LAST_BLOCK + 2 * SLOT_DURATION, vec![]);
	});
}

/// The genesis of the first upgrade, with epochs of a year, of which fewer have passed than of weeks or days.
struct Yearly;
impl Get<pallet_operator_staking::GenesisConfig<Runtime>> for Yearly {
	fn get() -> pallet_operator_staking::GenesisConfig<Runtime> {
		let clock = EpochClock::beginning_at(Timestamp::get(), EpochClock::MAX_LENGTH);
		pallet_operator_staking::GenesisConfig { clock, ..StakingBegins::get() }
	}
}

/// Nothing that blocks have noted since the first upgrade lies ahead of the clock of the second.
#[test]
fn every_pallet_counts_by_the_clock_of_the_upgrade_that_sets_it() {
	before::chain().execute_with(|| {
		let (all, treasury) = (10_000 * UNIT - EXISTENTIAL_DEPOSIT, treasury());
		assert_ok!(Balances::burn_from(&treasury, all, Expendable, Exact, Force));
		for block in 1..=3 {
			seal(LAST_BLOCK + block * SLOT_DURATION, vec![]);
		}
		let last_mint = pallet_performance_programmes::LastMint::<Runtime>::get;
		assert_eq!(last_mint(), Some(EpochIndex(0)));

		assert_ok!(Balances::mint_into(&treasury, all));
		pallet_operator_staking::migrations::Initialize::<Runtime, Yearly>::on_runtime_upgrade();
		seal(LAST_BLOCK + 4 * SLOT_DURATION, vec![]);

		let now = OperatorStaking::epoch().current;
		assert_eq!(now, EpochIndex(55));
		assert_eq!(last_mint(), Some(now));
		assert_eq!(pallet_operator_staking::LastElection::<Runtime>::get(), Some(now));
		check_invariants();
	});
}
