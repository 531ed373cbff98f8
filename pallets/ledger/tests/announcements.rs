// SPDX-License-Identifier: Apache-2.0

//! For which locks an announcement is news: the penalty of those is waived for a time.

use bounded_collections::ConstU32;
use bulwark_ledger::{
	Announced, Announcements, ConsumerId, EpochIndex, Fraction, LedgerError, LockBegin, TermsSince,
	WaiverWindow,
};
use bulwark_testing::{for_all, seed};
use proptest::{collection::vec, prelude::*};

/// Until one epoch after the value holds.
const WINDOW: WaiverWindow = WaiverWindow { first: 1, after: 2 };

/// In parts of ten thousand.
fn points(points: u64) -> Fraction {
	Fraction::from_rational(points, 10_000)
}

/// A commission that holds from the epoch after its announcement on, and who has locked.
struct Commission {
	rates: Announcements<(), ConstU32<64>>,
	held: u64,
	next: u64,
	now: u32,
}

/// A lock: the epoch in which it was made, and what was known then.
type Lock = (EpochIndex, LockBegin);

/// A change of a quantity without terms.
fn change(effective_from: u32, before: u64, value: u64) -> Announced<()> {
	let (before, value) = (points(before), points(value));
	let effective_from = EpochIndex(effective_from);
	Announced::of_one(effective_from, before, value)
}

impl Commission {
	/// In epoch 10.
	fn of(rate: u64) -> Self {
		let rates = Announcements::default();
		Self { rates, held: rate, next: rate, now: 10 }
	}

	fn announce(&mut self, rate: u64) {
		let new = change(self.now + 1, self.next, rate);
		self.rates.announce(EpochIndex(self.now), new).expect("there is room");
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
		(EpochIndex(self.now), self.rates.lock_begin(points(self.held)))
	}

	fn is_free(&self, (locked_in, begin): Lock) -> bool {
		self.rates.waives(locked_in, begin, EpochIndex(self.now), WINDOW)
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

/// From 5 % to 21.83 % in a year of weeks, never by a hundredth at once.
#[test]
fn rises_of_less_than_a_hundredth_do_not_creep() {
	let mut commission = Commission::of(500);
	let lock = commission.lock();
	let mut freed = 0;
	for rise in 1..=17 {
		commission.announce(500 + 99 * rise);
		commission.jump(1);
		freed += u32::from(commission.is_free(lock));
		commission.jump(2);
	}
	assert_eq!((commission.held, commission.now), (2_183, 10 + 51));
	assert_eq!(freed, 16, "5.99 is none, and each of the others passes another one");
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
		let rise = |step| Fraction::from_parts(points(600).deconstruct() + step);
		let (before, value, now) = (rise(step - 1), rise(step), EpochIndex(commission.now));
		let effective_from = now.next();
		let new = Announced::of_one(effective_from, before, value);
		commission.rates.announce(now, new).expect("there is room");
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
fn announce_fails_when_there_is_no_room_for_a_rise() {
	let mut values = Announcements::<(), ConstU32<2>>::default();
	let mut announce = |epoch: u32, before, value| {
		values.announce(EpochIndex(epoch), change(epoch + 1, before, value))
	};

	assert_eq!(announce(10, 0, 500), Ok(()));
	assert_eq!(announce(11, 500, 600), Ok(()));
	assert_eq!(announce(12, 600, 700), Err(LedgerError::Overflow));
	assert_eq!(announce(12, 600, 300), Ok(()), "a fall needs none");

	values.prune(EpochIndex(20), WINDOW, EpochIndex(13));
	assert!(values.list().is_empty(), "they ended with 12");
}

/// What is left when other terms are dropped would count as a rise on its own.
#[test]
fn fall_needs_no_room() {
	let mut values = Announcements::<TermsSince, ConstU32<2>>::default();
	let (first, second) = (terms(1, 8), terms(1, 12));
	for of_one in [on_terms(change(11, 0, 500), first), on_terms(change(12, 0, 500), second)] {
		assert_eq!(values.announce(EpochIndex(10), of_one), Ok(()));
	}
	let left = on_terms(change(12, 0, 500), first);
	assert_eq!(values.clone().announce(EpochIndex(11), left), Err(LedgerError::Overflow));

	assert_eq!(values.fall(EpochIndex(11), left), Ok(()));

	assert_eq!((values.list().len(), values.number()), (2, 3));
	assert_eq!(values.list()[0].terms(), first);
	assert_eq!(values.lasting(), Some(points(500)), "of the terms of before");
	values.prune(EpochIndex(20), WINDOW, EpochIndex(13));
	assert_eq!(values.list().len(), 1, "the other ended with 11");
}

#[test]
fn prune_forgets_what_a_later_rise_has_passed() {
	let mut commission = Commission::of(500);
	for rate in [600, 700, 800] {
		commission.announce(rate);
		commission.jump(3);
	}

	commission.rates.prune(EpochIndex(commission.now), WINDOW, EpochIndex(0));

	assert_eq!(commission.rates.list().len(), 1);
}

// On other terms.

/// The budgets of two consumers; the terms of each hold from the epoch on that is named with them.
#[derive(Default)]
struct Budgets {
	values: Announcements<TermsSince, ConstU32<64>>,
}

impl Budgets {
	fn announce(&mut self, now: u32, consumer: u32, value: u64, terms_from: u32) {
		let terms = terms(consumer, terms_from);
		let known = self.values.list().last().is_some_and(|last| last.terms() == terms);
		let before = if known { value - 1 } else { 0 };
		let new = on_terms(change(now + 3, before, value), terms);
		self.values.announce(EpochIndex(now), new).expect("there is room");
	}

	fn lock(&self, epoch: u32) -> (EpochIndex, u32) {
		(EpochIndex(epoch), self.values.number())
	}

	fn is_free(&self, (locked_in, number): (EpochIndex, u32), now: u32) -> bool {
		let window = WaiverWindow { first: 1, after: 0 };
		self.values.waives_on_new_terms(locked_in, number, EpochIndex(now), window)
	}
}

fn on_terms(change: Announced<()>, terms: TermsSince) -> Announced<TermsSince> {
	let Announced { effective_from, before, value, reached_epoch, peak, .. } = change;
	Announced { effective_from, before, value, reached_epoch, peak, terms }
}

fn terms(consumer: u32, from: u32) -> TermsSince {
	let (consumer_id, effective_from) = (ConsumerId(consumer), EpochIndex(from));
	TermsSince { consumer_id, version: 1, effective_from }
}

#[test]
fn the_same_budget_on_other_terms_is_a_cause_once() {
	let mut budgets = Budgets::default();
	budgets.announce(10, 1, 500, 13);
	let lock = budgets.lock(20);

	budgets.announce(21, 1, 500, 24);
	let free = [21, 22, 23, 24].map(|now| budgets.is_free(lock, now));
	assert_eq!(free, [false, true, true, false], "overnight, and within its notice");
	budgets.announce(25, 1, 500, 28);
	assert!(!budgets.is_free(lock, 26), "other terms again, and no more");
	budgets.announce(29, 1, 600, 32);
	assert!(budgets.is_free(lock, 30));
}

#[test]
fn the_same_budget_of_another_consumer_is_a_cause_of_its_own() {
	let mut budgets = Budgets::default();
	let lock = budgets.lock(20);

	budgets.announce(21, 1, 500, 24);
	budgets.announce(25, 2, 500, 28);

	assert!(budgets.is_free(lock, 26));
}

#[test]
fn more_on_terms_that_held_is_no_cause_of_this_kind() {
	let mut budgets = Budgets::default();
	budgets.announce(10, 1, 500, 13);
	let lock = budgets.lock(20);

	budgets.announce(21, 1, 5_000, 13);

	assert!(!budgets.is_free(lock, 22));
}

#[test]
fn terms_that_stood_announced_when_a_lock_began_are_known_to_it() {
	let mut budgets = Budgets::default();
	budgets.announce(20, 1, 500, 23);
	let lock = budgets.lock(20);
	assert!(!budgets.is_free(lock, 21));

	budgets.announce(21, 1, 599, 23);
	assert!(!budgets.is_free(lock, 22));
	budgets.announce(22, 1, 600, 23);
	assert!(budgets.is_free(lock, 23));
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

#[derive(Clone, Copy)]
struct Begin {
	epoch: u32,
	number: u32,
}

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
		let last = |at: usize| {
			let ends = all[at + 1..].iter().map(|next| next.effective_from - 1);
			ends.min().unwrap_or(u32::MAX)
		};
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
		lock: Begin,
		now: u32,
		passes: impl Fn(&Told, u64) -> bool, // so many hundredths
	) -> bool {
		let standing = self.standing();
		let known = |at: usize| {
			let stood = standing[..at].iter().filter(|(_, last)| lock.epoch <= *last);
			stood.map(|(told, _)| *told).collect::<Vec<_>>()
		};
		(0..standing.len()).any(|at| {
			let (cause, _) = standing[at];
			let is_young = cause.number > lock.number;
			let is_over = cause.effective_from + WINDOW.after <= now;
			let is_in_time = cause.epoch + WINDOW.first <= now && !is_over;
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
		let mut budgets = Announcements::<TermsSince, ConstU32<64>>::default();
		let mut locks: Vec<(Begin, u64)> = Vec::new();
		let (mut now, mut number) = (50, 0);
		for op in ops {
			match op {
				Op::Announce(value, newer) => {
					let standing = log.standing();
					let before = standing.iter().rev().find(|(told, _)| told.epoch < now);
					let after = before.map_or(0, |(told, _)| told.effective_from + 1);
					let effective_from = (now + 1 + u32::from(newer)).max(after);
					let known = before.map_or(0, |(told, _)| told.terms);
					let terms_from = if newer { effective_from.max(known) } else { known };
					// As of the call: what was announced in this epoch before is replaced.
					let held = |log: &Log| log.0.last().map_or(0, |told| told.value);
					let new = change(effective_from, held(&simple), value);
					let same = log.0.last().is_some_and(|told| told.terms == terms_from);
					let before = if same { held(&log) } else { 0 };
					number += 1;
					let epoch = now;
					simple.0.push(Told { number, epoch, effective_from, value, terms: 0 });
					log.0.push(Told { number, epoch, effective_from, value, terms: terms_from });
					prop_assert_eq!(values.announce(EpochIndex(now), new), Ok(()));
					let new = on_terms(change(effective_from, before, value), terms(1, terms_from));
					prop_assert_eq!(budgets.announce(EpochIndex(now), new), Ok(()));
				},
				Op::Jump(epochs) => now += epochs,
				Op::Lock => {
					prop_assert_eq!((values.number(), budgets.number()), (number, number));
					locks.push((Begin { epoch: now, number }, simple.held(now)));
				},
				Op::Prune => {
					values.prune(EpochIndex(now), WINDOW, EpochIndex(now - longest));
					budgets.prune(EpochIndex(now), WINDOW, EpochIndex(now - longest));
				},
			}
			locks.retain(|(lock, _)| now <= lock.epoch + longest);
			for (lock, held) in &locks {
				let above = |told: &Told, hundredths: u64| told.value >= held + 100 * hundredths;
				let (locked_in, number) = (EpochIndex(lock.epoch), lock.number);
				let begin = LockBegin { number, held: points(*held) };
				prop_assert_eq!(
					values.waives(locked_in, begin, EpochIndex(now), WINDOW),
					simple.is_free(*lock, now, above)
				);
				let on_new_terms = |told: &Told, hundredths: u64| {
					lock.epoch < told.terms && told.value >= 100 * hundredths
				};
				prop_assert_eq!(
					budgets.waives_on_new_terms(locked_in, number, EpochIndex(now), WINDOW),
					log.is_free(*lock, now, on_new_terms)
				);
			}
		}
		Ok(())
	});
}
