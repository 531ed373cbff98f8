// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, Error, Event};
use codec::{Decode, Encode};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::{DispatchError, DispatchResult};

fn try_set(all: &[u32]) -> DispatchResult {
	SetMessages::set_followers(RuntimeOrigin::root(), followers(all))
}

#[test]
fn set_followers_names_all_of_them_from_the_next_set_on() {
	test(|| {
		elect(1, 5, &[10]);
		sent();
		events();

		assert_ok!(try_set(&[FAR]));

		let (old, new) = (followers(&[LEFT, RIGHT]), followers(&[FAR]));
		assert_eq!(events(), [Event::<Test>::FollowersSet { old, new }]);
		assert_eq!(SetMessages::followers(), [FAR]);
		elect(1, 5, &[10]);
		assert_eq!(sent(), []);
		elect(1, 6, &[10]);
		assert_eq!(sent(), [(FAR, 1, 6, vec![10])]);
	});
}

#[test]
fn set_followers_can_name_nobody() {
	test(|| {
		assert_ok!(try_set(&[]));

		elect(1, 5, &[10]);
		assert_eq!(sent(), []);
	});
}

#[test]
fn set_followers_is_refused_when_one_is_named_twice() {
	test(|| {
		assert_noop!(try_set(&[FAR, LEFT, FAR]), Error::<Test>::DuplicateFollower);
	});
}

#[test]
fn set_followers_is_refused_when_they_are_those_already() {
	test(|| {
		assert_noop!(try_set(&[LEFT, RIGHT]), Error::<Test>::Unchanged);
	});
}

#[test]
fn set_followers_is_refused_when_anybody_but_the_admin_asks() {
	test(|| {
		let by_one = SetMessages::set_followers(RuntimeOrigin::signed(1), followers(&[FAR]));
		assert_noop!(by_one, DispatchError::BadOrigin);
	});
}

#[test]
fn set_followers_takes_as_many_as_can_be_and_does_not_decode_with_more() {
	test(|| {
		assert_ok!(try_set(&[LEFT, RIGHT, FAR]));

		let read = |count: u32| {
			let all: Vec<u32> = (0..count).collect();
			RuntimeCall::decode(&mut (45u8, 0u8, all).encode().as_slice())
		};
		assert!(read(3).is_ok());
		assert!(read(4).is_err());
	});
}
