// SPDX-License-Identifier: Apache-2.0

//! Money that a programme mints.

use crate::{math::part_floor, Balance, Fraction};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// The money that is minted for a programme in each epoch.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "camelCase"))]
pub enum MintRate {
	/// So many native units.
	#[codec(index = 0)]
	Amount(#[cfg_attr(feature = "serde", serde(with = "crate::json_number"))] Balance),
	/// A fraction of the native units in issuance when it is minted, rounded down.
	#[codec(index = 1)]
	OfIssuance(#[cfg_attr(feature = "serde", serde(with = "crate::json_number"))] Fraction),
}

impl MintRate {
	/// The native units that an epoch mints.
	pub fn amount(&self, issuance: Balance) -> Balance {
		match self {
			Self::Amount(amount) => *amount,
			Self::OfIssuance(fraction) => part_floor(*fraction, issuance),
		}
	}
}

/// The native units that each of some programmes mints in an epoch, in their order: no more in all than a fraction of the
/// issuance, of which the first take first.
pub fn minted(rates: &[MintRate], issuance: Balance, most: Fraction) -> Vec<Balance> {
	let mut room = part_floor(most, issuance);
	let minted = rates.iter().map(|rate| {
		let amount = rate.amount(issuance).min(room);
		room = room.saturating_sub(amount); // it is no more
		amount
	});
	minted.collect()
}

/// True if some programmes together mint no more in an epoch than a fraction of the issuance.
pub fn may_mint(rates: &[MintRate], issuance: Balance, most: Fraction) -> bool {
	let asked =
		rates.iter().try_fold(0, |sum: Balance, rate| sum.checked_add(rate.amount(issuance)));
	asked.is_some_and(|asked| asked <= part_floor(most, issuance))
}

#[cfg(test)]
mod tests {
	use super::*;

	const TENTH: Fraction = Fraction::from_percent(10);

	#[test]
	fn programmes_mint_no_more_than_their_fraction() {
		let rates = [
			MintRate::Amount(40),
			MintRate::OfIssuance(Fraction::from_percent(5)),
			MintRate::Amount(40),
			MintRate::Amount(1),
		];

		assert_eq!(minted(&rates, 1_009, TENTH), [40, 50, 10, 0]);
		assert!(!may_mint(&rates, 1_009, TENTH));
		assert!(may_mint(&rates[..2], 1_009, TENTH));
	}

	#[test]
	fn fraction_is_used_up_to_the_last_unit() {
		assert!(may_mint(&[MintRate::Amount(100)], 1_009, TENTH));
		assert!(!may_mint(&[MintRate::Amount(101)], 1_009, TENTH));
		assert!(may_mint(&[MintRate::OfIssuance(TENTH)], 1_009, TENTH));
		assert!(!may_mint(&[MintRate::Amount(1), MintRate::Amount(Balance::MAX)], 1_009, TENTH));
		assert!(may_mint(&[], 0, TENTH));
	}
}
