// SPDX-License-Identifier: Apache-2.0

//! The world and the model side by side, compared after every operation.

use super::{
	history::{Op, Wanted},
	model::{remainder, Entry, Model, Move},
	ratio, whole,
	world::{Holder, Place, Stake, World},
};
use bulwark_ledger::{
	Amount, Balance, Bucket, Cohort, EpochIndex, Fraction, LedgerError, Shares, Weight,
};
use codec::{Decode, MaxEncodedLen};
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed, ToPrimitive};
use proptest::{prelude::*, test_runner::TestCaseResult};
use std::{collections::BTreeMap, fmt::Debug};

/// What a run has seen.
#[derive(Clone, Debug, Default)]
pub struct Figures {
	pub operations: u64,
	pub histories: u64,
	pub slashes: u64,
	pub refused: u64,
	pub merges: u64,
	/// Histories that ended with the operator deactivated.
	pub spent: u64,
	/// Units by which a stake was above and below its exact value.
	pub above: f64,
	pub below: f64,
	/// Shares of M that belonged to nobody at the end of a history.
	pub dust: u128,
}

impl Figures {
	pub fn add(&mut self, other: &Self) {
		self.operations += other.operations;
		self.histories += other.histories;
		self.slashes += other.slashes;
		self.refused += other.refused;
		self.merges += other.merges;
		self.spent += other.spent;
		self.above = self.above.max(other.above);
		self.below = self.below.max(other.below);
		self.dust = self.dust.max(other.dust);
	}
}

/// A settled state: what everything is worth at a moment.
#[derive(Clone, Default)]
struct View {
	buckets: BTreeMap<Place, Bucket>,
	stakes: BTreeMap<(Place, Holder), Stake>,
}

impl View {
	fn of(world: &World) -> Self {
		Self { buckets: world.buckets(), stakes: world.stakes() }
	}

	fn bucket(&self, place: Place) -> Bucket {
		self.buckets.get(&place).copied().unwrap_or_default()
	}

	fn value(&self, place: Place, shares: Shares) -> Balance {
		let bucket = self.bucket(place);
		floor(&(whole(shares.0) * price(&bucket)))
	}

	/// A holder's lots, or its parts of all exits.
	fn stakes_of(&self, who: Holder, exits: bool) -> Vec<(Place, Shares)> {
		let all = self.stakes.iter().map(|((place, holder), stake)| (*place, *holder, stake));
		let own = all.filter(|(place, holder, _)| *holder == who && place.asked.is_some() == exits);
		own.map(|(place, _, stake)| (place, stake.shares)).collect()
	}
}

pub struct Trial {
	pub world: World,
	pub model: Model,
	pub figures: Figures,
	/// As the last operation left it.
	view: View,
	/// Π(1 − φ) over every slash of a bucket, since it was last empty.
	floors: BTreeMap<Place, BigRational>,
	mark: u64,
}

impl Trial {
	pub fn new(world: World) -> Self {
		let model = Model::new(world.window);
		let figures = Figures { histories: 1, ..Figures::default() };
		let mark = Fraction::one().deconstruct();
		Self { view: View::of(&world), world, model, figures, floors: BTreeMap::new(), mark }
	}

	/// Does one operation in the world and in the model, and compares everything.
	pub fn apply(&mut self, op: Op) -> TestCaseResult {
		self.figures.operations += 1;
		let before = self.view.clone();
		let refused = match op {
			Op::Stake { who, amount } => self.stake(who, amount)?,
			Op::Unstake { who, wanted } => self.unstake(&before, who, wanted)?,
			Op::Withdraw { who } => self.withdraw(&before, who)?,
			Op::Slash { back, fraction } => {
				let fault = self.world.now.minus(back);
				return self.slash(&before, fault, fraction);
			},
			Op::SlashTomorrow { fraction } => {
				let fault = self.world.now.next();
				return self.slash(&before, fault, fraction);
			},
			Op::Close => self.close()?,
			Op::Jump { epochs } => return self.jump(&before, epochs),
			Op::Roll => {
				prop_assert_eq!(self.world.roll(), Ok(()));
				true
			},
			Op::RollHolder { who } => {
				prop_assert_eq!(self.world.roll_holder(who), Ok(()));
				true
			},
		};

		let after = View::of(&self.world.settled());
		if refused {
			prop_assert_eq!(&after.buckets, &before.buckets);
			prop_assert_eq!(&after.stakes, &before.stakes);
		}
		check_prices(&before, &after, 1)?;
		self.check(after)
	}

	/// Everybody leaves and is paid; what stays belongs to nobody.
	pub fn finish(&mut self) -> TestCaseResult {
		self.check_codec()?;
		for who in Holder::ALL {
			self.apply(Op::Unstake { who, wanted: Wanted::All })?;
		}
		self.apply(Op::Jump { epochs: self.world.window + 1 })?;
		for who in Holder::ALL {
			self.apply(Op::Withdraw { who })?;
		}

		let left = self.world.buckets();
		let dust = left.values().fold(0, |sum, bucket| sum + bucket.shares().0);
		prop_assert!(left.keys().all(|place| place.asked.is_none()));
		prop_assert!(left.keys().all(|place| place.cohort == Cohort::Mature));
		prop_assert!(left.values().all(|bucket| bucket.weight() == 0));
		prop_assert!(dust <= self.model.dust);
		prop_assert!(self.world.pot.staked() <= dust);
		prop_assert!(self.world.stakes().is_empty());
		prop_assert!(self.world.conversions.is_empty(), "a conversion that nobody needs is kept");
		self.figures.dust = dust;
		self.figures.spent = self.world.mark.is_spent().into();
		Ok(())
	}

	fn stake(&mut self, who: Holder, amount: Balance) -> Result<bool, TestCaseError> {
		let start = self.world.now.next();
		let expected = match self.model.closed {
			Some(_) => Err(LedgerError::Closed),
			None if amount < self.world.minimum => Err(LedgerError::BelowMinimum),
			None => Ok(start),
		};

		prop_assert_eq!(self.world.stake(who, amount), expected);

		if expected.is_ok() {
			self.model.stake(who, start, amount);
		}
		Ok(self.refused(expected.is_err()))
	}

	fn unstake(
		&mut self,
		before: &View,
		who: Holder,
		wanted: Wanted,
	) -> Result<bool, TestCaseError> {
		let now = self.world.now;
		let amount = wanted.of(self.world.value(who));
		let expected = self.moves(before, who, amount);
		let released = self.world.released(who);

		let result = self.world.unstake(who, amount);

		let moves = match expected {
			Err(error) => {
				prop_assert_eq!(result, Err(error), "{:?}", amount);
				return Ok(self.refused(true));
			},
			Ok(moves) => moves,
		};
		prop_assert!(result.is_ok(), "{:?} of {:?} was refused: {:?}", wanted, who, result);
		let (unstaked, paid) = result.unwrap_or_default();
		let sum = |begun: bool| {
			let some = moves.iter().filter(|step| step.cohort.has_begun(now) == begun);
			some.map(|step| step.tokens).sum::<Balance>()
		};
		prop_assert_eq!(unstaked.returned, sum(false));
		prop_assert_eq!(unstaked.exiting, sum(true));
		if let Amount::Exactly(amount) = amount {
			prop_assert_eq!(unstaked.returned + unstaked.exiting, amount, "paid exactly");
		}

		prop_assert_eq!(paid, self.pay_exits(before, who, &released)?);
		self.model.unstake(who, now, &moves);
		Ok(false)
	}

	fn withdraw(&mut self, before: &View, who: Holder) -> Result<bool, TestCaseError> {
		let now = self.world.now;
		let released = self.world.released(who);
		for (place, _) in before.stakes_of(who, true) {
			let asked = place.asked.unwrap_or_default();
			let due = self.world.release(asked) <= now;
			prop_assert_eq!(released.contains(&asked), due);
			if !due {
				let early = self.world.withdraw_exit(who, asked);
				prop_assert_eq!(early, Err(LedgerError::NotReleased));
			}
		}

		let result = self.world.withdraw(who);

		let mut expected = self.pay_exits(before, who, &released)?;
		for (place, shares) in before.stakes_of(who, false) {
			let Some(last) = self.model.closed else { break };
			if !place.cohort.has_begun(last) || self.world.release(last) <= now {
				expected += self.pay(before, place, who, shares)?;
			}
		}
		prop_assert_eq!(result, Ok(expected));
		Ok(false)
	}

	fn slash(&mut self, before: &View, fault: EpochIndex, fraction: Fraction) -> TestCaseResult {
		let now = self.world.now;
		let in_force = self.world.in_force(fault);
		let result = self.world.slash(fault, fraction);
		let after = View::of(&self.world.settled());

		let refusal = if fault > now {
			Some(LedgerError::EpochInFuture)
		} else if fault.0 + self.world.window < now.0 {
			Some(LedgerError::EpochTooOld)
		} else if fraction > Fraction::from_percent(50) {
			Some(LedgerError::FractionTooLarge)
		} else {
			None
		};
		if let Some(error) = refusal {
			prop_assert_eq!(result, Err(error));
			prop_assert_eq!(&after.buckets, &before.buckets);
			self.refused(true);
			return self.check(after);
		}

		let mut taken = None;
		let mut found_in_force = 0;
		for (place, bucket) in &before.buckets {
			let hit = place.cohort.has_begun(fault) && fault <= self.model.last(*place);
			let cut = if hit { cut(bucket.tokens(), fraction) } else { 0 };
			let found = after.bucket(*place);
			prop_assert_eq!(found.tokens(), bucket.tokens() - cut);
			prop_assert_eq!((found.shares(), found.weight()), (bucket.shares(), bucket.weight()));
			if hit {
				taken = Some(taken.unwrap_or_default() + cut);
				found_in_force += bucket.tokens();
				let floor = self.floors.entry(*place).or_insert_with(BigRational::one);
				*floor *= remainder(fraction);
			}
		}
		prop_assert_eq!(result, Ok(taken));
		prop_assert_eq!(in_force, found_in_force);

		self.model.slash(fault, fraction);
		if taken.is_some() {
			self.fall(fraction);
			self.figures.slashes += 1;
		}
		self.check(after)
	}

	/// The mark falls, and closes the pool when it is spent.
	fn fall(&mut self, fraction: Fraction) {
		let left = u128::from(Fraction::one().deconstruct() - fraction.deconstruct());
		let whole = u128::from(Fraction::one().deconstruct());
		self.mark = u64::try_from(u128::from(self.mark) * left / whole).expect("at most one");
		if self.mark <= Fraction::from_percent(20).deconstruct() && self.model.closed.is_none() {
			self.model.closed = Some(self.world.now);
		}
	}

	fn close(&mut self) -> Result<bool, TestCaseError> {
		let result = self.world.close();

		if self.model.closed.is_some() {
			prop_assert_eq!(result, Err(LedgerError::Closed));
			return Ok(self.refused(true));
		}
		prop_assert_eq!(result, Ok(()));
		self.model.closed = Some(self.world.now);
		Ok(false)
	}

	fn jump(&mut self, before: &View, epochs: u32) -> TestCaseResult {
		self.world.jump(epochs);
		let merges = self.model.roll(self.world.now);

		let after = View::of(&self.world.settled());
		self.figures.merges += u64::from(merges);
		check_prices(before, &after, merges)?;
		self.check(after)
	}

	fn refused(&mut self, refused: bool) -> bool {
		self.figures.refused += u64::from(refused);
		refused
	}

	/// What an unstake must do: first what has not begun, then the oldest, whole lots while they last.
	fn moves(&self, before: &View, who: Holder, amount: Amount) -> Result<Vec<Move>, LedgerError> {
		let now = self.world.now;
		if self.model.closed.is_some_and(|last| last < now) {
			return Err(LedgerError::Closed);
		}
		if amount == Amount::Exactly(0) {
			return Err(LedgerError::BelowMinimum);
		}
		let mut lots = before.stakes_of(who, false);
		if lots.is_empty() {
			return Err(LedgerError::InsufficientStake);
		}
		let young = lots.iter().position(|(place, _)| !place.cohort.has_begun(now));
		lots.rotate_left(young.unwrap_or_default());

		let mut rest = amount;
		let mut moves = Vec::new();
		for (place, shares) in lots {
			if rest == Amount::Exactly(0) {
				break;
			}
			let value = before.value(place, shares);
			let (tokens, whole) = match rest {
				Amount::Exactly(rest) if rest < value => (rest, false),
				_ => (value, true),
			};
			if !whole && left_value(&before.bucket(place), shares, tokens) < self.world.minimum {
				return Err(LedgerError::BelowMinimum);
			}
			if let Amount::Exactly(rest) = &mut rest {
				*rest -= tokens;
			}
			moves.push(Move { cohort: place.cohort, tokens, whole });
		}
		match rest {
			Amount::Exactly(rest) if rest > 0 => Err(LedgerError::InsufficientStake),
			_ => Ok(moves),
		}
	}

	fn pay_exits(
		&mut self,
		before: &View,
		who: Holder,
		released: &[EpochIndex],
	) -> Result<Balance, TestCaseError> {
		let mut sum = 0;
		for (place, shares) in before.stakes_of(who, true) {
			if place.asked.is_some_and(|asked| released.contains(&asked)) {
				sum += self.pay(before, place, who, shares)?;
			}
		}
		Ok(sum)
	}

	/// Pays out a stake: what is paid is as near to exact as the stake was.
	fn pay(
		&mut self,
		before: &View,
		place: Place,
		who: Holder,
		shares: Shares,
	) -> Result<Balance, TestCaseError> {
		let paid = before.value(place, shares);
		let Some(entry) = self.model.withdraw(place, who) else {
			return Err(TestCaseError::fail(format!("paid {paid} that {who:?} never had")));
		};
		check_distance(&entry, paid)?;
		Ok(paid)
	}

	/// Everything that always holds, I1 to I4, of the state as stored and of the settled one.
	fn check(&mut self, view: View) -> TestCaseResult {
		self.check_records()?;
		self.check_buckets(&view)?;
		self.check_shares(&view)?;
		self.check_values(&view)?;
		self.view = view;
		Ok(())
	}

	/// I1, and the bounds.
	fn check_records(&self) -> TestCaseResult {
		let world = &self.world;
		let limit = world.window as usize + 2;
		let stored = world.buckets();
		let sum: Balance = stored.values().map(Bucket::tokens).sum();
		prop_assert_eq!(sum, world.pot.staked(), "I1");
		prop_assert_eq!(world.mark.get().deconstruct(), self.mark);
		prop_assert_eq!(world.pool.departure().map(|departure| departure.last), self.model.closed);
		prop_assert!(world.pool.iter().count() <= limit);
		prop_assert!(world.rows.values().all(|row| row.iter().count() < limit));
		prop_assert!(world.holdings.values().all(|lots| lots.lots().len() <= limit));
		prop_assert!(world.exits.values().all(|exits| exits.waiting().len() < limit));
		for bucket in stored.values() {
			prop_assert!(1 <= bucket.tokens() && bucket.tokens() <= bucket.shares().0);
		}
		Ok(())
	}

	/// What is stored can be read again, and fits.
	fn check_codec(&self) -> TestCaseResult {
		let world = &self.world;
		check_stored(&world.pool)?;
		check_stored(&world.mark)?;
		check_stored(&world.pot)?;
		world.rows.values().try_for_each(check_stored)?;
		world.holdings.values().try_for_each(check_stored)?;
		world.exits.values().try_for_each(check_stored)?;
		world.conversions.values().try_for_each(check_stored)
	}

	/// I3: no price above 1, none below what the slashes left, and M never below a fifth while it merges.
	fn check_buckets(&mut self, view: &View) -> TestCaseResult {
		self.floors.retain(|place, _| view.buckets.contains_key(place));
		for (place, bucket) in &view.buckets {
			prop_assert!(1 <= bucket.tokens() && bucket.tokens() <= bucket.shares().0);
			let floor = self.floors.get(place).cloned().unwrap_or_else(BigRational::one);
			prop_assert!(price(bucket) >= floor, "I3: {:?}: {:?} < {}", place, bucket, floor);
			if !self.world.mark.is_spent() && place.cohort == Cohort::Mature {
				prop_assert!(bucket.shares().0 <= 5 * bucket.tokens());
			}
		}
		Ok(())
	}

	/// I2: nobody's shares or weight are missing in a bucket; what is over in M is dust.
	fn check_shares(&self, view: &View) -> TestCaseResult {
		let mut sums: BTreeMap<Place, (u128, Weight)> = BTreeMap::new();
		for ((place, _), stake) in &view.stakes {
			prop_assert!(!stake.shares.is_zero());
			let sum = sums.entry(*place).or_default();
			sum.0 += stake.shares.0;
			sum.1 += stake.weight;
		}
		prop_assert!(sums.keys().all(|place| view.buckets.contains_key(place)));

		let mut rolled = self.world.clone();
		prop_assert_eq!(rolled.roll(), Ok(()));
		let rolled = rolled.buckets();
		prop_assert_eq!(rolled.len(), view.buckets.len());
		for (place, bucket) in &view.buckets {
			let (shares, weight) = sums.get(place).copied().unwrap_or_default();
			let dust = bucket.shares().0.checked_sub(shares);
			let merges = *place == Place { asked: None, cohort: Cohort::Mature };
			let most = if merges { self.model.dust } else { 0 };
			prop_assert!(dust.is_some_and(|dust| dust <= most), "I2: {:?}: {:?}", place, dust);
			prop_assert_eq!(bucket.weight(), weight, "all have followed");
			prop_assert!(rolled[place].weight() >= weight, "not all have followed");
			prop_assert_eq!(rolled[place].shares(), bucket.shares());
			prop_assert_eq!(rolled[place].tokens(), bucket.tokens());
		}
		Ok(())
	}

	/// I4: every stake is as near to its exact value as its steps allow.
	fn check_values(&mut self, view: &View) -> TestCaseResult {
		for key in view.stakes.keys() {
			prop_assert!(self.model.entries.contains_key(key), "{:?} should have nothing", key);
		}
		for ((place, who), entry) in &self.model.entries {
			let stake = view.stakes.get(&(*place, *who)).copied().unwrap_or_default();
			let value = view.bucket(*place).value_floor(stake.shares).unwrap_or_default();
			let away = check_distance(entry, value)?;
			self.figures.above = self.figures.above.max(away);
			self.figures.below = self.figures.below.max(-away);
		}
		Ok(())
	}
}

/// Whether a whole number is within the budget of a stake, and how many units it is above. It has been
/// rounded down.
fn check_distance(entry: &Entry, value: Balance) -> Result<f64, TestCaseError> {
	let Entry { value: exact, budget, .. } = entry;
	let above = BigInt::from(value) * exact.denom() - exact.numer();
	let units = |count: u32| exact.denom() * count;
	let away = BigRational::new_raw(above.clone(), exact.denom().clone()).to_f64();
	let away = away.unwrap_or(f64::INFINITY);

	prop_assert!(above <= units(budget.above), "I4: {} above, {:?}", away, budget);
	prop_assert!(-above < units(budget.below + 1), "I4: {} below, {:?}", -away, budget);
	Ok(away)
}

fn check_stored<V: Decode + MaxEncodedLen + PartialEq + Debug>(value: &V) -> TestCaseResult {
	let bytes = value.encode();
	prop_assert!(bytes.len() <= V::max_encoded_len());
	prop_assert_eq!(&V::decode(&mut &bytes[..]).expect("can be read"), value);
	Ok(())
}

/// I3: what a bucket's stayers have moves up only, and by less than a unit for each of so many steps.
fn check_prices(before: &View, after: &View, steps: u32) -> TestCaseResult {
	for (place, old) in &before.buckets {
		let Some(new) = after.buckets.get(place) else { continue };
		let stayed = whole(old.shares().0.min(new.shares().0));
		let gain = stayed * (price(new) - price(old));
		prop_assert!(!gain.is_negative(), "I3: {:?} fell from {:?} to {:?}", place, old, new);
		prop_assert!(gain < whole(steps.max(1).into()), "I3: {:?}: {:?}, {:?}", place, old, new);
	}
	Ok(())
}

/// What is left of a lot when the shares that pay `tokens` have left, rounded up, at the new price.
fn left_value(bucket: &Bucket, shares: Shares, tokens: Balance) -> Balance {
	let gone = natural((whole(tokens) / price(bucket)).ceil());
	let new_price = ratio(bucket.tokens() - tokens, bucket.shares().0 - gone);
	floor(&(whole(shares.0 - gone) * new_price))
}

fn cut(tokens: Balance, fraction: Fraction) -> Balance {
	floor(&(whole(tokens) * (BigRational::one() - remainder(fraction))))
}

fn price(bucket: &Bucket) -> BigRational {
	if bucket.is_empty() {
		return BigRational::one();
	}
	ratio(bucket.tokens(), bucket.shares().0)
}

fn floor(value: &BigRational) -> Balance {
	natural(value.floor())
}

fn natural(value: BigRational) -> u128 {
	value.to_integer().to_u128().expect("128 bits")
}
