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
	breaks("I11: a consumer has an id that was given", |_| {
		NextConsumerId::<Test>::put(ConsumerId(1))
	});
}

#[test]
fn notices_terms_that_are_gone() {
	breaks("I11: every version of the terms of a consumer is stored", |_| {
		TermsByVersion::<Test>::remove(ROLLUP, 1)
	});
	breaks("I11: every version of the terms of a consumer is stored", |_| {
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
	let words = "I7: the budgets of all opt-ins fit under the slash cap and into the bond";
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
	breaks("rises of budgets are announced in the order of their epochs", |_| {
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
	let words = "I11: an opt-in has the terms that it pins";
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
	breaks("whatever lets pools lose more was announced", |_| {
		let before = Announcements::<Test>::get(OPERATOR);
		set_slash_cap(OPERATOR, 60);
		skip(NOTICE);
		opt_in(OPERATOR, ROLLUP, 100, 60);
		Announcements::<Test>::insert(OPERATOR, before);
	});
	breaks("I11: an operator that has opted in has announced it", |_| {
		Announcements::<Test>::remove(OPERATOR)
	});
}

#[test]
fn notices_an_announcement_of_nothing() {
	let nothing = AnnouncementsOf::<Test>::default();
	breaks("nothing is kept of an operator that has announced nothing", |_| {
		Announcements::<Test>::insert(OTHER, nothing)
	});
}

// Cases.

#[test]
fn notices_a_case_that_is_listed_and_not_there() {
	breaks("I11: a case on the list of an operator and a consumer is stored", |cases| {
		Cases::<Test>::remove(cases[0])
	});
	breaks("I11: a case on the list of a reporter is stored", |cases| {
		Cases::<Test>::remove(cases[2])
	});
}

#[test]
fn notices_a_case_in_the_wrong_list() {
	let other = |case: &mut Case<Test>| case.operator = OTHER;
	breaks("I11: a filed case stands on the list of its operator and its consumer", |cases| {
		change(cases[0], other)
	});
	breaks("a case on the list of an operator and a consumer is filed", |cases| {
		let deposit = Deposit { who: OUTSIDER, amount: REPORT_DEPOSIT };
		let until_epoch = EpochIndex(now());
		let is_declined = false;
		let state = CaseState::Proposed { proposal: deposit, until_epoch, is_declined };
		change(cases[0], |case| case.course.state = state);
	});
	breaks("I11: a filed case stands on the list of its operator and its consumer", |cases| {
		change(cases[0], |case| case.consumer_id = ConsumerId(2))
	});
	breaks("a case on the list of a reporter is a proposal", |cases| {
		let (fractions, budget) = (budget(10, 10), budget(100, 50));
		let filing = Filing { report_id: [9; 32], fractions, budget, reporter: None };
		let until = Deadline { last_epoch: EpochIndex(now()), last_block: 0 };
		let (basis, stage) = (Basis::Word, Stage::Undisputed);
		let state = CaseState::Filed { filing, basis, until, stage };
		change(cases[2], |case| case.course.state = state);
	});
	breaks("I11: a proposal stands on the list of its reporter", |cases| {
		let proposed = ProposedCases::<Test>::take(OUTSIDER);
		assert_eq!(proposed.into_inner(), [cases[2]]);
		assert_ok!(ProposedCases::<Test>::try_append(BOB, cases[2]));
	});
	breaks("a filed case stands on the list of its basis", |cases| {
		let cases_of = FiledCases::<Test>::take(OPERATOR, ROLLUP);
		assert!(cases_of.contains(&cases[0]));
		ProvedCases::<Test>::insert(OPERATOR, ROLLUP, cases_of);
	});
}

#[test]
fn notices_a_case_without_a_used_report_id() {
	breaks("I11: the report id of a filed case is used", |cases| {
		let report_id = report_id(cases[0]).expect("it was filed");
		UsedReportIds::<Test>::remove(ROLLUP, (Basis::Word, report_id));
	});
}

#[test]
fn notices_a_case_that_is_not_listed_once() {
	let words = "every case stands on one list, and once";
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
	breaks("I11: a case has an id that was given", |cases| NextCaseId::<Test>::put(cases[2]));
}

// Disputes, and texts.

#[test]
fn notices_disputes_that_are_not_counted() {
	breaks("a case has as many disputes as it counts", |cases| {
		Disputes::<Test>::remove(cases[1], OPERATOR);
	});
	breaks("I11: a dispute is of a case that was filed", |cases| {
		let dispute = Dispute { deposit: 0, evidence: SOME };
		Disputes::<Test>::insert(CaseId(cases[2].0 + 1), ALICE, dispute);
	});
	breaks("disputes are lost only when their case has ended", |cases| {
		LostDisputes::<Test>::insert(cases[1], 1);
	});
	breaks("lost disputes are as many as are counted", |_| {
		LostDisputes::<Test>::insert(CaseId(1), 1)
	});
}

#[test]
fn notices_texts_that_are_not_those_of_cases() {
	breaks("I11: a text that is known is that of a case", |cases| {
		change(cases[2], |case| case.text = None)
	});
	breaks("I11: a text that was revealed is known", |_| {
		let _ = Claims::<Test>::clear(u32::MAX, None);
	});
	let claimed = |change: fn(&mut Claim<Test>)| {
		move |cases: [CaseId; 3]| {
			let key = case(cases[2]).text.expect("it was revealed");
			Claims::<Test>::mutate(ROLLUP, key, |claim| change(claim.as_mut().expect("it is one")));
		}
	};
	breaks("a text has as many cases as it counts", claimed(|claim| claim.cases = 2));
	breaks(
		"the first of the cases with a text is the oldest",
		claimed(|claim| claim.case_id = CaseId(99)),
	);
}

#[test]
fn notices_slashed_money_that_has_no_destination_or_is_not_there() {
	let record = WithheldSlash {
		consumer_id: ROLLUP,
		destination: Destination::Treasury,
		escrowed: 0,
		unlock_epoch: EpochIndex(0),
	};
	breaks("nothing is kept of a slash of which nothing is withheld", |_| {
		WithheldSlashes::<Test>::insert(CaseId(1), GOLD, record);
	});
	breaks("I11: what a pool owes of a slash has a destination", |_| {
		OwedSlashes::<Test>::insert((CaseId(1), GOLD, GOLD_POOL), 1);
	});
}

// Budgets.

#[test]
fn notices_a_case_that_is_not_in_the_budget() {
	let words = "I11: every open case has its part of a budget";
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
fn notices_what_nobody_asks_of_a_budget() {
	breaks("I11: what is asked of a budget is asked by open cases", |_| {
		UsedBudgets::<Test>::mutate(OPERATOR, ROLLUP, |spending| {
			let (none, asked) = (Fractions::NOTHING, budget(21, 20));
			*spending = forged(vec![(EpochIndex(now()), none, asked)]);
		});
	});
}

#[test]
fn notices_what_is_used_without_an_opt_in() {
	breaks("I11: what is used of a budget is of an opt-in", |_| {
		let used = vec![(EpochIndex(now()), budget(1, 0), Fractions::NOTHING)];
		UsedBudgets::<Test>::insert(OTHER, ROLLUP, forged::<SpendingOf<Test>>(used));
	});
}

#[test]
fn notices_more_used_up_than_there_is() {
	breaks("I7: cases with faults within a window take no more than all", |_| {
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
	breaks("I7: cases with faults within a window take no more than a budget", |_| {
		UsedBudgets::<Test>::mutate(OPERATOR, ROLLUP, |spending| {
			*spending = forged(vec![(EpochIndex(now()), budget(60, 51), budget(20, 20))]);
		});
	});
}

// Money.

#[test]
fn notices_a_deposit_that_is_not_bound_by_open_cases() {
	for count in [1, 3] {
		breaks(
			"the deposit of a consumer is bound by as many cases as are open on its word",
			|_| {
				Consumers::<Test>::mutate(ROLLUP, |record| {
					record.as_mut().expect("it is there").open_cases = count;
				});
			},
		);
	}
}

#[test]
fn notices_a_deposit_that_is_not_held() {
	let words = "I11: deposits are held to the unit, and no others";
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
		breaks(words, |_| {
			assert_ok!(Balances::hold(&reason.into(), &BOB, 1));
		});
	}
}

#[test]
fn notices_a_bounty_that_is_not_in_the_record() {
	let words = "I1: the recorded total of the escrow is the sum of all that waits in it";
	breaks(words, |_| Bounties::<Test>::remove(CaseId(1)));
	breaks(words, |_| Escrow::<Test>::insert(NATIVE, Pot::new(EXISTENTIAL_DEPOSIT)));
	breaks("I1: the escrow is open in every asset that waits in it", |_| {
		Escrow::<Test>::remove(NATIVE)
	});
}

#[test]
fn notices_an_escrow_that_has_not_what_it_owes() {
	breaks("I1: the balance of the escrow is at least its recorded total and its floor", |_| {
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
