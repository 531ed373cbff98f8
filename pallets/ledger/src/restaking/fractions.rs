// SPDX-License-Identifier: Apache-2.0

//! Fractions of an operator's stake: of its bond, and of its pools.

use super::MIN_SLASH;
use crate::{Fraction, Scope};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// Fractions of an operator's bond and of each of its pools: a budget, a limit, or what a slash takes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Fractions {
	/// Fraction of the bond.
	#[cfg_attr(feature = "serde", serde(with = "crate::json_number"))]
	pub bond: Fraction,
	/// Fraction of each pool.
	#[cfg_attr(feature = "serde", serde(with = "crate::json_number"))]
	pub pools: Fraction,
}

impl Fractions {
	/// Nothing of either.
	pub const NOTHING: Self = Self { bond: Fraction::zero(), pools: Fraction::zero() };

	/// Fractions that a slash takes.
	pub const fn of(scope: Scope, fraction: Fraction) -> Self {
		match scope {
			Scope::Bond => Self { bond: fraction, pools: Fraction::zero() },
			Scope::BondAndPools => Self { bond: fraction, pools: fraction },
		}
	}

	/// True if both are nothing.
	pub fn is_nothing(&self) -> bool {
		*self == Self::NOTHING
	}

	/// True if a slash in a scope may take something.
	pub fn allows(&self, scope: Scope) -> bool {
		match scope {
			Scope::Bond => self.bond > Fraction::zero(),
			Scope::BondAndPools => self.pools > Fraction::zero(),
		}
	}

	/// True if stake of a scope waits for it: the pools for what can be taken of them; the bond for anything, so that it
	/// leaves not before the pools are released.
	pub fn keeps(&self, scope: Scope) -> bool {
		match scope {
			Scope::Bond => !self.is_nothing(),
			Scope::BondAndPools => self.pools > Fraction::zero(),
		}
	}

	/// True if each is nothing, or as much as a case takes at least: stake would wait for slashes that cannot come.
	pub fn is_valid(&self) -> bool {
		let is_slashable = |part: Fraction| part.is_zero() || part >= MIN_SLASH;
		is_slashable(self.bond) && is_slashable(self.pools)
	}

	/// True if both fractions of another fit.
	pub fn holds(&self, other: &Self) -> bool {
		other.bond <= self.bond && other.pools <= self.pools
	}

	/// Larger fractions of two.
	pub fn max(self, other: Self) -> Self {
		Self { bond: self.bond.max(other.bond), pools: self.pools.max(other.pools) }
	}

	/// Smaller fractions of two.
	pub fn min(self, other: Self) -> Self {
		Self { bond: self.bond.min(other.bond), pools: self.pools.min(other.pools) }
	}

	/// Sums of the fractions of two; `None` if one is more than all.
	pub fn plus(self, other: Self) -> Option<Self> {
		Some(Self { bond: sum(self.bond, other.bond)?, pools: sum(self.pools, other.pools)? })
	}

	/// Differences to another, nothing where that one is more.
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
