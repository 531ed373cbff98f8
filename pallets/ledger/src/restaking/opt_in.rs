// SPDX-License-Identifier: Apache-2.0

//! Opt-in of an operator to one consumer, by epoch.

use super::{ConsumerId, Fractions, Notices, Span};
use crate::{EpochIndex, History, Scope};
use alloc::vec::Vec;
use bounded_collections::Get;
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
	/// The budget is nothing, or a part of it is less than a case takes at least.
	InvalidBudget,
	/// The operator is opted in to as many consumers as it may be.
	TooManyOptIns,
	/// The operator is not opted in to this consumer.
	NotOptedIn,
	/// The opt-in is that already.
	Unchanged,
}

/// Opt-in of an operator to one consumer.
#[derive_where(Clone, PartialEq, Eq, Debug; S: Get<u32>)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
#[scale_info(skip_type_params(S))]
#[codec(mel_bound(S: Get<u32>))]
pub struct OptIn<S: Get<u32>> {
	/// The consumer.
	pub consumer_id: ConsumerId,
	/// Spans sorted by epoch: those of the window, the present one, and those that are announced, at most one for each epoch
	/// of the longer notice and one more. Each ends where the next begins.
	spans: History<Span, S>,
}

impl<S: Get<u32>> OptIn<S> {
	/// Opt-in that says nothing yet.
	pub(super) fn new(consumer_id: ConsumerId) -> Self {
		Self { consumer_id, spans: History::default() }
	}

	/// Spans, the oldest first.
	pub fn spans(&self) -> &[Span] {
		self.spans.all()
	}

	/// Span of an epoch.
	pub fn at(&self, epoch: EpochIndex) -> Option<&Span> {
		self.spans.at(epoch)
	}

	/// First span that is announced and has not begun.
	pub fn next(&self, now: EpochIndex) -> Option<&Span> {
		self.spans.announced(now)
	}

	/// Span that an announcement of the present epoch follows: the last one that cannot be taken back.
	pub fn before(&self, now: EpochIndex) -> Option<&Span> {
		self.spans().iter().rev().find(|span| !span.can_be_taken_back(now))
	}

	/// Most that faults which are reported in an epoch can still take: every span counts until W epochs after its end.
	pub(super) fn counted(&self, epoch: EpochIndex, window: u32) -> Fractions {
		let counts = self.spans.lasting().filter(|(span, last)| {
			span.effective_from <= epoch && last.is_none_or(|last| epoch <= last.plus(window))
		});
		counts.fold(Fractions::NOTHING, |most, (span, _)| most.max(span.budget))
	}

	/// Last epoch up to another whose faults can be slashed in a scope.
	pub(super) fn last_liable(&self, scope: Scope, leaving: EpochIndex) -> Option<EpochIndex> {
		let liable = self
			.spans
			.lasting()
			.filter(|(span, _)| span.effective_from <= leaving && span.budget.keeps(scope));
		liable.map(|(_, last)| last.map_or(leaving, |last| last.min(leaving))).max()
	}

	/// True if a fault of an epoch that has not begun can be slashed, as it stands now.
	pub(super) fn is_liable_after(&self, now: EpochIndex) -> bool {
		self.spans
			.lasting()
			.any(|(span, last)| !span.budget.is_nothing() && last.is_none_or(|last| now < last))
	}

	/// True if nothing can be slashed by it any more, and nothing is announced.
	pub(super) fn is_over(&self) -> bool {
		self.spans().iter().all(|span| span.budget.is_nothing())
	}

	/// Announces a budget, in the place of one that was announced in the same epoch and after all others. Returns the epoch
	/// from which it holds.
	pub(super) fn announce(
		&mut self,
		budget: Fractions,
		version: u32,
		notices: Notices,
		now: EpochIndex,
	) -> Result<EpochIndex, OptInError> {
		let span = Span::announce(budget, version, self.before(now), notices, now);
		if self.spans.latest().is_some_and(|latest| span.is_same(latest)) {
			return Err(OptInError::Unchanged);
		}

		self.spans.retract(|span| span.can_be_taken_back(now));
		match self.spans.latest() {
			Some(before) if span.is_same(before) => Ok(before.effective_from.max(now.next())),
			_ => self.put(span),
		}
	}

	/// Begins a span in its epoch, whatever was to begin later.
	pub(super) fn put(&mut self, span: Span) -> Result<EpochIndex, OptInError> {
		self.spans.append(span).map_err(|_| OptInError::TooManyOptIns)
	}

	/// Ends it with the present epoch, without notice, and drops what is announced: the consumer that has gone gave notice
	/// itself, so this cannot be taken back.
	pub(super) fn end(&mut self, now: EpochIndex) -> Result<EpochIndex, OptInError> {
		let effective_from = now.next();
		let is_ending =
			|span: &Span| span.budget.is_nothing() && span.effective_from <= effective_from;
		if self.spans.latest().is_none_or(is_ending) {
			return Err(OptInError::Unchanged);
		}
		self.spans.retract(|span| now < span.effective_from);
		let budget = Fractions::NOTHING;
		let span = Span { effective_from, announced_epoch: now.minus(1), budget, version: 0 };
		match self.spans.latest() {
			Some(before) if span.is_same(before) => Ok(effective_from),
			_ => self.put(span),
		}
	}

	/// Narrows what is announced to what it follows.
	pub(super) fn shrink(&mut self, now: EpochIndex) {
		let is_announced = |span: &Span| now < span.effective_from;
		let announced: Vec<_> =
			self.spans().iter().copied().filter(|span| is_announced(span)).collect();
		self.spans.retract(is_announced);
		for span in announced {
			let before = self.spans.latest();
			let narrower = span.within(before);
			if !before.is_some_and(|before| narrower.is_same(before)) {
				// There are no more than before.
				let _ = self.put(narrower);
			}
		}
	}

	/// Forgets spans by which nothing can be slashed any more.
	pub(super) fn forget_before(&mut self, epoch: EpochIndex) {
		self.spans.forget_before(epoch);
	}
}
