// SPDX-License-Identifier: Apache-2.0

//! A cancelled redelegation is an ordinary exit.

use crate::{door_weights, mock::*, work, Error, Event, PoolId, WeightInfo};
use frame_support::{assert_noop, weights::Weight};

type Own = <Test as crate::Config>::WeightInfo;

/// The weight that Alice is charged for in the end when she cancels, without that of the doors.
fn charged(from: PoolId, to: PoolId) -> Weight {
	let cancelled = Staking::cancel_redelegation(signed(ALICE), from, to);
	let weight = cancelled.expect("some is on its way").actual_weight.expect("it is told");
	weight - door_weights::cancel_redelegation::<Test>().weigh(0)
}

#[test]
fn cancel_keeps_the_release() {
	test(|| {
		let (from, to) = two_pools(GOLD);
		redelegate(from, to, ALICE, 40);
		let release = now() + WINDOW + 1;
		LastLiable::set(&None);
		skip(2);

		cancel(from, to, ALICE);

		assert_eq!(unbonding(from, ALICE), [(release, 40)]);
		go_to(release - 1);
		assert_noop!(try_withdraw(ALICE, from, ALICE), Error::<Test>::NotReleased);
		go_to(release);
		withdraw(from, ALICE, 40);
	});
}

#[test]
fn cancel_leaves_the_stake_slashable_as_before() {
	test(|| {
		let (from, to) = two_pools(GOLD);
		let fault = now();
		redelegate(from, to, ALICE, 40);
		slash_pools(fault, percent(10));
		skip(1);

		cancel(from, to, ALICE);

		slash_pools(now(), percent(10));
		assert_eq!(unbonding(from, ALICE)[0].1, 36);
		slash_pools(fault, percent(50));
		assert_eq!(unbonding(from, ALICE)[0].1, 18);
	});
}

#[test]
fn cancel_joins_the_exit_of_the_same_epoch() {
	test(|| {
		let (from, to) = two_pools(GOLD);
		redelegate(from, to, ALICE, 40);
		undelegate(from, ALICE, 30);

		cancel(from, to, ALICE);

		assert_eq!(unbonding(from, ALICE), [(now() + WINDOW + 1, 70)]);
		skip(WINDOW + 1);
		withdraw(from, ALICE, 70);
	});
}

#[test]
fn cancel_leaves_other_ways_alone() {
	test(|| {
		let (from, to) = two_pools(GOLD);
		let other = standalone_pool(GOLD);
		redelegate(from, to, ALICE, 40);
		redelegate(from, other, ALICE, 30);

		cancel(from, to, ALICE);

		assert_eq!(moving(from, other, ALICE), [(now() + WINDOW + 1, 30)]);
		skip(WINDOW + 1);
		complete(from, other, ALICE, 30);
		withdraw(from, ALICE, 40);
	});
}

#[test]
fn cancel_pays_what_is_released_and_keeps_the_rest() {
	test(|| {
		let (from, to) = two_pools(GOLD);
		redelegate(from, to, ALICE, 40);
		skip(1);
		redelegate(from, to, ALICE, 30);
		skip(WINDOW);
		let before = balance(GOLD, ALICE);

		cancel(from, to, ALICE);

		assert_eq!(balance(GOLD, ALICE), before + 40);
		assert_has(Event::Withdrawn { pool_id: from, staker: ALICE, amount: 40 });
		assert_eq!(unbonding(from, ALICE), [(now() + 1, 30)]);
		assert_eq!(recorded(GOLD), 60);
	});
}

#[test]
fn cancel_pays_both_when_an_exit_of_the_same_epoch_is_released_too() {
	test(|| {
		let (from, to) = two_pools(GOLD);
		redelegate(from, to, ALICE, 40);
		undelegate(from, ALICE, 30);
		slash_pools(now(), percent(10));
		skip(WINDOW + 1);
		let before = balance(GOLD, ALICE);

		cancel(from, to, ALICE);

		assert_eq!(balance(GOLD, ALICE), before + 36 + 27);
		assert_eq!(recorded(GOLD), 27);
		assert_eq!(unbonding(from, ALICE), []);
	});
}

#[test]
fn cancel_succeeds_when_the_asset_refuses_the_payment() {
	test(|| {
		let (from, to) = two_pools(GOLD);
		redelegate_all(from, to, ALICE);
		skip(WINDOW + 1);
		block(GOLD, ALICE);

		cancel(from, to, ALICE);

		assert_has(Event::PaymentDeferred { pool_id: from, staker: ALICE, amount: 100 });
		assert_eq!(due(from, ALICE), 100);
		unblock(GOLD, ALICE);
		withdraw(from, ALICE, 100);
	});
}

#[test]
fn cancel_is_never_refused_when_as_much_waits_as_can() {
	test(|| {
		let (from, to) = two_pools(GOLD);
		delegate(from, BOB, 1_000);
		for _ in 0..=WINDOW {
			skip(1);
			redelegate(from, to, BOB, 10);
			undelegate(from, BOB, 10);
		}
		let last = now();

		cancel(from, to, BOB);

		let releases = last + 1..=last + WINDOW + 1;
		assert!(unbonding(from, BOB).into_iter().eq(releases.map(|release| (release, 20))));
		skip(WINDOW + 1);
		withdraw(from, BOB, 20 * (u128::from(WINDOW) + 1));
	});
}

#[test]
fn cancel_is_for_the_staker_alone() {
	test(|| {
		let (from, to) = two_pools(GOLD);
		redelegate_all(from, to, ALICE);

		assert_noop!(try_cancel(from, to, BOB), Error::<Test>::NothingToWithdraw);

		cancel(from, to, ALICE);
		assert_noop!(try_cancel(from, to, ALICE), Error::<Test>::NothingToWithdraw);
	});
}

#[test]
fn cancel_is_charged_the_usual_when_nothing_is_released() {
	test(|| {
		let (from, to) = two_pools(GOLD);
		redelegate(from, to, ALICE, 40);

		assert_eq!(charged(from, to), Own::usual_cancel_redelegation());
	});
}

#[test]
fn cancel_is_charged_for_each_page_of_exits_that_it_pays() {
	test(|| {
		let (from, to) = two_pools(GOLD);
		redelegate(from, to, ALICE, 20);
		skip(2);
		redelegate(from, to, ALICE, 20);
		skip(WINDOW + 1);

		let (usual, most) = (Own::usual_cancel_redelegation(), Own::cancel_redelegation());
		assert_eq!(charged(from, to), work::CANCEL.weigh(2, usual, most));
	});
}
