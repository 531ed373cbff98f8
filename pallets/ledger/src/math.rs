// SPDX-License-Identifier: Apache-2.0

//! The one place that divides. The rounding side stands in the name.

use crate::LedgerError;
use primitive_types::U256;
use sp_arithmetic::Perquintill;

/// A part of a whole in 10⁻¹⁸ steps, from 0 to 1.
pub type Fraction = Perquintill;

/// `a · b / c` rounded down, through 256 bits. `Overflow` if `c` is zero or the result needs more than
/// 128 bits.
pub(crate) fn mul_div_floor(a: u128, b: u128, c: u128) -> Result<u128, LedgerError> {
	let quotient = (U256::from(a) * U256::from(b)).checked_div(U256::from(c));
	quotient.and_then(|q| q.try_into().ok()).ok_or(LedgerError::Overflow)
}

/// `a · b / c` rounded up, otherwise as [`mul_div_floor`].
pub(crate) fn mul_div_ceil(a: u128, b: u128, c: u128) -> Result<u128, LedgerError> {
	let product = U256::from(a) * U256::from(b);
	let (quotient, rest) = product
		.checked_div(U256::from(c))
		.zip(product.checked_rem(U256::from(c)))
		.ok_or(LedgerError::Overflow)?;
	let up = if rest.is_zero() { U256::zero() } else { U256::one() };
	quotient.checked_add(up).and_then(|q| q.try_into().ok()).ok_or(LedgerError::Overflow)
}

/// `a / b` rounded up. `Overflow` if `b` is zero.
pub(crate) fn wide_div_ceil(a: U256, b: U256) -> Result<U256, LedgerError> {
	let (quotient, rest) = a.checked_div(b).zip(a.checked_rem(b)).ok_or(LedgerError::Overflow)?;
	let up = if rest.is_zero() { U256::zero() } else { U256::one() };
	wide_add(quotient, up)
}

/// `a · b` in 256 bits.
pub(crate) fn wide_mul(a: U256, b: u128) -> Result<U256, LedgerError> {
	a.checked_mul(U256::from(b)).ok_or(LedgerError::Overflow)
}

pub(crate) fn wide_add(a: U256, b: U256) -> Result<U256, LedgerError> {
	a.checked_add(b).ok_or(LedgerError::Overflow)
}

pub(crate) fn wide_sub(a: U256, b: U256) -> Result<U256, LedgerError> {
	a.checked_sub(b).ok_or(LedgerError::Overflow)
}

/// ⌊φ·amount⌋.
pub(crate) fn part_floor(fraction: Fraction, amount: u128) -> u128 {
	fraction.mul_floor(amount)
}

/// ⌈φ·amount⌉.
pub(crate) fn part_ceil(fraction: Fraction, amount: u128) -> u128 {
	fraction.mul_ceil(amount)
}

pub(crate) fn add(a: u128, b: u128) -> Result<u128, LedgerError> {
	a.checked_add(b).ok_or(LedgerError::Overflow)
}

pub(crate) fn sub(a: u128, b: u128) -> Result<u128, LedgerError> {
	a.checked_sub(b).ok_or(LedgerError::Overflow)
}

pub(crate) fn mul(a: u128, b: u128) -> Result<u128, LedgerError> {
	a.checked_mul(b).ok_or(LedgerError::Overflow)
}

#[cfg(test)]
mod tests {
	use super::{mul_div_ceil, mul_div_floor};
	use crate::LedgerError;
	use bulwark_testing::{for_all, seed};
	use num_bigint::BigUint;
	use num_traits::{One, ToPrimitive, Zero};
	use proptest::prelude::*;

	/// Every size as likely, so that quotients are near 128 bits as often as not.
	fn number() -> impl Strategy<Value = u128> {
		(0u32..=127, any::<u128>()).prop_map(|(bit, noise)| noise >> bit)
	}

	#[test]
	fn rounds_as_named_and_never_wraps() {
		for_all(
			seed(),
			5_000,
			&(number(), number(), number().prop_filter("a divisor", |c| *c > 0)),
			|(a, b, c)| {
				let (product, c_big) = (BigUint::from(a) * b, BigUint::from(c));

				let floor = (&product / &c_big).to_u128();
				let up =
					if (&product % &c_big).is_zero() { BigUint::zero() } else { BigUint::one() };
				let ceil = (product / c_big + up).to_u128();

				prop_assert_eq!(mul_div_floor(a, b, c), floor.ok_or(LedgerError::Overflow));
				prop_assert_eq!(mul_div_ceil(a, b, c), ceil.ok_or(LedgerError::Overflow));
				Ok(())
			},
		);
	}

	#[test]
	fn refuses_to_divide_by_zero() {
		assert_eq!(mul_div_floor(1, 1, 0), Err(LedgerError::Overflow));
		assert_eq!(mul_div_ceil(0, 0, 0), Err(LedgerError::Overflow));
	}

	#[test]
	fn refuses_a_quotient_that_is_one_too_large() {
		let max = u128::MAX;

		assert_eq!(mul_div_floor(max, max, max), Ok(max));
		assert_eq!(mul_div_ceil(max - 1, max, max - 1), Ok(max));
		// (2¹²⁸ − 1)² / (2¹²⁸ − 2) = 2¹²⁸ and a little
		assert_eq!(mul_div_floor(max, max, max - 1), Err(LedgerError::Overflow));
		// (2¹²⁸ − 2)(2¹²⁷ + 1) / 2¹²⁷ = 2¹²⁸ − 2⁻¹²⁶: down it fits, up it does not
		assert_eq!(mul_div_floor(max - 1, (1 << 127) + 1, 1 << 127), Ok(max));
		assert_eq!(mul_div_ceil(max - 1, (1 << 127) + 1, 1 << 127), Err(LedgerError::Overflow));
	}
}
