// SPDX-License-Identifier: Apache-2.0

//! Redelegated stake that arrives, or that its new pool refuses.

use crate::{mock::*, Amount, Balance, Error, Event, OperatorState, PoolId};
use bulwark_testing::mock::nested;
use frame_support::{assert_noop, assert_ok, storage::transactional::TRANSACTIONAL_LIMIT};
use sp_runtime::{DispatchError, TransactionalError};

/// Alice's hundred, released, redelegated from the first pool to the second.
fn arriving() -> (PoolId, PoolId) {
	let (from, to) = two_pools(NATIVE);
	redelegate_all(from, to, ALICE);
	skip(WINDOW + 1);
	(from, to)
}

/// Stake waits until the new pool takes it, whoever asks, and arrives then.
fn assert_waits(from: PoolId, to: PoolId, reason: Error<Test>) {
	let waits = moving(from, to, ALICE);
	let reason = DispatchError::from(reason);
	for caller in [ALICE, BOB] {
		assert_noop!(try_complete(caller, from, to, ALICE), reason);
	}
	assert_eq!(moving(from, to, ALICE), waits);
}

/// The new pool closes: the stake was paid.
fn assert_came_back(from: PoolId, to: PoolId, staker: AccountId, amount: Balance) {
	assert_has(Event::RedelegationRefused { from, to, staker, amount });
	assert_last(Event::Withdrawn { pool_id: from, staker, amount });
	assert_eq!((staked(to, staker), moving(from, to, staker), due(from, staker)), (0, vec![], 0));
}

/// The pool of [`RIVAL`] with a minimum, beside one of [`OPERATOR`].
fn to_minimum(minimum: Balance) -> (PoolId, PoolId) {
	let from = operator_pool();
	register(RIVAL);
	assert_ok!(Staking::open_pool(signed(RIVAL), NATIVE, minimum, Default::default()));
	(from, last_pool())
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

// What is refused when it is asked for, waits, or comes back.

#[test]
fn redelegate_fails_when_it_is_less_than_the_new_pool_takes() {
	test(|| {
		let (from, to) = to_minimum(50);
		delegate(from, ALICE, 49);
		skip(1);

		let all = try_redelegate(from, to, ALICE, Amount::All);
		assert_noop!(all, Error::<Test>::BelowMinimum);

		delegate(from, ALICE, 51);
		let part = try_redelegate(from, to, ALICE, Amount::Exactly(49));
		assert_noop!(part, Error::<Test>::BelowMinimum);
		redelegate(from, to, ALICE, 50);
	});
}

#[test]
fn redelegate_counts_all_of_a_request_against_the_minimum_of_the_new_pool() {
	test(|| {
		let (from, to) = to_minimum(100);
		delegate(from, ALICE, 70);
		skip(1);
		delegate(from, ALICE, 30);

		redelegate_all(from, to, ALICE);

		assert_eq!((staked(to, ALICE), moving(from, to, ALICE)[0].1), (30, 70));
		skip(WINDOW + 1);
		complete_by(BOB, from, to, ALICE, 70);
	});
}

#[test]
fn stake_comes_back_when_the_new_pool_has_closed() {
	test(|| {
		let (from, to) = arriving();
		assert_ok!(Staking::retire(signed(RIVAL)));
		let had = balance(NATIVE, ALICE);

		assert_ok!(try_complete(BOB, from, to, ALICE));

		assert_came_back(from, to, ALICE, 100);
		assert_eq!(balance(NATIVE, ALICE), had + 100);
	});
}

#[test]
fn stake_that_comes_back_is_due_when_the_asset_refuses_it() {
	test(|| {
		let (from, to) = two_pools(GOLD);
		redelegate_all(from, to, ALICE);
		skip(WINDOW + 1);
		assert_ok!(Staking::retire(signed(RIVAL)));
		block(GOLD, ALICE);

		assert_ok!(try_complete(BOB, from, to, ALICE));

		assert_has(Event::RedelegationRefused { from, to, staker: ALICE, amount: 100 });
		assert_last(Event::PaymentDeferred { pool_id: from, staker: ALICE, amount: 100 });
		assert_eq!(due(from, ALICE), 100);
		unblock(GOLD, ALICE);
		withdraw(from, ALICE, 100);
	});
}

#[test]
fn stake_waits_while_the_new_operator_is_suspended() {
	test(|| {
		let (from, to) = arriving();
		assert_ok!(Staking::suspend(root(), RIVAL));

		assert_waits(from, to, Error::OperatorNotActive);

		assert_ok!(Staking::resume(root(), RIVAL));
		complete_by(BOB, from, to, ALICE, 100);
	});
}

#[test]
fn stake_waits_while_the_new_operator_has_less_own_stake_than_it_has_to() {
	test(|| {
		let (from, to) = arriving();
		assert_ok!(Staking::set_global_min_self_stake(root(), 1));

		assert_waits(from, to, Error::SelfStakeTooLow);

		cancel(from, to, ALICE);
		assert_eq!(balance(NATIVE, ALICE), FUNDS);
	});
}

#[test]
fn stake_arrives_when_a_slash_on_its_way_left_less_than_the_minimum() {
	test(|| {
		let (from, to) = to_minimum(50);
		for who in [ALICE, BOB] {
			delegate(from, who, 60);
		}
		skip(1);
		redelegate_all(from, to, ALICE);
		slash_pools(now(), percent(50));
		skip(WINDOW + 1);

		complete_by(BOB, from, to, ALICE, 30);

		undelegate_all(to, ALICE);
	});
}

// An operator's own stake.

#[test]
fn own_stake_counts_again_when_it_arrives_in_another_pool_of_the_operator() {
	test(|| {
		let (from, to) = (operator_pool(), operator_pool());
		let own = || own_power(OPERATOR);
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
		assert_eq!(own_power(OPERATOR).next, 150);
	});
}

#[test]
fn own_stake_arrives_when_it_is_less_than_the_operator_has_to_have() {
	test(|| {
		let (from, to) = (operator_pool(), operator_pool());
		assert_ok!(Staking::set_global_min_self_stake(root(), 100));
		delegate(from, OPERATOR, 150);
		skip(1);
		redelegate(from, to, OPERATOR, 50);
		undelegate_all(from, OPERATOR);
		skip(WINDOW + 1);

		complete_by(BOB, from, to, OPERATOR, 50);

		assert_eq!(own_power(OPERATOR).next, 50);
		assert_eq!(state(OPERATOR), OperatorState::Suspended);
		assert_noop!(Staking::delegate(signed(OPERATOR), to, 49), Error::<Test>::SelfStakeTooLow);
		delegate(to, OPERATOR, 50);
		assert_eq!(state(OPERATOR), OperatorState::Active);
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

		let own = [OPERATOR, RIVAL].map(|operator| own_power(operator).next);
		assert_eq!((own, power(RIVAL).next), ([0, 0], 100));
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
			let done = nested(*depth, &|| try_complete(BOB, from, to, ALICE));
			has_arrived = done.is_ok();
			let expected = if has_arrived { (100, vec![]) } else { (0, moving(from, to, ALICE)) };
			assert_eq!((staked(to, ALICE), moving(from, to, ALICE)), expected);
			if let Err(error) = done {
				assert_eq!(error, TransactionalError::LimitReached.into(), "at depth {depth}");
			}
		});
		has_arrived
	});
	assert_eq!(arrived.count(), 16, "as deeply as the old pool alone allows");
}
