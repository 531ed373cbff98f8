// SPDX-License-Identifier: Apache-2.0

//! Random promises, made to a pledge and written into the naive book.

use super::{
	percent,
	promises::{Held, Promises, NOTHING},
};
use bounded_collections::{ConstU32, Get};
use bulwark_ledger::{Budget, ConsumerId, EpochIndex, Fraction, Pledge, Promise, Scope};
use proptest::{collection::vec, prelude::*, sample::select, test_runner::TestCaseResult};
use std::collections::BTreeMap;

#[derive(Clone, Copy, Debug)]
pub enum Op {
	SetCap { cap: Fraction },
	Promise { consumer: ConsumerId, held: Held },
	OptOut { consumer: ConsumerId },
	Prune,
	Jump { epochs: u32 },
}

#[derive(Clone, Debug)]
pub struct Story {
	pub window: u32,
	pub notice: u32,
	pub start: u32,
	pub ops: Vec<Op>,
}

pub fn story() -> impl Strategy<Value = Story> {
	(1u32..=14, 1u32..=3, 0u32..20, vec(op(), 1..60))
		.prop_map(|(window, notice, start, ops)| Story { window, notice, start, ops })
}

fn op() -> impl Strategy<Value = Op> {
	let consumer = || (0u32..4).prop_map(ConsumerId);
	let cap = prop_oneof![3 => part(), 1 => Just(percent(100))];
	let epochs = prop_oneof![6 => Just(1u32), 2 => 0u32..6, 1 => 0u32..30];
	prop_oneof![
		2 => cap.prop_map(|cap| Op::SetCap { cap }),
		6 => (consumer(), held()).prop_map(|(consumer, held)| Op::Promise { consumer, held }),
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
		Budget { bond, pools: if scope == 0 { percent(0) } else { pools } }
	});
	(budget, 1u32..=2).prop_filter("it is something", |(budget, _)| *budget != Budget::NOTHING)
}

/// Round numbers that add up to the border, and steps beside them.
fn part() -> impl Strategy<Value = Fraction> {
	let step = select(vec![0, 0, 0, 0, 1, -1]);
	(0u64..=6, step).prop_map(|(tens, step)| {
		Fraction::from_parts(percent(10 * tens).deconstruct().saturating_add_signed(step))
	})
}

/// A pledge of at most three promises to four consumers, and the book.
pub struct Trial {
	pledge: Pledge<ConstU32<3>, ConstU32<16>>,
	book: Promises,
	now: EpochIndex,
	notice: u32,
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
			pledge: Pledge::default(),
			book: Promises::new(story.window, 3, 4, epochs as usize),
			now: EpochIndex(story.start),
			notice: story.notice,
			begun: BTreeMap::new(),
		}
	}

	/// Does it to both, which have to allow the same. Returns whether they did.
	pub fn apply(&mut self, op: Op) -> Result<bool, TestCaseError> {
		let (mut pledge, mut book) = (self.pledge.clone(), self.book.clone());
		let (at, now, notice) = (book.horizon(self.now), self.now, self.notice);
		if matches!(op, Op::Promise { .. } | Op::OptOut { .. }) {
			pledge.prune(at);
		}

		let (done, expected) = match op {
			Op::SetCap { cap } => (pledge.set_cap(cap, notice, at), book.set_cap(cap, notice, now)),
			Op::Promise { consumer, held } => (
				pledge.promise(consumer, held.0, held.1, notice, at),
				book.promise(consumer, held, notice, now),
			),
			Op::OptOut { consumer } => (
				pledge.promise(consumer, Budget::NOTHING, 7, notice, at),
				book.promise(consumer, NOTHING, notice, now),
			),
			Op::Prune => {
				self.pledge.prune(at);
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
			(self.pledge, self.book) = (pledge, book);
		}
		Ok(done.is_ok())
	}

	pub fn agrees(&mut self) -> TestCaseResult {
		let (now, window) = (self.now, self.book.window);
		for epoch in now.through(now.plus(2 * window)) {
			self.holds_i7(epoch)?;
		}
		for epoch in now.minus(window).through(now.plus(self.notice + 1)) {
			self.agrees_on(epoch)?;
		}
		prop_assert_eq!(self.pledge.check(self.book.horizon(now)), Ok(()));
		prop_assert_eq!(self.pledge.widens(now), self.book.widens(now));
		let spans = self.pledge.promises().iter().map(|promise| promise.spans().len());
		prop_assert!(spans.max().unwrap_or_default() <= window as usize + 2);
		prop_assert!(self.pledge.promises().iter().all(is_sorted));
		Ok(())
	}

	/// Σ budgets of pools ≤ cap, Σ budgets of the bond ≤ 1: by the book, and what is told is that.
	fn holds_i7(&self, epoch: EpochIndex) -> TestCaseResult {
		let (bonds, pools) = self.book.sums(epoch);
		let cap = self.book.cap(epoch);
		prop_assert!(bonds <= Fraction::one().deconstruct().into(), "I7 in {:?}", epoch);
		prop_assert!(pools <= cap.deconstruct().into(), "I7 in {:?}", epoch);

		prop_assert_eq!(self.pledge.cap(epoch), cap);
		let counted = self.pledge.counted(epoch, self.book.window).unwrap();
		let told: (u128, u128) =
			(counted.bond.deconstruct().into(), counted.pools.deconstruct().into());
		prop_assert_eq!(told, (bonds, pools), "in {:?}", epoch);
		Ok(())
	}

	/// Who may take what for a fault in an epoch, and until when who leaves in it answers.
	fn agrees_on(&mut self, epoch: EpochIndex) -> TestCaseResult {
		for consumer in self.book.consumers() {
			let held = self.pledge.at(consumer, epoch).map(|span| (span.budget, span.version));
			prop_assert_eq!(held, self.book.at(consumer, epoch), "{:?} in {:?}", consumer, epoch);
			if epoch <= self.now {
				let first = self.begun.entry((consumer, epoch)).or_insert(held);
				prop_assert_eq!(held, *first, "it has begun and changes: {:?}", epoch);
			}
		}
		for scope in [Scope::Bond, Scope::BondAndPools] {
			let last = self.pledge.last_liable(scope, epoch);
			let last = last.filter(|last| self.now.minus(self.book.window) <= *last);
			prop_assert_eq!(last, self.book.last_liable(scope, epoch, self.now));
		}
		Ok(())
	}
}

/// Each span begins after the one before, and says something else.
fn is_sorted<S: Get<u32>>(promise: &Promise<S>) -> bool {
	promise.spans().windows(2).all(|two| {
		let said = |at: usize| (two[at].budget, two[at].version);
		two[0].from < two[1].from && said(0) != said(1)
	})
}
