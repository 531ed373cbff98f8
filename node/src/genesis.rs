// SPDX-License-Identifier: Apache-2.0

//! The genesis state of the runtime's presets.
//!
//! The SDK asks the wasm for it, compiles that twice to do so at each start, and keeps neither. The
//! native runtime builds the same state in a moment.

use bulwark_runtime::{presets, RuntimeGenesisConfig, WASM_BINARY};
use sc_chain_spec::json_patch;
use sp_core::storage::{well_known_keys::CODE, Storage};
use sp_runtime::BuildStorage;

/// The wasm of the runtime.
pub fn wasm() -> Result<&'static [u8], String> {
	WASM_BINARY.ok_or_else(|| "the runtime was built without its wasm (SKIP_WASM_BUILD)".into())
}

/// The changes of a preset to the default genesis, as JSON.
pub fn patch(preset: &str) -> Result<serde_json::Value, String> {
	let patch = presets::preset(&preset.into())
		.ok_or_else(|| format!("the runtime has no preset {preset:?}"))?;

	serde_json::from_slice(&patch).map_err(|error| error.to_string())
}

/// The state of a preset, with the wasm in it.
pub fn state(preset: &str) -> Result<Storage, String> {
	let mut json =
		serde_json::to_value(RuntimeGenesisConfig::default()).map_err(|error| error.to_string())?;
	json_patch::merge(&mut json, patch(preset)?);
	let config = bulwark_runtime::genesis::read(json.to_string().as_bytes())?;

	let mut state = config.build_storage()?;
	state.top.insert(CODE.to_vec(), wasm()?.to_vec());
	Ok(state)
}
