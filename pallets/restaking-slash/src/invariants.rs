// SPDX-License-Identifier: Apache-2.0

//! Invariants of the pallet.

use crate::{
	Announcements, AssetIdOf, Balance, Bounties, CaseId, Cases, Claims, Config, Consumers,
	Disputes, Escrow, FiledCases, Fractions, HoldReason, LostDisputes, NextCaseId, NextConsumerId,
	OptIns, OwedSlashes, Pallet, ProposedCases, ProvedCases, TermsByVersion, UsedBudgets,
	UsedReportIds, WithheldSlashes,
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
		Self::check_announcements()?;
		Self::check_cases()?;
		Self::check_disputes()?;
		Self::check_claims()?;
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

	/// Whatever lets pools lose more is announced, in order, and nothing is kept of who has announced nothing.
	fn check_announcements() -> Result<(), TryRuntimeError> {
		let now = T::Exposure::now();
		for (operator, announced) in Announcements::<T>::iter() {
			ensure!(announced.is_sound(now), "rises are announced in order");
			ensure!(!announced.is_empty(), "something was announced");
			let opt_ins = OptIns::<T>::get(operator);
			ensure!(announced.knows(&opt_ins, now), "what pools can lose more is announced");
		}
		for (operator, opt_ins) in OptIns::<T>::iter() {
			let is_noted = Announcements::<T>::contains_key(operator);
			ensure!(is_noted || opt_ins.list().is_empty(), "who has opted in has announced it");
		}
		Ok(())
	}

	/// Every case stands in one list, and its report id is used.
	fn check_cases() -> Result<(), TryRuntimeError> {
		let mut listed: Vec<CaseId> = Vec::new();
		let filed = FiledCases::<T>::iter().map(|(who, of, cases)| (false, who, of, cases));
		let proved = ProvedCases::<T>::iter().map(|(who, of, cases)| (true, who, of, cases));
		for (goes_first, operator, consumer_id, cases) in filed.chain(proved) {
			for case_id in cases {
				let case = Cases::<T>::get(case_id).ok_or("a filed case is there")?;
				let stands_here = case.operator == operator && case.consumer_id == consumer_id;
				ensure!(stands_here, "it stands here");
				let filing = case.course.filing().ok_or("the consumer stands behind it")?;
				let basis = case.course.basis().ok_or("it is believed")?;
				ensure!(basis.goes_first() == goes_first, "it stands with those of its basis");
				let used = (basis, filing.report_id);
				let is_used = UsedReportIds::<T>::contains_key(consumer_id, used);
				ensure!(is_used, "its report id is used");
				listed.push(case_id);
			}
		}
		for (reporter, cases) in ProposedCases::<T>::iter() {
			for case_id in cases {
				let case = Cases::<T>::get(case_id).ok_or("a proposed case is there")?;
				let proposal = case.course.proposed().ok_or("nobody stands behind it")?;
				ensure!(proposal.who == reporter, "it waits here");
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

	/// Disputes are as many as their case counts, or are lost with it.
	fn check_disputes() -> Result<(), TryRuntimeError> {
		let mut disputes = BTreeMap::<CaseId, u32>::new();
		for (case_id, _, _) in Disputes::<T>::iter() {
			ensure!(case_id < NextCaseId::<T>::get(), "a dispute has a case");
			*disputes.entry(case_id).or_default() += 1;
		}
		for (case_id, case) in Cases::<T>::iter() {
			let count = disputes.get(&case_id).copied().unwrap_or_default();
			ensure!(count == case.course.disputes(), "a case counts its disputes");
		}
		for (case_id, lost) in LostDisputes::<T>::iter() {
			ensure!(!Cases::<T>::contains_key(case_id), "disputes are lost when a case has ended");
			let count = disputes.get(&case_id).copied().unwrap_or_default();
			ensure!(lost > 0 && count == lost, "lost disputes are counted");
		}
		Ok(())
	}

	/// A text is known as long as a case names it, and by its oldest one.
	fn check_claims() -> Result<(), TryRuntimeError> {
		let mut named = BTreeMap::<_, Vec<CaseId>>::new();
		for (case_id, case) in Cases::<T>::iter() {
			if let Some(text) = case.text {
				named.entry((case.consumer_id, text)).or_default().push(case_id);
			}
		}
		for (consumer_id, text, claim) in Claims::<T>::iter() {
			let cases = named.remove(&(consumer_id, text)).ok_or("a text has a case")?;
			ensure!(cases.len() == claim.cases as usize, "a text counts its cases");
			ensure!(cases.iter().all(|case_id| claim.case_id <= *case_id), "the oldest is first");
		}
		ensure!(named.is_empty(), "a text that was revealed is known");
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
			let holds = spent.is_some_and(|spent| match case.course.basis() {
				Some(basis) if basis.goes_first() => spent.taken.holds(&filing.fractions),
				_ => spent.asked.holds(&filing.fractions),
			});
			ensure!(holds || !is_counted, "a budget is used up by what a case takes");
		}
		for (operator, consumer_id, spending) in UsedBudgets::<T>::iter() {
			let opt_ins = OptIns::<T>::get(&operator);
			ensure!(opt_ins.of(consumer_id).is_some(), "what is used up is of an opt-in");
			for first in spending.list() {
				let together = spending.list().iter().filter(|other| {
					first.fault_epoch <= other.fault_epoch
						&& other.fault_epoch <= first.fault_epoch.plus(at.window)
				});
				let sum = together
					.clone()
					.map(|spent| spent.taken)
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
		for (consumer_id, consumer) in Consumers::<T>::iter() {
			let on_its_word = FiledCases::<T>::iter().filter(|(_, of, _)| *of == consumer_id);
			let count: usize = on_its_word.map(|(_, _, cases)| cases.len()).sum();
			ensure!(consumer.open_cases as usize == count, "a deposit is bound by open cases");
			note(0, &consumer.deposit.who, consumer.deposit.amount);
		}
		for (_, case) in Cases::<T>::iter() {
			if let Ok(proposal) = case.course.proposal() {
				note(1, &proposal.who, proposal.amount);
			}
		}
		for (_, disputer, dispute) in Disputes::<T>::iter() {
			note(2, &disputer, dispute.deposit);
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

	/// I1 of the escrow: it has what it owes, and its floor, in every asset; and what pools owe has a destination.
	fn check_escrow() -> Result<(), TryRuntimeError> {
		let native = T::NativeAsset::get();
		let mut sums = Vec::<(AssetIdOf<T>, Balance)>::new();
		let mut note = |asset: AssetIdOf<T>, amount: Balance| match sums
			.iter_mut()
			.find(|(of, _)| *of == asset)
		{
			Some((_, sum)) => *sum = sum.saturating_add(amount),
			None => sums.push((asset, amount)),
		};
		for bounty in Bounties::<T>::iter_values() {
			note(native.clone(), bounty.amount);
		}
		for (case_id, asset, record) in WithheldSlashes::<T>::iter() {
			let is_owed = OwedSlashes::<T>::iter_key_prefix((case_id, &asset)).next().is_some();
			ensure!(is_owed || record.escrowed > 0, "something is withheld");
			if record.escrowed > 0 {
				note(asset, record.escrowed);
			}
		}
		for ((case_id, asset, _), amount) in OwedSlashes::<T>::iter() {
			let has_destination = WithheldSlashes::<T>::contains_key(case_id, &asset);
			ensure!(has_destination && amount > 0, "what a pool owes has a destination");
		}
		for (asset, sum) in &sums {
			ensure!(Escrow::<T>::contains_key(asset) || *sum == 0, "the escrow is open");
		}
		for (asset, pot) in Escrow::<T>::iter() {
			let sum = sums.iter().find(|(of, _)| *of == asset).map_or(0, |(_, sum)| *sum);
			ensure!(pot.owed() == sum, "I1: the escrow's record is the sum of all it keeps");
			let balance = T::Assets::balance(asset, &Self::pot());
			let owed = sum.checked_add(pot.floor()).ok_or("it is no such sum")?;
			ensure!(balance >= owed, "I1: the escrow has what it owes");
		}
		Ok(())
	}
}
