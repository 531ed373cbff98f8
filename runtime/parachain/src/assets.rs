// SPDX-License-Identifier: Apache-2.0

//! The native token and the tokens of other chains behind one door.
//!
//! Other chains name an asset by its location. It stands here once, and nowhere in the state: a location takes hundreds of
//! bytes in every key and declared proof. What is stored is the place of the asset in [`ForeignAsset`].

use crate::{AccountId, Balance, Balances, ForeignAssets};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::traits::{
	fungible::{NativeFromLeft, NativeOrWithId, UnionOf},
	ContainsPair,
};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};
use sp_runtime::traits::MaybeEquivalence;
use xcm::latest::{Asset, AssetId, Junction::*, Location};

/// Id of the parachain that keeps the reserves: the relay chain's system chain for assets.
const ASSET_HUB: u32 = 1_000;

/// Tokens of other chains that this chain knows. Who may be trusted with stake is a decision for a runtime upgrade, and so is
/// another variant.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub enum ForeignAsset {
	/// The token of the relay chain, ten decimals.
	#[codec(index = 0)]
	RelayToken,
	/// Tether USD as the relay chain's system chain for assets has it, six decimals.
	#[codec(index = 1)]
	Usdt,
}

impl ForeignAsset {
	/// All of them.
	pub const ALL: [Self; 2] = [Self::RelayToken, Self::Usdt];

	/// Location of the asset, as this chain says it.
	pub fn location(self) -> Location {
		match self {
			Self::RelayToken => Location::parent(),
			Self::Usdt => {
				Location::new(1, [Parachain(ASSET_HUB), PalletInstance(50), GeneralIndex(1984)])
			},
		}
	}

	/// The chain that is trusted with the reserve of the asset: a token here is worth what it keeps there.
	pub fn reserve(self) -> Location {
		match self {
			Self::RelayToken | Self::Usdt => Location::new(1, [Parachain(ASSET_HUB)]),
		}
	}

	/// True if a chain keeps the reserve of any of them: what this chain has there is what the holders here have.
	pub fn is_reserve(chain: &Location) -> bool {
		Self::ALL.into_iter().any(|asset| asset.reserve() == *chain)
	}

	/// One whole token.
	pub const fn unit(self) -> Balance {
		match self {
			Self::RelayToken => 10_000_000_000,
			Self::Usdt => 1_000_000,
		}
	}
}

/// Names the native token or one of the others.
pub type AssetKind = NativeOrWithId<ForeignAsset>;

/// Every kind of money of this chain as one `fungibles` type, by which pallets take stake, pay rewards and move what messages
/// bring.
pub type NativeAndAssets = UnionOf<Balances, ForeignAssets, NativeFromLeft, AssetKind, AccountId>;

/// The asset at a location and the location of an asset. The native token is here.
pub struct Places;
impl MaybeEquivalence<Location, AssetKind> for Places {
	fn convert(location: &Location) -> Option<AssetKind> {
		if *location == Location::here() {
			return Some(AssetKind::Native);
		}
		let place = ForeignAsset::ALL.into_iter().find(|asset| asset.location() == *location)?;
		Some(AssetKind::WithId(place))
	}

	fn convert_back(kind: &AssetKind) -> Option<Location> {
		Some(match kind {
			AssetKind::Native => Location::here(),
			AssetKind::WithId(asset) => asset.location(),
		})
	}
}

impl Places {
	/// Locations of all assets that have a place.
	pub fn locations() -> impl Iterator<Item = Location> {
		let foreign = ForeignAsset::ALL.into_iter().map(ForeignAsset::location);
		core::iter::once(Location::here()).chain(foreign)
	}
}

/// Holds for an asset of ours and the chain that keeps its reserve.
pub struct Reserves;
impl ContainsPair<Asset, Location> for Reserves {
	fn contains(asset: &Asset, origin: &Location) -> bool {
		let AssetId(location) = &asset.id;
		match Places::convert(location) {
			Some(AssetKind::WithId(asset)) => asset.reserve() == *origin,
			Some(AssetKind::Native) | None => false,
		}
	}
}
