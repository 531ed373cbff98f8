// SPDX-License-Identifier: Apache-2.0

//! Every invariant notices when it is broken.

use crate::{
	mock::*, EpochOffences, FirstSession, Offences, OperatorOffence, SessionLog, Sessions,
};
use sp_runtime::TryRuntimeError;

/// An equivocation is charged, and then something is broken.
fn broken(message: &'static str, spoil: impl FnOnce()) {
	new_test_ext().execute_with(|| {
		charged(&OPERATOR, 1);
		check_invariants();

		spoil();

		assert_eq!(OffenceCases::do_try_state(), Err(TryRuntimeError::Other(message)));
	});
}

fn change_sessions(change: impl FnOnce(&mut SessionLog)) {
	Sessions::<Test>::mutate(|log| change(log.as_mut().expect("it is kept")));
}

fn change_offences(change: impl FnOnce(&mut EpochOffences<AccountId>)) {
	Offences::<Test>::mutate(OffenceCases::slot(FAULT), |known| {
		change(known.as_mut().expect("they are kept"))
	});
}

#[test]
fn sessions_are_in_order() {
	broken("sessions are in the order of the epochs in which they began", || {
		change_sessions(|log| log.firsts.sort_by(|a, b| b.epoch.cmp(&a.epoch)));
	});
	broken("sessions are in the order of the epochs in which they began", || {
		change_sessions(|log| log.firsts[1].session = 1);
	});
	broken("the epoch of the latest session is kept", || {
		change_sessions(|log| log.firsts.clear());
	});
}

#[test]
fn sessions_have_begun() {
	broken("no session is kept before it has begun", || {
		change_sessions(|log| log.latest = 1);
	});
	broken("no session is kept before it has begun", || {
		let to_come = FirstSession { epoch: FAULT.next(), session: 9 };
		change_sessions(|log| {
			log.firsts.try_push(to_come).expect("there is room");
			log.latest = 9;
		});
	});
}

#[test]
fn offences_stand_under_their_epochs() {
	broken("offences stand under the key of their epoch", || {
		let known = OffenceCases::offences_in(FAULT).expect("it decodes");
		Offences::<Test>::insert(OffenceCases::slot(FAULT.next()), known);
	});
	broken("no offence is of an epoch to come", || {
		change_offences(|known| known.epoch = FAULT.plus(16));
	});
}

#[test]
fn operators_have_one_worst_offence() {
	broken("an operator has one worst offence in an epoch", || {
		change_offences(|known| {
			let again = known.offences[0].clone();
			known.offences.try_push(again).expect("there is room");
		});
	});
}

#[test]
fn cases_ask_for_what_is_called_for() {
	broken("I7: cases ask for no more than an offence calls for", || {
		change_offences(|known| {
			let OperatorOffence { offence, .. } = &mut known.offences[0];
			offence.called_for = percent(1);
		});
	});
}

#[test]
fn offences_are_answered_by_cases() {
	broken("I7: an offence is answered by a case, or by nothing", || {
		change_offences(|known| known.offences[0].case_id = None);
	});
	broken("I7: an offence is answered by a case, or by nothing", || {
		change_offences(|known| known.offences[0].offence.answered = percent(0));
	});
}
