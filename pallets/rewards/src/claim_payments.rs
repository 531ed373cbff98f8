// SPDX-License-Identifier: Apache-2.0

//! The payments of a claim: taken out of what is owed first, paid last.

use crate::{payments::PotOf, AmountsOf, AssetIdOf, Config, Error, Event, Pallet, RewardClaim};
use alloc::vec::Vec;
use bulwark_ledger::{Balance, Fixed};
use bulwark_traits::refused_by_asset;
use frame_support::traits::Get;
use sp_runtime::{DispatchError, DispatchResult};

/// The part of a claim that a payment is of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Part {
	/// That of the staker, of the owner of a position, or of the operator.
	Earner,
	/// That of the beneficiary of a position's tag.
	Beneficiary,
}

/// Whole units of an asset that leave the pot.
struct Payment<T: Config> {
	part: Part,
	to: T::AccountId,
	/// The place of the asset in the pool's list.
	at: u32,
	asset: AssetIdOf<T>,
	amount: Balance,
}

/// Numbers of payments that were tried.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Tried {
	/// In the native asset.
	pub(crate) native: u32,
	/// In others.
	pub(crate) others: u32,
}

/// All payments of a claim.
pub(crate) struct Payments<T: Config> {
	claim: RewardClaim<T::AccountId>,
	to_come: Vec<Payment<T>>,
	tried: Tried,
	/// An error of what could not be paid.
	reason: Option<DispatchError>,
}

/// The outcome of the payments of a claim.
pub(crate) struct Paid<T: Config> {
	/// Payments that were tried.
	pub(crate) tried: Tried,
	/// Amounts that assets refused, to be put back; none if all was paid.
	pub(crate) refused: Option<Refused<T>>,
}

/// Amounts that assets refused to pay.
pub(crate) struct Refused<T: Config> {
	pub(crate) earner: AmountsOf<T>,
	pub(crate) beneficiary: AmountsOf<T>,
}

impl Tried {
	/// Number of all of them.
	pub(crate) const fn all(self) -> u32 {
		self.native.saturating_add(self.others)
	}

	fn note<T: Config>(&mut self, asset: &AssetIdOf<T>) {
		let count =
			if *asset == T::NativeAsset::get() { &mut self.native } else { &mut self.others };
		*count = count.saturating_add(1);
	}
}

impl<T: Config> Payments<T> {
	/// No payments yet.
	pub(crate) fn of(claim: RewardClaim<T::AccountId>) -> Self {
		Self { claim, to_come: Vec::new(), tried: Tried::default(), reason: None }
	}

	/// Takes the whole units out of what is owed, asset by asset, as far as they can leave the pot, and returns what is left.
	/// One that cannot be paid stops none of the others.
	pub(crate) fn take(
		&mut self,
		part: Part,
		to: &T::AccountId,
		assets: &[(u32, AssetIdOf<T>)],
		mut owed: AmountsOf<T>,
	) -> Result<AmountsOf<T>, DispatchError> {
		for (at, asset) in assets {
			let units = owed.get(*at).units_floor();
			if units == 0 {
				continue;
			}
			self.tried.note::<T>(asset);
			match payable::<T>(to, asset, units) {
				Ok(amount) => {
					let left = owed.get(*at).minus(Fixed::from_units(amount));
					owed.set(*at, left).map_err(Error::<T>::from)?;
					let (to, at, asset) = (to.clone(), *at, asset.clone());
					self.to_come.push(Payment { part, to, at, asset, amount });
				},
				Err(reason) => self.defer(to.clone(), asset.clone(), units, reason),
			}
		}
		Ok(owed)
	}

	/// A claim that pays nothing is refused: with the reason if something was there to pay.
	pub(crate) fn check(&self) -> DispatchResult {
		match (self.to_come.is_empty(), self.reason) {
			(false, _) => Ok(()),
			(true, Some(reason)) => Err(refused_by_asset(reason, Error::<T>::PaymentRefused)),
			(true, None) => Err(Error::<T>::NothingToClaim.into()),
		}
	}

	/// Pays. Errs if nothing at all was paid: so it is if the call is nested too deeply. What is not paid stays owed.
	pub(crate) fn pay(mut self) -> Result<Paid<T>, DispatchError> {
		let (mut paid_any, mut refused) = (false, None);
		for Payment { part, to, at, asset, amount } in core::mem::take(&mut self.to_come) {
			match PotOf::<T>::pay(asset.clone(), &to, amount) {
				Ok(()) => {
					paid_any = true;
					let claim = self.claim.clone();
					Pallet::<T>::deposit_event(Event::Claimed { claim, to, asset, amount });
				},
				Err(reason) => {
					refused.get_or_insert_with(Refused::<T>::nothing).add(part, at, amount)?;
					self.defer(to, asset, amount, reason);
				},
			}
		}
		if !paid_any {
			self.check()?;
		}
		Ok(Paid { tried: self.tried, refused })
	}

	fn defer(
		&mut self,
		to: T::AccountId,
		asset: AssetIdOf<T>,
		amount: Balance,
		reason: DispatchError,
	) {
		self.reason = Some(reason);
		let claim = self.claim.clone();
		Pallet::<T>::deposit_event(Event::PaymentDeferred { claim, to, asset, amount, reason });
	}
}

impl<T: Config> Refused<T> {
	fn nothing() -> Self {
		Self { earner: AmountsOf::<T>::default(), beneficiary: AmountsOf::<T>::default() }
	}

	fn add(&mut self, part: Part, at: u32, amount: Balance) -> Result<(), Error<T>> {
		let amounts = match part {
			Part::Earner => &mut self.earner,
			Part::Beneficiary => &mut self.beneficiary,
		};
		Ok(amounts.add_units(at, amount)?)
	}
}

/// The part of an amount that an account can be paid.
fn payable<T: Config>(
	to: &T::AccountId,
	asset: &AssetIdOf<T>,
	amount: Balance,
) -> Result<Balance, DispatchError> {
	// Nobody signs for a position account: its NFT may have been sent to one, or a tag may name one.
	if Pallet::<T>::is_position_account(to) {
		return Err(Error::<T>::IsPositionAccount.into());
	}
	PotOf::<T>::payable(asset, amount)
}
