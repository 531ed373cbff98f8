// SPDX-License-Identifier: Apache-2.0

//! The ranking of operators by power.

use crate::LedgerError;
use alloc::vec::Vec;
use bounded_collections::{BoundedVec, Get};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::cmp::Reverse;
use derive_where::derive_where;
use scale_info::TypeInfo;

/// Weight of stake in elections: Σ active tokens × weight of their asset.
pub type Power = u128;

/// The sum of powers. It saturates: only a rank is read from it, and 2¹²⁸ is the first in any case.
pub fn total_power(powers: impl IntoIterator<Item = Power>) -> Power {
	powers.into_iter().fold(0, Power::saturating_add)
}

/// Id of an active set. Each set has its own, and a later one a greater.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub struct SetId(pub u32);

impl SetId {
	/// The id after this one. 32 bits of sets last eight centuries of a new one every six seconds.
	pub const fn next(self) -> Self {
		Self(self.0.saturating_add(1))
	}
}

/// An operator that may be elected.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Candidate<A> {
	/// The operator.
	pub operator: A,
	/// Power behind it in the epoch of the election.
	pub power: Power,
	/// Order of registration: the lower, the earlier.
	pub seniority: u32,
}

/// A place in the ranking.
#[derive(Clone, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub struct RankedOperator<A> {
	/// The operator.
	pub operator: A,
	/// Power behind it when the epoch began.
	pub power: Power,
}

/// The candidates of an epoch in their order: the first X are the active set, the others its reserve. Stake counts by
/// whole epochs, so between two elections operators only ever drop out.
#[derive_where(Clone, PartialEq, Eq, Debug; A)]
#[derive_where(Default)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
#[scale_info(skip_type_params(S))]
#[codec(mel_bound(A: MaxEncodedLen, S: Get<u32>))]
pub struct Ranking<A, S: Get<u32>> {
	operators: BoundedVec<RankedOperator<A>, S>,
}

impl<A: PartialEq, S: Get<u32>> Ranking<A, S> {
	/// Ranks candidates: the greater power first, and of equals the one that registered first. `Overflow` if there
	/// are more than fit.
	pub fn elect(mut candidates: Vec<Candidate<A>>) -> Result<Self, LedgerError> {
		candidates.sort_by_key(|candidate| (Reverse(candidate.power), candidate.seniority));
		let operators = candidates
			.into_iter()
			.map(|candidate| RankedOperator {
				operator: candidate.operator,
				power: candidate.power,
			})
			.collect::<Vec<_>>();
		Ok(Self { operators: operators.try_into().map_err(|_| LedgerError::Overflow)? })
	}

	/// All ranked operators, the first one first.
	pub fn operators(&self) -> &[RankedOperator<A>] {
		&self.operators
	}

	/// Number of ranked operators.
	pub fn count(&self) -> u32 {
		u32::try_from(self.operators.len()).unwrap_or(u32::MAX)
	}

	/// Takes an operator out, so that everybody behind it moves up. True if it was there.
	pub fn remove(&mut self, operator: &A) -> bool {
		let before = self.operators.len();
		self.operators.retain(|ranked| ranked.operator != *operator);
		self.operators.len() < before
	}

	/// The first `size` operators.
	pub fn first(&self, size: u32) -> impl Iterator<Item = &A> {
		self.operators
			.iter()
			.take(usize::try_from(size).unwrap_or(usize::MAX))
			.map(|ranked| &ranked.operator)
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use bounded_collections::ConstU32;

	fn elect(powers: &[(char, Power, u32)]) -> Ranking<char, ConstU32<4>> {
		let candidate = |(operator, power, seniority): &(char, Power, u32)| Candidate {
			operator: *operator,
			power: *power,
			seniority: *seniority,
		};
		Ranking::elect(powers.iter().map(candidate).collect()).expect("they fit")
	}

	fn order(ranking: &Ranking<char, ConstU32<4>>, size: u32) -> Vec<char> {
		ranking.first(size).copied().collect()
	}

	#[test]
	fn elect_puts_the_greater_power_first() {
		let ranking = elect(&[('a', 1, 1), ('b', 9, 2), ('c', 4, 3)]);

		assert_eq!(order(&ranking, 3), ['b', 'c', 'a']);
		assert_eq!(order(&ranking, 2), ['b', 'c']);
		assert_eq!(order(&ranking, u32::MAX), ['b', 'c', 'a']);
	}

	#[test]
	fn elect_prefers_the_senior_among_equals() {
		let ranking = elect(&[('a', 7, 30), ('b', 7, 4), ('c', 7, 11)]);

		assert_eq!(order(&ranking, 3), ['b', 'c', 'a']);
	}

	#[test]
	fn elect_fails_when_there_are_too_many() {
		let candidate = |seniority| Candidate { operator: 'x', power: 1, seniority };

		let ranking = Ranking::<_, ConstU32<4>>::elect((0..5).map(candidate).collect());

		assert_eq!(ranking, Err(LedgerError::Overflow));
	}

	#[test]
	fn remove_moves_the_reserve_up() {
		let mut ranking = elect(&[('a', 1, 1), ('b', 9, 2), ('c', 4, 3)]);

		assert!(ranking.remove(&'b'));

		assert_eq!(order(&ranking, 2), ['c', 'a']);
		assert!(!ranking.remove(&'b'));
	}
}
