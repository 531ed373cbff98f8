// SPDX-License-Identifier: Apache-2.0

#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod doors;
mod native_and_asset_names;
mod nft_collection;

pub use doors::Door;
#[cfg(feature = "runtime-benchmarks")]
pub use doors::{quiet_doors, QUIET};
pub use native_and_asset_names::NativeAndAssetNames;
pub use nft_collection::NftCollection;
