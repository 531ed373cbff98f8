// SPDX-License-Identifier: Apache-2.0

//! The epochs of sessions: however many there are, one entry for each epoch is kept, for as long as it can be charged.

use crate::{mock::*, SessionLog, Sessions};
use bulwark_ledger::{EpochClock, Horizon};
use frame_support::{storage::unhashed, traits::Hooks};
use pallet_operator_staking::pallet::EpochClock as StakingClock;
use sp_runtime::Weight;

fn at(now: u32) -> Horizon {
	Horizon { now: EpochIndex(now), window: WINDOW }
}

fn epochs(log: &SessionLog, sessions: &[u32]) -> Vec<Option<u32>> {
	sessions.iter().map(|session| log.epoch_of(*session).map(|epoch| epoch.0)).collect()
}

#[test]
fn session_is_of_the_epoch_in_which_it_began() {
	let mut log = SessionLog::new(7, EpochIndex(10));
	for (session, now) in [(8, 10), (9, 11), (10, 11), (11, 13)] {
		log.note(session, at(now));
	}

	let asked = [6, 7, 8, 9, 10, 11, 12];
	let known = [None, Some(10), Some(10), Some(11), Some(11), Some(13), None];
	assert_eq!(epochs(&log, &asked), known);
	assert_eq!(log.oldest(), Some(7));
}

#[test]
fn sessions_of_epochs_that_cannot_be_charged_are_forgotten() {
	let mut log = SessionLog::new(7, EpochIndex(10));
	log.note(8, at(11));
	log.note(9, at(10 + WINDOW));
	assert_eq!(epochs(&log, &[7, 8, 9]), [Some(10), Some(11), Some(15)]);

	log.note(10, at(11 + WINDOW));
	assert_eq!(epochs(&log, &[7, 8, 9]), [None, Some(11), Some(15)]);

	log.note(11, at(1_000));
	assert_eq!(epochs(&log, &[8, 9, 10, 11]), [None, None, None, Some(1_000)]);
}

#[test]
fn sessions_that_began_between_two_looks_are_of_the_later_one() {
	let mut log = SessionLog::new(7, EpochIndex(10));
	log.note(12, at(11));
	assert_eq!(epochs(&log, &[7, 8, 12]), [Some(10), Some(11), Some(11)]);
}

#[test]
fn log_has_room_for_the_longest_window() {
	let mut log = SessionLog::new(0, EpochIndex(0));
	for now in 1..40 {
		log.note(now, Horizon { now: EpochIndex(now), window: 14 });
	}
	assert_eq!(log.firsts.len(), 15);
	assert_eq!(epochs(&log, &[24, 25, 39]), [None, Some(25), Some(39)]);
}

#[test]
fn blocks_note_sessions_by_their_own_time() {
	test(|| {
		assert_eq!(firsts(), [(12, 1), (13, 2)]);

		// The session begins in the first block of an epoch, whose time is not known yet.
		Session::rotate_session();
		skip(1);
		<OffenceCases as Hooks<_>>::on_finalize(System::block_number());
		begin_session();

		assert_eq!(firsts(), [(12, 1), (13, 2), (14, 3)]);
		assert_eq!(OffenceCases::epoch_of_session(4), Some(EpochIndex(14)));
	});
}

#[test]
fn block_without_a_new_session_writes_nothing() {
	test(|| {
		let before = unhashed::get_raw(&Sessions::<Test>::hashed_key());
		skip(1);

		let weight = <OffenceCases as Hooks<_>>::on_initialize(1);
		<OffenceCases as Hooks<_>>::on_finalize(1);

		assert_eq!(unhashed::get_raw(&Sessions::<Test>::hashed_key()), before);
		assert!(weight.all_gt(Weight::zero()));
	});
}

#[test]
fn sessions_that_do_not_decode_are_not_overwritten() {
	new_test_ext().execute_with(|| {
		let key = Sessions::<Test>::hashed_key();
		unhashed::put_raw(&key, &[0xff]);

		begin_session();

		assert_eq!(unhashed::get_raw(&key), Some(vec![0xff]));
		assert_eq!(OffenceCases::epoch_of_session(2), None);
	});
}

/// A chain may have this pallet before staking has a clock: its sessions until then are of no epoch that counts, and those since are
/// of theirs. Of years fewer have passed than of weeks.
#[test]
fn sessions_are_of_their_epochs_when_the_clock_begins_after_them() {
	new_test_ext().execute_with(|| {
		Sessions::<Test>::kill();
		StakingClock::<Test>::kill();
		pallet_timestamp::Now::<Test>::put(1_767_571_200_000); // 2026-01-05
		begin_session();
		let latest = Session::current_index();
		assert_eq!(firsts(), [(0, latest)]);

		StakingClock::<Test>::put(EpochClock { origin: 0, length: EpochClock::MAX_LENGTH });
		begin_session();

		assert_eq!(firsts(), [(55, latest + 1)]);
		assert_eq!(OffenceCases::epoch_of_session(latest), None);
	});
}

/// The history of the validators is as long as offences can be charged, as the runtime wires it.
#[test]
fn history_of_sessions_is_pruned() {
	test(|| {
		for _ in 0..WINDOW {
			skip(1);
			begin_session();
		}
		// Session 1 began in epoch 12, and it is 18. The next session is planned already.
		assert_eq!(OffenceCases::oldest_session(), Some(2));
		skip(1);
		begin_session();

		let kept = pallet_session::historical::StoredRange::<Test>::get();
		assert_eq!(kept, Some((2, 10)));
	});
}
