// SPDX-License-Identifier: Apache-2.0

//! Scores in exact numbers. A score is the sixteenth root of a rational, so its sixteenth power is compared, and no root
//! is ever taken.

use bulwark_ledger::{Power, Score, ServiceRule, ServiceSums, FULL_LEVEL};
use num_bigint::{BigInt, BigUint};
use num_traits::{ToPrimitive, Zero};
use std::cmp::Ordering;

/// The sixteenth power of 2⁹⁶·δ^α·φ^β·T/H.
pub struct Exact {
	numerator: BigUint,
	denominator: BigUint,
}

impl Exact {
	/// `None` where the score is zero.
	pub fn of(
		rule: &ServiceRule,
		sums: ServiceSums,
		power: Power,
		nodes: u32,
		hours: u8,
	) -> Option<Self> {
		let least = BigUint::from(rule.least_power) * nodes;
		let cap = BigUint::from(rule.power_cap) * nodes;
		let power = BigUint::from(power);
		if sums.hours == 0 || nodes == 0 || power < least {
			return None;
		}
		let (alpha, beta) = (u32::from(rule.service_exponent), u32::from(rule.stake_exponent));
		let full = BigUint::from(FULL_LEVEL) * sums.hours;
		let told = BigUint::from(sums.hours).pow(16);
		let counted = power.min(cap.clone());
		Some(Self {
			numerator: (BigUint::from(sums.levels).pow(alpha) * counted.pow(beta) * told) << 1_536,
			denominator: full.pow(alpha) * cap.pow(beta) * BigUint::from(hours).pow(16),
		})
	}

	/// True if the exact score is less than `steps`/2⁵⁶.
	fn is_below(&self, steps: &BigUint) -> bool {
		&self.numerator << (56 * 16) < steps.pow(16) * &self.denominator
	}

	/// True if the exact score is more than `steps`/2⁵⁶.
	fn is_above(&self, steps: &BigUint) -> bool {
		&self.numerator << (56 * 16) > steps.pow(16) * &self.denominator
	}

	/// |S − exact| < 2⁻⁵⁶·S + 1.
	pub fn is_near(&self, score: Score) -> bool {
		let one = BigUint::from(1u128 << 56);
		let middle = BigUint::from(score.0) << 56;
		let away = BigUint::from(score.0) + one;
		let is_above = middle < away || self.is_above(&(&middle - &away));
		is_above && self.is_below(&(middle + away))
	}

	/// The part of it by which a score is above the exact one: a sixteenth of the same part of its sixteenth power.
	pub fn error(&self, score: Score) -> f64 {
		let power = BigInt::from(BigUint::from(score.0).pow(16) * &self.denominator);
		let exact = BigInt::from(self.numerator.clone());
		let parts: BigInt = ((power - &exact) << 120) / (exact * 16);
		parts.to_f64().expect("it is small") / 2f64.powi(120)
	}

	/// Compares two exact scores.
	pub fn compare(&self, other: &Self) -> Ordering {
		(&self.numerator * &other.denominator).cmp(&(&other.numerator * &self.denominator))
	}

	pub fn is_zero(&self) -> bool {
		self.numerator.is_zero()
	}
}
