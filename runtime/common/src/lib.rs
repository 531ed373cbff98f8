// SPDX-License-Identifier: Apache-2.0

#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod apis;
#[cfg(feature = "runtime-benchmarks")]
mod benchmark_helper;
mod doors;
mod every_session;
mod keep_positions;
mod native_and_asset_names;
mod nft_collection;
mod proxy_type;
mod session_manager;

pub use doors::Door;
#[cfg(feature = "runtime-benchmarks")]
pub use doors::{quiet_doors, QUIET};
pub use every_session::EverySession;
pub use keep_positions::KeepPositions;
pub use native_and_asset_names::NativeAndAssetNames;
pub use nft_collection::NftCollection;
pub use proxy_type::{Proxied, ProxiedCall, ProxyType};
pub use session_manager::ActiveOperators;

/// Names that the macros write into a runtime.
#[doc(hidden)]
pub mod private {
	pub use alloc::vec::Vec;
}
