// SPDX-License-Identifier: Apache-2.0

//! A chain that begins anew.

use crate::{mock::*, EpochIndex, Error, Event, SetId};
use frame_support::{assert_noop, assert_ok, storage::unhashed};
use sp_runtime::DispatchError;

fn forget() {
	assert_ok!(SetFollower::forget_set(RuntimeOrigin::root()));
}

#[test]
fn forget_set_lets_any_epoch_be_news() {
	test(|| {
		follow(9, 900, &[1, 2]);

		forget();

		let (set_id, epoch) = (SetId(9), EpochIndex(900));
		System::assert_last_event(Event::SetForgotten { set_id, epoch }.into());
		assert_eq!(SetFollower::followed_set(), None);
		follow(1, 1, &[3]);
	});
}

#[test]
fn forget_set_is_refused_when_nothing_is_known() {
	test(|| {
		let forget = SetFollower::forget_set(RuntimeOrigin::root());
		assert_noop!(forget, Error::<Test>::NoSet);
	});
}

#[test]
fn forget_set_is_refused_when_anybody_but_the_admin_asks() {
	test(|| {
		follow(1, 1, &[1]);
		for who in [SOURCE, STRANGER] {
			assert_noop!(SetFollower::forget_set(signed(who)), DispatchError::BadOrigin);
		}
	});
}

#[test]
fn forget_set_forgets_what_does_not_decode() {
	test(|| {
		follow(1, 1, &[1]);
		unhashed::put_raw(&crate::Followed::<Test>::hashed_key(), &[0xff]);

		forget();

		let (set_id, epoch) = (SetId(0), EpochIndex(0));
		System::assert_last_event(Event::SetForgotten { set_id, epoch }.into());
		follow(1, 1, &[1]);
	});
}
