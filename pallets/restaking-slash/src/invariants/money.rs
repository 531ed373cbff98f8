// SPDX-License-Identifier: Apache-2.0

//! Deposits, and the escrow.

use crate::{
	AccountIdOf, AssetIdOf, Balance, Bounties, Cases, Config, Consumers, Disputes, Escrow,
	FiledCases, HoldReason, OwedSlashes, Pallet, WithheldSlashes,
};
use alloc::{
	collections::{BTreeMap, BTreeSet},
	vec::Vec,
};
use bulwark_ledger::Pot;
use frame_support::{
	ensure,
	traits::{fungible::InspectHold, fungibles::Inspect, Get},
};
use sp_runtime::TryRuntimeError;

/// Amounts by account.
type Held<T> = BTreeMap<AccountIdOf<T>, Balance>;

impl<T: Config> Pallet<T> {
	/// I11: every deposit is held, and nothing is held without one.
	pub(super) fn check_deposits() -> Result<(), TryRuntimeError> {
		let (mut consumers, mut reports, mut disputes) =
			(Held::<T>::new(), Held::<T>::new(), Held::<T>::new());
		for (consumer_id, consumer) in Consumers::<T>::iter() {
			let on_its_word = FiledCases::<T>::iter().filter(|(_, of, _)| *of == consumer_id);
			let count: usize = on_its_word.map(|(_, _, cases)| cases.len()).sum();
			ensure!(
				consumer.open_cases as usize == count,
				"the deposit of a consumer is bound by as many cases as are open on its word"
			);
			add(&mut consumers, consumer.deposit.who, consumer.deposit.amount)?;
		}
		for case in Cases::<T>::iter_values() {
			if let Ok(proposal) = case.course.proposal() {
				add(&mut reports, proposal.who.clone(), proposal.amount)?;
			}
		}
		for (_, disputer, dispute) in Disputes::<T>::iter() {
			add(&mut disputes, disputer, dispute.deposit)?;
		}
		Self::check_holds(HoldReason::ConsumerDeposit, consumers)?;
		Self::check_holds(HoldReason::ReportDeposit, reports)?;
		Self::check_holds(HoldReason::DisputeDeposit, disputes)
	}

	fn check_holds(reason: HoldReason, deposits: Held<T>) -> Result<(), TryRuntimeError> {
		let accounts = frame_system::Account::<T>::iter_keys().chain(deposits.keys().cloned());
		for who in accounts.collect::<BTreeSet<_>>() {
			let held = T::Native::balance_on_hold(&reason.into(), &who);
			let is_held = held == deposits.get(&who).copied().unwrap_or_default();
			ensure!(is_held, "I11: deposits are held to the unit, and no others");
		}
		Ok(())
	}

	/// I1 of the escrow: it has what it owes, and its floor, in every asset; and what pools owe has a destination.
	pub(super) fn check_escrow() -> Result<(), TryRuntimeError> {
		let mut waiting = Vec::<(AssetIdOf<T>, Balance)>::new();
		for bounty in Bounties::<T>::iter_values() {
			waiting.push((T::NativeAsset::get(), bounty.amount));
		}
		for (case_id, asset, record) in WithheldSlashes::<T>::iter() {
			let is_owed = OwedSlashes::<T>::iter_key_prefix((case_id, &asset)).next().is_some();
			ensure!(
				is_owed || record.escrowed > 0,
				"nothing is kept of a slash of which nothing is withheld"
			);
			waiting.push((asset, record.escrowed));
		}
		for ((case_id, asset, _), amount) in OwedSlashes::<T>::iter() {
			let has_destination = WithheldSlashes::<T>::contains_key(case_id, &asset);
			ensure!(
				has_destination && amount > 0,
				"I11: what a pool owes of a slash has a destination"
			);
		}

		for (asset, amount) in &waiting {
			let is_open = Escrow::<T>::contains_key(asset) || *amount == 0;
			ensure!(is_open, "I1: the escrow is open in every asset that waits in it");
		}
		for (asset, pot) in Escrow::<T>::iter() {
			let sum = waiting.iter().filter(|(of, _)| *of == asset).map(|(_, amount)| *amount);
			ensure!(
				Pot::checked_sum(sum) == Ok(pot.owed()),
				"I1: the recorded total of the escrow is the sum of all that waits in it"
			);
			let owed =
				Pot::checked_sum([pot.owed(), pot.floor()]).map_err(|_| "a sum overflows")?;
			ensure!(
				T::Assets::balance(asset, &Self::pot()) >= owed,
				"I1: the balance of the escrow is at least its recorded total and its floor"
			);
		}
		Ok(())
	}
}

fn add<A: Ord>(
	to: &mut BTreeMap<A, Balance>,
	who: A,
	amount: Balance,
) -> Result<(), TryRuntimeError> {
	let sum = to.entry(who).or_default();
	*sum = sum.checked_add(amount).ok_or("a sum overflows")?;
	Ok(())
}
