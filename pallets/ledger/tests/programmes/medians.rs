// SPDX-License-Identifier: Apache-2.0

//! Several reporters: the lower median of the scores that follow from what each of them says.

use crate::common::{per_mille, HOURS, UNIT, USUAL};
use bounded_collections::{BoundedVec, ConstU32};
use bulwark_ledger::{NodeRuns, Run, Score, ServiceReports};

type Reports = ServiceReports<ConstU32<2>>;

/// Reports on one node in the order of the reporters; none from those that say nothing.
fn reports(said: &[Option<(u8, u32)>]) -> Reports {
	let mut reports = Reports::default();
	for (reporter, run) in said.iter().enumerate() {
		let Some((hours, level)) = *run else { continue };
		// The rest of the week it was off.
		let runs = [Run { hours, level }, Run { hours: HOURS - hours, level: 0 }];
		let runs: BoundedVec<_, ConstU32<2>> = runs.to_vec().try_into().expect("there are two");
		let node = NodeRuns { slot: 0, runs };
		reports.tell(reporter, 0, &[node], &USUAL, [0].into_iter(), HOURS).expect("it is sound");
	}
	reports
}

fn score(said: &[Option<(u8, u32)>]) -> Score {
	reports(said).score(&USUAL, [0].into_iter(), 15_000 * UNIT, said.len(), HOURS)
}

const WEEK: Option<(u8, u32)> = Some((168, per_mille(900)));
const SHORT: Option<(u8, u32)> = Some((160, per_mille(900)));
const PERFECT: Option<(u8, u32)> = Some((168, per_mille(1_000)));

/// The leading ten digits.
fn leading(score: Score) -> u128 {
	score.0 / 10u128.pow(19)
}

#[test]
fn middle_of_three_counts() {
	assert_eq!(leading(score(&[WEEK, SHORT, PERFECT])), 5_775_733_047);
	assert_eq!(score(&[PERFECT, WEEK, SHORT]), score(&[WEEK, SHORT, PERFECT]));
}

#[test]
fn lower_counts_when_one_of_three_is_silent() {
	assert_eq!(leading(score(&[WEEK, SHORT, None])), 5_500_698_140);
	assert_eq!(leading(score(&[WEEK, None, PERFECT])), 5_775_733_047);
	assert_eq!(leading(score(&[None, WEEK, PERFECT])), 5_775_733_047);
}

#[test]
fn nothing_counts_when_one_of_three_is_alone() {
	assert_eq!(score(&[WEEK, None, None]), Score(0));
	assert_eq!(score(&[None, None, PERFECT]), Score(0));
}

#[test]
fn lower_of_two_counts() {
	assert_eq!(leading(score(&[WEEK, SHORT])), 5_500_698_140);
	assert_eq!(score(&[WEEK, None]), Score(0));
	assert_eq!(leading(score(&[WEEK])), 5_775_733_047);
}

#[test]
fn nothing_counts_without_reporters() {
	assert_eq!(score(&[]), Score(0));
}

#[test]
fn who_is_no_reporter_of_the_epoch_does_not_count() {
	let reports = reports(&[WEEK, PERFECT]);

	let score = reports.score(&USUAL, [0].into_iter(), 15_000 * UNIT, 1, HOURS);

	assert_eq!(leading(score), 5_775_733_047);
}

#[test]
fn three_of_seven_move_nothing() {
	let honest = [WEEK; 4];
	for lie in [None, PERFECT, Some((1, per_mille(750)))] {
		let mut said = honest.to_vec();
		said.extend([lie; 3]);
		assert_eq!(score(&said), score(&[WEEK]), "{lie:?}");
	}
}

#[test]
fn nodes_have_medians_of_their_own() {
	let mut reports = Reports::default();
	let node = |slot, level| {
		let runs = vec![Run { hours: HOURS, level }];
		NodeRuns::<ConstU32<2>> { slot, runs: runs.try_into().expect("it is one") }
	};
	for (reporter, (one, other)) in [(1_000, 750), (900, 800), (800, 900)].into_iter().enumerate() {
		let nodes = [node(0, per_mille(one)), node(1, per_mille(other))];
		reports.tell(reporter, 0, &nodes, &USUAL, [0, 1].into_iter(), HOURS).expect("it is sound");
	}

	let both = reports.score(&USUAL, [0, 1].into_iter(), 30_000 * UNIT, 3, HOURS);

	// 0.9³ and 0.8³ of a full score.
	assert_eq!(leading(both), Score::FULL.0 * 1_241 / 1_000 / 10u128.pow(19));
}
