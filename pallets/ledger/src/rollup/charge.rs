// SPDX-License-Identifier: Apache-2.0

//! Part of a bond that a bad batch costs.

use crate::{Fraction, Fractions, MIN_SLASH};

/// Part of the bond of an operator that a report asks for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Charge {
	/// All that is left of its budget.
	Ask(Fractions),
	/// Nothing: others have taken its budget, as far as a case can. That is "once".
	OverBudget,
}

/// All of a bond that is promised and unused, and nothing of the pools; as whoever has promised nothing has broken no
/// promise, the report of that says so itself.
pub fn charge_for(opted_in: Fractions, unused: Fractions) -> Charge {
	match unused.bond < MIN_SLASH && opted_in.bond >= MIN_SLASH {
		true => Charge::OverBudget,
		false => Charge::Ask(Fractions { bond: unused.bond, pools: Fraction::zero() }),
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	fn bond(percent: u64) -> Fractions {
		Fractions { bond: Fraction::from_percent(percent), pools: Fraction::from_percent(30) }
	}

	fn asks(percent: u64) -> Charge {
		let bond = Fraction::from_percent(percent);
		Charge::Ask(Fractions { bond, pools: Fraction::zero() })
	}

	#[test]
	fn charge_is_all_that_is_left_of_the_bond_and_nothing_of_the_pools() {
		assert_eq!(charge_for(bond(100), bond(100)), asks(100));
		assert_eq!(charge_for(bond(40), bond(40)), asks(40));
		assert_eq!(charge_for(bond(100), bond(60)), asks(60));
	}

	#[test]
	fn charge_is_over_budget_if_less_than_a_case_takes_is_left() {
		let trifle = Fractions { bond: Fraction::from_parts(99_999_999_999_999), ..bond(0) };

		assert_eq!(charge_for(bond(100), bond(0)), Charge::OverBudget);
		assert_eq!(charge_for(bond(100), trifle), Charge::OverBudget);
		let least = Fractions { bond: MIN_SLASH, pools: Fraction::zero() };
		assert_eq!(charge_for(bond(100), least), Charge::Ask(least));
	}

	#[test]
	fn charge_of_who_has_promised_nothing_is_for_the_report_to_refuse() {
		assert_eq!(charge_for(Fractions::NOTHING, Fractions::NOTHING), asks(0));
	}
}
