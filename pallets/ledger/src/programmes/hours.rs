// SPDX-License-Identifier: Apache-2.0

//! Parts of an epoch.

use crate::Millis;

/// An epoch cut into equal parts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Hours {
	/// The time at which the epoch begins.
	pub start: Millis,
	/// The time at which the next one begins.
	pub end: Millis,
	/// H: the number of parts.
	pub count: u8,
}

impl Hours {
	/// True if the first `hours` of the epoch are over at a time. They may be more than the epoch has.
	pub fn are_over(&self, hours: u32, time: Millis) -> bool {
		let length = u128::from(self.end.saturating_sub(self.start));
		let elapsed = u128::from(time.saturating_sub(self.start));
		// Below 2⁹⁶ each.
		time >= self.start && elapsed * u128::from(self.count) >= length * u128::from(hours)
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	const EPOCH: Hours = Hours { start: 1_000, end: 2_000, count: 168 };

	#[test]
	fn hours_are_over_when_the_last_of_them_is() {
		// 1 000/168 = 5.95…
		assert!(EPOCH.are_over(0, 1_000));
		assert!(!EPOCH.are_over(1, 1_005));
		assert!(EPOCH.are_over(1, 1_006));
		assert!(!EPOCH.are_over(168, 1_999));
		assert!(EPOCH.are_over(168, 2_000));
	}

	#[test]
	fn hours_go_on_after_the_end() {
		assert!(!EPOCH.are_over(168 + 84, 2_499));
		assert!(EPOCH.are_over(168 + 84, 2_500));
	}

	#[test]
	fn no_hour_is_over_before_the_start() {
		assert!(!EPOCH.are_over(0, 999));
	}
}
