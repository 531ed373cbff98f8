// SPDX-License-Identifier: Apache-2.0

//! Evidence of outsiders: who named a text first gets the bounty.

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};

const TEXT: &str = "block 7 was signed twice";

/// Somebody that copies the text of [`OUTSIDER`].
const COPYIST: AccountId = DAVE;

fn bounty(case_id: CaseId) -> Option<AccountId> {
	Bounties::<Test>::get(case_id).map(|bounty| bounty.reporter)
}

fn executed(case_id: CaseId) {
	endorse(case_id);
	skip(2);
	settle(case_id, Outcome::Executed);
}

#[test]
fn evidence_is_the_hash_of_reporter_and_text() {
	let bytes = [OUTSIDER.as_ref() as &[u8], TEXT.as_bytes()].concat();

	assert_eq!(evidence_of(&OUTSIDER, TEXT), sp_io::hashing::sha2_256(&bytes));
	assert_ne!(evidence_of(&OUTSIDER, TEXT), evidence_of(&COPYIST, TEXT));
}

#[test]
fn reveal_tells_the_text_whoever_calls() {
	test_opted_in(|| {
		let case_id = propose_hidden(OUTSIDER, now(), of_bond(10), TEXT);
		assert_eq!(Restaking::case(case_id).map(|view| view.is_revealed), Some(false));

		reveal(case_id, TEXT);

		let text = TEXT.as_bytes().to_vec().try_into().expect("it is short");
		assert_last(Event::EvidenceRevealed { case_id, first_case_id: case_id, text });
		assert_eq!(Restaking::case(case_id).map(|view| view.is_revealed), Some(true));
	});
}

#[test]
fn reveal_is_refused_when_the_text_is_another_or_known() {
	test_opted_in(|| {
		let case_id = propose_hidden(OUTSIDER, now(), of_bond(10), TEXT);

		assert_noop!(try_reveal(case_id, "block 7"), Error::<Test>::WrongEvidence);
		assert_noop!(try_reveal(CaseId(7), TEXT), Error::<Test>::UnknownCase);
		reveal(case_id, TEXT);
		assert_noop!(try_reveal(case_id, TEXT), Error::<Test>::AlreadyRevealed);
	});
}

#[test]
fn reveal_is_refused_when_the_time_to_report_is_over_or_the_case_is_filed() {
	test_opted_in(|| {
		let own = report(now(), of_bond(10));
		assert_noop!(try_reveal(own, TEXT), Error::<Test>::NotProposed);
		let case_id = propose_hidden(OUTSIDER, now(), of_bond(10), TEXT);
		skip(3);

		assert_noop!(try_reveal(case_id, TEXT), Error::<Test>::ReportTooLate);
	});
}

#[test]
fn endorse_is_refused_while_the_text_is_hidden() {
	test_opted_in(|| {
		let case_id = propose_hidden(OUTSIDER, now(), of_bond(10), TEXT);

		let endorsed = Restaking::endorse(signed(MANAGER), case_id, fresh_id());

		assert_noop!(endorsed, Error::<Test>::EvidenceHidden);
	});
}

/// What was copied from a transaction that waits: the hash is another, and younger.
#[test]
fn copied_text_brings_its_copyist_nothing() {
	test_opted_in(|| {
		let first = propose_hidden(OUTSIDER, now(), of_bond(10), TEXT);
		// Seen in the pool of transactions, and put in front.
		let copy = propose_hidden(COPYIST, now(), of_bond(10), TEXT);
		reveal(copy, TEXT);
		reveal(first, TEXT);

		executed(copy);

		assert_eq!(bounty(copy), Some(OUTSIDER));
	});
}

#[test]
fn copied_text_brings_its_copyist_nothing_when_the_first_report_was_declined() {
	test_opted_in(|| {
		let first = propose_hidden(OUTSIDER, now(), of_bond(10), TEXT);
		assert_ok!(Restaking::decline(signed(MANAGER), first, false));
		let copy = propose_hidden(COPYIST, now(), of_bond(10), TEXT);
		reveal(copy, TEXT);
		endorse(copy);
		skip(1);
		reveal(first, TEXT);
		// Nor when somebody clears it away before.
		skip(2);
		settle(first, Outcome::Dismissed);

		settle(copy, Outcome::Executed);

		assert_eq!(bounty(copy), Some(OUTSIDER));
		assert_eq!(Claims::<Test>::iter().count(), 0);
	});
}

#[test]
fn text_is_forgotten_with_the_last_case_that_names_it() {
	test_opted_in(|| {
		let first = propose_hidden(OUTSIDER, now(), of_bond(10), TEXT);
		let second = propose_hidden(COPYIST, now(), of_bond(10), TEXT);
		reveal(first, TEXT);
		reveal(second, TEXT);
		assert_eq!(Claims::<Test>::iter_values().map(|claim| claim.cases).sum::<u32>(), 2);
		skip(3);

		settle(second, Outcome::Lapsed);
		assert_eq!(Claims::<Test>::iter().count(), 1);
		settle(first, Outcome::Lapsed);

		assert_eq!(Claims::<Test>::iter().count(), 0);
	});
}

#[test]
fn same_text_of_two_operators_brings_two_bounties() {
	test_opted_in(|| {
		let own = register_with(BOB, terms());
		assert_ok!(Restaking::set_admission(root(), own, true));
		opt_in(OTHER, own, 50, 0);
		skip(NOTICE);
		let first = propose_hidden(OUTSIDER, now(), of_bond(10), TEXT);
		let (when, evidence) = (epoch(now()), evidence_of(&COPYIST, TEXT));
		let other = case_of(|| {
			let request = of_bond(10);
			Restaking::propose_slash(signed(COPYIST), own, OTHER, when, request, evidence)
		});
		reveal(first, TEXT);
		reveal(other, TEXT);
		assert_ok!(Restaking::endorse(signed(BOB), other, fresh_id()));

		skip(2);
		settle(other, Outcome::Executed);

		assert_eq!(bounty(other), Some(COPYIST));
	});
}
