// SPDX-License-Identifier: Apache-2.0

//! Something that was so at several elections in a row.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// Since when something has been so, in a count of elections: it is written when that begins and when it ends, and not
/// between. An epoch without an election does not count, so that a chain that stood still has kept nobody from anything.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub struct Streak {
	/// The number of the first election at which it was so, if it was so at the last one.
	first_election: Option<u32>,
}

impl Streak {
	/// Notes at an election if it is so.
	pub fn note(&mut self, is_so: bool, election: u32) {
		let first = self.first_election.unwrap_or(election);
		self.first_election = is_so.then_some(first);
	}

	/// The number of elections in a row at which it was so, up to the last one, which has this number.
	pub fn length(&self, last_election: u32) -> u32 {
		// No first election lies after the last one.
		self.first_election.map_or(0, |first| last_election.saturating_sub(first).saturating_add(1))
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn length_counts_elections_in_a_row() {
		let mut streak = Streak::default();
		let mut lengths = vec![];
		for (election, is_so) in (7..).zip([false, true, true, true, false, true]) {
			streak.note(is_so, election);
			lengths.push(streak.length(election));
		}
		assert_eq!(lengths, [0, 1, 2, 3, 0, 1]);
	}
}
