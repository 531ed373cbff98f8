// SPDX-License-Identifier: Apache-2.0

//! The election of an active set: operators that answer for what they do come first.

use crate::{LedgerError, Power};
use alloc::vec::Vec;
use bounded_collections::{BoundedVec, Get};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::cmp::Reverse;
use derive_where::derive_where;
use scale_info::TypeInfo;

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

/// An operator as an election sees it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Contender<A> {
	/// The operator.
	pub operator: A,
	/// Power behind it in the epoch of the election.
	pub power: Power,
	/// True if enough of its bond is unused for the chain's own consumers, in the epoch of the election and the next.
	pub answers: bool,
	/// Order of registration: the lower, the earlier.
	pub seniority: u32,
	/// True if its closing is announced: it is not elected.
	pub is_closing: bool,
}

/// A place in an election.
#[derive(Clone, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub struct Elected<A> {
	/// The operator.
	pub operator: A,
	/// Power behind it when the epoch began.
	pub power: Power,
	/// True if its bond answers to the chain's own consumers; false if it serves unsecured.
	pub answers: bool,
}

/// The operators of an election in their order: the first ones are the active set, the others its reserve. Stake counts
/// by whole epochs, so between two elections operators only ever drop out.
///
/// The order is: operators that answer and have power, by power; then others with power; then those without. Of equals
/// the senior one is first.
#[derive_where(Clone, PartialEq, Eq, Debug; A)]
#[derive_where(Default)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
#[scale_info(skip_type_params(S))]
#[codec(mel_bound(A: MaxEncodedLen, S: Get<u32>))]
pub struct Election<A, S: Get<u32>> {
	order: BoundedVec<Elected<A>, S>,
}

impl<A: PartialEq, S: Get<u32>> Election<A, S> {
	/// Ranks operators. `Overflow` if more of them can be elected than fit.
	pub fn hold(contenders: impl IntoIterator<Item = Contender<A>>) -> Result<Self, LedgerError> {
		let mut able: Vec<_> = contenders.into_iter().filter(|one| !one.is_closing).collect();
		able.sort_by_key(|one| (one.power == 0, !one.answers, Reverse(one.power), one.seniority));

		let elected = able.into_iter().map(|one| {
			let Contender { operator, power, answers, .. } = one;
			Elected { operator, power, answers }
		});
		let order = elected.collect::<Vec<_>>().try_into().map_err(|_| LedgerError::Overflow)?;
		Ok(Self { order })
	}

	/// All operators, the first one first.
	pub fn order(&self) -> &[Elected<A>] {
		&self.order
	}

	/// The active set of at most `size` operators. Of those that do not answer it has only as many as it takes to be
	/// `min_members`, so that on a young chain the first one that answers is not the whole set. Operators without power
	/// are in it only if nobody has any.
	pub fn members(&self, size: u32, min_members: u32) -> impl Iterator<Item = &Elected<A>> {
		let has_power = self.order.first().is_some_and(|first| first.power > 0);
		let places = (0..size).zip(&self.order).filter(move |(place, one)| {
			(one.power > 0 || !has_power) && (one.answers || *place < min_members)
		});
		places.map(|(_, one)| one)
	}

	/// Takes an operator out, so that everybody behind it moves up. True if it was there.
	pub fn remove(&mut self, operator: &A) -> bool {
		let before = self.order.len();
		self.order.retain(|one| one.operator != *operator);
		self.order.len() < before
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use bounded_collections::ConstU32;
	use bulwark_testing::{for_all, seed};
	use proptest::{collection::vec, prelude::*};

	type Eight = Election<char, ConstU32<8>>;

	/// By name, power, seniority; those in capitals answer.
	fn hold(operators: &[(char, Power, u32)]) -> Eight {
		let contender = |(operator, power, seniority): &(char, Power, u32)| Contender {
			operator: *operator,
			power: *power,
			answers: operator.is_uppercase(),
			seniority: *seniority,
			is_closing: false,
		};
		Election::hold(operators.iter().map(contender)).expect("they fit")
	}

	fn members(election: &Eight, size: u32, min_members: u32) -> String {
		election.members(size, min_members).map(|one| one.operator).collect()
	}

	#[test]
	fn the_greater_power_is_first() {
		let election = hold(&[('A', 1, 1), ('B', 9, 2), ('C', 4, 3)]);

		assert_eq!(members(&election, 3, 0), "BCA");
		assert_eq!(members(&election, 2, 0), "BC");
		assert_eq!(members(&election, u32::MAX, 0), "BCA");
	}

	#[test]
	fn the_senior_is_first_among_equals() {
		assert_eq!(members(&hold(&[('A', 7, 30), ('B', 7, 4), ('C', 7, 11)]), 3, 0), "BCA");
	}

	#[test]
	fn whoever_answers_is_before_whoever_has_more_power() {
		let election = hold(&[('a', 9, 1), ('B', 1, 2), ('c', 5, 3), ('D', 2, 4)]);

		assert_eq!(members(&election, 4, 4), "DBac");
	}

	#[test]
	fn others_serve_only_up_to_the_least_number_of_members() {
		let election = hold(&[('a', 9, 1), ('B', 1, 2), ('c', 5, 3), ('D', 2, 4)]);

		assert_eq!(members(&election, 4, 0), "DB");
		assert_eq!(members(&election, 4, 2), "DB");
		assert_eq!(members(&election, 4, 3), "DBa");
		assert_eq!(members(&election, 1, 3), "D", "the size is never passed");
	}

	#[test]
	fn the_set_says_who_serves_unsecured() {
		let election = hold(&[('a', 9, 1), ('B', 1, 2)]);

		let answers: Vec<_> = election.members(2, 2).map(|one| one.answers).collect();

		assert_eq!(answers, [true, false]);
	}

	#[test]
	fn whoever_has_no_power_serves_only_if_nobody_has_any() {
		let mut election = hold(&[('A', 0, 1), ('b', 3, 2), ('C', 0, 3), ('d', 0, 4)]);

		assert_eq!(members(&election, 4, 4), "b");
		assert_eq!(members(&election, 4, 0), "", "the last set stays then");

		election.remove(&'b');
		assert_eq!(members(&election, 4, 3), "ACd");
		assert_eq!(members(&election, 4, 0), "AC");
	}

	#[test]
	fn whoever_closes_is_not_elected() {
		let contender = |operator, is_closing| Contender {
			operator,
			power: 5,
			answers: true,
			seniority: 1,
			is_closing,
		};

		let election = Eight::hold([contender('A', true), contender('B', false)]).expect("it fits");

		assert_eq!(members(&election, 4, 4), "B");
	}

	#[test]
	fn remove_moves_the_reserve_up() {
		let mut election = hold(&[('A', 1, 1), ('B', 9, 2), ('C', 4, 3)]);

		assert!(election.remove(&'B'));

		assert_eq!(members(&election, 2, 0), "CA");
		assert!(!election.remove(&'B'));
	}

	#[test]
	fn hold_fails_when_there_are_too_many() {
		let contender = |seniority| Contender {
			operator: 'A',
			power: 1,
			answers: true,
			seniority,
			is_closing: seniority == 0,
		};

		assert!(Eight::hold((0..9).map(contender)).is_ok());
		assert_eq!(Eight::hold((0..10).map(contender)), Err(LedgerError::Overflow));
	}

	/// The rule, word by word: one place after the other is given to the best of those that may have it.
	fn place_by_place(left: &[Contender<u32>], size: u32, min_members: u32) -> Vec<u32> {
		let mut left: Vec<_> = left.iter().filter(|one| !one.is_closing).cloned().collect();
		let has_power = left.iter().any(|one| one.power > 0);
		let mut set = Vec::new();
		while (set.len() as u32) < size {
			let best = |answers: bool| {
				let may =
					|one: &&Contender<u32>| one.answers == answers && (one.power > 0 || !has_power);
				let better = |a: &&Contender<u32>, b: &&Contender<u32>| {
					a.power.cmp(&b.power).then(b.seniority.cmp(&a.seniority))
				};
				left.iter().filter(may).max_by(better).map(|one| one.operator)
			};
			let other = || ((set.len() as u32) < min_members).then(|| best(false)).flatten();
			let Some(next) = best(true).or_else(other) else { break };
			left.retain(|one| one.operator != next);
			set.push(next);
		}
		set
	}

	#[test]
	fn members_are_those_of_the_rule_whatever_stands() {
		let one = (prop_oneof![Just(0u128), 0u128..4, any::<u128>()], any::<bool>(), 0..4u32);
		let all = vec((one, prop::bool::weighted(0.1)), 0..12);
		for_all(seed(), 4_000, &(all, 0..9u32, 0..9u32), |(all, size, min_members)| {
			let contenders: Vec<_> = (0u32..)
				.zip(all)
				.map(|(at, ((power, answers, order), is_closing))| Contender {
					operator: at,
					power,
					answers,
					seniority: order * 100 + at, // never the same
					is_closing,
				})
				.collect();

			let election = Election::<u32, ConstU32<12>>::hold(contenders.clone());
			let election = election.expect("they fit");

			let set: Vec<_> = election.members(size, min_members).map(|one| one.operator).collect();
			prop_assert_eq!(set, place_by_place(&contenders, size, min_members));
			prop_assert!(election.order().len() <= contenders.len());
			Ok(())
		});
	}
}
