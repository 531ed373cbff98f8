// SPDX-License-Identifier: Apache-2.0

//! Reports of consumers, and the fraction that they will slash.

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};

fn part(parts: u64) -> Fraction {
	Fraction::from_parts(parts)
}

fn followed() -> ConsumerTerms<AccountId> {
	ConsumerTerms { follower: Some(FOLLOWER), ..terms() }
}

#[test]
fn report_is_filed_when_the_manager_reports() {
	test_opted_in(|| {
		let (fault, report_id) = (now(), fresh_id());
		let evidence = evidence_of(&MANAGER, "block 7");
		let request = of_pools(10);

		assert_ok!(Restaking::report_slash(
			signed(MANAGER),
			ROLLUP,
			OPERATOR,
			epoch(fault),
			request.clone(),
			evidence,
			report_id,
		));

		let last_block = System::block_number() + u64::from(MIN_BLOCKS);
		let until = Deadline { last_epoch: EpochIndex(fault + 1), last_block };
		let case_id = CaseId(1);
		assert_last(Event::Filed {
			case_id,
			consumer_id: ROLLUP,
			report_id,
			operator: OPERATOR,
			when: epoch(fault),
			fault_epoch: EpochIndex(fault),
			request: request.clone(),
			fractions: budget(10, 10),
			basis: Basis::Word,
			evidence,
			until,
		});
		assert_eq!(status(case_id), CaseStatus::Filed { until });
		assert_eq!(case(case_id).version, 1);
		assert_eq!(Restaking::case(case_id).and_then(|view| view.reporter), None);
		assert_eq!(Restaking::cases_of(OPERATOR), [case_id]);
		assert_eq!(reportable(), budget(90, 40));
	});
}

#[test]
fn report_takes_nothing_when_it_is_filed() {
	test_opted_in(|| {
		report(now(), of_pools(10));

		assert_eq!(bond_of(&OPERATOR), BOND);
		assert_eq!(stake_of(POOL, ALICE), 1_000);
	});
}

// Who.

#[test]
fn report_is_refused_when_there_is_no_such_consumer() {
	test_opted_in(|| {
		let (when, evidence) = (epoch(now()), SOME);
		let unknown = ConsumerId(2);
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
	test_opted_in(|| {
		for who in [RESOLVER, OPERATOR, OUTSIDER] {
			let (when, evidence) = (epoch(now()), SOME);
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
	test_opted_in(|| {
		let times = [12 * EPOCH, 13 * EPOCH - 1, 13 * EPOCH];

		let cases =
			times.map(|time| case_of(|| try_report(When::Time(time), of_pools(1), fresh_id())));

		let faults = cases.map(|case_id| case(case_id).course.fault_epoch.0);
		assert_eq!(faults, [12, 12, 13]);
	});
}

#[test]
fn report_is_refused_when_the_epoch_has_not_come() {
	test_opted_in(|| {
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
	test_opted_in(|| {
		let fault = now();
		skip(2);
		report(fault, of_pools(1));

		skip(1);

		let reported = try_report(epoch(fault), of_pools(1), fresh_id());
		assert_noop!(reported, Error::<Test>::ReportTooLate);
	});
}

#[test]
fn report_is_refused_when_the_operator_was_not_opted_in_then() {
	test_opted_in(|| {
		report(12, of_pools(1));

		let reported = try_report(epoch(11), of_pools(1), fresh_id());
		assert_noop!(reported, Error::<Test>::NotOptedIn);
	});
}

#[test]
fn report_is_refused_when_another_operator_is_meant() {
	test_opted_in(|| {
		for operator in [OTHER, PAUPER] {
			let (when, evidence) = (epoch(now()), SOME);
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
	test_opted_in(|| {
		opt_out(OPERATOR, ROLLUP);
		skip(NARROW_NOTICE + 1);

		report(now() - 2, of_pools(10));

		let reported = try_report(epoch(now() - 1), of_pools(10), fresh_id());
		assert_noop!(reported, Error::<Test>::NotOptedIn);
	});
}

#[test]
fn report_counts_the_opt_in_of_the_fault() {
	test_opted_in(|| {
		opt_in(OPERATOR, ROLLUP, 20, 5);
		skip(NARROW_NOTICE);

		let reported = try_report(epoch(now()), of_pools(6), fresh_id());
		assert_noop!(reported, Error::<Test>::OverBudget);
		report(now() - 1, of_pools(50));
	});
}

#[test]
fn report_is_refused_for_a_fault_after_the_consumer_has_retired() {
	test_opted_in(|| {
		let last = now() + NARROW_NOTICE - 1;
		assert_ok!(Restaking::retire_consumer(signed(MANAGER), ROLLUP));
		skip(NARROW_NOTICE);

		let reported = try_report(epoch(last + 1), of_pools(1), fresh_id());
		assert_noop!(reported, Error::<Test>::ConsumerRetired);
		let proposed = try_propose(epoch(last + 1), of_pools(1));
		assert_noop!(proposed, Error::<Test>::ConsumerRetired);
		report(last, of_pools(1));
	});
}

#[test]
fn report_is_refused_when_the_operator_had_closed() {
	test_opted_in(|| {
		retire(OPERATOR);
		skip(NARROW_NOTICE);

		let reported = try_report(epoch(now()), of_pools(1), fresh_id());
		assert_noop!(reported, Error::<Test>::NothingAtStake);
		// The last epoch of its notice.
		report(now() - 1, of_pools(1));
	});
}

// Acknowledgements.

#[test]
fn report_is_refused_when_the_consumer_had_not_heard_of_the_set() {
	test_opted_in_on(followed(), budget(100, 50), || {
		let reported = try_report(epoch(12), of_pools(1), fresh_id());
		assert_noop!(reported, Error::<Test>::NotAcknowledged);

		assert_ok!(Restaking::acknowledge_set(signed(FOLLOWER), EpochIndex(12)));

		report(12, of_pools(1));
		let reported = try_report(epoch(13), of_pools(1), fresh_id());
		assert_noop!(reported, Error::<Test>::NotAcknowledged);
		let proposed = try_propose(epoch(13), of_pools(1));
		assert_noop!(proposed, Error::<Test>::NotAcknowledged);
	});
}

// What.

#[test]
fn report_of_pools_is_refused_when_the_opt_in_has_only_the_bond() {
	test_opted_in_on(terms(), budget(100, 0), || {
		let reported = try_report(epoch(now()), of_pools(1), fresh_id());
		assert_noop!(reported, Error::<Test>::OutOfScope);
		let proposed = try_propose(epoch(now()), of_pools(1));
		assert_noop!(proposed, Error::<Test>::OutOfScope);

		report(now(), of_bond(100));
	});
}

#[test]
fn report_of_the_bond_is_refused_when_the_terms_have_only_pools() {
	let most = budget(0, 50);
	test_opted_in_on(ConsumerTerms { most, ..terms() }, budget(0, 50), || {
		let reported = try_report(epoch(now()), of_bond(1), fresh_id());
		assert_noop!(reported, Error::<Test>::OutOfScope);

		let case_id = report(now(), request(budget(0, 50)));
		skip(2);
		settle(case_id, Outcome::Executed);

		assert_eq!((bond_of(&OPERATOR), stake_of(POOL, ALICE)), (BOND, 500));
	});
}

#[test]
fn report_names_a_fraction_of_each() {
	test_opted_in(|| {
		let case_id = report(now(), request(budget(70, 20)));
		assert_eq!(reportable(), budget(30, 30));
		skip(2);

		settle(case_id, Outcome::Executed);

		assert_eq!((bond_of(&OPERATOR), stake_of(POOL, ALICE)), (300, 800));
	});
}

#[test]
fn report_keeps_the_time_that_was_reported() {
	test_opted_in(|| {
		let when = When::Time(u64::from(now()) * EPOCH + 123);

		let case_id = case_of(|| try_report(when, of_pools(1), fresh_id()));

		assert_eq!(Restaking::case(case_id).map(|view| view.when), Some(when));
	});
}

#[test]
fn report_is_refused_when_it_asks_for_more_than_the_terms_say() {
	let most = budget(60, 40);
	test_opted_in_on(ConsumerTerms { most, ..terms() }, budget(100, 50), || {
		let step = |fraction: Fraction| part(fraction.deconstruct() + 1);
		let bond = Fractions { bond: step(most.bond), pools: percent(0) };
		let pools = Fractions { bond: percent(0), pools: step(most.pools) };
		for more in [bond, pools] {
			let reported = try_report(epoch(now()), request(more), fresh_id());
			assert_noop!(reported, Error::<Test>::FractionTooLarge);
			let proposed = try_propose(epoch(now()), request(more));
			assert_noop!(proposed, Error::<Test>::FractionTooLarge);
		}

		report(now(), request(most));
	});
}

#[test]
fn report_is_refused_when_it_asks_for_too_little() {
	test_opted_in(|| {
		let least = 100_000_000_000_000;
		let nothing = request(Fractions::NOTHING);

		for less in [both(least - 1), nothing] {
			let reported = try_report(epoch(now()), less.clone(), fresh_id());
			assert_noop!(reported, Error::<Test>::BelowMinimum);
			let proposed = try_propose(epoch(now()), less);
			assert_noop!(proposed, Error::<Test>::BelowMinimum);
		}
		let uneven = Fractions { bond: part(least), pools: part(least - 1) };
		let case_id = report(now(), request(uneven));
		assert_eq!(fractions(case_id), Some(Fractions { pools: part(0), ..uneven }));
		report(now(), both(least));
	});
}

// How much of an asset.

#[test]
fn report_takes_the_part_that_a_quantity_is() {
	test_opted_in(|| {
		let of_bond_in_native = SlashRequest { quantity: Some((NATIVE, 50)), ..of_bond(100) };
		let uneven = request(budget(80, 40));
		for (request, expected) in [
			(worth(50, GOLD, 30), [30, 30]),
			(worth(50, NATIVE, 50), [25, 25]), // of bond and pool, 500 + 500
			(worth(4, GOLD, 500), [40, 40]),
			(of_bond_in_native, [50, 0]),
			// Of 800 and 400.
			(SlashRequest { quantity: Some((NATIVE, 120)), ..uneven.clone() }, [80, 40]),
			(SlashRequest { quantity: Some((GOLD, 40)), ..uneven }, [80, 40]),
		] {
			let case_id = report(now(), request);

			let [bond, pools] = expected.map(|thousandths| part(thousandths * 10_u64.pow(15)));
			assert_eq!(fractions(case_id), Some(Fractions { bond, pools }));
		}
	});
}

#[test]
fn report_rounds_the_part_down() {
	test_opted_in(|| {
		delegate(GOLD_POOL, BOB, 2_000);
		skip(1);

		let case_id = report(now(), worth(50, GOLD, 1_000));

		assert_eq!(fractions(case_id).map(|of| of.pools), Some(part(333_333_333_333_333_333)));
		skip(2);
		settle(case_id, Outcome::Executed);
		let gold = distributed(case_id).into_iter().find(|(asset, ..)| *asset == GOLD);
		assert_eq!(gold.map(|(_, amount, _)| amount), Some(999));
	});
}

#[test]
fn report_takes_the_fraction_when_the_quantity_is_more() {
	test_opted_in(|| {
		for quantity in [500, 501, 1_000, 5_000, Balance::MAX] {
			let story = || report(now(), worth(50, GOLD, quantity));
			let fractions = frame_support::storage::with_transaction(|| {
				let fractions = fractions(story());
				let undone: Result<_, sp_runtime::DispatchError> = Ok(fractions);
				sp_runtime::TransactionOutcome::Rollback(undone)
			});

			assert_eq!(fractions, Ok(Some(budget(50, 50))));
		}
	});
}

#[test]
fn report_is_refused_when_the_quantity_is_too_little() {
	test_opted_in(|| {
		delegate(GOLD_POOL, BOB, 9_000);
		skip(1);
		report(now(), worth(50, GOLD, 1));

		for request in [worth(50, GOLD, 0), worth(50, NATIVE, 0)] {
			let reported = try_report(epoch(now()), request, fresh_id());
			assert_noop!(reported, Error::<Test>::BelowMinimum);
		}
		delegate(GOLD_POOL, BOB, 1);
		skip(1);
		let reported = try_report(epoch(now()), worth(50, GOLD, 1), fresh_id());
		assert_noop!(reported, Error::<Test>::BelowMinimum);
	});
}

#[test]
fn report_is_refused_when_nothing_of_the_asset_was_active() {
	test_opted_in(|| {
		let gold_of_bond = SlashRequest { quantity: Some((GOLD, 10)), ..of_bond(10) };
		for request in [worth(10, SILVER, 10), worth(10, TIN, 10), gold_of_bond] {
			let reported = try_report(epoch(now()), request, fresh_id());
			assert_noop!(reported, Error::<Test>::NothingAtStake);
		}
	});
}

#[test]
fn report_counts_what_was_active_at_the_fault() {
	test_opted_in(|| {
		let fault = now();
		delegate(GOLD_POOL, BOB, 1_000);
		undelegate(GOLD_POOL, ALICE, 500);
		skip(1);

		let early = report(fault, worth(50, GOLD, 100));
		let late = report(fault + 1, worth(50, GOLD, 100));

		assert_eq!(fractions(early), Some(budget(10, 10)));
		assert_eq!(fractions(late).map(|of| of.pools), Some(part(66_666_666_666_666_666)));
	});
}

#[test]
fn report_keeps_its_part_when_other_cases_are_executed_before() {
	test_opted_in(|| {
		let case_id = report(now(), worth(50, GOLD, 100));
		let other = report(now(), of_pools(20));
		skip(2);
		settle(other, Outcome::Executed);

		settle(case_id, Outcome::Executed);

		assert_eq!(stake_of(GOLD_POOL, ALICE), 720);
	});
}

// Budgets.

#[test]
fn report_is_refused_when_the_budget_is_used_up() {
	test_opted_in(|| {
		report(now(), of_pools(30));
		report(now(), of_pools(20));
		assert_eq!(reportable(), budget(50, 0));

		let more = both(100_000_000_000_000);
		let reported = try_report(epoch(now()), more, fresh_id());
		assert_noop!(reported, Error::<Test>::OverBudget);

		report(now(), of_bond(50));
		let reported = try_report(epoch(now()), of_bond(1), fresh_id());
		assert_noop!(reported, Error::<Test>::OverBudget);
	});
}

#[test]
fn report_is_refused_and_not_clamped_when_a_unit_too_much_is_asked_for() {
	test_opted_in(|| {
		report(now(), of_pools(30));
		let more = both(percent(20).deconstruct() + 1);

		let reported = try_report(epoch(now()), more, fresh_id());

		assert_noop!(reported, Error::<Test>::OverBudget);
	});
}

#[test]
fn report_fits_when_a_quantity_makes_it_small_enough() {
	test_opted_in(|| {
		report(now(), of_pools(30));

		let reported = try_report(epoch(now()), worth(50, GOLD, 201), fresh_id());
		assert_noop!(reported, Error::<Test>::OverBudget);
		report(now(), worth(50, GOLD, 200));
	});
}

#[test]
fn report_uses_the_budget_of_all_faults_in_the_window() {
	test_opted_in(|| {
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
	test_opted_in(|| {
		let case_id = report(now(), of_pools(50));
		dispute(case_id);
		resolve(case_id, Verdict::Dismiss);
		assert_eq!(reportable(), budget(100, 50));

		report(now(), of_pools(50));
	});
}

#[test]
fn report_has_no_budget_when_the_case_before_was_executed() {
	test_opted_in(|| {
		let case_id = report(now(), of_pools(50));
		skip(2);
		settle(case_id, Outcome::Executed);
		assert_eq!(reportable(), budget(50, 0));

		let reported = try_report(epoch(now()), of_pools(1), fresh_id());
		assert_noop!(reported, Error::<Test>::OverBudget);
	});
}

// Report ids and places.

#[test]
fn report_is_refused_when_its_id_was_used() {
	test_opted_in(|| {
		let id = [1; 32];
		assert_ok!(try_report(epoch(now()), of_pools(1), id));

		let reported = try_report(epoch(now()), of_pools(2), id);
		assert_noop!(reported, Error::<Test>::DuplicateReport);

		dispute(CaseId(1));
		resolve(CaseId(1), Verdict::Dismiss);
		let reported = try_report(epoch(now()), of_pools(2), id);
		assert_noop!(reported, Error::<Test>::DuplicateReport);
	});
}

#[test]
fn report_may_have_the_id_that_another_consumer_has_used() {
	test_opted_in(|| {
		let other = register_with(BOB, terms());
		set_slash_cap(OPERATOR, 60);
		skip(NOTICE);
		opt_in(OPERATOR, ROLLUP, 50, 50);
		opt_in(OTHER, other, 50, 0);
		skip(NOTICE);
		let id = [1; 32];
		assert_ok!(try_report(epoch(now()), of_pools(1), id));

		let (when, evidence) = (epoch(now()), SOME);
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
	test_opted_in(|| {
		let cases: Vec<_> = (0..MAX_CASES).map(|_| report(now(), of_pools(1))).collect();

		let reported = try_report(epoch(now()), of_pools(1), fresh_id());
		assert_noop!(reported, Error::<Test>::TooManyCases);

		skip(2);
		settle(cases[2], Outcome::Executed);
		let case_id = report(now(), of_pools(1));
		let open = [cases[0], cases[1], cases[3], cases[4], cases[5], case_id];
		assert_eq!(Restaking::cases_of(OPERATOR), open);
	});
}

#[test]
fn report_is_filed_in_every_epoch_as_long_as_the_budget_holds() {
	test_opted_in(|| {
		// 6 · 8 % are within the window of each fault, and the budget is 48 %.
		opt_in(OPERATOR, ROLLUP, 48, 48);
		skip(1);
		let mut open = Vec::new();
		for _ in 0..6 * WINDOW {
			open.push(report(now(), of_pools(8)));
			let more = both(100_000_000_000_000);
			if reportable().is_nothing() {
				let reported = try_report(epoch(now()), more, fresh_id());
				assert_noop!(reported, Error::<Test>::OverBudget);
			}
			open.retain(|case_id| try_settle(*case_id).is_err());
			skip(1);
			if Staking::operator(OPERATOR).is_some_and(|view| view.departure.is_some()) {
				return; // too little is unslashed
			}
		}
		panic!("92 % to the power of 19 is 20 %");
	});
}

#[test]
fn report_finds_room_in_the_list_of_what_was_used_up_in_every_epoch() {
	test_opted_in(|| {
		let bond = part(100_000_000_000_000);
		let least = request(Fractions { bond, ..Fractions::NOTHING });
		let mut open = Vec::new();
		for _ in 0..4 * WINDOW {
			open.push(report(now(), least.clone()));
			open.retain(|case_id| try_settle(*case_id).is_err());
			skip(1);
		}

		let listed = UsedBudgets::<Test>::get(OPERATOR, ROLLUP).list().len();
		assert_eq!(listed, 2 * WINDOW as usize + 1);
	});
}
