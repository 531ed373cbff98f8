// SPDX-License-Identifier: Apache-2.0

//! The native token and all other assets behind one door.

use crate::{AccountId, Assets, Balances};
use frame_support::traits::fungible::{NativeFromLeft, NativeOrWithId, UnionOf};

/// Number of an asset other than the native token, as its creator chose it.
pub type AssetId = u32;

/// Names the native token or one of the other assets.
pub type AssetKind = NativeOrWithId<AssetId>;

/// Every kind of money of this chain as one `fungibles` type.
///
/// Pallets that take stake or pay rewards in any asset are written once against it.
pub type NativeAndAssets = UnionOf<Balances, Assets, NativeFromLeft, AssetKind, AccountId>;
