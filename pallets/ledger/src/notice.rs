// SPDX-License-Identifier: Apache-2.0

//! The time between an announcement and its effect.

use crate::EpochIndex;

/// A number of whole epochs that pass between the epoch of an announcement and the first epoch in which it holds.
/// Everybody has at least that long to react, however late in its epoch the announcement comes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Notice(pub u32);

impl Notice {
	/// The first epoch in which a change holds that is announced in `now`: the one after the notice.
	pub const fn takes_effect(self, now: EpochIndex) -> EpochIndex {
		now.plus(self.0).next()
	}

	/// True if a change that takes effect in an epoch was announced before `now`.
	pub fn was_announced_before(self, now: EpochIndex, effective_from: EpochIndex) -> bool {
		effective_from < self.takes_effect(now)
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	const NOW: EpochIndex = EpochIndex(10);

	#[test]
	fn takes_effect_after_so_many_whole_epochs() {
		assert_eq!(Notice(0).takes_effect(NOW), EpochIndex(11));
		assert_eq!(Notice(2).takes_effect(NOW), EpochIndex(13)); // 11 and 12 pass
	}

	#[test]
	fn was_announced_before_tells_the_present_epoch_from_earlier_ones() {
		let notice = Notice(2);

		assert!(!notice.was_announced_before(NOW, notice.takes_effect(NOW)));
		assert!(notice.was_announced_before(NOW, notice.takes_effect(EpochIndex(9))));
	}
}
