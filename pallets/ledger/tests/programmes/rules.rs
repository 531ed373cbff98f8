// SPDX-License-Identifier: Apache-2.0

//! Bounds of the rules, and of minting.

use crate::common::{with_exponents, UNIT, USUAL};
use bulwark_ledger::{CountedBy, Fraction, MintRate, PointsRule, Rule, ServiceRule, FULL_LEVEL};

fn assert_valid(rule: ServiceRule) {
	assert!(rule.is_valid(), "{rule:?}");
}

fn assert_refused(rule: ServiceRule) {
	assert!(!rule.is_valid(), "{rule:?}");
}

#[test]
fn usual_rule_is_valid() {
	assert_valid(USUAL);
	assert_eq!((USUAL.service_exponent, USUAL.stake_exponent), (48, 8));
	assert_eq!(USUAL.least_level, 750_000_000);
}

#[test]
fn exponents_have_bounds() {
	let best = ServiceRule { least_level: FULL_LEVEL, ..USUAL };

	assert_valid(ServiceRule { service_exponent: 128, ..best });
	assert_refused(ServiceRule { service_exponent: 129, ..best });
	assert_valid(with_exponents(0, 32));
	assert_refused(with_exponents(0, 33));
}

#[test]
fn least_level_has_bounds() {
	let flat = with_exponents(16, 8);

	assert_valid(ServiceRule { least_level: 10_000_000, ..flat });
	assert_refused(ServiceRule { least_level: 9_999_999, ..flat });
	assert_valid(ServiceRule { least_level: FULL_LEVEL, ..flat });
	assert_refused(ServiceRule { least_level: FULL_LEVEL + 1, ..flat });
}

#[test]
fn service_exponent_times_what_may_be_missing_is_at_most_one() {
	assert_valid(with_exponents(64, 8)); // 4·¼ = 1
	assert_refused(with_exponents(65, 8));
	assert_refused(with_exponents(96, 8)); // 6·¼ > 1
}

#[test]
fn powers_have_bounds() {
	let between = |least_power, power_cap| ServiceRule { least_power, power_cap, ..USUAL };

	assert_valid(between(1, 1));
	assert_refused(between(0, 0));
	assert_refused(between(0, 1));
	assert_refused(between(2, 1));
	assert_valid(between(UNIT, 65_536 * UNIT));
	assert_refused(between(UNIT, 65_536 * UNIT + 1));
	assert_refused(between(UNIT, 65_537 * UNIT));
	let most = ServiceRule::MAX_POWER_CAP;
	assert_valid(between(most, most));
	assert_refused(between(most, most + 1));
}

#[test]
fn points_are_all_allowed_and_no_rule_changes_its_kind() {
	let points = PointsRule {
		block: u32::MAX,
		missed: 0,
		batch: u32::MAX,
		kibibyte: u32::MAX,
		timeout: 0,
		counted_by: CountedBy::Chain,
	};
	let others = PointsRule { counted_by: CountedBy::Reporters, ..points };

	assert!(Rule::Points(points).is_valid());
	assert!(Rule::Points(points).is_like(&Rule::Points(others)));
	assert!(Rule::Service(USUAL).is_like(&Rule::Service(with_exponents(0, 0))));
	assert!(!Rule::Service(USUAL).is_like(&Rule::Points(points)));
	assert!(!Rule::Points(points).is_like(&Rule::Service(USUAL)));
}

#[test]
fn mint_follows_the_issuance() {
	let rate = MintRate::OfIssuance(Fraction::from_parts(159_653_587_452_900));
	let mut issuance = 10u128.pow(27);

	let minted: Vec<_> = (0..4)
		.map(|_| {
			let minted = rate.amount(issuance);
			issuance += minted;
			minted
		})
		.collect();

	let expected = [
		159_653_587_452_900_000_000_000,
		159_679_076_720_886_580_788_309,
		159_704_570_058_326_237_182_599,
		159_730_067_465_868_671_965_361,
	];
	assert_eq!(minted, expected);
	assert_eq!(MintRate::Amount(7).amount(issuance), 7);
}
