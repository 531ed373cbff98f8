// SPDX-License-Identifier: Apache-2.0

//! The stake an operator has to have in its own pools, and what follows if it has not.
//!
//! By its own act an operator has the minimum or leaves: it stakes at least that, and takes it back pool by pool to
//! the last share, after which it is not elected any more. Only a slash or a higher minimum can leave it
//! short; then it takes no stake, and serves on until the time to make up for it is over.

use crate::{
	Config, Error, Event, GlobalMinimum, MinSelfStake, Operator, OperatorState, Operators, Pallet,
};
use bulwark_ledger::{Power, SelfStake, Shortage};
use bulwark_traits::Epochs;
use frame_support::{ensure, traits::Get};
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_set_min_self_stake(amount: Power) {
		let old = MinSelfStake::<T>::get();
		let raised = if amount > old.amount { Self::now() } else { old.raised };

		MinSelfStake::<T>::put(GlobalMinimum { amount, raised });
		Self::deposit_event(Event::MinSelfStakeSet { old: old.amount, new: amount });
	}

	pub(crate) fn do_set_own_minimum(operator: T::AccountId, amount: Power) -> DispatchResult {
		let mut record = Operators::<T>::get(&operator).ok_or(Error::<T>::UnknownOperator)?;
		let now = Self::now();

		ensure!(record.departure.is_none(), Error::<T>::AlreadyClosing);
		let rises = amount > record.own_minimum.at(now);
		ensure!(
			!rises || Self::own_power_of(&operator).next >= amount,
			Error::<T>::SelfStakeTooLow
		);

		let from = record.own_minimum.set(amount, now, T::Window::get());

		Operators::<T>::insert(&operator, record);
		Self::deposit_event(Event::OwnMinimumSet { operator, amount, from });
		Ok(())
	}

	/// What an operator may do.
	pub fn state_of(operator: &T::AccountId) -> Option<OperatorState> {
		let record = Operators::<T>::get(operator)?;
		let self_stake = Self::self_stake_of(operator, &record);
		Some(state(&record, &self_stake))
	}

	/// An operator's own stake against what it has to be.
	pub(crate) fn self_stake_of(operator: &T::AccountId, record: &Operator<T>) -> SelfStake {
		let now = Self::now();
		let global = MinSelfStake::<T>::get();
		let own = Self::own_power_of(operator);
		let minimum = global.amount.max(record.own_minimum.at(now));

		SelfStake::new(own, minimum, global.raised, record.shortage, now, T::CurePeriod::get())
	}

	/// `OperatorNotActive` or `SelfStakeTooLow` if an operator takes no stake from a holder. Itself it may always
	/// make up for what is missing.
	pub(crate) fn ensure_operator_takes(
		operator: &T::AccountId,
		holder: &T::AccountId,
	) -> DispatchResult {
		let record = Operators::<T>::get(operator).ok_or(Error::<T>::OperatorNotActive)?;
		ensure!(record.is_in_order(), Error::<T>::OperatorNotActive);

		if operator != holder {
			let attracts = Self::self_stake_of(operator, &record).attracts();
			ensure!(attracts, Error::<T>::SelfStakeTooLow);
		}
		Ok(())
	}

	/// After an operator has staked itself: it has to have enough now, and what it was short of is forgotten.
	pub(crate) fn own_stake_came(operator: &T::AccountId) -> DispatchResult {
		let mut record = Operators::<T>::get(operator).ok_or(Error::<T>::UnknownOperator)?;
		let self_stake = Self::self_stake_of(operator, &record);

		ensure!(self_stake.will_be_met(), Error::<T>::SelfStakeTooLow);

		if record.shortage.take().is_some() {
			Operators::<T>::insert(operator, record);
			Self::deposit_event(Event::SelfStakeRestored { operator: operator.clone() });
		}
		Ok(())
	}

	/// After an operator has taken own stake out of a pool: enough must be left, or nothing in that pool. What is
	/// left elsewhere may be too little then, and nobody forgives that.
	pub(crate) fn own_stake_left(operator: &T::AccountId, left_pool: bool) -> DispatchResult {
		let Some(mut record) = Operators::<T>::get(operator) else { return Ok(()) };
		let self_stake = Self::self_stake_of(operator, &record);
		if record.departure.is_some() || self_stake.will_be_met() {
			return Ok(());
		}

		ensure!(left_pool, Error::<T>::SelfStakeTooLow);

		if self_stake.is_short() {
			record.shortage = Some(Shortage::ByChoice);
			Operators::<T>::insert(operator, record);
		}
		Ok(())
	}

	/// After a slash: notes since when an operator is short of own stake. The record is kept by the caller.
	pub(crate) fn note_short(operator: &T::AccountId, record: &mut Operator<T>, was_short: bool) {
		let self_stake = Self::self_stake_of(operator, record);
		let is_noted = match record.shortage {
			Some(Shortage::ByChoice) => true,
			// What was noted when the minimum was higher is over.
			Some(Shortage::Since(_)) => was_short,
			None => false,
		};
		if !self_stake.is_short() || is_noted || record.departure.is_some() {
			return;
		}

		// Whom a higher minimum had left short has no longer than before.
		let since = if was_short { MinSelfStake::<T>::get().raised } else { Self::now() };
		record.shortage = Some(Shortage::Since(since));
		Self::deposit_event(Event::SelfStakeShort {
			operator: operator.clone(),
			own: self_stake.own.next,
			minimum: self_stake.minimum,
			until: since.plus(T::CurePeriod::get()),
		});
	}
}

/// What an operator may do.
pub(crate) fn state<T: Config>(record: &Operator<T>, self_stake: &SelfStake) -> OperatorState {
	match record.standing() {
		OperatorState::Active if self_stake.is_met() || self_stake.will_be_met() => {
			OperatorState::Active
		},
		OperatorState::Active if self_stake.cure_until.is_some() => OperatorState::Curing,
		OperatorState::Active => OperatorState::Suspended,
		other => other,
	}
}
