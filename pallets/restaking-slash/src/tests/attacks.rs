// SPDX-License-Identifier: Apache-2.0

//! Attacks that somebody might try, and does not gain by.

use crate::{mock::*, *};
use bulwark_ledger::MIN_SLASH;
use bulwark_traits::OptIns as _;
use frame_support::{assert_noop, assert_ok};
use pallet_staking_rewards::Offer;

/// A consumer that is the operator itself, on the hardest terms.
fn own_consumer() -> ConsumerId {
	register_with(OPERATOR, ConsumerTerms { bounty: percent(50), ..terms() })
}

/// All money of an operator and its sock puppet, the bond included.
fn fortune() -> Balance {
	balance(NATIVE, &OPERATOR) + balance(NATIVE, &OUTSIDER) + bond_of(&OPERATOR)
}

// By an operator, against its stakers.

#[test]
fn own_consumer_slashes_nobody_who_leaves_when_it_is_announced() {
	test(|| {
		let own = own_consumer();
		delegate(POOL, ALICE, 1_000);
		set_slash_cap(OPERATOR, 50);
		skip(NOTICE + 1);
		// The last millisecond of an epoch.
		pallet_timestamp::Now::<Test>::put(u64::from(now() + 1) * EPOCH - 1);
		opt_in(OPERATOR, own, 100, 50);
		let announced = now();

		skip(1);
		undelegate_all(POOL, ALICE);

		for fault in [announced, announced + 1] {
			let (when, evidence) = (epoch(fault), SOME);
			let reported = Restaking::report_slash(
				signed(OPERATOR),
				own,
				OPERATOR,
				when,
				of_pools(50),
				evidence,
				fresh_id(),
			);
			assert_noop!(reported, Error::<Test>::NotOptedIn);
		}
		skip(1);
		let case_id = report_of((OPERATOR, own), OPERATOR, now(), of_pools(50));
		assert_eq!(withdraw(POOL, ALICE), 1_000);
		skip(2);
		settle(case_id, Outcome::Executed);
		assert_eq!(distributed(case_id), [(NATIVE, 500, Destination::Treasury)], "its own bond");
	});
}

#[test]
fn own_consumer_finds_nothing_unused_of_the_budgets_of_others() {
	test_opted_in(|| {
		let own = own_consumer();

		let refused = try_opt_in(OPERATOR, own, budget(1, 0));
		assert_noop!(refused, Error::<Test>::OverBond);

		opt_out(OPERATOR, ROLLUP);
		let refused = try_opt_in(OPERATOR, own, budget(1, 0));
		assert_noop!(refused, Error::<Test>::OverBond);
	});
}

#[test]
fn own_consumer_takes_no_place_for_cases_of_others() {
	test_opted_in_on(terms(), budget(50, 50), || {
		let own = own_consumer();
		opt_in(OPERATOR, own, 50, 0);
		skip(1);
		for _ in 0..MAX_CASES {
			report_of((OPERATOR, own), OPERATOR, now(), of_bond(1));
		}

		for _ in 0..MAX_CASES {
			report(now(), of_pools(1));
		}
	});
}

#[test]
fn own_consumer_takes_no_place_for_reports_of_outsiders_to_others() {
	test_opted_in_on(terms(), budget(50, 50), || {
		let own = own_consumer();
		opt_in(OPERATOR, own, 50, 0);
		skip(1);
		for _ in 0..MAX_PROPOSALS {
			let (when, request, evidence) = (epoch(now()), of_bond(1), SOME);
			let proposed =
				Restaking::propose_slash(signed(BOB), own, OPERATOR, when, request, evidence);
			assert_ok!(proposed);
		}

		propose(now(), of_pools(1));
	});
}

#[test]
fn own_consumer_names_no_account_for_what_is_taken() {
	test(|| {
		let terms = ConsumerTerms { destination: Destination::Account(OPERATOR), ..terms() };

		let registered = Restaking::register_consumer(signed(OPERATOR), terms);

		assert_noop!(registered, Error::<Test>::NotAdmitted);
	});
}

#[test]
fn early_exits_pay_no_operator() {
	test_opted_in(|| {
		let offer = Offer { destination: Destination::Account(OPERATOR), ..offer() };

		let configured = Rewards::configure(signed(OPERATOR), POOL, offer);

		let refused = pallet_staking_rewards::Error::<Test>::InvalidDestination;
		assert_noop!(configured, refused);
	});
}

#[test]
fn early_exits_pay_nobody_when_the_operator_scares_its_stakers_away() {
	test(|| {
		let own = own_consumer();
		let (position, _) = lock(POOL, ALICE, 1_000);
		set_slash_cap(OPERATOR, 50);
		skip(NOTICE);
		opt_in(OPERATOR, own, 100, 50);
		skip(1);

		unlock(position, ALICE);

		skip(1);
		assert_eq!(withdraw(POOL, ALICE), 1_000);
	});
}

#[test]
fn early_exit_costs_the_operator_what_it_costs_others_when_it_announces_for_a_moment() {
	test(|| {
		let own = own_consumer();
		let (position, _) = lock(POOL, OPERATOR, 1_000);
		set_slash_cap(OPERATOR, 50);
		skip(NOTICE);

		opt_in(OPERATOR, own, 100, 50);
		unlock(position, OPERATOR);
		opt_out(OPERATOR, own);

		skip(1);
		assert_eq!(withdraw(POOL, OPERATOR), 500);
	});
}

// By an operator, to get away.

#[test]
fn fault_is_slashed_when_the_operator_has_fled_in_its_epoch() {
	test_opted_in(|| {
		let fault = now();
		assert_ok!(Staking::delegate(signed(OPERATOR), POOL, 1_000));
		skip(1);
		opt_out(OPERATOR, ROLLUP);
		undelegate_all(POOL, OPERATOR);
		retire(OPERATOR);
		let last = now();
		skip(2);
		assert_noop!(try_cap(0), Error::<Test>::OverCap);

		let case_id = report(last, of_pools(50));
		skip(2);
		settle(case_id, Outcome::Executed);

		assert_eq!(last, fault + 1);
		assert_eq!(bond_of(&OPERATOR), 500);
		skip(WINDOW);
		assert_eq!(withdraw(POOL, OPERATOR), 500);
	});
}

fn try_cap(cap: u64) -> sp_runtime::DispatchResult {
	Restaking::set_slash_cap(signed(OPERATOR), percent(cap))
}

#[test]
fn fault_is_slashed_by_the_opt_in_of_its_epoch_when_it_was_narrowed_since() {
	test_opted_in(|| {
		let fault = now();
		opt_in(OPERATOR, ROLLUP, 1, 1);
		skip(1);

		let case_id = report(fault, of_pools(50));
		skip(2);
		settle(case_id, Outcome::Executed);

		assert_eq!(bond_of(&OPERATOR), 500);
	});
}

/// The loss of an operator that reports itself through a sock puppet, to a consumer of its own.
fn loss_of_a_self_report(admitted: bool) -> Balance {
	let own = own_consumer();
	assert_ok!(Restaking::set_admission(root(), own, admitted));
	opt_in(OPERATOR, own, 100, 0);
	skip(1);
	let before = fortune();
	let (when, request, evidence) =
		(epoch(now()), of_bond(100), evidence_of(&OUTSIDER, "it was me"));
	let case_id = case_of(|| {
		Restaking::propose_slash(signed(OUTSIDER), own, OPERATOR, when, request, evidence)
	});
	reveal(case_id, "it was me");
	assert_ok!(Restaking::endorse(signed(OPERATOR), case_id, fresh_id()));
	skip(2);
	settle(case_id, Outcome::Executed);
	skip(BOUNTY_DELAY);
	let paid = Restaking::claim_bounty(signed(OUTSIDER), case_id);
	assert_eq!(paid.is_ok(), admitted);
	before - fortune()
}

#[test]
fn self_report_costs_the_operator_everything_when_its_consumer_is_not_admitted() {
	test(|| assert_eq!(loss_of_a_self_report(false), BOND));
}

#[test]
fn self_report_costs_the_operator_half_when_its_consumer_was_admitted() {
	test(|| assert_eq!(loss_of_a_self_report(true), BOND / 2));
}

#[test]
fn own_disputes_only_cost_deposits() {
	test_opted_in(|| {
		let case_id = report(now(), of_pools(10));
		uphold(case_id);

		settle(case_id, Outcome::Executed);
		release_dispute(case_id, OPERATOR);

		assert_eq!(balance(NATIVE, &LOST), FUNDS + DISPUTE_DEPOSIT);
		assert_eq!(bond_of(&OPERATOR), 900);
	});
}

// By outsiders.

#[test]
fn outsiders_leave_the_consumer_all_places_budgets_and_report_ids() {
	test_opted_in(|| {
		for _ in 0..MAX_PROPOSALS {
			propose(now(), of_pools(50));
		}

		for id in 1..=MAX_CASES {
			let id = [id.to_le_bytes()[0]; 32];
			assert_ok!(try_report(epoch(now()), of_pools(8), id));
		}
	});
}

#[test]
fn outsiders_lose_their_deposits_when_nobody_cares() {
	test_opted_in(|| {
		let case_id = propose(now(), of_pools(50));
		skip(3);

		settle(case_id, Outcome::Lapsed);

		assert_eq!(balance(NATIVE, &OUTSIDER), FUNDS - REPORT_DEPOSIT);
		assert_eq!(stake_of(POOL, ALICE), 1_000);
		assert_eq!(bond_of(&OPERATOR), BOND);
	});
}

// By a consumer.

#[test]
fn new_terms_take_nothing_more_of_who_has_opted_in_before() {
	let gentle = ConsumerTerms { most: budget(20, 10), ..terms() };
	test_opted_in_on(gentle, budget(100, 50), || {
		let harder = ConsumerTerms { bounty: percent(50), ..terms() };
		assert_ok!(Restaking::set_terms(signed(MANAGER), ROLLUP, harder));
		skip(NOTICE);

		let reported = try_report(epoch(now()), of_pools(11), fresh_id());

		assert_noop!(reported, Error::<Test>::FractionTooLarge);
	});
}

#[test]
fn budget_is_not_there_twice_when_an_operator_comes_back_on_new_terms() {
	test_opted_in(|| {
		let first = now();
		report(first, of_pools(50));
		opt_out(OPERATOR, ROLLUP);
		let other = ConsumerTerms { bounty: percent(50), ..terms() };
		assert_ok!(Restaking::set_terms(signed(MANAGER), ROLLUP, other));
		skip(NOTICE);
		opt_in(OPERATOR, ROLLUP, 100, 50);
		skip(NOTICE);

		for fault in now()..=first + WINDOW {
			go_to(fault);
			let reported = try_report(epoch(fault), of_pools(1), fresh_id());
			assert_noop!(reported, Error::<Test>::OverBudget);
		}
		skip(1);
		report(now(), of_pools(50));
	});
}

#[test]
fn many_small_cases_take_no_more_than_the_budget() {
	test_opted_in(|| {
		delegate(POOL, BOB, 999_000);
		skip(1);
		let fault = now();
		skip(2);
		let small = both(99_999_999_999_999_999);
		let mut cases = 0;

		loop {
			match try_report(epoch(fault), small.clone(), fresh_id()) {
				Ok(()) => cases += 1,
				Err(error) => {
					assert_eq!(error, Error::<Test>::OverBudget.into());
					break;
				},
			}
		}
		assert_eq!(cases, 5);
		skip(2);
		for case_id in 1..=cases {
			settle(CaseId(case_id), Outcome::Executed);
		}

		// More than half is left, of everything.
		assert!(stake_of(POOL, BOB) > 499_500);
		assert!(stake_of(GOLD_POOL, ALICE) > 500);
		assert!(bond_of(&OPERATOR) > 500);
	});
}

#[test]
fn no_terms_leave_less_than_an_epoch_for_the_verdict() {
	test(|| {
		for (report, dispute) in [(0, 5), (2, 3), (3, 2), (4, 1), (u32::MAX, 1), (1, u32::MAX)] {
			let hasty = ConsumerTerms { windows: Windows { report, dispute }, ..terms() };
			let registered = Restaking::register_consumer(signed(MANAGER), hasty);
			assert_noop!(registered, Error::<Test>::InvalidTerms);
		}
		for (report, dispute) in [(0, 4), (2, 2), (3, 1)] {
			register_with(
				MANAGER,
				ConsumerTerms { windows: Windows { report, dispute }, ..terms() },
			);
		}
	});
}

#[test]
fn dispute_of_the_last_moment_leaves_an_epoch_for_the_verdict() {
	let slow = ConsumerTerms { windows: Windows { report: 2, dispute: 2 }, ..terms() };
	test_opted_in_on(slow, budget(100, 50), || {
		let fault = now();
		let last_moment = |epochs| {
			skip(epochs);
			pallet_timestamp::Now::<Test>::put(u64::from(now() + 1) * EPOCH - 1);
		};
		last_moment(2);
		let case_id = report(fault, of_pools(10));
		last_moment(2);
		dispute(case_id);
		skip(1);
		assert_eq!(now(), fault + WINDOW);

		resolve(case_id, Verdict::Uphold);
		settle(case_id, Outcome::Executed);

		assert_eq!(bond_of(&OPERATOR), 900);
	});
}

#[test]
fn retired_consumer_holds_nobody_for_longer_than_the_opt_in() {
	test_opted_in(|| {
		assert_ok!(Restaking::retire_consumer(signed(MANAGER), ROLLUP));
		opt_out(OPERATOR, ROLLUP);
		let last = now() + NARROW_NOTICE - 1;
		skip(WINDOW);

		undelegate_all(POOL, ALICE);

		assert_eq!(exits_of(POOL, ALICE), [(last + WINDOW + 1, 1_000)]);
	});
}

#[test]
fn quantity_takes_no_more_than_the_fraction_when_little_of_the_asset_is_there() {
	test_opted_in(|| {
		undelegate(GOLD_POOL, ALICE, 999);
		skip(1);

		let case_id = report(now(), worth(20, GOLD, 1_000_000));

		assert_eq!(fractions(case_id), Some(budget(20, 20)));
	});
}

// While no blocks are made.

#[test]
fn halted_chain_leaves_time_to_dispute() {
	test_opted_in(|| {
		let case_id = report(now(), of_pools(10));
		go_to(now() + WINDOW - 1);
		blocks(1);
		assert_noop!(try_settle(case_id), Error::<Test>::CaseOpen);

		dispute(case_id);

		resolve(case_id, Verdict::Dismiss);
	});
}

#[test]
fn halted_chain_takes_nothing_when_the_window_is_over() {
	test_opted_in(|| {
		let case_id = report(now(), of_pools(10));
		go_to(now() + WINDOW + 1);
		blocks(1);

		settle(case_id, Outcome::Lapsed);

		assert_eq!(bond_of(&OPERATOR), BOND);
	});
}

#[test]
fn halted_chain_delays_no_exit() {
	test_opted_in(|| {
		undelegate_all(POOL, ALICE);
		let case_id = report(now(), of_pools(10));
		go_to(now() + WINDOW + 1);

		assert_eq!(withdraw(POOL, ALICE), 1_000);
		settle(case_id, Outcome::Lapsed);
	});
}

// By an author of a fault that somebody proves.

/// The least that a case may take, of the bond.
fn trifle() -> SlashRequest<AssetId> {
	request(Fractions { bond: MIN_SLASH, pools: Fraction::zero() })
}

#[test]
fn dispute_saves_nothing_from_a_proof_when_the_resolver_is_silent() {
	test_opted_in(|| {
		let case_id = prove(now(), of_bond(100));
		dispute(case_id);
		skip(2);

		assert_ok!(Restaking::uphold(signed(PAUPER), case_id));
		settle(case_id, Outcome::Executed);

		assert_eq!(bond_of(&OPERATOR), 0);
		release_dispute(case_id, OPERATOR);
		assert_eq!(balance(NATIVE, &LOST), FUNDS + DISPUTE_DEPOSIT);
	});
}

#[test]
fn friends_trifle_saves_nothing_from_a_proof_while_it_is_open() {
	test_opted_in(|| {
		let trifles: Vec<_> = (0..MAX_CASES).map(|_| report(now(), trifle())).collect();

		let case_id = prove(now(), of_bond(100));

		skip(2);
		for trifle in trifles {
			settle(trifle, Outcome::Lapsed);
		}
		settle(case_id, Outcome::Executed);
		assert_eq!(bond_of(&OPERATOR), 0);
	});
}

#[test]
fn friends_trifle_saves_itself_alone_from_a_proof_once_it_was_taken() {
	test_opted_in(|| {
		let fault = now();
		let trifle = report(fault, trifle());
		skip(2);
		settle(trifle, Outcome::Executed);
		let whole = try_prove(fault, of_bond(100), fresh_id());
		assert_noop!(whole, Error::<Test>::OverBudget);

		let left = Restaking::unused(ROLLUP, &OPERATOR, EpochIndex(fault));
		let case_id = prove(fault, request(Fractions { pools: Fraction::zero(), ..left }));

		assert_eq!(left.bond, Fraction::one() - MIN_SLASH);
		skip(2);
		settle(case_id, Outcome::Executed);
		assert!(bond_of(&OPERATOR) <= MIN_SLASH.mul_ceil(BOND));
	});
}
