// SPDX-License-Identifier: Apache-2.0

//! Turns to make a block, shared out fairly whatever the order in which authors take them.

use crate::{EpochIndex, Horizon};
use bounded_collections::{BoundedVec, Get};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use derive_where::derive_where;
use scale_info::TypeInfo;

/// The turns that somebody would have had who had always been an author: of each block one n-th, n being the number of
/// authors at that time. An author's own turns are what this grew by while it was one; a halt gives nobody any.
#[derive_where(Clone, PartialEq, Eq, Debug, Default)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
#[scale_info(skip_type_params(S))]
#[codec(mel_bound(S: Get<u32>))]
pub struct Turns<S: Get<u32>> {
	/// In 2⁻³² turns.
	#[codec(compact)]
	grown: u128,
	/// n.
	#[codec(compact)]
	authors: u32,
	/// Their number when each of the last W + 2 epochs with a block began, oldest first.
	starts: BoundedVec<(EpochIndex, u128), S>,
	/// Suspensions for idleness in the last of them.
	#[codec(compact)]
	suspended: u32,
}

impl<S: Get<u32>> Turns<S> {
	/// Their present number, in 2⁻³² turns.
	pub const fn grown(&self) -> u128 {
		self.grown
	}

	/// The number of authors.
	pub const fn authors(&self) -> u32 {
		self.authors
	}

	/// Notes that an epoch has begun, if that is not known yet. Returns true if it was not.
	pub fn begin(&mut self, at: Horizon) -> bool {
		if self.starts.last().is_some_and(|(epoch, _)| *epoch >= at.now) {
			return false;
		}
		let oldest = at.now.minus(at.window.saturating_add(1)); // the window is 14 at most
		self.starts.retain(|(epoch, _)| *epoch >= oldest);
		// At most the W + 1 epochs before the present one are left.
		let is_noted = self.starts.try_push((at.now, self.grown)).is_ok();
		self.suspended = 0;
		is_noted
	}

	/// Counts a block.
	pub fn grow(&mut self) {
		let turn = (1u128 << 32).checked_div(self.authors.into()).unwrap_or_default();
		self.grown = self.grown.saturating_add(turn); // 2⁹⁶ blocks of one author
	}

	/// Their number when an epoch began; `None` if it had no block or is too old.
	pub fn start(&self, epoch: EpochIndex) -> Option<u128> {
		self.starts.iter().find(|(of, _)| *of == epoch).map(|(_, grown)| *grown)
	}

	/// Their number when an epoch ended; the present one if it has not.
	pub fn end(&self, epoch: EpochIndex) -> u128 {
		self.starts.iter().find(|(of, _)| *of > epoch).map_or(self.grown, |(_, grown)| *grown)
	}

	/// One more author. Returns it.
	pub fn join(&mut self) -> Author {
		self.authors = self.authors.saturating_add(1); // a set has a bound
		Author { since: self.grown, seen: self.grown }
	}

	/// One author less.
	pub fn leave(&mut self) {
		self.authors = self.authors.saturating_sub(1); // it is one of them
	}

	/// True if an author has had so many turns since its last block, or since it became one; never for no turns.
	pub fn is_idle(&self, author: &Author, turns: u32) -> bool {
		turns > 0 && self.grown.saturating_sub(author.seen) >= u128::from(turns) << 32
	}

	/// True if one more of so many members of the active set may be suspended in this epoch.
	pub fn may_suspend(&self, members: u32) -> bool {
		self.suspended < most_suspended(members)
	}

	/// Counts a suspension.
	pub fn suspend(&mut self) {
		self.suspended = self.suspended.saturating_add(1); // bounded by the set
	}
}

/// The most of so many members of the active set that may be suspended for idleness in an epoch, so that whatever goes wrong
/// somebody stays: a third of all but one, or one, and none if there is no other.
pub const fn most_suspended(members: u32) -> u32 {
	match members {
		0 | 1 => 0,
		2 | 3 => 1,
		members => (members - 1) / 3,
	}
}

/// An author of blocks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub struct Author {
	/// [`Turns`] when it became one.
	#[codec(compact)]
	pub since: u128,
	/// [`Turns`] at its last block, its last suspension, or when it became one.
	#[codec(compact)]
	pub seen: u128,
}

impl Author {
	/// The number from which its turns count in an epoch that began with [`Turns`] at `start`.
	pub fn since(&self, start: u128) -> u128 {
		self.since.max(start)
	}
}
