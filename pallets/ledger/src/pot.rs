// SPDX-License-Identifier: Apache-2.0

//! What the account that keeps stake has to hold of one asset.

use crate::{
	math::{add, sub},
	Balance, LedgerError,
};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// The record of a pot. The account holds at least `staked + floor`; what it holds beyond was given to it
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
	/// Σ T of all pools and exits, and what is released and unpaid.
	#[codec(compact)]
	staked: Balance,
	/// The minimum balance that was put in first and stays, so that the account is never dusted.
	#[codec(compact)]
	floor: Balance,
}

impl Pot {
	/// 2¹⁰⁰ units of one asset, of all pools together. No sum, weight or share of that much leaves 128 bits.
	pub const MAX_STAKED: Balance = 1 << 100;

	/// A pot that holds its floor.
	pub const fn new(floor: Balance) -> Self {
		Self { staked: 0, floor }
	}

	/// What of it is somebody's.
	pub const fn staked(&self) -> Balance {
		self.staked
	}

	/// What stays in it for ever.
	pub const fn floor(&self) -> Balance {
		self.floor
	}

	/// Notes what came in. `Overflow` if the pot would hold more than [`MAX_STAKED`](Self::MAX_STAKED).
	pub fn receive(&mut self, amount: Balance) -> Result<(), LedgerError> {
		let staked = add(self.staked, amount)?;
		if staked > Self::MAX_STAKED {
			return Err(LedgerError::Overflow);
		}
		self.staked = staked;
		Ok(())
	}

	/// Notes what went out.
	pub fn pay(&mut self, amount: Balance) -> Result<(), LedgerError> {
		self.staked = sub(self.staked, amount)?;
		Ok(())
	}

	/// Adds up what is somebody's.
	pub fn checked_sum(amounts: impl IntoIterator<Item = Balance>) -> Result<Balance, LedgerError> {
		amounts.into_iter().try_fold(0, add)
	}
}
