// SPDX-License-Identifier: Apache-2.0

//! Members of a set that have signed, and how many are enough.

use alloc::vec::Vec;

/// Members of a set by place: those who have signed, and those who have not.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Signers {
	present: Vec<usize>,
	absent: Vec<usize>,
}

impl Signers {
	/// Reads a bitmap over so many members: bit i of byte ⌊i/8⌋, the lowest first, is member i. `None` if it has not exactly
	/// ⌈n/8⌉ bytes, or a bit that is no member's: so each set of signers has one bitmap.
	pub fn of_bitmap(bitmap: &[u8], members: usize) -> Option<Self> {
		if bitmap.len() != members.div_ceil(8) {
			return None;
		}
		let (mut present, mut absent) = (Vec::new(), Vec::new());
		for (byte, bits) in bitmap.iter().enumerate() {
			for bit in 0..8usize {
				let place = byte.checked_mul(8)?.checked_add(bit)?;
				match bits >> bit & 1 == 1 {
					true if place >= members => return None,
					true => present.push(place),
					false if place < members => absent.push(place),
					false => {},
				}
			}
		}
		Some(Self { present, absent })
	}

	/// Places of those who have signed, in ascending order.
	pub fn present(&self) -> &[usize] {
		&self.present
	}

	/// Places of those who have not signed, in ascending order.
	pub fn absent(&self) -> &[usize] {
		&self.absent
	}

	/// True if a member has signed.
	pub fn has(&self, place: usize) -> bool {
		self.present.binary_search(&place).is_ok()
	}

	/// True if at least two thirds have signed.
	pub fn are_quorum(&self) -> bool {
		let members = self.present.len().saturating_add(self.absent.len()); // they fit into memory
		is_quorum(self.present.len(), members)
	}
}

/// True if so many signers are at least two thirds of the members, 3k ≥ 2n, and not nobody. With fewer than a third faulty
/// any two such quorums share an honest member.
pub fn is_quorum(signers: usize, members: usize) -> bool {
	signers > 0 && least_signers(members) <= signers
}

/// Least number of signers of a set with so many members: ⌈2n/3⌉.
pub fn least_signers(members: usize) -> usize {
	// n − ⌊n/3⌋ is ⌈2n/3⌉ and does not overflow.
	members.saturating_sub(members / 3)
}

#[cfg(test)]
mod tests {
	use super::*;
	use bulwark_testing::{for_all, seed};
	use proptest::prelude::*;

	#[test]
	fn quorum_is_at_least_two_thirds() {
		let expected = [
			(1, 1),
			(2, 2),
			(3, 2),
			(4, 3),
			(5, 4),
			(6, 4),
			(7, 5),
			(10, 7),
			(16, 11),
			(100, 67),
			(255, 170),
		];

		for (members, least) in expected {
			assert_eq!(least_signers(members), least);
			assert!(is_quorum(least, members) && !is_quorum(least - 1, members), "{members}");
		}
		assert!(!is_quorum(0, 0), "nobody is no quorum");
	}

	#[test]
	fn quorum_is_three_k_at_least_two_n() {
		for members in 1..=1_000usize {
			for signers in 0..=members {
				let expected = signers > 0 && 3 * signers >= 2 * members;
				assert_eq!(is_quorum(signers, members), expected);
			}
		}
	}

	#[test]
	fn two_quorums_share_more_than_a_third_or_a_third() {
		for members in 1..=255usize {
			let shared = 2 * least_signers(members) - members;
			assert!(3 * shared >= members, "fewer than a third faulty leaves an honest one");
		}
	}

	#[test]
	fn bitmap_of_the_vector_names_the_first_second_and_fourth() {
		let signers = Signers::of_bitmap(&[0b1011], 4).unwrap();

		assert_eq!(signers.present(), [0, 1, 3]);
		assert_eq!(signers.absent(), [2]);
		assert!(signers.has(3) && !signers.has(2));
		assert!(signers.are_quorum());
	}

	#[test]
	fn bitmap_is_refused_if_it_is_too_long_too_short_or_has_a_bit_past_the_end() {
		assert_eq!(Signers::of_bitmap(&[], 4), None);
		assert_eq!(Signers::of_bitmap(&[0b1011, 0], 4), None);
		assert_eq!(Signers::of_bitmap(&[0b1_1011], 4), None);
		assert_eq!(Signers::of_bitmap(&[0xff], 9), None);
		assert!(Signers::of_bitmap(&[0xff], 8).is_some());
		assert!(Signers::of_bitmap(&[0xff, 1], 9).is_some());
		assert_eq!(Signers::of_bitmap(&[0xff, 2], 9), None);
		assert!(!Signers::of_bitmap(&[], 0).unwrap().are_quorum());
	}

	#[test]
	fn every_bitmap_is_read_bit_by_bit_or_refused() {
		let bitmaps = prop::collection::vec(any::<u8>(), 0..33);
		for_all(seed(), 2_000, &(bitmaps, 0..260usize), |(bitmap, members)| {
			let bit = |place: usize| {
				bitmap.get(place / 8).is_some_and(|byte| byte >> (place % 8) & 1 == 1)
			};
			let is_sound = bitmap.len() == members.div_ceil(8)
				&& (members..bitmap.len() * 8).all(|place| !bit(place));

			let read = Signers::of_bitmap(&bitmap, members);

			prop_assert_eq!(read.is_some(), is_sound);
			if let Some(signers) = read {
				for place in 0..members {
					prop_assert_eq!(signers.has(place), bit(place));
					prop_assert_eq!(signers.absent().contains(&place), !bit(place));
				}
				prop_assert_eq!(signers.present().len() + signers.absent().len(), members);
			}
			Ok(())
		});
	}
}
