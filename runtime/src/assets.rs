// SPDX-License-Identifier: Apache-2.0

//! The native token and all other assets behind one door.

use crate::{AccountId, Assets, Balance, Balances};
use frame_support::traits::fungible::{NativeFromLeft, NativeOrWithId, UnionOf};

/// Number of an asset other than the native token, as its creator chose it.
pub type AssetId = u32;

/// Names the native token or one of the other assets.
pub type AssetKind = NativeOrWithId<AssetId>;

/// Every kind of money of this chain as one `fungibles` type.
///
/// Pallets that take stake or pay rewards in any asset are written once against it.
pub type NativeAndAssets = UnionOf<Balances, Assets, NativeFromLeft, AssetKind, AccountId>;

/// A dollar-like asset, six decimals. Sufficient: an account may hold nothing else.
pub const USDX: AssetId = 1;

/// One USDX.
pub const USDX_UNIT: Balance = 1_000_000;

/// A gold-like asset, eighteen decimals. Not sufficient: an account needs some of the native token to
/// hold it. Its amounts do not fit into 64 bits, which keeps everybody honest about big
/// numbers.
pub const GOLD: AssetId = 2;

/// One GOLD.
pub const GOLD_UNIT: Balance = 1_000_000_000_000_000_000;
