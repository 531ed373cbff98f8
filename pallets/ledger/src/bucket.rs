// SPDX-License-Identifier: Apache-2.0

//! A bucket: stake that has one price, `tokens / shares`.

use crate::{
	math::{add, mul, mul_div_ceil, mul_div_floor, part_floor, sub, Fraction},
	Balance, LedgerError,
};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// Parts of a bucket. A slash lowers what they are worth, never how many there are.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Debug,
	Default,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
)]
pub struct Shares(pub u128);

impl Shares {
	/// Whether there are none.
	pub const fn is_zero(&self) -> bool {
		self.0 == 0
	}
}

/// Shares times multiplier, in hundredths of a share: what rewards are divided by.
pub type Weight = u128;

/// How much a share weighs when rewards are divided, in hundredths: 100 is 1.00, the plain weight.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Multiplier(pub u16);

impl Multiplier {
	/// 1.00.
	pub const ONE: Self = Self(100);

	/// What `shares` weigh.
	pub fn weigh(self, shares: Shares) -> Result<Weight, LedgerError> {
		mul(shares.0, self.0.into())
	}
}

impl Default for Multiplier {
	fn default() -> Self {
		Self::ONE
	}
}

/// H shares worth T tokens, weighing V.
///
/// What always holds: `1 ≤ tokens ≤ shares` wherever there are shares (a slash takes at most half and
/// rounds down, everything else rounds for the bucket), so nothing here divides by zero.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Default,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
)]
pub struct Bucket {
	/// H: shares of all holders, and of nobody where a merge rounded holders down.
	#[codec(compact)]
	shares: u128,
	/// T: what they are worth together.
	#[codec(compact)]
	tokens: Balance,
	/// V: what they weigh together; never below the sum over the holders.
	#[codec(compact)]
	weight: Weight,
}

impl Bucket {
	/// H.
	pub const fn shares(&self) -> Shares {
		Shares(self.shares)
	}

	/// T.
	pub const fn tokens(&self) -> Balance {
		self.tokens
	}

	/// V.
	pub const fn weight(&self) -> Weight {
		self.weight
	}

	/// ⌊V·T/H⌋: what it counts for when money is divided by weight, at today's price. T ≤ H, so at most its weight.
	pub fn counts(&self) -> Result<Weight, LedgerError> {
		match self.shares {
			0 => Ok(0),
			shares => mul_div_floor(self.weight, self.tokens, shares),
		}
	}

	/// Whether nothing stands in it.
	pub const fn is_empty(&self) -> bool {
		self.shares == 0
	}

	/// What `shares` are worth: ⌊h·T/H⌋, rounded down for those who stay.
	pub fn value_floor(&self, shares: Shares) -> Result<Balance, LedgerError> {
		if shares.is_zero() {
			return Ok(0);
		}
		mul_div_floor(shares.0, self.tokens, self.shares)
	}

	/// The shares that pay `tokens`: ⌈a·H/T⌉, rounded up for those who stay. As T ≤ H they are worth
	/// exactly `tokens` again.
	pub fn shares_ceil(&self, tokens: Balance) -> Result<Shares, LedgerError> {
		mul_div_ceil(tokens, self.shares, self.tokens).map(Shares)
	}

	/// Puts `tokens` in at the present price and returns the new shares: ⌊a·H/T⌋, rounded down for those
	/// who are in; one for one in an empty bucket. As T ≤ H it is never less than `tokens`.
	pub(crate) fn join(&mut self, tokens: Balance) -> Result<Shares, LedgerError> {
		let minted =
			if self.is_empty() { tokens } else { mul_div_floor(tokens, self.shares, self.tokens)? };

		self.shares = add(self.shares, minted)?;
		self.tokens = add(self.tokens, tokens)?;
		Ok(Shares(minted))
	}

	/// Takes shares out and returns what they are worth, rounded down; the last ones take all.
	pub(crate) fn leave(&mut self, shares: Shares) -> Result<Balance, LedgerError> {
		let tokens = self.value_floor(shares)?;

		self.shares = sub(self.shares, shares.0)?;
		self.tokens = sub(self.tokens, tokens)?;
		Ok(tokens)
	}

	/// Adds weight.
	pub(crate) fn weigh_more(&mut self, weight: Weight) -> Result<(), LedgerError> {
		self.weight = add(self.weight, weight)?;
		Ok(())
	}

	/// Takes weight out.
	pub(crate) fn weigh_less(&mut self, weight: Weight) -> Result<(), LedgerError> {
		self.weight = sub(self.weight, weight)?;
		Ok(())
	}

	/// Takes ⌊φ·T⌋ and returns it: rounded down, so that something is always left.
	pub(crate) fn charge(&mut self, fraction: Fraction) -> Result<Balance, LedgerError> {
		let cut = part_floor(fraction, self.tokens);

		self.tokens = sub(self.tokens, cut)?;
		Ok(cut)
	}
}
