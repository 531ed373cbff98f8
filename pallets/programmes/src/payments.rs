// SPDX-License-Identifier: Apache-2.0

//! The pot, which holds the money of programmes and nothing else.

use crate::{AccountIdOf, AssetIdOf, Config, Error, Event, Pallet, Pots};
use bulwark_ledger::Pot;
use bulwark_traits::{PotAccount, PotStore};
use frame_support::{
	ensure,
	traits::{Contains, Get},
};
use sp_runtime::{traits::AccountIdConversion, DispatchResult};

/// The pot of programmes.
pub(crate) type PotOf<T> = PotAccount<Pallet<T>>;

impl<T: Config> PotStore for Pallet<T> {
	type AccountId = T::AccountId;
	type Assets = T::Assets;
	type NativeAsset = T::NativeAsset;
	type Error = Error<T>;

	fn account() -> T::AccountId {
		Self::pot()
	}

	fn is_open(asset: &AssetIdOf<T>) -> bool {
		Pots::<T>::contains_key(asset)
	}

	fn record(asset: &AssetIdOf<T>) -> Option<Pot> {
		Pots::<T>::get(asset)
	}

	fn put_record(asset: &AssetIdOf<T>, record: Pot) {
		Pots::<T>::insert(asset, record);
	}

	fn not_opened() -> Error<T> {
		Error::AssetNotListed // every programme opens it
	}

	fn not_spendable() -> Error<T> {
		Error::NotSpendable
	}
}

impl<T: Config> Pallet<T> {
	pub(crate) fn do_touch(payer: AccountIdOf<T>, asset: AssetIdOf<T>) -> DispatchResult {
		ensure!(T::RewardAssets::contains(&asset), Error::<T>::AssetNotListed);

		let amount = PotOf::<T>::touch(&asset, &payer)?;
		Self::deposit_event(Event::PotTouched { asset, payer, amount });
		Ok(())
	}

	/// The account that holds the money of all programmes, of every asset.
	pub fn pot() -> T::AccountId {
		T::PalletId::get().into_account_truncating()
	}
}
