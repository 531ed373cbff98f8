// SPDX-License-Identifier: Apache-2.0

//! Messages that are sent, those that wait, and those that cannot be sent.

use crate::{mock::*, DueEpoch, EpochIndex, Event, SetId};
use frame_support::weights::Weight;
use sp_runtime::DispatchError;

#[test]
fn set_of_an_epoch_waits_for_its_election() {
	test(|| {
		// Somebody has dropped out with the end of epoch 4.
		announce(2, 5, 4, &[10]);
		poll(Weight::MAX);
		assert_eq!(sent(), []);

		elect(3, 5, &[10, 20]);

		assert_eq!(sent().len(), 2);
	});
}

#[test]
fn nothing_is_sent_before_anything_is_announced() {
	test(|| {
		poll(Weight::MAX);

		assert_eq!((sent(), SetMessages::sent_epoch()), (vec![], None));
	});
}

#[test]
fn message_that_fails_writes_nothing_and_stops_no_other() {
	test(|| {
		Closed::set(&vec![LEFT]);

		elect(1, 5, &[10]);

		assert_eq!(sent(), [(RIGHT, 1, 5, vec![10])]);
		let (set_id, epoch, reason) = (SetId(1), EpochIndex(5), DispatchError::Unavailable);
		assert_eq!(
			events(),
			[
				Event::<Test>::SetNotSent { follower: LEFT, set_id, epoch, reason },
				Event::<Test>::SetSent { follower: RIGHT, set_id, epoch },
			]
		);
	});
}

#[test]
fn message_that_failed_is_made_up_for_by_the_next_epoch() {
	test(|| {
		Closed::set(&vec![LEFT, RIGHT]);
		elect(1, 5, &[10]);
		Closed::set(&vec![]);
		poll(Weight::MAX);
		assert_eq!(sent(), []);

		elect(1, 6, &[10]);

		assert_eq!(sent(), [(LEFT, 1, 6, vec![10]), (RIGHT, 1, 6, vec![10])]);
	});
}

#[test]
fn block_without_room_leaves_it_to_the_next() {
	test(|| {
		announce(1, 5, 5, &[10]);
		let all = poll_weight(2);
		for little in [Weight::from_parts(1, 0), Weight::from_parts(0, 1)] {
			poll(all - little);
			assert_eq!((sent(), DueEpoch::<Test>::get()), (vec![], Some(EpochIndex(5))));
		}

		assert_eq!(poll(all), all);

		assert_eq!(sent().len(), 2);
		assert_eq!(DueEpoch::<Test>::get(), None);
		assert_eq!(SetMessages::sent_epoch(), Some(EpochIndex(5)));
	});
}

/// What is in force when it is sent is sent: a member that has dropped out meanwhile is not in it.
#[test]
fn later_block_sends_the_set_that_is_in_force_by_then() {
	test(|| {
		announce(1, 5, 5, &[10, 20]);
		poll(Weight::zero());

		elect(2, 5, &[10]);

		assert_eq!(sent(), [(LEFT, 2, 5, vec![10]), (RIGHT, 2, 5, vec![10])]);
	});
}

#[test]
fn epoch_without_room_is_not_told_once_the_next_is_elected() {
	test(|| {
		announce(1, 5, 5, &[10]);
		poll(Weight::zero());

		elect(1, 6, &[10]);

		assert_eq!(sent(), [(LEFT, 1, 6, vec![10]), (RIGHT, 1, 6, vec![10])]);
		poll(Weight::MAX);
		assert_eq!(sent(), []);
	});
}

/// With the end of an epoch that found no room somebody drops out: what is in force then is no set of that epoch.
#[test]
fn set_of_the_next_epoch_is_not_told_as_that_of_one_without_room() {
	test(|| {
		announce(1, 5, 5, &[10, 20]);
		poll(Weight::zero());
		announce(2, 6, 5, &[10, 30]);

		poll(Weight::MAX);
		assert_eq!((sent(), DueEpoch::<Test>::get()), (vec![], None));

		elect(3, 6, &[10, 40]);
		assert_eq!(sent(), [(LEFT, 3, 6, vec![10, 40]), (RIGHT, 3, 6, vec![10, 40])]);
	});
}

#[test]
fn set_of_the_genesis_is_not_told() {
	test(|| {
		System::set_block_number(0);
		announce(1, 0, 0, &[10]);
		System::set_block_number(1);

		poll(Weight::MAX);

		assert_eq!(sent(), []);
	});
}

#[test]
fn nothing_is_sent_when_there_is_no_set_or_nobody_follows() {
	test(|| {
		announce(1, 5, 5, &[10]);
		Serving::set(&None);
		poll(Weight::MAX);
		assert_eq!(sent(), []);
	});
	new_test_ext().execute_with(|| {
		elect(1, 5, &[10]);
		assert_eq!((sent(), events()), (vec![], vec![]));
		check_invariants();
	});
}

fn poll_weight(followers: u32) -> Weight {
	use crate::WeightInfo;

	type Costs = <Test as crate::Config>::WeightInfo;
	Costs::poll() + Costs::send(followers) + LOOK + MESSAGE * u64::from(followers)
}
