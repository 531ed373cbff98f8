// SPDX-License-Identifier: Apache-2.0

//! What outsiders report.

use crate::{mock::*, *};
use bulwark_traits::Slash;
use frame_support::{assert_noop, assert_ok};
use sp_runtime::DispatchResult;

const HELD: HoldReason = HoldReason::Report;

fn try_endorse(who: AccountId, case: CaseId) -> DispatchResult {
	Restaking::endorse(signed(who), case, fresh_id())
}

// Silence.

#[test]
fn propose_holds_a_deposit_and_no_more() {
	test_promised(|| {
		let number = propose(now(), of_pools(10));

		assert_eq!(held(HELD, &OUTSIDER), REPORT_DEPOSIT);
		assert_eq!(state(number), CaseState::Proposed(EpochIndex(now() + 2)));
		assert_eq!(left(), budget(100, 50));
		assert_eq!(case(number).fraction, None);
		assert_last(Event::Proposed {
			case: number,
			reporter: OUTSIDER,
			consumer: ROLLUP,
			operator: OPERATOR,
			fault: EpochIndex(now()),
			claim: of_pools(10),
			evidence: Default::default(),
			until: EpochIndex(now() + 2),
		});
	});
}

#[test]
fn proposal_lapses_when_nobody_endorses_it() {
	test_promised(|| {
		let number = propose(now(), of_pools(10));
		skip(2);
		assert_noop!(try_settle(number), Error::<Test>::StillOpen);
		skip(1);

		let lost = gain(NATIVE, LOST, || settle(number, Outcome::Lapsed));

		assert_eq!(lost, REPORT_DEPOSIT);
		assert_eq!(held(HELD, &OUTSIDER), 0);
		let (who, amount) = (OUTSIDER, REPORT_DEPOSIT);
		assert_has(Event::DepositForfeited { case: number, who, amount });
		assert_eq!(stake_of(POOL, ALICE), 1_000);
		assert_eq!(Restaking::cases_of_operator(&OPERATOR), []);
	});
}

#[test]
fn propose_is_refused_when_the_deposit_is_not_there() {
	test_promised(|| {
		let (when, evidence) = (epoch(now()), Default::default());
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
	test_promised(|| {
		let fault = now();
		let future = try_propose(epoch(fault + 1), of_pools(10));
		assert_noop!(future, Error::<Test>::EpochInFuture);
		let early = try_propose(epoch(11), of_pools(10));
		assert_noop!(early, Error::<Test>::NotOptedIn);
		let (when, evidence) = (epoch(fault), Default::default());
		let unknown = Restaking::propose_slash(
			signed(OUTSIDER),
			ConsumerId(1),
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
	test_promised(|| {
		for who in [MANAGER, RESOLVER] {
			let number = propose(now(), of_pools(10));
			let id = fresh_id();

			assert_ok!(Restaking::endorse(signed(who.clone()), number, id));

			assert!(matches!(state(number), CaseState::Filed(_)));
			assert_eq!(held(HELD, &OUTSIDER), 0);
			assert_last(Event::Endorsed { case: number, by: who });
			assert_eq!(case(number).report, Some(id));
			assert_eq!(case(number).fraction, Some(percent(10)));
			assert!(Proposals::<Test>::get(OPERATOR, ROLLUP).is_empty());
		}
		assert_eq!(left(), budget(80, 30));
	});
}

#[test]
fn endorsed_report_pays_its_reporter_a_bounty() {
	test_promised(|| {
		let number = propose(now(), of_pools(10));
		endorse(number);
		skip(2);

		let rest = gain(NATIVE, TREASURY, || settle(number, Outcome::Executed));

		let unlocks = EpochIndex(now() + BOUNTY_DELAY);
		assert_has(Event::BountySet { case: number, reporter: OUTSIDER, amount: 30, unlocks });
		assert_eq!(rest, 170);
	});
}

#[test]
fn endorsed_report_can_be_disputed_from_the_endorsement_on() {
	test_promised(|| {
		let number = propose(now(), of_pools(10));
		skip(2);
		endorse(number);
		skip(1);

		dispute(number);
		resolve(number, Verdict::Dismiss);

		assert_eq!(balance(NATIVE, &OUTSIDER), FUNDS);
		assert!(!Bounties::<Test>::contains_key(number));
	});
}

#[test]
fn endorse_is_refused_when_somebody_else_does_it() {
	test_promised(|| {
		let number = propose(now(), of_pools(10));

		for who in [OUTSIDER, OPERATOR, ALICE, TREASURY] {
			assert_noop!(try_endorse(who, number), Error::<Test>::NotEndorser);
		}
	});
}

#[test]
fn endorse_is_refused_when_it_is_the_consumers_own() {
	test_promised(|| {
		let number = propose(now(), of_pools(10));
		endorse(number);
		let own = report(now(), of_pools(10));

		for number in [number, own] {
			assert_noop!(try_endorse(MANAGER, number), Error::<Test>::NotProposed);
		}
	});
}

#[test]
fn endorse_is_refused_when_there_is_no_such_case() {
	test_promised(|| {
		assert_noop!(try_endorse(MANAGER, CaseId(0)), Error::<Test>::UnknownCase);
	});
}

#[test]
fn endorse_is_refused_when_the_time_is_over() {
	test_promised(|| {
		let late = propose(now(), of_pools(10));
		let in_time = propose(now(), of_pools(10));
		skip(2);
		endorse(in_time);
		skip(1);

		assert_noop!(try_endorse(MANAGER, late), Error::<Test>::ReportTooLate);
	});
}

#[test]
fn endorse_is_refused_when_the_name_was_used() {
	test_promised(|| {
		let number = propose(now(), of_pools(10));
		let id = [1; 32];
		assert_ok!(try_report(epoch(now()), of_pools(10), id));

		let endorsed = Restaking::endorse(signed(MANAGER), number, id);

		assert_noop!(endorsed, Error::<Test>::DuplicateReport);
	});
}

#[test]
fn endorse_is_refused_when_the_budget_is_used_up() {
	test_promised(|| {
		let number = propose(now(), of_pools(10));
		report(now(), of_pools(45));

		assert_noop!(try_endorse(MANAGER, number), Error::<Test>::OverBudget);
		assert_eq!(held(HELD, &OUTSIDER), REPORT_DEPOSIT);
	});
}

#[test]
fn endorse_is_refused_when_too_many_cases_are_open() {
	test_promised(|| {
		let number = propose(now(), of_pools(1));
		for _ in 0..MAX_CASES {
			report(now(), of_pools(1));
		}

		assert_noop!(try_endorse(MANAGER, number), Error::<Test>::TooManyCases);
	});
}

#[test]
fn propose_is_refused_when_nothing_was_in_force() {
	test_promised(|| {
		let nothing = try_propose(epoch(now()), worth(10, SILVER, 10));
		assert_noop!(nothing, Error::<Test>::NothingInForce);
		let too_little = try_propose(epoch(now()), worth(10, GOLD, 0));
		assert_noop!(too_little, Error::<Test>::BelowMinimum);
	});
}

#[test]
fn endorse_is_refused_when_nothing_is_left_to_charge() {
	test_promised(|| {
		let fault = EpochIndex(now());
		let number = propose(now(), of_bond(10));
		assert_ok!(<Staking as Slash<_>>::slash(&OPERATOR, fault, percent(100), Scope::Bond));

		assert_noop!(try_endorse(MANAGER, number), Error::<Test>::NothingInForce);
	});
}

#[test]
fn endorse_takes_the_least_there_is() {
	test_promised(|| {
		delegate(GOLD_POOL, BOB, 9_000);
		skip(1);
		let number = propose(now(), worth(10, GOLD, 1));
		let part_of_bond = Claim { quantity: Some((NATIVE, 1)), ..of_bond(1) };
		let other = propose(now(), part_of_bond);
		assert!(case(number).fraction.is_none() && case(other).fraction.is_none());

		endorse(number);
		endorse(other);

		let parts =
			[number, other].map(|number| case(number).fraction.map(|part| part.deconstruct()));
		assert_eq!(parts, [Some(100_000_000_000_000), Some(1_000_000_000_000_000)]);
	});
}

#[test]
fn endorse_fixes_the_part_when_it_happens() {
	test_promised(|| {
		let fault = now();
		let proposed = propose(fault, worth(50, GOLD, 100));
		let own = report(fault, of_pools(20));
		dispute(own);
		resolve(own, Verdict::Uphold);
		settle(own, Outcome::Executed);

		endorse(proposed);

		// 100 of the 800 that are left.
		assert_eq!(case(proposed).fraction, Some(Fraction::from_parts(125_000_000_000_000_000)));
	});
}

#[test]
fn endorse_is_for_a_consumer_that_has_retired_since() {
	test_promised(|| {
		let number = propose(now(), of_pools(10));
		assert_ok!(Restaking::retire_consumer(signed(MANAGER), ROLLUP));
		skip(1);

		endorse(number);
	});
}

// Refusals.

fn try_decline(who: AccountId, case: CaseId, refund: bool) -> DispatchResult {
	Restaking::decline(signed(who), case, refund)
}

#[test]
fn decline_costs_the_outsider_its_deposit() {
	test_promised(|| {
		for who in [MANAGER, RESOLVER] {
			let number = propose(now(), of_pools(10));

			let lost = gain(NATIVE, LOST, || {
				assert_ok!(try_decline(who, number, false));
			});

			assert_eq!(lost, REPORT_DEPOSIT);
			assert_eq!(held(HELD, &OUTSIDER), 0);
			let (who, amount) = (OUTSIDER, REPORT_DEPOSIT);
			assert_has(Event::DepositForfeited { case: number, who, amount });
			assert_last(Event::Ended { case: number, outcome: Outcome::Dismissed });
			assert_eq!(Restaking::cases_of_operator(&OPERATOR), []);
		}
	});
}

#[test]
fn decline_gives_the_deposit_back_when_the_consumer_says_so() {
	test_promised(|| {
		let number = propose(now(), of_pools(10));

		assert_ok!(try_decline(MANAGER, number, true));

		assert_eq!(balance(NATIVE, &OUTSIDER), FUNDS);
		assert_last(Event::Ended { case: number, outcome: Outcome::Dismissed });
	});
}

#[test]
fn decline_makes_room_for_another() {
	test_promised(|| {
		let cases = [propose(now(), of_pools(1)), propose(now(), of_pools(1))];

		assert_ok!(try_decline(MANAGER, cases[0], false));

		propose(now(), of_pools(1));
	});
}

#[test]
fn decline_is_never_too_late() {
	test_promised(|| {
		let number = propose(now(), of_pools(10));
		skip(2 * WINDOW);

		assert_ok!(try_decline(MANAGER, number, true));
	});
}

#[test]
fn decline_is_refused_when_somebody_else_does_it() {
	test_promised(|| {
		let number = propose(now(), of_pools(10));

		for who in [OUTSIDER, OPERATOR, ALICE, TREASURY] {
			assert_noop!(try_decline(who, number, true), Error::<Test>::NotEndorser);
		}
		assert_noop!(try_decline(MANAGER, CaseId(7), true), Error::<Test>::UnknownCase);
	});
}

#[test]
fn decline_is_refused_when_it_is_the_consumers_own() {
	test_promised(|| {
		let endorsed = propose(now(), of_pools(10));
		endorse(endorsed);
		let own = report(now(), of_pools(10));

		for number in [endorsed, own] {
			assert_noop!(try_decline(MANAGER, number, true), Error::<Test>::NotProposed);
		}
	});
}

// Places.

#[test]
fn proposals_have_places_of_their_own() {
	test_promised(|| {
		for _ in 0..MAX_PROPOSALS {
			propose(now(), of_pools(1));
		}
		let proposed = try_propose(epoch(now()), of_pools(1));
		assert_noop!(proposed, Error::<Test>::TooManyCases);

		for _ in 0..MAX_CASES {
			report(now(), of_pools(1));
		}
		assert_eq!(Restaking::cases_of_operator(&OPERATOR).len(), 8);
	});
}

#[test]
fn proposals_have_a_place_again_when_one_was_endorsed_or_has_lapsed() {
	test_promised(|| {
		let cases = [propose(now(), of_pools(1)), propose(now(), of_pools(1))];

		endorse(cases[0]);
		propose(now(), of_pools(1));
		skip(3);
		settle(cases[1], Outcome::Lapsed);

		propose(now(), of_pools(1));
	});
}

#[test]
fn proposals_use_no_name_until_one_is_endorsed() {
	test_promised(|| {
		propose(now(), of_pools(1));
		assert_eq!(Reports::<Test>::iter().count(), 0);

		let number = propose(now(), of_pools(1));
		endorse(number);

		assert_eq!(Reports::<Test>::iter().count(), 1);
	});
}
