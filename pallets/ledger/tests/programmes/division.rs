// SPDX-License-Identifier: Apache-2.0

//! A budget divided over many, page by page.

use crate::common::divide;
use bulwark_ledger::{Division, Score};
use bulwark_testing::{effort, for_all, seed};
use codec::{Decode, Encode};
use num_bigint::BigUint;
use proptest::prelude::*;

/// As [`divide`], but what is known between two pages was stored and read.
fn divide_in_pages(budget: u128, scores: &[Score], page: usize) -> Vec<u128> {
	let total = scores.iter().fold(Score(0), |sum, one| sum.plus(*one).expect("it fits"));
	let Some(division) = Division::new(budget, total) else { return vec![0; scores.len()] };
	let mut stored = division.encode();
	let mut parts = Vec::new();
	for page in scores.chunks(page) {
		let mut division = Division::decode(&mut &stored[..]).expect("it was stored");
		parts.extend(page.iter().map(|score| division.next(*score).expect("it fits")));
		stored = division.encode();
	}
	parts
}

/// Scores of all sizes, many of them zero.
fn scores(most: usize) -> impl Strategy<Value = Vec<Score>> {
	let score = prop_oneof![
		Just(0u128),
		1..=u128::from(u32::MAX),
		(0u32..=50).prop_flat_map(|bit| 1u128..=(1 << 100) >> bit),
	];
	prop::collection::vec(score.prop_map(Score), 1..most)
}

#[test]
fn parts_add_up_and_are_exact_to_a_unit() {
	let inputs = ((0u32..=127, any::<u128>()), scores(40));
	for_all(seed(), effort(2_000), &inputs, |((bit, noise), scores)| {
		let budget = noise >> bit;
		let total: u128 = scores.iter().map(|score| score.0).sum();

		let parts = divide(budget, &scores);

		let given: u128 = parts.iter().sum();
		prop_assert_eq!(given, if total == 0 { 0 } else { budget });
		for (part, score) in parts.iter().zip(&scores).filter(|_| total > 0) {
			// |R − F·S/Σ| < 1
			let exact = BigUint::from(budget) * score.0;
			let found = BigUint::from(*part) * total;
			let off = if found > exact { found - exact } else { exact - found };
			prop_assert!(off < BigUint::from(total));
			prop_assert!(score.0 > 0 || *part == 0, "nothing for no score");
		}
		Ok(())
	});
}

#[test]
fn pages_change_nothing() {
	for_all(seed(), effort(200), &(any::<u128>(), scores(200)), |(budget, scores)| {
		let parts = divide(budget, &scores);

		for page in [1, 7, 64, 1_000] {
			prop_assert_eq!(&divide_in_pages(budget, &scores, page), &parts);
		}
		Ok(())
	});
}

#[test]
fn ten_thousand_operators_get_all_of_it() {
	let scores: Vec<_> = (0..10_000u128)
		.map(|one| match one % 17 {
			0 => Score(0),
			odd => Score(Score::FULL.0 * 16 / odd + one * one),
		})
		.collect();
	let budget = 100_000 * 1_000_000_000_000_000_000 + 7;

	let parts = divide(budget, &scores);

	assert_eq!(parts.iter().sum::<u128>(), budget);
	for page in [1, 7, 64] {
		assert_eq!(divide_in_pages(budget, &scores, page), parts);
	}
}
