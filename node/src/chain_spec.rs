// SPDX-License-Identifier: Apache-2.0

//! The chains that this node knows by name.

use bulwark_runtime::{
	units::{TOKEN_DECIMALS, TOKEN_SYMBOL},
	WASM_BINARY,
};
use sc_service::{ChainType, GenericChainSpec, Properties};
use std::path::PathBuf;

/// A chain specification without extensions.
pub type ChainSpec = GenericChainSpec;

/// Address format: the generic Substrate prefix.
const SS58_FORMAT: u16 = 42;

/// The chain called `id`: `dev` (also if nothing is given), `local`, or the path of a file.
pub fn load(id: &str) -> Result<ChainSpec, String> {
	match id {
		"" | "dev" | "development" => {
			preset("Bulwark Development", "development", ChainType::Development)
		},
		"local" => preset("Bulwark Local", "local", ChainType::Local),
		path => ChainSpec::from_json_file(PathBuf::from(path)),
	}
}

/// The chain whose genesis is the runtime's preset of that name.
fn preset(name: &str, preset: &str, chain_type: ChainType) -> Result<ChainSpec, String> {
	let wasm = WASM_BINARY.ok_or("the runtime was built without its wasm (SKIP_WASM_BUILD)")?;

	Ok(ChainSpec::builder(wasm, None)
		.with_name(name)
		.with_id(&format!("bulwark-{preset}"))
		.with_protocol_id("bulwark")
		.with_chain_type(chain_type)
		.with_properties(properties())
		.with_genesis_config_preset_name(preset)
		.build())
}

/// Properties by which wallets show amounts and addresses.
fn properties() -> Properties {
	Properties::from_iter([
		("tokenSymbol".into(), TOKEN_SYMBOL.into()),
		("tokenDecimals".into(), TOKEN_DECIMALS.into()),
		("ss58Format".into(), SS58_FORMAT.into()),
	])
}

#[cfg(test)]
mod tests {
	use super::*;
	use sc_service::ChainSpec as _;

	#[test]
	fn load_gives_the_development_chain_when_no_chain_is_named() {
		for id in ["", "dev", "development"] {
			let spec = load(id).expect("the preset exists");

			assert_eq!(spec.id(), "bulwark-development");
			assert_eq!(spec.chain_type(), ChainType::Development);
		}
	}

	#[test]
	fn load_gives_the_local_chain_when_named() {
		let spec = load("local").expect("the preset exists");

		assert_eq!(spec.id(), "bulwark-local");
		assert_eq!(spec.chain_type(), ChainType::Local);
		assert_eq!(spec.properties()["tokenSymbol"], "BULW");
		assert_eq!(spec.properties()["tokenDecimals"], 12);
		assert_eq!(spec.properties()["ss58Format"], 42);
	}

	#[test]
	fn load_fails_when_the_file_does_not_exist() {
		assert!(load("no-such-file.json").is_err());
	}

	#[test]
	fn both_presets_build_a_genesis() {
		for id in ["dev", "local"] {
			let spec = load(id).expect("the preset exists");

			assert!(spec.as_json(true).is_ok(), "genesis of {id} does not build");
		}
	}
}
