// SPDX-License-Identifier: Apache-2.0

//! What a run has seen of rewards.

use std::fmt::{self, Display, Formatter};

/// Counts, and the worst of everything.
#[derive(Clone, Debug, Default)]
pub struct Tally {
	pub operations: u64,
	pub histories: u64,
	pub refused: u64,
	pub credits: u64,
	pub late: u64,
	/// Epochs for which a stream paid.
	pub streamed: u64,
	pub claims: u64,
	pub slashes: u64,
	pub expiries: u64,
	/// Credits that nobody was active for.
	pub unallocated: u64,
	/// Units by which what is paid and owed was above and below the exact amount, finer than a unit.
	pub above: f64,
	pub below: f64,
	/// Units by which what is paid and could be paid was below it.
	pub short: f64,
	/// The most that credits were ahead of the money, in units.
	pub ahead: f64,
}

impl Tally {
	pub fn add(&mut self, other: &Self) {
		self.operations += other.operations;
		self.histories += other.histories;
		self.refused += other.refused;
		self.credits += other.credits;
		self.late += other.late;
		self.streamed += other.streamed;
		self.claims += other.claims;
		self.slashes += other.slashes;
		self.expiries += other.expiries;
		self.unallocated += other.unallocated;
		self.above = self.above.max(other.above);
		self.below = self.below.max(other.below);
		self.short = self.short.max(other.short);
		self.ahead = self.ahead.max(other.ahead);
	}
}

impl Display for Tally {
	fn fmt(&self, out: &mut Formatter) -> fmt::Result {
		let Self { operations, histories, refused, credits, late, streamed, .. } = self;
		let Self { claims, slashes, expiries, unallocated, .. } = self;
		let Self { above, below, short, ahead, .. } = self;
		writeln!(out, "{operations} operations in {histories} histories, {refused} refused")?;
		writeln!(out, "{credits} credits, {late} of them late; streams paid {streamed} epochs")?;
		writeln!(out, "{claims} claims, {slashes} slashes, {expiries} expiries")?;
		writeln!(out, "{unallocated} credits for epochs in which nobody was active")?;
		writeln!(out, "earned: at most {above:.3e} units above exact and {below:.3e} below")?;
		writeln!(out, "paid and payable: at most {short:.6} units below exact")?;
		write!(out, "credits at most {ahead:.3e} units ahead of the money")
	}
}
