// SPDX-License-Identifier: Apache-2.0

//! Part of a bond that a bad batch costs.

use crate::{Fraction, Fractions, Scope, MIN_SLASH};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// Part of the bond of an operator that a report asks for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Charge {
	/// All that is left of its budget, as far as no report about the batch has asked for it.
	Ask(Fractions),
	/// Nothing: others have taken its budget, as far as a case can. That is "once".
	OverBudget,
}

/// What the reports about one bad batch have asked for.
///
/// **Together they ask for all of a bond that was promised, and for each part of it once**: a report asks for what others leave,
/// and when they leave more a later one asks for the rest. What was asked for is never asked again, however its case ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub struct BatchCharge {
	/// Part of the bond.
	pub asked: Fraction,
}

impl BatchCharge {
	/// Asks for all of a bond that one report may take, that is unused and was not asked for, and for nothing of the pools. As
	/// whoever has promised nothing has broken no promise, the report of that says so itself.
	pub fn ask(&mut self, opted_in: Fractions, unused: Fractions) -> Charge {
		let bond = self.left(opted_in).min(unused.bond);
		if bond < MIN_SLASH && MIN_SLASH <= opted_in.bond {
			return Charge::OverBudget;
		}
		// No more than all that was promised.
		let asked = self.asked.deconstruct().saturating_add(bond.deconstruct());
		self.asked = Fraction::from_parts(asked);
		Charge::Ask(Fractions::of(Scope::Bond, bond))
	}

	/// True if no case takes what was not asked for.
	pub fn is_complete(&self, opted_in: Fractions) -> bool {
		self.left(opted_in) < MIN_SLASH
	}

	fn left(&self, opted_in: Fractions) -> Fraction {
		opted_in.less(Fractions::of(Scope::Bond, self.asked)).bond
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	fn bond(percent: u64) -> Fractions {
		Fractions { bond: Fraction::from_percent(percent), pools: Fraction::from_percent(30) }
	}

	fn asks(percent: u64) -> Charge {
		Charge::Ask(Fractions::of(Scope::Bond, Fraction::from_percent(percent)))
	}

	fn first(opted_in: Fractions, unused: Fractions) -> Charge {
		BatchCharge::default().ask(opted_in, unused)
	}

	#[test]
	fn charge_is_all_that_is_left_of_the_bond_and_nothing_of_the_pools() {
		assert_eq!(first(bond(100), bond(100)), asks(100));
		assert_eq!(first(bond(40), bond(40)), asks(40));
		assert_eq!(first(bond(100), bond(60)), asks(60));
	}

	#[test]
	fn charge_is_over_budget_if_less_than_a_case_takes_is_left() {
		let trifle = Fractions { bond: Fraction::from_parts(99_999_999_999_999), ..bond(0) };

		assert_eq!(first(bond(100), bond(0)), Charge::OverBudget);
		assert_eq!(first(bond(100), trifle), Charge::OverBudget);
		let least = Fractions::of(Scope::Bond, MIN_SLASH);
		assert_eq!(first(bond(100), least), Charge::Ask(least));
	}

	#[test]
	fn charge_of_who_has_promised_nothing_is_for_the_report_to_refuse() {
		assert_eq!(first(Fractions::NOTHING, Fractions::NOTHING), asks(0));
	}

	#[test]
	fn rest_is_asked_when_others_leave_it() {
		let mut charge = BatchCharge::default();
		assert_eq!(charge.ask(bond(80), bond(50)), asks(50));
		assert!(!charge.is_complete(bond(80)));

		assert_eq!(charge.ask(bond(80), bond(10)), asks(10));
		assert_eq!(charge.ask(bond(80), bond(0)), Charge::OverBudget);
		assert_eq!(charge.ask(bond(80), bond(80)), asks(20));

		assert!(charge.is_complete(bond(80)));
		assert_eq!(charge.asked, Fraction::from_percent(80));
	}

	#[test]
	fn what_was_asked_is_not_asked_again() {
		let mut charge = BatchCharge::default();
		assert_eq!(charge.ask(bond(80), bond(80)), asks(80));

		assert_eq!(charge.ask(bond(80), bond(80)), Charge::OverBudget);
		assert_eq!(charge.asked, Fraction::from_percent(80));
	}

	#[test]
	fn charge_is_complete_when_no_case_takes_the_rest() {
		let all = bond(80);
		let asked = |short: u64| BatchCharge {
			asked: Fraction::from_parts(all.bond.deconstruct() - short),
		};

		assert!(asked(MIN_SLASH.deconstruct() - 1).is_complete(all));
		assert!(!asked(MIN_SLASH.deconstruct()).is_complete(all));
	}
}
