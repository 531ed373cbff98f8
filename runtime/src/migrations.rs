// SPDX-License-Identifier: Apache-2.0

//! The way in for a chain that has run without the pallets: the upgrade that adds them builds what a genesis would.
//!
//! The chains of our presets are born with the pallets: there these migrations do nothing.

use crate::{
	accounts::treasury,
	assets::{AssetKind, GOLD, USDX},
	units::UNIT,
	Runtime, Timestamp,
};
use alloc::vec;
use frame_support::traits::Get;
use pallet_operator_staking::{
	BaseTerms, EpochClock, Fraction, GenesisPool, Multiplier, PoolId, RegistrationPolicy,
};
use pallet_restaking_slash::{ConsumerTerms, Destination, Fractions, GenesisConsumer, Windows};
use pallet_staking_rewards::{GenesisOffer, GenesisStream, LockTier};

/// Migrations of this release, in the order in which they run: rewards and restaking ask staking for pools and epochs.
pub type Migrations = (
	pallet_operator_staking::migrations::Initialize<Runtime, StakingBegins>,
	pallet_staking_rewards::migrations::Initialize<Runtime, RewardsBegin>,
	pallet_restaking_slash::migrations::Initialize<Runtime, RestakingBegins>,
);

/// Milliseconds of a day.
const DAY: u64 = 86_400_000;

/// The first pool of the chain, a standalone one, which the treasury opens.
const STANDALONE_POOL: PoolId = PoolId(1);

/// Epochs of a day, one of which begins with the upgrade; room for three operators that serve, each with 1 000 BULW of its
/// own; a pool for everybody, and pots for every asset that can be staked.
pub struct StakingBegins;
impl Get<pallet_operator_staking::GenesisConfig<Runtime>> for StakingBegins {
	fn get() -> pallet_operator_staking::GenesisConfig<Runtime> {
		let pool = GenesisPool {
			asset: AssetKind::Native,
			base: BaseTerms { multiplier: Multiplier(50), delegations_earn: true },
			minimum: UNIT,
			stakes: vec![],
		};
		pallet_operator_staking::GenesisConfig {
			clock: EpochClock::beginning_at(Timestamp::get(), DAY),
			registration: RegistrationPolicy::Open,
			operators: vec![],
			global_min_self_stake: 1_000 * UNIT,
			active_set_size: 3,
			standalone_pools: vec![(treasury(), pool)],
			pots: [USDX, GOLD].map(|asset| (treasury(), AssetKind::WithId(asset))).into(),
		}
	}
}

/// Two lock tiers in the pool for everybody, and rewards for 104 days out of the treasury.
pub struct RewardsBegin;
impl Get<pallet_staking_rewards::GenesisConfig<Runtime>> for RewardsBegin {
	fn get() -> pallet_staking_rewards::GenesisConfig<Runtime> {
		let tier = |duration, multiplier| LockTier { duration, multiplier: Multiplier(multiplier) };
		let offer = GenesisOffer {
			pool_id: STANDALONE_POOL,
			payer: treasury(),
			tiers: vec![tier(7, 100), tier(26, 200)],
			assets: vec![AssetKind::Native],
			penalty: Fraction::from_percent(50),
			destination: Destination::Stakers,
		};
		let stream = GenesisStream {
			pool_id: STANDALONE_POOL,
			asset: AssetKind::Native,
			amount: 1_040 * UNIT,
			epochs: 104,
		};
		pallet_staking_rewards::GenesisConfig {
			offers: vec![offer],
			streams: vec![(treasury(), stream)],
		}
	}
}

/// The consumers that the runtime names by their ids, in this order: the chain itself, for which `Root` acts, and the rollup, whose
/// windows leave time for a bad batch that is known last. Whom nobody registers here any stranger registers. And escrow for
/// every asset that can be staked.
pub struct RestakingBegins;
impl Get<pallet_restaking_slash::GenesisConfig<Runtime>> for RestakingBegins {
	fn get() -> pallet_restaking_slash::GenesisConfig<Runtime> {
		let consumer = |report, dispute| GenesisConsumer {
			manager: treasury(),
			terms: ConsumerTerms {
				most: Fractions { bond: Fraction::one(), pools: Fraction::from_percent(50) },
				windows: Windows { report, dispute },
				bounty: Fraction::from_percent(10),
				destination: Destination::Treasury,
				resolver: Some(treasury()),
				follower: None,
			},
			admitted: true,
		};
		pallet_restaking_slash::GenesisConfig {
			consumers: vec![consumer(4, 2), consumer(3, 1)],
			slash_caps: vec![],
			opt_ins: vec![],
			pots: [USDX, GOLD].map(|asset| (treasury(), AssetKind::WithId(asset))).into(),
		}
	}
}
