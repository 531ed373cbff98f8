// SPDX-License-Identifier: Apache-2.0

//! Random opt-ins, made in the ledger and written into the naive book.

use super::{
	opt_ins::{Book, Held, NOTHING},
	percent,
};
use bounded_collections::{ConstU32, Get};
use bulwark_ledger::{ConsumerId, EpochIndex, Fraction, Fractions, Notice, OptIn, OptIns, Scope};
use proptest::{collection::vec, prelude::*, sample::select, test_runner::TestCaseResult};
use std::collections::BTreeMap;

#[derive(Clone, Copy, Debug)]
pub enum Op {
	SetCap { cap: Fraction },
	OptIn { consumer: ConsumerId, held: Held },
	OptOut { consumer: ConsumerId },
	Prune,
	Jump { epochs: u32 },
}

#[derive(Clone, Debug)]
pub struct Story {
	pub window: u32,
	pub notice: Notice,
	pub start: u32,
	pub ops: Vec<Op>,
}

pub fn story() -> impl Strategy<Value = Story> {
	(1u32..=14, 0u32..=2, 0u32..20, vec(op(), 1..60)).prop_map(|(window, notice, start, ops)| {
		Story { window, notice: Notice(notice), start, ops }
	})
}

fn op() -> impl Strategy<Value = Op> {
	let consumer = || (1u32..=4).prop_map(ConsumerId);
	let cap = prop_oneof![3 => part(), 1 => Just(percent(100))];
	let epochs = prop_oneof![6 => Just(1u32), 2 => 0u32..6, 1 => 0u32..30];
	prop_oneof![
		2 => cap.prop_map(|cap| Op::SetCap { cap }),
		6 => (consumer(), held()).prop_map(|(consumer, held)| Op::OptIn { consumer, held }),
		2 => consumer().prop_map(|consumer| Op::OptOut { consumer }),
		1 => Just(Op::Prune),
		5 => epochs.prop_map(|epochs| Op::Jump { epochs }),
	]
}

/// Valid but for a few; of two versions of the terms.
fn held() -> impl Strategy<Value = Held> {
	let budget = (part(), part(), 0u32..4, 0u32..20).prop_map(|(one, other, scope, order)| {
		let (bond, pools) =
			if order == 0 { (one, other) } else { (one.max(other), one.min(other)) };
		Fractions { bond, pools: if scope == 0 { percent(0) } else { pools } }
	});
	(budget, 1u32..=2).prop_filter("it is something", |(budget, _)| *budget != Fractions::NOTHING)
}

/// Round numbers that add up to the border, and steps beside them.
fn part() -> impl Strategy<Value = Fraction> {
	let step = select(vec![0, 0, 0, 0, 1, -1]);
	(0u64..=6, step).prop_map(|(tens, step)| {
		Fraction::from_parts(percent(10 * tens).deconstruct().saturating_add_signed(step))
	})
}

/// Opt-ins to at most three of four consumers, and the book.
pub struct Trial {
	opt_ins: OptIns<ConstU32<3>, ConstU32<16>>,
	book: Book,
	now: EpochIndex,
	notice: Notice,
	/// What held in an epoch that had begun.
	begun: BTreeMap<(ConsumerId, EpochIndex), Option<Held>>,
}

impl Trial {
	pub fn new(story: &Story) -> Self {
		let jumps = story.ops.iter().map(|op| match op {
			Op::Jump { epochs } => *epochs,
			_ => 0,
		});
		let epochs = story.start + jumps.sum::<u32>() + 2 * story.window + 8;
		Self {
			opt_ins: OptIns::default(),
			book: Book::new(story.window, 3, 4, epochs as usize),
			now: EpochIndex(story.start),
			notice: story.notice,
			begun: BTreeMap::new(),
		}
	}

	/// Does it to both, which have to allow the same. Returns whether they did.
	pub fn apply(&mut self, op: Op) -> Result<bool, TestCaseError> {
		let (mut opt_ins, mut book) = (self.opt_ins.clone(), self.book.clone());
		let (at, now, notice) = (book.horizon(self.now), self.now, self.notice);
		if matches!(op, Op::OptIn { .. } | Op::OptOut { .. }) {
			opt_ins.prune(at);
		}

		let (done, expected) = match op {
			Op::SetCap { cap } => (
				opt_ins.set_slash_cap(cap, notice.takes_effect(now), at),
				book.set_slash_cap(cap, notice, now),
			),
			Op::OptIn { consumer, held } => (
				opt_ins.opt_in(consumer, held.0, held.1, notice.takes_effect(now), at),
				book.put(consumer, held, notice, now),
			),
			Op::OptOut { consumer } => {
				(opt_ins.opt_out(consumer, at), book.put(consumer, NOTHING, notice, now))
			},
			Op::Prune => {
				self.opt_ins.prune(at);
				return Ok(true);
			},
			Op::Jump { epochs } => {
				self.now = now.plus(epochs);
				return Ok(true);
			},
		};

		match (&done, &expected) {
			(Err(error), Err(possible)) => prop_assert!(possible.contains(error), "{:?}", error),
			_ => prop_assert_eq!(done.ok(), expected.ok()),
		}
		if done.is_ok() {
			(self.opt_ins, self.book) = (opt_ins, book);
		}
		Ok(done.is_ok())
	}

	pub fn agrees(&mut self) -> TestCaseResult {
		let (now, window) = (self.now, self.book.window);
		for epoch in now.through(now.plus(2 * window)) {
			self.holds_i7(epoch)?;
		}
		for epoch in now.minus(window).through(now.plus(self.notice.0 + 2)) {
			self.agrees_on(epoch)?;
		}
		prop_assert_eq!(self.opt_ins.check(self.book.horizon(now)), Ok(()));
		// A notice longer by one counts what is announced in this epoch too.
		let announced = self.opt_ins.widens(now, Notice(self.notice.0 + 1));
		prop_assert_eq!(announced, self.book.widens(now));
		let spans = self.opt_ins.list().iter().map(|opt_in| opt_in.spans().len());
		prop_assert!(spans.max().unwrap_or_default() <= window as usize + 2);
		prop_assert!(self.opt_ins.list().iter().all(is_sorted));
		Ok(())
	}

	/// Σ budgets of pools ≤ cap, Σ budgets of the bond ≤ 1: by the book, and what is told is that.
	fn holds_i7(&self, epoch: EpochIndex) -> TestCaseResult {
		let (bonds, pools) = self.book.sums(epoch);
		let cap = self.book.cap(epoch);
		prop_assert!(bonds <= Fraction::one().deconstruct().into(), "I7 in {:?}", epoch);
		prop_assert!(pools <= cap.deconstruct().into(), "I7 in {:?}", epoch);

		prop_assert_eq!(self.opt_ins.slash_cap(epoch), cap);
		let counted = self.opt_ins.counted(epoch, self.book.window).unwrap();
		let told: (u128, u128) =
			(counted.bond.deconstruct().into(), counted.pools.deconstruct().into());
		prop_assert_eq!(told, (bonds, pools), "in {:?}", epoch);
		Ok(())
	}

	/// Who may take what for a fault in an epoch, and until when who leaves in it answers.
	fn agrees_on(&mut self, epoch: EpochIndex) -> TestCaseResult {
		for consumer in self.book.consumers() {
			let held = self.opt_ins.at(consumer, epoch).map(|span| (span.budget, span.version));
			prop_assert_eq!(held, self.book.at(consumer, epoch), "{:?} in {:?}", consumer, epoch);
			if epoch <= self.now {
				let first = self.begun.entry((consumer, epoch)).or_insert(held);
				prop_assert_eq!(held, *first, "it has begun and changes: {:?}", epoch);
			}
		}
		for scope in [Scope::Bond, Scope::BondAndPools] {
			let last = self.opt_ins.last_liable(scope, epoch);
			let last = last.filter(|last| self.now.minus(self.book.window) <= *last);
			prop_assert_eq!(last, self.book.last_liable(scope, epoch, self.now));
		}
		Ok(())
	}
}

/// Each span begins after the one before, and says something else.
fn is_sorted<S: Get<u32>>(opt_in: &OptIn<S>) -> bool {
	opt_in.spans().windows(2).all(|two| {
		let said = |at: usize| (two[at].budget, two[at].version);
		two[0].effective_from < two[1].effective_from && said(0) != said(1)
	})
}
