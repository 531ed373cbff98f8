// SPDX-License-Identifier: Apache-2.0

//! The executor of the runtime.

use directories::ProjectDirs;
use sc_executor::{HeapAllocStrategy, WasmExecutor, DEFAULT_HEAP_ALLOC_STRATEGY};
use sc_service::config::ExecutorConfiguration;

/// Wasm with the host functions every Substrate chain has.
pub type Executor = WasmExecutor<sp_io::SubstrateHostFunctions>;

/// The executor that the command line asks for.
///
/// It keeps compiled runtimes in the user's cache folder, if the user has one: a runtime that it has seen before is not
/// compiled again.
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

	match ProjectDirs::from("", "", env!("CARGO_PKG_NAME")) {
		Some(folders) => executor.with_cache_path(folders.cache_dir()).build(),
		None => executor.build(),
	}
}
