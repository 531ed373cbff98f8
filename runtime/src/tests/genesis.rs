// SPDX-License-Identifier: Apache-2.0

use super::{chain, named_consumers};
use crate::{
	accounts::asset_owner,
	assets::{AssetKind, NativeAndAssets, GOLD, GOLD_UNIT, USDX, USDX_UNIT},
	configs::staking::StakeAssets,
	presets::{preset, DEVELOPMENT, ENDOWMENT, GOLD_ENDOWMENT, LOCAL, USDX_ENDOWMENT, WELL_KNOWN},
	units::UNIT,
	AccountId, Assets, Balance, OperatorStaking, Restaking, Runtime, Session,
};
use bulwark_ledger::Cohort;
use bulwark_traits::Epochs;
use frame_support::traits::{
	fungibles::{metadata::Inspect as _, roles::Inspect as _, Inspect},
	Contains,
};
use pallet_operator_staking::{EpochIndex, OperatorState, PoolId};
use pallet_restaking_slash::ConsumerId;
use sp_core::Pair as _;
use sp_genesis_builder::runtime_decl_for_genesis_builder::GenesisBuilderV1;
use sp_keyring::Sr25519Keyring::{Alice, Bob, Charlie};

#[test]
fn preset_builds_when_named() {
	for name in Runtime::preset_names() {
		chain(&name);
	}
}

#[test]
fn preset_is_none_when_unknown() {
	assert_eq!(preset(&"staging".into()), None);
}

#[test]
fn preset_names_are_development_and_local() {
	assert_eq!(Runtime::preset_names(), [DEVELOPMENT, LOCAL]);
	assert_eq!((DEVELOPMENT, LOCAL), ("development", "local"));
}

/// An id that the runtime names and nobody has would be the first stranger's, with terms and a resolver of his choice.
#[test]
fn presets_register_every_consumer_that_the_runtime_names() {
	for name in Runtime::preset_names() {
		chain(&name).execute_with(|| {
			let named = named_consumers();
			assert_eq!(named, [1, 2].map(ConsumerId));
			assert!(named.into_iter().all(|id| Restaking::consumer(id).is_some()));
		});
	}
}

/// Everything that an account of the genesis has: free, on hold, and staked.
fn wealth(kind: AssetKind, who: &AccountId) -> Balance {
	let staked = (1..=6).map(PoolId).filter_map(|id| {
		let pool = OperatorStaking::pool(id)?;
		(pool.asset == kind).then(|| OperatorStaking::stake_of(id, who.clone()))?
	});
	let staked: Balance = staked.map(|stake| stake.value).sum();
	NativeAndAssets::total_balance(kind, who) + staked
}

#[test]
fn genesis_endows_well_known_accounts() {
	chain(DEVELOPMENT).execute_with(|| {
		let kinds = [
			(AssetKind::Native, ENDOWMENT, UNIT),
			(AssetKind::WithId(USDX), USDX_ENDOWMENT, USDX_UNIT),
			(AssetKind::WithId(GOLD), GOLD_ENDOWMENT, GOLD_UNIT),
		];
		for (kind, endowment, unit) in kinds {
			let floor = NativeAndAssets::minimum_balance(kind.clone());
			let paid_floor = [Alice, Bob].map(|who| who.to_account_id());

			for who in WELL_KNOWN.map(|who| who.to_account_id()) {
				let missing = endowment - wealth(kind.clone(), &who);
				assert!(missing == 0 || missing == floor && paid_floor.contains(&who));
			}
			assert_eq!(NativeAndAssets::total_issuance(kind), 6 * endowment + 10_000 * unit);
		}
	});
}

#[test]
fn genesis_registers_three_operators_with_stake_from_epoch_1() {
	chain(DEVELOPMENT).execute_with(|| {
		let pools = [(Alice, vec![1, 2]), (Bob, vec![3, 4]), (Charlie, vec![5])];
		for (who, pools) in pools {
			let operator = OperatorStaking::operator(who.to_account_id()).unwrap();
			assert_eq!(operator.state, OperatorState::Active);
			assert_eq!(operator.bond, 1_000 * UNIT);
			assert_eq!(operator.pool_ids, pools.into_iter().map(PoolId).collect::<Vec<_>>());
		}

		let pool = OperatorStaking::pool(PoolId(1)).unwrap();
		assert_eq!(pool.staked, 35_000 * UNIT);
		assert_eq!(pool.active, 0);
		assert_eq!(pool.buckets[0].0, Cohort::From(EpochIndex(1)));

		let standalone = OperatorStaking::pool(PoolId(6)).unwrap();
		assert_eq!((standalone.operator, standalone.staked), (None, 1_000 * UNIT));
	});
}

#[test]
fn epochs_last_a_minute_on_development_and_a_week_from_monday_on_local() {
	chain(DEVELOPMENT).execute_with(|| {
		assert_eq!(OperatorStaking::at(119_999), EpochIndex(1));
		assert_eq!(OperatorStaking::at(120_000), EpochIndex(2));
	});
	chain(LOCAL).execute_with(|| {
		let monday = 1_792_972_800_000; // 2026-10-26 00:00:00 UTC
		let epoch = OperatorStaking::at(monday);
		assert_eq!(OperatorStaking::start(epoch), monday);
		assert_eq!(OperatorStaking::at(monday - 1).next(), epoch);
	});
}

/// Strangers can fill the references of an account, which an asset needs: no pot waits for the first who uses it.
#[test]
fn stake_and_escrow_take_every_listed_asset_from_the_first_block_on() {
	for name in [DEVELOPMENT, LOCAL] {
		chain(name).execute_with(|| {
			for asset in [AssetKind::Native, AssetKind::WithId(USDX), AssetKind::WithId(GOLD)] {
				assert!(StakeAssets::contains(&asset));
				assert!(pallet_operator_staking::Pots::<Runtime>::contains_key(&asset));
				let escrow = pallet_restaking_slash::Escrow::<Runtime>::get(&asset);
				let floor = NativeAndAssets::minimum_balance(asset.clone());
				assert_eq!(escrow.map(|pot| (pot.owed(), pot.floor())), Some((0, floor)));
				let there = NativeAndAssets::balance(asset, &Restaking::pot());
				assert_eq!(there, floor);
			}
		});
	}
}

#[test]
fn genesis_describes_its_assets() {
	chain(DEVELOPMENT).execute_with(|| {
		assert_eq!((Assets::symbol(USDX), Assets::decimals(USDX)), (b"USDX".to_vec(), 6));
		assert_eq!((Assets::symbol(GOLD), Assets::decimals(GOLD)), (b"GOLD".to_vec(), 18));
	});
}

#[test]
fn assets_of_genesis_belong_to_nobody_with_a_key() {
	chain(DEVELOPMENT).execute_with(|| {
		for asset in [USDX, GOLD] {
			assert_eq!(Assets::owner(asset), Some(asset_owner()));
			assert_eq!(Assets::issuer(asset), Some(asset_owner()));
			assert_eq!(Assets::admin(asset), Some(asset_owner()));
			assert_eq!(Assets::freezer(asset), Some(asset_owner()));
		}
	});
}

#[test]
fn sudo_is_alice() {
	chain(DEVELOPMENT).execute_with(|| {
		assert_eq!(pallet_sudo::Key::<Runtime>::get(), Some(Alice.to_account_id()));
	});
}

#[test]
fn operators_write_the_blocks_the_most_powerful_first() {
	for name in [DEVELOPMENT, LOCAL] {
		chain(name).execute_with(|| {
			let authors = pallet_aura::Authorities::<Runtime>::get().into_iter();
			let authors: Vec<AccountId> =
				authors.map(|key| AccountId::new(sp_core::sr25519::Public::from(key).0)).collect();

			assert_eq!(authors, [Bob, Alice, Charlie].map(|who| who.to_account_id()));
			assert_eq!(Session::validators(), authors);
			assert_eq!(OperatorStaking::active_set().members, authors);
		});
	}
}

#[test]
fn well_known_accounts_have_session_keys() {
	chain(DEVELOPMENT).execute_with(|| {
		for who in WELL_KNOWN {
			let keys = pallet_session::NextKeys::<Runtime>::get(who.to_account_id());
			assert_eq!(keys.map(|keys| keys.aura), Some(who.pair().public().into()));
		}
	});
}
