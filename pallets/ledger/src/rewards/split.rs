// SPDX-License-Identifier: Apache-2.0

//! Dividing money so that the parts add up to it, to the unit.

use crate::{
	math::{part_floor, sub},
	Balance, Fraction, LedgerError,
};

/// ⌊φ·amount⌋ and the rest.
pub fn split_floor(amount: Balance, fraction: Fraction) -> Result<(Balance, Balance), LedgerError> {
	let part = part_floor(fraction, amount);
	Ok((part, sub(amount, part)?))
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
}
