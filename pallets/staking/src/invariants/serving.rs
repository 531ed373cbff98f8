// SPDX-License-Identifier: Apache-2.0

//! The ranking, and the active sets.

use crate::{
	ActiveSetSize, ActiveSets, Config, FirstSetId, NextSetId, OldestSetId, Operators, Pallet,
	PowerHistory, PriceHistory, Ranking, RankingPending, ReplaceableOperator, RetiredOperators,
};
use alloc::{collections::BTreeSet, vec::Vec};
use core::cmp::Reverse;
use frame_support::{ensure, traits::Get};
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	/// Those who can follow may serve, each at its place, and who makes room is there.
	pub(super) fn try_ranking() -> Result<(), TryRuntimeError> {
		let (mut places, mut ranked) = (Vec::new(), BTreeSet::new());
		for one in Ranking::<T>::get().order() {
			let record =
				Operators::<T>::get(&one.operator).ok_or("I11: who is ranked is an operator")?;
			ensure!(
				record.is_in_order(),
				"nobody is ranked who is closing, suspended or short of bond"
			);
			ensure!(ranked.insert(one.operator.clone()), "nobody is ranked twice");
			places.push((one.power == 0, !one.answers, Reverse(one.power), record.seniority));
		}
		ensure!(places.is_sorted(), "the ranking is in the order of the election");

		if let Some(operator) = ReplaceableOperator::<T>::get() {
			let record = Operators::<T>::get(operator)
				.ok_or("I11: who is named to make room is an operator")?;
			ensure!(record.departure.is_none(), "who is named to make room is not closing");
		}
		Ok(())
	}

	/// Powers and prices stand where they are looked for.
	pub(super) fn try_slots() -> Result<(), TryRuntimeError> {
		for (slot, noted) in PowerHistory::<T>::iter() {
			let is_there = slot == Self::history_slot(noted.epoch);
			ensure!(is_there, "powers are in the slot of their epoch");
		}
		for (slot, noted) in PriceHistory::<T>::iter() {
			let is_there = slot == Self::history_slot(noted.epoch);
			ensure!(is_there, "prices are in the slot of their epoch");
		}
		Ok(())
	}

	/// The active set is the last one and not empty, the first of the ranking if nothing has changed, and none is missing of
	/// those that are kept.
	pub(super) fn try_active_set() -> Result<(), TryRuntimeError> {
		let next = NextSetId::<T>::get();
		if next == FirstSetId::get() {
			let is_none = ActiveSets::<T>::iter_keys().next().is_none();
			ensure!(is_none, "I11: no active set is stored before the first");
			return Ok(());
		}
		let set = Self::current_set().ok_or("I11: the active set is stored")?;
		ensure!(!set.members.is_empty(), "the active set is never empty");
		for member in &set.members {
			// A set that is kept outlasts the bonds of its members.
			let is_known =
				Operators::<T>::contains_key(member) || RetiredOperators::<T>::contains_key(member);
			ensure!(is_known, "I11: who serves is an operator or was one");
		}
		Self::try_members(set.members.into_inner())?;

		let oldest = OldestSetId::<T>::get();
		for (set_id, set) in ActiveSets::<T>::iter() {
			ensure!(set_id == set.set_id, "I11: an active set is stored under its own id");
			let is_kept = (oldest..next).contains(&set_id);
			ensure!(is_kept, "no active set is stored from before the oldest or after the last");
		}
		let all = next.0.saturating_sub(oldest.0) as usize;
		ensure!(
			ActiveSets::<T>::iter_keys().count() == all,
			"I11: every active set from the oldest to the last is stored"
		);
		Ok(())
	}

	/// They may stand in another order: a set stays as long as its members are the same.
	fn try_members(members: Vec<T::AccountId>) -> Result<(), TryRuntimeError> {
		let ranking = Ranking::<T>::get();
		let first = Self::members_of(&ranking, ActiveSetSize::<T>::get()).map(|one| one.operator);
		let first: BTreeSet<_> = first.collect();
		let members: BTreeSet<_> = members.into_iter().collect();
		let is_due = RankingPending::<T>::get();
		let is_kept = first.is_empty(); // a set is never empty
		ensure!(
			is_due || is_kept || first == members,
			"the active set is the first of the ranking, unless a change is due"
		);
		Ok(())
	}
}
