// SPDX-License-Identifier: Apache-2.0

//! What the cases of one consumer take of one operator: never more than its budget within W epochs.

use super::Budget;
use crate::EpochIndex;
use bounded_collections::{BoundedVec, Get};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use derive_where::derive_where;
use scale_info::TypeInfo;

/// What was asked for the faults of an epoch, or taken for them.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
)]
pub struct Spent {
	/// The epoch.
	pub fault: EpochIndex,
	/// How much.
	pub amount: Budget,
}

/// What live and executed cases use up, by the epoch of the fault; dismissed and lapsed ones give theirs back.
///
/// A case in s counts all with a fault in s − W to s + W. So whatever of them was filed last has seen all others of
/// any W epochs in a row, and together they fit into the budget of one of them. As Π(1 − φ) ≥ 1 − Σφ they take no
/// more than that.
#[derive_where(Clone, PartialEq, Eq, Debug, Default; S: Get<u32>)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
#[scale_info(skip_type_params(S))]
#[codec(mel_bound(S: Get<u32>))]
pub struct Spending<S: Get<u32>> {
	/// Sorted by epoch; at most 2 W + 1, from n − 2 W on.
	list: BoundedVec<Spent, S>,
}

impl<S: Get<u32>> Spending<S> {
	/// What is used up, by epoch.
	pub fn list(&self) -> &[Spent] {
		&self.list
	}

	/// Whether nothing is used up.
	pub fn is_empty(&self) -> bool {
		self.list.is_empty()
	}

	/// What is left of a budget for a fault in an epoch.
	pub fn left(&self, budget: Budget, fault: EpochIndex, window: u32) -> Budget {
		let near = self
			.list
			.iter()
			.filter(|spent| spent.fault <= fault.plus(window) && fault <= spent.fault.plus(window));
		near.fold(budget, |left, spent| left.less(spent.amount))
	}

	/// Uses up a part of a budget. `None`, and nothing has changed, if there is not so much left.
	pub fn reserve(
		&mut self,
		budget: Budget,
		fault: EpochIndex,
		amount: Budget,
		window: u32,
	) -> Option<()> {
		if !self.left(budget, fault, window).holds(&amount) {
			return None;
		}
		match self.list.binary_search_by_key(&fault, |spent| spent.fault) {
			Ok(at) => {
				let spent = self.list.get_mut(at)?;
				spent.amount = spent.amount.plus(amount)?;
			},
			Err(at) => self.list.try_insert(at, Spent { fault, amount }).ok()?,
		}
		Some(())
	}

	/// Gives back what a case had reserved.
	pub fn release(&mut self, fault: EpochIndex, amount: Budget) {
		for spent in self.list.iter_mut().filter(|spent| spent.fault == fault) {
			spent.amount = spent.amount.less(amount);
		}
		self.list.retain(|spent| !spent.amount.is_nothing());
	}

	/// Forgets what no case counts any more: a fault that can still be reported lies in n − W at the earliest.
	pub fn prune(&mut self, now: EpochIndex, window: u32) {
		let both_sides = window.saturating_mul(2); // W is 14 at most
		self.list.retain(|spent| now <= spent.fault.plus(both_sides));
	}
}
