// SPDX-License-Identifier: Apache-2.0

//! The sample runtime of Bulwark: every pallet wired, ready for a development chain.
//!
//! It proves that the pallets fit together and shows a team that builds its own runtime what to
//! write. It is not a network: `Sudo` may do anything, and nobody audits its settings.
//!
//! Modules:
//!
//! | module | contents |
//! |---|---|
//! | [`configs`] | the settings of every pallet, one file per group |
//! | [`types`], [`units`] | accounts, blocks, transactions; units of money and time |
//! | [`accounts`] | the accounts of the chain itself |
//! | [`assets`] | the native token and other assets as one kind of money |
//! | [`presets`] | the chains one can start: `development` and `local` |
//! | [`genesis`] | from a chain spec to the state of block 0 |
//! | [`migrations`] | the way in for a chain that has run without the pallets |
//! | [`apis`] | the runtime APIs, for nodes and wallets |

#![cfg_attr(not(feature = "std"), no_std)]
#![recursion_limit = "256"]

extern crate alloc;

pub mod accounts;
pub mod apis;
pub mod assets;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarks;
pub mod configs;
pub mod genesis;
pub mod migrations;
pub mod presets;
#[cfg(test)]
mod tests;
pub mod types;
pub mod units;

#[cfg(feature = "std")]
pub use apis::RuntimeApi;
pub use configs::consensus::SessionKeys;
pub use types::{
	opaque, AccountId, AccountPublic, Address, Balance, Block, BlockNumber, Hash, Header, Nonce,
	Signature, SignedPayload, TxExtension, UncheckedExtrinsic,
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
	spec_name: Cow::Borrowed("bulwark"),
	impl_name: Cow::Borrowed("bulwark"),
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

// Hooks, inherents and genesis run in the order of the indices. Time comes first because everybody
// asks for it; the author is known before a session rotates, and stake before a session asks for the
// next validators. A pallet that pays stands below the money it pays with.
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
	pub type Timestamp = pallet_timestamp;

	#[runtime::pallet_index(2)]
	pub type Aura = pallet_aura;

	#[runtime::pallet_index(3)]
	pub type Authorship = pallet_authorship;

	// Money.
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

	// Calls that make calls.
	#[runtime::pallet_index(20)]
	pub type Utility = pallet_utility;

	#[runtime::pallet_index(21)]
	pub type Proxy = pallet_proxy;

	#[runtime::pallet_index(22)]
	pub type Multisig = pallet_multisig;

	#[runtime::pallet_index(29)]
	pub type Sudo = pallet_sudo;

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

	// After the stake it follows.
	#[runtime::pallet_index(50)]
	pub type Session = pallet_session;
}
