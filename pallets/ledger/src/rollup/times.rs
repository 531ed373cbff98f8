// SPDX-License-Identifier: Apache-2.0

//! Times of a batch: until when it can be challenged, and a challenge be judged.

use crate::{Deadline, Moment};

/// Times to challenge a batch and to judge a challenge. While no block is made nobody can do either, so each lasts for so
/// many blocks at least.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ChallengeTimes {
	/// C: a batch of epoch e can be challenged through epoch e + C.
	pub challenge: u32,
	/// J: a challenge that somebody joins in epoch j can be judged through epoch j + J.
	pub judge: u32,
	/// B: the least number of blocks of each.
	pub blocks: u32,
}

impl ChallengeTimes {
	/// End of the time to challenge a batch, with its epoch and the number of its block.
	pub fn challenge_until(&self, made: Moment) -> Deadline {
		Deadline {
			last_epoch: made.epoch.plus(self.challenge),
			last_block: made.block.saturating_add(self.blocks.into()), // no chain makes 2⁶⁴ blocks
		}
	}

	/// End of the time to judge a challenge that somebody joins now: never before the last can have joined.
	pub fn judge_until(&self, made: Moment, joined: Moment) -> Deadline {
		let challenge = self.challenge_until(made);
		Deadline {
			last_epoch: challenge.last_epoch.max(joined.epoch.plus(self.judge)),
			last_block: challenge.last_block.max(joined.block.saturating_add(self.blocks.into())), // as above
		}
	}

	/// True if each is at least an epoch, and a fault that is only known when the time to judge is over can still be
	/// reported: C + J + 1 ≤ R, R being the number of epochs after its own in which a fault may be reported.
	pub fn fit(&self, report: u32) -> bool {
		let all = self.challenge.checked_add(self.judge).and_then(|both| both.checked_add(1));
		self.challenge >= 1 && self.judge >= 1 && all.is_some_and(|all| all <= report)
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::EpochIndex;

	const TIMES: ChallengeTimes = ChallengeTimes { challenge: 1, judge: 1, blocks: 10 };

	fn moment(epoch: u32, block: u64) -> Moment {
		Moment { epoch: EpochIndex(epoch), block }
	}

	#[test]
	fn batch_can_be_challenged_until_its_epochs_and_its_blocks_are_over() {
		let until = TIMES.challenge_until(moment(7, 100));

		assert!(!until.is_over(moment(8, 500)));
		assert!(!until.is_over(moment(9, 110)), "the chain has stood still");
		assert!(until.is_over(moment(9, 111)));
	}

	#[test]
	fn challenge_can_be_judged_for_as_long_after_the_last_has_joined() {
		let early = TIMES.judge_until(moment(7, 100), moment(7, 101));
		let late = TIMES.judge_until(moment(7, 100), moment(8, 130));

		assert_eq!((early.last_epoch, early.last_block), (EpochIndex(8), 111));
		assert_eq!((late.last_epoch, late.last_block), (EpochIndex(9), 140));
		assert!(!late.is_over(moment(9, 141)) && late.is_over(moment(10, 141)));
	}

	#[test]
	fn challenge_is_never_over_while_others_may_join() {
		for judge in 1..4 {
			let times = ChallengeTimes { challenge: 3, judge, blocks: 10 };
			let (made, joined) = (moment(7, 100), moment(7, 100));
			let until = times.judge_until(made, joined);
			assert!(until.last_epoch >= times.challenge_until(made).last_epoch);
			assert!(until.last_block >= times.challenge_until(made).last_block);
		}
	}

	#[test]
	fn times_fit_if_what_is_known_last_can_still_be_reported() {
		assert!(TIMES.fit(3) && !TIMES.fit(2));
		assert!(!ChallengeTimes { challenge: 0, ..TIMES }.fit(9));
		assert!(!ChallengeTimes { judge: 0, ..TIMES }.fit(9));
		assert!(!ChallengeTimes { judge: u32::MAX, ..TIMES }.fit(u32::MAX));
	}
}
