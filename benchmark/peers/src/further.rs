// SPDX-License-Identifier: Apache-2.0

//! Our pallets that the sample runtime has not, wired so that their weights can be measured: `scripts/benchmark.sh --further`.
//!
//! As elsewhere each measures its own work: doors go quiet, and no message goes anywhere.

use crate::{
	assets::AssetKind, benchmarks::Helper, AccountId, OperatorStaking, Restaking, Runtime, Session,
};
use alloc::boxed::Box;
use bulwark_runtime_common::{quiet_doors, Door};
use bulwark_traits::Epochs;
use frame_benchmarking::account;
use frame_support::{parameter_types, traits::ConstU32};
use frame_system::EnsureRoot;
use pallet_offence_cases::{ConsumerId, EpochIndex};

parameter_types! {
	/// The first consumer of the presets, governance.
	pub const Consensus: ConsumerId = ConsumerId(1);
}

impl pallet_offence_cases::Config for Runtime {
	type AssetId = AssetKind;
	type Epochs = OperatorStaking;
	type Sessions = Session;
	type OptIns = Door<Restaking>;
	type Faults = Door<Restaking>;
	type Suspend = Door<OperatorStaking>;
	type Consumer = Consensus;
	type WeightInfo = pallet_offence_cases::weights::SubstrateWeight<Runtime>;
	type BenchmarkHelper = Helper;
}

fn set_time(now: u64) {
	pallet_timestamp::Now::<Runtime>::put(now);
}

fn promise(operator: &AccountId) {
	Restaking::promised(operator, Consensus::get());
}

impl pallet_offence_cases::BenchmarkHelper<AccountId> for Helper {
	fn set_time(now: u64) {
		set_time(now);
	}

	/// Nobody asks whether it is registered while the doors are quiet.
	fn answering() -> AccountId {
		let operator = account("operator", 0, 0);
		set_time(OperatorStaking::start(EpochIndex(1_000)));
		promise(&operator);
		operator
	}

	fn promise(operator: &AccountId) {
		promise(operator);
	}

	fn quiet_doors() {
		quiet_doors();
	}
}

/// As long as an address gets: a location of XCM with eight junctions takes 602 bytes, and a fee and indices stand beside it. It
/// is on the heap, as those are, so that the events of others stay as small as they are.
pub type LongAddress = Box<[[u8; 32]; 20]>;

impl pallet_set_messenger::Config for Runtime {
	type ActiveSet = OperatorStaking;
	type Follower = LongAddress;
	type Transport = ();
	type AdminOrigin = EnsureRoot<AccountId>;
	// Twice as many as the sample parachain has.
	type MaxFollowers = ConstU32<16>;
	type WeightInfo = pallet_set_messenger::weights::SubstrateWeight<Runtime>;
}

impl pallet_set_follower::Config for Runtime {
	type Operator = AccountId;
	type SourceOrigin = EnsureRoot<AccountId>;
	type AdminOrigin = EnsureRoot<AccountId>;
	type Acknowledge = ();
	// As many as staking elects.
	type MaxMembers = <Runtime as pallet_operator_staking::Config>::MaxOperators;
	type WeightInfo = pallet_set_follower::weights::SubstrateWeight<Runtime>;
}
