// SPDX-License-Identifier: Apache-2.0

//! A pot: the account that keeps stake, rewards or slashed money of one asset.

use crate::{
	math::{add, sub},
	Balance, LedgerError,
};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// The record of a pot. The account holds at least `owed + floor`; any more was given to it and belongs to nobody, so
/// its balance is never read.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub struct Pot {
	/// Amount that belongs to somebody: in the pot of stake Σ T of all pools and exits, released unpaid exits, and what
	/// slashes took that could not be moved.
	#[codec(compact)]
	owed: Balance,
	/// The minimum balance, which was put in first, or since by whoever raised it, and stays, so that the account is never dusted.
	#[codec(compact)]
	floor: Balance,
}

impl Pot {
	/// 2¹⁰⁰ units of one asset, of all pools together. No sum, weight or share of that much leaves 128 bits.
	pub const MAX_OWED: Balance = 1 << 100;

	/// A pot that holds its floor.
	pub const fn new(floor: Balance) -> Self {
		Self { owed: 0, floor }
	}

	/// Amount that belongs to somebody.
	pub const fn owed(&self) -> Balance {
		self.owed
	}

	/// Amount that stays in it for ever.
	pub const fn floor(&self) -> Balance {
		self.floor
	}

	/// Notes money that came in. `Overflow` if the pot would hold more than [`MAX_OWED`](Self::MAX_OWED).
	pub fn receive(&mut self, amount: Balance) -> Result<(), LedgerError> {
		let owed = add(self.owed, amount)?;
		if owed > Self::MAX_OWED {
			return Err(LedgerError::Overflow);
		}
		self.owed = owed;
		Ok(())
	}

	/// Notes money that went out.
	pub fn pay(&mut self, amount: Balance) -> Result<(), LedgerError> {
		self.owed = sub(self.owed, amount)?;
		Ok(())
	}

	/// The amount by which the floor is below the minimum balance of the asset, if that has risen since.
	pub fn missing(&self, minimum: Balance) -> Balance {
		minimum.saturating_sub(self.floor) // a minimum that fell leaves nothing missing
	}

	/// Raises the floor to the minimum balance of the asset, and returns the amount that has to come in for it.
	pub fn raise_floor(&mut self, minimum: Balance) -> Balance {
		let missing = self.missing(minimum);
		self.floor = self.floor.max(minimum);
		missing
	}

	/// The part of an amount that can leave while the minimum balance of the asset stays behind, even if that has risen
	/// above the floor: the rest stays owed until somebody raises the floor.
	pub fn payable(&self, amount: Balance, minimum: Balance) -> Balance {
		amount.min(self.owed.saturating_sub(self.missing(minimum))) // nothing can leave if all of it has to stay
	}

	/// The sum of some amounts.
	pub fn checked_sum(amounts: impl IntoIterator<Item = Balance>) -> Result<Balance, LedgerError> {
		amounts.into_iter().try_fold(0, add)
	}
}
