// SPDX-License-Identifier: Apache-2.0

//! Part of a budget that the cases of one consumer against one operator use up: never more than all of it within W epochs.

use super::Fractions;
use crate::EpochIndex;
use bounded_collections::{BoundedVec, Get};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use derive_where::derive_where;
use scale_info::TypeInfo;

/// Fractions used up by cases with a fault in one epoch.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub struct Spent {
	/// Epoch of the faults.
	pub fault_epoch: EpochIndex,
	/// Sum over the cases.
	pub amount: Fractions,
}

/// Fractions used up by open and executed cases, by epoch of the fault; dismissed and lapsed cases give theirs back.
///
/// A case in s counts all with a fault in s − W to s + W. So whatever of them was filed last has seen all others of
/// any W epochs in a row, and together they fit into the budget of one of them. As Π(1 − φ) ≥ 1 − Σφ they take no
/// more than that.
#[derive_where(Clone, PartialEq, Eq, Debug, Default; S: Get<u32>)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
#[scale_info(skip_type_params(S))]
#[codec(mel_bound(S: Get<u32>))]
pub struct Spending<S: Get<u32>> {
	/// Entries sorted by epoch; at most 2 W + 1, from n − 2 W on.
	list: BoundedVec<Spent, S>,
}

impl<S: Get<u32>> Spending<S> {
	/// Fractions used up, by epoch.
	pub fn list(&self) -> &[Spent] {
		&self.list
	}

	/// True if nothing is used up.
	pub fn is_empty(&self) -> bool {
		self.list.is_empty()
	}

	/// Part of a budget that is unused, for a fault in an epoch.
	pub fn unused(&self, budget: Fractions, fault_epoch: EpochIndex, window: u32) -> Fractions {
		let near = self.list.iter().filter(|spent| {
			spent.fault_epoch <= fault_epoch.plus(window)
				&& fault_epoch <= spent.fault_epoch.plus(window)
		});
		near.fold(budget, |unused, spent| unused.less(spent.amount))
	}

	/// Uses up a part of a budget. `None`, and nothing has changed, if less is unused.
	pub fn reserve(
		&mut self,
		budget: Fractions,
		fault_epoch: EpochIndex,
		amount: Fractions,
		window: u32,
	) -> Option<()> {
		if !self.unused(budget, fault_epoch, window).holds(&amount) {
			return None;
		}
		match self.list.binary_search_by_key(&fault_epoch, |spent| spent.fault_epoch) {
			Ok(at) => {
				let spent = self.list.get_mut(at)?;
				spent.amount = spent.amount.plus(amount)?;
			},
			Err(at) => self.list.try_insert(at, Spent { fault_epoch, amount }).ok()?,
		}
		Some(())
	}

	/// Gives back what a case had used up.
	pub fn release(&mut self, fault_epoch: EpochIndex, amount: Fractions) {
		for spent in self.list.iter_mut().filter(|spent| spent.fault_epoch == fault_epoch) {
			spent.amount = spent.amount.less(amount);
		}
		self.list.retain(|spent| !spent.amount.is_nothing());
	}

	/// Forgets epochs that no case counts any more: a fault that can still be reported lies in n − W at the earliest.
	pub fn prune(&mut self, now: EpochIndex, window: u32) {
		let both_sides = window.saturating_mul(2); // W is 14 at most
		self.list.retain(|spent| now <= spent.fault_epoch.plus(both_sides));
	}
}
