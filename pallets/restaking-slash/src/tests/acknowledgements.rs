// SPDX-License-Identifier: Apache-2.0

//! Acknowledgements of active sets by followers.

use crate::{mock::*, AcknowledgedEpochViewFunction, EpochIndex, Error, Event, Pallet};
use bulwark_traits::SetAcknowledgements;
use codec::Encode;
use frame_support::{assert_noop, assert_ok, view_functions::ViewFunction};
use sp_runtime::{traits::BadOrigin, DispatchResult};

type Door = Pallet<Test>;

fn try_acknowledge(follower: AccountId, epoch: u32) -> DispatchResult {
	Restaking::acknowledge_set(signed(follower), EpochIndex(epoch))
}

fn acknowledge(follower: AccountId, epoch: u32) {
	assert_ok!(try_acknowledge(follower.clone(), epoch));

	let epoch = EpochIndex(epoch);
	assert_eq!(Restaking::acknowledged_epoch(follower.clone()), Some(epoch));
	assert_last(Event::SetAcknowledged { follower, epoch });
}

#[test]
fn acknowledgement_is_readable_by_follower() {
	test(|| {
		assert_eq!(Restaking::acknowledged_epoch(BOB), None);

		acknowledge(BOB, 3);
		acknowledge(BOB, 10);
		acknowledge(CHARLIE, 0);

		assert_eq!(Restaking::acknowledged_epoch(BOB), Some(EpochIndex(10)));
		let id = AcknowledgedEpochViewFunction::<Test>::id();
		let answer = Test::execute_view_function(id, CHARLIE.encode());
		let answer = answer.expect("there is such a function");
		assert_eq!(answer, Some(EpochIndex(0)).encode());
	});
}

#[test]
fn acknowledgement_comes_by_the_door_as_by_the_call() {
	let acknowledge = |epoch| <Door as SetAcknowledgements<_>>::acknowledge(&BOB, epoch);
	let acknowledged_epoch = <Door as SetAcknowledgements<_>>::acknowledged_epoch;
	test(|| {
		assert_ok!(acknowledge(EpochIndex(4)));

		let epoch = EpochIndex(4);
		assert_last(Event::SetAcknowledged { follower: BOB, epoch });
		assert_eq!(acknowledged_epoch(&BOB), Some(epoch));
		assert_eq!(acknowledged_epoch(&ALICE), None);
		assert_noop!(acknowledge(EpochIndex(4)), Error::<Test>::AlreadyAcknowledged);
		assert_noop!(acknowledge(EpochIndex(11)), Error::<Test>::EpochInFuture);
		assert_noop!(try_acknowledge(BOB, 4), Error::<Test>::AlreadyAcknowledged);
	});
}

#[test]
fn acknowledgement_is_refused_when_the_epoch_has_not_begun() {
	test(|| {
		assert_noop!(try_acknowledge(BOB, 11), Error::<Test>::EpochInFuture);

		acknowledge(BOB, 10);
	});
}

#[test]
fn acknowledgement_is_refused_when_the_epoch_is_not_later_than_the_one_before() {
	test(|| {
		acknowledge(BOB, 3);

		for epoch in [0, 2, 3] {
			assert_noop!(try_acknowledge(BOB, epoch), Error::<Test>::AlreadyAcknowledged);
		}

		acknowledge(CHARLIE, 3);
		acknowledge(BOB, 4);
	});
}

#[test]
fn acknowledgement_is_for_followers() {
	test(|| {
		assert_noop!(Restaking::acknowledge_set(root(), EpochIndex(0)), BadOrigin);
	});
}
