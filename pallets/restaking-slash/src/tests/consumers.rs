// SPDX-License-Identifier: Apache-2.0

//! Who rents security, and on what terms.

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::{
	traits::{BadOrigin, Dispatchable},
	DispatchResult, TokenError,
};

const HELD: HoldReason = HoldReason::Consumer;

fn try_register(terms: Terms<AccountId>) -> DispatchResult {
	Restaking::register_consumer(signed(MANAGER), terms)
}

fn try_set(who: AccountId, terms: Terms<AccountId>) -> DispatchResult {
	Restaking::set_terms(signed(who), ROLLUP, terms)
}

fn view() -> ConsumerView<AccountId> {
	Restaking::consumer_view(ROLLUP).expect("it is registered")
}

fn with_bounty(part: u64) -> Terms<AccountId> {
	Terms { bounty: percent(part), ..terms() }
}

// Registering.

#[test]
fn register_holds_a_deposit() {
	test(|| {
		register_with(MANAGER, terms());

		let (consumer, manager, deposit) = (ROLLUP, MANAGER, CONSUMER_DEPOSIT);
		assert_has(Event::ConsumerRegistered { consumer, manager, deposit });
		let from = EpochIndex(now());
		assert_last(Event::TermsSet { consumer, version: 1, terms: terms(), from });
		assert_eq!(view().manager, MANAGER);
		assert_eq!((view().version, view().terms, view().next), (1, terms(), None));
	});
}

#[test]
fn register_numbers_consumers() {
	test(|| {
		let numbers = [MANAGER, MANAGER, BOB].map(|who| register_with(who, terms()));

		assert_eq!(numbers, [ConsumerId(0), ConsumerId(1), ConsumerId(2)]);
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
		set_cap(OPERATOR, 50);
		opt_in(OPERATOR, ROLLUP, 100, 50);
		skip(NOTICE + 1);

		let (when, evidence) = (epoch(now()), Default::default());
		let number = case_of(|| {
			let claim = of_pools(10);
			Restaking::report_slash(root(), ROLLUP, OPERATOR, when, claim, evidence, fresh_id())
		});

		skip(2);
		settle(number, Outcome::Executed);
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
		let most = |bond, pools| Terms { most: Budget { bond, pools }, ..terms() };
		let windows = |report, dispute| Terms { windows: Windows { report, dispute }, ..terms() };

		for wrong in [
			most(percent(100), more(50)),
			most(percent(30), more(30)),
			most(too_small, percent(0)),
			most(least, too_small),
			most(percent(0), percent(0)),
			Terms { bounty: more(50), ..terms() },
			windows(2, 0),
			windows(2, 3),
			windows(5, 0),
			windows(0, 5),
		] {
			assert_noop!(try_register(wrong), Error::<Test>::InvalidTerms);
		}
		for right in [
			most(percent(100), percent(50)),
			most(percent(30), percent(30)),
			most(least, percent(0)),
			most(least, least),
			Terms { bounty: percent(50), ..terms() },
			Terms { bounty: percent(0), ..terms() },
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
		let to_account = Terms { destination: Destination::Account(DAVE), ..terms() };
		assert_noop!(try_register(to_account.clone()), Error::<Test>::NotAdmitted);
		register_with(MANAGER, terms());
		assert_noop!(try_set(MANAGER, to_account.clone()), Error::<Test>::NotAdmitted);

		assert_ok!(Restaking::set_admission(root(), ROLLUP, true));

		assert_last(Event::AdmissionSet { consumer: ROLLUP, admitted: true });
		assert_ok!(try_set(MANAGER, to_account.clone()));
		assert_ok!(Restaking::set_admission(root(), ROLLUP, false));
		assert_noop!(try_set(MANAGER, to_account), Error::<Test>::NotAdmitted);
	});
}

#[test]
fn set_terms_hold_after_the_notice() {
	test(|| {
		register();
		let (other, from) = (with_bounty(10), EpochIndex(now() + NOTICE));

		assert_ok!(try_set(MANAGER, other.clone()));

		let (consumer, terms_set) = (ROLLUP, other.clone());
		assert_last(Event::TermsSet { consumer, version: 2, terms: terms_set, from });
		assert_eq!((view().version, view().terms), (1, terms()));
		assert_eq!(view().next, Some((from, other.clone())));
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
fn set_terms_keep_those_that_were_promised_on() {
	test_promised(|| {
		for part in [10, 20] {
			assert_ok!(try_set(MANAGER, with_bounty(part)));
			skip(NOTICE);
		}

		let kept = [1, 2, 3].map(|version| ConsumerTerms::<Test>::get(ROLLUP, version));
		assert_eq!(kept, [Some(terms()), Some(with_bounty(10)), Some(with_bounty(20))]);
		let number = propose(now(), of_pools(10));
		endorse(number);
		skip(2);
		settle(number, Outcome::Executed);
		assert_eq!(Bounties::<Test>::get(number).map(|bounty| bounty.amount), Some(30));
	});
}

#[test]
fn set_terms_are_refused_when_they_are_wrong() {
	test(|| {
		register();

		assert_noop!(try_set(MANAGER, with_bounty(51)), Error::<Test>::InvalidTerms);
		assert_noop!(try_set(BOB, with_bounty(10)), Error::<Test>::NotManager);
		let unknown = Restaking::set_terms(signed(MANAGER), ConsumerId(1), terms());
		assert_noop!(unknown, Error::<Test>::UnknownConsumer);
		assert_ok!(Restaking::retire_consumer(signed(MANAGER), ROLLUP));
		assert_noop!(try_set(MANAGER, with_bounty(10)), Error::<Test>::ConsumerRetired);
	});
}

// Managers.

#[test]
fn set_manager_lets_another_account_speak() {
	test_promised(|| {
		assert_ok!(Restaking::set_manager(signed(MANAGER), ROLLUP, BOB));

		assert_last(Event::ManagerSet { consumer: ROLLUP, old: MANAGER, new: BOB });
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
		let set = Restaking::set_manager(signed(MANAGER), ConsumerId(1), BOB);
		assert_noop!(set, Error::<Test>::UnknownConsumer);
	});
}

#[test]
fn deposit_stays_with_who_has_registered_when_the_manager_changes() {
	test(|| {
		register();
		assert_ok!(Restaking::set_manager(signed(MANAGER), ROLLUP, BOB));
		assert_ok!(Restaking::retire_consumer(signed(BOB), ROLLUP));
		skip(WINDOW + 1);

		assert_ok!(Restaking::return_deposit(signed(PAUPER), ROLLUP));

		let (consumer, who, amount) = (ROLLUP, MANAGER, CONSUMER_DEPOSIT);
		assert_last(Event::DepositReturned { consumer, who, amount });
		assert_eq!(held(HELD, &MANAGER), 0);
		assert_eq!(balance(NATIVE, &MANAGER), FUNDS - EXISTENTIAL_DEPOSIT);
	});
}

// The end.

#[test]
fn retire_ends_a_consumer_with_the_epoch() {
	test_promised(|| {
		assert_ok!(Restaking::retire_consumer(signed(MANAGER), ROLLUP));

		let last = EpochIndex(now());
		assert_last(Event::ConsumerRetired { consumer: ROLLUP, last });
		assert_eq!(view().retired, Some(last));
		report(now(), of_pools(10));
	});
}

#[test]
fn retire_is_refused_when_it_has_retired_or_somebody_else_asks() {
	test(|| {
		register();
		let retires = |who, consumer| Restaking::retire_consumer(signed(who), consumer);

		assert_noop!(retires(BOB, ROLLUP), Error::<Test>::NotManager);
		assert_noop!(retires(MANAGER, ConsumerId(1)), Error::<Test>::UnknownConsumer);
		assert_ok!(retires(MANAGER, ROLLUP));
		assert_noop!(retires(MANAGER, ROLLUP), Error::<Test>::ConsumerRetired);
	});
}

#[test]
fn deposit_comes_back_when_nothing_can_be_charged_any_more() {
	test(|| {
		register();
		let returns = || Restaking::return_deposit(signed(PAUPER), ROLLUP);
		assert_noop!(returns(), Error::<Test>::NotReleased);
		assert_ok!(Restaking::retire_consumer(signed(MANAGER), ROLLUP));
		skip(WINDOW);
		assert_noop!(returns(), Error::<Test>::NotReleased);
		skip(1);

		assert_ok!(returns());

		assert_noop!(returns(), Error::<Test>::Unchanged);
		let unknown = Restaking::return_deposit(signed(PAUPER), ConsumerId(1));
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
		let unknown = Restaking::set_admission(root(), ConsumerId(1), true);
		assert_noop!(unknown, Error::<Test>::UnknownConsumer);
	});
}

#[test]
fn calls_are_for_accounts() {
	test_promised(|| {
		let number = report(now(), of_pools(1));
		let (when, claim, id) = (epoch(now()), of_pools(1), fresh_id());
		let operator = OPERATOR;
		let earned_in = EpochIndex(now());

		let calls: [Call<Test>; 19] = [
			Call::register_consumer { terms: terms() },
			Call::set_terms { consumer: ROLLUP, terms: terms() },
			Call::set_manager { consumer: ROLLUP, new: BOB },
			Call::retire_consumer { consumer: ROLLUP },
			Call::return_deposit { consumer: ROLLUP },
			Call::set_admission { consumer: ROLLUP, admitted: true },
			Call::set_cap { cap: percent(60) },
			Call::opt_in { consumer: ROLLUP, version: 1, budget: budget(10, 10) },
			Call::opt_out { consumer: ROLLUP },
			Call::prune { operator: operator.clone() },
			Call::remit {
				consumer: ROLLUP,
				operator: operator.clone(),
				asset: NATIVE,
				amount: 1,
				earned_in,
			},
			Call::report_slash {
				consumer: ROLLUP,
				operator: operator.clone(),
				when,
				claim: claim.clone(),
				evidence: Default::default(),
				id,
			},
			Call::propose_slash {
				consumer: ROLLUP,
				operator,
				when,
				claim,
				evidence: Default::default(),
			},
			Call::endorse { case: number, id },
			Call::decline { case: number, refund: true },
			Call::dispute { case: number },
			Call::resolve { case: number, verdict: Verdict::Uphold },
			Call::settle { case: number },
			Call::claim_bounty { case: number },
		];

		for call in calls {
			let refused = RuntimeCall::from(call).dispatch(RuntimeOrigin::none());
			assert_eq!(refused.map_err(|error| error.error), Err(BadOrigin.into()));
		}
	});
}

#[test]
fn root_signs_nothing_that_operators_and_outsiders_do() {
	test_promised(|| {
		let number = report(now(), of_pools(1));

		assert_noop!(Restaking::set_cap(root(), percent(60)), BadOrigin);
		assert_noop!(Restaking::opt_out(root(), ROLLUP), BadOrigin);
		assert_noop!(Restaking::dispute(root(), number), BadOrigin);
	});
}
