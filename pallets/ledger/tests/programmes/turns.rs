// SPDX-License-Identifier: Apache-2.0

//! Turns to make blocks, missed ones, and who is idle. W is 3.

use bounded_collections::ConstU32;
use bulwark_ledger::{Author, BlocksReport, EpochIndex, Horizon, Turns, Work};

/// An epoch of authors, of which some are absent at times.
struct World {
	turns: Turns<ConstU32<5>>,
	authors: Vec<Author>,
	work: Vec<Work>,
}

fn at(now: u32) -> Horizon {
	Horizon { now: EpochIndex(now), window: 3 }
}

impl World {
	fn new(authors: usize) -> Self {
		let mut turns = Turns::default();
		turns.begin(at(0));
		let authors: Vec<_> = (0..authors).map(|_| turns.join()).collect();
		turns.begin(at(1));
		let start = turns.start(EpochIndex(1)).expect("it has begun");
		let work = authors.iter().map(|author| Work::new(Some(author.since(start)))).collect();
		Self { turns, authors, work }
	}

	fn block(&mut self, author: usize) {
		self.turns.grow();
		self.work[author].add_block();
		self.authors[author].seen = self.turns.grown();
	}

	/// Slots in turn; those of absent authors stay empty.
	fn slots(&mut self, slots: usize, is_absent: impl Fn(usize, usize) -> bool) {
		for slot in 0..slots {
			let author = slot % self.authors.len();
			if !is_absent(slot, author) {
				self.block(author);
			}
		}
	}

	fn counted(&self, author: usize) -> BlocksReport {
		self.work[author].counted(self.turns.end(EpochIndex(1)))
	}
}

#[test]
fn nobody_misses_a_turn_when_all_take_theirs() {
	for authors in [1, 2, 3, 7, 10, 100] {
		let mut world = World::new(authors);

		world.slots(authors * 50, |_, _| false);

		for author in 0..authors {
			assert_eq!(world.counted(author), BlocksReport { blocks: 50, missed: 0 });
		}
	}
}

#[test]
fn absent_author_misses_its_turns_and_nobody_else_does() {
	// One of ten is absent in half of its 984 slots: 9/10 of the 492 it missed.
	let mut world = World::new(10);
	world.slots(9_840, |slot, author| author == 3 && slot >= 4_920);

	assert_eq!(world.counted(3), BlocksReport { blocks: 492, missed: 442 });
	for author in (0..10).filter(|author| *author != 3) {
		assert_eq!(world.counted(author), BlocksReport { blocks: 984, missed: 0 });
	}
}

#[test]
fn halt_makes_nobody_miss_anything() {
	let mut world = World::new(10);
	world.slots(100, |_, _| false);

	// A hundred slots in which nobody makes a block.
	world.slots(100, |_, _| true);
	world.slots(100, |_, _| false);

	for author in 0..10 {
		assert_eq!(world.counted(author), BlocksReport { blocks: 20, missed: 0 });
		assert!(!world.turns.is_idle(&world.authors[author], 2));
	}
}

#[test]
fn time_as_an_author_alone_counts() {
	let mut world = World::new(2);
	world.slots(20, |_, _| false);
	world.work[1].leave(world.turns.grown());
	world.turns.leave();
	for _ in 0..50 {
		world.block(0);
	}
	assert_eq!(world.counted(0), BlocksReport { blocks: 60, missed: 0 });
	assert_eq!(world.counted(1), BlocksReport { blocks: 10, missed: 0 });

	world.authors[1] = world.turns.join();
	world.work[1].join(world.turns.grown());
	world.slots(20, |_, author| author == 1);

	assert_eq!(world.counted(1), BlocksReport { blocks: 10, missed: 5 });
}

#[test]
fn join_changes_nothing_for_who_is_an_author() {
	let mut work = Work::new(Some(5 << 32));

	work.join(9 << 32);

	assert_eq!(work.counted(15 << 32), BlocksReport { blocks: 0, missed: 10 });
}

#[test]
fn epochs_end_where_the_next_with_a_block_begins() {
	let mut turns = Turns::<ConstU32<5>>::default();
	turns.join();
	for epoch in [4, 5, 8] {
		assert!(turns.begin(at(epoch)));
		assert!(!turns.begin(at(epoch)), "it has begun");
		turns.grow();
	}

	let one = 1u128 << 32;
	assert_eq!(turns.start(EpochIndex(4)), Some(0));
	assert_eq!(turns.end(EpochIndex(4)), one);
	assert_eq!(turns.start(EpochIndex(6)), None, "it had no block");
	assert_eq!(turns.end(EpochIndex(5)), 2 * one);
	assert_eq!(turns.end(EpochIndex(8)), 3 * one, "it has not ended");
}

#[test]
fn starts_are_kept_for_the_window_and_the_epoch_before() {
	let mut turns = Turns::<ConstU32<5>>::default();
	for epoch in 0..40 {
		turns.begin(at(epoch));
		turns.grow();
	}

	let kept: Vec<_> = (0..40).filter(|epoch| turns.start(EpochIndex(*epoch)).is_some()).collect();
	assert_eq!(kept, [35, 36, 37, 38, 39]);
}

#[test]
fn author_is_idle_after_so_many_turns_without_a_block() {
	let mut world = World::new(4);
	// Nobody else is late: the other three take their turns.
	world.slots(4 * 16 + 64, |_, author| author == 2);

	let idle: Vec<_> = world.authors.iter().map(|author| world.turns.is_idle(author, 16)).collect();
	assert_eq!(idle, [false, false, true, false]);
	assert!(!world.turns.is_idle(&world.authors[2], 100));
	assert!(!world.turns.is_idle(&world.authors[2], 0), "switched off");
}

#[test]
fn at_most_a_third_of_the_others_are_suspended_in_an_epoch() {
	let suspended = |members: u32| {
		let mut turns = World::new(1).turns;
		let mut count = 0;
		while turns.may_suspend(members) {
			turns.suspend();
			count += 1;
		}
		// The next epoch counts anew.
		turns.begin(at(2));
		assert_eq!(turns.may_suspend(members), count > 0);
		count
	};

	let most: Vec<_> = [0, 1, 2, 3, 4, 6, 7, 10, 100].map(suspended).to_vec();
	assert_eq!(most, [0, 0, 1, 1, 1, 1, 2, 3, 33]);
}
