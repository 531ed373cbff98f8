// SPDX-License-Identifier: Apache-2.0

//! What a pallet stores for the rewards of one pool, and when it does what.

use crate::common::world::{Bound, Pool, Staker, World};
use bounded_collections::ConstU32;
use bulwark_ledger::{
	has_expired, Accumulators, Amounts, Balance, Books, EpochIndex, Exiting, Expiry, Fixed,
	Horizon, LedgerError, Merged, PoolRewards, RewardWeights, Streams, Weighted,
};
use std::collections::BTreeMap;

/// How many reward assets the pool lists.
pub const ASSETS: u32 = 2;

pub type Assets = ConstU32<ASSETS>;
pub type Gains = Amounts<Assets>;
pub type Rewards = PoolRewards<Assets, Bound>;

/// What makes a position of a staker's stake: from the expiry on all of it stands in M.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Lock {
	pub duration: u32,
	pub expiry: EpochIndex,
}

/// What happened to what an expired position went on earning.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Note {
	/// Locked again: it is the owner's.
	Kept(Staker),
	/// Left or tagged: its units go to the stream.
	Returned(Staker, [Balance; ASSETS as usize]),
}

#[derive(Clone, PartialEq, Debug)]
pub struct Payroll {
	pub world: World,
	pub rewards: Rewards,
	/// Of exits, by the epoch they were asked in.
	pub exit_buckets: BTreeMap<EpochIndex, Accumulators<Assets, Bound>>,
	pub merged: BTreeMap<EpochIndex, Merged<Assets>>,
	pub expiries: BTreeMap<EpochIndex, Expiry<Assets>>,
	pub entitlements: BTreeMap<Staker, Gains>,
	pub locks: BTreeMap<Staker, Lock>,
	pub streams: Streams<Assets>,
	pub pots: [Balance; ASSETS as usize],
	pub paid: BTreeMap<(Staker, u32), Balance>,
	/// What nobody was active for, and went elsewhere.
	pub unallocated: [Balance; ASSETS as usize],
	pub notes: Vec<Note>,
}

impl Payroll {
	pub fn new(world: World) -> Self {
		Self {
			rewards: Rewards::new(world.now),
			world,
			exit_buckets: BTreeMap::new(),
			merged: BTreeMap::new(),
			expiries: BTreeMap::new(),
			entitlements: BTreeMap::new(),
			locks: BTreeMap::new(),
			streams: Default::default(),
			pots: Default::default(),
			paid: BTreeMap::new(),
			unallocated: Default::default(),
			notes: Vec::new(),
		}
	}

	/// Catches up with the clock, as every call does first.
	pub fn mature(&mut self) {
		let matured = self.rewards.matured_epoch();
		let Horizon { now, window } = self.world.at();
		if matured == now {
			return;
		}
		let stake = self.stake(matured);
		let mut exits = self.exiting(matured);
		let to_come = self.rewards.expiries_to_come();
		let due = to_come.and_then(|to_come| to_come.due(now, stake.departure()));
		let is_due = |epoch| due.is_some_and(|[first, last]| (first..=last).contains(epoch));
		let expiries = self.expiries.iter_mut().filter(|(epoch, _)| is_due(epoch));
		let expiries = expiries.map(|(epoch, expiry)| (*epoch, expiry)).collect();

		let done = self.rewards.mature(now, window, stake, &mut exits, &mut self.streams, expiries);

		let done = done.expect("can always mature");
		self.keep_exit_bucket(matured, exits.accumulators);
		self.merged.extend(done.merged);
		for (asset, amount) in done.unallocated {
			self.give_up(asset, amount);
		}
	}

	/// Rewards who was active in an epoch, or gives the money up.
	pub fn credit(
		&mut self,
		epoch: EpochIndex,
		asset: u32,
		amount: Balance,
	) -> Result<Option<Fixed>, LedgerError> {
		self.world.at().check(epoch)?;
		self.mature();
		let stake = self.stake(self.world.now);
		let mut exits: Vec<_> =
			epoch.through(self.world.now).map(|asked| (asked, self.exiting(asked))).collect();

		let exit_buckets = exits.iter_mut().map(|(asked, exiting)| (*asked, exiting));
		let raised = self.rewards.credit(epoch, asset, amount, &stake, exit_buckets)?;

		for (asked, exiting) in exits {
			self.keep_exit_bucket(asked, exiting.accumulators);
		}
		self.pots[asset as usize] += amount;
		match raised {
			Some(each) => {
				let later = self.expiries.iter_mut().filter(|(expiry, _)| epoch < **expiry);
				later.for_each(|(_, expiry)| expiry.raise(asset, each).expect("it is listed"));
			},
			None => self.give_up(asset, amount),
		}
		Ok(raised)
	}

	/// Pays a stream.
	pub fn fund(&mut self, asset: u32, amount: Balance, epochs: u32) -> Result<(), LedgerError> {
		self.mature();
		self.streams.fund(asset, self.world.now, amount, epochs)?;
		self.pots[asset as usize] += amount;
		Ok(())
	}

	/// Pays a staker every whole unit that is its.
	pub fn claim(&mut self, who: Staker) -> bool {
		self.mature();
		let owed = self.owed(who);
		let mut has_paid = false;
		for asset in 0..ASSETS {
			let units = owed.get(asset).units_floor();
			let entitlement = self.entitlements.entry(who).or_default();
			let left = entitlement.get(asset).minus(Fixed::from_units(units));
			entitlement.set(asset, left).expect("it is listed");

			let pot = &mut self.pots[asset as usize];
			*pot = pot.checked_sub(units).expect("the pot is never short");
			*self.paid.entry((who, asset)).or_default() += units;
			has_paid |= units > 0;
		}
		has_paid
	}

	/// Locks all that a staker has, from the next epoch on. What has expired before is locked again, and what it went
	/// on earning is its owner's.
	pub fn lock(&mut self, who: Staker, duration: u32) {
		self.mature();
		if !self.world.holdings.contains_key(&who) {
			return;
		}
		if self.has_expired(who) {
			self.notes.push(Note::Kept(who));
		}
		self.unlock(who);
		let expiry = self.world.at().effective().plus(duration);
		self.expect_expiry(expiry);
		self.locks.insert(who, Lock { duration, expiry });
	}

	/// One more position expires in an epoch.
	pub fn expect_expiry(&mut self, expiry: EpochIndex) {
		let before = self.expiries.remove(&expiry);
		let counted = self.rewards.expect_expiry(expiry, before).expect("fewer than 2³²");
		self.expiries.insert(expiry, counted);
	}

	/// Changes the stake, all of it or nothing, and follows.
	pub fn change<R>(
		&mut self,
		act: impl FnOnce(&mut World) -> Result<R, LedgerError>,
	) -> Result<R, LedgerError> {
		let mut world = self.world.clone();
		let result = act(&mut world)?;

		self.mature();
		let all = Staker::ALL.map(|who| (who, self.weights(who)));
		let extra = Staker::ALL.map(|who| self.extra(who));
		self.world = world;
		for ((who, before), extra) in all.iter().zip(&extra) {
			let now = stored(&self.world, *who);
			if before.stored != now {
				self.follow(*who, before, &now, extra)?;
			}
		}
		Ok(result)
	}

	/// What a staker could be paid now, and less than a unit more.
	pub fn owed(&self, who: Staker) -> Gains {
		match self.expired(who) {
			Some(expiry) => {
				let weights = self.weights(who);
				let books = self.books(&weights, &[]);
				let mature = expiry.mature().expect("it has expired");
				books.owed_until(&self.entitlement(who), &weights, mature)
			},
			None => self.owed_with_extra(who),
		}
	}

	/// What an expired position went on earning.
	pub fn extra(&self, who: Staker) -> Gains {
		self.owed_with_extra(who).minus(&self.owed(who))
	}

	pub fn has_expired(&self, who: Staker) -> bool {
		self.expired(who).is_some()
	}

	/// All of a staker's weight, as stored and as followed.
	pub fn weights(&self, who: Staker) -> RewardWeights {
		let mut world = self.world.clone();
		world.mature().expect("can always mature");
		let at = world.at();
		let lots = world.holdings.get_mut(&who);
		let followed = lots.map(|lots| lots.follow(&mut world.pool, at, &mut world.conversions));
		RewardWeights {
			stored: stored(&self.world, who),
			followed: followed.map_or_else(Vec::new, |moved| moved.expect("can always follow")),
		}
	}

	/// The pool, matured as of an epoch that is not before what is stored.
	pub fn stake(&self, now: EpochIndex) -> Pool {
		let mut stake = self.world.pool.clone();
		let at = Horizon { now, ..self.world.at() };
		stake.mature(at, &mut Default::default()).expect("can always mature");
		stake
	}

	fn owed_with_extra(&self, who: Staker) -> Gains {
		let weights = self.weights(who);
		self.books(&weights, &[]).owed(&self.entitlement(who), &weights)
	}

	/// Lets rewards follow what a staker's weight became. An expired position whose stake changes is one no more.
	fn follow(
		&mut self,
		who: Staker,
		before: &RewardWeights,
		now: &[Weighted],
		extra: &Gains,
	) -> Result<(), LedgerError> {
		let mut entitlement = self.entitlement(who);
		let mut books = self.books(before, now);
		books.change(&mut entitlement, before, now)?;
		self.keep_books(books);

		let in_pool = |weights: &[Weighted]| {
			let all = weights.iter().filter(|weighted| weighted.place.asked_epoch.is_none());
			all.map(|weighted| weighted.weight).sum::<u128>()
		};
		let has_changed = in_pool(&before.present()) != in_pool(now);
		let has_left = !self.world.holdings.contains_key(&who);
		if self.has_expired(who) && (has_changed || has_left) {
			entitlement = entitlement.minus(extra);
			self.give_back(who, extra);
		}
		if has_left {
			self.unlock(who);
		}
		self.entitlements.insert(who, entitlement);
		Ok(())
	}

	/// Returns extra to those active, over the next epochs.
	fn give_back(&mut self, who: Staker, extra: &Gains) {
		let mut units = [0; ASSETS as usize];
		for (asset, units) in (0..).zip(&mut units) {
			*units = extra.get(asset).units_floor();
			let (now, window) = (self.world.now, self.world.window);
			self.streams.fund(asset, now, *units, window).expect("it fits");
		}
		self.notes.push(Note::Returned(who, units));
		self.unlock(who);
	}

	fn unlock(&mut self, who: Staker) {
		let Some(lock) = self.locks.remove(&who) else { return };
		let expiry = self.expiries.remove(&lock.expiry).expect("it is counted");
		self.expiries.extend(expiry.without_one().map(|left| (lock.expiry, left)));
	}

	/// The expiry of a staker's position, if that has expired.
	fn expired(&self, who: Staker) -> Option<&Expiry<Assets>> {
		let (lock, passed) = (self.locks.get(&who)?, self.rewards.matured_epoch());
		let has_expired = has_expired(lock.expiry, passed, self.world.pool.departure());
		has_expired.then(|| self.expiries.get(&lock.expiry).expect("every expiry is counted"))
	}

	fn entitlement(&self, who: Staker) -> Gains {
		self.entitlements.get(&who).cloned().unwrap_or_default()
	}

	/// The exits of an epoch, their accumulators taken out.
	fn exiting(&mut self, asked: EpochIndex) -> Exiting<Assets, Bound> {
		Exiting {
			stake: self.world.exit_buckets.get(&asked).cloned().unwrap_or_default(),
			accumulators: self.exit_buckets.remove(&asked).unwrap_or_default(),
		}
	}

	fn keep_exit_bucket(&mut self, asked: EpochIndex, accumulators: Accumulators<Assets, Bound>) {
		if !accumulators.is_empty() {
			self.exit_buckets.insert(asked, accumulators);
		}
	}

	/// What some weight needs, and nothing else.
	fn books(&self, before: &RewardWeights, now: &[Weighted]) -> Books<Assets, Bound> {
		let asked =
			before.stored.iter().chain(now).filter_map(|weighted| weighted.place.asked_epoch);
		let exit_bucket = |asked| Some((asked, self.exit_buckets.get(&asked)?.clone()));
		let merged = before.followed.iter();
		Books {
			pool: self.rewards.accumulators.clone(),
			exits: asked.filter_map(exit_bucket).collect(),
			merged: merged
				.filter_map(|followed| self.merged.get_key_value(&followed.start))
				.map(|(start, merged)| (*start, merged.clone()))
				.collect(),
		}
	}

	fn keep_books(&mut self, books: Books<Assets, Bound>) {
		self.rewards.accumulators = books.pool;
		for (asked, accumulators) in books.exits {
			self.exit_buckets.remove(&asked);
			self.keep_exit_bucket(asked, accumulators);
		}
		for (start, merged) in books.merged {
			self.merged.remove(&start);
			if !merged.is_spent() {
				self.merged.insert(start, merged);
			}
		}
	}

	fn give_up(&mut self, asset: u32, amount: Balance) {
		self.pots[asset as usize] -= amount;
		self.unallocated[asset as usize] += amount;
	}
}

/// A staker's weight as it is stored.
fn stored(world: &World, who: Staker) -> Vec<Weighted> {
	let lots = world.holdings.get(&who).map(|lots| lots.weights().expect("weights"));
	let exits = world.exits.get(&who).map(|exits| exits.weights());
	lots.into_iter().chain(exits).flatten().collect()
}
