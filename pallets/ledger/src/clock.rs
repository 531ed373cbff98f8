// SPDX-License-Identifier: Apache-2.0

//! The one clock: epochs of a fixed length, aligned to an origin, computed and never counted.

use crate::LedgerError;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// Milliseconds since 1970-01-01 00:00:00 UTC.
pub type Millis = u64;

/// Number of an epoch; epoch 0 begins at the clock's origin.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct EpochIndex(pub u32);

impl EpochIndex {
	/// The epoch `count` later; the last representable one if there is none (32 bits of one-second epochs
	/// are 136 years).
	pub const fn plus(self, count: u32) -> Self {
		Self(self.0.saturating_add(count))
	}

	/// The epoch `count` earlier, epoch 0 at the least.
	pub const fn minus(self, count: u32) -> Self {
		Self(self.0.saturating_sub(count))
	}

	/// This epoch and all up to another.
	pub fn through(self, last: Self) -> impl Iterator<Item = Self> {
		(self.0..=last.0).map(Self)
	}

	/// The epoch after this one.
	pub const fn next(self) -> Self {
		self.plus(1)
	}
}

/// A clock of epochs: `epoch(t) = ⌊(t − origin) / length⌋`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct EpochClock {
	/// Begin of epoch 0, in milliseconds since 1970: within the first epoch since then, so that it is never in the future.
	pub origin: Millis,
	/// Length of an epoch in milliseconds, from [`MIN_LENGTH`](Self::MIN_LENGTH) to [`MAX_LENGTH`](Self::MAX_LENGTH).
	pub length: Millis,
}

impl EpochClock {
	/// Weeks that begin on Monday, 00:00:00 UTC: 1970-01-05 was the first.
	pub const WEEKLY: Self = Self { origin: 345_600_000, length: 604_800_000 };

	/// A clock that nobody has set: it stands still in epoch 0, which has no end. All that is noted by it is past as soon as
	/// there is another one.
	pub const STOPPED: Self = Self { origin: 0, length: Millis::MAX };

	/// Shortest length of an epoch, a second: 32 bits of them reach into 2106.
	pub const MIN_LENGTH: Millis = 1_000;

	/// Longest length of an epoch, a year of 366 days: nobody waits longer for stake to become active.
	pub const MAX_LENGTH: Millis = 366 * 86_400_000;

	/// Epochs of a length, one of which begins at a point in time: for a chain that counts from an upgrade on.
	pub fn beginning_at(time: Millis, length: Millis) -> Self {
		Self { origin: time.checked_rem(length).unwrap_or(0), length }
	}

	/// The epoch of a point in time; epoch 0 for all that lies before the origin.
	pub fn at(&self, time: Millis) -> EpochIndex {
		let epoch = time.saturating_sub(self.origin) / self.step();
		EpochIndex(u32::try_from(epoch).unwrap_or(u32::MAX))
	}

	/// Begin of an epoch; the end of time if that lies beyond it (32 bits of weeks do not).
	pub fn start(&self, epoch: EpochIndex) -> Millis {
		self.origin.saturating_add(self.step().saturating_mul(epoch.0.into()))
	}

	/// True if epochs of this length can be counted, and end.
	pub const fn has_valid_length(&self) -> bool {
		Self::MIN_LENGTH <= self.length && self.length <= Self::MAX_LENGTH
	}

	/// True if the origin has passed, whatever the time is. Any begin of an epoch can be had so.
	pub const fn has_valid_origin(&self) -> bool {
		self.origin < self.length
	}

	fn step(&self) -> Millis {
		self.length.max(1)
	}
}

impl Default for EpochClock {
	fn default() -> Self {
		Self::WEEKLY
	}
}

/// The present epoch n, and the window before it in which stake can still be slashed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Horizon {
	/// The present epoch n.
	pub now: EpochIndex,
	/// The window W in epochs, at least 1.
	pub window: u32,
}

impl Horizon {
	/// The epoch in which a deposit of now becomes active.
	pub const fn effective(&self) -> EpochIndex {
		self.now.next()
	}

	/// Checks that an epoch can still be slashed and paid: n − W ≤ e ≤ n. `EpochInFuture` or `EpochTooOld` if not.
	pub fn check(&self, epoch: EpochIndex) -> Result<(), LedgerError> {
		if epoch > self.now {
			return Err(LedgerError::EpochInFuture);
		}
		if epoch.plus(self.window) < self.now {
			return Err(LedgerError::EpochTooOld);
		}
		Ok(())
	}
}
