// SPDX-License-Identifier: Apache-2.0

//! Turns of submitters: turn t belongs to member t mod n, and one without a batch is a time-out of its owner.

use crate::Millis;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::ops::Range;
use scale_info::TypeInfo;

/// Largest number of turns that one look counts.
pub const TURNS_AT_ONCE: u32 = 16;

/// Turns up to which batches were looked for. Turns in a row without a batch are a gap: of a gap only the first n count,
/// one for each member, so that a second layer that stands still costs everybody one time-out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub struct SubmitterTurns {
	/// First turn that was not looked at.
	#[codec(compact)]
	next: u64,
	/// Number of turns of the present gap that were counted.
	#[codec(compact)]
	counted: u32,
}

/// Turns that were seen to have no batch.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TurnsSeen {
	/// Turns that count as time-outs.
	pub timed_out: Range<u64>,
	/// True if turns that are over were left for another look.
	pub has_more: bool,
}

impl SubmitterTurns {
	/// Nothing before the present turn counts.
	pub const fn from(turn: u64) -> Self {
		Self { next: turn, counted: 0 }
	}

	/// Number of the turn at a time, in turns of so many milliseconds.
	pub fn at(time: Millis, length: Millis) -> u64 {
		time.checked_div(length).unwrap_or_default()
	}

	/// Member whose turn it is; `None` if there are none.
	pub fn owner(turn: u64, members: u32) -> Option<usize> {
		usize::try_from(turn.checked_rem(members.into())?).ok()
	}

	/// First turn that was not looked at.
	pub const fn next(&self) -> u64 {
		self.next
	}

	/// Looks at turns that are over, [`TURNS_AT_ONCE`] at most. Turns of a gap after the first n are passed over.
	pub fn look(&mut self, turn: u64, members: u32) -> TurnsSeen {
		let first = self.next;
		let over = turn.saturating_sub(first); // none if the clock stands still
		let may_count = members.saturating_sub(self.counted); // none is left of a long gap
		let count = over.min(may_count.min(TURNS_AT_ONCE).into());
		let end = first.saturating_add(count); // no more than the present turn

		self.counted = self.counted.saturating_add(u32::try_from(count).unwrap_or(TURNS_AT_ONCE));
		self.next = if self.counted < members { end } else { turn.max(first) };
		TurnsSeen { timed_out: first..end, has_more: self.next < turn }
	}

	/// Notes a batch in the present turn: the gap is over, and what was not looked at of it is dropped.
	pub fn end_gap(&mut self, turn: u64) {
		*self = Self::from(self.next.max(turn.saturating_add(1))); // no turn has the number 2⁶⁴
	}

	/// Drops the turns that were not looked at, because others have the next ones.
	pub fn drop_rest(&mut self, turn: u64) {
		self.next = self.next.max(turn);
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use alloc::{collections::BTreeSet, vec::Vec};
	use bulwark_testing::{for_all, seed};
	use proptest::prelude::*;

	#[test]
	fn turns_go_round() {
		assert_eq!(SubmitterTurns::at(1_999, 1_000), 1);
		assert_eq!(SubmitterTurns::at(1_999, 0), 0);
		let owners: Vec<_> = (7..12).map(|turn| SubmitterTurns::owner(turn, 4)).collect();
		assert_eq!(owners, [Some(3), Some(0), Some(1), Some(2), Some(3)]);
		assert_eq!(SubmitterTurns::owner(7, 0), None);
	}

	#[test]
	fn turn_without_a_batch_is_seen_when_it_is_over() {
		let mut turns = SubmitterTurns::from(10);

		assert_eq!(turns.look(10, 4), TurnsSeen { timed_out: 10..10, has_more: false });
		assert_eq!(turns.look(12, 4), TurnsSeen { timed_out: 10..12, has_more: false });
		assert_eq!(turns.look(12, 4), TurnsSeen { timed_out: 12..12, has_more: false });
	}

	#[test]
	fn turn_with_a_batch_is_no_time_out() {
		let mut turns = SubmitterTurns::from(10);

		turns.end_gap(10);
		turns.end_gap(10);

		assert_eq!(turns.look(12, 4).timed_out, 11..12);
	}

	#[test]
	fn long_gap_counts_once_for_each_member() {
		let mut turns = SubmitterTurns::from(10);

		assert_eq!(turns.look(12, 4).timed_out, 10..12);
		assert_eq!(turns.look(90, 4), TurnsSeen { timed_out: 12..14, has_more: false });
		assert_eq!(turns.look(100, 4), TurnsSeen { timed_out: 90..90, has_more: false });
		turns.end_gap(100);
		assert_eq!(turns.look(103, 4).timed_out, 101..103);
	}

	#[test]
	fn look_counts_sixteen_turns_and_leaves_the_others() {
		let mut turns = SubmitterTurns::from(0);

		assert_eq!(turns.look(40, 100), TurnsSeen { timed_out: 0..16, has_more: true });
		assert_eq!(turns.look(40, 100), TurnsSeen { timed_out: 16..32, has_more: true });
		assert_eq!(turns.look(40, 100), TurnsSeen { timed_out: 32..40, has_more: false });
	}

	#[test]
	fn turns_of_others_are_dropped() {
		let mut turns = SubmitterTurns::from(0);

		turns.drop_rest(40);

		assert_eq!(turns.look(41, 100).timed_out, 40..41);
		turns.drop_rest(7);
		assert_eq!(turns.next(), 41, "the clock never goes back");
	}

	/// A turn times out at most once, never one with a batch, and of a gap never more than the members.
	#[test]
	fn time_outs_are_turns_without_a_batch_each_once() {
		let acts = prop::collection::vec((0..60u64, any::<bool>()), 1..60);
		for_all(seed(), 500, &(acts, 1..40u32), |(acts, members)| {
			let (mut turns, mut turn) = (SubmitterTurns::from(5), 5u64);
			let (mut timed_out, mut with_batch) = (BTreeSet::new(), BTreeSet::new());
			let mut of_gap = 0;
			for (passed, is_batch) in acts {
				turn += passed;
				let seen = turns.look(turn, members).timed_out;
				of_gap += seen.clone().count();
				prop_assert!(of_gap <= members as usize);
				for one in seen {
					prop_assert!(one < turn && timed_out.insert(one));
				}
				if is_batch {
					turns.end_gap(turn);
					with_batch.insert(turn);
					of_gap = 0;
				}
			}
			prop_assert!(timed_out.is_disjoint(&with_batch));
			Ok(())
		});
	}
}
