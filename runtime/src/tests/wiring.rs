// SPDX-License-Identifier: Apache-2.0

use super::metadata::metadata;
use crate::{
	accounts::{asset_owner, local_follower, treasury},
	presets::ENDOWMENT,
	units, AccountId, AllPalletsWithSystem, Runtime, TxExtension, VERSION,
};
use codec::Decode;
use frame_support::{traits::PalletsInfoAccess, PalletId};
use sp_core::crypto::Ss58Codec;
use sp_keyring::Sr25519Keyring::Alice;
use sp_runtime::traits::{AccountIdConversion, TransactionExtension};
use std::collections::BTreeMap;

/// Wallets, indexers and stored calls name a pallet by its index: it never changes.
#[test]
fn pallet_indices_stay() {
	let mut pallets: Vec<_> =
		AllPalletsWithSystem::infos().into_iter().map(|info| (info.index, info.name)).collect();
	pallets.sort();

	assert_eq!(
		pallets,
		[
			(0, "System"),
			(1, "Timestamp"),
			(2, "Aura"),
			(3, "Authorship"),
			(10, "Balances"),
			(11, "TransactionPayment"),
			(12, "SkipFeeless"),
			(13, "Assets"),
			(14, "Nfts"),
			(20, "Utility"),
			(21, "Proxy"),
			(22, "Multisig"),
			(29, "Sudo"),
			(40, "OperatorStaking"),
			(41, "StakingRewards"),
			(42, "Restaking"),
			(43, "Programmes"),
			(44, "Rollup"),
			(50, "Session"),
		]
	);
}

/// The metadata knows the pots of all pallets, of those that are added later too.
#[test]
fn every_pot_and_every_account_of_the_chain_is_another_one() {
	let mut owners = BTreeMap::<AccountId, String>::new();
	let mut own = |account, owner: &str| {
		let other = owners.insert(account, owner.into());
		assert_eq!(other, None, "{owner} shares its account");
	};

	let mut pots = 0;
	for pallet in metadata().pallets {
		for constant in pallet.constants.iter().filter(|constant| constant.name == "PalletId") {
			let id = PalletId::decode(&mut constant.value.as_slice()).expect("it is an id");
			own(id.into_account_truncating(), &pallet.name);
			pots += 1;
		}
	}
	own(treasury(), "the treasury");
	own(local_follower(), "the local follower");
	own(asset_owner(), "the owner of the assets");

	assert!(pots >= 4, "stake, rewards, programmes and escrow have a pot each");
}

#[test]
fn addresses_have_the_generic_prefix() {
	let prefix: u16 = <Runtime as frame_system::Config>::SS58Prefix::get();

	assert_eq!(
		Alice.to_account_id().to_ss58check_with_version(prefix.into()),
		"5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"
	);
}

#[test]
fn extensions_are_those_wallets_know() {
	let names: Vec<_> = TxExtension::metadata().into_iter().map(|ext| ext.identifier).collect();

	assert_eq!(
		names,
		[
			"AuthorizeCall",
			"CheckNonZeroSender",
			"CheckSpecVersion",
			"CheckTxVersion",
			"CheckGenesis",
			"CheckMortality",
			"CheckNonce",
			"CheckWeight",
			"ChargeTransactionPayment",
			"CheckMetadataHash",
			"WeightReclaim",
		]
	);
}

#[test]
fn metadata_builds_in_every_version() {
	for version in Runtime::metadata_versions() {
		assert!(Runtime::metadata_at_version(version).is_some(), "version {version}");
	}
}

#[test]
fn version_names_the_runtime() {
	assert_eq!(VERSION.spec_name, "bulwark");
	assert_eq!(VERSION.spec_version, 100);
}

#[test]
fn deposits_are_affordable() {
	assert_eq!(units::deposit(1, 0), units::UNIT / 10);
	assert_eq!(units::deposit(0, 1_000), units::UNIT / 10);
	assert!(units::deposit(100, 100_000) < ENDOWMENT);
}
