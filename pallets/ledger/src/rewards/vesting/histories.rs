// SPDX-License-Identifier: Apache-2.0

//! Random histories of locks, beside a model that knows what every share has earned, in exact numbers.

use super::*;
use crate::Fixed;
use bounded_collections::ConstU32;
use bulwark_testing::{for_all, seed};
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::Zero;
use primitive_types::U256;
use proptest::{collection::vec, prelude::*, test_runner::TestCaseResult};

type Rewards = Amounts<ConstU32<2>>;
type Lock = Vesting<ConstU32<2>>;

const WINDOW: u32 = 7;

/// An act upon the first of the locks; the next one is the first then.
#[derive(Clone, Debug)]
enum Op {
	/// In steps of 2⁻¹²⁸.
	Earn(u128),
	/// It is locked again, and has so much of expired rewards.
	Relock(u128),
	Claim,
	Jump,
	/// Another one begins, of so many shares.
	Begin(u128),
	Merge,
	/// Of so many thousandths of the shares.
	Split(u128),
	LeaveFree(u128),
	LeaveEarly(u128),
}

fn op() -> impl Strategy<Value = Op> {
	let part = || 1..=1_000u128;
	prop_oneof![
		5 => any::<u128>().prop_map(Op::Earn),
		1 => any::<u128>().prop_map(Op::Relock),
		3 => Just(Op::Claim),
		1 => Just(Op::Jump),
		1 => (1..10_000_000u128).prop_map(Op::Begin),
		1 => Just(Op::Merge),
		2 => part().prop_map(Op::Split),
		2 => part().prop_map(Op::LeaveFree),
		2 => part().prop_map(Op::LeaveEarly),
	]
}

fn exact(amount: impl ToString) -> BigRational {
	BigRational::from_integer(amount.to_string().parse::<BigInt>().expect("it is a number"))
}

fn ratio(part: impl ToString, whole: impl ToString) -> BigRational {
	exact(part) / exact(whole)
}

fn fixed(steps: U256) -> Rewards {
	let mut rewards = Rewards::default();
	rewards.set(0, Fixed::new(steps)).expect("it is listed");
	rewards
}

/// In units.
fn value(rewards: &Rewards) -> BigRational {
	exact(rewards.get(0).steps()) / exact(U256::one() << 128)
}

fn units(rewards: &Rewards) -> u128 {
	rewards.get(0).units_floor()
}

/// Shares that have earned alike, and the excess and the expired rewards of each.
#[derive(Clone)]
struct Lot {
	shares: u128,
	excess: BigRational,
	expired: BigRational,
}

#[derive(Clone)]
struct Stake {
	lock: Lock,
	lots: Vec<Lot>,
}

impl Stake {
	fn begin(now: EpochIndex, shares: u128) -> Self {
		let lot = Lot { shares, excess: BigRational::zero(), expired: BigRational::zero() };
		Self { lock: Lock::new(now.next(), WINDOW), lots: vec![lot] }
	}

	fn shares(&self) -> u128 {
		self.lots.iter().map(|lot| lot.shares).sum()
	}

	/// The most that some shares of it have earned and not vested.
	fn densest(&self, mut shares: u128, of: impl Fn(&Lot) -> BigRational) -> BigRational {
		let mut lots: Vec<_> = self.lots.iter().map(|lot| (of(lot), lot.shares)).collect();
		lots.sort();
		let mut sum = BigRational::zero();
		while let Some((each, there)) = lots.pop() {
			let taken = there.min(shares);
			sum += each * exact(taken);
			shares -= taken;
		}
		sum
	}

	/// Takes so many shares off, the lightest of each kind: as if they were those that had earned least.
	fn take(&mut self, shares: u128) {
		let (whole, mut left) = (self.shares(), shares);
		let count = self.lots.len();
		for (at, lot) in self.lots.iter_mut().enumerate() {
			let part = if at + 1 == count { left } else { lot.shares * shares / whole };
			let part = part.min(lot.shares);
			lot.shares -= part;
			left -= part;
		}
		while left > 0 {
			let lot = self.lots.iter_mut().find(|lot| lot.shares > 0).expect("so many are there");
			let part = left.min(lot.shares);
			lot.shares -= part;
			left -= part;
		}
		self.lots.retain(|lot| lot.shares > 0);
	}

	/// Nobody gives back any more what has vested.
	fn clear(&mut self) {
		for lot in &mut self.lots {
			(lot.excess, lot.expired) = (BigRational::zero(), BigRational::zero());
		}
	}

	/// After some have left the others have all that is withheld still, each as much as every other one.
	fn follow(&mut self) {
		let shares = exact(self.shares().max(1));
		for lot in &mut self.lots {
			lot.excess = value(&self.lock.excess) / &shares;
			lot.expired = value(&self.lock.expired) / &shares;
		}
	}
}

/// Everything in units.
struct World {
	stakes: Vec<Stake>,
	now: EpochIndex,
	base: Multiplier,
	own: Multiplier,
	earned: BigRational,
	paid: BigRational,
	returned: BigRational,
	/// Due to those who have left.
	left_due: BigRational,
	/// Divisions, each of which rounds by less than a step, and returns, each of which loses less than two units.
	steps: u32,
	leaves: u32,
}

impl World {
	fn run(&mut self, op: &Op) -> TestCaseResult {
		let now = self.now;
		if let Op::Begin(shares) = op {
			self.stakes.push(Stake::begin(now, *shares));
			return Ok(());
		}
		if self.stakes.is_empty() {
			return Ok(());
		}
		let mut stake = self.stakes.remove(0);
		// As the pallet does: what has vested is nobody's but the owner's.
		if stake.lock.is_over(now) {
			let _ = stake.lock.due(now);
			stake.clear();
		}
		let shares = stake.shares();
		let part = |thousandths: &u128| (shares * thousandths / 1_000).max(1);
		self.steps += 1;
		match op {
			Op::Earn(amount) => {
				let amount = fixed(U256::from(*amount) * 1_000u32);
				stake.lock.earn(amount.clone(), self.base, self.own).expect("it fits");
				let over = self.own.0.saturating_sub(self.base.0);
				let excess = value(&amount) * ratio(over, self.own.0.max(1));
				if stake.lock.is_over(now) {
					let _ = stake.lock.due(now);
				} else {
					stake.lots.iter_mut().for_each(|lot| lot.excess += &excess / exact(shares));
				}
				self.earned += value(&amount);
			},
			Op::Relock(amount) if stake.lock.is_over(now) => {
				let expired = fixed(U256::from(*amount) * 1_000u32);
				self.earned += value(&expired);
				let each = value(&expired) / exact(shares);
				stake.lots.iter_mut().for_each(|lot| lot.expired = each.clone());
				let owed = stake.lock.due(now).clone();
				stake.lock = Lock::relock(now.next(), WINDOW, expired, true);
				stake.lock.owe(&owed);
			},
			Op::Claim => {
				let due = stake.lock.due(now);
				let paid = units(due);
				*due = due.clone().minus(&fixed(U256::from(paid) << 128));
				self.paid += exact(paid);
			},
			Op::Jump => self.now = now.plus(3),
			Op::Merge if !self.stakes.is_empty() => {
				let mut other = self.stakes.remove(0);
				if other.lock.is_over(now) {
					let _ = other.lock.due(now);
					other.clear();
				}
				stake.lock.join(&other.lock, now);
				stake.lots.append(&mut other.lots);
			},
			Op::Split(thousandths) => {
				let part = part(thousandths);
				if part < shares && stake.lock.can_split(now) {
					let lock = stake.lock.split(part, shares).expect("it fits");
					let mut other = Stake { lock, lots: stake.lots.clone() };
					other.take(shares - part);
					stake.take(part);
					self.stakes.push(other);
				}
			},
			Op::LeaveFree(thousandths) | Op::LeaveEarly(thousandths)
				if !stake.lock.is_over(now) =>
			{
				let part = part(thousandths);
				let is_free = matches!(op, Op::LeaveFree(_));
				let mut earned = stake.densest(part, |lot| lot.expired.clone());
				if is_free {
					earned += stake.densest(part, |lot| lot.excess.clone());
				}
				let returned = match is_free {
					true => stake.lock.leave_free(part, shares),
					false => stake.lock.leave_early(part, shares),
				};
				let returned = value(&returned.expect("it fits"));
				// Whoever leaves gives back all that any of its shares have earned, but for a unit of each sum.
				prop_assert!(earned < &returned + exact(2) + self.rounding());
				self.returned += &returned;
				self.leaves += 1;
				stake.take(part);
				stake.follow();
			},
			_ => {},
		}
		match stake.shares() {
			0 => self.left_due += value(&stake.lock.noted()),
			_ => self.stakes.push(stake),
		}
		Ok(())
	}

	fn rounding(&self) -> BigRational {
		ratio(self.steps, U256::one() << 64)
	}

	/// Nothing is made; and nothing is lost but less than a unit of each sum for each that leaves.
	fn check(&self) -> TestCaseResult {
		let kept = self.stakes.iter().map(|stake| value(&stake.lock.noted()));
		let all = kept.fold(&self.left_due + &self.paid + &self.returned, |sum, one| sum + one);
		prop_assert!(all <= self.earned);
		prop_assert!(self.earned <= all + exact(2 * self.leaves));
		Ok(())
	}
}

#[test]
fn whoever_leaves_gives_back_what_its_shares_have_earned_and_nothing_is_made_or_lost() {
	let multiplier = prop_oneof![Just(100u16), 100u16..=1_000];
	for_all(seed(), 600, &(multiplier, vec(op(), 1..80)), |(own, ops)| {
		let mut world = World {
			stakes: vec![Stake::begin(EpochIndex(10), 1_000_000)],
			now: EpochIndex(10),
			base: Multiplier(100),
			own: Multiplier(own),
			earned: BigRational::zero(),
			paid: BigRational::zero(),
			returned: BigRational::zero(),
			left_due: BigRational::zero(),
			steps: 0,
			leaves: 0,
		};
		for op in &ops {
			world.run(op)?;
			world.check()?;
		}
		Ok(())
	});
}
