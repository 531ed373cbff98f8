// SPDX-License-Identifier: Apache-2.0

//! A chain that was made without the pallets is upgraded to one with them, and lives on.

mod before;
mod life;

use super::{
	blocks::{seal, MONDAY},
	chain as born,
};
use crate::{
	accounts::treasury,
	assets::AssetKind,
	presets::DEVELOPMENT,
	units::{EXISTENTIAL_DEPOSIT, SLOT_DURATION, UNIT},
	Assets, Balances, Executive, Nfts, OperatorStaking, Programmes, Restaking, Rollup, Runtime,
	RuntimeEvent, StakingRewards, System, VERSION,
};
use before::LAST_BLOCK;
use frame_support::{
	assert_ok, assert_storage_noop,
	traits::{
		fungible::Mutate,
		tokens::{Fortitude::Force, Precision::Exact, Preservation::Expendable},
		GetStorageVersion, TryState, TryStateSelect, UpgradeCheckSelect,
	},
};
use pallet_operator_staking::PoolId;
use pallet_restaking_slash::ConsumerId;
use sp_keyring::Sr25519Keyring::Alice;

const DAY: u64 = 86_400_000;
/// The first pool: the migration opens it.
const STANDALONE: PoolId = PoolId(1);
const GOVERNANCE: ConsumerId = ConsumerId(1);

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
fn upgrade_builds_set_minimum_pool_offer_consumer_and_pots() {
	test(|| {
		assert_eq!(pallet_operator_staking::ActiveSetSize::<Runtime>::get(), 3);
		let minimum = pallet_operator_staking::GlobalMinSelfStake::<Runtime>::get();
		assert_eq!(minimum.amount, 1_000 * UNIT);
		let pool = OperatorStaking::pool(STANDALONE).expect("it is open");
		assert_eq!((pool.asset, pool.operator), (AssetKind::Native, None));
		let offered = StakingRewards::reward_pool(STANDALONE).expect("it pays");
		assert_eq!(offered.tiers.len(), 2);
		let governance = Restaking::consumer(GOVERNANCE).expect("it is registered");
		assert_eq!((governance.manager, governance.admitted), (treasury(), true));
		let assets = [AssetKind::Native, AssetKind::WithId(1), AssetKind::WithId(2)];
		for asset in assets {
			assert!(pallet_operator_staking::Pots::<Runtime>::contains_key(&asset));
			assert!(pallet_restaking_slash::Escrow::<Runtime>::contains_key(&asset));
		}
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
		assert_eq!(paid, 1_040 * UNIT + 100 * UNIT + floors);
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
