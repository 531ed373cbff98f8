// SPDX-License-Identifier: Apache-2.0

//! What a position promised and was promised.

use crate::{EpochIndex, Fraction, Multiplier};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// A choice that a pool offers: lock for so long, weigh so much.
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
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Preset {
	/// D: for how many epochs stake is locked.
	pub duration: u32,
	/// How much a share weighs, in hundredths: 1 to 1 000.
	pub multiplier: Multiplier,
}

/// The terms a position was opened with, and keeps.
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
pub struct Terms {
	/// How long it is locked and how much it weighs.
	pub preset: Preset,
	/// What leaving early costs, of the stake.
	pub penalty: Fraction,
}

impl Terms {
	/// The first epoch that is not locked any more, if stake counts from this one on.
	pub const fn expiry(&self, effective: EpochIndex) -> EpochIndex {
		effective.plus(self.preset.duration)
	}
}

/// What a share of a tagged position weighs for the tagger: half of the plain weight, rounded down, or half of what it
/// weighed for its owner if that is less. So who tags itself earns less than who unstakes and stakes plain.
pub fn tag_multiplier(plain: Multiplier, own: Multiplier) -> Multiplier {
	Multiplier(plain.0.min(own.0) / 2)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn tagging_oneself_pays_less_than_staking_plain_at_every_multiplier() {
		for plain in 1..=1_000 {
			for own in [1, 2, 3, plain, 500, 999, 1_000] {
				let tagged = tag_multiplier(Multiplier(plain), Multiplier(own));
				assert!(tagged < Multiplier(plain) && tagged < Multiplier(own));
			}
		}
	}
}
