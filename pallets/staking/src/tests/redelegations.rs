// SPDX-License-Identifier: Apache-2.0

//! Redelegations: the stake that moves, the slashes that take it, and the view.

use crate::{mock::*, EpochIndex, Error, Event, ExitView, RedelegationView, Redelegations, Scope};
use frame_support::{assert_noop, assert_ok};

// The stake that moves.

#[test]
fn redelegate_tells_what_goes_on_and_what_has_to_wait() {
	test(|| {
		let (from, to) = two_pools(NATIVE);
		delegate(from, ALICE, 10);

		redelegate(from, to, ALICE, 40);

		let (staker, returned, unbonding, departure) = (ALICE, 10, 30, leaving_now());
		assert_has(Event::Redelegated { from, to, staker, returned, unbonding, departure });
		let effective_from = EpochIndex(now() + 1);
		assert_last(Event::RedelegationCompleted { from, to, staker, amount: 10, effective_from });
		assert_eq!((staked(from, ALICE), staked(to, ALICE)), (70, 10));
		assert_eq!(moving(from, to, ALICE), [(now() + WINDOW + 1, 30)]);
	});
}

#[test]
fn redelegate_moves_at_once_what_does_not_count_yet() {
	test(|| {
		let (from, to) = two_pools(NATIVE);
		delegate(from, BOB, 100);
		slash_pools(now(), percent(50));

		redelegate(from, to, BOB, 30);
		redelegate_all(from, to, BOB);

		assert_eq!(staked(to, BOB), 100);
		assert!(!Redelegations::<Test>::contains_key((BOB, from, to)));
		skip(1);
		assert_eq!((active(from), active(to)), (50, 100));
	});
}

#[test]
fn redelegate_moves_an_amount_exactly_when_a_share_is_not_a_unit() {
	test(|| {
		let (from, to) = two_pools(NATIVE);
		delegate(from, BOB, 1_000);
		skip(1);
		slash_pools(now(), percent(10));
		slash_pools(now(), percent(10));

		redelegate(from, to, BOB, 333);

		assert_eq!(staked(from, BOB), 477);
		skip(WINDOW + 1);
		complete(from, to, BOB, 333);
	});
}

#[test]
fn redelegate_of_all_leaves_no_dust_when_a_share_is_not_a_unit() {
	test(|| {
		let (from, to) = (operator_pool(), operator_pool_in(RIVAL, NATIVE));
		delegate(from, ALICE, 1_000);
		delegate(from, BOB, 7);
		skip(1);
		slash_pools(now(), percent(33));

		redelegate_all(from, to, BOB);
		redelegate_all(from, to, ALICE);

		assert_eq!(Staking::pool(from).expect("it is there").buckets, vec![]);
		skip(WINDOW + 1);
		complete(from, to, BOB, 4);
		complete(from, to, ALICE, 671);
		assert_eq!(recorded(NATIVE), 675);
	});
}

#[test]
fn redelegate_joins_what_takes_the_same_way_in_the_same_epoch() {
	test(|| {
		let (from, to) = two_pools(NATIVE);

		redelegate(from, to, ALICE, 10);
		redelegate(from, to, ALICE, 20);

		assert_eq!(moving(from, to, ALICE), [(now() + WINDOW + 1, 30)]);
		skip(1);
		redelegate(from, to, ALICE, 5);
		assert_eq!(moving(from, to, ALICE), [(now() + WINDOW, 30), (now() + WINDOW + 1, 5)]);
	});
}

#[test]
fn redelegations_of_one_epoch_stand_side_by_side_and_beside_an_exit() {
	test(|| {
		let from = operator_pool();
		let ways = [operator_pool_in(RIVAL, NATIVE), standalone_pool(NATIVE), operator_pool()];
		delegate(from, ALICE, 500);
		skip(1);
		for to in ways {
			redelegate(from, to, ALICE, 100);
		}
		undelegate(from, ALICE, 100);

		slash_and_top_up(now(), percent(10));

		let release = now() + WINDOW + 1;
		assert_eq!(ways.map(|to| moving(from, to, ALICE)), [(); 3].map(|()| vec![(release, 90)]));
		assert_eq!(unbonding(from, ALICE), [(release, 90)]);
		go_to(release);
		withdraw(from, ALICE, 90);
		for to in ways {
			complete(from, to, ALICE, 90);
		}
		assert_eq!(staked(from, ALICE), 90);
	});
}

#[test]
fn redelegate_is_never_refused_when_it_comes_every_epoch() {
	test(|| {
		let (from, to) = two_pools(NATIVE);
		delegate(from, BOB, 1_000);

		for round in 0..3 * u128::from(WINDOW) {
			skip(1);
			redelegate(from, to, BOB, 10);
			undelegate(from, BOB, 10);

			assert_eq!(staked(to, BOB), round.saturating_sub(WINDOW.into()) * 10);
			assert!(moving(from, to, BOB).len() <= WINDOW as usize + 1);
		}

		assert_eq!(moving(from, to, BOB).len(), WINDOW as usize + 1);
		skip(WINDOW + 1);
		complete(from, to, BOB, (u128::from(WINDOW) + 1) * 10);
	});
}

// Slashes.

#[test]
fn redelegation_is_slashable_with_the_old_operator_until_it_has_left() {
	test(|| {
		let (from, to) = two_pools(NATIVE);
		let fault = now();
		redelegate(from, to, ALICE, 40);

		slash_pools(fault, percent(10));
		assert_eq!((staked(from, ALICE), moving(from, to, ALICE)[0].1), (54, 36));

		skip(1);
		slash_pools(now(), percent(10));
		assert_eq!((staked(from, ALICE), moving(from, to, ALICE)[0].1), (49, 36));

		go_to(fault + WINDOW);
		slash_pools(fault, percent(50));
		assert_eq!((staked(from, ALICE), moving(from, to, ALICE)[0].1), (25, 18));

		skip(1);
		let late = slash(OPERATOR, fault, percent(50), Scope::BondAndPools);
		assert_noop!(late, Error::<Test>::EpochTooOld);
		complete(from, to, ALICE, 18);
	});
}

#[test]
fn redelegation_is_slashable_with_the_new_operator_when_it_is_active_there() {
	test(|| {
		let (from, to) = (operator_pool_in(RIVAL, NATIVE), operator_pool());
		delegate(from, ALICE, 100);
		delegate(to, BOB, 100);
		skip(1);
		redelegate_all(from, to, ALICE);
		skip(WINDOW + 1);

		slash_and_top_up(now(), percent(10));
		assert_eq!((moving(from, to, ALICE)[0].1, staked(to, BOB)), (100, 90));

		complete(from, to, ALICE, 100);
		slash_and_top_up(now(), percent(10));
		assert_eq!((staked(to, ALICE), staked(to, BOB)), (100, 81));

		skip(1);
		slash_and_top_up(now() - 1, percent(10));
		assert_eq!((staked(to, ALICE), staked(to, BOB)), (100, 73));
		slash_and_top_up(now(), percent(10));
		assert_eq!((staked(to, ALICE), staked(to, BOB)), (90, 66));
	});
}

#[test]
fn redelegation_to_a_standalone_pool_is_slashable_until_its_release_and_never_again() {
	test(|| {
		let (from, to) = (operator_pool(), standalone_pool(NATIVE));
		delegate(from, ALICE, 100);
		skip(1);
		redelegate_all(from, to, ALICE);
		slash_pools(now(), percent(50));
		let release = now() + WINDOW + 1;
		assert_eq!(moving(from, to, ALICE), [(release, 50)]);
		go_to(release);
		complete(from, to, ALICE, 50);
		skip(1);

		assert_ok!(slash(OPERATOR, now(), percent(50), Scope::BondAndPools));

		assert_eq!(staked(to, ALICE), 50);
	});
}

// The view.

#[test]
fn view_shows_redelegations() {
	test(|| {
		let (from, to) = two_pools(NATIVE);
		let asked_epoch = EpochIndex(now());
		redelegate(from, to, ALICE, 40);
		slash_pools(now(), percent(10));
		skip(WINDOW + 1);

		let view = stake_of(from, ALICE);

		let exits = vec![ExitView { asked_epoch, release: EpochIndex(now()), value: 36 }];
		assert_eq!(view.redelegations, [RedelegationView { to, exits }]);
		assert_eq!((view.value, view.exits, view.withdrawable), (54, vec![], 0));
		assert_eq!(stake_of(to, ALICE).redelegations, []);
		complete(from, to, ALICE, 36);
		assert_eq!(stake_of(from, ALICE).redelegations, []);
	});
}
