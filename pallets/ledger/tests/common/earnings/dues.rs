// SPDX-License-Identifier: Apache-2.0

//! What every staker has earned exactly, and how far the ledger may be from it.
//!
//! The model knows no accumulator. A credit of x gives a bucket active x·s/S, where s = ⌊V·T/H⌋ and S = Σ s by the
//! ledger's own whole numbers, and a staker w/V of that. Streams pay epoch by epoch, each with the stake of that epoch.
//!
//! # How far the ledger may be
//!
//! In steps of 2⁻¹²⁸ units. A credit raises a bucket by ΔA = ⌈s·ΔR/V⌉ with ΔR = ⌈(x·2¹²⁸ − a)/S⌉, where a is what
//! earlier ones gave too much. So a staker of weight w gets w·ΔA < w/V·s/S·(x·2¹²⁸ − a) + w·s/V + w,
//!
//! - *above* exact by less than 2w for each credit, as s ≤ V,
//! - *below* by at most its part of a, and a is below the S + Σ V of the credit before.

use super::{
	division::Division,
	payroll::{Lock, ASSETS},
	sum::Sum,
};
use crate::common::world::{Staker, World};
use bulwark_ledger::{Balance, Cohort, EpochIndex};
use std::collections::BTreeMap;

/// What a staker has earned in one asset, paid or not.
#[derive(Clone, Debug, Default)]
pub struct Due {
	pub own: Sum,
	/// What an expired position went on earning.
	pub extra: Sum,
	/// Steps by which the ledger may be above and below.
	pub above: u128,
	pub below: u128,
}

#[derive(Clone, Debug, Default)]
pub struct Dues {
	pub dues: BTreeMap<(Staker, u32), Due>,
	/// What weight of M earned that nobody has, and extra that was given back.
	pub lost: [Sum; ASSETS as usize],
	pub credited: [Sum; ASSETS as usize],
	pub unallocated: [Balance; ASSETS as usize],
	/// What streams pay for which epoch.
	pub scheduled: [BTreeMap<EpochIndex, Balance>; ASSETS as usize],
	/// The steps by which credits may be ahead of the money.
	most_ahead: [u128; ASSETS as usize],
}

impl Dues {
	/// Divides money for an epoch.
	pub fn credit(
		&mut self,
		epoch: EpochIndex,
		asset: u32,
		amount: Balance,
		division: Option<&Division>,
		locks: &BTreeMap<Staker, Lock>,
	) {
		let at = asset as usize;
		let Some(division) = division else {
			self.unallocated[at] += amount;
			return;
		};
		self.credited[at].add_units(amount);
		for share in &division.shares {
			let mut unowned = share.weight;
			for (who, weight) in &share.stakers {
				unowned -= weight;
				let has_expired = locks.get(who).is_some_and(|lock| lock.expiry <= epoch);
				let due = self.dues.entry((*who, asset)).or_default();
				let sum = match share.is_mature && has_expired {
					true => &mut due.extra,
					false => &mut due.own,
				};
				sum.add(&[amount, share.counts, *weight], &[division.total, share.weight]);
				due.above += 2 * weight;
			}
			self.lost[at].add(&[amount, share.counts, unowned], &[division.total, share.weight]);
		}
		for who in Staker::ALL {
			self.dues.entry((who, asset)).or_default().below += self.most_ahead[at];
		}
		self.most_ahead[at] = division.most_ahead();
	}

	/// Pays the streams for the epochs from one until before another, in which nothing happens to the stake but what
	/// the clock does. Returns for how many they paid.
	pub fn stream(
		&mut self,
		world: &World,
		until: EpochIndex,
		locks: &BTreeMap<Staker, Lock>,
	) -> u64 {
		let (from, window) = (world.now, world.window);
		let merges = |epoch: EpochIndex| {
			let mut cohorts = world.pool.iter().map(|(cohort, _)| cohort);
			cohorts
				.any(|cohort| matches!(cohort, Cohort::From(start) if start.plus(window) == epoch))
		};
		let left = world.pool.departure().map(|departure| departure.last_epoch.next());

		let mut world = world.clone();
		let mut division = None;
		let mut paid = 0;
		for epoch in from.through(until.minus(1)) {
			world.now = epoch;
			if epoch <= from.next() || merges(epoch) || left == Some(epoch) {
				division = None;
			}
			for asset in 0..ASSETS {
				let due = self.scheduled[asset as usize].remove(&epoch).unwrap_or_default();
				if due > 0 {
					let now = division.get_or_insert_with(|| Division::of(&world, epoch));
					self.credit(epoch, asset, due, now.as_ref(), locks);
					paid += 1;
				}
			}
		}
		paid
	}

	/// Spreads money over the epochs after one, the rest with the first.
	pub fn fund(&mut self, now: EpochIndex, asset: u32, amount: Balance, epochs: u32) {
		let scheduled = &mut self.scheduled[asset as usize];
		for at in 1..=epochs {
			let rest = if at == 1 { amount % u128::from(epochs) } else { 0 };
			*scheduled.entry(now.plus(at)).or_default() += amount / u128::from(epochs) + rest;
		}
	}

	pub fn due(&self, who: Staker, asset: u32) -> Due {
		self.dues.get(&(who, asset)).cloned().unwrap_or_default()
	}

	/// Takes what an expired position went on earning.
	pub fn take_extra(&mut self, who: Staker, asset: u32) -> Sum {
		let due = self.dues.entry((who, asset)).or_default();
		std::mem::take(&mut due.extra)
	}
}
