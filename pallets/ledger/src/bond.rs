// SPDX-License-Identifier: Apache-2.0

//! The bond: an operator's own deposit.

use crate::{
	math::{part_floor, sub, Fraction},
	Balance, LedgerError,
};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// A fixed deposit of native units: the amount required, and the amount that slashes have left.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub struct Bond {
	/// Amount required at registration. It never changes.
	#[codec(compact)]
	required: Balance,
	/// Amount held at present.
	#[codec(compact)]
	held: Balance,
}

impl Bond {
	/// A bond that is paid in full.
	pub const fn new(required: Balance) -> Self {
		Self { required, held: required }
	}

	/// Amount required at registration. It never changes.
	pub const fn required(&self) -> Balance {
		self.required
	}

	/// Amount held at present.
	pub const fn held(&self) -> Balance {
		self.held
	}

	/// Amount that a top-up pays: all that is missing, which may be zero.
	pub const fn missing(&self) -> Balance {
		self.required.saturating_sub(self.held) // never negative: `held` only falls below `required`
	}

	/// Fills the bond up, and returns the amount that takes.
	pub fn top_up(&mut self) -> Balance {
		let missing = self.missing();
		self.held = self.required;
		missing
	}

	/// Takes ⌊φ·held⌋, rounded down for the operator, and returns it. All of it may go.
	pub fn slash(&mut self, fraction: Fraction) -> Result<Balance, LedgerError> {
		let cut = part_floor(fraction, self.held);
		self.held = sub(self.held, cut)?;
		Ok(cut)
	}
}
