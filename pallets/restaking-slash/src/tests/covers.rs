// SPDX-License-Identifier: Apache-2.0

//! Cover: the epochs in which enough of a bond answers, unused, to the chain's own consumers. A tenth is enough.

use crate::{mock::*, *};
use bulwark_ledger::Cover;
use bulwark_traits::{Exposure, Liability};
use frame_support::{assert_noop, assert_ok};

/// The cover of [`OPERATOR`], as it is answered; and if it was told, then the same.
fn cover() -> Cover {
	<Restaking as Liability<_>>::cover(&OPERATOR)
}

fn told() -> Option<Cover> {
	let told = Covers::get().into_iter().rev().find(|(operator, _)| *operator == OPERATOR);
	told.map(|(_, cover)| cover)
}

fn covered(epochs: std::ops::Range<u32>) -> Vec<u32> {
	let in_those = |cover: Cover| -> Vec<u32> {
		epochs.clone().filter(|epoch| now() <= *epoch && cover.covers(EpochIndex(*epoch))).collect()
	};
	assert_eq!(told().map(in_those), Some(in_those(cover())), "every change is told");
	in_those(cover())
}

#[test]
fn nobody_is_covered_without_an_opt_in() {
	test(|| {
		assert_eq!(cover(), Cover::NEVER);
	});
}

#[test]
fn cover_begins_and_ends_with_what_is_promised() {
	test(|| {
		register();
		opt_in(OPERATOR, ROLLUP, 10, 0); // from 11 on
		assert_eq!(covered(10..15), [11, 12, 13, 14]);
		skip(3);

		opt_out(OPERATOR, ROLLUP);

		assert_eq!(covered(13..19), [13, 14]);
		opt_in(OPERATOR, ROLLUP, 10, 0); // takes it back
		assert_eq!(covered(13..19), [13, 14, 15, 16, 17, 18]);
	});
}

#[test]
fn cover_is_the_sum_of_promises_to_the_chains_own_consumers_alone() {
	test(|| {
		let [first, second, other] = core::array::from_fn(|_| register_with(MANAGER, terms()));
		opt_in(OPERATOR, other, 50, 0);
		assert!(covered(10..20).is_empty());
		opt_in(OPERATOR, first, 6, 0);
		assert!(covered(10..20).is_empty());
		skip(1);

		opt_in(OPERATOR, second, 4, 0);

		assert_eq!(covered(10..14), [12, 13]);
	});
}

#[test]
fn cover_ends_with_the_consumer() {
	test_opted_in(|| {
		assert_eq!(covered(12..16), [13, 14, 15]);

		assert_ok!(Restaking::retire_consumer(signed(MANAGER), ROLLUP));
		assert_ok!(Restaking::prune(signed(PAUPER), OPERATOR)); // tells it

		assert_eq!(covered(12..18), [13, 14]);
		assert_ok!(Restaking::cancel_retirement(root(), ROLLUP));
		assert_ok!(Restaking::prune(signed(PAUPER), OPERATOR));
		assert_eq!(covered(12..16), [13, 14, 15]);
	});
}

#[test]
fn what_an_executed_case_took_covers_nothing_until_the_window_is_over() {
	test_opted_in_on(terms(), budget(20, 20), || {
		let fault = now();
		let case_id = report(fault, of_bond(11));
		skip(2);

		settle(case_id, Outcome::Executed);

		let from = fault + WINDOW + 1;
		assert_eq!(covered(fault..from + 2), [from, from + 1]);
		let answers = |epoch| Restaking::what_answers(OPERATOR, EpochIndex(epoch)).is_covered;
		assert_eq!([answers(from - 1), answers(from)], [false, true]);
	});
}

#[test]
fn what_answers_shows_what_every_consumer_can_take() {
	test_opted_in_on(terms(), budget(60, 40), || {
		assert_ok!(Restaking::retire_consumer(signed(MANAGER), ROLLUP));
		let promise = |unused| PromiseView {
			consumer_id: ROLLUP,
			version: 1,
			budget: budget(60, 40),
			unused,
		};
		let answers = |epoch| Restaking::what_answers(OPERATOR, EpochIndex(epoch));

		for epoch in [12, 13, 14] {
			let promises = vec![promise(budget(60, 40))];
			assert_eq!(answers(epoch), AnswersView { is_covered: true, promises });
		}
		for epoch in [11, 15] {
			let nothing = AnswersView { is_covered: false, promises: vec![] };
			assert_eq!(answers(epoch), nothing);
		}
	});
}

#[test]
fn nothing_answers_after_the_end_of_an_operator_that_closes_or_has_gone() {
	test_opted_in(|| {
		let answers = |epoch| Restaking::what_answers(OPERATOR, EpochIndex(epoch));
		let nothing = AnswersView { is_covered: false, promises: vec![] };
		let last = now() + NARROW_NOTICE - 1;
		retire(OPERATOR);

		assert_eq!(Staking::last_epoch(&OPERATOR), Some(EpochIndex(last)));
		for epoch in [now(), last] {
			assert!(answers(epoch).is_covered);
		}
		assert_eq!(answers(last + 1), nothing);

		skip(NARROW_NOTICE + WINDOW);
		assert_ok!(Staking::withdraw_bond(signed(ALICE), OPERATOR));
		assert_eq!((Staking::last_epoch(&OPERATOR), answers(last)), (None, nothing));
	});
}

#[test]
fn notice_is_that_of_consumers_while_anybody_can_charge_later_faults() {
	test_opted_in(|| {
		let notice = |operator| <Restaking as Liability<_>>::notice(&operator);
		assert_eq!((notice(OPERATOR), notice(OTHER)), (NARROW_NOTICE - 1, 0));

		opt_out(OPERATOR, ROLLUP);

		assert_eq!(notice(OPERATOR), NARROW_NOTICE - 1);
		skip(NARROW_NOTICE - 1);
		assert_eq!(notice(OPERATOR), 0, "the present epoch is the last");
	});
}

#[test]
fn closing_drops_what_is_announced_and_wider() {
	test_opted_in_on(terms(), budget(50, 30), || {
		let other = register_with(BOB, terms());
		opt_in(OPERATOR, other, 10, 0);
		opt_in(OPERATOR, ROLLUP, 70, 20);

		<Restaking as Liability<_>>::closes(&OPERATOR);

		let opt_ins = OptIns::<Test>::get(OPERATOR);
		assert!(opt_ins.of(other).is_none());
		let held = opt_ins.at(ROLLUP, EpochIndex(now() + 9)).map(|span| span.budget);
		assert_eq!(held, Some(budget(50, 20)));
		assert_eq!(told(), Some(cover()));
	});
}

/// What it leaves of terms of before is nobody's rise, and needs no room among those that are remembered.
#[test]
fn closing_drops_other_terms_when_as_many_rises_as_can_be_are_remembered() {
	test_opted_in_on(terms(), budget(60, 40), || {
		set_slash_cap(OPERATOR, 50);
		let later = ConsumerTerms { bounty: percent(10), ..terms() };
		assert_ok!(Restaking::set_terms(signed(MANAGER), ROLLUP, later));
		skip(NOTICE);
		opt_in(OPERATOR, ROLLUP, 60, 40);
		let other = register_with(BOB, terms());
		let rise = |pools| try_opt_in(OPERATOR, other, budget(10, pools));
		let refused = (1..10).find(|pools| rise(*pools).is_err()).expect("there is a bound");
		assert_noop!(rise(refused), Error::<Test>::TooManyAnnouncements);
		skip(1);

		<Restaking as Liability<_>>::closes(&OPERATOR);

		let opt_ins = OptIns::<Test>::get(OPERATOR);
		assert!(opt_ins.of(other).is_none());
		let held = opt_ins.at(ROLLUP, EpochIndex(now() + 9));
		assert_eq!(held.map(|span| (span.version, span.budget)), Some((1, budget(60, 40))));
	});
}
