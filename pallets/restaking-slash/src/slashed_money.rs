// SPDX-License-Identifier: Apache-2.0

//! Destinations of slashed money.

use crate::{
	escrow::EscrowOf, AccountIdOf, AssetIdOf, Balance, Bounties, Bounty, CaseId, Config,
	ConsumerId, ConsumerTerms, Consumers, CreditOf, Destination, EpochIndex, Error, Escrow, Event,
	OwedSlashes, Pallet, WithheldSlash, WithheldSlashes,
};
use bulwark_ledger::split_floor;
use bulwark_traits::{Epochs, Slash, Slashed};
use frame_support::{
	ensure,
	traits::{fungibles::Balanced, Get, OnUnbalanced},
};
use sp_runtime::{traits::Zero, DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	/// Divides slashed money: the bounty of a reporter first, if there is one.
	pub(crate) fn pay_out(
		case_id: CaseId,
		consumer_id: ConsumerId,
		reporter: Option<AccountIdOf<T>>,
		terms: &ConsumerTerms<T::AccountId>,
		slashed: Slashed<AssetIdOf<T>, CreditOf<T>>,
	) -> DispatchResult {
		let Slashed { bond, pools, owed } = slashed;
		let record = Consumers::<T>::get(consumer_id).ok_or(Error::<T>::UnknownConsumer)?;
		// Or an operator could get a part of its bond back through a consumer of its own.
		let reporter = reporter.filter(|_| record.admitted);

		let bond = match (bond, reporter) {
			(Some(bond), Some(reporter)) => Some(Self::set_bounty(case_id, reporter, terms, bond)?),
			(bond, _) => bond,
		};
		let destination = match &terms.destination {
			Destination::Account(_) if !record.admitted => &Destination::Treasury,
			destination => destination,
		};
		let unlock_epoch = match destination {
			Destination::Account(_) => Self::unlock_epoch(),
			// No terms name stakers.
			Destination::Treasury | Destination::Burn | Destination::Stakers => T::Exposure::now(),
		};
		let new = WithheldSlash {
			consumer_id,
			destination: destination.clone(),
			escrowed: 0,
			unlock_epoch,
		};
		for (pool_id, asset, amount) in owed {
			Self::note_owed(case_id, &new, pool_id, asset, amount);
		}
		for money in bond.into_iter().chain(pools) {
			Self::distribute(case_id, &new, money)?;
		}
		Ok(())
	}

	/// First epoch in which bounties and destination accounts of a case that is executed now are paid.
	fn unlock_epoch() -> EpochIndex {
		T::Exposure::now().plus(T::BountyDelay::get())
	}

	/// Puts the reporter's part of what the bond has lost into escrow, and returns the rest.
	fn set_bounty(
		case_id: CaseId,
		reporter: T::AccountId,
		terms: &ConsumerTerms<T::AccountId>,
		bond: CreditOf<T>,
	) -> Result<CreditOf<T>, DispatchError> {
		let (amount, _) = split_floor(bond.peek(), terms.bounty).map_err(Error::<T>::from)?;
		if amount.is_zero() {
			return Ok(bond);
		}

		let (bounty, rest) = bond.split(amount);
		let unlock_epoch = Self::unlock_epoch();
		let record = Bounty { reporter: reporter.clone(), amount, unlock_epoch };
		Bounties::<T>::insert(case_id, record);

		Self::escrow(bounty)?;
		Self::deposit_event(Event::BountySet { case_id, reporter, amount, unlock_epoch });
		Ok(rest)
	}

	/// Sends slashed money to its destination; that of an account goes into the escrow first. If the escrow does not take
	/// the asset, the treasury gets it.
	fn distribute(case_id: CaseId, new: &WithheldSlash<T>, money: CreditOf<T>) -> DispatchResult {
		let (asset, amount) = (money.asset(), money.peek());
		if amount.is_zero() {
			return Ok(());
		}
		let is_account = matches!(new.destination, Destination::Account(_));
		if !is_account {
			return Self::give(case_id, &new.destination, money);
		}
		if !Escrow::<T>::contains_key(&asset) {
			return Self::give(case_id, &Destination::Treasury, money);
		}

		let mut record = WithheldSlashes::<T>::get(case_id, &asset).unwrap_or_else(|| new.clone());
		record.escrowed = record.escrowed.checked_add(amount).ok_or(Error::<T>::Overflow)?;
		WithheldSlashes::<T>::insert(case_id, &asset, record);
		Self::escrow(money)?;
		let unlock_epoch = new.unlock_epoch;
		Self::deposit_event(Event::SlashEscrowed { case_id, asset, amount, unlock_epoch });
		Ok(())
	}

	/// Notes what staking has charged to a pool and could not move.
	fn note_owed(
		case_id: CaseId,
		new: &WithheldSlash<T>,
		pool_id: bulwark_ledger::PoolId,
		asset: AssetIdOf<T>,
		amount: Balance,
	) {
		if amount.is_zero() {
			return;
		}
		WithheldSlashes::<T>::mutate(case_id, &asset, |record| {
			record.get_or_insert_with(|| new.clone());
		});
		OwedSlashes::<T>::insert((case_id, &asset, pool_id), amount);
		Self::deposit_event(Event::SlashOwed { case_id, pool_id, asset, amount });
	}

	/// Pays what the escrow has; or collects what one pool still owes, and pays that.
	pub(crate) fn do_release_slashed(case_id: CaseId, asset: AssetIdOf<T>) -> DispatchResult {
		let mut record =
			WithheldSlashes::<T>::get(case_id, &asset).ok_or(Error::<T>::NothingWithheld)?;
		let consumer = Consumers::<T>::get(record.consumer_id);
		ensure!(record.unlock_epoch <= T::Exposure::now(), Error::<T>::SlashLocked);
		let destination = match record.destination.clone() {
			Destination::Account(who) if consumer.is_some_and(|consumer| consumer.admitted) => {
				Destination::Account(who)
			},
			Destination::Account(_) => Destination::Treasury,
			destination => destination,
		};

		let money = if record.escrowed > 0 {
			let escrowed = core::mem::take(&mut record.escrowed);
			WithheldSlashes::<T>::insert(case_id, &asset, record);
			Self::forget_withheld(case_id, &asset);
			EscrowOf::<T>::take(asset, escrowed)?
		} else {
			Self::collect(case_id, &asset)?
		};
		Self::give(case_id, &destination, money)
	}

	/// Forgets what a case withholds of an asset once no pool owes any of it.
	fn forget_withheld(case_id: CaseId, asset: &AssetIdOf<T>) {
		if OwedSlashes::<T>::iter_key_prefix((case_id, asset)).next().is_none() {
			WithheldSlashes::<T>::remove(case_id, asset);
		}
	}

	/// Collects from one pool as much of what it owes as can be moved. Until that is known nothing says that it owes any.
	fn collect(case_id: CaseId, asset: &AssetIdOf<T>) -> Result<CreditOf<T>, DispatchError> {
		let owed = OwedSlashes::<T>::iter_prefix((case_id, asset)).next();
		let (pool_id, amount) = owed.ok_or(Error::<T>::NothingWithheld)?;
		OwedSlashes::<T>::remove((case_id, asset, pool_id));

		let money = T::Slash::hand_out(pool_id, amount)?;
		let left = amount.checked_sub(money.peek()).ok_or(Error::<T>::Overflow)?;
		if left > 0 {
			OwedSlashes::<T>::insert((case_id, asset, pool_id), left);
		}
		Self::forget_withheld(case_id, asset);
		Ok(money)
	}

	/// Gives slashed money to its destination. An account that cannot take it is an error.
	fn give(
		case_id: CaseId,
		to: &Destination<AccountIdOf<T>>,
		money: CreditOf<T>,
	) -> DispatchResult {
		let (asset, amount) = (money.asset(), money.peek());
		let to = match to {
			Destination::Burn => {
				drop(money);
				Destination::Burn
			},
			Destination::Account(who) => {
				T::Assets::resolve(who, money).map_err(|_| Error::<T>::PaymentRefused)?;
				Destination::Account(who.clone())
			},
			// No terms name stakers.
			Destination::Treasury | Destination::Stakers => {
				T::OnSlash::on_unbalanced(money);
				Destination::Treasury
			},
		};
		Self::deposit_event(Event::Distributed { case_id, asset, amount, to });
		Ok(())
	}
}
