// SPDX-License-Identifier: Apache-2.0

//! Charging a fault to those who were in force when it happened.

use crate::{mock::*, Error, Event, Fraction, PoolId, Pools, Scope};
use bulwark_ledger::{EpochIndex, Shares, MAX_FRACTION};
use codec::{Decode, Encode};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::traits::BadOrigin;

#[docify::export]
#[test]
fn slash_charges_who_was_in_force_at_the_fault() {
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

/// What a holder would have if it waited: lots and exits.
fn owned(pool: PoolId, who: u64) -> u128 {
	let waiting: u128 = exiting(pool, who).iter().map(|(_, value)| value).sum();
	staked(pool, who) + waiting
}

/// The smallest fraction there is.
const ATOM: Fraction = Fraction::from_parts(1);

// Who is charged.

#[test]
fn slash_charges_the_exit_of_who_left_after_the_fault() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		skip(1);
		let fault = now();
		skip(1);
		undelegate_all(pool, ALICE);

		slash_pools(fault, percent(10));

		assert_eq!(exiting(pool, ALICE), [(now() + WINDOW + 1, 90)]);
	});
}

#[test]
fn slash_charges_the_exit_of_who_left_in_the_epoch_of_the_fault() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		skip(1);
		undelegate(pool, ALICE, 60);

		slash_pools(now(), percent(10));

		assert_eq!(exiting(pool, ALICE), [(now() + WINDOW + 1, 54)]);
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
fn slash_charges_every_cohort_and_exit_of_its_epoch_and_no_other() {
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
fn slash_charges_an_operators_own_stake_like_any() {
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
fn slash_spares_a_plain_pool_and_the_pools_of_others() {
	test(|| {
		let pools = [plain_pool(NATIVE), operator_pool_in(RIVAL, NATIVE)];
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
fn slash_charges_lots_of_a_closed_pool_up_to_its_last_epoch() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		skip(1);
		let last = now();
		retire(OPERATOR);
		skip(WINDOW);
		let later = slash(OPERATOR, last + 1, percent(10), Scope::BondAndPools);
		assert_noop!(later, Error::<Test>::NothingInForce);

		slash_pools(last, percent(10));

		skip(1);
		withdraw(pool, ALICE, 90);
	});
}

#[test]
fn slash_finds_nothing_in_an_epoch_that_nobody_might_charge() {
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

		let charged = slash(OPERATOR, fault, percent(10), Scope::BondAndPools);

		assert_noop!(charged, Error::<Test>::NothingInForce);
		withdraw(pool, BOB, 100);
	});
}

// Which epochs.

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

// How much.

#[test]
fn slash_takes_up_to_half_of_a_pool() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 101);
		skip(1);
		let more = Fraction::from_parts(MAX_FRACTION.deconstruct() + 1);
		let charged = slash(OPERATOR, now(), more, Scope::BondAndPools);
		assert_noop!(charged, Error::<Test>::InvalidFraction);

		slash_pools(now(), MAX_FRACTION);

		assert_eq!(staked(pool, ALICE), 51);
	});
}

#[test]
fn slash_takes_no_more_than_half_when_the_operator_has_no_pool_at_all() {
	test(|| {
		register(OPERATOR);

		let charged = slash(OPERATOR, now(), percent(51), Scope::BondAndPools);

		assert_noop!(charged, Error::<Test>::InvalidFraction);
	});
}

#[test]
fn slash_takes_up_to_all_of_the_bond() {
	test(|| {
		operator_pool();

		slash_bond(now(), percent(100));

		assert_eq!(bond_of(OPERATOR), 0);
		let again = slash(OPERATOR, now(), percent(100), Scope::Bond);
		assert_noop!(again, Error::<Test>::NothingInForce);
	});
}

#[test]
fn slash_knows_no_fraction_above_one() {
	let one = Fraction::one().deconstruct();

	assert_eq!(Fraction::decode(&mut &one.encode()[..]), Ok(Fraction::one()));
	assert!(Fraction::decode(&mut &(one + 1).encode()[..]).is_err());
}

#[test]
fn slash_takes_some_fraction() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		skip(1);
		for scope in [Scope::Bond, Scope::BondAndPools] {
			let charged = slash(OPERATOR, now(), percent(0), scope);
			assert_noop!(charged, Error::<Test>::InvalidFraction);
		}

		slash_pools(now(), ATOM);

		assert_eq!(staked(pool, ALICE), 100);
		assert_eq!(bond_of(OPERATOR), BOND);
	});
}

#[test]
fn slash_rounds_down_bucket_by_bucket() {
	test(|| {
		let pool = operator_pool();
		for who in [ALICE, BOB] {
			delegate(pool, who, 19);
			skip(1);
		}
		undelegate(pool, BOB, 9);

		slash_pools(now(), percent(10));

		assert_eq!(owned(pool, ALICE), 18);
		assert_eq!(owned(pool, BOB), 18, "1 of the lot of 10, nothing of the exit of 9");
	});
}

#[test]
fn slash_never_fails_for_taking_too_much() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 1_000_003);
		skip(1);
		undelegate(pool, ALICE, 333_333);

		for _ in 0..200 {
			slash_pools(now(), percent(50));
		}

		assert_eq!(staked(pool, ALICE), 1);
		assert_eq!(exiting(pool, ALICE), [(now() + WINDOW + 1, 1)]);
		assert_eq!(bond_of(OPERATOR), 1);
	});
}

// What the scope says.

#[test]
fn slash_of_the_bond_leaves_pools_untouched() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		skip(1);
		let before = Pools::<Test>::get(pool);

		slash_bond(now(), percent(70));

		assert_eq!(bond_of(OPERATOR), 300);
		assert_eq!(Pools::<Test>::get(pool), before);
		let (operator, fault, scope) = (OPERATOR, EpochIndex(now()), Scope::Bond);
		assert_has(Event::Slashed { operator, fault, fraction: percent(70), scope, bond: 700 });
	});
}

#[test]
fn slash_gives_the_treasury_what_every_pool_lost_in_its_asset() {
	test(|| {
		let pools = LISTED.map(|asset| operator_pool_in(OPERATOR, asset));
		for (pool, amount) in pools.into_iter().zip([1_000, 203, 307, 51]) {
			delegate(pool, ALICE, amount);
			delegate(pool, BOB, amount);
		}
		skip(1);
		undelegate(pools[1], ALICE, 77);
		let before = LISTED.map(|asset| balance(asset, TREASURY));

		slash_pools(now(), percent(10));

		let after = LISTED.map(|asset| balance(asset, TREASURY));
		let gained: Vec<u128> = after.iter().zip(before).map(|(now, then)| now - then).collect();
		assert_eq!(gained, [100 + 200, 32 + 7, 61, 10]);
		let (fault, fraction) = (EpochIndex(now()), percent(10));
		for (pool, amount) in pools.into_iter().zip([200, 39, 61, 10]) {
			assert_has(Event::PoolSlashed { pool, fault, fraction, amount });
		}
	});
}

#[test]
fn slash_says_nothing_of_a_pool_that_had_nothing_in_force() {
	test(|| {
		let pool = operator_pool();
		let other = operator_pool_in(OPERATOR, GOLD);
		delegate(pool, ALICE, 100);
		skip(1);
		delegate(other, ALICE, 100);

		slash_pools(now(), percent(10));

		let (fault, fraction) = (EpochIndex(now()), percent(10));
		assert_has(Event::PoolSlashed { pool, fault, fraction, amount: 10 });
		let of_other = |event| matches!(event, Event::PoolSlashed { pool, .. } if pool == other);
		assert!(!events().into_iter().any(of_other));
		assert_eq!(staked(other, ALICE), 100);
	});
}

#[test]
fn slash_is_refused_when_the_caller_may_not() {
	test(|| {
		operator_pool();
		let fault = EpochIndex(now());

		let slashed =
			Staking::slash(signed(TREASURY), OPERATOR, fault, percent(10), Scope::BondAndPools);

		assert_noop!(slashed, BadOrigin);
	});
}

// While unstaking.

#[test]
fn slash_while_unstaking_leaves_every_unit_with_an_owner() {
	// Of 900 staked: asked back, percent slashed, then what stays staked, what is paid, what the treasury gets.
	let table = [
		(0, 20, 720, 0, 180),
		(1, 20, 720, 1, 179),
		(500, 20, 320, 400, 180),
		(899, 20, 1, 720, 179),
		(900, 20, 0, 720, 180),
		(500, 50, 200, 250, 450),
		(500, 1, 396, 495, 9),
		(333, 33, 380, 224, 296),
		(333, 7, 528, 310, 62),
	];
	for (asked, part, stays, paid, taken) in table {
		test(|| {
			let pool = operator_pool_in(OPERATOR, GOLD);
			delegate(pool, ALICE, 900);
			skip(1);
			if asked > 0 {
				undelegate(pool, ALICE, asked);
			}
			let before = balance(GOLD, TREASURY);

			slash_pools(now(), percent(part));

			assert_eq!(stays + paid + taken, 900);
			assert_eq!(staked(pool, ALICE), stays);
			assert_eq!(balance(GOLD, TREASURY) - before, taken);
			assert_eq!(recorded(GOLD), stays + paid);
			skip(WINDOW + 1);
			if paid > 0 {
				withdraw(pool, ALICE, paid);
			}
			assert_eq!(recorded(GOLD), stays);
		});
	}
}

#[test]
fn slash_while_unstaking_is_shared_by_who_asked_before_and_after_it() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		delegate(pool, BOB, 100);
		skip(1);
		undelegate_all(pool, ALICE);
		slash_pools(now(), percent(50));

		undelegate_all(pool, BOB);

		assert_eq!((owned(pool, ALICE), owned(pool, BOB)), (50, 50));
		slash_pools(now(), percent(50));
		assert_eq!((owned(pool, ALICE), owned(pool, BOB)), (25, 25));
	});
}

#[test]
fn slash_charges_each_exit_for_its_own_epochs() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 300);
		skip(1);
		let first = now();
		undelegate(pool, ALICE, 100);
		skip(1);
		let second = now();
		undelegate(pool, ALICE, 100);
		skip(1);

		slash_pools(second, percent(10));
		slash_pools(first, percent(20));

		let release = WINDOW + 1;
		assert_eq!(exiting(pool, ALICE), [(first + release, 80), (second + release, 72)]);
		assert_eq!(staked(pool, ALICE), 72);
	});
}

// Numbers that can be followed by hand.

#[test]
fn slash_halves_both_when_one_joined_at_the_slashed_price() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 1_000);
		skip(WINDOW + 1);
		slash_and_top_up(now(), percent(20));
		assert_eq!(staked(pool, ALICE), 800);
		delegate(pool, BOB, 800);
		skip(WINDOW + 1);
		let lots = Staking::stake_view(pool, &BOB).expect("it is there").lots;
		assert_eq!(lots[0].shares, Shares(1_000), "800 at a price of 0.8");

		slash_pools(now(), percent(50));

		assert_eq!(staked(pool, ALICE), 400);
		assert_eq!(staked(pool, BOB), 400);
	});
}

// In whatever order.

/// The fault and the percent of each report.
const REPORTS: [(u32, u64); 4] = [(4, 13), (5, 7), (5, 29), (6, 31)];

/// What everybody owns after the reports: Alice stays, Bob counts from 5 on, Charlie left in 5.
fn owned_after(order: [usize; 4]) -> [u128; 3] {
	new_test_ext().execute_with(|| {
		let pool = operator_pool();
		for who in [ALICE, CHARLIE] {
			delegate(pool, who, 1_000_003);
		}
		go_to(4);
		delegate(pool, BOB, 777_777);
		go_to(5);
		undelegate_all(pool, CHARLIE);
		go_to(6);
		undelegate(pool, ALICE, 333_333);

		for report in order {
			let (fault, part) = REPORTS[report];
			slash_pools(fault, percent(part));
		}

		check_invariants();
		[ALICE, BOB, CHARLIE].map(|who| owned(pool, who))
	})
}

/// What is left of an amount after some of the reports, exactly but for the last unit.
fn left(amount: u128, reports: &[usize]) -> u128 {
	let parts = reports.iter().map(|report| 100 - u128::from(REPORTS[*report].1));
	parts.fold(amount * 100u128.pow(4), |rest, part| rest * part / 100) / 100u128.pow(4)
}

#[test]
fn slashes_end_alike_in_whatever_order_they_are_reported() {
	let any = (0..256).map(|n: usize| [n & 3, n >> 2 & 3, n >> 4 & 3, n >> 6 & 3]);
	let orders = any.filter(|order| (0..4).all(|report| order.contains(&report)));
	let exact =
		[left(1_000_003, &[0, 1, 2, 3]), left(777_777, &[1, 2, 3]), left(1_000_003, &[0, 1, 2])];

	for order in orders {
		let owned = owned_after(order);

		for (owned, exact) in owned.into_iter().zip(exact) {
			assert!(owned.abs_diff(exact) <= 4, "{order:?}: {owned} is not {exact}");
		}
	}
}

// At a cost that does not grow.

/// What a slash writes and reads among so many holders: items of storage, and nodes of the state's trie.
fn cost_among(holders: u64) -> (usize, usize) {
	let mut ext = new_test_ext();
	ext.execute_with(|| {
		let pool = operator_pool();
		for who in 1_000..1_000 + holders {
			transfer(NATIVE, TREASURY, who, 1_000);
			delegate(pool, who, 100);
		}
		skip(1);
		for who in 1_000..1_000 + holders {
			undelegate(pool, who, 30);
		}
		System::reset_events();
	});
	ext.commit_all().expect("the state is whole");

	let (_, proof) = ext.execute_and_prove(slash_among_them);
	(ext.overlayed_changes().changes().count(), proof.len())
}

fn slash_among_them() {
	assert_ok!(slash(OPERATOR, now(), percent(10), Scope::BondAndPools));
}

#[test]
fn slash_costs_the_same_however_many_holders_there_are() {
	let (few_writes, few_reads) = cost_among(2);
	let (writes, reads) = cost_among(600);

	assert_eq!(writes, few_writes);
	assert!(reads < 2 * few_reads, "{few_reads} nodes among 2 holders, {reads} among 600");
}
