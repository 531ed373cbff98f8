// SPDX-License-Identifier: Apache-2.0

//! The reward weight of stake without a position.

use crate::{LedgerError, Multiplier};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// Reward weight of stake without a position in a pool: chosen when the pool is opened, and never changed. Whoever stakes
/// knows it for good, and nothing that the pool does later weighs stake anew that is there.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "camelCase", deny_unknown_fields))]
pub struct BaseTerms {
	/// Base multiplier, 0.01 to 10.00: no lock tier of the pool has less.
	pub multiplier: Multiplier,
	/// True if stake without a position earns by it. Otherwise the pool is one for positions: such stake earns nothing,
	/// and is accepted of the operator alone.
	pub delegations_earn: bool,
}

impl BaseTerms {
	/// 1.00, which stake without a position earns by.
	pub const ONE: Self = Self { multiplier: Multiplier::ONE, delegations_earn: true };

	/// Checks that a pool may be opened with it. `InvalidMultiplier` if not.
	pub fn check(&self) -> Result<(), LedgerError> {
		self.multiplier.check()
	}

	/// The multiplier of stake without a position.
	pub const fn of_delegations(&self) -> Multiplier {
		if self.delegations_earn {
			self.multiplier
		} else {
			Multiplier::NOTHING
		}
	}

	/// The multiplier of a tagged position: half of the base multiplier, rounded down. An owner who tags itself earns less
	/// than one who unstakes and stakes without a position, and in a pool for positions less than one who locks again.
	pub const fn of_tagged(&self) -> Multiplier {
		Multiplier(self.multiplier.0 / 2)
	}

	/// True if a lock tier may have a multiplier: none is below the base, nor above 10.00.
	pub fn allows(&self, tier: Multiplier) -> bool {
		self.multiplier <= tier && tier.check().is_ok()
	}
}

impl Default for BaseTerms {
	fn default() -> Self {
		Self::ONE
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	fn base(multiplier: u16, delegations_earn: bool) -> BaseTerms {
		BaseTerms { multiplier: Multiplier(multiplier), delegations_earn }
	}

	#[test]
	fn a_base_multiplier_is_from_a_hundredth_to_ten() {
		let valid = [0, 1, 1_000, 1_001].map(|hundredths| base(hundredths, true).check());

		let refused = Err(LedgerError::InvalidMultiplier);
		assert_eq!(valid, [refused, Ok(()), Ok(()), refused]);
	}

	#[test]
	fn delegations_earn_by_it_or_not_at_all() {
		assert_eq!(base(50, true).of_delegations(), Multiplier(50));
		assert_eq!(base(50, false).of_delegations(), Multiplier(0));
	}

	#[test]
	fn no_tier_is_below_the_base_or_above_ten() {
		for earns in [true, false] {
			let allowed = [49, 50, 1_000, 1_001].map(|own| base(50, earns).allows(Multiplier(own)));
			assert_eq!(allowed, [false, true, true, false]);
		}
	}

	#[test]
	fn tagging_oneself_pays_less_than_the_base_multiplier_whatever_the_own() {
		for hundredths in 1..=1_000 {
			let base = base(hundredths, true);
			assert!(base.of_tagged() < base.of_delegations());
			assert_eq!(base.of_tagged(), BaseTerms { delegations_earn: false, ..base }.of_tagged());
		}
	}
}
