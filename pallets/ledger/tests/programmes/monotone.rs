// SPDX-License-Identifier: Apache-2.0

//! One more hour that counts never lowers a score, as long as α·(1 − L) ≤ 1; beyond that it would pay to be offline.

use crate::{
	common::{with_exponents, HOURS, UNIT},
	oracle::Exact,
};
use bulwark_ledger::{ServiceRule, ServiceSums, FULL_LEVEL};
use bulwark_testing::{effort, for_all, seed};
use proptest::prelude::*;
use std::cmp::Ordering;

const POWER: u128 = 10_000 * UNIT;

fn one_more(sums: ServiceSums, level: u32) -> ServiceSums {
	ServiceSums { levels: sums.levels + u64::from(level), hours: sums.hours + 1 }
}

fn exact(rule: &ServiceRule, sums: ServiceSums) -> Exact {
	Exact::of(rule, sums, POWER, 1, HOURS).expect("it scores")
}

/// Perfect so far: then an hour at the least level costs most.
fn perfect(hours: u8) -> ServiceSums {
	ServiceSums { levels: u64::from(hours) * u64::from(FULL_LEVEL), hours }
}

/// The rule with the least level at which α·(1 − L) ≤ 1.
fn at_the_bound(alpha: u8) -> ServiceRule {
	let missing = u64::from(FULL_LEVEL) * 16 / u64::from(alpha);
	let missing = u32::try_from(missing).expect("less than all");
	ServiceRule { least_level: FULL_LEVEL - missing, ..with_exponents(alpha, 8) }
}

#[test]
fn one_more_hour_at_the_least_level_lowers_no_score_at_the_bound() {
	for alpha in 17..=128 {
		let rule = at_the_bound(alpha);
		assert!(rule.is_valid());
		let below = ServiceRule { least_level: rule.least_level - 1, ..rule };
		assert!(!below.is_valid(), "one step further is refused");

		for hours in 1..HOURS {
			let before = perfect(hours);
			let after = one_more(before, rule.least_level);
			assert_ne!(exact(&rule, after).compare(&exact(&rule, before)), Ordering::Less);
			let (less, more) =
				(rule.score(before, POWER, 1, HOURS), rule.score(after, POWER, 1, HOURS));
			assert!(more.0 + (more.0 >> 55) >= less.0, "but for the last bits");
		}
	}
}

#[test]
fn one_more_hour_lowers_no_score_whatever_came_before() {
	let inputs = (1..=128u8, 1..168u8, any::<u64>(), any::<u32>());
	for_all(seed(), effort(2_000), &inputs, |(alpha, hours, levels, level)| {
		let rule = at_the_bound(alpha.max(17));
		let least = u64::from(rule.least_level) * u64::from(hours);
		let spread = u64::from(FULL_LEVEL - rule.least_level);
		let before =
			ServiceSums { levels: least + levels % (spread * u64::from(hours) + 1), hours };
		let level = rule.least_level + level % (FULL_LEVEL - rule.least_level + 1);

		let after = one_more(before, level);

		prop_assert_ne!(exact(&rule, after).compare(&exact(&rule, before)), Ordering::Less);
		Ok(())
	});
}

#[test]
fn being_offline_would_pay_beyond_the_bound() {
	// α = 6 and L = 0.75: 6·¼ > 1.
	let rule = with_exponents(96, 8);
	assert!(!rule.is_valid());

	let before = perfect(167);
	let after = one_more(before, rule.least_level);

	let (less, more) = (rule.score(after, POWER, 1, HOURS), rule.score(before, POWER, 1, HOURS));
	assert!(less < more, "an hour at 0.75 lowers the score");
	assert_eq!(exact(&rule, after).compare(&exact(&rule, before)), Ordering::Less);
}
