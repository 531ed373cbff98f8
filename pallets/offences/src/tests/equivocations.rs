// SPDX-License-Identifier: Apache-2.0

//! The epoch that an equivocation is charged to, and what several of them cost.

use crate::{mock::*, Error, Event, OperatorOffence};
use frame_support::{assert_noop, assert_ok, weights::Weight};
use sp_runtime::Perbill;
use sp_staking::offence::{OffenceDetails, OnOffenceHandler};

/// (3 · 1 / 4)²
fn of_one() -> Fraction {
	Fraction::from_rational(9u64, 16)
}

#[test]
fn report_names_what_is_charged_and_the_case() {
	test(|| {
		let case_id = charged(&OPERATOR, 1);

		let fractions = Fractions { bond: of_one(), pools: percent(50) };
		let event = Event::OffenceReported {
			operator: OPERATOR,
			fault_epoch: FAULT,
			called_for: of_one(),
			fractions,
			case_id,
		};
		assert_eq!(events(), [event]);
		let OperatorOffence { offence, reporter, case_id: last, .. } = offence_of(&OPERATOR);
		assert_eq!((offence.called_for, offence.answered), (of_one(), of_one()));
		assert_eq!((reporter, last), (Some(REPORTER), Some(case_id)));
	});
}

#[test]
fn equivocation_is_charged_to_the_epoch_in_which_its_session_began() {
	test(|| {
		// The session goes on in the next epoch.
		skip(1);

		let case_id = charged(&OPERATOR, 1);

		assert_eq!(asked(case_id).1, FAULT);
	});
}

#[test]
fn equivocation_in_a_session_that_has_ended_is_charged_to_its_epoch() {
	test(|| {
		let equivocated = equivocate(&OPERATOR, 1);
		begin_session();
		skip(1);
		begin_session();

		let case_id = pallet_restaking_slash::NextCaseId::<Test>::get();
		report(equivocated);

		assert_eq!(asked(case_id).1, FAULT);
		let other = charged(&OTHER, 1);
		assert_eq!(asked(other).1, FAULT.next());
	});
}

/// `pallet-grandpa` takes the session from the proof of the key, and any session of the set will do.
#[test]
fn equivocation_is_not_charged_to_an_older_session() {
	test(|| {
		let older = equivocate(&OPERATOR, 1).owner;
		skip(3);
		begin_session();
		let equivocated = equivocate(&OPERATOR, 1);

		// For its epoch it would come too late, and the true report would be a second one of the same.
		let votes = equivocated.votes.clone();
		let refused = try_report(Equivocated { votes, owner: older });

		let reason = pallet_grandpa::Error::<Test>::InvalidEquivocationProof;
		assert_eq!(refused, Err(reason.into()));
		let case_id = pallet_restaking_slash::NextCaseId::<Test>::get();
		report(equivocated);
		assert_eq!(asked(case_id).1, FAULT.plus(3));
	});
}

#[test]
fn equivocation_is_charged_once() {
	test(|| {
		charged(&OPERATOR, 1);
		let again = try_report(equivocate(&OPERATOR, 1));
		assert_eq!(again, Err(pallet_grandpa::Error::<Test>::DuplicateOffenceReport.into()));
		System::reset_events();

		// In another round, and in another session of the epoch.
		report(equivocate(&OPERATOR, 2));
		begin_session();
		report(equivocate(&OPERATOR, 1));

		assert!(events().is_empty());
		assert_noop!(try_report_rest(OPERATOR, FAULT), Error::<Test>::NothingLeft);
	});
}

#[test]
fn equivocations_in_two_epochs_are_two_cases() {
	test(|| {
		charged(&OPERATOR, 1);
		skip(1);
		begin_session();

		// Of the budget of W epochs the first has left less than an offence calls for.
		let second = charged(&OPERATOR, 1);

		let left = Fractions { bond: Fraction::from_rational(7u64, 16), pools: percent(0) };
		assert_eq!(asked(second), (left, FAULT.next()));
	});
}

#[test]
fn offence_that_many_commit_at_once_is_worse_for_each() {
	test(|| {
		charged(&OPERATOR, 1);

		// Two of four at the same time: min(1, (3 · 2 / 4)²).
		let of_other = charged(&OTHER, 1);

		let all = Fractions { bond: percent(100), pools: percent(50) };
		assert_eq!(asked(of_other).0, all);
		let OperatorOffence { offence, .. } = offence_of(&OPERATOR);
		assert_eq!((offence.called_for, offence.answered), (percent(100), of_one()));
	});
}

#[test]
fn what_an_offence_that_became_worse_calls_for_is_reported_by_anybody() {
	test(|| {
		let first = charged(&OPERATOR, 1);
		charged(&OTHER, 1);
		execute(first);
		let rest = pallet_restaking_slash::NextCaseId::<Test>::get();

		assert_ok!(try_report_rest(OPERATOR, FAULT));

		let left = Fractions { bond: Fraction::from_rational(7u64, 16), pools: percent(0) };
		assert_eq!(asked(rest), (left, FAULT));
		assert_eq!(offence_of(&OPERATOR).case_id, Some(rest));
		assert_noop!(try_report_rest(OPERATOR, FAULT), Error::<Test>::NothingLeft);
		execute(rest);
		// ⌊9 / 16 of 1 000⌋, and ⌊7 / 16 of the rest⌋.
		assert_eq!(bond_of(&OPERATOR), BOND - 562 - 191);
	});
}

#[test]
fn report_is_free_of_fee_if_a_case_is_filed() {
	test(|| {
		let first = charged(&OPERATOR, 1);
		charged(&OTHER, 1);
		execute(first);

		let reported = OffenceCases::report_offence(signed(PAUPER), OPERATOR, FAULT);

		let info = reported.expect("something is left");
		assert_eq!(info.pays_fee, frame_support::dispatch::Pays::No);
	});
}

/// `pallet-babe` tells its equivocations in the same way, and so does whoever else proves offences.
#[test]
fn offences_of_several_operators_are_told_at_once() {
	test(|| {
		let told = [OPERATOR, OTHER].map(|operator| OffenceDetails {
			offender: (operator, "anything that is known of it"),
			reporters: vec![],
		});
		let fractions = [Perbill::from_percent(1), Perbill::from_percent(2)];
		let before = System::block_weight().total();

		let returned = OffenceCases::on_offence(&told, &fractions, 2);

		assert_eq!(returned, Weight::zero());
		let charged = System::block_weight().total().saturating_sub(before);
		assert!(charged.all_gte(OffenceCases::report_weight().saturating_mul(2)));
		let case_ids = [1, 2].map(crate::CaseId);
		assert_eq!(case_ids.map(|case_id| asked(case_id).0.bond), [percent(1), percent(2)]);
		let noted = [&OPERATOR, &OTHER].map(|operator| offence_of(operator).reporter);
		assert_eq!(noted, [None, None]);
	});
}
