// SPDX-License-Identifier: Apache-2.0

//! The pot, which holds rewards and nothing else, and money in it that nobody has earned.

use crate::{AssetIdOf, Config, Error, Event, Pallet, Pots, Unallocated};
use bulwark_ledger::{Balance, Pot};
use bulwark_traits::{stored_or_default, Payee, PotAccount, PotStore};
use frame_support::{
	ensure,
	storage::with_storage_layer,
	traits::{Contains, Get, OnUnbalanced},
};
use sp_runtime::{traits::AccountIdConversion, DispatchError, DispatchResult};

/// The pot of rewards.
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
	/// The account that holds all rewards, of every asset.
	pub fn pot() -> T::AccountId {
		T::PalletId::get().into_account_truncating()
	}

	pub(crate) fn do_touch(payer: T::AccountId, asset: AssetIdOf<T>) -> DispatchResult {
		ensure!(T::RewardAssets::contains(&asset), Error::<T>::AssetNotListed);

		let amount = PotOf::<T>::touch(&asset, &payer)?;
		Self::deposit_event(Event::PotTouched { asset, payer, amount });
		Ok(())
	}

	/// Notes money that nobody has earned, for [`give_away`](Self::give_away): who follows a change of stake pays nobody.
	pub(crate) fn give_up(
		to: Payee<T::AccountId>,
		asset: AssetIdOf<T>,
		amount: Balance,
	) -> DispatchResult {
		let all = Self::unallocated(&asset)?.checked_add(amount).ok_or(Error::<T>::Overflow)?;
		Unallocated::<T>::insert(&asset, all);
		Self::deposit_event(Event::Unallocated { to, asset, amount });
		Ok(())
	}

	/// Money that nobody has earned.
	pub(crate) fn unallocated(asset: &AssetIdOf<T>) -> Result<Balance, DispatchError> {
		stored_or_default(Unallocated::<T>::hashed_key_for(asset))
	}

	/// Gives away what nobody has earned, last. What cannot be moved waits for the next who tries: `poke` does. Nobody gains
	/// by nesting the call too deeply for it. True if there was anything.
	pub(crate) fn give_away(asset: AssetIdOf<T>) -> bool {
		let given = with_storage_layer(|| -> Result<bool, DispatchError> {
			let amount = Self::unallocated(&asset)?;
			if amount > 0 {
				Unallocated::<T>::remove(&asset);
				let credit = PotOf::<T>::take(asset, amount)?;
				T::OnUnallocated::on_unbalanced(credit);
			}
			Ok(amount > 0)
		});
		given.unwrap_or(true)
	}
}
