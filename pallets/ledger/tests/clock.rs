// SPDX-License-Identifier: Apache-2.0

//! Epochs follow from the time alone.

use bulwark_ledger::{Departure, EpochClock, EpochIndex, Horizon, LedgerError};

const WEEKLY: EpochClock = EpochClock::WEEKLY;
const HOUR: u64 = 3_600_000;
/// 1970-01-05 00:00:00 UTC.
const FIRST_MONDAY: u64 = 4 * 24 * HOUR;
/// 2026-01-05 00:00:00 UTC, `date -u -d 2026-01-05 +%s000`.
const MONDAY_IN_2026: u64 = 1_767_571_200_000;

#[test]
fn begins_epoch_zero_on_the_first_monday() {
	assert_eq!(WEEKLY.start(EpochIndex(0)), FIRST_MONDAY);
	assert_eq!(WEEKLY.at(FIRST_MONDAY), EpochIndex(0));
	assert_eq!(WEEKLY.at(FIRST_MONDAY + 7 * 24 * HOUR - 1), EpochIndex(0));
	assert_eq!(WEEKLY.at(FIRST_MONDAY + 7 * 24 * HOUR), EpochIndex(1));
}

#[test]
fn changes_the_epoch_on_a_monday_at_midnight() {
	assert_eq!(WEEKLY.at(MONDAY_IN_2026 - 1), EpochIndex(2921));
	assert_eq!(WEEKLY.at(MONDAY_IN_2026), EpochIndex(2922));
	assert_eq!(WEEKLY.at(MONDAY_IN_2026 + 1), EpochIndex(2922));
	assert_eq!(WEEKLY.start(EpochIndex(2922)), MONDAY_IN_2026);
}

#[test]
fn stays_in_epoch_zero_before_the_origin() {
	assert_eq!(WEEKLY.at(0), EpochIndex(0));
	assert_eq!(WEEKLY.at(FIRST_MONDAY - 1), EpochIndex(0));
}

/// As at the beginning of a chain: whatever is noted by it lies before the epochs of every clock.
#[test]
fn stands_still_in_epoch_zero_when_nobody_has_set_it() {
	let stopped = EpochClock::STOPPED;

	assert_eq!([0, MONDAY_IN_2026, u64::MAX - 1].map(|time| stopped.at(time)), [EpochIndex(0); 3]);
	assert_eq!(stopped.start(EpochIndex(0)), 0);
	assert_eq!(stopped.start(EpochIndex(1)), u64::MAX);
	assert!(!stopped.has_valid_length(), "no genesis sets it");
}

#[test]
fn stays_in_the_last_epoch_when_there_is_no_later_one() {
	let clock = EpochClock { origin: 0, length: 0 };

	assert_eq!(clock.at(7), EpochIndex(7), "a length of zero counts as a millisecond");
	assert_eq!(clock.at(u64::MAX), EpochIndex(u32::MAX));
	assert_eq!(EpochIndex(u32::MAX).next(), EpochIndex(u32::MAX));
	assert_eq!(EpochIndex(3).minus(4), EpochIndex(0));
}

#[test]
fn lasts_from_a_second_to_a_year_and_begins_within_its_first_epoch() {
	let clock = |origin, length| EpochClock { origin, length };
	let lengths = [999, 1_000, EpochClock::MAX_LENGTH, EpochClock::MAX_LENGTH + 1];

	let valid = lengths.map(|length| clock(0, length).has_valid_length());
	assert_eq!(valid, [false, true, true, false]);
	let valid = [0, 4_999, 5_000].map(|origin| clock(origin, 5_000).has_valid_origin());
	assert_eq!(valid, [true, true, false]);
	assert!(WEEKLY.has_valid_length() && WEEKLY.has_valid_origin());
}

#[test]
fn lets_an_epoch_begin_at_any_time() {
	let tuesday = MONDAY_IN_2026 + 31 * HOUR + 1;
	let daily = EpochClock::beginning_at(tuesday, 24 * HOUR);

	assert!(daily.has_valid_length() && daily.has_valid_origin());
	assert_eq!(daily.start(daily.at(tuesday)), tuesday);
	assert_eq!(daily.at(tuesday - 1).next(), daily.at(tuesday));
	assert_eq!(EpochClock::beginning_at(MONDAY_IN_2026, WEEKLY.length), WEEKLY);
	assert!(!EpochClock::beginning_at(tuesday, 0).has_valid_length());
}

#[test]
fn counts_every_epoch_from_one_through_another() {
	let epochs: Vec<_> = EpochIndex(3).through(EpochIndex(5)).collect();

	assert_eq!(epochs, [EpochIndex(3), EpochIndex(4), EpochIndex(5)]);
	assert_eq!(EpochIndex(3).through(EpochIndex(2)).count(), 0);
}

#[test]
fn sees_the_present_epoch_and_the_window_before_it() {
	let at = Horizon { now: EpochIndex(10), window: 7 };

	assert_eq!(at.effective(), EpochIndex(11));
	assert_eq!(at.check(EpochIndex(11)), Err(LedgerError::EpochInFuture));
	assert_eq!(at.check(EpochIndex(10)), Ok(()));
	assert_eq!(at.check(EpochIndex(3)), Ok(()));
	assert_eq!(at.check(EpochIndex(2)), Err(LedgerError::EpochTooOld));
}

#[test]
fn sees_every_epoch_so_far_when_fewer_than_the_window_have_passed() {
	let at = Horizon { now: EpochIndex(3), window: 7 };

	assert_eq!(at.check(EpochIndex(0)), Ok(()));
}

#[test]
fn releases_an_exit_when_the_last_liable_epoch_is_out_of_the_window() {
	let release = |liable: Option<u32>| {
		let departure = Departure::new(EpochIndex(10), liable.map(EpochIndex), 7);
		assert_eq!(departure.last_epoch, EpochIndex(10));
		departure.release_epoch.0
	};

	assert_eq!(release(Some(10)), 18);
	assert_eq!(release(Some(99)), 18, "faults after its last epoch do not concern it");
	assert_eq!(release(Some(9)), 17);
	assert_eq!(release(Some(4)), 12);
	assert_eq!(release(Some(3)), 11);
	assert_eq!(release(Some(0)), 11);
	assert_eq!(release(None), 11);
}
