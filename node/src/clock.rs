// SPDX-License-Identifier: Apache-2.0

//! The development clock: it runs like the wall clock and can be set forward.
//!
//! A block's time is the later of its parent's time and what the clock shows. The chain's time
//! therefore never falls, while several blocks may share one instant.

use std::{
	sync::{Mutex, MutexGuard, PoisonError},
	time::{SystemTime, UNIX_EPOCH},
};

/// The last instant the clock can be set to: the end of the year 9999, in milliseconds since 1970.
pub const LATEST: u64 = 253_402_300_799_999;

/// Reasons for which the clock is not set.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum TravelError {
	/// The chain is already past that instant; choose a later one.
	#[error("time travel goes forward only: {to} is before the chain's present time {present}")]
	Past {
		/// The instant that was asked for.
		to: u64,
		/// The time of the best block.
		present: u64,
	},
	/// Beyond the year 9999; choose an earlier instant.
	#[error("{to} is after the year 9999 ({LATEST} ms)")]
	TooFar {
		/// The instant that was asked for.
		to: u64,
	},
}

/// The clock that gives blocks their time.
pub struct Clock(Mutex<Hand>);

impl Clock {
	/// A clock at wall time, or at the time where the chain stopped if that is later.
	///
	/// Without the second case a chain that travelled would stand still after a restart, until the
	/// wall clock has caught up.
	pub fn resume(chain: u64) -> Self {
		let wall = wall();

		Self(Mutex::new(Hand { shows: wall.max(chain), since: Some(wall) }))
	}

	/// The time of the next block on a parent of time `parent`.
	pub fn block_time(&self, parent: u64) -> u64 {
		self.hand().show(wall()).max(parent)
	}

	/// Set the clock to `to`, which must not be before `present`, the time of the best block.
	pub fn travel(&self, to: u64, present: u64) -> Result<(), TravelError> {
		if to < present {
			return Err(TravelError::Past { to, present });
		}
		if to > LATEST {
			return Err(TravelError::TooFar { to });
		}

		self.hand().set(to);
		Ok(())
	}

	fn hand(&self) -> MutexGuard<'_, Hand> {
		// No panic can leave the hand half set, so a poisoned lock is as good as any.
		self.0.lock().unwrap_or_else(PoisonError::into_inner)
	}
}

/// The time that the clock shows, and the wall time since which it has been running from there.
struct Hand {
	shows: u64,
	/// `None` while the hand waits for the first look at it, so that the block sealed after a
	/// journey carries exactly the time that was asked for.
	since: Option<u64>,
}

impl Hand {
	/// The time shown at wall time `wall`; starts a waiting hand.
	fn show(&mut self, wall: u64) -> u64 {
		let since = *self.since.get_or_insert(wall);

		self.shows.saturating_add(wall.saturating_sub(since))
	}

	/// Stop at `to` until somebody looks.
	fn set(&mut self, to: u64) {
		*self = Self { shows: to, since: None };
	}
}

/// Milliseconds since 1970 by the machine's clock; zero if it is set before that.
fn wall() -> u64 {
	let elapsed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();

	u64::try_from(elapsed.as_millis()).unwrap_or(LATEST)
}

#[cfg(test)]
mod tests {
	use super::*;

	const DAY: u64 = 24 * 60 * 60 * 1_000;

	#[test]
	fn hand_runs_with_the_wall() {
		let mut hand = Hand { shows: 1_000, since: Some(500) };

		assert_eq!(hand.show(500), 1_000);
		assert_eq!(hand.show(520), 1_020);
	}

	#[test]
	fn hand_stands_still_when_the_wall_steps_back() {
		let mut hand = Hand { shows: 1_000, since: Some(500) };

		assert_eq!(hand.show(100), 1_000);
	}

	#[test]
	fn hand_waits_for_the_first_look_when_set() {
		let mut hand = Hand { shows: 1_000, since: Some(500) };

		hand.set(9_000);

		assert_eq!(hand.show(700), 9_000);
		assert_eq!(hand.show(703), 9_003);
	}

	#[test]
	fn block_time_is_wall_time_on_a_new_chain() {
		let before = wall();
		let clock = Clock::resume(0);

		let time = clock.block_time(0);

		assert!((before..=wall()).contains(&time));
	}

	#[test]
	fn block_time_is_the_parents_when_the_parent_is_ahead() {
		let clock = Clock::resume(0);
		let parent = wall() + DAY;

		assert_eq!(clock.block_time(parent), parent);
		assert_eq!(clock.block_time(parent), parent);
	}

	#[test]
	fn block_time_goes_on_from_the_chain_when_the_chain_is_ahead() {
		let chain = wall() + DAY;

		let time = Clock::resume(chain).block_time(chain);

		assert!((chain..chain + DAY).contains(&time));
	}

	#[test]
	fn travel_sets_the_next_block_exactly() {
		let clock = Clock::resume(0);
		let to = wall() + DAY;

		assert_eq!(clock.travel(to, 0), Ok(()));

		assert_eq!(clock.block_time(0), to);
		assert!(clock.block_time(to) >= to);
	}

	#[test]
	fn travel_succeeds_when_it_goes_to_the_present() {
		let clock = Clock::resume(0);

		assert_eq!(clock.travel(DAY, DAY), Ok(()));

		assert_eq!(clock.block_time(DAY), DAY);
	}

	#[test]
	fn travel_fails_when_it_goes_back() {
		let clock = Clock::resume(0);

		assert_eq!(
			clock.travel(DAY - 1, DAY),
			Err(TravelError::Past { to: DAY - 1, present: DAY })
		);

		assert!(clock.block_time(0) > DAY, "a refused journey must not move the clock");
	}

	#[test]
	fn travel_fails_when_it_goes_beyond_the_year_9999() {
		let clock = Clock::resume(0);

		assert_eq!(clock.travel(LATEST, 0), Ok(()));
		assert_eq!(clock.travel(LATEST + 1, 0), Err(TravelError::TooFar { to: LATEST + 1 }));
	}
}
