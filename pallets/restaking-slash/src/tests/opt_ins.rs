// SPDX-License-Identifier: Apache-2.0

//! Opt-ins of operators, their beginning, and their end.

use crate::{mock::*, *};
use bulwark_traits::Liability;
use frame_support::{assert_noop, assert_ok, traits::Get};
use sp_runtime::DispatchResult;

fn try_cap(operator: AccountId, cap: u64) -> DispatchResult {
	Restaking::set_slash_cap(signed(operator), percent(cap))
}

fn try_opt_out(operator: AccountId, consumer: ConsumerId) -> DispatchResult {
	Restaking::opt_out(signed(operator), consumer)
}

fn cap() -> Fraction {
	Restaking::opt_ins(OPERATOR).slash_cap
}

/// True if the latest announcement waives the penalty of a lock that began just before it, in the epoch before this.
fn is_waived() -> bool {
	let mut begin = <Restaking as Liability<_>>::lock_begin(&OPERATOR, EpochIndex(now()));
	begin.number = begin.number.saturating_sub(1);
	begin.sum.number = begin.sum.number.saturating_sub(1);
	<Restaking as Liability<_>>::waives(&OPERATOR, EpochIndex(now() - 1), &begin, EpochIndex(now()))
}

/// The budget that [`ROLLUP`] has with [`OPERATOR`] in an epoch.
fn budget_in(in_epoch: u32) -> Option<Fractions> {
	let opt_ins = OptIns::<Test>::get(OPERATOR);
	opt_ins.at(ROLLUP, EpochIndex(in_epoch)).map(|span| span.budget)
}

/// Consumers on [`terms`], the first of which is [`ROLLUP`].
fn consumers<const N: usize>() -> [ConsumerId; N] {
	core::array::from_fn(|_| register_with(MANAGER, terms()))
}

/// Lets the cap be so high.
fn capped(cap: u64) {
	set_slash_cap(OPERATOR, cap);
	skip(NOTICE);
}

// The cap.

#[test]
fn cap_is_nothing_until_it_is_set() {
	test(|| {
		register();

		assert_eq!(cap(), percent(0));
		let refused = try_opt_in(OPERATOR, ROLLUP, budget(10, 10));
		assert_noop!(refused, Error::<Test>::OverCap);
		opt_in(OPERATOR, ROLLUP, 10, 0);
	});
}

#[test]
fn cap_rises_with_notice() {
	test(|| {
		assert_ok!(try_cap(OPERATOR, 40));

		let (operator, old, new) = (OPERATOR, percent(0), percent(40));
		let effective_from = EpochIndex(12);
		assert_last(Event::SlashCapSet { operator, old, new, effective_from });
		skip(NOTICE - 1);
		assert_eq!(cap(), percent(0));
		skip(1);
		assert_eq!(cap(), percent(40));
	});
}

#[test]
fn cap_falls_at_once() {
	test(|| {
		capped(40);

		assert_ok!(try_cap(OPERATOR, 30));

		let (operator, old, new) = (OPERATOR, percent(40), percent(30));
		let effective_from = EpochIndex(now());
		assert_last(Event::SlashCapSet { operator, old, new, effective_from });
		assert_eq!(cap(), percent(30));
	});
}

#[test]
fn cap_that_was_announced_is_forgotten_when_it_falls() {
	test(|| {
		capped(40);
		set_slash_cap(OPERATOR, 60);

		set_slash_cap(OPERATOR, 40);

		skip(NOTICE);
		assert_eq!(cap(), percent(40));
	});
}

#[test]
fn cap_is_refused_below_the_budgets() {
	test_opted_in(|| {
		assert_noop!(try_cap(OPERATOR, 49), Error::<Test>::OverCap);
		assert_ok!(try_cap(OPERATOR, 50));

		opt_out(OPERATOR, ROLLUP);
		skip(WINDOW + NARROW_NOTICE - 1);
		assert_noop!(try_cap(OPERATOR, 0), Error::<Test>::OverCap);
		skip(1);
		assert_ok!(try_cap(OPERATOR, 0));
		assert!(!OptIns::<Test>::contains_key(OPERATOR));
	});
}

#[test]
fn cap_is_refused_below_a_budget_that_was_announced() {
	test(|| {
		register();
		capped(50);
		opt_in(OPERATOR, ROLLUP, 50, 30);

		assert_noop!(try_cap(OPERATOR, 29), Error::<Test>::OverCap);
		assert_ok!(try_cap(OPERATOR, 30));
	});
}

#[test]
fn cap_is_for_operators() {
	test(|| {
		assert_noop!(try_cap(ALICE, 10), Error::<Test>::NotOperator);
		retire(OPERATOR);
		assert_noop!(try_cap(OPERATOR, 10), Error::<Test>::NotOperator);
	});
}

// From when on.

#[test]
fn opt_in_with_pools_holds_after_the_notice() {
	test(|| {
		register();
		capped(50);
		let from = now() + NOTICE;

		opt_in(OPERATOR, ROLLUP, 60, 50);

		let (operator, consumer_id, budget) = (OPERATOR, ROLLUP, budget(60, 50));
		let (version, effective_from) = (1, EpochIndex(from));
		let event = Event::OptedIn { operator, consumer_id, version, budget, effective_from };
		assert_last(event);
		assert!(!is_waived(), "it may be taken back");
		assert_eq!([budget_in(from - 1), budget_in(from)], [None, Some(budget)]);
		skip(NOTICE - 1);
		assert!(is_waived());
		skip(1);
		assert!(!is_waived());
	});
}

#[test]
fn opt_in_with_the_bond_alone_holds_from_the_next_epoch() {
	test(|| {
		register();

		opt_in(OPERATOR, ROLLUP, 60, 0);

		assert!(!is_waived());
		assert_eq!([budget_in(10), budget_in(11)], [None, Some(budget(60, 0))]);
	});
}

#[test]
fn opt_in_holds_after_the_notice_of_consumers_when_it_narrows() {
	test_opted_in(|| {
		opt_in(OPERATOR, ROLLUP, 100, 40);

		assert!(!is_waived());
		assert_eq!(budget_in(now() + NARROW_NOTICE - 1), Some(budget(100, 50)));
		assert_eq!(budget_in(now() + NARROW_NOTICE), Some(budget(100, 40)));
	});
}

#[test]
fn opt_in_holds_from_the_next_epoch_when_only_the_bond_widens() {
	test_opted_in_on(terms(), budget(50, 30), || {
		opt_in(OPERATOR, ROLLUP, 100, 30);

		assert!(!is_waived());
		assert_eq!(budget_in(now() + 1), Some(budget(100, 30)));
	});
}

#[test]
fn opt_in_holds_after_the_notice_when_the_pools_can_lose_more() {
	test_opted_in_on(terms(), budget(50, 30), || {
		capped(50);

		opt_in(OPERATOR, ROLLUP, 50, 31);

		assert_eq!(budget_in(now() + 1), Some(budget(50, 30)));
		assert_eq!(budget_in(now() + NOTICE), Some(budget(50, 31)));
		skip(1);
		assert!(is_waived());
	});
}

#[test]
fn opt_in_holds_after_the_notice_when_the_terms_are_others() {
	test_opted_in(|| {
		let wider = ConsumerTerms { bounty: percent(50), ..terms() };
		assert_ok!(Restaking::set_terms(signed(MANAGER), ROLLUP, wider));
		skip(NOTICE);

		opt_in(OPERATOR, ROLLUP, 50, 20);

		assert_eq!(budget_in(now() + NOTICE - 1), Some(budget(100, 50)));
		assert_eq!(budget_in(now() + NOTICE), Some(budget(50, 20)));
		skip(1);
		assert!(is_waived());
	});
}

#[test]
fn opt_in_narrows_on_the_terms_of_before_whatever_the_consumer_does() {
	test_opted_in(|| {
		let wider = ConsumerTerms { bounty: percent(50), ..terms() };
		assert_ok!(Restaking::set_terms(signed(MANAGER), ROLLUP, wider));
		skip(NOTICE);
		assert_ok!(Restaking::retire_consumer(signed(MANAGER), ROLLUP));
		let opts_in =
			|version, budget| Restaking::opt_in(signed(OPERATOR), ROLLUP, version, budget);

		assert_noop!(opts_in(2, budget(50, 20)), Error::<Test>::ConsumerRetired);
		assert_ok!(opts_in(1, budget(50, 20)));

		assert_eq!(budget_in(now() + NARROW_NOTICE), Some(budget(50, 20)));
		assert_ok!(opts_in(1, budget(100, 50))); // takes it back
		assert_ok!(opts_in(1, budget(50, 20)));
		skip(1); // it cannot be taken back any more
		assert_noop!(opts_in(1, budget(50, 21)), Error::<Test>::ConsumerRetired);
		assert_noop!(opts_in(1, budget(51, 20)), Error::<Test>::ConsumerRetired);
	});
}

#[test]
fn opt_in_widens_on_the_new_terms_alone() {
	test_opted_in_on(terms(), budget(50, 30), || {
		capped(50);
		let other = ConsumerTerms { bounty: percent(50), ..terms() };
		assert_ok!(Restaking::set_terms(signed(MANAGER), ROLLUP, other));
		skip(NOTICE);
		let opts_in =
			|version, budget| Restaking::opt_in(signed(OPERATOR), ROLLUP, version, budget);

		assert_noop!(opts_in(1, budget(50, 31)), Error::<Test>::TermsChanged);
		assert_ok!(opts_in(2, budget(50, 31)));
	});
}

#[test]
fn opt_in_comes_after_what_was_announced_in_an_earlier_epoch() {
	test(|| {
		register();
		capped(50);
		opt_in(OPERATOR, ROLLUP, 60, 50);
		let begins = now() + NOTICE;
		skip(1);

		opt_in(OPERATOR, ROLLUP, 50, 10);
		opt_in(OPERATOR, ROLLUP, 40, 10); // replaces what was announced in the same epoch

		let ends = now() + NARROW_NOTICE;
		assert_eq!([budget_in(begins - 1), budget_in(begins)], [None, Some(budget(60, 50))]);
		assert_eq!(
			[budget_in(ends - 1), budget_in(ends)],
			[budget(60, 50), budget(40, 10)].map(Some)
		);
	});
}

#[test]
fn opt_in_takes_an_announcement_back_when_it_is_the_same_as_now() {
	test_opted_in_on(terms(), budget(50, 30), || {
		capped(50);
		opt_in(OPERATOR, ROLLUP, 50, 50);

		opt_in(OPERATOR, ROLLUP, 50, 30);

		assert!(!is_waived());
		assert_eq!(budget_in(now() + NOTICE), Some(budget(50, 30)));
	});
}

// Refused.

#[test]
fn opt_in_is_for_operators() {
	test(|| {
		register();

		let refused = try_opt_in(ALICE, ROLLUP, budget(10, 0));
		assert_noop!(refused, Error::<Test>::NotOperator);

		retire(OPERATOR);
		let refused = try_opt_in(OPERATOR, ROLLUP, budget(10, 0));
		assert_noop!(refused, Error::<Test>::NotOperator);
	});
}

#[test]
fn operator_that_closes_can_only_promise_less() {
	test_opted_in_on(terms(), budget(50, 30), || {
		capped(50);
		retire(OPERATOR);

		for wider in [budget(51, 30), budget(50, 31)] {
			let refused = try_opt_in(OPERATOR, ROLLUP, wider);
			assert_noop!(refused, Error::<Test>::NotOperator);
		}
		assert_noop!(try_cap(OPERATOR, 51), Error::<Test>::NotOperator);
		assert_ok!(try_cap(OPERATOR, 40));
		opt_in(OPERATOR, ROLLUP, 50, 20);
		opt_out(OPERATOR, ROLLUP);

		assert_eq!(budget_in(now() + NARROW_NOTICE), None);
	});
}

#[test]
fn opt_in_is_refused_when_there_is_no_such_consumer() {
	test(|| {
		let refused = try_opt_in(OPERATOR, ROLLUP, budget(10, 0));
		assert_noop!(refused, Error::<Test>::UnknownConsumer);
	});
}

#[test]
fn opt_in_is_refused_when_the_consumer_has_retired() {
	test(|| {
		register();
		assert_ok!(Restaking::retire_consumer(signed(MANAGER), ROLLUP));

		let refused = try_opt_in(OPERATOR, ROLLUP, budget(10, 0));

		assert_noop!(refused, Error::<Test>::ConsumerRetired);
	});
}

#[test]
fn opt_in_is_refused_when_the_terms_have_changed() {
	test(|| {
		register();
		let opts_in = |version| Restaking::opt_in(signed(OPERATOR), ROLLUP, version, budget(10, 0));
		let wider = ConsumerTerms { bounty: percent(50), ..terms() };
		assert_ok!(Restaking::set_terms(signed(MANAGER), ROLLUP, wider));

		for version in [0, 2, u32::MAX] {
			assert_noop!(opts_in(version), Error::<Test>::TermsChanged);
		}
		skip(NOTICE);
		assert_noop!(opts_in(1), Error::<Test>::TermsChanged);
		assert_ok!(opts_in(2));
	});
}

#[test]
fn opt_in_is_refused_when_the_budget_is_nothing() {
	test(|| {
		register();

		let refused = try_opt_in(OPERATOR, ROLLUP, Fractions::NOTHING);

		assert_noop!(refused, Error::<Test>::InvalidBudget);
	});
}

#[test]
fn opt_in_promises_the_pools_when_the_bond_is_promised_to_another() {
	test(|| {
		let [rollup, other] = consumers();
		capped(50);
		opt_in(OPERATOR, rollup, 100, 0);

		opt_in(OPERATOR, other, 0, 50);

		let opt_ins = OptIns::<Test>::get(OPERATOR);
		assert_eq!(opt_ins.counted(EpochIndex(now() + NOTICE), WINDOW), Some(budget(100, 50)));
	});
}

#[test]
fn opt_in_is_refused_when_the_terms_have_nothing_of_a_part() {
	test(|| {
		let bonds = register_with(MANAGER, ConsumerTerms { most: budget(100, 0), ..terms() });
		let pools = register_with(MANAGER, ConsumerTerms { most: budget(0, 50), ..terms() });
		capped(50);

		for consumer in [bonds, pools] {
			let refused = try_opt_in(OPERATOR, consumer, budget(10, 10));
			assert_noop!(refused, Error::<Test>::OutOfScope);
		}
		opt_in(OPERATOR, bonds, 10, 0);
		opt_in(OPERATOR, pools, 0, 10);
	});
}

#[test]
fn opt_in_is_refused_when_it_is_that_already() {
	test_opted_in(|| {
		let again = try_opt_in(OPERATOR, ROLLUP, budget(100, 50));
		assert_noop!(again, Error::<Test>::Unchanged);

		opt_in(OPERATOR, ROLLUP, 100, 40);
		let again = try_opt_in(OPERATOR, ROLLUP, budget(100, 40));
		assert_noop!(again, Error::<Test>::Unchanged);
	});
}

#[test]
fn opt_in_fits_into_the_cap_to_the_last_part() {
	test(|| {
		let [first, second] = consumers();
		capped(50);
		opt_in(OPERATOR, first, 30, 30);
		let [rest, more] = [0, 1].map(|more| {
			let pools = Fraction::from_parts(percent(20).deconstruct() + more);
			Fractions { bond: percent(30), pools }
		});

		assert_noop!(try_opt_in(OPERATOR, second, more), Error::<Test>::OverCap);
		assert_ok!(try_opt_in(OPERATOR, second, rest));
		assert_eq!(Restaking::opt_ins(OPERATOR).opt_ins.len(), 2);
	});
}

#[test]
fn opt_in_fits_into_the_bond_to_the_last_part() {
	test(|| {
		let [first, second] = consumers();
		opt_in(OPERATOR, first, 70, 0);
		let [rest, more] = [0, 1].map(|more| {
			let bond = Fraction::from_parts(percent(30).deconstruct() + more);
			Fractions { bond, pools: percent(0) }
		});

		assert_noop!(try_opt_in(OPERATOR, second, more), Error::<Test>::OverBond);
		assert_ok!(try_opt_in(OPERATOR, second, rest));
	});
}

#[test]
fn opt_in_fits_into_the_cap_that_holds_when_it_begins() {
	test(|| {
		register();
		set_slash_cap(OPERATOR, 50);
		skip(1);
		set_slash_cap(OPERATOR, 60); // begins the notice again

		assert_ok!(try_opt_in(OPERATOR, ROLLUP, budget(60, 60)));
		assert_noop!(try_cap(OPERATOR, 59), Error::<Test>::OverCap);
	});
}

#[test]
fn opt_in_counts_on_a_cap_that_was_announced() {
	test(|| {
		register();
		set_slash_cap(OPERATOR, 50);

		opt_in(OPERATOR, ROLLUP, 50, 50);

		assert_eq!(budget_in(now() + NOTICE), Some(budget(50, 50)));
		// Announced again it would come too late.
		skip(1);
		assert_noop!(try_cap(OPERATOR, 60), Error::<Test>::OverCap);
	});
}

#[test]
fn opt_in_is_refused_when_the_budgets_were_too_much_until_lately() {
	test_opted_in_on(terms(), budget(100, 50), || {
		let other = register_with(BOB, terms());
		opt_out(OPERATOR, ROLLUP);
		let last = now();
		skip(WINDOW - 1);
		// It would begin with the last epoch in which the old one counts.
		assert_eq!(now() + 1, last + WINDOW);
		assert_noop!(try_opt_in(OPERATOR, other, budget(1, 0)), Error::<Test>::OverBond);

		skip(1);

		opt_in(OPERATOR, other, 100, 50);
		assert_noop!(try_opt_in(OPERATOR, ROLLUP, budget(1, 0)), Error::<Test>::OverBond);
	});
}

#[test]
fn narrowed_opt_in_counts_until_the_window_is_over() {
	test_opted_in_on(terms(), budget(100, 50), || {
		let other = register_with(BOB, terms());
		opt_in(OPERATOR, ROLLUP, 10, 10);
		skip(WINDOW - 1);
		assert_noop!(try_opt_in(OPERATOR, other, budget(90, 0)), Error::<Test>::OverBond);

		skip(1);

		opt_in(OPERATOR, other, 90, 40);
	});
}

#[test]
fn opt_in_is_refused_when_it_would_be_one_too_many() {
	test(|| {
		let consumers: [_; 5] = consumers();
		for consumer in &consumers[..4] {
			opt_in(OPERATOR, *consumer, 10, 0);
		}
		let one_more = || try_opt_in(OPERATOR, consumers[4], budget(10, 0));
		assert_noop!(one_more(), Error::<Test>::TooManyOptIns);
		skip(1);
		opt_out(OPERATOR, consumers[1]);
		skip(WINDOW + NARROW_NOTICE - 1);
		assert_noop!(one_more(), Error::<Test>::TooManyOptIns);

		skip(1);

		assert_ok!(one_more());
	});
}

#[test]
fn opt_in_may_change_with_every_epoch() {
	test_opted_in(|| {
		for step in 0..3 * WINDOW {
			opt_in(OPERATOR, ROLLUP, 99 - u64::from(step), 0);
			skip(1);
		}
		assert_ok!(Restaking::prune(signed(PAUPER), OPERATOR));
		let spans = || Restaking::opt_ins(OPERATOR).opt_ins[0].spans.len() as u32;
		assert_eq!(spans(), WINDOW + NARROW_NOTICE);

		// A change that is announced is one more.
		opt_in(OPERATOR, ROLLUP, 90, 50);
		assert_eq!(spans(), MaxSpans::<Test>::get());
	});
}

// The end.

#[test]
fn opt_out_ends_the_opt_in_when_the_notice_is_over() {
	test_opted_in(|| {
		opt_out(OPERATOR, ROLLUP);

		let (operator, consumer_id) = (OPERATOR, ROLLUP);
		let last_epoch = EpochIndex(now() + NARROW_NOTICE - 1);
		assert_last(Event::OptedOut { operator, consumer_id, last_epoch });
		let held = [budget_in(last_epoch.0), budget_in(last_epoch.0 + 1)];
		assert_eq!(held, [Some(budget(100, 50)), None]);
	});
}

#[test]
fn opt_out_can_be_taken_back_in_its_own_epoch_alone() {
	test_opted_in(|| {
		let before = OptIns::<Test>::get(OPERATOR);
		opt_out(OPERATOR, ROLLUP);
		opt_in(OPERATOR, ROLLUP, 100, 50);
		assert_eq!(OptIns::<Test>::get(OPERATOR), before);

		opt_out(OPERATOR, ROLLUP);
		let last = now() + NARROW_NOTICE - 1;
		skip(1);
		opt_in(OPERATOR, ROLLUP, 100, 50);

		assert_eq!([budget_in(last).is_some(), budget_in(last + 1).is_some()], [true, false]);
	});
}

#[test]
fn opt_out_takes_an_announcement_back() {
	test(|| {
		register();
		capped(50);
		opt_in(OPERATOR, ROLLUP, 60, 50);

		opt_out(OPERATOR, ROLLUP);

		assert!(!is_waived());
		assert_eq!(Restaking::opt_ins(OPERATOR).opt_ins, []);
	});
}

#[test]
fn opt_out_is_refused_when_the_operator_is_not_opted_in() {
	test(|| {
		register();

		for consumer in [ROLLUP, ConsumerId(77)] {
			let ended = try_opt_out(OPERATOR, consumer);
			assert_noop!(ended, Error::<Test>::NotOptedIn);
		}
	});
}

#[test]
fn opt_out_is_refused_when_it_has_ended() {
	test_opted_in(|| {
		opt_out(OPERATOR, ROLLUP);
		assert_noop!(try_opt_out(OPERATOR, ROLLUP), Error::<Test>::Unchanged);
		skip(WINDOW + NARROW_NOTICE - 1);
		assert_noop!(try_opt_out(OPERATOR, ROLLUP), Error::<Test>::Unchanged);
		skip(1);
		assert_noop!(try_opt_out(OPERATOR, ROLLUP), Error::<Test>::NotOptedIn);
	});
}

// Pruning.

#[test]
fn prune_forgets_what_nobody_can_slash_by() {
	test_opted_in(|| {
		set_slash_cap(OPERATOR, 50);
		let case_id = report(now(), of_pools(10));
		skip(2);
		settle(case_id, Outcome::Executed);
		opt_out(OPERATOR, ROLLUP);
		skip(WINDOW + NARROW_NOTICE - 1);
		assert_ok!(Restaking::prune(signed(PAUPER), OPERATOR));
		assert!(UsedBudgets::<Test>::contains_key(OPERATOR, ROLLUP));
		assert_eq!(Restaking::opt_ins(OPERATOR).opt_ins.len(), 1);

		skip(1);
		assert_ok!(Restaking::prune(signed(PAUPER), OPERATOR));

		assert!(!UsedBudgets::<Test>::contains_key(OPERATOR, ROLLUP));
		assert_eq!(Restaking::opt_ins(OPERATOR).opt_ins, []);
		assert_eq!(cap(), percent(50), "the cap stays");
	});
}

#[test]
fn prune_ends_an_opt_in_to_a_consumer_that_has_retired() {
	test_opted_in(|| {
		assert_ok!(Restaking::prune(signed(PAUPER), OPERATOR));
		assert_ok!(Restaking::retire_consumer(signed(MANAGER), ROLLUP));
		skip(NARROW_NOTICE - 1);
		let before = OptIns::<Test>::get(OPERATOR);
		assert_ok!(Restaking::prune(signed(PAUPER), OPERATOR));
		assert_eq!(OptIns::<Test>::get(OPERATOR), before, "it has not taken effect");
		skip(1);
		let last = EpochIndex(now());

		assert_ok!(Restaking::prune(signed(PAUPER), OPERATOR));

		let (operator, consumer_id) = (OPERATOR, ROLLUP);
		assert_last(Event::OptedOut { operator, consumer_id, last_epoch: last });
		assert_noop!(try_opt_out(OPERATOR, ROLLUP), Error::<Test>::Unchanged);
		skip(1);
		let before = Restaking::opt_ins(OPERATOR);
		assert_ok!(Restaking::prune(signed(PAUPER), OPERATOR));
		assert_eq!(Restaking::opt_ins(OPERATOR), before, "once");
		let liable = <Restaking as Liability<_>>::last_liable;
		let leaving = last.plus(2);
		assert_eq!(liable(&OPERATOR, Scope::BondAndPools, leaving), Some(last));
	});
}

#[test]
fn opt_in_is_refused_when_no_case_could_be_that_small() {
	test_opted_in(|| {
		let version = Restaking::consumer(ROLLUP).expect("it is there").version;
		let (dust, least) = (Fraction::from_parts(1), Fraction::from_percent(1));
		for (bond, pools) in [(dust, dust), (dust, Fraction::zero()), (least, dust)] {
			let budget = Fractions { bond, pools };
			let small = Restaking::opt_in(signed(OPERATOR), ROLLUP, version, budget);
			assert_noop!(small, Error::<Test>::InvalidBudget);
		}
	});
}

#[test]
fn prune_changes_nothing_that_counts() {
	test_opted_in(|| {
		report(now(), of_pools(10));
		let before = Restaking::opt_ins(OPERATOR);

		assert_ok!(Restaking::prune(signed(PAUPER), OPERATOR));

		assert_eq!(Restaking::opt_ins(OPERATOR), before);
	});
}

#[test]
fn prune_keeps_everything_in_order_while_a_case_waits_to_lapse() {
	test_opted_in(|| {
		let case_id = report(now(), of_pools(10));
		opt_out(OPERATOR, ROLLUP);
		skip(WINDOW + 1);

		assert_ok!(Restaking::prune(signed(PAUPER), OPERATOR));

		check_invariants();
		settle(case_id, Outcome::Lapsed);
	});
}

#[test]
fn opt_out_forgets_what_was_used_up_when_nothing_of_the_opt_in_counts() {
	test_opted_in(|| {
		let case_id = report(now(), of_pools(10));
		skip(2);
		settle(case_id, Outcome::Executed);
		opt_out(OPERATOR, ROLLUP);
		skip(WINDOW + NARROW_NOTICE - 1);
		opt_in(OPERATOR, ROLLUP, 50, 20);
		assert_ok!(Restaking::retire_consumer(signed(MANAGER), ROLLUP));
		skip(NARROW_NOTICE);

		// It had begun when the consumer retired, or is ended before that.
		assert_ok!(Restaking::prune(signed(PAUPER), OPERATOR));
		skip(WINDOW + 1);
		assert_ok!(Restaking::prune(signed(PAUPER), OPERATOR));

		assert_eq!(Restaking::opt_ins(OPERATOR).opt_ins, []);
		assert!(!UsedBudgets::<Test>::contains_key(OPERATOR, ROLLUP));
	});
}

#[test]
fn what_was_used_up_is_forgotten_when_a_new_opt_in_is_taken_back() {
	test_opted_in(|| {
		let case_id = report(now(), of_pools(10));
		skip(2);
		settle(case_id, Outcome::Executed);
		opt_out(OPERATOR, ROLLUP);
		skip(WINDOW + NARROW_NOTICE - 1);
		opt_in(OPERATOR, ROLLUP, 50, 20); // it has its place as long as the old one counts
		skip(1);
		assert!(UsedBudgets::<Test>::contains_key(OPERATOR, ROLLUP));

		skip(1);
		opt_out(OPERATOR, ROLLUP);
		skip(WINDOW + NARROW_NOTICE);
		assert_ok!(Restaking::prune(signed(PAUPER), OPERATOR));

		assert!(!UsedBudgets::<Test>::contains_key(OPERATOR, ROLLUP));
	});
}

#[test]
fn prune_forgets_an_operator_that_has_gone() {
	test_opted_in(|| {
		let case_id = report(now(), of_pools(10));
		retire(OPERATOR);
		skip(WINDOW + NARROW_NOTICE - 1);
		assert_ok!(Restaking::prune(signed(PAUPER), OPERATOR));
		assert!(OptIns::<Test>::contains_key(OPERATOR), "it can be slashed");
		skip(1);
		assert_ok!(Staking::withdraw_bond(signed(OPERATOR), OPERATOR));

		assert_ok!(Restaking::prune(signed(PAUPER), OPERATOR));

		assert!(!OptIns::<Test>::contains_key(OPERATOR));
		assert!(!UsedBudgets::<Test>::contains_key(OPERATOR, ROLLUP));
		settle(case_id, Outcome::Lapsed);
		assert_eq!(withdraw(POOL, ALICE), 1_000);
	});
}

#[test]
fn prune_stores_nothing_for_who_has_never_opted_in() {
	test(|| {
		assert_ok!(Restaking::prune(signed(PAUPER), ALICE));

		assert!(!OptIns::<Test>::contains_key(ALICE));
	});
}
