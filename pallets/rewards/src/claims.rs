// SPDX-License-Identifier: Apache-2.0

//! Paying what was earned: all epochs and all assets at once. What cannot be paid stays owed.

use crate::{
	book::{entitlement, has_left, keep_entitlement, Book},
	AmountsOf, AssetIdOf, Claim, Commissioned, Config, Error, Event, Pallet, PositionId, Positions,
	Tag,
};
use alloc::vec::Vec;
use bulwark_ledger::{Balance, Fixed, PoolId};
use bulwark_traits::{Stake, StakePools};
use frame_support::ensure;
use sp_runtime::{DispatchError, DispatchResult};

/// What was paid, what had to wait, and why.
#[derive(Default)]
struct Payments {
	paid: bool,
	refused: Option<DispatchError>,
}

impl Payments {
	/// A claim that pays nothing is refused: with the reason if something was there to pay.
	fn check<T: Config>(self) -> DispatchResult {
		match (self.paid, self.refused) {
			(true, _) => Ok(()),
			(false, Some(reason)) => Err(reason),
			(false, None) => Err(Error::<T>::NothingToClaim.into()),
		}
	}
}

impl<T: Config> Pallet<T> {
	pub(crate) fn do_claim(
		caller: T::AccountId,
		claim: Claim<T::AccountId>,
		to: Option<T::AccountId>,
	) -> DispatchResult {
		match claim {
			Claim::Stake { pool, ref holder } => {
				ensure!(!Self::is_key(holder), Error::<T>::KeyOfPosition);
				let to = destination::<T>(&caller, holder, to)?;
				Self::claim_stake(pool, holder.clone(), to)
			},
			Claim::Position(id) => {
				let owner = Self::owner_of(id)?;
				let to = destination::<T>(&caller, &owner, to)?;
				Self::claim_position(id, to)
			},
			Claim::Commission(pool) => {
				let info = T::Stake::pool(pool).ok_or(Error::<T>::UnknownPool)?;
				let operator = info.operator.ok_or(Error::<T>::NothingToClaim)?;
				let to = destination::<T>(&caller, &operator, to)?;
				Self::claim_commission(pool, to)
			},
		}
	}

	fn claim_stake(pool: PoolId, holder: T::AccountId, to: T::AccountId) -> DispatchResult {
		let mut book = Book::<T>::load(pool)?;
		let stake = Stake { pool, holder: holder.clone(), to: None };
		let owed = book.owed(&stake);

		let mut payments = Payments::default();
		let claim = Claim::Stake { pool, holder };
		let left = Self::pay_owed(&claim, &to, book.assets(), owed.clone(), &mut payments)?;
		payments.check::<T>()?;

		let entitlement = entitlement::<T>(&stake).minus(&owed.minus(&left));
		// Who has left for good leaves less than a unit behind, which nobody could ever be paid.
		let is_over = has_left::<T>(&stake) && entitlement.is_dust();
		keep_entitlement::<T>(&stake, if is_over { Default::default() } else { entitlement });
		book.store()
	}

	fn claim_position(id: PositionId, to: T::AccountId) -> DispatchResult {
		let mut position = Positions::<T>::get(id).ok_or(Error::<T>::UnknownPosition)?;
		let mut book = Book::<T>::load(position.pool)?;
		let stake = position.stake();
		let owed = match book.has_expired(position.expiry) && position.tag.is_none() {
			true => book.owed_until(&stake, position.expiry),
			false => book.owed(&stake),
		};

		let mut payments = Payments::default();
		let claim = Claim::Position(id);
		let earner = position.tag.as_ref().map_or(&to, |tag| &tag.beneficiary);
		let left = Self::pay_owed(&claim, earner, book.assets(), owed.clone(), &mut payments)?;
		if let Some(Tag { earned, .. }) = &mut position.tag {
			*earned = Self::pay_owed(&claim, &to, book.assets(), earned.clone(), &mut payments)?;
		}
		payments.check::<T>()?;

		let entitlement = entitlement::<T>(&stake).minus(&owed.minus(&left));
		keep_entitlement::<T>(&stake, entitlement);
		Positions::<T>::insert(id, position);
		book.store()
	}

	fn claim_commission(pool: PoolId, to: T::AccountId) -> DispatchResult {
		let book = Book::<T>::load(pool)?;
		let due = Commissioned::<T>::get(pool);

		let mut payments = Payments::default();
		let claim = Claim::Commission(pool);
		let left = Self::pay_owed(&claim, &to, book.assets(), due, &mut payments)?;
		payments.check::<T>()?;

		if left.is_zero() {
			Commissioned::<T>::remove(pool);
		} else {
			Commissioned::<T>::insert(pool, left);
		}
		book.store()
	}

	/// Pays the whole units of what is owed, asset by asset, and returns what is left.
	fn pay_owed(
		claim: &Claim<T::AccountId>,
		to: &T::AccountId,
		assets: Vec<(u32, AssetIdOf<T>)>,
		mut owed: AmountsOf<T>,
		payments: &mut Payments,
	) -> Result<AmountsOf<T>, DispatchError> {
		for (at, asset) in assets {
			let units = owed.get(at).units_floor();
			if Self::pay_one(claim, to, asset, units, payments) {
				let left = owed.get(at).minus(Fixed::from_units(units));
				owed.set(at, left).map_err(Error::<T>::from)?;
			}
		}
		Ok(owed)
	}

	/// Pays one asset. One that refuses, below its minimum balance for instance, stops none of the others.
	fn pay_one(
		claim: &Claim<T::AccountId>,
		to: &T::AccountId,
		asset: AssetIdOf<T>,
		amount: Balance,
		payments: &mut Payments,
	) -> bool {
		if amount == 0 {
			return false;
		}
		let (claim, to) = (claim.clone(), to.clone());
		match Self::pay(asset.clone(), &to, amount) {
			Ok(()) => {
				payments.paid = true;
				Self::deposit_event(Event::Claimed { claim, to, asset, amount });
				true
			},
			Err(reason) => {
				payments.refused = Some(reason);
				Self::deposit_event(Event::PaymentDeferred { claim, to, asset, amount, reason });
				false
			},
		}
	}
}

/// Anyone may have somebody paid; only who is paid says where.
fn destination<T: Config>(
	caller: &T::AccountId,
	owner: &T::AccountId,
	to: Option<T::AccountId>,
) -> Result<T::AccountId, DispatchError> {
	ensure!(to.is_none() || caller == owner, Error::<T>::NotOwner);
	Ok(to.unwrap_or_else(|| owner.clone()))
}
