// SPDX-License-Identifier: Apache-2.0

//! The unslashed part of an operator.

use crate::Fraction;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// The part of one that all slashes of an operator have left: Π(1 − φ) over every slash of its pools that found
/// something active, rounded down. It values nothing: prices do. At a fifth or less the operator is deactivated for
/// good, which keeps every price that a merge meets above a fifth.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub struct Unslashed(Fraction);

impl Unslashed {
	/// Operators are deactivated at or below this.
	pub const DEACTIVATION: Fraction = Fraction::from_percent(20);

	/// The product.
	pub const fn get(&self) -> Fraction {
		self.0
	}

	/// Multiplies by 1 − φ, rounded down.
	pub fn fall(&mut self, fraction: Fraction) {
		let left = Fraction::one().deconstruct() - fraction.deconstruct();
		self.0 = Fraction::from_parts(Fraction::from_parts(left).mul_floor(self.0.deconstruct()));
	}

	/// True if it has fallen to a fifth or below.
	pub fn is_spent(&self) -> bool {
		self.0 <= Self::DEACTIVATION
	}
}

impl Default for Unslashed {
	fn default() -> Self {
		Self(Fraction::one())
	}
}
