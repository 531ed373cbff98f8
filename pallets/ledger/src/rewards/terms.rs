// SPDX-License-Identifier: Apache-2.0

//! The terms of a position.

use crate::{EpochIndex, Fraction, Multiplier};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// A lock tier that a pool offers: a duration and its multiplier.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct LockTier {
	/// D: number of epochs for which stake is locked.
	pub duration: u32,
	/// Reward weight of a share, in hundredths: 1 to 1 000.
	pub multiplier: Multiplier,
}

/// The terms with which a position was opened. It keeps them, but for the tier.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub struct LockTerms {
	/// Duration and multiplier.
	pub tier: LockTier,
	/// Penalty of an unstake before the expiry, as a fraction of the stake.
	pub penalty: Fraction,
}

impl LockTerms {
	/// The expiry: the first epoch that is not locked any more, if stake is active from `effective_from` on.
	pub const fn expiry(&self, effective_from: EpochIndex) -> EpochIndex {
		effective_from.plus(self.tier.duration)
	}
}

/// Multiplier of a tagged position for the beneficiary of the tag: half of the base multiplier, rounded down, or half
/// of the position's own if that is less. So an owner who tags itself earns less than one who unstakes and stakes
/// without a position.
pub fn tag_multiplier(base: Multiplier, own: Multiplier) -> Multiplier {
	Multiplier(base.0.min(own.0) / 2)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn tagging_oneself_pays_less_than_the_base_multiplier_whatever_the_own() {
		for base in 1..=1_000 {
			for own in [1, 2, 3, base, 500, 999, 1_000] {
				let tagged = tag_multiplier(Multiplier(base), Multiplier(own));
				assert!(tagged < Multiplier(base) && tagged < Multiplier(own));
			}
		}
	}
}
