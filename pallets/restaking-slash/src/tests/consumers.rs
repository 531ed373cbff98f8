// SPDX-License-Identifier: Apache-2.0

//! Consumers that rent security, and their terms.

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::DispatchError;
use sp_runtime::{
	traits::{BadOrigin, Dispatchable},
	DispatchResult, TokenError,
};

const HELD: HoldReason = HoldReason::ConsumerDeposit;

fn try_register(terms: ConsumerTerms<AccountId>) -> DispatchResult {
	Restaking::register_consumer(signed(MANAGER), terms)
}

fn try_set(who: AccountId, terms: ConsumerTerms<AccountId>) -> DispatchResult {
	Restaking::set_terms(signed(who), ROLLUP, terms)
}

fn view() -> ConsumerView<AccountId> {
	Restaking::consumer(ROLLUP).expect("it is registered")
}

fn with_bounty(part: u64) -> ConsumerTerms<AccountId> {
	ConsumerTerms { bounty: percent(part), ..terms() }
}

// Registering.

#[test]
fn register_holds_a_deposit() {
	test(|| {
		register_with(MANAGER, terms());

		let (consumer_id, manager, deposit) = (ROLLUP, MANAGER, CONSUMER_DEPOSIT);
		assert_has(Event::ConsumerRegistered { consumer_id, manager, deposit });
		let (version, old, new, effective_from) = (1, None, terms(), EpochIndex(now()));
		assert_last(Event::TermsSet { consumer_id, version, old, new, effective_from });
		assert_eq!(view().manager, MANAGER);
		assert_eq!((view().version, view().terms, view().next), (1, terms(), None));
	});
}

#[test]
fn register_numbers_consumers() {
	test(|| {
		let numbers = [MANAGER, MANAGER, BOB].map(|who| register_with(who, terms()));

		assert_eq!(numbers, [ConsumerId(1), ConsumerId(2), ConsumerId(3)]);
		assert_eq!(held(HELD, &MANAGER), 2 * CONSUMER_DEPOSIT);
	});
}

#[test]
fn register_puts_the_floor_into_the_escrow_once() {
	test(|| {
		register();
		register_with(BOB, terms());

		assert_eq!(balance(NATIVE, &Restaking::pot()), EXISTENTIAL_DEPOSIT);
		assert_eq!(balance(NATIVE, &MANAGER), FUNDS - CONSUMER_DEPOSIT - EXISTENTIAL_DEPOSIT);
		assert_eq!(balance(NATIVE, &BOB), FUNDS - CONSUMER_DEPOSIT);
	});
}

#[test]
fn register_is_refused_when_the_money_is_not_there() {
	test(|| {
		let floor = Restaking::register_consumer(signed(PAUPER), terms());
		assert_noop!(floor, TokenError::FundsUnavailable);
		register();

		let deposit = Restaking::register_consumer(signed(PAUPER), terms());
		assert_noop!(deposit, TokenError::FundsUnavailable);
	});
}

#[test]
fn register_makes_root_the_chains_own_consumer() {
	test(|| {
		assert_ok!(Restaking::register_consumer(root(), terms()));
		assert_eq!(view().manager, TREASURY);
		delegate(POOL, ALICE, 1_000);
		set_slash_cap(OPERATOR, 50);
		opt_in(OPERATOR, ROLLUP, 100, 50);
		skip(NOTICE + 1);

		let (when, evidence) = (epoch(now()), SOME);
		let case_id = case_of(|| {
			let request = of_pools(10);
			Restaking::report_slash(root(), ROLLUP, OPERATOR, when, request, evidence, fresh_id())
		});

		skip(2);
		settle(case_id, Outcome::Executed);
		assert_eq!(stake_of(POOL, ALICE), 900);
	});
}

// Terms.

#[test]
fn terms_are_refused_when_they_allow_more_than_there_is() {
	test(|| {
		let more = |part: u64| Fraction::from_parts(percent(part).deconstruct() + 1);
		let least = Fraction::from_parts(100_000_000_000_000);
		let too_small = Fraction::from_parts(99_999_999_999_999);
		let most = |bond, pools| ConsumerTerms { most: Fractions { bond, pools }, ..terms() };
		let windows =
			|report, dispute| ConsumerTerms { windows: Windows { report, dispute }, ..terms() };

		for wrong in [
			most(percent(100), more(50)),
			most(percent(0), more(50)),
			most(too_small, percent(0)),
			most(least, too_small),
			most(percent(0), percent(0)),
			ConsumerTerms { bounty: more(50), ..terms() },
			ConsumerTerms { destination: Destination::Stakers, ..terms() },
			windows(2, 0),
			windows(2, 3),
			windows(5, 0),
			windows(0, 5),
		] {
			assert_noop!(try_register(wrong), Error::<Test>::InvalidTerms);
		}
		for right in [
			most(percent(0), percent(50)),
			most(percent(30), more(30)),
			most(percent(100), percent(50)),
			most(percent(30), percent(30)),
			most(least, percent(0)),
			most(least, least),
			ConsumerTerms { bounty: percent(50), ..terms() },
			ConsumerTerms { bounty: percent(0), ..terms() },
			windows(2, 1),
			windows(2, 2),
			windows(0, 4),
			windows(3, 1),
			windows(0, 1),
		] {
			assert_ok!(try_register(right));
		}
	});
}

#[test]
fn terms_name_an_account_when_the_consumer_is_admitted() {
	test(|| {
		let to_account = ConsumerTerms { destination: Destination::Account(DAVE), ..terms() };
		assert_noop!(try_register(to_account.clone()), Error::<Test>::NotAdmitted);
		register_with(MANAGER, terms());
		assert_noop!(try_set(MANAGER, to_account.clone()), Error::<Test>::NotAdmitted);

		assert_ok!(Restaking::set_admission(root(), ROLLUP, true));

		assert_last(Event::AdmissionSet { consumer_id: ROLLUP, old: false, new: true });
		assert_ok!(try_set(MANAGER, to_account.clone()));
		assert_ok!(Restaking::set_admission(root(), ROLLUP, false));
		assert_noop!(try_set(MANAGER, to_account), Error::<Test>::NotAdmitted);
	});
}

#[test]
fn set_terms_hold_after_the_notice() {
	test(|| {
		register();
		let (other, effective_from) = (with_bounty(10), EpochIndex(now() + NOTICE));

		assert_ok!(try_set(MANAGER, other.clone()));

		let (consumer_id, version, old, new) = (ROLLUP, 2, Some(terms()), other.clone());
		assert_last(Event::TermsSet { consumer_id, version, old, new, effective_from });
		assert_eq!((view().version, view().terms), (1, terms()));
		assert_eq!(view().next, Some((effective_from, other.clone())));
		skip(NOTICE - 1);
		assert_eq!(view().version, 1);
		skip(1);
		assert_eq!((view().version, view().terms, view().next), (2, other, None));
	});
}

#[test]
fn set_terms_replace_what_was_announced() {
	test(|| {
		register();
		assert_ok!(try_set(MANAGER, with_bounty(10)));
		skip(NOTICE - 1);

		assert_ok!(try_set(MANAGER, with_bounty(20)));

		let from = EpochIndex(now() + NOTICE);
		assert_eq!(view().next, Some((from, with_bounty(20))));
		skip(NOTICE - 1);
		assert_eq!((view().version, view().terms), (1, terms()));
		skip(1);
		assert_eq!((view().version, view().terms), (2, with_bounty(20)));
	});
}

#[test]
fn set_terms_keep_those_that_opt_ins_pin() {
	test_opted_in(|| {
		for part in [10, 20] {
			assert_ok!(try_set(MANAGER, with_bounty(part)));
			skip(NOTICE);
		}

		let kept = [1, 2, 3].map(|version| TermsByVersion::<Test>::get(ROLLUP, version));
		assert_eq!(kept, [Some(terms()), Some(with_bounty(10)), Some(with_bounty(20))]);
		let case_id = propose(now(), of_pools(10));
		endorse(case_id);
		skip(2);
		settle(case_id, Outcome::Executed);
		assert_eq!(Bounties::<Test>::get(case_id).map(|bounty| bounty.amount), Some(30));
	});
}

#[test]
fn set_terms_are_refused_when_they_are_wrong() {
	test(|| {
		register();

		assert_noop!(try_set(MANAGER, with_bounty(51)), Error::<Test>::InvalidTerms);
		assert_noop!(try_set(BOB, with_bounty(10)), Error::<Test>::NotManager);
		let unknown = Restaking::set_terms(signed(MANAGER), ConsumerId(2), terms());
		assert_noop!(unknown, Error::<Test>::UnknownConsumer);
		assert_ok!(Restaking::retire_consumer(signed(MANAGER), ROLLUP));
		assert_noop!(try_set(MANAGER, with_bounty(10)), Error::<Test>::ConsumerRetired);
	});
}

// Managers.

#[test]
fn set_manager_lets_another_account_speak() {
	test_opted_in(|| {
		assert_ok!(Restaking::set_manager(signed(MANAGER), ROLLUP, BOB));

		assert_last(Event::ManagerSet { consumer_id: ROLLUP, old: MANAGER, new: BOB });
		let reported = try_report(epoch(now()), of_pools(10), fresh_id());
		assert_noop!(reported, Error::<Test>::NotManager);
		report_of((BOB, ROLLUP), OPERATOR, now(), of_pools(10));
	});
}

#[test]
fn set_manager_is_refused_when_somebody_else_asks() {
	test(|| {
		register();

		let set = Restaking::set_manager(signed(BOB), ROLLUP, BOB);
		assert_noop!(set, Error::<Test>::NotManager);
		let set = Restaking::set_manager(signed(MANAGER), ConsumerId(2), BOB);
		assert_noop!(set, Error::<Test>::UnknownConsumer);
	});
}

#[test]
fn deposit_stays_with_who_has_registered_when_the_manager_changes() {
	test(|| {
		register();
		assert_ok!(Restaking::set_manager(signed(MANAGER), ROLLUP, BOB));
		assert_ok!(Restaking::retire_consumer(signed(BOB), ROLLUP));
		skip(WINDOW + NARROW_NOTICE);

		assert_ok!(Restaking::release_consumer_deposit(signed(PAUPER), ROLLUP));

		let (consumer_id, who, amount) = (ROLLUP, MANAGER, CONSUMER_DEPOSIT);
		assert_last(Event::DepositReleased { consumer_id, who, amount });
		assert_eq!(held(HELD, &MANAGER), 0);
		assert_eq!(balance(NATIVE, &MANAGER), FUNDS - EXISTENTIAL_DEPOSIT);
	});
}

// The end.

#[test]
fn retire_ends_a_consumer_when_the_notice_is_over() {
	test_opted_in(|| {
		// In the last moment of an epoch.
		pallet_timestamp::Now::<Test>::put(u64::from(now() + 1) * EPOCH - 1);
		assert_ok!(Restaking::retire_consumer(signed(MANAGER), ROLLUP));

		let last_epoch = EpochIndex(now() + NARROW_NOTICE - 1);
		assert_last(Event::ConsumerRetired { consumer_id: ROLLUP, last_epoch });
		assert_eq!(view().last_epoch, Some(last_epoch));
		for _ in 1..NARROW_NOTICE {
			skip(1);
			report(now(), of_pools(10));
		}
		assert_eq!(EpochIndex(now()), last_epoch);
		skip(1);
		let reported = try_report(epoch(now()), of_pools(10), fresh_id());
		assert_noop!(reported, Error::<Test>::ConsumerRetired);
	});
}

#[test]
fn admin_calls_a_retirement_off_until_it_takes_effect() {
	test_opted_in(|| {
		let calls_off = |origin| Restaking::cancel_retirement(origin, ROLLUP);
		assert_noop!(calls_off(root()), Error::<Test>::NotRetiring);
		assert_ok!(Restaking::retire_consumer(signed(MANAGER), ROLLUP));
		let last_epoch = EpochIndex(now() + NARROW_NOTICE - 1);
		for who in [MANAGER, TREASURY, OPERATOR] {
			assert_noop!(calls_off(signed(who)), DispatchError::BadOrigin);
		}
		assert_ok!(Restaking::prune(signed(PAUPER), OPERATOR)); // ends nothing
		go_to(last_epoch.0);

		assert_ok!(calls_off(root()));

		assert_last(Event::RetirementCancelled { consumer_id: ROLLUP, last_epoch });
		assert_eq!(view().last_epoch, None);
		skip(1);
		report(now(), of_pools(10));
		assert_ok!(Restaking::retire_consumer(signed(MANAGER), ROLLUP));
		skip(NARROW_NOTICE);
		assert_noop!(calls_off(root()), Error::<Test>::NotRetiring);
		let unknown = Restaking::cancel_retirement(root(), ConsumerId(2));
		assert_noop!(unknown, Error::<Test>::UnknownConsumer);
	});
}

#[test]
fn retire_is_refused_when_it_has_retired_or_somebody_else_asks() {
	test(|| {
		register();
		let retires = |who, consumer| Restaking::retire_consumer(signed(who), consumer);

		assert_noop!(retires(BOB, ROLLUP), Error::<Test>::NotManager);
		assert_noop!(retires(MANAGER, ConsumerId(2)), Error::<Test>::UnknownConsumer);
		assert_ok!(retires(MANAGER, ROLLUP));
		assert_noop!(retires(MANAGER, ROLLUP), Error::<Test>::ConsumerRetired);
	});
}

#[test]
fn deposit_comes_back_when_nothing_can_be_slashed_any_more() {
	test(|| {
		register();
		let returns = || Restaking::release_consumer_deposit(signed(PAUPER), ROLLUP);
		assert_noop!(returns(), Error::<Test>::NotReleased);
		assert_ok!(Restaking::retire_consumer(signed(MANAGER), ROLLUP));
		skip(WINDOW + NARROW_NOTICE - 1);
		assert_noop!(returns(), Error::<Test>::NotReleased);
		skip(1);

		assert_ok!(returns());

		assert_noop!(returns(), Error::<Test>::DepositReleased);
		let unknown = Restaking::release_consumer_deposit(signed(PAUPER), ConsumerId(2));
		assert_noop!(unknown, Error::<Test>::UnknownConsumer);
	});
}

// Admission.

#[test]
fn admission_is_for_the_admin() {
	test(|| {
		register();

		for who in [MANAGER, TREASURY] {
			let set = Restaking::set_admission(signed(who), ROLLUP, true);
			assert_noop!(set, BadOrigin);
		}
		let unknown = Restaking::set_admission(root(), ConsumerId(2), true);
		assert_noop!(unknown, Error::<Test>::UnknownConsumer);
	});
}

#[test]
fn calls_are_for_accounts() {
	test_opted_in(|| {
		let case_id = report(now(), of_pools(1));
		let (when, request, report_id) = (epoch(now()), of_pools(1), fresh_id());
		let operator = OPERATOR;
		let earned_in = EpochIndex(now());

		let calls: Vec<Call<Test>> = vec![
			Call::register_consumer { terms: terms() },
			Call::set_terms { consumer_id: ROLLUP, terms: terms() },
			Call::set_manager { consumer_id: ROLLUP, new_manager: BOB },
			Call::retire_consumer { consumer_id: ROLLUP },
			Call::release_consumer_deposit { consumer_id: ROLLUP },
			Call::set_admission { consumer_id: ROLLUP, admitted: true },
			Call::set_slash_cap { cap: percent(60) },
			Call::opt_in { consumer_id: ROLLUP, version: 1, budget: budget(10, 10) },
			Call::opt_out { consumer_id: ROLLUP },
			Call::prune { operator: operator.clone() },
			Call::remit {
				consumer_id: ROLLUP,
				operator: operator.clone(),
				asset: NATIVE,
				amount: 1,
				earned_in,
			},
			Call::report_slash {
				consumer_id: ROLLUP,
				operator: operator.clone(),
				when,
				request: request.clone(),
				evidence: SOME,
				report_id,
			},
			Call::propose_slash {
				consumer_id: ROLLUP,
				operator: operator.clone(),
				when,
				request,
				evidence: SOME,
			},
			Call::endorse { case_id, report_id },
			Call::decline { case_id, refund: true },
			Call::dispute { case_id, evidence: SOME },
			Call::resolve { case_id, verdict: Verdict::Uphold },
			Call::settle { case_id },
			Call::claim_bounty { case_id },
			Call::acknowledge_set { epoch: earned_in },
			Call::reveal_evidence { case_id, text: Default::default() },
			Call::release_dispute_deposit { case_id, disputer: operator },
			Call::uphold { case_id },
			Call::dismiss_case { case_id },
			Call::top_up_consumer { consumer_id: ROLLUP },
			Call::release_slashed { case_id, asset: NATIVE },
			Call::touch { asset: GOLD },
		];

		for call in calls {
			let refused = RuntimeCall::from(call).dispatch(RuntimeOrigin::none());
			assert_eq!(refused.map_err(|error| error.error), Err(BadOrigin.into()));
		}
	});
}

#[test]
fn root_signs_nothing_that_operators_and_outsiders_do() {
	test_opted_in(|| {
		let case_id = report(now(), of_pools(1));

		assert_noop!(Restaking::set_slash_cap(root(), percent(60)), BadOrigin);
		assert_noop!(Restaking::opt_out(root(), ROLLUP), BadOrigin);
		assert_noop!(Restaking::dispute(root(), case_id, SOME), BadOrigin);
	});
}
