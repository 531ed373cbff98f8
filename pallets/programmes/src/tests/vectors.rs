// SPDX-License-Identifier: Apache-2.0

//! The examples of `docs/programmes.md` through the calls, in pages of 1, 7 and 64: 100 000 gold of 18 decimals.

use crate::mock::*;

const DECIMALS: Balance = 1_000_000_000_000_000_000;

/// An operator: the power behind each of its nodes in units, and of each the hours at levels in tenths of a percent. The
/// rest of the week it is offline.
type Operator = (u128, &'static [&'static [(u8, u32)]]);

/// Lets operators serve in week 11, finalises it in pages, and returns their rewards.
fn rewards(operators: &[Operator], page: u32) -> Vec<Balance> {
	new_test_ext().execute_with(|| {
		service_programme(1);
		fund(100_000 * DECIMALS, 1);
		let mut seed = 0;
		let mut powers = vec![];
		for (operator, (power, nodes)) in OPERATORS.into_iter().zip(operators) {
			for _ in *nodes {
				seed += 1;
				add_node(operator.clone(), seed);
			}
			powers.push((operator, power * nodes.len() as u128));
		}
		set_powers(11, &powers);
		go_to(12);
		for (operator, (_, nodes)) in OPERATORS.into_iter().zip(operators) {
			let whole: Vec<_> = nodes.iter().map(|runs| whole_week(runs)).collect();
			let levels: Vec<Levels> =
				(0..).zip(&whole).map(|(slot, runs)| (slot, &runs[..])).collect();
			frame_support::assert_ok!(try_report(0, 11, 0, vec![service_row(operator, &levels)]));
		}
		pass(11);
		while next_epoch() == 11 {
			finalise(page);
			check_invariants();
		}

		let paid = rewarded(11);
		let of = |who: AccountId| paid.iter().find(|(one, _)| *one == who).map_or(0, |(_, x)| *x);
		OPERATORS.into_iter().take(operators.len()).map(of).collect()
	})
}

fn whole_week(runs: &[(u8, u32)]) -> Vec<(u8, u32)> {
	let told: u8 = runs.iter().map(|(hours, _)| hours).sum();
	let mut runs = runs.to_vec();
	if told < HOURS {
		runs.push((HOURS - told, 0));
	}
	runs
}

/// Rewards with twelve decimals.
fn assert_rewards(operators: &[Operator], expected: &[u128]) {
	let at_once = rewards(operators, 64);
	for (reward, expected) in at_once.iter().zip(expected) {
		let off = reward.abs_diff(expected * 1_000_000);
		assert!(off <= 1_000_000, "{reward} is not {expected}");
	}
	let paid: Balance = at_once.iter().sum();
	assert!(paid == 0 || paid == 100_000 * DECIMALS);
	for page in [1, 7] {
		assert_eq!(rewards(operators, page), at_once, "in pages of {page}");
	}
}

#[test]
fn e1_one_node_each() {
	assert_rewards(
		&[(2_500, &[&[(168, 1_000)]]), (15_000, &[&[(168, 900)]]), (10_000, &[&[(168, 750)]])],
		&[27_552_550_809_761_876, 49_199_984_444_501_542, 23_247_464_745_736_583],
	);
}

#[test]
fn e2_several_nodes_and_hours_offline() {
	assert_rewards(
		&[
			(7_500, &[&[(168, 980)], &[(150, 920)]]),
			(5_000, &[&[(168, 850)], &[(168, 850)], &[(84, 850)]]),
			(15_000, &[&[(168, 995)]]),
		],
		&[38_206_827_106_643_227, 29_267_768_851_535_578, 32_525_404_041_821_194],
	);
}

#[test]
fn e3_at_the_thresholds_and_below() {
	assert_rewards(
		&[
			(2_500, &[&[(168, 750)]]),
			(15_000, &[&[(168, 749)]]),
			(2_499, &[&[(168, 1_000)]]),
			(15_000, &[&[]]),
			(2_500, &[&[(168, 900)], &[(168, 500)]]),
		],
		&[36_656_891_495_601_173, 0, 0, 0, 63_343_108_504_398_827],
	);
}

#[test]
fn e4_nobody_or_one_alone() {
	assert_rewards(&[(5_000, &[&[(168, 700)]]), (0, &[&[(168, 1_000)]])], &[0, 0]);
	assert_rewards(
		&[(2_500, &[&[(1, 750)]]), (15_000, &[&[(168, 740)]])],
		&[100_000_000_000_000_000, 0],
	);
}

#[test]
fn e5_a_week_with_three_levels() {
	assert_rewards(
		&[(10_000, &[&[(100, 950), (40, 800), (28, 600)]]), (10_000, &[&[(168, 900)]])],
		&[46_043_140_919_929_091, 53_956_859_080_070_909],
	);
}

#[test]
fn middle_of_three_reporters_counts() {
	let score = |levels: [Option<(u8, u32)>; 3]| {
		new_test_ext().execute_with(|| {
			service_programme(3);
			add_node(ALICE, 1);
			set_powers(11, &[(ALICE, 15_000)]);
			go_to(12);
			for (reporter, run) in levels.into_iter().enumerate() {
				let Some(run) = run else { continue };
				let runs = whole_week(&[run]);
				let row = vec![service_row(ALICE, &[(0, &runs)])];
				frame_support::assert_ok!(try_report(reporter, 11, 0, row));
			}
			pass(11);
			finalise(10);
			scored(11, ALICE).map(|(score, _)| score.0 / 10u128.pow(19))
		})
	};
	let (week, short, perfect) = (Some((168, 900)), Some((160, 900)), Some((168, 1_000)));

	assert_eq!(score([week, short, perfect]), Some(5_775_733_047));
	assert_eq!(score([week, short, None]), Some(5_500_698_140));
	assert_eq!(score([week, None, perfect]), Some(5_775_733_047));
	assert_eq!(score([week, None, None]), Some(0));
	assert_eq!(score([None, None, None]), None, "nobody said anything");
}
