// SPDX-License-Identifier: Apache-2.0

//! The power of an operator: now, and from the next epoch on.

use crate::{mock::*, Operators, Power, Powers};
use frame_support::{assert_ok, assert_storage_noop};

fn powers(current: Power, next: Power) -> Powers {
	Powers { current, next }
}

/// Slashes [`OPERATOR`] until a fifth of every share is left.
fn deactivate() {
	for part in [50, 50, 20] {
		slash_pools(now(), percent(part));
	}
}

fn remove() {
	assert_ok!(Staking::close_operator(root(), OPERATOR));
}

// Stake.

#[test]
fn power_counts_a_delegation_from_the_next_epoch() {
	test(|| {
		let pool = operator_pool();
		assert_eq!(power(OPERATOR), powers(0, 0));

		delegate(pool, ALICE, 100);
		assert_eq!(power(OPERATOR), powers(0, 100));
		skip(1);
		delegate(pool, BOB, 50);
		assert_eq!(power(OPERATOR), powers(100, 150));
		skip(1);
		assert_eq!(power(OPERATOR), powers(150, 150));
	});
}

#[test]
fn power_counts_what_is_asked_back_until_the_epoch_ends() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		skip(1);

		undelegate(pool, ALICE, 40);
		assert_eq!(power(OPERATOR), powers(100, 60));

		skip(1);
		assert_eq!(power(OPERATOR), powers(60, 60));
	});
}

#[test]
fn power_never_counts_what_left_before_it_began() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		skip(1);
		delegate(pool, ALICE, 50);

		undelegate(pool, ALICE, 60);

		assert_eq!(power(OPERATOR), powers(100, 90));
	});
}

#[test]
fn power_moves_by_redelegation_when_it_arrives() {
	test(|| {
		let (from, to) = (operator_pool(), operator_pool_in(RIVAL, NATIVE));
		delegate(from, ALICE, 100);
		skip(1);

		redelegate(from, to, ALICE, 40);
		assert_eq!((power(OPERATOR), power(RIVAL)), (powers(100, 60), powers(0, 0)));

		skip(WINDOW + 1);
		assert_eq!((power(OPERATOR), power(RIVAL)), (powers(60, 60), powers(0, 0)));
		complete(from, to, ALICE, 40);
		assert_eq!((power(OPERATOR), power(RIVAL)), (powers(60, 60), powers(0, 40)));
	});
}

#[test]
fn power_follows_the_clock_when_nobody_touches_anything() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		skip(1);
		undelegate(pool, ALICE, 40);
		delegate(pool, BOB, 7);

		assert_storage_noop!(assert_eq!(power(OPERATOR), powers(100, 67)));
		skip(50);
		assert_eq!(power(OPERATOR), powers(67, 67));
		poke(pool, Some(ALICE));
		assert_eq!(power(OPERATOR), powers(67, 67));
	});
}

// Slashes.

#[test]
fn power_falls_with_a_slash_now_and_later() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		skip(1);
		undelegate(pool, ALICE, 40);
		delegate(pool, BOB, 10);

		slash_pools(now(), percent(10));

		// 54 of Alice's lot, 36 of her exit until the epoch ends, and Bob's 10 from then on.
		assert_eq!(power(OPERATOR), powers(90, 64));
		skip(1);
		assert_eq!(power(OPERATOR), powers(64, 64));
	});
}

#[test]
fn power_falls_by_what_was_active_at_the_fault() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 99);
		skip(1);
		let fault = now();
		undelegate(pool, ALICE, 33);
		delegate(pool, BOB, 50);
		skip(1);
		undelegate(pool, ALICE, 33);

		slash_pools(fault, percent(10));

		// Two times 30 of Alice's that are left of 33, and Bob's 50: her first exit counts no more.
		assert_eq!(power(OPERATOR), powers(110, 80));
	});
}

#[test]
fn power_stays_when_a_slash_takes_the_bond_alone() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		skip(1);

		slash_bond(now(), percent(50));

		assert_eq!(power(OPERATOR), powers(100, 100));
	});
}

// Several pools.

#[test]
fn power_is_the_sum_of_all_pools_with_the_weight_of_their_assets() {
	test(|| {
		let pools = [NATIVE, GOLD, SILVER, SILVER].map(|asset| operator_pool_in(OPERATOR, asset));
		for (pool, amount) in pools.into_iter().zip([1, 20, 300, 4_000]) {
			delegate(pool, ALICE, amount);
		}
		assert_eq!(power(OPERATOR), powers(0, 8_621));
		skip(1);
		undelegate(pools[2], ALICE, 100);
		assert_eq!(power(OPERATOR), powers(8_621, 8_421));

		slash_pools(now(), percent(10));

		// 1 of 1, 18 of 20, twice 180 of 200 and 90 of the exit of 100, twice 3600 of 4000.
		assert_eq!(power(OPERATOR), powers(7_759, 7_579));
	});
}

#[test]
fn power_is_nobodys_when_the_pool_is_standalone() {
	test(|| {
		let pool = standalone_pool(NATIVE);

		delegate(pool, OPERATOR, 100);
		skip(1);

		assert_eq!(Operators::<Test>::count(), 0);
		assert_eq!(power(OPERATOR), powers(0, 0));
	});
}

// Self-stake.

#[test]
fn own_power_counts_the_operators_stake_alone() {
	test(|| {
		let (pool, silver) = (operator_pool(), operator_pool_in(OPERATOR, SILVER));
		delegate(pool, ALICE, 1_000);
		delegate(pool, OPERATOR, 100);
		delegate(silver, OPERATOR, 30);
		assert_eq!(own_power(OPERATOR), powers(0, 160));
		skip(1);
		assert_eq!(own_power(OPERATOR), powers(160, 160));

		undelegate(pool, OPERATOR, 40);
		undelegate(pool, ALICE, 500);

		assert_eq!(own_power(OPERATOR), powers(160, 120));
		skip(1);
		assert_eq!(own_power(OPERATOR), powers(120, 120));
	});
}

#[test]
fn own_power_falls_with_a_slash_now_and_later() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 1_000);
		delegate(pool, OPERATOR, 100);
		skip(1);
		delegate(pool, OPERATOR, 10);

		slash_pools(now(), percent(10));

		assert_eq!(own_power(OPERATOR), powers(90, 100));
		skip(1);
		assert_eq!(own_power(OPERATOR), powers(100, 100));
	});
}

// The end.

#[test]
fn power_ends_with_the_epoch_when_the_operator_closes() {
	let ends: [(fn(), Power); 3] =
		[(|| retire(OPERATOR), 1_000), (remove, 1_000), (deactivate, 200)];
	for (end, left) in ends {
		test(|| {
			let pool = operator_pool();
			delegate(pool, ALICE, 500);
			delegate(pool, OPERATOR, 500);
			skip(1);
			delegate(pool, BOB, 10);

			end();

			assert_eq!(power(OPERATOR), powers(left, 0));
			assert_eq!(own_power(OPERATOR), powers(left / 2, 0));
			skip(1);
			assert_eq!(power(OPERATOR), powers(0, 0));
		});
	}
}

#[test]
fn power_stays_at_nothing_when_a_closed_operator_is_slashed_and_left() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		skip(1);
		let fault = now();
		retire(OPERATOR);
		skip(1);

		slash_pools(fault, percent(10));
		assert_eq!(power(OPERATOR), powers(0, 0));

		skip(WINDOW);
		withdraw(pool, ALICE, 90);
		assert_eq!(power(OPERATOR), powers(0, 0));
	});
}

#[test]
fn power_is_forgotten_when_the_operator_has_gone() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		retire(OPERATOR);
		skip(WINDOW + 1);

		withdraw_bond(OPERATOR, BOND);

		assert!(!Operators::<Test>::contains_key(OPERATOR));
		withdraw(pool, ALICE, 100);
		assert!(!Operators::<Test>::contains_key(OPERATOR));
	});
}

#[test]
fn own_power_is_nothing_when_a_closed_operator_is_slashed_later() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, OPERATOR, 100);
		skip(1);
		delegate(pool, OPERATOR, 50);
		let fault = now();
		retire(OPERATOR);
		skip(1);

		slash_pools(fault, percent(10));

		assert_eq!((power(OPERATOR), own_power(OPERATOR)), (powers(0, 0), powers(0, 0)));
	});
}
