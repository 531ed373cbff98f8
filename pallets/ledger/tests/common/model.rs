// SPDX-License-Identifier: Apache-2.0

//! What every stake is worth exactly, and how far the ledger's whole numbers may be from it.
//!
//! The model knows deposits, departures and fractions, and no share and no price: a slash for an epoch s
//! multiplies what stands from c to u by 1 − φ if c ≤ s ≤ u, in rationals.
//!
//! # How far the ledger may be
//!
//! A stake of h shares in a bucket is worth L = h·T/H in the ledger and E exactly. Prices are at most 1, so
//! a share is worth at most a unit, and each step moves L − E as follows:
//!
//! | step | those who stay | who moves |
//! |---|---|---|
//! | slash | up by less than 1: ⌊φ·T⌋ leaves the part of a unit; what was there shrinks | |
//! | somebody leaves (unstake, withdrawal) | up by less than 1: the rest of the last unit or share | down by less than 1 |
//! | somebody enters an exit bucket | up by less than 1: the rest of the last share | down by less than 1 |
//! | a cohort merges into M | up by less than 1: the rest of the last share | down by less than 2: that rest, and the rest of the own last share |
//!
//! What those who stay gain is gained by all of them together. Reading rounds down by less than 1 more. So
//! the order of the steps does not matter, and a stake is never further below than its owner's own steps.

use super::{
	rational::whole,
	world::{Place, Staker},
};
use bulwark_ledger::{Balance, Cohort, EpochIndex, Fraction};
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::One;
use std::collections::BTreeMap;

/// Units by which the ledger may be above and below.
#[derive(Clone, Copy, Debug, Default)]
pub struct Fractions {
	pub above: u32,
	pub below: u32,
}

/// One stake.
#[derive(Clone, Debug)]
pub struct Entry {
	/// c: the first epoch it is active; the latest one of what merged.
	pub since: EpochIndex,
	pub value: BigRational,
	pub budget: Fractions,
}

/// A step of an unstake: so many tokens of one lot, or all of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Move {
	pub cohort: Cohort,
	pub tokens: Balance,
	pub whole: bool,
}

#[derive(Clone, Debug)]
pub struct Model {
	pub window: u32,
	/// z: the last epoch of the pool.
	pub closed: Option<EpochIndex>,
	/// n: the epoch in which that was announced. What was to begin later never does.
	pub announced: Option<EpochIndex>,
	pub entries: BTreeMap<(Place, Staker), Entry>,
	/// How many shares of M may belong to nobody: less than one per staker who merged.
	pub dust: u128,
}

impl Model {
	pub fn new(window: u32) -> Self {
		Self { window, closed: None, announced: None, entries: BTreeMap::new(), dust: 0 }
	}

	/// u: the last epoch in which a place is active.
	pub fn last(&self, place: Place) -> EpochIndex {
		place.asked.or(self.closed).unwrap_or(EpochIndex(u32::MAX))
	}

	/// The last epoch up to one in which cohorts began.
	pub fn begun(&self, epoch: EpochIndex) -> EpochIndex {
		self.announced.map_or(epoch, |announced| announced.min(epoch))
	}

	pub fn close(&mut self, now: EpochIndex, last: EpochIndex) {
		self.closed = Some(last);
		self.announced.get_or_insert(now);
	}

	pub fn stake(&mut self, who: Staker, start: EpochIndex, amount: Balance) {
		let place = Place { asked: None, cohort: Cohort::From(start) };
		let entry =
			Entry { since: start, value: whole(amount), budget: Fractions { above: 0, below: 0 } };
		self.join(place, who, entry);
	}

	/// Merges what is due and returns how many cohorts that were.
	pub fn mature(&mut self, now: EpochIndex) -> u32 {
		let mature = Place { asked: None, cohort: Cohort::Mature };
		let end = self.closed.map_or(now, |last| last.min(now));
		let mut merges = 0;
		while let Some(place) = self.first_due(end) {
			let members = self.take(place);
			self.others(mature, None, |budget| budget.above += 1);
			for (who, mut entry) in members {
				entry.budget.below += 2;
				self.join(mature, who, entry);
				self.dust += 1;
			}
			self.dust -= 1;
			merges += 1;
		}
		merges
	}

	pub fn unstake(&mut self, who: Staker, now: EpochIndex, moves: &[Move]) {
		for step in moves {
			let place = Place { asked: None, cohort: step.cohort };
			let begun = step.cohort.has_begun(self.begun(now));
			let mut leaving = self.leave(place, who, *step, begun);
			if !begun {
				continue;
			}

			let exit_bucket = Place { asked: Some(now), cohort: step.cohort };
			if step.tokens > 0 {
				self.others(exit_bucket, Some(who), |budget| budget.above += 1);
				leaving.budget.below += 1;
				self.join(exit_bucket, who, leaving);
			}
		}
	}

	/// Takes out what is paid.
	pub fn withdraw(&mut self, place: Place, who: Staker) -> Option<Entry> {
		self.others(place, Some(who), |budget| budget.above += 1);
		self.entries.remove(&(place, who))
	}

	/// Slashes every stake with c ≤ s ≤ u.
	pub fn slash(&mut self, fault: EpochIndex, fraction: Fraction) {
		let left = remainder(fraction);
		let closed = self.closed.unwrap_or(EpochIndex(u32::MAX));
		let begun = self.begun(fault);
		for ((place, _), entry) in &mut self.entries {
			if entry.since <= begun && fault <= place.asked.unwrap_or(closed) {
				entry.value *= &left;
				entry.budget.above += 1;
			}
		}
	}

	/// Takes a step out of a lot. What has not begun has met no slash and is exact.
	fn leave(&mut self, place: Place, who: Staker, step: Move, begun: bool) -> Entry {
		if begun {
			self.others(place, Some(who), |budget| budget.above += 1);
		}
		let mut entry = self.entries.remove(&(place, who)).expect("a lot has an entry");
		let below = u32::from(begun);
		if step.whole {
			entry.budget.below += below;
			return entry;
		}

		let value = whole(step.tokens);
		let leaving = Entry { since: entry.since, value, budget: Fractions::default() };
		entry.value -= &leaving.value;
		entry.budget.below += below;
		self.entries.insert((place, who), entry);
		leaving
	}

	fn join(&mut self, place: Place, who: Staker, new: Entry) {
		let Some(entry) = self.entries.get_mut(&(place, who)) else {
			self.entries.insert((place, who), new);
			return;
		};
		entry.since = entry.since.max(new.since);
		entry.value += new.value;
		entry.budget.above += new.budget.above;
		entry.budget.below += new.budget.below;
	}

	/// The stakes in a place but one.
	fn others(&mut self, place: Place, but: Option<Staker>, change: impl Fn(&mut Fractions)) {
		for ((at, who), entry) in &mut self.entries {
			if *at == place && Some(*who) != but {
				change(&mut entry.budget);
			}
		}
	}

	fn first_due(&self, end: EpochIndex) -> Option<Place> {
		let young = self.entries.keys().map(|(place, _)| *place).filter(|place| {
			let Cohort::From(start) = place.cohort else { return false };
			let is_due = start <= self.begun(end) && start.plus(self.window) <= end;
			place.asked.is_none() && is_due
		});
		young.min()
	}

	fn take(&mut self, place: Place) -> Vec<(Staker, Entry)> {
		let stakers = Staker::ALL.into_iter();
		stakers.filter_map(|who| Some((who, self.entries.remove(&(place, who))?))).collect()
	}
}

/// 1 − φ.
pub fn remainder(fraction: Fraction) -> BigRational {
	let whole = BigInt::from(Fraction::one().deconstruct());
	BigRational::one() - BigRational::new(BigInt::from(fraction.deconstruct()), whole)
}
