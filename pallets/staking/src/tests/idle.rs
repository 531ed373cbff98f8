// SPDX-License-Identifier: Apache-2.0

//! Idle blocks, which catch pools up with the clock.

use crate::{door_weights, mock::*, IdleRound, PoolId, Pools};
use bulwark_ledger::Cohort;
use frame_support::{
	assert_storage_noop,
	storage::unhashed,
	traits::{Get, Hooks},
	weights::{RuntimeDbWeight, Weight},
};

/// An idle block with so much weight left. Returns how much of it was used.
fn idle_block(remaining: Weight) -> Weight {
	let used = Staking::on_idle(System::block_number(), remaining);
	assert!(used.all_lte(remaining));
	used
}

/// True if a pool is stored with a cohort that is due.
fn waits(pool: PoolId) -> bool {
	let pool = Pools::<Test>::get(pool).expect("it is there");
	let waits = pool.buckets.iter().any(|(cohort, _)| cohort != Cohort::Mature);
	waits
}

/// Three pools with a cohort that is due.
fn pools_with_work() -> [PoolId; 3] {
	let pools = [operator_pool(), operator_pool_in(RIVAL, GOLD), standalone_pool(SILVER)];
	pools.into_iter().for_each(|pool| delegate(pool, ALICE, 100));
	skip(WINDOW + 2);
	pools
}

#[test]
fn idle_blocks_catch_up_each_pool_once_in_an_epoch() {
	test(|| {
		let pools = pools_with_work();
		PoolsPerIdleBlock::set(&2);
		let waiting = || pools.iter().filter(|pool| waits(**pool)).count();
		assert_eq!(waiting(), 3);

		let left = [(); 2].map(|()| {
			idle_block(Weight::MAX);
			waiting()
		});

		assert_eq!(left, [1, 0]);
		assert_storage_noop!(idle_block(Weight::MAX));
		skip(1);
		idle_block(Weight::MAX);
		assert_eq!(IdleRound::<Test>::get().pools, 1);
	});
}

#[test]
fn round_goes_on_from_its_place_when_an_epoch_was_too_short() {
	test(|| {
		let pools = pools_with_work();
		PoolsPerIdleBlock::set(&1);
		idle_block(Weight::MAX);
		assert_eq!(IdleRound::<Test>::get().next, pools[1]);

		skip(1);
		idle_block(Weight::MAX);

		let round = IdleRound::<Test>::get();
		assert_eq!((round.next, round.pools), (pools[2], 2));
		idle_block(Weight::MAX);
		assert_eq!(IdleRound::<Test>::get().next, pools[0]);
	});
}

#[test]
fn idle_blocks_do_what_they_have_weight_for() {
	test(|| {
		let pools = pools_with_work();
		PoolsPerIdleBlock::set(&3);
		let db: RuntimeDbWeight = <Test as frame_system::Config>::DbWeight::get();
		let look = db.reads(1);
		let round = look + db.reads_writes(2, 1);
		let pool = door_weights::catch_up::<Test>();

		let used = idle_block(round + pool);

		assert!(used.all_gte(round) && used.all_lte(round + pool), "it weighs what it found");

		assert_eq!(pools.map(waits), [false, true, true]);
		idle_block(round + pool + pool);
		assert_eq!(pools.map(waits), [false; 3]);
		assert_eq!(idle_block(Weight::MAX), look, "the round is over");
	});
}

#[test]
fn idle_blocks_do_nothing_where_they_are_switched_off() {
	test(|| {
		pools_with_work();

		assert_storage_noop!(assert_eq!(idle_block(Weight::MAX), Weight::zero()));
	});
}

#[test]
fn idle_blocks_go_on_after_a_pool_that_cannot_be_read() {
	test(|| {
		let pools = pools_with_work();
		PoolsPerIdleBlock::set(&3);
		let key = Pools::<Test>::hashed_key_for(pools[0]);
		let stored = unhashed::get_raw(&key).expect("it is there");
		unhashed::put_raw(&key, &[1]);

		idle_block(Weight::MAX);

		assert_eq!(unhashed::get_raw(&key), Some(vec![1]));
		assert_eq!([pools[1], pools[2]].map(waits), [false; 2]);
		unhashed::put_raw(&key, &stored);
	});
}
