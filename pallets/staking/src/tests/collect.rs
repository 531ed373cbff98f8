// SPDX-License-Identifier: Apache-2.0

//! Exits of keys, which nobody can be paid for: handed to who keeps the keys.

use crate::{mock::*, Amount, Error, PoolId};
use bulwark_traits::StakeKeeper;
use frame_support::{assert_noop, assert_ok};
use sp_runtime::traits::Zero;

/// A pool in which a tenth of what Alice got of a key's stake waits for another key.
fn pool_with_levy(amount: u128) -> PoolId {
	let pool = operator_pool_in(OPERATOR, GOLD);
	stake_for(pool, KEY, 10_000, HALF_MORE);
	skip(1);
	levy(pool, amount);
	pool
}

fn levy(pool: PoolId, amount: u128) {
	let levy = Some((percent(10), OTHER_KEY));
	unstake_and_levy(pool, KEY, Amount::Exactly(amount), ALICE, levy);
}

#[test]
fn collect_takes_what_is_released_and_leaves_what_waits() {
	test(|| {
		let pool = pool_with_levy(1_000);
		skip(1);
		levy(pool, 500);
		skip(WINDOW);

		let money = collect(pool, OTHER_KEY, 100);

		assert_eq!(money.peek(), 100);
		assert_eq!(exiting(pool, OTHER_KEY), [(now() + 1, 50)]);
		assert_collects_nothing(pool, OTHER_KEY);
		skip(1);
		let _ = collect(pool, OTHER_KEY, 50);
		assert_collects_nothing(pool, OTHER_KEY);
	});
}

#[test]
fn collect_takes_nothing_before_the_release() {
	test(|| {
		let pool = pool_with_levy(1_000);
		skip(WINDOW);

		assert_collects_nothing(pool, OTHER_KEY);
		assert_collects_nothing(pool, BOB);

		assert_eq!(exiting(pool, OTHER_KEY), [(now() + 1, 100)]);
	});
}

#[test]
fn collect_asks_as_the_holder_does() {
	test(|| {
		LastLiable::set(&None);
		let pool = pool_with_levy(1_000);
		skip(1);
		assert_noop!(try_withdraw(BOB, pool, ALICE), Error::<Test>::NotReleased);

		let _ = collect(pool, OTHER_KEY, 100);
	});
}

#[test]
fn collect_takes_what_is_due_already() {
	test(|| {
		let pool = pool_with_levy(1_000);
		skip(WINDOW + 1);
		levy(pool, 1_000);
		assert_eq!(due(pool, OTHER_KEY), 100);

		let _ = collect(pool, OTHER_KEY, 100);

		assert_eq!(due(pool, OTHER_KEY), 0);
	});
}

#[test]
fn collect_takes_what_slashes_left() {
	test(|| {
		let pool = pool_with_levy(1_000);
		slash_pools(now(), percent(30));
		skip(WINDOW + 1);

		let _ = collect(pool, OTHER_KEY, 70);
	});
}

#[test]
fn collect_takes_no_stake() {
	test(|| {
		let pool = pool_with_levy(1_000);
		retire(OPERATOR);
		skip(2 * WINDOW);

		assert_collects_nothing(pool, KEY);

		assert_eq!(staked(pool, KEY), 9_000);
	});
}

#[test]
fn collect_takes_what_a_key_has_unstaked_for_itself() {
	test(|| {
		let pool = pool_with_levy(1_000);
		unstake_for(pool, KEY, Amount::All, KEY);
		skip(WINDOW + 1);

		let _ = collect(pool, KEY, 9_000);
	});
}

#[test]
fn collect_changes_nothing_when_the_asset_refuses() {
	test(|| {
		let pool = pool_with_levy(1_000);
		skip(WINDOW + 1);
		assert_ok!(Assets::freeze_asset(signed(TREASURY), 1));

		RecordingObserver::begin();
		let refused = || Staking::collect(pool, &OTHER_KEY).map(|money| money.is_some());
		assert_noop!(refused(), pallet_assets::Error::<Test>::AssetNotLive);

		assert_ok!(Assets::thaw_asset(signed(TREASURY), 1));
		let money = collect(pool, OTHER_KEY, 100);
		assert!(!money.peek().is_zero());
	});
}

#[test]
fn collect_is_refused_when_there_is_no_such_pool() {
	test(|| {
		let nowhere = || Staking::collect(PoolId(77), &KEY);
		assert_refused(Error::UnknownPool, nowhere);
	});
}
