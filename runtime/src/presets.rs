// SPDX-License-Identifier: Apache-2.0

//! The chains one can start: `development` for one node, `local` for several.
//!
//! Both give the well-known accounts Alice to Ferdie enough of everything, and Alice the `Sudo` key.
//! Alice, Bob and Charlie are operators and write the blocks, Dave, Eve and Ferdie stake with them. All three answer to
//! governance, Alice and Bob to the rollup of Ferdie too. An epoch is a minute on
//! `development` and a week, from Monday 00:00 UTC, on `local`.
//! Anybody has their keys: nothing here is for a chain that is worth something.

use crate::{
	assets::{AssetId, AssetKind},
	configs::staking::{local_follower, treasury},
	units::UNIT,
	AccountId, AssetsConfig, Balance, BalancesConfig, OperatorStakingConfig, RestakingConfig,
	RuntimeGenesisConfig, SessionConfig, SessionKeys, StakingRewardsConfig, SudoConfig,
};
use alloc::{string::ToString, vec, vec::Vec};
use frame_support::{build_struct_json_patch, PalletId};
use pallet_operator_staking::{EpochClock, Fraction, GenesisOperator, GenesisPool, PoolId};
use pallet_restaking_slash::{Budget, ConsumerId, Destination, GenesisConsumer, Terms, Windows};
use pallet_staking_rewards::{Beneficiary, GenesisOffer, GenesisStream, Multiplier, Preset};
use serde_json::Value;
use sp_genesis_builder::{PresetId, DEV_RUNTIME_PRESET};
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Charlie, Dave, Eve, Ferdie};
use sp_runtime::traits::AccountIdConversion;

/// One node, epochs of a minute.
pub const DEVELOPMENT: &str = DEV_RUNTIME_PRESET;

/// Several nodes, weekly epochs.
pub const LOCAL: &str = "local";

/// The accounts every wallet of a development chain knows.
pub const WELL_KNOWN: [Sr25519Keyring; 6] = [Alice, Bob, Charlie, Dave, Eve, Ferdie];

/// What each well-known account has of the native token at genesis.
pub const ENDOWMENT: Balance = 1_000_000 * UNIT;

/// A dollar-like asset, six decimals. Sufficient: an account may hold nothing else.
pub const USDX: AssetId = 1;

/// One USDX.
pub const USDX_UNIT: Balance = 1_000_000;

/// What each well-known account has of USDX at genesis.
pub const USDX_ENDOWMENT: Balance = 1_000_000 * USDX_UNIT;

/// A gold-like asset, eighteen decimals. Not sufficient: an account needs some of the native token to
/// hold it. Its endowment does not fit into 64 bits, which keeps everybody honest about big numbers.
pub const GOLD: AssetId = 2;

/// One GOLD.
pub const GOLD_UNIT: Balance = 1_000_000_000_000_000_000;

/// What each well-known account has of GOLD at genesis.
pub const GOLD_ENDOWMENT: Balance = 1_000_000 * GOLD_UNIT;

/// What the treasury has of each kind of money, in its whole units: enough to exist, so that nothing
/// slashed is lost, and to open pools.
const TREASURY: Balance = 10_000;

/// How much of their own operators have to stake: Alice, Bob and Charlie have five times as much.
const MIN_SELF_STAKE: Balance = 1_000 * UNIT;

/// How many operators serve: all of the genesis.
const ACTIVE_SET_SIZE: u32 = 3;

/// Epochs of a minute: long enough to look around, short enough to wait for one.
const MINUTES: EpochClock = EpochClock { origin: 0, length: 60_000 };

/// The genesis of the chain named `id`, as a patch to the default genesis.
pub fn preset(id: &PresetId) -> Option<Vec<u8>> {
	let patch = match id.as_str() {
		DEVELOPMENT => genesis(MINUTES),
		LOCAL => genesis(EpochClock::WEEKLY),
		_ => return None,
	};

	Some(patch.to_string().into_bytes())
}

/// The names that [`preset`] knows.
pub fn names() -> Vec<PresetId> {
	vec![DEVELOPMENT.into(), LOCAL.into()]
}

/// Owner, issuer, admin and freezer of the assets of the genesis: an account nobody has the key of.
///
/// So nobody can mint them, or freeze the account that holds everybody's stake. `Sudo` may still put
/// somebody in its place with `Assets::force_asset_status`.
pub fn asset_owner() -> AccountId {
	PalletId(*b"bw/asset").into_account_truncating()
}

/// The genesis of a chain with such epochs.
///
/// Every well-known account has session keys: whoever of them is elected writes blocks.
fn genesis(clock: EpochClock) -> Value {
	build_struct_json_patch!(RuntimeGenesisConfig {
		balances: BalancesConfig { balances: endow(ENDOWMENT, UNIT) },
		assets: AssetsConfig {
			assets: vec![
				(USDX, asset_owner(), true, USDX_UNIT / 100),
				(GOLD, asset_owner(), false, GOLD_UNIT / 1_000),
			],
			metadata: vec![
				(USDX, b"Example Dollar".to_vec(), b"USDX".to_vec(), 6),
				(GOLD, b"Example Gold".to_vec(), b"GOLD".to_vec(), 18),
			],
			accounts: endow_asset(USDX, USDX_ENDOWMENT, USDX_UNIT)
				.chain(endow_asset(GOLD, GOLD_ENDOWMENT, GOLD_UNIT))
				.collect(),
		},
		operator_staking: OperatorStakingConfig {
			clock,
			min_self_stake: MIN_SELF_STAKE,
			active_set_size: ACTIVE_SET_SIZE,
			operators: operators(),
			plain_pools: vec![(treasury(), pool(AssetKind::Native, UNIT, &[(Ferdie, 1_000)]))],
		},
		staking_rewards: StakingRewardsConfig { offers: offers(), streams: streams() },
		restaking: RestakingConfig { consumers: consumers(), caps: caps(), promises: promises() },
		sudo: SudoConfig { key: Some(Alice.to_account_id()) },
		session: SessionConfig { keys: WELL_KNOWN.map(session_keys).to_vec() },
	})
}

/// Three operators with five pools: 1 and 2 of Alice's, 3 and 4 of Bob's, 5 of Charlie's. The plain pool is 6.
fn operators() -> Vec<GenesisOperator<AccountId, AssetKind>> {
	let usdx = AssetKind::WithId(USDX);
	let gold = AssetKind::WithId(GOLD);
	vec![
		operator(
			Alice,
			vec![
				pool(AssetKind::Native, UNIT, &[(Alice, 5_000), (Dave, 20_000), (Eve, 10_000)]),
				pool(usdx, USDX_UNIT, &[(Eve, 50_000)]),
			],
		),
		operator(
			Bob,
			vec![
				pool(AssetKind::Native, UNIT, &[(Bob, 5_000), (Eve, 15_000)]),
				pool(gold, GOLD_UNIT, &[(Ferdie, 250)]),
			],
		),
		operator(Charlie, vec![pool(AssetKind::Native, UNIT, &[(Charlie, 5_000), (Dave, 7_500)])]),
	]
}

/// The plain pool, where a lock weighs from 0.50 to 2.00 and leaving early costs half.
const PLAIN_POOL: PoolId = PoolId(6);

/// What is rewarded, and what locks weigh.
///
/// Behind operators a lock lasts for the liability window at least.
fn offers() -> Vec<GenesisOffer<AccountId, AssetKind>> {
	let offer = |pool, presets: &[(u32, u16)], assets| GenesisOffer {
		pool,
		payer: treasury(),
		presets: presets
			.iter()
			.map(|(duration, hundredths)| Preset {
				duration: *duration,
				multiplier: Multiplier(*hundredths),
			})
			.collect(),
		assets,
		penalty: Fraction::from_percent(50),
		beneficiary: Beneficiary::Account(treasury()),
		plain: true,
	};
	let (usdx, gold) = (AssetKind::WithId(USDX), AssetKind::WithId(GOLD));
	let mut offers = vec![offer(
		PLAIN_POOL,
		&[(1, 50), (4, 80), (8, 100), (26, 200)],
		vec![AssetKind::Native, usdx.clone(), gold],
	)];
	for pool in 1..=5 {
		let assets = vec![AssetKind::Native, usdx.clone()];
		offers.push(offer(PoolId(pool), &[(7, 100), (26, 200)], assets));
	}
	offers
}

/// Rewards that flow from the first minutes on: for two hours on `development`, for two years on `local`.
fn streams() -> Vec<(AccountId, GenesisStream<AssetKind>)> {
	let stream =
		|pool, asset, amount| (treasury(), GenesisStream { pool, asset, amount, epochs: 104 });
	let mut streams = vec![
		stream(PLAIN_POOL, AssetKind::Native, 1_040 * UNIT),
		stream(PLAIN_POOL, AssetKind::WithId(USDX), 1_040 * USDX_UNIT),
		stream(PLAIN_POOL, AssetKind::WithId(GOLD), GOLD_UNIT),
	];
	for pool in 1..=5 {
		streams.push(stream(PoolId(pool), AssetKind::Native, 520 * UNIT));
	}
	streams
}

/// Whom `Root` speaks for, as the treasury: the chain itself.
const GOVERNANCE: ConsumerId = ConsumerId(0);

/// Whom Ferdie speaks for; Eve decides what is disputed.
const ROLLUP: ConsumerId = ConsumerId(1);

/// Who rents security. Both may take half of a pool at once; governance has four epochs to report a fault and leaves two
/// to dispute it, the rollup two and one.
fn consumers() -> Vec<GenesisConsumer<AccountId>> {
	let consumer = |manager, resolver, (report, dispute), bounty, follower| GenesisConsumer {
		manager,
		terms: Terms {
			most: budget(100, 50),
			windows: Windows { report, dispute },
			bounty: Fraction::from_percent(bounty),
			destination: Destination::Treasury,
			resolver: Some(resolver),
			follower,
		},
		admitted: true,
	};
	vec![
		consumer(treasury(), treasury(), (4, 2), 10, None),
		consumer(Ferdie.to_account_id(), Eve.to_account_id(), (2, 1), 20, Some(local_follower())),
	]
}

/// The pools of Alice and Bob answer for seven tenths, those of Charlie for half.
fn caps() -> Vec<(AccountId, Fraction)> {
	let cap = |who: Sr25519Keyring, cap| (who.to_account_id(), Fraction::from_percent(cap));
	vec![cap(Alice, 70), cap(Bob, 70), cap(Charlie, 50)]
}

/// All answer to governance, Alice and Bob to the rollup too.
fn promises() -> Vec<(AccountId, ConsumerId, Budget)> {
	let promise = |who: Sr25519Keyring, consumer, budget| (who.to_account_id(), consumer, budget);
	let mut promises: Vec<_> =
		[Alice, Bob, Charlie].map(|who| promise(who, GOVERNANCE, budget(50, 50))).into();
	promises.extend([Alice, Bob].map(|who| promise(who, ROLLUP, budget(40, 20))));
	promises
}

fn budget(bond: u64, pools: u64) -> Budget {
	Budget { bond: Fraction::from_percent(bond), pools: Fraction::from_percent(pools) }
}

fn operator(
	who: Sr25519Keyring,
	pools: Vec<GenesisPool<AccountId, AssetKind>>,
) -> GenesisOperator<AccountId, AssetKind> {
	GenesisOperator { account: who.to_account_id(), pools }
}

/// A pool in which one whole unit is the least deposit, with stakes in whole units.
fn pool(
	asset: AssetKind,
	unit: Balance,
	stakes: &[(Sr25519Keyring, Balance)],
) -> GenesisPool<AccountId, AssetKind> {
	let stakes = stakes.iter().map(|(who, units)| (who.to_account_id(), units * unit)).collect();
	GenesisPool { asset, minimum: unit, stakes }
}

fn endow(amount: Balance, unit: Balance) -> Vec<(AccountId, Balance)> {
	let well_known = WELL_KNOWN.into_iter().map(|who| (who.to_account_id(), amount));
	well_known.chain([(treasury(), TREASURY * unit)]).collect()
}

fn endow_asset(
	asset: AssetId,
	amount: Balance,
	unit: Balance,
) -> impl Iterator<Item = (AssetId, AccountId, Balance)> {
	endow(amount, unit).into_iter().map(move |(who, amount)| (asset, who, amount))
}

/// Account, validator and keys of `who`, who signs blocks with the key of the account.
fn session_keys(who: Sr25519Keyring) -> (AccountId, AccountId, SessionKeys) {
	let account = who.to_account_id();
	(account.clone(), account, SessionKeys { aura: who.public().into() })
}
