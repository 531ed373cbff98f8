// SPDX-License-Identifier: Apache-2.0

//! The chains one can start: `development` for one node, `local` for several.
//!
//! Both give the well-known accounts Alice to Ferdie enough of everything, and Alice the `Sudo` key.
//! Alice, Bob and Charlie are operators and write the blocks, Dave, Eve and Ferdie stake with them. All three are opted in to
//! governance, Alice and Bob to the rollup of Ferdie too. A programme pays operators by the service of their nodes, of which
//! Dave and Eve report, another one authors by their blocks. An epoch is a minute on `development` and a week, from Monday
//! 00:00 UTC, on `local`.
//! Anybody has their keys: nothing here is for a chain that is worth something.

use crate::{
	accounts::{asset_owner, local_follower, treasury},
	assets::{AssetId, AssetKind, GOLD, GOLD_UNIT, USDX, USDX_UNIT},
	genesis::numbers,
	units::UNIT,
	AccountId, AssetsConfig, Balance, BalancesConfig, OperatorStakingConfig, ProgrammesConfig,
	RestakingConfig, RollupConfig, RuntimeGenesisConfig, SessionConfig, SessionKeys,
	StakingRewardsConfig, SudoConfig,
};
use alloc::{string::ToString, vec, vec::Vec};
use frame_support::build_struct_json_patch;
use pallet_operator_staking::{
	BaseTerms, EpochClock, Fraction, GenesisOperator, GenesisPool, PoolId,
};
use pallet_performance_programmes::{
	CountedBy, GenesisFunding, GenesisProgramme, PointsRule, Rule, ServiceRule,
};
use pallet_restaking_slash::{
	ConsumerId, ConsumerTerms, Destination, Fractions, GenesisConsumer, Windows,
};
use pallet_rollup_attestation::GenesisKey;
use pallet_staking_rewards::{GenesisOffer, GenesisStream, LockTier, Multiplier};
use serde_json::Value;
use sp_core::hex2array;
use sp_genesis_builder::{PresetId, DEV_RUNTIME_PRESET};
use sp_keyring::Sr25519Keyring::{
	self, Alice, AliceStash, Bob, BobStash, Charlie, CharlieStash, Dave, Eve, Ferdie, One,
};

/// One node, epochs of a minute.
pub const DEVELOPMENT: &str = DEV_RUNTIME_PRESET;

/// Several nodes, weekly epochs.
pub const LOCAL: &str = "local";

/// The accounts every wallet of a development chain knows.
pub const WELL_KNOWN: [Sr25519Keyring; 6] = [Alice, Bob, Charlie, Dave, Eve, Ferdie];

/// Native tokens of each well-known account at genesis.
pub const ENDOWMENT: Balance = 1_000_000 * UNIT;

/// USDX of each well-known account at genesis.
pub const USDX_ENDOWMENT: Balance = 1_000_000 * USDX_UNIT;

/// GOLD of each well-known account at genesis.
pub const GOLD_ENDOWMENT: Balance = 1_000_000 * GOLD_UNIT;

/// Money of the treasury in each asset, in whole units: enough to exist, so that nothing slashed is lost, and to open
/// pools.
const TREASURY: Balance = 10_000;

/// Global minimum self-stake: Alice, Bob and Charlie have five times as much.
const MIN_SELF_STAKE: Balance = 1_000 * UNIT;

/// Number of operators that serve: all of the genesis.
const ACTIVE_SET_SIZE: u32 = 3;

/// Epochs of a minute: long enough to look around, short enough to wait for one.
const MINUTES: EpochClock = EpochClock { origin: 0, length: 60_000 };

/// The genesis of the chain named `id`, as a patch to the default genesis.
pub fn preset(id: &PresetId) -> Option<Vec<u8>> {
	let mut patch = match id.as_str() {
		DEVELOPMENT => genesis(MINUTES, ProgrammesConfig { idle_turns: 0, ..programmes(None) }),
		LOCAL => genesis(EpochClock::WEEKLY, programmes(TEN_AN_EPOCH)),
		_ => return None,
	};

	numbers::quote(&mut patch);
	Some(patch.to_string().into_bytes())
}

/// The names that [`preset`] knows.
pub fn names() -> Vec<PresetId> {
	vec![DEVELOPMENT.into(), LOCAL.into()]
}

/// The genesis of a chain with such epochs and programmes.
///
/// Every well-known account has session keys: whoever of them is elected writes blocks.
fn genesis(clock: EpochClock, programmes: ProgrammesConfig) -> Value {
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
			global_min_self_stake: MIN_SELF_STAKE,
			active_set_size: ACTIVE_SET_SIZE,
			operators: operators(),
			standalone_pools: vec![(treasury(), standalone_pool())],
		},
		staking_rewards: StakingRewardsConfig { offers: offers(), streams: streams() },
		restaking: RestakingConfig {
			consumers: consumers(),
			slash_caps: slash_caps(),
			opt_ins: opt_ins(),
			pots: escrows(),
		},
		programmes,
		rollup: RollupConfig { keys: rollup_keys() },
		sudo: SudoConfig { key: Some(Alice.to_account_id()) },
		session: SessionConfig { keys: WELL_KNOWN.map(session_keys).to_vec() },
	})
}

/// Three operators with five pools: 1 and 2 of Alice's, 3 and 4 of Bob's, 5 of Charlie's. The standalone pool is 6.
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

/// The standalone pool, whose lock tiers have multipliers from 0.50 to 2.00; leaving early costs half.
const STANDALONE_POOL: PoolId = PoolId(6);

/// The reward assets and lock tiers of all pools.
///
/// Behind operators a lock lasts for the liability window at least.
fn offers() -> Vec<GenesisOffer<AccountId, AssetKind>> {
	let offer = |pool_id, tiers: &[(u32, u16)], assets| GenesisOffer {
		pool_id,
		payer: treasury(),
		tiers: tiers
			.iter()
			.map(|(duration, hundredths)| LockTier {
				duration: *duration,
				multiplier: Multiplier(*hundredths),
			})
			.collect(),
		assets,
		penalty: Fraction::from_percent(50),
		destination: Destination::Account(treasury()),
	};
	let (usdx, gold) = (AssetKind::WithId(USDX), AssetKind::WithId(GOLD));
	let mut offers = vec![offer(
		STANDALONE_POOL,
		&[(1, 50), (4, 80), (8, 100), (26, 200)],
		vec![AssetKind::Native, usdx.clone(), gold],
	)];
	for pool_id in 1..=5 {
		let assets = vec![AssetKind::Native, usdx.clone()];
		offers.push(offer(PoolId(pool_id), &[(7, 100), (26, 200)], assets));
	}
	offers
}

/// Rewards that flow from the first minutes on: for two hours on `development`, for two years on `local`.
fn streams() -> Vec<(AccountId, GenesisStream<AssetKind>)> {
	let stream = |pool_id, asset, amount| {
		(treasury(), GenesisStream { pool_id, asset, amount, epochs: 104 })
	};
	let mut streams = vec![
		stream(STANDALONE_POOL, AssetKind::Native, 1_040 * UNIT),
		stream(STANDALONE_POOL, AssetKind::WithId(USDX), 1_040 * USDX_UNIT),
		stream(STANDALONE_POOL, AssetKind::WithId(GOLD), GOLD_UNIT),
	];
	for pool_id in 1..=5 {
		streams.push(stream(PoolId(pool_id), AssetKind::Native, 520 * UNIT));
	}
	streams
}

/// The chain itself as a consumer: `Root` acts for it, as the treasury.
const GOVERNANCE: ConsumerId = ConsumerId(1);

/// A rollup: Ferdie acts for it, and Eve decides its disputes.
const ROLLUP: ConsumerId = ConsumerId(2);

/// The consumers. Both may slash half of a pool at once; governance has four epochs to report a fault and leaves two to
/// dispute it, the rollup three and one: a bad batch can be known so late.
fn consumers() -> Vec<GenesisConsumer<AccountId>> {
	let consumer = |manager, resolver, (report, dispute), bounty, follower| GenesisConsumer {
		manager,
		terms: ConsumerTerms {
			most: fractions(100, 50),
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
		consumer(Ferdie.to_account_id(), Eve.to_account_id(), (3, 1), 20, Some(local_follower())),
	]
}

/// Slash caps: seven tenths of the pools of Alice and of Bob, half of those of Charlie.
fn slash_caps() -> Vec<(AccountId, Fraction)> {
	let cap = |who: Sr25519Keyring, cap| (who.to_account_id(), Fraction::from_percent(cap));
	vec![cap(Alice, 70), cap(Bob, 70), cap(Charlie, 50)]
}

/// Opt-ins: the sequencers of the rollup, Alice and Bob, give it their whole bonds and governance their pools alone. Charlie,
/// who is none, answers to governance with a tenth of its bond too.
fn opt_ins() -> Vec<(AccountId, ConsumerId, Fractions)> {
	let opt_in =
		|who: Sr25519Keyring, consumer_id, budget| (who.to_account_id(), consumer_id, budget);
	let mut opt_ins: Vec<_> =
		[Alice, Bob].map(|who| opt_in(who, GOVERNANCE, fractions(0, 50))).into();
	opt_ins.push(opt_in(Charlie, GOVERNANCE, fractions(10, 50)));
	opt_ins.extend([Alice, Bob].map(|who| opt_in(who, ROLLUP, fractions(100, 20))));
	opt_ins
}

/// Escrow of every asset that can be staked; that of the native one comes with the first consumer.
fn escrows() -> Vec<(AccountId, AssetKind)> {
	[USDX, GOLD].map(|asset| (treasury(), AssetKind::WithId(asset))).into()
}

/// Keys of the rollup's sequencers. Everybody knows their secrets, 11 and 22.
fn rollup_keys() -> Vec<(AccountId, GenesisKey)> {
	let of_alice = hex2array!(
		"80fd75ebcc0a21649e3177bcce15426da0e4f25d6828fbf4038d4d7ed3bd4421de3ef61d70f794687b12b2d571971a55"
	);
	let of_bob = hex2array!(
		"ab48aa2cc6f4a0bb63b5d67be54ac3aed10326dda304c5aeb9e942b40d6e7610478377680ab90e092ef1895e62786008"
	);
	let key = |who: Sr25519Keyring, key| (who.to_account_id(), GenesisKey(key));
	vec![key(Alice, of_alice), key(Bob, of_bob)]
}

/// Money of a programme for two years of weeks, 10 BULW for each.
const TEN_AN_EPOCH: Option<GenesisFunding> =
	Some(GenesisFunding { amount: 1_040 * UNIT, epochs: 104 });

/// A programme by service, with two reporters and four nodes, and one for the authors of blocks. Authors take turns: one that
/// misses 16 in a row is gone.
///
/// On `development` the one for authors has no money until somebody funds it, and nobody is idle, because its clock jumps:
/// the balances in an example would depend on who sealed the blocks.
fn programmes(for_authors: Option<GenesisFunding>) -> ProgrammesConfig {
	let programme = |rule, reporters: &[Sr25519Keyring], funding| GenesisProgramme {
		payer: treasury(),
		asset: AssetKind::Native,
		rule,
		reporters: reporters.iter().map(|who| who.to_account_id()).collect(),
		mint: None,
		funding,
	};
	let service = ServiceRule::usual(2_500 * UNIT, 15_000 * UNIT);
	let authors = PointsRule {
		block: 10,
		missed: 20,
		batch: 100,
		kibibyte: 1,
		timeout: 200,
		counted_by: CountedBy::Chain,
	};
	let node = |operator: Sr25519Keyring, key: Sr25519Keyring| {
		(operator.to_account_id(), key.to_account_id())
	};
	ProgrammesConfig {
		programmes: vec![
			programme(Rule::Service(service), &[Dave, Eve], TEN_AN_EPOCH),
			programme(Rule::Points(authors), &[], for_authors),
		],
		nodes: vec![
			node(Alice, AliceStash),
			node(Alice, One),
			node(Bob, BobStash),
			node(Charlie, CharlieStash),
		],
		idle_turns: 16,
	}
}

/// Fractions in percent.
fn fractions(bond: u64, pools: u64) -> Fractions {
	Fractions { bond: Fraction::from_percent(bond), pools: Fraction::from_percent(pools) }
}

fn operator(
	who: Sr25519Keyring,
	pools: Vec<GenesisPool<AccountId, AssetKind>>,
) -> GenesisOperator<AccountId, AssetKind> {
	GenesisOperator { account: who.to_account_id(), pools }
}

/// The pool in which stake without a position earns with 0.50.
fn standalone_pool() -> GenesisPool<AccountId, AssetKind> {
	let base = BaseTerms { multiplier: Multiplier(50), delegations_earn: true };
	GenesisPool { base, ..pool(AssetKind::Native, UNIT, &[(Ferdie, 1_000)]) }
}

/// A pool in which one whole unit is the least deposit, with stakes in whole units.
fn pool(
	asset: AssetKind,
	unit: Balance,
	stakes: &[(Sr25519Keyring, Balance)],
) -> GenesisPool<AccountId, AssetKind> {
	let stakes = stakes.iter().map(|(who, units)| (who.to_account_id(), units * unit)).collect();
	GenesisPool { asset, base: BaseTerms::ONE, minimum: unit, stakes }
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
