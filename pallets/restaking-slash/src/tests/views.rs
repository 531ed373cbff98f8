// SPDX-License-Identifier: Apache-2.0

//! What a wallet sees.

use crate::{mock::*, *};
use frame_support::assert_ok;

/// What the views say that a case would cost, in an asset.
fn cost(number: CaseId, asset: AssetId) -> Balance {
	let cost = Restaking::cost_view(number);
	cost.into_iter().find(|(of, _)| *of == asset).map_or(0, |(_, amount)| amount)
}

fn taken(number: CaseId, asset: AssetId) -> Balance {
	let parts = distributed(number).into_iter();
	parts.filter(|(of, ..)| *of == asset).map(|(_, amount, _)| amount).sum()
}

#[test]
fn consumer_shows_what_holds_and_what_was_announced() {
	test(|| {
		assert_eq!(Restaking::consumer_view(ROLLUP), None);
		register();
		let next = Terms { resolver: None, ..terms() };
		assert_ok!(Restaking::set_terms(signed(MANAGER), ROLLUP, next.clone()));

		let view = ConsumerView {
			manager: MANAGER,
			admitted: true,
			retired: None,
			version: 1,
			terms: terms(),
			next: Some((EpochIndex(now() + NOTICE), next)),
		};

		assert_eq!(Restaking::consumer_view(ROLLUP), Some(view));
	});
}

#[test]
fn pledge_is_nothing_when_nothing_is_promised() {
	test(|| {
		let nothing = PledgeView {
			cap: percent(0),
			next_cap: percent(0),
			counted: Budget::NOTHING,
			widens: false,
			promises: vec![],
		};

		assert_eq!(Restaking::pledge_view(&OPERATOR), nothing);
	});
}

#[test]
fn pledge_shows_what_holds_what_is_left_and_what_was_announced() {
	test_promised_on(terms(), budget(60, 40), || {
		report(now(), of_pools(10));
		set_cap(OPERATOR, 50);
		opt_in(OPERATOR, ROLLUP, 70, 50);
		assert!(!Restaking::pledge_view(&OPERATOR).widens, "it may be taken back");
		skip(1);

		let view = Restaking::pledge_view(&OPERATOR);

		assert_eq!((view.cap, view.next_cap), (percent(40), percent(50)));
		assert_eq!(view.counted, budget(60, 40));
		assert!(view.widens);
		let [promise] = &view.promises[..] else { panic!("there is one") };
		let [present, next] = [(12, budget(60, 40)), (15, budget(70, 50))]
			.map(|(from, budget)| Span { from: EpochIndex(from), budget, version: 1 });
		assert_eq!((promise.consumer, promise.left), (ROLLUP, budget(50, 30)));
		assert_eq!((promise.present, promise.next), (Some(present), Some(next)));
		assert_eq!(promise.spans, [present, next]);
	});
}

#[test]
fn pledge_shows_what_has_ended_and_counts() {
	test_promised(|| {
		opt_out(OPERATOR, ROLLUP);
		skip(1);

		let view = Restaking::pledge_view(&OPERATOR);

		assert_eq!(view.counted, budget(100, 50));
		let [promise] = &view.promises[..] else { panic!("there is one") };
		assert_eq!((promise.present, promise.next), (None, None));
		assert_eq!((promise.left, promise.spans.len()), (Budget::NOTHING, 2));
		skip(WINDOW);
		assert_eq!(Restaking::pledge_view(&OPERATOR).counted, Budget::NOTHING);
	});
}

#[test]
fn case_shows_where_it_stands() {
	test_promised(|| {
		assert_eq!(Restaking::case_view(CaseId(0)), None);
		let number = propose(now(), of_pools(10));
		endorse(number);
		dispute(number);

		let view = CaseView {
			consumer: ROLLUP,
			operator: OPERATOR,
			course: Case {
				fault: EpochIndex(13),
				last: EpochIndex(13 + WINDOW),
				state: CaseState::Disputed,
			},
			claim: of_pools(10),
			fraction: Some(percent(10)),
			report: case(number).report,
			reporter: Some(OUTSIDER),
			disputer: Some(OPERATOR),
			resolver: Some(RESOLVER),
			evidence: vec![],
		};

		assert_eq!(Restaking::case_view(number), Some(view));
	});
}

#[test]
fn cases_show_those_of_outsiders_last() {
	test_promised(|| {
		let proposed = propose(now(), of_pools(10));
		let own = report(now(), of_pools(10));

		assert_eq!(Restaking::cases_of_operator(&OPERATOR), [own, proposed]);
		assert_eq!(Restaking::cases_of_operator(&OTHER), []);
	});
}

#[test]
fn cost_is_what_settling_takes() {
	test_promised(|| {
		delegate(POOL, BOB, 123_457);
		let fault = now();
		skip(1);
		undelegate(POOL, ALICE, 333);
		let parts = Fraction::from_parts(123_456_789_012_345_678);
		let cases =
			[fault, fault + 1].map(|fault| report(fault, claim(Scope::BondAndPools, parts)));
		skip(2);

		for number in cases {
			let costs = [NATIVE, GOLD].map(|asset| cost(number, asset));

			settle(number, Outcome::Executed);

			for (cost, asset) in costs.into_iter().zip([NATIVE, GOLD]) {
				let taken = taken(number, asset);
				// The bond, and up to three buckets.
				assert!((taken..=taken + 3).contains(&cost), "{cost} for {taken}");
			}
			assert_eq!(cost(number, NATIVE), 0, "it is over");
		}
	});
}

#[test]
fn cost_of_a_proposal_is_that_of_the_case_it_would_be() {
	test_promised(|| {
		let number = propose(now(), worth(50, GOLD, 100));

		assert_eq!((cost(number, NATIVE), cost(number, GOLD)), (200, 100));
		endorse(number);
		assert_eq!((cost(number, NATIVE), cost(number, GOLD)), (200, 100));
	});
}

#[test]
fn cost_of_a_bond_is_the_operators_alone() {
	test_promised(|| {
		let number = report(now(), of_bond(33));

		assert_eq!(Restaking::cost_view(number), [(NATIVE, 330)]);
		assert_eq!(Restaking::cost_to_holder(number, POOL, &ALICE), 0);
	});
}

#[test]
fn cost_to_a_holder_is_what_settling_takes() {
	test_promised(|| {
		let (_, key) = lock(POOL, BOB, 1_000);
		delegate(POOL, CHARLIE, 777);
		skip(1);
		delegate(POOL, CHARLIE, 100);
		delegate(POOL, DAVE, 500);
		undelegate(POOL, ALICE, 400);
		let fault = now();
		skip(1);
		let parts = Fraction::from_parts(123_456_789_012_345_678);
		let number = report(fault, claim(Scope::BondAndPools, parts));
		skip(2);
		let all_of = |who: &AccountId| -> Balance {
			let exits: Balance = exits_of(POOL, who.clone()).iter().map(|(_, value)| value).sum();
			stake_of(POOL, who.clone()) + exits
		};
		let holders = [ALICE, key, CHARLIE, DAVE];
		let before = holders.clone().map(|who| all_of(&who));
		let costs = holders.clone().map(|who| Restaking::cost_to_holder(number, POOL, &who));
		assert_eq!(costs, [124, 124, 96, 0]);

		settle(number, Outcome::Executed);

		for ((who, before), cost) in holders.iter().zip(before).zip(costs) {
			let lost = before - all_of(who);
			assert!(lost.abs_diff(cost) <= 1, "{lost}, not {cost}");
			assert_eq!(Restaking::cost_to_holder(number, POOL, who), 0);
		}
	});
}

#[test]
fn cost_to_a_holder_is_nothing_when_the_pool_is_not_the_operators() {
	test_promised(|| {
		delegate(OTHER_POOL, ALICE, 1_000);
		skip(1);
		let number = report(now(), of_pools(10));

		for pool in [OTHER_POOL, PoolId(77)] {
			assert_eq!(Restaking::cost_to_holder(number, pool, &ALICE), 0);
		}
		assert_eq!(Restaking::cost_to_holder(number, GOLD_POOL, &ALICE), 100);
		assert_eq!(Restaking::cost_to_holder(number, GOLD_POOL, &BOB), 0);
		assert_eq!(Restaking::cost_to_holder(CaseId(7), GOLD_POOL, &ALICE), 0);
	});
}

#[test]
fn costs_are_nothing_when_the_window_is_over() {
	test_promised(|| {
		let number = report(now(), of_pools(10));
		skip(WINDOW + 1);

		assert_eq!(Restaking::cost_view(number), []);
		assert_eq!(Restaking::cost_to_holder(number, POOL, &ALICE), 0);
	});
}
