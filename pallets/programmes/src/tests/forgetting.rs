// SPDX-License-Identifier: Apache-2.0

//! Records that are not needed any more. W is 3.

use crate::{
	mock::*, EpochIndex, OldestWork, Performances, Programmes as Records, Rule, WorkRecords,
};

fn performances(epoch: u32) -> usize {
	Performances::<Test>::iter_key_prefix((FIRST, EpochIndex(epoch))).count()
}

fn works(epoch: u32) -> usize {
	WorkRecords::<Test>::iter_key_prefix(EpochIndex(epoch)).count()
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

		assert_eq!((performances(11), works(11)), (12, 12));
		assert_eq!(scored(11, ALICE).map(|(_, reward)| reward), Some(10));
	});
}

#[test]
fn records_go_a_few_with_each_page_when_the_epoch_lies_before_the_window() {
	test(|| {
		prepare();
		go_to_hour(15, GRACE);

		// Three epochs end, and two records of each kind go with each.
		finalise(3);
		assert_eq!((performances(11), works(11)), (6, 6));

		for epoch in 16..30 {
			go_to_hour(epoch, GRACE);
			finalise(1);
			check_invariants();
		}

		assert_eq!((performances(11), works(11)), (0, 0));
		let record = Records::<Test>::get(FIRST).expect("it exists");
		assert!(record.oldest_epoch > EpochIndex(11));
		assert!(OldestWork::<Test>::get() > Some(EpochIndex(11)));
	});
}

#[test]
fn records_go_after_a_year_without_anybody() {
	test(|| {
		prepare();
		go_to(11 + 52);

		for epoch in 63..130 {
			go_to_hour(epoch, GRACE);
			finalise(5);
		}

		assert_eq!((performances(11), works(11)), (0, 0));
		let record = Records::<Test>::get(FIRST).expect("it exists");
		assert_eq!(record.oldest_epoch, EpochIndex(126), "it has caught up");
		assert_eq!(OldestWork::<Test>::get(), Some(EpochIndex(126)));
	});
}
