// SPDX-License-Identifier: Apache-2.0

//! The executor of the runtime.

use crate::private_folder;
use directories::ProjectDirs;
use sc_executor::{HeapAllocStrategy, WasmExecutor, DEFAULT_HEAP_ALLOC_STRATEGY};
use sc_service::config::ExecutorConfiguration;
use std::path::PathBuf;

/// Wasm with the host functions every Substrate chain has.
pub type Executor = WasmExecutor<sp_io::SubstrateHostFunctions>;

/// The executor that the command line asks for.
///
/// It keeps compiled runtimes, if there is a folder for them: a runtime that it has seen before is
/// not compiled again.
pub fn executor(config: &ExecutorConfiguration) -> Executor {
	let heap = config.default_heap_pages.map_or(DEFAULT_HEAP_ALLOC_STRATEGY, |pages| {
		HeapAllocStrategy::Static { extra_pages: pages.try_into().unwrap_or(u32::MAX) }
	});
	let executor = Executor::builder()
		.with_execution_method(config.wasm_method)
		.with_onchain_heap_alloc_strategy(heap)
		.with_offchain_heap_alloc_strategy(heap)
		.with_max_runtime_instances(config.max_runtime_instances)
		.with_runtime_cache_size(config.runtime_cache_size);

	match cache() {
		Ok(folder) => executor.with_cache_path(folder).build(),
		Err(reason) => {
			log::warn!("Compiled runtimes are not kept, each start takes longer: {reason}");
			executor.build()
		},
	}
}

/// The folder for compiled runtimes in the user's cache.
///
/// They are run as they are found: whoever else can write there runs code in the node.
fn cache() -> Result<PathBuf, String> {
	let folders =
		ProjectDirs::from("", "", env!("CARGO_PKG_NAME")).ok_or("the user has no home")?;
	let folder = folders.cache_dir().join("runtimes");

	private_folder::make(&folder).map_err(|exposed| exposed.to_string())?;

	Ok(folder)
}
