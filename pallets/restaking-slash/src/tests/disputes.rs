// SPDX-License-Identifier: Apache-2.0

//! Disputes, verdicts, and their costs.

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok, dispatch::Pays};
use sp_runtime::DispatchResult;

const HELD: HoldReason = HoldReason::DisputeDeposit;

fn try_dispute(who: AccountId, case_id: CaseId) -> DispatchResult {
	Restaking::dispute(signed(who), case_id, SOME)
}

fn try_resolve(who: AccountId, case_id: CaseId, verdict: Verdict) -> DispatchResult {
	Restaking::resolve(signed(who), case_id, verdict)
}

fn try_release(case_id: CaseId, who: AccountId) -> DispatchResult {
	let released = Restaking::release_dispute_deposit(signed(PAUPER), case_id, who);
	released.map(|_| ()).map_err(|error| error.error)
}

// Objections.

#[test]
fn dispute_holds_a_deposit() {
	test_opted_in(|| {
		let case_id = report(now(), of_pools(10));
		let CaseStatus::Filed { until } = status(case_id) else { panic!("it is filed") };

		let evidence = evidence_of(&ALICE, "I was there");
		assert_ok!(Restaking::dispute(signed(ALICE), case_id, evidence));

		assert_eq!(held(HELD, &ALICE), DISPUTE_DEPOSIT);
		assert_eq!(status(case_id), CaseStatus::Disputed { until, disputes: 1 });
		let dispute = Dispute { deposit: DISPUTE_DEPOSIT, evidence };
		assert_eq!(Disputes::<Test>::get(case_id, ALICE), Some(dispute));
		let deposit = DISPUTE_DEPOSIT;
		assert_last(Event::Disputed { case_id, disputer: ALICE, deposit, evidence });
	});
}

#[test]
fn dispute_is_refused_when_the_deposit_is_not_there() {
	test_opted_in(|| {
		let case_id = report(now(), of_pools(10));

		let disputed = try_dispute(PAUPER, case_id);

		assert_noop!(disputed, sp_runtime::TokenError::FundsUnavailable);
	});
}

#[test]
fn dispute_is_refused_when_there_is_no_such_case() {
	test_opted_in(|| {
		assert_noop!(try_dispute(ALICE, CaseId(1)), Error::<Test>::UnknownCase);
	});
}

/// The place of the operator cannot be taken: there is one for everybody.
#[test]
fn dispute_is_for_everybody_whoever_else_has_disputed() {
	test_opted_in(|| {
		let case_id = report(now(), of_pools(10));
		for who in [MANAGER, RESOLVER, BOB, CHARLIE, DAVE] {
			assert_ok!(try_dispute(who, case_id));
		}

		dispute(case_id);

		assert_eq!(case(case_id).course.disputes(), 6);
		assert_eq!(held(HELD, &OPERATOR), DISPUTE_DEPOSIT);
	});
}

#[test]
fn dispute_is_refused_when_the_account_has_disputed() {
	test_opted_in(|| {
		let case_id = report(now(), of_pools(10));
		dispute(case_id);

		assert_noop!(try_dispute(OPERATOR, case_id), Error::<Test>::AlreadyDisputed);
	});
}

#[test]
fn dispute_is_refused_when_the_time_is_over() {
	test_opted_in(|| {
		let case_id = report(now(), of_pools(10));
		skip(2);

		assert_noop!(try_dispute(ALICE, case_id), Error::<Test>::DisputeTooLate);
	});
}

#[test]
fn dispute_has_all_of_the_epochs_and_blocks() {
	test_opted_in(|| {
		let in_time = report(now(), of_pools(10));
		skip(1);
		blocks(100);
		assert_ok!(try_dispute(ALICE, in_time));

		// The epoch is over, and three blocks are.
		let halted = report(now(), of_pools(10));
		go_to(now() + 2);
		blocks(MIN_BLOCKS);
		assert_noop!(try_settle(halted), Error::<Test>::CaseOpen);
		assert_ok!(try_dispute(ALICE, halted));
	});
}

#[test]
fn dispute_is_too_late_with_the_block_after() {
	test_opted_in(|| {
		let case_id = report(now(), of_pools(10));
		go_to(now() + 2);
		blocks(MIN_BLOCKS + 1);

		assert_noop!(try_dispute(ALICE, case_id), Error::<Test>::DisputeTooLate);
		settle(case_id, Outcome::Executed);
	});
}

#[test]
fn dispute_is_refused_when_the_window_is_over_and_no_block_was_made() {
	test_opted_in(|| {
		let case_id = report(now(), of_pools(10));
		go_to(now() + WINDOW + 1);

		assert_noop!(try_dispute(ALICE, case_id), Error::<Test>::DisputeTooLate);
		settle(case_id, Outcome::Lapsed);
	});
}

#[test]
fn dispute_holds_nothing_up_for_stakers() {
	test_opted_in(|| {
		undelegate_all(POOL, ALICE);
		let case_id = report(now(), of_pools(10));
		dispute(case_id);
		skip(WINDOW + 1);

		assert_eq!(withdraw(POOL, ALICE), 1_000);
	});
}

// Verdicts.

#[test]
fn resolve_ends_the_case_when_it_is_dismissed() {
	test_opted_in(|| {
		let case_id = report(now(), of_pools(10));
		assert_ok!(try_dispute(ALICE, case_id));

		resolve(case_id, Verdict::Dismiss);

		assert_has(Event::Resolved { case_id, verdict: Verdict::Dismiss });
		assert_last(Event::Ended { case_id, outcome: Outcome::Dismissed });
		assert_eq!(Restaking::cases_of(OPERATOR), []);
		assert_noop!(try_settle(case_id), Error::<Test>::UnknownCase);
		assert_eq!(reportable(), budget(100, 50));
	});
}

#[test]
fn resolve_dismisses_a_case_that_nobody_has_disputed() {
	test_opted_in(|| {
		let case_id = report(now(), of_pools(10));
		skip(2);

		resolve(case_id, Verdict::Dismiss);

		assert_last(Event::Ended { case_id, outcome: Outcome::Dismissed });
		assert_eq!(bond_of(&OPERATOR), BOND);
	});
}

#[test]
fn resolve_dismisses_a_case_that_it_had_upheld() {
	test_opted_in(|| {
		let case_id = report(now(), of_pools(10));
		uphold(case_id);

		let cost = gain(NATIVE, LOST, || resolve(case_id, Verdict::Dismiss));

		assert_eq!(cost, CONSUMER_FORFEIT);
		let lost = gain(NATIVE, LOST, || release_dispute(case_id, OPERATOR));
		assert_eq!((lost, held(HELD, &OPERATOR)), (0, 0));
	});
}

#[test]
fn resolve_upholds_nothing_before_the_time_to_dispute_is_over() {
	test_opted_in(|| {
		let case_id = report(now(), of_pools(10));
		dispute(case_id);
		let early = || try_resolve(RESOLVER, case_id, Verdict::Uphold);

		assert_noop!(early(), Error::<Test>::VerdictTooEarly);
		skip(1);
		assert_noop!(early(), Error::<Test>::VerdictTooEarly);
		go_to(now() + 1);
		System::set_block_number(1);
		assert_noop!(early(), Error::<Test>::VerdictTooEarly);
		blocks(10);

		resolve(case_id, Verdict::Uphold);

		assert_last(Event::Resolved { case_id, verdict: Verdict::Uphold });
		assert_eq!(status(case_id), CaseStatus::Upheld);
	});
}

#[test]
fn resolve_lets_it_be_settled_when_it_is_upheld() {
	test_opted_in(|| {
		let case_id = report(now(), of_pools(10));
		uphold(case_id);

		settle(case_id, Outcome::Executed);

		assert_eq!(stake_of(POOL, ALICE), 900);
	});
}

#[test]
fn resolve_is_refused_when_somebody_else_decides() {
	test_opted_in(|| {
		let case_id = report(now(), of_pools(10));
		dispute(case_id);

		for who in [MANAGER, OPERATOR, ALICE, TREASURY] {
			let resolved = try_resolve(who, case_id, Verdict::Uphold);
			assert_noop!(resolved, Error::<Test>::NotResolver);
		}
	});
}

#[test]
fn resolve_upholds_nothing_that_nobody_has_disputed() {
	test_opted_in(|| {
		let case_id = report(now(), of_pools(10));
		skip(2);

		let resolved = try_resolve(RESOLVER, case_id, Verdict::Uphold);

		assert_noop!(resolved, Error::<Test>::NotDisputed);
	});
}

#[test]
fn resolve_is_refused_when_nobody_stands_behind_it() {
	test_opted_in(|| {
		let case_id = propose(now(), of_pools(10));

		for verdict in [Verdict::Uphold, Verdict::Dismiss] {
			let resolved = try_resolve(RESOLVER, case_id, verdict);
			assert_noop!(resolved, Error::<Test>::NotFiled);
		}
		assert_noop!(try_dispute(ALICE, case_id), Error::<Test>::NotFiled);
	});
}

#[test]
fn resolve_is_refused_when_the_window_is_over() {
	test_opted_in(|| {
		let case_id = report(now(), of_pools(10));
		dispute(case_id);
		skip(WINDOW + 1);

		for verdict in [Verdict::Uphold, Verdict::Dismiss] {
			let resolved = try_resolve(RESOLVER, case_id, verdict);
			assert_noop!(resolved, Error::<Test>::VerdictTooLate);
		}
	});
}

#[test]
fn resolve_counts_in_the_last_epoch() {
	test_opted_in(|| {
		let case_id = report(now(), of_pools(10));
		dispute(case_id);
		skip(WINDOW);

		resolve(case_id, Verdict::Uphold);
		settle(case_id, Outcome::Executed);
	});
}

#[test]
fn resolve_is_refused_when_there_is_no_such_case() {
	test_opted_in(|| {
		let resolved = try_resolve(RESOLVER, CaseId(1), Verdict::Uphold);
		assert_noop!(resolved, Error::<Test>::UnknownCase);
	});
}

#[test]
fn resolve_is_for_who_the_pinned_terms_name() {
	test_opted_in(|| {
		let other = ConsumerTerms { resolver: Some(BOB), ..terms() };
		assert_ok!(Restaking::set_terms(signed(MANAGER), ROLLUP, other));
		skip(NOTICE);
		let case_id = report(now(), of_pools(10));
		dispute(case_id);

		let resolved = try_resolve(BOB, case_id, Verdict::Dismiss);

		assert_noop!(resolved, Error::<Test>::NotResolver);
		resolve(case_id, Verdict::Dismiss);
	});
}

#[test]
fn resolve_is_for_root_when_the_treasury_is_the_resolver() {
	let governed = ConsumerTerms { resolver: Some(TREASURY), ..terms() };
	test_opted_in_on(governed, budget(100, 50), || {
		let case_id = report(now(), of_pools(10));
		dispute(case_id);

		assert_ok!(Restaking::resolve(root(), case_id, Verdict::Dismiss));
	});
}

// No verdict.

#[test]
fn case_is_dismissed_when_no_verdict_comes() {
	test_opted_in(|| {
		let case_id = report(now(), of_pools(10));
		assert_ok!(try_dispute(ALICE, case_id));
		skip(WINDOW);
		assert_noop!(try_settle(case_id), Error::<Test>::AwaitsVerdict);
		skip(1);

		settle(case_id, Outcome::Dismissed);

		release_dispute(case_id, ALICE);
		assert_eq!(held(HELD, &ALICE), 0);
		assert_eq!(balance(NATIVE, &ALICE), FUNDS - 1_000);
		assert_eq!(stake_of(POOL, ALICE), 1_000);
		assert_eq!(reportable(), budget(100, 50));
	});
}

#[test]
fn case_is_dismissed_by_the_first_dispute_when_nobody_can_decide() {
	let nobody = ConsumerTerms { resolver: None, ..terms() };
	test_opted_in_on(nobody, budget(100, 50), || {
		let case_id = report(now(), of_pools(10));
		for who in [MANAGER, RESOLVER, TREASURY] {
			let resolved = try_resolve(who, case_id, Verdict::Dismiss);
			assert_noop!(resolved, Error::<Test>::NotResolver);
		}

		assert_ok!(try_dispute(OPERATOR, case_id));

		let (disputer, evidence) = (OPERATOR, SOME);
		assert_has(Event::Disputed { case_id, disputer, deposit: 0, evidence });
		assert_last(Event::Ended { case_id, outcome: Outcome::Dismissed });
		assert_eq!(held(HELD, &OPERATOR), 0);
		assert_noop!(try_release(case_id, OPERATOR), Error::<Test>::NotDisputed);
	});
}

// Deposits.

#[test]
fn deposit_waits_for_the_end_of_the_case() {
	test_opted_in(|| {
		let case_id = report(now(), of_pools(10));
		uphold(case_id);

		assert_noop!(try_release(case_id, OPERATOR), Error::<Test>::CaseOpen);
		assert_noop!(try_release(case_id, ALICE), Error::<Test>::NotDisputed);
	});
}

#[test]
fn deposits_are_taken_back_one_by_one_when_the_case_is_dismissed() {
	test_opted_in(|| {
		let case_id = report(now(), of_pools(10));
		for who in [ALICE, BOB] {
			assert_ok!(try_dispute(who, case_id));
		}
		resolve(case_id, Verdict::Dismiss);
		assert_eq!(held(HELD, &ALICE), DISPUTE_DEPOSIT, "nobody goes through the list");

		let released = Restaking::release_dispute_deposit(signed(PAUPER), case_id, ALICE);

		assert_eq!(released.expect("it has ended").pays_fee, Pays::No);
		let (disputer, amount) = (ALICE, DISPUTE_DEPOSIT);
		assert_last(Event::DisputeDepositReleased { case_id, disputer, amount });
		assert_eq!((held(HELD, &ALICE), held(HELD, &BOB)), (0, DISPUTE_DEPOSIT));
		assert_noop!(try_release(case_id, ALICE), Error::<Test>::NotDisputed);
		release_dispute(case_id, BOB);
		assert_eq!(balance(NATIVE, &BOB), FUNDS);
	});
}

#[test]
fn deposits_are_lost_one_by_one_when_the_case_is_executed() {
	test_opted_in(|| {
		let case_id = report(now(), of_pools(10));
		assert_ok!(try_dispute(ALICE, case_id));
		uphold(case_id);
		settle(case_id, Outcome::Executed);
		assert_eq!(LostDisputes::<Test>::get(case_id), Some(2));

		let lost = gain(NATIVE, LOST, || release_dispute(case_id, ALICE));

		assert_eq!(lost, DISPUTE_DEPOSIT);
		let (who, amount) = (ALICE, DISPUTE_DEPOSIT);
		assert_last(Event::DepositForfeited { case_id, who, amount });
		assert_eq!(LostDisputes::<Test>::get(case_id), Some(1));
		release_dispute(case_id, OPERATOR);
		assert_eq!(LostDisputes::<Test>::get(case_id), None);
		assert_eq!(balance(NATIVE, &LOST), FUNDS + 2 * DISPUTE_DEPOSIT);
	});
}

#[test]
fn deposits_are_taken_back_when_an_upheld_case_takes_nothing() {
	test_opted_in(|| {
		let case_id = report(now(), of_pools(10));
		uphold(case_id);
		skip(WINDOW);
		settle(case_id, Outcome::Lapsed);

		release_dispute(case_id, OPERATOR);

		assert_eq!(held(HoldReason::DisputeDeposit, &OPERATOR), 0);
		assert_eq!(balance(NATIVE, &LOST), FUNDS);
	});
}

#[test]
fn deposits_of_several_disputes_are_kept_apart() {
	test_opted_in(|| {
		let cases = [report(now(), of_pools(10)), report(now(), of_pools(10))];
		for case_id in cases {
			assert_ok!(try_dispute(ALICE, case_id));
		}
		assert_eq!(held(HELD, &ALICE), 2 * DISPUTE_DEPOSIT);
		skip(2);

		resolve(cases[0], Verdict::Uphold);
		settle(cases[0], Outcome::Executed);
		resolve(cases[1], Verdict::Dismiss);
		for case_id in cases {
			release_dispute(case_id, ALICE);
		}

		assert_eq!(held(HELD, &ALICE), 0);
		assert_eq!(balance(NATIVE, &ALICE), FUNDS - 1_000 - DISPUTE_DEPOSIT);
	});
}
