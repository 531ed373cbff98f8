// SPDX-License-Identifier: Apache-2.0

//! For which locks a commission that has risen, or an operator that is not active, waives the penalty.

use crate::{mock::*, Call, Fraction, Offer, PositionId};
use frame_support::assert_ok;

/// In parts of ten thousand.
fn take_points(points: u64) {
	let rate = Fraction::from_rational(points, 10_000);
	assert_ok!(calls(signed(OPERATOR), Call::set_commission { rate }));
}

fn is_free(position: PositionId) -> bool {
	view(position).penalty == percent(0)
}

fn lock() -> PositionId {
	stake(BACKED, ALICE, 1_000, tier(8, 200))
}

/// A lock as long as there can be.
fn long_lock() -> PositionId {
	configure(BACKED, Offer { tiers: tiers(&[(26, 200)]), ..backed_offer() });
	stake(BACKED, ALICE, 1_000, tier(26, 200))
}

#[test]
fn a_rise_frees_older_locks_from_its_epoch_until_one_after_it_counts() {
	test(|| {
		let position = lock();
		skip(1);
		assert!(!is_free(position));

		take(20);

		for epoch in 11..=13 {
			assert!(is_free(position), "in {epoch}");
			assert!(!is_free(lock()), "a lock of now knows it");
			skip(1);
		}
		assert!(!is_free(position));
		skip(1);
		take(10);
		assert!(!is_free(position), "it has fallen");
	});
}

#[test]
fn rises_of_less_than_a_hundredth_add_up_to_causes() {
	test(|| {
		take_points(500);
		skip(3);
		let position = long_lock();
		let mut freed = 0;
		for rise in 1..=7 {
			take_points(500 + 99 * rise);
			freed += u32::from(is_free(position));
			skip(3);
		}
		assert_eq!(freed, 6, "5.99 is none, and each of the others passes another one");
	});
}

#[test]
fn rises_of_next_to_nothing_keep_no_window_open() {
	test(|| {
		let position = long_lock();
		take_points(600);
		assert!(is_free(position));
		skip(3);
		for step in 1..=6 {
			let rate = Fraction::from_parts(percent(6).deconstruct() + step);
			assert_ok!(calls(signed(OPERATOR), Call::set_commission { rate }));
			assert!(!is_free(position));
			skip(3);
		}
	});
}

#[test]
fn a_rise_that_was_a_cause_is_none_again() {
	test(|| {
		let position = long_lock();
		for (rate, frees) in [(10, true), (2, false), (10, false), (11, true)] {
			take(rate);
			assert_eq!(is_free(position), frees, "{rate}");
			skip(3);
		}
	});
}

#[test]
fn extend_agrees_to_what_is_known_then() {
	test(|| {
		let position = lock();
		skip(1);
		take(20);
		assert!(is_free(position));

		let extended = extend(ALICE, position);

		assert!(!is_free(extended));
		skip(3);
		take(21);
		assert!(is_free(extended));
	});
}

#[test]
fn merge_knows_what_the_later_lock_knows() {
	test(|| {
		let first = lock();
		skip(1);
		take(20);
		let second = lock();

		let merged = merge(ALICE, first, second);

		assert!(!is_free(merged));
	});
}

#[test]
fn restake_behind_a_suspended_operator_is_not_freed_by_the_suspension() {
	test(|| {
		let position = lock();
		skip(9);
		assert_ok!(Staking::suspend(root(), OPERATOR));

		let restaked = restake(ALICE, position);
		skip(1);

		assert!(!is_free(restaked));
		retire();
		assert!(is_free(restaked), "a pool that closes frees everybody");
	});
}
