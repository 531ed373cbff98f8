// SPDX-License-Identifier: Apache-2.0

//! Reports of outsiders.

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::DispatchResult;

const HELD: HoldReason = HoldReason::ReportDeposit;

fn try_endorse(who: AccountId, case: CaseId) -> DispatchResult {
	Restaking::endorse(signed(who), case, fresh_id())
}

// Silence.

#[test]
fn propose_holds_a_deposit_and_no_more() {
	test_opted_in(|| {
		let case_id = propose(now(), of_pools(10));

		assert_eq!(held(HELD, &OUTSIDER), REPORT_DEPOSIT);
		assert_eq!(status(case_id), CaseStatus::Proposed { until_epoch: EpochIndex(now() + 2) });
		assert_eq!(reportable(), budget(100, 50));
		assert_eq!(fractions(case_id), None);
		assert_has(Event::Proposed {
			case_id,
			reporter: OUTSIDER,
			consumer_id: ROLLUP,
			operator: OPERATOR,
			fault_epoch: EpochIndex(now()),
			request: of_pools(10),
			when: epoch(now()),
			evidence: case(case_id).evidence,
			until_epoch: EpochIndex(now() + 2),
		});
	});
}

#[test]
fn proposal_lapses_when_nobody_endorses_it() {
	test_opted_in(|| {
		let case_id = propose(now(), of_pools(10));
		skip(2);
		assert_noop!(try_settle(case_id), Error::<Test>::CaseOpen);
		skip(1);

		let lost = gain(NATIVE, LOST, || settle(case_id, Outcome::Lapsed));

		assert_eq!(lost, REPORT_DEPOSIT);
		assert_eq!(held(HELD, &OUTSIDER), 0);
		let (who, amount) = (OUTSIDER, REPORT_DEPOSIT);
		assert_has(Event::DepositForfeited { case_id, who, amount });
		assert_eq!(stake_of(POOL, ALICE), 1_000);
		assert_eq!(Restaking::cases_of(OPERATOR), []);
	});
}

#[test]
fn propose_is_refused_when_the_deposit_is_not_there() {
	test_opted_in(|| {
		let (when, evidence) = (epoch(now()), SOME);
		let proposed = Restaking::propose_slash(
			signed(PAUPER),
			ROLLUP,
			OPERATOR,
			when,
			of_pools(10),
			evidence,
		);

		assert_noop!(proposed, sp_runtime::TokenError::FundsUnavailable);
	});
}

#[test]
fn propose_is_refused_when_what_is_known_of_it_is_wrong() {
	test_opted_in(|| {
		let fault = now();
		let future = try_propose(epoch(fault + 1), of_pools(10));
		assert_noop!(future, Error::<Test>::EpochInFuture);
		let early = try_propose(epoch(11), of_pools(10));
		assert_noop!(early, Error::<Test>::NotOptedIn);
		let (when, evidence) = (epoch(fault), SOME);
		let unknown = Restaking::propose_slash(
			signed(OUTSIDER),
			ConsumerId(2),
			OPERATOR,
			when,
			of_pools(10),
			evidence,
		);
		assert_noop!(unknown, Error::<Test>::UnknownConsumer);

		skip(3);

		let late = try_propose(epoch(fault), of_pools(10));
		assert_noop!(late, Error::<Test>::ReportTooLate);
	});
}

// Endorsements.

#[test]
fn endorse_makes_a_proposal_the_consumers_own() {
	test_opted_in(|| {
		for who in [MANAGER, RESOLVER] {
			let case_id = propose(now(), of_pools(10));
			let id = fresh_id();

			assert_ok!(Restaking::endorse(signed(who.clone()), case_id, id));

			assert!(matches!(status(case_id), CaseStatus::Filed { .. }));
			assert_eq!(held(HELD, &OUTSIDER), 0);
			assert_last(Event::Endorsed { case_id, by: who });
			assert_eq!(report_id(case_id), Some(id));
			assert_eq!(fractions(case_id), Some(budget(10, 10)));
			assert!(ProposedCases::<Test>::get(OUTSIDER).is_empty());
		}
		assert_eq!(reportable(), budget(80, 30));
	});
}

#[test]
fn endorsed_report_pays_its_reporter_a_bounty() {
	test_opted_in(|| {
		let case_id = propose(now(), of_pools(10));
		endorse(case_id);
		skip(2);

		let rest = gain(NATIVE, TREASURY, || settle(case_id, Outcome::Executed));

		let unlock_epoch = EpochIndex(now() + BOUNTY_DELAY);
		assert_has(Event::BountySet { case_id, reporter: OUTSIDER, amount: 30, unlock_epoch });
		assert_eq!(rest, 170);
	});
}

#[test]
fn endorsed_report_can_be_disputed_from_the_endorsement_on() {
	test_opted_in(|| {
		let case_id = propose(now(), of_pools(10));
		skip(2);
		endorse(case_id);
		skip(1);

		dispute(case_id);
		resolve(case_id, Verdict::Dismiss);

		assert_eq!(balance(NATIVE, &OUTSIDER), FUNDS);
		assert!(!Bounties::<Test>::contains_key(case_id));
	});
}

#[test]
fn endorse_is_refused_when_somebody_else_does_it() {
	test_opted_in(|| {
		let case_id = propose(now(), of_pools(10));

		for who in [OUTSIDER, OPERATOR, ALICE, TREASURY] {
			assert_noop!(try_endorse(who, case_id), Error::<Test>::NotEndorser);
		}
	});
}

#[test]
fn endorse_is_refused_when_it_is_the_consumers_own() {
	test_opted_in(|| {
		let case_id = propose(now(), of_pools(10));
		endorse(case_id);
		let own = report(now(), of_pools(10));

		for case_id in [case_id, own] {
			assert_noop!(try_endorse(MANAGER, case_id), Error::<Test>::NotProposed);
		}
	});
}

#[test]
fn endorse_is_refused_when_there_is_no_such_case() {
	test_opted_in(|| {
		assert_noop!(try_endorse(MANAGER, CaseId(1)), Error::<Test>::UnknownCase);
	});
}

#[test]
fn endorse_is_refused_when_the_time_is_over() {
	test_opted_in(|| {
		let late = propose(now(), of_pools(10));
		let in_time = propose(now(), of_pools(10));
		skip(2);
		endorse(in_time);
		skip(1);

		assert_noop!(try_endorse(MANAGER, late), Error::<Test>::ReportTooLate);
	});
}

#[test]
fn endorse_is_refused_when_the_id_was_used() {
	test_opted_in(|| {
		let case_id = propose(now(), of_pools(10));
		let id = [1; 32];
		assert_ok!(try_report(epoch(now()), of_pools(10), id));

		let endorsed = Restaking::endorse(signed(MANAGER), case_id, id);

		assert_noop!(endorsed, Error::<Test>::DuplicateReport);
	});
}

#[test]
fn endorse_is_refused_when_the_budget_is_used_up() {
	test_opted_in(|| {
		let case_id = propose(now(), of_pools(10));
		report(now(), of_pools(45));

		assert_noop!(try_endorse(MANAGER, case_id), Error::<Test>::OverBudget);
		assert_eq!(held(HELD, &OUTSIDER), REPORT_DEPOSIT);
	});
}

#[test]
fn endorse_is_refused_when_too_many_cases_are_open() {
	test_opted_in(|| {
		let case_id = propose(now(), of_pools(1));
		for _ in 0..MAX_CASES {
			report(now(), of_pools(1));
		}

		assert_noop!(try_endorse(MANAGER, case_id), Error::<Test>::TooManyCases);
	});
}

#[test]
fn propose_is_refused_when_nothing_was_active() {
	test_opted_in(|| {
		let nothing = try_propose(epoch(now()), worth(10, SILVER, 10));
		assert_noop!(nothing, Error::<Test>::NothingAtStake);
		let too_little = try_propose(epoch(now()), worth(10, GOLD, 0));
		assert_noop!(too_little, Error::<Test>::BelowMinimum);
	});
}

#[test]
fn endorse_is_refused_when_nothing_is_left_to_slash() {
	test_opted_in(|| {
		let fault = EpochIndex(now());
		let case_id = propose(now(), of_bond(10));
		slash_whole_bond(fault);

		assert_noop!(try_endorse(MANAGER, case_id), Error::<Test>::NothingAtStake);
	});
}

#[test]
fn endorse_takes_the_least_there_is() {
	test_opted_in(|| {
		delegate(GOLD_POOL, BOB, 9_000);
		skip(1);
		let case_id = propose(now(), worth(10, GOLD, 1));
		let part_of_bond = SlashRequest { quantity: Some((NATIVE, 1)), ..of_bond(1) };
		let other = propose(now(), part_of_bond);
		assert!(fractions(case_id).is_none() && fractions(other).is_none());

		endorse(case_id);
		endorse(other);

		let parts = [case_id, other]
			.map(|case_id| fractions(case_id).map(|parts| parts.bond.deconstruct()));
		assert_eq!(parts, [Some(100_000_000_000_000), Some(1_000_000_000_000_000)]);
	});
}

#[test]
fn endorse_fixes_the_fraction_when_it_happens() {
	test_opted_in(|| {
		let fault = now();
		let proposed = propose(fault, worth(50, GOLD, 100));
		let own = report(fault, of_pools(20));
		skip(2);
		settle(own, Outcome::Executed);

		endorse(proposed);

		// 100 of the 800 that are left.
		let eighth = Fraction::from_parts(125_000_000_000_000_000);
		assert_eq!(fractions(proposed), Some(Fractions { bond: eighth, pools: eighth }));
	});
}

#[test]
fn endorse_is_for_a_consumer_that_has_retired_since() {
	test_opted_in(|| {
		let case_id = propose(now(), of_pools(10));
		assert_ok!(Restaking::retire_consumer(signed(MANAGER), ROLLUP));
		skip(1);

		endorse(case_id);
	});
}

// Refusals.

fn try_decline(who: AccountId, case: CaseId, refund: bool) -> DispatchResult {
	Restaking::decline(signed(who), case, refund)
}

#[test]
fn decline_costs_the_outsider_its_deposit() {
	test_opted_in(|| {
		for by in [MANAGER, RESOLVER] {
			let case_id = propose(now(), of_pools(10));

			let lost = gain(NATIVE, LOST, || {
				assert_ok!(try_decline(by.clone(), case_id, false));
			});

			assert_eq!(lost, REPORT_DEPOSIT);
			assert_eq!(held(HELD, &OUTSIDER), 0);
			let (who, amount) = (OUTSIDER, REPORT_DEPOSIT);
			assert_has(Event::DepositForfeited { case_id, who, amount });
			assert_last(Event::Declined { case_id, by });
			let until_epoch = EpochIndex(now() + 2);
			assert_eq!(status(case_id), CaseStatus::Declined { until_epoch });
		}
	});
}

#[test]
fn decline_gives_the_deposit_back_when_the_consumer_says_so() {
	test_opted_in(|| {
		let case_id = propose(now(), of_pools(10));

		assert_ok!(try_decline(MANAGER, case_id, true));

		assert_eq!(balance(NATIVE, &OUTSIDER), FUNDS);
		assert_last(Event::Declined { case_id, by: MANAGER });
	});
}

#[test]
fn declined_proposal_keeps_its_place_until_the_time_to_report_is_over() {
	test_opted_in(|| {
		let cases = [propose(now(), of_pools(1)), propose(now(), of_pools(1))];
		assert_ok!(try_decline(MANAGER, cases[0], false));
		let another = try_propose(epoch(now()), of_pools(1));
		assert_noop!(another, Error::<Test>::TooManyProposals);
		assert_noop!(try_settle(cases[0]), Error::<Test>::CaseOpen);
		skip(3);

		let lost = gain(NATIVE, LOST, || settle(cases[0], Outcome::Dismissed));

		assert_eq!(lost, 0, "it was lost before");
		propose(now(), of_pools(1));
	});
}

#[test]
fn declined_proposal_cannot_be_endorsed_or_declined_again() {
	test_opted_in(|| {
		let case_id = propose(now(), of_pools(1));
		assert_ok!(try_decline(MANAGER, case_id, true));

		assert_noop!(try_endorse(MANAGER, case_id), Error::<Test>::NotProposed);
		assert_noop!(try_decline(MANAGER, case_id, true), Error::<Test>::NotProposed);
	});
}

#[test]
fn decline_is_never_too_late() {
	test_opted_in(|| {
		let case_id = propose(now(), of_pools(10));
		skip(2 * WINDOW);

		assert_ok!(try_decline(MANAGER, case_id, true));
	});
}

#[test]
fn decline_is_refused_when_somebody_else_does_it() {
	test_opted_in(|| {
		let case_id = propose(now(), of_pools(10));

		for who in [OUTSIDER, OPERATOR, ALICE, TREASURY] {
			assert_noop!(try_decline(who, case_id, true), Error::<Test>::NotEndorser);
		}
		assert_noop!(try_decline(MANAGER, CaseId(7), true), Error::<Test>::UnknownCase);
	});
}

#[test]
fn decline_is_refused_when_it_is_the_consumers_own() {
	test_opted_in(|| {
		let endorsed = propose(now(), of_pools(10));
		endorse(endorsed);
		let own = report(now(), of_pools(10));

		for case_id in [endorsed, own] {
			assert_noop!(try_decline(MANAGER, case_id, true), Error::<Test>::NotProposed);
		}
	});
}

// Places.

#[test]
fn proposals_have_places_of_their_own_for_every_reporter() {
	test_opted_in(|| {
		for _ in 0..MAX_PROPOSALS {
			propose(now(), of_pools(1));
		}
		let proposed = try_propose(epoch(now()), of_pools(1));
		assert_noop!(proposed, Error::<Test>::TooManyProposals);

		propose_hidden(BOB, now(), of_pools(1), "I too");
		for _ in 0..MAX_CASES {
			report(now(), of_pools(1));
		}
		assert_eq!(Restaking::cases_of(OPERATOR).len(), 9);
	});
}

#[test]
fn proposals_have_a_place_again_when_one_was_endorsed_or_has_lapsed() {
	test_opted_in(|| {
		let cases = [propose(now(), of_pools(1)), propose(now(), of_pools(1))];

		endorse(cases[0]);
		propose(now(), of_pools(1));
		skip(3);
		settle(cases[1], Outcome::Lapsed);

		propose(now(), of_pools(1));
	});
}

#[test]
fn proposals_use_no_report_id_until_one_is_endorsed() {
	test_opted_in(|| {
		propose(now(), of_pools(1));
		assert_eq!(UsedReportIds::<Test>::iter().count(), 0);

		let case_id = propose(now(), of_pools(1));
		endorse(case_id);

		assert_eq!(UsedReportIds::<Test>::iter().count(), 1);
	});
}
