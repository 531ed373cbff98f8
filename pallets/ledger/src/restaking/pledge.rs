// SPDX-License-Identifier: Apache-2.0

//! What an operator has promised to whom, since when: all of it in one place, so that its sum is one read.

use super::{Budget, ConsumerId};
use crate::{EpochIndex, Fraction, Horizon, Minimum, Scope};
use alloc::vec::Vec;
use bounded_collections::{BoundedVec, Get};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use derive_where::derive_where;
use scale_info::TypeInfo;

/// Why an operator cannot promise so much.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PledgeError {
	/// All budgets of pools together would be more than the operator's cap.
	OverCap,
	/// All budgets of the bond together would be more than the bond.
	OverBond,
	/// The bond answers for at least as much as the pools.
	InvalidBudget,
	/// The operator has promised something to as many consumers as it may.
	TooManyPromises,
	/// Nothing was promised to this consumer.
	NothingPromised,
	/// The promise is that already.
	Unchanged,
}

/// What is promised from an epoch on, until the next of its kind begins. Nothing, once the operator has opted out.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
)]
pub struct Span {
	/// The first epoch.
	pub from: EpochIndex,
	/// How much the consumer may take.
	pub budget: Budget,
	/// Which of the consumer's terms hold.
	#[codec(compact)]
	pub version: u32,
}

impl Span {
	/// Whether the pools can lose more by it than by another, or under terms their holders have not seen.
	fn widens(&self, present: Option<&Self>) -> bool {
		if !self.budget.allows(Scope::BondAndPools) {
			return false;
		}
		present.is_none_or(|present| {
			present.budget.pools < self.budget.pools || present.version != self.version
		})
	}
}

/// What is promised to one consumer.
#[derive_where(Clone, PartialEq, Eq, Debug; S: Get<u32>)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
#[scale_info(skip_type_params(S))]
#[codec(mel_bound(S: Get<u32>))]
pub struct Promise<S: Get<u32>> {
	/// To whom.
	pub consumer: ConsumerId,
	/// Sorted by epoch: those of the window, the present one, and at most one to come. Each ends where the next
	/// begins.
	spans: BoundedVec<Span, S>,
}

impl<S: Get<u32>> Promise<S> {
	/// What is promised, the oldest first.
	pub fn spans(&self) -> &[Span] {
		&self.spans
	}

	/// What holds in an epoch.
	pub fn at(&self, epoch: EpochIndex) -> Option<&Span> {
		self.spans.iter().rev().find(|span| span.from <= epoch)
	}

	/// What has been announced and does not hold yet.
	pub fn next(&self, now: EpochIndex) -> Option<&Span> {
		self.spans.iter().find(|span| now < span.from)
	}

	/// The spans with their last epochs; the latest has none.
	fn lasting(&self) -> impl Iterator<Item = (&Span, Option<EpochIndex>)> {
		let ends = self.spans.iter().skip(1).map(|next| Some(next.from.minus(1)));
		self.spans.iter().zip(ends.chain([None]))
	}

	/// The most that faults can still charge which are reported in an epoch: every span counts until W epochs after
	/// its end.
	fn counted(&self, epoch: EpochIndex, window: u32) -> Budget {
		let counts = self.lasting().filter(|(span, last)| {
			span.from <= epoch && last.is_none_or(|last| epoch <= last.plus(window))
		});
		counts.fold(Budget::NOTHING, |most, (span, _)| most.max(span.budget))
	}

	/// The last epoch up to another in which something in a scope could be charged.
	fn last_liable(&self, scope: Scope, leaving: EpochIndex) -> Option<EpochIndex> {
		let liable =
			self.lasting().filter(|(span, _)| span.from <= leaving && span.budget.allows(scope));
		liable.map(|(_, last)| last.map_or(leaving, |last| last.min(leaving))).max()
	}

	fn widens(&self, now: EpochIndex) -> bool {
		self.next(now).is_some_and(|next| next.widens(self.at(now)))
	}

	fn prune(&mut self, at: Horizon) {
		let first = self
			.lasting()
			.position(|(_, last)| last.is_none_or(|last| at.now <= last.plus(at.window)))
			.unwrap_or_default();
		let kept: Vec<_> = self.spans.iter().skip(first).copied().collect();
		self.spans = BoundedVec::truncate_from(kept);
	}

	/// Whether nothing can be charged by it any more, and nothing is to come.
	fn is_over(&self) -> bool {
		self.spans.iter().all(|span| span.budget.is_nothing())
	}
}

/// Everything an operator has promised.
#[derive_where(Clone, PartialEq, Eq, Debug; P: Get<u32>, S: Get<u32>)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
#[scale_info(skip_type_params(P, S))]
#[codec(mel_bound(P: Get<u32>, S: Get<u32>))]
pub struct Pledge<P: Get<u32>, S: Get<u32>> {
	/// What all promises together leave of the pools, in 10⁻¹⁸ of them: one less the cap. More at once, less with
	/// notice.
	spared: Minimum,
	promises: BoundedVec<Promise<S>, P>,
}

impl<P: Get<u32>, S: Get<u32>> Default for Pledge<P, S> {
	fn default() -> Self {
		let mut spared = Minimum::default();
		spared.set(ALL, EpochIndex::default(), 0);
		Self { spared, promises: BoundedVec::default() }
	}
}

const ALL: u128 = 1_000_000_000_000_000_000;

impl<P: Get<u32>, S: Get<u32>> Pledge<P, S> {
	/// The promises, in no order.
	pub fn promises(&self) -> &[Promise<S>] {
		&self.promises
	}

	/// The most that all budgets of pools together may be in an epoch, the present one or one to come.
	pub fn cap(&self, epoch: EpochIndex) -> Fraction {
		let cap = ALL.saturating_sub(self.spared.at(epoch)); // never negative: only `set_cap` writes it
		u64::try_from(cap).map(Fraction::from_parts).unwrap_or_default()
	}

	/// Sets the cap: at once if it is lower, else after `notice` epochs. Returns the epoch from which it holds.
	///
	/// `OverCap` if more is promised already.
	pub fn set_cap(
		&mut self,
		cap: Fraction,
		notice: u32,
		at: Horizon,
	) -> Result<EpochIndex, PledgeError> {
		let spared = Fraction::one().deconstruct() - cap.deconstruct();
		let from = self.spared.set(spared.into(), at.now, notice);
		self.check(at)?;
		Ok(from)
	}

	/// Promises a consumer a budget under some of its terms: from the next epoch on, or after `notice` epochs if the
	/// pools can lose more by it. What was announced to the same consumer before is forgotten. A budget of nothing ends
	/// the promise. Returns the epoch from which it holds. Call [`prune`](Self::prune) first, which makes room.
	pub fn promise(
		&mut self,
		consumer: ConsumerId,
		budget: Budget,
		version: u32,
		notice: u32,
		at: Horizon,
	) -> Result<EpochIndex, PledgeError> {
		let mut span = Span { from: at.now.next(), budget, version };
		let present = self.of(consumer).and_then(|promise| promise.at(at.now));
		if span.widens(present) {
			span.from = at.now.plus(notice);
		}
		self.put(consumer, span, at)?;
		Ok(span.from)
	}

	/// The same from the very first epoch on, when nobody could be surprised yet.
	pub fn begin(
		&mut self,
		consumer: ConsumerId,
		budget: Budget,
		version: u32,
		at: Horizon,
	) -> Result<(), PledgeError> {
		self.put(consumer, Span { from: at.now, budget, version }, at)
	}

	fn put(&mut self, consumer: ConsumerId, span: Span, at: Horizon) -> Result<(), PledgeError> {
		if !span.budget.is_valid() {
			return Err(PledgeError::InvalidBudget);
		}
		if self.of(consumer).is_none() {
			if span.budget.is_nothing() {
				return Err(PledgeError::NothingPromised);
			}
			let new = Promise { consumer, spans: BoundedVec::default() };
			self.promises.try_push(new).map_err(|_| PledgeError::TooManyPromises)?;
		}
		for promise in self.promises.iter_mut().filter(|promise| promise.consumer == consumer) {
			let same = |other: &Span| {
				let under_same = other.version == span.version || span.budget.is_nothing();
				other.budget == span.budget && under_same
			};
			if promise.spans.last().is_some_and(same) {
				return Err(PledgeError::Unchanged);
			}
			promise.spans.retain(|known| known.from <= at.now && known.from < span.from);
			if !promise.spans.last().is_some_and(same) {
				promise.spans.try_push(span).map_err(|_| PledgeError::TooManyPromises)?;
			}
		}
		self.promises.retain(|promise| !promise.is_over());
		self.check(at)
	}

	/// What was promised to a consumer.
	pub fn of(&self, consumer: ConsumerId) -> Option<&Promise<S>> {
		self.promises.iter().find(|promise| promise.consumer == consumer)
	}

	/// What a consumer may charge for a fault in an epoch, if anything.
	pub fn at(&self, consumer: ConsumerId, fault: EpochIndex) -> Option<&Span> {
		let span = self.of(consumer)?.at(fault)?;
		(!span.budget.is_nothing()).then_some(span)
	}

	/// z: the last epoch up to another whose faults can charge the bond, or the pools.
	pub fn last_liable(&self, scope: Scope, leaving: EpochIndex) -> Option<EpochIndex> {
		self.promises.iter().filter_map(|promise| promise.last_liable(scope, leaving)).max()
	}

	/// Whether something is announced by which the pools can lose more than now.
	pub fn widens(&self, now: EpochIndex) -> bool {
		self.promises.iter().any(|promise| promise.widens(now))
	}

	/// Whether that was announced in an earlier epoch, if what is announced holds `notice` epochs later: it has stood
	/// overnight, and was not there for the sake of one transaction.
	pub fn has_announced(&self, now: EpochIndex, notice: u32) -> bool {
		self.promises.iter().any(|promise| {
			let stood = promise.next(now).is_some_and(|next| next.from < now.plus(notice));
			stood && promise.widens(now)
		})
	}

	/// What all consumers together can still charge in an epoch, the present one or one to come; `None` if that is more
	/// than all.
	pub fn counted(&self, epoch: EpochIndex, window: u32) -> Option<Budget> {
		self.promises
			.iter()
			.map(|promise| promise.counted(epoch, window))
			.try_fold(Budget::NOTHING, Budget::plus)
	}

	/// I7: Σ budgets of pools ≤ cap ≤ 1 and Σ budgets of the bond ≤ 1, in the present epoch and in every one to come.
	/// Sums grow only where something begins, and the cap never falls by itself.
	pub fn check(&self, at: Horizon) -> Result<(), PledgeError> {
		let begins = self.promises.iter().flat_map(|promise| promise.spans.iter());
		let begins = begins.map(|span| span.from).filter(|from| at.now < *from);
		for epoch in begins.chain([at.now]) {
			let all = self.promises.iter().map(|promise| promise.counted(epoch, at.window));
			let bonds = all.clone().map(|budget| Budget { pools: Fraction::zero(), ..budget });
			bonds.clone().try_fold(Budget::NOTHING, Budget::plus).ok_or(PledgeError::OverBond)?;
			let sum =
				all.clone().try_fold(Budget::NOTHING, Budget::plus).ok_or(PledgeError::OverCap)?;
			if self.cap(epoch) < sum.pools {
				return Err(PledgeError::OverCap);
			}
		}
		Ok(())
	}

	/// Forgets what nobody can charge any more. Returns the consumers to whom nothing is promised any more.
	pub fn prune(&mut self, at: Horizon) -> Vec<ConsumerId> {
		for promise in self.promises.iter_mut() {
			promise.prune(at);
		}
		let over = self.promises.iter().filter(|promise| promise.is_over());
		let over = over.map(|promise| promise.consumer).collect();
		self.promises.retain(|promise| !promise.is_over());
		over
	}

	/// Whether it says no more than that of an operator that never promised anything.
	pub fn is_empty(&self, now: EpochIndex) -> bool {
		self.promises.is_empty() && self.cap(now.plus(u32::MAX)) == Fraction::zero()
	}
}
