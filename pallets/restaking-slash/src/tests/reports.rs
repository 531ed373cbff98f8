// SPDX-License-Identifier: Apache-2.0

//! What a consumer reports, and how much that will take.

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};

fn part(parts: u64) -> Fraction {
	Fraction::from_parts(parts)
}

fn followed() -> Terms<AccountId> {
	Terms { follower: Some(FOLLOWER), ..terms() }
}

#[test]
fn report_is_filed_when_the_manager_reports() {
	test_promised(|| {
		let (fault, id) = (now(), fresh_id());
		let evidence: EvidenceOf<Test> = b"block 7".to_vec().try_into().expect("it is short");
		let claim = of_pools(10);

		assert_ok!(Restaking::report_slash(
			signed(MANAGER),
			ROLLUP,
			OPERATOR,
			epoch(fault),
			claim.clone(),
			evidence.clone(),
			id,
		));

		let block = System::block_number() + u64::from(MIN_BLOCKS);
		let until = Deadline { epoch: EpochIndex(fault + 1), block };
		let number = CaseId(0);
		assert_last(Event::Filed {
			case: number,
			consumer: ROLLUP,
			report: id,
			operator: OPERATOR,
			fault: EpochIndex(fault),
			claim: claim.clone(),
			fraction: percent(10),
			evidence,
			until,
		});
		assert_eq!(state(number), CaseState::Filed(until));
		assert_eq!(case(number).version, 1);
		assert_eq!(case(number).reporter, None);
		assert_eq!(Restaking::cases_of_operator(&OPERATOR), [number]);
		assert_eq!(left(), budget(90, 40));
	});
}

#[test]
fn report_takes_nothing_when_it_is_filed() {
	test_promised(|| {
		report(now(), of_pools(10));

		assert_eq!(bond_of(&OPERATOR), BOND);
		assert_eq!(stake_of(POOL, ALICE), 1_000);
	});
}

// Who.

#[test]
fn report_is_refused_when_there_is_no_such_consumer() {
	test_promised(|| {
		let (when, evidence) = (epoch(now()), Default::default());
		let unknown = ConsumerId(1);
		let reported = Restaking::report_slash(
			signed(MANAGER),
			unknown,
			OPERATOR,
			when,
			of_pools(10),
			evidence,
			fresh_id(),
		);

		assert_noop!(reported, Error::<Test>::UnknownConsumer);
	});
}

#[test]
fn report_is_refused_when_somebody_else_reports() {
	test_promised(|| {
		for who in [RESOLVER, OPERATOR, OUTSIDER] {
			let (when, evidence) = (epoch(now()), Default::default());
			let reported = Restaking::report_slash(
				signed(who),
				ROLLUP,
				OPERATOR,
				when,
				of_pools(10),
				evidence,
				fresh_id(),
			);

			assert_noop!(reported, Error::<Test>::NotManager);
		}
	});
}

// When.

#[test]
fn report_names_the_epoch_of_a_time() {
	test_promised(|| {
		let times = [12 * EPOCH, 13 * EPOCH - 1, 13 * EPOCH];

		let cases =
			times.map(|time| case_of(|| try_report(When::Time(time), of_pools(1), fresh_id())));

		let faults = cases.map(|number| case(number).course.fault.0);
		assert_eq!(faults, [12, 12, 13]);
	});
}

#[test]
fn report_is_refused_when_the_epoch_has_not_come() {
	test_promised(|| {
		for when in [epoch(now() + 1), When::Time(u64::from(now() + 1) * EPOCH)] {
			let reported = try_report(when, of_pools(1), fresh_id());
			assert_noop!(reported, Error::<Test>::EpochInFuture);
		}

		assert_ok!(try_report(
			When::Time(u64::from(now() + 1) * EPOCH - 1),
			of_pools(1),
			fresh_id()
		));
	});
}

#[test]
fn report_is_refused_when_the_fault_lies_too_far_back() {
	test_promised(|| {
		let fault = now();
		skip(2);
		report(fault, of_pools(1));

		skip(1);

		let reported = try_report(epoch(fault), of_pools(1), fresh_id());
		assert_noop!(reported, Error::<Test>::ReportTooLate);
	});
}

#[test]
fn report_is_refused_when_nothing_was_promised_then() {
	test_promised(|| {
		report(12, of_pools(1));

		let reported = try_report(epoch(11), of_pools(1), fresh_id());
		assert_noop!(reported, Error::<Test>::NotOptedIn);
	});
}

#[test]
fn report_is_refused_when_another_operator_is_meant() {
	test_promised(|| {
		for operator in [OTHER, PAUPER] {
			let (when, evidence) = (epoch(now()), Default::default());
			let reported = Restaking::report_slash(
				signed(MANAGER),
				ROLLUP,
				operator,
				when,
				of_pools(10),
				evidence,
				fresh_id(),
			);

			assert_noop!(reported, Error::<Test>::NotOptedIn);
		}
	});
}

#[test]
fn report_is_filed_when_the_operator_has_left_since() {
	test_promised(|| {
		opt_out(OPERATOR, ROLLUP);
		skip(2);

		report(now() - 2, of_pools(10));

		let reported = try_report(epoch(now() - 1), of_pools(10), fresh_id());
		assert_noop!(reported, Error::<Test>::NotOptedIn);
	});
}

#[test]
fn report_counts_the_promise_of_the_fault() {
	test_promised(|| {
		opt_in(OPERATOR, ROLLUP, 20, 5);
		skip(1);

		let reported = try_report(epoch(now()), of_pools(6), fresh_id());
		assert_noop!(reported, Error::<Test>::OverBudget);
		report(now() - 1, of_pools(50));
	});
}

#[test]
fn report_is_refused_for_a_fault_after_the_consumer_has_retired() {
	test_promised(|| {
		let last = now();
		assert_ok!(Restaking::retire_consumer(signed(MANAGER), ROLLUP));
		skip(1);

		let reported = try_report(epoch(last + 1), of_pools(1), fresh_id());
		assert_noop!(reported, Error::<Test>::ConsumerRetired);
		let proposed = try_propose(epoch(last + 1), of_pools(1));
		assert_noop!(proposed, Error::<Test>::ConsumerRetired);
		report(last, of_pools(1));
	});
}

#[test]
fn report_is_refused_when_the_operator_had_closed() {
	test_promised(|| {
		retire(OPERATOR);
		skip(1);

		let reported = try_report(epoch(now()), of_pools(1), fresh_id());
		assert_noop!(reported, Error::<Test>::NothingInForce);
		report(now() - 1, of_pools(1));
	});
}

// Acknowledgements.

#[test]
fn report_is_refused_when_the_consumer_had_not_heard_of_the_set() {
	test_promised_on(followed(), budget(100, 50), || {
		let reported = try_report(epoch(12), of_pools(1), fresh_id());
		assert_noop!(reported, Error::<Test>::NotAcknowledged);

		assert_ok!(Staking::acknowledge_set(signed(FOLLOWER), EpochIndex(12)));

		report(12, of_pools(1));
		let reported = try_report(epoch(13), of_pools(1), fresh_id());
		assert_noop!(reported, Error::<Test>::NotAcknowledged);
		let proposed = try_propose(epoch(13), of_pools(1));
		assert_noop!(proposed, Error::<Test>::NotAcknowledged);
	});
}

// What.

#[test]
fn report_of_pools_is_refused_when_only_the_bond_was_promised() {
	test_promised_on(terms(), budget(100, 0), || {
		let reported = try_report(epoch(now()), of_pools(1), fresh_id());
		assert_noop!(reported, Error::<Test>::OutOfScope);
		let proposed = try_propose(epoch(now()), of_pools(1));
		assert_noop!(proposed, Error::<Test>::OutOfScope);

		report(now(), of_bond(100));
	});
}

#[test]
fn report_is_refused_when_it_asks_for_more_than_the_terms_say() {
	let most = budget(60, 40);
	test_promised_on(Terms { most, ..terms() }, budget(100, 50), || {
		for (scope, most) in [(Scope::Bond, most.bond), (Scope::BondAndPools, most.pools)] {
			let more = part(most.deconstruct() + 1);

			let reported = try_report(epoch(now()), claim(scope, more), fresh_id());
			assert_noop!(reported, Error::<Test>::FractionTooLarge);
			let proposed = try_propose(epoch(now()), claim(scope, more));
			assert_noop!(proposed, Error::<Test>::FractionTooLarge);
		}

		report(now(), of_bond(60));
		report(now(), of_pools(40));
	});
}

#[test]
fn report_is_refused_when_it_asks_for_too_little() {
	test_promised(|| {
		let least = part(100_000_000_000_000);
		let less = part(least.deconstruct() - 1);

		for scope in [Scope::Bond, Scope::BondAndPools] {
			let reported = try_report(epoch(now()), claim(scope, less), fresh_id());
			assert_noop!(reported, Error::<Test>::BelowMinimum);
			let proposed = try_propose(epoch(now()), claim(scope, less));
			assert_noop!(proposed, Error::<Test>::BelowMinimum);

			report(now(), claim(scope, least));
		}
	});
}

// How much of an asset.

#[test]
fn report_takes_the_part_that_a_quantity_is() {
	test_promised(|| {
		for (claim, fraction) in [
			(worth(50, GOLD, 30), percent(3)),
			(worth(50, NATIVE, 50), part(25_000_000_000_000_000)), // of bond and pool, 2 000
			(worth(4, GOLD, 500), percent(4)),
			(Claim { quantity: Some((NATIVE, 50)), ..of_bond(100) }, percent(5)),
		] {
			let number = report(now(), claim);

			assert_eq!(case(number).fraction, Some(fraction));
		}
	});
}

#[test]
fn report_rounds_the_part_down() {
	test_promised(|| {
		delegate(GOLD_POOL, BOB, 2_000);
		skip(1);

		let number = report(now(), worth(50, GOLD, 1_000));

		assert_eq!(case(number).fraction, Some(part(333_333_333_333_333_333)));
		skip(2);
		settle(number, Outcome::Executed);
		let gold = distributed(number).into_iter().find(|(asset, ..)| *asset == GOLD);
		assert_eq!(gold.map(|(_, amount, _)| amount), Some(999));
	});
}

#[test]
fn report_takes_the_fraction_when_the_quantity_is_more() {
	test_promised(|| {
		for quantity in [500, 501, 1_000, 5_000, Balance::MAX] {
			let story = || report(now(), worth(50, GOLD, quantity));
			let fraction = frame_support::storage::with_transaction(|| {
				let fraction = case(story()).fraction;
				let undone: Result<_, sp_runtime::DispatchError> = Ok(fraction);
				sp_runtime::TransactionOutcome::Rollback(undone)
			});

			assert_eq!(fraction, Ok(Some(percent(50))));
		}
	});
}

#[test]
fn report_is_refused_when_the_quantity_is_too_little() {
	test_promised(|| {
		delegate(GOLD_POOL, BOB, 9_000);
		skip(1);
		report(now(), worth(50, GOLD, 1));

		for claim in [worth(50, GOLD, 0), worth(50, NATIVE, 0)] {
			let reported = try_report(epoch(now()), claim, fresh_id());
			assert_noop!(reported, Error::<Test>::BelowMinimum);
		}
		delegate(GOLD_POOL, BOB, 1);
		skip(1);
		let reported = try_report(epoch(now()), worth(50, GOLD, 1), fresh_id());
		assert_noop!(reported, Error::<Test>::BelowMinimum);
	});
}

#[test]
fn report_is_refused_when_nothing_of_the_asset_was_in_force() {
	test_promised(|| {
		let gold_of_bond = Claim { quantity: Some((GOLD, 10)), ..of_bond(10) };
		for claim in [worth(10, SILVER, 10), worth(10, TIN, 10), gold_of_bond] {
			let reported = try_report(epoch(now()), claim, fresh_id());
			assert_noop!(reported, Error::<Test>::NothingInForce);
		}
	});
}

#[test]
fn report_counts_what_was_in_force_at_the_fault() {
	test_promised(|| {
		let fault = now();
		delegate(GOLD_POOL, BOB, 1_000);
		undelegate(GOLD_POOL, ALICE, 500);
		skip(1);

		let early = report(fault, worth(50, GOLD, 100));
		let late = report(fault + 1, worth(50, GOLD, 100));

		assert_eq!(case(early).fraction, Some(percent(10)));
		assert_eq!(case(late).fraction, Some(part(66_666_666_666_666_666)));
	});
}

#[test]
fn report_keeps_its_part_when_other_cases_are_executed_before() {
	test_promised(|| {
		let number = report(now(), worth(50, GOLD, 100));
		let other = report(now(), of_pools(20));
		skip(2);
		settle(other, Outcome::Executed);

		settle(number, Outcome::Executed);

		assert_eq!(stake_of(GOLD_POOL, ALICE), 720);
	});
}

// Budgets.

#[test]
fn report_is_refused_when_the_budget_is_used_up() {
	test_promised(|| {
		report(now(), of_pools(30));
		report(now(), of_pools(20));
		assert_eq!(left(), budget(50, 0));

		let more = claim(Scope::BondAndPools, part(100_000_000_000_000));
		let reported = try_report(epoch(now()), more, fresh_id());
		assert_noop!(reported, Error::<Test>::OverBudget);

		report(now(), of_bond(50));
		let reported = try_report(epoch(now()), of_bond(1), fresh_id());
		assert_noop!(reported, Error::<Test>::OverBudget);
	});
}

#[test]
fn report_is_refused_and_not_clamped_when_a_unit_too_much_is_asked_for() {
	test_promised(|| {
		report(now(), of_pools(30));
		let more = part(percent(20).deconstruct() + 1);

		let reported = try_report(epoch(now()), claim(Scope::BondAndPools, more), fresh_id());

		assert_noop!(reported, Error::<Test>::OverBudget);
	});
}

#[test]
fn report_fits_when_a_quantity_makes_it_small_enough() {
	test_promised(|| {
		report(now(), of_pools(30));

		let reported = try_report(epoch(now()), worth(50, GOLD, 201), fresh_id());
		assert_noop!(reported, Error::<Test>::OverBudget);
		report(now(), worth(50, GOLD, 200));
	});
}

#[test]
fn report_uses_the_budget_of_all_faults_in_the_window() {
	test_promised(|| {
		let first = now();
		report(first, of_pools(50));
		skip(WINDOW);

		let reported = try_report(epoch(now()), of_pools(1), fresh_id());
		assert_noop!(reported, Error::<Test>::OverBudget);

		skip(1);
		report(now(), of_pools(50));
		let reported = try_report(epoch(now() - 1), of_pools(1), fresh_id());
		assert_noop!(reported, Error::<Test>::OverBudget);
	});
}

#[test]
fn report_has_the_budget_again_when_the_case_before_was_dismissed() {
	test_promised(|| {
		let number = report(now(), of_pools(50));
		dispute(number);
		resolve(number, Verdict::Dismiss);
		assert_eq!(left(), budget(100, 50));

		report(now(), of_pools(50));
	});
}

#[test]
fn report_has_no_budget_when_the_case_before_was_executed() {
	test_promised(|| {
		let number = report(now(), of_pools(50));
		skip(2);
		settle(number, Outcome::Executed);
		assert_eq!(left(), budget(50, 0));

		let reported = try_report(epoch(now()), of_pools(1), fresh_id());
		assert_noop!(reported, Error::<Test>::OverBudget);
	});
}

// Names and places.

#[test]
fn report_is_refused_when_its_name_was_used() {
	test_promised(|| {
		let id = [1; 32];
		assert_ok!(try_report(epoch(now()), of_pools(1), id));

		let reported = try_report(epoch(now()), of_pools(2), id);
		assert_noop!(reported, Error::<Test>::DuplicateReport);

		dispute(CaseId(0));
		resolve(CaseId(0), Verdict::Dismiss);
		let reported = try_report(epoch(now()), of_pools(2), id);
		assert_noop!(reported, Error::<Test>::DuplicateReport);
	});
}

#[test]
fn report_may_have_the_name_that_another_consumer_has_used() {
	test_promised(|| {
		let other = register_with(BOB, terms());
		set_cap(OPERATOR, 60);
		skip(NOTICE);
		opt_in(OPERATOR, ROLLUP, 50, 50);
		opt_in(OTHER, other, 50, 0);
		skip(NOTICE);
		let id = [1; 32];
		assert_ok!(try_report(epoch(now()), of_pools(1), id));

		let (when, evidence) = (epoch(now()), Default::default());
		assert_ok!(Restaking::report_slash(
			signed(BOB),
			other,
			OTHER,
			when,
			of_bond(1),
			evidence,
			id
		));
	});
}

#[test]
fn report_is_refused_when_too_many_cases_are_open() {
	test_promised(|| {
		let cases: Vec<_> = (0..MAX_CASES).map(|_| report(now(), of_pools(1))).collect();

		let reported = try_report(epoch(now()), of_pools(1), fresh_id());
		assert_noop!(reported, Error::<Test>::TooManyCases);

		skip(2);
		settle(cases[2], Outcome::Executed);
		let number = report(now(), of_pools(1));
		let open = [cases[0], cases[1], cases[3], cases[4], cases[5], number];
		assert_eq!(Restaking::cases_of_operator(&OPERATOR), open);
	});
}

#[test]
fn report_is_filed_in_every_epoch_as_long_as_the_budget_holds() {
	test_promised(|| {
		// 6 · 8 % are within the window of each fault, and 48 % are promised.
		opt_in(OPERATOR, ROLLUP, 48, 48);
		skip(1);
		for _ in 0..4 * WINDOW {
			let number = report(now(), of_pools(8));
			let more = claim(Scope::BondAndPools, part(100_000_000_000_000));
			if left().is_nothing() {
				let reported = try_report(epoch(now()), more, fresh_id());
				assert_noop!(reported, Error::<Test>::OverBudget);
			}
			dispute(number);
			resolve(number, Verdict::Uphold);
			settle(number, Outcome::Executed);
			skip(1);
			if Staking::operator_view(&OPERATOR).is_some_and(|view| view.departure.is_some()) {
				return; // its mark is spent
			}
		}
		panic!("92 % to the power of 19 is 20 %");
	});
}

#[test]
fn report_finds_room_in_the_list_of_what_was_used_up_in_every_epoch() {
	test_promised(|| {
		let least = claim(Scope::Bond, part(100_000_000_000_000));
		for _ in 0..4 * WINDOW {
			let number = report(now(), least.clone());
			dispute(number);
			resolve(number, Verdict::Uphold);
			settle(number, Outcome::Executed);
			skip(1);
		}

		let listed = Spendings::<Test>::get(OPERATOR, ROLLUP).list().len();
		assert_eq!(listed, 2 * WINDOW as usize + 1);
	});
}
