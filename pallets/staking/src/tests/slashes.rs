// SPDX-License-Identifier: Apache-2.0

//! The stake that a slash takes: that which was active at the fault.

use crate::{mock::*, Error, Scope};
use frame_support::assert_noop;

#[docify::export]
#[test]
fn slash_takes_the_stake_that_was_active_at_the_fault() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		skip(1);
		let fault = now();
		delegate(pool, BOB, 100);
		skip(1);

		slash_pools(fault, percent(10));

		assert_eq!(staked(pool, ALICE), 90);
		assert_eq!(staked(pool, BOB), 100);
	});
}

// Stake.

#[test]
fn slash_takes_from_the_exit_of_who_left_after_the_fault() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		skip(1);
		let fault = now();
		skip(1);
		undelegate_all(pool, ALICE);

		slash_pools(fault, percent(10));

		assert_eq!(unbonding(pool, ALICE), [(now() + WINDOW + 1, 90)]);
	});
}

#[test]
fn slash_takes_from_the_exit_of_who_left_in_the_epoch_of_the_fault() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		skip(1);
		undelegate(pool, ALICE, 60);

		slash_pools(now(), percent(10));

		assert_eq!(unbonding(pool, ALICE), [(now() + WINDOW + 1, 54)]);
		assert_eq!(staked(pool, ALICE), 36);
	});
}

#[test]
fn slash_spares_who_left_before_the_fault() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		delegate(pool, BOB, 100);
		skip(1);
		undelegate_all(pool, ALICE);
		skip(1);

		slash_pools(now(), percent(50));

		assert_eq!(owned(pool, ALICE), 100);
		assert_eq!(owned(pool, BOB), 50);
	});
}

#[test]
fn slash_spares_what_does_not_count_yet() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		skip(1);
		delegate(pool, ALICE, 10);

		slash_pools(now(), percent(50));

		assert_eq!(staked(pool, ALICE), 60);
	});
}

#[test]
fn slash_takes_from_every_cohort_and_exit_of_its_epoch_and_no_other() {
	test(|| {
		let pool = operator_pool();
		for who in [ALICE, BOB, CHARLIE, DAVE] {
			delegate(pool, who, 1_000);
			skip(1);
		}
		let fault = now() - 2; // Alice's and Bob's stake counts, Charlie's and Dave's does not
		undelegate(pool, ALICE, 400);
		skip(1);
		undelegate(pool, BOB, 300);
		undelegate(pool, DAVE, 200);

		slash_pools(fault, percent(10));

		assert_eq!((staked(pool, ALICE), owned(pool, ALICE)), (540, 900));
		assert_eq!((staked(pool, BOB), owned(pool, BOB)), (630, 900));
		assert_eq!(owned(pool, CHARLIE), 1_000);
		assert_eq!(owned(pool, DAVE), 1_000);
	});
}

#[test]
fn slash_takes_from_an_operators_own_stake_like_any() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, OPERATOR, 100);
		skip(1);

		slash_pools(now(), percent(10));

		assert_eq!(staked(pool, OPERATOR), 90);
		assert_eq!(bond_of(OPERATOR), 900);
	});
}

#[test]
fn slash_spares_a_standalone_pool_and_the_pools_of_others() {
	test(|| {
		let pools = [standalone_pool(NATIVE), operator_pool_in(RIVAL, NATIVE)];
		operator_pool();
		for pool in pools {
			delegate(pool, ALICE, 100);
		}
		skip(1);

		slash_pools(now(), percent(50));

		assert_eq!(pools.map(|pool| staked(pool, ALICE)), [100, 100]);
		assert_eq!(bond_of(RIVAL), BOND);
	});
}

#[test]
fn slash_takes_from_lots_of_a_closed_pool_up_to_its_last_epoch() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		skip(1);
		let last = now();
		retire(OPERATOR);
		skip(WINDOW);
		let later = slash(OPERATOR, last + 1, percent(10), Scope::BondAndPools);
		assert_noop!(later, Error::<Test>::NothingAtStake);

		slash_pools(last, percent(10));

		skip(1);
		withdraw(pool, ALICE, 90);
	});
}

#[test]
fn slash_finds_nothing_in_an_epoch_that_nobody_might_slash() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		delegate(pool, BOB, 100);
		skip(1);
		let fault = now();
		LastLiable::set(&None);
		undelegate_all(pool, ALICE);
		undelegate_all(pool, BOB);
		skip(1);
		withdraw(pool, ALICE, 100);

		let slashed = slash(OPERATOR, fault, percent(10), Scope::BondAndPools);

		assert_noop!(slashed, Error::<Test>::NothingAtStake);
		withdraw(pool, BOB, 100);
	});
}

// Epochs.

#[test]
fn slash_reaches_back_to_the_first_epoch_of_the_window_and_no_further() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		skip(1);
		let fault = now();
		undelegate(pool, ALICE, 50);
		skip(WINDOW);

		slash_pools(fault, percent(10));

		assert_eq!(owned(pool, ALICE), 90);
		skip(1);
		let again = slash(OPERATOR, fault, percent(10), Scope::BondAndPools);
		assert_noop!(again, Error::<Test>::EpochTooOld);
		withdraw(pool, ALICE, 45);
	});
}

#[test]
fn slash_is_refused_when_the_epoch_has_not_begun() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		skip(1);

		let early = slash(OPERATOR, now() + 1, percent(10), Scope::BondAndPools);
		assert_noop!(early, Error::<Test>::EpochInFuture);
		let early = slash(OPERATOR, now() + 1, percent(10), Scope::Bond);
		assert_noop!(early, Error::<Test>::EpochInFuture);
	});
}
