// SPDX-License-Identifier: Apache-2.0

//! Conversions of merged cohorts: they turn shares of the cohort into shares of the mature bucket, for stakers who
//! follow later.

use crate::{
	math::{mul_div_floor, sub},
	EpochIndex, LedgerError, Multiplier, RewardWeight, Shares,
};
use alloc::collections::BTreeMap;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// Conversions of a pool by cohort: those that an operation may need, and those it made.
pub type Conversions = BTreeMap<EpochIndex, Conversion>;

/// The conversion of a merged cohort whose shares did not become shares of M one for one.
///
/// A staker is rounded down, so the stakers' shares of M add up to no more than the merge minted; the shares between
/// belong to nobody and their tokens raise nobody's price (under one share per staker). Their reward weight would
/// earn for nobody: it leaves M with the last staker.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub struct Conversion {
	/// Shares of the cohort when it merged.
	#[codec(compact)]
	from: u128,
	/// Shares of M that the merge minted for them.
	#[codec(compact)]
	into: u128,
	/// Shares of the cohort whose stakers have not followed yet.
	#[codec(compact)]
	left: u128,
	/// Reward weight in M that stakers have not followed into yet.
	#[codec(compact)]
	weight: RewardWeight,
}

impl Conversion {
	pub(crate) const fn new(from: Shares, into: Shares, weight: RewardWeight) -> Self {
		Self { from: from.0, into: into.0, left: from.0, weight }
	}

	/// True if every staker has followed, so that nobody needs the record any more.
	pub const fn is_spent(&self) -> bool {
		self.left == 0
	}

	/// Converts the shares of one staker, rounded down. Returns them with the reward weight that M must lose, which
	/// is zero until the last staker comes.
	pub(crate) fn follow(
		&mut self,
		shares: Shares,
		multiplier: Multiplier,
	) -> Result<(Shares, RewardWeight), LedgerError> {
		let followed = Shares(mul_div_floor(shares.0, self.into, self.from)?);

		self.left = sub(self.left, shares.0)?;
		self.weight = sub(self.weight, multiplier.weigh(followed)?)?;
		let unowned = if self.is_spent() { core::mem::take(&mut self.weight) } else { 0 };
		Ok((followed, unowned))
	}
}
