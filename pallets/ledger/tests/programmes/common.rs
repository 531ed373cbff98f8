// SPDX-License-Identifier: Apache-2.0

//! Parts that these tests share.

use bulwark_ledger::{Division, Power, Score, ServiceRule, ServiceSums, FULL_LEVEL};

/// H.
pub const HOURS: u8 = 168;

/// A unit of power, of 18 decimals.
pub const UNIT: Power = 1_000_000_000_000_000_000;

/// α = 3, β = ½, L = 0.75, between 2 500 and 15 000 units.
pub const USUAL: ServiceRule = ServiceRule::usual(2_500 * UNIT, 15_000 * UNIT);

/// The usual rule with other exponents, in sixteenths.
pub const fn with_exponents(service_exponent: u8, stake_exponent: u8) -> ServiceRule {
	ServiceRule { service_exponent, stake_exponent, ..USUAL }
}

/// A level in tenths of a percent.
pub const fn per_mille(parts: u32) -> u32 {
	parts * (FULL_LEVEL / 1_000)
}

/// Hours at levels, as far as they count for the usual rule.
pub fn sums(runs: &[(u8, u32)]) -> ServiceSums {
	let mut sums = ServiceSums::default();
	for (hours, level) in runs {
		sums.add(&bulwark_ledger::Run { hours: *hours, level: *level }, &USUAL);
	}
	sums
}

/// The parts of a budget, in the order of the scores; nothing for all if nobody has any.
pub fn divide(budget: u128, scores: &[Score]) -> Vec<u128> {
	let total = scores.iter().fold(Score(0), |sum, one| sum.plus(*one).expect("it fits"));
	let Some(mut division) = Division::new(budget, total) else { return vec![0; scores.len()] };
	let parts = scores.iter().map(|score| division.next(*score).expect("it fits")).collect();
	assert_eq!(division.rest(), Ok(0));
	parts
}
