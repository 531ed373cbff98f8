// SPDX-License-Identifier: Apache-2.0

//! The life of an operator: registered, suspended, closing, gone.

use crate::{
	matured::{departure_of, Matured},
	payments::PotOf,
	AllowedOperators, ClosingCause, Config, Error, Event, HoldReason, NextOperatorIndex, Operator,
	Operators, Pallet, Registration, RegistrationPolicy, ReplaceableOperator, RetiredOperators,
	Suspension, WeightInfo,
};
use alloc::vec::Vec;
use bulwark_ledger::{Departure, EpochIndex, Scope};
use bulwark_traits::{stored, Epochs, Initializable, Liability, Suspend};
use frame_support::{
	ensure,
	traits::{fungible::MutateHold, tokens::Precision, EnsureOrigin, Get},
	weights::Weight,
};
use frame_system::{ensure_signed, pallet_prelude::OriginFor};
use sp_runtime::{traits::SaturatedConversion, DispatchError, DispatchResult};

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

		ensure!(Self::is_initialized(), Error::<T>::NotInitialized);
		ensure!(!Operators::<T>::contains_key(&operator), Error::<T>::AlreadyRegistered);
		ensure!(!RetiredOperators::<T>::contains_key(&operator), Error::<T>::OperatorGone);
		ensure!(Self::may_register(&operator), Error::<T>::NotAllowed);
		ensure!(Operators::<T>::count() < T::MaxOperators::get(), Error::<T>::TooManyOperators);

		let seniority = NextOperatorIndex::<T>::get();
		let next = seniority.checked_add(1).ok_or(Error::<T>::Overflow)?;

		NextOperatorIndex::<T>::put(next);
		let cover = T::Liability::cover(&operator);
		let record =
			Operator::new(seniority, bond, since_epoch, cover).map_err(Error::<T>::from)?;
		Operators::<T>::insert(&operator, record);

		PotOf::<T>::open(&T::NativeAsset::get(), &operator)?;
		T::Native::hold(&HoldReason::Bond.into(), &operator, bond)?;
		Self::deposit_event(Event::OperatorRegistered { operator, bond, since_epoch });
		Ok(())
	}

	pub(crate) fn do_top_up_bond(operator: T::AccountId) -> DispatchResult {
		let mut record = Operators::<T>::get(&operator).ok_or(Error::<T>::NotOperator)?;

		ensure!(record.departure.is_none(), Error::<T>::AlreadyClosing);
		ensure!(!record.bond.is_full(), Error::<T>::BondFull);

		let at = Self::horizon();
		let effective_from = at.effective();
		let amount = record.bond.top_up(at).map_err(Error::<T>::from)?;

		Operators::<T>::insert(&operator, record);

		T::Native::hold(&HoldReason::Bond.into(), &operator, amount)?;
		Self::deposit_event(Event::BondToppedUp { operator, amount, effective_from });
		Ok(())
	}

	/// Closes an operator that has not announced it: by its own wish or that of others, with the consumers' notice.
	/// Returns the number of pools that close.
	pub(crate) fn do_close(
		operator: T::AccountId,
		cause: ClosingCause,
	) -> Result<u32, DispatchError> {
		let mut record = Operators::<T>::get(&operator).ok_or(Error::<T>::NotOperator)?;

		ensure!(record.departure.is_none(), Error::<T>::AlreadyClosing);

		T::Liability::closes(&operator);
		let last_epoch = Self::now().plus(T::Liability::notice(&operator));
		let departure = Self::bond_departure(&operator, last_epoch);
		Self::close(&operator, &mut record, last_epoch, departure)?;
		let pools = record.backing.pools.len().saturated_into(); // `MaxPools` at most

		Operators::<T>::insert(&operator, record);
		Self::deposit_event(Event::OperatorClosing { operator, cause, departure });
		Ok(pools)
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

	/// The account that signed; nobody if the origin is `EmergencyOrigin`.
	pub(crate) fn ensure_emergency_or_signed(
		origin: OriginFor<T>,
	) -> Result<Option<T::AccountId>, DispatchError> {
		match T::EmergencyOrigin::try_origin(origin) {
			Ok(_) => Ok(None),
			Err(origin) => Ok(Some(ensure_signed(origin)?)),
		}
	}

	/// `by` is an account that asks for itself, or nobody if the emergency origin does.
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
		let amount = record.bond.held().map_err(Error::<T>::from)?;

		let departure = record.departure.ok_or(Error::<T>::NotClosing)?;
		departure.check(Self::now()).map_err(Error::<T>::from)?;

		Operators::<T>::remove(&operator);
		RetiredOperators::<T>::insert(&operator, record.backing.pool_ids());

		T::Native::release(&HoldReason::Bond.into(), &operator, amount, Precision::Exact)?;
		Self::deposit_event(Event::BondWithdrawn { operator, amount });
		Ok(())
	}

	/// Closes the pools of an operator with an epoch, the present one or a later one, and its bond with the same or a later
	/// one. Out of the ranking it is at once. The record is kept by the caller.
	pub(crate) fn close(
		operator: &T::AccountId,
		record: &mut Operator<T>,
		last_epoch: EpochIndex,
		of_bond: Departure,
	) -> DispatchResult {
		let (scope, window, now) = (Scope::BondAndPools, T::Window::get(), Self::now());
		let departure = departure_of::<T>(Some(operator), scope, last_epoch, window);

		// The observer hears of all of them before the first has closed.
		let pools: Vec<_> = record
			.backing
			.pool_ids()
			.into_iter()
			.map(|pool_id| Matured::<T>::open(pool_id, now))
			.collect::<Result<_, _>>()?;
		for mut pool in pools {
			let pool_id = pool.pool_id;
			pool.record.buckets.close(departure, pool.at.now).map_err(Error::<T>::from)?;
			pool.store()?;
			Self::deposit_event(Event::PoolClosed { pool_id, departure });
		}
		record.follow_pools(operator)?;
		record.departure = Some(of_bond);
		Self::unrank(operator);
		// A place is to come free.
		ReplaceableOperator::<T>::kill();
		Ok(())
	}

	/// The departure of a bond that answers for the last time in an epoch.
	pub(crate) fn bond_departure(operator: &T::AccountId, last_epoch: EpochIndex) -> Departure {
		departure_of::<T>(Some(operator), Scope::Bond, last_epoch, T::Window::get())
	}

	fn may_register(who: &T::AccountId) -> bool {
		match Registration::<T>::get() {
			RegistrationPolicy::Open => true,
			RegistrationPolicy::AllowList => AllowedOperators::<T>::contains_key(who),
		}
	}
}

impl<T: Config> Suspend<T::AccountId> for Pallet<T> {
	fn suspend_idle(operator: &T::AccountId) -> Result<bool, DispatchError> {
		let record = Operators::<T>::get(operator).ok_or(Error::<T>::NotOperator)?;
		if record.departure.is_some() || record.suspension.is_some() {
			return Ok(false);
		}
		Self::do_suspend(operator.clone(), Suspension::Idle(Self::now()))?;
		Ok(true)
	}

	fn weight() -> Weight {
		T::WeightInfo::suspend_idle()
	}
}

impl<T: Config> Operator<T> {
	/// The record of an operator, if there is one. `Corruption` if it does not decode: its backing would not follow.
	pub(crate) fn load(operator: &T::AccountId) -> Result<Option<Self>, DispatchError> {
		stored(Operators::<T>::hashed_key_for(operator))
	}

	/// Takes over the backing that the pools have kept in the stored record, while this one was in hand.
	pub(crate) fn follow_pools(&mut self, operator: &T::AccountId) -> DispatchResult {
		self.backing = Self::load(operator)?.ok_or(Error::<T>::NotOperator)?.backing;
		Ok(())
	}
}
