// SPDX-License-Identifier: Apache-2.0

//! Scores, and which of several reporters' scores counts.

use crate::{math::add, LedgerError};
use alloc::vec::Vec;
use codec::{CompactAs, Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// The size of an operator's part of a budget. Scores of one programme and epoch are compared with each other and with
/// nothing else: of a service rule they are in steps of 2⁻⁹⁶ of a node's best week, of a points rule they are points.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen, CompactAs)]
pub struct Score(pub u128);

impl Score {
	/// The best that one node can do: full service with all the power that counts, in every hour.
	pub const FULL: Self = Self(1 << Self::BITS);

	/// Bits after the point.
	pub(super) const BITS: u32 = 96;

	/// Both together.
	pub fn plus(self, other: Self) -> Result<Self, LedgerError> {
		add(self.0, other.0).map(Self)
	}
}

/// The lower median of what `count` reporters say: sorted, the element ⌊(count − 1)/2⌋ counted from 0, and the least for
/// each that says nothing. More than half of them have to lie to raise it above everything honest; to lower it below
/// everything honest, one less than that if their number is even.
pub fn lower_median<V: Copy + Ord + Default>(said: impl Iterator<Item = V>, count: usize) -> V {
	let mut said: Vec<V> = said.take(count).collect();
	said.resize(count, V::default());
	said.sort_unstable();
	said.get(count.saturating_sub(1) / 2).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn lower_median_is_the_lower_of_the_middle_two() {
		let median = |said: &[u32]| lower_median(said.iter().copied(), said.len());

		assert_eq!(median(&[]), 0);
		assert_eq!(median(&[7]), 7);
		assert_eq!(median(&[9, 4]), 4);
		assert_eq!(median(&[9, 4, 5]), 5);
		assert_eq!(median(&[1, 9, 4, 5]), 4);
	}

	#[test]
	fn lower_median_takes_silence_for_nothing() {
		assert_eq!(lower_median([7, 8].into_iter(), 3), 7);
		assert_eq!(lower_median([7].into_iter(), 2), 0);
		assert_eq!(lower_median([7].into_iter(), 3), 0);
		assert_eq!(lower_median([7, 8, 9].into_iter(), 0), 0);
	}
}
