// SPDX-License-Identifier: Apache-2.0

//! Every score is as near to the exact one as is promised.

use crate::{
	common::{per_mille, with_exponents, HOURS, UNIT, USUAL},
	oracle::Exact,
};
use bulwark_ledger::{Power, Score, ServiceRule, ServiceSums, FULL_LEVEL};
use bulwark_testing::{effort, for_all, seed};
use proptest::prelude::*;
use std::{cell::Cell, time::Instant};

/// The service of one node under a rule.
#[derive(Clone, Copy, Debug)]
struct Input {
	rule: ServiceRule,
	sums: ServiceSums,
	power: Power,
	nodes: u32,
	hours: u8,
}

impl Input {
	fn score(&self) -> Score {
		self.rule.score(self.sums, self.power, self.nodes, self.hours)
	}

	fn exact(&self) -> Option<Exact> {
		Exact::of(&self.rule, self.sums, self.power, self.nodes, self.hours)
	}

	/// The distance of the score from the exact one, as a part of it.
	fn check(&self) -> Result<f64, TestCaseError> {
		let (score, exact) = (self.score(), self.exact());
		let Some(exact) = exact else {
			prop_assert_eq!(score, Score(0));
			return Ok(0.0);
		};
		prop_assert!(!exact.is_zero());
		prop_assert!(exact.is_near(score), "{:?} is too far off", score);
		// 2⁻⁴⁷ of the best.
		prop_assert!(score >= Score(1 << 49) && score <= Score::FULL);
		Ok(exact.error(score).abs())
	}
}

/// The least level that a rule with this α may have.
fn least_level(alpha: u8) -> u32 {
	let most_missing = u64::from(FULL_LEVEL) * 16 / u64::from(alpha.max(1));
	let least = u64::from(FULL_LEVEL).saturating_sub(most_missing);
	u32::try_from(least).expect("at most one").max(ServiceRule::MIN_LEVEL)
}

/// Every valid rule, and everything that a node can have done under it.
fn input() -> impl Strategy<Value = Input> {
	let exponents = (0..=128u8, 0..=32u8);
	let powers = (1u128..=1 << 100, 1u128..=65_536, 0..=17u32, any::<u128>());
	let service = (any::<u32>(), 1..=u8::MAX, any::<u8>(), any::<u64>());
	let nodes = prop_oneof![Just(1u32), 1..=16u32, 1..=255u32];
	(exponents, powers, service, nodes).prop_map(|(exponents, powers, service, nodes)| {
		let (alpha, beta) = exponents;
		let (least_power, spread, halvings, noise) = powers;
		let (level, hours, told, levels) = service;
		let bottom = least_level(alpha);
		let least_level = bottom + level % (FULL_LEVEL - bottom + 1);
		let rule = ServiceRule {
			service_exponent: alpha,
			stake_exponent: beta,
			least_level,
			least_power,
			power_cap: least_power * spread,
		};
		let told = 1 + told % hours;
		let least = u64::from(least_level) * u64::from(told);
		let most = u64::from(FULL_LEVEL) * u64::from(told);
		let sums = ServiceSums { levels: least + levels % (most - least + 1), hours: told };
		// From twice the cap down to half the least, each halving as likely.
		let top = (rule.power_cap * 2) >> halvings.min(2 + spread.ilog2());
		let power = (top - noise % (top / 2 + 1)).saturating_mul(nodes.into());
		Input { rule, sums, power, nodes, hours }
	})
}

#[test]
fn scores_are_within_the_bound_for_every_rule() {
	let (largest, positive) = (Cell::new(0f64), Cell::new(0u64));
	// Of scores so large that the last step, which is cut off, does not matter.
	let largest_of_large = Cell::new(0f64);
	let cases = effort(20_000);
	let start = Instant::now();

	for_all(seed(), cases, &input(), |input| {
		prop_assert!(input.rule.is_valid(), "{:?}", input.rule);
		let error = input.check()?;
		largest.set(largest.get().max(error));
		if input.score() >= Score(1 << 72) {
			largest_of_large.set(largest_of_large.get().max(error));
		}
		positive.set(positive.get() + u64::from(input.score() > Score(0)));
		Ok(())
	});

	println!(
		"{cases} scores, {} of them above zero, in {:?}: at most {:.3}·2⁻⁶³ of it from exact, and \
		 {:.3}·2⁻⁶³ above 2⁻²⁴",
		positive.get(),
		start.elapsed(),
		largest.get() * 2f64.powi(63),
		largest_of_large.get() * 2f64.powi(63),
	);
	assert!(positive.get() > cases / 2, "most score something");
	assert!(largest.get() < 2f64.powi(-48));
	assert!(largest_of_large.get() < 2f64.powi(-57));
}

#[test]
fn scores_are_within_the_bound_for_the_exponents_in_use() {
	// 0, ½, 1, 2.75 and 3.
	for alpha in [0, 8, 16, 44, 48] {
		for beta in [0, 8, 16] {
			let rule = with_exponents(alpha, beta);
			assert!(rule.is_valid());
			let mut largest = 0f64;
			for hours in 1..=HOURS {
				let level = 750_000_000 + u64::from(hours) * 1_488_094;
				let sums = ServiceSums { levels: level * u64::from(hours), hours };
				let power = 2_500 * UNIT + u128::from(hours) * 74_404_761_904_761_904_762;
				let input = Input { rule, sums, power, nodes: 1, hours: HOURS };
				largest = largest.max(input.check().expect("it is near"));
			}
			println!("α {alpha}/16, β {beta}/16: {:.3}·2⁻⁶³", largest * 2f64.powi(63));
			assert!(largest < 2f64.powi(-57));
		}
	}
}

#[test]
fn smallest_and_largest_scores_are_within_the_bound() {
	let sums =
		|level: u32, hours: u8| ServiceSums { levels: u64::from(level) * u64::from(hours), hours };
	let least = ServiceRule {
		service_exponent: 16,
		stake_exponent: 32,
		least_level: ServiceRule::MIN_LEVEL,
		least_power: 1 << 100,
		power_cap: (1 << 100) * ServiceRule::MAX_SPREAD,
	};
	let steep = ServiceRule { service_exponent: 128, least_level: 875_000_000, ..least };
	assert!(least.is_valid() && steep.is_valid());

	for (rule, level) in [(least, ServiceRule::MIN_LEVEL), (steep, 875_000_000)] {
		for power in [1 << 100, (1 << 100) + 1, (1 << 116) - 1, 1 << 116, u128::MAX] {
			for (level, hours) in [(level, 1), (level, 255), (FULL_LEVEL, 1), (FULL_LEVEL, 255)] {
				let sums = sums(level, hours);
				let input = Input { rule, sums, power, nodes: 1, hours: 255 };
				input.check().expect("it is near");
			}
		}
	}
}

#[test]
fn most_a_node_can_do_is_a_full_score() {
	let sums = ServiceSums { levels: u64::from(FULL_LEVEL) * u64::from(HOURS), hours: HOURS };

	for alpha in 0..=128 {
		let rule = with_exponents(alpha, 32);
		assert_eq!(rule.score(sums, 15_000 * UNIT, 1, HOURS), Score::FULL);
		assert_eq!(rule.score(sums, u128::MAX, 1, HOURS), Score::FULL, "more counts no more");
		assert_eq!(rule.score(sums, u128::MAX, 255, HOURS), Score::FULL);
	}
}

#[test]
fn score_is_zero_where_the_rule_says_so() {
	let all = ServiceSums { levels: u64::from(FULL_LEVEL) * u64::from(HOURS), hours: HOURS };
	let nothing = ServiceSums::default();

	assert_eq!(USUAL.score(nothing, 15_000 * UNIT, 1, HOURS), Score(0), "no hour that counts");
	assert_eq!(USUAL.score(all, 15_000 * UNIT, 0, HOURS), Score(0), "no node");
	assert_eq!(USUAL.score(all, 2_500 * UNIT - 1, 1, HOURS), Score(0), "too little power");
	assert_eq!(USUAL.score(all, 5_000 * UNIT - 1, 2, HOURS), Score(0), "too little for each");
	assert!(USUAL.score(all, 5_000 * UNIT, 2, HOURS) > Score(0));
}

/// The sum over a fixed walk through the inputs, which a machine of any kind has to reach: natively and in wasm alike.
#[test]
fn scores_are_the_same_on_every_machine() {
	let mut state = 2_609u64;
	let mut next = |below: u64| {
		state =
			state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
		(state >> 33) % below
	};
	let mut sum = 0u128;
	for (alpha, beta) in [(48, 8), (44, 8), (0, 0), (16, 16), (8, 1), (64, 32)] {
		let rule = with_exponents(alpha, beta);
		for _ in 0..5_000 {
			let hours = 1 + u8::try_from(next(168)).expect("small");
			let level = 750_000_000 + next(250_000_001);
			let power = u128::from(2_500 + next(15_000)) * UNIT + u128::from(next(1 << 31));
			let sums = ServiceSums { levels: level * u64::from(hours), hours };
			sum = sum.wrapping_add(rule.score(sums, power, 1, HOURS).0);
		}
	}
	assert_eq!(sum, 767_549_716_872_644_626_506_224_664_838_144);
}

#[test]
fn levels_below_the_least_add_nothing() {
	let sums =
		crate::common::sums(&[(100, per_mille(900)), (40, 749_999_999), (28, per_mille(750))]);

	assert_eq!(sums.hours, 128);
	assert_eq!(sums.levels, 100 * 900_000_000 + 28 * 750_000_000);
}
