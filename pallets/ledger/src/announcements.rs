// SPDX-License-Identifier: Apache-2.0

//! Announcements by which stakers can lose, and the question for which locks one of them is news.
//!
//! The early-exit penalty of a lock is waived for a time after its operator has announced something worse than its owner
//! agreed to. The cause has to be younger than the lock, and by it something has to pass another whole hundredth above
//! what held when the lock began, which nothing that held or stood announced since had passed. So small rises add up until
//! they are a cause; and a rise that is a cause once is none again, however it is divided or repeated.

use crate::{EpochIndex, Fraction, LedgerError};
use bounded_collections::{BoundedVec, Get};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use derive_where::derive_where;
use scale_info::TypeInfo;

/// A hundredth, in parts of a fraction.
const HUNDREDTH: u64 = 10_000_000_000_000_000;

/// Epochs in which an announcement waives penalties, counted from its own.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct WaiverWindow {
	/// First epoch: 1 if an announcement can be taken back in its own, so that it must stand overnight.
	pub first: u32,
	/// Last epoch.
	pub last: u32,
}

impl WaiverWindow {
	fn is_open(&self, announced_epoch: EpochIndex, now: EpochIndex) -> bool {
		announced_epoch.plus(self.first) <= now && !self.is_over(announced_epoch, now)
	}

	fn is_over(&self, announced_epoch: EpochIndex, now: EpochIndex) -> bool {
		announced_epoch.plus(self.last) < now
	}
}

/// The begin of a lock, as far as announcements are concerned.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub struct LockBegin {
	/// Epoch in which the lock was made.
	pub epoch: EpochIndex,
	/// Number of the last announcement before it: only later ones are younger than the lock.
	#[codec(compact)]
	pub number: u32,
}

/// A value that was announced. `T` says on which terms it holds: nothing, or the first epoch of the terms.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub struct Announcement<T> {
	/// Number of the announcement: a later one has a greater.
	#[codec(compact)]
	number: u32,
	/// Epoch of the announcement.
	announced_epoch: EpochIndex,
	/// Last epoch in which it holds; none as long as nothing replaces it.
	last_epoch: Option<EpochIndex>,
	/// The value.
	value: Fraction,
	/// Its terms.
	terms: T,
}

/// The announced values of one quantity: those that hold or will, and those of the past of which locks have to know, the
/// oldest first.
#[derive_where(Clone, PartialEq, Eq, Debug; T, S: Get<u32>)]
#[derive_where(Default; S: Get<u32>)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
#[scale_info(skip_type_params(S))]
#[codec(mel_bound(T: MaxEncodedLen, S: Get<u32>))]
pub struct Announcements<T, S: Get<u32>> {
	list: BoundedVec<Announcement<T>, S>,
}

impl<T: Copy + Ord, S: Get<u32>> Announcements<T, S> {
	/// All that is remembered, the oldest first.
	pub fn list(&self) -> &[Announcement<T>] {
		&self.list
	}

	/// Notes that a value was announced which holds from an epoch on, after all that was announced in earlier epochs. The
	/// same says that one was taken back: then the value before is announced again. What was announced in the same
	/// epoch and is more than that counts for nothing.
	///
	/// Errors: `Overflow` if as many are remembered as can be. Call [`prune`](Self::prune) first, which makes room.
	pub fn announce(
		&mut self,
		number: u32,
		now: EpochIndex,
		effective_from: EpochIndex,
		value: Fraction,
		terms: T,
	) -> Result<(), LedgerError> {
		self.list
			.retain(|old| old.announced_epoch < now || (old.value <= value && old.terms <= terms));
		if let Some(before) = self.list.last_mut() {
			let is_same = before.value == value && before.terms == terms;
			before.last_epoch = (!is_same).then(|| effective_from.minus(1));
			if is_same {
				return Ok(());
			}
		}
		let new = Announcement { number, announced_epoch: now, last_epoch: None, value, terms };
		self.list.try_push(new).map_err(|_| LedgerError::Overflow)
	}

	/// Forgets what no lock has to know of: values that ended before the oldest lock began, and those that waive nothing
	/// any more and were passed by a later one that does not either.
	pub fn prune(&mut self, now: EpochIndex, window: WaiverWindow, oldest_lock: EpochIndex) {
		let mut kept = self.list.to_vec();
		let mut passed = None::<(Fraction, T)>;
		kept.reverse();
		kept.retain(|old| {
			let ended = old.last_epoch.is_some_and(|last| last < oldest_lock);
			let is_passed =
				passed.is_some_and(|(value, terms)| old.value <= value && old.terms <= terms);
			let is_kept = !ended && !is_passed;
			if is_kept && window.is_over(old.announced_epoch, now) {
				passed = Some((old.value, old.terms));
			}
			is_kept
		});
		kept.reverse();
		self.list = BoundedVec::truncate_from(kept);
	}

	/// True if an announcement that is younger than a lock, and in time, reaches a level that nothing had reached which
	/// held or stood announced since the lock began. Values without a level do not concern the lock.
	fn is_news(
		&self,
		lock: LockBegin,
		now: EpochIndex,
		window: WaiverWindow,
		level: impl Fn(&Announcement<T>) -> Option<u64>,
	) -> bool {
		let stood = |old: &&Announcement<T>| old.last_epoch.is_none_or(|last| lock.epoch <= last);
		let mut highest = 0;
		for old in self.list.iter().filter(stood) {
			let Some(level) = level(old) else { continue };
			let is_in_time = window.is_open(old.announced_epoch, now);
			if lock.number < old.number && is_in_time && highest < level {
				return true;
			}
			highest = highest.max(level);
		}
		false
	}
}

impl<S: Get<u32>> Announcements<(), S> {
	/// True if a lock may end without a penalty, as the quantity passes another whole hundredth above the value that held
	/// when the lock began.
	pub fn waives(
		&self,
		lock: LockBegin,
		held: Fraction,
		now: EpochIndex,
		window: WaiverWindow,
	) -> bool {
		self.is_news(lock, now, window, |old| {
			// What is below has passed nothing.
			Some(hundredths(old.value.deconstruct().saturating_sub(held.deconstruct())))
		})
	}
}

impl<S: Get<u32>> Announcements<EpochIndex, S> {
	/// True if a lock may end without a penalty, as the quantity passes another whole hundredth on terms that did not hold
	/// when the lock began.
	pub fn waives_on_new_terms(
		&self,
		lock: LockBegin,
		now: EpochIndex,
		window: WaiverWindow,
	) -> bool {
		self.is_news(lock, now, window, |old| {
			(lock.epoch < old.terms).then(|| hundredths(old.value.deconstruct()))
		})
	}
}

const fn hundredths(parts: u64) -> u64 {
	parts / HUNDREDTH
}
