// SPDX-License-Identifier: Apache-2.0

//! Unbonding stake of one staker in one pool.

use crate::{
	math::{add, part_ceil, sub},
	Balance, Buckets, Cohort, EpochIndex, Fraction, LedgerError, Place, RewardWeight, Shares,
	Weighted,
};
use alloc::vec::Vec;
use bounded_collections::{BoundedVec, Get};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use derive_where::derive_where;
use scale_info::TypeInfo;

/// The shares of a staker in one bucket of the exits of an epoch.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub struct Part {
	/// Cohort from which the tokens came: it says for which epochs they can be slashed.
	pub cohort: Cohort,
	/// Shares of the bucket.
	pub shares: Shares,
	/// Reward weight of those shares: exits of different multipliers may join.
	#[codec(compact)]
	pub weight: RewardWeight,
}

/// An exit: all that a staker unstaked in one epoch.
#[derive_where(Clone, PartialEq, Eq, Debug; S: Get<u32>)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
#[scale_info(skip_type_params(S))]
#[codec(mel_bound(S: Get<u32>))]
pub struct Exit<S: Get<u32>> {
	/// u: the epoch in which it was asked for, the last one in which it is active.
	pub asked_epoch: EpochIndex,
	/// r(u): the first epoch in which it can be paid.
	pub release: EpochIndex,
	parts: BoundedVec<Part, S>,
}

impl<S: Get<u32>> Exit<S> {
	/// The parts, the oldest cohort first.
	pub fn parts(&self) -> &[Part] {
		&self.parts
	}

	/// The present value, Σ ⌊h·T/H⌋ over the parts: the amount that it would pay now.
	pub fn value(&self, exit_bucket: &Buckets<S>) -> Result<Balance, LedgerError> {
		exit_bucket.value(self.shares_by_cohort())
	}

	/// The part of that value that is active in an epoch; zero in those after the exit was asked for.
	pub fn active_value(
		&self,
		exit_bucket: &Buckets<S>,
		epoch: EpochIndex,
	) -> Result<Balance, LedgerError> {
		exit_bucket.active_value(self.shares_by_cohort(), epoch)
	}

	fn shares_by_cohort(&self) -> impl Iterator<Item = (Cohort, Shares)> + '_ {
		self.parts.iter().map(|part| (part.cohort, part.shares))
	}

	/// The reward weights of the parts.
	pub fn weights(&self) -> impl Iterator<Item = Weighted> + '_ {
		self.parts.iter().map(|part| Weighted {
			place: Place::exit(self.asked_epoch, part.cohort),
			weight: part.weight,
		})
	}

	pub(crate) fn join(
		&mut self,
		cohort: Cohort,
		shares: Shares,
		weight: RewardWeight,
	) -> Result<(), LedgerError> {
		match self.parts.binary_search_by_key(&cohort, |part| part.cohort) {
			Ok(at) => {
				let part = self.parts.get_mut(at).ok_or(LedgerError::Overflow)?;
				part.shares = Shares(add(part.shares.0, shares.0)?);
				part.weight = add(part.weight, weight)?;
			},
			Err(at) => self
				.parts
				.try_insert(at, Part { cohort, shares, weight })
				.map_err(|_| LedgerError::Overflow)?,
		}
		Ok(())
	}
}

/// All exits of a staker from one pool.
#[derive_where(Clone, PartialEq, Eq, Debug, Default; S: Get<u32>)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
#[scale_info(skip_type_params(S))]
#[codec(mel_bound(S: Get<u32>))]
pub struct Exits<S: Get<u32>> {
	/// Exits sorted by epoch; at most W + 1 wait, as the released ones are paid before the next is asked for.
	waiting: BoundedVec<Exit<S>, S>,
	/// Released amount that was not paid because the payment itself was refused (below the minimum balance, a frozen
	/// account). It cannot be slashed any more.
	#[codec(compact)]
	due: Balance,
}

impl<S: Get<u32>> Exits<S> {
	/// Exits that wait, the oldest epoch first.
	pub fn waiting(&self) -> &[Exit<S>] {
		&self.waiting
	}

	/// Released and unpaid amount.
	pub const fn due(&self) -> Balance {
		self.due
	}

	/// True if nothing waits and nothing is due.
	pub fn is_empty(&self) -> bool {
		self.waiting.is_empty() && self.due == 0
	}

	/// The reward weights of all parts.
	pub fn weights(&self) -> Vec<Weighted> {
		self.waiting.iter().flat_map(Exit::weights).collect()
	}

	/// Takes the penalty out of the exit of an epoch, exactly ⌈φ·value⌉, and returns it as an exit of its own: rounded up,
	/// so that no number of small exits is free. If that is all of it, the whole exit is taken. Otherwise the reward
	/// weight stays with the rest, so that what the stake has earned stays with its staker.
	///
	/// Both parts stand in the same buckets: a later slash hits them alike.
	pub fn penalty(
		&mut self,
		exit_bucket: &Buckets<S>,
		asked_epoch: EpochIndex,
		fraction: Fraction,
	) -> Result<Self, LedgerError> {
		let mut taken = Self::default();
		let Some(mut exit) = self.take(asked_epoch) else { return Ok(taken) };
		let release = exit.release;

		let value = exit.value(exit_bucket)?;
		let penalty = part_ceil(fraction, value);
		if penalty == value && penalty > 0 {
			*taken.of(asked_epoch, release)? = exit;
			return Ok(taken);
		}

		let (mut seen, mut paid) = (0, 0);
		for part in exit.parts.iter_mut() {
			let bucket = exit_bucket.bucket(part.cohort);
			seen = add(seen, bucket.value_floor(part.shares)?)?;
			let due = part_ceil(fraction, seen);
			let shares = bucket.shares_ceil(sub(due, paid)?)?;
			paid = due;
			if shares.is_zero() {
				continue;
			}
			part.shares = Shares(sub(part.shares.0, shares.0)?);
			let weight = if part.shares.is_zero() { core::mem::take(&mut part.weight) } else { 0 };
			taken.of(asked_epoch, release)?.join(part.cohort, shares, weight)?;
		}
		exit.parts.retain(|part| !part.shares.is_zero());
		*self.of(asked_epoch, release)? = exit;
		Ok(taken)
	}

	/// The epochs of the exits that can be paid now.
	pub fn released(&self, now: EpochIndex) -> impl Iterator<Item = EpochIndex> + '_ {
		self.waiting.iter().filter(move |exit| exit.release <= now).map(|exit| exit.asked_epoch)
	}

	/// Notes an amount that still has to be paid.
	pub fn owe(&mut self, amount: Balance) -> Result<(), LedgerError> {
		self.due = add(self.due, amount)?;
		Ok(())
	}

	/// Notes that the amount due has been paid.
	pub fn clear_due(&mut self) {
		self.due = 0;
	}

	/// Notes that a part of the amount due has been paid.
	pub fn pay_due(&mut self, paid: Balance) -> Result<(), LedgerError> {
		self.due = sub(self.due, paid)?;
		Ok(())
	}

	/// Takes over the exits of another. Neither has a released one: those are paid first, so that at most W + 1 wait.
	pub fn join(&mut self, other: Self) -> Result<(), LedgerError> {
		self.owe(other.due)?;
		for exit in other.waiting {
			let own = self.of(exit.asked_epoch, exit.release)?;
			for part in exit.parts {
				own.join(part.cohort, part.shares, part.weight)?;
			}
		}
		Ok(())
	}

	/// The exit of an epoch, begun if there is none.
	pub(crate) fn of(
		&mut self,
		asked_epoch: EpochIndex,
		release: EpochIndex,
	) -> Result<&mut Exit<S>, LedgerError> {
		let at = match self.waiting.binary_search_by_key(&asked_epoch, |exit| exit.asked_epoch) {
			Ok(at) => at,
			Err(at) => {
				let exit = Exit { asked_epoch, release, parts: BoundedVec::default() };
				self.waiting.try_insert(at, exit).map_err(|_| LedgerError::Overflow)?;
				at
			},
		};
		self.waiting.get_mut(at).ok_or(LedgerError::Overflow)
	}

	pub(crate) fn take(&mut self, asked_epoch: EpochIndex) -> Option<Exit<S>> {
		let at = self.waiting.binary_search_by_key(&asked_epoch, |exit| exit.asked_epoch).ok()?;
		Some(self.waiting.remove(at))
	}
}
