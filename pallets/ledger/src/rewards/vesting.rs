// SPDX-License-Identifier: Apache-2.0

//! Vesting of a lock: what it earns above the base multiplier is the owner's once the lock has lasted W epochs.

use super::Amounts;
use crate::{EpochIndex, LedgerError, Multiplier};
use bounded_collections::Get;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use derive_where::derive_where;
use scale_info::TypeInfo;

/// The rewards of a young lock. As they come they are divided once, into the part by the base multiplier, which is the
/// owner's, and the excess. The excess is the owner's when the lock has lasted for W epochs, and the pool's if the stake
/// leaves without a penalty before; so nobody locks for the time of a window in which leaving is free.
///
/// Expired rewards that a new lock has made the owner's vest with it. They are the pool's if the stake leaves early, with
/// or without a penalty.
///
/// A stake that leaves in parts gives back in proportion, rounded up to whole units; less than a unit, which the last
/// part would leave, is nobody's. Locks that have merged may have earned unlike: their stake is not divided, and each
/// part that leaves gives back everything, or a large lock would pay for a small one that leaves.
#[derive_where(Clone, PartialEq, Eq, Debug; A: Get<u32>)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
#[scale_info(skip_type_params(A))]
#[codec(mel_bound(A: Get<u32>))]
pub struct Vesting<A: Get<u32>> {
	/// First epoch in which everything is the owner's.
	vested_epoch: EpochIndex,
	/// Rewards that are the owner's and have not been paid.
	due: Amounts<A>,
	/// Rewards above the base multiplier.
	excess: Amounts<A>,
	/// Expired rewards of the lock before.
	expired: Amounts<A>,
	/// True if the stake was not locked for an epoch or more before: what comes late may be expired rewards.
	has_gap: bool,
	/// True if it is of locks that have merged and may have earned unlike.
	is_mixed: bool,
}

impl<A: Get<u32>> Vesting<A> {
	/// The vesting of a lock that is active from an epoch on: it takes `window` whole epochs.
	pub fn new(effective_from: EpochIndex, window: u32) -> Self {
		Self {
			vested_epoch: effective_from.plus(window),
			due: Amounts::default(),
			excess: Amounts::default(),
			expired: Amounts::default(),
			has_gap: false,
			is_mixed: false,
		}
	}

	/// The vesting of a lock after one that has expired, with the expired rewards of that; `has_gap` if it did in an epoch
	/// before the present one.
	pub fn relock(
		effective_from: EpochIndex,
		window: u32,
		expired: Amounts<A>,
		has_gap: bool,
	) -> Self {
		Self { expired, has_gap, ..Self::new(effective_from, window) }
	}

	/// The first epoch in which everything is the owner's.
	pub const fn vested_epoch(&self) -> EpochIndex {
		self.vested_epoch
	}

	/// True if everything is the owner's.
	pub fn is_over(&self, now: EpochIndex) -> bool {
		self.vested_epoch <= now
	}

	/// The amounts that are withheld: the excess and the expired rewards.
	pub fn withheld(&self) -> Amounts<A> {
		self.excess.clone().plus(&self.expired)
	}

	/// Divides rewards that have not been divided yet: ⌊earned · base / own⌋ are the owner's, the rest is withheld.
	pub fn earn(
		&mut self,
		earned: Amounts<A>,
		base: Multiplier,
		own: Multiplier,
	) -> Result<(), LedgerError> {
		let by_base = match base < own {
			true => earned.part_floor(base.0.into(), own.0.into())?,
			false => earned.clone(),
		};
		self.excess = core::mem::take(&mut self.excess).plus(&earned.minus(&by_base));
		self.due = core::mem::take(&mut self.due).plus(&by_base);
		Ok(())
	}

	/// All rewards that have been divided and not been paid, whosever they are.
	pub fn noted(&self) -> Amounts<A> {
		self.due.clone().plus(&self.withheld())
	}

	/// Adds rewards that are the owner's, whatever becomes of the lock.
	pub fn owe(&mut self, rewards: &Amounts<A>) {
		self.due = core::mem::take(&mut self.due).plus(rewards);
	}

	/// The rewards that are the owner's in an epoch. Whoever pays takes from them what it has paid.
	pub fn due(&mut self, now: EpochIndex) -> &mut Amounts<A> {
		if self.is_over(now) {
			let excess = core::mem::take(&mut self.excess);
			let expired = core::mem::take(&mut self.expired);
			self.due = core::mem::take(&mut self.due).plus(&excess).plus(&expired);
		}
		&mut self.due
	}

	/// Makes the expired rewards the owner's: the pool has closed.
	pub fn release_expired(&mut self) {
		self.has_gap = false;
		let expired = core::mem::take(&mut self.expired);
		self.due = core::mem::take(&mut self.due).plus(&expired);
	}

	/// True if it can be divided as the stake is: all of the stake has earned alike, or everything is due.
	pub fn can_split(&self, now: EpochIndex) -> bool {
		!self.is_mixed || self.is_over(now)
	}

	/// Divides it as the stake is divided, of which `part` of `whole` shares go: what is withheld goes with them, rounded
	/// down, and the rest stays, as everything does that is due.
	pub fn split(&mut self, part: u128, whole: u128) -> Result<Self, LedgerError> {
		let mut other = Self { due: Amounts::default(), ..self.clone() };
		for (own, others) in
			[(&mut self.excess, &mut other.excess), (&mut self.expired, &mut other.expired)]
		{
			*others = own.part_floor(part, whole)?;
			*own = core::mem::take(own).minus(others);
		}
		Ok(other)
	}

	/// Joins the vesting of a lock that merges with this one: all of it vests with the later of both.
	pub fn join(&mut self, other: &Self, now: EpochIndex) {
		let both = [&*self, other];
		let is_over = both.iter().all(|one| one.is_over(now));
		let is_alike = both.iter().all(|one| !one.is_mixed && one.withheld().is_zero())
			&& (self.vested_epoch, self.has_gap) == (other.vested_epoch, other.has_gap);
		self.is_mixed = !is_over && !is_alike;
		self.has_gap |= other.has_gap;
		self.vested_epoch = self.vested_epoch.max(other.vested_epoch);
		for (own, others) in [
			(&mut self.due, &other.due),
			(&mut self.excess, &other.excess),
			(&mut self.expired, &other.expired),
		] {
			*own = core::mem::take(own).plus(others);
		}
	}

	/// The whole units that go back to the pool when `part` of `whole` shares leave without a penalty: of everything that
	/// is withheld.
	pub fn leave_free(&mut self, part: u128, whole: u128) -> Result<Amounts<A>, LedgerError> {
		let part = if self.is_mixed { whole } else { part };
		let excess = self.excess.take_units_of(part, whole)?;
		Ok(self.expired.take_units_of(part, whole)?.plus(&excess))
	}

	/// The whole units that go back to the pool when `part` of `whole` shares leave early and pay the penalty: of the
	/// expired rewards. The excess stays, and is due with the last share.
	pub fn leave_early(&mut self, part: u128, whole: u128) -> Result<Amounts<A>, LedgerError> {
		if part == whole {
			let excess = core::mem::take(&mut self.excess);
			self.due = core::mem::take(&mut self.due).plus(&excess);
		}
		self.expired.take_units_of(if self.is_mixed { whole } else { part }, whole)
	}

	/// The multiplier by which stake that leaves before it has vested is paid what comes late: the base multiplier if it
	/// pays no penalty. After a lock that had expired it is zero, as for an expired position that leaves.
	pub fn multiplier_of_leaving(
		&self,
		is_free: bool,
		base: Multiplier,
		own: Multiplier,
	) -> Multiplier {
		match (self.has_gap, is_free) {
			(true, _) => Multiplier(0),
			(false, true) => base.min(own),
			(false, false) => own,
		}
	}
}

#[cfg(test)]
mod histories;
#[cfg(test)]
mod tests;
