// SPDX-License-Identifier: Apache-2.0

//! The bond by epoch: an operator's own deposit, of which a slash takes only what was there when the fault happened.

use crate::{
	math::{add, part_floor, sub, Fraction},
	Balance, EpochIndex, Horizon, LedgerError,
};
use alloc::vec::Vec;
use bounded_collections::{BoundedVec, Get};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use derive_where::derive_where;
use scale_info::TypeInfo;

/// A part of a bond that answers from an epoch on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub struct BondPart {
	/// First epoch whose faults can be slashed from it.
	pub effective_from: EpochIndex,
	/// Native units that are left of it. A slash lowers them; nothing raises them.
	#[codec(compact)]
	pub amount: Balance,
}

/// A bond in parts: the deposit of the registration answers from that epoch on, a top-up from the next one on.
///
/// A part that answered in an epoch only ever falls from then on. So a fraction of those parts that is fixed when a case
/// is filed takes no more of them later, whatever is slashed or topped up between.
///
/// Parts that are older than the window answer for the same epochs, those that can still be asked for: they are one.
#[derive_where(Clone, PartialEq, Eq, Debug; S: Get<u32>)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
#[scale_info(skip_type_params(S))]
#[codec(mel_bound(S: Get<u32>))]
pub struct BondParts<S: Get<u32>> {
	/// Amount required at registration, in native units. It never changes.
	#[codec(compact)]
	required: Balance,
	/// Sorted by epoch; none is empty; at most W + 2: the oldest one, and those from n − W + 1 to n + 1.
	parts: BoundedVec<BondPart, S>,
}

impl<S: Get<u32>> BondParts<S> {
	/// A bond that is paid in full and answers from an epoch on, that of the registration.
	pub fn new(required: Balance, effective_from: EpochIndex) -> Result<Self, LedgerError> {
		let mut bond = Self { required, parts: BoundedVec::default() };
		bond.put(effective_from, required)?;
		Ok(bond)
	}

	/// Amount required at registration.
	pub const fn required(&self) -> Balance {
		self.required
	}

	/// The parts, the oldest first.
	pub fn parts(&self) -> &[BondPart] {
		&self.parts
	}

	/// Amount held at present, pending top-ups included.
	pub fn held(&self) -> Result<Balance, LedgerError> {
		self.parts.iter().try_fold(0, |sum, part| add(sum, part.amount))
	}

	/// Amount that a top-up pays: all that is missing, which may be zero.
	pub fn missing(&self) -> Result<Balance, LedgerError> {
		sub(self.required, self.held()?) // parts only fall, and a top-up fills up
	}

	/// True if nothing is missing.
	pub fn is_full(&self) -> bool {
		self.missing() == Ok(0)
	}

	/// Amount that a slash for a fault in an epoch could take at most: the parts that answered then.
	///
	/// Errors: `EpochInFuture`, `EpochTooOld`.
	pub fn slashable(&self, at: Horizon, fault: EpochIndex) -> Result<Balance, LedgerError> {
		at.check(fault)?;
		let answered = self.parts.iter().filter(|part| part.effective_from <= fault);
		answered.into_iter().try_fold(0, |sum, part| add(sum, part.amount))
	}

	/// Fills the bond up, and returns the amount that takes. It answers from the next epoch on.
	pub fn top_up(&mut self, at: Horizon) -> Result<Balance, LedgerError> {
		let missing = self.missing()?;
		self.mature(at)?;
		self.put(at.effective(), missing)?;
		Ok(missing)
	}

	/// Takes ⌊φ·part⌋ of each part that answered in the epoch of a fault, rounded down for the operator, and returns the
	/// sum. All of them may go.
	///
	/// Errors: `EpochInFuture`, `EpochTooOld`.
	pub fn slash(
		&mut self,
		at: Horizon,
		fault: EpochIndex,
		fraction: Fraction,
	) -> Result<Balance, LedgerError> {
		at.check(fault)?;
		self.mature(at)?;

		let mut taken = 0;
		for part in self.parts.iter_mut().filter(|part| part.effective_from <= fault) {
			let cut = part_floor(fraction, part.amount);
			part.amount = sub(part.amount, cut)?;
			taken = add(taken, cut)?;
		}
		self.parts.retain(|part| part.amount > 0);
		Ok(taken)
	}

	/// Joins the parts that answer for every epoch that can still be asked for. By the clock alone: a slash does it
	/// first, so that it makes no difference how often it is called.
	fn mature(&mut self, at: Horizon) -> Result<(), LedgerError> {
		let oldest = at.now.minus(at.window);
		let mature = self.parts.iter().take_while(|part| part.effective_from <= oldest).count();
		let old = self.parts.drain(..mature).collect::<Vec<_>>();
		let amount = old.iter().try_fold(0, |sum, part| add(sum, part.amount))?;
		match old.last() {
			Some(last) => self.put(last.effective_from, amount),
			None => Ok(()),
		}
	}

	fn put(&mut self, effective_from: EpochIndex, amount: Balance) -> Result<(), LedgerError> {
		if amount == 0 {
			return Ok(());
		}
		match self.parts.binary_search_by_key(&effective_from, |part| part.effective_from) {
			Ok(at) => {
				let part = self.parts.get_mut(at).ok_or(LedgerError::Overflow)?;
				part.amount = add(part.amount, amount)?;
			},
			Err(at) => self
				.parts
				.try_insert(at, BondPart { effective_from, amount })
				.map_err(|_| LedgerError::Overflow)?,
		}
		Ok(())
	}
}
