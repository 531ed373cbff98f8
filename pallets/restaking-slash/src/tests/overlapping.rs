// SPDX-License-Identifier: Apache-2.0

//! Several consumers to which one operator is opted in, and faults that all of them suffer.

use crate::{mock::*, *};
use frame_support::assert_noop;

const MANAGERS: [AccountId; 3] = [BOB, CHARLIE, DAVE];
/// Budgets of bond and pools, in percent.
const BUDGETS: [u64; 3] = [50, 30, 20];

/// Three consumers whose budgets are all of an operator, and stake that is no round number.
fn overlapping(run: impl FnOnce([(AccountId, ConsumerId); 3])) {
	test(|| {
		let consumers = MANAGERS.map(|manager| (manager.clone(), register_with(manager, terms())));
		set_slash_cap(OPERATOR, 100);
		for ((_, consumer), part) in consumers.iter().zip(BUDGETS) {
			opt_in(OPERATOR, *consumer, part, part);
		}
		delegate(POOL, ALICE, 1_000_003);
		delegate(GOLD_POOL, ALICE, 777_777);
		skip(NOTICE + 1);
		run(consumers);
	});
}

/// Amounts that a slash would find: of bond and native pool, and of gold.
fn there(fault: u32) -> [Balance; 2] {
	let there = slashable(fault);
	[NATIVE, GOLD]
		.map(|asset| there.iter().find(|(of, _)| *of == asset).map_or(0, |(_, amount)| *amount))
}

/// Amounts that cases have slashed, of native and of gold.
fn taken(cases: &[CaseId]) -> [Balance; 2] {
	[NATIVE, GOLD].map(|asset| {
		let parts = cases.iter().flat_map(|case| distributed(*case));
		parts.filter(|(of, ..)| *of == asset).map(|(_, amount, _)| amount).sum()
	})
}

#[test]
fn consumers_take_their_budgets_and_no_more_when_all_suffer_a_fault() {
	for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0]] {
		overlapping(|consumers| {
			let fault = now();
			let before = there(fault);
			let cases = [0, 1, 2]
				.map(|at| report_of(consumers[at].clone(), OPERATOR, fault, of_pools(BUDGETS[at])));
			skip(2);

			for at in order {
				settle(cases[at], Outcome::Executed);
			}

			for (case, part) in cases.iter().zip(BUDGETS) {
				for (taken, before) in taken(&[*case]).into_iter().zip(before) {
					assert!(taken <= percent(part).mul_floor(before));
				}
			}
			// ½ · 0.7 · 0.8 of everything is left.
			assert_eq!(bond_of(&OPERATOR), 280);
			let exact = percent(28).mul_floor(1_000_003_u128);
			assert!(stake_of(POOL, ALICE).abs_diff(exact) <= 3);
			let left = there(fault);
			let all = taken(&cases);
			assert_eq!([all[0] + left[0], all[1] + left[1]], before);
		});
	}
}

#[test]
fn consumers_share_nothing_of_each_others_budgets() {
	overlapping(|consumers| {
		for (consumer, part) in consumers.into_iter().zip(BUDGETS) {
			let (manager, case_id) = consumer.clone();
			let more = both(percent(part).deconstruct().saturating_sub(1));
			report_of(consumer, OPERATOR, now(), more);

			let (when, evidence) = (epoch(now()), SOME);
			let reported = Restaking::report_slash(
				signed(manager),
				case_id,
				OPERATOR,
				when,
				of_pools(1),
				evidence,
				fresh_id(),
			);

			assert_noop!(reported, Error::<Test>::OverBudget);
		}
	});
}

#[test]
fn consumers_take_no_more_than_their_budgets_over_many_epochs() {
	overlapping(|consumers| {
		let before = there(now());
		let mut cases = vec![Vec::new(); 3];
		let mut open = Vec::new();
		for step in 0..2 * WINDOW {
			for (at, consumer) in consumers.iter().enumerate() {
				let case_id = NextCaseId::<Test>::get();
				let (when, evidence) = (epoch(now()), SOME);
				let reported = Restaking::report_slash(
					signed(consumer.0.clone()),
					consumer.1,
					OPERATOR,
					when,
					of_pools(7),
					evidence,
					fresh_id(),
				);
				if reported.is_ok() && step <= WINDOW {
					cases[at].push(case_id);
				}
				open.extend(reported.ok().map(|()| case_id));
			}
			open.retain(|case_id| try_settle(*case_id).is_err());
			check_invariants();
			skip(1);
		}

		// 7 · 7 %, 4 · 7 % and 2 · 7 %, as far as there were places.
		for (cases, part) in cases.iter().zip(BUDGETS) {
			assert!(!cases.is_empty());
			assert!(7 * cases.len() as u64 <= part);
			for (taken, before) in taken(cases).into_iter().zip(before) {
				assert!(taken <= percent(part).mul_floor(before));
			}
		}
	});
}

#[test]
fn operator_that_has_lost_too_much_is_closed_and_its_cases_go_on() {
	overlapping(|consumers| {
		let fault = now();
		delegate(OTHER_POOL, ALICE, 500);
		let first = report_of(consumers[0].clone(), OPERATOR, fault, of_pools(50));
		let second = report_of(consumers[1].clone(), OPERATOR, fault, of_pools(30));
		let third = report_of(consumers[2].clone(), OPERATOR, fault, of_pools(20));
		skip(2);
		settle(first, Outcome::Executed);
		settle(second, Outcome::Executed);
		settle(third, Outcome::Executed);
		skip(WINDOW + 1);
		// Budgets are there again: 28 % are left, and half of that is too little.
		let last = report_of(consumers[0].clone(), OPERATOR, now(), of_pools(30));
		let waiting = report_of(consumers[1].clone(), OPERATOR, now(), of_pools(30));
		skip(2);

		settle(last, Outcome::Executed);

		let operator = Staking::operator(OPERATOR).expect("it is there");
		assert!(operator.departure.is_some());
		settle(waiting, Outcome::Executed);
		let refused = try_opt_in(OPERATOR, consumers[0].1, budget(51, 1));
		assert_noop!(refused, Error::<Test>::NotOperator);
	});
}
