// SPDX-License-Identifier: Apache-2.0

//! Fractions that cases take, and amounts that follow from them.

use crate::{
	math::{mul_div_floor, part_floor},
	Balance, Fraction,
};

/// Least fraction that a case takes, a hundredth of a percent: less is not worth a case.
pub const MIN_SLASH: Fraction = Fraction::from_parts(100_000_000_000_000);

/// φ = min(fraction, quantity / slashable), rounded down to 10⁻¹⁸ so that never more is taken than was asked for.
///
/// `quantity`: the amount of an asset that is asked for, and the amount of it that a slash could find. `None` if that is
/// nothing.
pub fn slashed_fraction(most: Fraction, quantity: Option<(Balance, Balance)>) -> Option<Fraction> {
	let Some((wanted, slashable)) = quantity else { return Some(most) };
	if slashable == 0 {
		return None;
	}
	if wanted >= slashable {
		return Some(most);
	}
	let parts = mul_div_floor(wanted, Fraction::one().deconstruct().into(), slashable).ok()?;
	let asked = Fraction::from_parts(u64::try_from(parts).ok()?);
	Some(most.min(asked))
}

/// ⌊φ·amount⌋: no less than a case takes of an amount, in however many buckets it stands.
pub fn slash_preview(fraction: Fraction, amount: Balance) -> Balance {
	part_floor(fraction, amount)
}

/// ⌈φ·value⌉: the loss that a staker has to expect, but for a unit for each of its lots and exits.
pub fn slash_preview_for(fraction: Fraction, value: Balance) -> Balance {
	fraction.mul_ceil(value)
}

#[cfg(test)]
mod tests {
	use super::*;

	const HALF: Fraction = Fraction::from_percent(50);

	#[test]
	fn takes_the_fraction_when_no_quantity_is_named() {
		assert_eq!(slashed_fraction(HALF, None), Some(HALF));
	}

	#[test]
	fn takes_what_is_asked_for_when_that_is_less() {
		assert_eq!(slashed_fraction(HALF, Some((30, 100))), Some(Fraction::from_percent(30)));
		assert_eq!(slashed_fraction(HALF, Some((70, 100))), Some(HALF));
		assert_eq!(slashed_fraction(HALF, Some((500, 100))), Some(HALF));
	}

	#[test]
	fn rounds_down() {
		let third = slashed_fraction(HALF, Some((1, 3)));

		assert_eq!(third, Some(Fraction::from_parts(333_333_333_333_333_333)));
		assert_eq!(third.map(|third| third.mul_floor(3_u128)), Some(0));
	}

	#[test]
	fn fits_the_largest_amounts() {
		let all = 1 << 100;

		assert_eq!(slashed_fraction(HALF, Some((all / 4, all))), Some(Fraction::from_percent(25)));
	}

	#[test]
	fn takes_nothing_when_nothing_is_there() {
		assert_eq!(slashed_fraction(HALF, Some((30, 0))), None);
	}
}
