// SPDX-License-Identifier: Apache-2.0

//! The work of an operator in an epoch, and its points.

use super::{BlocksReport, Score};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// The party that counts the blocks of authors.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "camelCase"))]
pub enum CountedBy {
	/// The chain: those of its own blocks.
	#[codec(index = 0)]
	Chain,
	/// The programme's reporters: those of another chain.
	#[codec(index = 1)]
	Reporters,
}

/// A rule that gives points for work and takes some for work that was missed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "camelCase", deny_unknown_fields))]
pub struct PointsRule {
	/// Points for each block.
	pub block: u32,
	/// Points lost for each turn to make a block that was missed.
	pub missed: u32,
	/// Points for each batch.
	pub batch: u32,
	/// Points for each 1 024 bytes of batches.
	pub kibibyte: u32,
	/// Points lost for each batch that did not come in time.
	pub timeout: u32,
	/// The party that counts blocks and missed turns.
	pub counted_by: CountedBy,
}

/// The work of an operator in an epoch, as it was counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub struct Work {
	/// Blocks that it made.
	#[codec(compact)]
	pub blocks: u32,
	/// Batches that it brought.
	#[codec(compact)]
	pub batches: u32,
	/// The bytes of these batches.
	#[codec(compact)]
	pub bytes: u64,
	/// Batches that it did not bring in time.
	#[codec(compact)]
	pub timeouts: u32,
	/// Turns to make blocks, of times that are over in which it was an author, in 2⁻³².
	#[codec(compact)]
	settled: u128,
	/// [`Turns`](super::Turns) when the present time as an author began, or when the epoch did.
	since: Option<u128>,
}

impl Work {
	/// Nothing yet, of an operator that is an author since then or is none.
	pub const fn new(since: Option<u128>) -> Self {
		Self { blocks: 0, batches: 0, bytes: 0, timeouts: 0, settled: 0, since }
	}

	/// It becomes an author. If it is one nothing changes.
	pub fn join(&mut self, grown: u128) {
		self.since = self.since.or(Some(grown));
	}

	/// It is an author no more.
	pub fn leave(&mut self, grown: u128) {
		self.settled = self.turns(grown);
		self.since = None;
	}

	/// One more block.
	pub fn add_block(&mut self) {
		self.blocks = self.blocks.saturating_add(1); // no epoch has 2³² blocks
	}

	/// One more batch.
	pub fn add_batch(&mut self, bytes: u32) {
		self.batches = self.batches.saturating_add(1); // no epoch has 2³² batches
		self.bytes = self.bytes.saturating_add(bytes.into());
	}

	/// One more batch that did not come in time.
	pub fn add_timeout(&mut self) {
		self.timeouts = self.timeouts.saturating_add(1); // no epoch has 2³² of them
	}

	/// Its blocks and the turns that it missed, if the epoch ended with [`Turns`](super::Turns) at `end`.
	pub fn counted(&self, end: u128) -> BlocksReport {
		let turns = u32::try_from(self.turns(end) >> 32).unwrap_or(u32::MAX);
		BlocksReport { blocks: self.blocks, missed: turns.saturating_sub(self.blocks) }
	}

	/// The points of an epoch, never less than none: with every number at its largest they stay below 2⁹⁰.
	pub fn points(&self, rule: &PointsRule, blocks: BlocksReport) -> Score {
		let times = |points: u32, count: u64| u128::from(points) * u128::from(count);
		let earned = times(rule.block, blocks.blocks.into())
			+ times(rule.batch, self.batches.into())
			+ times(rule.kibibyte, self.bytes / 1_024);
		let lost =
			times(rule.missed, blocks.missed.into()) + times(rule.timeout, self.timeouts.into());
		Score(earned.saturating_sub(lost))
	}

	fn turns(&self, end: u128) -> u128 {
		let present = self.since.map_or(0, |since| end.saturating_sub(since));
		self.settled.saturating_add(present) // both are below 2⁶⁵: a turn for each block of an epoch
	}
}
