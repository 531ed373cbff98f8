// SPDX-License-Identifier: Apache-2.0

//! Epochs that fall behind the window before they are finalised. W is 3.

use crate::{mock::*, EpochIndex, Event};

fn lapsed(first: u32, last: u32, carried: Balance) -> Event<Test> {
	Event::EpochsLapsed {
		programme_id: FIRST,
		first_epoch: EpochIndex(first),
		last_epoch: EpochIndex(last),
		carried,
	}
}

/// Alice serves in week 11 of a programme of 1 000 a week for ten weeks.
fn prepare() {
	service_programme(1);
	fund(10_000, 10);
	add_node(ALICE, 1);
	add_node(BOB, 2);
	set_powers(11, &[(ALICE, 5_000), (BOB, 5_000)]);
	go_to(12);
	report_week(0, 11, ALICE, &[900]);
	report_week(0, 11, BOB, &[900]);
}

#[test]
fn epoch_is_finalised_as_long_as_it_lies_in_the_window() {
	test(|| {
		prepare();
		go_to_hour(14, HOURS - 1);

		finalise(10);

		assert_eq!(rewarded(11), [(ALICE, 500), (BOB, 500)]);
	});
}

#[test]
fn epoch_lapses_when_it_falls_behind_the_window() {
	test(|| {
		prepare();
		go_to_hour(15, 0);

		finalise(1);

		assert_eq!(rewarded(11), []);
		assert_told(lapsed(11, 11, 1_000));
		// The first step of epoch 12 is done: nobody served, so that its money is carried too.
		assert_eq!((next_epoch(), carried(), owed(GOLD)), (13, 2_000, 10_000));
	});
}

#[test]
fn what_is_unpaid_is_carried_when_an_epoch_lapses_half_way() {
	test(|| {
		prepare();
		pass(11);
		finalise(3);
		assert_eq!(rewarded(11).len(), 1, "both are scored, and one is paid");

		go_to(15);
		check_invariants();
		finalise(1);

		assert_eq!(rewarded(11).len(), 1);
		assert_told(lapsed(11, 11, 500));
		assert_eq!((carried(), owed(GOLD)), (1_500, 9_500));
	});
}

#[test]
fn year_of_epochs_lapses_in_one_step() {
	test(|| {
		prepare();
		go_to(11 + 52);
		events();

		finalise(1);

		let told = events();
		let lapses = told.iter().filter(|event| matches!(event, Event::EpochsLapsed { .. }));
		assert_eq!(lapses.count(), 1);
		assert_eq!(told[0], lapsed(11, 59, 10_000));
		assert_eq!((next_epoch(), carried(), owed(GOLD)), (61, 10_000, 10_000));
	});
}

#[test]
fn money_that_lapsed_is_earned_in_the_next_epoch() {
	test(|| {
		prepare();
		go_to(60);
		finalise(100);
		set_powers(60, &[(ALICE, 5_000)]);
		go_to(61);
		report_week(0, 60, ALICE, &[900]);
		pass(60);

		finalise(10);

		assert_eq!(rewarded(60), [(ALICE, 10_000)]);
		assert_eq!(owed(GOLD), 0);
	});
}

#[test]
fn epochs_lapse_when_money_comes_in_too() {
	test(|| {
		prepare();
		go_to(15);

		fund(100, 1);

		assert_told(lapsed(11, 11, 1_000));
		assert_eq!((next_epoch(), carried(), due(12)), (12, 1_000, 1_000));
	});
}

#[test]
fn lapse_alone_is_progress() {
	test(|| {
		// With a window of 3 three epochs are over whenever one lapses: this one waits for its grace.
		prepare();
		go_to(15);
		finalise(10);

		assert_eq!(next_epoch(), 14);
		go_to_hour(18, 1);
		finalise(1);
		assert_told(lapsed(14, 14, 1_000));
	});
}
