// SPDX-License-Identifier: Apache-2.0

//! Points for blocks and batches.

use crate::common::divide;
use bulwark_ledger::{BlocksReport, CountedBy, PointsRule, Score, Work};

const RULE: PointsRule = PointsRule {
	block: 10,
	missed: 20,
	batch: 100,
	kibibyte: 1,
	timeout: 200,
	counted_by: CountedBy::Chain,
};

const fn blocks(blocks: u32, missed: u32) -> BlocksReport {
	BlocksReport { blocks, missed }
}

#[test]
fn points_divide_a_thousand() {
	let mut a = Work::default();
	a.add_batch(100 * 1_024);
	a.add_batch(200 * 1_024 + 1_023);
	let nothing = Work::default();

	let points = [
		a.points(&RULE, blocks(500, 3)),
		nothing.points(&RULE, blocks(10, 30)),
		nothing.points(&RULE, blocks(123, 0)),
	];

	assert_eq!(points, [Score(5_440), Score(0), Score(1_230)]);
	assert_eq!(divide(1_000, &points), [815, 0, 185]);
}

#[test]
fn points_are_never_less_than_none() {
	let mut work = Work::default();
	for _ in 0..10 {
		work.add_timeout();
	}

	assert_eq!(work.points(&RULE, blocks(199, 0)), Score(0));
	assert_eq!(work.points(&RULE, blocks(201, 0)), Score(10));
	assert_eq!(work.points(&RULE, blocks(0, u32::MAX)), Score(0));
}

#[test]
fn bytes_count_by_whole_kibibytes_of_all_batches() {
	let rule = PointsRule { batch: 0, ..RULE };
	let mut work = Work::default();
	work.add_batch(1_000);
	assert_eq!(work.points(&rule, blocks(0, 0)), Score(0));

	work.add_batch(24);

	assert_eq!(work.points(&rule, blocks(0, 0)), Score(1));
}

#[test]
fn largest_numbers_fit() {
	let most = PointsRule {
		block: u32::MAX,
		missed: u32::MAX,
		batch: u32::MAX,
		kibibyte: u32::MAX,
		timeout: u32::MAX,
		counted_by: CountedBy::Reporters,
	};
	let mut work = Work::default();
	(work.batches, work.bytes) = (u32::MAX, u64::MAX);

	let points = work.points(&most, blocks(u32::MAX, 0));

	let each = u128::from(u32::MAX);
	assert_eq!(points.0, each * each * 2 + each * ((1 << 54) - 1));
	assert!(points.0 < 1 << 90);
}
