// SPDX-License-Identifier: Apache-2.0

//! Pages of accumulators: of exits, two epochs to a page, and of merged cohorts, four to a page.

use crate::{mock::*, AccumulatorsOf, ExitPageOf, ExitRewards, MergedCohorts};
use bulwark_ledger::EpochIndex;
use frame_support::assert_ok;

/// What exits of an epoch have earned.
fn exits(asked: u32) -> Option<AccumulatorsOf<Test>> {
	let asked = EpochIndex(asked);
	ExitRewards::<Test>::get(BACKED, ExitPageOf::<Test>::index_of(asked))?.get(asked).cloned()
}

fn pages_of_exits() -> usize {
	ExitRewards::<Test>::iter().count()
}

/// The first epochs of the cohorts whose merge somebody has yet to follow.
fn merged() -> Vec<u32> {
	let pages = MergedCohorts::<Test>::iter_prefix(BACKED);
	let mut starts = Vec::new();
	for (index, page) in pages {
		starts.extend(page.iter(index).map(|(start, _)| start.0));
	}
	starts.sort();
	starts
}

/// Alice, Bob and Charlie are active from epoch 11 on; in 12, 13 and 14 one of them takes a hundred back.
fn leave_one_by_one() {
	for who in [ALICE, BOB, CHARLIE] {
		delegate(BACKED, who, 300);
	}
	skip(1);
	for who in [ALICE, BOB, CHARLIE] {
		skip(1);
		undelegate(BACKED, who, 100);
	}
}

#[test]
fn reward_leaves_exits_of_earlier_epochs_of_a_page_as_they_are() {
	test(|| {
		leave_one_by_one();
		assert_eq!(pages_of_exits(), 2);
		let before = [12, 13, 14].map(exits);

		reward(BACKED, GOLD, 900, 13);

		let after = [12, 13, 14].map(exits);
		let is_same = [0, 1, 2].map(|at: usize| after[at] == before[at]);
		assert_eq!(is_same, [true, false, false]);
		// Of 900 shares 800 were active in 13: all but those that Alice took back in 12.
		assert_eq!(earned(BACKED, ALICE, GOLD), 225);
		assert_eq!(earned(BACKED, BOB, GOLD), 337);
		assert_eq!(earned(BACKED, CHARLIE, GOLD), 337);
	});
}

#[test]
fn page_of_exits_goes_with_the_last_of_them() {
	test(|| {
		leave_one_by_one();
		reward(BACKED, GOLD, 800, 13);
		skip(WINDOW + 1);

		withdraws(BACKED, ALICE);
		assert_eq!((exits(12), pages_of_exits()), (None, 2));
		withdraws(BACKED, CHARLIE);
		assert_eq!(pages_of_exits(), 1);
		withdraws(BACKED, BOB);
		assert_eq!(pages_of_exits(), 0);

		assert_eq!([ALICE, BOB, CHARLIE].map(|who| earned(BACKED, who, GOLD)), [200, 300, 300]);
	});
}

/// A pool that pays for the first time begins with the exits that wait in it.
#[test]
fn pool_that_begins_to_pay_follows_the_exits_of_the_window() {
	test_bare(|| {
		leave_one_by_one();

		configure(BACKED, backed_offer());
		assert_eq!(pages_of_exits(), 2);
		reward(BACKED, GOLD, 800, 13);

		assert_eq!([ALICE, BOB, CHARLIE].map(|who| earned(BACKED, who, GOLD)), [200, 300, 300]);
	});
}

#[test]
fn page_of_merges_goes_with_the_last_who_follows() {
	test(|| {
		skip(1);
		for who in [ALICE, BOB, CHARLIE] {
			delegate(BACKED, who, 300);
			skip(1);
			reward(BACKED, GOLD, 300, now());
		}
		skip(WINDOW);
		poke(BACKED);
		assert_eq!(merged(), [12, 13, 14]);
		assert_eq!(MergedCohorts::<Test>::iter().count(), 1);

		for (who, left) in [(BOB, &[12, 14][..]), (CHARLIE, &[12][..]), (ALICE, &[][..])] {
			assert_ok!(Staking::poke(signed(DAVE), BACKED, Some(who)));
			assert_eq!(merged(), left);
		}

		assert_eq!(MergedCohorts::<Test>::iter().count(), 0);
		assert_eq!([ALICE, BOB, CHARLIE].map(|who| earned(BACKED, who, GOLD)), [550, 250, 100]);
	});
}

/// Cohorts 15 and 16 are of two pages.
#[test]
fn page_of_merges_is_kept_when_it_grows() {
	test(|| {
		skip(4);
		for who in [ALICE, BOB] {
			delegate(BACKED, who, 300);
			skip(1);
			reward(BACKED, GOLD, 300, now());
		}
		delegate(BACKED, CHARLIE, 300);
		skip(1);
		reward(BACKED, GOLD, 300, now());
		skip(WINDOW - 1);
		poke(BACKED);
		assert_eq!(merged(), [15, 16]);
		assert_eq!(MergedCohorts::<Test>::iter().count(), 2);

		skip(1);
		poke(BACKED);

		assert_eq!(merged(), [15, 16, 17]);
		assert_eq!(MergedCohorts::<Test>::iter().count(), 2);
		assert_eq!([ALICE, BOB, CHARLIE].map(|who| earned(BACKED, who, GOLD)), [550, 250, 100]);
	});
}

#[test]
fn cohorts_of_a_closed_pool_merge_no_more() {
	test(|| {
		for who in [ALICE, BOB] {
			delegate(BACKED, who, 300);
			skip(3);
		}
		reward(BACKED, GOLD, 600, now());
		retire();

		skip(WINDOW * 5);
		poke(BACKED);

		// The first had earned nothing when it merged; the second has, and never does.
		assert!(merged().is_empty());
		assert_eq!([ALICE, BOB].map(|who| earned(BACKED, who, GOLD)), [300, 300]);
	});
}
