// SPDX-License-Identifier: Apache-2.0

//! The chains that this node knows by name.

use crate::genesis;
use bulwark_runtime::{
	presets::{DEVELOPMENT, LOCAL},
	units::{TOKEN_DECIMALS, TOKEN_SYMBOL},
};
use sc_service::{ChainSpec as _, ChainType, GenericChainSpec, Properties};
use std::path::PathBuf;

/// A chain specification without extensions.
pub type ChainSpec = GenericChainSpec;

/// Address format: the generic Substrate prefix.
const SS58_FORMAT: u16 = 42;

/// The chain called `id`: `dev` (also if nothing is given), `local`, or the path of a file.
///
/// Behind a name there is a genesis state that needs no wasm to be built.
pub fn load(id: &str) -> Result<ChainSpec, String> {
	let mut spec = readable(id)?;
	if let Some(preset) = preset(id) {
		spec.set_storage(genesis::state(preset)?);
	}

	Ok(spec)
}

/// The same chain, behind a name with a genesis that people can read and change.
pub fn readable(id: &str) -> Result<ChainSpec, String> {
	let Some(preset) = preset(id) else { return ChainSpec::from_json_file(PathBuf::from(id)) };
	let (name, chain_type) = match preset {
		DEVELOPMENT => ("Bulwark Development", ChainType::Development),
		_ => ("Bulwark Local", ChainType::Local),
	};

	Ok(ChainSpec::builder(genesis::wasm()?, None)
		.with_name(name)
		.with_id(&format!("bulwark-{preset}"))
		.with_protocol_id("bulwark")
		.with_chain_type(chain_type)
		.with_properties(properties())
		.with_genesis_config_patch(genesis::patch(preset)?)
		.build())
}

/// The runtime's preset of that name.
fn preset(id: &str) -> Option<&'static str> {
	match id {
		"" | "dev" | "development" => Some(DEVELOPMENT),
		"local" => Some(LOCAL),
		_ => None,
	}
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
	use sp_runtime::BuildStorage;

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
	fn genesis_is_the_one_that_the_wasm_builds() {
		for id in ["dev", "local"] {
			let native = load(id).expect("the preset exists").build_storage();
			let wasm = readable(id).expect("the preset exists").build_storage();

			let (native, wasm) =
				(native.expect("it is a state"), wasm.expect("the preset is sound"));
			assert!(!native.top.is_empty());
			assert!(native.top == wasm.top, "{id} has another state in the wasm");
			assert!(native.children_default.is_empty() && wasm.children_default.is_empty());
		}
	}

	#[test]
	fn readable_shows_the_genesis_of_pallets() {
		let json = readable("local").expect("the preset exists").as_json(false);

		assert!(json.expect("it is written as it is").contains("operatorStaking"));
	}
}
