// SPDX-License-Identifier: Apache-2.0

//! Prices of assets: taken anew by each election, and kept for as long as rewards for its epoch can come.

use crate::{AssetIdOf, Config, EpochIndex, LastElection, Pallet, PriceHistory, PricesOf};
use alloc::vec::Vec;
use bulwark_ledger::Price;
use frame_support::{defensive_assert, traits::Get, BoundedVec};
use sp_runtime::traits::{Convert, One};

/// One unit of power for one unit of any asset: for a runtime in which one asset is staked.
pub struct AtPar;
impl<Asset> Convert<Asset, Price> for AtPar {
	fn convert(_: Asset) -> Price {
		Price::one()
	}
}

/// The price of each asset that was asked for: one question for each, so that all power of an election is by the same.
pub(crate) struct Prices<T: Config>(Vec<(AssetIdOf<T>, Price)>);

impl<T: Config> Prices<T> {
	/// No price yet: each is asked for when it is needed.
	pub(crate) fn new() -> Self {
		Self(Vec::new())
	}

	/// The prices of the last election, which hold until the next one.
	pub(crate) fn in_force() -> Self {
		let last = LastElection::<T>::get().map(Pallet::<T>::history_slot);
		let noted = last.and_then(PriceHistory::<T>::get);
		Self(noted.map(|noted| noted.prices.into_inner()).unwrap_or_default())
	}

	/// The price of an asset.
	pub(crate) fn of(&mut self, asset: &AssetIdOf<T>) -> Price {
		if let Some((_, price)) = self.0.iter().find(|(noted, _)| noted == asset) {
			return *price;
		}
		let price = T::Power::convert(asset.clone());
		self.0.push((asset.clone(), price));
		price
	}

	/// Keeps the prices as those of an epoch, in the slot of the epoch that has just become too old.
	pub(crate) fn note(&self, epoch: EpochIndex) {
		let count = self.0.len();
		let prices = BoundedVec::truncate_from(self.0.clone());
		defensive_assert!(prices.len() == count, "pools have no more assets than there may be");
		PriceHistory::<T>::insert(Pallet::<T>::history_slot(epoch), PricesOf { epoch, prices });
	}
}

impl<T: Config> Pallet<T> {
	/// The price of an asset in an epoch: as its election noted it; if the epoch had none, as the next one did; and today's
	/// if there was none since.
	pub(crate) fn price_in(asset: &AssetIdOf<T>, epoch: EpochIndex, now: EpochIndex) -> Price {
		let oldest = now.minus(T::Window::get());
		let elections = LastElection::<T>::get().map(|last| epoch.max(oldest).through(last));
		let noted = elections.into_iter().flatten().find_map(|epoch| {
			let noted = PriceHistory::<T>::get(Self::history_slot(epoch))?;
			(noted.epoch == epoch).then_some(noted.prices)
		});
		let of_asset = noted.and_then(|prices| prices.into_iter().find(|(one, _)| one == asset));
		of_asset.map_or_else(|| T::Power::convert(asset.clone()), |(_, price)| price)
	}
}
