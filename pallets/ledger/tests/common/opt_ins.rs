// SPDX-License-Identifier: Apache-2.0

//! Opt-ins of an operator, epoch by epoch and for ever: the naive book beside those of the ledger.

use bulwark_ledger::{
	ConsumerId, EpochIndex, Fraction, Fractions, Horizon, Notice, Notices, OptInError, Scope,
};

/// An opt-in in an epoch: a budget, and a version of the terms.
pub type Held = (Fractions, u32);

pub const NOTHING: Held = (Fractions::NOTHING, 0);

/// One line per epoch, from epoch 0 on.
#[derive(Clone, Debug)]
pub struct Book {
	pub window: u32,
	/// How many consumers the operator can be opted in to.
	places: usize,
	caps: Vec<Fraction>,
	/// By consumer.
	held: Vec<Vec<Held>>,
	/// By consumer: an epoch, and what was held and announced when it began. Nobody takes that back.
	opened: Vec<(EpochIndex, Vec<Held>)>,
}

impl Book {
	/// For consumers from 1 on, up to an epoch that nobody reaches.
	pub fn new(window: u32, places: usize, consumers: usize, epochs: usize) -> Self {
		let held = vec![vec![NOTHING; epochs]; consumers];
		let opened = held.iter().map(|line| (EpochIndex(0), line.clone())).collect();
		Self { window, places, caps: vec![Fraction::zero(); epochs], held, opened }
	}

	pub fn consumers(&self) -> impl Iterator<Item = ConsumerId> {
		(1..=self.held.len() as u32).map(ConsumerId)
	}

	pub fn cap(&self, epoch: EpochIndex) -> Fraction {
		self.caps[index(epoch)]
	}

	pub fn at(&self, consumer: ConsumerId, epoch: EpochIndex) -> Option<Held> {
		let (budget, version) = self.line(consumer)[index(epoch)];
		(budget != Fractions::NOTHING).then_some((budget, version))
	}

	/// The larger fractions of all budgets of a consumer in the window that ends with an epoch.
	pub fn counted(&self, consumer: ConsumerId, epoch: EpochIndex) -> Fractions {
		let faults = epoch.minus(self.window).through(epoch);
		faults.fold(Fractions::NOTHING, |most, fault| {
			let (budget, _) = self.line(consumer)[index(fault)];
			Fractions { bond: most.bond.max(budget.bond), pools: most.pools.max(budget.pools) }
		})
	}

	/// Σ over all consumers in parts of 10⁻¹⁸, of the bond and of the pools; it may be more than one.
	pub fn sums(&self, epoch: EpochIndex) -> (u128, u128) {
		self.consumers()
			.map(|consumer| self.counted(consumer, epoch))
			.fold((0, 0), |sums, one| (sums.0 + parts(one.bond), sums.1 + parts(one.pools)))
	}

	/// The last epoch of the window up to another in which anybody could slash something in a scope.
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

	/// Whether somebody can slash something of a later epoch.
	pub fn is_liable_after(&self, now: EpochIndex) -> bool {
		self.held.iter().any(|line| line[index(now.next())..].iter().any(|held| *held != NOTHING))
	}

	/// Sets a cap, or says which error it has to be.
	pub fn set_slash_cap(
		&mut self,
		cap: Fraction,
		notice: Notice,
		now: EpochIndex,
	) -> Result<EpochIndex, Vec<OptInError>> {
		let present = self.cap(now);
		let from = if cap <= present { now } else { now.plus(notice.0 + 1) };
		self.caps[index(now)..].fill(present);
		self.caps[index(from)..].fill(cap);
		self.check(now).map(|()| from)
	}

	/// Opts in or out, or says which errors it could be.
	pub fn put(
		&mut self,
		consumer: ConsumerId,
		held: Held,
		notices: Notices,
		now: EpochIndex,
	) -> Result<EpochIndex, Vec<OptInError>> {
		let (budget, _) = held;
		let is_dust = |part: Fraction| (1..100_000_000_000_000).contains(&part.deconstruct());
		if is_dust(budget.bond) || is_dust(budget.pools) {
			return Err(vec![OptInError::InvalidBudget]);
		}
		if !self.is_known(consumer, now) {
			if budget == Fractions::NOTHING {
				return Err(vec![OptInError::NotOptedIn]);
			}
			let known = self.consumers().filter(|other| self.is_known(*other, now)).count();
			if known == self.places {
				return Err(vec![OptInError::TooManyOptIns]);
			}
		}
		let line = self.line(consumer);
		if line[line.len() - 1] == held {
			return Err(vec![OptInError::Unchanged]);
		}

		// What was announced in this epoch gives way, everything else stays.
		let mut line = self.opened(consumer, now);
		let before = line[line.len() - 1];
		let last_change =
			line.iter().rposition(|other| *other != before).map_or(0, |last| last + 1);
		let mut from = now.next();
		if widens(before, held) {
			from = from.max(now.plus(notices.widen.0 + 1));
		}
		if narrows(before, held) {
			from = from.max(now.plus(notices.narrow.0 + 1));
		}
		if held == before {
			from = from.max(EpochIndex(last_change as u32));
		} else if index(now) < last_change {
			from = from.max(EpochIndex(last_change as u32 + 1));
		}
		self.opened[consumer.0 as usize - 1] = (now, line.clone());
		line[index(from)..].fill(held);
		self.held[consumer.0 as usize - 1] = line;
		self.check(now).map(|()| from)
	}

	/// Ends an opt-in with the present epoch, or says which error it has to be.
	pub fn end(
		&mut self,
		consumer: ConsumerId,
		now: EpochIndex,
	) -> Result<EpochIndex, Vec<OptInError>> {
		let is_known = self.is_known(consumer, now);
		let line = &mut self.held[consumer.0 as usize - 1];
		let next = index(now.next());
		if line[next..].iter().all(|held| *held == NOTHING) {
			let error = if is_known { OptInError::Unchanged } else { OptInError::NotOptedIn };
			return Err(vec![error]);
		}
		line[next..].fill(NOTHING);
		self.opened[consumer.0 as usize - 1] = (now, line.clone());
		self.check(now).map(|()| now.next())
	}

	/// Nothing is more than it was in the epoch before, from now on.
	pub fn shrink(&mut self, now: EpochIndex) {
		for consumer in self.consumers().collect::<Vec<_>>() {
			let mut opened = self.opened(consumer, now);
			shrink(&mut opened, now);
			self.opened[consumer.0 as usize - 1] = (now, opened);
			shrink(&mut self.held[consumer.0 as usize - 1], now);
		}
	}

	/// What a consumer's line said when an epoch began.
	fn opened(&self, consumer: ConsumerId, now: EpochIndex) -> Vec<Held> {
		let (epoch, line) = &self.opened[consumer.0 as usize - 1];
		if *epoch == now {
			line.clone()
		} else {
			self.line(consumer).to_vec()
		}
	}

	/// Whether a consumer can slash something, or will.
	fn is_known(&self, consumer: ConsumerId, now: EpochIndex) -> bool {
		let first = index(now.minus(self.window));
		self.line(consumer)[first..].iter().any(|held| *held != NOTHING)
	}

	/// I7, in every epoch from now on until nothing changes any more.
	pub fn check(&self, now: EpochIndex) -> Result<(), Vec<OptInError>> {
		let mut broken = Vec::new();
		for epoch in now.through(now.plus(2 * self.window + 4)) {
			let (bonds, pools) = self.sums(epoch);
			if bonds > parts(Fraction::one()) {
				broken.push(OptInError::OverBond);
			}
			if pools > parts(self.cap(epoch)) {
				broken.push(OptInError::OverCap);
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
		&self.held[consumer.0 as usize - 1]
	}
}

fn widens(present: Held, next: Held) -> bool {
	let ((before, old), (after, new)) = (present, next);
	allows(next, Scope::BondAndPools) && (before.pools < after.pools || old != new)
}

fn narrows(present: Held, next: Held) -> bool {
	let ((before, old), (after, new)) = (present, next);
	present != NOTHING && (after.pools < before.pools || after.bond < before.bond || old != new)
}

fn shrink(line: &mut [Held], now: EpochIndex) {
	for epoch in index(now.next())..line.len() {
		let ((most, version), (budget, _)) = (line[epoch - 1], line[epoch]);
		let (bond, pools) = (most.bond.min(budget.bond), most.pools.min(budget.pools));
		let less = Fractions { bond, pools };
		line[epoch] = if less == Fractions::NOTHING { NOTHING } else { (less, version) };
	}
}

/// The bond leaves not before the pools are released.
fn allows((budget, _): Held, scope: Scope) -> bool {
	let has_pools = budget.pools != Fraction::zero();
	match scope {
		Scope::Bond => budget.bond != Fraction::zero() || has_pools,
		Scope::BondAndPools => has_pools,
	}
}

fn parts(fraction: Fraction) -> u128 {
	fraction.deconstruct().into()
}

fn index(epoch: EpochIndex) -> usize {
	epoch.0 as usize
}
