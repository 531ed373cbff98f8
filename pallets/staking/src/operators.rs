// SPDX-License-Identifier: Apache-2.0

//! The life of an operator: registered, suspended, closing, gone.

use crate::{
	matured::{departure, Matured},
	Allowed, Config, Error, Event, Gone, HoldReason, Operator, Operators, Pallet, Registration,
	RegistrationPolicy,
};
use bulwark_ledger::Departure;
use bulwark_traits::Epochs;
use frame_support::{
	ensure,
	traits::{fungible::MutateHold, tokens::Precision, Get},
};
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_set_registration(new: RegistrationPolicy) {
		let old = Registration::<T>::get();

		Registration::<T>::put(new);
		Self::deposit_event(Event::RegistrationSet { old, new });
	}

	pub(crate) fn do_allow(who: T::AccountId) {
		Allowed::<T>::insert(&who, ());
		Self::deposit_event(Event::AccountAllowed { who });
	}

	pub(crate) fn do_disallow(who: T::AccountId) -> DispatchResult {
		Allowed::<T>::take(&who).ok_or(Error::<T>::NotAllowed)?;
		Self::deposit_event(Event::AccountDisallowed { who });
		Ok(())
	}

	pub(crate) fn do_register(operator: T::AccountId) -> DispatchResult {
		let epoch = Self::now();
		let bond = T::Bond::get();

		ensure!(!Operators::<T>::contains_key(&operator), Error::<T>::AlreadyRegistered);
		ensure!(!Gone::<T>::contains_key(&operator), Error::<T>::OperatorGone);
		ensure!(Self::may_register(&operator), Error::<T>::NotAllowed);

		Operators::<T>::insert(&operator, Operator::new(bond, epoch));

		Self::ensure_pot(&T::NativeAsset::get(), &operator)?;
		T::Native::hold(&HoldReason::Bond.into(), &operator, bond)?;
		Self::deposit_event(Event::OperatorRegistered { operator, bond, epoch });
		Ok(())
	}

	pub(crate) fn do_top_up_bond(operator: T::AccountId) -> DispatchResult {
		let mut record = Operators::<T>::get(&operator).ok_or(Error::<T>::UnknownOperator)?;

		ensure!(record.departure.is_none(), Error::<T>::AlreadyClosing);
		ensure!(record.bond.missing() > 0, Error::<T>::BondFull);

		let amount = record.bond.top_up();

		Operators::<T>::insert(&operator, record);

		T::Native::hold(&HoldReason::Bond.into(), &operator, amount)?;
		Self::deposit_event(Event::BondToppedUp { operator, amount });
		Ok(())
	}

	pub(crate) fn do_retire(operator: T::AccountId) -> DispatchResult {
		let mut record = Operators::<T>::get(&operator).ok_or(Error::<T>::UnknownOperator)?;

		ensure!(record.departure.is_none(), Error::<T>::AlreadyClosing);

		let departure = Self::close(&operator, &mut record)?;

		Operators::<T>::insert(&operator, record);

		Self::deposit_event(Event::OperatorRetired { operator, departure });
		Ok(())
	}

	pub(crate) fn do_withdraw_bond(operator: T::AccountId) -> DispatchResult {
		let record = Operators::<T>::get(&operator).ok_or(Error::<T>::UnknownOperator)?;
		let amount = record.bond.held();

		let departure = record.departure.ok_or(Error::<T>::NotClosing)?;
		departure.check(Self::now()).map_err(Error::<T>::from)?;

		Operators::<T>::remove(&operator);
		Gone::<T>::insert(&operator, ());

		T::Native::release(&HoldReason::Bond.into(), &operator, amount, Precision::Exact)?;
		Self::deposit_event(Event::BondWithdrawn { operator, amount });
		Ok(())
	}

	/// Closes an operator and its pools with the present epoch. The record is kept by the caller.
	pub(crate) fn close(
		operator: &T::AccountId,
		record: &mut Operator<T>,
	) -> Result<Departure, sp_runtime::DispatchError> {
		let departure = departure::<T>(Some(operator), Self::horizon());

		for id in record.pools.iter() {
			let mut pool = Matured::<T>::load(*id)?;
			pool.record.buckets.close(departure).map_err(Error::<T>::from)?;
			pool.store();
			Self::deposit_event(Event::PoolClosed { pool: *id, departure });
		}
		record.departure = Some(departure);
		Ok(departure)
	}

	fn may_register(who: &T::AccountId) -> bool {
		match Registration::<T>::get() {
			RegistrationPolicy::Open => true,
			RegistrationPolicy::AllowList => Allowed::<T>::contains_key(who),
		}
	}
}
