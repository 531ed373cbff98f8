// SPDX-License-Identifier: Apache-2.0

//! Announcements by which pools can lose more to consumers.

use super::{OptIn, OptIns, Span};
use crate::{
	Announced, Announcements, ConsumerId, EpochIndex, Fraction, LedgerError, LockBegin, TermsSince,
	WaiverWindow,
};
use alloc::{collections::BTreeSet, vec::Vec};
use bounded_collections::Get;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use derive_where::derive_where;
use scale_info::TypeInfo;

/// An opt-in can be taken back in its own epoch, and waives until it holds.
const WINDOW: WaiverWindow = WaiverWindow { first: 1, after: 0 };

/// The opt-ins of an operator when a lock began.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub struct OptInsAtLock {
	/// Sum of the budgets of pools.
	pub sum: LockBegin,
	/// Number of the last announcement before of what one consumer may take.
	#[codec(compact)]
	pub number: u32,
}

/// Announced rises of what the consumers of an operator may take of its pools: of all budgets together, and of each on its
/// terms.
#[derive_where(Clone, PartialEq, Eq, Debug, Default; S: Get<u32>)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
#[scale_info(skip_type_params(S))]
#[codec(mel_bound(S: Get<u32>))]
pub struct AnnouncedBudgets<S: Get<u32>> {
	sum: Announcements<(), S>,
	of_consumers: Announcements<TermsSince, S>,
}

impl<S: Get<u32>> AnnouncedBudgets<S> {
	/// The begin of a lock now.
	pub fn lock_begin<N: Get<u32>, P: Get<u32>>(
		&self,
		opt_ins: &OptIns<N, P>,
		now: EpochIndex,
	) -> OptInsAtLock {
		let sum = self.sum.lock_begin(sum_at(opt_ins, now));
		OptInsAtLock { sum, number: self.of_consumers.number() }
	}

	/// True if all that is remembered was announced in order, and before it holds.
	pub fn is_sound(&self, now: EpochIndex) -> bool {
		self.sum.is_sound(now) && self.of_consumers.is_sound(now)
	}

	/// True if a lock that was made in an epoch may end without a penalty.
	pub fn waives(&self, locked_in: EpochIndex, begin: &OptInsAtLock, now: EpochIndex) -> bool {
		self.sum.waives(locked_in, begin.sum, now, WINDOW)
			|| self.of_consumers.waives_on_new_terms(locked_in, begin.number, now, WINDOW)
	}

	/// True if nothing was ever announced.
	pub fn is_empty(&self) -> bool {
		self.sum.number() == 0 && self.of_consumers.number() == 0
	}

	/// True if it knows of all that pools can lose more from a later epoch on: by all budgets together, and by each on its terms.
	pub fn knows<N: Get<u32>, P: Get<u32>>(&self, opt_ins: &OptIns<N, P>, now: EpochIndex) -> bool {
		let later = steps(opt_ins, opt_ins, now);
		let of_one = |opt_in: &OptIn<P>| {
			let (value_now, version_now) = at(Some(opt_in), now);
			let rises =
				later.iter().map(|epoch| at(Some(opt_in), *epoch)).filter(|(value, version)| {
					!value.is_zero() && (value_now < *value || version_now != *version)
				});
			rises.into_iter().all(|(value, version)| {
				let is_it = |terms: &TermsSince| {
					(terms.consumer_id, terms.version) == (opt_in.consumer_id, version)
				};
				self.of_consumers.announces(value, now, is_it)
			})
		};
		let sums = later.iter().map(|epoch| sum_at(opt_ins, *epoch));
		let mut rises = sums.filter(|sum| sum_at(opt_ins, now) < *sum);
		rises.all(|sum| self.sum.announces(sum, now, |()| true))
			&& opt_ins.list().iter().all(of_one)
	}

	/// Notes a change of opt-ins, all of which holds from later epochs on, and forgets what no lock has to know that began
	/// in an epoch or later.
	///
	/// Errors: `Overflow` if as many rises are remembered as can be. Falls need no room.
	pub fn announce<N: Get<u32>, P: Get<u32>>(
		&mut self,
		before: &OptIns<N, P>,
		after: &OptIns<N, P>,
		now: EpochIndex,
		oldest_lock: EpochIndex,
	) -> Result<(), LedgerError> {
		self.prune(now, oldest_lock);
		let (of_consumers, sum) = self.changes(before, after, now);
		for change in of_consumers {
			self.of_consumers.announce(now, change)?;
		}
		sum.map_or(Ok(()), |change| self.sum.announce(now, change))
	}

	/// Notes a change as [`announce`](Self::announce) does, after which no consumer may take more than now, or on other terms:
	/// that of an operator that closes. What is left of terms of before is no rise, and it needs no room.
	pub fn fall<N: Get<u32>, P: Get<u32>>(
		&mut self,
		before: &OptIns<N, P>,
		after: &OptIns<N, P>,
		now: EpochIndex,
		oldest_lock: EpochIndex,
	) -> Result<(), LedgerError> {
		self.prune(now, oldest_lock);
		let (of_consumers, sum) = self.changes(before, after, now);
		for change in of_consumers {
			self.of_consumers.fall(now, change)?;
		}
		sum.map_or(Ok(()), |change| self.sum.fall(now, change))
	}

	fn prune(&mut self, now: EpochIndex, oldest_lock: EpochIndex) {
		self.sum.prune(now, WINDOW, oldest_lock);
		self.of_consumers.prune(now, WINDOW, oldest_lock);
	}

	/// Changes of what each consumer may take, and of the sum if there is any.
	fn changes<N: Get<u32>, P: Get<u32>>(
		&self,
		before: &OptIns<N, P>,
		after: &OptIns<N, P>,
		now: EpochIndex,
	) -> (Vec<Announced<TermsSince>>, Option<Announced<()>>) {
		let steps = steps(before, after, now);
		let ids: BTreeSet<_> =
			before.list().iter().chain(after.list()).map(|opt_in| opt_in.consumer_id.0).collect();
		let change_of = |consumer_id| {
			let (old, new) = (before.of(consumer_id), after.of(consumer_id));
			let from = steps.iter().copied().find(|epoch| at(old, *epoch) != at(new, *epoch))?;
			Some(self.change_of_one(consumer_id, old, new, (from, &steps)))
		};
		let of_consumers: Vec<_> = ids.into_iter().map(ConsumerId).filter_map(change_of).collect();

		let sum = of_consumers.iter().map(|change| change.effective_from).min().map(|from| {
			let most = |opt_ins, from| most(&steps, from, |epoch| sum_at(opt_ins, epoch));
			let (reached_epoch, value) = most(after, from);
			Announced {
				effective_from: from,
				before: most(before, from).1,
				value,
				reached_epoch,
				peak: most(after, now.next()).1,
				terms: (),
			}
		});
		(of_consumers, sum)
	}

	/// Change of the budget of one consumer with one of some epochs.
	fn change_of_one<P: Get<u32>>(
		&self,
		consumer_id: ConsumerId,
		old: Option<&OptIn<P>>,
		new: Option<&OptIn<P>>,
		(from, steps): (EpochIndex, &[EpochIndex]),
	) -> Announced<TermsSince> {
		let (reached_epoch, value) = most(steps, from, |epoch| at(new, epoch).0);
		let (_, version) = at(new, reached_epoch);
		let (_, version_before) = at(new, reached_epoch.minus(1));
		let known =
			|terms: &TermsSince| (terms.consumer_id, terms.version) == (consumer_id, version);
		let since = match self.of_consumers.latest(known) {
			_ if version != version_before => reached_epoch,
			Some(terms) => terms.effective_from,
			// Of terms that hold since before all locks nothing has to be known.
			None => new.map_or(from, |opt_in| since(opt_in, version, reached_epoch)),
		};
		let without = steps.iter().filter(|epoch| from <= **epoch).map(|epoch| at(old, *epoch));
		let without = without.filter(|(_, others)| version == *others && version == version_before);
		Announced {
			effective_from: from,
			before: without.map(|(value, _)| value).max().unwrap_or_default(),
			value,
			reached_epoch,
			peak: value,
			terms: TermsSince { consumer_id, version, effective_from: since },
		}
	}
}

/// Budget of the pools in an epoch, and the version of its terms; 0 if there is no opt-in.
fn at<S: Get<u32>>(opt_in: Option<&OptIn<S>>, epoch: EpochIndex) -> (Fraction, u32) {
	let span = opt_in.and_then(|opt_in| opt_in.at(epoch)).filter(|span| !span.budget.is_nothing());
	span.map_or((Fraction::zero(), 0), |span| (span.budget.pools, span.version))
}

/// First epoch of the spans with a version that go on until an epoch.
fn since<S: Get<u32>>(opt_in: &OptIn<S>, version: u32, until: EpochIndex) -> EpochIndex {
	let goes_on = |span: &&Span| span.version == version && !span.budget.is_nothing();
	let earlier = opt_in.spans().iter().rev().skip_while(|span| until < span.effective_from);
	earlier.take_while(goes_on).last().map_or(until, |first| first.effective_from)
}

/// The largest of the values in some epochs from one on, and the first of the epochs that has it.
fn most(
	steps: &[EpochIndex],
	from: EpochIndex,
	value: impl Fn(EpochIndex) -> Fraction,
) -> (EpochIndex, Fraction) {
	let later = steps.iter().filter(|epoch| from <= **epoch).map(|epoch| (*epoch, value(*epoch)));
	later.rev().max_by_key(|(_, value)| *value).unwrap_or((from, Fraction::zero()))
}

fn sum_at<N: Get<u32>, S: Get<u32>>(opt_ins: &OptIns<N, S>, epoch: EpochIndex) -> Fraction {
	let budgets = opt_ins.list().iter().map(|opt_in| at(Some(opt_in), epoch).0.deconstruct());
	// At most one: it is within the slash cap.
	Fraction::from_parts(budgets.fold(0, u64::saturating_add))
}

/// Epochs to come in which a span of either begins, and the next one.
fn steps<N: Get<u32>, S: Get<u32>>(
	before: &OptIns<N, S>,
	after: &OptIns<N, S>,
	now: EpochIndex,
) -> Vec<EpochIndex> {
	let spans = before.list().iter().chain(after.list()).flat_map(|opt_in| opt_in.spans());
	let begins = spans.map(|span| span.effective_from).chain([now.next()]);
	begins.filter(|from| now < *from).collect::<BTreeSet<_>>().into_iter().collect()
}
