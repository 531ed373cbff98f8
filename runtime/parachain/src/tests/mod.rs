// SPDX-License-Identifier: Apache-2.0

//! Promises of the wiring: genesis that builds, blocks that import, messages that arrive, calls that fit into a block.

#[cfg(feature = "runtime-benchmarks")]
mod benchmarks;
mod blocks;
mod genesis;
mod messages;
mod referenda;
mod siblings;
mod story;
mod weights;
mod wiring;

use crate::{presets::TEN_MINUTES, units::SLOT_DURATION, AllPalletsWithSystem, Runtime, System};
use frame_support::{traits::OnPoll, weights::WeightMeter};
use serde_json::Value;
use sp_consensus_aura::Slot;
use sp_genesis_builder::{runtime_decl_for_genesis_builder::GenesisBuilderV1, PresetId};
use sp_io::TestExternalities;

/// A Monday in 2026, in milliseconds: the beginning of an epoch, however long epochs are.
const MONDAY: u64 = 1_767_571_200_000;

/// A chain at its genesis, made the way a node makes it: the preset laid over the default genesis.
fn chain(preset: &str) -> TestExternalities {
	chain_with(preset, Value::Object(Default::default()))
}

/// The same with changes laid over it.
fn chain_with(preset: &str, changes: Value) -> TestExternalities {
	let mut genesis = config(None);
	merge(&mut genesis, config(Some(preset.into())));
	merge(&mut genesis, changes);

	let mut state = TestExternalities::default();
	state.execute_with(|| {
		let json = genesis.to_string().into_bytes();
		Runtime::build_state(json).expect("the genesis is valid");
		System::set_block_number(1);
	});
	state
}

/// Lets the clock of the development chain reach an epoch, counted from [`MONDAY`], in a block that elects whoever serves in
/// it.
fn go_to(epoch: u64) {
	let now = MONDAY + epoch * TEN_MINUTES.length;
	pallet_timestamp::Now::<Runtime>::put(now);
	pallet_aura::CurrentSlot::<Runtime>::put(Slot::from(now / SLOT_DURATION));
	let mut meter = WeightMeter::new();
	<AllPalletsWithSystem as OnPoll<_>>::on_poll(System::block_number(), &mut meter);
}

/// Lets so many blocks pass in the same epoch.
fn pass_blocks(count: u32) {
	System::set_block_number(System::block_number() + count);
}

/// Checks every invariant of every pallet.
fn check_invariants() {
	#[cfg(feature = "try-runtime")]
	{
		use frame_support::traits::{TryState, TryStateSelect};

		let block = System::block_number();
		<AllPalletsWithSystem as TryState<_>>::try_state(block, TryStateSelect::All)
			.expect("every invariant holds");
	}
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
