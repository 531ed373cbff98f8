// SPDX-License-Identifier: Apache-2.0

//! Budgets, and what cases use of them.

use crate::{Cases, Config, ConsumerId, Fractions, OptIns, Pallet, UsedBudgets};
use alloc::collections::BTreeMap;
use bulwark_ledger::EpochIndex;
use bulwark_traits::Epochs;
use frame_support::ensure;
use sp_runtime::TryRuntimeError;

/// Fractions of all cases with a fault in one epoch: of those on the consumer's word, and of those that go first.
type Asked<A> = BTreeMap<(A, ConsumerId, EpochIndex), (Fractions, Fractions)>;

impl<T: Config> Pallet<T> {
	/// I11: open cases have their parts of budgets, and what is asked is asked by open cases.
	pub(super) fn check_open_cases() -> Result<(), TryRuntimeError> {
		let mut open = Asked::<T::AccountId>::new();
		for case in Cases::<T>::iter_values() {
			let (Some(filing), Some(basis)) = (case.course.filing(), case.course.basis()) else {
				continue;
			};
			let key = (case.operator.clone(), case.consumer_id, case.course.fault_epoch);
			let (word, first) = open.entry(key).or_insert((Fractions::NOTHING, Fractions::NOTHING));
			let sum = if basis.goes_first() { first } else { word };
			*sum = sum.plus(filing.fractions).ok_or("a sum overflows")?;
		}

		let at = T::Exposure::horizon();
		for ((operator, consumer_id, fault_epoch), (word, first)) in &open {
			let used = UsedBudgets::<T>::get(operator, consumer_id);
			let mut used = used.list().iter().filter(|spent| spent.fault_epoch == *fault_epoch);
			let has_part = used.any(|spent| spent.asked.holds(word) && spent.taken.holds(first));
			// Those that have only to lapse take nothing; their opt-in may be forgotten already.
			let is_over = fault_epoch.plus(at.window) < at.now;
			ensure!(has_part || is_over, "I11: every open case has its part of a budget");
		}
		for (operator, consumer_id, spending) in UsedBudgets::<T>::iter() {
			for spent in spending.list() {
				let asked = open.get(&(operator.clone(), consumer_id, spent.fault_epoch));
				let (word, _) = asked.copied().unwrap_or((Fractions::NOTHING, Fractions::NOTHING));
				ensure!(
					spent.asked == word,
					"I11: what is asked of a budget is asked by open cases"
				);
			}
		}
		Ok(())
	}

	/// I7: what is used up within W epochs fits into a budget.
	pub(super) fn check_used_budgets() -> Result<(), TryRuntimeError> {
		let at = T::Exposure::horizon();
		for (operator, consumer_id, spending) in UsedBudgets::<T>::iter() {
			let opt_ins = OptIns::<T>::get(&operator);
			let has_opted_in = opt_ins.of(consumer_id).is_some();
			ensure!(has_opted_in, "I11: what is used of a budget is of an opt-in");
			for first in spending.list() {
				let together = spending.list().iter().filter(|other| {
					first.fault_epoch <= other.fault_epoch
						&& other.fault_epoch <= first.fault_epoch.plus(at.window)
				});
				let sum = together
					.clone()
					.map(|spent| spent.taken)
					.try_fold(Fractions::NOTHING, Fractions::plus)
					.ok_or("I7: cases with faults within a window take no more than all")?;
				let budgets =
					together.filter_map(|spent| opt_ins.at(consumer_id, spent.fault_epoch));
				let most = budgets.fold(Fractions::NOTHING, |most, span| most.max(span.budget));
				// Spans of longer ago may be forgotten.
				let is_known = at.now <= first.fault_epoch.plus(at.window);
				ensure!(
					!is_known || most.holds(&sum),
					"I7: cases with faults within a window take no more than a budget"
				);
			}
		}
		Ok(())
	}
}
