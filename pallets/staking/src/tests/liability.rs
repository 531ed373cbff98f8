// SPDX-License-Identifier: Apache-2.0

//! The release of unbonding stake: when nobody may slash it for any epoch in which its operator was opted in, and not an
//! epoch later.

use crate::{mock::*, ClosingCause, Departure, EpochIndex, Error, Event, PoolId, Scope};
use frame_support::{assert_noop, assert_ok};

/// From the next epoch on the operator may be slashed.
fn opt_in(operator: AccountId) {
	RecordingLiability::opt_in(operator, EpochIndex(now() + 1));
}

/// From the next epoch on its bond may be slashed.
fn opt_in_bond(operator: AccountId) {
	RecordingLiability::opt_in_bond(operator, EpochIndex(now() + 1));
}

/// After this epoch it may not.
fn end(operator: AccountId) {
	RecordingLiability::end(operator, EpochIndex(now()));
}

/// A test in which nobody may slash an operator that is not opted in.
fn test_opt_ins(run: impl FnOnce()) {
	test(|| {
		LastLiable::set(&None);
		run();
	});
}

#[test]
fn undelegate_asks_for_the_operator_of_the_pool_and_the_present_epoch() {
	test_opt_ins(|| {
		let pools = [operator_pool(), operator_pool_in(RIVAL, NATIVE), standalone_pool(NATIVE)];
		for pool in pools {
			delegate(pool, ALICE, 100);
		}
		skip(5);
		RecordingLiability::take_asked();

		for pool in pools {
			undelegate(pool, ALICE, 10);
		}

		let (scope, epoch) = (Scope::BondAndPools, EpochIndex(5));
		let asked = [(OPERATOR, scope, epoch), (RIVAL, scope, epoch)];
		assert_eq!(RecordingLiability::take_asked(), asked);
	});
}

#[test]
fn exit_waits_for_the_opt_ins_of_its_own_operator_only() {
	test_opt_ins(|| {
		let pools = [operator_pool(), operator_pool_in(RIVAL, NATIVE), standalone_pool(NATIVE)];
		opt_in(RIVAL);
		for pool in pools {
			delegate(pool, ALICE, 100);
		}
		skip(1);

		for pool in pools {
			undelegate_all(pool, ALICE);
		}

		let releases = pools.map(|pool| unbonding(pool, ALICE)[0].0);
		assert_eq!(releases, [now() + 1, now() + WINDOW + 1, now() + 1]);
	});
}

#[test]
fn exit_waits_a_window_after_the_last_opt_in_and_no_longer_when_it_has_ended() {
	test_opt_ins(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		opt_in(OPERATOR);
		go_to(2);
		end(OPERATOR);

		for asked in 2..=2 + WINDOW + 1 {
			go_to(asked);
			undelegate(pool, ALICE, 10);

			let release = (2 + WINDOW + 1).max(asked + 1);
			assert_eq!(unbonding(pool, ALICE).pop(), Some((release, 10)));
		}
	});
}

#[test]
fn exit_waits_for_the_next_epoch_only_when_the_opt_in_begins_with_it() {
	test_opt_ins(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		skip(1);
		opt_in(OPERATOR);

		undelegate_all(pool, ALICE);

		assert_eq!(unbonding(pool, ALICE), [(now() + 1, 100)]);
		skip(1);
		let slashed = slash(OPERATOR, now() - 1, percent(50), Scope::BondAndPools);
		assert_noop!(slashed, Error::<Test>::NothingAtStake);
		withdraw(pool, ALICE, 100);
	});
}

#[test]
fn pools_and_bond_leave_a_window_after_the_last_opt_in_when_the_operator_retires() {
	test_opt_ins(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		opt_in(OPERATOR);
		go_to(4);
		end(OPERATOR);
		go_to(6);

		assert_ok!(Staking::retire(signed(OPERATOR)));

		let departure =
			Departure { last_epoch: EpochIndex(6), release_epoch: EpochIndex(4 + WINDOW + 1) };
		assert_closed(OPERATOR, departure);
		go_to(departure.release_epoch.0 - 1);
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

// Bond and pools apart.

/// [`OPERATOR`] retires: its bond leaves in one epoch, its pools in another.
fn retire_apart(bond: u32, pools: u32) {
	assert_ok!(Staking::retire(signed(OPERATOR)));

	let leaving =
		|release| Departure { last_epoch: EpochIndex(now()), release_epoch: EpochIndex(release) };
	assert_leave(OPERATOR, leaving(bond), leaving(pools));
	let (cause, departure) = (ClosingCause::Retired, leaving(bond));
	assert_last(Event::OperatorClosing { operator: OPERATOR, cause, departure });
}

/// Alice's hundred in the pool of [`OPERATOR`], which is opted in with its bond alone.
fn pool_behind_an_opted_in_bond() -> PoolId {
	let pool = operator_pool();
	delegate(pool, ALICE, 100);
	opt_in_bond(OPERATOR);
	skip(1);
	pool
}

#[test]
fn retire_asks_for_pools_and_bond_apart() {
	test_opt_ins(|| {
		operator_pool();
		RecordingLiability::take_asked();

		assert_ok!(Staking::retire(signed(OPERATOR)));

		let asked =
			[Scope::Bond, Scope::BondAndPools].map(|scope| (OPERATOR, scope, EpochIndex(0)));
		assert_eq!(RecordingLiability::take_asked(), asked);
	});
}

#[test]
fn exit_waits_for_the_next_epoch_only_when_the_bond_alone_is_opted_in() {
	test_opt_ins(|| {
		let pool = pool_behind_an_opted_in_bond();

		undelegate_all(pool, ALICE);

		assert_eq!(unbonding(pool, ALICE), [(now() + 1, 100)]);
		skip(1);
		withdraw(pool, ALICE, 100);
	});
}

#[test]
fn slash_of_pools_is_refused_when_the_bond_alone_is_opted_in() {
	test_opt_ins(|| {
		pool_behind_an_opted_in_bond();

		let slashed = slash(OPERATOR, now(), percent(50), Scope::BondAndPools);

		assert_noop!(slashed, Error::<Test>::NothingAtStake);
	});
}

#[test]
fn slash_of_the_bond_takes_it_when_the_bond_alone_is_opted_in() {
	test_opt_ins(|| {
		let pool = pool_behind_an_opted_in_bond();

		slash_bond(now(), percent(50));

		assert_eq!((bond_of(OPERATOR), staked(pool, ALICE)), (500, 100));
	});
}

#[test]
fn slash_of_the_bond_takes_it_when_bond_and_pools_are_opted_in() {
	test_opt_ins(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		opt_in(OPERATOR);
		skip(1);

		slash_bond(now(), percent(50));

		assert_eq!((bond_of(OPERATOR), staked(pool, ALICE)), (500, 100));
	});
}

#[test]
fn bond_waits_and_pools_do_not_when_the_bond_alone_is_opted_in() {
	test_opt_ins(|| {
		let pool = pool_behind_an_opted_in_bond();
		let (closed, release) = (now(), now() + WINDOW + 1);

		retire_apart(release, now() + 1);

		skip(1);
		withdraw(pool, ALICE, 100);
		slash_bond(closed, percent(10));
		go_to(release - 1);
		assert_noop!(
			Staking::withdraw_bond(signed(OPERATOR), OPERATOR),
			Error::<Test>::NotReleased
		);
		skip(1);
		withdraw_bond(OPERATOR, 900);
	});
}

#[test]
fn bond_and_pools_leave_a_window_after_the_last_opt_in_of_each() {
	test_opt_ins(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		opt_in(OPERATOR);
		go_to(3);
		end(OPERATOR);
		opt_in_bond(OPERATOR);
		go_to(5);

		retire_apart(5 + WINDOW + 1, 3 + WINDOW + 1);

		go_to(3 + WINDOW + 1);
		withdraw(pool, ALICE, 100);
		go_to(5 + WINDOW + 1);
		withdraw_bond(OPERATOR, BOND);
	});
}
