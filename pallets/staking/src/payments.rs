// SPDX-License-Identifier: Apache-2.0

//! Money in and out of the pot. Stake never leaves it by another way.

use crate::{AssetIdOf, Balance, Config, CreditOf, Error, Pallet, Pots};
use bulwark_ledger::Pot;
use frame_support::{
	defensive,
	storage::with_storage_layer,
	traits::{
		fungibles::{Balanced, Inspect, Mutate},
		tokens::{Fortitude, Precision, Preservation},
		Get,
	},
};
use sp_runtime::{traits::AccountIdConversion, DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	/// The account that keeps all stake, of every asset.
	pub fn pot() -> T::AccountId {
		T::PalletId::get().into_account_truncating()
	}

	/// Puts the floor into the pot when an asset is used for the first time.
	pub(crate) fn ensure_pot(asset: &AssetIdOf<T>, payer: &T::AccountId) -> DispatchResult {
		if Pots::<T>::contains_key(asset) {
			return Ok(());
		}

		let floor = T::Assets::minimum_balance(asset.clone());
		T::Assets::transfer(asset.clone(), payer, &Self::pot(), floor, Preservation::Preserve)?;
		Pots::<T>::insert(asset, Pot::new(floor));
		Ok(())
	}

	/// Takes stake in. The payer's account is kept alive: its nonce and what else stands on it stay.
	pub(crate) fn receive(
		asset: AssetIdOf<T>,
		payer: &T::AccountId,
		amount: Balance,
	) -> DispatchResult {
		Self::change_pot(&asset, |pot| pot.receive(amount).map_err(Into::into))?;
		T::Assets::transfer(asset, payer, &Self::pot(), amount, Preservation::Preserve)?;
		Ok(())
	}

	/// Pays stake out. Nothing has happened if the asset refuses.
	pub(crate) fn pay(asset: AssetIdOf<T>, to: &T::AccountId, amount: Balance) -> DispatchResult {
		if amount == 0 {
			return Ok(());
		}
		with_storage_layer(|| {
			Self::change_pot(&asset, |pot| pot.pay(amount).map_err(Into::into))?;
			T::Assets::transfer(asset, &Self::pot(), to, amount, Preservation::Preserve)?;
			Ok(())
		})
	}

	/// Takes stake out of the record; the money follows by [`take`](Self::take).
	pub(crate) fn write_off(asset: &AssetIdOf<T>, amount: Balance) -> DispatchResult {
		Self::change_pot(asset, |pot| pot.pay(amount).map_err(Into::into))
	}

	/// Takes money out of the pot.
	pub(crate) fn take(asset: AssetIdOf<T>, amount: Balance) -> Result<CreditOf<T>, DispatchError> {
		T::Assets::withdraw(
			asset,
			&Self::pot(),
			amount,
			Precision::Exact,
			Preservation::Preserve,
			Fortitude::Force,
		)
	}

	fn change_pot(
		asset: &AssetIdOf<T>,
		change: impl FnOnce(&mut Pot) -> Result<(), Error<T>>,
	) -> DispatchResult {
		Pots::<T>::try_mutate(asset, |pot| {
			let Some(pot) = pot else {
				defensive!("a pool opened its asset's pot");
				return Err(Error::<T>::AssetNotListed.into());
			};
			change(pot).map_err(Into::into)
		})
	}
}
