// SPDX-License-Identifier: Apache-2.0

//! Bulwark on a parachain: every pallet wired into the shape of the SDK's parachain template.
//!
//! Collators write the blocks, as on any parachain; operators run the services that others secure with stake, and no block
//! depends on them. It is a runtime to learn and to copy from, not a network: `Sudo` may do anything.
//! [The integration page](https://github.com/bulwark-network/bulwark/blob/main/docs/integration.md) walks through it.
//!
//! | module | contents |
//! |---|---|
//! | [`configs`] | the settings of every pallet, one file per group |
//! | [`types`], [`units`] | accounts, blocks, transactions; units of money and time, the price of work |
//! | [`accounts`] | the accounts of the chain itself |
//! | [`assets`] | the native token and those of other chains as one kind of money, and their locations |
//! | [`presets`] | the chains one can start: `development` and `local_testnet` |
//! | [`apis`] | the runtime APIs, for collators and wallets |

#![cfg_attr(not(feature = "std"), no_std)]
#![recursion_limit = "256"]

extern crate alloc;

pub mod accounts;
pub mod apis;
pub mod assets;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarks;
pub mod configs;
pub mod presets;
#[cfg(test)]
mod tests;
pub mod types;
pub mod units;
pub mod weights;

#[cfg(feature = "std")]
pub use apis::RuntimeApi;
pub use configs::consensus::SessionKeys;
pub use types::{
	AccountId, AccountPublic, Address, Balance, Block, BlockNumber, Hash, Header, Nonce, Signature,
	SignedPayload, TxExtension, UncheckedExtrinsic,
};

use alloc::{borrow::Cow, vec::Vec};
use sp_version::RuntimeVersion;

// The wasm of this runtime, or nothing if its build was skipped.
#[cfg(feature = "std")]
include!(concat!(env!("OUT_DIR"), "/wasm_binary.rs"));

/// The version of this runtime.
///
/// `spec_version` grows with everything that changes a state transition, `transaction_version` only
/// when a signed transaction reads differently than before.
#[sp_version::runtime_version]
pub const VERSION: RuntimeVersion = RuntimeVersion {
	spec_name: Cow::Borrowed("bulwark-parachain"),
	impl_name: Cow::Borrowed("bulwark-parachain"),
	authoring_version: 1,
	spec_version: 100,
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

// Hooks, inherents and genesis run in the order of the indices. Those of the template stay where it has them; a pallet
// that pays stands below the money it pays with.
#[frame_support::runtime]
mod runtime {
	/// Every pallet of the chain in one type.
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
	pub type ParachainSystem = cumulus_pallet_parachain_system;

	#[runtime::pallet_index(2)]
	pub type Timestamp = pallet_timestamp;

	#[runtime::pallet_index(3)]
	pub type ParachainInfo = parachain_info;

	#[runtime::pallet_index(4)]
	pub type WeightReclaim = cumulus_pallet_weight_reclaim;

	// Money.
	#[runtime::pallet_index(10)]
	pub type Balances = pallet_balances;

	#[runtime::pallet_index(11)]
	pub type TransactionPayment = pallet_transaction_payment;

	#[runtime::pallet_index(12)]
	pub type SkipFeeless = pallet_skip_feeless_payment;

	#[runtime::pallet_index(13)]
	pub type ForeignAssets = pallet_assets;

	#[runtime::pallet_index(14)]
	pub type Nfts = pallet_nfts;

	#[runtime::pallet_index(15)]
	pub type Sudo = pallet_sudo;

	// Collators. The order of these matters to them.
	#[runtime::pallet_index(20)]
	pub type Authorship = pallet_authorship;

	#[runtime::pallet_index(21)]
	pub type CollatorSelection = pallet_collator_selection;

	#[runtime::pallet_index(22)]
	pub type Session = pallet_session;

	#[runtime::pallet_index(23)]
	pub type Aura = pallet_aura;

	#[runtime::pallet_index(24)]
	pub type AuraExt = cumulus_pallet_aura_ext;

	// Messages.
	#[runtime::pallet_index(30)]
	pub type XcmpQueue = cumulus_pallet_xcmp_queue;

	#[runtime::pallet_index(31)]
	pub type PolkadotXcm = pallet_xcm;

	#[runtime::pallet_index(32)]
	pub type CumulusXcm = cumulus_pallet_xcm;

	#[runtime::pallet_index(33)]
	pub type MessageQueue = pallet_message_queue;

	// Bulwark. Not named `Staking`: clients take a pallet of that name for another one.
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

	// After staking, whose announcements it sends in the same block.
	#[runtime::pallet_index(45)]
	pub type SetMessages = pallet_set_messenger;

	#[runtime::pallet_index(46)]
	pub type SetFollower = pallet_set_follower;

	// Referenda, in which stake votes.
	#[runtime::pallet_index(50)]
	pub type Preimage = pallet_preimage;

	#[runtime::pallet_index(51)]
	pub type Scheduler = pallet_scheduler;

	#[runtime::pallet_index(52)]
	pub type Referenda = pallet_referenda;

	#[runtime::pallet_index(53)]
	pub type ConvictionVoting = pallet_conviction_voting;

	// Calls that make calls.
	#[runtime::pallet_index(60)]
	pub type Utility = pallet_utility;

	#[runtime::pallet_index(61)]
	pub type Multisig = pallet_multisig;

	#[runtime::pallet_index(62)]
	pub type Proxy = pallet_proxy;
}

cumulus_pallet_parachain_system::register_validate_block! {
	Runtime = Runtime,
	BlockExecutor = cumulus_pallet_aura_ext::BlockExecutor::<Runtime, Executive>,
}
