// SPDX-License-Identifier: Apache-2.0

//! Prices: what an asset weighs when operators are ranked and rewards divided.

use crate::Balance;
use primitive_types::U256;
use sp_arithmetic::{FixedPointNumber, FixedU128};

/// Weight of stake in elections: Σ active tokens × weight of their asset.
pub type Power = u128;

/// The sum of powers. It saturates: only a rank is read from it, and 2¹²⁸ is the first in any case.
pub fn total_power(powers: impl IntoIterator<Item = Power>) -> Power {
	powers.into_iter().fold(0, Power::saturating_add)
}

/// Power of one unit of an asset, in steps of 10⁻¹⁸.
pub type Price = FixedU128;

/// ⌊tokens · price⌋: the power of tokens. It saturates, as a sum of powers does.
pub fn power(tokens: Balance, price: Price) -> Power {
	let exact = U256::from(tokens) * U256::from(price.into_inner());
	let whole = exact.checked_div(U256::from(Price::DIV));
	whole.and_then(|whole| whole.try_into().ok()).unwrap_or(Power::MAX)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn power_is_rounded_down() {
		assert_eq!(power(3, Price::from_rational(1, 2)), 1);
		assert_eq!(power(7, Price::from_u32(2_000)), 14_000);
		assert_eq!(power(7, Price::from_inner(0)), 0);
	}

	#[test]
	fn power_is_exact_for_amounts_beyond_128_bits_of_product() {
		assert_eq!(power(1 << 100, Price::from_u32(1 << 27)), 1 << 127);
	}

	#[test]
	fn power_saturates() {
		assert_eq!(power(u128::MAX, Price::from_u32(2)), Power::MAX);
	}
}
