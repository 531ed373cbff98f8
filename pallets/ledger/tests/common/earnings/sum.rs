// SPDX-License-Identifier: Apache-2.0

//! Sums of rationals, as exact as anybody can ask.
//!
//! Every credit has another denominator, so that the sum of a few hundred would have one of tens of thousands of bits.
//! Each part is therefore rounded down once, to 2⁻⁵¹² units: the sum is at most that much below for each part, which is
//! kept count of.

use bulwark_ledger::Fixed;
use num_bigint::{BigInt, BigUint};
use num_traits::ToPrimitive;

/// How many bits stand behind the point.
const BITS: usize = 512;

/// At least `floor`, and less than `floor + parts`, in steps of 2⁻⁵¹² units.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Sum {
	floor: BigUint,
	parts: u64,
}

impl Sum {
	/// Adds a product divided by another.
	pub fn add(&mut self, factors: &[u128], divisors: &[u128]) {
		let product: BigUint = factors.iter().map(|factor| BigUint::from(*factor)).product();
		let divisor: BigUint = divisors.iter().map(|factor| BigUint::from(*factor)).product();
		self.floor += (product << BITS) / divisor;
		self.parts += 1;
	}

	pub fn add_units(&mut self, units: u128) {
		self.floor += BigUint::from(units) << BITS;
	}

	pub fn join(&mut self, other: Self) {
		self.floor += other.floor;
		self.parts += other.parts;
	}

	/// By how much a number of steps of 2⁻¹²⁸ units is above: at least the first and at most the second.
	pub fn distance(&self, steps: &BigInt) -> (BigInt, BigInt) {
		let above = (steps << (BITS - Fixed::BITS)) - BigInt::from(self.floor.clone());
		let least = above.clone() - BigInt::from(self.parts);
		(least, above)
	}

	/// Whether both can be the same number.
	pub fn agrees(&self, other: &Self) -> bool {
		let apart = BigInt::from(self.floor.clone()) - BigInt::from(other.floor.clone());
		-BigInt::from(self.parts) <= apart && apart <= BigInt::from(other.parts)
	}
}

/// Steps of 2⁻¹²⁸ units as steps of a [`Sum`].
pub fn fine(steps: u128) -> BigInt {
	BigInt::from(steps) << (BITS - Fixed::BITS)
}

/// Whole units as steps of 2⁻¹²⁸.
pub fn steps(units: u128) -> BigInt {
	BigInt::from(units) << Fixed::BITS
}

/// The steps of an amount.
pub fn steps_of(amount: Fixed) -> BigInt {
	BigInt::from(BigUint::from_bytes_le(&amount.steps().to_little_endian()))
}

/// A distance in units, for people to read.
pub fn readable(distance: &BigInt) -> f64 {
	distance.to_f64().unwrap_or(f64::INFINITY) / 2f64.powi(512)
}
