// SPDX-License-Identifier: Apache-2.0

//! Stake that leaves a position account for another account, and a part of it as a penalty.

use crate::{mock::*, Amount, Error, Event, Exits, Fraction, PoolId};
use bulwark_traits::Unstake;
use frame_support::{assert_ok, hypothetically};

const ALL: Amount = Amount::All;

/// A pool in which 10 000 of a position account are active.
fn pool_with_position() -> PoolId {
	pool_with_position_in(NATIVE)
}

fn pool_with_position_in(asset: AssetId) -> PoolId {
	let pool = operator_pool_in(OPERATOR, asset);
	stake_for(pool, POSITION, 10_000, HALF_MORE);
	skip(1);
	pool
}

/// So much for Alice, so many hundredths of it for another position account.
fn penalty(pool: PoolId, amount: Amount, part: u64) -> Unstake {
	unstake_with_penalty(pool, POSITION, amount, ALICE, Some((percent(part), OTHER_POSITION)))
}

/// The epochs whose exits a pool has.
fn exit_epochs(pool: PoolId) -> Vec<u32> {
	exit_buckets(pool).into_keys().collect()
}

// To an account.

#[test]
fn unstake_for_is_an_ordinary_exit_of_the_account() {
	test(|| {
		let pool = pool_with_position();

		let left = unstake_for(pool, POSITION, Amount::Exactly(4_000), ALICE);

		let departure = leaving_now();
		let is_last = false;
		assert_eq!(
			left,
			Unstake {
				returned: 0,
				unbonding: 4_000,
				penalty: 0,
				departure,
				is_last,
				pages: left.pages
			}
		);
		assert_eq!(unbonding(pool, ALICE), [(departure.release_epoch.0, 4_000)]);
		assert_eq!(heard(pool, ALICE), [(exit_of(1, 1), 600_000)]);
		assert_eq!(heard(pool, POSITION), [(young(1), 900_000)]);
		go_to(departure.release_epoch.0);
		withdraw(pool, ALICE, 4_000);
		assert_eq!(staked(pool, POSITION), 6_000);
	});
}

#[test]
fn unstake_for_leaves_no_trace_of_the_position_account_when_all_has_left() {
	test(|| {
		let pool = pool_with_position();

		unstake_for(pool, POSITION, Amount::Exactly(4_000), ALICE);
		unstake_for(pool, POSITION, ALL, ALICE);

		assert_eq!(heard(pool, POSITION), []);
		assert!(!Exits::<Test>::contains_key(POSITION, pool));
	});
}

#[test]
fn unstake_for_gives_back_at_once_pending_stake_and_no_penalty_of_it() {
	test(|| {
		let pool = pool_with_position();
		stake_for(pool, POSITION, 500, HALF_MORE);
		let before = balance(NATIVE, ALICE);

		let left = penalty(pool, Amount::Exactly(1_500), 50);

		assert_eq!((left.returned, left.unbonding, left.penalty), (500, 500, 500));
		assert_eq!(balance(NATIVE, ALICE), before + 500);
		assert_has(Event::Withdrawn { pool_id: pool, staker: ALICE, amount: 500 });
	});
}

#[test]
fn unstake_for_joins_the_exits_of_the_account_and_pays_what_is_released() {
	test(|| {
		let pool = pool_with_position();
		delegate(pool, ALICE, 1_000);
		skip(1);
		undelegate(pool, ALICE, 100);
		go_to(2 + WINDOW);
		undelegate(pool, ALICE, 30);
		skip(1);
		let before = balance(NATIVE, ALICE);

		unstake_for(pool, POSITION, Amount::Exactly(7), ALICE);

		assert_eq!(balance(NATIVE, ALICE), before + 100);
		assert_eq!(unbonding(pool, ALICE), [(now() + WINDOW, 30), (now() + WINDOW + 1, 7)]);
	});
}

#[test]
fn unstake_for_succeeds_when_the_asset_refuses_the_payment() {
	test(|| {
		let pool = pool_with_position_in(GOLD);
		stake_for(pool, POSITION, 500, HALF_MORE);
		block(GOLD, ALICE);

		unstake_for(pool, POSITION, ALL, ALICE);

		assert_has(Event::PaymentDeferred { pool_id: pool, staker: ALICE, amount: 500 });
		assert_eq!(due(pool, ALICE), 500);
		unblock(GOLD, ALICE);
		withdraw(pool, ALICE, 500);
	});
}

#[test]
fn unstake_for_is_refused_for_the_amount_alone() {
	test(|| {
		let pool = pool_with_minimum(10);
		stake_for(pool, POSITION, 100, HALF_MORE);
		let some = |amount| move || try_unstake_for(pool, POSITION, Amount::Exactly(amount));

		assert_refused(Error::InsufficientStake, some(101));
		assert_refused(Error::BelowMinimum, some(0));
		assert_refused(Error::BelowMinimum, some(91));
		assert_refused(Error::NothingStaked, || try_unstake_for(pool, OTHER_POSITION, ALL));
		assert_refused(Error::UnknownPool, || try_unstake_for(PoolId(77), POSITION, ALL));

		assert_ok!(in_call(some(90)));
	});
}

#[test]
fn unstake_for_is_never_refused_for_the_state_of_the_operator() {
	let check = |spoil: fn()| {
		test(|| {
			let pool = pool_with_position();

			spoil();

			penalty(pool, Amount::Exactly(4_000), 10);
			unstake_for(pool, POSITION, ALL, ALICE);
		})
	};
	check(|| demand(1_000_000));
	check(|| Staking::suspend(root(), OPERATOR).expect("it is active"));
	check(|| slash_bond(now(), percent(100)));
	check(|| slash_pools(now(), percent(50)));
	check(|| retire(OPERATOR));
	check(|| {
		retire(OPERATOR);
		go_to(leaving_now().release_epoch.0);
		withdraw_bond(OPERATOR, BOND);
	});
}

// Penalties.

#[test]
fn penalty_halves_the_exit_and_leaves_the_weight_with_the_account() {
	test(|| {
		let pool = pool_with_position();

		let left = penalty(pool, ALL, 50);

		let departure = leaving_now();
		let expected = Unstake {
			returned: 0,
			unbonding: 5_000,
			penalty: 5_000,
			departure,
			is_last: true,
			pages: left.pages,
		};
		assert_eq!(left, expected);
		assert_eq!(unbonding(pool, ALICE), [(departure.release_epoch.0, 5_000)]);
		assert_eq!(unbonding(pool, OTHER_POSITION), [(departure.release_epoch.0, 5_000)]);
		assert_eq!(heard(pool, ALICE), [(exit_of(1, 1), 1_500_000)]);
		assert_eq!(heard(pool, OTHER_POSITION), []);
	});
}

#[test]
fn penalty_is_slashed_as_the_rest_is() {
	test(|| {
		let pool = pool_with_position();
		penalty(pool, ALL, 50);

		slash_pools(now(), percent(20));

		skip(WINDOW + 1);
		withdraw(pool, ALICE, 4_000);
		let _ = collect(pool, OTHER_POSITION, 4_000);
		assert!(exit_epochs(pool).is_empty());
	});
}

#[test]
fn penalty_takes_all_or_nothing_when_it_is_told_so() {
	test(|| {
		let pool = pool_with_position();

		let nothing = penalty(pool, Amount::Exactly(4_000), 0);
		assert_eq!((nothing.unbonding, nothing.penalty), (4_000, 0));
		assert!(!Exits::<Test>::contains_key(OTHER_POSITION, pool));

		skip(1);
		let all = penalty(pool, ALL, 100);
		assert_eq!((all.unbonding, all.penalty), (0, 6_000));
		assert_eq!(unbonding(pool, OTHER_POSITION), [(leaving_now().release_epoch.0, 6_000)]);
		assert_eq!(heard(pool, OTHER_POSITION), [(exit_of(2, 1), 900_000)], "nobody else is left");
	});
}

#[test]
fn penalty_is_rounded_up() {
	test(|| {
		let pool = pool_with_position();

		let left = penalty(pool, Amount::Exactly(1_001), 50);

		assert_eq!((left.unbonding, left.penalty), (500, 501));
	});
}

#[test]
fn penalty_can_go_to_the_account_itself() {
	test(|| {
		let pool = pool_with_position();

		let penalty = Some((percent(50), ALICE));
		let left = unstake_with_penalty(pool, POSITION, ALL, ALICE, penalty);

		assert_eq!((left.unbonding, left.penalty), (5_000, 5_000));
		assert_eq!(unbonding(pool, ALICE), [(leaving_now().release_epoch.0, 10_000)]);
	});
}

#[test]
fn penalty_joins_what_waits_and_is_never_one_too_many() {
	test(|| {
		let pool = pool_with_position();
		delegate(pool, ALICE, 1_000);

		for _ in 0..3 * WINDOW {
			skip(1);
			penalty(pool, Amount::Exactly(100), 10);
			penalty(pool, Amount::Exactly(100), 10);
			undelegate(pool, ALICE, 10);
		}

		let releases = now() + 1..=now() + WINDOW + 1;
		assert!(unbonding(pool, ALICE).into_iter().eq(releases.clone().map(|at| (at, 190))));
		// Nobody has asked for it: what is settled is due, the rest waits.
		assert!(unbonding(pool, OTHER_POSITION).into_iter().eq(releases.map(|at| (at, 20))));
		assert_eq!(due(pool, OTHER_POSITION), u128::from(3 * WINDOW - WINDOW - 1) * 20);
	});
}

#[test]
fn penalty_leaves_what_others_may_still_credit_when_it_is_released_early() {
	test(|| {
		LastLiable::set(&None);
		let pool = pool_with_position();
		penalty(pool, Amount::Exactly(100), 10);
		skip(1);

		penalty(pool, Amount::Exactly(100), 10);

		assert_eq!(unbonding(pool, ALICE), [(now() + 1, 90)], "Alice has asked");
		assert_eq!(unbonding(pool, OTHER_POSITION), [(now(), 10), (now() + 1, 10)]);
	});
}

// From a closed pool.

#[test]
fn unstake_for_joins_the_last_exits_of_a_closed_pool() {
	test(|| {
		let pool = pool_with_position();
		stake_for(pool, POSITION, 7, HALF_MORE);
		delegate(pool, BOB, 100);
		let departure = leaving_now();
		retire(OPERATOR);
		skip(2);

		let left = penalty(pool, ALL, 50);

		let expected = Unstake {
			returned: 7,
			unbonding: 5_000,
			penalty: 5_000,
			departure,
			is_last: true,
			pages: left.pages,
		};
		assert_eq!(left, expected);
		assert_eq!(exit_epochs(pool), [departure.last_epoch.0]);
		assert_eq!(unbonding(pool, ALICE), [(departure.release_epoch.0, 5_000)]);
		assert_eq!(heard(pool, ALICE), [(exit_of(1, 1), 1_500_000)]);
		assert_refused(Error::PoolClosed, || try_undelegate(pool, BOB, 100));
	});
}

#[test]
fn unstake_for_from_a_closed_pool_is_slashable_as_if_it_had_stayed() {
	test(|| {
		let pool = pool_with_position();
		stake_for(pool, OTHER_POSITION, 1_000, HALF_MORE);
		skip(1);
		let fault = now();
		retire(OPERATOR);
		skip(2);
		unstake_for(pool, POSITION, ALL, ALICE);

		slash_pools(fault, percent(20));

		assert_eq!((unbonding(pool, ALICE)[0].1, staked(pool, OTHER_POSITION)), (8_000, 800));
		slash_pools(fault - 1, percent(50));
		assert_eq!((unbonding(pool, ALICE)[0].1, staked(pool, OTHER_POSITION)), (4_000, 800));
	});
}

#[test]
fn unstake_for_from_a_closed_pool_is_paid_at_once_when_it_is_released() {
	test(|| {
		let pool = pool_with_position();
		delegate(pool, ALICE, 100);
		skip(1);
		undelegate(pool, ALICE, 40);
		retire(OPERATOR);
		go_to(leaving_now().release_epoch.0);
		let before = balance(NATIVE, ALICE);

		hypothetically!({
			unstake_for(pool, POSITION, ALL, ALICE);
			assert_eq!(
				balance(NATIVE, ALICE),
				before + 10_040,
				"with what was in the same exit bucket"
			);
		});
		let left = penalty(pool, ALL, 50);

		assert_eq!((left.unbonding, left.penalty), (5_000, 5_000));
		assert_eq!(balance(NATIVE, ALICE), before + 5_040);
		assert_eq!(due(pool, OTHER_POSITION), 5_000);
		assert!(exit_epochs(pool).is_empty());
		let _ = collect(pool, OTHER_POSITION, 5_000);
	});
}

#[test]
fn unstake_for_of_a_unit_is_all_penalty() {
	test(|| {
		let pool = pool_with_position();
		slash_and_top_up(now(), Fraction::from_rational(1u64, 3));
		skip(WINDOW);

		penalty(pool, Amount::Exactly(1), 50);

		assert_eq!(unbonding(pool, OTHER_POSITION).len(), 1);
		assert_eq!(unbonding(pool, ALICE), []);
	});
}
