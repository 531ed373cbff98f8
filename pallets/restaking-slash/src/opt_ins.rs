// SPDX-License-Identifier: Apache-2.0

//! Opt-ins of operators, and their slash caps.

use crate::{
	AccountIdOf, Config, ConsumerId, ConsumerTerms, Consumers, Error, Event, Fraction, Fractions,
	OptIns, OptInsOf, Pallet, Scope, UsedBudgets,
};
use alloc::vec::Vec;
use bulwark_ledger::Notice;
use bulwark_traits::{Epochs, Exposure};
use frame_support::{ensure, traits::Get};
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_set_slash_cap(operator: AccountIdOf<T>, new: Fraction) -> DispatchResult {
		let at = T::Exposure::horizon();
		let mut opt_ins = Self::pruned_opt_ins(&operator);
		let old = opt_ins.slash_cap(at.now);

		ensure!(T::Exposure::may_opt_in(&operator), Error::<T>::NotOperator);

		let raised_from = Self::notice().takes_effect(at.now);
		let effective_from =
			opt_ins.set_slash_cap(new, raised_from, at).map_err(Error::<T>::from)?;

		Self::put_opt_ins(&operator, opt_ins);
		Self::deposit_event(Event::SlashCapSet { operator, old, new, effective_from });
		Ok(())
	}

	pub(crate) fn do_opt_in(
		operator: AccountIdOf<T>,
		consumer_id: ConsumerId,
		version: u32,
		budget: Fractions,
	) -> DispatchResult {
		let at = T::Exposure::horizon();
		let record = Consumers::<T>::get(consumer_id).ok_or(Error::<T>::UnknownConsumer)?;
		let terms = Self::terms_of(consumer_id, version).map_err(|_| Error::<T>::TermsChanged)?;
		let mut opt_ins = Self::pruned_opt_ins(&operator);

		// Less on the terms of before is always possible, whatever the consumer does.
		let present = opt_ins.of(consumer_id).and_then(|opt_in| opt_in.at(at.now));
		let is_less =
			present.is_some_and(|span| span.version == version && span.budget.holds(&budget));
		ensure!(is_less || record.last_epoch.is_none(), Error::<T>::ConsumerRetired);
		ensure!(is_less || record.version(at.now) == version, Error::<T>::TermsChanged);
		Self::ensure_may_opt_in(&operator, &terms, &budget)?;

		let widened_from = Self::notice().takes_effect(at.now);
		let effective_from = opt_ins
			.opt_in(consumer_id, budget, version, widened_from, at)
			.map_err(Error::<T>::from)?;

		Self::put_opt_ins(&operator, opt_ins);
		Self::deposit_event(Event::OptedIn {
			operator,
			consumer_id,
			version,
			budget,
			effective_from,
		});
		Ok(())
	}

	pub(crate) fn do_opt_out(operator: AccountIdOf<T>, consumer_id: ConsumerId) -> DispatchResult {
		let mut opt_ins = Self::pruned_opt_ins(&operator);

		let ended_from =
			opt_ins.opt_out(consumer_id, T::Exposure::horizon()).map_err(Error::<T>::from)?;

		if opt_ins.of(consumer_id).is_none() {
			UsedBudgets::<T>::remove(&operator, consumer_id);
		}
		Self::put_opt_ins(&operator, opt_ins);
		let last_epoch = ended_from.minus(1);
		Self::deposit_event(Event::OptedOut { operator, consumer_id, last_epoch });
		Ok(())
	}

	pub(crate) fn do_prune(operator: AccountIdOf<T>) {
		let mut opt_ins = Self::pruned_opt_ins(&operator);
		if T::Exposure::is_operator(&operator) {
			Self::end_retired(&operator, &mut opt_ins);
			return Self::put_opt_ins(&operator, opt_ins);
		}

		// It has gone with its bond, and nobody can slash anything of it.
		for opt_in in opt_ins.list() {
			UsedBudgets::<T>::remove(&operator, opt_in.consumer_id);
		}
		OptIns::<T>::remove(&operator);
	}

	/// Ends opt-ins to consumers that have retired: stake would wait for faults that nobody can report.
	fn end_retired(operator: &AccountIdOf<T>, opt_ins: &mut OptInsOf<T>) {
		let at = T::Exposure::horizon();
		let all: Vec<_> = opt_ins.list().iter().map(|opt_in| opt_in.consumer_id).collect();
		for consumer_id in all {
			let has_retired =
				Consumers::<T>::get(consumer_id).is_some_and(|record| record.last_epoch.is_some());
			if !has_retired {
				continue;
			}
			// It is refused where the end has come already.
			if let Ok(ended_from) = opt_ins.opt_out(consumer_id, at) {
				let (operator, last_epoch) = (operator.clone(), ended_from.minus(1));
				Self::deposit_event(Event::OptedOut { operator, consumer_id, last_epoch });
			}
		}
	}

	/// Checks that an account may opt in with a budget on a consumer's terms, whatever else it has opted in to.
	pub(crate) fn ensure_may_opt_in(
		operator: &AccountIdOf<T>,
		terms: &ConsumerTerms<AccountIdOf<T>>,
		budget: &Fractions,
	) -> Result<(), Error<T>> {
		ensure!(T::Exposure::may_opt_in(operator), Error::<T>::NotOperator);
		let pools = |budget: &Fractions| budget.allows(Scope::BondAndPools);
		ensure!(!pools(budget) || pools(&terms.most), Error::<T>::OutOfScope);
		Ok(())
	}

	/// N: time that stakers have between an announcement by which they can lose more, and its effect.
	pub(crate) fn notice() -> Notice {
		Notice(T::Notice::get())
	}

	/// Opt-ins by which something can still be slashed. Budgets that were used up of others are forgotten.
	fn pruned_opt_ins(operator: &AccountIdOf<T>) -> OptInsOf<T> {
		let mut opt_ins = OptIns::<T>::get(operator);
		for over in opt_ins.prune(T::Exposure::horizon()) {
			UsedBudgets::<T>::remove(operator, over);
		}
		opt_ins
	}

	/// Keeps opt-ins if they say anything.
	pub(crate) fn put_opt_ins(operator: &AccountIdOf<T>, opt_ins: OptInsOf<T>) {
		if opt_ins.is_empty() {
			OptIns::<T>::remove(operator);
		} else {
			OptIns::<T>::insert(operator, opt_ins);
		}
	}
}
