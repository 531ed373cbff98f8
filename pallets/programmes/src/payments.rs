// SPDX-License-Identifier: Apache-2.0

//! The pot, which holds the money of programmes and nothing else.

use crate::{AssetIdOf, Config, Error, Pallet, Pots};
use bulwark_ledger::Pot;
use bulwark_traits::{PotAccount, PotStore};
use frame_support::traits::Get;
use sp_runtime::traits::AccountIdConversion;

/// The pot of programmes.
pub(crate) type PotOf<T> = PotAccount<Pallet<T>>;

impl<T: Config> PotStore for Pallet<T> {
	type AccountId = T::AccountId;
	type Assets = T::Assets;
	type Error = Error<T>;

	fn account() -> T::AccountId {
		Self::pot()
	}

	fn record(asset: &AssetIdOf<T>) -> Option<Pot> {
		Pots::<T>::get(asset)
	}

	fn put_record(asset: &AssetIdOf<T>, record: Pot) {
		Pots::<T>::insert(asset, record);
	}

	fn not_opened() -> Error<T> {
		Error::UnknownProgramme // every programme opens it
	}
}

impl<T: Config> Pallet<T> {
	/// The account that holds the money of all programmes, of every asset.
	pub fn pot() -> T::AccountId {
		T::PalletId::get().into_account_truncating()
	}
}
