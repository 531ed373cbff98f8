// SPDX-License-Identifier: Apache-2.0

//! The account in which a pallet keeps money of many.

use bulwark_ledger::{Balance, LedgerError, Pot};
use core::marker::PhantomData;
use frame_support::{
	storage::with_storage_layer,
	traits::{
		fungibles::{Balanced, Credit, Inspect, Mutate},
		tokens::{Fortitude, Precision, Preservation},
		AccountTouch, Get,
	},
};
use sp_runtime::{DispatchError, DispatchResult, TokenError};

type AccountOf<S> = <S as PotStore>::AccountId;
type AssetOf<S> = <<S as PotStore>::Assets as Inspect<AccountOf<S>>>::AssetId;
type CreditOf<S> = Credit<AccountOf<S>, <S as PotStore>::Assets>;

/// Tells a [`PotAccount`] which account it is, and keeps its records: one for each asset.
pub trait PotStore {
	/// An account.
	type AccountId: Eq;

	/// The assets.
	type Assets: Mutate<Self::AccountId, Balance = Balance>
		+ Balanced<Self::AccountId>
		+ AccountTouch<AssetOf<Self>, Self::AccountId, Balance = Balance>;

	/// The name of the native asset.
	type NativeAsset: Get<AssetOf<Self>>;

	/// The errors of the pallet.
	type Error: From<LedgerError> + Into<DispatchError>;

	/// The account that holds the money of every asset, and nothing else.
	fn account() -> Self::AccountId;

	/// True if the pot was opened for an asset.
	fn is_open(asset: &AssetOf<Self>) -> bool;

	/// The record of an asset; none if the pot is not open for it, or the record does not decode.
	fn record(asset: &AssetOf<Self>) -> Option<Pot>;

	/// Keeps the record of an asset.
	fn put_record(asset: &AssetOf<Self>, record: Pot);

	/// The error that answers for an asset for which the pot was never opened.
	fn not_opened() -> Self::Error;

	/// The error that answers if an account has the money and may not spend it.
	fn not_spendable() -> Self::Error;
}

/// Says in a pallet's own words, which have a remedy, that an asset refuses a payment. What is no refusal of an asset stays.
pub fn refused_by_asset(error: DispatchError, own: impl Into<DispatchError>) -> DispatchError {
	let own = own.into();
	match (&error, &own) {
		(DispatchError::Token(_), _) => own,
		// Of the pallet that keeps the asset.
		(DispatchError::Module(its), DispatchError::Module(ours)) if its.index != ours.index => own,
		_ => error,
	}
}

/// The pot of a pallet. These rules stand here once, for all pots:
///
/// - the minimum balance of an asset is put in before anything else and stays, so that the account is never dusted and
///   accepts every amount. Strangers cannot keep it out of an asset by filling its references with others: the payer
///   leaves a deposit with the asset then. The native asset comes first: there are assets that keep no account alive;
/// - a minimum balance that has risen stays behind too: payments leave it there, and what they leave stays owed until
///   somebody has raised the floor by [`touch`](PotAccount::touch);
/// - money moves with `Preserve` on both sides: neither the payer's account nor the pot dies of a payment;
/// - **the record before the money, and every check before both.** An asset may call anybody in the middle of a payment
///   (a token of a contract does), who may make any call there. So a payment is the last thing that a call does: whoever
///   is called finds everything written already, and nothing that was loaded before a payment is stored after it. A
///   payment that fails takes back, in a storage layer, whatever it did; then the call fails whole, or what stays owed
///   is put back into a record that is loaded anew;
/// - the balance is never read, so that a donation belongs to nobody;
/// - a record that does not decode is left as it is, and nothing is paid by it.
pub struct PotAccount<S>(PhantomData<S>);

impl<S: PotStore> PotAccount<S> {
	/// Opens the pot for an asset when it is used for the first time: the payer puts the floor in.
	pub fn open(asset: &AssetOf<S>, payer: &S::AccountId) -> DispatchResult {
		if S::is_open(asset) {
			return Ok(());
		}
		Self::touch(asset, payer).map(|_| ())
	}

	/// Opens the pot for an asset, or raises its floor to a minimum balance that has risen. Returns the amount that the
	/// payer put in, apart from a deposit that the asset may ask for.
	pub fn touch(asset: &AssetOf<S>, payer: &S::AccountId) -> Result<Balance, DispatchError> {
		let native = S::NativeAsset::get();
		if *asset != native {
			Self::open(&native, payer)?;
		}
		let mut record = Self::record(asset)?.unwrap_or(Pot::new(0));
		let missing = record.raise_floor(S::Assets::minimum_balance(asset.clone()));
		S::put_record(asset, record);

		if S::Assets::should_touch(asset.clone(), &S::account()) {
			S::Assets::touch(asset.clone(), &S::account(), payer)?;
		}
		Self::spend(asset.clone(), payer, missing)?;
		Ok(missing)
	}

	/// Takes money in from an account, which is kept alive.
	pub fn receive(asset: AssetOf<S>, payer: &S::AccountId, amount: Balance) -> DispatchResult {
		Self::note_received(&asset, amount)?;
		Self::spend(asset, payer, amount)
	}

	/// Pays money out. Nothing has happened if the asset refuses.
	pub fn pay(asset: AssetOf<S>, to: &S::AccountId, amount: Balance) -> DispatchResult {
		if amount == 0 {
			return Ok(());
		}
		with_storage_layer(|| {
			Self::note_paid(&asset, amount)?;
			S::Assets::transfer(asset, &S::account(), to, amount, Preservation::Preserve)?;
			Ok(())
		})
	}

	/// The part of an amount that can leave. `BelowMinimum` if nothing can.
	pub fn payable(asset: &AssetOf<S>, amount: Balance) -> Result<Balance, DispatchError> {
		let record = Self::record(asset)?.ok_or_else(|| S::not_opened().into())?;
		let part = record.payable(amount, S::Assets::minimum_balance(asset.clone()));
		if part == 0 && amount > 0 {
			return Err(TokenError::BelowMinimum.into());
		}
		Ok(part)
	}

	/// Takes money out, record and balance.
	pub fn take(asset: AssetOf<S>, amount: Balance) -> Result<CreditOf<S>, DispatchError> {
		Self::note_paid(&asset, amount)?;
		Self::withdraw(asset, amount)
	}

	/// Notes money that comes in; it follows by [`resolve`](Self::resolve).
	pub fn note_received(asset: &AssetOf<S>, amount: Balance) -> DispatchResult {
		Self::change(asset, |record| record.receive(amount))
	}

	/// Notes money that goes out; it follows by [`withdraw`](Self::withdraw).
	pub fn note_paid(asset: &AssetOf<S>, amount: Balance) -> DispatchResult {
		Self::change(asset, |record| record.pay(amount))
	}

	/// Puts money in that was noted. The pot has its floor: if it is open it takes every amount.
	pub fn resolve(money: CreditOf<S>) -> DispatchResult {
		S::Assets::resolve(&S::account(), money).map_err(|_| S::not_opened().into())
	}

	/// Takes money out that was noted as paid. Nothing has happened if the asset refuses.
	pub fn withdraw(asset: AssetOf<S>, amount: Balance) -> Result<CreditOf<S>, DispatchError> {
		with_storage_layer(|| {
			S::Assets::withdraw(
				asset,
				&S::account(),
				amount,
				Precision::Exact,
				Preservation::Preserve,
				Fortitude::Force,
			)
		})
	}

	/// Moves money of an account into the pot.
	fn spend(asset: AssetOf<S>, payer: &S::AccountId, amount: Balance) -> DispatchResult {
		S::Assets::transfer(asset, payer, &S::account(), amount, Preservation::Preserve)
			.map_err(Self::not_spent)?;
		Ok(())
	}

	/// Says in the pallet's words why an account cannot spend money. That there is not so much the asset says itself.
	pub fn not_spent(error: DispatchError) -> DispatchError {
		match error {
			DispatchError::Token(TokenError::FundsUnavailable) => error,
			// More than there is of the asset altogether.
			DispatchError::Arithmetic(_) => TokenError::FundsUnavailable.into(),
			error => refused_by_asset(error, S::not_spendable()),
		}
	}

	fn change(
		asset: &AssetOf<S>,
		change: impl FnOnce(&mut Pot) -> Result<(), LedgerError>,
	) -> DispatchResult {
		let mut record = Self::record(asset)?.ok_or_else(|| S::not_opened().into())?;
		change(&mut record).map_err(|error| S::Error::from(error).into())?;
		S::put_record(asset, record);
		Ok(())
	}

	/// The record of an asset, if the pot was opened for it. What does not decode is an error.
	fn record(asset: &AssetOf<S>) -> Result<Option<Pot>, DispatchError> {
		let record = S::record(asset);
		if record.is_none() && S::is_open(asset) {
			return Err(DispatchError::Corruption);
		}
		Ok(record)
	}
}
