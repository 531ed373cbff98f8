// SPDX-License-Identifier: Apache-2.0

//! Promises of the wiring: genesis that builds, indices that stay, money that moves, blocks that
//! import, metadata that one can program with.

mod active_set;
mod assets;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarks;
mod blocks;
mod bounded_arguments;
mod call_weights;
mod chain_spec;
#[cfg(feature = "runtime-benchmarks")] // it has the key of the quiet doors
mod costs;
mod ends;
mod genesis;
mod golden;
mod metadata;
mod nfts;
mod programmes;
mod proxies;
mod restaking;
#[cfg(feature = "runtime-benchmarks")] // it has signers
mod rollup;
#[cfg(feature = "runtime-benchmarks")] // they sign as well
mod sequences;
mod storage;
#[cfg(feature = "try-runtime")] // its migrations check themselves
mod upgrade;
mod views;
mod wiring;

use crate::{
	configs::{restaking::ChainsOwn, rollup::RollupConsumer},
	presets, AccountId, OperatorStaking, Runtime,
};
use bulwark_traits::Slash;
use frame_support::{storage::with_storage_layer, traits::Contains};
use pallet_operator_staking::{EpochIndex, Fraction, Fractions};
use pallet_restaking_slash::ConsumerId;
use serde_json::{json, Value};
use sp_genesis_builder::{runtime_decl_for_genesis_builder::GenesisBuilderV1, PresetId};
use sp_io::TestExternalities;
use sp_runtime::DispatchResult;

/// A chain at its genesis, made the way a node makes it: the preset laid over the default genesis.
fn chain(preset: &str) -> TestExternalities {
	chain_with(preset, json!({}))
}

/// The same with a patch laid over the preset.
fn chain_with(preset: &str, patch: Value) -> TestExternalities {
	let mut both = config(Some(preset.into()));
	merge(&mut both, patch);
	state(both)
}

/// A chain at the genesis that a patch makes of the default one.
fn state(patch: Value) -> TestExternalities {
	let mut genesis = config(None);
	merge(&mut genesis, patch);

	let mut state = TestExternalities::default();
	state.execute_with(|| {
		Runtime::build_state(genesis.to_string().into_bytes()).expect("the genesis is valid")
	});
	state
}

/// Milliseconds of the shortest epochs into which two sessions fit.
const TEN_MINUTES: u64 = 600_000;

/// The development chain with epochs in which authors follow the set.
fn chain_with_sessions() -> TestExternalities {
	let clock = json!({ "origin": 0, "length": TEN_MINUTES });
	chain_with(presets::DEVELOPMENT, json!({ "operatorStaking": { "clock": clock } }))
}

/// Consumers that the runtime names by their ids: those that count as cover, and the rollup.
fn named_consumers() -> Vec<ConsumerId> {
	let is_named = |id: &ConsumerId| ChainsOwn::contains(id) || *id == RollupConsumer::get();
	(1..=32).map(ConsumerId).filter(is_named).collect()
}

/// Slashes as whoever judges would, in a call of its own; what is taken is burnt.
fn slash(operator: &AccountId, fault_epoch: EpochIndex, fraction: Fraction) -> DispatchResult {
	with_storage_layer(|| {
		let fractions = Fractions { bond: fraction, pools: fraction };
		<OperatorStaking as Slash<_, _, _>>::slash(operator, fault_epoch, fractions).map(drop)
	})
}

/// A preset of the runtime, or its default genesis.
fn config(preset: Option<PresetId>) -> Value {
	let json = Runtime::get_preset(&preset).expect("the preset exists");
	serde_json::from_slice(&json).expect("a preset is JSON")
}

/// Lays `patch` over `value`, as RFC 7386 says.
fn merge(value: &mut Value, patch: Value) {
	let Value::Object(patch) = patch else {
		*value = patch;
		return;
	};

	if !value.is_object() {
		*value = Value::Object(Default::default());
	}
	let fields = value.as_object_mut().expect("it is an object by now");
	for (name, field) in patch {
		match field {
			Value::Null => drop(fields.remove(&name)),
			field => merge(fields.entry(name).or_insert(Value::Null), field),
		}
	}
}
