// SPDX-License-Identifier: Apache-2.0

//! The money of a programme: for epochs to come, due for those that are not divided yet, and carried.

use crate::{
	math::add,
	rewards::{Schedule, Step},
	Balance, EpochIndex, Horizon, LedgerError, Pot,
};
use alloc::vec::Vec;
use bounded_collections::{BoundedVec, Get};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use derive_where::derive_where;
use scale_info::TypeInfo;

/// The money for an epoch.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub struct Due {
	/// The epoch that earns it.
	pub epoch: EpochIndex,
	/// In units of the programme's asset.
	#[codec(compact)]
	pub amount: Balance,
}

/// All money of a programme that is not being divided. What comes in is in it until it is taken for an epoch, to the
/// unit.
#[derive_where(Clone, PartialEq, Eq, Debug, Default)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
#[scale_info(skip_type_params(S))]
#[codec(mel_bound(S: Get<u32>))]
pub struct Budget<S: Get<u32>> {
	/// First epoch whose money is not due yet.
	next_epoch: EpochIndex,
	/// Money for epochs to come.
	schedule: Schedule,
	/// Money for epochs that have begun, oldest first: those of the window and the present one.
	dues: BoundedVec<Due, S>,
	/// Money that no operator got; it goes to the next epoch that is divided.
	#[codec(compact)]
	carried: Balance,
}

impl<S: Get<u32>> Budget<S> {
	/// Lets time pass: money for epochs that have begun becomes due, and money due for epochs before the window is
	/// carried. Returns the latter. Everything else is done to a budget for which time has passed.
	pub fn roll(&mut self, at: Horizon) -> Result<Balance, LedgerError> {
		let oldest = at.now.minus(at.window);
		let old = self.dues.iter().filter(|due| due.epoch < oldest).map(|due| due.amount);
		let lapsed = add(Pot::checked_sum(old)?, self.pay_until(oldest)?)?;
		self.dues.retain(|due| due.epoch >= oldest);
		self.carry(lapsed)?;

		for epoch in oldest.through(at.now) {
			let amount = self.pay_until(epoch.next())?;
			self.add_due(epoch, amount)?;
		}
		Ok(lapsed)
	}

	/// Spreads money over the `epochs` after the present one: ⌊amount / epochs⌋ for each, and what remains with the
	/// first.
	///
	/// Errors: `InvalidDuration` for no epoch or more than 104.
	pub fn fund(
		&mut self,
		now: EpochIndex,
		amount: Balance,
		epochs: u32,
	) -> Result<(), LedgerError> {
		self.schedule.fund(now, amount, epochs)
	}

	/// Adds money for the present epoch.
	pub fn mint(&mut self, now: EpochIndex, amount: Balance) -> Result<(), LedgerError> {
		self.add_due(now, amount)
	}

	/// Takes out all that an epoch divides: what is due for it and what is carried.
	pub fn take(&mut self, epoch: EpochIndex) -> Result<Balance, LedgerError> {
		let all = add(self.due(epoch), self.carried)?;
		self.dues.retain(|due| due.epoch != epoch);
		self.carried = 0;
		Ok(all)
	}

	/// Puts back money that no operator got.
	pub fn carry(&mut self, amount: Balance) -> Result<(), LedgerError> {
		self.carried = add(self.carried, amount)?;
		Ok(())
	}

	/// The money that is due for an epoch that has begun.
	pub fn due(&self, epoch: EpochIndex) -> Balance {
		self.dues.iter().find(|due| due.epoch == epoch).map_or(0, |due| due.amount)
	}

	/// All that is due for epochs that have begun.
	pub fn dues(&self) -> &[Due] {
		&self.dues
	}

	/// The money that no operator got.
	pub const fn carried(&self) -> Balance {
		self.carried
	}

	/// Amounts for epochs to come.
	pub fn steps(&self) -> Vec<Step> {
		self.schedule.steps(self.next_epoch)
	}

	/// The money for epochs to come.
	pub fn to_come(&self) -> Result<Balance, LedgerError> {
		self.schedule.left(self.next_epoch)
	}

	/// All of it.
	pub fn total(&self) -> Result<Balance, LedgerError> {
		let dues = self.dues.iter().map(|due| due.amount);
		Pot::checked_sum(dues.chain([self.carried, self.to_come()?]))
	}

	/// Takes out the money for all epochs before one.
	fn pay_until(&mut self, until: EpochIndex) -> Result<Balance, LedgerError> {
		let from = self.next_epoch;
		self.next_epoch = from.max(until);
		self.schedule.pay(from, self.next_epoch)
	}

	fn add_due(&mut self, epoch: EpochIndex, amount: Balance) -> Result<(), LedgerError> {
		if amount == 0 {
			return Ok(());
		}
		if let Some(due) = self.dues.iter_mut().find(|due| due.epoch == epoch) {
			due.amount = add(due.amount, amount)?;
			return Ok(());
		}
		let at = self.dues.partition_point(|due| due.epoch < epoch);
		let due = Due { epoch, amount };
		self.dues.try_insert(at, due).map_err(|_| LedgerError::Overflow)
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use bounded_collections::ConstU32;

	/// W + 2 with a window of 3.
	type Money = Budget<ConstU32<5>>;

	const fn at(now: u32) -> Horizon {
		Horizon { now: EpochIndex(now), window: 3 }
	}

	fn funded(now: u32, amount: Balance, epochs: u32) -> Money {
		let mut money = Money::default();
		money.roll(at(now)).expect("it fits");
		money.fund(EpochIndex(now), amount, epochs).expect("it fits");
		money
	}

	fn dues(money: &Money) -> Vec<(u32, Balance)> {
		money.dues().iter().map(|due| (due.epoch.0, due.amount)).collect()
	}

	#[test]
	fn money_is_due_when_its_epoch_has_begun() {
		let mut money = funded(10, 103, 4);

		assert_eq!(money.roll(at(10)), Ok(0));
		assert_eq!(dues(&money), []);
		assert_eq!(money.roll(at(12)), Ok(0));

		assert_eq!(dues(&money), [(11, 28), (12, 25)]);
		assert_eq!(money.total(), Ok(103));
	}

	#[test]
	fn minted_money_is_due_at_once() {
		let mut money = funded(10, 100, 4);
		money.roll(at(11)).expect("it fits");

		money.mint(EpochIndex(11), 7).expect("it fits");

		assert_eq!(dues(&money), [(11, 32)]);
		assert_eq!(money.total(), Ok(107));
	}

	#[test]
	fn take_takes_what_is_due_and_what_is_carried() {
		let mut money = funded(10, 100, 4);
		money.roll(at(12)).expect("it fits");
		money.carry(5).expect("it fits");

		assert_eq!(money.take(EpochIndex(11)), Ok(30));

		assert_eq!(dues(&money), [(12, 25)]);
		assert_eq!((money.carried(), money.total()), (0, Ok(75)));
		assert_eq!(money.take(EpochIndex(11)), Ok(0));
	}

	#[test]
	fn money_lapses_when_its_epoch_falls_behind_the_window() {
		let mut money = funded(10, 100, 4);
		money.roll(at(12)).expect("it fits");

		assert_eq!(money.roll(at(15)), Ok(25), "that of 11");

		assert_eq!(dues(&money), [(12, 25), (13, 25), (14, 25)]);
		assert_eq!((money.carried(), money.total()), (25, Ok(100)));
	}

	#[test]
	fn money_lapses_at_once_when_the_clock_jumps_over_a_year() {
		let mut money = funded(10, 5_200, 52);

		assert_eq!(money.roll(at(10 + 53)), Ok(4_900));

		assert_eq!(dues(&money), [(60, 100), (61, 100), (62, 100)]);
		assert_eq!(money.total(), Ok(5_200));
	}

	#[test]
	fn every_epoch_of_the_window_can_have_something_due() {
		let mut money = funded(10, 1_040, 104);

		for now in 11..40 {
			money.roll(at(now)).expect("it fits");
			money.mint(EpochIndex(now), 1).expect("it fits");
			money.fund(EpochIndex(now), 104 * 7 + 3, 104).expect("it fits");

			let oldest = (now - 3).max(11);
			assert_eq!(money.dues().len() as u32, now - oldest + 1);
		}
	}
}
