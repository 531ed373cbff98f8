// SPDX-License-Identifier: Apache-2.0

//! Upgrades with other bounds than those by which the storage was laid out: each is told, nothing is lost, and what does not
//! decode stops the call that meets it.

use crate::{mock::*, Bounds, Event};
use frame_support::assert_noop;
use sp_runtime::DispatchError;

bulwark_testing::layout_tests!(Staking, || {
	let [pool, other] = serve(2, [(OPERATOR, 200), (RIVAL, 100)]);
	register(THIRD);
	undelegate(pool, ALICE, 10);
	redelegate(pool, other, ALICE, 10);
	slash_and_top_up(now(), percent(10));
	delegate(pool, BOB, 10);
	skip(WINDOW + 1);
	poke(pool, None);
	retire(RIVAL);
	next_epoch();
});

/// A bound gets smaller than what is stored: that is told and noticed, and meets what it meets; and the next upgrade, which
/// restores it, finds everything.
fn shrinks(set: impl Fn(u32), [large, small]: [u32; 2], meets: impl FnOnce()) {
	check_invariants();
	set(small);

	assert_eq!(upgrade(), 1);

	assert_notices_bounds();
	#[cfg(feature = "try-runtime")]
	assert!(bulwark_traits::ensure_decodes::<Staking>().is_err());
	meets();
	set(large);
	assert_eq!(upgrade(), 0);
	check_invariants();
}

#[test]
fn smaller_window_leaves_stake_and_exits_as_they_are() {
	test(|| {
		let pool = operator_pool();
		for _ in 0..WINDOW + 2 {
			delegate(pool, ALICE, 100);
			skip(1);
		}
		undelegate(pool, ALICE, 10);
		delegate(pool, ALICE, 100);

		shrinks(
			|window| Window::set(&window),
			[WINDOW, 1],
			|| {
				assert_noop!(try_undelegate(pool, ALICE, 10), DispatchError::Corruption);
				assert_noop!(try_withdraw(BOB, pool, ALICE), DispatchError::Corruption);
				let poke = || Staking::poke(signed(BOB), pool, Some(ALICE));
				assert_noop!(poke(), DispatchError::Corruption);
			},
		);

		undelegate_all(pool, ALICE);
	});
}

#[test]
fn smaller_number_of_pools_leaves_operators_as_they_are() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		for _ in 1..MAX_POOLS {
			operator_pool();
		}

		shrinks(PoolsOfOperator::set, [MAX_POOLS, MAX_POOLS - 1], || {
			assert_noop!(try_undelegate(pool, ALICE, 10), DispatchError::Corruption);
			assert_eq!(Staking::power_of(&OPERATOR), Err(DispatchError::Corruption));
			assert_eq!(Staking::own_power_of(&OPERATOR), Err(DispatchError::Corruption));
		});

		undelegate_all(pool, ALICE);
	});
}

#[test]
fn smaller_numbers_of_operators_and_assets_leave_the_sets_as_they_are() {
	test(|| {
		serve(3, [(OPERATOR, 3), (RIVAL, 2), (THIRD, 1)]);
		for asset in [GOLD, SILVER] {
			operator_pool_in(OPERATOR, asset);
		}
		next_epoch();
		let served = members();

		shrinks(OperatorsOfChain::set, [MAX_OPERATORS, 2], || ());
		shrinks(|assets| MaxAssets::set(&assets), [4, 2], || ());

		assert_eq!(members(), served);
	});
}
