// SPDX-License-Identifier: Apache-2.0

//! Views show what calls will do.

use crate::{
	mock::*, EpochIndex, EpochView, EpochViewFunction, OperatorState, OperatorView,
	OperatorViewFunction, OperatorsViewFunction, PoolId, PoolView, PoolViewFunction, Pools,
	StakeOfViewFunction, StakesOfViewFunction,
};
use bulwark_ledger::{Cohort, Multiplier};
use codec::Encode;
use frame_support::{
	assert_storage_noop, hypothetically,
	view_functions::{ViewFunction, ViewFunctionId},
};

/// A pool with a price below one, cohorts that have yet to merge, a young one, and exits of several
/// epochs.
fn busy_pool() -> PoolId {
	let pool = operator_pool();
	delegate(pool, ALICE, 1_000_003);
	skip(WINDOW + 1);
	slash_and_top_up(now(), percent(30));
	for _ in 0..WINDOW {
		delegate(pool, ALICE, 333);
		delegate(pool, BOB, 777);
		undelegate(pool, ALICE, 1_005);
		skip(1);
		slash_and_top_up(now(), percent(3));
	}
	delegate(pool, BOB, 55);
	skip(2);
	pool
}

fn operator_view() -> OperatorView {
	Staking::operator(OPERATOR).expect("it is registered")
}

fn pool_view(pool: PoolId) -> PoolView<AccountId, AssetId> {
	Staking::pool(pool).expect("it is there")
}

/// The answer of the runtime to a view function by its id.
fn ask(id: ViewFunctionId, arguments: impl Encode) -> Vec<u8> {
	Test::execute_view_function(id, arguments.encode()).expect("there is such a function")
}

// The epoch.

#[test]
fn epoch_tells_where_the_clock_stands() {
	test(|| {
		go_to(7);
		pallet_timestamp::Now::<Test>::mutate(|time| *time += EPOCH - 1);

		let view = Staking::epoch();

		let (start, end) = (7 * EPOCH, 8 * EPOCH);
		assert_eq!(view, EpochView { current: EpochIndex(7), start, end, window: WINDOW });
	});
}

// Operators.

#[test]
fn operator_is_shown_with_its_record() {
	test(|| {
		skip(3);
		let pools = vec![operator_pool(), operator_pool()];

		let view = operator_view();

		assert_eq!((view.bond, view.bond_required), (BOND, BOND));
		assert_eq!((view.since_epoch, view.departure), (EpochIndex(3), None));
		assert_eq!((view.state, view.unslashed), (OperatorState::Active, percent(100)));
		assert_eq!(view.pool_ids, pools);
	});
}

#[test]
fn operator_is_shown_suspended_when_its_bond_was_slashed() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		skip(1);

		slash_pools(now(), percent(10));

		let view = operator_view();
		assert_eq!((view.bond, view.bond_required), (900, BOND));
		assert_eq!((view.state, view.unslashed), (OperatorState::Suspended, percent(90)));
	});
}

#[test]
fn operator_is_shown_closing_when_it_retired() {
	test(|| {
		operator_pool();

		retire(OPERATOR);

		let view = operator_view();
		assert_eq!((view.state, view.departure), (OperatorState::Closing, Some(leaving_now())));
	});
}

#[test]
fn operator_is_shown_deactivated_when_too_little_is_unslashed() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		skip(1);

		for part in [50, 50, 50] {
			slash_pools(now(), percent(part));
		}

		let view = operator_view();
		assert_eq!((view.state, view.departure), (OperatorState::Deactivated, Some(leaving_now())));
		assert_eq!(view.unslashed, percent(50) * percent(25));
	});
}

#[test]
fn operator_is_not_shown_when_it_is_unknown_or_gone() {
	test(|| {
		assert_eq!(Staking::operator(OPERATOR), None);
		register(OPERATOR);
		retire(OPERATOR);
		skip(WINDOW + 1);

		withdraw_bond(OPERATOR, BOND);

		assert_eq!(Staking::operator(OPERATOR), None);
	});
}

#[test]
fn operators_are_shown_in_pages_each_of_them_once() {
	test(|| {
		let all = [OPERATOR, RIVAL, CHARLIE];
		all.into_iter().for_each(register);

		let first = Staking::operators(None, 2);
		let second = Staking::operators(Some(first[1].0), 2);

		assert_eq!((first.len(), second.len()), (2, 1));
		let mut shown: Vec<_> = first.iter().chain(&second).map(|(who, _)| *who).collect();
		shown.sort();
		let mut expected = all.to_vec();
		expected.sort();
		assert_eq!(shown, expected);
		for (who, view) in first.into_iter().chain(second) {
			assert_eq!(Some(view), Staking::operator(who));
		}
		assert_eq!(Staking::operators(None, 0), []);
	});
}

#[test]
fn operators_go_on_behind_one_that_has_gone() {
	test(|| {
		[OPERATOR, RIVAL, CHARLIE].into_iter().for_each(register);
		let all: Vec<_> = Staking::operators(None, 3).into_iter().map(|(who, _)| who).collect();
		retire(all[0]);
		skip(WINDOW + 1);
		withdraw_bond(all[0], BOND);

		let rest = Staking::operators(Some(all[0]), 3).into_iter().map(|(who, _)| who);

		assert!(rest.eq(all[1..].iter().copied()));
	});
}

// Pools.

#[test]
fn pool_is_shown_with_its_record() {
	test(|| {
		let pool = operator_pool_in(OPERATOR, GOLD);

		let view = pool_view(pool);

		assert_eq!((view.asset, view.operator, view.minimum), (GOLD, Some(OPERATOR), 1));
		assert_eq!((view.departure, view.active, view.staked), (None, 0, 0));
		assert_eq!(view.buckets, vec![]);
	});
}

#[test]
fn pool_counts_exits_of_this_epoch_active_and_young_stake_not() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		skip(1);
		undelegate(pool, ALICE, 40);
		delegate(pool, BOB, 7);

		let view = pool_view(pool);
		assert_eq!((view.active, view.staked), (100, 67));

		skip(1);
		let view = pool_view(pool);
		assert_eq!((view.active, view.staked), (67, 67));
	});
}

#[test]
fn pool_has_nothing_active_when_it_has_closed() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		skip(1);
		retire(OPERATOR);
		let departure = Some(leaving_now());
		assert_eq!(pool_view(pool).active, 100);

		skip(1);

		let view = pool_view(pool);
		assert_eq!((view.active, view.staked, view.departure), (0, 100, departure));
	});
}

#[test]
fn pool_is_shown_matured_when_nobody_has_touched_it() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		skip(1);
		let young = Cohort::From(EpochIndex(1));
		let cohorts = |view: PoolView<_, _>| view.buckets.into_iter().map(|(cohort, _)| cohort);
		assert!(cohorts(pool_view(pool)).eq([young]));

		skip(WINDOW);

		assert!(cohorts(pool_view(pool)).eq([Cohort::Mature]));
		let stored = Pools::<Test>::get(pool).expect("it is there").buckets;
		assert!(stored.iter().map(|(cohort, _)| cohort).eq([young]));
	});
}

#[test]
fn pool_has_as_many_tokens_as_its_record_says() {
	test(|| {
		let pool = busy_pool();

		let waiting: u128 = unbonding(pool, ALICE).iter().map(|(_, value)| value).sum();

		assert_eq!(pool_view(pool).staked + waiting, recorded(NATIVE));
	});
}

#[test]
fn pool_is_not_shown_when_it_is_unknown() {
	test(|| {
		assert_eq!(Staking::pool(PoolId(1)), None);
		assert_eq!(Staking::stake_of(PoolId(1), ALICE), None);
	});
}

// Stake.

#[test]
fn stake_is_worth_what_undelegate_of_all_asks_back() {
	test(|| {
		let pool = busy_pool();
		for who in [ALICE, BOB] {
			let view = stake_of(pool, who);
			let lots: u128 = view.lots.iter().map(|lot| lot.value).sum();
			assert_eq!(view.value, lots);
			assert!(view.value > 0);

			undelegate_all(pool, who); // compares
		}
	});
}

#[test]
fn withdrawable_is_what_withdraw_pays() {
	test(|| {
		let pool = busy_pool();
		let mut paid = 0;
		for _ in 0..2 * WINDOW {
			let shown = stake_of(pool, ALICE).withdrawable;
			if shown > 0 {
				withdraw(pool, ALICE, shown);
				paid += 1;
			} else {
				assert!(Staking::withdraw(signed(ALICE), pool, ALICE).is_err());
			}
			skip(1);
		}
		assert!(paid > 1);
	});
}

#[test]
fn withdrawable_counts_lots_of_a_closed_pool_from_their_release() {
	test(|| {
		let pool = busy_pool();
		delegate(pool, BOB, 500);
		retire(OPERATOR);
		assert_eq!(stake_of(pool, BOB).withdrawable, 500, "had not begun");
		withdraw(pool, BOB, 500);
		assert_eq!(stake_of(pool, BOB).withdrawable, 0);
		skip(WINDOW);
		assert_eq!(stake_of(pool, BOB).withdrawable, 0);

		skip(1);

		let view = stake_of(pool, BOB);
		assert_eq!(view.withdrawable, view.value);
		withdraw(pool, BOB, view.value);
	});
}

#[test]
fn withdrawable_counts_what_is_due() {
	test(|| {
		let pool = operator_pool_in(OPERATOR, GOLD);
		delegate(pool, ALICE, 100);
		block(GOLD, ALICE);
		undelegate(pool, ALICE, 30);

		assert_eq!(stake_of(pool, ALICE).withdrawable, 30);

		unblock(GOLD, ALICE);
		withdraw(pool, ALICE, 30);
	});
}

#[test]
fn exits_are_worth_what_they_pay_unless_a_slash_comes() {
	test(|| {
		let pool = busy_pool();
		undelegate_all(pool, BOB);
		let exits = stake_of(pool, BOB).exits;
		let [exit] = &exits[..] else { panic!("there is one") };
		assert_eq!(
			(exit.asked_epoch, exit.release),
			(leaving_now().last_epoch, leaving_now().release_epoch)
		);
		hypothetically!({
			skip(WINDOW + 1);
			withdraw(pool, BOB, exit.value);
		});

		slash_pools(now(), percent(50));
		skip(WINDOW + 1);

		let left = stake_of(pool, BOB).withdrawable;
		assert!(left.abs_diff(exit.value / 2) <= 1 + u128::from(WINDOW), "a unit for each bucket");
		withdraw(pool, BOB, left);
	});
}

#[test]
fn stake_is_not_shown_when_there_is_none_or_all_has_left() {
	test(|| {
		let pool = operator_pool();
		assert_eq!(Staking::stake_of(pool, ALICE), None);

		delegate(pool, ALICE, 100);
		skip(1);
		undelegate_all(pool, ALICE);

		let view = Staking::stake_of(pool, ALICE).expect("it unbonds");
		assert_eq!((view.value, view.multiplier, view.exits.len()), (0, Multiplier::ONE, 1));
		skip(WINDOW + 1);
		withdraw(pool, ALICE, 100);
		assert_eq!(Staking::stake_of(pool, ALICE), None);
	});
}

#[test]
fn stakes_of_a_staker_are_held_unbonding_and_moving() {
	test(|| {
		let operators = [OPERATOR, OPERATOR, RIVAL, RIVAL];
		let [held, left, moved, target] = operators.map(|of| operator_pool_in(of, NATIVE));
		for pool in [moved, left, held] {
			delegate(pool, ALICE, 100);
		}
		delegate(target, BOB, 100);
		skip(1);
		undelegate_all(left, ALICE);
		redelegate_all(moved, target, ALICE);

		let stakes = Staking::stakes_of(ALICE);

		let one_by_one = [held, left, moved].map(|pool| (pool, stake_of(pool, ALICE)));
		assert_eq!(stakes, one_by_one);
		assert_eq!(stakes[2].1.redelegations[0].to, target);
		assert_eq!(Staking::stakes_of(CHARLIE), []);
	});
}

// View functions.

#[test]
fn views_change_nothing_when_there_is_work_to_do() {
	test(|| {
		let pool = busy_pool();

		assert_storage_noop!({
			Staking::epoch();
			Staking::operator(OPERATOR);
			Staking::pool(pool);
			Staking::stake_of(pool, ALICE);
			Staking::stakes_of(ALICE);
			Staking::operators(None, 1);
		});

		let lazy = Pools::<Test>::get(pool);
		poke(pool, None);
		assert_ne!(Pools::<Test>::get(pool), lazy, "there was work to do");
	});
}

#[test]
fn view_functions_answer_as_the_runtime_api_does() {
	test(|| {
		let pool = busy_pool();

		let epoch = ask(EpochViewFunction::<Test>::id(), ());
		assert_eq!(epoch, Staking::epoch().encode());
		let operator = ask(OperatorViewFunction::<Test>::id(), OPERATOR);
		assert_eq!(operator, Some(operator_view()).encode());
		let unknown = ask(OperatorViewFunction::<Test>::id(), ALICE);
		assert_eq!(unknown, None::<OperatorView>.encode());
		let stood = ask(PoolViewFunction::<Test>::id(), pool);
		assert_eq!(stood, Some(pool_view(pool)).encode());
		let stake = ask(StakeOfViewFunction::<Test>::id(), (pool, ALICE));
		assert_eq!(stake, Some(stake_of(pool, ALICE)).encode());
		let stakes = ask(StakesOfViewFunction::<Test>::id(), ALICE);
		assert_eq!(stakes, vec![(pool, stake_of(pool, ALICE))].encode());
		let operators = ask(OperatorsViewFunction::<Test>::id(), (None::<AccountId>, 1u32));
		assert_eq!(operators, vec![(OPERATOR, operator_view())].encode());
	});
}
