// SPDX-License-Identifier: Apache-2.0

//! Exit buckets and conversions of consecutive epochs share pages, and none of them notices its neighbours.

use crate::{
	mock::*, Amount, ConversionPageOf, Conversions, EpochIndex, ExitBuckets, ExitPageOf, PoolId,
	Scope,
};
use bulwark_traits::StakePools;
use frame_support::{assert_noop, hypothetically, storage::unhashed};
use sp_runtime::DispatchError;

/// Runs a test with the shortest window, that of the sample runtime, and the longest.
fn for_windows(run: impl Fn(u32)) {
	for window in [1, 7, 14] {
		test(|| {
			Window::set(&window);
			begin_anew();
			run(window);
		});
	}
}

/// The keys of the page of an epoch: of exits, and of conversions.
fn keys_of(pool: PoolId, epoch: u32) -> [Vec<u8>; 2] {
	let epoch = EpochIndex(epoch);
	let exits = ExitPageOf::<Test>::index_of(epoch);
	let conversions = ConversionPageOf::<Test>::index_of(epoch);
	[
		ExitBuckets::<Test>::hashed_key_for(pool, exits),
		Conversions::<Test>::hashed_key_for(pool, conversions),
	]
}

/// Makes a page undecodable, and returns the words of which it was.
fn spoil(key: &[u8]) -> Vec<u8> {
	let page = unhashed::get_raw(key).expect("it is there");
	unhashed::put_raw(key, &page[..page.len() - 1]);
	page
}

// Exit buckets.

#[test]
fn slash_reaches_exits_of_its_epoch_and_since_wherever_a_page_ends() {
	for_windows(|window| {
		let pool = operator_pool();
		delegate(pool, ALICE, 1_000_000);
		skip(window + 1);
		for _ in 0..window {
			undelegate(pool, ALICE, 1_000);
			skip(1);
		}
		undelegate(pool, ALICE, 1_000);
		let before = exit_buckets(pool);
		assert_eq!(before.len() as u32, window + 1);

		for fault in now() - window..=now() {
			hypothetically!({
				slash_pools(fault, percent(10));

				let after = exit_buckets(pool);
				for (asked, bucket) in &before {
					if *asked < fault {
						assert_eq!(after[asked], *bucket, "it does not answer for {fault}");
					} else {
						assert_eq!(after[asked].tokens(), Ok(900));
					}
				}
			});
		}
	});
}

#[test]
fn withdraw_takes_out_the_exits_of_its_staker_alone() {
	for_windows(|window| {
		let pool = operator_pool();
		delegate(pool, ALICE, 1_000_000);
		delegate(pool, BOB, 1_000_000);
		skip(window + 1);
		let first = now();
		for who in [ALICE, BOB].into_iter().cycle().take(window as usize + 1) {
			undelegate(pool, who, 1_000);
			skip(1);
		}
		skip(window);
		let before = exit_buckets(pool);
		let of_bob = |asked: &u32| (asked - first) % 2 == 1;

		withdraw(pool, ALICE, 1_000 * u128::from((window + 1).div_ceil(2)));

		let after = exit_buckets(pool);
		assert!(after.keys().all(of_bob));
		assert!(after.iter().all(|(asked, bucket)| before[asked] == *bucket));
		withdraw(pool, BOB, 1_000 * after.len() as u128);
		assert_eq!(ExitBuckets::<Test>::iter_keys().count(), 0);
	});
}

#[test]
fn stake_of_a_closed_pool_leaves_with_its_last_epoch_whatever_page_is_present() {
	for_windows(|window| {
		let pool = operator_pool();
		stake_for(pool, POSITION, 10_000, HALF_MORE);
		skip(1);
		undelegate_some_of_each_epoch(pool, window);
		let before = exit_buckets(pool);
		retire(OPERATOR);
		let last = now();

		for _ in 0..window {
			skip(1);
			unstake_for(pool, POSITION, Amount::Exactly(100), ALICE);
		}

		let all = u128::from(window) * 100;
		assert_eq!(exit_buckets(pool)[&last].tokens(), Ok(all));
		slash_pools(last, percent(10));
		let mut after = exit_buckets(pool);
		let left = after.remove(&last).expect("it waits");
		assert_eq!(left.tokens(), Ok(all * 9 / 10));
		assert_eq!(after, before, "those of earlier epochs are as they were");
		skip(1);
		withdraw(pool, ALICE, all * 9 / 10);
	});
}

/// Bob joins, and leaves bit by bit in every epoch of a window.
fn undelegate_some_of_each_epoch(pool: PoolId, window: u32) {
	delegate(pool, BOB, 10_000);
	for _ in 0..window {
		skip(1);
		undelegate(pool, BOB, 100);
	}
	skip(1);
}

// Conversions.

#[test]
fn conversions_wait_for_their_own_stakers() {
	for_windows(|window| {
		let pool = operator_pool();
		let newcomers = 2_000..2_002 + 2 * u64::from(window);
		let joined = newcomers.map(|who| {
			transfer(NATIVE, TREASURY, who, 100_000);
			delegate(pool, who, 10_007);
			skip(1);
			slash_and_top_up(now(), percent(1));
			(who, now())
		});
		let joined: Vec<_> = joined.collect();
		skip(window);

		poke(pool, None);

		let mut waiting = conversions(pool);
		assert!(waiting.len() as u32 > window);
		assert!(Conversions::<Test>::iter_key_prefix(pool).count() <= 3);
		for (who, cohort) in joined {
			waiting.remove(&cohort);
			poke(pool, Some(who));
			assert_eq!(conversions(pool), waiting);
		}
		assert_eq!(Conversions::<Test>::iter_keys().count(), 0);
	});
}

// Pages that do not decode.

#[test]
fn exits_that_do_not_decode_are_never_taken_for_none() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 1_000);
		skip(1);
		undelegate(pool, ALICE, 100);
		let asked = now();
		let [key, _] = keys_of(pool, asked);
		let page = spoil(&key);

		assert_noop!(try_undelegate(pool, ALICE, 100), DispatchError::Corruption);
		let slashed = || slash(OPERATOR, asked, percent(10), Scope::BondAndPools);
		assert_noop!(slashed(), DispatchError::Corruption);
		skip(WINDOW + 1);
		assert_noop!(try_withdraw(ALICE, pool, ALICE), DispatchError::Corruption);
		let exits = Staking::exits(pool, EpochIndex(asked), EpochIndex(now()));
		assert_eq!(exits, Err(DispatchError::Corruption));
		let noticed = Staking::do_try_state().expect_err("it does not decode");
		assert_eq!(<&str>::from(noticed), "I11: everything that is stored decodes");

		unhashed::put_raw(&key, &page);
		withdraw(pool, ALICE, 100);
	});
}

#[test]
fn conversions_that_do_not_decode_are_neither_overlooked_nor_overwritten() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 1_000);
		skip(1);
		delegate(pool, BOB, 1_000);
		slash_and_top_up(now(), percent(10));
		skip(1);
		slash_and_top_up(now(), percent(10));
		go_to(1 + WINDOW);
		poke(pool, None);
		assert_eq!(conversions(pool).keys().collect::<Vec<_>>(), [&1]);
		let [_, key] = keys_of(pool, 1);
		let page = spoil(&key);

		let poke_alice = || Staking::poke(signed(PAUPER), pool, Some(ALICE));
		assert_noop!(poke_alice(), DispatchError::Corruption);
		assert_noop!(try_undelegate(pool, ALICE, 100), DispatchError::Corruption);
		hypothetically!(delegate(pool, CHARLIE, 100)); // needs none of them
		skip(1);
		let merge = || Staking::poke(signed(PAUPER), pool, None); // Bob's cohort joins the page
		assert_noop!(merge(), DispatchError::Corruption);

		unhashed::put_raw(&key, &page);
		poke(pool, None);
		assert_eq!(conversions(pool).keys().collect::<Vec<_>>(), [&1, &2]);
		poke(pool, Some(ALICE));
		poke(pool, Some(BOB));
		assert_eq!([staked(pool, ALICE), staked(pool, BOB)], [810, 900]);
	});
}
