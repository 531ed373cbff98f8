// SPDX-License-Identifier: Apache-2.0

//! What vests, in numbers that can be followed by hand.

use super::*;
use bounded_collections::ConstU32;

type Rewards = Amounts<ConstU32<2>>;
type Lock = Vesting<ConstU32<2>>;

const BASE: Multiplier = Multiplier(100);
const TEN: Multiplier = Multiplier(1_000);
/// The first epoch of a lock; with a window of 7 it has vested in 18.
const BEGIN: EpochIndex = EpochIndex(11);

fn units(first: u128, second: u128) -> Rewards {
	let mut rewards = Rewards::default();
	rewards.add_units(0, first).expect("it is listed");
	rewards.add_units(1, second).expect("it is listed");
	rewards
}

fn whole(rewards: &Rewards) -> (u128, u128) {
	(rewards.get(0).units_floor(), rewards.get(1).units_floor())
}

/// 100 of the first asset and 30 of the second, at a multiplier of ten.
fn lock() -> Lock {
	let mut lock = Lock::new(BEGIN, 7);
	lock.earn(units(100, 30), BASE, TEN).expect("it fits");
	lock
}

fn due(lock: &mut Lock, now: u32) -> (u128, u128) {
	whole(lock.due(EpochIndex(now)))
}

#[test]
fn a_young_lock_pays_by_the_base_multiplier() {
	let mut lock = lock();

	assert_eq!(due(&mut lock, 17), (10, 3));
	assert_eq!(whole(&lock.withheld()), (90, 27));
}

#[test]
fn everything_is_due_when_the_window_is_over() {
	let mut lock = lock();
	assert_eq!(lock.vested_epoch(), EpochIndex(18));

	assert_eq!(due(&mut lock, 18), (100, 30));
	assert!(lock.withheld().is_zero());
}

#[test]
fn what_was_not_paid_is_not_divided_again() {
	let mut lock = lock();
	for _ in 0..5 {
		lock.earn(units(0, 0), BASE, TEN).expect("it fits");
		assert_eq!(due(&mut lock, 12), (10, 3));
	}

	*lock.due(EpochIndex(12)) = units(0, 3); // the second asset could not be paid
	lock.earn(units(10, 0), BASE, TEN).expect("it fits");

	assert_eq!(due(&mut lock, 12), (1, 3));
	assert_eq!(due(&mut lock, 18), (100, 30));
}

#[test]
fn everything_is_due_at_once_when_the_lock_weighs_no_more_than_the_base() {
	let mut lock = Lock::new(BEGIN, 7);

	lock.earn(units(100, 0), BASE, BASE).expect("it fits");

	assert_eq!(due(&mut lock, 11), (100, 0));
	assert!(lock.withheld().is_zero());
}

#[test]
fn leaving_free_returns_all_that_is_withheld() {
	let mut lock = lock();
	lock.expired = units(50, 0);

	assert_eq!(whole(&lock.leave_free(7, 7).expect("it fits")), (140, 27));

	assert_eq!(due(&mut lock, 99), (10, 3));
}

#[test]
fn leaving_free_in_part_returns_a_part_rounded_up() {
	let mut lock = lock();

	assert_eq!(whole(&lock.leave_free(1, 7).expect("it fits")), (13, 4)); // 90 / 7, 27 / 7

	assert_eq!(whole(&lock.withheld()), (77, 23));
}

#[test]
fn leaving_early_returns_expired_rewards_alone() {
	let mut lock = lock();
	lock.expired = units(50, 0);

	assert_eq!(whole(&lock.leave_early(1, 3).expect("it fits")), (17, 0));
	assert_eq!(whole(&lock.withheld()), (90 + 33, 27));
	assert_eq!(whole(&lock.leave_early(2, 2).expect("it fits")), (33, 0));

	assert_eq!(due(&mut lock, 12), (100, 30));
}

#[test]
fn expired_rewards_are_due_when_the_pool_closes() {
	let mut lock = lock();
	lock.expired = units(50, 0);

	lock.release_expired();

	assert_eq!(due(&mut lock, 12), (60, 3));
	assert_eq!(whole(&lock.withheld()), (90, 27));
}

#[test]
fn split_divides_what_is_withheld_by_shares() {
	let mut lock = lock();

	let mut other = lock.split(1, 3).expect("it fits");

	assert_eq!((whole(&lock.withheld()), whole(&other.withheld())), ((60, 18), (30, 9)));
	assert_eq!((due(&mut lock, 12), due(&mut other, 12)), ((10, 3), (0, 0)));
	assert_eq!(other.vested_epoch(), lock.vested_epoch());
}

#[test]
fn join_vests_with_the_later() {
	let mut lock = lock();
	let mut later = Lock::new(EpochIndex(13), 7);
	later.earn(units(10, 0), BASE, TEN).expect("it fits");

	lock.join(&later, EpochIndex(12));

	assert_eq!(due(&mut lock, 19), (11, 3));
	assert_eq!(due(&mut lock, 20), (110, 30));
}

#[test]
fn a_lock_that_leaves_gives_back_all_that_it_has_withheld_when_it_has_merged_with_a_large_one() {
	for mut large in [Lock::new(EpochIndex(1), 7), Lock::new(EpochIndex(13), 7)] {
		let mut small = lock();
		small.expired = units(50, 0);
		small.join(&large, EpochIndex(12));
		large.join(&lock(), EpochIndex(12));

		assert!(!small.can_split(EpochIndex(12)) && !large.can_split(EpochIndex(12)));
		assert_eq!(whole(&small.clone().leave_early(1, 1_000).expect("it fits")), (50, 0));
		assert_eq!(whole(&small.leave_free(1, 1_000).expect("it fits")), (140, 27));
		assert_eq!(whole(&large.leave_free(1, 1_000).expect("it fits")), (90, 27));
		assert!(large.can_split(EpochIndex(20)));
	}
}

#[test]
fn locks_of_one_epoch_that_have_earned_nothing_are_alike() {
	let mut lock = Lock::new(BEGIN, 7);
	lock.join(&Lock::new(BEGIN, 7), EpochIndex(10));
	assert!(lock.can_split(EpochIndex(10)));

	lock.join(&Lock::relock(BEGIN, 7, units(0, 0), true), EpochIndex(10));

	assert!(!lock.can_split(EpochIndex(10)), "late rewards of the other are of an expired lock");
}

#[test]
fn locks_that_have_vested_are_alike() {
	let mut lock = lock();
	let _ = lock.due(EpochIndex(18));
	lock.join(&Lock::new(EpochIndex(1), 7), EpochIndex(18));

	assert!(lock.can_split(EpochIndex(18)));
}

#[test]
fn what_comes_late_for_stake_that_leaves_is_by_the_base_or_nothing() {
	let by = |lock: &Lock, is_free| lock.multiplier_of_leaving(is_free, BASE, TEN);
	assert_eq!((by(&lock(), true), by(&lock(), false)), (BASE, TEN));

	let mut again = Lock::relock(BEGIN, 7, units(50, 0), true);
	assert_eq!((by(&again, true), by(&again, false)), (Multiplier(0), Multiplier(0)));

	again.release_expired(); // the pool closes
	assert_eq!(by(&again, true), BASE);
}

#[test]
fn units_that_leave_one_by_one_return_no_less_than_together() {
	let mut lock = Lock::new(BEGIN, 7);
	lock.earn(units(40, 0), BASE, TEN).expect("it fits");

	let mut returned = 0;
	for left in (1..=40u128).rev() {
		returned += whole(&lock.leave_free(1, left).expect("it fits")).0;
	}

	assert_eq!(returned, 36);
}
