// SPDX-License-Identifier: Apache-2.0

//! Stake of position accounts.

use crate::{mock::*, Amount, BaseTerms, Error, Event, Holdings, PoolId};
use bulwark_ledger::Multiplier;
use frame_support::{assert_noop, assert_ok};
use sp_runtime::DispatchError;

fn try_stake(pool: PoolId, amount: u128) -> Result<(), DispatchError> {
	try_stake_for(pool, POSITION, amount, HALF_MORE).map(|_| ())
}

#[test]
fn stake_for_counts_from_the_next_epoch_with_its_weight() {
	test(|| {
		let pool = operator_pool();

		stake_for(pool, POSITION, 100, HALF_MORE);

		assert_eq!(heard(pool, POSITION), [(young(1), 15_000)]);
		assert_eq!(pool_weights(pool), [15_000]);
		assert_eq!(active(pool), 0);
		skip(1);
		assert_eq!(active(pool), 100);
	});
}

#[test]
fn stake_for_joins_what_stands_under_the_position_account() {
	test(|| {
		let pool = operator_pool();
		stake_for(pool, POSITION, 100, HALF_MORE);
		stake_for(pool, POSITION, 20, HALF_MORE);
		skip(1);

		stake_for(pool, POSITION, 3, HALF_MORE);

		assert_eq!(heard(pool, POSITION), [(young(1), 18_000), (young(2), 450)]);
	});
}

#[test]
fn stake_for_is_refused_when_what_stands_there_weighs_otherwise() {
	test(|| {
		let pool = operator_pool();
		stake_for(pool, POSITION, 100, HALF_MORE);
		let other = || try_stake_for(pool, POSITION, 100, Multiplier(151));

		assert_refused(Error::MultiplierMismatch, other);

		unstake_for(pool, POSITION, Amount::All, ALICE);
		assert_ok!(in_call(other));
		assert_eq!(heard(pool, POSITION), [(young(1), 15_100)]);
	});
}

#[test]
fn stake_for_is_independent_of_the_base_multiplier() {
	test(|| {
		let pool = pool_on(BaseTerms { multiplier: Multiplier(70), delegations_earn: false });

		stake_for(pool, POSITION, 100, HALF_MORE);
		stake_for(pool, POSITION, 100, HALF_MORE);

		assert_eq!(heard(pool, POSITION), [(young(1), 30_000)]);
	});
}

#[test]
fn stake_for_counts_for_the_operator_and_never_as_its_own() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, OPERATOR, 100);

		stake_for(pool, POSITION, 900, HALF_MORE);

		assert_eq!(power(OPERATOR).next, 1_000);
		assert_eq!(own_power(OPERATOR).next, 100);
		skip(1);
		unstake_for(pool, POSITION, Amount::Exactly(300), BOB);
		let power = power(OPERATOR);
		assert_eq!((power.current, power.next), (1_000, 700));
	});
}

#[test]
fn stake_for_is_refused_when_the_pool_takes_none() {
	test(|| {
		let pool = pool_with_minimum(10);
		assert_refused(Error::UnknownPool, || try_stake(PoolId(77), 100));
		assert_refused(Error::BelowMinimum, || try_stake(pool, 9));
		assert_ok!(in_call(|| try_stake(pool, 10)));
		demand(100);
		assert_refused(Error::SelfStakeTooLow, || try_stake(pool, 10));
		assert_ok!(Staking::suspend(root(), OPERATOR));
		assert_refused(Error::OperatorNotActive, || try_stake(pool, 10));
		retire(OPERATOR);
		assert_refused(Error::PoolClosed, || try_stake(pool, 10));
	});
}

#[test]
fn stake_for_is_refused_when_the_payer_has_not_so_much() {
	test(|| {
		let pool = operator_pool();
		keep_only(NATIVE, ALICE, 1_000);
		RecordingObserver::begin();

		let too_much = 1_000 - EXISTENTIAL_DEPOSIT + 1;
		let refused = || in_layer(|| try_stake(pool, too_much));
		assert_noop!(refused(), Error::<Test>::NotSpendable);

		stake_for(pool, POSITION, too_much - 1, HALF_MORE);
	});
}

fn in_layer(act: impl FnOnce() -> Result<(), DispatchError>) -> Result<(), DispatchError> {
	frame_support::storage::with_storage_layer(act)
}

#[test]
fn withdraw_pays_nothing_to_a_position_account_whoever_asks() {
	test(|| {
		let pool = operator_pool();
		stake_for(pool, POSITION, 100, HALF_MORE);
		skip(1);
		unstake_for(pool, POSITION, Amount::Exactly(20), ALICE);
		retire(OPERATOR);
		skip(2 * WINDOW + 2);

		assert_noop!(try_withdraw(BOB, pool, POSITION), Error::<Test>::IsPositionAccount);

		unstake_for(pool, POSITION, Amount::All, BOB);
		assert_has(Event::Withdrawn { pool_id: pool, staker: BOB, amount: 80 });
	});
}

#[test]
fn poke_of_a_position_account_is_for_anybody() {
	test(|| {
		let pool = operator_pool();
		stake_for(pool, POSITION, 100, HALF_MORE);
		skip(WINDOW + 1);

		poke(pool, Some(POSITION));

		assert_eq!(heard(pool, POSITION), [(MATURE, 15_000)]);
		assert_eq!(
			Holdings::<Test>::get(POSITION, pool).map(|lots| lots.multiplier()),
			Some(HALF_MORE)
		);
	});
}
