// SPDX-License-Identifier: Apache-2.0

use super::metadata::metadata;
use crate::{
	accounts::{asset_owner, local_follower, treasury},
	assets::AssetKind,
	configs::utility::ProxyType,
	presets::ENDOWMENT,
	units, AccountId, AllPalletsWithSystem, Runtime, RuntimeCall, TxExtension, VERSION,
};
use codec::Decode;
use frame_support::{
	traits::{InstanceFilter, PalletsInfoAccess},
	PalletId,
};
use pallet_operator_staking::PoolId;
use sp_core::crypto::Ss58Codec;
use sp_keyring::Sr25519Keyring::{Alice, Bob};
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

fn transfer() -> RuntimeCall {
	pallet_balances::Call::transfer_keep_alive { dest: Bob.to_account_id().into(), value: 1 }.into()
}

fn reject() -> RuntimeCall {
	pallet_proxy::Call::reject_announcement {
		delegate: Bob.to_account_id().into(),
		call_hash: Default::default(),
	}
	.into()
}

#[test]
fn only_an_unlimited_proxy_moves_money() {
	assert!(ProxyType::Any.filter(&transfer()));
	assert!(!ProxyType::NonTransfer.filter(&transfer()));
	assert!(!ProxyType::CancelProxy.filter(&transfer()));
	assert!(!ProxyType::Staking.filter(&transfer()));
}

#[test]
fn proxy_for_staking_stakes_and_nothing_else_does_but_any() {
	let stake: RuntimeCall =
		pallet_operator_staking::Call::delegate { pool_id: PoolId(1), amount: 1 }.into();

	assert!(ProxyType::Staking.filter(&stake));
	assert!(ProxyType::Any.filter(&stake));
	assert!(!ProxyType::NonTransfer.filter(&stake));
	assert!(!ProxyType::NonTransfer.is_superset(&ProxyType::Staking));
}

#[test]
fn proxy_for_staking_opts_in_and_spends_nothing() {
	use pallet_restaking_slash::{Call, ConsumerId};
	let consumer_id = ConsumerId(1);
	let out: RuntimeCall = Call::opt_out { consumer_id }.into();
	let retire: RuntimeCall = Call::retire_consumer { consumer_id }.into();

	assert!(ProxyType::Staking.filter(&out));
	assert!(!ProxyType::Staking.filter(&retire));
	assert!(!ProxyType::NonTransfer.filter(&out));
}

#[test]
fn proxy_for_staking_runs_nodes_and_neither_reports_nor_funds() {
	use pallet_performance_programmes::{Call, EpochIndex, ProgrammeId};
	let programme_id = ProgrammeId(1);
	let remove: RuntimeCall = Call::remove_node { slot: 0 }.into();
	let finalise: RuntimeCall = Call::finalise { programme_id, limit: 1 }.into();
	let fund: RuntimeCall = Call::fund { programme_id, amount: 1, epochs: 1 }.into();
	let rows = Default::default();
	let epoch = EpochIndex(0);
	let report: RuntimeCall = Call::report { programme_id, epoch, first_hour: 0, rows }.into();

	assert!(ProxyType::Staking.filter(&remove) && ProxyType::Staking.filter(&finalise));
	assert!(!ProxyType::Staking.filter(&fund) && !ProxyType::Staking.filter(&report));
	assert!(!ProxyType::NonTransfer.filter(&remove));
}

#[test]
fn proxy_for_staking_gives_no_rewards_away_and_pays_no_penalty() {
	use pallet_operator_staking::{Amount, EpochIndex, Fraction};
	use pallet_staking_rewards::{
		Call, Destination, LockTier, Multiplier, Payee, PositionId, RewardClaim,
	};
	let (pool_id, asset, amount) = (PoolId(1), AssetKind::Native, 1);
	let tier = LockTier { duration: 4, multiplier: Multiplier::ONE };
	let stake = |max_penalty| {
		let destination = Destination::Burn;
		RuntimeCall::from(Call::stake { pool_id, amount, tier, max_penalty, destination })
	};
	let claim = |to| RuntimeCall::from(Call::claim { claim: RewardClaim::Commission(pool_id), to });
	let treasury = sp_runtime::MultiAddress::Id(treasury());

	for call in [
		Call::reward {
			to: Payee::Pool(pool_id),
			asset: asset.clone(),
			amount,
			earned_in: EpochIndex(0),
		},
		Call::fund_stream { pool_id, asset, amount, epochs: 1 },
	] {
		assert!(!ProxyType::Staking.filter(&call.into()), "it could be paid to the proxy");
	}
	assert!(ProxyType::Staking.filter(&stake(Fraction::zero())));
	assert!(!ProxyType::Staking.filter(&stake(Fraction::from_parts(1))), "or the penalty could");
	let unstake = |max_penalty| {
		let (position_id, amount) = (PositionId(1), Amount::All);
		RuntimeCall::from(Call::unstake { position_id, amount, max_penalty })
	};
	assert!(ProxyType::Staking.filter(&unstake(Fraction::zero())));
	assert!(!ProxyType::Staking.filter(&unstake(Fraction::from_parts(1))));
	assert!(ProxyType::Staking.filter(&claim(None)));
	assert!(!ProxyType::Staking.filter(&claim(Some(treasury))));
}

#[test]
fn every_proxy_may_cancel() {
	for kind in [ProxyType::Any, ProxyType::NonTransfer, ProxyType::CancelProxy] {
		assert!(kind.filter(&reject()));
		assert!(kind.is_superset(&ProxyType::CancelProxy));
		assert!(ProxyType::Any.is_superset(&kind));
	}
	assert!(!ProxyType::CancelProxy.is_superset(&ProxyType::NonTransfer));
	assert!(!ProxyType::NonTransfer.is_superset(&ProxyType::Any));
}
