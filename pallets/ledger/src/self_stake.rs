// SPDX-License-Identifier: Apache-2.0

//! The self-stake of an operator against its minimum, and when less is forgiven.

use crate::{EpochIndex, Power};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// Power in the present epoch, and from the next one on.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub struct Powers {
	/// Power in the present epoch.
	pub current: Power,
	/// Power from the next epoch on, as things stand.
	pub next: Power,
}

/// The minimum self-stake of every operator.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub struct GlobalMinimum {
	/// The minimum, in units of power.
	#[codec(compact)]
	pub amount: Power,
	/// The epoch in which it was last raised: from then on operators below it have their cure period.
	pub raised_epoch: EpochIndex,
}

impl GlobalMinimum {
	/// Sets the minimum at once, and returns the old one.
	pub fn set(&mut self, amount: Power, now: EpochIndex) -> Power {
		let old = self.amount;

		self.amount = amount;
		if amount > old {
			self.raised_epoch = now;
		}
		old
	}
}

/// The reason why an operator's self-stake is below its minimum, unless that is a higher minimum.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub enum Shortage {
	/// A slash or a lower price left too little, or met it when it was short already: since this epoch.
	#[codec(index = 0)]
	Since(EpochIndex),
	/// The operator unstaked and kept less: nothing is forgiven until it has enough again.
	#[codec(index = 1)]
	ByChoice,
}

/// The self-stake of an operator against its minimum, in units of power.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub struct SelfStake {
	/// The self-stake.
	pub own: Powers,
	/// The minimum: the global one, or the operator's own if that is higher.
	pub minimum: Power,
	/// The last epoch in which less is forgiven, if it is.
	pub cure_until_epoch: Option<EpochIndex>,
}

impl SelfStake {
	/// Weighs self-stake against the global minimum and the one that the operator promised. An operator that has not
	/// enough, and not by choice, has `cure_period` epochs from the later of the raise and of what was noted: a slash, or an
	/// election at a lower price. Nothing is forgiven to one that has none, if nothing was noted.
	pub fn new(
		own: Powers,
		global: GlobalMinimum,
		promised: Power,
		shortage: Option<Shortage>,
		now: EpochIndex,
		cure_period: u32,
	) -> Self {
		let minimum = global.amount.max(promised);
		let uncured = Self { own, minimum, cure_until_epoch: None };
		let since = match shortage {
			_ if uncured.will_be_met() => return uncured,
			Some(Shortage::ByChoice) => return uncured,
			Some(Shortage::Since(noted)) => noted.max(global.raised_epoch),
			None if !uncured.is_short() => return uncured,
			None => global.raised_epoch,
		};
		let until = since.plus(cure_period);
		Self { cure_until_epoch: (now <= until).then_some(until), ..uncured }
	}

	/// True if there is enough in the present epoch.
	pub const fn is_met(&self) -> bool {
		self.own.current >= self.minimum
	}

	/// True if there will be enough from the next epoch on, as things stand.
	pub const fn will_be_met(&self) -> bool {
		self.own.next >= self.minimum
	}

	/// True if there is enough in the present epoch or will be in the next one: nothing has to be made up for.
	pub const fn is_enough(&self) -> bool {
		self.is_met() || self.will_be_met()
	}

	/// True if there is some, but not enough.
	pub const fn is_short(&self) -> bool {
		self.own.next > 0 && !self.will_be_met()
	}

	/// True if others may stake with the operator. Its own stake has to be active: until then it can be taken back
	/// in an instant.
	pub const fn attracts(&self) -> bool {
		self.is_met() && self.will_be_met()
	}

	/// True if the operator can be elected in the present epoch.
	pub const fn may_serve(&self) -> bool {
		self.is_met() || self.cure_until_epoch.is_some()
	}

	/// The epoch since which the self-stake is short, if that is to be noted: after a slash, or at an election. `was_short`
	/// says whether it was short before that slash, or at the prices before: an operator that a higher minimum had left short
	/// has no longer than before.
	pub fn short_since(
		&self,
		noted: Option<Shortage>,
		was_short: bool,
		raised_epoch: EpochIndex,
		now: EpochIndex,
	) -> Option<EpochIndex> {
		let is_noted = match noted {
			Some(Shortage::ByChoice) => true,
			// A shortage that was noted when the minimum was higher is over.
			Some(Shortage::Since(_)) => was_short,
			None => false,
		};
		let since = if was_short { raised_epoch } else { now };
		// With nothing left it is short all the same, if it had enough just now.
		let is_short = self.is_short() || !was_short && !self.will_be_met();
		(is_short && !is_noted).then_some(since)
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	const RAISED: EpochIndex = EpochIndex(10);
	const CURE: u32 = 2;

	fn weigh(own: (Power, Power), shortage: Option<Shortage>, now: u32) -> SelfStake {
		let own = Powers { current: own.0, next: own.1 };
		let global = GlobalMinimum { amount: 100, raised_epoch: RAISED };
		SelfStake::new(own, global, 0, shortage, EpochIndex(now), CURE)
	}

	#[test]
	fn enough_needs_no_forgiveness() {
		let stake = weigh((100, 100), None, 10);

		assert!(stake.is_met() && stake.will_be_met() && stake.attracts() && stake.may_serve());
		assert_eq!(stake.cure_until_epoch, None);
	}

	#[test]
	fn too_little_is_forgiven_from_a_raise_on() {
		assert_eq!(weigh((99, 99), None, 12).cure_until_epoch, Some(EpochIndex(12)));
		assert_eq!(weigh((99, 99), None, 13).cure_until_epoch, None);
	}

	#[test]
	fn too_little_is_forgiven_from_the_later_of_slash_and_raise_on() {
		let slashed = |epoch| Some(Shortage::Since(EpochIndex(epoch)));

		assert_eq!(weigh((99, 99), slashed(14), 14).cure_until_epoch, Some(EpochIndex(16)));
		assert_eq!(weigh((99, 99), slashed(3), 12).cure_until_epoch, Some(EpochIndex(12)));
	}

	#[test]
	fn too_little_is_not_forgiven_when_it_is_by_choice() {
		let stake = weigh((99, 99), Some(Shortage::ByChoice), 10);

		assert_eq!(stake.cure_until_epoch, None);
		assert!(!stake.may_serve());
	}

	#[test]
	fn nothing_is_not_forgiven() {
		assert_eq!(weigh((0, 0), None, 10).cure_until_epoch, None);
	}

	#[test]
	fn stake_attracts_when_it_is_active_and_stays() {
		assert!(!weigh((0, 100), None, 20).attracts());
		assert!(!weigh((100, 0), None, 20).attracts());
		assert!(weigh((100, 0), None, 20).may_serve());
	}

	#[test]
	fn the_higher_minimum_counts() {
		let own = Powers { current: 150, next: 150 };
		let weigh = |amount, promised| {
			let global = GlobalMinimum { amount, raised_epoch: RAISED };
			SelfStake::new(own, global, promised, None, RAISED, CURE)
		};

		assert_eq!(weigh(100, 160).minimum, 160);
		assert!(!weigh(100, 160).is_met());
		assert_eq!(weigh(120, 60).minimum, 120);
		assert!(weigh(120, 60).is_met());
	}

	#[test]
	fn enough_is_enough_now_or_from_the_next_epoch_on() {
		assert!(weigh((0, 100), None, 20).is_enough());
		assert!(weigh((100, 0), None, 20).is_enough());
		assert!(!weigh((99, 99), None, 10).is_enough());
	}

	#[test]
	fn set_notes_the_epoch_when_the_minimum_is_raised() {
		let mut minimum = GlobalMinimum::default();

		assert_eq!(minimum.set(100, EpochIndex(4)), 0);
		assert_eq!(minimum, GlobalMinimum { amount: 100, raised_epoch: EpochIndex(4) });
	}

	#[test]
	fn set_keeps_the_epoch_when_the_minimum_is_lowered_or_stays() {
		let mut minimum = GlobalMinimum { amount: 100, raised_epoch: RAISED };

		assert_eq!(minimum.set(100, EpochIndex(14)), 100);
		assert_eq!(minimum.set(40, EpochIndex(15)), 100);

		assert_eq!(minimum, GlobalMinimum { amount: 40, raised_epoch: RAISED });
	}

	/// The epoch since which a slash in epoch 14 has left so much short.
	fn short_since(own: Power, noted: Option<Shortage>, was_short: bool) -> Option<EpochIndex> {
		weigh((own, own), noted, 14).short_since(noted, was_short, RAISED, EpochIndex(14))
	}

	#[test]
	fn a_shortage_begins_with_its_slash() {
		let lowered = Some(Shortage::Since(EpochIndex(3)));

		assert_eq!(short_since(99, None, false), Some(EpochIndex(14)));
		assert_eq!(short_since(99, lowered, false), Some(EpochIndex(14)));
	}

	#[test]
	fn a_shortage_begins_with_the_raise_when_that_came_first() {
		assert_eq!(short_since(99, None, true), Some(RAISED));
	}

	#[test]
	fn no_shortage_begins_when_it_stands_already_or_there_is_none() {
		let slashed = Some(Shortage::Since(EpochIndex(12)));

		assert_eq!(short_since(99, slashed, true), None);
		assert_eq!(short_since(99, Some(Shortage::ByChoice), false), None);
		assert_eq!(short_since(100, None, false), None);
		assert_eq!(short_since(0, None, true), None);
	}
}
