// SPDX-License-Identifier: Apache-2.0

//! The order in which cases are settled makes no difference but for the rounding.

use crate::{mock::*, *};
use pallet_operator_staking::Pots;

/// Of each case how many epochs after the first the fault was, and what it takes of bond and pools.
const CASES: [(u32, u64); 6] = [
	(0, 37_123_456_789_012_345),
	(0, 51_000_000_000_000_001),
	(1, 73_333_333_333_333_333),
	(1, 113_777_777_777_777_777),
	(2, 29_999_999_999_999_999),
	(2, 89_876_543_210_987_654),
];

/// The stakers of the native pool, with their stake, and the ones of the three epochs that it answers for.
fn stakers(key: AccountId) -> [(AccountId, Balance, [bool; 3]); 6] {
	[
		(ALICE, 1_000_003, [true, true, true]),
		(BOB, 777_777, [true, false, false]),
		(CHARLIE, 123_457, [false, true, true]),
		(DAVE, 999_983, [false, false, true]),
		(OUTSIDER, 54_321, [false, true, false]),
		(key, 314_159, [true, true, true]),
	]
}

/// A chain with all cases filed and ready, in the last epoch in which two of them can be settled.
fn ready() -> ([CaseId; 6], AccountId) {
	register();
	set_slash_cap(OPERATOR, 50);
	opt_in(OPERATOR, ROLLUP, 100, 50);
	delegate(POOL, ALICE, 1_000_003);
	delegate(POOL, BOB, 777_777);
	let (_, key) = lock(POOL, RESOLVER, 314_159);
	delegate(GOLD_POOL, ALICE, 1_000_003);
	skip(NOTICE + 1);
	let first = now();
	undelegate_all(POOL, BOB);
	delegate(POOL, CHARLIE, 123_457);
	delegate(POOL, OUTSIDER, 54_321);
	skip(1);
	undelegate_all(POOL, OUTSIDER);
	delegate(POOL, DAVE, 999_983);
	skip(1);
	let cases = CASES.map(|(after, parts)| report(first + after, both(parts)));
	skip(2);
	(cases, key)
}

/// All stake of an account in a pool, unbonding stake included.
fn all_of(pool: PoolId, who: &AccountId) -> Balance {
	let exits: Balance = exits_of(pool, who.clone()).iter().map(|(_, value)| value).sum();
	stake_of(pool, who.clone()) + exits
}

/// amount × Π (1 − φ), in millionths of a unit.
fn exactly(amount: Balance, answers: [bool; 3]) -> Balance {
	let slashes = CASES.iter().filter(|(after, _)| answers[*after as usize]);
	slashes.fold(amount * 1_000_000, |left, (_, parts)| {
		let kept = 1_000_000_000_000_000_000 - Balance::from(*parts);
		left * (kept / 1_000_000) / 1_000_000_000_000
	})
}

fn assert_near(value: Balance, exactly: Balance, units: Balance) {
	let off = (value * 1_000_000).abs_diff(exactly);
	assert!(off <= units * 1_000_000, "{value} is {off} millionths off");
}

/// All orders of six, as numbers: the one that the digits of `number` pick.
fn order(mut number: usize) -> Vec<usize> {
	let mut left: Vec<_> = (0..CASES.len()).collect();
	let mut order = Vec::new();
	while !left.is_empty() {
		order.push(left.remove(number % left.len()));
		number /= left.len() + 1;
	}
	order
}

#[test]
fn stakers_end_within_a_unit_for_each_slash_in_every_order() {
	for number in (0..720).step_by(31) {
		test(|| {
			let (cases, key) = ready();
			let recorded = || -> Balance {
				let pot = |asset| Pots::<Test>::get(asset).map_or(0, |pot| pot.owed());
				pot(NATIVE) + pot(GOLD)
			};
			let before = recorded() + bond_of(&OPERATOR);
			let mut taken = 0;

			for at in order(number) {
				settle(cases[at], Outcome::Executed);
				taken += distributed(cases[at]).iter().map(|(_, amount, _)| amount).sum::<u128>();
			}

			assert_eq!(recorded() + bond_of(&OPERATOR) + taken, before);
			for (who, amount, answers) in stakers(key) {
				let slashes = CASES.iter().filter(|(after, _)| answers[*after as usize]).count();
				// One for the exit or the merge of the lot, one for the value itself.
				let units = slashes as Balance + 2;
				assert_near(all_of(POOL, &who), exactly(amount, answers), units);
			}
			let all = [true; 3];
			assert_near(all_of(GOLD_POOL, &ALICE), exactly(1_000_003, all), 8);
			assert_near(bond_of(&OPERATOR), exactly(BOND, all), 6);
		});
	}
}

#[test]
fn slashes_take_their_part_of_what_is_left_in_every_order() {
	for number in [0, 719, 363] {
		test(|| {
			let (cases, _) = ready();

			for at in order(number) {
				let (after, parts) = CASES[at];
				let there = slashable(13 + after);

				settle(cases[at], Outcome::Executed);

				for (asset, there) in there {
					let parts_of = distributed(cases[at]).into_iter();
					let taken = parts_of.filter(|(of, ..)| *of == asset);
					let taken: Balance = taken.map(|(_, amount, _)| amount).sum();
					let most = Fraction::from_parts(parts).mul_floor(there);
					// Bond and buckets are rounded one by one.
					assert!((most - 8..=most).contains(&taken), "{taken} of {most}");
				}
			}
		});
	}
}
