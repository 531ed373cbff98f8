// SPDX-License-Identifier: Apache-2.0

//! What was promised to whom, epoch by epoch and for ever: the naive book beside a pledge.

use bulwark_ledger::{Budget, ConsumerId, EpochIndex, Fraction, Horizon, PledgeError, Scope};

/// What holds in an epoch: a budget, and under which terms.
pub type Held = (Budget, u32);

pub const NOTHING: Held = (Budget::NOTHING, 0);

/// One line per epoch, from epoch 0 on.
#[derive(Clone, Debug)]
pub struct Promises {
	pub window: u32,
	/// How many consumers can be promised something.
	places: usize,
	caps: Vec<Fraction>,
	/// By consumer.
	held: Vec<Vec<Held>>,
}

impl Promises {
	/// For consumers from 0 on, up to an epoch that nobody reaches.
	pub fn new(window: u32, places: usize, consumers: usize, epochs: usize) -> Self {
		let held = vec![vec![NOTHING; epochs]; consumers];
		Self { window, places, caps: vec![Fraction::zero(); epochs], held }
	}

	pub fn consumers(&self) -> impl Iterator<Item = ConsumerId> {
		(0..self.held.len() as u32).map(ConsumerId)
	}

	pub fn cap(&self, epoch: EpochIndex) -> Fraction {
		self.caps[index(epoch)]
	}

	pub fn at(&self, consumer: ConsumerId, epoch: EpochIndex) -> Option<Held> {
		let (budget, version) = self.line(consumer)[index(epoch)];
		(budget != Budget::NOTHING).then_some((budget, version))
	}

	/// The largest, part by part, of what a consumer was promised in the window that ends with an
	/// epoch.
	pub fn counted(&self, consumer: ConsumerId, epoch: EpochIndex) -> Budget {
		let faults = epoch.minus(self.window).through(epoch);
		faults.fold(Budget::NOTHING, |most, fault| {
			let (budget, _) = self.line(consumer)[index(fault)];
			Budget { bond: most.bond.max(budget.bond), pools: most.pools.max(budget.pools) }
		})
	}

	/// Σ over all consumers in parts of 10⁻¹⁸, of the bond and of the pools; it may be more than one.
	pub fn sums(&self, epoch: EpochIndex) -> (u128, u128) {
		self.consumers()
			.map(|consumer| self.counted(consumer, epoch))
			.fold((0, 0), |sums, one| (sums.0 + parts(one.bond), sums.1 + parts(one.pools)))
	}

	/// The last epoch of the window up to another in which anybody could charge something in a scope.
	pub fn last_liable(
		&self,
		scope: Scope,
		leaving: EpochIndex,
		now: EpochIndex,
	) -> Option<EpochIndex> {
		let epochs = now.minus(self.window).through(leaving);
		epochs
			.filter(|epoch| self.held.iter().any(|line| allows(line[index(*epoch)], scope)))
			.last()
	}

	/// Whether the pools of some consumer's line can lose more later than now.
	pub fn widens(&self, now: EpochIndex) -> bool {
		self.held.iter().any(|line| widens(line[index(now)], line[line.len() - 1]))
	}

	/// Sets a cap, or says which error it has to be.
	pub fn set_cap(
		&mut self,
		cap: Fraction,
		notice: u32,
		now: EpochIndex,
	) -> Result<EpochIndex, Vec<PledgeError>> {
		let present = self.cap(now);
		let from = if cap <= present { now } else { now.plus(notice) };
		self.caps[index(now)..].fill(present);
		self.caps[index(from)..].fill(cap);
		self.check(now).map(|()| from)
	}

	/// Promises something, or says which errors it could be.
	pub fn promise(
		&mut self,
		consumer: ConsumerId,
		held: Held,
		notice: u32,
		now: EpochIndex,
	) -> Result<EpochIndex, Vec<PledgeError>> {
		let (budget, _) = held;
		let is_dust = |part: Fraction| (1..100_000_000_000_000).contains(&part.deconstruct());
		if budget.bond < budget.pools || is_dust(budget.bond) || is_dust(budget.pools) {
			return Err(vec![PledgeError::InvalidBudget]);
		}
		if !self.is_known(consumer, now) {
			if budget == Budget::NOTHING {
				return Err(vec![PledgeError::NothingPromised]);
			}
			let known = self.consumers().filter(|other| self.is_known(*other, now)).count();
			if known == self.places {
				return Err(vec![PledgeError::TooManyPromises]);
			}
		}
		let line = self.line(consumer);
		if line[line.len() - 1] == held {
			return Err(vec![PledgeError::Unchanged]);
		}

		let present = line[index(now)];
		let from = if widens(present, held) { now.plus(notice) } else { now.next() };
		let line = &mut self.held[consumer.0 as usize];
		line[index(now)..].fill(present);
		line[index(from)..].fill(held);
		self.check(now).map(|()| from)
	}

	/// Whether a consumer can charge something, or will.
	fn is_known(&self, consumer: ConsumerId, now: EpochIndex) -> bool {
		let first = index(now.minus(self.window));
		self.line(consumer)[first..].iter().any(|held| *held != NOTHING)
	}

	/// I7, in every epoch from now on until nothing changes any more.
	pub fn check(&self, now: EpochIndex) -> Result<(), Vec<PledgeError>> {
		let mut broken = Vec::new();
		for epoch in now.through(now.plus(2 * self.window + 4)) {
			let (bonds, pools) = self.sums(epoch);
			if bonds > parts(Fraction::one()) {
				broken.push(PledgeError::OverBond);
			}
			if pools > parts(self.cap(epoch)) {
				broken.push(PledgeError::OverCap);
			}
		}
		if broken.is_empty() {
			Ok(())
		} else {
			Err(broken)
		}
	}

	pub fn horizon(&self, now: EpochIndex) -> Horizon {
		Horizon { now, window: self.window }
	}

	fn line(&self, consumer: ConsumerId) -> &[Held] {
		&self.held[consumer.0 as usize]
	}
}

fn widens(present: Held, next: Held) -> bool {
	let ((before, old), (after, new)) = (present, next);
	allows(next, Scope::BondAndPools) && (before.pools < after.pools || old != new)
}

fn allows((budget, _): Held, scope: Scope) -> bool {
	match scope {
		Scope::Bond => budget.bond != Fraction::zero(),
		Scope::BondAndPools => budget.pools != Fraction::zero(),
	}
}

fn parts(fraction: Fraction) -> u128 {
	fraction.deconstruct().into()
}

fn index(epoch: EpochIndex) -> usize {
	epoch.0 as usize
}
