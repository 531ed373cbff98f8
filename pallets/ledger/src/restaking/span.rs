// SPDX-License-Identifier: Apache-2.0

//! A budget from an epoch on, and the notice that a change of it takes.

use super::Fractions;
use crate::{Dated, EpochIndex, Fraction, Notice};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// Notices of a change of an opt-in: it has two sides that others rely on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Notices {
	/// N: of what pools can lose more by, so that their stakers can leave.
	pub widen: Notice,
	/// M: of what a consumer can take less by, so that it can know.
	pub narrow: Notice,
}

/// Budget of an opt-in from an epoch on, until the next span of the opt-in begins.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub struct Span {
	/// First epoch of the span.
	pub effective_from: EpochIndex,
	/// Epoch of the announcement, in which alone it can be taken back.
	pub announced_epoch: EpochIndex,
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
	/// A budget on a version of terms, announced in an epoch after all that was announced in earlier ones. It takes effect
	/// in the next epoch, after the notices of what it changes, and after the span that it follows.
	pub(super) fn announce(
		budget: Fractions,
		version: u32,
		before: Option<&Self>,
		notices: Notices,
		now: EpochIndex,
	) -> Self {
		let mut span = Self { effective_from: now.next(), announced_epoch: now, budget, version };
		if span.widens(before) {
			span.effective_from = span.effective_from.max(notices.widen.takes_effect(now));
		}
		if span.narrows(before) {
			span.effective_from = span.effective_from.max(notices.narrow.takes_effect(now));
		}
		if let Some(before) = before {
			span.effective_from = span.effective_from.max(before.effective_from.next());
		}
		span
	}

	/// True if it was announced in an epoch and has not begun: in that epoch it can be taken back.
	pub(super) fn can_be_taken_back(&self, now: EpochIndex) -> bool {
		self.announced_epoch == now && now < self.effective_from
	}

	/// True if the pools can lose more by it than by the one that it follows, or under terms that their stakers have not
	/// seen.
	pub(super) fn widens(&self, before: Option<&Self>) -> bool {
		let answers = self.budget.pools > Fraction::zero();
		answers
			&& before.is_none_or(|before| {
				before.budget.pools < self.budget.pools || before.version != self.version
			})
	}

	/// True if the consumer can take less by it than by the one that it follows, or under other terms.
	fn narrows(&self, before: Option<&Self>) -> bool {
		let before = before.filter(|before| !before.budget.is_nothing());
		before.is_some_and(|before| {
			!self.budget.holds(&before.budget) || before.version != self.version
		})
	}

	/// The part of it that is no more than the one that it follows, on the terms of that.
	pub(super) fn within(self, before: Option<&Self>) -> Self {
		let most = before.map_or(Fractions::NOTHING, |before| before.budget);
		let budget = self.budget.min(most);
		let version = before.filter(|_| !budget.is_nothing()).map_or(0, |before| before.version);
		Self { budget, version, ..self }
	}

	/// True if another says the same from its own epoch on.
	pub(super) fn is_same(&self, other: &Self) -> bool {
		let on_same_terms = self.version == other.version || self.budget.is_nothing();
		self.budget == other.budget && on_same_terms
	}

	/// True if a consumer may take what another asks for on the same terms: no more than by this one.
	pub fn holds(&self, budget: &Fractions, version: u32) -> bool {
		self.version == version && self.budget.holds(budget)
	}
}
