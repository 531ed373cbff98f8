// SPDX-License-Identifier: Apache-2.0

//! The calls that are compared: usual ones here, and the worst of each in the pallets' own benchmarks. Those of our further
//! pallets are for their weights.

use crate::{
	assets::{AssetKind, NativeAndAssets, GOLD, USDX},
	case::{tell, Case},
	configs::rollup::RollupConsumer,
	ours, theirs,
	units::UNIT,
	AccountId, AllPalletsWithSystem, Balance, OffenceCases, OperatorStaking, Restaking, Runtime,
	RuntimeOrigin, SetFollower, SetMessages, Signature, StakingRewards,
};
use alloc::{string::String, vec::Vec};
use bulwark_runtime_common::QUIET;
use bulwark_votes::benchmarking::Pallet as VotesBench;
use core::marker::PhantomData;
use frame_benchmarking::{v2::*, BenchmarkBatch, BenchmarkConfig, BenchmarkList};
use frame_support::traits::{StorageInfo, StorageInfoTrait, WhitelistedStorageKeys};
use pallet_nomination_pools_benchmarking::Pallet as PoolsBench;

bulwark_runtime_common::benchmark_helper! {
	asset: |index| match index {
		0 => AssetKind::Native,
		1 => AssetKind::WithId(USDX),
		_ => AssetKind::WithId(GOLD),
	},
	wealth: 1_000_000 * UNIT,
	rollup: RollupConsumer,
}

/// A name, and what makes it ready.
type Row = (&'static str, fn() -> Case);

/// The usual calls. Our pools were touched in the present epoch, by everybody who is concerned, or last in the one before.
/// Those that are compared stand together, so that they are measured within seconds.
const ROWS: [Row; 25] = [
	("delegate", || ours::delegate(0)),
	("delegate, first", || ours::delegate(1)),
	("join", theirs::join),
	("asset-rewards stake", theirs::asset_stake),
	("undelegate", || ours::undelegate(0)),
	("undelegate, first", || ours::undelegate(1)),
	("unbond", theirs::unbond),
	("unstake", || ours::unstake(0)),
	("unstake, first", || ours::unstake(1)),
	("withdraw", || ours::withdraw(0)),
	("withdraw, first", || ours::withdraw(1)),
	("withdraw_unbonded", theirs::withdraw_unbonded),
	("claim of stake", || ours::claim_of_stake(0)),
	("claim of stake, first", || ours::claim_of_stake(1)),
	("claim of a position", || ours::claim_of_position(0)),
	("claim of a position, first", || ours::claim_of_position(1)),
	("claim_payout", theirs::claim_payout),
	("harvest_rewards", theirs::harvest_rewards),
	("stake", || ours::stake(0)),
	("stake, first", || ours::stake(1)),
	("mint", theirs::mint),
	("settle", || ours::settle(0)),
	("settle, first", || ours::settle(1)),
	("apply_slash", theirs::apply_slash),
	("transfer_keep_alive", theirs::transfer_keep_alive),
];

const LAST: u32 = ROWS.len() as u32 - 1;

pub trait Config: frame_system::Config {}
impl Config for Runtime {}

/// Carries the benchmark: no pallet of a chain.
pub struct Pallet<T>(PhantomData<T>);

#[benchmarks]
mod calls {
	use super::*;

	/// One benchmark for all, with the row as its size: so they share everything but the call. Nothing is whitelisted.
	#[benchmark]
	fn usual(r: Linear<0, { LAST }>) {
		let (name, prepare) = ROWS[r as usize];
		let mut case = prepare();

		#[block]
		{
			case.make();
		}

		tell(&case.report(r, name));
	}
}

frame_benchmarking::define_benchmarks!(
	[bulwark_peers, Pallet::<Runtime>]
	[bulwark_votes, VotesBench::<Runtime>]
	[pallet_nomination_pools, PoolsBench::<Runtime>]
	[pallet_offence_cases, OffenceCases]
	[pallet_operator_staking, OperatorStaking]
	[pallet_restaking_slash, Restaking]
	[pallet_set_follower, SetFollower]
	[pallet_set_messenger, SetMessages]
	[pallet_staking_rewards, StakingRewards]
);

/// The list of benchmarks, and the description of the storage that they touch.
pub fn metadata(extra: bool) -> (Vec<BenchmarkList>, Vec<StorageInfo>) {
	let mut list = Vec::<BenchmarkList>::new();
	list_benchmarks!(list, extra);

	(list, AllPalletsWithSystem::storage_info())
}

/// Runs one benchmark.
pub fn dispatch(config: BenchmarkConfig) -> Result<Vec<BenchmarkBatch>, String> {
	let mut whitelist = AllPalletsWithSystem::whitelisted_storage_keys();
	whitelist.push(QUIET.to_vec().into());
	// As the sample runtime: every block has it in memory.
	whitelist.push(pallet_timestamp::Now::<Runtime>::hashed_key().to_vec().into());
	let mut batches = Vec::<BenchmarkBatch>::new();
	let params = (&config, &whitelist);
	add_benchmarks!(params, batches);

	Ok(batches)
}
