// SPDX-License-Identifier: Apache-2.0

//! The chain on which the histories begin. It is none of the presets, so that these can change.

use crate::{
	accounts::{asset_owner, local_follower, treasury},
	assets::{AssetKind, GOLD, GOLD_UNIT, USDX, USDX_UNIT},
	tests::state,
	units::UNIT,
	AccountId, AssetsConfig, Balance, BalancesConfig, OperatorStakingConfig, RestakingConfig,
	RuntimeGenesisConfig, StakingRewardsConfig,
};
use frame_support::build_struct_json_patch;
use pallet_operator_staking::{
	BaseTerms, EpochClock, Fraction, GenesisOperator, GenesisPool, PoolId,
};
use pallet_restaking_slash::{
	ConsumerId, ConsumerTerms, Destination, Fractions, GenesisConsumer, Windows,
};
use pallet_staking_rewards::{GenesisOffer, LockTier, Multiplier};
use serde_json::Value;
use sp_io::TestExternalities;
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Charlie, Dave, Eve, Ferdie};

/// The length of an epoch, in milliseconds.
pub const EPOCH: u64 = 60_000;

/// The assets of the chain.
pub const ASSETS: [AssetKind; 3] =
	[AssetKind::Native, AssetKind::WithId(USDX), AssetKind::WithId(GOLD)];

/// The three operators, and three accounts that only stake.
pub fn cast() -> Vec<AccountId> {
	[Alice, Bob, Charlie, Dave, Eve, Ferdie].map(|who| who.to_account_id()).to_vec()
}

/// The operators.
pub fn operators() -> Vec<AccountId> {
	[Alice, Bob, Charlie].map(|who| who.to_account_id()).to_vec()
}

/// The chain at its genesis.
pub fn chain() -> TestExternalities {
	state(genesis())
}

fn genesis() -> Value {
	let endow = |unit: Balance| {
		cast().into_iter().chain([treasury()]).map(move |who| (who, 10_000_000 * unit))
	};
	let endow_asset = |asset: u32, unit| endow(unit).map(move |(who, amount)| (asset, who, amount));
	build_struct_json_patch!(RuntimeGenesisConfig {
		balances: BalancesConfig { balances: endow(UNIT).collect() },
		assets: AssetsConfig {
			assets: vec![
				(USDX, asset_owner(), true, USDX_UNIT / 100),
				(GOLD, asset_owner(), false, GOLD_UNIT / 1_000),
			],
			accounts: endow_asset(USDX, USDX_UNIT).chain(endow_asset(GOLD, GOLD_UNIT)).collect(),
		},
		operator_staking: OperatorStakingConfig {
			clock: EpochClock { origin: 0, length: EPOCH },
			global_min_self_stake: 1_000 * UNIT,
			active_set_size: 3,
			operators: vec![
				operator(
					Alice,
					vec![pool(0, &[(Alice, 5_000), (Dave, 900), (Eve, 7)]), pool(1, &[])]
				),
				operator(Bob, vec![pool(0, &[(Bob, 5_000), (Eve, 50)]), for_positions()]),
				operator(Charlie, vec![pool(0, &[(Charlie, 5_000)])]),
			],
			standalone_pools: vec![(treasury(), standalone())],
		},
		staking_rewards: StakingRewardsConfig { offers: offers() },
		restaking: RestakingConfig {
			consumers: consumers(),
			slash_caps: operators().into_iter().map(|who| (who, percent(90))).collect(),
			opt_ins: opt_ins(),
			pots: vec![(treasury(), ASSETS[1].clone()), (treasury(), ASSETS[2].clone())],
		},
	})
}

fn percent(part: u64) -> Fraction {
	Fraction::from_percent(part)
}

fn operator(
	who: Sr25519Keyring,
	pools: Vec<GenesisPool<AccountId, AssetKind>>,
) -> GenesisOperator<AccountId, AssetKind> {
	GenesisOperator { account: who.to_account_id(), pools }
}

/// A pool in an asset, with stakes in whole units of the native one. Ten units are enough to stake.
fn pool(asset: usize, stakes: &[(Sr25519Keyring, Balance)]) -> GenesisPool<AccountId, AssetKind> {
	let stakes = stakes.iter().map(|(who, units)| (who.to_account_id(), units * UNIT)).collect();
	GenesisPool { asset: ASSETS[asset].clone(), base: BaseTerms::ONE, minimum: 10, stakes }
}

/// The pool in gold, in which stake without a position is the operator's alone, and earns nothing.
fn for_positions() -> GenesisPool<AccountId, AssetKind> {
	let base = BaseTerms { multiplier: Multiplier(70), delegations_earn: false };
	GenesisPool { base, ..pool(2, &[]) }
}

fn standalone() -> GenesisPool<AccountId, AssetKind> {
	let base = BaseTerms { multiplier: Multiplier(50), delegations_earn: true };
	GenesisPool { base, ..pool(0, &[(Ferdie, 1_000)]) }
}

/// The offers of all pools but the second, which begins to pay when money lists its asset there.
fn offers() -> Vec<GenesisOffer<AccountId, AssetKind>> {
	let offer = |pool, tiers: &[(u32, u16)], assets: &[AssetKind], penalty, destination| {
		let tiers = tiers.iter().map(|(duration, hundredths)| LockTier {
			duration: *duration,
			multiplier: Multiplier(*hundredths),
		});
		GenesisOffer {
			pool_id: PoolId(pool),
			payer: treasury(),
			tiers: tiers.collect(),
			assets: assets.to_vec(),
			penalty: percent(penalty),
			destination,
		}
	};
	let tiers: [(u32, u16); 3] = [(7, 100), (9, 133), (26, 200)];
	let to_treasury = Destination::Account(treasury());
	vec![
		offer(1, &tiers, &ASSETS[..2], 30, Destination::Stakers),
		offer(3, &tiers, &ASSETS[..1], 50, to_treasury),
		offer(4, &[(7, 70), (12, 300)], &ASSETS[..2], 10, Destination::Burn),
		offer(5, &tiers, &ASSETS[..1], 1, Destination::Treasury),
		offer(6, &[(1, 50), (4, 80), (26, 200)], &ASSETS, 50, Destination::Stakers),
	]
}

/// Governance, whose cases the treasury resolves; Ferdie's rollup, with Eve; and one that rents Dave bonds alone, without
/// a resolver.
fn consumers() -> Vec<GenesisConsumer<AccountId>> {
	let consumer =
		|manager, resolver, [bond, pools]: [u64; 2], (report, dispute), bounty, destination| {
			let terms = ConsumerTerms {
				most: Fractions { bond: percent(bond), pools: percent(pools) },
				windows: Windows { report, dispute },
				bounty: percent(bounty),
				destination,
				resolver,
				follower: (bounty == 20).then(local_follower),
			};
			GenesisConsumer { manager, terms, admitted: true }
		};
	let (eve, ferdie) = (Eve.to_account_id(), Ferdie.to_account_id());
	let to_ferdie = Destination::Account(ferdie.clone());
	vec![
		consumer(treasury(), Some(treasury()), [100, 50], (4, 2), 10, Destination::Treasury),
		consumer(ferdie, Some(eve), [100, 50], (3, 1), 20, to_ferdie),
		consumer(Dave.to_account_id(), None, [100, 0], (3, 1), 33, Destination::Burn),
	]
}

fn opt_ins() -> Vec<(AccountId, ConsumerId, Fractions)> {
	let opt_in = |who: Sr25519Keyring, consumer, bond, pools| {
		let budget = Fractions { bond: percent(bond), pools: percent(pools) };
		(who.to_account_id(), ConsumerId(consumer), budget)
	};
	vec![
		opt_in(Alice, 1, 0, 40),
		opt_in(Alice, 2, 60, 30),
		opt_in(Alice, 3, 10, 0),
		opt_in(Bob, 1, 10, 50),
		opt_in(Bob, 2, 50, 30),
		opt_in(Charlie, 1, 20, 50),
	]
}
