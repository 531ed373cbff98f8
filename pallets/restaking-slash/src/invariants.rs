// SPDX-License-Identifier: Apache-2.0

//! Invariants of the pallet.

use crate::{
	Balance, Bounties, CaseId, CaseState, Cases, Config, Consumers, Escrow, FiledCases, Fractions,
	HoldReason, NextCaseId, NextConsumerId, OptIns, Pallet, ProposedCases, Stage, TermsByVersion,
	UsedBudgets, UsedReportIds,
};
use alloc::{collections::BTreeMap, vec::Vec};
use bulwark_traits::Epochs;
use frame_support::{
	ensure,
	traits::{fungible::InspectHold, fungibles::Inspect, Get},
};
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_try_state() -> Result<(), TryRuntimeError> {
		Self::check_opt_ins()?;
		Self::check_cases()?;
		Self::check_used_budgets()?;
		Self::check_deposits()?;
		Self::check_escrow()
	}

	/// I7, and opt-ins name consumers and terms that are there.
	fn check_opt_ins() -> Result<(), TryRuntimeError> {
		for (consumer_id, record) in Consumers::<T>::iter() {
			ensure!(consumer_id < NextConsumerId::<T>::get(), "consumers are numbered");
			for version in 1..=record.latest_version {
				ensure!(TermsByVersion::<T>::contains_key(consumer_id, version), "terms stay");
			}
		}
		let at = T::Exposure::horizon();
		for (_, opt_ins) in OptIns::<T>::iter() {
			ensure!(opt_ins.check(at).is_ok(), "I7: no more is opted in with than there is");
			for opt_in in opt_ins.list() {
				let known = |version| {
					version == 0 || TermsByVersion::<T>::contains_key(opt_in.consumer_id, version)
				};
				let are_known = opt_in.spans().iter().all(|span| known(span.version));
				ensure!(are_known, "an opt-in has terms");
			}
		}
		Ok(())
	}

	/// Every case stands in one list of its operator, and its report id is used.
	fn check_cases() -> Result<(), TryRuntimeError> {
		let mut listed: Vec<CaseId> = Vec::new();
		for (operator, consumer_id, cases) in FiledCases::<T>::iter() {
			for case_id in cases {
				let case = Cases::<T>::get(case_id).ok_or("a filed case is there")?;
				let stands_here = case.operator == operator && case.consumer_id == consumer_id;
				ensure!(stands_here, "it stands here");
				let filing = case.course.filing().ok_or("the consumer stands behind it")?;
				let is_used = UsedReportIds::<T>::contains_key(consumer_id, filing.report_id);
				ensure!(is_used, "its report id is used");
				listed.push(case_id);
			}
		}
		for (operator, consumer_id, cases) in ProposedCases::<T>::iter() {
			for case_id in cases {
				let case = Cases::<T>::get(case_id).ok_or("a proposed case is there")?;
				let waits_here = case.operator == operator && case.consumer_id == consumer_id;
				ensure!(waits_here, "it waits here");
				ensure!(case.course.proposal().is_ok(), "nobody stands behind it");
				listed.push(case_id);
			}
		}
		listed.sort();
		let mut cases: Vec<_> = Cases::<T>::iter_keys().collect();
		cases.sort();
		ensure!(listed == cases, "every case is listed once");
		ensure!(cases.iter().all(|case| *case < NextCaseId::<T>::get()), "cases are numbered");
		Ok(())
	}

	/// I7: a budget is used up by what open cases take, and what is used up within W epochs fits into a budget.
	fn check_used_budgets() -> Result<(), TryRuntimeError> {
		let at = T::Exposure::horizon();
		for (_, case) in Cases::<T>::iter() {
			let Some(filing) = case.course.filing() else { continue };
			let spending = UsedBudgets::<T>::get(&case.operator, case.consumer_id);
			let fault_epoch = case.course.fault_epoch;
			// One that has only to lapse takes nothing; its opt-in may be forgotten already.
			let is_counted = at.now <= case.course.last_epoch;
			let spent = spending.list().iter().find(|spent| spent.fault_epoch == fault_epoch);
			let uses = filing.uses(case.request.scope);
			let holds = spent.is_some_and(|spent| spent.amount.holds(&uses));
			ensure!(holds || !is_counted, "a budget is used up by what a case takes");
		}
		for (operator, consumer_id, spending) in UsedBudgets::<T>::iter() {
			let opt_ins = OptIns::<T>::get(&operator);
			for first in spending.list() {
				let together = spending.list().iter().filter(|other| {
					first.fault_epoch <= other.fault_epoch
						&& other.fault_epoch <= first.fault_epoch.plus(at.window)
				});
				let sum = together
					.clone()
					.map(|spent| spent.amount)
					.try_fold(Fractions::NOTHING, Fractions::plus)
					.ok_or("I7: cases take no more than there is")?;
				let budgets =
					together.filter_map(|spent| opt_ins.at(consumer_id, spent.fault_epoch));
				let most = budgets.fold(Fractions::NOTHING, |most, span| most.max(span.budget));
				// Spans of longer ago may be forgotten.
				let is_known = at.now <= first.fault_epoch.plus(at.window);
				ensure!(!is_known || most.holds(&sum), "I7: cases take no more than a budget");
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
			match &case.course.state {
				CaseState::Proposed { proposal: deposit, .. } => {
					note(1, &deposit.who, deposit.amount)
				},
				CaseState::Filed { stage: Stage::Disputed(deposit), .. } => {
					note(2, &deposit.who, deposit.amount)
				},
				CaseState::Filed { stage: Stage::Undisputed(_) | Stage::Upheld, .. } => {},
			}
		}
		let reasons =
			[HoldReason::ConsumerDeposit, HoldReason::ReportDeposit, HoldReason::DisputeDeposit];
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
