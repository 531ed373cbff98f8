// SPDX-License-Identifier: Apache-2.0

//! A runtime in which our pallets stand beside those that a team would take otherwise, so that one run of one tool measures
//! both: `scripts/benchmark.sh --peers`.
//!
//! Ours are wired by the sample runtime's own files, so that what is measured is what it shows. [`wiring`] adds the peers,
//! [`benchmarks`] the calls that are compared. [`further`] and [`votes`] add what we have and the sample runtime has not, so that
//! its weights are measured: `scripts/benchmark.sh --further`. No chain runs this, and nothing depends on it.

#![cfg(target_family = "wasm")]
#![no_std]
#![recursion_limit = "256"]
// The sample runtime's files ask for features that this crate has not.
#![allow(unexpected_cfgs)]

extern crate alloc;

#[path = "../../../runtime/src/accounts.rs"]
pub mod accounts;
#[path = "../../../runtime/src/apis.rs"]
pub mod apis;
#[path = "../../../runtime/src/assets.rs"]
pub mod assets;
mod benchmarks;
mod case;
#[path = "../../../runtime/src/configs/mod.rs"]
pub mod configs;
mod further;
#[path = "../../../runtime/src/migrations.rs"]
pub mod migrations;
mod ours;
#[path = "../../../runtime/src/presets.rs"]
pub mod presets;
mod theirs;
#[path = "../../../runtime/src/types.rs"]
pub mod types;
#[path = "../../../runtime/src/units.rs"]
pub mod units;
mod votes;
mod wiring;

/// Genesis by the SDK's helper: the sample runtime's own names the pallets that it builds.
pub mod genesis {
	use crate::RuntimeGenesisConfig;
	use alloc::string::String;

	pub fn build_state(json: &[u8]) -> Result<(), String> {
		frame_support::genesis_builder_helper::build_state::<RuntimeGenesisConfig>(json.into())
	}

	/// No other program reads this genesis: numbers stay as they are.
	pub mod numbers {
		pub fn quote(_: &mut serde_json::Value) {}
	}
}

pub use configs::consensus::SessionKeys;
pub use types::{
	AccountId, AccountPublic, Address, Balance, Block, BlockNumber, Hash, Header, Nonce, Signature,
	SignedPayload, TxExtension, UncheckedExtrinsic,
};

use alloc::{borrow::Cow, vec::Vec};
use sp_version::RuntimeVersion;

/// Nobody upgrades to it: its numbers say nothing.
#[sp_version::runtime_version]
pub const VERSION: RuntimeVersion = RuntimeVersion {
	spec_name: Cow::Borrowed("bulwark-peers"),
	impl_name: Cow::Borrowed("bulwark-peers"),
	authoring_version: 1,
	spec_version: 1,
	impl_version: 1,
	apis: apis::RUNTIME_API_VERSIONS,
	transaction_version: 1,
	system_version: 1,
};

/// Runs the hooks of all pallets and applies transactions to the state.
pub type Executive = frame_executive::Executive<
	Runtime,
	Block,
	frame_system::ChainContext<Runtime>,
	Runtime,
	AllPalletsWithSystem,
>;

#[frame_support::runtime]
mod runtime {
	/// Ours at the indices of the sample runtime, whose order they need, our further ones, and the peers behind them.
	#[runtime::runtime]
	#[runtime::derive(
		RuntimeCall,
		RuntimeEvent,
		RuntimeError,
		RuntimeOrigin,
		RuntimeFreezeReason,
		RuntimeHoldReason,
		RuntimeSlashReason,
		RuntimeLockId,
		RuntimeTask,
		RuntimeViewFunction
	)]
	pub struct Runtime;

	#[runtime::pallet_index(0)]
	pub type System = frame_system;

	#[runtime::pallet_index(1)]
	pub type Timestamp = pallet_timestamp;

	#[runtime::pallet_index(2)]
	pub type Aura = pallet_aura;

	#[runtime::pallet_index(3)]
	pub type Authorship = pallet_authorship;

	#[runtime::pallet_index(10)]
	pub type Balances = pallet_balances;

	#[runtime::pallet_index(11)]
	pub type TransactionPayment = pallet_transaction_payment;

	#[runtime::pallet_index(12)]
	pub type SkipFeeless = pallet_skip_feeless_payment;

	#[runtime::pallet_index(13)]
	pub type Assets = pallet_assets;

	#[runtime::pallet_index(14)]
	pub type Nfts = pallet_nfts;

	#[runtime::pallet_index(20)]
	pub type Utility = pallet_utility;

	#[runtime::pallet_index(21)]
	pub type Proxy = pallet_proxy;

	#[runtime::pallet_index(22)]
	pub type Multisig = pallet_multisig;

	#[runtime::pallet_index(29)]
	pub type Sudo = pallet_sudo;

	#[runtime::pallet_index(40)]
	pub type OperatorStaking = pallet_operator_staking;

	#[runtime::pallet_index(41)]
	pub type StakingRewards = pallet_staking_rewards;

	#[runtime::pallet_index(42)]
	pub type Restaking = pallet_restaking_slash;

	#[runtime::pallet_index(43)]
	pub type Programmes = pallet_performance_programmes;

	#[runtime::pallet_index(44)]
	pub type Rollup = pallet_rollup_attestation;

	#[runtime::pallet_index(45)]
	pub type SetMessages = pallet_set_messenger;

	#[runtime::pallet_index(46)]
	pub type SetFollower = pallet_set_follower;

	#[runtime::pallet_index(47)]
	pub type OffenceCases = pallet_offence_cases;

	#[runtime::pallet_index(50)]
	pub type Session = pallet_session;

	#[runtime::pallet_index(51)]
	pub type Voting = pallet_conviction_voting;

	// The peers.
	#[runtime::pallet_index(60)]
	pub type PeerAssets = pallet_assets<Instance1>;

	#[runtime::pallet_index(61)]
	pub type AssetsFreezer = pallet_assets_freezer<Instance1>;

	#[runtime::pallet_index(62)]
	pub type AssetRewards = pallet_asset_rewards;

	#[runtime::pallet_index(63)]
	pub type Staking = pallet_staking_async;

	#[runtime::pallet_index(64)]
	pub type VoterList = pallet_bags_list<Instance1>;

	#[runtime::pallet_index(65)]
	pub type NominationPools = pallet_nomination_pools;

	#[runtime::pallet_index(66)]
	pub type DelegatedStaking = pallet_delegated_staking;
}
