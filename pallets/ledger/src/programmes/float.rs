// SPDX-License-Identifier: Apache-2.0

//! Positive numbers with 64 leading bits, in integers alone: the same on every machine.

/// m · 2^e with 2⁶³ ≤ m < 2⁶⁴. Every operation keeps the leading 64 bits of an exact result and drops the rest, so that
/// it loses less than 2⁻⁶³ of its value, and nothing if the rest is zero.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Float {
	/// Kept in 128 bits: products and quotients of two fit.
	mantissa: u128,
	exponent: i64,
}

impl Float {
	/// The number of bits of a mantissa.
	const BITS: u32 = 64;

	/// One.
	pub(super) const ONE: Self = Self { mantissa: 1 << 63, exponent: -63 };

	/// `numerator / denominator`, each cut to 64 bits first; `None` if one of them is zero.
	pub(super) fn ratio(numerator: u128, denominator: u128) -> Option<Self> {
		Some(Self::leading(numerator, 0)?.over(Self::leading(denominator, 0)?))
	}

	/// The leading bits of `number · 2^exponent`; `None` for zero.
	fn leading(number: u128, exponent: i64) -> Option<Self> {
		let zeros = number.leading_zeros();
		let mantissa = number.checked_shl(zeros)? >> Self::BITS;
		// A number without leading zeros lost its last 64 bits.
		let shift = i64::from(Self::BITS) - i64::from(zeros);
		Some(Self { mantissa, exponent: exponent + shift })
	}

	/// As [`leading`](Self::leading), of a number that is not zero.
	fn cut(number: u128, exponent: i64) -> Self {
		debug_assert!(number > 0, "products and quotients of positive numbers are positive");
		Self::leading(number, exponent).unwrap_or(Self::ONE)
	}

	pub(super) fn times(self, other: Self) -> Self {
		// Both are below 2⁶⁴.
		Self::cut(self.mantissa * other.mantissa, self.exponent + other.exponent)
	}

	fn over(self, other: Self) -> Self {
		// At least 2¹²⁷ by less than 2⁶⁴: the quotient has 64 or 65 bits.
		let quotient = (self.mantissa << Self::BITS) / other.mantissa;
		Self::cut(quotient, self.exponent - other.exponent - i64::from(Self::BITS))
	}

	/// The square root.
	pub(super) fn sqrt(self) -> Self {
		// The exponent is made even; the root of 127 or 128 bits has 64.
		let shift = Self::BITS - u32::from(self.exponent % 2 != 0);
		let exponent = self.exponent - i64::from(shift);
		Self { mantissa: (self.mantissa << shift).isqrt(), exponent: exponent / 2 }
	}

	/// The power with an exponent in sixteenths: square-and-multiply for the whole part; for the rest the roots whose
	/// bits are set, the square root first and each one the root of the one before.
	pub(super) fn power(self, sixteenths: u8) -> Self {
		let mut power = self.whole_power(sixteenths / 16);
		let mut rest = sixteenths % 16;
		let mut root = self;
		while rest > 0 {
			root = root.sqrt();
			if rest >= 8 {
				power = power.times(root);
			}
			rest = rest % 8 * 2;
		}
		power
	}

	fn whole_power(self, exponent: u8) -> Self {
		let mut power = Self::ONE;
		for bit in (0..8).rev() {
			power = power.times(power);
			if exponent >> bit & 1 == 1 {
				power = power.times(self);
			}
		}
		power
	}

	/// ⌊self · 2^bits⌋. `None` if that leaves 128 bits.
	pub(super) fn floor(self, bits: u32) -> Option<u128> {
		let shift = self.exponent + i64::from(bits);
		let places = u32::try_from(shift.unsigned_abs()).ok()?;
		if shift < 0 {
			return Some(self.mantissa.checked_shr(places).unwrap_or_default());
		}
		(places <= Self::BITS).then(|| self.mantissa << places)
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	/// Numbers over 2⁸⁰, so that small ones keep all of their bits.
	fn whole(number: u128) -> Float {
		Float::ratio(number, 1).expect("not zero")
	}

	#[test]
	fn ratio_is_none_when_a_side_is_zero() {
		assert_eq!(Float::ratio(0, 1), None);
		assert_eq!(Float::ratio(1, 0), None);
		assert_eq!(Float::ratio(7, 7), Some(Float::ONE));
		assert_eq!(Float::ratio(u128::MAX, u128::MAX), Some(Float::ONE));
	}

	#[test]
	fn whole_numbers_are_exact_as_long_as_they_fit() {
		assert_eq!(whole(3).times(whole(5)), whole(15));
		assert_eq!(whole(3).power(16 * 8), whole(6_561));
		assert_eq!(whole(1 << 40).sqrt(), whole(1 << 20));
		assert_eq!(whole(1 << 32).power(28), whole(1 << 56)); // 7/4
	}

	#[test]
	fn powers_of_one_are_one() {
		for sixteenths in 0..=u8::MAX {
			assert_eq!(Float::ONE.power(sixteenths), Float::ONE);
			assert_eq!(whole(5).power(0), Float::ONE);
		}
	}

	#[test]
	fn sixteenths_multiply_back() {
		let root = whole(1 << 48).power(1);

		assert_eq!(root, whole(8));
		assert_eq!(root.power(16 * 8), whole(1 << 24));
	}

	#[test]
	fn roots_of_odd_exponents_are_cut() {
		// √2 = 1.0110101000001001111… in binary.
		let root = whole(2).sqrt();

		assert_eq!(root.floor(63), Some(13_043_817_825_332_782_212));
		assert_eq!(root.floor(0), Some(1));
	}

	#[test]
	fn floor_cuts_and_never_wraps() {
		let third = Float::ratio(1, 3).expect("not zero");

		assert_eq!(third.floor(4), Some(5));
		assert_eq!(third.floor(0), Some(0));
		assert_eq!(whole(1 << 100).floor(27), Some(1 << 127));
		assert_eq!(whole(1 << 100).floor(28), None);
		let tiny = Float::ratio(1, u128::MAX).expect("not zero").power(255);
		assert_eq!(tiny.floor(96), Some(0));
	}
}
