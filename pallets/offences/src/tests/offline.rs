// SPDX-License-Identifier: Apache-2.0

//! Validators that were offline are suspended, a third of them at most in an epoch, and nobody is charged.

use crate::{mock::*, Error, Event, Offences, Offline, OfflineSuspensions};
use frame_support::assert_ok;
use pallet_operator_staking::{Error as StakingError, OperatorState};
use sp_runtime::{DispatchError, Perbill};
use sp_staking::{
	offence::{Kind, Offence, ReportOffence},
	SessionIndex,
};

/// What `pallet-im-online` tells at the end of a session: who of so many validators was not heard of.
struct Unheard {
	offenders: Vec<(AccountId, ())>,
	validators: u32,
}

impl Offence<(AccountId, ())> for Unheard {
	const ID: Kind = *b"im-online:offlin";
	type Slot = SessionIndex;

	fn offenders(&self) -> Vec<(AccountId, ())> {
		self.offenders.clone()
	}

	fn session_index(&self) -> SessionIndex {
		2
	}

	fn validator_set_count(&self) -> u32 {
		self.validators
	}

	fn slot(&self) -> SessionIndex {
		2
	}

	fn slash_fraction(&self, _: u32) -> Perbill {
		Perbill::from_percent(7)
	}
}

type Told = Offline<Test>;

/// Some of so many validators were offline.
fn offline<const N: usize>(offenders: [AccountId; N], validators: u32) {
	let offenders = offenders.map(|who| (who, ())).to_vec();
	assert_ok!(Told::report_offence(vec![], Unheard { offenders, validators }));
}

fn state(who: &AccountId) -> Option<OperatorState> {
	Staking::operator(who.clone()).map(|view| view.state)
}

/// An operator that was offline was not suspended.
fn failed(operator: AccountId, reason: impl Into<DispatchError>) -> Event<Test> {
	Event::SuspensionFailed { operator, reason: reason.into() }
}

#[test]
fn operator_that_was_offline_is_suspended_and_not_charged() {
	test(|| {
		let before = System::block_weight().total();

		offline([OPERATOR], 4);

		assert_eq!(state(&OPERATOR), Some(OperatorState::Suspended));
		assert_eq!((bond_of(&OPERATOR), stake_of_alice()), (BOND, 1_000));
		assert_eq!(Offences::<Test>::iter().count(), 0);
		assert!(events().is_empty());
		assert!(System::block_weight().total().all_gt(before));
	});
}

#[test]
fn operator_comes_back_itself_in_the_next_epoch() {
	test(|| {
		offline([OPERATOR], 4);
		skip(1);

		assert_ok!(Staking::resume(signed(OPERATOR), OPERATOR));

		assert_eq!(state(&OPERATOR), Some(OperatorState::Active));
	});
}

#[test]
fn third_of_the_validators_is_suspended_in_an_epoch_at_most() {
	test(|| {
		// An outage takes all of them down: ⌊(4 − 1) / 3⌋.
		offline([OPERATOR, OTHER, FREE], 4);

		assert_eq!(state(&OPERATOR), Some(OperatorState::Suspended));
		assert_eq!(state(&OTHER), Some(OperatorState::Active));
		let too_many: DispatchError = Error::<Test>::TooManySuspended.into();
		assert_eq!(events(), [failed(OTHER, too_many), failed(FREE, too_many)]);
	});
}

#[test]
fn suspensions_are_counted_anew_in_each_epoch() {
	test(|| {
		offline([OPERATOR], 4);
		begin_session();
		offline([OTHER], 4);
		assert_eq!(state(&OTHER), Some(OperatorState::Active));

		skip(1);
		offline([OTHER], 4);

		assert_eq!(state(&OTHER), Some(OperatorState::Suspended));
	});
}

#[test]
fn operator_that_is_told_twice_takes_one_place() {
	test(|| {
		// Of seven validators two may be suspended in an epoch.
		offline([OPERATOR], 7);
		begin_session();
		offline([OPERATOR], 7);
		assert_eq!(OfflineSuspensions::<Test>::get().count, 1);

		offline([OTHER, FREE], 7);

		assert_eq!(state(&OTHER), Some(OperatorState::Suspended));
		let too_many = Error::<Test>::TooManySuspended;
		assert_eq!(events(), [failed(FREE, too_many)]);
	});
}

#[test]
fn operator_that_is_out_already_takes_nobodys_place() {
	test(|| {
		assert_ok!(Staking::suspend(root(), FREE));
		assert_ok!(Staking::retire(signed(OTHER)));

		offline([FREE, OTHER, OPERATOR], 4);

		assert!(events().is_empty());
		assert_eq!(state(&OTHER), Some(OperatorState::Closing));
		assert_eq!(state(&OPERATOR), Some(OperatorState::Suspended));
		assert_eq!(OfflineSuspensions::<Test>::get().count, 1);
	});
}

/// One that is told once more when all places are taken was suspended: nothing has failed.
#[test]
fn operator_that_is_told_twice_did_not_fail_to_be_suspended() {
	test(|| {
		offline([OPERATOR], 4);
		offline([OPERATOR], 4);

		assert!(events().is_empty());
	});
}

#[test]
fn validator_that_is_no_operator_takes_nobodys_place() {
	test(|| {
		offline([GUEST, OPERATOR], 4);

		assert_eq!(events(), [failed(GUEST, StakingError::<Test>::NotOperator)]);
		assert_eq!(state(&OPERATOR), Some(OperatorState::Suspended));
	});
}

#[test]
fn only_validator_is_not_suspended() {
	test(|| {
		offline([OPERATOR], 1);

		assert_eq!(state(&OPERATOR), Some(OperatorState::Active));
		assert_eq!(events(), [failed(OPERATOR, Error::<Test>::TooManySuspended)]);
	});
}

#[test]
fn every_session_is_told() {
	test(|| {
		let offender = [(OPERATOR, ())];
		let is_known = <Told as ReportOffence<_, _, Unheard>>::is_known_offence(&offender, &2);
		assert!(!is_known);
	});
}
