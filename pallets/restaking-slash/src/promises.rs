// SPDX-License-Identifier: Apache-2.0

//! What operators promise.

use crate::{
	AccountIdOf, Budget, Config, ConsumerId, Consumers, Error, Event, Fraction, Pallet, PledgeOf,
	Pledges, Scope, Spendings, Terms,
};
use alloc::vec::Vec;
use bulwark_ledger::Horizon;
use bulwark_traits::{Epochs, Slash};
use frame_support::{ensure, traits::Get};
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_set_cap(operator: AccountIdOf<T>, new: Fraction) -> DispatchResult {
		let at = Self::horizon();
		let mut pledge = Self::pruned_pledge(&operator);
		let old = pledge.cap(at.now);

		ensure!(T::Slash::may_promise(&operator), Error::<T>::NotAnOperator);

		let from = pledge.set_cap(new, Self::notice(), at).map_err(Error::<T>::from)?;

		Self::put_pledge(&operator, pledge);
		Self::deposit_event(Event::CapSet { operator, old, new, from });
		Ok(())
	}

	pub(crate) fn do_opt_in(
		operator: AccountIdOf<T>,
		consumer: ConsumerId,
		version: u32,
		budget: Budget,
	) -> DispatchResult {
		let at = Self::horizon();
		let record = Consumers::<T>::get(consumer).ok_or(Error::<T>::UnknownConsumer)?;
		let terms = Self::terms_of(consumer, version).map_err(|_| Error::<T>::TermsChanged)?;
		let mut pledge = Self::pruned_pledge(&operator);

		// Less on the terms of before is always possible, whatever the consumer does.
		let present = pledge.of(consumer).and_then(|promise| promise.at(at.now));
		let is_less =
			present.is_some_and(|span| span.version == version && span.budget.holds(&budget));
		ensure!(is_less || record.retired.is_none(), Error::<T>::ConsumerRetired);
		ensure!(is_less || record.version(at.now) == version, Error::<T>::TermsChanged);
		Self::ensure_may_promise(&operator, &terms, &budget)?;

		let notice = Self::notice();
		let from =
			pledge.promise(consumer, budget, version, notice, at).map_err(Error::<T>::from)?;

		Self::put_pledge(&operator, pledge);
		Self::deposit_event(Event::OptedIn { operator, consumer, version, budget, from });
		Ok(())
	}

	pub(crate) fn do_opt_out(operator: AccountIdOf<T>, consumer: ConsumerId) -> DispatchResult {
		let at = Self::horizon();
		let mut pledge = Self::pruned_pledge(&operator);

		let from = pledge.promise(consumer, Budget::NOTHING, 0, 0, at).map_err(Error::<T>::from)?;

		if pledge.of(consumer).is_none() {
			Spendings::<T>::remove(&operator, consumer);
		}
		Self::put_pledge(&operator, pledge);
		Self::deposit_event(Event::OptedOut { operator, consumer, last: from.minus(1) });
		Ok(())
	}

	pub(crate) fn do_prune(operator: AccountIdOf<T>) {
		let mut pledge = Self::pruned_pledge(&operator);
		if T::Slash::is_operator(&operator) {
			Self::end_retired(&operator, &mut pledge);
			return Self::put_pledge(&operator, pledge);
		}

		// It has gone with its bond, and nobody can charge anything of it.
		for promise in pledge.promises() {
			Spendings::<T>::remove(&operator, promise.consumer);
		}
		Pledges::<T>::remove(&operator);
	}

	/// Ends what was promised to consumers that have retired: stake would wait for faults that are nobody's.
	fn end_retired(operator: &AccountIdOf<T>, pledge: &mut PledgeOf<T>) {
		let at = Self::horizon();
		let promised: Vec<_> = pledge.promises().iter().map(|promise| promise.consumer).collect();
		for consumer in promised {
			let has_retired =
				Consumers::<T>::get(consumer).is_some_and(|record| record.retired.is_some());
			if !has_retired {
				continue;
			}
			// It is refused where the end has come already.
			if let Ok(from) = pledge.promise(consumer, Budget::NOTHING, 0, 0, at) {
				let (operator, last) = (operator.clone(), from.minus(1));
				Self::deposit_event(Event::OptedOut { operator, consumer, last });
			}
		}
	}

	/// Whether an operator may promise so much on such terms, whatever else it has promised.
	pub(crate) fn ensure_may_promise(
		operator: &AccountIdOf<T>,
		terms: &Terms<AccountIdOf<T>>,
		budget: &Budget,
	) -> Result<(), Error<T>> {
		ensure!(T::Slash::may_promise(operator), Error::<T>::NotAnOperator);
		ensure!(!budget.is_nothing(), Error::<T>::InvalidBudget);
		let pools = |budget: &Budget| budget.allows(Scope::BondAndPools);
		ensure!(!pools(budget) || pools(&terms.most), Error::<T>::OutOfScope);
		Ok(())
	}

	/// How many epochs after its announcement something holds by which pools can lose more: N whole ones lie between.
	pub(crate) fn notice() -> u32 {
		T::Notice::get().saturating_add(1)
	}

	/// The present epoch, and the window.
	pub(crate) fn horizon() -> Horizon {
		Horizon { now: T::Epochs::now(), window: T::Window::get() }
	}

	/// What an operator has promised and somebody can still charge. What was used up of the rest is forgotten.
	fn pruned_pledge(operator: &AccountIdOf<T>) -> PledgeOf<T> {
		let mut pledge = Pledges::<T>::get(operator);
		for over in pledge.prune(Self::horizon()) {
			Spendings::<T>::remove(operator, over);
		}
		pledge
	}

	/// Keeps a pledge if it says anything.
	pub(crate) fn put_pledge(operator: &AccountIdOf<T>, pledge: PledgeOf<T>) {
		if pledge.is_empty(T::Epochs::now()) {
			Pledges::<T>::remove(operator);
		} else {
			Pledges::<T>::insert(operator, pledge);
		}
	}
}
