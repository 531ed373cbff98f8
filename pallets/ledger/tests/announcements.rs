// SPDX-License-Identifier: Apache-2.0

//! For which locks an announcement is news: the penalty of those is waived for a time.

use bounded_collections::ConstU32;
use bulwark_ledger::{Announcements, EpochIndex, Fraction, LedgerError, LockBegin, WaiverWindow};
use bulwark_testing::{for_all, seed};
use proptest::{collection::vec, prelude::*};

/// Of a commission: it counts with the next epoch, and one epoch more.
const WINDOW: WaiverWindow = WaiverWindow { first: 1, last: 2 };

/// In parts of ten thousand.
fn points(points: u64) -> Fraction {
	Fraction::from_rational(points, 10_000)
}

/// A commission that holds from the epoch after its announcement on, and who has locked.
struct Commission {
	rates: Announcements<(), ConstU32<64>>,
	held: u64,
	next: u64,
	number: u32,
	now: u32,
}

/// A lock, and the commission that held when it began.
type Lock = (LockBegin, Fraction);

impl Commission {
	/// In epoch 10.
	fn of(rate: u64) -> Self {
		let rates = Announcements::default();
		Self { rates, held: rate, next: rate, number: 0, now: 10 }
	}

	fn announce(&mut self, rate: u64) {
		self.number += 1;
		let now = EpochIndex(self.now);
		let announced = self.rates.announce(self.number, now, now.next(), points(rate), ());
		announced.expect("there is room");
		self.next = rate;
	}

	fn take_back(&mut self) {
		self.announce(self.held);
	}

	fn jump(&mut self, epochs: u32) {
		self.now += epochs;
		self.held = self.next;
	}

	fn lock(&self) -> Lock {
		let begin = LockBegin { epoch: EpochIndex(self.now), number: self.number };
		(begin, points(self.held))
	}

	fn is_free(&self, (lock, held): Lock) -> bool {
		self.rates.waives(lock, held, EpochIndex(self.now), WINDOW)
	}
}

#[test]
fn a_rise_of_a_hundredth_frees_a_lock_for_its_window() {
	let mut commission = Commission::of(500);
	let lock = commission.lock();
	commission.jump(1);

	commission.announce(600);

	let free: Vec<_> = (0..4)
		.map(|_| {
			let is_free = commission.is_free(lock);
			commission.jump(1);
			is_free
		})
		.collect();
	assert_eq!(free, [false, true, true, false]);
}

#[test]
fn a_rise_of_less_frees_nobody() {
	let mut commission = Commission::of(500);
	let lock = commission.lock();
	commission.announce(599);
	commission.jump(1);

	assert!(!commission.is_free(lock));
}

#[test]
fn a_lock_in_the_time_of_a_waiver_is_not_freed_by_what_it_knew() {
	let mut commission = Commission::of(500);
	let before = commission.lock();
	commission.announce(2_000);
	let same_epoch = commission.lock();
	commission.jump(1);
	let after = commission.lock();

	assert!(commission.is_free(before));
	assert!(!commission.is_free(same_epoch));
	assert!(!commission.is_free(after));
}

#[test]
fn a_rise_in_the_epoch_of_a_lock_frees_it_when_it_comes_later() {
	let mut commission = Commission::of(500);
	commission.announce(700);
	let lock = commission.lock();
	commission.announce(800);
	commission.jump(1);

	assert!(commission.is_free(lock));
}

#[test]
fn small_rises_add_up_to_a_cause() {
	let mut commission = Commission::of(500);
	let lock = commission.lock();
	let mut freed = Vec::new();
	for rate in [599, 698, 700, 799, 800] {
		commission.announce(rate);
		commission.jump(1);
		freed.push(commission.is_free(lock));
		commission.jump(2);
	}
	assert_eq!(freed, [false, true, true, false, true], "6.98, 7.00 and 8.00 pass another one");
}

#[test]
fn a_rise_that_was_a_cause_is_none_again() {
	let mut commission = Commission::of(500);
	let lock = commission.lock();
	commission.announce(700);
	commission.jump(3);
	commission.announce(500);
	commission.jump(3);

	for rate in [700, 500, 650, 500, 799] {
		commission.announce(rate);
		commission.jump(1);
		assert!(!commission.is_free(lock), "{rate}");
		commission.jump(2);
	}
	let later = commission.lock();
	commission.announce(800);
	commission.jump(1);
	assert!(commission.is_free(lock) && !commission.is_free(later));
}

#[test]
fn steps_of_next_to_nothing_keep_no_window_open() {
	let mut commission = Commission::of(500);
	let lock = commission.lock();
	commission.announce(600);
	commission.jump(1);
	assert!(commission.is_free(lock));
	for step in 1..50 {
		commission.number += 1;
		let value = Fraction::from_parts(points(600).deconstruct() + step);
		let now = EpochIndex(commission.now);
		let (rates, number) = (&mut commission.rates, commission.number);
		rates.announce(number, now, now.next(), value, ()).expect("there is room");
		commission.jump(1);
		let is_first = step == 1; // the window of the real one
		assert_eq!(commission.is_free(lock), is_first, "{step}");
	}
}

#[test]
fn what_was_taken_back_in_its_epoch_counts_for_nothing() {
	let mut commission = Commission::of(500);
	let lock = commission.lock();
	commission.announce(5_000);
	commission.take_back();
	commission.jump(1);
	assert!(!commission.is_free(lock), "it frees nobody");

	commission.announce(700);
	commission.jump(1);

	assert!(commission.is_free(lock), "and disarms nothing");
}

#[test]
fn what_was_taken_back_later_counts() {
	let mut commission = Commission::of(500);
	let lock = commission.lock();
	commission.announce(900);
	commission.jump(1);
	commission.announce(500);
	assert!(commission.is_free(lock));
	commission.jump(3);

	commission.announce(900);
	commission.jump(1);

	assert!(!commission.is_free(lock));
}

#[test]
fn announce_fails_when_there_is_no_room() {
	let mut values = Announcements::<(), ConstU32<2>>::default();
	let mut announce = |number: u32, epoch: u32, value| {
		let epoch = EpochIndex(epoch);
		values.announce(number, epoch, epoch.next(), points(value), ())
	};

	assert_eq!(announce(1, 10, 500), Ok(()));
	assert_eq!(announce(2, 11, 400), Ok(()));
	assert_eq!(announce(3, 12, 300), Err(LedgerError::Overflow));

	values.prune(EpochIndex(14), WINDOW, EpochIndex(12));
	assert_eq!(values.list().len(), 1, "5.00 % ended with 11");
}

// On other terms.

/// A consumer's budget; its terms hold from the epoch on that is named with them.
#[derive(Default)]
struct Budget {
	values: Announcements<EpochIndex, ConstU32<64>>,
	number: u32,
}

impl Budget {
	fn announce(&mut self, now: u32, value: u64, terms_from: u32) {
		self.number += 1;
		let (now, terms) = (EpochIndex(now), EpochIndex(terms_from));
		let announced = self.values.announce(self.number, now, now.plus(3), points(value), terms);
		announced.expect("there is room");
	}

	fn is_free(&self, lock: LockBegin, now: u32) -> bool {
		self.values.waives_on_new_terms(lock, EpochIndex(now), WINDOW)
	}
}

fn begin(epoch: u32, number: u32) -> LockBegin {
	LockBegin { epoch: EpochIndex(epoch), number }
}

#[test]
fn the_same_budget_on_other_terms_is_a_cause_once() {
	let mut budget = Budget::default();
	budget.announce(10, 500, 13);
	let lock = begin(20, budget.number);

	budget.announce(21, 500, 24);
	assert!(budget.is_free(lock, 22));
	budget.announce(25, 500, 28);
	assert!(!budget.is_free(lock, 26), "other terms again, and no more");
	budget.announce(29, 600, 32);
	assert!(budget.is_free(lock, 30));
}

#[test]
fn more_on_terms_that_held_is_no_cause_of_this_kind() {
	let mut budget = Budget::default();
	budget.announce(10, 500, 13);
	let lock = begin(20, budget.number);

	budget.announce(21, 5_000, 13);

	assert!(!budget.is_free(lock, 22));
}

#[test]
fn terms_that_stood_announced_when_a_lock_began_are_known_to_it() {
	let mut budget = Budget::default();
	budget.announce(20, 500, 23);
	let lock = begin(20, budget.number);
	assert!(!budget.is_free(lock, 21));

	budget.announce(21, 599, 23);
	assert!(!budget.is_free(lock, 22));
	budget.announce(22, 600, 23);
	assert!(budget.is_free(lock, 23));
}

// Any history.

#[derive(Clone, Debug)]
enum Op {
	/// A value in hundredths of a hundredth, on newer terms or not.
	Announce(u64, bool),
	Jump(u32),
	Lock,
	Prune,
}

fn op() -> impl Strategy<Value = Op> {
	let value = prop_oneof![0..2_000u64, (0..20u64).prop_map(|whole| whole * 100)];
	prop_oneof![
		6 => (value, any::<bool>()).prop_map(|(value, newer)| Op::Announce(value, newer)),
		4 => prop_oneof![3 => Just(1), 1 => 1..6u32].prop_map(Op::Jump),
		2 => Just(Op::Lock),
		2 => Just(Op::Prune),
	]
}

/// All that was ever announced, one after the other.
#[derive(Clone, Copy)]
struct Told {
	number: u32,
	epoch: u32,
	effective_from: u32,
	value: u64,
	terms: u32,
}

struct Log(Vec<Told>);

impl Log {
	/// Those that were not undercut in their own epoch, with the last epoch of each.
	fn standing(&self) -> Vec<(Told, u32)> {
		let undercuts = |told: &Told, later: &Told| {
			later.epoch == told.epoch
				&& later.number > told.number
				&& (later.value < told.value || later.terms < told.terms)
		};
		let all = self.0.iter().filter(|told| !self.0.iter().any(|later| undercuts(told, later)));
		let all: Vec<_> = all.copied().collect();
		let last = |at: usize| all.get(at + 1).map_or(u32::MAX, |next| next.effective_from - 1);
		(0..all.len()).map(|at| (all[at], last(at))).collect()
	}

	/// The value that holds in an epoch.
	fn held(&self, epoch: u32) -> u64 {
		let held = self.standing().into_iter().rev().find(|(told, _)| told.effective_from <= epoch);
		held.map_or(0, |(told, _)| told.value)
	}

	/// Words of the rule: a younger cause, in time, by which a whole hundredth is passed that nothing had passed which
	/// held or stood announced since the lock began.
	fn is_free(
		&self,
		lock: LockBegin,
		now: u32,
		passes: impl Fn(&Told, u64) -> bool, // so many hundredths
	) -> bool {
		let standing = self.standing();
		let known = |at: usize| {
			let stood = standing[..at].iter().filter(|(_, last)| lock.epoch.0 <= *last);
			stood.map(|(told, _)| *told).collect::<Vec<_>>()
		};
		(0..standing.len()).any(|at| {
			let (cause, _) = standing[at];
			let is_young = cause.number > lock.number;
			let is_in_time = cause.epoch + WINDOW.first <= now && now <= cause.epoch + WINDOW.last;
			let is_news = |hundredths: u64| {
				passes(&cause, hundredths) && !known(at).iter().any(|told| passes(told, hundredths))
			};
			is_young && is_in_time && (1..=100).any(is_news)
		})
	}
}

#[test]
fn a_lock_is_free_when_the_rule_says_so_whatever_is_forgotten() {
	for_all(seed(), 3_000, &(vec(op(), 1..60), 4..40u32), |(ops, longest)| {
		// Of a quantity without terms, and of one with them.
		let (mut simple, mut log) = (Log(Vec::new()), Log(Vec::new()));
		let mut values = Announcements::<(), ConstU32<64>>::default();
		let mut budgets = Announcements::<EpochIndex, ConstU32<64>>::default();
		let mut locks: Vec<(LockBegin, u64)> = Vec::new();
		let (mut now, mut number) = (50, 0);
		for op in ops {
			match op {
				Op::Announce(value, newer) => {
					let standing = log.standing();
					let before = standing.iter().rev().find(|(told, _)| told.epoch < now);
					let after = before.map_or(0, |(told, _)| told.effective_from + 1);
					let effective_from = (now + 1 + u32::from(newer)).max(after);
					let known = before.map_or(0, |(told, _)| told.terms);
					let terms = if newer { effective_from.max(known) } else { known };
					number += 1;
					let epoch = now;
					simple.0.push(Told { number, epoch, effective_from, value, terms: 0 });
					log.0.push(Told { number, epoch, effective_from, value, terms });
					let (epoch, from) = (EpochIndex(now), EpochIndex(effective_from));
					let value = points(value);
					prop_assert_eq!(values.announce(number, epoch, from, value, ()), Ok(()));
					let terms = EpochIndex(terms);
					prop_assert_eq!(budgets.announce(number, epoch, from, value, terms), Ok(()));
				},
				Op::Jump(epochs) => now += epochs,
				Op::Lock => {
					let begin = LockBegin { epoch: EpochIndex(now), number };
					locks.push((begin, simple.held(now)));
				},
				Op::Prune => {
					values.prune(EpochIndex(now), WINDOW, EpochIndex(now - longest));
					budgets.prune(EpochIndex(now), WINDOW, EpochIndex(now - longest));
				},
			}
			locks.retain(|(lock, _)| now <= lock.epoch.0 + longest);
			for (lock, held) in &locks {
				let above = |told: &Told, hundredths: u64| told.value >= held + 100 * hundredths;
				prop_assert_eq!(
					values.waives(*lock, points(*held), EpochIndex(now), WINDOW),
					simple.is_free(*lock, now, above)
				);
				let on_new_terms = |told: &Told, hundredths: u64| {
					lock.epoch.0 < told.terms && told.value >= 100 * hundredths
				};
				prop_assert_eq!(
					budgets.waives_on_new_terms(*lock, EpochIndex(now), WINDOW),
					log.is_free(*lock, now, on_new_terms)
				);
			}
		}
		Ok(())
	});
}
