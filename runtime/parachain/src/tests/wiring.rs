// SPDX-License-Identifier: Apache-2.0

use crate::{
	accounts::{asset_owner, treasury},
	configs::{
		consensus::CollatorPot, programmes::ProgrammePot, restaking::SlashPot, rewards::RewardPot,
		rollup::RollupId, staking::StakePot,
	},
	AccountId, AllPalletsWithSystem, Runtime, TxExtension,
};
use frame_support::traits::PalletsInfoAccess;
use sp_runtime::traits::{AccountIdConversion, TransactionExtension};
use std::collections::BTreeSet;

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
			(1, "ParachainSystem"),
			(2, "Timestamp"),
			(3, "ParachainInfo"),
			(4, "WeightReclaim"),
			(10, "Balances"),
			(11, "TransactionPayment"),
			(12, "SkipFeeless"),
			(13, "ForeignAssets"),
			(14, "Nfts"),
			(15, "Sudo"),
			(20, "Authorship"),
			(21, "CollatorSelection"),
			(22, "Session"),
			(23, "Aura"),
			(24, "AuraExt"),
			(30, "XcmpQueue"),
			(31, "PolkadotXcm"),
			(32, "CumulusXcm"),
			(33, "MessageQueue"),
			(40, "OperatorStaking"),
			(41, "StakingRewards"),
			(42, "Restaking"),
			(43, "Programmes"),
			(44, "Rollup"),
			(45, "SetMessages"),
			(46, "SetFollower"),
			(50, "Preimage"),
			(51, "Scheduler"),
			(52, "Referenda"),
			(53, "ConvictionVoting"),
			(60, "Utility"),
			(61, "Multisig"),
			(62, "Proxy"),
		]
	);
}

#[test]
fn every_pot_and_every_account_of_the_chain_is_another_one() {
	let pots = [
		StakePot::get(),
		RewardPot::get(),
		SlashPot::get(),
		ProgrammePot::get(),
		RollupId::get(),
		CollatorPot::get(),
	];
	let mut accounts: BTreeSet<AccountId> =
		pots.map(|id| id.into_account_truncating()).into_iter().collect();
	accounts.extend([treasury(), asset_owner()]);

	assert_eq!(accounts.len(), pots.len() + 2);
}

/// The outermost one sees the proof that all others recorded.
#[test]
fn extensions_begin_with_the_reclaim_of_weight() {
	let names: Vec<_> = TxExtension::metadata().into_iter().map(|ext| ext.identifier).collect();

	assert!(names.contains(&"StorageWeightReclaim"), "{names:?}");
	assert!(names.contains(&"CheckMetadataHash"));
}

#[test]
fn metadata_builds_in_every_version() {
	// Constants are asked of the state.
	sp_io::TestExternalities::default().execute_with(|| {
		for version in Runtime::metadata_versions() {
			assert!(Runtime::metadata_at_version(version).is_some(), "version {version}");
		}
	});
}
