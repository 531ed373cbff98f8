// SPDX-License-Identifier: Apache-2.0

//! The pot of stake. Stake never leaves it by another way.

use crate::{AssetIdOf, Config, Error, Event, Pallet, Pots};
use bulwark_ledger::Pot;
use bulwark_traits::{PotAccount, PotStore};
use frame_support::{
	ensure,
	traits::{Contains, Get},
};
use sp_runtime::{traits::AccountIdConversion, DispatchResult};

/// The pot of stake.
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
		Error::AssetNotListed
	}

	fn not_spendable() -> Error<T> {
		Error::NotSpendable
	}
}

impl<T: Config> Pallet<T> {
	pub(crate) fn do_touch(payer: T::AccountId, asset: AssetIdOf<T>) -> DispatchResult {
		ensure!(T::StakeAssets::contains(&asset), Error::<T>::AssetNotListed);

		let amount = PotOf::<T>::touch(&asset, &payer)?;
		Self::deposit_event(Event::PotTouched { asset, payer, amount });
		Ok(())
	}

	/// The account that keeps all stake, of every asset.
	pub fn pot() -> T::AccountId {
		T::PalletId::get().into_account_truncating()
	}
}
