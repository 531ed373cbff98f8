// SPDX-License-Identifier: Apache-2.0

//! Slashes among stakes that come and go: every unit has an owner, in whatever order and however
//! many there are.

use crate::{mock::*, Scope};
use frame_support::assert_ok;

// While unstaking.

#[test]
fn slash_while_unstaking_leaves_every_unit_with_an_owner() {
	// Of 900 staked: asked back, percent slashed, then what stays staked, what is paid, what the
	// treasury gets.
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
fn slash_takes_from_each_exit_for_its_own_epochs() {
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
		assert_eq!(unbonding(pool, ALICE), [(first + release, 80), (second + release, 72)]);
		assert_eq!(staked(pool, ALICE), 72);
	});
}

// In any order.

/// The fault and the percent of each report.
const REPORTS: [(u32, u64); 4] = [(4, 13), (5, 7), (5, 29), (6, 31)];

/// The stake of everybody after the reports: Alice stays, Bob counts from 5 on, Charlie left in 5.
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

/// The rest of an amount after some of the reports, exactly but for the last unit.
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

/// The writes and reads of a slash among so many stakers: items of storage, and nodes of the state's
/// trie.
fn cost_among(stakers: u64) -> (usize, usize) {
	let mut ext = new_test_ext();
	ext.execute_with(|| {
		let pool = operator_pool();
		for who in 1_000..1_000 + stakers {
			transfer(NATIVE, TREASURY, who, 1_000);
			delegate(pool, who, 100);
		}
		skip(1);
		for who in 1_000..1_000 + stakers {
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
fn slash_costs_the_same_however_many_stakers_there_are() {
	let (few_writes, few_reads) = cost_among(2);
	let (writes, reads) = cost_among(600);

	assert_eq!(writes, few_writes);
	assert!(reads < 2 * few_reads, "{few_reads} nodes among 2 stakers, {reads} among 600");
}
