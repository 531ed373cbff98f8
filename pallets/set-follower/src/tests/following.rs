// SPDX-License-Identifier: Apache-2.0

//! Messages that arrive: in time, late, twice, out of order, and never.

use crate::{mock::*, Error};
use codec::{Decode, Encode};
use frame_support::assert_noop;
use sp_runtime::DispatchError;

#[test]
fn note_set_takes_the_place_of_the_one_before_altogether() {
	test(|| {
		follow(1, 1, &[1, 2, 3]);

		follow(2, 2, &[4]);

		assert!(!SetFollower::is_member(1));
	});
}

#[test]
fn note_set_takes_the_same_set_in_a_later_epoch() {
	test(|| {
		follow(1, 1, &[1, 2]);

		follow(1, 2, &[1, 2]);
	});
}

#[test]
fn note_set_takes_the_next_when_messages_were_lost() {
	test(|| {
		follow(1, 1, &[1, 2]);

		follow(9, 40, &[5, 6]);
	});
}

#[test]
fn note_set_is_refused_when_it_comes_twice() {
	test(|| {
		follow(1, 1, &[1, 2]);

		refuse(1, 1, &[1, 2], Error::OldNews);
	});
}

#[test]
fn note_set_is_refused_when_it_comes_late() {
	test(|| {
		follow(1, 1, &[1, 2]);
		follow(3, 3, &[3, 4]);

		refuse(2, 2, &[2, 3], Error::OldNews);
	});
}

/// Of one epoch only the first message counts, whatever the second says.
#[test]
fn note_set_is_refused_when_another_set_of_the_epoch_is_known() {
	test(|| {
		follow(1, 1, &[1, 2]);

		refuse(2, 1, &[3], Error::OldNews);
	});
}

#[test]
fn note_set_is_refused_when_a_later_epoch_has_an_older_set() {
	test(|| {
		follow(5, 5, &[1, 2]);

		refuse(4, 6, &[3], Error::OlderSet);
		follow(5, 6, &[1, 2]);
	});
}

#[test]
fn nothing_is_known_when_no_message_ever_comes() {
	test(|| {
		assert_eq!(SetFollower::followed_set(), None);
		assert!(!SetFollower::is_member(1));
		assert!(Acknowledged::get().is_empty());
	});
}

#[test]
fn note_set_is_refused_when_anybody_else_tells_it() {
	test(|| {
		for origin in [signed(STRANGER), RuntimeOrigin::root(), RuntimeOrigin::none()] {
			assert_noop!(told_by(origin, 1, 1, &[1]), DispatchError::BadOrigin);
		}
	});
}

#[test]
fn note_set_is_refused_when_it_is_empty() {
	test(|| refuse(1, 1, &[], Error::EmptySet));
}

#[test]
fn note_set_is_refused_when_an_account_is_a_member_twice() {
	test(|| refuse(1, 1, &[1, 2, 1], Error::DuplicateMember));
}

#[test]
fn note_set_takes_as_many_members_as_can_be_and_does_not_decode_with_more() {
	test(|| {
		let bytes = |count: u64| {
			let members: Vec<u64> = (1..=count).collect();
			(46u8, 0u8, 1u32, 1u32, members).encode()
		};
		let read = |count| RuntimeCall::decode(&mut bytes(count).as_slice());

		follow(1, 1, &[1, 2, 3, 4]);

		assert!(read(MAX_MEMBERS.into()).is_ok());
		assert!(read(u64::from(MAX_MEMBERS) + 1).is_err());
	});
}

/// What is newer cannot be told from a record that does not decode.
#[test]
fn note_set_is_refused_when_what_is_known_does_not_decode() {
	new_test_ext().execute_with(|| {
		follow(1, 1, &[1, 2]);
		let key = crate::Followed::<Test>::hashed_key();
		frame_support::storage::unhashed::put_raw(&key, &[0xff]);

		assert_noop!(told(2, 2, &[3]), DispatchError::Corruption);

		assert!(!SetFollower::is_member(1));
	});
}
