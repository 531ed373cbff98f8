// SPDX-License-Identifier: Apache-2.0

//! Closing with notice: whoever answers goes on answering for M whole epochs, and takes nothing new.

use crate::{
	door_weights, mock::*, Amount, Call, ClosingCause, Error, Event, Fraction, OperatorState,
	PoolId, Scope, WeightInfo,
};
use bulwark_ledger::{Departure, EpochIndex, Fractions, Powers};
use frame_support::{assert_noop, assert_ok, dispatch::GetDispatchInfo};

/// M.
const NOTICE: u32 = 1;

/// A pool with 100 of Alice's, of an operator whose consumers have a notice.
fn pool_under_notice() -> PoolId {
	RecordingLiability::set_notice(NOTICE);
	let pool = operator_pool();
	delegate(pool, ALICE, 100);
	skip(1);
	pool
}

fn departure_of_bond() -> Departure {
	let view = Staking::operator(OPERATOR).expect("it is there");
	view.departure.expect("it closes")
}

#[test]
fn retire_in_the_last_block_of_an_epoch_leaves_the_next_epochs_faults_slashable() {
	test(|| {
		let pool = pool_under_notice();
		let last = now() + NOTICE;

		assert_ok!(Staking::retire(signed(OPERATOR)));
		skip(1); // it still writes blocks, and one of them is a fault
		assert_eq!(now(), last);
		slash_pools(now(), percent(50));

		assert_eq!((bond_of(OPERATOR), staked(pool, ALICE)), (BOND / 2, 50));
		skip(1);
		let late = slash(OPERATOR, now(), percent(50), Scope::BondAndPools);
		assert_noop!(late, Error::<Test>::NothingAtStake);
	});
}

#[test]
fn close_operator_fixes_the_release_when_it_is_announced() {
	test(|| {
		pool_under_notice();
		let last_epoch = EpochIndex(now() + NOTICE);
		let departure = Departure { last_epoch, release_epoch: last_epoch.plus(WINDOW + 1) };

		assert_ok!(Staking::close_operator(root(), OPERATOR));

		let (operator, cause) = (OPERATOR, ClosingCause::Closed);
		assert_has(Event::OperatorClosing { operator, cause, departure });
		assert_eq!(departure_of_bond(), departure);
	});
}

#[test]
fn closing_operator_takes_nothing_from_the_announcement_on() {
	test(|| {
		let pool = pool_under_notice();
		slash_bond(now(), percent(10));

		assert_ok!(Staking::retire(signed(OPERATOR)));

		let delegated = Staking::delegate(signed(BOB), pool, 10);
		assert_noop!(delegated, Error::<Test>::PoolClosed);
		assert_noop!(Staking::top_up_bond(signed(OPERATOR)), Error::<Test>::AlreadyClosing);
		assert_noop!(Staking::retire(signed(OPERATOR)), Error::<Test>::AlreadyClosing);
		assert!(Staking::active_set().ranking.iter().all(|ranked| ranked.operator != OPERATOR));
	});
}

#[test]
fn pending_stake_comes_back_at_once_and_answers_for_nothing_when_the_operator_closes() {
	test(|| {
		let pool = pool_under_notice();
		delegate(pool, BOB, 40);

		assert_ok!(Staking::retire(signed(OPERATOR)));
		skip(1);
		slash_pools(now(), percent(50));

		withdraw_by(BOB, pool, BOB, 40);
		assert_eq!(staked(pool, ALICE), 50);
	});
}

#[test]
fn exits_go_on_until_the_end_and_keep_their_own_releases() {
	test(|| {
		let pool = pool_under_notice();
		assert_ok!(Staking::retire(signed(OPERATOR)));

		let asked = now();
		assert_ok!(Staking::undelegate(signed(ALICE), pool, Amount::Exactly(40)));
		skip(1);
		assert_ok!(Staking::undelegate(signed(ALICE), pool, Amount::Exactly(20)));
		skip(1);

		let refused = Staking::undelegate(signed(ALICE), pool, Amount::All);
		assert_noop!(refused, Error::<Test>::PoolClosed);
		go_to(asked + WINDOW + 1);
		withdraw_by(ALICE, pool, ALICE, 40);
		skip(1);
		withdraw_by(ALICE, pool, ALICE, 60);
	});
}

#[test]
fn operator_shows_power_until_the_end_and_none_later_when_nobody_has_touched_its_pool() {
	test(|| {
		let pool = pool_under_notice();
		delegate(pool, OPERATOR, 30);
		skip(1);
		assert_ok!(Staking::retire(signed(OPERATOR)));
		let shown = || {
			let view = Staking::operator(OPERATOR).expect("it is there");
			let shown = (view.power, view.self_stake.own);
			assert_eq!((power(OPERATOR), own_power(OPERATOR)), shown);
			shown
		};
		let powers = |current, next| Powers { current, next };

		assert_eq!(shown(), (powers(130, 130), powers(30, 30)));
		skip(NOTICE);
		assert_eq!(shown(), (powers(130, 0), powers(30, 0)));
		skip(1);
		assert_eq!(shown(), (powers(0, 0), powers(0, 0)));
	});
}

/// Slashes of the pools alone deactivate [`OPERATOR`]: its bond is whole.
fn deactivate_by_its_pools() {
	for part in [50, 50, 50] {
		let of_pools = Fractions { bond: percent(0), pools: percent(part) };
		assert_ok!(slash_of(OPERATOR, now(), of_pools));
	}
	assert_eq!((state(OPERATOR), bond_of(OPERATOR)), (OperatorState::Deactivated, BOND));
}

/// Nobody who would retire with notice ends it by having itself slashed: a friend reports what its own few units of stake
/// answer for, and the bond stays whole.
#[test]
fn deactivation_leaves_the_bond_answering_for_the_notice() {
	test(|| {
		let pool = pool_under_notice();
		let (asked, last_epoch) = (now(), EpochIndex(now() + NOTICE));

		deactivate_by_its_pools();

		let of_pools = leaving_now();
		let of_bond = Departure { last_epoch, release_epoch: last_epoch.plus(WINDOW + 1) };
		assert_leave(OPERATOR, of_bond, of_pools);
		let cause = ClosingCause::Deactivated { unslashed: Fraction::from_rational(1u64, 8) };
		assert_has(Event::OperatorClosing { operator: OPERATOR, cause, departure: of_bond });
		let left = staked(pool, ALICE);
		skip(NOTICE); // it writes blocks until two sessions have passed
		slash_pools(now(), percent(50));
		assert_eq!((bond_of(OPERATOR), staked(pool, ALICE)), (BOND / 2, left));
		skip(1);
		let late = slash(OPERATOR, now(), percent(50), Scope::BondAndPools);
		assert_noop!(late, Error::<Test>::NothingAtStake);
		go_to(asked + WINDOW + 1);
		withdraw_by(ALICE, pool, ALICE, left);
		let early = Staking::withdraw_bond(signed(OPERATOR), OPERATOR);
		assert_noop!(early, Error::<Test>::NotReleased);
		skip(NOTICE);
		withdraw_bond(OPERATOR, BOND / 2);
	});
}

#[test]
fn deactivated_operator_has_no_power_in_the_notice() {
	test(|| {
		let pool = pool_under_notice();
		delegate(pool, OPERATOR, 100);
		skip(1);
		deactivate_by_its_pools();
		let shown = || Staking::operator(OPERATOR).expect("it is there").power;

		assert_eq!(shown(), Powers { current: 26, next: 0 });
		skip(NOTICE);
		assert_eq!(shown(), Powers { current: 0, next: 0 });
	});
}

#[test]
fn deactivation_closes_pools_with_the_present_epoch_when_a_later_end_was_announced() {
	test(|| {
		pool_under_notice();
		assert_ok!(Staking::retire(signed(OPERATOR)));
		let announced = departure_of_bond();

		deactivate_by_its_pools();

		assert_leave(OPERATOR, announced, leaving_now());
	});
}

#[test]
fn deactivation_leaves_what_has_closed_as_it_is() {
	test(|| {
		pool_under_notice();
		assert_ok!(Staking::retire(signed(OPERATOR)));
		let departure = departure_of_bond();
		let fault = now();
		skip(2);

		for part in [50, 50, 50] {
			assert_ok!(slash(OPERATOR, fault, percent(part), Scope::BondAndPools));
		}

		assert_eq!(departure_of_bond(), departure);
	});
}

/// Lots are paid besides, which usual withdrawals have not.
#[test]
fn withdraw_from_a_closed_pool_is_charged_in_full() {
	test(|| {
		let pool_id = operator_pool();
		delegate(pool_id, ALICE, 100);
		skip(1);
		retire(OPERATOR);
		skip(3 * WINDOW);
		let withdraw = Call::<Test>::withdraw { pool_id, staker: ALICE };

		let withdrawn = Staking::withdraw(signed(ALICE), pool_id, ALICE).expect("it is released");

		let doors = door_weights::withdraw::<Test>();
		let own = <Test as crate::Config>::WeightInfo::withdraw();
		assert_eq!(withdraw.get_dispatch_info().call_weight, own.saturating_add(doors.most()));
		assert_eq!(withdrawn.actual_weight, Some(own.saturating_add(doors.weigh(0))));
	});
}
