// SPDX-License-Identifier: Apache-2.0

//! What always holds.

use crate::{
	Balance, Bounties, Budget, CaseId, Cases, Config, ConsumerTerms, Consumers, Escrow, HoldReason,
	NextCase, NextConsumer, OpenCases, Pallet, Pledges, Proposals, Reports, Spendings,
};
use alloc::{collections::BTreeMap, vec::Vec};
use frame_support::{
	ensure,
	traits::{fungible::InspectHold, fungibles::Inspect, Get},
};
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_try_state() -> Result<(), TryRuntimeError> {
		Self::check_promises()?;
		Self::check_cases()?;
		Self::check_spendings()?;
		Self::check_deposits()?;
		Self::check_escrow()
	}

	/// I7, and promises name consumers and terms that are there.
	fn check_promises() -> Result<(), TryRuntimeError> {
		for (consumer, record) in Consumers::<T>::iter() {
			ensure!(consumer.0 < NextConsumer::<T>::get(), "consumers are numbered");
			for version in 1..=record.latest {
				ensure!(ConsumerTerms::<T>::contains_key(consumer, version), "terms stay");
			}
		}
		let at = Self::horizon();
		for (_, pledge) in Pledges::<T>::iter() {
			ensure!(pledge.check(at).is_ok(), "I7: no more is promised than there is");
			for promise in pledge.promises() {
				let known = |version| {
					version == 0 || ConsumerTerms::<T>::contains_key(promise.consumer, version)
				};
				ensure!(
					promise.spans().iter().all(|span| known(span.version)),
					"what is promised has terms"
				);
			}
		}
		Ok(())
	}

	/// Every case stands in one list of its operator, and its report's name is used.
	fn check_cases() -> Result<(), TryRuntimeError> {
		let mut listed: Vec<CaseId> = Vec::new();
		for (operator, consumer, cases) in OpenCases::<T>::iter() {
			for number in cases {
				let case = Cases::<T>::get(number).ok_or("an open case is there")?;
				ensure!(case.operator == operator && case.consumer == consumer, "it stands here");
				ensure!(case.course.is_filed(), "the consumer stands behind it");
				let report = case.report.ok_or("it has a name")?;
				ensure!(Reports::<T>::contains_key(case.consumer, report), "the name is used");
				listed.push(number);
			}
		}
		for (operator, consumer, cases) in Proposals::<T>::iter() {
			for number in cases {
				let case = Cases::<T>::get(number).ok_or("a proposal is there")?;
				ensure!(case.operator == operator && case.consumer == consumer, "it waits here");
				ensure!(!case.course.is_filed(), "nobody stands behind it");
				listed.push(number);
			}
		}
		listed.sort();
		let mut cases: Vec<_> = Cases::<T>::iter_keys().collect();
		cases.sort();
		ensure!(listed == cases, "every case is listed once");
		ensure!(cases.iter().all(|case| case.0 < NextCase::<T>::get()), "cases are numbered");
		Ok(())
	}

	/// I7: what live cases take is reserved, and what is reserved within W epochs fits into a budget.
	fn check_spendings() -> Result<(), TryRuntimeError> {
		let window = T::Window::get();
		for (_, case) in Cases::<T>::iter().filter(|(_, case)| case.course.is_filed()) {
			let spending = Spendings::<T>::get(&case.operator, case.consumer);
			let fault = case.course.fault;
			// One that has only to lapse takes nothing; its promise may be forgotten already.
			let is_counted = Self::horizon().now <= case.course.last;
			let spent = spending.list().iter().find(|spent| spent.fault == fault);
			let holds = spent.is_some_and(|spent| spent.amount.holds(&case.charge()));
			ensure!(holds || !is_counted, "what a case takes is reserved");
		}
		for (operator, consumer, spending) in Spendings::<T>::iter() {
			let (pledge, now) = (Pledges::<T>::get(&operator), Self::horizon().now);
			for first in spending.list() {
				let together = spending.list().iter().filter(|other| {
					first.fault <= other.fault && other.fault <= first.fault.plus(window)
				});
				let sum = together
					.clone()
					.map(|spent| spent.amount)
					.try_fold(Budget::NOTHING, Budget::plus)
					.ok_or("I7: cases take no more than there is")?;
				let budgets = together.filter_map(|spent| pledge.at(consumer, spent.fault));
				let most = budgets.fold(Budget::NOTHING, |most, span| most.max(span.budget));
				// What was promised longer ago may be forgotten.
				let is_known = now <= first.fault.plus(window);
				ensure!(!is_known || most.holds(&sum), "I7: cases take no more than was promised");
			}
		}
		Ok(())
	}

	/// Deposits are held.
	fn check_deposits() -> Result<(), TryRuntimeError> {
		let mut held = BTreeMap::<_, Balance>::new();
		let mut note = |reason: u8, who: &T::AccountId, amount: Balance| {
			let sum = held.entry((reason, who.clone())).or_default();
			*sum = sum.saturating_add(amount);
		};
		for (_, consumer) in Consumers::<T>::iter() {
			note(0, &consumer.deposit.who, consumer.deposit.amount);
		}
		for (_, case) in Cases::<T>::iter() {
			case.reporter.iter().for_each(|deposit| note(1, &deposit.who, deposit.amount));
			case.disputer.iter().for_each(|deposit| note(2, &deposit.who, deposit.amount));
		}
		let reasons = [HoldReason::Consumer, HoldReason::Report, HoldReason::Dispute];
		for ((reason, who), amount) in held {
			let reason = reasons.get(usize::from(reason)).ok_or("there are three")?;
			let there = T::Native::balance_on_hold(&(*reason).into(), &who);
			ensure!(there == amount, "deposits are held to the unit");
		}
		Ok(())
	}

	/// I1 of the escrow: it has what it owes, and its floor.
	fn check_escrow() -> Result<(), TryRuntimeError> {
		let sum: Balance = Bounties::<T>::iter_values().map(|bounty| bounty.amount).sum();
		let Some(pot) = Escrow::<T>::get() else {
			ensure!(sum == 0, "bounties are in the escrow");
			return Ok(());
		};
		ensure!(pot.owed() == sum, "I1: the escrow's record is the sum of all bounties");
		let balance = T::Assets::balance(T::NativeAsset::get(), &Self::pot());
		let owed = sum.checked_add(pot.floor()).ok_or("it is no such sum")?;
		ensure!(balance >= owed, "I1: the escrow has what it owes");
		Ok(())
	}
}
