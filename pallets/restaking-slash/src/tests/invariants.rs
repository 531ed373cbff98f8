// SPDX-License-Identifier: Apache-2.0

//! Each invariant once broken, by writing storage, and noticed.

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

/// What the ledger never lets anybody write: a record in its encoded form.
fn forged<Record: Decode>(form: impl Encode) -> Record {
	Record::decode(&mut &form.encode()[..]).expect("a form of it")
}

/// Runs a story that breaks one invariant, where two cases of a consumer and one of an outsider wait, and a bounty, and
/// sees it noticed in these words.
fn breaks(words: &str, story: impl FnOnce([CaseId; 3])) {
	new_test_ext().execute_with(|| {
		promise_on(terms(), budget(100, 50));
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

fn change(number: CaseId, change: impl FnOnce(&mut CaseRecord<Test>)) {
	Cases::<Test>::mutate(number, |case| change(case.as_mut().expect("it is open")));
}

// Promises.

#[test]
fn notices_a_consumer_without_a_number() {
	breaks("consumers are numbered", |_| NextConsumer::<Test>::put(0));
}

#[test]
fn notices_terms_that_are_gone() {
	breaks("terms stay", |_| ConsumerTerms::<Test>::remove(ROLLUP, 1));
	breaks("terms stay", |_| {
		Consumers::<Test>::mutate(ROLLUP, |record| {
			record.as_mut().expect("it is there").latest = 2;
		});
	});
}

/// A cap, and budgets from an epoch on, under so many terms.
fn pledge(cap: u64, promises: &[(ConsumerId, Budget, u32)]) -> PledgeOf<Test> {
	let spared =
		(Compact(u128::from(percent(100 - cap).deconstruct())), None::<(EpochIndex, u128)>);
	let promises: Vec<_> = promises
		.iter()
		.map(|(consumer, budget, version)| {
			let span = Span { from: EpochIndex(12), budget: *budget, version: *version };
			(*consumer, vec![span])
		})
		.collect();
	forged((spared, promises))
}

#[test]
fn notices_more_promised_than_there_is() {
	let words = "I7: no more is promised than there is";
	breaks(words, |_| {
		Pledges::<Test>::insert(OPERATOR, pledge(49, &[(ROLLUP, budget(100, 50), 1)]));
	});
	breaks(words, |_| {
		let twice = [(ROLLUP, budget(60, 0), 1), (ConsumerId(1), budget(50, 0), 1)];
		Pledges::<Test>::insert(OPERATOR, pledge(50, &twice));
	});
}

#[test]
fn notices_a_promise_without_terms() {
	let words = "what is promised has terms";
	breaks(words, |_| {
		Pledges::<Test>::insert(OPERATOR, pledge(50, &[(ROLLUP, budget(100, 50), 2)]));
	});
	breaks(words, |_| {
		Pledges::<Test>::insert(OPERATOR, pledge(50, &[(ConsumerId(1), budget(100, 50), 1)]));
	});
}

// Cases.

#[test]
fn notices_a_case_that_is_listed_and_not_there() {
	breaks("an open case is there", |cases| Cases::<Test>::remove(cases[0]));
	breaks("a proposal is there", |cases| Cases::<Test>::remove(cases[2]));
}

#[test]
fn notices_a_case_in_the_wrong_list() {
	let other = |case: &mut CaseRecord<Test>| case.operator = OTHER;
	breaks("it stands here", |cases| change(cases[0], other));
	breaks("it waits here", |cases| change(cases[2], other));
	breaks("the consumer stands behind it", |cases| {
		change(cases[0], |case| case.course.state = CaseState::Proposed(EpochIndex(now())));
	});
	breaks("it stands here", |cases| change(cases[0], |case| case.consumer = ConsumerId(1)));
	breaks("nobody stands behind it", |cases| {
		change(cases[2], |case| case.course.state = CaseState::Upheld);
	});
	breaks("it waits here", |cases| change(cases[2], |case| case.consumer = ConsumerId(1)));
}

#[test]
fn notices_a_case_without_a_name() {
	breaks("it has a name", |cases| change(cases[0], |case| case.report = None));
	breaks("the name is used", |cases| {
		let name = case(cases[0]).report.expect("it has one");
		Reports::<Test>::remove(ROLLUP, name);
	});
}

#[test]
fn notices_a_case_that_is_not_listed_once() {
	let words = "every case is listed once";
	breaks(words, |cases| {
		OpenCases::<Test>::mutate(OPERATOR, ROLLUP, |all| all.retain(|case| *case != cases[0]));
	});
	breaks(words, |cases| {
		assert_ok!(OpenCases::<Test>::try_append(OPERATOR, ROLLUP, cases[0]));
	});
	breaks(words, |_| Proposals::<Test>::remove(OPERATOR, ROLLUP));
}

#[test]
fn notices_a_case_without_a_number() {
	breaks("cases are numbered", |cases| NextCase::<Test>::put(cases[2].0));
}

// Budgets.

#[test]
fn notices_a_case_that_is_not_in_the_budget() {
	let words = "what a case takes is reserved";
	breaks(words, |_| Spendings::<Test>::remove(OPERATOR, ROLLUP));
	breaks(words, |cases| {
		change(cases[0], |case| case.fraction = Some(percent(21)));
	});
}

#[test]
fn notices_more_used_up_than_there_is() {
	breaks("I7: cases take no more than there is", |_| {
		Spendings::<Test>::mutate(OPERATOR, ROLLUP, |spending| {
			let far = EpochIndex(now() - WINDOW);
			let near = EpochIndex(now());
			*spending = forged(vec![(far, budget(60, 0)), (near, budget(60, 30))]);
		});
	});
}

#[test]
fn notices_more_used_up_than_was_promised() {
	breaks("I7: cases take no more than was promised", |_| {
		Spendings::<Test>::mutate(OPERATOR, ROLLUP, |spending| {
			*spending = forged(vec![(EpochIndex(now()), budget(60, 51))]);
		});
	});
}

// Money.

#[test]
fn notices_a_deposit_that_is_not_held() {
	let words = "deposits are held to the unit";
	for (reason, who) in [
		(HoldReason::Consumer, MANAGER),
		(HoldReason::Report, OUTSIDER),
		(HoldReason::Dispute, OPERATOR),
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
	let words = "I1: the escrow's record is the sum of all bounties";
	breaks(words, |_| Bounties::<Test>::remove(CaseId(0)));
	breaks(words, |_| Escrow::<Test>::put(Pot::new(EXISTENTIAL_DEPOSIT)));
	breaks("bounties are in the escrow", |_| Escrow::<Test>::kill());
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
