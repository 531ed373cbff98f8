// SPDX-License-Identifier: Apache-2.0

use alloc::vec::Vec;

/// The way in which people write amounts of an asset.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AssetName {
	/// Symbol of the asset, such as `BULW`.
	pub symbol: Vec<u8>,
	/// Number of decimals of one whole: 12 if that is 10¹² units.
	pub decimals: u8,
}

/// Knows how people write amounts of assets, for texts that they read. Its cost is part of what its one user measures.
pub trait AssetNames<AssetId> {
	/// The name of an asset; none if it has none.
	fn name(asset: AssetId) -> Option<AssetName>;
}

/// No asset has a name: amounts are written in units.
impl<AssetId> AssetNames<AssetId> for () {
	fn name(_: AssetId) -> Option<AssetName> {
		None
	}
}
