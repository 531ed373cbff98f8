// SPDX-License-Identifier: Apache-2.0

//! The self-stake of operators, and what follows if it is below the minimum. The rules are in the ledger.
//!
//! By its own act an operator has the minimum or leaves: it stakes at least that, and takes it back pool by pool to
//! the last share, after which it is not elected any more. Only a slash, a higher minimum or a lower price can leave it
//! short; then it takes no stake, and serves on until its cure period is over. A price is taken anew by each election, which
//! notes whom it left short.

use crate::{
	delegations::Joins, prices::Prices, Config, Error, Event, GlobalMinSelfStake, Operator,
	OperatorState, Operators, Pallet,
};
use bulwark_ledger::{EpochIndex, Power, Powers, SelfStake, Shortage};
use bulwark_traits::Epochs;
use frame_support::{ensure, traits::Get};
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_set_global_min_self_stake(amount: Power) {
		let mut minimum = GlobalMinSelfStake::<T>::get();

		let old = minimum.set(amount, Self::now());

		GlobalMinSelfStake::<T>::put(minimum);
		Self::deposit_event(Event::GlobalMinSelfStakeSet { old, new: amount });
	}

	pub(crate) fn do_set_min_self_stake(operator: T::AccountId, amount: Power) -> DispatchResult {
		let mut record = Operators::<T>::get(&operator).ok_or(Error::<T>::NotOperator)?;
		let now = Self::now();
		let old = record.min_self_stake.at(now);

		ensure!(record.departure.is_none(), Error::<T>::AlreadyClosing);
		let own = Prices::in_force().own_power_of(&record.backing, now);
		let has_it = amount <= old || own.next >= amount;
		ensure!(has_it, Error::<T>::SelfStakeTooLow);

		let effective_from =
			record.min_self_stake.raise_at_once(amount, now, now.plus(T::Window::get()));

		Operators::<T>::insert(&operator, record);
		Self::deposit_event(Event::MinSelfStakeSet { operator, old, new: amount, effective_from });
		Ok(())
	}

	/// The state of an operator, by its record and its self-stake.
	pub fn state_of(operator: &T::AccountId) -> Option<OperatorState> {
		Self::state_in(operator, Self::now())
	}

	/// The same, for whoever has read the clock.
	pub(crate) fn state_in(operator: &T::AccountId, now: EpochIndex) -> Option<OperatorState> {
		let record = Operators::<T>::get(operator)?;
		let self_stake = Self::self_stake_of(&record, now);
		Some(state(&record, &self_stake))
	}

	/// The self-stake of an operator against its minimum.
	pub(crate) fn self_stake_of(record: &Operator<T>, now: EpochIndex) -> SelfStake {
		let own = record.lasting(Prices::in_force().own_power_of(&record.backing, now), now);
		Self::weigh_self_stake(own, record, now)
	}

	/// Own power of an operator against its minimum.
	pub(crate) fn weigh_self_stake(
		own: Powers,
		record: &Operator<T>,
		now: EpochIndex,
	) -> SelfStake {
		let global = GlobalMinSelfStake::<T>::get();
		let promised = record.min_self_stake.at(now);

		SelfStake::new(own, global, promised, record.shortage, now, T::CurePeriod::get())
	}

	/// Errors if an operator takes no stake from a staker: `OperatorNotActive` or `SelfStakeTooLow`. Itself it may always
	/// make up for a shortage.
	pub(crate) fn ensure_operator_takes(
		operator: &T::AccountId,
		staker: &T::AccountId,
		now: EpochIndex,
	) -> DispatchResult {
		let record = Operators::<T>::get(operator).ok_or(Error::<T>::OperatorNotActive)?;
		ensure!(record.is_in_order(), Error::<T>::OperatorNotActive);

		if operator != staker {
			let attracts = Self::self_stake_of(&record, now).attracts();
			ensure!(attracts, Error::<T>::SelfStakeTooLow);
		}
		Ok(())
	}

	/// After an operator has staked itself: with enough its shortage is over, and a deposit has to be enough.
	pub(crate) fn own_stake_came(
		operator: &T::AccountId,
		joins: Joins,
		now: EpochIndex,
	) -> DispatchResult {
		let mut record = Operators::<T>::get(operator).ok_or(Error::<T>::NotOperator)?;
		let self_stake = Self::self_stake_of(&record, now);

		if !self_stake.will_be_met() {
			ensure!(joins == Joins::Arriving, Error::<T>::SelfStakeTooLow);
			return Ok(());
		}
		if record.shortage.take().is_some() {
			Operators::<T>::insert(operator, record);
			Self::deposit_event(Event::SelfStakeRestored { operator: operator.clone() });
		}
		Ok(())
	}

	/// After an operator has taken own stake out of a pool: enough must be left, or nothing in that pool. The rest
	/// elsewhere may be too little then, and no cure period forgives that.
	pub(crate) fn own_stake_left(
		operator: &T::AccountId,
		whole_pool: bool,
		now: EpochIndex,
	) -> DispatchResult {
		let Some(mut record) = Operator::<T>::load(operator)? else { return Ok(()) };
		if record.departure.is_some() {
			return Ok(());
		}
		let self_stake = Self::self_stake_of(&record, now);

		ensure!(whole_pool || self_stake.will_be_met(), Error::<T>::SelfStakeTooLow);

		if !self_stake.will_be_met() {
			record.shortage = Some(Shortage::ByChoice);
			Operators::<T>::insert(operator, record);
		}
		Ok(())
	}

	/// At an election: notes since when an operator is short of self-stake, or that it is no longer. The record is kept by
	/// the caller.
	pub(crate) fn look_at_self_stake(
		operator: &T::AccountId,
		record: &mut Operator<T>,
		self_stake: &SelfStake,
		was_short: bool,
		epoch: EpochIndex,
	) {
		if !self_stake.will_be_met() {
			Self::note_short(operator, record, self_stake, was_short, epoch);
		} else if record.shortage.take().is_some() {
			Self::deposit_event(Event::SelfStakeRestored { operator: operator.clone() });
		}
	}

	/// After a slash: notes since when an operator is short of self-stake. The record is kept by the caller.
	pub(crate) fn note_shortage(
		operator: &T::AccountId,
		record: &mut Operator<T>,
		was_short: bool,
		now: EpochIndex,
	) {
		let self_stake = Self::self_stake_of(record, now);
		Self::note_short(operator, record, &self_stake, was_short, now);
	}

	fn note_short(
		operator: &T::AccountId,
		record: &mut Operator<T>,
		self_stake: &SelfStake,
		was_short: bool,
		now: EpochIndex,
	) {
		let raised_epoch = GlobalMinSelfStake::<T>::get().raised_epoch;
		let since = self_stake.short_since(record.shortage, was_short, raised_epoch, now);
		let Some(since) = since.filter(|_| record.departure.is_none()) else { return };

		record.shortage = Some(Shortage::Since(since));
		Self::deposit_event(Event::SelfStakeBelowMinimum {
			operator: operator.clone(),
			own: self_stake.own.next,
			minimum: self_stake.minimum,
			cure_until_epoch: since.plus(T::CurePeriod::get()),
		});
	}
}

/// The state of an operator.
pub(crate) fn state<T: Config>(record: &Operator<T>, self_stake: &SelfStake) -> OperatorState {
	match record.standing() {
		OperatorState::Active if self_stake.is_enough() => OperatorState::Active,
		OperatorState::Active if self_stake.cure_until_epoch.is_some() => OperatorState::Curing,
		OperatorState::Active => OperatorState::Suspended,
		other => other,
	}
}
