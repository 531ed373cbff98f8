// SPDX-License-Identifier: Apache-2.0

//! Bounties, and the pot that keeps them, and money for destination accounts, until they are unlocked.

use crate::{
	AccountIdOf, AssetIdOf, Bounties, Bounty, CaseId, CaseState, Cases, Config, CreditOf, Error,
	Escrow, Event, Pallet,
};
use bulwark_ledger::Pot;
use bulwark_traits::{refused_by_asset, Epochs, PotAccount, PotStore};
use frame_support::{ensure, traits::Get};
use sp_runtime::{traits::AccountIdConversion, DispatchResult};

/// The escrow: a pot for the native asset, and for every asset for which somebody has opened it.
pub(crate) type EscrowOf<T> = PotAccount<Pallet<T>>;

impl<T: Config> PotStore for Pallet<T> {
	type AccountId = AccountIdOf<T>;
	type Assets = T::Assets;
	type NativeAsset = T::NativeAsset;
	type Error = Error<T>;

	fn account() -> AccountIdOf<T> {
		Self::pot()
	}

	fn is_open(asset: &AssetIdOf<T>) -> bool {
		Escrow::<T>::contains_key(asset)
	}

	fn record(asset: &AssetIdOf<T>) -> Option<Pot> {
		Escrow::<T>::get(asset)
	}

	fn put_record(asset: &AssetIdOf<T>, record: Pot) {
		Escrow::<T>::insert(asset, record);
	}

	/// The first consumer opens it for the native asset; nothing of others comes in before.
	fn not_opened() -> Error<T> {
		Error::UnknownConsumer
	}

	fn not_spendable() -> Error<T> {
		Error::NotSpendable
	}
}

impl<T: Config> Pallet<T> {
	pub(crate) fn do_touch(payer: AccountIdOf<T>, asset: AssetIdOf<T>) -> DispatchResult {
		let amount = EscrowOf::<T>::touch(&asset, &payer)?;
		Self::deposit_event(Event::EscrowTouched { asset, payer, amount });
		Ok(())
	}

	pub(crate) fn do_claim_bounty(case_id: CaseId) -> DispatchResult {
		let bounty = Bounties::<T>::take(case_id).ok_or(Error::<T>::NoBounty)?;
		let Bounty { reporter, amount, unlock_epoch } = bounty;

		ensure!(unlock_epoch <= T::Exposure::now(), Error::<T>::BountyLocked);

		EscrowOf::<T>::pay(T::NativeAsset::get(), &reporter, amount)
			.map_err(|error| refused_by_asset(error, Error::<T>::PaymentRefused))?;
		Self::deposit_event(Event::BountyClaimed { case_id, reporter, amount });
		Ok(())
	}

	/// Gives the bounty of a case that was filed by proof to another, whether it is set already or not.
	pub(crate) fn give_bounty_to(case_id: CaseId, to: AccountIdOf<T>) {
		let is_open = Cases::<T>::mutate(case_id, |case| {
			let state = case.as_mut().map(|case| &mut case.course.state);
			match state {
				Some(CaseState::Filed { filing, basis, .. }) if basis.goes_first() => {
					filing.reporter = Some(to.clone());
					true
				},
				_ => false,
			}
		});
		let is_set = Bounties::<T>::mutate(case_id, |bounty| match bounty {
			Some(bounty) => {
				bounty.reporter = to.clone();
				true
			},
			_ => false,
		});
		if is_open || is_set {
			Self::deposit_event(Event::BountyReassigned { case_id, reporter: to });
		}
	}

	/// Account that keeps bounties, and money for destination accounts.
	pub fn pot() -> AccountIdOf<T> {
		T::PalletId::get().into_account_truncating()
	}

	/// Takes money in.
	pub(crate) fn escrow(money: CreditOf<T>) -> DispatchResult {
		EscrowOf::<T>::note_received(&money.asset(), money.peek())?;
		EscrowOf::<T>::resolve(money)
	}
}
