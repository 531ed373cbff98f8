// SPDX-License-Identifier: Apache-2.0

//! Work as it is counted: blocks, turns, batches and time-outs.

use crate::{mock::*, Authors, BlocksReport, EpochIndex, Rule, WorkRecords, WorkView};
use bulwark_ledger::EpochClock;
use bulwark_traits::{AuthorLog, WorkLog};
use sp_runtime::BuildStorage;

fn work(epoch: u32, operator: AccountId) -> Option<WorkView> {
	Programmes::work_of(operator, EpochIndex(epoch))
}

fn counted(epoch: u32, operator: AccountId) -> (u32, u32) {
	let BlocksReport { blocks, missed } = work(epoch, operator).expect("it did something").blocks;
	(blocks, missed)
}

fn joined(authors: &[AccountId]) {
	Programmes::changed(authors, &[]);
}

fn left(authors: &[AccountId]) {
	Programmes::changed(&[], authors);
}

#[test]
fn blocks_and_batches_divide_a_budget() {
	test(|| {
		create_programme(GOLD, Rule::Points(POINTS), 0);
		fund(1_000, 1);
		go_to(11);
		joined(&[ALICE, BOB, CHARLIE]);
		blocks(&[ALICE, BOB, CHARLIE], 123);
		Programmes::batch(&ALICE, 100 * 1_024);
		Programmes::batch(&ALICE, 200 * 1_024);
		Programmes::timed_out(&BOB);

		pass(11);
		finalise(10);

		// 1 230 and 2 batches of 300 KiB, 1 230 less a time-out, 1 230.
		let scores = [ALICE, BOB, CHARLIE].map(|who| scored(11, who).expect("it worked").0 .0);
		assert_eq!(scores, [1_730, 1_030, 1_230]);
		let rewards: Balance = rewarded(11).iter().map(|(_, amount)| amount).sum();
		assert_eq!(rewards, 1_000);
	});
}

#[test]
fn nobody_works_before_the_first_block_has_told_the_time() {
	sp_io::TestExternalities::from(genesis().build_storage().expect("it is sound")).execute_with(
		|| {
			System::set_block_number(1);
			joined(&[ALICE, BOB]);
			blocks(&[ALICE], 1);
			assert_eq!(work(0, ALICE), None);

			go_to(1_000);
			blocks(&[ALICE], 2);

			assert_eq!(counted(1_000, ALICE), (2, 0));
			check_invariants();
		},
	);
}

/// Whoever adds the pallet before staking has a clock counts the work of every epoch that there is then.
#[test]
fn work_begins_with_the_clock() {
	test(|| {
		let clock = Clock::get();
		Clock::set(&EpochClock::STOPPED);
		joined(&[ALICE, BOB]);
		blocks(&[ALICE], 4);
		assert_eq!(work(0, ALICE), None);

		Clock::set(&clock);
		blocks(&[ALICE, BOB], 3);
		go_to(11);
		blocks(&[ALICE], 2);

		assert_eq!((counted(10, ALICE), counted(10, BOB)), ((3, 0), (3, 0)));
		assert_eq!(counted(11, ALICE), (2, 0));
	});
}

#[test]
fn author_misses_turns_when_it_is_absent() {
	test(|| {
		go_to(11);
		joined(&[ALICE, BOB, CHARLIE, DAVE]);

		blocks(&[ALICE, BOB, CHARLIE, DAVE], 12);
		blocks(&[ALICE, BOB, CHARLIE], 12);

		// ⌊(48 + 36)/4⌋ = 21 turns each.
		assert_eq!(counted(11, DAVE), (12, 9));
		assert_eq!(counted(11, ALICE), (24, 0));
	});
}

#[test]
fn block_counts_for_the_epoch_of_its_parent() {
	test(|| {
		joined(&[ALICE]);
		go_to(11);
		blocks(&[ALICE], 3);

		// In the first block of an epoch the time is still that of the parent when its author is noted.
		block(ALICE);
		go_to(12);
		Programmes::batch(&ALICE, 10);

		assert_eq!(counted(11, ALICE), (4, 0));
		assert_eq!(counted(12, ALICE), (0, 0));
	});
}

#[test]
fn turns_of_an_epoch_end_with_it() {
	test(|| {
		joined(&[ALICE, BOB]);
		go_to(11);
		blocks(&[ALICE, BOB], 5);
		blocks(&[ALICE], 10);
		go_to(12);
		blocks(&[ALICE, BOB], 7);
		go_to(14);
		blocks(&[ALICE], 1);

		assert_eq!((counted(11, BOB), counted(12, BOB)), ((5, 5), (7, 0)));
		assert_eq!(work(13, ALICE), None);
	});
}

#[test]
fn author_has_turns_while_it_is_one() {
	test(|| {
		go_to(11);
		joined(&[ALICE, BOB]);
		blocks(&[ALICE, BOB], 5);
		left(&[BOB]);
		blocks(&[ALICE], 50);
		joined(&[BOB]);
		blocks(&[ALICE], 20);

		assert_eq!(counted(11, BOB), (5, 10));
		assert_eq!(counted(11, ALICE), (75, 0));
		assert!(Authors::<Test>::contains_key(BOB));
	});
}

#[test]
fn author_that_left_keeps_the_turns_it_had() {
	test(|| {
		joined(&[ALICE, BOB]);
		go_to(11);
		blocks(&[ALICE], 20);
		left(&[BOB]);
		blocks(&[ALICE], 20);
		Programmes::batch(&BOB, 1_024);

		// It had 10 turns, and took none.
		assert_eq!(counted(11, BOB), (0, 10));
		assert!(!Authors::<Test>::contains_key(BOB));
	});
}

#[test]
fn sequencer_that_becomes_an_author_has_turns_from_then_on() {
	test(|| {
		go_to(11);
		joined(&[ALICE]);
		Programmes::batch(&BOB, 1_024);
		blocks(&[ALICE], 20);

		joined(&[BOB]);
		blocks(&[ALICE], 20);

		assert_eq!(counted(11, BOB), (0, 10));
	});
}

#[test]
fn account_that_is_no_author_misses_nothing() {
	test(|| {
		go_to(11);
		joined(&[ALICE]);

		// Nobody told of Bob.
		blocks(&[ALICE, BOB], 9);

		assert_eq!(counted(11, BOB), (9, 0));
		assert!(!Authors::<Test>::contains_key(BOB));
	});
}

#[test]
fn changes_that_are_told_twice_count_once() {
	test(|| {
		go_to(11);
		joined(&[ALICE, BOB]);
		joined(&[ALICE]);
		left(&[CHARLIE]);
		blocks(&[ALICE, BOB], 5);
		left(&[BOB]);
		left(&[BOB]);
		blocks(&[ALICE], 5);

		assert_eq!((counted(11, ALICE), counted(11, BOB)), ((10, 0), (5, 0)));
	});
}

#[test]
fn note_authors_tells_who_has_come_and_who_has_gone() {
	test(|| {
		go_to(11);
		Programmes::note_authors(&[ALICE, BOB]);
		blocks(&[ALICE, BOB], 5);

		Programmes::note_authors(&[BOB, CHARLIE]);
		blocks(&[BOB, CHARLIE], 5);

		let mut authors: Vec<_> = Authors::<Test>::iter_keys().collect();
		authors.sort();
		assert_eq!(authors, [BOB, CHARLIE]);
		let counted = [ALICE, BOB, CHARLIE].map(|who| counted(11, who));
		assert_eq!(counted, [(5, 0), (10, 0), (5, 0)]);
	});
}

#[test]
fn halt_makes_nobody_miss_a_turn() {
	test(|| {
		joined(&[ALICE, BOB]);
		go_to(11);
		blocks(&[ALICE, BOB], 5);

		go_to_hour(11, 160);
		blocks(&[ALICE, BOB], 5);

		assert_eq!((counted(11, ALICE), counted(11, BOB)), ((10, 0), (10, 0)));
	});
}

#[test]
fn batches_and_timeouts_are_counted() {
	test(|| {
		go_to(11);
		Programmes::batch(&ALICE, 1_000);
		Programmes::batch(&ALICE, 24);
		Programmes::timed_out(&ALICE);

		let blocks = BlocksReport { blocks: 0, missed: 0 };
		let expected = WorkView { blocks, batches: 2, bytes: 1_024, timeouts: 1 };
		assert_eq!(work(11, ALICE), Some(expected));
		assert_eq!(WorkRecords::<Test>::iter().count(), 1);
	});
}

#[test]
fn programmes_give_points_for_the_same_work() {
	test(|| {
		create_programme(GOLD, Rule::Points(POINTS), 0);
		let other = create_programme(SILVER, Rule::Points(POINTS), 0);
		fund(1_000, 1);
		frame_support::assert_ok!(Programmes::fund(signed(SPONSOR), other, 70, 1));
		go_to(11);
		blocks(&[ALICE], 3);
		pass(11);

		finalise(10);
		frame_support::assert_ok!(Programmes::finalise(signed(PAUPER), other, 10));

		assert_eq!(rewarded(11), [(ALICE, 70), (ALICE, 1_000)]);
	});
}

#[test]
fn noting_an_author_registers_its_weight() {
	test(|| {
		let before = System::block_weight().total();

		block(ALICE);

		let weight = <() as crate::WeightInfo>::note_author();
		assert_eq!(System::block_weight().total().saturating_sub(before), weight);
	});
}
