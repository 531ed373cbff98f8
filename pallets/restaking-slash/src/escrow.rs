// SPDX-License-Identifier: Apache-2.0

//! Bounties, and the pot that keeps them until they are unlocked.

use crate::{
	AccountIdOf, AssetIdOf, Bounties, Bounty, CaseId, Config, CreditOf, Error, Escrow, Event,
	Pallet,
};
use bulwark_ledger::Pot;
use bulwark_traits::{Epochs, PotAccount, PotStore};
use frame_support::{ensure, traits::Get};
use sp_runtime::{traits::AccountIdConversion, DispatchResult};

/// The escrow: a pot for the native asset alone.
pub(crate) type EscrowOf<T> = PotAccount<Pallet<T>>;

impl<T: Config> PotStore for Pallet<T> {
	type AccountId = AccountIdOf<T>;
	type Assets = T::Assets;
	type Error = Error<T>;

	fn account() -> AccountIdOf<T> {
		Self::pot()
	}

	fn record(_: &AssetIdOf<T>) -> Option<Pot> {
		Escrow::<T>::get()
	}

	fn put_record(_: &AssetIdOf<T>, record: Pot) {
		Escrow::<T>::put(record);
	}

	/// The first consumer opens it.
	fn not_opened() -> Error<T> {
		Error::UnknownConsumer
	}
}

impl<T: Config> Pallet<T> {
	pub(crate) fn do_claim_bounty(case_id: CaseId) -> DispatchResult {
		let bounty = Bounties::<T>::take(case_id).ok_or(Error::<T>::NoBounty)?;
		let Bounty { reporter, amount, unlock_epoch } = bounty;

		ensure!(unlock_epoch <= T::Exposure::now(), Error::<T>::BountyLocked);

		EscrowOf::<T>::pay(T::NativeAsset::get(), &reporter, amount)?;
		Self::deposit_event(Event::BountyClaimed { case_id, reporter, amount });
		Ok(())
	}

	/// Account that keeps bounties.
	pub fn pot() -> AccountIdOf<T> {
		T::PalletId::get().into_account_truncating()
	}

	/// Takes a bounty in.
	pub(crate) fn escrow(bounty: CreditOf<T>) -> DispatchResult {
		EscrowOf::<T>::note_received(&bounty.asset(), bounty.peek())?;
		// It has its floor: it takes every amount.
		EscrowOf::<T>::resolve(bounty).map_err(|_| Error::<T>::Overflow)?;
		Ok(())
	}
}
