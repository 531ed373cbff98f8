// SPDX-License-Identifier: Apache-2.0

//! Names of the native token and of other assets.

use bulwark_traits::{AssetName, AssetNames};
use core::marker::PhantomData;
use frame_support::traits::{fungible::NativeOrWithId, fungibles::metadata::Inspect, Get};

/// The name of the native token, a symbol and its decimals, and of all others what their metadata says.
pub struct NativeAndAssetNames<Symbol, Decimals, Assets, AccountId>(
	PhantomData<(Symbol, Decimals, Assets, AccountId)>,
);

impl<Symbol, Decimals, Assets, AccountId> AssetNames<NativeOrWithId<Assets::AssetId>>
	for NativeAndAssetNames<Symbol, Decimals, Assets, AccountId>
where
	Symbol: Get<&'static str>,
	Decimals: Get<u8>,
	Assets: Inspect<AccountId, AssetId: Ord + Clone>,
{
	fn name(asset: NativeOrWithId<Assets::AssetId>) -> Option<AssetName> {
		match asset {
			NativeOrWithId::Native => {
				Some(AssetName { symbol: Symbol::get().into(), decimals: Decimals::get() })
			},
			NativeOrWithId::WithId(id) => {
				let name = AssetName {
					symbol: Assets::symbol(id.clone()),
					decimals: Assets::decimals(id),
				};
				(!name.symbol.is_empty()).then_some(name)
			},
		}
	}
}
