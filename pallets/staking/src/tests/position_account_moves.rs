// SPDX-License-Identifier: Apache-2.0

//! Stake of position accounts that takes on another multiplier, or goes to another position account.

use crate::{mock::*, Amount, Error, PoolId};
use bulwark_ledger::Multiplier;
use bulwark_traits::StakeKeeper;

/// A pool in which 1 000 of a position account are active and 50 are pending.
fn pool_with_position() -> PoolId {
	let pool = pool_with_minimum(10);
	stake_for(pool, POSITION, 1_000, HALF_MORE);
	skip(1);
	stake_for(pool, POSITION, 50, HALF_MORE);
	pool
}

fn try_shift(pool: PoolId, amount: Amount) -> impl Fn() -> sp_runtime::DispatchResult {
	move || Staking::shift(pool, &POSITION, &OTHER_POSITION, amount, epoch()).map(drop)
}

// Another multiplier.

#[test]
fn reweigh_gives_every_lot_another_weight() {
	test(|| {
		let pool = pool_with_position();
		delegate(pool, BOB, 100);

		reweigh(pool, POSITION, Multiplier(25));

		assert_eq!(heard(pool, POSITION), [(young(1), 25_000), (young(2), 1_250)]);
		assert_eq!(pool_weights(pool), [25_000, 1_250 + 10_000]);
	});
}

#[test]
fn reweigh_leaves_what_waits_as_it_was() {
	test(|| {
		let pool = pool_with_position();
		unstake_for(pool, POSITION, Amount::Exactly(450), ALICE);

		reweigh(pool, POSITION, Multiplier(0));

		assert_eq!(heard(pool, POSITION), []);
		assert_eq!(pool_weights(pool), [0]);
		assert_eq!(heard(pool, ALICE), [(exit_of(1, 1), 60_000)]);
	});
}

#[test]
fn reweigh_follows_first_when_cohorts_have_merged() {
	test(|| {
		let pool = pool_with_position();
		delegate(pool, BOB, 1_000);
		go_to(5);
		slash_and_top_up(now(), percent(10));
		stake_for(pool, OTHER_POSITION, 901, HALF_MORE);
		go_to(20);

		for key in [POSITION, OTHER_POSITION] {
			reweigh(pool, key, Multiplier::ONE);
		}

		// Of 2 050 shares worth 1 845: 901 are as many as 1 001.
		assert_eq!(heard(pool, OTHER_POSITION), [(MATURE, 100_100)]);
		assert_eq!(pool_weights(pool), [105_000 + 100_000 + 100_100]);
	});
}

#[test]
fn reweigh_goes_on_when_the_pool_has_closed() {
	test(|| {
		let pool = pool_with_position();
		retire(OPERATOR);
		skip(2);

		reweigh(pool, POSITION, Multiplier(25));

		assert_eq!(pool_weights(pool), [25_000, 1_250]);
	});
}

#[test]
fn reweigh_is_refused_when_nothing_stands_there() {
	test(|| {
		let pool = pool_with_position();

		let refused = Error::InsufficientStake;
		assert_refused(refused, || Staking::reweigh(pool, &OTHER_POSITION, HALF_MORE, epoch()));
		let refused = Error::UnknownPool;
		assert_refused(refused, || Staking::reweigh(PoolId(77), &POSITION, HALF_MORE, epoch()));
	});
}

// Another account.

#[test]
fn shift_of_all_moves_every_lot_and_keeps_the_weight_of_the_pool() {
	test(|| {
		let pool = pool_with_position();
		let (weights, all) = (pool_weights(pool), heard(pool, POSITION));

		shift(pool, POSITION, OTHER_POSITION, Amount::All);

		assert_eq!(pool_weights(pool), weights);
		assert_eq!((heard(pool, POSITION), heard(pool, OTHER_POSITION)), (vec![], all));
	});
}

#[test]
fn shift_of_an_amount_takes_pending_stake_and_then_the_oldest() {
	test(|| {
		let pool = pool_with_position();

		shift(pool, POSITION, OTHER_POSITION, Amount::Exactly(450));

		assert_eq!(heard(pool, OTHER_POSITION), [(young(1), 60_000), (young(2), 7_500)]);
		assert_eq!(heard(pool, POSITION), [(young(1), 90_000)]);
	});
}

#[test]
fn shift_joins_stake_of_the_same_weight_and_no_other() {
	test(|| {
		let pool = pool_with_position();
		stake_for(pool, OTHER_POSITION, 20, Multiplier(151));
		assert_refused(Error::MultiplierMismatch, try_shift(pool, Amount::All));

		reweigh(pool, OTHER_POSITION, HALF_MORE);
		shift(pool, POSITION, OTHER_POSITION, Amount::All);

		assert_eq!(heard(pool, OTHER_POSITION), [(young(1), 150_000), (young(2), 10_500)]);
	});
}

#[test]
fn shift_changes_nothing_of_what_stands_behind_the_operator() {
	test(|| {
		let pool = pool_with_position();
		let before = power(OPERATOR);

		shift(pool, POSITION, OTHER_POSITION, Amount::Exactly(450));

		assert_eq!(power(OPERATOR), before);
	});
}

#[test]
fn shift_goes_on_when_the_pool_has_closed() {
	test(|| {
		let pool = pool_with_position();
		retire(OPERATOR);
		skip(2);

		shift(pool, POSITION, OTHER_POSITION, Amount::Exactly(450));

		assert_eq!((staked(pool, POSITION), staked(pool, OTHER_POSITION)), (600, 450));
	});
}

#[test]
fn shift_is_refused_when_there_is_too_little() {
	test(|| {
		let pool = pool_with_position();

		assert_refused(Error::InsufficientStake, try_shift(pool, Amount::Exactly(1_051)));
		assert_refused(Error::BelowMinimum, try_shift(pool, Amount::Exactly(0)));
		assert_refused(Error::BelowMinimum, try_shift(pool, Amount::Exactly(9)));
		assert_refused(Error::BelowMinimum, try_shift(pool, Amount::Exactly(1_041)));
		assert_refused(Error::UnknownPool, try_shift(PoolId(77), Amount::All));

		shift(pool, POSITION, OTHER_POSITION, Amount::All);
		assert_refused(Error::InsufficientStake, try_shift(pool, Amount::All));
	});
}

#[test]
fn shift_is_refused_when_both_accounts_are_one() {
	test(|| {
		let pool = pool_with_position();

		let to_itself = || Staking::shift(pool, &POSITION, &POSITION, Amount::All, epoch());
		assert_refused(Error::SameStaker, to_itself);
	});
}
