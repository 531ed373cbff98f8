// SPDX-License-Identifier: Apache-2.0

//! Accounts, limits of a block, version.

use crate::{
	units::MAXIMUM_BLOCK_WEIGHT, AccountId, Balance, Block, Hash, Nonce, PalletInfo, Runtime,
	RuntimeCall, RuntimeEvent, RuntimeOrigin, RuntimeTask, VERSION,
};
use bulwark_runtime_common::KeepPositions;
use cumulus_pallet_parachain_system::ParachainSetCode;
use frame_support::{
	derive_impl, parameter_types, traits::ConstU32, weights::constants::RocksDbWeight,
};
use frame_system::limits::BlockWeights;
use pallet_staking_rewards::Collection;
use sp_runtime::Perbill;
use sp_version::RuntimeVersion;

/// The part of a block that ordinary transactions may fill; the rest is for operational ones.
pub const NORMAL_DISPATCH_RATIO: Perbill = Perbill::from_percent(75);

parameter_types! {
	/// The version that clients compare with the one they know.
	pub const Version: RuntimeVersion = VERSION;

	/// Limits of the work in a block.
	pub RuntimeBlockWeights: BlockWeights =
		BlockWeights::with_sensible_defaults(MAXIMUM_BLOCK_WEIGHT, NORMAL_DISPATCH_RATIO);

	/// The generic address prefix, which every wallet knows.
	pub const SS58Prefix: u16 = 42;

	/// The collection of positions, once there is one.
	pub PositionCollection: Option<u32> = Collection::<Runtime>::get();
}

#[derive_impl(frame_system::config_preludes::ParaChainDefaultConfig)]
impl frame_system::Config for Runtime {
	type Block = Block;
	type AccountId = AccountId;
	type Nonce = Nonce;
	type Hash = Hash;
	type AccountData = pallet_balances::AccountData<Balance>;
	type Version = Version;
	type BlockWeights = RuntimeBlockWeights;
	type SS58Prefix = SS58Prefix;
	type BaseCallFilter = KeepPositions<Runtime, PositionCollection>;
	// The longest mortality of a transaction that anybody signs.
	type BlockHashCount = ConstU32<4096>;
	// What the ecosystem's nodes use.
	type DbWeight = RocksDbWeight;
	type OnSetCode = ParachainSetCode<Runtime>;
	type SystemWeightInfo = frame_system::weights::SubstrateWeight<Runtime>;
	type ExtensionsWeightInfo = frame_system::SubstrateExtensionsWeight<Runtime>;
}

impl cumulus_pallet_weight_reclaim::Config for Runtime {
	// Those of RocksDB: the pallet keeps the others to itself.
	type WeightInfo = ();
}
