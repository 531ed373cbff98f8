// SPDX-License-Identifier: Apache-2.0

//! Offences of an operator against the consensus of the chain, by epoch.

use super::{slashed_fractions, Fractions};
use crate::{Fraction, Scope};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// Worst offence of an operator in an epoch, and how much of it cases stand for. It pays for the worst one, not for each: a
/// machine that runs twice signs twice in every round.
///
/// **A case stands for all that is called for when it is filed**, also for what the budget has left no room for. So what it asks
/// is never asked again, however it ends: what was dismissed stays dismissed, though the budget is free again.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub struct Offence {
	/// Largest fraction that an offence calls for, of the bond and of each pool.
	pub called_for: Fraction,
	/// Part of it that cases stand for: all that was called for when the last of them was filed.
	pub answered: Fraction,
}

impl Offence {
	/// Notes an offence. True if it is worse than those before.
	pub fn note(&mut self, called_for: Fraction) -> bool {
		let is_worse = self.called_for < called_for;
		self.called_for = self.called_for.max(called_for);
		is_worse
	}

	/// Asks for what no case stands for, as far as it is left of a budget. All cases together ask for no more than one report
	/// could take if nothing of it was used: told in parts an offence takes no more than told at once. `None`, and nothing has changed, if a case takes none of it.
	pub fn ask(&mut self, opted_in: Fractions, unused: Fractions) -> Option<Fractions> {
		let of_both = |part| Fractions::of(Scope::BondAndPools, part);
		let rest = of_both(self.called_for).min(opted_in).less(of_both(self.answered)).min(unused);
		let fractions = slashed_fractions(rest, None).filter(|asked| !asked.is_nothing())?;
		self.answered = self.called_for;
		Some(fractions)
	}

	/// True if cases stand for no more than is called for.
	pub fn is_sound(&self) -> bool {
		self.answered <= self.called_for
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::MIN_SLASH;

	const ALL: Fractions = Fractions { bond: Fraction::one(), pools: Fraction::one() };

	fn percent(bond: u64, pools: u64) -> Fractions {
		Fractions { bond: Fraction::from_percent(bond), pools: Fraction::from_percent(pools) }
	}

	fn called_for(percent: u64) -> Offence {
		Offence { called_for: Fraction::from_percent(percent), ..Default::default() }
	}

	#[test]
	fn offence_counts_if_it_is_worse_than_those_before() {
		let mut offence = Offence::default();

		assert!(offence.note(Fraction::from_percent(9)));
		assert!(!offence.note(Fraction::from_percent(9)));
		assert!(!offence.note(Fraction::from_percent(1)));
		assert!(offence.note(Fraction::from_percent(36)));

		assert_eq!(offence.called_for, Fraction::from_percent(36));
	}

	#[test]
	fn what_is_called_for_is_asked_once() {
		let mut offence = called_for(36);
		assert_eq!(offence.ask(ALL, percent(100, 50)), Some(percent(36, 36)));
		assert_eq!(offence.ask(ALL, percent(64, 14)), None);

		offence.note(Fraction::from_percent(81));
		assert_eq!(offence.ask(ALL, percent(64, 14)), Some(percent(45, 14)));
		assert_eq!(offence.ask(ALL, percent(19, 0)), None);

		assert_eq!(offence.answered, Fraction::from_percent(81));
		assert!(offence.is_sound());
	}

	/// Told at once or in parts.
	#[test]
	fn no_more_is_asked_than_a_report_could_take() {
		let opted_in = percent(50, 20);
		let mut at_once = called_for(100);
		assert_eq!(at_once.ask(opted_in, ALL), Some(opted_in));

		let mut in_parts = called_for(36);
		assert_eq!(in_parts.ask(opted_in, ALL), Some(percent(36, 20)));
		in_parts.note(Fraction::one());
		assert_eq!(in_parts.ask(opted_in, ALL), Some(percent(14, 0)));

		let mut above = called_for(56);
		assert_eq!(above.ask(opted_in, ALL), Some(opted_in));
		above.note(Fraction::one());
		assert_eq!(above.ask(opted_in, ALL), None);
	}

	/// A case that is dismissed gives its part of the budget back.
	#[test]
	fn what_the_budget_left_no_room_for_is_not_asked_when_there_is_room() {
		let mut offence = called_for(36);
		assert_eq!(offence.ask(ALL, percent(20, 0)), Some(percent(20, 0)));

		assert_eq!(offence.ask(ALL, percent(100, 50)), None);

		offence.note(Fraction::from_percent(81));
		assert_eq!(offence.ask(ALL, percent(100, 50)), Some(percent(45, 45)));
	}

	#[test]
	fn what_no_case_stands_for_is_asked_when_there_is_room() {
		let mut offence = called_for(36);
		assert_eq!(offence.ask(ALL, Fractions::NOTHING), None);
		assert_eq!(offence, called_for(36));

		assert_eq!(offence.ask(ALL, percent(100, 50)), Some(percent(36, 36)));
	}

	#[test]
	fn what_no_case_takes_is_not_asked() {
		let trifle = Fraction::from_parts(MIN_SLASH.deconstruct() - 1);
		let mut offence = Offence { called_for: trifle, ..Default::default() };
		assert_eq!(offence.ask(ALL, percent(100, 50)), None);
		assert_eq!(offence.answered, Fraction::zero());

		let mut offence = called_for(36);
		let unused = Fractions { bond: trifle, pools: MIN_SLASH };
		let least = Fractions { bond: Fraction::zero(), pools: MIN_SLASH };
		assert_eq!(offence.ask(ALL, unused), Some(least));
	}

	#[test]
	fn more_answered_than_called_for_is_not_sound() {
		let answered = Fraction::from_percent(37);
		assert!(!Offence { answered, ..called_for(36) }.is_sound());
	}
}
