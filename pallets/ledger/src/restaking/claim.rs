// SPDX-License-Identifier: Apache-2.0

//! How much a report asks for, as a fraction.

use crate::{
	math::{mul_div_floor, part_floor},
	Balance, Fraction,
};

/// The least that a case may take: a hundredth of a percent. What is less is not worth a case.
pub const MIN_CHARGE: Fraction = Fraction::from_parts(100_000_000_000_000);

/// φ = min(fraction, quantity / chargeable), rounded down to 10⁻¹⁸ so that never more is taken than was asked for.
///
/// `quantity`: how much of an asset is asked for, and how much of it could be charged. `None` if nothing could.
pub fn charged_fraction(most: Fraction, quantity: Option<(Balance, Balance)>) -> Option<Fraction> {
	let Some((wanted, chargeable)) = quantity else { return Some(most) };
	if chargeable == 0 {
		return None;
	}
	if wanted >= chargeable {
		return Some(most);
	}
	let parts = mul_div_floor(wanted, Fraction::one().deconstruct().into(), chargeable).ok()?;
	let asked = Fraction::from_parts(u64::try_from(parts).ok()?);
	Some(most.min(asked))
}

/// ⌊φ·amount⌋: no less than what a case takes of so much, in however many buckets it stands.
pub fn cost(fraction: Fraction, amount: Balance) -> Balance {
	part_floor(fraction, amount)
}

/// ⌈φ·value⌉: what a holder has to expect to lose, but for a unit for each of its lots and exits.
pub fn cost_to_holder(fraction: Fraction, value: Balance) -> Balance {
	fraction.mul_ceil(value)
}

#[cfg(test)]
mod tests {
	use super::*;

	const HALF: Fraction = Fraction::from_percent(50);

	#[test]
	fn charges_the_fraction_when_no_quantity_is_named() {
		assert_eq!(charged_fraction(HALF, None), Some(HALF));
	}

	#[test]
	fn charges_what_is_asked_for_when_that_is_less() {
		assert_eq!(charged_fraction(HALF, Some((30, 100))), Some(Fraction::from_percent(30)));
		assert_eq!(charged_fraction(HALF, Some((70, 100))), Some(HALF));
		assert_eq!(charged_fraction(HALF, Some((500, 100))), Some(HALF));
	}

	#[test]
	fn rounds_down() {
		let third = charged_fraction(HALF, Some((1, 3)));

		assert_eq!(third, Some(Fraction::from_parts(333_333_333_333_333_333)));
		assert_eq!(third.map(|third| third.mul_floor(3_u128)), Some(0));
	}

	#[test]
	fn fits_the_largest_amounts() {
		let all = 1 << 100;

		assert_eq!(charged_fraction(HALF, Some((all / 4, all))), Some(Fraction::from_percent(25)));
	}

	#[test]
	fn charges_nothing_when_nothing_is_there() {
		assert_eq!(charged_fraction(HALF, Some((30, 0))), None);
	}
}
