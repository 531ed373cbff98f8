// SPDX-License-Identifier: Apache-2.0

//! Who is told of the active set, and what was heard of it.

use crate::{
	mock::*, AcknowledgedViewFunction, EpochIndex, Error, Event, Operators, Pallet, PoolId,
};
use bulwark_traits::SetAcknowledgements;
use codec::Encode;
use frame_support::{assert_noop, assert_ok, view_functions::ViewFunction};

/// The number of a set, the epoch, who joined and who left.
type Told = (u32, u32, Vec<AccountId>, Vec<AccountId>);

/// What was told since this was asked last.
fn told() -> Vec<Told> {
	let notices = Notices::get();
	Notices::set(&vec![]);
	let plain =
		|(id, epoch, joined, left): (crate::SetId, EpochIndex, _, _)| (id.0, epoch.0, joined, left);
	notices.into_iter().map(plain).collect()
}

/// [`OPERATOR`] and [`RIVAL`] serve, two others are in reserve; the followers know it.
fn serve_two() -> [PoolId; 4] {
	let pools = serve(2, [(OPERATOR, 400), (RIVAL, 300), (THIRD, 200), (FOURTH, 100)]);
	assert_eq!(told(), [(1, 1, vec![OPERATOR, RIVAL], vec![])]);
	pools
}

fn acknowledge(follower: AccountId, epoch: u32) {
	let epoch = EpochIndex(epoch);

	assert_ok!(Staking::acknowledge_set(signed(follower), epoch));

	assert_eq!(Staking::acknowledged(follower), Some(epoch));
	assert_last(Event::SetAcknowledged { follower, epoch });
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
		let (id, epoch) = (crate::SetId(2), EpochIndex(2));
		assert_last(Event::ActiveSetChanged { id, epoch, joined, left });
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
fn followers_are_told_nothing_when_another_size_seats_the_same() {
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
		assert_eq!(Staking::validators(), Some(vec![OPERATOR, RIVAL]));

		Keyless::set(&vec![OPERATOR]);

		assert_eq!(Staking::validators(), Some(vec![RIVAL]));
		assert_eq!(members(), [OPERATOR, RIVAL]);
	});
}

#[test]
fn validators_stay_when_no_member_has_session_keys() {
	test(|| {
		serve_two();

		Keyless::set(&vec![RIVAL, OPERATOR]);

		assert_eq!(Staking::validators(), None);
	});
}

#[test]
fn validators_stay_when_there_has_never_been_a_set() {
	test(|| {
		register(OPERATOR);
		next_epoch();

		assert_eq!(Operators::<Test>::count(), 1);
		assert_eq!(Staking::validators(), None);
	});
}

// Acknowledgements.

#[test]
fn acknowledgement_is_readable_by_follower() {
	test(|| {
		go_to(5);
		assert_eq!(Staking::acknowledged(BOB), None);

		acknowledge(BOB, 3);
		acknowledge(BOB, 5);
		acknowledge(CHARLIE, 0);

		assert_eq!(Staking::acknowledged(BOB), Some(EpochIndex(5)));
		let id = AcknowledgedViewFunction::<Test>::id();
		let answer = Test::execute_view_function(id, CHARLIE.encode());
		let answer = answer.expect("there is such a function");
		assert_eq!(answer, Some(EpochIndex(0)).encode());
	});
}

#[test]
fn acknowledgement_comes_by_the_door_as_by_the_call() {
	type Door = Pallet<Test>;
	let acknowledge = |epoch| <Door as SetAcknowledgements<_>>::acknowledge(&BOB, epoch);
	test(|| {
		go_to(5);

		assert_ok!(acknowledge(EpochIndex(4)));

		let epoch = EpochIndex(4);
		assert_last(Event::SetAcknowledged { follower: BOB, epoch });
		assert_eq!(<Door as SetAcknowledgements<_>>::acknowledged(&BOB), Some(epoch));
		assert_eq!(<Door as SetAcknowledgements<_>>::acknowledged(&ALICE), None);
		assert_noop!(acknowledge(EpochIndex(4)), Error::<Test>::AlreadyAcknowledged);
		assert_noop!(acknowledge(EpochIndex(6)), Error::<Test>::EpochInFuture);
		let call = Staking::acknowledge_set(signed(BOB), epoch);
		assert_noop!(call, Error::<Test>::AlreadyAcknowledged);
	});
}
