// SPDX-License-Identifier: Apache-2.0

//! Announcements by which stakers can lose, and the question for which locks one of them is news.
//!
//! The early-exit penalty of a lock is waived for a time after its operator has announced something worse than its owner
//! agreed to. The cause has to be younger than the lock, and by it something has to pass another whole hundredth above
//! what held when the lock began, which nothing that held or stood announced since had passed. So small rises add up until
//! they are a cause; and a rise that is a cause once is none again, however it is divided or repeated.
//!
//! Only rises are remembered. What a fall leaves holds when a later lock begins, and that lock knows it itself.

use crate::{ConsumerId, EpochIndex, Fraction, LedgerError};
use bounded_collections::{BoundedVec, Get};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use derive_where::derive_where;
use scale_info::TypeInfo;

/// A hundredth, in parts of a fraction.
const HUNDREDTH: u64 = 10_000_000_000_000_000;

/// Epochs in which an announcement waives penalties.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct WaiverWindow {
	/// First epoch after the announcement: 1 if it can be taken back in its own, so that it must stand overnight.
	pub first: u32,
	/// Epochs in which it still waives when it holds: none if it waives within its notice alone.
	pub after: u32,
}

impl WaiverWindow {
	fn is_open<T>(&self, of: &Announcement<T>, now: EpochIndex) -> bool {
		of.announced_epoch.plus(self.first) <= now && !self.is_over(of, now)
	}

	fn is_over<T>(&self, of: &Announcement<T>, now: EpochIndex) -> bool {
		of.effective_from.plus(self.after) <= now
	}
}

/// The begin of a lock, as far as one quantity is concerned.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub struct LockBegin {
	/// Number of the last announcement before it: only later ones are younger than the lock.
	#[codec(compact)]
	pub number: u32,
	/// Value that held when the lock began.
	pub held: Fraction,
}

/// Says on which terms an announced value holds.
pub trait AnnouncedTerms: Copy + PartialEq {
	/// True if both are of one quantity.
	fn are_of_one(&self, other: &Self) -> bool;

	/// True if they are of one quantity and no newer than others.
	fn are_within(&self, other: &Self) -> bool;
}

/// A quantity without terms.
impl AnnouncedTerms for () {
	fn are_of_one(&self, _: &Self) -> bool {
		true
	}

	fn are_within(&self, _: &Self) -> bool {
		true
	}
}

/// Terms on which a consumer may slash.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub struct TermsSince {
	/// The consumer: what each may take is a quantity of its own.
	pub consumer_id: ConsumerId,
	/// Their version.
	#[codec(compact)]
	pub version: u32,
	/// First epoch in which they hold, without a gap since.
	pub effective_from: EpochIndex,
}

impl AnnouncedTerms for TermsSince {
	fn are_of_one(&self, other: &Self) -> bool {
		self.consumer_id == other.consumer_id
	}

	fn are_within(&self, other: &Self) -> bool {
		self.are_of_one(other) && self.effective_from <= other.effective_from
	}
}

/// A change of a quantity that is announced.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Announced<T> {
	/// First epoch in which the change holds.
	pub effective_from: EpochIndex,
	/// The most that would have held from then on without it, on the same terms.
	pub before: Fraction,
	/// The most that holds from then on.
	pub value: Fraction,
	/// First epoch in which that holds: the change itself, or a later one that was announced before.
	pub reached_epoch: EpochIndex,
	/// The most that holds from the next epoch on.
	pub peak: Fraction,
	/// Terms of the value.
	pub terms: T,
}

impl Announced<()> {
	/// A change of a quantity of which nothing else is announced.
	pub const fn of_one(effective_from: EpochIndex, before: Fraction, value: Fraction) -> Self {
		let (reached_epoch, peak) = (effective_from, value);
		Self { effective_from, before, value, reached_epoch, peak, terms: () }
	}
}

/// A rise that was announced.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub struct Announcement<T> {
	/// Number of the announcement: a later one has a greater.
	#[codec(compact)]
	number: u32,
	/// Epoch of the announcement.
	announced_epoch: EpochIndex,
	/// First epoch in which the value holds.
	effective_from: EpochIndex,
	/// Last epoch in which that much holds; none as long as nothing lowers it.
	last_epoch: Option<EpochIndex>,
	/// The value.
	value: Fraction,
	/// Its terms.
	terms: T,
}

impl<T: Copy> Announcement<T> {
	/// Its terms.
	pub const fn terms(&self) -> T {
		self.terms
	}
}

/// The announced rises of a quantity, or of several: those that hold or will, and those of the past of which locks have to
/// know, the oldest first.
#[derive_where(Clone, PartialEq, Eq, Debug; T, S: Get<u32>)]
#[derive_where(Default; S: Get<u32>)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
#[scale_info(skip_type_params(S))]
#[codec(mel_bound(T: MaxEncodedLen, S: Get<u32>))]
pub struct Announcements<T, S: Get<u32>> {
	/// Number of the latest announcement.
	#[codec(compact)]
	number: u32,
	list: BoundedVec<Announcement<T>, S>,
}

impl<T: AnnouncedTerms, S: Get<u32>> Announcements<T, S> {
	/// All that is remembered, the oldest first.
	pub fn list(&self) -> &[Announcement<T>] {
		&self.list
	}

	/// The latest rise of which something is known.
	pub(crate) fn latest(&self, is_it: impl Fn(&T) -> bool) -> Option<&T> {
		self.list.iter().rev().map(|rise| &rise.terms).find(|terms| is_it(terms))
	}

	/// True if a rise to a value, or to more, that has yet to take effect is remembered.
	pub(crate) fn announces(
		&self,
		value: Fraction,
		now: EpochIndex,
		is_it: impl Fn(&T) -> bool,
	) -> bool {
		let to_come = self.list.iter().filter(|rise| now < rise.effective_from);
		to_come.into_iter().any(|rise| value <= rise.value && is_it(&rise.terms))
	}

	/// Number of the latest announcement.
	pub const fn number(&self) -> u32 {
		self.number
	}

	/// True if all that is remembered was announced in order, and before it holds.
	pub fn is_sound(&self, now: EpochIndex) -> bool {
		let is_in_order = self.list.iter().zip(self.list.iter().skip(1)).all(|(old, new)| {
			old.number < new.number && old.announced_epoch <= new.announced_epoch
		});
		let is_past = |rise: &Announcement<T>| {
			rise.number <= self.number
				&& rise.announced_epoch <= now
				&& rise.announced_epoch < rise.effective_from
		};
		is_in_order && self.list.iter().all(is_past)
	}

	/// The most that holds or will, as long as nothing lowers it.
	pub fn lasting(&self) -> Option<Fraction> {
		let lasting = self.list.iter().filter(|rise| rise.last_epoch.is_none());
		lasting.map(|rise| rise.value).max()
	}

	/// Notes a change of a quantity. What was announced in the same epoch and is more than all that holds after the change
	/// was taken back, and counts for nothing.
	///
	/// Errors: `Overflow` if as many rises are remembered as can be; a fall needs no room. Call [`prune`](Self::prune)
	/// first, which makes some.
	pub fn announce(&mut self, now: EpochIndex, new: Announced<T>) -> Result<(), LedgerError> {
		let was_taken_back = self.supersede(now, &new)?;
		if new.value <= new.before && !was_taken_back {
			return Ok(());
		}
		let rise = Announcement {
			number: self.number,
			announced_epoch: now,
			effective_from: new.reached_epoch,
			last_epoch: None,
			value: new.value,
			terms: new.terms,
		};
		self.list.try_push(rise).map_err(|_| LedgerError::Overflow)
	}

	/// Notes a change after which nothing is more, or on other terms, than what holds: it needs no room, whatever it leaves of
	/// what was announced.
	pub fn fall(&mut self, now: EpochIndex, new: Announced<T>) -> Result<(), LedgerError> {
		self.supersede(now, &new).map(|_was_taken_back| ())
	}

	/// Counts a change, and ends what does not go on after it. True if something was taken back in its own epoch.
	fn supersede(&mut self, now: EpochIndex, new: &Announced<T>) -> Result<bool, LedgerError> {
		self.number = self.number.checked_add(1).ok_or(LedgerError::Overflow)?;
		let remembered = self.list.len();
		self.list.retain(|old| {
			let stands = old.value <= new.peak && old.terms.are_within(&new.terms);
			old.announced_epoch < now || !old.terms.are_of_one(&new.terms) || stands
		});
		let was_taken_back = self.list.len() < remembered;

		let last_epoch = new.effective_from.minus(1);
		for old in self.list.iter_mut().filter(|old| old.terms.are_of_one(&new.terms)) {
			let goes_on = old.value <= new.value && old.terms.are_within(&new.terms);
			if !goes_on && old.last_epoch.is_none_or(|last| last_epoch < last) {
				old.last_epoch = Some(last_epoch);
			}
		}
		Ok(was_taken_back)
	}

	/// Forgets what no lock has to know of: values that ended before the oldest lock began, and those that waive nothing
	/// any more and were passed by a later one that does not either.
	pub fn prune(&mut self, now: EpochIndex, window: WaiverWindow, oldest_lock: EpochIndex) {
		let mut kept = self.list.to_vec();
		let mut over = alloc::vec::Vec::<Announcement<T>>::new();
		kept.reverse();
		kept.retain(|old| {
			let has_ended = old.last_epoch.is_some_and(|last| last < oldest_lock);
			let passes = |later: &Announcement<T>| {
				old.value <= later.value && old.terms.are_within(&later.terms)
			};
			let is_over = window.is_over(old, now);
			let is_kept = !(has_ended || is_over && over.iter().any(passes));
			match is_over {
				true if is_kept => over.push(*old),
				true => {},
				// It still asks what had passed before it.
				false => over.clear(),
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
		locked_in: EpochIndex,
		number: u32,
		now: EpochIndex,
		window: WaiverWindow,
		level: impl Fn(&Announcement<T>) -> Option<u64>,
	) -> bool {
		let stood = |old: &&Announcement<T>| old.last_epoch.is_none_or(|last| locked_in <= last);
		let levels = || {
			self.list.iter().filter(stood).filter_map(|old| level(old).map(|level| (old, level)))
		};
		let causes =
			levels().filter(|(cause, _)| number < cause.number && window.is_open(cause, now));
		causes.into_iter().any(|(cause, level)| {
			let known = levels()
				.filter(|(old, _)| old.number < cause.number && old.terms.are_of_one(&cause.terms));
			known.map(|(_, level)| level).max().unwrap_or_default() < level
		})
	}
}

impl<S: Get<u32>> Announcements<(), S> {
	/// The begin of a lock now, while a value holds.
	pub const fn lock_begin(&self, held: Fraction) -> LockBegin {
		LockBegin { number: self.number, held }
	}

	/// True if a lock that was made in an epoch may end without a penalty, as the quantity passes another whole hundredth
	/// above the value that held then.
	pub fn waives(
		&self,
		locked_in: EpochIndex,
		begin: LockBegin,
		now: EpochIndex,
		window: WaiverWindow,
	) -> bool {
		self.is_news(locked_in, begin.number, now, window, |old| {
			// What is below has passed nothing.
			Some(hundredths(old.value.deconstruct().saturating_sub(begin.held.deconstruct())))
		})
	}
}

impl<S: Get<u32>> Announcements<TermsSince, S> {
	/// True if a lock that was made in an epoch, after the announcement with a number, may end without a penalty, as what
	/// one consumer may take passes another whole hundredth on terms that did not hold then.
	pub fn waives_on_new_terms(
		&self,
		locked_in: EpochIndex,
		number: u32,
		now: EpochIndex,
		window: WaiverWindow,
	) -> bool {
		self.is_news(locked_in, number, now, window, |old| {
			let is_new = locked_in < old.terms.effective_from;
			is_new.then(|| hundredths(old.value.deconstruct()))
		})
	}
}

const fn hundredths(parts: u64) -> u64 {
	parts / HUNDREDTH
}
