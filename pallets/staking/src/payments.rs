// SPDX-License-Identifier: Apache-2.0

//! The pot of stake. Stake never leaves it by another way.

use crate::{exits::StakerExits, AssetIdOf, Balance, Config, Error, Event, Pallet, PoolId, Pots};
use bulwark_ledger::Pot;
use bulwark_traits::{refused_by_asset, PotAccount, PotStore};
use frame_support::{
	ensure,
	traits::{Contains, Get},
};
use sp_runtime::{traits::AccountIdConversion, DispatchError, DispatchResult};

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

/// A payment to a staker, whose record says already that it was made: the last thing that a call does.
#[must_use = "its record says that it was made"]
pub(crate) struct Payment<T: Config> {
	pub(crate) pool_id: PoolId,
	pub(crate) asset: AssetIdOf<T>,
	pub(crate) staker: T::AccountId,
	/// Amount that leaves the pot: as much as can of what was due. The reason if nothing can.
	pub(crate) amount: Result<Balance, DispatchError>,
	/// Amount that stays due.
	pub(crate) rest: Balance,
}

impl<T: Config> Payment<T> {
	/// Pays, or errors: then the call has to fail whole.
	pub(crate) fn pay(&self) -> DispatchResult {
		let (pool_id, staker) = (self.pool_id, self.staker.clone());
		let refused = |error| refused_by_asset(error, Error::<T>::PaymentRefused);
		let amount = self.amount.map_err(refused)?;
		if amount == 0 {
			return Ok(());
		}

		PotOf::<T>::pay(self.asset.clone(), &staker, amount).map_err(refused)?;
		Pallet::<T>::deposit_event(Event::Withdrawn { pool_id, staker, amount });
		Ok(())
	}

	/// Pays if the asset lets it: what it refuses is due again. There are layers left for it: a pool was opened.
	pub(crate) fn pay_or_defer(self) -> DispatchResult {
		let mut amount = self.rest;
		if let (Err(_), Ok(unpaid)) = (self.pay(), self.amount) {
			let mut exits = StakerExits::<T>::load(self.pool_id, &self.staker, None)?;
			amount = exits.put_back(unpaid)?;
		}
		if amount > 0 {
			let Self { pool_id, staker, .. } = self;
			Pallet::<T>::deposit_event(Event::PaymentDeferred { pool_id, staker, amount });
		}
		Ok(())
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
