// SPDX-License-Identifier: Apache-2.0

//! Parts of a budget that the cases of one consumer against one operator use up: never more than all of it within W epochs.

use super::{Basis, Fractions};
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
	/// Sum of what executed cases took at most, and of what open proofs and verdicts ask for: nothing takes that any more.
	pub taken: Fractions,
	/// Sum of what open cases on the consumer's word ask for: they give way to those.
	pub asked: Fractions,
}

impl Spent {
	fn is_nothing(&self) -> bool {
		self.taken.is_nothing() && self.asked.is_nothing()
	}
}

/// Fractions used up by open and executed cases, by epoch of the fault; dismissed and lapsed cases give theirs back.
///
/// A case in s counts all with a fault in s − W to s + W. **A proof or a verdict needs room only beside what is taken**, a case on the
/// consumer's word beside what others ask for too; and when that is executed it takes no more than is left beside
/// what is taken. So whatever was taken last has seen all others of any W epochs in a row that were taken, and together
/// they fit into the budget of one of them, in whatever order they are filed and settled. As Π(1 − φ) ≥ 1 − Σφ they take no
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

	/// Part of a budget that is unused, for a fault in an epoch: what a proof could still take. What keys have only
	/// reported uses up nothing.
	pub fn unused(&self, budget: Fractions, fault_epoch: EpochIndex, window: u32) -> Fractions {
		self.near(fault_epoch, window).fold(budget, |left, spent| left.less(spent.taken))
	}

	/// Part of a budget that a report on the consumer's word may still ask for: what neither executed cases nor open ones
	/// have.
	pub fn reportable(&self, budget: Fractions, fault_epoch: EpochIndex, window: u32) -> Fractions {
		self.near(fault_epoch, window)
			.fold(budget, |left, spent| left.less(spent.taken).less(spent.asked))
	}

	fn near(&self, fault_epoch: EpochIndex, window: u32) -> impl Iterator<Item = &Spent> {
		self.list.iter().filter(move |spent| {
			spent.fault_epoch <= fault_epoch.plus(window)
				&& fault_epoch <= spent.fault_epoch.plus(window)
		})
	}

	/// Files a case. `None`, and nothing has changed, if less of its budget is left to it.
	pub fn file(
		&mut self,
		budget: Fractions,
		fault_epoch: EpochIndex,
		amount: Fractions,
		basis: Basis,
		window: u32,
	) -> Option<()> {
		let left = match basis.goes_first() {
			false => self.reportable(budget, fault_epoch, window),
			true => self.unused(budget, fault_epoch, window),
		};
		if !left.holds(&amount) {
			return None;
		}
		let spent = self.entry(fault_epoch)?;
		let sum = match basis.goes_first() {
			false => &mut spent.asked,
			true => &mut spent.taken,
		};
		*sum = sum.plus(amount)?;
		Some(())
	}

	/// Takes what a case may take now that it is executed: all of it if it goes first, else of each fraction no more than
	/// is left beside what was taken. `None` if there is no place in the list: it was never filed.
	pub fn execute(
		&mut self,
		budget: Fractions,
		fault_epoch: EpochIndex,
		amount: Fractions,
		basis: Basis,
		window: u32,
	) -> Option<Fractions> {
		if basis.goes_first() {
			return Some(amount); // it is taken since it was filed
		}
		let takes = amount.min(self.unused(budget, fault_epoch, window));
		let spent = self.entry(fault_epoch)?;
		spent.asked = spent.asked.less(amount);
		spent.taken = spent.taken.plus(takes)?;
		self.tidy();
		Some(takes)
	}

	/// Gives back what a case that takes nothing has asked for.
	pub fn release(&mut self, fault_epoch: EpochIndex, amount: Fractions, basis: Basis) {
		for spent in self.list.iter_mut().filter(|spent| spent.fault_epoch == fault_epoch) {
			let sum = match basis.goes_first() {
				false => &mut spent.asked,
				true => &mut spent.taken,
			};
			*sum = sum.less(amount);
		}
		self.tidy();
	}

	/// Forgets epochs that no case counts any more: a fault that can still be reported lies in n − W at the earliest.
	pub fn prune(&mut self, now: EpochIndex, window: u32) {
		let both_sides = window.saturating_mul(2); // W is 14 at most
		self.list.retain(|spent| now <= spent.fault_epoch.plus(both_sides));
	}

	/// Entry of an epoch. `None` if there is no place for a new one.
	fn entry(&mut self, fault_epoch: EpochIndex) -> Option<&mut Spent> {
		let at = match self.list.binary_search_by_key(&fault_epoch, |spent| spent.fault_epoch) {
			Ok(at) => at,
			Err(at) => {
				let (taken, asked) = (Fractions::NOTHING, Fractions::NOTHING);
				self.list.try_insert(at, Spent { fault_epoch, taken, asked }).ok()?;
				at
			},
		};
		self.list.get_mut(at)
	}

	fn tidy(&mut self) {
		self.list.retain(|spent| !spent.is_nothing());
	}
}
