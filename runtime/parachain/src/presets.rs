// SPDX-License-Identifier: Apache-2.0

//! The chains one can start: `development` for one collator, with epochs of ten minutes, and `local_testnet` for two beside a
//! local relay chain, with weekly ones.
//!
//! Both give the well-known accounts Alice to Ferdie enough of everything, and Alice the `Sudo` key. Alice and Bob are
//! collators and, apart from that, operators; Dave and Eve stake with them. Both operators are opted in to governance.
//! Anybody has their keys: nothing here is for a chain that is worth something.

use crate::{
	accounts::{asset_owner, treasury},
	assets::{AssetKind, ForeignAsset},
	units::{EXISTENTIAL_DEPOSIT, UNIT},
	AccountId, Balance, BalancesConfig, CollatorSelectionConfig, ForeignAssetsConfig,
	OperatorStakingConfig, ParachainInfoConfig, PolkadotXcmConfig, RestakingConfig,
	RuntimeGenesisConfig, SessionConfig, SessionKeys, StakingRewardsConfig, SudoConfig,
};
use alloc::{string::ToString, vec, vec::Vec};
use cumulus_primitives_core::ParaId;
use frame_support::build_struct_json_patch;
use pallet_operator_staking::{
	BaseTerms, EpochClock, Fraction, GenesisOperator, GenesisPool, PoolId,
};
use pallet_restaking_slash::{
	ConsumerId, ConsumerTerms, Destination, Fractions, GenesisConsumer, Windows,
};
use pallet_staking_rewards::{GenesisOffer, GenesisStream, LockTier, Multiplier};
use serde_json::Value;
use sp_genesis_builder::{PresetId, DEV_RUNTIME_PRESET, LOCAL_TESTNET_RUNTIME_PRESET};
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Charlie, Dave, Eve, Ferdie};

/// One collator, epochs of ten minutes.
pub const DEVELOPMENT: &str = DEV_RUNTIME_PRESET;

/// Two collators, weekly epochs.
pub const LOCAL_TESTNET: &str = LOCAL_TESTNET_RUNTIME_PRESET;

/// The id of the parachain in both.
pub const PARACHAIN_ID: u32 = 2_000;

/// The accounts every wallet of a development chain knows.
pub const WELL_KNOWN: [Sr25519Keyring; 6] = [Alice, Bob, Charlie, Dave, Eve, Ferdie];

/// Whole tokens of each well-known account at genesis, of every asset.
pub const ENDOWMENT: Balance = 1_000_000;

/// Whole tokens of the treasury: enough to exist in every asset, so that nothing slashed is lost, and to open pools.
const TREASURY: Balance = 10_000;

/// Epochs of ten minutes.
pub const TEN_MINUTES: EpochClock = EpochClock { origin: 0, length: 600_000 };

/// The genesis of the chain named `id`, as a patch to the default genesis.
pub fn preset(id: &PresetId) -> Option<Vec<u8>> {
	let patch = match id.as_str() {
		DEVELOPMENT => genesis(TEN_MINUTES, &[Alice]),
		LOCAL_TESTNET => genesis(EpochClock::WEEKLY, &[Alice, Bob]),
		_ => return None,
	};

	Some(patch.to_string().into_bytes())
}

/// The names that [`preset`] knows.
pub fn names() -> Vec<PresetId> {
	vec![DEVELOPMENT.into(), LOCAL_TESTNET.into()]
}

/// The genesis of a chain with such epochs and collators.
fn genesis(clock: EpochClock, collators: &[Sr25519Keyring]) -> Value {
	build_struct_json_patch!(RuntimeGenesisConfig {
		balances: BalancesConfig { balances: endow(UNIT) },
		parachain_info: ParachainInfoConfig { parachain_id: ParaId::from(PARACHAIN_ID) },
		foreign_assets: foreign_assets(),
		collator_selection: CollatorSelectionConfig {
			invulnerables: collators.iter().map(|who| who.to_account_id()).collect(),
			candidacy_bond: 16 * EXISTENTIAL_DEPOSIT,
		},
		session: SessionConfig { keys: collators.iter().copied().map(session_keys).collect() },
		polkadot_xcm: PolkadotXcmConfig { safe_xcm_version: Some(xcm::prelude::XCM_VERSION) },
		operator_staking: OperatorStakingConfig {
			clock,
			global_min_self_stake: 1_000 * UNIT,
			active_set_size: 2,
			operators: operators(),
		},
		staking_rewards: StakingRewardsConfig { offers: offers(), streams: streams() },
		restaking: restaking(),
		sudo: SudoConfig { key: Some(Alice.to_account_id()) },
	})
}

/// The tokens of other chains. Each is sufficient: an account may hold nothing else.
fn foreign_assets() -> ForeignAssetsConfig {
	let minimum = |asset: ForeignAsset| asset.unit() / 100;
	let accounts = |asset: ForeignAsset| {
		endow(asset.unit()).into_iter().map(move |(who, amount)| (asset, who, amount))
	};
	ForeignAssetsConfig {
		assets: ForeignAsset::ALL
			.map(|asset| (asset, asset_owner(), true, minimum(asset)))
			.to_vec(),
		metadata: vec![
			(ForeignAsset::RelayToken, b"Relay chain token".to_vec(), b"RELAY".to_vec(), 10),
			(ForeignAsset::Usdt, b"Tether USD".to_vec(), b"USDT".to_vec(), 6),
		],
		accounts: ForeignAsset::ALL.into_iter().flat_map(accounts).collect(),
		..Default::default()
	}
}

/// Two operators with four pools: 1 and 2 of Alice's, 3 and 4 of Bob's.
fn operators() -> Vec<GenesisOperator<AccountId, AssetKind>> {
	let of = |who: Sr25519Keyring, pools| GenesisOperator { account: who.to_account_id(), pools };
	let native = |stakes: &[(Sr25519Keyring, Balance)]| pool(AssetKind::Native, UNIT, stakes);
	let foreign = |asset: ForeignAsset, stakes: &[(Sr25519Keyring, Balance)]| {
		pool(AssetKind::WithId(asset), asset.unit(), stakes)
	};
	vec![
		of(
			Alice,
			vec![
				native(&[(Alice, 5_000), (Dave, 20_000)]),
				foreign(ForeignAsset::RelayToken, &[(Eve, 500)]),
			],
		),
		of(
			Bob,
			vec![
				native(&[(Bob, 5_000), (Eve, 15_000)]),
				foreign(ForeignAsset::Usdt, &[(Dave, 1_000)]),
			],
		),
	]
}

/// A pool in which one whole token is the least deposit, with stakes in whole tokens.
fn pool(
	asset: AssetKind,
	unit: Balance,
	stakes: &[(Sr25519Keyring, Balance)],
) -> GenesisPool<AccountId, AssetKind> {
	let stakes = stakes.iter().map(|(who, tokens)| (who.to_account_id(), tokens * unit)).collect();
	GenesisPool { asset, base: BaseTerms::ONE, minimum: unit, stakes }
}

/// Two lock tiers in every pool, and rewards in the native token.
fn offers() -> Vec<GenesisOffer<AccountId, AssetKind>> {
	let tier = |duration, multiplier| LockTier { duration, multiplier: Multiplier(multiplier) };
	let offer = |pool_id| GenesisOffer {
		pool_id: PoolId(pool_id),
		payer: treasury(),
		tiers: vec![tier(7, 100), tier(26, 200)],
		assets: vec![AssetKind::Native],
		penalty: Fraction::from_percent(50),
		destination: Destination::Account(treasury()),
	};
	(1..=4).map(offer).collect()
}

/// Five tokens in every epoch of two years of weeks, in every pool.
fn streams() -> Vec<(AccountId, GenesisStream<AssetKind>)> {
	let stream = |pool_id| GenesisStream {
		pool_id: PoolId(pool_id),
		asset: AssetKind::Native,
		amount: 520 * UNIT,
		epochs: 104,
	};
	(1..=4).map(|pool_id| (treasury(), stream(pool_id))).collect()
}

/// The chain itself as a consumer, as whose manager the treasury's origin acts, and the rollup, which is Ferdie's. Both
/// operators are opted in to the first, and may be slashed by half.
fn restaking() -> RestakingConfig {
	let half = Fraction::from_percent(50);
	let consumer = |manager: AccountId, (report, dispute)| GenesisConsumer {
		terms: ConsumerTerms {
			most: Fractions { bond: Fraction::one(), pools: half },
			windows: Windows { report, dispute },
			bounty: Fraction::from_percent(10),
			destination: Destination::Treasury,
			resolver: Some(treasury()),
			follower: None,
		},
		manager,
		admitted: true,
	};
	let opt_in = |who: Sr25519Keyring| {
		(who.to_account_id(), ConsumerId(1), Fractions { bond: half, pools: half })
	};
	RestakingConfig {
		consumers: vec![consumer(treasury(), (4, 2)), consumer(Ferdie.to_account_id(), (3, 1))],
		slash_caps: [Alice, Bob].map(|who| (who.to_account_id(), half)).to_vec(),
		opt_ins: [Alice, Bob].map(opt_in).to_vec(),
		pots: ForeignAsset::ALL.map(|asset| (treasury(), AssetKind::WithId(asset))).to_vec(),
	}
}

fn endow(unit: Balance) -> Vec<(AccountId, Balance)> {
	let well_known = WELL_KNOWN.into_iter().map(|who| (who.to_account_id(), ENDOWMENT * unit));
	well_known.chain([(treasury(), TREASURY * unit)]).collect()
}

/// Account, collator and keys of `who`, who signs blocks with the key of the account.
fn session_keys(who: Sr25519Keyring) -> (AccountId, AccountId, SessionKeys) {
	let account = who.to_account_id();
	(account.clone(), account, SessionKeys { aura: who.public().into() })
}
