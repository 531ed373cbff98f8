// SPDX-License-Identifier: Apache-2.0

//! Deposits that are lost: of a challenge of a good batch, and of an outsider's bad one.

use crate::{split_floor, Balance, Fraction, LedgerError};

/// Deposit of a challenger who was wrong: half of it to the submitter of the batch, rounded down, and the rest to the
/// treasury.
pub fn split_lost_challenge(deposit: Balance) -> Result<(Balance, Balance), LedgerError> {
	split_floor(deposit, Fraction::from_percent(50))
}

/// Deposit of an outsider's bad batch: the bounty of the challenger, rounded down and at most half so that nobody gains by
/// a challenge of its own, and the rest to the treasury.
pub fn split_lost_batch(
	deposit: Balance,
	bounty: Fraction,
) -> Result<(Balance, Balance), LedgerError> {
	split_floor(deposit, bounty.min(Fraction::from_percent(50)))
}

#[cfg(test)]
mod tests {
	use super::*;
	use bulwark_testing::{for_all, seed};
	use proptest::prelude::*;

	#[test]
	fn lost_challenge_goes_to_the_submitter_by_half_rounded_down() {
		assert_eq!(split_lost_challenge(100), Ok((50, 50)));
		assert_eq!(split_lost_challenge(101), Ok((50, 51)));
		assert_eq!(split_lost_challenge(1), Ok((0, 1)));
		assert_eq!(split_lost_challenge(0), Ok((0, 0)));
	}

	#[test]
	fn lost_batch_pays_a_bounty_of_at_most_half() {
		assert_eq!(split_lost_batch(1_000, Fraction::from_percent(20)), Ok((200, 800)));
		assert_eq!(split_lost_batch(9, Fraction::from_percent(20)), Ok((1, 8)));
		assert_eq!(split_lost_batch(1_000, Fraction::one()), Ok((500, 500)));
	}

	#[test]
	fn parts_are_the_deposit_to_the_unit() {
		let parts = 0..=Fraction::one().deconstruct();
		for_all(seed(), 2_000, &(any::<u128>(), parts), |(deposit, parts)| {
			let (half, rest) = split_lost_challenge(deposit).unwrap();
			prop_assert_eq!(half.checked_add(rest), Some(deposit));
			prop_assert!(half <= rest && rest - half <= 1);

			let bounty = Fraction::from_parts(parts);
			let (bounty, rest) = split_lost_batch(deposit, bounty).unwrap();
			prop_assert_eq!(bounty.checked_add(rest), Some(deposit));
			prop_assert!(bounty <= rest);
			Ok(())
		});
	}
}
