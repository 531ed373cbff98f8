// SPDX-License-Identifier: Apache-2.0

//! The examples of `docs/programmes.md`, to the digits printed there: α = 3, β = ½, 100 000 tokens of 18 decimals.

use crate::common::{divide, per_mille, sums, with_exponents, HOURS, UNIT, USUAL};
use bulwark_ledger::{Score, ServiceRule, ServiceSums};

const BUDGET: u128 = 100_000 * 1_000_000_000_000_000_000;

/// An operator: the power behind each of its nodes, and the hours at levels of each.
struct Operator<'a>(u128, &'a [&'a [(u8, u32)]]);

impl Operator<'_> {
	fn score(&self) -> Score {
		let nodes = u32::try_from(self.1.len()).expect("few");
		let power = self.0 * u128::from(nodes);
		let of_node = |runs: &&[(u8, u32)]| USUAL.score(sums(runs), power, nodes, HOURS);
		self.1.iter().map(of_node).fold(Score(0), |sum, one| sum.plus(one).expect("it fits"))
	}
}

/// A node that kept one level.
const fn steady(parts: u32) -> [(u8, u32); 1] {
	[(HOURS, per_mille(parts))]
}

/// Rewards with twelve decimals, cut or rounded.
fn assert_rewards(operators: &[Operator], expected: &[u128]) {
	let scores: Vec<_> = operators.iter().map(Operator::score).collect();
	let rewards = divide(BUDGET, &scores);
	assert_eq!(rewards.len(), expected.len());
	for (reward, expected) in rewards.iter().zip(expected) {
		let off = reward.abs_diff(expected * 1_000_000);
		assert!(off <= 1_000_000, "{reward} is not {expected}");
	}
	let paid: u128 = rewards.iter().sum();
	assert_eq!(paid, if scores.iter().all(|score| score.0 == 0) { 0 } else { BUDGET });
}

#[test]
fn e1_one_node_each() {
	let operators = [
		Operator(2_500 * UNIT, &[&steady(1_000)]),
		Operator(15_000 * UNIT, &[&steady(900)]),
		Operator(10_000 * UNIT, &[&steady(750)]),
	];

	let rewards = [27_552_550_809_761_876, 49_199_984_444_501_542, 23_247_464_745_736_583];
	assert_rewards(&operators, &rewards);
}

#[test]
fn e2_several_nodes_and_hours_offline() {
	let operators = [
		Operator(7_500 * UNIT, &[&steady(980), &[(150, per_mille(920))]]),
		Operator(5_000 * UNIT, &[&steady(850), &steady(850), &[(84, per_mille(850))]]),
		Operator(15_000 * UNIT, &[&steady(995)]),
	];

	let rewards = [38_206_827_106_643_227, 29_267_768_851_535_578, 32_525_404_041_821_194];
	assert_rewards(&operators, &rewards);
}

#[test]
fn e3_at_the_thresholds_and_one_step_below() {
	let operators = [
		Operator(2_500 * UNIT, &[&steady(750)]),
		Operator(15_000 * UNIT, &[&[(168, 749_999_999)]]),
		Operator(2_500 * UNIT - 1, &[&steady(1_000)]),
		Operator(15_000 * UNIT, &[&[]]),
		Operator(2_500 * UNIT, &[&steady(900), &steady(500)]),
	];

	assert_rewards(&operators, &[36_656_891_495_601_173, 0, 0, 0, 63_343_108_504_398_827]);
}

#[test]
fn e4_nobody_or_one_alone() {
	let nobody = [Operator(5_000 * UNIT, &[&steady(700)]), Operator(0, &[&steady(1_000)])];
	let alone = [
		Operator(2_500 * UNIT, &[&[(1, per_mille(750))]]),
		Operator(15_000 * UNIT, &[&steady(740)]),
	];

	assert_rewards(&nobody, &[0, 0]);
	assert_rewards(&alone, &[100_000_000_000_000_000, 0]);
}

#[test]
fn e5_a_week_with_three_levels() {
	let mixed = [(100, per_mille(950)), (40, per_mille(800)), (28, per_mille(600))];
	let operators = [Operator(10_000 * UNIT, &[&mixed]), Operator(10_000 * UNIT, &[&steady(900)])];

	assert_rewards(&operators, &[46_043_140_919_929_091, 53_956_859_080_070_909]);
}

#[test]
fn e6_power_shared_by_more_nodes_scores_by_its_root() {
	let level = steady(900);
	let score = |nodes: u32| {
		let one = USUAL.score(sums(&level), 15_000 * UNIT, nodes, HOURS);
		one.0 * u128::from(nodes)
	};

	for (nodes, root) in [(2, 2f64), (3, 3.0), (4, 4.0), (6, 6.0)] {
		let times = score(nodes) as f64 / score(1) as f64;
		assert!((times - root.sqrt()).abs() < 1e-15, "{nodes} nodes score {times}");
	}
	assert!(score(4).abs_diff(2 * score(1)) <= score(1) >> 55);
}

#[test]
fn scores_of_the_examples() {
	let near = |rule: ServiceRule, sums: ServiceSums, power: u128, expected: u128| {
		let score = rule.score(sums, power, 1, HOURS).0;
		assert!(score.abs_diff(expected) <= expected >> 56, "{score} is not {expected}");
	};
	let perfect = sums(&steady(1_000));
	let eighty = sums(&steady(800));

	assert_eq!(Score::FULL.0, 79_228_162_514_264_337_593_543_950_336);
	assert_eq!(USUAL.score(perfect, 15_000 * UNIT, 1, HOURS), Score::FULL);
	near(USUAL, perfect, 2_500 * UNIT, 32_344_761_903_041_530_873_138_642_944);
	near(with_exponents(44, 8), eighty, 5_000 * UNIT, 24_763_750_548_789_104_187_357_003_776);
	near(with_exponents(16, 16), eighty, 3_000 * UNIT, 12_676_506_002_282_294_012_561_850_368);
}

#[test]
fn without_exponents_time_alone_counts() {
	let rule = with_exponents(0, 0);
	let score = |hours: u8| rule.score(sums(&[(hours, per_mille(800))]), 2_500 * UNIT, 1, HOURS).0;

	assert_eq!(score(84), Score::FULL.0 / 2);
	assert_eq!(score(42), Score::FULL.0 / 4);
	assert_eq!(score(168), Score::FULL.0);
}
