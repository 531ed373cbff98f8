// SPDX-License-Identifier: Apache-2.0

//! Who rents security, and on what terms.

use crate::{
	AccountIdOf, Config, Consumer, ConsumerId, ConsumerTerms, Consumers, Deposit, Destination,
	EpochIndex, Error, Event, HoldReason, NextConsumer, Pallet, Terms,
};
use bulwark_traits::Epochs;
use frame_support::{
	ensure,
	traits::{fungible::MutateHold, tokens::Precision, EnsureOrigin, Get},
};
use frame_system::{ensure_signed, pallet_prelude::OriginFor};
use sp_runtime::{traits::BadOrigin, DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	/// Who acts: the signer, or the account for which the admin stands.
	pub(crate) fn ensure_actor(origin: OriginFor<T>) -> Result<AccountIdOf<T>, BadOrigin> {
		T::AdminOrigin::try_origin(origin).or_else(ensure_signed)
	}

	pub(crate) fn do_register_consumer(
		manager: AccountIdOf<T>,
		terms: Terms<AccountIdOf<T>>,
		admitted: bool,
	) -> Result<ConsumerId, DispatchError> {
		let (consumer, from) = (ConsumerId(NextConsumer::<T>::get()), T::Epochs::now());
		let next = consumer.0.checked_add(1).ok_or(Error::<T>::Overflow)?;
		let deposit = T::ConsumerDeposit::get();

		Self::ensure_valid(&terms, admitted)?;

		NextConsumer::<T>::put(next);
		Consumers::<T>::insert(
			consumer,
			Consumer {
				manager: manager.clone(),
				deposit: Deposit { who: manager.clone(), amount: deposit },
				admitted,
				latest: 1,
				from,
				retired: None,
			},
		);
		ConsumerTerms::<T>::insert(consumer, 1, &terms);

		Self::ensure_escrow(&manager)?;
		T::Native::hold(&HoldReason::Consumer.into(), &manager, deposit)?;
		Self::deposit_event(Event::ConsumerRegistered { consumer, manager, deposit });
		Self::deposit_event(Event::TermsSet { consumer, version: 1, terms, from });
		Ok(consumer)
	}

	pub(crate) fn do_set_terms(
		manager: AccountIdOf<T>,
		consumer: ConsumerId,
		terms: Terms<AccountIdOf<T>>,
	) -> DispatchResult {
		let mut record = Self::consumer_of(&manager, consumer)?;
		let now = T::Epochs::now();

		ensure!(record.retired.is_none(), Error::<T>::ConsumerRetired);
		Self::ensure_valid(&terms, record.admitted)?;

		// What has not begun gives way.
		if record.from <= now {
			record.latest = record.latest.checked_add(1).ok_or(Error::<T>::Overflow)?;
		}
		record.from = now.plus(Self::notice());
		let (version, from) = (record.latest, record.from);

		ConsumerTerms::<T>::insert(consumer, version, &terms);
		Consumers::<T>::insert(consumer, record);

		Self::deposit_event(Event::TermsSet { consumer, version, terms, from });
		Ok(())
	}

	pub(crate) fn do_set_manager(
		manager: AccountIdOf<T>,
		consumer: ConsumerId,
		new: AccountIdOf<T>,
	) -> DispatchResult {
		let mut record = Self::consumer_of(&manager, consumer)?;

		record.manager = new.clone();
		Consumers::<T>::insert(consumer, record);

		Self::deposit_event(Event::ManagerSet { consumer, old: manager, new });
		Ok(())
	}

	pub(crate) fn do_retire_consumer(
		manager: AccountIdOf<T>,
		consumer: ConsumerId,
	) -> DispatchResult {
		let mut record = Self::consumer_of(&manager, consumer)?;
		let last = T::Epochs::now();

		ensure!(record.retired.is_none(), Error::<T>::ConsumerRetired);

		record.retired = Some(last);
		Consumers::<T>::insert(consumer, record);

		Self::deposit_event(Event::ConsumerRetired { consumer, last });
		Ok(())
	}

	pub(crate) fn do_return_deposit(consumer: ConsumerId) -> DispatchResult {
		let mut record = Consumers::<T>::get(consumer).ok_or(Error::<T>::UnknownConsumer)?;
		let Deposit { who, amount } = record.deposit.clone();

		let last = record.retired.ok_or(Error::<T>::NotReleased)?;
		ensure!(last.plus(T::Window::get()) < T::Epochs::now(), Error::<T>::NotReleased);
		ensure!(amount > 0, Error::<T>::Unchanged);

		record.deposit.amount = 0;
		Consumers::<T>::insert(consumer, record);

		T::Native::release(&HoldReason::Consumer.into(), &who, amount, Precision::Exact)?;
		Self::deposit_event(Event::DepositReturned { consumer, who, amount });
		Ok(())
	}

	pub(crate) fn do_set_admission(consumer: ConsumerId, admitted: bool) -> DispatchResult {
		let mut record = Consumers::<T>::get(consumer).ok_or(Error::<T>::UnknownConsumer)?;

		record.admitted = admitted;
		Consumers::<T>::insert(consumer, record);

		Self::deposit_event(Event::AdmissionSet { consumer, admitted });
		Ok(())
	}

	/// A consumer for which an account speaks.
	pub(crate) fn consumer_of(
		manager: &AccountIdOf<T>,
		consumer: ConsumerId,
	) -> Result<Consumer<T>, Error<T>> {
		let record = Consumers::<T>::get(consumer).ok_or(Error::<T>::UnknownConsumer)?;
		ensure!(record.manager == *manager, Error::<T>::NotManager);
		Ok(record)
	}

	/// The terms of a version; `UnknownConsumer` if there are none.
	pub(crate) fn terms_of(
		consumer: ConsumerId,
		version: u32,
	) -> Result<Terms<AccountIdOf<T>>, Error<T>> {
		ConsumerTerms::<T>::get(consumer, version).ok_or(Error::<T>::UnknownConsumer)
	}

	/// `ConsumerRetired` if a consumer had retired before an epoch.
	pub(crate) fn ensure_stood(record: &Consumer<T>, epoch: EpochIndex) -> Result<(), Error<T>> {
		ensure!(record.retired.is_none_or(|last| epoch <= last), Error::<T>::ConsumerRetired);
		Ok(())
	}

	fn ensure_valid(terms: &Terms<AccountIdOf<T>>, admitted: bool) -> Result<(), Error<T>> {
		ensure!(terms.are_valid(T::Window::get()), Error::<T>::InvalidTerms);
		let names_account = matches!(terms.destination, Destination::Account(_));
		ensure!(admitted || !names_account, Error::<T>::NotAdmitted);
		Ok(())
	}
}
