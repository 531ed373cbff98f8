// SPDX-License-Identifier: Apache-2.0

//! Dividing a budget one operator after the other, so that the parts add up to it, to the unit.

use super::Score;
use crate::{
	math::{mul_div_floor, sub},
	Balance, LedgerError,
};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// A budget on its way to operators, in a fixed order of them. With c the sum of the scores so far, an operator gets
/// ⌊F·c/Σ⌋ less what was given before it: the exact part rounded up or down, and all of F with the last one. Pauses
/// change nothing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub struct Division {
	/// F: the whole budget, in units of the asset.
	#[codec(compact)]
	budget: Balance,
	/// Σ: the scores of all.
	#[codec(compact)]
	total: Score,
	/// c: the scores of those who had their part.
	#[codec(compact)]
	seen: Score,
	/// The sum of their parts.
	#[codec(compact)]
	given: Balance,
}

impl Division {
	/// A budget for operators with so much score in all; `None` if nobody has any.
	pub fn new(budget: Balance, total: Score) -> Option<Self> {
		(total > Score::default()).then_some(Self {
			budget,
			total,
			seen: Score::default(),
			given: 0,
		})
	}

	/// The whole budget.
	pub const fn budget(&self) -> Balance {
		self.budget
	}

	/// The scores of all.
	pub const fn total(&self) -> Score {
		self.total
	}

	/// The part of the next operator. `Overflow` if it has more score than is left.
	pub fn next(&mut self, score: Score) -> Result<Balance, LedgerError> {
		let seen = self.seen.plus(score)?;
		if seen > self.total {
			return Err(LedgerError::Overflow);
		}
		let given = mul_div_floor(self.budget, seen.0, self.total.0)?;
		let part = sub(given, self.given)?;
		self.seen = seen;
		self.given = given;
		Ok(part)
	}

	/// The part of the budget that nobody has had yet.
	pub fn rest(&self) -> Result<Balance, LedgerError> {
		sub(self.budget, self.given)
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	fn divide(budget: Balance, scores: &[u128]) -> Vec<Balance> {
		let total = Score(scores.iter().sum());
		let mut division = Division::new(budget, total).expect("somebody has a score");
		let parts = scores.iter().map(|score| division.next(Score(*score)).expect("it fits"));
		let parts = parts.collect();
		assert_eq!(division.rest(), Ok(0));
		parts
	}

	#[test]
	fn thirds_of_a_hundred_are_33_33_and_34() {
		assert_eq!(divide(100, &[1, 1, 1]), [33, 33, 34]);
		assert_eq!(divide(7, &[1, 1, 1, 1]), [1, 2, 2, 2]);
		assert_eq!(divide(1_000, &[5_440, 0, 1_230]), [815, 0, 185]);
	}

	#[test]
	fn budget_of_nothing_gives_nothing() {
		assert_eq!(divide(0, &[5, 7]), [0, 0]);
	}

	#[test]
	fn largest_numbers_are_divided_exactly() {
		let most = u128::MAX;

		assert_eq!(divide(most, &[most - 1, 1]), [most - 1, 1]);
	}

	#[test]
	fn nothing_is_divided_when_nobody_has_a_score() {
		assert_eq!(Division::new(100, Score::default()), None);
	}

	#[test]
	fn next_is_refused_when_scores_exceed_their_sum() {
		let mut division = Division::new(100, Score(10)).expect("somebody has a score");
		assert_eq!(division.next(Score(9)), Ok(90));

		assert_eq!(division.next(Score(2)), Err(LedgerError::Overflow));

		assert_eq!(division.rest(), Ok(10));
		assert_eq!(division.next(Score(1)), Ok(10));
	}
}
