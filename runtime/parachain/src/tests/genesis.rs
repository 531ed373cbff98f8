// SPDX-License-Identifier: Apache-2.0

use super::{chain, check_invariants};
use crate::{
	accounts::asset_owner,
	assets::{AssetKind, ForeignAsset, NativeAndAssets},
	configs::{restaking::ChainsOwn, rollup::RollupConsumer},
	presets::{preset, DEVELOPMENT, LOCAL_TESTNET, PARACHAIN_ID},
	units::UNIT,
	AccountId, ForeignAssets, OperatorStaking, ParachainInfo, Restaking, Runtime, Session,
};
use bulwark_traits::Epochs;
use frame_support::traits::{
	fungibles::{roles::Inspect as _, Inspect},
	Contains,
};
use pallet_operator_staking::{EpochIndex, OperatorState};
use pallet_restaking_slash::ConsumerId;
use sp_genesis_builder::runtime_decl_for_genesis_builder::GenesisBuilderV1;
use sp_keyring::Sr25519Keyring::{Alice, Bob};

#[test]
fn presets_build_and_hold_every_invariant() {
	for name in Runtime::preset_names() {
		chain(&name).execute_with(|| {
			check_invariants();
			assert_eq!(ParachainInfo::parachain_id(), PARACHAIN_ID.into());
		});
	}
}

#[test]
fn preset_is_none_when_unknown() {
	assert_eq!(preset(&"staging".into()), None);
}

#[test]
fn preset_names_are_those_of_the_template() {
	assert_eq!(Runtime::preset_names(), ["development", "local_testnet"]);
}

/// An id that the runtime names and nobody has would be the first stranger's, with terms and a resolver of his choice.
#[test]
fn presets_register_every_consumer_that_the_runtime_names() {
	let is_named = |id: &ConsumerId| ChainsOwn::contains(id) || *id == RollupConsumer::get();
	let named: Vec<_> = (1..=32).map(ConsumerId).filter(is_named).collect();
	assert_eq!(named, [1, 2].map(ConsumerId));
	for name in Runtime::preset_names() {
		chain(&name).execute_with(|| {
			assert!(named.iter().all(|id| Restaking::consumer(*id).is_some()));
		});
	}
}

#[test]
fn collators_write_blocks_and_operators_serve() {
	chain(LOCAL_TESTNET).execute_with(|| {
		let mut both = [Alice, Bob].map(|who| who.to_account_id());
		both.sort();
		assert_eq!(Session::validators(), both);
		for who in both {
			let operator = OperatorStaking::operator(who).expect("it has registered");
			assert_eq!((operator.state, operator.bond), (OperatorState::Active, 1_000 * UNIT));
		}
	});
	chain(DEVELOPMENT).execute_with(|| {
		assert_eq!(Session::validators(), [Alice.to_account_id()]);
		assert_eq!(OperatorStaking::active_set().members.len(), 2);
	});
}

/// Strangers can fill the references of an account, which an asset needs: no pot waits for the first who uses it.
#[test]
fn stake_and_escrow_take_every_asset_from_the_first_block_on() {
	chain(DEVELOPMENT).execute_with(|| {
		let foreign = ForeignAsset::ALL.map(AssetKind::WithId);
		for asset in [AssetKind::Native].into_iter().chain(foreign) {
			assert!(pallet_operator_staking::Pots::<Runtime>::contains_key(&asset));
			let floor = NativeAndAssets::minimum_balance(asset.clone());
			assert_eq!(NativeAndAssets::balance(asset, &Restaking::pot()), floor);
		}
	});
}

#[test]
fn foreign_assets_belong_to_nobody_with_a_key() {
	chain(DEVELOPMENT).execute_with(|| {
		for asset in ForeignAsset::ALL {
			let roles: [Option<AccountId>; 4] = [
				ForeignAssets::owner(asset),
				ForeignAssets::issuer(asset),
				ForeignAssets::admin(asset),
				ForeignAssets::freezer(asset),
			];
			assert!(roles.into_iter().all(|role| role == Some(asset_owner())));
		}
	});
}

#[test]
fn epochs_last_ten_minutes_on_development_and_a_week_on_a_testnet() {
	let length = |preset: &str| {
		chain(preset).execute_with(|| {
			OperatorStaking::start(EpochIndex(1)) - OperatorStaking::start(EpochIndex(0))
		})
	};
	assert_eq!((length(DEVELOPMENT), length(LOCAL_TESTNET)), (600_000, 604_800_000));
}
