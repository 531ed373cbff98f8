// SPDX-License-Identifier: Apache-2.0

//! Money that programmes mint, in the first block of each epoch.

use crate::{
	book::Book, payments::PotOf, Balance, Config, EpochIndex, Error, Event, LastMint, MintRates,
	Pallet, ProgrammeId, WeightInfo,
};
use alloc::vec::Vec;
use bulwark_ledger::minted;
use bulwark_traits::Epochs;
use frame_support::{
	storage::with_storage_layer,
	traits::{
		fungibles::{Inspect, Mutate},
		Get,
	},
	weights::WeightMeter,
};
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	/// Mints for the present epoch, if that was not done and the block has room for all programmes. All rates are of the
	/// issuance before.
	pub(crate) fn mint(meter: &mut WeightMeter) {
		if meter.try_consume(T::DbWeight::get().reads(3)).is_err() {
			return;
		}
		let epoch = T::Operators::now();
		if LastMint::<T>::get() >= Some(epoch) {
			return;
		}
		let programmes = Self::count(Self::ids().count());
		if meter.try_consume(T::WeightInfo::mint(programmes)).is_err() {
			return;
		}

		LastMint::<T>::put(epoch);
		let rate = |id| {
			let (_, rate) = MintRates::<T>::get(id)?.at(epoch).copied()?;
			Some((id, rate?))
		};
		let (ids, rates): (Vec<_>, Vec<_>) = Self::ids().filter_map(rate).unzip();
		let issuance = T::Assets::total_issuance(T::NativeAsset::get());
		let amounts = minted(&rates, issuance, T::MaxMint::get());
		for (programme_id, amount) in ids.into_iter().zip(amounts) {
			// A hook has all layers left.
			let minted = with_storage_layer(|| Self::mint_for(programme_id, epoch, amount));
			if let Err(reason) = minted {
				Self::deposit_event(Event::MintFailed { programme_id, epoch, reason });
			}
		}
	}

	/// Mints into the pot, so that what is promised is there.
	fn mint_for(programme_id: ProgrammeId, epoch: EpochIndex, amount: Balance) -> DispatchResult {
		if amount == 0 {
			return Ok(());
		}
		let mut book = Book::<T>::load(programme_id)?;
		book.budget.mint(epoch, amount).map_err(Error::<T>::from)?;

		book.store();
		let asset = T::NativeAsset::get();
		PotOf::<T>::note_received(&asset, amount)?;

		T::Assets::mint_into(asset, &Self::pot(), amount)?;
		Self::deposit_event(Event::Minted { programme_id, epoch, amount });
		Ok(())
	}
}
