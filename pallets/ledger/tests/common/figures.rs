// SPDX-License-Identifier: Apache-2.0

//! What a run has seen.

use std::fmt::{self, Display, Formatter};

/// Counts, and the worst of everything.
#[derive(Clone, Debug, Default)]
pub struct Figures {
	pub operations: u64,
	pub histories: u64,
	pub slashes: u64,
	pub refused: u64,
	pub merges: u64,
	/// Histories that ended with the operator deactivated.
	pub spent: u64,
	/// Units by which a stake was above and below its exact value.
	pub above: f64,
	pub below: f64,
	/// Shares of M that belonged to nobody at the end of a history.
	pub dust: u128,
}

impl Figures {
	pub fn add(&mut self, other: &Self) {
		self.operations += other.operations;
		self.histories += other.histories;
		self.slashes += other.slashes;
		self.refused += other.refused;
		self.merges += other.merges;
		self.spent += other.spent;
		self.above = self.above.max(other.above);
		self.below = self.below.max(other.below);
		self.dust = self.dust.max(other.dust);
	}
}

impl Display for Figures {
	fn fmt(&self, out: &mut Formatter) -> fmt::Result {
		let Self { operations, histories, slashes, refused, merges, spent, .. } = self;
		let Self { above, below, dust, .. } = self;
		writeln!(out, "{operations} operations in {histories} histories, {refused} refused")?;
		writeln!(out, "{slashes} slashes, {merges} merges, {spent} operators deactivated")?;
		writeln!(out, "at most {above:.3} units above exact and {below:.3} below")?;
		write!(out, "at most {dust} shares that belong to nobody when everybody has left")
	}
}
