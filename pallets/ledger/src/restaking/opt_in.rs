// SPDX-License-Identifier: Apache-2.0

//! Opt-ins of an operator to consumers, by epoch: all of them in one place, so that their sum is one read.

use super::{ConsumerId, Fractions};
use crate::{Dated, EpochIndex, Fraction, History, Horizon, Notice, Scheduled, Scope};
use alloc::vec::Vec;
use bounded_collections::{BoundedVec, Get};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use derive_where::derive_where;
use scale_info::TypeInfo;

/// Reasons why an opt-in cannot be made, changed or ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum OptInError {
	/// All budgets of pools together would be more than the operator's slash cap.
	OverCap,
	/// All budgets of the bond together would be more than the bond.
	OverBond,
	/// The budget is nothing, less of the bond than of the pools, or a part of it is less than a case takes at least.
	InvalidBudget,
	/// The operator is opted in to as many consumers as it may be.
	TooManyOptIns,
	/// The operator is not opted in to this consumer.
	NotOptedIn,
	/// The opt-in is that already.
	Unchanged,
}

/// Budget of an opt-in from an epoch on, until the next span of the opt-in begins.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub struct Span {
	/// First epoch of the span.
	pub effective_from: EpochIndex,
	/// Most that the consumer may take for faults of the span within any W epochs. Nothing once the operator has opted out.
	pub budget: Fractions,
	/// Version of the consumer's terms that the opt-in pins; 0 once the operator has opted out.
	#[codec(compact)]
	pub version: u32,
}

impl Dated for Span {
	fn effective_from(&self) -> EpochIndex {
		self.effective_from
	}
}

impl Span {
	/// True if the pools can lose more by it than by another, or under terms that their stakers have not seen.
	fn widens(&self, present: Option<&Self>) -> bool {
		if !self.budget.allows(Scope::BondAndPools) {
			return false;
		}
		present.is_none_or(|present| {
			present.budget.pools < self.budget.pools || present.version != self.version
		})
	}

	/// True if another says the same from its own epoch on.
	fn is_same(&self, other: &Self) -> bool {
		let on_same_terms = self.version == other.version || self.budget.is_nothing();
		self.budget == other.budget && on_same_terms
	}
}

/// Opt-in of an operator to one consumer.
#[derive_where(Clone, PartialEq, Eq, Debug; S: Get<u32>)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
#[scale_info(skip_type_params(S))]
#[codec(mel_bound(S: Get<u32>))]
pub struct OptIn<S: Get<u32>> {
	/// The consumer.
	pub consumer_id: ConsumerId,
	/// Spans sorted by epoch: those of the window, the present one, and at most one that is announced. Each ends where the
	/// next begins.
	spans: History<Span, S>,
}

impl<S: Get<u32>> OptIn<S> {
	/// Spans, the oldest first.
	pub fn spans(&self) -> &[Span] {
		self.spans.all()
	}

	/// Span of an epoch.
	pub fn at(&self, epoch: EpochIndex) -> Option<&Span> {
		self.spans.at(epoch)
	}

	/// Span that is announced and has not begun.
	pub fn next(&self, now: EpochIndex) -> Option<&Span> {
		self.spans.announced(now)
	}

	/// Most that faults which are reported in an epoch can still take: every span counts until W epochs after its end.
	fn counted(&self, epoch: EpochIndex, window: u32) -> Fractions {
		let counts = self.spans.lasting().filter(|(span, last)| {
			span.effective_from <= epoch && last.is_none_or(|last| epoch <= last.plus(window))
		});
		counts.fold(Fractions::NOTHING, |most, (span, _)| most.max(span.budget))
	}

	/// Last epoch up to another whose faults can be slashed in a scope.
	fn last_liable(&self, scope: Scope, leaving: EpochIndex) -> Option<EpochIndex> {
		let liable = self
			.spans
			.lasting()
			.filter(|(span, _)| span.effective_from <= leaving && span.budget.allows(scope));
		liable.map(|(_, last)| last.map_or(leaving, |last| last.min(leaving))).max()
	}

	/// True if a span that widens this opt-in was announced before the present epoch.
	fn widens(&self, now: EpochIndex, notice: Notice) -> bool {
		self.next(now).is_some_and(|next| {
			notice.was_announced_before(now, next.effective_from) && next.widens(self.at(now))
		})
	}

	/// True if nothing can be slashed by it any more, and nothing is announced.
	fn is_over(&self) -> bool {
		self.spans().iter().all(|span| span.budget.is_nothing())
	}
}

/// All opt-ins of an operator, and its slash cap.
#[derive_where(Clone, PartialEq, Eq, Debug; N: Get<u32>, S: Get<u32>)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
#[scale_info(skip_type_params(N, S))]
#[codec(mel_bound(N: Get<u32>, S: Get<u32>))]
pub struct OptIns<N: Get<u32>, S: Get<u32>> {
	/// Most that all opt-ins together may take of the pools. Lowered at once, raised with notice.
	slash_cap: Scheduled<Fraction>,
	/// Opt-ins in no order, one for each consumer.
	list: BoundedVec<OptIn<S>, N>,
}

impl<N: Get<u32>, S: Get<u32>> Default for OptIns<N, S> {
	fn default() -> Self {
		Self { slash_cap: Scheduled::default(), list: BoundedVec::default() }
	}
}

impl<N: Get<u32>, S: Get<u32>> OptIns<N, S> {
	/// Opt-ins, in no order.
	pub fn list(&self) -> &[OptIn<S>] {
		&self.list
	}

	/// Most that all budgets of pools together may be in an epoch, the present one or a later one.
	pub fn slash_cap(&self, epoch: EpochIndex) -> Fraction {
		self.slash_cap.at(epoch)
	}

	/// Slash cap once everything announced holds.
	pub const fn latest_slash_cap(&self) -> Fraction {
		self.slash_cap.latest()
	}

	/// Sets the slash cap: at once if it is no higher, else from an epoch on. Returns the epoch from which it holds.
	///
	/// `OverCap` if the budgets of pools are more.
	pub fn set_slash_cap(
		&mut self,
		cap: Fraction,
		raised_from: EpochIndex,
		at: Horizon,
	) -> Result<EpochIndex, OptInError> {
		let effective_from = self.slash_cap.lower_at_once(cap, at.now, raised_from);
		self.check(at)?;
		Ok(effective_from)
	}

	/// Opts in to a consumer with a budget on a version of its terms: from the next epoch on, or from a later one if the
	/// pools can lose more by it. An opt-in that was announced to the same consumer is dropped. Returns the epoch from
	/// which it holds. Call [`prune`](Self::prune) first, which makes room.
	pub fn opt_in(
		&mut self,
		consumer_id: ConsumerId,
		budget: Fractions,
		version: u32,
		widened_from: EpochIndex,
		at: Horizon,
	) -> Result<EpochIndex, OptInError> {
		let mut span = Span { effective_from: at.now.next(), budget, version };
		let present = self.of(consumer_id).and_then(|opt_in| opt_in.at(at.now));
		if span.widens(present) {
			span.effective_from = widened_from;
		}
		self.begin(consumer_id, span, at)
	}

	/// The same from an epoch on that the caller names: from the very first one, when nobody could be surprised yet.
	pub fn begin(
		&mut self,
		consumer_id: ConsumerId,
		span: Span,
		at: Horizon,
	) -> Result<EpochIndex, OptInError> {
		if span.budget.is_nothing() || !span.budget.is_valid() {
			return Err(OptInError::InvalidBudget);
		}
		if self.of(consumer_id).is_none() {
			let new = OptIn { consumer_id, spans: History::default() };
			self.list.try_push(new).map_err(|_| OptInError::TooManyOptIns)?;
		}
		self.put(consumer_id, span, at)
	}

	/// Ends the opt-in to a consumer with the present epoch. One that was announced is dropped. Returns the first epoch
	/// without it.
	pub fn opt_out(
		&mut self,
		consumer_id: ConsumerId,
		at: Horizon,
	) -> Result<EpochIndex, OptInError> {
		let nothing =
			Span { effective_from: at.now.next(), budget: Fractions::NOTHING, version: 0 };
		self.put(consumer_id, nothing, at)
	}

	fn put(
		&mut self,
		consumer_id: ConsumerId,
		span: Span,
		at: Horizon,
	) -> Result<EpochIndex, OptInError> {
		let opt_in = self.list.iter_mut().find(|opt_in| opt_in.consumer_id == consumer_id);
		let spans = &mut opt_in.ok_or(OptInError::NotOptedIn)?.spans;

		if spans.latest().is_some_and(|latest| span.is_same(latest)) {
			return Err(OptInError::Unchanged);
		}
		spans.take_back(at.now, span.effective_from);
		if !spans.latest().is_some_and(|latest| span.is_same(latest)) {
			spans.set(span, at.now).map_err(|_| OptInError::TooManyOptIns)?;
		}
		self.list.retain(|opt_in| !opt_in.is_over());
		self.check(at)?;
		Ok(span.effective_from)
	}

	/// Opt-in to a consumer.
	pub fn of(&self, consumer_id: ConsumerId) -> Option<&OptIn<S>> {
		self.list.iter().find(|opt_in| opt_in.consumer_id == consumer_id)
	}

	/// Span by which a consumer may slash a fault; `None` if the operator was not opted in to it in that epoch.
	pub fn at(&self, consumer_id: ConsumerId, fault_epoch: EpochIndex) -> Option<&Span> {
		let span = self.of(consumer_id)?.at(fault_epoch)?;
		(!span.budget.is_nothing()).then_some(span)
	}

	/// z: last epoch up to another whose faults can be slashed in a scope, by any consumer.
	pub fn last_liable(&self, scope: Scope, leaving: EpochIndex) -> Option<EpochIndex> {
		self.list.iter().filter_map(|opt_in| opt_in.last_liable(scope, leaving)).max()
	}

	/// True if a span by which the pools can lose more was announced before the present epoch, for which it takes a
	/// notice: it has stood overnight, and was not there for the sake of one transaction.
	pub fn widens(&self, now: EpochIndex, notice: Notice) -> bool {
		self.list.iter().any(|opt_in| opt_in.widens(now, notice))
	}

	/// Budgets of all consumers together that still count in an epoch, the present one or a later one; `None` if that is
	/// more than all.
	pub fn counted(&self, epoch: EpochIndex, window: u32) -> Option<Fractions> {
		self.list
			.iter()
			.map(|opt_in| opt_in.counted(epoch, window))
			.try_fold(Fractions::NOTHING, Fractions::plus)
	}

	/// I7: Σ budgets of pools ≤ slash cap ≤ 1 and Σ budgets of the bond ≤ 1, in the present epoch and in every later one.
	/// Sums grow only where a span begins, and the cap never falls by itself.
	pub fn check(&self, at: Horizon) -> Result<(), OptInError> {
		let begins = self.list.iter().flat_map(|opt_in| opt_in.spans());
		let begins = begins.map(|span| span.effective_from).filter(|from| at.now < *from);
		for epoch in begins.chain([at.now]) {
			let all = self.list.iter().map(|opt_in| opt_in.counted(epoch, at.window));
			let bonds = all.clone().map(|budget| Fractions { pools: Fraction::zero(), ..budget });
			bonds
				.clone()
				.try_fold(Fractions::NOTHING, Fractions::plus)
				.ok_or(OptInError::OverBond)?;
			let sum = all
				.clone()
				.try_fold(Fractions::NOTHING, Fractions::plus)
				.ok_or(OptInError::OverCap)?;
			if self.slash_cap(epoch) < sum.pools {
				return Err(OptInError::OverCap);
			}
		}
		Ok(())
	}

	/// Forgets spans by which nothing can be slashed any more. Returns the consumers to which that leaves no opt-in.
	pub fn prune(&mut self, at: Horizon) -> Vec<ConsumerId> {
		for opt_in in self.list.iter_mut() {
			opt_in.spans.forget_before(at.now.minus(at.window));
		}
		let over = self.list.iter().filter(|opt_in| opt_in.is_over());
		let over = over.map(|opt_in| opt_in.consumer_id).collect();
		self.list.retain(|opt_in| !opt_in.is_over());
		over
	}

	/// True if it says no more than that of an operator that never opted in: no opt-ins, and a slash cap of nothing.
	pub fn is_empty(&self) -> bool {
		self.list.is_empty() && self.latest_slash_cap() == Fraction::zero()
	}
}
