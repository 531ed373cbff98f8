// SPDX-License-Identifier: Apache-2.0

//! Records that are not needed any more. W is 3.

use crate::{mock::*, Performances, Rule, WorkRecords};

fn performances(epoch: u32) -> usize {
	Performances::<Test>::iter_key_prefix((FIRST, epoch_key(epoch))).count()
}

fn works(epoch: u32) -> usize {
	WorkRecords::<Test>::iter_key_prefix(epoch_key(epoch)).count()
}

/// Twelve operators make a block each in week 11, and it is finalised.
fn prepare() {
	create_programme(GOLD, Rule::Points(POINTS), 0);
	fund(120, 1);
	go_to(11);
	blocks(&OPERATORS, 1);
	pass(11);
	finalise(100);
	assert_eq!((performances(11), works(11)), (12, 12));
}

#[test]
fn records_are_kept_as_long_as_the_epoch_lies_in_the_window() {
	test(|| {
		prepare();

		go_to_hour(14, GRACE);
		finalise(100);
		blocks(&OPERATORS, 1);

		assert_eq!((performances(11), works(11)), (12, 12));
		assert_eq!(scored(11, ALICE).map(|(_, reward)| reward), Some(10));
	});
}

#[test]
fn performances_go_a_few_with_each_page_when_the_epoch_lies_before_the_window() {
	test(|| {
		prepare();
		go_to_hour(15, GRACE);

		// Three epochs end, and two records go with each.
		finalise(3);
		assert_eq!(performances(11), 6);

		for epoch in 16..19 {
			go_to_hour(epoch, GRACE);
			finalise(1);
		}

		assert_eq!(Performances::<Test>::iter().count(), 0);
	});
}

#[test]
fn work_goes_a_few_with_each_new_record_when_the_epoch_lies_before_the_window() {
	test(|| {
		prepare();
		go_to(15);

		blocks(&[ALICE], 5);
		assert_eq!((works(11), works(15)), (10, 1));
		blocks(&OPERATORS, 1);

		assert_eq!((works(11), works(15)), (0, 12));
	});
}

#[test]
fn year_of_minutes_without_anybody_costs_nothing() {
	test(|| {
		prepare();
		let first = 11 + 525_600;

		// Three epochs end, one with Alice, and two without anybody.
		for epoch in first..first + 8 {
			go_to_hour(epoch, GRACE);
			blocks(&[ALICE], 1);
			finalise(9);
		}

		assert_eq!((performances(11), works(11)), (0, 0));
		assert_eq!((performances(first), works(first)), (0, 0), "and what came after goes as ever");
		assert_eq!((performances(first + 6), works(first + 6)), (1, 1));
	});
}

#[test]
fn work_is_kept_for_a_window_where_there_is_no_programme() {
	test(|| {
		for epoch in 11..100 {
			go_to(epoch);
			blocks(&OPERATORS, 2);

			let kept = (epoch - 10).min(WINDOW + 1) as usize;
			assert_eq!(WorkRecords::<Test>::iter().count(), kept * OPERATORS.len());
		}
	});
}
