// SPDX-License-Identifier: Apache-2.0

//! Opt-ins of an operator to all consumers: in one place, so that their sum is one read.

use super::{ConsumerId, Fractions, Notices, OptIn, OptInError, Span};
use crate::{EpochIndex, Fraction, Horizon, Scheduled, Scope};
use bounded_collections::{BoundedVec, Get};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use derive_where::derive_where;
use scale_info::TypeInfo;

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

	/// Opts in to a consumer with a budget on a version of its terms: from the next epoch on, or later if the pools can
	/// lose more by it, the consumer can take less, or something else is announced to begin later. What was announced to
	/// the same consumer in the same epoch is taken back. Returns the epoch from which it holds. Call
	/// [`prune`](Self::prune) first, which makes room.
	pub fn opt_in(
		&mut self,
		consumer_id: ConsumerId,
		budget: Fractions,
		version: u32,
		notices: Notices,
		at: Horizon,
	) -> Result<EpochIndex, OptInError> {
		self.change(consumer_id, Some(budget), at, |opt_in| {
			opt_in.announce(budget, version, notices, at.now)
		})
	}

	/// The same from the present epoch on: from the very first one, when nobody could be surprised yet.
	pub fn begin(
		&mut self,
		consumer_id: ConsumerId,
		budget: Fractions,
		version: u32,
		at: Horizon,
	) -> Result<EpochIndex, OptInError> {
		let span = Span { effective_from: at.now, announced_epoch: at.now, budget, version };
		self.change(consumer_id, Some(budget), at, |opt_in| opt_in.put(span))
	}

	/// Ends the opt-in to a consumer when the notice is over, and all that was announced before has held. What was announced
	/// in the same epoch is taken back. Returns the first epoch without it.
	pub fn opt_out(
		&mut self,
		consumer_id: ConsumerId,
		notices: Notices,
		at: Horizon,
	) -> Result<EpochIndex, OptInError> {
		self.change(consumer_id, None, at, |opt_in| {
			opt_in.announce(Fractions::NOTHING, 0, notices, at.now)
		})
	}

	/// Ends the opt-in to a consumer that has gone with the present epoch. Returns the first epoch without it.
	pub fn end(&mut self, consumer_id: ConsumerId, at: Horizon) -> Result<EpochIndex, OptInError> {
		self.change(consumer_id, None, at, |opt_in| opt_in.end(at.now))
	}

	/// Drops what is announced by which more could be taken: an operator that closes takes nothing on.
	pub fn shrink(&mut self, now: EpochIndex) {
		for opt_in in self.list.iter_mut() {
			opt_in.shrink(now);
		}
		self.list.retain(|opt_in| !opt_in.is_over());
	}

	/// Changes one opt-in, which is made if there is a budget for it, and checks the sums of all.
	fn change(
		&mut self,
		consumer_id: ConsumerId,
		budget: Option<Fractions>,
		at: Horizon,
		change: impl FnOnce(&mut OptIn<S>) -> Result<EpochIndex, OptInError>,
	) -> Result<EpochIndex, OptInError> {
		if budget.is_some_and(|budget| budget.is_nothing() || !budget.is_valid()) {
			return Err(OptInError::InvalidBudget);
		}
		if budget.is_some() && self.of(consumer_id).is_none() {
			let new = OptIn::new(consumer_id);
			self.list.try_push(new).map_err(|_| OptInError::TooManyOptIns)?;
		}

		let opt_in = self.list.iter_mut().find(|opt_in| opt_in.consumer_id == consumer_id);
		let effective_from = change(opt_in.ok_or(OptInError::NotOptedIn)?)?;

		self.list.retain(|opt_in| !opt_in.is_over());
		self.check(at)?;
		Ok(effective_from)
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

	/// True if a fault of an epoch that has not begun can be slashed, as it stands now.
	pub fn is_liable_after(&self, now: EpochIndex) -> bool {
		self.list.iter().any(|opt_in| opt_in.is_liable_after(now))
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

	/// Forgets spans by which nothing can be slashed any more, and opt-ins that have no others.
	pub fn prune(&mut self, at: Horizon) {
		for opt_in in self.list.iter_mut() {
			opt_in.forget_before(at.now.minus(at.window));
		}
		self.list.retain(|opt_in| !opt_in.is_over());
	}

	/// True if it says no more than that of an operator that never opted in: no opt-ins, and a slash cap of nothing.
	pub fn is_empty(&self) -> bool {
		self.list.is_empty() && self.latest_slash_cap() == Fraction::zero()
	}
}
