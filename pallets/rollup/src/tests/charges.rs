// SPDX-License-Identifier: Apache-2.0

//! The price of a bad batch.

use crate::{mock::*, Bounties, Event, Reported, Surety};
use frame_support::{assert_noop, assert_ok};

type Error = crate::Error<Test>;

/// Bond 1 000, all of it promised, bounty 20 %: batches 3 and 5 of one operator are challenged, 5 is judged bad first.
#[test]
fn bond_is_lost_once_for_two_bad_batches() {
	test_signing(|| {
		let batches = submit_many(ALICE, 6);
		challenge(WATCHER, batches[3]);
		challenge(WATCHER, batches[5]);

		judge_bad(batches[5], WATCHER);

		assert_eq!(next_index(), 5, "the head is batch 4");
		let taken = end_case(1, true);
		assert_eq!(taken, 1_000);
		assert_eq!(bulwark_ledger::split_floor(taken, percent(20)), Ok((200, 800)));
		assert_eq!(Cases::get()[0].reporter, WATCHER);

		events();
		judge_bad(batches[3], WATCHER);

		assert_eq!(next_index(), 3, "the head is batch 2");
		assert_eq!(Cases::get().len(), 1);
		let refused = Event::ReportRefused {
			batch_id: batches[3],
			operator: ALICE,
			reason: Error::OverBudget.into(),
		};
		assert!(events().contains(&refused));
		assert_eq!(crate::Barred::<Test>::get(ALICE).unwrap().report, Reported::OverBudget);
	});
}

#[test]
fn bond_is_lost_as_far_as_it_was_promised() {
	test_signing(|| {
		promise(ALICE, 40);
		let batch_id = submit_next(ALICE, 0);
		challenge(WATCHER, batch_id);

		judge_bad(batch_id, WATCHER);

		let fractions = bulwark_ledger::Fractions { bond: percent(40), ..Default::default() };
		let case_id = crate::CaseId(1);
		assert_told(Event::Reported { batch_id, operator: ALICE, case_id, fractions });
		let taken = end_case(1, true);
		assert_eq!(bulwark_ledger::split_floor(taken, percent(20)), Ok((80, 320)));
	});
}

#[test]
fn fault_is_of_the_epoch_of_the_batch() {
	test_signing(|| {
		let batch_id = submit_next(ALICE, 0);
		pass_to(12);
		challenge(WATCHER, batch_id);
		pass_to(13);
		judge_bad(batch_id, WATCHER);

		let case = &Cases::get()[0];
		assert_eq!(
			(case.fault_epoch, case.report_id),
			(11, Rollup::fault_id(&batch_id, Default::default()))
		);
	});
}

#[test]
fn refused_report_stops_nothing() {
	test_signing(|| {
		let batches = submit_many(ALICE, 2);
		challenge(WATCHER, batches[1]);
		Refusal::set(&Some(1));

		judge_bad(batches[1], WATCHER);

		let reason = sp_runtime::DispatchError::Unavailable;
		assert_told(Event::ReportRefused { batch_id: batches[1], operator: ALICE, reason });
		assert_told(Event::OperatorBarred { operator: ALICE });
		assert_eq!(next_index(), 1);
		collect(batches[1], WATCHER);
		assert_eq!(free(&WATCHER), FUNDS);
	});
}

#[test]
fn outsider_loses_its_deposit_and_the_challenger_gets_a_fifth() {
	test_signing(|| {
		let batch_id = submit_next(OUTSIDER, 0);
		challenge(WATCHER, batch_id);
		let treasury = free(&TREASURY);

		judge_bad(batch_id, WATCHER);

		// A thousand and one: a fifth rounded down, and the rest.
		let unlock_epoch = crate::EpochIndex(13);
		assert_told(Event::BatchDepositLost {
			batch_id,
			submitter: OUTSIDER,
			challenger: WATCHER,
			bounty: 200,
			to_treasury: 801,
			unlock_epoch,
		});
		assert_eq!(free(&TREASURY), treasury + 801);
		assert_eq!((held_for_batches(&OUTSIDER), total(&OUTSIDER)), (200, FUNDS - 801));
		assert_eq!(Rollup::batch(batch_id).unwrap().surety, Surety::Gone);
		assert_eq!(Cases::get(), []);
		assert!(!crate::Barred::<Test>::contains_key(OUTSIDER));

		let claim = || Rollup::claim_bounty(signed(PAUPER), batch_id);
		assert_noop!(claim(), Error::BountyLocked);
		pass_to(13);
		assert_ok!(claim());
		assert_told(Event::BountyClaimed { batch_id, challenger: WATCHER, amount: 200 });
		assert_noop!(claim(), Error::NoBounty);
		collect(batch_id, WATCHER);
		assert_eq!((free(&WATCHER), total(&OUTSIDER)), (FUNDS + 200, FUNDS - 1_001));
		assert_eq!(Bounties::<Test>::iter().count(), 0);
	});
}

#[test]
fn signers_lose_nothing() {
	test_signing(|| {
		let batch_id = submit_next(OUTSIDER, 0);
		challenge(WATCHER, batch_id);

		judge_bad(batch_id, WATCHER);

		for who in OPERATORS {
			assert_eq!(total(&who), FUNDS);
			assert!(!crate::Barred::<Test>::contains_key(who));
		}
	});
}

#[test]
fn operator_that_has_promised_nothing_is_refused_and_barred() {
	test_signing(|| {
		let batch_id = submit_next(ALICE, 0);
		challenge(WATCHER, batch_id);
		// It has taken its promise back, which no notice allows.
		promise(ALICE, 0);
		Refusal::set(&Some(1));

		judge_bad(batch_id, WATCHER);

		assert_eq!(crate::Barred::<Test>::get(ALICE).unwrap().report, Reported::Refused);
	});
}

/// A resolver judges what a judge has said, and no proof.
#[test]
fn report_is_by_proof_if_a_proof_was_shown() {
	test_signing(|| {
		let batches = submit_many(ALICE, 2);
		let proof = vec![1; 32].try_into().unwrap();
		assert_ok!(Rollup::prove(signed(WATCHER), batches[1], proof));
		challenge(WATCHER, batches[0]);
		Cases::set(&vec![Case { taken: Some(0), ..Cases::get().remove(0) }]);

		judge_bad(batches[0], WATCHER);

		use bulwark_ledger::Basis::{Proof, Verdict};
		let bases: Vec<_> = Cases::get().into_iter().map(|case| case.basis).collect();
		assert_eq!(bases, [Proof, Verdict]);
	});
}

/// What was refused for a while is filed by anybody, for the same challenger.
#[test]
fn refused_report_is_filed_again_when_nothing_stands_against_it() {
	test_signing(|| {
		let batch_id = submit_next(ALICE, 0);
		challenge(WATCHER, batch_id);
		let again = || Rollup::report_again(signed(PAUPER), batch_id);
		assert_noop!(again(), Error::NothingToReport);
		Refusal::set(&Some(1));
		judge_bad(batch_id, WATCHER);
		assert_noop!(again(), sp_runtime::DispatchError::Unavailable);
		collect(batch_id, WATCHER);
		submit_next(BOB, 1); // takes its index

		pass_to(14); // the last epoch of the terms
		Refusal::set(&None);
		assert_noop!(Rollup::release_batch(signed(PAUPER), batch_id), Error::NotFinal);
		assert_ok!(again());

		let case = &Cases::get()[0];
		assert_eq!((&case.operator, &case.reporter), (&ALICE, &WATCHER));
		assert_eq!((case.fault_epoch, case.fractions.bond), (11, percent(100)));
		let report = crate::Barred::<Test>::get(ALICE).unwrap().report;
		assert_eq!(report, Reported::Filed { case_id: crate::CaseId(1) });
		assert_noop!(again(), Error::NothingToReport);
		assert_ok!(Rollup::release_batch(signed(PAUPER), batch_id));
		assert_noop!(again(), Error::UnknownBatch);
	});
}

#[test]
fn refused_report_is_forgotten_when_it_cannot_be_filed_any_more() {
	test_signing(|| {
		let batch_id = submit_next(ALICE, 0);
		challenge(WATCHER, batch_id);
		Refusal::set(&Some(1));
		judge_bad(batch_id, WATCHER);
		Refusal::set(&None);

		pass_to(15);

		let late = sp_runtime::DispatchError::Other("too late");
		assert_noop!(Rollup::report_again(signed(PAUPER), batch_id), late);
		assert_ok!(Rollup::release_batch(signed(PAUPER), batch_id));
	});
}

/// A first case that is dismissed saves no second fault.
#[test]
fn report_over_budget_is_filed_again_when_the_first_case_is_dismissed() {
	test_signing(|| {
		let batches = submit_many(ALICE, 2);
		challenge(WATCHER, batches[0]);
		challenge(FRIEND, batches[1]);
		judge_bad(batches[1], FRIEND);
		judge_bad(batches[0], WATCHER);
		let again = || Rollup::report_again(signed(PAUPER), batches[0]);
		assert_noop!(again(), Error::OverBudget);

		end_case(1, false);
		assert_ok!(again());

		assert_eq!(Cases::get()[1].reporter, WATCHER);
		assert_eq!(end_case(2, true), 1_000);
	});
}

#[test]
fn bar_stays_as_long_as_another_report_may_be_filed() {
	test_signing(|| {
		let batches = submit_many(ALICE, 2);
		challenge(WATCHER, batches[0]);
		challenge(WATCHER, batches[1]);
		Refusal::set(&Some(1));
		judge_bad(batches[1], WATCHER);
		Refusal::set(&None);
		judge_bad(batches[0], WATCHER);
		end_case(1, false);

		let lift = || Rollup::lift_bar(signed(PAUPER), ALICE);
		assert_noop!(lift(), Error::StillBarred);
		pass_to(15);
		assert_ok!(lift());
	});
}

#[test]
fn freeze_of_the_loser_keeps_no_bounty() {
	test_signing(|| {
		let batch_id = submit_next(OUTSIDER, 0);
		challenge(WATCHER, batch_id);
		judge_bad(batch_id, WATCHER);
		freeze(&OUTSIDER);
		pass_to(13);

		assert_ok!(Rollup::claim_bounty(signed(PAUPER), batch_id));

		assert_eq!(free(&WATCHER), FUNDS - CHALLENGE_DEPOSIT + 200);
	});
}
