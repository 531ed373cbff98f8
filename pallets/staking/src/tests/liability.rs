// SPDX-License-Identifier: Apache-2.0

//! How long stake has to wait that is asked back: until nobody may charge it for any epoch in which
//! its operator had promised something, and not an epoch longer.

use crate::{mock::*, Departure, EpochIndex, Error, Scope};
use bulwark_traits::RecordingLiability;
use frame_support::{assert_noop, assert_ok};

/// From the next epoch on the operator may be charged.
fn promise(operator: AccountId) {
	RecordingLiability::promise(operator, EpochIndex(now() + 1));
}

/// After this epoch it may not.
fn end(operator: AccountId) {
	RecordingLiability::end(operator, EpochIndex(now()));
}

/// A test in which nobody may charge an operator that has promised nothing.
fn test_promises(run: impl FnOnce()) {
	test(|| {
		LastLiable::set(&None);
		run();
	});
}

#[test]
fn undelegate_asks_for_the_operator_of_the_pool_and_the_present_epoch() {
	test_promises(|| {
		let pools = [operator_pool(), operator_pool_in(RIVAL, NATIVE), plain_pool(NATIVE)];
		for pool in pools {
			delegate(pool, ALICE, 100);
		}
		skip(5);
		RecordingLiability::take_asked();

		for pool in pools {
			undelegate(pool, ALICE, 10);
		}

		let asked = [(OPERATOR, EpochIndex(5)), (RIVAL, EpochIndex(5))];
		assert_eq!(RecordingLiability::take_asked(), asked);
	});
}

#[test]
fn exit_waits_for_the_promises_of_its_own_operator_only() {
	test_promises(|| {
		let pools = [operator_pool(), operator_pool_in(RIVAL, NATIVE), plain_pool(NATIVE)];
		promise(RIVAL);
		for pool in pools {
			delegate(pool, ALICE, 100);
		}
		skip(1);

		for pool in pools {
			undelegate_all(pool, ALICE);
		}

		let releases = pools.map(|pool| exiting(pool, ALICE)[0].0);
		assert_eq!(releases, [now() + 1, now() + WINDOW + 1, now() + 1]);
	});
}

#[test]
fn exit_waits_a_window_after_the_last_promise_and_no_longer_when_it_has_ended() {
	test_promises(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		promise(OPERATOR);
		go_to(2);
		end(OPERATOR);

		for asked in 2..=2 + WINDOW + 1 {
			go_to(asked);
			undelegate(pool, ALICE, 10);

			let release = (2 + WINDOW + 1).max(asked + 1);
			assert_eq!(exiting(pool, ALICE).pop(), Some((release, 10)));
		}
	});
}

#[test]
fn exit_waits_for_the_next_epoch_only_when_the_promise_begins_with_it() {
	test_promises(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		skip(1);
		promise(OPERATOR);

		undelegate_all(pool, ALICE);

		assert_eq!(exiting(pool, ALICE), [(now() + 1, 100)]);
		skip(1);
		let charged = slash(OPERATOR, now() - 1, percent(50), Scope::BondAndPools);
		assert_noop!(charged, Error::<Test>::NothingInForce);
		withdraw(pool, ALICE, 100);
	});
}

#[test]
fn pools_and_bond_leave_a_window_after_the_last_promise_when_the_operator_retires() {
	test_promises(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		promise(OPERATOR);
		go_to(4);
		end(OPERATOR);
		go_to(6);

		assert_ok!(Staking::retire(signed(OPERATOR)));

		let departure = Departure { last: EpochIndex(6), release: EpochIndex(4 + WINDOW + 1) };
		assert_closed(OPERATOR, departure);
		go_to(departure.release.0 - 1);
		assert_noop!(
			Staking::withdraw_bond(signed(OPERATOR), OPERATOR),
			Error::<Test>::NotReleased
		);
		assert_noop!(try_withdraw(ALICE, pool, ALICE), Error::<Test>::NotReleased);
		skip(1);
		withdraw_bond(OPERATOR, BOND);
		withdraw(pool, ALICE, 100);
	});
}
