// SPDX-License-Identifier: Apache-2.0

//! Bounties, and the account that keeps them until they are unlocked.

use crate::{
	AccountIdOf, Bounties, Bounty, CaseId, Config, CreditOf, Error, Escrow, Event, Pallet,
};
use bulwark_ledger::{LedgerError, Pot};
use bulwark_traits::Epochs;
use frame_support::{
	ensure,
	traits::{
		fungibles::{Balanced, Inspect, Mutate},
		tokens::Preservation,
		Get,
	},
};
use sp_runtime::{traits::AccountIdConversion, DispatchResult};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_claim_bounty(case: CaseId) -> DispatchResult {
		let bounty = Bounties::<T>::take(case).ok_or(Error::<T>::NoBounty)?;
		let Bounty { reporter, amount, unlocks } = bounty;

		ensure!(unlocks <= T::Epochs::now(), Error::<T>::StillLocked);

		Self::change_escrow(|pot| pot.pay(amount))?;
		let (asset, pot) = (T::NativeAsset::get(), Self::pot());
		T::Assets::transfer(asset, &pot, &reporter, amount, Preservation::Preserve)?;
		Self::deposit_event(Event::BountyClaimed { case, reporter, amount });
		Ok(())
	}

	/// The account that keeps bounties.
	pub fn pot() -> AccountIdOf<T> {
		T::PalletId::get().into_account_truncating()
	}

	/// Puts the floor into the escrow when it is used for the first time.
	pub(crate) fn ensure_escrow(payer: &AccountIdOf<T>) -> DispatchResult {
		if Escrow::<T>::exists() {
			return Ok(());
		}

		let asset = T::NativeAsset::get();
		let floor = T::Assets::minimum_balance(asset.clone());
		T::Assets::transfer(asset, payer, &Self::pot(), floor, Preservation::Preserve)?;
		Escrow::<T>::put(Pot::new(floor));
		Ok(())
	}

	/// Takes a bounty in.
	pub(crate) fn escrow(bounty: CreditOf<T>) -> DispatchResult {
		let amount = bounty.peek();
		Self::change_escrow(|pot| pot.receive(amount))?;
		// It has its floor: it takes every amount.
		T::Assets::resolve(&Self::pot(), bounty).map_err(|_| Error::<T>::Overflow)?;
		Ok(())
	}

	fn change_escrow(change: impl FnOnce(&mut Pot) -> Result<(), LedgerError>) -> DispatchResult {
		let mut pot = Escrow::<T>::get().ok_or(Error::<T>::UnknownConsumer)?;
		change(&mut pot).map_err(Error::<T>::from)?;
		Escrow::<T>::put(pot);
		Ok(())
	}
}
