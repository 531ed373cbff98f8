// SPDX-License-Identifier: Apache-2.0

//! Disputes, verdicts, and their costs.

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};

const HELD: HoldReason = HoldReason::DisputeDeposit;

fn try_dispute(who: AccountId, case: CaseId) -> sp_runtime::DispatchResult {
	Restaking::dispute(signed(who), case)
}

fn try_resolve(who: AccountId, case: CaseId, verdict: Verdict) -> sp_runtime::DispatchResult {
	Restaking::resolve(signed(who), case, verdict)
}

// Objections.

#[test]
fn dispute_holds_a_deposit() {
	test_opted_in(|| {
		let case_id = report(now(), of_pools(10));

		assert_ok!(try_dispute(ALICE, case_id));

		assert_eq!(held(HELD, &ALICE), DISPUTE_DEPOSIT);
		assert_eq!(status(case_id), CaseStatus::Disputed);
		assert_last(Event::Disputed { case_id, disputer: ALICE, deposit: DISPUTE_DEPOSIT });
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

#[test]
fn dispute_is_refused_when_somebody_else_has_disputed() {
	test_opted_in(|| {
		let case_id = report(now(), of_pools(10));
		dispute(case_id);

		assert_noop!(try_dispute(ALICE, case_id), Error::<Test>::NotDisputable);
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
		assert_eq!(held(HELD, &ALICE), 0);
		assert_eq!(balance(NATIVE, &LOST), FUNDS);
		assert_eq!(Restaking::cases_of(OPERATOR), []);
		assert_noop!(try_settle(case_id), Error::<Test>::UnknownCase);
	});
}

#[test]
fn resolve_costs_the_disputer_its_deposit_when_it_is_upheld() {
	test_opted_in(|| {
		let case_id = report(now(), of_pools(10));
		assert_ok!(try_dispute(ALICE, case_id));

		let lost = gain(NATIVE, LOST, || resolve(case_id, Verdict::Uphold));

		assert_eq!(lost, DISPUTE_DEPOSIT);
		assert_eq!(held(HELD, &ALICE), 0);
		assert_eq!(status(case_id), CaseStatus::Upheld);
		let amount = DISPUTE_DEPOSIT;
		assert_last(Event::DepositForfeited { case_id, who: ALICE, amount });
	});
}

#[test]
fn resolve_lets_it_be_settled_at_once_when_it_is_upheld() {
	test_opted_in(|| {
		let case_id = report(now(), of_pools(10));
		dispute(case_id);
		resolve(case_id, Verdict::Uphold);

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
fn resolve_is_refused_when_nobody_has_disputed() {
	test_opted_in(|| {
		let case_id = report(now(), of_pools(10));

		for verdict in [Verdict::Uphold, Verdict::Dismiss] {
			let resolved = try_resolve(RESOLVER, case_id, verdict);
			assert_noop!(resolved, Error::<Test>::NotDisputed);
		}
	});
}

#[test]
fn resolve_is_refused_when_it_was_decided() {
	test_opted_in(|| {
		let case_id = report(now(), of_pools(10));
		dispute(case_id);
		resolve(case_id, Verdict::Uphold);

		let resolved = try_resolve(RESOLVER, case_id, Verdict::Dismiss);

		assert_noop!(resolved, Error::<Test>::NotDisputed);
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

		assert_eq!(held(HELD, &ALICE), 0);
		assert_eq!(balance(NATIVE, &ALICE), FUNDS - 1_000);
		assert_eq!(stake_of(POOL, ALICE), 1_000);
		assert_eq!(unused(), budget(100, 50));
	});
}

#[test]
fn case_is_dismissed_when_nobody_can_decide() {
	let nobody = ConsumerTerms { resolver: None, ..terms() };
	test_opted_in_on(nobody, budget(100, 50), || {
		let case_id = report(now(), of_pools(10));
		dispute(case_id);
		for who in [MANAGER, RESOLVER, TREASURY] {
			let resolved = try_resolve(who, case_id, Verdict::Uphold);
			assert_noop!(resolved, Error::<Test>::NotResolver);
		}
		skip(WINDOW + 1);

		settle(case_id, Outcome::Dismissed);

		assert_eq!(held(HELD, &OPERATOR), 0);
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

		resolve(cases[0], Verdict::Uphold);
		assert_eq!(held(HELD, &ALICE), DISPUTE_DEPOSIT);
		resolve(cases[1], Verdict::Dismiss);

		assert_eq!(held(HELD, &ALICE), 0);
		assert_eq!(balance(NATIVE, &ALICE), FUNDS - 1_000 - DISPUTE_DEPOSIT);
	});
}
