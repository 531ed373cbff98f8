// SPDX-License-Identifier: Apache-2.0

//! Cases that were filed by proof: the room they need, who decides them, and what they leave to others.

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};

#[test]
fn proof_is_executed_when_nobody_disputes_it() {
	test_opted_in(|| {
		let case_id = prove(now(), of_bond(40));
		assert_eq!(Restaking::case(case_id).and_then(|view| view.resolver), None);
		assert_eq!(unused(), budget(60, 50));
		skip(2);

		settle(case_id, Outcome::Executed);

		assert_eq!(bond_of(&OPERATOR), 600);
		assert_eq!(unused(), budget(60, 50));
		assert!(ProvedCases::<Test>::get(OPERATOR, ROLLUP).is_empty());
	});
}

#[test]
fn proof_is_upheld_by_anybody_when_it_was_disputed() {
	test_opted_in(|| {
		let case_id = prove(now(), of_bond(40));
		dispute(case_id);
		assert_noop!(Restaking::uphold(signed(PAUPER), case_id), Error::<Test>::VerdictTooEarly);
		skip(2);
		assert_noop!(try_settle(case_id), Error::<Test>::AwaitsVerdict);

		assert_ok!(Restaking::uphold(signed(PAUPER), case_id));

		assert_last(Event::UpheldByProof { case_id });
		settle(case_id, Outcome::Executed);
		release_dispute(case_id, OPERATOR);
		assert_eq!(balance(NATIVE, &LOST), FUNDS + DISPUTE_DEPOSIT);
	});
}

#[test]
fn proof_is_upheld_through_the_door_too() {
	use bulwark_traits::FaultReporter;
	test_opted_in(|| {
		let case_id = prove(now(), of_bond(40));
		dispute(case_id);
		skip(2);

		assert_ok!(<Restaking as FaultReporter<_, _>>::uphold(case_id));

		settle(case_id, Outcome::Executed);
	});
}

#[test]
fn proof_is_none_of_the_resolvers_cases() {
	test_opted_in(|| {
		let case_id = prove(now(), of_bond(40));
		dispute(case_id);
		skip(2);

		for verdict in [Verdict::Uphold, Verdict::Dismiss] {
			let resolved = Restaking::resolve(signed(RESOLVER), case_id, verdict);
			assert_noop!(resolved, Error::<Test>::DecidedByProof);
		}
		let reported = report(now(), of_bond(10));
		dispute(reported);
		let upheld = Restaking::uphold(signed(PAUPER), reported);
		assert_noop!(upheld, Error::<Test>::NotProved);
	});
}

#[test]
fn proof_that_nobody_upholds_lapses_at_nobodys_cost() {
	test_opted_in(|| {
		let case_id = prove(now(), of_bond(40));
		dispute(case_id);
		skip(WINDOW + 1);
		assert_noop!(Restaking::uphold(signed(PAUPER), case_id), Error::<Test>::VerdictTooLate);

		settle(case_id, Outcome::Lapsed);

		release_dispute(case_id, OPERATOR);
		assert_eq!(held(HoldReason::DisputeDeposit, &OPERATOR), 0);
		assert_eq!(balance(NATIVE, &LOST), FUNDS);
		assert_eq!(held(HoldReason::ConsumerDeposit, &MANAGER), CONSUMER_DEPOSIT);
		assert_eq!(unused(), budget(100, 50));
	});
}

#[test]
fn proof_is_dismissed_in_an_emergency_at_nobodys_cost() {
	test_opted_in(|| {
		let case_id = prove(now(), of_bond(40));
		dispute(case_id);
		skip(2);
		assert_ok!(Restaking::uphold(signed(PAUPER), case_id));

		assert_ok!(Restaking::dismiss_case(root(), case_id));

		assert_has(Event::DismissedInEmergency { case_id });
		assert_last(Event::Ended { case_id, outcome: Outcome::Dismissed });
		release_dispute(case_id, OPERATOR);
		assert_eq!(held(HoldReason::DisputeDeposit, &OPERATOR), 0);
		assert_eq!(balance(NATIVE, &LOST), FUNDS);
		assert_eq!(held(HoldReason::ConsumerDeposit, &MANAGER), CONSUMER_DEPOSIT);
		assert_eq!(unused(), budget(100, 50));
	});
}

// Room.

/// Whatever friends of the operator have filed.
#[test]
fn proof_finds_room_when_keys_have_asked_for_everything() {
	test_opted_in(|| {
		report(now(), request(budget(100, 50)));
		assert_eq!((unused(), reportable()), (budget(100, 50), Fractions::NOTHING));

		prove(now(), request(budget(100, 50)));

		assert_eq!(unused(), Fractions::NOTHING);
		let other = try_prove(now(), of_bond(1), fresh_id());
		assert_noop!(other, Error::<Test>::OverBudget);
	});
}

#[test]
fn proof_finds_a_place_and_its_id_when_keys_have_taken_theirs() {
	test_opted_in(|| {
		let id = [1; 32];
		assert_ok!(try_report(epoch(now()), of_pools(1), id));
		for _ in 1..MAX_CASES {
			report(now(), of_pools(1));
		}

		assert_ok!(try_prove(now(), of_bond(1), id));
		for _ in 1..MAX_CASES {
			prove(now(), of_bond(1));
		}

		let full = try_prove(now(), of_bond(1), fresh_id());
		assert_noop!(full, Error::<Test>::TooManyCases);
		let used = try_prove(now(), of_bond(1), id);
		assert_noop!(used, Error::<Test>::DuplicateReport);
		assert_eq!(Restaking::cases_of(OPERATOR).len() as u32, 2 * MAX_CASES);
	});
}

#[test]
fn proof_needs_room_beside_what_was_taken() {
	test_opted_in(|| {
		let case_id = report(now(), of_bond(70));
		skip(2);
		settle(case_id, Outcome::Executed);

		let refused = try_prove(now(), of_bond(31), fresh_id());

		assert_noop!(refused, Error::<Test>::OverBudget);
		prove(now(), of_bond(30));
	});
}

#[test]
fn report_takes_of_each_fraction_what_proofs_have_left() {
	test_opted_in(|| {
		let reported = report(now(), request(budget(80, 50)));
		let proved = prove(now(), request(budget(70, 20)));
		assert_eq!(Restaking::slash_preview(reported), [(NATIVE, 300 + 300), (GOLD, 300)]);
		skip(2);

		settle(reported, Outcome::Executed);

		assert_has(Event::Slashed { case_id: reported, fractions: budget(30, 30) });
		assert_eq!((bond_of(&OPERATOR), stake_of(POOL, ALICE)), (700, 700));
		settle(proved, Outcome::Executed);
		assert_has(Event::Slashed { case_id: proved, fractions: budget(70, 20) });
		assert_eq!((bond_of(&OPERATOR), stake_of(POOL, ALICE)), (210, 560));
	});
}

#[test]
fn report_lapses_at_nobodys_cost_when_proofs_have_left_nothing() {
	test_opted_in(|| {
		let reported = report(now(), of_bond(80));
		prove(now(), of_bond(100));
		uphold(reported);

		settle(reported, Outcome::Lapsed);

		release_dispute(reported, OPERATOR);
		assert_eq!(held(HoldReason::DisputeDeposit, &OPERATOR), 0);
		assert_eq!(balance(NATIVE, &LOST), FUNDS);
		assert_eq!(held(HoldReason::ConsumerDeposit, &MANAGER), CONSUMER_DEPOSIT);
		assert_eq!(bond_of(&OPERATOR), BOND);
	});
}

#[test]
fn report_takes_all_when_the_proof_before_it_was_dismissed() {
	test_opted_in(|| {
		let reported = report(now(), of_bond(80));
		let proved = prove(now(), of_bond(100));
		assert_ok!(Restaking::dismiss_case(root(), proved));
		skip(2);

		settle(reported, Outcome::Executed);

		assert_eq!(bond_of(&OPERATOR), 200);
	});
}

#[test]
fn report_in_reserve_takes_the_budget_that_held_at_the_fault() {
	test_opted_in(|| {
		let reported = report(now(), of_bond(80));
		opt_out(OPERATOR, ROLLUP);
		skip(2);

		settle(reported, Outcome::Executed);

		assert_eq!(bond_of(&OPERATOR), 200);
	});
}

// Verdicts of a judge, which a pallet files: they go first as proofs do, and the resolver judges them.

fn judged(fault: u32, request: SlashRequest<AssetId>) -> CaseId {
	try_file(fault, request, [77; 32], Basis::Verdict, None).expect("nothing is wrong with it")
}

#[test]
fn verdict_finds_room_when_keys_have_asked_for_everything() {
	test_opted_in(|| {
		let asked = report(now(), of_bond(100));
		let case_id = judged(now(), of_bond(100));
		assert_eq!(unused(), budget(0, 50));
		skip(2);

		settle(asked, Outcome::Lapsed);
		settle(case_id, Outcome::Executed);

		assert_eq!(bond_of(&OPERATOR), 0);
	});
}

#[test]
fn verdict_is_upheld_by_the_resolver_alone_when_it_was_disputed() {
	test_opted_in(|| {
		let case_id = judged(now(), of_bond(40));
		assert_eq!(Restaking::case(case_id).and_then(|view| view.resolver), Some(RESOLVER));
		dispute(case_id);
		skip(2);
		assert_noop!(Restaking::uphold(signed(PAUPER), case_id), Error::<Test>::NotProved);

		resolve(case_id, Verdict::Uphold);

		settle(case_id, Outcome::Executed);
		assert_eq!(bond_of(&OPERATOR), 600);
	});
}

#[test]
fn verdict_is_dismissed_by_the_resolver_or_by_its_silence_at_nobodys_cost() {
	for is_silent in [false, true] {
		test_opted_in(|| {
			let deposit = Consumers::<Test>::get(ROLLUP).expect("it is there").deposit.amount;
			let case_id = judged(now(), of_bond(40));
			dispute(case_id);
			if is_silent {
				skip(WINDOW + 1);
				settle(case_id, Outcome::Dismissed);
			} else {
				resolve(case_id, Verdict::Dismiss);
			}

			assert_eq!(bond_of(&OPERATOR), 1_000);
			let after = Consumers::<Test>::get(ROLLUP).expect("it is there").deposit.amount;
			assert_eq!(after, deposit);
			release_dispute(case_id, OPERATOR);
		});
	}
}
