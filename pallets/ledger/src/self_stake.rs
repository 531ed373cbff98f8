// SPDX-License-Identifier: Apache-2.0

//! What an operator has staked itself against what it has to have, and what is forgiven if that is less.

use crate::{EpochIndex, Power};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// Power in the present epoch, and from the next one on.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Default,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
)]
pub struct Powers {
	/// In the present epoch.
	pub now: Power,
	/// From the next one on, as things stand.
	pub next: Power,
}

/// Why an operator has less own stake than it has to have, as far as it is not a higher minimum.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
)]
pub enum Shortage {
	/// A slash took it, or met it when it was short already: since this epoch.
	#[codec(index = 0)]
	Since(EpochIndex),
	/// It took own stake back itself and kept less: nothing is forgiven until it has enough again.
	#[codec(index = 1)]
	ByChoice,
}

/// An operator's own stake against what it has to be, in units of power.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
)]
pub struct SelfStake {
	/// What it has.
	pub own: Powers,
	/// What it has to have.
	pub minimum: Power,
	/// The last epoch in which less is forgiven, if it is.
	pub cure_until: Option<EpochIndex>,
}

impl SelfStake {
	/// Weighs own stake against a minimum that was raised last in an epoch. Who has some but not enough, and not by
	/// choice, has `cure` epochs from the later of its slash and the raise.
	pub fn new(
		own: Powers,
		minimum: Power,
		raised: EpochIndex,
		shortage: Option<Shortage>,
		now: EpochIndex,
		cure: u32,
	) -> Self {
		let uncured = Self { own, minimum, cure_until: None };
		let since = match shortage {
			_ if !uncured.is_short() => return uncured,
			Some(Shortage::ByChoice) => return uncured,
			Some(Shortage::Since(slash)) => slash.max(raised),
			None => raised,
		};
		let until = since.plus(cure);
		Self { cure_until: (now <= until).then_some(until), ..uncured }
	}

	/// Whether there is enough in the present epoch.
	pub const fn is_met(&self) -> bool {
		self.own.now >= self.minimum
	}

	/// Whether there will be enough from the next epoch on, as things stand.
	pub const fn will_be_met(&self) -> bool {
		self.own.next >= self.minimum
	}

	/// Whether there is some, but not enough.
	pub const fn is_short(&self) -> bool {
		self.own.next > 0 && !self.will_be_met()
	}

	/// Whether others may stake with the operator. Its own stake has to be in force: until then it can be taken back
	/// in an instant.
	pub const fn attracts(&self) -> bool {
		self.is_met() && self.will_be_met()
	}

	/// Whether the operator can be elected in the present epoch.
	pub const fn may_serve(&self) -> bool {
		self.is_met() || self.cure_until.is_some()
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	const RAISED: EpochIndex = EpochIndex(10);
	const CURE: u32 = 2;

	fn weigh(own: (Power, Power), shortage: Option<Shortage>, now: u32) -> SelfStake {
		let own = Powers { now: own.0, next: own.1 };
		SelfStake::new(own, 100, RAISED, shortage, EpochIndex(now), CURE)
	}

	#[test]
	fn enough_needs_no_forgiveness() {
		let stake = weigh((100, 100), None, 10);

		assert!(stake.is_met() && stake.will_be_met() && stake.attracts() && stake.may_serve());
		assert_eq!(stake.cure_until, None);
	}

	#[test]
	fn too_little_is_forgiven_from_a_raise_on() {
		assert_eq!(weigh((99, 99), None, 12).cure_until, Some(EpochIndex(12)));
		assert_eq!(weigh((99, 99), None, 13).cure_until, None);
	}

	#[test]
	fn too_little_is_forgiven_from_the_later_of_slash_and_raise_on() {
		let slashed = |epoch| Some(Shortage::Since(EpochIndex(epoch)));

		assert_eq!(weigh((99, 99), slashed(14), 14).cure_until, Some(EpochIndex(16)));
		assert_eq!(weigh((99, 99), slashed(3), 12).cure_until, Some(EpochIndex(12)));
	}

	#[test]
	fn too_little_is_not_forgiven_when_it_is_by_choice() {
		let stake = weigh((99, 99), Some(Shortage::ByChoice), 10);

		assert_eq!(stake.cure_until, None);
		assert!(!stake.may_serve());
	}

	#[test]
	fn nothing_is_not_forgiven() {
		assert_eq!(weigh((0, 0), None, 10).cure_until, None);
	}

	#[test]
	fn stake_attracts_when_it_is_in_force_and_stays() {
		assert!(!weigh((0, 100), None, 20).attracts());
		assert!(!weigh((100, 0), None, 20).attracts());
		assert!(weigh((100, 0), None, 20).may_serve());
	}
}
