// SPDX-License-Identifier: Apache-2.0

//! How cases end, and where the money goes.

use crate::{
	Bounties, Bounty, CaseId, CaseRecord, Cases, Config, ConsumerId, Consumers, CreditOf,
	Destination, Error, Event, HoldReason, OpenCases, Outcome, Pallet, Proposals, Spendings, Terms,
};
use bulwark_ledger::split_floor;
use bulwark_traits::{Epochs, Slash, Slashed};
use frame_support::{
	traits::{fungibles::Balanced, Get, OnUnbalanced},
	BoundedVec,
};
use sp_runtime::{traits::Zero, DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_settle(number: CaseId) -> DispatchResult {
		let case = Cases::<T>::get(number).ok_or(Error::<T>::UnknownCase)?;
		let mut outcome = case.course.settle(Self::moment()).map_err(Error::<T>::from)?;

		if outcome == Outcome::Executed && !Self::execute(number, &case)? {
			outcome = Outcome::Lapsed;
		}
		Self::end(number, case, outcome)
	}

	/// Forgets a case, with what was reserved for it unless that was taken, and the deposits on it.
	pub(crate) fn end(number: CaseId, case: CaseRecord<T>, outcome: Outcome) -> DispatchResult {
		let operator = &case.operator;
		Cases::<T>::remove(number);
		if case.course.is_filed() {
			OpenCases::<T>::mutate_exists(operator, case.consumer, |all| without(all, number));
		} else {
			Proposals::<T>::mutate_exists(operator, case.consumer, |all| without(all, number));
		}
		if outcome != Outcome::Executed {
			Spendings::<T>::mutate_exists(operator, case.consumer, |spending| {
				let Some(left) = spending else { return };
				left.release(case.course.fault, case.charge());
				if left.is_empty() {
					*spending = None;
				}
			});
		}

		if let Some(deposit) = &case.disputer {
			Self::give_back(HoldReason::Dispute, deposit)?;
		}
		if let Some(lost) = case.reporter.filter(|deposit| deposit.amount > 0) {
			Self::forfeit(number, HoldReason::Report, lost); // nobody has endorsed it
		}
		Self::deposit_event(Event::Ended { case: number, outcome });
		Ok(())
	}

	/// Takes what the case asks for and divides it. Returns false if other cases have left nothing to take.
	fn execute(number: CaseId, case: &CaseRecord<T>) -> Result<bool, DispatchError> {
		let terms = Self::terms_of(case.consumer, case.version)?;
		let fraction = case.fraction.unwrap_or_default(); // fixed since it was filed
		let (fault, scope) = (case.course.fault, case.claim.scope);
		if T::Slash::chargeable(&case.operator, fault, scope).is_empty() {
			return Ok(false);
		}

		let Slashed { bond, pools } = T::Slash::slash(&case.operator, fault, fraction, scope)?;

		let bond = match bond {
			Some(bond) => Self::set_bounty(number, case, &terms, bond)?,
			None => None,
		};
		for money in bond.into_iter().chain(pools) {
			Self::distribute(number, case, &terms, money);
		}
		Ok(true)
	}

	/// Puts the reporter's part of what the bond has lost into escrow, and returns the rest.
	fn set_bounty(
		number: CaseId,
		case: &CaseRecord<T>,
		terms: &Terms<T::AccountId>,
		bond: CreditOf<T>,
	) -> Result<Option<CreditOf<T>>, DispatchError> {
		let Some(reporter) = case.reporter.as_ref().map(|deposit| deposit.who.clone()) else {
			return Ok(Some(bond));
		};
		// Or an operator could get a part of its bond back through a consumer of its own.
		if !Self::is_admitted(case.consumer) {
			return Ok(Some(bond));
		}
		let (amount, _) = split_floor(bond.peek(), terms.bounty).map_err(Error::<T>::from)?;
		if amount.is_zero() {
			return Ok(Some(bond));
		}
		let (bounty, rest) = bond.split(amount);
		Self::escrow(bounty)?;
		let unlocks = T::Epochs::now().plus(T::BountyDelay::get());
		Bounties::<T>::insert(number, Bounty { reporter: reporter.clone(), amount, unlocks });
		Self::deposit_event(Event::BountySet { case: number, reporter, amount, unlocks });
		Ok(Some(rest))
	}

	/// Whether money that was slashed for a consumer may go to anybody but the treasury.
	fn is_admitted(consumer: ConsumerId) -> bool {
		Consumers::<T>::get(consumer).is_some_and(|record| record.admitted)
	}

	/// Sends slashed money where the terms say. An account that cannot take it, or whose consumer is not admitted any
	/// more, leaves it to the treasury.
	fn distribute(
		number: CaseId,
		case: &CaseRecord<T>,
		terms: &Terms<T::AccountId>,
		money: CreditOf<T>,
	) {
		let (asset, amount) = (money.asset(), money.peek());
		if amount.is_zero() {
			return;
		}
		let admitted = Self::is_admitted(case.consumer);
		let (to, left) = match &terms.destination {
			Destination::Burn => {
				drop(money);
				(Destination::Burn, None)
			},
			Destination::Account(who) if admitted => match T::Assets::resolve(who, money) {
				Ok(()) => (Destination::Account(who.clone()), None),
				Err(money) => (Destination::Treasury, Some(money)),
			},
			Destination::Account(_) | Destination::Treasury => (Destination::Treasury, Some(money)),
		};
		if let Some(money) = left {
			T::OnSlash::on_unbalanced(money);
		}
		Self::deposit_event(Event::Distributed { case: number, asset, amount, to });
	}
}

/// Takes a case out of a list, and the list away if it was the last.
pub(crate) fn without<S: Get<u32>>(list: &mut Option<BoundedVec<CaseId, S>>, number: CaseId) {
	let Some(all) = list else { return };
	all.retain(|other| *other != number);
	if all.is_empty() {
		*list = None;
	}
}
