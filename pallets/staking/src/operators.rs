// SPDX-License-Identifier: Apache-2.0

//! The life of an operator: registered, suspended, closing, gone.

use crate::{
	matured::{departure, departure_of, Matured},
	payments::PotOf,
	AllowedOperators, ClosingCause, Config, Error, Event, HoldReason, NextOperatorIndex, Operator,
	OperatorBackings, Operators, Pallet, Registration, RegistrationPolicy, RetiredOperators,
	Suspension, WeightInfo,
};
use alloc::vec::Vec;
use bulwark_ledger::{Departure, Scope};
use bulwark_traits::{Epochs, Suspend};
use frame_support::{
	ensure,
	traits::{fungible::MutateHold, tokens::Precision, Get},
	weights::Weight,
};
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_set_registration_policy(new: RegistrationPolicy) {
		let old = Registration::<T>::get();

		Registration::<T>::put(new);
		Self::deposit_event(Event::RegistrationPolicySet { old, new });
	}

	pub(crate) fn do_allow_operator(who: T::AccountId) {
		AllowedOperators::<T>::insert(&who, ());
		Self::deposit_event(Event::AccountAllowed { who });
	}

	pub(crate) fn do_disallow_operator(who: T::AccountId) -> DispatchResult {
		AllowedOperators::<T>::take(&who).ok_or(Error::<T>::NotAllowed)?;
		Self::deposit_event(Event::AccountDisallowed { who });
		Ok(())
	}

	pub(crate) fn do_register(operator: T::AccountId) -> DispatchResult {
		let since_epoch = Self::now();
		let bond = T::Bond::get();

		ensure!(!Operators::<T>::contains_key(&operator), Error::<T>::AlreadyRegistered);
		ensure!(!RetiredOperators::<T>::contains_key(&operator), Error::<T>::OperatorGone);
		ensure!(Self::may_register(&operator), Error::<T>::NotAllowed);
		ensure!(Operators::<T>::count() < T::MaxOperators::get(), Error::<T>::TooManyOperators);

		let seniority = NextOperatorIndex::<T>::get();
		let next = seniority.checked_add(1).ok_or(Error::<T>::Overflow)?;

		NextOperatorIndex::<T>::put(next);
		Operators::<T>::insert(&operator, Operator::new(seniority, bond, since_epoch));

		PotOf::<T>::open(&T::NativeAsset::get(), &operator)?;
		T::Native::hold(&HoldReason::Bond.into(), &operator, bond)?;
		Self::deposit_event(Event::OperatorRegistered { operator, bond, since_epoch });
		Ok(())
	}

	pub(crate) fn do_top_up_bond(operator: T::AccountId) -> DispatchResult {
		let mut record = Operators::<T>::get(&operator).ok_or(Error::<T>::NotOperator)?;

		ensure!(record.departure.is_none(), Error::<T>::AlreadyClosing);
		ensure!(record.bond.missing() > 0, Error::<T>::BondFull);

		let amount = record.bond.top_up();

		Operators::<T>::insert(&operator, record);

		T::Native::hold(&HoldReason::Bond.into(), &operator, amount)?;
		Self::deposit_event(Event::BondToppedUp { operator, amount });
		Ok(())
	}

	/// Closes an operator that has not closed: by its own wish, or by that of the admin.
	pub(crate) fn do_close(operator: T::AccountId, cause: ClosingCause) -> DispatchResult {
		let mut record = Operators::<T>::get(&operator).ok_or(Error::<T>::NotOperator)?;

		ensure!(record.departure.is_none(), Error::<T>::AlreadyClosing);

		let departure = Self::close(&operator, &mut record)?;

		Operators::<T>::insert(&operator, record);
		Self::deposit_event(Event::OperatorClosing { operator, cause, departure });
		Ok(())
	}

	pub(crate) fn do_suspend(operator: T::AccountId, reason: Suspension) -> DispatchResult {
		let mut record = Operators::<T>::get(&operator).ok_or(Error::<T>::NotOperator)?;

		ensure!(record.departure.is_none(), Error::<T>::AlreadyClosing);
		ensure!(record.suspension != Some(Suspension::ByAdmin), Error::<T>::AlreadySuspended);

		record.suspension = Some(reason);

		Operators::<T>::insert(&operator, record);
		Self::unrank(&operator);

		Self::deposit_event(Event::OperatorSuspended { operator, reason });
		Ok(())
	}

	/// `by` is an account that asks for itself, or nobody if the admin does.
	pub(crate) fn do_resume(operator: T::AccountId, by: Option<T::AccountId>) -> DispatchResult {
		let mut record = Operators::<T>::get(&operator).ok_or(Error::<T>::NotOperator)?;
		let suspension = record.suspension.ok_or(Error::<T>::NotSuspended)?;

		let is_free = |since| by.as_ref() == Some(&operator) && since < Self::now();
		let may_resume = match suspension {
			_ if by.is_none() => true,
			Suspension::Idle(since) => is_free(since),
			Suspension::ByAdmin => false,
		};
		ensure!(may_resume, Error::<T>::CannotResume);

		record.suspension = None;

		Operators::<T>::insert(&operator, record);

		Self::deposit_event(Event::OperatorResumed { operator });
		Ok(())
	}

	pub(crate) fn do_withdraw_bond(operator: T::AccountId) -> DispatchResult {
		let record = Operators::<T>::get(&operator).ok_or(Error::<T>::NotOperator)?;
		let amount = record.bond.held();

		let departure = record.departure.ok_or(Error::<T>::NotClosing)?;
		departure.check(Self::now()).map_err(Error::<T>::from)?;
		ensure!(!Self::is_serving(&operator), Error::<T>::InActiveSet);

		Operators::<T>::remove(&operator);
		OperatorBackings::<T>::remove(&operator);
		RetiredOperators::<T>::insert(&operator, ());

		T::Native::release(&HoldReason::Bond.into(), &operator, amount, Precision::Exact)?;
		Self::deposit_event(Event::BondWithdrawn { operator, amount });
		Ok(())
	}

	/// Closes an operator and its pools with the present epoch, and returns the departure of the bond. The record is kept
	/// by the caller.
	pub(crate) fn close(
		operator: &T::AccountId,
		record: &mut Operator<T>,
	) -> Result<Departure, DispatchError> {
		let departure = departure::<T>(Some(operator), Self::horizon());
		let of_bond = departure_of::<T>(Some(operator), Scope::Bond, Self::horizon());

		// The observer hears of all of them before the first has closed.
		let pools: Vec<_> = record
			.pool_ids
			.iter()
			.map(|pool_id| Matured::<T>::open(*pool_id))
			.collect::<Result<_, _>>()?;
		for mut pool in pools {
			let pool_id = pool.pool_id;
			pool.record.buckets.close(departure).map_err(Error::<T>::from)?;
			pool.store()?;
			Self::deposit_event(Event::PoolClosed { pool_id, departure });
		}
		record.departure = Some(of_bond);
		Self::unrank(operator);
		Ok(of_bond)
	}

	fn may_register(who: &T::AccountId) -> bool {
		match Registration::<T>::get() {
			RegistrationPolicy::Open => true,
			RegistrationPolicy::AllowList => AllowedOperators::<T>::contains_key(who),
		}
	}
}

impl<T: Config> Suspend<T::AccountId> for Pallet<T> {
	fn suspend_idle(operator: &T::AccountId) -> DispatchResult {
		let record = Operators::<T>::get(operator).ok_or(Error::<T>::NotOperator)?;
		if record.departure.is_some() || record.suspension.is_some() {
			return Ok(());
		}
		Self::do_suspend(operator.clone(), Suspension::Idle(Self::now()))
	}

	fn weight() -> Weight {
		T::WeightInfo::suspend_idle()
	}
}
