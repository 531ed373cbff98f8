// SPDX-License-Identifier: Apache-2.0

//! Money in and out of the pot. It holds rewards and nothing else.

use crate::{AssetIdOf, Config, CreditOf, Error, Event, Pallet, Pots, Unallocated};
use bulwark_ledger::{Balance, PoolId, Pot};
use frame_support::{
	storage::with_storage_layer,
	traits::{
		fungibles::{Balanced, Inspect, Mutate},
		tokens::{Fortitude, Precision, Preservation},
		Get, OnUnbalanced,
	},
};
use sp_runtime::{traits::AccountIdConversion, DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	/// The account that keeps all rewards, of every asset.
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

	/// Takes rewards in. The payer's account is kept alive.
	pub(crate) fn receive(
		asset: AssetIdOf<T>,
		payer: &T::AccountId,
		amount: Balance,
	) -> DispatchResult {
		Self::note_received(&asset, amount)?;
		T::Assets::transfer(asset, payer, &Self::pot(), amount, Preservation::Preserve)?;
		Ok(())
	}

	/// Notes what came in.
	pub(crate) fn note_received(asset: &AssetIdOf<T>, amount: Balance) -> DispatchResult {
		Self::change_pot(asset, |pot| pot.receive(amount).map_err(Into::into))
	}

	/// Pays rewards out. Nothing has happened if the asset refuses.
	pub(crate) fn pay(asset: AssetIdOf<T>, to: &T::AccountId, amount: Balance) -> DispatchResult {
		with_storage_layer(|| {
			Self::change_pot(&asset, |pot| pot.pay(amount).map_err(Into::into))?;
			T::Assets::transfer(asset, &Self::pot(), to, amount, Preservation::Preserve)?;
			Ok(())
		})
	}

	/// Notes money of a pool that belongs to nobody, and gives it away if its asset can be moved just now.
	pub(crate) fn give_up(pool: PoolId, asset: AssetIdOf<T>, amount: Balance) -> DispatchResult {
		Unallocated::<T>::try_mutate(&asset, |all| -> DispatchResult {
			*all = all.checked_add(amount).ok_or(Error::<T>::Overflow)?;
			Ok(())
		})?;
		Self::deposit_event(Event::Unallocated { pool, asset: asset.clone(), amount });

		// What cannot be moved waits for the next who tries: `roll` does.
		let _ = Self::give_away(asset);
		Ok(())
	}

	/// Gives away what belongs to nobody.
	pub(crate) fn give_away(asset: AssetIdOf<T>) -> DispatchResult {
		let amount = Unallocated::<T>::get(&asset);
		if amount == 0 {
			return Ok(());
		}
		with_storage_layer(|| -> DispatchResult {
			let credit = Self::take(asset.clone(), amount)?;
			Unallocated::<T>::remove(&asset);
			T::OnUnallocated::on_unbalanced(credit);
			Ok(())
		})
	}

	/// Takes money out of the pot.
	fn take(asset: AssetIdOf<T>, amount: Balance) -> Result<CreditOf<T>, DispatchError> {
		Self::change_pot(&asset, |pot| pot.pay(amount).map_err(Into::into))?;
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
			let pot = pot.as_mut().ok_or(Error::<T>::AssetNotListed)?;
			change(pot).map_err(Into::into)
		})
	}
}
