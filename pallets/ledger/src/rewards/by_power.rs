// SPDX-License-Identifier: Apache-2.0

//! Dividing the reward of an operator over its pools.

use crate::{Balance, LedgerError, Price};
use alloc::vec::Vec;
use primitive_types::{U256, U512};

/// The stake of one pool that earns a reward: active in its epoch, and of reward weight.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct EarningStake {
	/// Tokens that earn, in units of the pool's asset.
	pub tokens: Balance,
	/// Price of the asset, as noted for that epoch.
	pub price: Price,
}

impl EarningStake {
	/// Power of the tokens without any rounding, in 10⁻¹⁸.
	fn exact_power(&self) -> U256 {
		U256::from(self.tokens) * U256::from(self.price.into_inner())
	}
}

/// Divides an amount over pools by the power of the stake that earns in them. Each part is the exact one rounded up or
/// down, and they add up to the amount: part i is ⌊amount·(p₁ + … + pᵢ)/Σp⌋ less the parts before.
///
/// If nothing that earns has a price, the first pool with stake that earns gets all of it, for its tokens to divide.
/// `None` if nothing earns.
pub fn divide_by_power(
	amount: Balance,
	pools: &[EarningStake],
) -> Result<Option<Vec<Balance>>, LedgerError> {
	let total =
		pools.iter().map(EarningStake::exact_power).try_fold(U256::zero(), U256::checked_add);
	let total = total.ok_or(LedgerError::Overflow)?;
	if total.is_zero() {
		return Ok(to_first_that_earns(amount, pools));
	}

	let (mut seen, mut given) = (U256::zero(), 0);
	let mut parts = Vec::new();
	for pool in pools {
		seen = seen.checked_add(pool.exact_power()).ok_or(LedgerError::Overflow)?;
		let until = U256::from(amount).full_mul(seen).checked_div(U512::from(total));
		let until = until.and_then(|until| u128::try_from(until).ok());
		let until: Balance = until.ok_or(LedgerError::Overflow)?;
		parts.push(until.checked_sub(given).ok_or(LedgerError::Overflow)?);
		given = until;
	}
	Ok(Some(parts))
}

fn to_first_that_earns(amount: Balance, pools: &[EarningStake]) -> Option<Vec<Balance>> {
	let first = pools.iter().position(|pool| pool.tokens > 0)?;
	let part = |at| if at == first { amount } else { 0 };
	Some((0..pools.len()).map(part).collect())
}

#[cfg(test)]
mod tests {
	use super::*;
	use bulwark_testing::{for_all, seed};
	use num_bigint::BigUint;
	use num_traits::Zero;
	use proptest::{collection::vec, prelude::*};

	fn pool(tokens: Balance, price: Price) -> EarningStake {
		EarningStake { tokens, price }
	}

	fn whole(price: u128) -> Price {
		Price::from_u32(u32::try_from(price).expect("a small price"))
	}

	#[test]
	fn parts_are_by_tokens_times_price() {
		// 1 000 BULW, 500 USDX of a price of 1, and 0.001 GOLD of 2 000: the operator's own.
		let pools = [pool(1_000_000, whole(1)), pool(500_000, whole(1)), pool(1, whole(2_000))];

		let parts = divide_by_power(1_502_000, &pools);

		assert_eq!(parts, Ok(Some(vec![1_000_000, 500_000, 2_000])));
	}

	#[test]
	fn parts_add_up() {
		let pools = [pool(1, whole(1)), pool(1, whole(1)), pool(1, whole(1))];

		assert_eq!(divide_by_power(10, &pools), Ok(Some(vec![3, 3, 4])));
	}

	#[test]
	fn a_small_price_counts_though_it_gives_no_whole_unit_of_power() {
		let pools = [pool(3, Price::from_inner(1)), pool(1, Price::from_inner(1))];

		assert_eq!(divide_by_power(100, &pools), Ok(Some(vec![75, 25])));
	}

	#[test]
	fn stake_without_a_price_earns_nothing_beside_stake_with_one() {
		let pools = [pool(1 << 99, whole(0)), pool(1, Price::from_inner(1))];

		assert_eq!(divide_by_power(100, &pools), Ok(Some(vec![0, 100])));
	}

	#[test]
	fn the_first_pool_that_earns_gets_all_when_nothing_has_a_price() {
		let pools = [pool(0, whole(1)), pool(5, whole(0)), pool(9, whole(0))];

		assert_eq!(divide_by_power(100, &pools), Ok(Some(vec![0, 100, 0])));
	}

	#[test]
	fn nobody_gets_anything_when_nothing_earns() {
		assert_eq!(divide_by_power(100, &[pool(0, whole(1))]), Ok(None));
		assert_eq!(divide_by_power(100, &[]), Ok(None));
	}

	#[test]
	fn the_largest_numbers_fit() {
		let pools = [pool(u128::MAX, Price::from_inner(u128::MAX)), pool(1, Price::from_inner(1))];

		let parts = divide_by_power(u128::MAX, &pools);

		assert_eq!(parts, Ok(Some(vec![u128::MAX - 1, 1])));
	}

	#[test]
	fn every_part_is_the_exact_one_rounded_up_or_down() {
		let number = || (0u32..=100, any::<u128>()).prop_map(|(bits, noise)| noise >> (127 - bits));
		let pools = vec((number(), number()), 1..=4);
		for_all(seed(), 3_000, &(number(), pools), |(amount, pools)| {
			let pools: Vec<_> = pools
				.into_iter()
				.map(|(tokens, price)| pool(tokens, Price::from_inner(price)))
				.collect();
			let power = |one: &EarningStake| BigUint::from(one.tokens) * one.price.into_inner();
			let total: BigUint = pools.iter().map(power).sum();

			let Some(parts) = divide_by_power(amount, &pools).expect("it fits") else {
				prop_assert!(pools.iter().all(|one| one.tokens == 0));
				return Ok(());
			};

			prop_assert_eq!(parts.iter().sum::<Balance>(), amount);
			for (one, part) in pools.iter().zip(parts) {
				prop_assert!(part == 0 || one.tokens > 0);
				if !total.is_zero() {
					let exact = BigUint::from(amount) * power(one);
					let part = BigUint::from(part);
					prop_assert!(&part * &total < &exact + &total);
					prop_assert!((part + 1u8) * &total > exact);
				}
			}
			Ok(())
		});
	}
}
