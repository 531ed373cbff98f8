// SPDX-License-Identifier: Apache-2.0

//! One pool and its stakers, stored and called as a pallet would.

use bounded_collections::Get;
use bulwark_ledger::{
	active_tokens, slash, stake, unstake, withdraw_exit, withdraw_lots, Amount, Balance, Bucket,
	Buckets, Cohort, Conversions, Departure, EpochIndex, Exits, Fraction, Holding, Horizon,
	LedgerError, Multiplier, Pot, RewardWeight, Shares, Unslashed, Unstaked,
};
use std::{cell::Cell, collections::BTreeMap, fmt::Debug};

thread_local! {
	static WINDOW: Cell<u32> = const { Cell::new(7) };
}

/// W + 2 and no more: one lot or bucket too many is an `Overflow` that no test expects.
pub struct Bound;

impl Get<u32> for Bound {
	fn get() -> u32 {
		WINDOW.get() + 2
	}
}

pub type Pool = Buckets<Bound>;
pub type Lots = Holding<Bound>;
pub type Waiting = Exits<Bound>;

/// A small cast that does a lot.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Staker {
	Alice,
	Bob,
	Charlie,
	Dave,
	Eve,
	Ferdie,
}

impl Staker {
	pub const ALL: [Self; 6] =
		[Self::Alice, Self::Bob, Self::Charlie, Self::Dave, Self::Eve, Self::Ferdie];
}

/// Where a bucket stands: in the pool, or among the exits of an epoch.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Place {
	pub asked: Option<EpochIndex>,
	pub cohort: Cohort,
}

/// A staker's part of a bucket.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Stake {
	pub shares: Shares,
	pub weight: RewardWeight,
}

#[derive(Clone, PartialEq, Debug)]
pub struct World {
	pub now: EpochIndex,
	pub window: u32,
	pub minimum: Balance,
	/// r(u) − u: W + 1, or less where no consumer stood over the operator.
	pub notice: u32,
	pub multipliers: [u16; 6],
	pub pool: Pool,
	pub exit_buckets: BTreeMap<EpochIndex, Pool>,
	pub holdings: BTreeMap<Staker, Lots>,
	pub exits: BTreeMap<Staker, Waiting>,
	pub conversions: Conversions,
	pub unslashed: Unslashed,
	pub pot: Pot,
}

impl World {
	pub fn new(window: u32) -> Self {
		WINDOW.set(window);
		Self {
			now: EpochIndex(20),
			window,
			minimum: 1,
			notice: window + 1,
			multipliers: [100; 6],
			pool: Pool::default(),
			exit_buckets: BTreeMap::new(),
			holdings: BTreeMap::new(),
			exits: BTreeMap::new(),
			conversions: Conversions::new(),
			unslashed: Unslashed::default(),
			pot: Pot::default(),
		}
	}

	pub fn at(&self) -> Horizon {
		Horizon { now: self.now, window: self.window }
	}

	/// What leaving with an epoch means.
	pub fn departure(&self, last: EpochIndex) -> Departure {
		let liable = last.0.checked_sub(self.window + 1 - self.notice).map(EpochIndex);
		Departure::new(last, liable, self.window)
	}

	/// r(u): u + W + 1 while a consumer stands over the operator; earlier if the last one went before u.
	pub fn release(&self, asked: EpochIndex) -> EpochIndex {
		let liable = asked.0 + self.notice > self.window;
		asked.plus(if liable { self.notice } else { 1 })
	}

	pub fn jump(&mut self, epochs: u32) {
		self.now = self.now.plus(epochs);
	}

	pub fn stake(&mut self, who: Staker, amount: Balance) -> Result<EpochIndex, LedgerError> {
		self.attempt(|world| {
			world.follow(who)?;
			let at = world.at();
			let multiplier = Multiplier(world.multipliers[who as usize]);
			let lots = world.holdings.entry(who).or_insert_with(|| Lots::new(multiplier));

			let start = stake(&mut world.pool, lots, at, amount, world.minimum)?;

			world.pot.receive(amount)?;
			Ok(start)
		})
	}

	/// Unstakes and returns what became of it, with what was paid of earlier exits. As by a staker's own call: from a
	/// pool that has closed with a past epoch nobody can.
	pub fn unstake(
		&mut self,
		who: Staker,
		amount: Amount,
	) -> Result<(Unstaked, Balance), LedgerError> {
		let now = self.now;
		if self.pool.departure().is_some_and(|closed| closed.last_epoch < now) {
			return Err(LedgerError::Closed);
		}
		self.leave(who, amount)
	}

	/// Unstakes as who keeps a staker's stake for it can, from a closed pool too.
	pub fn leave(
		&mut self,
		who: Staker,
		amount: Amount,
	) -> Result<(Unstaked, Balance), LedgerError> {
		self.attempt(|world| {
			world.follow(who)?;
			let paid = world.withdraw_released(who)?;
			let at = world.at();
			let closed = world.pool.departure().filter(|closed| closed.last_epoch <= world.now);
			let departure = closed.unwrap_or_else(|| world.departure(world.now));

			let unstaked = unstake(
				&mut world.pool,
				world.holdings.entry(who).or_default(),
				world
					.exit_buckets
					.entry(departure.last_epoch)
					.or_insert_with(|| Pool::leaving(departure)),
				world.exits.entry(who).or_default(),
				at,
				amount,
				world.minimum,
			)?;

			world.pot.pay(unstaked.returned)?;
			world.clear();
			Ok((unstaked, paid))
		})
	}

	/// Pays everything that is released, of exits and of a closed pool.
	pub fn withdraw(&mut self, who: Staker) -> Result<Balance, LedgerError> {
		self.attempt(|world| {
			world.follow(who)?;
			let from_exits = world.withdraw_released(who)?;
			let now = world.now;

			let lots = world.holdings.entry(who).or_default();
			let from_lots = withdraw_lots(&mut world.pool, lots, now)?;

			world.pot.pay(from_lots)?;
			world.clear();
			Ok(from_exits + from_lots)
		})
	}

	/// Pays one exit, if it is released.
	pub fn withdraw_exit(
		&mut self,
		who: Staker,
		asked: EpochIndex,
	) -> Result<Balance, LedgerError> {
		self.attempt(|world| {
			let now = world.now;
			let exit_bucket =
				world.exit_buckets.get_mut(&asked).ok_or(LedgerError::InsufficientStake)?;
			let exits = world.exits.entry(who).or_default();

			let paid = withdraw_exit(exit_bucket, exits, now, asked)?;

			world.pot.pay(paid)?;
			world.clear();
			Ok(paid)
		})
	}

	/// Stake that a slash for an epoch would find.
	pub fn active(&self, fault: EpochIndex) -> Balance {
		let exit_buckets = self.exit_buckets.range(fault..).map(|(_, exit_bucket)| exit_bucket);
		active_tokens(exit_buckets.chain([&self.pool]), fault).expect("a sum")
	}

	/// Slashes whoever was active, and lowers what is unslashed if somebody was.
	pub fn slash(
		&mut self,
		fault: EpochIndex,
		fraction: Fraction,
	) -> Result<Option<Balance>, LedgerError> {
		self.attempt(|world| {
			world.mature()?;
			let at = world.at();

			let exit_buckets =
				world.exit_buckets.range_mut(fault..).map(|(_, exit_bucket)| exit_bucket);
			let taken = slash(exit_buckets.chain([&mut world.pool]), at, fault, fraction)?;

			let Some(total) = taken else { return Ok(None) };
			world.pot.pay(total)?;
			world.unslashed.fall(fraction);
			let last = world.pool.departure().map(|closed| closed.last_epoch);
			if world.unslashed.is_spent() && last.is_none_or(|last| last > world.now) {
				world.close(0)?;
			}
			Ok(taken)
		})
	}

	/// Closes the pool with the epoch that is so many epochs away.
	pub fn close(&mut self, notice: u32) -> Result<(), LedgerError> {
		let departure = self.departure(self.now.plus(notice));
		self.attempt(|world| {
			world.mature()?;
			world.pool.close(departure, world.now)
		})
	}

	/// Matures the pool, as every call does first.
	pub fn mature(&mut self) -> Result<(), LedgerError> {
		let mut made = Conversions::new();
		self.pool.mature(self.at(), &mut made)?;
		self.conversions.append(&mut made);
		Ok(())
	}

	/// Matures the pool and lets a staker follow, with the conversions it asks for and no other.
	pub fn follow(&mut self, who: Staker) -> Result<(), LedgerError> {
		self.mature()?;
		let at = self.at();
		let Some(lots) = self.holdings.get_mut(&who) else { return Ok(()) };
		let mut needed = Conversions::new();
		for start in lots.due(&self.pool, at) {
			needed.extend(self.conversions.remove_entry(&start));
		}

		lots.follow(&mut self.pool, at, &mut needed)?;

		self.conversions.extend(needed.into_iter().filter(|(_, left)| !left.is_spent()));
		self.clear();
		Ok(())
	}

	/// The same world with everything matured and followed, which must make no difference.
	pub fn settled(&self) -> Self {
		let mut world = self.clone();
		world.mature().expect("can always mature");
		for who in Staker::ALL {
			world.follow(who).expect("can always follow");
		}
		world
	}

	/// What a staker has active or about to be, as `unstake` of all would count it.
	pub fn value(&self, who: Staker) -> Balance {
		let world = self.settled();
		world.holdings.get(&who).map_or(0, |lots| lots.value(&world.pool).expect("a value"))
	}

	/// What a staker's exits would pay now.
	pub fn exit_value(&self, who: Staker) -> Balance {
		let waiting = self.exits.get(&who).into_iter().flat_map(|exits| exits.waiting());
		waiting
			.map(|exit| exit.value(&self.exit_buckets[&exit.asked_epoch]).expect("a value"))
			.sum()
	}

	/// The epochs of a staker's exits that can be paid now.
	pub fn released(&self, who: Staker) -> Vec<EpochIndex> {
		self.exits.get(&who).map_or_else(Vec::new, |exits| exits.released(self.now).collect())
	}

	/// M, with all that has merged by now.
	pub fn mature_bucket(&self) -> Bucket {
		self.settled().pool.bucket(Cohort::Mature)
	}

	pub fn assert_value(&self, who: Staker, value: Balance) {
		assert_eq!(self.value(who), value, "{who:?} has another value");
	}

	pub fn assert_exits(&self, who: Staker, value: Balance) {
		assert_eq!(self.exit_value(who), value, "the exits of {who:?} have another value");
	}

	/// Does something that is refused and must leave everything as it was.
	pub fn assert_refused<R: Debug>(
		&mut self,
		error: LedgerError,
		act: impl FnOnce(&mut Self) -> Result<R, LedgerError>,
	) {
		let before = self.clone();
		assert_eq!(act(self).map(|_| ()), Err(error));
		assert_eq!(*self, before);
	}

	/// Every bucket, of the pool and of its exits.
	pub fn buckets(&self) -> BTreeMap<Place, Bucket> {
		let pool = self.pool.iter().map(|(cohort, bucket)| (None, cohort, bucket));
		let exit_buckets = self.exit_buckets.iter().flat_map(|(asked, exit_bucket)| {
			exit_bucket.iter().map(|(cohort, bucket)| (Some(*asked), cohort, bucket))
		});
		let places = pool
			.chain(exit_buckets)
			.map(|(asked, cohort, bucket)| (Place { asked, cohort }, *bucket));
		places.collect()
	}

	/// Every lot and every part of an exit.
	pub fn stakes(&self) -> BTreeMap<(Place, Staker), Stake> {
		let mut stakes = BTreeMap::new();
		for (who, lots) in &self.holdings {
			for lot in lots.lots() {
				let weight = lots.multiplier().weigh(lot.shares).expect("a weight");
				let stake = Stake { shares: lot.shares, weight };
				stakes.insert((Place { asked: None, cohort: lot.cohort }, *who), stake);
			}
		}
		for (who, exits) in &self.exits {
			for exit in exits.waiting() {
				for part in exit.parts() {
					let stake = Stake { shares: part.shares, weight: part.weight };
					let place = Place { asked: Some(exit.asked_epoch), cohort: part.cohort };
					stakes.insert((place, *who), stake);
				}
			}
		}
		stakes
	}

	fn withdraw_released(&mut self, who: Staker) -> Result<Balance, LedgerError> {
		let asked = self.released(who);
		asked.into_iter().try_fold(0, |sum, asked| Ok(sum + self.withdraw_exit(who, asked)?))
	}

	/// Drops the records in which nothing stands any more.
	fn clear(&mut self) {
		self.exit_buckets.retain(|_, exit_bucket| !exit_bucket.is_empty());
		self.holdings.retain(|_, lots| !lots.is_empty());
		self.exits.retain(|_, exits| !exits.is_empty());
	}

	/// All or nothing, as a call is.
	fn attempt<R>(
		&mut self,
		act: impl FnOnce(&mut Self) -> Result<R, LedgerError>,
	) -> Result<R, LedgerError> {
		let mut copy = self.clone();
		let result = act(&mut copy)?;
		*self = copy;
		Ok(result)
	}
}
