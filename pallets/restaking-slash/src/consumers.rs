// SPDX-License-Identifier: Apache-2.0

//! Consumers that rent security, and their terms.

use crate::{
	escrow::EscrowOf, AccountIdOf, Config, Consumer, ConsumerId, ConsumerTerms, Consumers, Deposit,
	Destination, EpochIndex, Error, Event, HoldReason, NextConsumerId, Pallet, TermsByVersion,
};
use bulwark_traits::{Epochs, Initializable};
use frame_support::{
	ensure,
	traits::{EnsureOrigin, Get},
};
use frame_system::{ensure_signed, pallet_prelude::OriginFor};
use sp_runtime::{traits::BadOrigin, DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	/// Account that acts: the signer, or the one for which the admin stands.
	pub(crate) fn ensure_actor(origin: OriginFor<T>) -> Result<AccountIdOf<T>, BadOrigin> {
		T::AdminOrigin::try_origin(origin).or_else(ensure_signed)
	}

	pub(crate) fn do_register_consumer(
		manager: AccountIdOf<T>,
		terms: ConsumerTerms<AccountIdOf<T>>,
		admitted: bool,
	) -> Result<ConsumerId, DispatchError> {
		let (consumer_id, effective_from) = (NextConsumerId::<T>::get(), T::Exposure::now());
		let next = consumer_id.next().ok_or(Error::<T>::Overflow)?;
		let amount = T::ConsumerDeposit::get();
		let deposit = Deposit { who: manager.clone(), amount };

		ensure!(Self::is_initialized(), Error::<T>::NotInitialized);
		Self::ensure_valid(&terms, admitted)?;

		NextConsumerId::<T>::put(next);
		Consumers::<T>::insert(
			consumer_id,
			Consumer {
				manager: manager.clone(),
				deposit: deposit.clone(),
				admitted,
				latest_version: 1,
				effective_from,
				last_epoch: None,
				open_cases: 0,
			},
		);
		TermsByVersion::<T>::insert(consumer_id, 1, &terms);

		EscrowOf::<T>::open(&T::NativeAsset::get(), &manager)?;
		Self::hold(HoldReason::ConsumerDeposit, &deposit)?;
		Self::deposit_event(Event::ConsumerRegistered { consumer_id, manager, deposit: amount });
		let (version, old, new) = (1, None, terms);
		Self::deposit_event(Event::TermsSet { consumer_id, version, old, new, effective_from });
		Ok(consumer_id)
	}

	pub(crate) fn do_set_terms(
		manager: AccountIdOf<T>,
		consumer_id: ConsumerId,
		new: ConsumerTerms<AccountIdOf<T>>,
	) -> DispatchResult {
		let mut record = Self::consumer_of(&manager, consumer_id)?;
		let now = T::Exposure::now();
		let old = Self::terms_of(consumer_id, record.version(now))?;

		ensure!(record.last_epoch.is_none(), Error::<T>::ConsumerRetired);
		Self::ensure_valid(&new, record.admitted)?;

		// Terms that have not begun give way.
		if record.effective_from <= now {
			record.latest_version =
				record.latest_version.checked_add(1).ok_or(Error::<T>::Overflow)?;
		}
		record.effective_from = Self::notices().widen.takes_effect(now);
		let (version, effective_from) = (record.latest_version, record.effective_from);

		TermsByVersion::<T>::insert(consumer_id, version, &new);
		Consumers::<T>::insert(consumer_id, record);

		let old = Some(old);
		Self::deposit_event(Event::TermsSet { consumer_id, version, old, new, effective_from });
		Ok(())
	}

	pub(crate) fn do_set_manager(
		manager: AccountIdOf<T>,
		consumer_id: ConsumerId,
		new: AccountIdOf<T>,
	) -> DispatchResult {
		let mut record = Self::consumer_of(&manager, consumer_id)?;

		record.manager = new.clone();
		Consumers::<T>::insert(consumer_id, record);

		Self::deposit_event(Event::ManagerSet { consumer_id, old: manager, new });
		Ok(())
	}

	pub(crate) fn do_retire_consumer(
		manager: AccountIdOf<T>,
		consumer_id: ConsumerId,
	) -> DispatchResult {
		let mut record = Self::consumer_of(&manager, consumer_id)?;
		// M whole epochs pass, in which everything still answers.
		let last_epoch = Self::notices().narrow.takes_effect(T::Exposure::now()).minus(1);

		ensure!(record.last_epoch.is_none(), Error::<T>::ConsumerRetired);

		record.last_epoch = Some(last_epoch);
		Consumers::<T>::insert(consumer_id, record);

		Self::deposit_event(Event::ConsumerRetired { consumer_id, last_epoch });
		Ok(())
	}

	pub(crate) fn do_cancel_retirement(consumer_id: ConsumerId) -> DispatchResult {
		let mut record = Consumers::<T>::get(consumer_id).ok_or(Error::<T>::UnknownConsumer)?;

		let last_epoch = record.last_epoch.ok_or(Error::<T>::NotRetiring)?;
		ensure!(T::Exposure::now() <= last_epoch, Error::<T>::NotRetiring);

		record.last_epoch = None;
		Consumers::<T>::insert(consumer_id, record);

		Self::deposit_event(Event::RetirementCancelled { consumer_id, last_epoch });
		Ok(())
	}

	pub(crate) fn do_release_consumer_deposit(consumer_id: ConsumerId) -> DispatchResult {
		let mut record = Consumers::<T>::get(consumer_id).ok_or(Error::<T>::UnknownConsumer)?;
		let deposit = record.deposit.clone();

		let last_epoch = record.last_epoch.ok_or(Error::<T>::NotReleased)?;
		let is_over = last_epoch.plus(T::Exposure::window()) < T::Exposure::now();
		ensure!(is_over, Error::<T>::NotReleased);
		ensure!(deposit.amount > 0, Error::<T>::DepositReleased);
		// They end by the clock, but only when somebody settles them.
		ensure!(record.open_cases == 0, Error::<T>::CasesUnsettled);

		record.deposit.amount = 0;
		Consumers::<T>::insert(consumer_id, record);

		Self::release(HoldReason::ConsumerDeposit, &deposit)?;
		let Deposit { who, amount } = deposit;
		Self::deposit_event(Event::DepositReleased { consumer_id, who, amount });
		Ok(())
	}

	pub(crate) fn do_set_admission(consumer_id: ConsumerId, new: bool) -> DispatchResult {
		let mut record = Consumers::<T>::get(consumer_id).ok_or(Error::<T>::UnknownConsumer)?;
		let old = core::mem::replace(&mut record.admitted, new);

		Consumers::<T>::insert(consumer_id, record);

		Self::deposit_event(Event::AdmissionSet { consumer_id, old, new });
		Ok(())
	}

	/// Consumer for which an account acts.
	pub(crate) fn consumer_of(
		manager: &AccountIdOf<T>,
		consumer_id: ConsumerId,
	) -> Result<Consumer<T>, Error<T>> {
		let record = Consumers::<T>::get(consumer_id).ok_or(Error::<T>::UnknownConsumer)?;
		ensure!(record.manager == *manager, Error::<T>::NotManager);
		Ok(record)
	}

	/// Terms of a version; `UnknownConsumer` if there are none.
	pub(crate) fn terms_of(
		consumer_id: ConsumerId,
		version: u32,
	) -> Result<ConsumerTerms<AccountIdOf<T>>, Error<T>> {
		TermsByVersion::<T>::get(consumer_id, version).ok_or(Error::<T>::UnknownConsumer)
	}

	/// `ConsumerRetired` if a consumer had retired before an epoch.
	pub(crate) fn ensure_stood(record: &Consumer<T>, epoch: EpochIndex) -> Result<(), Error<T>> {
		ensure!(record.last_epoch.is_none_or(|last| epoch <= last), Error::<T>::ConsumerRetired);
		Ok(())
	}

	fn ensure_valid(terms: &ConsumerTerms<AccountIdOf<T>>, admitted: bool) -> Result<(), Error<T>> {
		ensure!(terms.are_valid(T::Exposure::window()), Error::<T>::InvalidTerms);
		match terms.destination {
			Destination::Treasury | Destination::Burn => Ok(()),
			Destination::Account(_) if admitted => Ok(()),
			Destination::Account(_) => Err(Error::<T>::NotAdmitted),
			// Those of whom would be a question: the money comes from a bond and from several pools.
			Destination::Stakers => Err(Error::<T>::InvalidTerms),
		}
	}
}
