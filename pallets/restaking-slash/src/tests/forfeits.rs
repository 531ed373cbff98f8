// SPDX-License-Identifier: Apache-2.0

//! Deposits of consumers, and what false reports cost them.

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::DispatchResult;

const HELD: HoldReason = HoldReason::ConsumerDeposit;

fn deposit() -> Balance {
	let record = Consumers::<Test>::get(ROLLUP).expect("it is there");
	assert_eq!(record.deposit.amount, held(HELD, &MANAGER));
	record.deposit.amount
}

fn try_top_up(who: AccountId) -> DispatchResult {
	Restaking::top_up_consumer(signed(who), ROLLUP)
}

fn reject() {
	let case_id = report(now(), of_pools(1));
	resolve(case_id, Verdict::Dismiss);
}

#[test]
fn consumer_forfeits_when_its_resolver_rejects_its_report() {
	test_opted_in(|| {
		let case_id = report(now(), of_pools(1));

		let lost = gain(NATIVE, LOST, || resolve(case_id, Verdict::Dismiss));

		assert_eq!(lost, CONSUMER_FORFEIT);
		assert_eq!(deposit(), CONSUMER_DEPOSIT - CONSUMER_FORFEIT);
		let (who, amount) = (MANAGER, CONSUMER_FORFEIT);
		assert_has(Event::DepositForfeited { case_id, who, amount });
	});
}

#[test]
fn consumer_forfeits_when_its_resolver_leaves_a_dispute_without_a_verdict() {
	test_opted_in(|| {
		let case_id = report(now(), of_pools(1));
		dispute(case_id);
		skip(WINDOW + 1);

		let lost = gain(NATIVE, LOST, || settle(case_id, Outcome::Dismissed));

		assert_eq!(lost, CONSUMER_FORFEIT);
	});
}

#[test]
fn consumer_forfeits_nothing_when_its_case_ends_otherwise() {
	test_opted_in(|| {
		let executed = report(now(), of_pools(1));
		uphold(executed);
		settle(executed, Outcome::Executed);
		let lapsed = report(now(), of_pools(1));
		let stopped = report(now(), of_pools(1));
		dispute(stopped);
		assert_ok!(Restaking::dismiss_case(root(), stopped));
		let declined = propose(now(), of_pools(1));
		assert_ok!(Restaking::decline(signed(RESOLVER), declined, true));
		skip(WINDOW + 1);
		settle(lapsed, Outcome::Lapsed);
		settle(declined, Outcome::Dismissed);

		assert_eq!(deposit(), CONSUMER_DEPOSIT);
	});
}

#[test]
fn consumer_without_a_resolver_forfeits_nothing() {
	let nobody = ConsumerTerms { resolver: None, ..terms() };
	test_opted_in_on(nobody, budget(100, 50), || {
		let case_id = report(now(), of_pools(1));

		assert_ok!(Restaking::dispute(signed(OPERATOR), case_id, SOME));

		assert_eq!(deposit(), CONSUMER_DEPOSIT);
	});
}

#[test]
fn consumer_files_nothing_when_its_deposit_is_too_low() {
	test_opted_in(|| {
		let proposed = propose(now(), of_pools(1));
		for _ in 0..4 {
			reject();
		}
		assert_eq!(deposit(), 20);

		let reported = try_report(epoch(now()), of_pools(1), fresh_id());
		assert_noop!(reported, Error::<Test>::DepositTooLow);
		let endorsed = Restaking::endorse(signed(MANAGER), proposed, fresh_id());
		assert_noop!(endorsed, Error::<Test>::DepositTooLow);
		let judged = try_file(now(), of_bond(1), fresh_id(), Basis::Word, None);
		assert_noop!(judged, Error::<Test>::DepositTooLow);
		// Which costs it nothing, however it ends.
		prove(now(), of_bond(1));

		assert_ok!(try_top_up(MANAGER));
		endorse(proposed);
	});
}

#[test]
fn consumer_forfeits_no_more_than_is_left() {
	test_opted_in(|| {
		let cases: Vec<_> = (0..5).map(|_| report(now(), of_pools(1))).collect();
		for case_id in &cases[..4] {
			resolve(*case_id, Verdict::Dismiss);
		}

		let lost = gain(NATIVE, LOST, || resolve(cases[4], Verdict::Dismiss));

		assert_eq!((lost, deposit()), (20, 0));
	});
}

#[test]
fn top_up_fills_the_deposit_of_whoever_registered() {
	test_opted_in(|| {
		reject();

		assert_ok!(try_top_up(BOB));

		assert_eq!(deposit(), CONSUMER_DEPOSIT);
		assert_eq!(balance(NATIVE, &BOB), FUNDS - CONSUMER_FORFEIT);
		let (consumer_id, amount) = (ROLLUP, CONSUMER_FORFEIT);
		assert_last(Event::DepositToppedUp { consumer_id, payer: BOB, amount });
		assert_noop!(try_top_up(BOB), Error::<Test>::Unchanged);
	});
}

#[test]
fn top_up_is_refused_when_there_is_nothing_to_report_any_more() {
	test_opted_in(|| {
		let unknown = Restaking::top_up_consumer(signed(BOB), ConsumerId(7));
		assert_noop!(unknown, Error::<Test>::UnknownConsumer);
		reject();
		assert_noop!(try_top_up(PAUPER), sp_runtime::TokenError::FundsUnavailable);
		assert_ok!(Restaking::retire_consumer(signed(MANAGER), ROLLUP));
		let last = Consumers::<Test>::get(ROLLUP).and_then(|record| record.last_epoch);
		skip(last.expect("it is retiring").0 + WINDOW + 1 - now());

		assert_noop!(try_top_up(MANAGER), Error::<Test>::ConsumerRetired);
		assert_ok!(Restaking::release_consumer_deposit(signed(PAUPER), ROLLUP));
		assert_eq!(held(HELD, &MANAGER), 0);
		assert_eq!(balance(NATIVE, &LOST), FUNDS + CONSUMER_FORFEIT);
	});
}

// The end of a consumer.

fn try_release() -> DispatchResult {
	Restaking::release_consumer_deposit(signed(MANAGER), ROLLUP)
}

/// The consumer retires, and its last epoch is the present one.
fn retire_with_notice() {
	assert_ok!(Restaking::retire_consumer(signed(MANAGER), ROLLUP));
	skip(NARROW_NOTICE - 1);
}

#[test]
fn deposit_of_a_retired_consumer_is_kept_until_its_last_case_is_settled() {
	test_opted_in(|| {
		retire_with_notice();
		let [left, lapsed] = [(); 2].map(|()| report(now(), of_pools(1)));
		dispute(left);
		skip(WINDOW + 1);

		assert_noop!(try_release(), Error::<Test>::CasesUnsettled);
		settle(lapsed, Outcome::Lapsed);
		assert_noop!(try_release(), Error::<Test>::CasesUnsettled);
		let lost = gain(NATIVE, LOST, || settle(left, Outcome::Dismissed));

		assert_eq!(lost, CONSUMER_FORFEIT);
		assert_ok!(try_release());
		assert_eq!(held(HELD, &MANAGER), 0);
	});
}

#[test]
fn deposit_is_not_kept_by_cases_that_cannot_cost_it() {
	test_opted_in(|| {
		retire_with_notice();
		prove(now(), of_pools(1));
		propose(now(), of_pools(1));
		skip(WINDOW + 1);

		assert_ok!(try_release());
	});
}

// In an emergency.

#[test]
fn emergency_dismissal_is_for_its_origin_and_for_filed_cases() {
	test_opted_in(|| {
		let case_id = report(now(), of_pools(1));
		for who in [MANAGER, RESOLVER, OPERATOR] {
			let dismissed = Restaking::dismiss_case(signed(who), case_id);
			assert_noop!(dismissed, sp_runtime::traits::BadOrigin);
		}
		let unknown = Restaking::dismiss_case(root(), CaseId(7));
		assert_noop!(unknown, Error::<Test>::UnknownCase);
		let proposed = propose(now(), of_pools(1));
		let refused = Restaking::dismiss_case(root(), proposed);
		assert_noop!(refused, Error::<Test>::NotFiled);
		skip(2);

		assert_ok!(Restaking::dismiss_case(root(), case_id));

		assert_eq!(bond_of(&OPERATOR), BOND);
	});
}
