// SPDX-License-Identifier: Apache-2.0

//! Exits of position accounts, which are never paid: they are handed to the keeper of the accounts.

use crate::{mock::*, Amount, Error, PoolId};
use bulwark_traits::StakeKeeper;
use frame_support::{assert_noop, assert_ok};
use sp_runtime::traits::Zero;

/// A pool in which a tenth of the stake that Alice got of a position account unbonds for another one.
fn pool_with_penalty(amount: u128) -> PoolId {
	let pool = operator_pool_in(OPERATOR, GOLD);
	stake_for(pool, POSITION, 10_000, HALF_MORE);
	skip(1);
	penalty(pool, amount);
	pool
}

fn penalty(pool: PoolId, amount: u128) {
	let penalty = Some((percent(10), OTHER_POSITION));
	unstake_with_penalty(pool, POSITION, Amount::Exactly(amount), ALICE, penalty);
}

#[test]
fn collect_takes_what_is_released_and_leaves_what_waits() {
	test(|| {
		let pool = pool_with_penalty(1_000);
		skip(1);
		penalty(pool, 500);
		skip(WINDOW);

		let money = collect(pool, OTHER_POSITION, 100);

		assert_eq!(money.peek(), 100);
		assert_eq!(unbonding(pool, OTHER_POSITION), [(now() + 1, 50)]);
		assert_collects_nothing(pool, OTHER_POSITION);
		skip(1);
		let _ = collect(pool, OTHER_POSITION, 50);
		assert_collects_nothing(pool, OTHER_POSITION);
	});
}

#[test]
fn collect_takes_nothing_before_the_release() {
	test(|| {
		let pool = pool_with_penalty(1_000);
		skip(WINDOW);

		assert_collects_nothing(pool, OTHER_POSITION);
		assert_collects_nothing(pool, BOB);

		assert_eq!(unbonding(pool, OTHER_POSITION), [(now() + 1, 100)]);
	});
}

#[test]
fn collect_asks_as_the_staker_does() {
	test(|| {
		LastLiable::set(&None);
		let pool = pool_with_penalty(1_000);
		skip(1);
		assert_noop!(try_withdraw(BOB, pool, ALICE), Error::<Test>::NotReleased);

		let _ = collect(pool, OTHER_POSITION, 100);
	});
}

#[test]
fn collect_takes_what_is_due_already() {
	test(|| {
		let pool = pool_with_penalty(1_000);
		skip(WINDOW + 1);
		penalty(pool, 1_000);
		assert_eq!(due(pool, OTHER_POSITION), 100);

		let _ = collect(pool, OTHER_POSITION, 100);

		assert_eq!(due(pool, OTHER_POSITION), 0);
	});
}

#[test]
fn collect_takes_what_slashes_left() {
	test(|| {
		let pool = pool_with_penalty(1_000);
		slash_pools(now(), percent(30));
		skip(WINDOW + 1);

		let _ = collect(pool, OTHER_POSITION, 70);
	});
}

#[test]
fn collect_takes_no_stake() {
	test(|| {
		let pool = pool_with_penalty(1_000);
		retire(OPERATOR);
		skip(2 * WINDOW);

		assert_collects_nothing(pool, POSITION);

		assert_eq!(staked(pool, POSITION), 9_000);
	});
}

#[test]
fn collect_takes_what_a_position_account_has_unstaked_for_itself() {
	test(|| {
		let pool = pool_with_penalty(1_000);
		unstake_for(pool, POSITION, Amount::All, POSITION);
		skip(WINDOW + 1);

		let _ = collect(pool, POSITION, 9_000);
	});
}

#[test]
fn collect_changes_nothing_when_the_asset_refuses() {
	test(|| {
		let pool = pool_with_penalty(1_000);
		skip(WINDOW + 1);
		assert_ok!(Assets::freeze_asset(signed(TREASURY), 1));

		RecordingObserver::begin();
		let refused =
			|| Staking::collect(pool, &OTHER_POSITION, epoch()).map(|money| money.is_some());
		assert_noop!(refused(), pallet_assets::Error::<Test>::AssetNotLive);

		assert_ok!(Assets::thaw_asset(signed(TREASURY), 1));
		let money = collect(pool, OTHER_POSITION, 100);
		assert!(!money.peek().is_zero());
	});
}

#[test]
fn collect_is_refused_when_there_is_no_such_pool() {
	test(|| {
		let nowhere = || Staking::collect(PoolId(77), &POSITION, epoch());
		assert_refused(Error::UnknownPool, nowhere);
	});
}
