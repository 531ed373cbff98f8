// SPDX-License-Identifier: Apache-2.0

//! Redelegated stake that arrives, or that its new pool refuses.

use crate::{mock::*, Balance, Error, Event, PoolId};
use bulwark_testing::mock::nested;
use frame_support::{assert_noop, assert_ok, storage::transactional::TRANSACTIONAL_LIMIT};
use sp_runtime::TransactionalError;

/// Alice's hundred, released, redelegated from the first pool to the second.
fn arriving() -> (PoolId, PoolId) {
	let (from, to) = two_pools(NATIVE);
	redelegate_all(from, to, ALICE);
	skip(WINDOW + 1);
	(from, to)
}

/// Lets Bob complete, and checks that the new pool did not take it and that Alice can withdraw it
/// from the old one, to the unit.
fn assert_refused(from: PoolId, to: PoolId, amount: Balance, reason: Error<Test>) {
	assert_refused_by(BOB, from, to, amount, reason);
}

/// Nobody but Alice may decide that her stake does not wait until the new pool takes it.
fn assert_waits(from: PoolId, to: PoolId, reason: Error<Test>) {
	assert_noop!(try_complete(BOB, from, to, ALICE), reason);
}

fn assert_refused_by(
	caller: AccountId,
	from: PoolId,
	to: PoolId,
	amount: Balance,
	reason: Error<Test>,
) {
	let record = recorded(asset_of(from));

	assert_ok!(try_complete(caller, from, to, ALICE));

	let (staker, reason) = (ALICE, reason.into());
	assert_last(Event::RedelegationRefused { from, to, staker, amount, reason });
	assert_eq!(recorded(asset_of(from)), record);
	assert_eq!((staked(to, ALICE), moving(from, to, ALICE)), (0, vec![]));
	assert_eq!(stake_of(from, ALICE).withdrawable, amount);
	withdraw(from, ALICE, amount);
}

// Arrivals.

#[test]
fn complete_waits_for_the_release() {
	test(|| {
		let (from, to) = two_pools(NATIVE);
		redelegate_all(from, to, ALICE);
		let release = now() + WINDOW + 1;

		go_to(release - 1);
		for caller in [ALICE, BOB] {
			let early = try_complete(caller, from, to, ALICE);
			assert_noop!(early, Error::<Test>::NotReleased);
		}

		go_to(release);
		complete_by(BOB, from, to, ALICE, 100);
		let again = try_complete(ALICE, from, to, ALICE);
		assert_noop!(again, Error::<Test>::NothingToWithdraw);
	});
}

#[test]
fn complete_waits_for_the_window_when_another_calls() {
	test(|| {
		let (from, to) = two_pools(NATIVE);
		delegate(from, BOB, 100);
		skip(1);
		LastLiable::set(&None);
		redelegate_all(from, to, ALICE);
		redelegate_all(from, to, BOB);
		let last = now();
		assert_eq!(moving(from, to, ALICE), [(last + 1, 100)]);

		go_to(last + 1);
		assert_noop!(try_complete(CHARLIE, from, to, BOB), Error::<Test>::NotReleased);
		complete(from, to, ALICE, 100);
		go_to(last + WINDOW);
		assert_noop!(try_complete(CHARLIE, from, to, BOB), Error::<Test>::NotReleased);

		go_to(last + WINDOW + 1);
		complete_by(CHARLIE, from, to, BOB, 100);
	});
}

#[test]
fn complete_moves_what_is_released_and_nothing_else() {
	test(|| {
		let (from, to) = two_pools(NATIVE);
		for amount in [1, 10, 20] {
			redelegate(from, to, ALICE, amount);
			skip(1);
		}
		skip(WINDOW - 1);

		complete(from, to, ALICE, 11);

		assert_eq!(moving(from, to, ALICE), [(now() + 1, 20)]);
	});
}

#[test]
fn redelegation_from_a_standalone_pool_goes_on_with_the_next_epoch() {
	test(|| {
		let (from, to) = (standalone_pool(GOLD), operator_pool_in(OPERATOR, GOLD));
		for who in [ALICE, BOB] {
			delegate(from, who, 100);
		}
		skip(1);
		redelegate_all(from, to, ALICE);
		redelegate_all(from, to, BOB);
		assert_eq!(moving(from, to, ALICE), [(now() + 1, 100)]);
		skip(1);
		assert_noop!(try_complete(CHARLIE, from, to, BOB), Error::<Test>::NotReleased);

		complete(from, to, ALICE, 100);

		skip(1);
		complete_by(CHARLIE, from, to, BOB, 100);
		slash_pools(now(), percent(10));
		assert_eq!((staked(to, ALICE), staked(to, BOB)), (90, 100));
	});
}

#[test]
fn redelegation_arrives_when_the_old_operator_has_gone() {
	test(|| {
		let (from, to) = two_pools(NATIVE);
		redelegate(from, to, ALICE, 40);
		retire(OPERATOR);
		skip(WINDOW + 1);
		withdraw_bond(OPERATOR, BOND);

		complete_by(BOB, from, to, ALICE, 40);

		withdraw(from, ALICE, 60);
	});
}

// Refusals.

#[test]
fn stake_is_refused_when_the_new_pool_has_closed() {
	test(|| {
		let (from, to) = arriving();
		retire(RIVAL);

		assert_refused(from, to, 100, Error::PoolClosed);
	});
}

#[test]
fn stake_is_refused_when_the_new_operator_is_suspended() {
	test(|| {
		let (from, to) = arriving();
		assert_ok!(Staking::suspend(root(), RIVAL));

		assert_waits(from, to, Error::OperatorNotActive);
		assert_refused_by(ALICE, from, to, 100, Error::OperatorNotActive);
	});
}

#[test]
fn stake_is_refused_when_the_new_operator_has_less_own_stake_than_it_has_to() {
	test(|| {
		let (from, to) = arriving();
		assert_ok!(Staking::set_global_min_self_stake(root(), 1));

		assert_waits(from, to, Error::SelfStakeTooLow);
		assert_refused_by(ALICE, from, to, 100, Error::SelfStakeTooLow);
	});
}

#[test]
fn stake_is_refused_when_a_slash_on_its_way_left_less_than_the_minimum() {
	test(|| {
		let from = operator_pool();
		register(RIVAL);
		assert_ok!(Staking::open_pool(signed(RIVAL), NATIVE, 50));
		let to = last_pool();
		for who in [ALICE, BOB] {
			delegate(from, who, 60);
		}
		skip(1);
		redelegate_all(from, to, ALICE);
		slash_pools(now(), percent(50));
		skip(WINDOW + 1);

		assert_waits(from, to, Error::BelowMinimum);
		assert_refused_by(ALICE, from, to, 30, Error::BelowMinimum);

		assert_eq!(recorded(NATIVE), 30);
	});
}

#[test]
fn stake_of_two_epochs_is_not_completed_in_parts_that_are_too_little() {
	test(|| {
		let from = operator_pool();
		register(RIVAL);
		assert_ok!(Staking::open_pool(signed(RIVAL), NATIVE, 100));
		let to = last_pool();
		delegate(from, ALICE, 120);
		skip(1);
		for _ in 0..2 {
			redelegate(from, to, ALICE, 60);
			skip(1);
		}

		skip(WINDOW - 1);
		assert_waits(from, to, Error::BelowMinimum);
		skip(1);
		complete_by(BOB, from, to, ALICE, 120);
	});
}

#[test]
fn stake_is_refused_at_once_when_it_does_not_count_yet_and_is_too_little() {
	test(|| {
		let from = operator_pool();
		register(RIVAL);
		assert_ok!(Staking::open_pool(signed(RIVAL), NATIVE, 50));
		let to = last_pool();
		delegate(from, ALICE, 100);
		skip(1);
		delegate(from, ALICE, 49);

		redelegate(from, to, ALICE, 99);

		let (staker, reason) = (ALICE, Error::<Test>::BelowMinimum.into());
		assert_last(Event::RedelegationRefused { from, to, staker, amount: 49, reason });
		assert_eq!((staked(to, ALICE), moving(from, to, ALICE)[0].1), (0, 50));
		withdraw(from, ALICE, 49);
		skip(WINDOW + 1);
		complete(from, to, ALICE, 50);
	});
}

#[test]
fn refused_stake_is_paid_to_its_staker_whoever_asks_and_whatever_else_waits() {
	test(|| {
		let (from, to) = two_pools(NATIVE);
		redelegate(from, to, ALICE, 30);
		skip(WINDOW + 1);
		undelegate(from, ALICE, 20);
		retire(RIVAL);
		assert_ok!(try_complete(ALICE, from, to, ALICE));

		withdraw_by(BOB, from, ALICE, 30);

		assert_eq!(exiting(from, ALICE), [(now() + WINDOW + 1, 20)]);
		assert_eq!(staked(from, ALICE), 50);
	});
}

// An operator's own stake.

#[test]
fn own_stake_counts_again_when_it_arrives_in_another_pool_of_the_operator() {
	test(|| {
		let (from, to) = (operator_pool(), operator_pool());
		let own = || Staking::own_power_of(&OPERATOR);
		assert_ok!(Staking::set_global_min_self_stake(root(), 100));
		delegate(from, OPERATOR, 100);
		skip(1);

		redelegate_all(from, to, OPERATOR);

		assert_eq!((own().current, own().next), (100, 0));
		skip(WINDOW + 1);
		let early = Staking::delegate(signed(ALICE), to, 10);
		assert_noop!(early, Error::<Test>::SelfStakeTooLow);
		complete(from, to, OPERATOR, 100);
		assert_eq!((own().current, own().next), (0, 100));
		skip(1);
		delegate(to, ALICE, 10);
	});
}

#[test]
fn own_stake_goes_on_at_once_to_another_pool_of_the_operator_when_it_does_not_count_yet() {
	test(|| {
		let (from, to) = (operator_pool(), operator_pool());
		assert_ok!(Staking::set_global_min_self_stake(root(), 100));
		delegate(from, OPERATOR, 150);

		redelegate(from, to, OPERATOR, 60);

		assert_eq!((staked(from, OPERATOR), staked(to, OPERATOR)), (90, 60));
		assert_eq!(Staking::own_power_of(&OPERATOR).next, 150);
	});
}

#[test]
fn own_stake_is_refused_when_it_arrives_alone_and_is_too_little() {
	test(|| {
		let (from, to) = (operator_pool(), operator_pool());
		assert_ok!(Staking::set_global_min_self_stake(root(), 100));
		delegate(from, OPERATOR, 150);
		skip(1);
		redelegate(from, to, OPERATOR, 50);
		undelegate_all(from, OPERATOR);
		skip(WINDOW + 1);

		assert_ok!(try_complete(OPERATOR, from, to, OPERATOR));

		let (staker, reason) = (OPERATOR, Error::<Test>::SelfStakeTooLow.into());
		assert_last(Event::RedelegationRefused { from, to, staker, amount: 50, reason });
		assert_eq!(Staking::own_power_of(&OPERATOR).next, 0);
		withdraw(from, OPERATOR, 150);
	});
}

#[test]
fn own_stake_is_like_anybodys_when_it_goes_to_another_operator() {
	test(|| {
		let (from, to) = (operator_pool(), operator_pool_in(RIVAL, NATIVE));
		delegate(from, OPERATOR, 100);
		skip(1);
		redelegate_all(from, to, OPERATOR);
		skip(WINDOW + 1);

		complete(from, to, OPERATOR, 100);

		let own = [OPERATOR, RIVAL].map(|operator| Staking::own_power_of(&operator).next);
		assert_eq!((own, Staking::power_of(&RIVAL).next), ([0, 0], 100));
	});
}

#[test]
fn complete_is_not_refused_for_how_deeply_calls_are_nested() {
	let depths = TRANSACTIONAL_LIMIT - 24..=TRANSACTIONAL_LIMIT;
	let arrived = depths.filter(|depth| {
		let mut has_arrived = false;
		test(|| {
			let (from, to) = arriving();
			skip(WINDOW);
			let done =
				nested(*depth, &|| Staking::complete_redelegation(signed(BOB), from, to, ALICE));
			has_arrived = done.is_ok();
			let expected = if has_arrived { (100, vec![]) } else { (0, moving(from, to, ALICE)) };
			assert_eq!((staked(to, ALICE), moving(from, to, ALICE)), expected);
			if let Err(error) = done {
				assert_eq!(error, TransactionalError::LimitReached.into(), "at depth {depth}");
			}
		});
		has_arrived
	});
	assert_eq!(arrived.count(), 15, "once less deeply than the old pool alone would allow");
}
