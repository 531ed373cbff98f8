// SPDX-License-Identifier: Apache-2.0

//! How much may be taken: of the bond, and of the pools.

use super::MIN_CHARGE;
use crate::{Fraction, Scope};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// Parts of what an operator has: of its bond, and of each of its pools.
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
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Budget {
	/// Of the bond.
	pub bond: Fraction,
	/// Of each pool. A slash of the pools takes the same part of the bond, so this is never more than that.
	pub pools: Fraction,
}

impl Budget {
	/// Nothing.
	pub const NOTHING: Self = Self { bond: Fraction::zero(), pools: Fraction::zero() };

	/// What a charge takes.
	pub const fn of(scope: Scope, fraction: Fraction) -> Self {
		match scope {
			Scope::Bond => Self { bond: fraction, pools: Fraction::zero() },
			Scope::BondAndPools => Self { bond: fraction, pools: fraction },
		}
	}

	/// Whether it is nothing.
	pub fn is_nothing(&self) -> bool {
		*self == Self::NOTHING
	}

	/// Whether something may be charged in a scope.
	pub fn allows(&self, scope: Scope) -> bool {
		match scope {
			Scope::Bond => self.bond > Fraction::zero(),
			Scope::BondAndPools => self.pools > Fraction::zero(),
		}
	}

	/// Whether the bond answers for at least as much as the pools do, and both for nothing or for as much as a case
	/// takes at least: stake would wait for charges that cannot come.
	pub fn is_valid(&self) -> bool {
		let can_be_charged = |part: Fraction| part.is_zero() || part >= MIN_CHARGE;
		self.pools <= self.bond && can_be_charged(self.bond) && can_be_charged(self.pools)
	}

	/// Whether another fits into it.
	pub fn holds(&self, other: &Self) -> bool {
		other.bond <= self.bond && other.pools <= self.pools
	}

	/// The larger of both, part by part.
	pub fn max(self, other: Self) -> Self {
		Self { bond: self.bond.max(other.bond), pools: self.pools.max(other.pools) }
	}

	/// Both together; `None` if a part would be more than all.
	pub fn plus(self, other: Self) -> Option<Self> {
		Some(Self { bond: sum(self.bond, other.bond)?, pools: sum(self.pools, other.pools)? })
	}

	/// What is left when another is taken from it; nothing where that is more.
	pub fn less(self, other: Self) -> Self {
		let left = |whole: Fraction, part: Fraction| {
			// Below nothing there is nothing left to ask for: a budget that was narrowed may be overdrawn.
			Fraction::from_parts(whole.deconstruct().saturating_sub(part.deconstruct()))
		};
		Self { bond: left(self.bond, other.bond), pools: left(self.pools, other.pools) }
	}
}

/// `None` above one. Sums of parts are exact; the type itself would stop at one and say nothing.
fn sum(a: Fraction, b: Fraction) -> Option<Fraction> {
	let parts = a.deconstruct().checked_add(b.deconstruct())?;
	(parts <= Fraction::one().deconstruct()).then(|| Fraction::from_parts(parts))
}
