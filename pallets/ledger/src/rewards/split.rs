// SPDX-License-Identifier: Apache-2.0

//! Dividing money so that the parts add up to it, to the unit.

use crate::{
	math::{add, mul_div_floor, part_floor, sub},
	Balance, Fraction, LedgerError,
};
use alloc::vec::Vec;

/// ⌊φ·amount⌋ and the rest.
pub fn split_floor(amount: Balance, fraction: Fraction) -> Result<(Balance, Balance), LedgerError> {
	let part = part_floor(fraction, amount);
	Ok((part, sub(amount, part)?))
}

/// Divides an amount in proportion to some sizes. Each part is the exact one rounded up or down, and they add up to
/// the amount: part i is ⌊amount·(s₁ + … + sᵢ)/Σs⌋ less the parts before. `None` if all sizes are zero.
pub fn apportion(amount: Balance, sizes: &[u128]) -> Result<Option<Vec<Balance>>, LedgerError> {
	let total = sizes.iter().try_fold(0, |sum, size| add(sum, *size))?;
	if total == 0 {
		return Ok(None);
	}

	let (mut seen, mut given) = (0, 0);
	let mut parts = Vec::new();
	for size in sizes {
		seen = add(seen, *size)?;
		let until = mul_div_floor(amount, seen, total)?;
		parts.push(sub(until, given)?);
		given = until;
	}
	Ok(Some(parts))
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn split_gives_ten_at_a_fifth_as_two_and_eight() {
		assert_eq!(split_floor(10, Fraction::from_percent(20)), Ok((2, 8)));
	}

	#[test]
	fn split_rounds_the_part_down() {
		assert_eq!(split_floor(9, Fraction::from_percent(50)), Ok((4, 5)));
	}

	#[test]
	fn apportion_adds_up() {
		assert_eq!(apportion(10, &[1, 1, 1]), Ok(Some(vec![3, 3, 4])));
		assert_eq!(apportion(2, &[1, 0, 1, 1]), Ok(Some(vec![0, 0, 1, 1])));
		assert_eq!(apportion(u128::MAX, &[7, 0]), Ok(Some(vec![u128::MAX, 0])));
	}

	#[test]
	fn apportion_is_none_when_nobody_has_any_size() {
		assert_eq!(apportion(10, &[0, 0]), Ok(None));
		assert_eq!(apportion(10, &[]), Ok(None));
	}
}
