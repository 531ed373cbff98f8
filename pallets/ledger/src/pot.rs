// SPDX-License-Identifier: Apache-2.0

//! What the account that keeps stake, rewards or bounties has to hold of one asset.

use crate::{
	math::{add, sub},
	Balance, LedgerError,
};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// The record of a pot. The account holds at least `owed + floor`; what it holds beyond was given to it
/// and belongs to nobody, so it is never asked for its balance.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Default,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
)]
pub struct Pot {
	/// What is somebody's: of the pot of stake Σ T of all pools and exits, and what is released and unpaid.
	#[codec(compact)]
	owed: Balance,
	/// The minimum balance that was put in first and stays, so that the account is never dusted.
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

	/// What of it is somebody's.
	pub const fn owed(&self) -> Balance {
		self.owed
	}

	/// What stays in it for ever.
	pub const fn floor(&self) -> Balance {
		self.floor
	}

	/// Notes what came in. `Overflow` if the pot would hold more than [`MAX_OWED`](Self::MAX_OWED).
	pub fn receive(&mut self, amount: Balance) -> Result<(), LedgerError> {
		let owed = add(self.owed, amount)?;
		if owed > Self::MAX_OWED {
			return Err(LedgerError::Overflow);
		}
		self.owed = owed;
		Ok(())
	}

	/// Notes what went out.
	pub fn pay(&mut self, amount: Balance) -> Result<(), LedgerError> {
		self.owed = sub(self.owed, amount)?;
		Ok(())
	}

	/// Adds up what is somebody's.
	pub fn checked_sum(amounts: impl IntoIterator<Item = Balance>) -> Result<Balance, LedgerError> {
		amounts.into_iter().try_fold(0, add)
	}
}
