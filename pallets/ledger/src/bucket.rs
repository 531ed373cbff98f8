// SPDX-License-Identifier: Apache-2.0

//! A bucket: stake that has one price, `tokens / shares`.

use crate::{
	math::{add, mul, mul_div_ceil, mul_div_floor, part_floor, sub, Fraction},
	Balance, LedgerError,
};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// Shares of a bucket. A slash lowers their value, never their number.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub struct Shares(pub u128);

impl Shares {
	/// True if there are none.
	pub const fn is_zero(&self) -> bool {
		self.0 == 0
	}
}

/// Shares times multiplier, in hundredths of a share: rewards are divided by it.
pub type RewardWeight = u128;

/// Reward weight of a share, in hundredths: 100 is 1.00.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Multiplier(pub u16);

impl Multiplier {
	/// That of stake which earns nothing.
	pub const NOTHING: Self = Self(0);
	/// 1.00.
	pub const ONE: Self = Self(100);
	/// 10.00, the largest that anybody may choose. The smallest is 0.01.
	pub const MAX: Self = Self(1_000);

	/// Checks one that somebody chooses. `InvalidMultiplier` if it is not from 0.01 to 10.00.
	pub fn check(self) -> Result<(), LedgerError> {
		let is_valid = Self::NOTHING < self && self <= Self::MAX;
		is_valid.then_some(()).ok_or(LedgerError::InvalidMultiplier)
	}

	/// Reward weight of shares.
	pub fn weigh(self, shares: Shares) -> Result<RewardWeight, LedgerError> {
		mul(shares.0, self.0.into())
	}
}

impl Default for Multiplier {
	fn default() -> Self {
		Self::ONE
	}
}

/// A bucket: H shares worth T tokens, of reward weight V.
///
/// An invariant is `1 ≤ tokens ≤ shares` wherever there are shares (a slash takes at most half and rounds down,
/// everything else rounds for the bucket), so nothing here divides by zero.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub struct Bucket {
	/// H: shares of all stakers, and of nobody where a merge rounded stakers down.
	#[codec(compact)]
	shares: u128,
	/// T: tokens, the value of all shares in units of the pool's asset.
	#[codec(compact)]
	tokens: Balance,
	/// V: reward weight of all shares; never below the sum over the stakers.
	#[codec(compact)]
	weight: RewardWeight,
}

impl Bucket {
	/// H: shares.
	pub const fn shares(&self) -> Shares {
		Shares(self.shares)
	}

	/// T: tokens.
	pub const fn tokens(&self) -> Balance {
		self.tokens
	}

	/// V: reward weight.
	pub const fn weight(&self) -> RewardWeight {
		self.weight
	}

	/// ⌊V·T/H⌋: the reward weight at today's price, by which money is divided. T ≤ H, so it is at most V.
	pub fn priced_weight(&self) -> Result<RewardWeight, LedgerError> {
		match self.shares {
			0 => Ok(0),
			shares => mul_div_floor(self.weight, self.tokens, shares),
		}
	}

	/// True if there are no shares in it.
	pub const fn is_empty(&self) -> bool {
		self.shares == 0
	}

	/// The value of shares: ⌊h·T/H⌋, rounded down for those who stay.
	pub fn value_floor(&self, shares: Shares) -> Result<Balance, LedgerError> {
		if shares.is_zero() {
			return Ok(0);
		}
		mul_div_floor(shares.0, self.tokens, self.shares)
	}

	/// The shares that pay `tokens`: ⌈a·H/T⌉, rounded up for those who stay. As T ≤ H their value is exactly `tokens`
	/// again.
	pub(crate) fn shares_ceil(&self, tokens: Balance) -> Result<Shares, LedgerError> {
		mul_div_ceil(tokens, self.shares, self.tokens).map(Shares)
	}

	/// Puts `tokens` in at the present price and returns the new shares: ⌊a·H/T⌋, rounded down for those who are in;
	/// one for one in an empty bucket. As T ≤ H it is never less than `tokens`.
	pub(crate) fn join(&mut self, tokens: Balance) -> Result<Shares, LedgerError> {
		let minted =
			if self.is_empty() { tokens } else { mul_div_floor(tokens, self.shares, self.tokens)? };

		self.shares = add(self.shares, minted)?;
		self.tokens = add(self.tokens, tokens)?;
		Ok(Shares(minted))
	}

	/// Takes shares out and returns their value, rounded down; the last ones take all.
	pub(crate) fn leave(&mut self, shares: Shares) -> Result<Balance, LedgerError> {
		let tokens = self.value_floor(shares)?;

		self.shares = sub(self.shares, shares.0)?;
		self.tokens = sub(self.tokens, tokens)?;
		Ok(tokens)
	}

	/// Adds reward weight.
	pub(crate) fn weigh_more(&mut self, weight: RewardWeight) -> Result<(), LedgerError> {
		self.weight = add(self.weight, weight)?;
		Ok(())
	}

	/// Takes reward weight out.
	pub(crate) fn weigh_less(&mut self, weight: RewardWeight) -> Result<(), LedgerError> {
		self.weight = sub(self.weight, weight)?;
		Ok(())
	}

	/// Takes ⌊φ·T⌋ and returns it: rounded down, so that something is always left.
	pub(crate) fn slash(&mut self, fraction: Fraction) -> Result<Balance, LedgerError> {
		let cut = part_floor(fraction, self.tokens);

		self.tokens = sub(self.tokens, cut)?;
		Ok(cut)
	}
}
