// SPDX-License-Identifier: Apache-2.0

//! Builds the wasm of the runtime next to its native build.

/// Plain build. With `SKIP_WASM_BUILD=1`, as in all tests, there is no wasm.
#[cfg(all(feature = "std", not(feature = "metadata-hash")))]
fn main() {
	substrate_wasm_builder::WasmBuilder::build_using_defaults();
}

/// Release build: compiles the wasm twice, the second time with the hash of its own metadata, which hardware wallets sign. The
/// token must be the one of `bulwark_parachain_runtime::units`.
#[cfg(all(feature = "std", feature = "metadata-hash"))]
fn main() {
	substrate_wasm_builder::WasmBuilder::init_with_defaults()
		.enable_metadata_hash("BULW", 12)
		.build();
}

/// Inside the wasm build there is nothing left to build.
#[cfg(not(feature = "std"))]
fn main() {}
