// SPDX-License-Identifier: Apache-2.0

//! Offences that no case answers, each with its event: the report is good, and nothing is left open.

use crate::{mock::*, CaseId, Error, Event, Offences, MAX_OFFENDERS};
use bulwark_ledger::Basis;
use bulwark_traits::{FaultReporter, Report, SlashRequest, When};
use frame_support::{assert_noop, assert_ok, storage::unhashed};
use pallet_restaking_slash::{ConsumerTerms, Error as RestakingError};
use sp_runtime::{DispatchError, Perbill};
use sp_staking::offence::{OffenceDetails, OnOffenceHandler};

/// (3 · 1 / 4)²
fn of_one() -> Fraction {
	Fraction::from_rational(9u64, 16)
}

/// The consensus tells an offence of an operator in a session.
fn tell(operator: AccountId, percent: u32, session: u32) {
	let details = OffenceDetails { offender: (operator, ()), reporters: vec![REPORTER] };
	OffenceCases::on_offence(&[details], &[Perbill::from_percent(percent)], session);
}

/// Number of open cases by proof against an operator.
fn places(operator: &AccountId) -> usize {
	pallet_restaking_slash::ProvedCases::<Test>::get(operator, CONSENSUS).len()
}

/// Another pallet that speaks for the consumer proves a fault of [`OPERATOR`] for all that is left.
fn take_everything() -> CaseId {
	let report = Report {
		consumer_id: CONSENSUS,
		operator: OPERATOR,
		when: When::Epoch(FAULT),
		request: SlashRequest { fractions: budget(), quantity: None },
		evidence: [5; 32],
	};
	let reported = <Restaking as FaultReporter<_, _>>::report(report, [5; 32], Basis::Proof, None);
	reported.expect("nothing else was asked for")
}

#[test]
fn operator_that_has_promised_nothing_is_not_charged() {
	test(|| {
		report(equivocate(&FREE, 1));
		assert_eq!(events(), [unanswered(FREE, of_one(), Error::<Test>::NotOptedIn)]);

		assert_eq!(OffenceCases::offence(FREE, FAULT), None);
		assert_noop!(try_report_rest(FREE, FAULT), Error::<Test>::NoOffence);
		assert_eq!(bond_of(&FREE), BOND);
	});
}

#[test]
fn validator_that_is_no_operator_is_not_charged() {
	test(|| {
		report(equivocate(&GUEST, 1));

		assert_eq!(events(), [unanswered(GUEST, of_one(), Error::<Test>::NotOptedIn)]);
	});
}

#[test]
fn promise_that_began_after_the_session_answers_for_nothing() {
	test(|| {
		let equivocated = equivocate(&FREE, 1);
		promise(FREE, budget());
		skip(OPT_IN_NOTICE);

		report(equivocated);

		assert_eq!(events(), [unanswered(FREE, of_one(), Error::<Test>::NotOptedIn)]);
	});
}

#[test]
fn promise_that_was_taken_is_asked_for_again_when_it_is_free() {
	test(|| {
		let other = take_everything();

		report(equivocate(&OPERATOR, 1));

		assert_eq!(events(), [unanswered(OPERATOR, of_one(), Error::<Test>::NothingLeft)]);
		assert_eq!(offence_of(&OPERATOR).offence.answered, percent(0));
		assert_noop!(try_report_rest(OPERATOR, FAULT), Error::<Test>::NothingLeft);
		assert_ok!(Restaking::dismiss_case(root(), other));
		assert_ok!(try_report_rest(OPERATOR, FAULT));
		assert_eq!(offence_of(&OPERATOR).offence.answered, of_one());
	});
}

#[test]
fn rest_waits_until_the_case_before_has_ended() {
	test(|| {
		let first = charged(&OPERATOR, 1);
		charged(&OTHER, 1);
		assert_noop!(try_report_rest(OPERATOR, FAULT), Error::<Test>::CaseOpen);
		skip(2);
		assert_noop!(try_report_rest(OPERATOR, FAULT), Error::<Test>::CaseOpen);

		assert_ok!(Restaking::settle(signed(PAUPER), first));

		assert_ok!(try_report_rest(OPERATOR, FAULT));
	});
}

/// Of a promise that has room for both parts.
#[test]
fn offence_that_is_told_in_parts_takes_no_more_than_a_report_may() {
	test(|| {
		let half = Fractions { bond: percent(50), pools: percent(50) };
		let terms = ConsumerTerms { most: half, ..terms() };
		assert_ok!(Restaking::set_terms(signed(MANAGER), CONSENSUS, terms));
		skip(OPT_IN_NOTICE);
		assert_ok!(Restaking::opt_in(signed(OPERATOR), CONSENSUS, 2, budget()));
		skip(OPT_IN_NOTICE);
		begin_session();
		let fault_epoch = EpochIndex(now());
		let first = pallet_restaking_slash::NextCaseId::<Test>::get();

		tell(OPERATOR, 56, 3);
		assert_eq!(asked(first), (half, fault_epoch));
		execute(first);
		tell(OPERATOR, 100, 3);

		assert_noop!(try_report_rest(OPERATOR, fault_epoch), Error::<Test>::NothingLeft);
	});
}

/// Offenders that tell on each other one by one, and ask for each rest.
#[test]
fn offenders_do_not_fill_each_others_places_for_cases() {
	test(|| {
		tell(OPERATOR, 1, 2);
		let first = offence_of(&OPERATOR).case_id;
		assert!(first.is_some());

		for worse in 2..20 {
			tell(OPERATOR, worse, 2);
			assert_noop!(try_report_rest(OPERATOR, FAULT), Error::<Test>::CaseOpen);
		}

		assert_eq!(places(&OPERATOR), 1);
		assert_eq!(offence_of(&OPERATOR).case_id, first);
		assert_eq!(offence_of(&OPERATOR).offence.called_for, percent(19));
	});
}

/// With W + 1 places there is one for every epoch that can be charged.
#[test]
fn operator_has_one_open_case_for_an_epoch() {
	test(|| {
		charged(&OPERATOR, 1);
		skip(1);
		begin_session();

		charged(&OPERATOR, 1);

		assert_eq!(places(&OPERATOR), 2);
	});
}

#[test]
fn less_than_a_case_takes_is_not_charged() {
	test(|| {
		let trifle = Perbill::from_parts(99_999); // below 0.01 %
		let details = OffenceDetails { offender: (OPERATOR, ()), reporters: vec![] };
		OffenceCases::on_offence(&[details], &[trifle], 2);

		let called_for = Fraction::from_parts(99_999_000_000_000);
		assert_eq!(events(), [unanswered(OPERATOR, called_for, Error::<Test>::NothingLeft)]);
		tell(OPERATOR, 1, 2);
		assert_eq!(events().len(), 1);
		assert_ok!(try_report_rest(OPERATOR, FAULT));
		assert_eq!(offence_of(&OPERATOR).offence.answered, percent(1));
	});
}

#[test]
fn report_that_comes_too_late_charges_nobody() {
	test(|| {
		let equivocated = equivocate(&OPERATOR, 1);
		skip(3);

		report(equivocated);

		let reason = RestakingError::<Test>::ReportTooLate;
		assert_eq!(events(), [unanswered(OPERATOR, of_one(), reason)]);
		let kept = offence_of(&OPERATOR);
		assert_eq!((kept.offence.answered, kept.case_id), (percent(0), None));
	});
}

#[test]
fn offence_in_a_session_that_is_not_kept_charges_nobody() {
	test(|| {
		tell(OPERATOR, 10, 0);
		assert_eq!(events(), [Event::SessionForgotten { session: 0 }]);
		System::reset_events();

		// One that has not begun.
		tell(OPERATOR, 10, 3);
		assert_eq!(events(), [Event::SessionForgotten { session: 3 }]);
		assert_eq!(Offences::<Test>::iter().count(), 0);
	});
}

#[test]
fn operators_that_have_offended_in_an_epoch_are_bounded() {
	test(|| {
		let mut known = OffenceCases::offences_in(FAULT).expect("it decodes");
		let one = |number: u32| {
			let mut bytes = [77; 32];
			bytes[..4].copy_from_slice(&number.to_le_bytes());
			AccountId::new(bytes)
		};
		for number in 1..MAX_OFFENDERS {
			let told =
				crate::Told { operator: one(number), called_for: percent(1), reporter: None };
			assert_eq!(known.note(&told), Some(true));
		}
		OffenceCases::put_offences(known);

		tell(OPERATOR, 10, 2);
		assert!(matches!(events()[..], [Event::OffenceReported { .. }]));
		System::reset_events();
		tell(OTHER, 10, 2);

		let reason = Error::<Test>::TooManyOffenders;
		assert_eq!(events(), [unanswered(OTHER, percent(10), reason)]);
	});
}

#[test]
fn offences_that_do_not_decode_are_not_overwritten() {
	new_test_ext().execute_with(|| {
		charged(&OPERATOR, 1);
		System::reset_events();
		let key = Offences::<Test>::hashed_key_for(OffenceCases::slot(FAULT));
		unhashed::put_raw(&key, &[0xff]);

		tell(OTHER, 10, 2);

		let reason = DispatchError::Corruption;
		assert_eq!(events(), [unanswered(OTHER, percent(10), reason)]);
		assert_noop!(try_report_rest(OPERATOR, FAULT), reason);
		assert_eq!(unhashed::get_raw(&key), Some(vec![0xff]));
	});
}

#[test]
fn offences_of_an_old_epoch_make_room() {
	test(|| {
		charged(&OPERATOR, 1);
		go_to(FAULT.0 + 16);
		begin_session();

		tell(OTHER, 10, 3);

		assert_eq!(OffenceCases::offence(OPERATOR, FAULT), None);
		let kept = OffenceCases::offence(OTHER, FAULT.plus(16)).expect("it is kept");
		assert_eq!(kept.offence.called_for, percent(10));
	});
}
