// SPDX-License-Identifier: Apache-2.0

//! Suspension of the idle: after 16 turns, or 16 time-outs in an epoch.

use crate::{mock::*, Error, Event};
use bulwark_traits::{AuthorLog, WorkLog};
use frame_support::{assert_noop, assert_ok, dispatch::Pays};
use sp_runtime::DispatchError;

const SET: [AccountId; 4] = [ALICE, BOB, CHARLIE, DAVE];

/// Four authors that have made a block each, in week 11.
fn prepare() {
	assert_ok!(Programmes::set_idle_turns(root(), 16));
	go_to(11);
	Programmes::changed(&SET, &[]);
	blocks(&SET, 1);
}

fn report_idle(operator: AccountId) -> frame_support::dispatch::DispatchResultWithPostInfo {
	Programmes::report_idle(signed(PAUPER), operator)
}

#[test]
fn author_is_suspended_after_so_many_turns_without_a_block() {
	test(|| {
		prepare();

		// Dave has 16 turns with the 64th block of the others: three of four are theirs.
		blocks(&SET[..3], 20);
		assert_eq!(Suspended::get(), []);
		blocks(&SET[..3], 3);

		assert_eq!(Suspended::get(), [DAVE]);
		assert_told(Event::IdleSuspended { operator: DAVE });
	});
}

#[test]
fn suspended_author_is_not_suspended_again_before_it_has_missed_as_many() {
	test(|| {
		prepare();
		blocks(&SET[..3], 30);
		go_to(12);
		blocks(&SET[..3], 12);
		assert_eq!(Suspended::get(), [DAVE]);

		blocks(&SET[..3], 2);

		assert_eq!(Suspended::get(), [DAVE, DAVE]);
	});
}

#[test]
fn nobody_is_suspended_after_a_halt() {
	test(|| {
		prepare();

		go_to_hour(13, 100);
		blocks(&SET, 1);

		assert_eq!(Suspended::get(), []);
	});
}

#[test]
fn nobody_is_suspended_when_that_is_switched_off() {
	test(|| {
		prepare();
		assert_ok!(Programmes::set_idle_turns(root(), 0));
		go_to(12);

		blocks(&SET[..3], 100);

		assert_eq!(Suspended::get(), []);
		assert_noop!(report_idle(DAVE), Error::<Test>::NotIdle);
	});
}

#[test]
fn a_third_of_the_others_is_suspended_in_an_epoch_at_most() {
	test(|| {
		prepare();

		// Three of four are idle, and one of them goes.
		blocks(&[ALICE], 200);
		assert_eq!(Suspended::get().len(), 1);
		go_to(12);
		blocks(&[ALICE], 200);

		assert_eq!(Suspended::get().len(), 2);
	});
}

#[test]
fn last_member_of_the_set_is_never_suspended() {
	test(|| {
		prepare();
		Members::set(&vec![DAVE]);

		blocks(&SET[..3], 50);

		assert_eq!(Suspended::get(), []);
		assert_noop!(report_idle(DAVE), Error::<Test>::TooManySuspended);
	});
}

#[test]
fn author_that_left_the_set_is_not_suspended() {
	test(|| {
		prepare();
		Members::set(&SET[..3].to_vec());

		blocks(&SET[..3], 50);

		assert_eq!(Suspended::get(), []);
		assert_noop!(report_idle(DAVE), Error::<Test>::NotIdle);
	});
}

#[test]
fn error_of_the_door_is_told_and_stops_nobody() {
	test(|| {
		prepare();
		Unsuspendable::set(&vec![DAVE]);

		blocks(&SET[..3], 30);

		assert_eq!(Suspended::get(), [], "what it did is taken back");
		let reason = DispatchError::Other("");
		assert_told(Event::SuspensionFailed { operator: DAVE, reason });
	});
}

/// Its block may be the one in which it leaves the set.
#[test]
fn operator_that_is_out_already_takes_nobodys_place() {
	test(|| {
		prepare();
		Out::set(&vec![BOB, CHARLIE]);

		// Three of four are idle, and one may be suspended.
		blocks(&[ALICE], 200);

		assert_eq!(Suspended::get(), [DAVE]);
	});
}

#[test]
fn report_idle_is_refused_when_the_operator_is_out_already() {
	test(|| {
		prepare();
		Out::set(&vec![DAVE]);
		crate::AuthorTurns::<Test>::mutate(|turns| {
			for _ in 0..64 {
				turns.grow();
			}
		});

		assert_noop!(report_idle(DAVE), Error::<Test>::NotIdle);
	});
}

#[test]
fn report_idle_suspends_at_once() {
	test(|| {
		prepare();
		// Nobody is looked at, because the authors are not told.
		assert_noop!(report_idle(DAVE), Error::<Test>::NotIdle);
		crate::AuthorTurns::<Test>::mutate(|turns| {
			for _ in 0..64 {
				turns.grow();
			}
		});

		let info = report_idle(DAVE).expect("it is idle");

		assert_eq!(info.pays_fee, Pays::No);
		assert_eq!(Suspended::get(), [DAVE]);
		assert_told(Event::IdleSuspended { operator: DAVE });
		assert_noop!(report_idle(DAVE), Error::<Test>::NotIdle);
		assert_noop!(report_idle(CHARLIE), Error::<Test>::TooManySuspended);
	});
}

#[test]
fn report_idle_is_refused_when_the_account_is_no_author() {
	test(|| {
		prepare();

		assert_noop!(report_idle(SPONSOR), Error::<Test>::NotIdle);
		assert_noop!(Programmes::report_idle(root(), DAVE), DispatchError::BadOrigin);
	});
}

#[test]
fn report_idle_hands_on_the_error_of_the_door() {
	test(|| {
		prepare();
		Unsuspendable::set(&vec![DAVE]);
		crate::AuthorTurns::<Test>::mutate(|turns| {
			for _ in 0..64 {
				turns.grow();
			}
		});

		assert_noop!(report_idle(DAVE), DispatchError::Other("cannot be suspended"));
	});
}

#[test]
fn sequencer_is_suspended_after_so_many_timeouts_in_an_epoch() {
	test(|| {
		prepare();
		for _ in 0..15 {
			Programmes::timed_out(&BOB);
		}
		go_to(12);
		for _ in 0..15 {
			Programmes::timed_out(&BOB);
		}
		assert_eq!(Suspended::get(), []);

		Programmes::timed_out(&BOB);

		assert_eq!(Suspended::get(), [BOB]);
		Programmes::timed_out(&BOB);
		assert_eq!(Suspended::get(), [BOB]);
	});
}

#[test]
fn sequencer_is_tried_again_with_as_many_timeouts_more() {
	test(|| {
		prepare();
		let timed_out = |times| (0..times).for_each(|_| Programmes::timed_out(&BOB));
		Unsuspendable::set(&vec![BOB]);
		timed_out(16);
		Unsuspendable::set(&vec![]);
		timed_out(15);
		assert_eq!(Suspended::get(), []);

		timed_out(1);

		assert_eq!(Suspended::get(), [BOB]);
	});
}

#[test]
fn suspension_that_fails_takes_nobodys_place() {
	test(|| {
		prepare();
		Unsuspendable::set(&vec![DAVE]);
		for who in [DAVE, CHARLIE] {
			for _ in 0..16 {
				Programmes::timed_out(&who);
			}
		}

		assert_told(Event::SuspensionFailed { operator: DAVE, reason: DispatchError::Other("") });
		assert_eq!(Suspended::get(), [CHARLIE], "one of four may go in an epoch");
	});
}

#[test]
fn every_author_is_looked_at_in_rotation() {
	test(|| {
		prepare();
		let mut seen = std::collections::BTreeSet::new();

		for _ in 0..4 {
			block(ALICE);
			seen.insert(crate::LastLookedAt::<Test>::get().expect("somebody was"));
		}

		assert_eq!(seen.len(), 4);
	});
}

#[test]
fn rotation_goes_on_when_the_last_has_left() {
	test(|| {
		prepare();
		let last = crate::LastLookedAt::<Test>::get().expect("somebody was");

		Programmes::changed(&[], core::slice::from_ref(&last));
		block(SET.into_iter().find(|who| *who != last).expect("there are others"));

		assert_ne!(crate::LastLookedAt::<Test>::get(), Some(last));
	});
}
