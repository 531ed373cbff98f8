// SPDX-License-Identifier: Apache-2.0

//! Bounties of reporters, and their payment.

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok, traits::fungibles::Mutate};
use sp_runtime::DispatchResult;

fn try_claim(case: CaseId) -> DispatchResult {
	Restaking::claim_bounty(signed(PAUPER), case)
}

fn claim(case: CaseId) {
	assert_ok!(try_claim(case));
}

/// A case of an outsider that took a part of the bond.
fn executed(part: u64) -> CaseId {
	let case_id = propose(now(), of_bond(part));
	endorse(case_id);
	skip(2);
	settle(case_id, Outcome::Executed);
	case_id
}

fn in_escrow() -> Balance {
	balance(NATIVE, &Restaking::pot()) - EXISTENTIAL_DEPOSIT
}

#[test]
fn bounty_waits_in_the_escrow() {
	test_opted_in(|| {
		let case_id = executed(50);

		let unlock_epoch = EpochIndex(now() + BOUNTY_DELAY);
		let bounty = Bounty { reporter: OUTSIDER, amount: 150, unlock_epoch };
		assert_eq!(Bounties::<Test>::get(case_id), Some(bounty));
		assert_eq!(in_escrow(), 150);
		assert_eq!(distributed(case_id), [(NATIVE, 350, Destination::Treasury)]);
	});
}

#[test]
fn bounty_is_paid_to_the_reporter_whoever_asks() {
	test_opted_in(|| {
		let case_id = executed(50);
		skip(BOUNTY_DELAY - 1);
		assert_noop!(try_claim(case_id), Error::<Test>::BountyLocked);
		skip(1);

		let paid = gain(NATIVE, OUTSIDER, || claim(case_id));

		assert_eq!(paid, 150);
		assert_last(Event::BountyClaimed { case_id, reporter: OUTSIDER, amount: 150 });
		assert_eq!(in_escrow(), 0);
		assert_noop!(try_claim(case_id), Error::<Test>::NoBounty);
	});
}

#[test]
fn bounty_is_refused_when_there_is_none() {
	test_opted_in(|| {
		let own = report(now(), of_pools(10));
		skip(2);
		settle(own, Outcome::Executed);
		skip(BOUNTY_DELAY);

		assert_noop!(try_claim(own), Error::<Test>::NoBounty);
		assert_noop!(try_claim(CaseId(7)), Error::<Test>::NoBounty);
		assert_eq!(in_escrow(), 0);
	});
}

#[test]
fn bounty_is_a_part_of_the_bond_alone() {
	test_opted_in(|| {
		delegate(POOL, BOB, 1_000_000);
		skip(1);
		let case_id = propose(now(), of_pools(10));
		endorse(case_id);
		skip(2);

		settle(case_id, Outcome::Executed);

		assert_eq!(Bounties::<Test>::get(case_id).map(|bounty| bounty.amount), Some(30));
	});
}

#[test]
fn bounty_is_nothing_when_the_consumer_is_not_admitted() {
	test_opted_in(|| {
		assert_ok!(Restaking::set_admission(root(), ROLLUP, false));

		let case_id = executed(50);

		assert_eq!(Bounties::<Test>::get(case_id), None);
		assert_eq!(distributed(case_id), [(NATIVE, 500, Destination::Treasury)]);
	});
}

#[test]
fn bounty_is_nothing_when_the_consumer_is_expelled_before_it_is_settled() {
	test_opted_in(|| {
		let case_id = propose(now(), of_bond(50));
		endorse(case_id);
		assert_ok!(Restaking::set_admission(root(), ROLLUP, false));
		skip(2);

		settle(case_id, Outcome::Executed);

		assert_eq!(Bounties::<Test>::get(case_id), None);
	});
}

#[test]
fn bounty_stays_when_the_consumer_is_expelled_after_it_was_settled() {
	test_opted_in(|| {
		let case_id = executed(50);
		assert_ok!(Restaking::set_admission(root(), ROLLUP, false));
		skip(BOUNTY_DELAY);

		let paid = gain(NATIVE, OUTSIDER, || claim(case_id));

		assert_eq!(paid, 150);
	});
}

#[test]
fn bounty_is_nothing_when_the_terms_have_none() {
	let stingy = ConsumerTerms { bounty: percent(0), ..terms() };
	test_opted_in_on(stingy, budget(100, 50), || {
		let case_id = executed(50);

		assert_eq!(Bounties::<Test>::get(case_id), None);
		assert_eq!(distributed(case_id), [(NATIVE, 500, Destination::Treasury)]);
	});
}

#[test]
fn bounty_is_nothing_when_nothing_was_taken_of_the_bond() {
	test_opted_in(|| {
		let case_id = propose(now(), both(100_000_000_000_000));
		endorse(case_id);
		skip(2);

		settle(case_id, Outcome::Executed);

		assert_eq!(Bounties::<Test>::get(case_id), None);
	});
}

#[test]
fn bounties_of_several_cases_are_kept_apart() {
	test_opted_in(|| {
		let cases = [executed(10), executed(20)];
		assert_eq!(in_escrow(), 30 + 54);
		skip(BOUNTY_DELAY);

		let paid = gain(NATIVE, OUTSIDER, || claim(cases[1]));

		assert_eq!(paid, 54);
		assert_eq!(in_escrow(), 30);
	});
}

#[test]
fn bounty_is_not_changed_by_a_donation() {
	test_opted_in(|| {
		let case_id = executed(50);
		assert_ok!(AllAssets::mint_into(NATIVE, &Restaking::pot(), 1_000));
		skip(BOUNTY_DELAY);

		let paid = gain(NATIVE, OUTSIDER, || claim(case_id));

		assert_eq!(paid, 150);
		assert_eq!(in_escrow(), 1_000);
	});
}

#[test]
fn bounty_waits_when_the_account_cannot_take_it() {
	test_opted_in(|| {
		let filed = try_file(now(), of_bond(3), fresh_id(), Basis::Word, Some(PAUPER));
		let case_id = filed.expect("nothing is wrong with it");
		skip(2);
		settle(case_id, Outcome::Executed);
		skip(BOUNTY_DELAY);

		// 9 units are less than an account needs.
		assert_noop!(try_claim(case_id), Error::<Test>::PaymentRefused);
		assert_ok!(AllAssets::mint_into(NATIVE, &PAUPER, EXISTENTIAL_DEPOSIT));
		let paid = gain(NATIVE, PAUPER, || claim(case_id));
		assert_eq!(paid, 9);
	});
}
