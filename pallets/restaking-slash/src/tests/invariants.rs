// SPDX-License-Identifier: Apache-2.0

//! Invariants: each once broken, by writing storage, and noticed.

use crate::{mock::*, *};
use bulwark_ledger::Pot;
use codec::{Compact, Decode, Encode};
use frame_support::{
	assert_ok,
	traits::{
		fungible::{Mutate, MutateHold},
		tokens::{Fortitude, Precision, Preservation},
	},
};

/// A record that the ledger never lets anybody write, by its encoded form.
fn forged<Record: Decode>(form: impl Encode) -> Record {
	Record::decode(&mut &form.encode()[..]).expect("a form of it")
}

/// Runs a story that breaks one invariant, where two cases of a consumer and one of an outsider wait, and a bounty, and
/// sees it noticed in these words.
fn breaks(words: &str, story: impl FnOnce([CaseId; 3])) {
	new_test_ext().execute_with(|| {
		opt_in_on(terms(), budget(100, 50));
		let paid = propose(now(), of_bond(10));
		endorse(paid);
		skip(2);
		settle(paid, Outcome::Executed);
		let cases = [
			report(now(), of_pools(10)),
			report(now(), of_pools(10)),
			propose(now(), of_pools(10)),
		];
		dispute(cases[1]);
		check_invariants();

		story(cases);

		let noticed = Restaking::do_try_state().expect_err("something is broken");
		assert_eq!(<&str>::from(noticed), words);
	});
}

fn change(case_id: CaseId, change: impl FnOnce(&mut Case<Test>)) {
	Cases::<Test>::mutate(case_id, |case| change(case.as_mut().expect("it is open")));
}

// Opt-ins.

#[test]
fn notices_a_consumer_without_an_id() {
	breaks("consumers are numbered", |_| NextConsumerId::<Test>::put(ConsumerId(1)));
}

#[test]
fn notices_terms_that_are_gone() {
	breaks("terms stay", |_| TermsByVersion::<Test>::remove(ROLLUP, 1));
	breaks("terms stay", |_| {
		Consumers::<Test>::mutate(ROLLUP, |record| {
			record.as_mut().expect("it is there").latest_version = 2;
		});
	});
}

/// A cap, and budgets from an epoch on, under so many terms.
fn opt_ins(cap: u64, list: &[(ConsumerId, Fractions, u32)]) -> OptInsOf<Test> {
	let cap = (EpochIndex(0), Compact(percent(cap)), Compact(percent(cap)));
	let list: Vec<_> = list
		.iter()
		.map(|(consumer, budget, version)| {
			let span = Span {
				effective_from: EpochIndex(12),
				announced_epoch: EpochIndex(10),
				budget: *budget,
				version: *version,
			};
			(*consumer, vec![span])
		})
		.collect();
	forged((cap, list))
}

#[test]
fn notices_opt_ins_with_more_than_there_is() {
	let words = "I7: no more is opted in with than there is";
	breaks(words, |_| {
		OptIns::<Test>::insert(OPERATOR, opt_ins(49, &[(ROLLUP, budget(100, 50), 1)]));
	});
	breaks(words, |_| {
		let twice = [(ROLLUP, budget(60, 0), 1), (ConsumerId(2), budget(50, 0), 1)];
		OptIns::<Test>::insert(OPERATOR, opt_ins(50, &twice));
	});
}

#[test]
fn notices_rises_that_were_not_announced_yet() {
	breaks("rises are announced in order", |_| {
		let before = OptIns::<Test>::get(OPERATOR);
		let after = opt_ins(100, &[(ROLLUP, budget(100, 90), 1)]);
		let later = EpochIndex(now() + 1);
		Announcements::<Test>::mutate(OPERATOR, |announced| {
			announced.announce(&before, &after, later, later).expect("there is room");
		});
	});
}

#[test]
fn notices_an_opt_in_without_terms() {
	let words = "an opt-in has terms";
	breaks(words, |_| {
		OptIns::<Test>::insert(OPERATOR, opt_ins(50, &[(ROLLUP, budget(100, 50), 2)]));
	});
	breaks(words, |_| {
		OptIns::<Test>::insert(OPERATOR, opt_ins(50, &[(ConsumerId(2), budget(100, 50), 1)]));
	});
}

// Announcements.

#[test]
fn notices_what_pools_can_lose_more_and_nobody_was_told() {
	breaks("what pools can lose more is announced", |_| {
		let before = Announcements::<Test>::get(OPERATOR);
		set_slash_cap(OPERATOR, 60);
		skip(NOTICE);
		opt_in(OPERATOR, ROLLUP, 100, 60);
		Announcements::<Test>::insert(OPERATOR, before);
	});
	breaks("who has opted in has announced it", |_| Announcements::<Test>::remove(OPERATOR));
}

#[test]
fn notices_an_announcement_of_nothing() {
	let nothing = AnnouncementsOf::<Test>::default();
	breaks("something was announced", |_| Announcements::<Test>::insert(OTHER, nothing));
}

// Cases.

#[test]
fn notices_a_case_that_is_listed_and_not_there() {
	breaks("a filed case is there", |cases| Cases::<Test>::remove(cases[0]));
	breaks("a proposed case is there", |cases| Cases::<Test>::remove(cases[2]));
}

#[test]
fn notices_a_case_in_the_wrong_list() {
	let other = |case: &mut Case<Test>| case.operator = OTHER;
	breaks("it stands here", |cases| change(cases[0], other));
	breaks("the consumer stands behind it", |cases| {
		let deposit = Deposit { who: OUTSIDER, amount: REPORT_DEPOSIT };
		let until_epoch = EpochIndex(now());
		let is_declined = false;
		let state = CaseState::Proposed { proposal: deposit, until_epoch, is_declined };
		change(cases[0], |case| case.course.state = state);
	});
	breaks("it stands here", |cases| change(cases[0], |case| case.consumer_id = ConsumerId(2)));
	breaks("nobody stands behind it", |cases| {
		let (fractions, budget) = (budget(10, 10), budget(100, 50));
		let filing = Filing { report_id: [9; 32], fractions, budget, reporter: None };
		let until = Deadline { last_epoch: EpochIndex(now()), last_block: 0 };
		let (basis, stage) = (Basis::Word, Stage::Undisputed);
		let state = CaseState::Filed { filing, basis, until, stage };
		change(cases[2], |case| case.course.state = state);
	});
	breaks("it waits here", |cases| {
		let proposed = ProposedCases::<Test>::take(OUTSIDER);
		assert_eq!(proposed.into_inner(), [cases[2]]);
		assert_ok!(ProposedCases::<Test>::try_append(BOB, cases[2]));
	});
	breaks("it stands with those of its basis", |cases| {
		let cases_of = FiledCases::<Test>::take(OPERATOR, ROLLUP);
		assert!(cases_of.contains(&cases[0]));
		ProvedCases::<Test>::insert(OPERATOR, ROLLUP, cases_of);
	});
}

#[test]
fn notices_a_case_without_a_used_report_id() {
	breaks("its report id is used", |cases| {
		let report_id = report_id(cases[0]).expect("it was filed");
		UsedReportIds::<Test>::remove(ROLLUP, (Basis::Word, report_id));
	});
}

#[test]
fn notices_a_case_that_is_not_listed_once() {
	let words = "every case is listed once";
	breaks(words, |cases| {
		FiledCases::<Test>::mutate(OPERATOR, ROLLUP, |all| all.retain(|case| *case != cases[0]));
	});
	breaks(words, |cases| {
		assert_ok!(FiledCases::<Test>::try_append(OPERATOR, ROLLUP, cases[0]));
	});
	breaks(words, |_| ProposedCases::<Test>::remove(OUTSIDER));
}

#[test]
fn notices_a_case_without_an_id() {
	breaks("cases are numbered", |cases| NextCaseId::<Test>::put(cases[2]));
}

// Disputes, and texts.

#[test]
fn notices_disputes_that_are_not_counted() {
	breaks("a case counts its disputes", |cases| {
		Disputes::<Test>::remove(cases[1], OPERATOR);
	});
	breaks("a dispute has a case", |cases| {
		let dispute = Dispute { deposit: 0, evidence: SOME };
		Disputes::<Test>::insert(CaseId(cases[2].0 + 1), ALICE, dispute);
	});
	breaks("disputes are lost when a case has ended", |cases| {
		LostDisputes::<Test>::insert(cases[1], 1);
	});
	breaks("lost disputes are counted", |_| LostDisputes::<Test>::insert(CaseId(1), 1));
}

#[test]
fn notices_texts_that_are_not_those_of_cases() {
	breaks("a text has a case", |cases| change(cases[2], |case| case.text = None));
	breaks("a text that was revealed is known", |_| {
		let _ = Claims::<Test>::clear(u32::MAX, None);
	});
	let claimed = |change: fn(&mut Claim<Test>)| {
		move |cases: [CaseId; 3]| {
			let key = case(cases[2]).text.expect("it was revealed");
			Claims::<Test>::mutate(ROLLUP, key, |claim| change(claim.as_mut().expect("it is one")));
		}
	};
	breaks("a text counts its cases", claimed(|claim| claim.cases = 2));
	breaks("the oldest is first", claimed(|claim| claim.case_id = CaseId(99)));
}

#[test]
fn notices_slashed_money_that_has_no_destination_or_is_not_there() {
	let record = WithheldSlash {
		consumer_id: ROLLUP,
		destination: Destination::Treasury,
		escrowed: 0,
		unlock_epoch: EpochIndex(0),
	};
	breaks("something is withheld", |_| {
		WithheldSlashes::<Test>::insert(CaseId(1), GOLD, record);
	});
	breaks("what a pool owes has a destination", |_| {
		OwedSlashes::<Test>::insert((CaseId(1), GOLD, GOLD_POOL), 1);
	});
}

// Budgets.

#[test]
fn notices_a_case_that_is_not_in_the_budget() {
	let words = "a budget is used up by what a case takes";
	breaks(words, |_| UsedBudgets::<Test>::remove(OPERATOR, ROLLUP));
	breaks(words, |cases| {
		change(cases[0], |case| {
			let CaseState::Filed { filing, .. } = &mut case.course.state else {
				panic!("it was filed");
			};
			filing.fractions = budget(21, 21);
		});
	});
}

#[test]
fn notices_more_used_up_than_there_is() {
	breaks("I7: cases take no more than there is", |_| {
		UsedBudgets::<Test>::mutate(OPERATOR, ROLLUP, |spending| {
			let far = EpochIndex(now() - WINDOW);
			let near = EpochIndex(now());
			let none = Fractions::NOTHING;
			let asked = budget(20, 20);
			*spending = forged(vec![(far, budget(60, 0), none), (near, budget(60, 30), asked)]);
		});
	});
}

#[test]
fn notices_more_used_up_than_a_budget() {
	breaks("I7: cases take no more than a budget", |_| {
		UsedBudgets::<Test>::mutate(OPERATOR, ROLLUP, |spending| {
			*spending = forged(vec![(EpochIndex(now()), budget(60, 51), budget(20, 20))]);
		});
	});
}

// Money.

#[test]
fn notices_a_deposit_that_is_not_bound_by_open_cases() {
	for count in [1, 3] {
		breaks("a deposit is bound by open cases", |_| {
			Consumers::<Test>::mutate(ROLLUP, |record| {
				record.as_mut().expect("it is there").open_cases = count;
			});
		});
	}
}

#[test]
fn notices_a_deposit_that_is_not_held() {
	let words = "deposits are held to the unit";
	for (reason, who) in [
		(HoldReason::ConsumerDeposit, MANAGER),
		(HoldReason::ReportDeposit, OUTSIDER),
		(HoldReason::DisputeDeposit, OPERATOR),
	] {
		breaks(words, |_| {
			assert_ok!(Balances::release(&reason.into(), &who, 1, Precision::Exact));
		});
		breaks(words, |_| {
			assert_ok!(Balances::hold(&reason.into(), &who, 1));
		});
	}
}

#[test]
fn notices_a_bounty_that_is_not_in_the_record() {
	let words = "I1: the escrow's record is the sum of all it keeps";
	breaks(words, |_| Bounties::<Test>::remove(CaseId(1)));
	breaks(words, |_| Escrow::<Test>::insert(NATIVE, Pot::new(EXISTENTIAL_DEPOSIT)));
	breaks("the escrow is open", |_| Escrow::<Test>::remove(NATIVE));
}

#[test]
fn notices_an_escrow_that_has_not_what_it_owes() {
	breaks("I1: the escrow has what it owes", |_| {
		let burnt = Balances::burn_from(
			&Restaking::pot(),
			1,
			Preservation::Preserve,
			Precision::Exact,
			Fortitude::Polite,
		);
		assert_ok!(burnt);
	});
}
