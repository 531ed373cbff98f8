// SPDX-License-Identifier: Apache-2.0

//! The pallets whose weights are measured in this runtime, and what their benchmarks need of it.

mod transfers;

use crate::{
	assets::{AssetKind, ForeignAsset, NativeAndAssets},
	configs::{rollup::RollupConsumer, votes::VotesLock},
	units::UNIT,
	AccountId, AllPalletsWithSystem, Balance, Balances, OperatorStaking, ParachainSystem,
	Programmes, Restaking, Rollup, Runtime, RuntimeOrigin, SetFollower, SetMessages, Signature,
	StakingRewards, System, Timestamp,
};
use alloc::{string::String, vec::Vec};
use bulwark_runtime_common::QUIET;
use bulwark_votes::benchmarking::Pallet as VotesBench;
use frame_benchmarking::{BenchmarkBatch, BenchmarkConfig, BenchmarkError, BenchmarkList};
use frame_support::traits::{StorageInfo, StorageInfoTrait, WhitelistedStorageKeys};
use frame_system_benchmarking::Pallet as SystemBench;
use pallet_xcm::benchmarking::Pallet as XcmBench;

bulwark_runtime_common::benchmark_helper! {
	asset: |index| match index {
		0 => AssetKind::Native,
		1 => AssetKind::WithId(ForeignAsset::RelayToken),
		_ => AssetKind::WithId(ForeignAsset::Usdt),
	},
	wealth: 1_000_000 * UNIT,
	rollup: RollupConsumer,
}

impl bulwark_votes::benchmarking::Config for Runtime {
	type Money = Balances;
	type Lock = VotesLock;
}

impl frame_system_benchmarking::Config for Runtime {
	fn setup_set_code_requirements(code: &Vec<u8>) -> Result<(), BenchmarkError> {
		let length = code.len().try_into().map_err(|_| BenchmarkError::Stop("too long"))?;
		ParachainSystem::initialize_for_set_code_benchmark(length);
		Ok(())
	}

	fn verify_set_code() {
		let stored = cumulus_pallet_parachain_system::Event::<Runtime>::ValidationFunctionStored;
		System::assert_last_event(stored.into());
	}
}

frame_benchmarking::define_benchmarks!(
	[bulwark_votes, VotesBench::<Runtime>]
	[frame_system, SystemBench::<Runtime>]
	[cumulus_pallet_parachain_system, ParachainSystem]
	[pallet_balances, Balances]
	[pallet_operator_staking, OperatorStaking]
	[pallet_performance_programmes, Programmes]
	[pallet_restaking_slash, Restaking]
	[pallet_rollup_attestation, Rollup]
	[pallet_set_follower, SetFollower]
	[pallet_set_messenger, SetMessages]
	[pallet_staking_rewards, StakingRewards]
	[pallet_timestamp, Timestamp]
	[pallet_xcm, XcmBench::<Runtime>]
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
	// The inherents of every block write it, and it is in memory from then on.
	whitelist.push(pallet_timestamp::Now::<Runtime>::hashed_key().to_vec().into());
	let mut batches = Vec::<BenchmarkBatch>::new();
	let params = (&config, &whitelist);
	add_benchmarks!(params, batches);

	Ok(batches)
}
