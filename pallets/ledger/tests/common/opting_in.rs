// SPDX-License-Identifier: Apache-2.0

//! Random opt-ins, made in the ledger and written into the naive book.

use super::{
	opt_ins::{Book, Held, NOTHING},
	percent,
};
use bounded_collections::{ConstU32, Get};
use bulwark_ledger::{
	ConsumerId, Cover, EpochIndex, Fraction, Fractions, Notice, Notices, OptIn, OptIns, Promise,
	Scope, Spending,
};
use proptest::{collection::vec, prelude::*, sample::select, test_runner::TestCaseResult};
use std::collections::BTreeMap;

#[derive(Clone, Copy, Debug)]
pub enum Op {
	SetCap { cap: Fraction },
	OptIn { consumer: ConsumerId, held: Held },
	OptOut { consumer: ConsumerId },
	End { consumer: ConsumerId },
	Shrink,
	Prune,
	Jump { epochs: u32 },
}

#[derive(Clone, Debug)]
pub struct Story {
	pub window: u32,
	pub notices: Notices,
	pub start: u32,
	pub ops: Vec<Op>,
}

pub fn story() -> impl Strategy<Value = Story> {
	let notice = || (0u32..=2).prop_map(Notice);
	let notices = (notice(), notice()).prop_map(|(widen, narrow)| Notices { widen, narrow });
	(1u32..=14, notices, 1u32..20, vec(op(), 1..60))
		.prop_map(|(window, notices, start, ops)| Story { window, notices, start, ops })
}

fn op() -> impl Strategy<Value = Op> {
	let consumer = || (1u32..=4).prop_map(ConsumerId);
	let cap = prop_oneof![3 => part(), 1 => Just(percent(100))];
	let epochs = prop_oneof![6 => Just(1u32), 2 => 0u32..6, 1 => 0u32..30];
	prop_oneof![
		2 => cap.prop_map(|cap| Op::SetCap { cap }),
		6 => (consumer(), held()).prop_map(|(consumer, held)| Op::OptIn { consumer, held }),
		2 => consumer().prop_map(|consumer| Op::OptOut { consumer }),
		1 => consumer().prop_map(|consumer| Op::End { consumer }),
		1 => Just(Op::Shrink),
		1 => Just(Op::Prune),
		5 => epochs.prop_map(|epochs| Op::Jump { epochs }),
	]
}

/// Valid but for a few; of two versions of the terms.
fn held() -> impl Strategy<Value = Held> {
	let budget = (part(), part(), 0u32..6).prop_map(|(bond, pools, scope)| match scope {
		0 => Fractions { bond, pools: percent(0) },
		1 => Fractions { bond: percent(0), pools },
		_ => Fractions { bond, pools },
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
	opt_ins: OptIns<ConstU32<3>, ConstU32<18>>,
	book: Book,
	now: EpochIndex,
	notices: Notices,
	/// What was announced when the present epoch began, and since, by those who may do so without notice.
	started: (EpochIndex, OptIns<ConstU32<3>, ConstU32<18>>),
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
			notices: story.notices,
			started: (EpochIndex(story.start), OptIns::default()),
			begun: BTreeMap::new(),
		}
	}

	/// Does it to both, which have to allow the same. Returns whether they did.
	pub fn apply(&mut self, op: Op) -> Result<bool, TestCaseError> {
		if self.started.0 != self.now {
			self.started = (self.now, self.opt_ins.clone());
		}
		let (mut opt_ins, mut book) = (self.opt_ins.clone(), self.book.clone());
		let (at, now, notices) = (book.horizon(self.now), self.now, self.notices);
		if matches!(op, Op::OptIn { .. } | Op::OptOut { .. } | Op::End { .. }) {
			opt_ins.prune(at);
		}

		let (done, expected) = match op {
			Op::SetCap { cap } => (
				opt_ins.set_slash_cap(cap, notices.widen.takes_effect(now), at),
				book.set_slash_cap(cap, notices.widen, now),
			),
			Op::OptIn { consumer, held } => (
				opt_ins.opt_in(consumer, held.0, held.1, notices, at),
				book.put(consumer, held, notices, now),
			),
			Op::OptOut { consumer } => {
				(opt_ins.opt_out(consumer, notices, at), book.put(consumer, NOTHING, notices, now))
			},
			Op::End { consumer } => (opt_ins.end(consumer, at), book.end(consumer, now)),
			Op::Shrink => {
				self.opt_ins.shrink(now);
				self.started.1.shrink(now);
				self.book.shrink(now);
				return Ok(true);
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
		if let (Op::End { consumer }, Ok(_)) = (op, &done) {
			let _ = self.started.1.end(consumer, at);
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
		for epoch in now.minus(window).through(now.plus(self.longest() + 2)) {
			self.agrees_on(epoch)?;
		}
		prop_assert_eq!(self.opt_ins.check(self.book.horizon(now)), Ok(()));
		if self.started.0 == now {
			self.shortens_no_notice()?;
		}
		self.agrees_on_cover()?;
		prop_assert_eq!(self.opt_ins.is_liable_after(now), self.book.is_liable_after(now));
		let spans = self.opt_ins.list().iter().map(|opt_in| opt_in.spans().len());
		prop_assert!(spans.max().unwrap_or_default() <= (window + self.longest()) as usize + 2);
		prop_assert!(self.opt_ins.list().iter().all(is_sorted));
		Ok(())
	}

	/// The cover is the first epochs in a row in which the promises to the first two consumers are enough, the second of
	/// which is leaving.
	fn agrees_on_cover(&self) -> TestCaseResult {
		let (now, least) = (self.now, percent(40));
		let end = now.plus(self.longest() + 1);
		let ends = [None, Some(end)];
		let promises = self.opt_ins.list().iter().filter_map(|opt_in| {
			let last_epoch = *ends.get(opt_in.consumer_id.0 as usize - 1)?;
			Some(Promise { opt_in, spending: Spending::<ConstU32<1>>::default(), last_epoch })
		});
		let cover = Cover::of(&promises.collect::<Vec<_>>(), least, self.book.horizon(now));

		let is_enough = |epoch: EpochIndex| {
			let bond = |consumer: u32| {
				let held = self.book.at(ConsumerId(consumer), epoch);
				held.map_or(0, |(budget, _)| budget.bond.deconstruct())
			};
			let second = if epoch <= end { bond(2) } else { 0 };
			least.deconstruct() <= bond(1) + second
		};
		let epochs: Vec<_> = now.through(end.plus(3)).collect();
		let first = epochs.iter().position(|epoch| is_enough(*epoch)).unwrap_or(epochs.len());
		let in_a_row = epochs[first..].iter().take_while(|epoch| is_enough(**epoch)).count();
		for (at, epoch) in epochs.iter().enumerate() {
			let expected = first <= at && at < first + in_a_row;
			prop_assert_eq!(cover.covers(*epoch), expected, "{:?} in {:?}", cover, epoch);
		}
		Ok(())
	}

	/// Whatever happens in an epoch, nobody can lose more before N epochs have passed than when it began, and nobody can
	/// take less, or under other terms, before M have.
	fn shortens_no_notice(&self) -> TestCaseResult {
		let Notices { widen, narrow } = self.notices;
		let held = |opt_ins: &OptIns<_, _>, consumer, epoch| {
			opt_ins
				.at(consumer, epoch)
				.map_or((Fractions::NOTHING, 0), |span| (span.budget, span.version))
		};
		for consumer in self.book.consumers() {
			for epoch in self.now.next().through(self.now.plus(self.longest())) {
				let (before, version) = held(&self.started.1, consumer, epoch);
				let (after, other) = held(&self.opt_ins, consumer, epoch);
				let is_same = version == other || before.is_nothing();
				if epoch <= self.now.plus(narrow.0) {
					prop_assert!(after.holds(&before) && is_same, "less in {:?}", epoch);
				}
				if epoch <= self.now.plus(widen.0) {
					prop_assert!(after.pools <= before.pools, "more in {:?}", epoch);
					prop_assert!(after.pools.is_zero() || is_same, "other terms in {:?}", epoch);
				}
			}
		}
		for epoch in self.now.through(self.now.plus(widen.0)) {
			prop_assert!(self.opt_ins.slash_cap(epoch) <= self.started.1.slash_cap(epoch));
		}
		Ok(())
	}

	fn longest(&self) -> u32 {
		self.notices.widen.0.max(self.notices.narrow.0)
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
