// SPDX-License-Identifier: Apache-2.0

//! What one holder has asked back from one pool and not been paid yet.

use crate::{
	math::{add, part_floor, sub},
	Balance, Buckets, Cohort, EpochIndex, Fraction, LedgerError, Place, Shares, Weight, Weighted,
};
use alloc::vec::Vec;
use bounded_collections::{BoundedVec, Get};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use derive_where::derive_where;
use scale_info::TypeInfo;

/// A holder's shares in one bucket of an epoch's exits.
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
pub struct Part {
	/// The cohort the tokens came from: it says which epochs they answer for.
	pub cohort: Cohort,
	/// How much of the bucket.
	pub shares: Shares,
	/// What it weighs: exits of different multipliers may join.
	#[codec(compact)]
	pub weight: Weight,
}

/// All that a holder asked back in one epoch.
#[derive_where(Clone, PartialEq, Eq, Debug; S: Get<u32>)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
#[scale_info(skip_type_params(S))]
#[codec(mel_bound(S: Get<u32>))]
pub struct Exit<S: Get<u32>> {
	/// u: the epoch it was asked in, the last one it answers for.
	pub asked: EpochIndex,
	/// r(u): when it can be paid.
	pub release: EpochIndex,
	parts: BoundedVec<Part, S>,
}

impl<S: Get<u32>> Exit<S> {
	/// The parts, the oldest cohort first.
	pub fn parts(&self) -> &[Part] {
		&self.parts
	}

	/// Σ ⌊h·T/H⌋ over the parts: what it would pay now.
	pub fn value(&self, row: &Buckets<S>) -> Result<Balance, LedgerError> {
		self.parts
			.iter()
			.try_fold(0, |sum, part| add(sum, row.bucket(part.cohort).value_floor(part.shares)?))
	}

	/// Of that, what answers for an epoch.
	pub fn value_in_force(
		&self,
		row: &Buckets<S>,
		epoch: EpochIndex,
	) -> Result<Balance, LedgerError> {
		if self.asked < epoch {
			return Ok(0);
		}
		let begun = self.parts.iter().filter(|part| part.cohort.has_begun(epoch));
		begun
			.into_iter()
			.try_fold(0, |sum, part| add(sum, row.bucket(part.cohort).value_floor(part.shares)?))
	}

	/// What the parts weigh.
	pub fn weights(&self) -> impl Iterator<Item = Weighted> + '_ {
		self.parts.iter().map(|part| Weighted {
			place: Place::exit(self.asked, part.cohort),
			weight: part.weight,
		})
	}

	pub(crate) fn join(
		&mut self,
		cohort: Cohort,
		shares: Shares,
		weight: Weight,
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

/// Everything a holder waits for from one pool.
#[derive_where(Clone, PartialEq, Eq, Debug, Default; S: Get<u32>)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
#[scale_info(skip_type_params(S))]
#[codec(mel_bound(S: Get<u32>))]
pub struct Exits<S: Get<u32>> {
	/// By epoch, the oldest first; at most W + 1 wait, as what is released is paid before the next is asked.
	waiting: BoundedVec<Exit<S>, S>,
	/// Released, answering for nothing any more, and not paid because the payment itself was refused
	/// (below the minimum balance, a frozen account).
	#[codec(compact)]
	due: Balance,
}

impl<S: Get<u32>> Exits<S> {
	/// What waits, the oldest epoch first.
	pub fn waiting(&self) -> &[Exit<S>] {
		&self.waiting
	}

	/// What is released and unpaid.
	pub const fn due(&self) -> Balance {
		self.due
	}

	/// Whether nothing is left to wait for.
	pub fn is_empty(&self) -> bool {
		self.waiting.is_empty() && self.due == 0
	}

	/// What all parts weigh.
	pub fn weights(&self) -> Vec<Weighted> {
		self.waiting.iter().flat_map(Exit::weights).collect()
	}

	/// Takes ⌊φ·value⌋ of the exit of an epoch for somebody else, exactly, and returns it as an exit of its own. The
	/// weight stays with what is left, so that what the stake has earned stays with who staked it.
	///
	/// Both parts stand in the same buckets: a later slash hits them alike.
	pub fn levy(
		&mut self,
		row: &Buckets<S>,
		asked: EpochIndex,
		fraction: Fraction,
	) -> Result<Self, LedgerError> {
		let mut taken = Self::default();
		let Some(mut exit) = self.take(asked) else { return Ok(taken) };

		let (mut seen, mut paid) = (0, 0);
		for part in exit.parts.iter_mut() {
			let bucket = row.bucket(part.cohort);
			seen = add(seen, bucket.value_floor(part.shares)?)?;
			let due = part_floor(fraction, seen);
			let shares = bucket.shares_ceil(sub(due, paid)?)?;
			paid = due;
			if shares.is_zero() {
				continue;
			}
			part.shares = Shares(sub(part.shares.0, shares.0)?);
			let weight = if part.shares.is_zero() { core::mem::take(&mut part.weight) } else { 0 };
			taken.of(asked, exit.release)?.join(part.cohort, shares, weight)?;
		}
		exit.parts.retain(|part| !part.shares.is_zero());
		if !exit.parts.is_empty() {
			let release = exit.release;
			*self.of(asked, release)? = exit;
		}
		Ok(taken)
	}

	/// The epochs of the exits that can be paid now.
	pub fn released(&self, now: EpochIndex) -> impl Iterator<Item = EpochIndex> + '_ {
		self.waiting.iter().filter(move |exit| exit.release <= now).map(|exit| exit.asked)
	}

	/// Notes a payment that still has to be made.
	pub fn owe(&mut self, amount: Balance) -> Result<(), LedgerError> {
		self.due = add(self.due, amount)?;
		Ok(())
	}

	/// What was due has been paid.
	pub fn clear_due(&mut self) {
		self.due = 0;
	}

	/// Takes over all that another waits for. Nothing of either is released: what is has to be paid first, so that
	/// at most W + 1 wait.
	pub fn join(&mut self, other: Self) -> Result<(), LedgerError> {
		self.owe(other.due)?;
		for exit in other.waiting {
			let own = self.of(exit.asked, exit.release)?;
			for part in exit.parts {
				own.join(part.cohort, part.shares, part.weight)?;
			}
		}
		Ok(())
	}

	/// The exit of an epoch, begun if there is none.
	pub(crate) fn of(
		&mut self,
		asked: EpochIndex,
		release: EpochIndex,
	) -> Result<&mut Exit<S>, LedgerError> {
		let at = match self.waiting.binary_search_by_key(&asked, |exit| exit.asked) {
			Ok(at) => at,
			Err(at) => {
				let exit = Exit { asked, release, parts: BoundedVec::default() };
				self.waiting.try_insert(at, exit).map_err(|_| LedgerError::Overflow)?;
				at
			},
		};
		self.waiting.get_mut(at).ok_or(LedgerError::Overflow)
	}

	pub(crate) fn take(&mut self, asked: EpochIndex) -> Option<Exit<S>> {
		let at = self.waiting.binary_search_by_key(&asked, |exit| exit.asked).ok()?;
		Some(self.waiting.remove(at))
	}
}
