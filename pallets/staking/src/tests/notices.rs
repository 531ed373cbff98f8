// SPDX-License-Identifier: Apache-2.0

//! Notices of the active set, and the validators that it offers.

use crate::{mock::*, EpochIndex, Event, Operators, PoolId, SetId};
use frame_support::assert_ok;

/// The id of a set, the epoch, the members that joined and those that left.
type Told = (u32, u32, Vec<AccountId>, Vec<AccountId>);

/// The notices since this was asked last.
fn told() -> Vec<Told> {
	let notices = Notices::get();
	Notices::set(&vec![]);
	let numbers = |(set_id, epoch, joined, left): (SetId, EpochIndex, _, _)| {
		(set_id.0, epoch.0, joined, left)
	};
	notices.into_iter().map(numbers).collect()
}

/// [`OPERATOR`] and [`RIVAL`] serve, two others are in reserve; the followers know it.
fn serve_two() -> [PoolId; 4] {
	let pools = serve(2, [(OPERATOR, 400), (RIVAL, 300), (THIRD, 200), (FOURTH, 100)]);
	assert_eq!(told(), [(1, 1, vec![OPERATOR, RIVAL], vec![])]);
	pools
}

// Notices.

#[test]
fn followers_are_told_who_joined_and_who_left() {
	test(|| {
		let [_, _, thirds, fourths] = serve_two();
		delegate(thirds, BOB, 1_000);
		delegate(fourths, BOB, 2_000);

		next_epoch();

		let (joined, left) = (vec![FOURTH, THIRD], vec![OPERATOR, RIVAL]);
		assert_eq!(told(), [(2, 2, joined.clone(), left.clone())]);
		let (set_id, epoch) = (SetId(2), EpochIndex(2));
		assert_last(Event::ActiveSetChanged { set_id, epoch, joined, left });
	});
}

#[test]
fn followers_are_told_at_once_when_a_member_drops_out() {
	test(|| {
		serve_two();
		retire(RIVAL);
		assert_eq!(told(), []);

		next_block();
		next_block();

		assert_eq!(told(), [(2, 1, vec![THIRD], vec![RIVAL])]);
	});
}

/// A follower that hears one set an epoch waits for that which the epoch has elected.
#[test]
fn notice_tells_whether_its_epoch_was_elected_when_a_member_has_dropped_out_before() {
	test(|| {
		serve_two();
		Elections::set(&vec![]);
		retire(RIVAL);
		skip(1);

		next_block();
		next_block();
		next_block();

		let (before, now) = (EpochIndex(1), EpochIndex(2));
		assert_eq!(Elections::get(), [(now, Some(before)), (now, Some(now))]);
		assert_eq!(told(), [(2, 2, vec![THIRD], vec![RIVAL]), (2, 2, vec![], vec![])]);
	});
}

#[test]
fn followers_are_told_once_an_epoch_that_nothing_has_changed() {
	test(|| {
		serve_two();

		for epoch in 2..=4 {
			next_epoch();
			next_block();
			next_block();
			assert_eq!(told(), [(1, epoch, vec![], vec![])]);
		}
	});
}

#[test]
fn followers_are_told_nothing_when_an_epoch_has_no_block() {
	test(|| {
		serve_two();

		skip(10);
		next_block();
		next_block();

		assert_eq!(told(), [(1, 11, vec![], vec![])]);
	});
}

#[test]
fn followers_are_told_nothing_when_somebody_in_reserve_drops_out() {
	test(|| {
		serve_two();

		assert_ok!(Staking::suspend(root(), THIRD));
		next_block();

		assert_eq!(ranking(), [OPERATOR, RIVAL, FOURTH]);
		assert_eq!(told(), []);
	});
}

#[test]
fn followers_are_told_nothing_when_another_size_elects_the_same() {
	test(|| {
		serve_two();
		set_size(2);
		next_block();
		assert_eq!(told(), []);

		set_size(4);
		next_block();
		assert_eq!(told(), [(2, 1, vec![THIRD, FOURTH], vec![])]);
		set_size(MAX_SET);
		next_block();
		assert_eq!(told(), []);
	});
}

#[test]
fn followers_are_told_every_epoch_that_the_last_set_stays() {
	test(|| {
		serve_two();
		[OPERATOR, RIVAL, THIRD, FOURTH].into_iter().for_each(retire);
		next_block();
		assert_eq!(told(), [(1, 1, vec![], vec![])]);

		next_epoch();
		next_block();

		assert_eq!(told(), [(1, 2, vec![], vec![])]);
	});
}

#[test]
fn followers_are_told_nothing_when_there_has_never_been_a_set() {
	test(|| {
		operator_pool();
		next_epoch();
		next_epoch();

		assert_eq!(told(), []);
	});
}

// Validators.

#[test]
fn validators_are_the_members_with_session_keys() {
	test(|| {
		serve_two();
		assert_eq!(Staking::validators::<Keyed>(), Some(vec![OPERATOR, RIVAL]));

		Keyless::set(&vec![OPERATOR]);

		assert_eq!(Staking::validators::<Keyed>(), Some(vec![RIVAL]));
		assert_eq!(members(), [OPERATOR, RIVAL]);
	});
}

#[test]
fn validators_stay_when_no_member_has_session_keys() {
	test(|| {
		serve_two();

		Keyless::set(&vec![RIVAL, OPERATOR]);

		assert_eq!(Staking::validators::<Keyed>(), None);
	});
}

#[test]
fn validators_stay_when_there_has_never_been_a_set() {
	test(|| {
		register(OPERATOR);
		next_epoch();

		assert_eq!(Operators::<Test>::count(), 1);
		assert_eq!(Staking::validators::<Keyed>(), None);
	});
}
