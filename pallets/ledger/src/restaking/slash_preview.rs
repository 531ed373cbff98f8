// SPDX-License-Identifier: Apache-2.0

//! Fractions that cases take, and amounts that follow from them.

use super::Fractions;
use crate::{
	math::{part_floor, wide_add, wide_mul},
	Balance, Fraction,
};
use primitive_types::U256;

/// Least fraction that a case takes, a hundredth of a percent: less is not worth a case.
pub const MIN_SLASH: Fraction = Fraction::from_parts(100_000_000_000_000);

/// Amount of an asset that a report asks for, and what a slash could find of that asset.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Quantity {
	/// Most to be taken of the asset.
	pub wanted: Balance,
	/// B: amount of it in the bond.
	pub bond: Balance,
	/// P: amount of it in the pools.
	pub pools: Balance,
}

/// Fractions that a case takes: k of those that are asked for, k = min(1, wanted / (b·B + p·P)), in steps of 10⁻¹⁸ and
/// rounded down, so that never more is taken than was asked for. One below the least that a case takes is nothing.
///
/// `None` if of the asset that the quantity names nothing could be found.
pub fn slashed_fractions(asked: Fractions, quantity: Option<Quantity>) -> Option<Fractions> {
	let fractions = match quantity {
		None => asked,
		Some(quantity) => scaled(asked, quantity)?,
	};
	let worth_a_case = |part: Fraction| if part < MIN_SLASH { Fraction::zero() } else { part };
	Some(Fractions { bond: worth_a_case(fractions.bond), pools: worth_a_case(fractions.pools) })
}

fn scaled(asked: Fractions, Quantity { wanted, bond, pools }: Quantity) -> Option<Fractions> {
	let parts = |fraction: Fraction| U256::from(fraction.deconstruct());
	// Below 2¹⁸⁹, as each fraction is below 2⁶⁰.
	let of_bond = wide_mul(parts(asked.bond), bond).ok()?;
	let most = wide_add(of_bond, wide_mul(parts(asked.pools), pools).ok()?).ok()?;
	if most.is_zero() {
		return None;
	}
	let wanted = wide_mul(parts(Fraction::one()), wanted).ok()?;
	if wanted >= most {
		return Some(asked);
	}
	let scale = |fraction: Fraction| -> Option<Fraction> {
		let scaled = wanted.checked_mul(parts(fraction))?.checked_div(most)?;
		Some(Fraction::from_parts(u64::try_from(scaled).ok()?))
	};
	Some(Fractions { bond: scale(asked.bond)?, pools: scale(asked.pools)? })
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

	fn percent(bond: u64, pools: u64) -> Fractions {
		Fractions { bond: Fraction::from_percent(bond), pools: Fraction::from_percent(pools) }
	}

	fn parts(bond: u64, pools: u64) -> Option<Fractions> {
		Some(Fractions { bond: Fraction::from_parts(bond), pools: Fraction::from_parts(pools) })
	}

	fn of(wanted: Balance, bond: Balance, pools: Balance) -> Option<Quantity> {
		Some(Quantity { wanted, bond, pools })
	}

	#[test]
	fn takes_the_fractions_when_no_quantity_is_named() {
		assert_eq!(slashed_fractions(percent(80, 50), None), Some(percent(80, 50)));
		assert_eq!(slashed_fractions(percent(0, 50), None), Some(percent(0, 50)));
	}

	#[test]
	fn scales_both_alike_when_less_is_asked_for() {
		let asked = percent(80, 40);

		// 80 + 80 could be taken.
		assert_eq!(slashed_fractions(asked, of(80, 100, 200)), Some(percent(40, 20)));
		assert_eq!(slashed_fractions(asked, of(160, 100, 200)), Some(asked));
		assert_eq!(slashed_fractions(asked, of(500, 100, 200)), Some(asked));
		// Of an asset that only the pools have.
		assert_eq!(slashed_fractions(asked, of(20, 0, 200)), Some(percent(20, 10)));
	}

	#[test]
	fn rounds_down() {
		let third = slashed_fractions(percent(100, 50), of(1, 3, 0));

		assert_eq!(third, parts(333_333_333_333_333_333, 166_666_666_666_666_666));
	}

	#[test]
	fn takes_nothing_of_what_is_less_than_a_case_takes() {
		assert_eq!(slashed_fractions(percent(100, 1), of(1, 10_000, 0)), parts(MIN_SLASH_PARTS, 0));
		assert_eq!(slashed_fractions(percent(100, 1), of(1, 10_001, 0)), parts(0, 0));
		assert_eq!(slashed_fractions(parts(MIN_SLASH_PARTS - 1, 7).unwrap(), None), parts(0, 0));
	}

	const MIN_SLASH_PARTS: u64 = MIN_SLASH.deconstruct();

	#[test]
	fn fits_the_largest_amounts() {
		let all = u128::MAX;

		// A quarter: of 50 %, an eighth.
		let quarter = slashed_fractions(percent(100, 50), of(all / 4 + 1, all, 0));
		assert_eq!(quarter, parts(250_000_000_000_000_000, 125_000_000_000_000_000));
		// Two thirds.
		let both = slashed_fractions(percent(100, 50), of(all, all, all));
		assert_eq!(both, parts(666_666_666_666_666_666, 333_333_333_333_333_333));
	}

	#[test]
	fn takes_nothing_when_nothing_is_there() {
		assert_eq!(slashed_fractions(percent(100, 50), of(30, 0, 0)), None);
		assert_eq!(slashed_fractions(percent(0, 50), of(30, 100, 0)), None);
	}
}
