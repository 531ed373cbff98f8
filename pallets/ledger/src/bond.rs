// SPDX-License-Identifier: Apache-2.0

//! An operator's own deposit.

use crate::{
	math::{part_floor, sub, Fraction},
	Balance, LedgerError,
};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// A fixed deposit: what it has to be, and what is left of it.
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
pub struct Bond {
	/// What was asked for at registration; fixed from then on.
	#[codec(compact)]
	required: Balance,
	/// What is held.
	#[codec(compact)]
	held: Balance,
}

impl Bond {
	/// A bond paid in full.
	pub const fn new(required: Balance) -> Self {
		Self { required, held: required }
	}

	/// What was asked for at registration.
	pub const fn required(&self) -> Balance {
		self.required
	}

	/// What is held.
	pub const fn held(&self) -> Balance {
		self.held
	}

	/// What a top-up has to pay: all that is missing, or nothing.
	pub const fn missing(&self) -> Balance {
		self.required.saturating_sub(self.held) // never negative: `held` only falls below `required`
	}

	/// Fills it up again and returns what that takes.
	pub fn top_up(&mut self) -> Balance {
		let missing = self.missing();
		self.held = self.required;
		missing
	}

	/// Takes ⌊φ·held⌋ and returns it. All of it may go.
	pub fn charge(&mut self, fraction: Fraction) -> Result<Balance, LedgerError> {
		let cut = part_floor(fraction, self.held);
		self.held = sub(self.held, cut)?;
		Ok(cut)
	}
}
