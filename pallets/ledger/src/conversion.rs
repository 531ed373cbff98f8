// SPDX-License-Identifier: Apache-2.0

//! How the shares of a cohort that merged become shares of M, for holders who follow later.

use crate::{
	math::{mul_div_floor, sub},
	EpochIndex, LedgerError, Multiplier, Shares, Weight,
};
use alloc::collections::BTreeMap;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// The conversions of a pool by cohort: those that an operation may need, and those it made.
pub type Conversions = BTreeMap<EpochIndex, Conversion>;

/// A merged cohort whose shares did not become shares of M one for one.
///
/// A holder is rounded down, so the holders' shares of M add up to no more than what the merge minted; what
/// lies between belongs to nobody and its tokens raise nobody's price (under one share per holder). The
/// weight of it would earn rewards for nobody: it leaves M with the last holder.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
)]
pub struct Conversion {
	/// The cohort's shares when it merged.
	#[codec(compact)]
	from: u128,
	/// The shares of M that the merge minted for them.
	#[codec(compact)]
	into: u128,
	/// Shares of the cohort whose holders have not followed yet.
	#[codec(compact)]
	left: u128,
	/// The weight in M that holders have not followed into yet.
	#[codec(compact)]
	weight: Weight,
}

impl Conversion {
	pub(crate) const fn new(from: Shares, into: Shares, weight: Weight) -> Self {
		Self { from: from.0, into: into.0, left: from.0, weight }
	}

	/// Whether every holder has followed, so that nobody needs the record any more.
	pub const fn is_spent(&self) -> bool {
		self.left == 0
	}

	/// Converts one holder's shares, rounded down. Returns them with the weight that M must lose, which is
	/// nothing until the last holder comes.
	pub(crate) fn follow(
		&mut self,
		shares: Shares,
		multiplier: Multiplier,
	) -> Result<(Shares, Weight), LedgerError> {
		let followed = Shares(mul_div_floor(shares.0, self.into, self.from)?);

		self.left = sub(self.left, shares.0)?;
		self.weight = sub(self.weight, multiplier.weigh(followed)?)?;
		let unowned = if self.is_spent() { core::mem::take(&mut self.weight) } else { 0 };
		Ok((followed, unowned))
	}
}
