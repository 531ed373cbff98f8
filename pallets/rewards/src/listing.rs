// SPDX-License-Identifier: Apache-2.0

//! Reward assets that pools begin to pay because money comes in them. One place is kept for the native asset, so that no
//! money but the native one ever finds a pool without room for it.

use crate::{book::Book, AssetIdOf, Config, Error, Event, Pallet, PoolInfoOf, Pots};
use frame_support::{
	ensure,
	traits::{Contains, Get},
};
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	/// The rewards of a pool that is paid in an asset. It is listed first if it is not and the money may do that:
	/// `AssetNotListed` otherwise, or if there is no room.
	pub(crate) fn list(
		pool: PoolInfoOf<T>,
		asset: &AssetIdOf<T>,
		may_list: bool,
	) -> Result<Book<T>, DispatchError> {
		let mut book = match Book::<T>::open(pool.clone())? {
			Some(book) => book,
			None => {
				ensure!(may_list, Error::<T>::AssetNotListed);
				Book::begin(pool)?
			},
		};
		book.catch_up()?;
		if book.asset(asset).is_err() {
			ensure!(may_list, Error::<T>::AssetNotListed);
			book.list(asset)?;
		}
		Ok(book)
	}
}

impl<T: Config> Book<T> {
	/// Lists an asset that the runtime allows and the pot has held before: who lets it in puts its floor there.
	fn list(&mut self, asset: &AssetIdOf<T>) -> DispatchResult {
		let is_kept = Pots::<T>::contains_key(asset) && T::RewardAssets::contains(asset);
		ensure!(is_kept && self.has_room(asset), Error::<T>::AssetNotListed);

		self.push_asset(asset)?;
		let (pool_id, asset) = (self.pool_id(), asset.clone());
		Pallet::<T>::deposit_event(Event::AssetListed { pool_id, asset });
		Ok(())
	}

	/// True if an asset that is not listed has a place: the last one is for the native asset.
	fn has_room(&self, asset: &AssetIdOf<T>) -> bool {
		let native = T::NativeAsset::get();
		let is_kept = *asset != native && self.asset(&native).is_err();
		let places = usize::try_from(T::MaxRewardAssets::get()).unwrap_or(usize::MAX);
		let kept = usize::from(is_kept);
		self.record().assets.len() < places.saturating_sub(kept) // of a short list
	}
}
