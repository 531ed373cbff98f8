// SPDX-License-Identifier: Apache-2.0

//! Builds the wasm, which is all there is to build.

#[cfg(feature = "std")]
fn main() {
	// Half of the runtime is the sample runtime's own files: see src/lib.rs.
	println!("cargo:rerun-if-changed=../../runtime/src");
	substrate_wasm_builder::WasmBuilder::build_using_defaults();
}

/// Inside the wasm build there is nothing left to build.
#[cfg(not(feature = "std"))]
fn main() {}
